//! All acts of one couple space, and who knew what when they were made (`docs/documents.md`, "What an act knows").
//!
//! [`Acts`] takes acts in any order, once or often, and ends in the same state. It reads an act only when its previous act is read, keeps two
//! acts of one device with one number as two chains, and answers "does x know y" by chains, never by numbers. It must not know what an act
//! means.
//!
//! A chain is kept as *branches*: runs of acts of one device, each but the first forked from another at a number. An honest device has one.
//! What a branch heard of another branch is a staircase of (own number, highest number heard), so a question costs two binary searches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use accord_protocol::ids::{DeviceId, Partner};

use super::command::{AgreementKind, Area, Polarity};
use crate::act::{Act, ActHash, Body, Known, RecordId, Terms, Text};
use crate::time::Day;

mod about;
mod chain;
mod order;

use about::{About, Kinds};
pub use chain::Chain;

/// Whether an act stands in the log or only in this device's journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Admitted from the log: everybody will see it.
    Admitted,
    /// In the journal of this device: can still be taken back without a trace.
    Unsent,
}

/// A held act's place in [`Acts`]. Good until unsent acts are cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActIx(u32);

/// One held act.
#[derive(Debug, Clone)]
pub struct Held {
    /// Whose page it stands on.
    pub partner: Partner,
    /// The act.
    pub act: Arc<Act>,
    /// Its name.
    pub hash: ActHash,
    /// Admitted or unsent.
    pub standing: Standing,
    device: u32,
    branch: u32,
}

#[derive(Debug)]
struct Branch {
    device: u32,
    /// The branch and number it forked from; `None` for one that starts with number 1.
    parent: Option<(u32, u64)>,
    first_no: u64,
    acts: Vec<ActIx>,
    unsent: bool,
    /// By the other device's branch: (own number, highest number heard), both strictly rising.
    heard: BTreeMap<u32, Vec<(u64, u64)>>,
}

#[derive(Debug)]
struct Device {
    id: DeviceId,
    partner: Partner,
    branches: Vec<u32>,
}

/// What makes two records be looked at side by side, by whose words it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kin {
    /// Agreements of one kind about one part of life.
    Agreement(Partner, AgreementKind, Area),
    /// Boundaries with the same words.
    Boundary(Partner, Polarity, Text),
}

/// The records whose state may have changed.
#[derive(Debug, Default)]
enum Touched {
    /// Nobody has asked yet.
    #[default]
    All,
    These(BTreeSet<RecordId>),
}

impl Touched {
    fn put(&mut self, record: RecordId) {
        if let Self::These(records) = self {
            records.insert(record);
        }
    }
}

/// All acts of a couple space.
#[derive(Debug, Default)]
pub struct Acts {
    held: Vec<Held>,
    branches: Vec<Branch>,
    devices: Vec<Device>,
    device_ix: BTreeMap<(DeviceId, Partner), u32>,
    /// By the first eight bytes of their hashes: short keys are found several times as fast, and what begins alike is compared whole.
    by_hash: BTreeSet<(u64, ActIx)>,
    by_record: BTreeMap<RecordId, About>,
    /// Acts whose previous act is not read yet, by its hash.
    waiting: BTreeMap<ActHash, Vec<(Partner, Arc<Act>, ActHash)>>,
    waiting_hashes: BTreeSet<ActHash>,
    /// Entries whose act is not read yet: who named it, and with which device and number.
    missing: BTreeMap<ActHash, Vec<(ActIx, DeviceId, u64)>>,
    /// Boundaries that ever named an agreement.
    naming: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// Agreements to move an occurrence, by the ritual they name.
    moves: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// Records that somebody's words ever made alike.
    kin: BTreeMap<Kin, BTreeSet<RecordId>>,
    left: [Option<Day>; 2],
    touched: Touched,
    /// Devices whose acts from this number on learnt something late.
    stale: BTreeMap<u32, u64>,
    /// Somebody's knowledge grew behind acts that were read before, so that their order may be another one.
    learnt_late: bool,
}

impl Acts {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes an act of `partner`'s page. `hash` is [`Act::hash`] of exactly this act. Doubles are ignored.
    ///
    /// An admitted act drops all unsent ones first: put the journal anew after a batch of admitted acts. An unsent act must follow this
    /// device's chain; one that does not is not taken.
    pub fn insert(
        &mut self,
        partner: Partner,
        act: impl Into<Arc<Act>>,
        hash: ActHash,
        standing: Standing,
    ) {
        let act = act.into();
        if standing == Standing::Admitted {
            self.clear_unsent();
        }
        if self.find(&hash).is_some() || self.waiting_hashes.contains(&hash) {
            return;
        }
        if act.no > 1 && self.before(partner, &act).is_none() {
            if standing == Standing::Admitted {
                self.waiting_hashes.insert(hash);
                self.waiting.entry(act.prev).or_default().push((partner, act, hash));
            }
            return;
        }
        let mut ready = vec![(partner, act, hash)];
        while let Some((partner, act, hash)) = ready.pop() {
            self.waiting_hashes.remove(&hash);
            if self.read(partner, act, hash, standing) {
                ready.extend(self.waiting.remove(&hash).unwrap_or_default());
            }
        }
        if std::mem::take(&mut self.learnt_late) {
            self.by_record.values_mut().for_each(|about| drop(about.order.take()));
        }
    }

    /// The act that this one follows on its chain, if it was read: mostly the last one of its device.
    fn before(&self, partner: Partner, act: &Act) -> Option<ActIx> {
        let device = self.device_ix.get(&(act.device, partner));
        let lasts = device.into_iter().flat_map(|at| &self.devices[*at as usize].branches);
        let mut lasts = lasts.filter_map(|b| self.branches[*b as usize].acts.last().copied());
        lasts.find(|ix| self.get(*ix).hash == act.prev).or_else(|| self.find(&act.prev))
    }

    /// Drops all unsent acts, so that the journal can be put anew.
    pub fn clear_unsent(&mut self) {
        while self.held.last().is_some_and(|h| h.standing == Standing::Unsent) {
            let Some(gone) = self.held.pop() else { return };
            let ix = ix_of(self.held.len());
            self.by_hash.remove(&(beginning(&gone.hash), ix));
            let record = gone.act.record;
            if let Some(about) = self.by_record.get_mut(&record) {
                about.remove(ix, |other| self.held[other.at()].act.body.kind());
                if about.acts.is_empty() {
                    self.by_record.remove(&record);
                }
            }
            for known in &gone.act.knows {
                if let Some(list) = self.missing.get_mut(&known.hash) {
                    list.retain(|(i, _, _)| *i != ix);
                }
            }
            self.touched.put(record);
        }
        while self.branches.last().is_some_and(|b| b.unsent) {
            let Some(branch) = self.branches.pop() else { return };
            let number = index_u32(self.branches.len());
            self.devices[branch.device as usize].branches.retain(|b| *b != number);
        }
    }

    /// Says that a partner left the space (END), dated by their own zone.
    pub fn set_left(&mut self, partner: Partner, on: Day) {
        let earliest = self.left[partner.index()].map_or(on, |d| d.min(on));
        self.left[partner.index()] = Some(earliest);
    }

    /// Who left, and on which day, by partner number.
    #[must_use]
    pub fn left(&self) -> [Option<Day>; 2] {
        self.left
    }

    /// The records whose state may have changed since this was last asked.
    pub fn take_touched(&mut self) -> BTreeSet<RecordId> {
        let stale = std::mem::take(&mut self.stale);
        let touched = std::mem::replace(&mut self.touched, Touched::These(BTreeSet::new()));
        let Touched::These(mut touched) = touched else { return self.records().collect() };
        for (device, from) in stale {
            for branch in &self.devices[device as usize].branches {
                let branch = &self.branches[*branch as usize];
                let skip =
                    usize::try_from(from.saturating_sub(branch.first_no)).unwrap_or(usize::MAX);
                for ix in branch.acts.iter().skip(skip) {
                    touched.insert(self.held[ix.at()].act.record);
                }
            }
        }
        self.with_what_they_touch(touched)
    }

    /// The records whose state unsent acts may have a part in.
    #[must_use]
    pub fn unsettled(&self) -> BTreeSet<RecordId> {
        let unsent = self.held.iter().rev().take_while(|held| held.standing == Standing::Unsent);
        self.with_what_they_touch(unsent.map(|held| held.act.record).collect())
    }

    /// These records, the agreements that boundaries among them ever named, and the rituals that agreements among them would move.
    fn with_what_they_touch(&self, mut records: BTreeSet<RecordId>) -> BTreeSet<RecordId> {
        for named in [&self.naming, &self.moves] {
            let of = |by: &BTreeSet<RecordId>| by.iter().any(|by| records.contains(by));
            let these: Vec<RecordId> =
                named.iter().filter(|(_, by)| of(by)).map(|(named, _)| *named).collect();
            records.extend(these);
        }
        records
    }

    /// Number of acts read (waiting ones are not).
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// True where nothing was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Number of acts that wait for their previous act.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting_hashes.len()
    }

    /// Whether this act waits for its previous act.
    #[must_use]
    pub fn waits(&self, hash: &ActHash) -> bool {
        self.waiting_hashes.contains(hash)
    }

    /// Acts that wait for their previous act.
    pub fn iter_waiting(&self) -> impl Iterator<Item = (ActHash, &Act)> {
        self.waiting.values().flatten().map(|(_, act, hash)| (*hash, act.as_ref()))
    }

    /// A held act.
    #[must_use]
    pub fn get(&self, ix: ActIx) -> &Held {
        &self.held[ix.at()]
    }

    /// Where the act of this hash is held, if it was read.
    #[must_use]
    pub fn find(&self, hash: &ActHash) -> Option<ActIx> {
        let beginning = beginning(hash);
        let alike = self.by_hash.range((beginning, ActIx(0))..=(beginning, ActIx(u32::MAX)));
        alike.map(|(_, ix)| *ix).find(|ix| self.get(*ix).hash == *hash)
    }

    /// All acts read, in no meaningful order.
    pub fn iter(&self) -> impl Iterator<Item = (ActIx, &Held)> {
        self.held.iter().enumerate().map(|(i, h)| (ix_of(i), h))
    }

    /// All records some act is about, ascending; [`RecordId::ZERO`] holds names, zones and `heard`.
    pub fn records(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.by_record.keys().copied()
    }

    /// Those of them whose hexadecimal form begins so, in either case; none for an empty beginning.
    pub fn records_beginning(&self, prefix: &str) -> impl Iterator<Item = RecordId> {
        let prefix = prefix.trim().to_ascii_lowercase();
        let lowest = RecordId::from_hex(&format!("{prefix:0<64}")).filter(|_| !prefix.is_empty());
        let from = lowest.into_iter().flat_map(|lowest| self.by_record.range(lowest..));
        from.map(|(record, _)| *record).take_while(move |record| record.hex().starts_with(&prefix))
    }

    /// The records some act of one of these kinds is about, ascending.
    pub(crate) fn records_of(&self, kinds: &[u16]) -> impl Iterator<Item = RecordId> {
        let of = |about: &About| kinds.iter().any(|kind| about.kinds.has(*kind));
        self.by_record.iter().filter(move |(_, about)| of(about)).map(|(record, _)| *record)
    }

    /// Of which kinds the acts about the record are.
    pub(crate) fn kinds(&self, record: &RecordId) -> Kinds {
        self.by_record.get(record).map(|about| about.kinds).unwrap_or_default()
    }

    /// True where some held act is about this record.
    #[must_use]
    pub fn has_record(&self, record: &RecordId) -> bool {
        self.by_record.contains_key(record)
    }

    /// Boundaries whose words, in any version, named this agreement.
    pub fn naming(&self, agreement: &RecordId) -> impl Iterator<Item = RecordId> + '_ {
        self.naming.get(agreement).into_iter().flatten().copied()
    }

    /// Records in which any words held would move an occurrence of this ritual, ascending.
    pub(crate) fn moves(&self, ritual: &RecordId) -> impl Iterator<Item = RecordId> {
        self.moves.get(ritual).into_iter().flatten().copied().filter(|id| self.has_record(id))
    }

    /// Records that any words held made alike, ascending: at least those that are.
    pub(crate) fn kin<'a>(&'a self, kin: &Kin) -> impl Iterator<Item = RecordId> + use<'a> {
        self.kin.get(kin).into_iter().flatten().copied().filter(|record| self.has_record(record))
    }

    /// The acts about one record, in no meaningful order.
    #[must_use]
    pub fn about(&self, record: &RecordId) -> &[ActIx] {
        self.by_record.get(record).map_or(&[], |about| &about.acts)
    }

    /// All acts read that are none of `tips` and lie on no chain that ends in one, in the order of their places.
    pub fn beyond(&self, tips: &[Known]) -> impl Iterator<Item = (ActIx, &Held)> {
        let ends: Vec<(&Known, &Held)> =
            tips.iter().filter_map(|tip| Some((tip, self.get(self.find(&tip.hash)?)))).collect();
        self.iter().filter(move |(_, held)| {
            let (device, no) = (held.act.device, held.act.no);
            let before = ends.iter().filter(|(tip, _)| tip.device == device && tip.no >= no);
            !before.into_iter().any(|(_, e)| self.on_chain(held.branch, no, e.branch, e.act.no))
        })
    }

    /// Whether x's author knew y when x was made: y lies on a chain that ends in an act x's chain names, or is earlier on x's own chain.
    #[must_use]
    pub fn knows(&self, x: ActIx, y: ActIx) -> bool {
        let (x, y) = (self.get(x), self.get(y));
        if x.device == y.device {
            return y.act.no < x.act.no && self.on_chain(y.branch, y.act.no, x.branch, x.act.no);
        }
        let others = &self.devices[y.device as usize].branches;
        let (mut at, mut limit) = (x.branch, x.act.no);
        loop {
            let branch = &self.branches[at as usize];
            if branch.heard_until(y.branch, limit).is_some_and(|no| no >= y.act.no) {
                return true;
            }
            let through_fork = |other: &u32| {
                *other != y.branch
                    && branch
                        .heard_until(*other, limit)
                        .is_some_and(|no| self.on_chain(y.branch, y.act.no, *other, no))
            };
            if others.len() > 1 && others.iter().any(through_fork) {
                return true;
            }
            let Some((parent, no)) = branch.parent else { return false };
            (at, limit) = (parent, limit.min(no));
        }
    }

    /// Which run of its device's chain an act is on. Runs are numbered in order of arrival: good for grouping, never for ordering.
    #[must_use]
    pub fn run(&self, ix: ActIx) -> u32 {
        self.get(ix).branch
    }

    /// The newest read act (both, where a chain forked) of every admitted device but `own`: what an act made now knows.
    #[must_use]
    pub fn tips(&self, own: DeviceId) -> Vec<Known> {
        let mut tips: Vec<Known> = self
            .branches
            .iter()
            .filter(|b| !b.unsent && self.devices[b.device as usize].id != own)
            .filter_map(|b| b.acts.last().map(|ix| self.known(*ix)))
            .collect();
        tips.sort_unstable();
        tips
    }

    fn known(&self, ix: ActIx) -> Known {
        let held = self.get(ix);
        Known { device: held.act.device, no: held.act.no, hash: held.hash }
    }

    /// Whether number `no` of branch `y` lies on the chain that ends in number `end` of branch `x`.
    fn on_chain(&self, y: u32, no: u64, x: u32, end: u64) -> bool {
        let (mut at, mut limit) = (x, end);
        loop {
            if at == y {
                return no <= limit;
            }
            let Some((parent, fork)) = self.branches[at as usize].parent else { return false };
            (at, limit) = (parent, limit.min(fork));
        }
    }

    /// Reads one act whose previous act is held. False where it does not continue that act's chain; then it is never read.
    fn read(&mut self, partner: Partner, act: Arc<Act>, hash: ActHash, standing: Standing) -> bool {
        let device = self.device(act.device, partner);
        let unsent = standing == Standing::Unsent;
        let parent = if act.no == 1 {
            None
        } else {
            let Some(prev) = self.before(partner, &act) else { return false };
            let prev = self.get(prev);
            if prev.device != device || prev.act.no.checked_add(1) != Some(act.no) {
                return false;
            }
            Some((prev.branch, prev.act.no))
        };
        let extends = parent.is_some_and(|(branch, no)| {
            let b = &self.branches[branch as usize];
            b.unsent == unsent && b.last_no() == no
        });
        let branch = match parent {
            Some((branch, _)) if extends => branch,
            _ => {
                let number = index_u32(self.branches.len());
                let (first_no, heard) = (act.no, BTreeMap::new());
                self.branches.push(Branch {
                    device,
                    parent,
                    first_no,
                    acts: Vec::new(),
                    unsent,
                    heard,
                });
                self.devices[device as usize].branches.push(number);
                number
            }
        };
        let ix = ix_of(self.held.len());
        self.branches[branch as usize].acts.push(ix);
        self.by_hash.insert((beginning(&hash), ix));
        self.touched.put(act.record);
        if let Body::Boundary(fields) = &act.body
            && let Some(agreement) = fields.limits
        {
            self.naming.entry(agreement).or_default().insert(act.record);
        }
        let kin = match &act.body {
            // Ideas for one occurrence meet in one agreement already.
            Body::Propose { kind: AgreementKind::Move, revision } => {
                if let Some(Terms::Move(terms)) = &revision.terms {
                    self.moves.entry(terms.ritual).or_default().insert(act.record);
                }
                None
            }
            Body::Propose { kind, revision } => Some(Kin::Agreement(partner, *kind, revision.area)),
            Body::Boundary(fields) => {
                Some(Kin::Boundary(partner, fields.polarity, fields.text.clone()))
            }
            _ => None,
        };
        if let Some(kin) = kin {
            self.kin.entry(kin).or_default().insert(act.record);
        }
        let no = act.no;
        for known in &act.knows {
            match self.find(&known.hash) {
                Some(named) => self.hear(branch, no, named, known.device, known.no),
                None => {
                    self.missing.entry(known.hash).or_default().push((ix, known.device, known.no))
                }
            }
        }
        let (record, kind) = (act.record, act.body.kind());
        let is_about = act.body != Body::Heard;
        self.held.push(Held { partner, act, hash, standing, device, branch });
        if is_about {
            let comes_last = self.comes_last(&record, ix);
            self.by_record.entry(record).or_default().put(ix, kind, comes_last);
        }
        for (by, named_device, named_no) in self.missing.remove(&hash).unwrap_or_default() {
            let (by_branch, by_no, by_device) = {
                let by = self.get(by);
                (by.branch, by.act.no, by.device)
            };
            self.hear(by_branch, by_no, ix, named_device, named_no);
            let from = self.stale.entry(by_device).or_insert(by_no);
            *from = (*from).min(by_no);
            self.learnt_late = true;
        }
        true
    }

    /// Act number `no` of `branch` named `named` as number `named_no` of `named_device`.
    fn hear(&mut self, branch: u32, no: u64, named: ActIx, named_device: DeviceId, named_no: u64) {
        let named = self.get(named);
        if named.act.device != named_device || named.act.no != named_no {
            return;
        }
        let target = named.branch;
        let steps = self.branches[branch as usize].heard.entry(target).or_default();
        let at = steps.partition_point(|(n, _)| *n <= no);
        if at > 0 && steps[at - 1].1 >= named_no {
            return;
        }
        let covered = steps[at..].partition_point(|(_, heard)| *heard <= named_no);
        let from = if at > 0 && steps[at - 1].0 == no { at - 1 } else { at };
        steps.splice(from..at + covered, [(no, named_no)]);
    }

    fn device(&mut self, id: DeviceId, partner: Partner) -> u32 {
        let next = index_u32(self.devices.len());
        let number = *self.device_ix.entry((id, partner)).or_insert(next);
        if number == next {
            self.devices.push(Device { id, partner, branches: Vec::new() });
        }
        number
    }

    /// The partners' devices that have said anything, in order of id.
    #[must_use]
    pub fn devices(&self) -> Vec<(DeviceId, Partner)> {
        let mut all: Vec<_> = self.devices.iter().map(|d| (d.id, d.partner)).collect();
        all.sort_unstable();
        all
    }
}

impl Branch {
    fn last_no(&self) -> u64 {
        self.acts.last().map_or(0, |_| self.first_no + self.acts.len() as u64 - 1)
    }

    fn act(&self, no: u64) -> Option<ActIx> {
        self.acts.get(usize::try_from(no.checked_sub(self.first_no)?).ok()?).copied()
    }

    /// Highest number of `other` that acts up to number `limit` named.
    fn heard_until(&self, other: u32, limit: u64) -> Option<u64> {
        let steps = self.heard.get(&other)?;
        let at = steps.partition_point(|(no, _)| *no <= limit);
        Some(steps.get(at.checked_sub(1)?)?.1)
    }
}

/// What a hash is looked up by.
fn beginning(hash: &ActHash) -> u64 {
    hash.0.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

impl ActIx {
    fn at(self) -> usize {
        self.0 as usize
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a space holds far fewer than 2^32 acts: each takes 96 bytes at least"
)]
fn index_u32(n: usize) -> u32 {
    n as u32
}

fn ix_of(n: usize) -> ActIx {
    ActIx(index_u32(n))
}
