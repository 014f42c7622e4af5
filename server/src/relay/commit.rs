//! The batch being built, the one under way, and what is said after it is durable.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use accord_protocol::error::Code;
use accord_protocol::frame::Outcome;
use accord_protocol::http::EndKept;
use accord_protocol::ids::{DeviceId, LogHead, MailboxId, SpaceId};

use super::queue::{Origin, Phase};
use super::{BatchId, Output, Relay, RequestId};
use crate::store::{Op, StoreError};

/// What the next batch will hold.
#[derive(Debug, Default)]
pub(crate) struct Building {
    pub(crate) ops: Vec<Op>,
    /// Spaces whose row is written with it.
    pub(crate) spaces: BTreeSet<SpaceId>,
    /// Of these, those it forgets.
    pub(crate) dropped: BTreeSet<SpaceId>,
    pub(crate) after: Vec<After>,
}

impl Building {
    pub(crate) fn is_empty(&self) -> bool {
        self.ops.is_empty() && self.spaces.is_empty() && self.after.is_empty()
    }
}

/// The batch under way.
#[derive(Debug)]
pub(crate) struct InFlight {
    batch: BatchId,
    /// Length and head of each space once it is durable.
    spaces: BTreeMap<SpaceId, (u64, LogHead)>,
    dropped: BTreeSet<SpaceId>,
    /// Its records: first position and bytes, for readers who have all before them.
    fresh: BTreeMap<SpaceId, Fresh>,
    after: Vec<After>,
}

/// Position of the first and the records themselves.
type Fresh = (u64, Vec<Arc<[u8]>>);

/// What is said or done once a batch is durable.
#[derive(Debug)]
pub(crate) enum After {
    /// Answer a push.
    Push(Origin, Outcome),
    /// Answer a request.
    Reply { request: RequestId, body: Vec<u8> },
    /// Close the removed device's connections, before anybody gets Data.
    Revoked { space: SpaceId, device: DeviceId },
    /// The next job of this mailbox may start.
    Mail(MailboxId),
}

impl Relay {
    /// Answers a push, after the commit it depends on if there is one.
    pub(crate) fn answer_push(&mut self, depends: bool, from: Origin, outcome: Outcome) {
        self.stumble(from, outcome);
        if depends {
            self.building.after.push(After::Push(from, outcome));
        } else {
            self.say_outcome(from, outcome);
        }
    }

    /// After a refusal, whatever its reason, what a connection brings back behind it would lie at another place.
    fn stumble(&mut self, from: Origin, outcome: Outcome) {
        if let (Origin::Conn { conn, .. }, Outcome::Refused(code)) = (from, outcome)
            && let Some(conn) = self.conns.get_mut(&conn)
        {
            conn.stumbled.get_or_insert(code);
        }
    }

    /// Answers a request, after the commit it depends on if there is one.
    pub(crate) fn answer_request(&mut self, depends: bool, request: RequestId, body: Vec<u8>) {
        if depends {
            self.building.after.push(After::Reply { request, body });
        } else {
            self.outputs.push_back(Output::Reply { request, result: Ok(body) });
        }
    }

    /// Hands out the next batch if none is under way.
    pub(crate) fn flush(&mut self) {
        while self.in_flight.is_none() && !self.building.is_empty() {
            let Building { ops, spaces, dropped, after } = std::mem::take(&mut self.building);
            let mut all = Vec::with_capacity(ops.len() + spaces.len());
            let mut heads = BTreeMap::new();
            for id in spaces {
                if dropped.contains(&id) {
                    heads.insert(id, (0, LogHead::ZERO));
                } else if let Some(slot) = self.spaces.get_mut(&id)
                    && let Phase::Ready(space) = &mut slot.phase
                {
                    heads.insert(id, (space.state().len(), space.state().head()));
                    all.push(Op::Space(space.stored_row()));
                }
            }
            all.extend(ops);
            if all.is_empty() {
                // Only answers that waited for the batch before.
                self.say_all(after, true);
                continue;
            }
            let batch = BatchId(self.ticket());
            let fresh = self.fresh(&all);
            self.in_flight = Some(InFlight { batch, spaces: heads, dropped, fresh, after });
            self.outputs.push_back(Output::Commit { batch, ops: all });
        }
    }

    pub(crate) fn committed(&mut self, batch: BatchId, result: Result<(), StoreError>) {
        let Some(done) = self.in_flight.take_if(|flight| flight.batch == batch) else { return };
        match result {
            Ok(()) => {
                for (id, durable) in &done.spaces {
                    if let Some(slot) = self.spaces.get_mut(id) {
                        slot.durable = *durable;
                        slot.uncommitted = self.building.spaces.contains(id);
                        if done.dropped.contains(id) {
                            slot.unload();
                        }
                    }
                }
                for id in &done.dropped {
                    self.close_space(*id, Code::Gone);
                }
                self.say_all(done.after, true);
                for id in done.spaces.keys() {
                    match done.fresh.get(id) {
                        Some((first, records)) => self.pump_fresh(*id, *first, records),
                        None => self.pump_all(*id),
                    }
                    self.work(*id);
                }
            }
            Err(error) => {
                tracing::error!(%error, "a batch could not be stored; its records were answered with unavailable");
                // What is being built stands on what was lost: both go, and the store is read again.
                let next = std::mem::take(&mut self.building);
                let touched: BTreeSet<SpaceId> =
                    done.spaces.keys().copied().chain(next.spaces).collect();
                for id in &touched {
                    if let Some(slot) = self.spaces.get_mut(id) {
                        slot.unload();
                    }
                }
                self.say_all(done.after, false);
                self.say_all(next.after, false);
                for id in touched {
                    self.reload(id);
                }
            }
        }
    }

    /// The records of a batch by space, of spaces that have readers.
    fn fresh(&self, ops: &[Op]) -> BTreeMap<SpaceId, Fresh> {
        let mut fresh = BTreeMap::new();
        for op in ops {
            if let Op::Append(entry) = op
                && self.spaces.get(&entry.space).is_some_and(|slot| !slot.conns.is_empty())
            {
                let (_, records) =
                    fresh.entry(entry.space).or_insert_with(|| (entry.position, Vec::new()));
                records.push(Arc::clone(&entry.record));
            }
        }
        fresh
    }

    /// Reads a space again for those who wait in it or listen to it.
    fn reload(&mut self, id: SpaceId) {
        let Some(slot) = self.spaces.get_mut(&id) else { return };
        if matches!(slot.phase, Phase::Unloaded) && !slot.conns.is_empty() {
            slot.phase = Phase::Loading;
            self.ask(super::Task::Load(id), crate::store::Query::Space(id));
        }
        self.work(id);
    }

    fn say_all(&mut self, after: Vec<After>, durable: bool) {
        for after in after {
            match (after, durable) {
                (After::Push(from, outcome), true) => self.say_outcome(from, outcome),
                (After::Push(from, _), false) => {
                    let outcome = Outcome::Refused(Code::Unavailable);
                    self.stumble(from, outcome);
                    self.say_outcome(from, outcome);
                }
                (After::Reply { request, body }, true) => {
                    self.outputs.push_back(Output::Reply { request, result: Ok(body) });
                }
                (After::Reply { request, .. }, false) => {
                    self.problem(request, Code::Unavailable);
                }
                (After::Revoked { space, device }, true) => {
                    self.close_device(space, device, Code::Revoked);
                }
                (After::Revoked { .. }, false) => {}
                (After::Mail(mailbox), _) => self.mail_done(mailbox),
            }
        }
    }

    fn say_outcome(&mut self, from: Origin, outcome: Outcome) {
        match (from, outcome) {
            (Origin::Conn { conn, req }, outcome) => self.ack(conn, req, outcome),
            (Origin::End { request, .. }, Outcome::Stored(position)) => {
                let body = EndKept { position, duplicate: false }.encode();
                self.outputs.push_back(Output::Reply { request, result: Ok(body) });
            }
            (Origin::End { request, .. }, Outcome::Duplicate(position)) => {
                let body = EndKept { position, duplicate: true }.encode();
                self.outputs.push_back(Output::Reply { request, result: Ok(body) });
            }
            (Origin::End { request, .. }, Outcome::Refused(code)) => self.problem(request, code),
        }
    }
}
