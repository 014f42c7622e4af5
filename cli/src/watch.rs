//! `sync --watch`: exchanging until somebody stops it.

use accord_client_core::client::command::{Command, Reply, SyncView};
use accord_client_core::client::io::{Event, Input};
use accord_client_core::refused::{Class, Refused};
use accord_content::Messages;

use crate::commands::Relock;
use crate::driver::Watch;
use crate::error::refused;
use crate::home::Home;
use crate::look::scene;
use crate::render;
use crate::run::{Style, print};
use crate::typed::say;

/// Exchanges that were reported and not yet shown.
#[derive(Default)]
struct Exchanges {
    moved: Vec<SyncView>,
    broken: Option<Refused>,
}

impl Watch for Exchanges {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Synced(view) => self.moved.push(view.clone()),
            Event::Broken(fault) => self.broken = Some(fault.clone().into()),
            Event::Changed => {}
        }
    }
}

/// Prints a line per exchange until the process is asked to stop, or its time is over: then it ends, and its keys go with it.
pub(crate) async fn watch(home: &mut Home, relock: Relock, style: Style) -> Result<(), Refused> {
    let mut exchanges = Exchanges::default();
    let command = Command::Sync { watch: true };
    let ticket = home.driver().start(command.clone(), &mut exchanges).await;
    let mut stop = std::pin::pin!(stopped());
    let mut over = std::pin::pin!(over(relock));
    if !style.json {
        say(&format!("{}\n", Messages::of(style.lang).text("app-watching", &[])));
    }
    loop {
        tell(home, &command, &mut exchanges, style).await?;
        if let Some(refused) = exchanges.broken.take() {
            return Err(refused);
        }
        if let Some(outcome) = home.driver().answer(ticket) {
            return outcome.map(drop);
        }
        tokio::select! {
            biased;
            () = &mut stop => {
                home.driver().feed(Input::StopWatching, &mut exchanges).await;
                return tell(home, &command, &mut exchanges, style).await;
            }
            () = &mut over => {
                home.driver().feed(Input::StopWatching, &mut exchanges).await;
                tell(home, &command, &mut exchanges, style).await?;
                return Err(refused("relocked", Class::Locked));
            }
            // Dropping a step loses nothing: it waits only before it takes something in.
            () = home.driver().step(&mut exchanges) => {}
        }
    }
}

async fn over(relock: Relock) {
    match relock {
        Relock::Never => std::future::pending().await,
        Relock::After(time) => tokio::time::sleep(time).await,
    }
}

/// Shows what moved since the last time.
async fn tell(
    home: &mut Home,
    command: &Command,
    exchanges: &mut Exchanges,
    style: Style,
) -> Result<(), Refused> {
    for view in std::mem::take(&mut exchanges.moved) {
        let reply = Reply::Sync(view);
        if style.json {
            print(format!("{}\n", render::json(&reply).unwrap_or_default()))?;
        } else {
            let scene = scene(home, style).await?;
            print(render::text(command, &reply, &scene))?;
        }
    }
    Ok(())
}

/// Returns once the process is asked to stop.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        else {
            // Without handlers the system ends the process itself; what was saved is safe.
            return std::future::pending().await;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
