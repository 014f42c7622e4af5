//! The act around a body: who, which number, what was known, the hash and the statement.

use accord_protocol::ids::{DeviceId, Part, SpaceId, hash};

use super::body::Body;
use super::codec::{ActError, Cursor, Writer};
use super::{ActHash, MAX_ACT_BYTES, MAX_KNOWS, RecordId, RevisionId};
use crate::time::Day;

/// Length of a statement in bytes. Do not change: protocol v1.
pub const STATEMENT_BYTES: usize = 188;
/// Label of the statement's signature. Do not change: protocol v1.
pub const STATEMENT_LABEL: &str = "accord/v1/consent";

/// The newest act of another device that an author had applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// Whose act.
    pub device: DeviceId,
    /// Its number, from 1.
    pub no: u64,
    /// Its hash; the number alone proves nothing.
    pub hash: ActHash,
}

impl Known {
    pub(super) fn write(&self, w: &mut Writer) {
        w.raw(self.device.as_bytes()).u64(self.no).raw(&self.hash.0);
    }

    pub(super) fn read(c: &mut Cursor<'_>) -> Result<Self, ActError> {
        let known = Self {
            device: DeviceId::from_bytes(c.array()?),
            no: c.u64()?,
            hash: ActHash(c.array()?),
        };
        if known.no == 0 { Err(ActError::Misfit { field: "known act number" }) } else { Ok(known) }
    }
}

/// One immutable, authored entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The device that made it.
    pub device: DeviceId,
    /// 1, 2, 3 … per device and space.
    pub no: u64,
    /// Hash of this device's previous act, zeros for the first.
    pub prev: ActHash,
    /// The day in the author's zone. For display only.
    pub date: Day,
    /// What it is about, zeros where it is about nothing.
    pub record: RecordId,
    /// What grew in the author's knowledge since its previous act; sorted by device, no device twice, never the author's own.
    pub knows: Vec<Known>,
    /// What it says.
    pub body: Body,
    /// Present exactly for statements; absent while such an act is not sealed.
    pub signature: Option<[u8; 64]>,
}

impl Act {
    /// The canonical bytes. A statement without signature encodes too, for its provisional hash, and does not parse.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.u8(1).u16(self.body.kind()).raw(self.device.as_bytes()).u64(self.no).raw(&self.prev.0);
        w.day(self.date).raw(&self.record.0);
        self.write_knows(&mut w);
        w.blob(&self.body.fields());
        if let Some(signature) = &self.signature {
            w.raw(signature);
        }
        w.into_bytes()
    }

    /// Reads canonical bytes, and refuses everything else.
    ///
    /// # Errors
    /// [`ActError`] says which part is not exact.
    pub fn parse(bytes: &[u8]) -> Result<Self, ActError> {
        if bytes.len() > MAX_ACT_BYTES {
            return Err(ActError::TooLong { got: bytes.len(), limit: MAX_ACT_BYTES });
        }
        let mut c = Cursor::new(bytes);
        let version = c.u8()?;
        if version != 1 {
            return Err(ActError::Version { got: version });
        }
        let kind = c.u16()?;
        let device = DeviceId::from_bytes(c.array()?);
        let (no, prev) = (c.u64()?, ActHash(c.array()?));
        if no == 0 || (no == 1) != (prev == ActHash::ZERO) {
            return Err(ActError::Misfit { field: "act number" });
        }
        let (date, record) = (c.day()?, RecordId(c.array()?));
        let knows = read_knows(&mut c, device)?;
        let body = Body::parse(kind, c.blob()?)?;
        if body.about_nothing().is_some_and(|nothing| nothing != (record == RecordId::ZERO)) {
            return Err(ActError::Misfit { field: "record" });
        }
        let signature = match (&body, c.left()) {
            (_, 0) if !body.is_statement() => None,
            (Body::Unknown { .. }, 64) => Some(c.array()?),
            (body, _) if body.is_statement() => {
                if c.left() < 64 {
                    return Err(ActError::Signature);
                }
                Some(c.array()?)
            }
            _ => return Err(ActError::Trailing { left: c.left() }),
        };
        c.finish()?;
        Ok(Self { device, no, prev, date, record, knows, body, signature })
    }

    /// The act's name: `H("accord/v1/act", all bytes)`.
    #[must_use]
    pub fn hash(&self) -> ActHash {
        act_hash(&self.encode())
    }

    /// What the signature of a statement covers (188 bytes), or `None` for an act that is no statement.
    #[must_use]
    pub fn statement_bytes(&self, space: &SpaceId) -> Option<Vec<u8>> {
        let (decision, revision) = match &self.body {
            Body::Propose { revision, .. } => (1, revision.id()),
            Body::Accept { revision, .. } => (1, *revision),
            Body::Decline { revision, .. } => (2, *revision),
            Body::Retract { revision, .. } => (3, *revision),
            Body::End { .. } => (4, RevisionId::ZERO),
            _ => return None,
        };
        let mut knows = Writer::default();
        self.write_knows(&mut knows);
        let mut w = Writer::default();
        w.u8(1).u8(decision).u16(0).raw(space.as_bytes()).raw(&self.record.0).raw(&revision.0);
        w.raw(&labelled("accord/v1/knows", &[&knows.into_bytes()]));
        w.u64(self.no).raw(&self.prev.0).raw(self.device.as_bytes());
        Some(w.into_bytes())
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most 16 entries by construction; parse refuses more"
    )]
    fn write_knows(&self, w: &mut Writer) {
        w.u8(self.knows.len() as u8);
        for known in &self.knows {
            known.write(w);
        }
    }
}

/// The name of an act by its bytes.
#[must_use]
pub fn act_hash(bytes: &[u8]) -> ActHash {
    ActHash(labelled("accord/v1/act", &[bytes]))
}

/// `H(label, parts)` where only the last part's length varies.
pub(crate) fn labelled(label: &str, parts: &[&[u8]]) -> [u8; 32] {
    let parts: Vec<Part<'_>> = parts.iter().map(|p| Part::Fixed(p)).collect();
    hash(label, &parts)
}

fn read_knows(c: &mut Cursor<'_>, own: DeviceId) -> Result<Vec<Known>, ActError> {
    let n = usize::from(c.u8()?);
    if n > MAX_KNOWS {
        return Err(ActError::TooLong { got: n, limit: MAX_KNOWS });
    }
    let mut knows: Vec<Known> = Vec::with_capacity(n);
    for _ in 0..n {
        let known = Known::read(c)?;
        if known.device == own {
            return Err(ActError::Misfit { field: "known device" });
        }
        if knows.last().is_some_and(|last| last.device >= known.device) {
            return Err(ActError::Order { field: "knows entries" });
        }
        knows.push(known);
    }
    Ok(knows)
}
