//! The file of what a removed device could not send: what stands in it, and its bytes (`docs/documents.md`, "A file of unsent acts").
//!
//! It does not decide what may be said again, nor by whom: that is [`super::unsent`].

use accord_protocol::ids::{DeviceId, SpaceId};

use super::aside::describe;
use super::joint::JointText;
use super::journal::Entry;
use crate::act::envelope::labelled;
use crate::act::vault::VaultBody;
use crate::act::{Act, Body, Known};
use crate::crypto::private::PrivatePayload;
use crate::crypto::secret::SecretBytes;
use crate::crypto::unsent::OpenedUnsent;
use crate::document::acts_of;
use crate::law::depend::{Thing, brings, names};
use crate::law::graph::{Acts, Standing};
use crate::refused::Refused;
use crate::silent::silent;
use crate::time::Day;

/// Where an act of a file was to go.
pub(super) const DRAFT: u8 = 0;
pub(super) const COUPLE: u8 = 1;
/// Sealed changes of the private page, as they are.
const PRIVATE: u8 = 2;
/// A text of the page both write, as it read on that device.
const JOINT: u8 = 3;

/// One act of a file.
pub(super) struct Carried {
    pub(super) to: u8,
    pub(super) entry: Entry,
    pub(super) id: [u8; 32],
}

/// A file that was read.
pub(super) struct UnsentFile {
    pub(super) device: DeviceId,
    pub(super) space: SpaceId,
    pub(super) on: Day,
    pub(super) acts: Vec<Carried>,
    /// What both write together, each under its name in this file.
    pub(super) texts: Vec<([u8; 32], JointText)>,
    /// Closed: the private page's own key opens them.
    private: Vec<PrivatePayload>,
}

/// What goes into a file.
pub(super) struct Unsent {
    pub(super) acts: Vec<(u8, Entry)>,
    pub(super) texts: Vec<JointText>,
    pub(super) private: Vec<PrivatePayload>,
}

silent!(Carried, UnsentFile, Unsent);

impl Unsent {
    pub(super) fn is_empty(&self) -> bool {
        self.acts.is_empty() && self.texts.is_empty() && self.private.is_empty()
    }

    /// `space32 ‖ day4 ‖ (to1 ‖ len4 ‖ row)…`.
    pub(super) fn body(&self, space: SpaceId, on: Day) -> SecretBytes {
        let mut body = space.as_bytes().to_vec();
        body.extend_from_slice(&on.0.to_be_bytes());
        let acts = self.acts.iter().map(|(to, entry)| (*to, entry.encode()));
        let texts = self.texts.iter().map(|text| (JOINT, text.to_bytes()));
        let private = self.private.iter().map(|payload| (PRIVATE, payload.to_bytes()));
        for (to, row) in acts.chain(texts).chain(private) {
            let row = SecretBytes::new(row);
            body.push(to);
            body.extend_from_slice(&u32::try_from(row.len()).unwrap_or(u32::MAX).to_be_bytes());
            body.extend_from_slice(&row);
        }
        SecretBytes::new(body)
    }
}

impl UnsentFile {
    pub(super) fn parse(opened: &OpenedUnsent) -> Option<Self> {
        let (space, rest) = opened.body.split_first_chunk::<32>()?;
        let (on, mut rest) = rest.split_first_chunk::<4>()?;
        let mut file = Self {
            device: opened.device,
            space: SpaceId::from_bytes(*space),
            on: Day(i32::from_be_bytes(*on)),
            acts: Vec::new(),
            texts: Vec::new(),
            private: Vec::new(),
        };
        let mut number = 0_u64;
        while !rest.is_empty() {
            let (head, after) = rest.split_first_chunk::<5>()?;
            let [to, len @ ..] = *head;
            let (row, after) =
                after.split_at_checked(usize::try_from(u32::from_be_bytes(len)).ok()?)?;
            rest = after;
            let place = number.to_be_bytes();
            let id = labelled("accord/v1/unsent-act", &[file.device.as_bytes(), &place, row]);
            match to {
                DRAFT | COUPLE => {
                    let entry = Entry::decode(&place, row)?;
                    let fits = match &entry.body {
                        Body::Vault(VaultBody::Draft(_)) => to == DRAFT,
                        Body::Vault(_) | Body::Heard | Body::Unknown { .. } => false,
                        _ => to == COUPLE,
                    };
                    file.acts.push(Carried { to, entry, id });
                    if !fits {
                        return None;
                    }
                }
                JOINT => file.texts.push((id, JointText::parse(row)?)),
                PRIVATE => file.private.push(PrivatePayload::parse(row)?),
                _ => return None,
            }
            number += 1;
        }
        Some(file)
    }

    /// The private acts of it, where `open` gives the changes of what this device sealed; each with all its author knew.
    pub(super) fn private_acts(
        &self,
        open: impl Fn(&DeviceId, &PrivatePayload) -> Vec<Vec<u8>>,
    ) -> Vec<Carried> {
        let (mut acts, mut knows) = (Vec::<Carried>::new(), Vec::<Known>::new());
        let changes = self.private.iter().flat_map(|payload| open(&self.device, payload));
        for bytes in changes.filter_map(|change| acts_of(&change).ok()).flatten() {
            let Ok(act) = Act::parse(&bytes) else { continue };
            knows.extend(act.knows.iter().copied());
            if act.no > 1 {
                knows.push(Known { device: act.device, no: act.no - 1, hash: act.prev });
            }
            let is_note = matches!(&act.body, Body::Vault(said) if said.is_private());
            if act.device == self.device && is_note {
                let place = (acts.len() as u64).to_be_bytes();
                let parts: [&[u8]; 3] = [self.device.as_bytes(), &place, &bytes];
                let id = labelled("accord/v1/unsent-act", &parts);
                let entry = Entry {
                    number: acts.len() as u64,
                    record: act.record,
                    date: act.date,
                    body: act.body,
                    knows: knows.clone(),
                    aside: None,
                };
                acts.push(Carried { to: PRIVATE, entry, id });
            }
        }
        acts
    }
}

impl Carried {
    /// Whether its author has said exactly this in this record, otherwise than in an act it was written after.
    pub(super) fn is_said(&self, acts: &Acts, me: accord_protocol::ids::Partner) -> bool {
        let Entry { record, body, knows, .. } = &self.entry;
        let known = |said| {
            knows
                .iter()
                .filter_map(|tip| acts.find(&tip.hash))
                .any(|tip| tip == said || acts.knows(tip, said))
        };
        acts.about(record).iter().any(|ix| {
            let held = acts.get(*ix);
            held.partner == me && held.act.body == *body && !known(*ix)
        })
    }

    /// Whether it stands on one of these.
    pub(super) fn waits_for(&self, open: &[&Self]) -> bool {
        let named: Vec<Thing> = names(self.entry.record, &self.entry.body);
        open.iter().any(|other| {
            let brought = brings(other.entry.record, &other.entry.body);
            brought.iter().any(|thing| named.contains(thing))
        })
    }

    /// The words it is about, where it has none of its own to bring: the exact wording it answers, else the newest of its record.
    pub(super) fn about(&self, acts: &Acts, file: &[Self]) -> Option<String> {
        let Entry { record, body, .. } = &self.entry;
        if self.to == DRAFT || !brings(*record, body).is_empty() {
            return None;
        }
        let held = acts.about(record).iter().map(|ix| acts.get(*ix));
        let held = held.filter(|held| held.standing == Standing::Admitted);
        let said = held.map(|held| &held.act.body);
        let written =
            file.iter().filter(|other| other.to == COUPLE && other.entry.record == *record);
        let all: Vec<&Body> = said.chain(written.map(|other| &other.entry.body)).collect();
        names(*record, body).iter().rev().find_map(|thing| {
            let bringing = all.iter().rev().find(|body| brings(*record, body).contains(thing))?;
            describe(bringing).1
        })
    }
}

/// The ids of a file that these prefixes name, in the order given.
pub(super) fn chosen(wanted: &[String], ids: &[[u8; 32]]) -> Result<Vec<[u8; 32]>, Refused> {
    let hex = |id: &[u8; 32]| data_encoding::HEXLOWER.encode(id);
    let pick = |prefix: &String| crate::law::pick_prefix(prefix, ids.iter().copied(), "act", hex);
    wanted.iter().map(pick).collect()
}
