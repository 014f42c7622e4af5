//! The journal of a seat: acts made and not sealed yet, their rows, and how they are laid beside the others so that views show them.
//!
//! What is in it can be taken back without a trace. It does not know how acts are numbered for good: that is [`super::sealing`].

use accord_protocol::ids::DeviceId;

use super::aside::Aside;
use super::rows::numbered;
use super::seat::{Pen, Seat};
use crate::act::{Act, ActHash, Body, Known, RecordId, act_hash};
use crate::crypto::secret::SecretBytes;
use crate::law::graph::{Acts, Standing};
use crate::law::states::States;
use crate::silent::silent;
use crate::store::Table;
use crate::time::Day;

/// An act made and not yet sealed: its body, and what this device had applied when it was made.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Row number; grows.
    pub(super) number: u64,
    pub(super) record: RecordId,
    pub(super) date: Day,
    pub(super) body: Body,
    pub(super) knows: Vec<Known>,
    /// Why it is not sent by itself: it is shown to the person, who says it again or lets it go.
    pub(super) aside: Option<Aside>,
}

silent!(Entry);

impl Seat {
    /// The acts in flight as entries again: numbers and signatures are given anew when they are sealed, what each knew stays. One that only
    /// carried knowledge is none of them: the next one carries it.
    pub(super) fn flying(&mut self) -> Vec<Entry> {
        self.broken_off = false;
        self.acts.clear_unsent();
        let mut chain = self.acts.chain_of(self.device());
        let mut entries = Vec::new();
        for act in self.flight.iter().filter_map(|bytes| Act::parse(bytes).ok()) {
            self.acts.follow(&mut chain, &act);
            if act.body != Body::Heard {
                entries.push(Entry {
                    number: 0,
                    record: act.record,
                    date: act.date,
                    body: act.body,
                    knows: chain.heard().to_vec(),
                    aside: None,
                });
            }
        }
        entries
    }

    /// Adds to the journal with what is known now.
    pub(super) fn make(&mut self, pen: &mut Pen<'_>, record: RecordId, body: Body) {
        self.lay_out();
        let entry = Entry {
            number: self.next_entry,
            record,
            date: pen.now.today(),
            body,
            knows: self.acts.tips(self.device()),
            aside: None,
        };
        self.next_entry += 1;
        self.put_entry(pen, &entry);
        self.lay_entry(&entry);
        self.journal.push(entry);
    }

    pub(super) fn put_entry(&self, pen: &mut Pen<'_>, entry: &Entry) {
        pen.put(Table::Journal, numbered(self.n, entry.number), &SecretBytes::new(entry.encode()));
    }

    /// Takes entries back without a trace.
    pub(super) fn unmake(&mut self, pen: &mut Pen<'_>, numbers: &[u64]) {
        if numbers.is_empty() {
            return;
        }
        for number in numbers {
            pen.delete(Table::Journal, numbered(self.n, *number));
        }
        self.journal.retain(|entry| !numbers.contains(&entry.number));
        self.end = None;
    }

    /// Lays out the journal without these entries, and gives it back whole: nothing is written.
    pub(super) fn without(&mut self, numbers: &[u64]) -> Vec<Entry> {
        let before = self.journal.clone();
        self.journal.retain(|entry| !numbers.contains(&entry.number));
        self.unsettle();
        self.lay_out();
        before
    }

    /// Something was admitted, sealed or taken back: the unsent acts are laid out again before anybody looks.
    pub(super) fn unsettle(&mut self) {
        self.end = None;
    }

    /// Puts this device's acts that are not in the log beside the others: those sealed as they are, those in the journal as they
    /// would be sealed now, unsigned. Cheap when nothing changed.
    pub(super) fn lay_out(&mut self) {
        if self.end.is_some() {
            return;
        }
        self.acts.clear_unsent();
        let mut chain = self.acts.chain_of(self.device());
        for bytes in &self.flight {
            if let Ok(act) = Act::parse(bytes) {
                self.acts.follow(&mut chain, &act);
                self.acts.insert(self.partner, act, act_hash(bytes), Standing::Unsent);
            }
        }
        self.end = Some(chain);
        let journal = std::mem::take(&mut self.journal);
        let n = self.n;
        for entry in journal.iter().filter(|entry| entry.is_laid_out(n)) {
            self.lay_entry(entry);
        }
        self.journal = journal;
    }

    /// Whether acts of this device are missing here, so that none can follow.
    pub(super) fn is_broken_off(&mut self) -> bool {
        self.lay_out();
        self.broken_off
    }

    /// All acts with what is derived from them, for a view.
    pub(super) fn derived(&mut self) -> (&Acts, &States) {
        self.lay_out();
        self.states.refresh(&mut self.acts);
        (&self.acts, &self.states)
    }

    /// The same where somebody looked at everything before: then little is derived again.
    pub(super) fn looked_at(&mut self) -> Option<(&Acts, &States)> {
        (!self.states.is_empty()).then(|| self.derived())
    }

    fn lay_entry(&mut self, entry: &Entry) {
        let Some(mut chain) = self.end.take() else { return };
        let acts = self.acts.next_acts(
            &mut chain,
            entry.date,
            entry.record,
            entry.body.clone(),
            &entry.knows,
        );
        for act in acts {
            let hash = act.hash();
            self.acts.insert(self.partner, act, hash, Standing::Unsent);
            self.broken_off |= self.acts.find(&hash).is_none();
        }
        self.end = Some(chain);
    }
}

impl Entry {
    pub(super) fn encode(&self) -> Vec<u8> {
        let fields = self.body.fields();
        let mut row = vec![Aside::to_byte(self.aside)];
        row.extend_from_slice(&self.record.0);
        row.extend_from_slice(&self.date.0.to_be_bytes());
        row.extend_from_slice(&self.body.kind().to_be_bytes());
        row.extend_from_slice(&u32::try_from(fields.len()).unwrap_or(u32::MAX).to_be_bytes());
        row.extend_from_slice(&fields);
        for known in &self.knows {
            row.extend_from_slice(known.device.as_bytes());
            row.extend_from_slice(&known.no.to_be_bytes());
            row.extend_from_slice(&known.hash.0);
        }
        row
    }

    pub(super) fn decode(key: &[u8], row: &[u8]) -> Option<Self> {
        let number = u64::from_be_bytes(key.try_into().ok()?);
        let (aside, row) = row.split_first()?;
        let (record, row) = row.split_first_chunk::<32>()?;
        let (date, row) = row.split_first_chunk::<4>()?;
        let (kind, row) = row.split_first_chunk::<2>()?;
        let (len, row) = row.split_first_chunk::<4>()?;
        let (fields, mut row) =
            row.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?)?;
        let mut knows = Vec::new();
        while !row.is_empty() {
            let (device, rest) = row.split_first_chunk::<16>()?;
            let (no, rest) = rest.split_first_chunk::<8>()?;
            let (hash, rest) = rest.split_first_chunk::<32>()?;
            knows.push(Known {
                device: DeviceId::from_bytes(*device),
                no: u64::from_be_bytes(*no),
                hash: ActHash(*hash),
            });
            row = rest;
        }
        Some(Self {
            number,
            record: RecordId(*record),
            date: Day(i32::from_be_bytes(*date)),
            body: Body::parse(u16::from_be_bytes(*kind), fields).ok()?,
            knows,
            aside: Aside::from_byte(*aside)?,
        })
    }
}
