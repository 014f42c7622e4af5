//! What is set aside: acts that are kept here and not sent by themselves, because the relay refused them for good, because an old copy made
//! them, or because they stand on one that was set aside (`docs/decisions/0170`).
//!
//! A record that is refused for good with several acts is taken apart and its acts go one by one; the one that is refused alone is set
//! aside, what is behind it gets other numbers and goes on. Only a person brings back what was set aside, or lets it go.

use std::collections::BTreeSet;

use accord_protocol::error::Code;
use accord_protocol::record::Record;

use super::command::{AsideView, Reply, StateView};
use super::home::{Home, VAULT};
use super::journal::Entry;
use super::rows::numbered;
use super::seat::{Pen, Seat};
use super::{Client, Env, pen};
use crate::act::envelope::labelled;
use crate::act::repair::RepairBody;
use crate::act::shared::SharedBody;
use crate::act::vault::VaultBody;
use crate::act::{Act, Body};
use crate::law;
use crate::law::depend::{Thing, brings, names};
use crate::law::graph::Standing;
use crate::refused::Refused;

/// How often in a row an act must be refused alone until it is set aside, and a change of the joint page until it rests.
pub(super) const REFUSALS: u8 = 3;

/// Why an act is not sent by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside {
    /// A copy of this store was in use, or this is an old one: an old yes must not count as a fresh one.
    Copied,
    /// It stands on something that was set aside.
    Needs,
    /// Its bytes are none that an app would read.
    NotExact,
    /// The relay refused it for good, alone in its record.
    Refused(Code),
}

impl Aside {
    /// How the journal's row says it.
    pub(super) fn to_byte(aside: Option<Self>) -> u8 {
        match aside {
            None => 0,
            Some(Self::Copied) => 1,
            Some(Self::Needs) => 2,
            Some(Self::NotExact) => 3,
            Some(Self::Refused(code)) => {
                u8::try_from(code.to_u16()).unwrap_or_default().saturating_add(16)
            }
        }
    }

    pub(super) fn from_byte(byte: u8) -> Option<Option<Self>> {
        Some(match byte {
            0 => None,
            1 => Some(Self::Copied),
            2 => Some(Self::Needs),
            3 => Some(Self::NotExact),
            16.. => Some(Self::Refused(Code::from_u16(u16::from(byte - 16)))),
            _ => return None,
        })
    }

    fn reason(self) -> &'static str {
        match self {
            Self::Copied => "copy",
            Self::Needs => "needs",
            Self::NotExact => "act_not_allowed",
            Self::Refused(code) => code.name(),
        }
    }
}

impl Entry {
    /// Whether this device shows it as said. What the vault's relay refused still holds here: it is this person's own.
    pub(super) fn is_laid_out(&self, n: u8) -> bool {
        self.aside.is_none() || (n == VAULT && self.aside != Some(Aside::Copied))
    }

    /// Its name for as long as it is set aside.
    fn id(&self) -> [u8; 32] {
        let kind = self.body.kind().to_be_bytes();
        labelled("accord/v1/aside", &[&self.record.0, &kind, &self.body.fields()])
    }

    fn says_the_same(&self, act: &Act) -> bool {
        (self.record, self.date) == (act.record, act.date) && self.body == act.body
    }

    /// Whether a vault act says something newer about the same matter.
    fn is_replaced_by(&self, other: &Self) -> bool {
        let (Body::Vault(old), Body::Vault(new)) = (&self.body, &other.body) else { return false };
        let draft = |body: &VaultBody| matches!(body, VaultBody::Draft(_) | VaultBody::DraftGone);
        self.record == other.record
            && match (old, new) {
                (VaultBody::Space { space, .. }, VaultBody::Space { space: same, .. }) => {
                    space == same
                }
                (
                    VaultBody::Key { .. } | VaultBody::Answered(_) | VaultBody::OpenDevice { .. },
                    _,
                ) => false,
                (old, new) => old.kind() == new.kind() || (draft(old) && draft(new)),
            }
    }

    fn view(&self) -> Option<AsideView> {
        let (what, words) = describe(&self.body);
        Some(AsideView {
            id: data_encoding::HEXLOWER.encode(&self.id()),
            what,
            on: self.date,
            reason: self.aside?.reason(),
            words,
        })
    }
}

/// What an act is called, and a person's words in it.
pub(super) fn describe(body: &Body) -> (&'static str, Option<String>) {
    let own = |text: &crate::act::Text| Some(text.as_str().to_owned());
    let maybe = |text: &Option<crate::act::Text>| text.as_ref().and_then(own);
    match body {
        Body::Name(name) => ("name", own(name)),
        Body::Zone(_) => ("zone", None),
        Body::Propose { revision, .. } => ("proposal", own(&revision.text)),
        Body::Accept { .. } => ("yes", None),
        Body::Decline { note, .. } | Body::Cannot { note, .. } => ("no", maybe(note)),
        Body::Retract { note, .. } => ("taking back a yes", maybe(note)),
        Body::End { note } => ("end", maybe(note)),
        Body::Part { want, why, limit } => {
            ("own side", maybe(want).or_else(|| maybe(why)).or_else(|| maybe(limit)))
        }
        Body::KeepBoth { .. } => ("keeping both", None),
        Body::Boundary(fields) => match fields.polarity {
            law::command::Polarity::Limit => ("limit", own(&fields.text)),
            law::command::Polarity::Permission => ("permission", own(&fields.text)),
        },
        Body::BoundaryWithdraw | Body::PromiseWithdraw => ("withdrawal", None),
        Body::Acknowledge { .. } | Body::PromiseAcknowledge { .. } => ("having read", None),
        Body::Ask { text, .. } => ("question", own(text)),
        Body::Honour { text, .. } => ("honouring", own(text)),
        Body::BoundaryNote { text } => ("note", own(text)),
        Body::Pick { .. } => ("choice", None),
        Body::Promise(fields) => ("promise", own(&fields.text)),
        Body::Mark { note, .. } => ("mark", maybe(note)),
        Body::AllRight { .. } => ("all right", None),
        Body::Release { .. } => ("release", None),
        Body::Move { .. } => ("another day", None),
        Body::Thank { .. } => ("thanks", None),
        Body::Round(_) => ("mark or check-in", None),
        Body::Shared(SharedBody::Thanks { text, .. }) => ("thanks", own(text)),
        Body::Shared(_) => ("word between you", None),
        Body::Repair(RepairBody::Open { title, .. }) => ("repair", own(title)),
        Body::Repair(RepairBody::Part(fields)) => ("part of a repair", own(&fields.text)),
        Body::Repair(RepairBody::LookBack { text } | RepairBody::Forgiveness { text, .. }) => {
            ("part of a repair", own(text))
        }
        Body::Repair(_) => ("part of a repair", None),
        Body::Vault(VaultBody::Draft(body)) => ("draft", describe(body).1),
        Body::Vault(VaultBody::Private(note)) => ("private note", own(&note.text)),
        Body::Vault(VaultBody::PrivateGone) => ("end of a private note", None),
        Body::Heard | Body::Vault(_) | Body::Unknown { .. } => ("note of this device", None),
    }
}

impl Seat {
    /// Acts on their way: those that wait to be sealed and those in flight.
    pub(super) fn unsent(&self) -> u64 {
        let waiting = self.journal.iter().filter(|entry| entry.aside.is_none()).count();
        (waiting + self.flight.len()) as u64 + self.joint.unsent()
    }

    fn asides(&self) -> impl Iterator<Item = &Entry> {
        self.journal.iter().filter(|entry| entry.aside.is_some())
    }

    /// The relay refused a record of content for good: if it held several acts each goes alone next; one that went alone is set aside.
    pub(super) fn refused(&mut self, pen: &mut Pen<'_>, record: &Record, code: Code) {
        if self.joint_in(record).is_some() {
            self.joint_refused();
            return;
        }
        if self.private_in(record).is_some() {
            return self.private_refused(pen);
        }
        let held = match self.acts_in(record).len() {
            // What it held cannot be told any more: it was everything there is, unless the acts go alone already.
            0 if self.alone == 0 => self.flight.len(),
            0 => 1,
            held => held,
        };
        if held > 1 && self.flight.len() > 1 {
            self.alone = held;
            return;
        }
        // A record damaged on its way reads as malformed too: only what is refused again and again is refused for itself.
        self.refusals += 1;
        if self.refusals < REFUSALS {
            return;
        }
        self.refusals = 0;
        let mut entries = self.unfix();
        if let Some(first) = entries.first_mut() {
            first.aside = Some(Aside::Refused(code));
        }
        self.alone = self.alone.saturating_sub(1);
        self.requeue(pen, entries, |_| true);
    }

    /// A record that was refused once is in the log after all: what was made of its acts meanwhile is not said twice.
    pub(super) fn said_after_all(&mut self, pen: &mut Pen<'_>, acts: &[Vec<u8>]) {
        let said: Vec<Act> = acts.iter().filter_map(|bytes| Act::parse(bytes).ok()).collect();
        let entries = self.unfix();
        self.requeue(pen, entries, |entry| !said.iter().any(|act| entry.says_the_same(act)));
    }

    /// Takes the acts in flight back into entries.
    fn unfix(&mut self) -> Vec<Entry> {
        let entries = self.flying();
        self.flight.clear();
        entries
    }

    /// Puts entries before everything that waits, as far as they are to stay, under new numbers; what stands on one set aside joins it.
    fn requeue(&mut self, pen: &mut Pen<'_>, front: Vec<Entry>, stays: impl Fn(&Entry) -> bool) {
        for entry in &self.journal {
            pen.delete(crate::store::Table::Journal, numbered(self.n, entry.number));
        }
        let (aside, rest): (Vec<Entry>, Vec<Entry>) =
            std::mem::take(&mut self.journal).into_iter().partition(|e| e.aside.is_some());
        let mut all: Vec<Entry> =
            aside.into_iter().chain(front).chain(rest).filter(stays).collect();
        let newer = all.clone();
        let mut at = 0;
        all.retain(|entry| {
            at += 1;
            entry.aside.is_none() || !newer[at..].iter().any(|later| entry.is_replaced_by(later))
        });
        self.hold_back(&mut all);
        for mut entry in all {
            entry.number = self.next_entry;
            self.next_entry += 1;
            self.put_entry(pen, &entry);
            self.journal.push(entry);
        }
        self.put_flight(pen);
        self.unsettle();
    }

    /// Sets aside what names something that went aside with the only act that brought it.
    fn hold_back(&self, entries: &mut [Entry]) {
        let mut lost: BTreeSet<Thing> = BTreeSet::new();
        for entry in entries {
            let needs = names(entry.record, &entry.body).iter().any(|thing| lost.contains(thing));
            if entry.aside.is_none() && needs {
                entry.aside = Some(Aside::Needs);
            }
            let brought = brings(entry.record, &entry.body);
            if entry.aside.is_some() {
                let there = self.brought_already(entry);
                lost.extend(brought.into_iter().filter(|thing| !there.contains(thing)));
            } else {
                for thing in brought {
                    lost.remove(&thing);
                }
            }
        }
    }

    /// What of an entry's record is in the log.
    fn brought_already(&self, entry: &Entry) -> BTreeSet<Thing> {
        let held = self.acts.about(&entry.record).iter().map(|ix| self.acts.get(*ix));
        let held = held.filter(|held| held.standing == Standing::Admitted);
        held.flat_map(|held| brings(held.act.record, &held.act.body)).collect()
    }

    /// Sets aside what was found not to be sealable, with everything that stands on it.
    pub(super) fn set_aside(&mut self, pen: &mut Pen<'_>, numbers: &[u64], why: Aside) {
        for entry in self.journal.iter_mut().filter(|entry| numbers.contains(&entry.number)) {
            entry.aside = Some(why);
        }
        self.requeue(pen, Vec::new(), |_| true);
    }

    /// The entries set aside that go together with the one of this id: with `before`, those it stands on; else those that stand on it.
    fn together(&self, id: &[u8; 32], before: bool) -> Vec<u64> {
        let aside: Vec<&Entry> = self.asides().collect();
        let mut chosen: Vec<bool> = aside.iter().map(|entry| entry.id() == *id).collect();
        let mut things: BTreeSet<Thing> = BTreeSet::new();
        let order: Vec<usize> =
            if before { (0..aside.len()).rev().collect() } else { (0..aside.len()).collect() };
        for at in order {
            let (brought, named) = (
                brings(aside[at].record, &aside[at].body),
                names(aside[at].record, &aside[at].body),
            );
            let (mine, theirs) = if before { (brought, named) } else { (named, brought) };
            chosen[at] |= mine.iter().any(|thing| things.contains(thing));
            if chosen[at] {
                things.extend(theirs);
            }
        }
        aside.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(e, _)| e.number).collect()
    }
}

impl Home {
    /// How much is set aside in both spaces.
    pub(super) fn set_aside(&self) -> u64 {
        self.seats().map(|seat| seat.asides().count() as u64).sum()
    }

    pub(super) fn seats(&self) -> impl Iterator<Item = &Seat> {
        let paper = self.paper.as_ref().and_then(|paper| paper.seat.as_ref());
        [Some(&self.vault), self.couple.as_ref(), paper].into_iter().flatten()
    }
}

impl Client {
    /// Everything that is set aside.
    pub(super) fn asides(&mut self) -> Result<Vec<AsideView>, Refused> {
        let home = self.home()?;
        Ok(home.seats().flat_map(Seat::asides).filter_map(Entry::view).collect())
    }

    fn aside_named(&mut self, id: &str) -> Result<(u8, [u8; 32]), Refused> {
        let home = self.home()?;
        let known: Vec<(u8, [u8; 32])> =
            home.seats().flat_map(|seat| seat.asides().map(|entry| (seat.n, entry.id()))).collect();
        let ids: BTreeSet<[u8; 32]> = known.iter().map(|(_, id)| *id).collect();
        let hex = |id: &[u8; 32]| data_encoding::HEXLOWER.encode(id);
        let id = law::pick_prefix(id, ids, "aside", hex)?;
        known.into_iter().find(|(_, known)| *known == id).ok_or_else(|| Refused::not_found("aside"))
    }

    /// Says what was set aside again: new acts of today, knowing what is known today, with those it stands on.
    pub(super) fn aside_again(&mut self, env: &mut Env<'_>, id: &str) -> Result<Reply, Refused> {
        let (n, id) = self.aside_named(id)?;
        let home = self.home()?;
        let Some(seat) = home.seat_mut(n) else { return Err(Refused::not_found("aside")) };
        if seat.acts.left().iter().any(Option::is_some) {
            return Err(Refused::rule("left"));
        }
        let numbers = seat.together(&id, true);
        let again: Vec<Entry> =
            seat.journal.iter().filter(|e| numbers.contains(&e.number)).cloned().collect();
        let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(n)) else {
            return Err(Refused::not_found("aside"));
        };
        let mut pen = pen!(self, env);
        seat.unmake(&mut pen, &numbers);
        for Entry { record, body, .. } in again {
            seat.make(&mut pen, record, body);
        }
        Ok(self.aside_done("said_again"))
    }

    /// Lets what was set aside go, with everything that stands on it.
    pub(super) fn aside_drop(&mut self, env: &mut Env<'_>, id: &str) -> Result<Reply, Refused> {
        let (n, id) = self.aside_named(id)?;
        let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(n)) else {
            return Err(Refused::not_found("aside"));
        };
        let numbers = seat.together(&id, false);
        seat.unmake(&mut pen!(self, env), &numbers);
        Ok(self.aside_done("let_go"))
    }

    fn aside_done(&mut self, state: &'static str) -> Reply {
        if let Some(home) = &mut self.home {
            home.unsay();
        }
        self.changed = true;
        Reply::State(StateView { state })
    }
}
