//! A client: its store behind its back, and a relay that lies to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use accord_client_core::act::ActHash;
use accord_client_core::client::Client;
use accord_client_core::client::command::{Command, RelayAddress};
use accord_client_core::client::io::{Input, Link, Output};
use accord_client_core::client::joint::JointCommand;
use accord_client_core::crypto::{Secret, StoreKey};
use accord_client_core::law::command::LawCommand;
use accord_client_core::law::graph::Standing;
use accord_client_core::store::memory::{Disk, MemoryStore};
use accord_client_core::store::{Batch, Row, Snapshot, Store as _, Table, block_on};
use accord_client_core::time::Now;
use accord_protocol::frame::{ClientFrame, ServerFrame};
use accord_protocol::ids::{LogHead, SpaceId};
use accord_protocol::record::Record;
use accord_tests::lies::{self, Has};
use accord_tests::people::{accept, paired, propose, settle, sync, tell};
use accord_tests::pick::Pick;
use accord_tests::{HomeId, Seeded, World};

/// Most things that happen in one input.
const STEPS: usize = 60;

/// Ana's home: what lies on its disk, what the relay has for it, and what anybody honest ever said.
struct Fixture {
    rows: Vec<(Table, Vec<u8>, Vec<u8>)>,
    sealed: Vec<Row>,
    logs: BTreeMap<SpaceId, Vec<Record>>,
    unix_ms: i64,
    /// Acts of the couple space before, and after everything was heard.
    before: BTreeSet<ActHash>,
    after: BTreeSet<ActHash>,
}

fn key() -> StoreKey {
    StoreKey::from_secret(Secret::from_bytes([4; 32]))
}

fn admitted(client: &mut Client) -> BTreeSet<ActHash> {
    let acts = client.acts(false);
    acts.iter().filter(|held| held.standing == Standing::Admitted).map(|held| held.hash).collect()
}

fn fixture() -> &'static Fixture {
    static FIXTURE: OnceLock<Fixture> = OnceLock::new();
    FIXTURE.get_or_init(|| {
        let mut world = World::new(7);
        let (ana, ben) = paired(&mut world);
        let id = propose(&mut world, ana, "We call at nine.");
        settle(&mut world, &[ana, ben]);
        accept(&mut world, ben, &id).expect("a yes");
        let promise = |text: &str| LawCommand::PromiseAdd {
            text: text.into(),
            due: None,
            every: Some("week".into()),
            size: None,
            sure: None,
        };
        tell(&mut world, ben, promise("I water the plants.")).expect("a promise");
        let note = JointCommand::AddNote { title: "Lisbon".into(), text: Some("Trains.".into()) };
        world.run(ana, Command::Joint(note)).expect("a note");
        world.run(ana, Command::Say { what: promise("I write."), draft: true }).expect("a draft");
        settle(&mut world, &[ana, ben]);
        let before = acts_of(&mut world, ana);
        tell(&mut world, ana, promise("Not sent yet.")).expect("a promise");
        tell(&mut world, ben, promise("I cook on Fridays.")).expect("a promise");
        propose(&mut world, ben, "No phones at meals.");
        sync(&mut world, ben);
        let rows = world.plain_rows(ana);
        let store = &world.relays[0].store;
        let record = |bytes: &Arc<[u8]>| Record::parse(bytes).expect("a record");
        let log = |space| store.log(space).iter().map(|entry| record(&entry.record)).collect();
        let logs = store.spaces().iter().map(|space| (*space, log(space))).collect();
        let unix_ms = world.now(ana).unix_ms;
        settle(&mut world, &[ana, ben]);
        let after = acts_of(&mut world, ana);
        let rng = &mut Seeded::new(3);
        let seal = |(table, row, value): &(Table, Vec<u8>, Vec<u8>)| {
            let value =
                key().seal_row(rng, &table.number().to_string(), row, value).expect("short");
            Row { table: *table, key: row.clone(), value }
        };
        let sealed = rows.iter().map(seal).collect();
        Fixture { rows, sealed, logs, unix_ms, before, after }
    })
}

fn acts_of(world: &mut World, home: HomeId) -> BTreeSet<ActHash> {
    world.homes[home.0].client.as_mut().map(admitted).unwrap_or_default()
}

/// A home that runs, over a disk of its own.
struct Home {
    client: Client,
    store: MemoryStore,
    rng: Seeded,
    now: Now,
    links: Vec<Link>,
    requests: Vec<u64>,
    pushed: Vec<(u64, Arc<[u8]>)>,
    tickets: u64,
    replies: u64,
}

impl Home {
    fn open(disk: &Disk) -> Option<Self> {
        let mut store = disk.open().expect("a disk of its own");
        let snapshot: Snapshot = block_on(store.load()).expect("loads");
        let client = Client::open(key(), &snapshot).ok()?;
        let now = Now { unix_ms: fixture().unix_ms, mono_ms: 0, zone: "Europe/Berlin".into() };
        let (links, requests, pushed) = (Vec::new(), Vec::new(), Vec::new());
        Some(Self {
            client,
            store,
            rng: Seeded::new(5),
            now,
            links,
            requests,
            pushed,
            tickets: 0,
            replies: 0,
        })
    }

    fn command(&mut self, command: Command) {
        self.tickets += 1;
        self.feed(Input::Command { ticket: self.tickets, command });
    }

    /// One input, and whatever the machine under it answers at once.
    fn feed(&mut self, input: Input) {
        let mut inputs = vec![input];
        for _ in 0..2_000 {
            let Some(input) = inputs.pop() else { return };
            self.client.handle(&self.now, &mut self.rng, input);
            while let Some(output) = self.client.poll() {
                match output {
                    Output::Save(batch) => {
                        block_on(self.store.commit(&batch)).expect("room");
                        inputs.insert(0, Input::Saved { batch: batch.id });
                    }
                    Output::Read { read, table, from, to, max_bytes } => {
                        let rows = block_on(self.store.read(table, &from, &to, max_bytes));
                        inputs.insert(0, Input::Rows { read, rows });
                    }
                    Output::Dial { link, .. } => {
                        self.links.push(link);
                        inputs.insert(0, Input::Connected { link });
                    }
                    Output::Send { bytes, .. } => {
                        let frame = ClientFrame::decode(&bytes).expect("a frame of this version");
                        if let ClientFrame::Push { req, record } = frame {
                            self.pushed.push((req, record));
                        }
                    }
                    Output::Close { link } => self.links.retain(|open| *open != link),
                    Output::Http { request, .. } => self.requests.push(request),
                    Output::Reply { .. } => self.replies += 1,
                    Output::Event(_) | Output::Wake { .. } => {}
                }
            }
        }
        panic!("the client asks without end");
    }
}

fn disk(rows: &[Row]) -> Disk {
    let disk = Disk::new();
    let mut batch = Batch::new(1);
    for row in rows {
        batch.put(row.table, row.key.clone(), row.value.clone());
    }
    block_on(disk.open().expect("new").commit(&batch)).expect("room");
    disk
}

/// Rows that somebody changed who has the store's key: another version, a fault, a backup put together from two.
pub fn rows(bytes: &[u8]) {
    let mut pick = Pick::new(bytes);
    let fixture = fixture();
    let mut sealed = fixture.sealed.clone();
    let rng = &mut Seeded::new(1);
    for _ in 0..=pick.below(4) {
        let at = pick.below(sealed.len());
        let (table, row, value) = &fixture.rows[at];
        // Automerge's own file is written by this device alone and loaded behind a guard; what it makes of noise is its own affair.
        if *table == Table::Page {
            continue;
        }
        let (mut row, mut value) = (row.clone(), value.clone());
        match pick.below(8) {
            0 => value = pick.piece().to_vec(),
            1 => value.clone_from(&fixture.rows[pick.below(fixture.rows.len())].2),
            2 => pick.damage(&mut row),
            _ => pick.damage(&mut value),
        }
        if row.len() > 64 {
            continue;
        }
        let value = key().seal_row(rng, &table.number().to_string(), &row, &value).expect("short");
        sealed[at] = Row { table: *table, key: row, value };
    }
    if pick.one_in(4) {
        sealed.remove(pick.below(sealed.len()));
    }
    let Some(mut home) = Home::open(&disk(&sealed)) else { return };
    let looks = [
        Command::Status,
        Command::Agreements { state: None },
        Command::Promises { maker: None },
        Command::Drafts,
        Command::Today,
        Command::Asks,
        Command::Ids,
        Command::Asides,
        Command::Joint(JointCommand::List { away: true }),
        Command::Verify,
        Command::Sync { watch: true },
    ];
    let wanted = looks.len() as u64 - 2;
    looks.into_iter().for_each(|look| home.command(look));
    assert!(home.replies >= wanted || home.client.broken().is_some(), "every look is answered");
}

/// A relay that has every record and no key.
pub fn hostile_relay(bytes: &[u8]) {
    let mut pick = Pick::new(bytes);
    let fixture = fixture();
    static DISK: OnceLock<Vec<Row>> = OnceLock::new();
    let rows = DISK.get_or_init(|| fixture.sealed.clone());
    let mut home = Home::open(&disk(rows)).expect("an honest store");
    let own = home.client.acts(false).first().map(|held| held.act.device);
    home.command(Command::Sync { watch: true });
    for _ in 0..STEPS {
        if pick.is_empty() || home.client.broken().is_some() {
            break;
        }
        let input = happens(&mut pick, &home, fixture);
        home.feed(input);
        if pick.one_in(8) {
            home.now.mono_ms += pick.number() % 100_000;
            home.feed(Input::Tick);
        }
        if pick.one_in(16) {
            let command = match pick.below(5) {
                0 => Command::RelayReset,
                1 => Command::Verify,
                2 => Command::Sync { watch: pick.one_in(2) },
                3 => Command::RelaySet {
                    relay: RelayAddress { url: "http://localhost:9".into(), token: None },
                },
                _ => Command::Status,
            };
            home.command(command);
        }
    }
    assert!(home.client.broken().is_none(), "no relay breaks a store");
    let _ = own;
    let now = admitted(&mut home.client);
    for hash in &now {
        let said = fixture.after.contains(hash) || fixture.before.contains(hash);
        let echoed = !home.pushed.is_empty();
        assert!(said || echoed, "an act nobody said");
    }
    assert!(fixture.before.is_subset(&now), "what was heard stays heard");
    // What is on disk opens again and says the same.
    drop(home.client);
    let snapshot = block_on(home.store.load()).expect("loads");
    let mut again = Client::open(key(), &snapshot).expect("its own store opens");
    assert_eq!(admitted(&mut again), now);
}

/// Something a relay does.
fn happens(pick: &mut Pick<'_>, home: &Home, fixture: &Fixture) -> Input {
    if !home.requests.is_empty() && pick.one_in(3) {
        let request = *pick.one(&home.requests);
        return Input::Http { request, answer: lies::answer(pick) };
    }
    let Some(link) = (!home.links.is_empty()).then(|| *pick.one(&home.links)) else {
        return Input::Nudge;
    };
    if pick.one_in(24) {
        return Input::Closed { link };
    }
    let mut bytes = frame(pick, home, fixture).encode();
    if pick.one_in(6) {
        pick.damage(&mut bytes);
    }
    Input::Received { link, bytes }
}

/// What the relay has of one of the two spaces.
fn frame(pick: &mut Pick<'_>, home: &Home, fixture: &Fixture) -> ServerFrame {
    let logs: Vec<&Vec<Record>> = fixture.logs.values().collect();
    let log = *pick.one(&logs);
    let mut head = LogHead::ZERO;
    for record in log {
        head = accord_protocol::ids::next_head(&head, &record.hash());
    }
    lies::frame(pick, &Has { log, before: 0, head, pushed: &home.pushed })
}
