//! What is shown after leaving: what was here when this person left here, and nothing that the partner's records brought later.
//!
//! Until the END is in the log, what the partner writes is valid and comes with it: it is verified, kept and part of the digest, so that two
//! devices at one position agree. It is kept beside the acts that views are derived from (`docs/decisions/0313`).

use std::sync::Arc;

use accord_protocol::ids::Partner;

use super::rows::Vellum;
use super::seat::{Pen, Seat, SeatError};
use crate::act::{Act, ActHash};
use crate::crypto::secret::SecretBytes;
use crate::document::joint::JointPage;
use crate::law::graph::{Acts, Standing};
use crate::silent::silent;
use crate::store::{Row, Table};

/// Key of the row, after the space's number.
pub(super) const STILL: u8 = b'l';

/// A couple space that its person left on this device.
pub(super) struct Still {
    /// How long the log was then.
    at: u64,
    /// The page both wrote, as it was then: state and snapshot.
    joint: Option<(Vec<u8>, Vec<u8>)>,
    /// The partner's acts that came later.
    later: Vec<(ActHash, Arc<Act>)>,
}

silent!(Still);

impl Seat {
    /// From here on the partner's records change nothing that is shown.
    pub(super) fn stand_still(&mut self, pen: &mut Pen<'_>) {
        let joint = self.joint_shown(pen);
        let still = Still { at: self.sync.len(), joint, later: Vec::new() };
        pen.put(Table::View, [self.n, STILL], &SecretBytes::new(still.row()));
        self.still = Some(still);
    }

    /// Whether what this partner's record at this position says came after leaving.
    pub(super) fn comes_late(&self, partner: Partner, position: u64) -> bool {
        partner != self.partner && self.still.as_ref().is_some_and(|still| position > still.at)
    }

    /// Keeps an act that came after leaving, apart from those that are shown.
    pub(super) fn keep_late(&mut self, act: Act, hash: ActHash) {
        if let Some(still) = &mut self.still
            && self.acts.find(&hash).is_none()
            && still.later.iter().all(|(known, _)| *known != hash)
        {
            still.later.push((hash, Arc::new(act)));
        }
    }

    /// One of them.
    pub(super) fn late(&self, hash: &ActHash) -> Option<&Act> {
        let mut later = self.still.iter().flat_map(|still| &still.later);
        later.find(|(known, _)| known == hash).map(|(_, act)| &**act)
    }

    /// How many there are.
    pub(super) fn late_count(&self) -> u64 {
        self.still.as_ref().map_or(0, |still| still.later.len() as u64)
    }

    pub(super) fn forget_late(&mut self) {
        if let Some(still) = &mut self.still {
            still.later.clear();
        }
    }

    /// Everything the log says, where more came than is shown.
    pub(super) fn whole(&self) -> Option<Acts> {
        let still = self.still.as_ref().filter(|still| !still.later.is_empty())?;
        let mut whole = Acts::new();
        for (_, held) in self.acts.iter().filter(|(_, h)| h.standing == Standing::Admitted) {
            whole.insert(held.partner, held.act.clone(), held.hash, Standing::Admitted);
        }
        for (hash, act) in &still.later {
            whole.insert(self.partner.other(), act.clone(), *hash, Standing::Admitted);
        }
        for partner in Partner::BOTH {
            if let Some(day) = self.acts.left()[partner.index()] {
                whole.set_left(partner, day);
            }
        }
        Some(whole)
    }

    /// The page both wrote, as it was when this person left here.
    pub(super) fn still_joint(&self) -> Option<JointPage> {
        let (state, snapshot) = self.still.as_ref()?.joint.as_ref()?;
        JointPage::open(state, snapshot.clone(), Vec::new()).ok()
    }

    /// Reads the row of it, before the acts are read.
    pub(super) fn load_still(&mut self, vellum: &Vellum, rows: &[Row]) -> Result<(), SeatError> {
        let of = |row: &&Row| row.table == Table::View && row.key == [self.n, STILL];
        let Some(row) = rows.iter().find(of) else { return Ok(()) };
        let bad = || SeatError::Row(Table::View);
        let value = vellum.open(Table::View, &row.key, &row.value).map_err(|_| bad())?;
        self.still = Some(Still::read(&value).ok_or_else(bad)?);
        Ok(())
    }
}

impl Still {
    /// Position 8, then of the page: length 4 ‖ state ‖ snapshot; nothing where it could not be read.
    fn row(&self) -> Vec<u8> {
        let mut row = self.at.to_be_bytes().to_vec();
        if let Some((state, snapshot)) = &self.joint {
            row.extend_from_slice(&u32::try_from(state.len()).unwrap_or(u32::MAX).to_be_bytes());
            row.extend_from_slice(state);
            row.extend_from_slice(snapshot);
        }
        row
    }

    fn read(row: &[u8]) -> Option<Self> {
        let (at, rest) = row.split_first_chunk::<8>()?;
        let joint = match rest.split_first_chunk::<4>() {
            None => None,
            Some((len, rest)) => {
                let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
                let (state, snapshot) = rest.split_at_checked(len)?;
                Some((state.to_vec(), snapshot.to_vec()))
            }
        };
        Some(Self { at: u64::from_be_bytes(*at), joint, later: Vec::new() })
    }
}
