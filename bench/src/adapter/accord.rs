//! Accord's half of an adapter: a home a client, driven as the command line drives it. An entry is a promise made: one command, one new act.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use accord_client_core::act::Body;
use accord_client_core::client::command::{Command, Reply};
use accord_client_core::client::io::Ticket;
use accord_client_core::law::command::LawCommand;
use tokio::sync::mpsc;

use super::{Entry, Logical, Shared, Spec, fatal};
use crate::Outcome;
use crate::couple::{pair, sync};
use crate::person::{Key, Person, begin, open as open_home, run, taken};

/// Numbers the folders of this process.
static HOMES: AtomicU64 = AtomicU64::new(0);

/// The author's side makes both homes and pairs them; the room's name says where the partner's lies, closed and with nothing
/// of what follows. The partner's side opens a copy, so that it can be opened again as it was.
pub(super) async fn open(
    shared: &Shared,
    homes: &Path,
    url: &str,
    spec: &Spec,
) -> Outcome<Arc<Logical>> {
    let number = HOMES.fetch_add(1, Relaxed);
    let folder = homes.join(format!("{}-{number}", std::process::id()));
    let url = url.replacen("ws:", "http:", 1);
    let (mut person, room) = match (spec.create, spec.lone) {
        (true, true) => (begin(&folder, "Ana", &url).await?.person, spec.room.clone()),
        (true, false) => {
            let couple = pair(&folder, &url).await?;
            drop(couple.ben);
            let ben = folder.join("ben");
            (couple.ana, format!("{}#{}", ben.display(), couple.ben_key.hex()))
        }
        (false, _) => {
            let (from, key) = spec.room.rsplit_once('#').ok_or("no home in this room's name")?;
            copy_files(&PathBuf::from(from), &folder)?;
            let key = Key::from_hex(key).ok_or("no key in this room's name")?;
            (open_home(&folder, &key).await?, spec.room.clone())
        }
    };
    sync(&mut person).await?;
    let (logical, entries) = Logical::new(room, shared);
    let mut home = Home { person, logical: Arc::clone(&logical), author: spec.create, read: 0 };
    home.look().await?;
    logical.ready.store(true, Relaxed);
    tokio::spawn(async move {
        if let Err(error) = home.live(entries).await {
            fatal(&*error);
        }
    });
    Ok(logical)
}

fn copy_files(from: &Path, to: &Path) -> Outcome<()> {
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        std::fs::copy(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}

struct Home {
    person: Person,
    logical: Arc<Logical>,
    author: bool,
    /// Acts from the log looked at so far.
    read: usize,
}

impl Home {
    /// With the app open, until nobody can give it entries.
    async fn live(&mut self, mut entries: mpsc::UnboundedReceiver<Entry>) -> Outcome<()> {
        self.person.start(Command::Sync { watch: true }, &mut ()).await;
        let (mut said, mut unwatched) = (VecDeque::<Ticket>::new(), ());
        loop {
            tokio::select! {
                entry = entries.recv() => {
                    let Some(Entry { text, .. }) = entry else { return Ok(()) };
                    let what = LawCommand::PromiseAdd { text, due: None, every: None, size: None, sure: None };
                    let command = Command::Say { what, draft: false };
                    said.push_back(self.person.start(command, &mut ()).await);
                }
                () = self.person.step(&mut unwatched) => {}
            }
            while let Some(answer) = said.front().and_then(|first| self.person.answer(*first)) {
                taken(answer)?;
                said.pop_front();
            }
            self.look().await?;
        }
    }

    /// Takes in what the log brought: an own entry that stands in it has the relay's Ack; a partner's is looked at as a screen
    /// would, which derives it.
    async fn look(&mut self) -> Outcome<()> {
        let client = self.person.client();
        let mut records = Vec::new();
        for held in client.admitted(self.read) {
            self.read += 1;
            if let Body::Promise(_) = &held.act.body {
                records.push(held.act.record);
            }
        }
        self.logical.count.fetch_add(records.len() as u64, Relaxed);
        if self.author {
            self.logical.acked.fetch_add(records.len() as u64, Relaxed);
            return Ok(());
        }
        for record in records {
            match run(&mut self.person, Command::Promise { id: record.hex() }).await? {
                Reply::Promise(view) => self.logical.sighted(&view.text)?,
                other => return Err(format!("no promise: {other:?}").into()),
            }
        }
        Ok(())
    }
}
