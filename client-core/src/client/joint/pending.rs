//! The joint page of a seat: what is admitted, and this device's own changes that are not in the log yet.
//!
//! Owns how an edit becomes a change, its row, and its way into a record. An edit is built and gated when it is made, against what stands
//! here then, because its dependencies say what its author saw. It does not know what the couple writes.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::record::Record;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::aside::REFUSALS;
use super::super::pages::PageFile;
use super::super::rows::page_key;
use super::super::seat::{Pen, Seat};
use super::JOINT;
use crate::crypto::seal::{ContentPlain, OpenPage};
use crate::crypto::secret::SecretBytes;
use crate::document::joint::{Edit, EditError, JointError, JointPage, JointVerdict, actor_of};
use crate::document::{DocumentError, MAX_CHANGES_PER_RECORD, PageRecord, joint};
use crate::refused::{Class, Refused};
use crate::silent::silent;
use crate::store::Table;
use crate::sync::Origin;

/// Key of the row that says what was shown here, after the space's number.
pub(in super::super) const MARKS: u8 = b'j';

/// Bytes of changes put into one record, their length fields included; also the most one edit may come to.
const RECORD_BUDGET_BYTES: usize = 60_000;

/// One thing to change, as it is kept to be made again should its change be refused.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kept {
    /// Puts a plain value.
    Put(Vec<String>, Value),
    /// Makes a map.
    Map(Vec<String>),
    /// A text was shown, and is to say something else.
    Words { path: Vec<String>, shown: String, wanted: String },
}

silent!(Kept);

/// An own change that is not in the log.
#[derive(Clone)]
pub(super) struct Pending {
    number: u64,
    change: Vec<u8>,
    /// What it says, where this device made it; empty where it was read from a branch that was left.
    edits: Vec<Kept>,
    /// What it builds on is not in the log.
    waits: bool,
}

/// What this device last showed and told of, by id.
#[derive(Default)]
pub(super) struct Marks {
    /// The texts a person of this device was shown.
    pub(super) shown: BTreeMap<[u8; 16], [u8; 32]>,
    /// The things as `whatsnew` last told of them.
    pub(super) told: BTreeMap<[u8; 16], [u8; 32]>,
}

/// The page both write, as this seat holds it.
#[derive(Default)]
pub(in super::super) struct Joint {
    pub(in super::super) file: PageFile<JointPage>,
    pending: Vec<Pending>,
    next: u64,
    /// The page with what is pending, once somebody asked for it.
    ahead: Option<JointPage>,
    /// Pending changes go one by one: a record of several was refused for good.
    alone: bool,
    refusals: u8,
    /// Nothing of it is sealed until the program starts again.
    rests: bool,
    pub(super) marks: Marks,
    /// It was made anew from the records since the program started.
    rebuilt: bool,
}

silent!(Pending, Marks, Joint);

impl Joint {
    /// A page as it was saved.
    pub(in super::super) fn of(file: PageFile<JointPage>) -> Self {
        Self { file, ..Self::default() }
    }

    /// How many changes are not in the log.
    pub(in super::super) fn unsent(&self) -> u64 {
        self.pending.len() as u64
    }

    /// The keys of what texts were written on that are not in the log.
    pub(super) fn rewritten(&self) -> BTreeSet<String> {
        let edits = self.pending.iter().flat_map(|change| &change.edits);
        let words = edits.filter_map(|edit| match edit {
            Kept::Words { path, .. } => path.first().cloned(),
            _ => None,
        });
        words.collect()
    }

    /// Whether something could be sealed.
    pub(in super::super) fn is_ready(&self) -> bool {
        !self.rests && self.pending.iter().any(|change| !change.waits)
    }

    /// The pages are made anew; what is pending stays.
    pub(in super::super) fn forget_admitted(&mut self) {
        self.file = PageFile::default();
        self.ahead = None;
        self.rebuilt = true;
    }

    pub(in super::super) fn load_pending(&mut self, number: &[u8], row: &[u8]) -> Option<()> {
        let number = u64::from_be_bytes(number.try_into().ok()?);
        let (len, row) = row.split_first_chunk::<4>()?;
        let (change, edits) =
            row.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?)?;
        let edits = serde_json::from_slice(edits).ok()?;
        self.pending.push(Pending { number, change: change.to_vec(), edits, waits: false });
        self.next = self.next.max(number + 1);
        Some(())
    }

    /// A record of it was refused for good: its changes go one by one, and after some tries rest until the next start.
    fn refused(&mut self) {
        if !self.alone && self.pending.len() > 1 {
            self.alone = true;
            return;
        }
        self.refusals += 1;
        self.rests |= self.refusals >= REFUSALS;
    }

    pub(in super::super) fn load_marks(&mut self, row: &[u8]) -> Option<()> {
        let (marks, rest) = row.as_chunks::<49>();
        for mark in marks {
            let (kind, mark) = mark.split_first()?;
            let (id, hash) = mark.split_first_chunk::<16>()?;
            let hash = hash.try_into().ok()?;
            let of = if *kind == 0 { &mut self.marks.shown } else { &mut self.marks.told };
            of.insert(*id, hash);
        }
        rest.is_empty().then_some(())
    }
}

impl Pending {
    fn put(&self, pen: &mut Pen<'_>, n: u8) {
        let mut row = u32::try_from(self.change.len()).unwrap_or(u32::MAX).to_be_bytes().to_vec();
        row.extend_from_slice(&self.change);
        row.extend(serde_json::to_vec(&self.edits).unwrap_or_default());
        pen.put(Table::Journal, page_key(n, JOINT, self.number), &SecretBytes::new(row));
    }
}

/// The page's own bytes cannot be read.
pub(super) fn damaged(_: DocumentError) -> Refused {
    Refused { code: "store_damaged", class: Class::Locked, facts: Vec::new() }
}

fn unfit(error: &EditError) -> Refused {
    match error {
        EditError::Document(error) => damaged(*error),
        _ => Refused::rule("joint_not_taken"),
    }
}

impl Seat {
    pub(super) fn put_marks(&self, pen: &mut Pen<'_>) {
        let marks = &self.joint.marks;
        let mut row = Vec::new();
        for (kind, marks) in [(0, &marks.shown), (1, &marks.told)] {
            for (id, hash) in marks {
                row.push(kind);
                row.extend_from_slice(id);
                row.extend_from_slice(hash);
            }
        }
        pen.put(Table::View, [self.n, MARKS], &SecretBytes::new(row));
    }

    /// What the page says with this device's unsent edits.
    pub(super) fn joint_value(&mut self, pen: &mut Pen<'_>) -> Result<Value, Refused> {
        self.place(pen).and_then(JointPage::value).map_err(damaged)
    }

    /// What the page says from log records alone.
    pub(in super::super) fn joint_admitted(&mut self) -> Result<Value, Refused> {
        self.joint.file.page.value().map_err(damaged)
    }

    /// Lays what is pending on what is admitted. A change that is refused here, because its instance was ended or used by a copy, is
    /// made again under a fresh instance, from what its author was shown.
    fn place(&mut self, pen: &mut Pen<'_>) -> Result<&mut JointPage, DocumentError> {
        if self.joint.ahead.is_none() {
            let ahead = self.laid(pen)?;
            self.joint.ahead = Some(ahead);
        }
        Ok(self.joint.ahead.get_or_insert_default())
    }

    /// The page as it is shown: its state, and everything on it.
    pub(in super::super) fn joint_shown(
        &mut self,
        pen: &mut Pen<'_>,
    ) -> Option<(Vec<u8>, Vec<u8>)> {
        let page = self.place(pen).ok()?;
        let state = page.state();
        Some((state, page.snapshot().ok()?.to_vec()))
    }

    fn laid(&mut self, pen: &mut Pen<'_>) -> Result<JointPage, DocumentError> {
        if let Some(still) = self.still_joint() {
            return Ok(still);
        }
        let mut ahead = self.joint.file.page.fork()?;
        let mut laid: Vec<Pending> = Vec::new();
        for mut change in std::mem::take(&mut self.joint.pending) {
            // The log has it in another record. Laid once more it would look like a second chain and end its instance for what follows.
            if self.joint.file.page.has(&change.change)? {
                pen.delete(Table::Journal, page_key(self.n, JOINT, change.number));
                continue;
            }
            match self.lay(&mut ahead, &change, &mut laid)? {
                JointVerdict::Admitted => change.waits = false,
                JointVerdict::Held => change.waits = true,
                JointVerdict::Refused(_) => match self.made_again(pen, &mut ahead, &change)? {
                    Some(Some(again)) => {
                        change.change = again;
                        change.put(pen, self.n);
                        self.lay(&mut ahead, &change, &mut laid)?;
                    }
                    // All of it is so already.
                    Some(None) => {
                        pen.delete(Table::Journal, page_key(self.n, JOINT, change.number));
                        continue;
                    }
                    None => change.waits = true,
                },
            }
            laid.push(change);
        }
        self.joint.pending = laid;
        Ok(ahead)
    }

    /// Takes one pending change into the page, and notes what it released.
    fn lay(
        &self,
        ahead: &mut JointPage,
        change: &Pending,
        before: &mut [Pending],
    ) -> Result<JointVerdict, DocumentError> {
        let changes: &[&[u8]] = &[&change.change];
        let author = self.device().to_bytes();
        let outcomes = ahead.ingest(&PageRecord { author, position: change.number, changes })?;
        let mut verdict = JointVerdict::Held;
        for outcome in outcomes {
            if outcome.position == change.number {
                verdict = outcome.verdict;
            } else if let Some(earlier) = before.iter_mut().find(|p| p.number == outcome.position) {
                earlier.waits = outcome.verdict != JointVerdict::Admitted;
            }
        }
        Ok(verdict)
    }

    /// The same edits as a change of a fresh instance: `None` where they cannot be made, an inner `None` where nothing is left to do.
    fn made_again(
        &mut self,
        pen: &mut Pen<'_>,
        ahead: &mut JointPage,
        change: &Pending,
    ) -> Result<Option<Option<Vec<u8>>>, DocumentError> {
        if change.edits.is_empty() {
            return Ok(None);
        }
        let now = ahead.value()?;
        let mut edits = Vec::new();
        for edit in &change.edits {
            match edit {
                Kept::Map(path) if at(&now, path).is_some() => {}
                Kept::Words { path, shown, wanted } => {
                    let theirs = at(&now, path).and_then(Value::as_str).unwrap_or(shown);
                    let wanted = joint::merged(shown, wanted, theirs)?;
                    edits.push(Kept::Words { path: path.clone(), shown: shown.clone(), wanted });
                }
                edit => edits.push(edit.clone()),
            }
        }
        match self.build(pen, ahead, &edits) {
            Ok(change) => Ok(Some(change)),
            Err(EditError::Document(error)) => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// Builds the change that makes these edits, under this device's instance or, where that can write no more, a fresh one.
    fn build(
        &mut self,
        pen: &mut Pen<'_>,
        ahead: &mut JointPage,
        edits: &[Kept],
    ) -> Result<Option<Vec<u8>>, EditError> {
        let paths: Vec<Vec<&str>> = edits
            .iter()
            .map(|edit| match edit {
                Kept::Put(path, _) | Kept::Map(path) | Kept::Words { path, .. } => {
                    path.iter().map(String::as_str).collect()
                }
            })
            .collect();
        let edits: Vec<Edit<'_>> = edits
            .iter()
            .zip(&paths)
            .map(|(edit, path)| match edit {
                Kept::Put(_, value) => Edit::Put(path, value),
                Kept::Map(_) => Edit::Map(path),
                Kept::Words { wanted, .. } => Edit::Wording(path, wanted),
            })
            .collect();
        // Something this instance wrote is not placed: what it wrote next would take its number.
        let own = self.actor();
        let broken = |change: &Pending| change.waits && actor_of(&change.change) == Some(own);
        if !self.missing.is_empty() || self.joint.pending.iter().any(broken) {
            self.fresh_instance(pen);
        }
        match ahead.build_change(self.actor(), &edits) {
            Err(EditError::Gate(JointError::InstanceEnded | JointError::Fork { .. })) => {
                self.fresh_instance(pen);
                ahead.build_change(self.actor(), &edits)
            }
            built => built,
        }
    }

    /// Makes edits. False where all of it is so already.
    pub(super) fn edit_joint(
        &mut self,
        pen: &mut Pen<'_>,
        edits: Vec<Kept>,
    ) -> Result<bool, Refused> {
        self.place(pen).map_err(damaged)?;
        let Some(mut ahead) = self.joint.ahead.take() else { return Ok(false) };
        let built = self.build(pen, &mut ahead, &edits);
        let Some(change) = built.map_err(|error| unfit(&error))? else {
            self.joint.ahead = Some(ahead);
            return Ok(false);
        };
        if change.len() > RECORD_BUDGET_BYTES {
            self.joint.ahead = Some(ahead);
            return Err(Refused::usage("joint_too_much"));
        }
        let change = Pending { number: self.joint.next, change, edits, waits: false };
        self.joint.next += 1;
        change.put(pen, self.n);
        let laid = self.lay(&mut ahead, &change, &mut []).map_err(damaged)?;
        self.joint.pending.push(change);
        // What was built against it and passed its gate is taken.
        self.joint.ahead = (laid == JointVerdict::Admitted).then_some(ahead);
        Ok(true)
    }

    /// Seals what is pending, as much as one record holds, and puts it in flight.
    pub(in super::super) fn seal_joint(&mut self, pen: &mut Pen<'_>) -> bool {
        if self.place(pen).is_err() {
            self.joint.rests = true;
            return false;
        }
        let mut size = 0;
        let most = if self.joint.alone { 1 } else { MAX_CHANGES_PER_RECORD };
        let ready = self.joint.pending.iter().filter(|change| !change.waits).take(most);
        let changes: Vec<Vec<u8>> = ready
            .map(|change| change.change.clone())
            .take_while(|change| {
                let first = size == 0;
                size += change.len() + 4;
                first || size <= RECORD_BUDGET_BYTES
            })
            .collect();
        if changes.is_empty() {
            return false;
        }
        let plain = ContentPlain::Open { page: OpenPage::Joint, changes };
        let sealed = self.seal_plain(pen, &plain).and_then(|record| self.sync.submit(record).ok());
        let Some(save) = sealed else {
            self.joint.rests = true;
            return false;
        };
        self.save(pen, save);
        true
    }

    /// Judges a record of the page that stands in the log, and what it released.
    pub(in super::super) fn take_joint(
        &mut self,
        pen: &mut Pen<'_>,
        position: u64,
        author: [u8; 16],
        changes: &[Vec<u8>],
    ) -> Vec<(u64, Option<String>)> {
        let slices: Vec<&[u8]> = changes.iter().map(Vec::as_slice).collect();
        self.joint.ahead = None;
        let outcomes =
            self.joint.file.page.ingest(&PageRecord { author, position, changes: &slices });
        let Ok(outcomes) = outcomes else {
            // The records say it anew.
            self.rebuild_wanted |= !self.joint.rebuilt;
            return vec![(position, Some("page_damaged".into()))];
        };
        self.joint.file.put(pen, self.n, JOINT);
        // What this brought may be what an own change waits for: it is laid anew before it is sealed.
        if outcomes.iter().any(|outcome| outcome.verdict == JointVerdict::Admitted) {
            self.joint.pending.iter_mut().for_each(|change| change.waits = false);
        }
        let verdict = |outcome: joint::JointOutcome| {
            let reason = match outcome.verdict {
                JointVerdict::Admitted => None,
                JointVerdict::Held => Some("waits_for_earlier".into()),
                JointVerdict::Refused(error) => Some(format!("gate: {error}")),
            };
            (outcome.position, reason)
        };
        outcomes.into_iter().map(verdict).collect()
    }

    /// Own changes are in the log: nothing is left to send of them.
    pub(in super::super) fn joint_landed(&mut self, pen: &mut Pen<'_>) {
        if self.joint.pending.is_empty() {
            return;
        }
        (self.joint.alone, self.joint.refusals) = (false, 0);
        let mut left = Vec::new();
        for change in std::mem::take(&mut self.joint.pending) {
            if self.joint.file.page.has(&change.change).unwrap_or(false) {
                pen.delete(Table::Journal, page_key(self.n, JOINT, change.number));
            } else {
                left.push(change);
            }
        }
        self.joint.pending = left;
    }

    /// The changes of one of this device's own records, if it is one of the joint page.
    pub(in super::super) fn joint_in(&self, record: &Record) -> Option<Vec<Vec<u8>>> {
        let opened = self.open_content(record, Origin::Earlier).ok()?;
        (opened.page == JOINT && self.n != super::super::home::VAULT).then_some(opened.changes)
    }

    /// A record of the joint page was refused for good.
    pub(in super::super) fn joint_refused(&mut self) {
        self.joint.refused();
    }

    /// Own changes of a branch that was left, oldest first: they are issued again byte for byte, before what is newer.
    pub(in super::super) fn reissue_joint(&mut self, pen: &mut Pen<'_>, changes: Vec<Vec<u8>>) {
        let known = |change: &Vec<u8>| self.joint.pending.iter().any(|p| p.change == *change);
        let fresh: Vec<Vec<u8>> = changes.into_iter().filter(|change| !known(change)).collect();
        if fresh.is_empty() {
            return;
        }
        let newer = std::mem::take(&mut self.joint.pending);
        let older = fresh.into_iter().map(|change| (change, Vec::new()));
        for change in &newer {
            pen.delete(Table::Journal, page_key(self.n, JOINT, change.number));
        }
        for (change, edits) in older.chain(newer.into_iter().map(|p| (p.change, p.edits))) {
            let change = Pending { number: self.joint.next, change, edits, waits: false };
            self.joint.next += 1;
            change.put(pen, self.n);
            self.joint.pending.push(change);
        }
        self.joint.ahead = None;
    }
}

/// What lies under a path.
fn at<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, key| value.get(key))
}
