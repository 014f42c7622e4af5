//! A tap on the wire: what was pushed, refused and acknowledged, and the promises that follow from it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use accord_protocol::frame::{ClientFrame, Outcome, ServerFrame};
use accord_protocol::ids::{DeviceId, RecordHash, SpaceId};
use accord_protocol::record::{Kind, Record};
use accord_server::relay::ConnId;
use accord_server::store::memory::MemoryStore as RelayStore;

/// What was seen. A broken promise panics at once, so that the step that broke it is the last of the trace.
#[derive(Debug, Default)]
pub struct Tap {
    /// Off for stories in which a copied or restored device may use a number twice.
    pub allows_copies: bool,
    pushed: BTreeMap<(SpaceId, DeviceId, u64), Arc<[u8]>>,
    waiting: BTreeMap<(ConnId, u64), Record>,
    refused: BTreeSet<RecordHash>,
    /// What a device was told is stored, since a process began last.
    told: BTreeSet<RecordHash>,
    acked: BTreeMap<(SpaceId, u64), RecordHash>,
    lacking: bool,
    /// How often each record reached a device since this was set. None: nobody counts.
    pub reached: Option<BTreeMap<RecordHash, u64>>,
    /// Records pushed, repeats included.
    pub pushes: u64,
}

impl Tap {
    /// A device sends a frame.
    pub(crate) fn sent(&mut self, conn: ConnId, bytes: &[u8]) {
        let Ok(ClientFrame::Push { req, record }) = ClientFrame::decode(bytes) else { return };
        let parsed = Record::parse(&record).expect("a client sends whole records");
        self.pushes += 1;
        let key = (parsed.space(), parsed.device(), parsed.header().author_seq);
        if let Some(before) = self.pushed.insert(key, record.clone())
            && before != record
            && !self.allows_copies
        {
            let old = Record::parse(&before).expect("it was parsed before");
            // An END waits for nobody and takes the number of what is in flight; and under a new key the log takes nothing sealed under
            // the old one any more. Neither may take the place of what the device was told is stored.
            let instead =
                parsed.kind() == Kind::End || parsed.header().key_id != old.header().key_id;
            assert!(
                self.refused.contains(&old.hash()) || (instead && !self.told.contains(&old.hash())),
                "number {} of {} went out twice with other bytes",
                key.2,
                key.1
            );
        }
        self.waiting.insert((conn, req), parsed);
    }

    /// A frame reaches a device.
    pub(crate) fn heard(&mut self, conn: ConnId, bytes: &[u8]) {
        let frame = ServerFrame::decode(bytes);
        if let (Some(reached), Ok(ServerFrame::Data { records, .. })) = (&mut self.reached, &frame)
        {
            for record in records.iter().filter_map(|record| Record::parse(record).ok()) {
                *reached.entry(record.hash()).or_default() += 1;
            }
        }
        let Ok(ServerFrame::Ack { req, outcome, .. }) = frame else { return };
        if let Outcome::Refused(_) = outcome {
            self.refused.extend(self.waiting.remove(&(conn, req)).map(|record| record.hash()));
        } else {
            self.told.extend(self.waiting.get(&(conn, req)).map(Record::hash));
        }
    }

    /// A process begins: what one that died was told may not have been saved.
    pub(crate) fn forget_told(&mut self) {
        self.told.clear();
    }

    /// The relay answers: what it calls stored is in its store.
    pub(crate) fn answered(&mut self, conn: ConnId, bytes: &[u8], store: &RelayStore) {
        let Ok(ServerFrame::Ack { req, outcome, .. }) = ServerFrame::decode(bytes) else { return };
        let (Outcome::Stored(position) | Outcome::Duplicate(position)) = outcome else { return };
        let Some(record) = self.waiting.get(&(conn, req)) else { return };
        self.acked.insert((record.space(), position), record.hash());
        assert_eq!(
            hash_at(store, &record.space(), position),
            Some(record.hash()),
            "acked, not kept"
        );
    }

    /// Everything that was acknowledged is in the relay's log, at its place.
    ///
    /// # Panics
    /// If not, unless an older image was put back since.
    pub fn check_kept(&self, store: &RelayStore) {
        if self.lacking {
            return;
        }
        for ((space, position), hash) in &self.acked {
            assert_eq!(hash_at(store, space, *position), Some(*hash), "acked {position} is gone");
        }
    }

    /// An older image was put back: the relay may lack what it acknowledged until the devices were there.
    pub fn may_lack(&mut self) {
        self.lacking = true;
    }

    /// The devices were there: everything acknowledged is back.
    ///
    /// # Panics
    /// If not.
    pub fn check_whole(&mut self, store: &RelayStore) {
        self.lacking = false;
        self.check_kept(store);
    }
}

fn hash_at(store: &RelayStore, space: &SpaceId, position: u64) -> Option<RecordHash> {
    let at = usize::try_from(position.checked_sub(1)?).ok()?;
    store.log(space).get(at).map(|entry| entry.hash)
}

/// A frame in a line of the trace: what it is about, records by author and number.
pub(crate) struct Brief(String);

impl std::fmt::Debug for Brief {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Brief {
    pub(crate) fn client(frame: ClientFrame) -> Self {
        Self(match frame {
            ClientFrame::Push { req, record } => format!("Push {req} {}", name(&record)),
            ClientFrame::Auth { .. } => "Auth".into(),
            other => format!("{other:?}"),
        })
    }

    pub(crate) fn server(frame: ServerFrame) -> Self {
        Self(match frame {
            ServerFrame::Data { from, records, more } => {
                let names: Vec<String> = records.iter().map(|record| name(record)).collect();
                format!("Data from {from} {names:?} more {more}")
            }
            ServerFrame::Welcome { store_epoch, .. } => format!("Welcome {store_epoch:?}"),
            other => format!("{other:?}"),
        })
    }
}

fn name(record: &[u8]) -> String {
    let Ok(record) = Record::parse(record) else { return "noise".into() };
    let device = record.device().to_string();
    let number = record.header().author_seq;
    format!("{:?} {} {number}", record.kind(), device.get(..4).unwrap_or_default())
}
