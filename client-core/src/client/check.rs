//! Checking everything again from the log: the chain, and that what is held and derived from is what the records say.
//!
//! Each content record is opened, checked and gated anew, as when it came, and its acts are compared with those held; no row of acts is
//! believed. What is kept meanwhile is a head a record and a mark an act, never a record: the log may be long. Nothing is changed.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::chain::SpaceState;
use accord_protocol::ids::{DeviceId, LogHead};
use accord_protocol::record::{Kind, Record};

use super::command::{QuarantinedView, Reply, VerifyView};
use super::home::{Home, VAULT};
use super::joint::JOINT;
use super::rebuild::ReadFor;
use super::seat::Seat;
use super::{Client, Ticket};
use crate::act::{Act, ActHash, act_hash};
use crate::document::joint::JointPage;
use crate::document::{OwnPage, PageRecord, Verdict};
use crate::law::graph::{Acts, Standing};
use crate::refused::Refused;
use crate::silent::silent;
use crate::sync::Origin;

/// A check under way: what the records read so far said.
#[derive(Default)]
pub(super) struct Check {
    state: Option<SpaceState>,
    heads: Vec<LogHead>,
    bad: u64,
    /// Gates alone: what a page keeps is forgotten after each record.
    pages: BTreeMap<u8, OwnPage>,
    /// The joint page, made again.
    joint: JointPage,
    /// Acts of the log, and whether the log has what each follows.
    said: BTreeMap<ActHash, bool>,
    /// Acts of the log that are not held.
    missing: BTreeSet<(DeviceId, u64)>,
    /// Acts held under another name, partner or device than the log gives them.
    different: u64,
}

silent!(Check);

impl Check {
    /// How many records of the log were read and found sound.
    pub(super) fn read(&self) -> usize {
        self.heads.len()
    }

    /// The next records of the log.
    pub(super) fn take(&mut self, seat: &Seat, records: &[Record]) {
        for record in records {
            if self.bad > 0 {
                return;
            }
            self.take_one(seat, record);
        }
    }

    fn take_one(&mut self, seat: &Seat, record: &Record) {
        let Self { state, heads, .. } = self;
        let head = match state {
            None => SpaceState::genesis(record).map(|founded| {
                let head = founded.head();
                *state = Some(founded);
                head
            }),
            Some(known) => {
                let at = |n: u64| {
                    usize::try_from(n).ok().and_then(|n| heads.get(n.checked_sub(1)?).copied())
                };
                known.check(record, &at).map(|accepted| {
                    let head = accepted.head();
                    known.apply(accepted);
                    head
                })
            }
        };
        let Ok(head) = head else {
            self.bad += 1;
            return;
        };
        self.heads.push(head);
        if record.kind() == Kind::Content {
            self.open(seat, self.heads.len() as u64, record);
        }
    }

    /// Opens a content record and gates it as if it came now.
    fn open(&mut self, seat: &Seat, position: u64, record: &Record) {
        let author = record.device();
        if seat.sync.bound(&author, position).is_some() {
            return;
        }
        let Ok(opened) = seat.open_content(record, Origin::Other) else { return };
        let changes: Vec<&[u8]> = opened.changes.iter().map(Vec::as_slice).collect();
        let author = author.to_bytes();
        if opened.page == JOINT && seat.n != VAULT {
            // What it comes to is compared at the end.
            drop(self.joint.ingest(&PageRecord { author, position, changes: &changes }));
            return;
        }
        let page = self.pages.entry(opened.page).or_default();
        let outcomes = page.ingest(&PageRecord { author, position, changes: &changes });
        page.forget_tail();
        for outcome in outcomes {
            let Verdict::Admitted(changes) = outcome.verdict else { continue };
            // One that is said to be quarantined is told of as such.
            let told = seat.quarantined.contains_key(&outcome.position);
            for bytes in changes.iter().flat_map(|change| &change.acts) {
                self.compare(seat, bytes, told);
            }
        }
    }

    fn compare(&mut self, seat: &Seat, bytes: &[u8], told: bool) {
        let Ok(act) = Act::parse(bytes) else { return };
        let hash = act_hash(bytes);
        let follows = act.no == 1 || self.said.get(&act.prev).copied().unwrap_or(false);
        let counts = follows && !told;
        if self.said.insert(hash, counts).is_some() || told {
            return;
        }
        let member = seat.sync.state().and_then(|state| state.member(&act.device));
        let Some(partner) = member.map(|member| member.partner) else { return };
        match seat.acts.find(&hash).map(|ix| seat.acts.get(ix)) {
            Some(held) if held.standing == Standing::Admitted => {
                if *held.act != act || held.partner != partner {
                    self.different += 1;
                }
            }
            // What came after leaving is held apart.
            None if seat.late(&hash).is_some() => {
                if seat.late(&hash) != Some(&act) {
                    self.different += 1;
                }
            }
            // An act whose previous one nobody has is not read by anybody.
            None if !counts && seat.acts.waits(&hash) => {}
            _ => {
                self.missing.insert((act.device, act.no));
            }
        }
    }

    /// Everything was read.
    fn done(mut self, seat: &mut Seat) -> Result<VerifyView, Refused> {
        let whole = self.heads.len() as u64 == seat.sync.len()
            && self.heads.last().copied().unwrap_or(LogHead::ZERO) == seat.sync.head();
        if !whole && self.bad == 0 {
            self.bad = 1;
        }
        seat.acts.clear_unsent();
        seat.unsettle();
        let page = seat.joint_admitted()?;
        if whole && self.joint.value().ok() != Some(page) {
            self.different += 1;
        }
        // Where the log is not whole, what it does not say is no wonder.
        let mut surplus = 0;
        if whole {
            for (device, no) in surplus_of(&seat.acts, &self.said) {
                if self.missing.remove(&(device, no)) {
                    self.different += 1;
                } else {
                    surplus += 1;
                }
            }
        }
        let members = self.state.iter().flat_map(SpaceState::members);
        let (people, devices) =
            members.fold((BTreeSet::new(), 0), |(mut people, devices), member| {
                people.insert(member.partner.index());
                (people, devices + 1)
            });
        Ok(VerifyView {
            position: seat.sync.len(),
            records: self.heads.len() as u64 + self.bad.min(1),
            acts: seat.acts.len() as u64 + seat.late_count(),
            people: people.len() as u64,
            devices,
            bad_signatures: self.bad,
            acts_missing: self.missing.len() as u64,
            acts_surplus: surplus,
            acts_different: self.different,
            quarantined: seat
                .quarantined
                .iter()
                .map(|(position, q)| QuarantinedView {
                    author: q.author.to_string(),
                    reason: q.reason.clone(),
                    position: *position,
                })
                .collect(),
            state_digest: data_encoding::HEXLOWER.encode(&seat.state_digest()?),
        })
    }
}

/// Acts held that the log does not say.
fn surplus_of(acts: &Acts, said: &BTreeMap<ActHash, bool>) -> Vec<(DeviceId, u64)> {
    let held = acts.iter().map(|(_, held)| (held.hash, held.act.device, held.act.no));
    let waiting = acts.iter_waiting().map(|(hash, act)| (hash, act.device, act.no));
    let unsaid = held.chain(waiting).filter(|(hash, ..)| !said.contains_key(hash));
    unsaid.map(|(_, device, no)| (device, no)).collect()
}

impl Client {
    /// The next part of the log came: it is checked, and the one after it read.
    pub(super) fn check(&mut self, ticket: Ticket, n: u8, mut check: Check, records: &[Record]) {
        let seat = self.home.as_mut().and_then(|home| home.seat_mut(n));
        let len = seat.as_ref().map_or(0, |seat| seat.sync.len());
        if let Some(seat) = seat {
            check.take(seat, records);
        }
        if !records.is_empty() && check.bad == 0 && (check.read() as u64) < len {
            let have = check.read();
            self.read_log(n, ReadFor::Check { ticket, n, check: Box::new(check) }, have);
            return;
        }
        let outcome = match &mut self.home {
            Some(Home { couple: Some(seat), .. }) if seat.n == n => check.done(seat),
            _ => Err(Refused::rule("not_paired")),
        };
        self.jobs.retain(|job| job.ticket() != ticket);
        self.reply(ticket, outcome.map(|view| Reply::Verify(Box::new(view))));
    }
}
