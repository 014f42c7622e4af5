//! What vault acts say: one person's housekeeping, never in a couple space.

use accord_protocol::ids::{DeviceId, KeyId, SpaceId};
use zeroize::Zeroizing;

use super::body::{Body, FIRST_VAULT_KIND};
use super::codec::{ActError, Cursor, Writer};
use super::repair::Stage;
use super::text::{Text, Zone};
use super::{ActHash, RecordId};
use crate::act::envelope::Known;
use crate::time::Day;

/// Bytes of a DEV body (`docs/protocol.md`).
pub const DEV_BYTES: usize = 1252;
/// Bytes of a private key's wrap under a PIN.
pub const PIN_WRAP_BYTES: usize = 104;
/// Bytes of a private key's box for one device.
pub const KEY_BOX_BYTES: usize = 1184;
/// Bytes by which one wrap is told from another.
pub const WRAP_SALT_BYTES: usize = 16;
/// Open paper devices kept in the vault: one per index.
pub const PAPER_DEVICES: usize = 16;

/// An epoch key inside an act. Wiped on drop, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyBytes(Zeroizing<[u8; 32]>);

impl KeyBytes {
    /// Takes the key.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// The key itself.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for KeyBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyBytes")
    }
}

/// A device's public half with the proof that lets it be added.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenDevice {
    /// DEV bytes, checked where they are used.
    pub dev: Box<[u8; DEV_BYTES]>,
    /// The new device's signature.
    pub proof: [u8; 64],
}

impl std::fmt::Debug for OpenDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpenDevice")
    }
}

/// The public half of one paper device, with its proof for either partner slot: which slot it is for is known only
/// when a couple space is founded or joined, and the proof covers it.
#[derive(Clone, PartialEq, Eq)]
pub struct PaperDevice {
    /// Ed25519 public key.
    pub ed_pk: [u8; 32],
    /// X-Wing public key.
    pub kem_pk: Box<[u8; 1216]>,
    /// Proofs for partner 0 and partner 1.
    pub proofs: [[u8; 64]; 2],
}

impl std::fmt::Debug for PaperDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PaperDevice")
    }
}

/// How this person stands to a couple space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpaceState {
    /// In it.
    Joined,
    /// Left it.
    Left,
    /// Founded, but nobody joined.
    Abandoned,
}

/// What one vault act says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md; variants are documented")]
pub enum VaultBody {
    /// The authoring device's own name.
    DeviceName(Text),
    /// An epoch key of a couple space.
    Key { space: SpaceId, key_id: KeyId, ek: KeyBytes },
    /// A couple space this person has.
    Space { space: SpaceId, slot: u8, paper_index: u8, relay: Option<Text>, state: SpaceState },
    /// The paper device's public halves, [`PAPER_DEVICES`] of them.
    Paper(Vec<PaperDevice>),
    /// A draft: the body a couple act would have. The record is the draft's id.
    Draft(Box<Body>),
    /// The draft is gone.
    DraftGone,
    /// The draft (record) was shared as this agreement.
    Alias(RecordId),
    /// Hides the record in the owner's own view, or shows it again.
    Hide { on: bool },
    /// News up to here were seen.
    Seen(Vec<Known>),
    /// An ask was answered.
    Answered([u8; 32]),
    /// This vault device's open device for a couple space.
    OpenDevice { space: SpaceId, device: OpenDevice },
    /// The owner's name and zone.
    Profile { name: Text, zone: Option<Zone> },
    /// A private copy of thanks (the record), which stays when they are taken back.
    Keepsake { on: Day, text: Text },
    /// Nothing asks the owner for anything, and nobody is told; until that day or until lifted.
    QuietPause { on: bool, until: Option<Day> },
    /// The repair (record) asks the owner for nothing more.
    Aside { on: bool },
    /// A note of the private page. The record is the note's id; a later one with the same id takes its place.
    Private(PrivateNote),
    /// The private note is gone.
    PrivateGone,
    /// The space (this vault or a couple space) goes on at another relay: own devices that are at the one go to the other.
    Moved { space: SpaceId, from: Text, to: Text },
    /// The private page's key, as page 3 holds it.
    PrivateKey(WrappedKey),
    /// This device never had the private page's key and asks for it with the DEV of a device made for nothing else.
    PrivateAsk(Box<[u8; DEV_BYTES]>),
    /// The answer to an ask.
    PrivateGrant(KeyGrant),
    /// A piece of a copy of what was, which the owner brought in from a file. The record is the copy's id.
    Imported(Piece),
    /// The copy (record) is gone.
    ImportGone,
}

/// A piece of something longer than an act.
#[derive(Clone, PartialEq, Eq)]
pub struct Piece {
    /// Which, from 0 on.
    pub part: u16,
    /// Of how many.
    pub of: u16,
    /// Its bytes, at least one.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Piece")
    }
}

/// The key of the private page, closed twice: under a PIN (or nothing, which looks the same) and for the paper device.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md")]
pub struct WrappedKey {
    pub id: [u8; 32],
    pub pin: [u8; PIN_WRAP_BYTES],
    pub paper: Box<[u8; KEY_BOX_BYTES]>,
}

/// The key of the private page for one own device, or random bytes of the same form where the page has a lock.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md")]
pub struct KeyGrant {
    pub id: [u8; 32],
    /// Of the wrap that stood then: with another one the page has a lock that the answer knew nothing of.
    pub salt: [u8; WRAP_SALT_BYTES],
    pub sealed: Box<[u8; KEY_BOX_BYTES]>,
}

impl std::fmt::Debug for KeyGrant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyGrant")
    }
}

impl std::fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WrappedKey")
    }
}

/// One note of the private page.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md")]
pub struct PrivateNote {
    pub what: PrivateKind,
    pub text: Text,
    /// The record of the couple space it is about.
    pub about: Option<RecordId>,
    pub stage: Option<Stage>,
}

impl std::fmt::Debug for PrivateNote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrivateNote")
    }
}

/// What a private note is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum PrivateKind {
    Reflection,
    SelfCheck,
    TenderSpot,
    Forgiveness,
    Question,
    Other,
}

impl VaultBody {
    /// The kind code.
    #[must_use]
    pub fn kind(&self) -> u16 {
        match self {
            Self::DeviceName(_) => 0x0100,
            Self::Key { .. } => 0x0101,
            Self::Space { .. } => 0x0102,
            Self::Paper(_) => 0x0103,
            Self::Draft(_) => 0x0104,
            Self::DraftGone => 0x0105,
            Self::Alias(_) => 0x0106,
            Self::Hide { .. } => 0x0107,
            Self::Seen(_) => 0x0108,
            Self::Answered(_) => 0x0109,
            Self::OpenDevice { .. } => 0x010a,
            Self::Profile { .. } => 0x010b,
            Self::Keepsake { .. } => 0x010c,
            Self::QuietPause { .. } => 0x010d,
            Self::Aside { .. } => 0x010e,
            Self::Private(_) => 0x0110,
            Self::PrivateGone => 0x0111,
            Self::Moved { .. } => 0x0112,
            Self::PrivateKey(_) => 0x0113,
            Self::PrivateAsk(_) => 0x0114,
            Self::PrivateGrant(_) => 0x0115,
            Self::Imported(_) => 0x0116,
            Self::ImportGone => 0x0117,
        }
    }

    /// Whether it stands on the private page, and nowhere else.
    #[must_use]
    pub fn is_private(&self) -> bool {
        matches!(self, Self::Private(_) | Self::PrivateGone)
    }

    pub(super) fn about_nothing(&self) -> bool {
        !matches!(
            self,
            Self::Draft(_)
                | Self::DraftGone
                | Self::Alias(_)
                | Self::Hide { .. }
                | Self::Keepsake { .. }
                | Self::Aside { .. }
                | Self::Private(_)
                | Self::PrivateGone
                | Self::Imported(_)
                | Self::ImportGone
        )
    }

    pub(super) fn write(&self, w: &mut Writer) {
        match self {
            Self::DeviceName(name) => drop(w.text(name)),
            Self::Key { space, key_id, ek } => {
                w.raw(space.as_bytes()).raw(key_id.as_bytes()).raw(ek.expose());
            }
            Self::Space { space, slot, paper_index, relay, state } => {
                let state = match state {
                    SpaceState::Joined => 1,
                    SpaceState::Left => 2,
                    SpaceState::Abandoned => 3,
                };
                w.raw(space.as_bytes()).u8(*slot).u8(*paper_index);
                w.opt_text(relay.as_ref()).u8(state);
            }
            Self::Paper(devices) => {
                w.u8(u8::try_from(devices.len()).unwrap_or(u8::MAX));
                for device in devices {
                    w.raw(&device.ed_pk).raw(device.kem_pk.as_slice());
                    w.raw(&device.proofs[0]).raw(&device.proofs[1]);
                }
            }
            Self::Draft(body) => drop(w.u16(body.kind()).blob(&body.fields())),
            Self::DraftGone | Self::PrivateGone | Self::ImportGone => {}
            Self::Imported(piece) => drop(w.u16(piece.part).u16(piece.of).blob(&piece.bytes)),
            Self::Alias(record) => drop(w.raw(&record.0)),
            Self::Hide { on } | Self::Aside { on } => drop(w.u8(u8::from(*on))),
            Self::Seen(tips) => {
                w.u8(u8::try_from(tips.len()).unwrap_or(u8::MAX));
                for tip in tips {
                    tip.write(w);
                }
            }
            Self::Answered(ask) => drop(w.raw(ask)),
            Self::OpenDevice { space, device } => {
                w.raw(space.as_bytes());
                write_open(w, device);
            }
            Self::Keepsake { on, text } => drop(w.day(*on).text(text)),
            Self::QuietPause { on, until } => drop(w.u8(u8::from(*on)).opt_day(*until)),
            Self::Private(note) => write_private(w, note),
            Self::Moved { space, from, to } => drop(w.raw(space.as_bytes()).text(from).text(to)),
            Self::PrivateKey(key) => drop(w.raw(&key.id).raw(&key.pin).raw(key.paper.as_slice())),
            Self::PrivateAsk(dev) => drop(w.raw(dev.as_slice())),
            Self::PrivateGrant(grant) => {
                w.raw(&grant.id).raw(&grant.salt).raw(grant.sealed.as_slice());
            }
            Self::Profile { name, zone } => {
                w.text(name).opt(zone.as_ref(), |w, z| {
                    w.counted(z.as_str());
                });
            }
        }
    }

    /// `None` for a kind this app does not know.
    pub(super) fn parse(kind: u16, fields: &[u8]) -> Result<Option<Self>, ActError> {
        let mut c = Cursor::new(fields);
        let body = match kind {
            0x0100 => Self::DeviceName(c.name()?),
            0x0101 => Self::Key {
                space: SpaceId::from_bytes(c.array()?),
                key_id: KeyId::from_bytes(c.array()?),
                ek: KeyBytes::new(c.array()?),
            },
            0x0102 => read_space(&mut c)?,
            0x0103 => {
                let n = c.u8()?;
                if usize::from(n) != PAPER_DEVICES {
                    return Err(ActError::Code { field: "paper device count", got: n.into() });
                }
                Self::Paper((0..n).map(|_| read_paper(&mut c)).collect::<Result<_, _>>()?)
            }
            0x0104 => {
                let kind = c.u16()?;
                if kind >= FIRST_VAULT_KIND {
                    return Err(ActError::Code { field: "draft kind", got: kind.into() });
                }
                Self::Draft(Box::new(Body::parse(kind, c.blob()?)?))
            }
            0x0105 => Self::DraftGone,
            0x0106 => Self::Alias(RecordId(c.array()?)),
            0x0107 => Self::Hide { on: c.flag("hide")? },
            0x0108 => {
                let n = c.u8()?;
                let mut tips: Vec<Known> = Vec::new();
                for _ in 0..n {
                    let tip = Known::read(&mut c)?;
                    if tips.last().is_some_and(|last| last.key() >= tip.key()) {
                        return Err(ActError::Order { field: "seen entries" });
                    }
                    tips.push(tip);
                }
                Self::Seen(tips)
            }
            0x0109 => Self::Answered(c.array()?),
            0x010a => Self::OpenDevice {
                space: SpaceId::from_bytes(c.array()?),
                device: read_open(&mut c)?,
            },
            0x010b => Self::Profile { name: c.name()?, zone: c.opt(Cursor::zone)? },
            0x010c => Self::Keepsake { on: c.day()?, text: c.text()? },
            0x010d => Self::QuietPause { on: c.flag("pause")?, until: c.opt(Cursor::day)? },
            0x010e => Self::Aside { on: c.flag("aside")? },
            0x0110 => Self::Private(read_private(&mut c)?),
            0x0111 => Self::PrivateGone,
            0x0112 => Self::Moved {
                space: SpaceId::from_bytes(c.array()?),
                from: c.text()?,
                to: c.text()?,
            },
            0x0113 => Self::PrivateKey(WrappedKey {
                id: c.array()?,
                pin: c.array()?,
                paper: Box::new(c.array()?),
            }),
            0x0114 => Self::PrivateAsk(Box::new(c.array()?)),
            0x0115 => Self::PrivateGrant(KeyGrant {
                id: c.array()?,
                salt: c.array()?,
                sealed: Box::new(c.array()?),
            }),
            0x0116 => Self::Imported(read_piece(&mut c)?),
            0x0117 => Self::ImportGone,
            _ => return Ok(None),
        };
        c.finish()?;
        Ok(Some(body))
    }
}

fn read_space(c: &mut Cursor<'_>) -> Result<VaultBody, ActError> {
    let space = SpaceId::from_bytes(c.array()?);
    let slot = c.u8()?;
    if slot > 1 {
        return Err(ActError::Code { field: "slot", got: slot.into() });
    }
    let (paper_index, relay) = (c.u8()?, c.opt(Cursor::text)?);
    let state = match c.u8()? {
        1 => SpaceState::Joined,
        2 => SpaceState::Left,
        3 => SpaceState::Abandoned,
        got => return Err(ActError::Code { field: "space state", got: got.into() }),
    };
    Ok(VaultBody::Space { space, slot, paper_index, relay, state })
}

fn read_piece(c: &mut Cursor<'_>) -> Result<Piece, ActError> {
    let (part, of) = (c.u16()?, c.u16()?);
    if part >= of {
        return Err(ActError::Code { field: "piece", got: part.into() });
    }
    let bytes = c.blob()?.to_vec();
    if bytes.is_empty() {
        return Err(ActError::Code { field: "piece length", got: 0 });
    }
    Ok(Piece { part, of, bytes })
}

fn write_private(w: &mut Writer, note: &PrivateNote) {
    let what = match note.what {
        PrivateKind::Reflection => 1,
        PrivateKind::SelfCheck => 2,
        PrivateKind::TenderSpot => 3,
        PrivateKind::Forgiveness => 4,
        PrivateKind::Other => 5,
        PrivateKind::Question => 6,
    };
    w.u8(what).text(&note.text);
    w.opt(note.about.as_ref(), |w, id| {
        w.raw(&id.0);
    });
    w.u8(Stage::write(note.stage));
}

fn read_private(c: &mut Cursor<'_>) -> Result<PrivateNote, ActError> {
    let what = match c.u8()? {
        1 => PrivateKind::Reflection,
        2 => PrivateKind::SelfCheck,
        3 => PrivateKind::TenderSpot,
        4 => PrivateKind::Forgiveness,
        5 => PrivateKind::Other,
        6 => PrivateKind::Question,
        got => return Err(ActError::Code { field: "private note", got: got.into() }),
    };
    Ok(PrivateNote {
        what,
        text: c.text()?,
        about: c.opt(|c| Ok(RecordId(c.array()?)))?,
        stage: Stage::read(c)?,
    })
}

fn write_open(w: &mut Writer, device: &OpenDevice) {
    w.raw(device.dev.as_slice()).raw(&device.proof);
}

fn read_paper(c: &mut Cursor<'_>) -> Result<PaperDevice, ActError> {
    Ok(PaperDevice {
        ed_pk: c.array()?,
        kem_pk: Box::new(c.array()?),
        proofs: [c.array()?, c.array()?],
    })
}

fn read_open(c: &mut Cursor<'_>) -> Result<OpenDevice, ActError> {
    Ok(OpenDevice { dev: Box::new(c.array()?), proof: c.array()? })
}

impl Known {
    /// Order of entries: by device, then number, then hash.
    pub(super) fn key(&self) -> (DeviceId, u64, ActHash) {
        (self.device, self.no, self.hash)
    }
}
