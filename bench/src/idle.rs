//! Connections on which nothing happens: the relay's memory for each.

use accord_client_core::client::command::Command;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::figures::Figures;
use crate::person::begin;
use crate::relay_process::RelayProcess;
use crate::{Common, Outcome};

const MARK_KB: f64 = 12.0;
/// Connections opened before the memory is first read, so that what every relay needs once is not counted.
const WARM: usize = 50;

pub(crate) async fn measure(common: &Common, connections: usize) -> Outcome<Figures> {
    let mut figures = Figures::new(format!("idle: {connections} connections, one space each"));
    for _ in 0..common.repeat {
        let (disk, folder) = (common.relay_folder()?, common.home_folder()?);
        let relay = RelayProcess::start(disk.path(), common.relay.as_deref())?;
        let (up, mut ups) = mpsc::unbounded_channel();
        let mut tasks = JoinSet::new();
        let mut before = 0;
        for n in 0..WARM + connections {
            if n == WARM {
                before = settled(&relay).await?;
            }
            let (folder, url) = (folder.path().join(format!("home-{n}")), relay.url.clone());
            let up = up.clone();
            tasks.spawn(async move { watch(folder, url, up).await });
            if ups.recv().await.is_none() {
                return Err("nobody connected".into());
            }
        }
        let grown = settled(&relay).await?.saturating_sub(before);
        let kb = grown as f64 / connections as f64 / 1000.0;
        figures.note_marked("memory of an idle connection", "kB", Some(MARK_KB), kb);
        tasks.abort_all();
    }
    Ok(figures)
}

/// Resident bytes once nothing is under way.
async fn settled(relay: &RelayProcess) -> Outcome<u64> {
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    relay.resident_bytes()
}

/// A home that registers, connects, tells and stays.
async fn watch(
    folder: std::path::PathBuf,
    url: String,
    up: mpsc::UnboundedSender<()>,
) -> Outcome<()> {
    let mut person = begin(&folder, "Ana", &url).await?.person;
    crate::couple::sync(&mut person).await?;
    person.start(Command::Sync { watch: true }, &mut ()).await;
    let mut told = false;
    loop {
        person.step(&mut ()).await;
        if !told && person.traffic().1 > 0 {
            told = true;
            let _ = up.send(());
        }
    }
}
