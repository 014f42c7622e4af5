//! A relay that means harm, on the wire: it leaves out, delays, repeats, mixes up and damages what passes, and says what is not so.
//!
//! What it keeps (older images, another branch for each) is the story's business: `World::lose_silently`, `World::fork_relay`.

use std::collections::BTreeMap;
use std::sync::Arc;

use accord_protocol::frame::{ClientFrame, Outcome, ServerFrame};
use accord_protocol::ids::SpaceId;
use accord_protocol::record::Record;
use accord_server::relay::ConnId;

use crate::lies::{self, Has};
use crate::pick::Pick;
use crate::rng::fill;
use crate::world::World;

/// Most frames it keeps to say again.
const KEPT: usize = 64;
/// How far back in a log its lies reach.
const TAIL: usize = 12;

/// What it does, and what it remembers for it.
#[derive(Debug, Default)]
pub struct Hostile {
    /// Once in so many frames and answers; 0 for never.
    pub one_in: u64,
    /// How often it did anything.
    pub deeds: u64,
    kept: Vec<Vec<u8>>,
    held: Vec<(ConnId, Vec<u8>)>,
    pushed: Vec<(u64, Arc<[u8]>)>,
    spaces: BTreeMap<ConnId, SpaceId>,
}

impl World {
    /// Another relay goes on with what this one has now: who dials it is shown a branch of their own.
    pub fn fork_relay(&mut self, from: usize, to: usize) {
        self.kill_relay(to);
        self.relays[to].store = self.relays[from].store.clone();
        self.start_relay(to);
    }

    fn does_harm(&mut self) -> bool {
        let Some(hostile) = &mut self.hostile else { return false };
        let does = hostile.one_in > 0 && self.rng.one_in(hostile.one_in);
        hostile.deeds += u64::from(does);
        does
    }

    /// What a relay makes of a frame that came to it: how often its logic sees it. A push may be answered without that.
    pub(crate) fn taken(&mut self, conn: ConnId, bytes: &[u8]) -> usize {
        let Some(hostile) = &mut self.hostile else { return 1 };
        let frame = ClientFrame::decode(bytes);
        match &frame {
            Ok(ClientFrame::Auth { space, .. }) => drop(hostile.spaces.insert(conn, *space)),
            Ok(ClientFrame::Push { req, record }) => {
                hostile.pushed.push((*req, Arc::clone(record)));
                let many = hostile.pushed.len();
                hostile.pushed.drain(..many.saturating_sub(KEPT));
            }
            _ => {}
        }
        if !self.does_harm() {
            return 1;
        }
        let what = self.rng.below(4);
        if let (0 | 1, Ok(ClientFrame::Push { req, .. })) = (what, frame) {
            // "It is stored", where it is thrown away; and it may be believed by a device that asks later.
            let position = self.rng.below(40);
            let outcome =
                if what == 0 { Outcome::Stored(position) } else { Outcome::Duplicate(position) };
            let lie = ServerFrame::Ack { req, outcome, retry_after_ms: None };
            self.post(conn, false, crate::network::Parcel::ToHome { conn, bytes: lie.encode() });
            return 0;
        }
        if what == 2 { 2 } else { 0 }
    }

    /// What reaches a device in the place of a frame.
    pub(crate) fn told(&mut self, conn: ConnId, bytes: Vec<u8>) -> Vec<(ConnId, Vec<u8>)> {
        if self.hostile.is_none() {
            return vec![(conn, bytes)];
        }
        let harm = self.does_harm();
        let what = self.rng.below(12);
        let chance: [u8; 96] = fill(&mut self.rng);
        let mut pick = Pick::new(&chance);
        let said = if harm && what >= 6 { self.lie(&mut pick, conn, what) } else { None };
        let Some(hostile) = &mut self.hostile else { return Vec::new() };
        hostile.kept.push(bytes.clone());
        let many = hostile.kept.len();
        hostile.kept.drain(..many.saturating_sub(KEPT));
        let mut told = vec![(conn, bytes)];
        match what {
            _ if !harm => {}
            0 => told.clear(),
            1 => told.extend(told.clone()),
            2 => told.push((conn, pick.one(&hostile.kept).clone())),
            // It comes behind a later one.
            3 => hostile.held.append(&mut told),
            4 => told.iter_mut().for_each(|(_, bytes)| pick.damage(bytes)),
            5 => told = vec![(conn, pick.one(&hostile.kept).clone())],
            _ => {
                let at = usize::from(pick.one_in(2));
                told.splice(at..at, said.map(|lie| (conn, lie)));
            }
        }
        if !told.is_empty() {
            told.append(&mut hostile.held);
        }
        told
    }

    /// A frame that says what is not so.
    fn lie(&mut self, pick: &mut Pick<'_>, conn: ConnId, what: u64) -> Option<Vec<u8>> {
        let relay = self.conns.get(&conn)?.relay;
        let store = &self.relays[relay].store;
        let hostile = self.hostile.as_ref()?;
        let of = hostile.spaces.get(&conn).filter(|_| !pick.one_in(6)).copied();
        let space = of.or_else(|| store.spaces().get(pick.below(3)).copied())?;
        let entries = store.log(&space);
        let tail = &entries[entries.len().saturating_sub(TAIL)..];
        let log: Vec<Record> =
            tail.iter().filter_map(|entry| Record::parse(&entry.record).ok()).collect();
        let head = entries.last()?.head;
        let before = (entries.len() - log.len()) as u64;
        let has = Has { log: &log, before, head, pushed: &hostile.pushed };
        if log.is_empty() {
            return None;
        }
        let frame =
            if what >= 9 { lies::injected(pick, &has) } else { Some(lies::frame(pick, &has)) };
        frame.map(|frame| frame.encode())
    }

    /// What reaches a device in the place of an answer.
    pub(crate) fn answered(&mut self, answer: Option<(u16, Vec<u8>)>) -> Option<(u16, Vec<u8>)> {
        if !self.does_harm() {
            return answer;
        }
        let chance: [u8; 96] = fill(&mut self.rng);
        lies::answer(&mut Pick::new(&chance))
    }
}
