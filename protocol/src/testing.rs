//! Deterministic devices and logs for tests: every byte follows from names, so a
//! failure repeats. The keys are well-formed but nobody holds the decapsulation
//! half, and boxes and content are filler: what is tested with this is order and
//! membership, never secrecy. Not compiled into the products.

use ed25519_dalek::SigningKey;

use crate::body::{
    Admit, Dev, DeviceType, End, Genesis, KEM_PK_BYTES, KeyBox, Keys, Revoke, RevokeReason, Role,
    SpaceType,
};
use crate::chain::{Refusal, SpaceState};
use crate::ids::{DeviceId, KeyId, LogHead, Part, Partner, RecordHash, SpaceId, Transcript, hash};
use crate::record::{Header, Kind, Record};

/// A device made from a name.
#[derive(Clone, Debug)]
pub struct TestDevice {
    /// Seed of its signing key.
    pub seed: [u8; 32],
    /// Its signing key.
    pub key: SigningKey,
    /// Its public half.
    pub dev: Dev,
}

impl TestDevice {
    /// The device of this name, always the same.
    #[must_use]
    #[expect(clippy::expect_used, reason = "coefficients are reduced and the key is a real one")]
    pub fn new(name: &str, kind: DeviceType, partner: Partner) -> Self {
        let seed = hash("accord/test/seed", &[Part::Fixed(name.as_bytes())]);
        let key = SigningKey::from_bytes(&seed);
        let ed_pk = key.verifying_key().to_bytes();
        let dev = Dev::new(kind, partner, &ed_pk, &kem_pk(name)).expect("test keys are usable");
        Self { seed, key, dev }
    }

    /// An active device of partner 0.
    #[must_use]
    pub fn zero(name: &str) -> Self {
        Self::new(name, DeviceType::Active, Partner::Zero)
    }

    /// An active device of partner 1.
    #[must_use]
    pub fn one(name: &str) -> Self {
        Self::new(name, DeviceType::Active, Partner::One)
    }

    /// A paper device.
    #[must_use]
    pub fn paper(name: &str, partner: Partner) -> Self {
        Self::new(name, DeviceType::Paper, partner)
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> DeviceId {
        self.dev.id()
    }
}

/// A log with the state it leads to.
#[derive(Clone, Debug)]
pub struct TestLog {
    /// The state after all records.
    pub state: SpaceState,
    /// The records, from position 1.
    pub records: Vec<Record>,
    heads: Vec<LogHead>,
}

impl TestLog {
    /// GENESIS alone.
    ///
    /// # Errors
    /// [`Refusal`] if the founder may not found.
    pub fn found(space_type: SpaceType, founder: &TestDevice) -> Result<Self, Refusal> {
        let record = genesis(space_type, founder)?;
        let state = SpaceState::genesis(&record)?;
        let heads = vec![state.head()];
        Ok(Self { state, records: vec![record], heads })
    }

    /// GENESIS, the first ROTATE and a JOIN: the smallest couple.
    ///
    /// # Errors
    /// As [`TestLog::found`].
    pub fn couple(zero: &TestDevice, one: &TestDevice) -> Result<Self, Refusal> {
        let mut log = Self::found(SpaceType::Couple, zero)?;
        log.rotate(zero)?;
        log.join(zero, one)?;
        Ok(log)
    }

    /// `H_n`.
    #[must_use]
    pub fn head_at(&self, n: u64) -> Option<LogHead> {
        let index = usize::try_from(n.checked_sub(1)?).ok()?;
        self.heads.get(index).copied()
    }

    /// Is this record valid next?
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn try_push(&self, record: &Record) -> Result<(), Refusal> {
        self.state.check(record, &|n| self.head_at(n)).map(drop)
    }

    /// Appends a record.
    ///
    /// # Errors
    /// The [`Refusal`], and the log is as before.
    pub fn push(&mut self, record: Record) -> Result<Record, Refusal> {
        let accepted = self.state.check(&record, &|n| self.head_at(n))?;
        self.heads.push(accepted.head());
        self.state.apply(accepted);
        self.records.push(record.clone());
        Ok(record)
    }

    /// Header of the next record of a device; content names the last key.
    #[must_use]
    pub fn header(&self, by: &TestDevice, kind: Kind) -> Header {
        let (key_id, nonce) = if kind.is_membership() {
            (KeyId::ZERO, [0; 24])
        } else {
            let key = self.state.last_key().map_or(KeyId::ZERO, |grant| grant.key_id);
            (key, filler("nonce", self.state.len()))
        };
        self.state.next_header(kind, &by.id(), key_id, nonce).unwrap_or(Header {
            kind: kind.to_byte(),
            space: self.state.space(),
            device: by.id(),
            author_seq: 1,
            author_prev: RecordHash::ZERO,
            log_len: self.state.len(),
            log_head: self.state.head(),
            key_id,
            nonce,
        })
    }

    /// A signed record on this head, valid or not.
    ///
    /// # Errors
    /// [`Refusal::Record`] if no record may have this body.
    pub fn sign(&self, by: &TestDevice, kind: Kind, body: &[u8]) -> Result<Record, Refusal> {
        Ok(Record::sign(&self.header(by, kind), body, &by.key)?)
    }

    /// KEYS for everybody active, without `leaving`.
    #[must_use]
    pub fn keys(&self, leaving: Option<DeviceId>) -> Keys {
        let n = self.state.grants().len() as u64;
        let key_id = KeyId::of(&self.state.space(), &filler("epoch key", n));
        let last = self.state.last_key().map(|grant| grant.key_id);
        let recipients = self.state.recipients().into_iter().filter(|d| Some(*d) != leaving);
        Keys {
            key_id,
            prev_key_id: last.unwrap_or(KeyId::ZERO),
            wrap_nonce: if last.is_some() { filler("wrap nonce", n) } else { [0; 24] },
            wrap_ct: if last.is_some() { filler("wrap", n) } else { [0; 48] },
            boxes: recipients.map(|device| key_box(device, n)).collect(),
        }
    }

    /// Body that admits a device under this role.
    #[must_use]
    pub fn admission(&self, by: &TestDevice, new: &TestDevice, role: Role) -> Admit {
        let transcript = match role {
            Role::Partner | Role::OwnDevice => {
                Transcript::from_bytes(filler("t", self.state.len()))
            }
            Role::Paper | Role::FromVault | Role::Recovered => Transcript::ZERO,
        };
        let space: SpaceId = self.state.space();
        Admit {
            transcript,
            proof: Admit::prove(role, &space, &by.id(), &transcript, &new.dev, &new.key),
            dev: new.dev.clone(),
            key_id: self.state.last_key().map_or(KeyId::ZERO, |grant| grant.key_id),
            key_box: key_box(new.id(), self.state.len()),
        }
    }

    /// A new key.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn rotate(&mut self, by: &TestDevice) -> Result<Record, Refusal> {
        let record = self.sign(by, Kind::Rotate, &self.keys(None).encode())?;
        self.push(record)
    }

    /// The other partner's first device.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn join(&mut self, by: &TestDevice, new: &TestDevice) -> Result<Record, Refusal> {
        let body = self.admission(by, new, Role::Partner).encode();
        let record = self.sign(by, Kind::Join, &body)?;
        self.push(record)
    }

    /// Another own device: paper by its type, else by pairing.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn add(&mut self, by: &TestDevice, new: &TestDevice) -> Result<Record, Refusal> {
        let role = if new.dev.kind() == DeviceType::Paper { Role::Paper } else { Role::OwnDevice };
        self.add_as(by, new, role)
    }

    /// Another own device in this role.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn add_as(
        &mut self,
        by: &TestDevice,
        new: &TestDevice,
        role: Role,
    ) -> Result<Record, Refusal> {
        let body = self.admission(by, new, role).encode();
        let record = self.sign(by, Kind::AddDevice, &body)?;
        self.push(record)
    }

    /// Removes a device and grants a new key.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn revoke(&mut self, by: &TestDevice, target: &TestDevice) -> Result<Record, Refusal> {
        let keys = self.keys(Some(target.id()));
        let body = Revoke { target: target.id(), reason: RevokeReason::Lost, keys }.encode();
        let record = self.sign(by, Kind::Revoke, &body)?;
        self.push(record)
    }

    /// Ends the space for one partner.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn end(&mut self, by: &TestDevice, date_days: i32) -> Result<Record, Refusal> {
        let record = self.sign(by, Kind::End, &End { date_days }.encode())?;
        self.push(record)
    }

    /// Filler content of the smallest size.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn content(&mut self, by: &TestDevice) -> Result<Record, Refusal> {
        let record = self.sign(by, Kind::Content, &[0x5a; 528])?;
        self.push(record)
    }
}

/// A signed GENESIS.
///
/// # Errors
/// [`Refusal::Record`], which no founder causes.
pub fn genesis(space_type: SpaceType, founder: &TestDevice) -> Result<Record, Refusal> {
    let body = Genesis { space_type, salt: filler("salt", 0), dev: founder.dev.clone() }.encode();
    let header = Header {
        kind: Kind::Genesis.to_byte(),
        space: SpaceId::ZERO,
        device: founder.id(),
        author_seq: 1,
        author_prev: RecordHash::ZERO,
        log_len: 0,
        log_head: LogHead::ZERO,
        key_id: KeyId::ZERO,
        nonce: [0; 24],
    };
    Ok(Record::sign(&header, &body, &founder.key)?)
}

/// A box nobody can open.
#[must_use]
pub fn key_box(device: DeviceId, n: u64) -> KeyBox {
    KeyBox { device, enc: Box::new(filler("enc", n)), ct: filler("ct", n) }
}

/// `N` bytes that follow from a name and a number.
#[must_use]
pub fn filler<const N: usize>(name: &str, n: u64) -> [u8; N] {
    let mut out = [0; N];
    for (block, chunk) in out.chunks_mut(32).enumerate() {
        let number = n.to_be_bytes();
        let block = (block as u64).to_be_bytes();
        let parts = [Part::Counted(name.as_bytes()), Part::Fixed(&number), Part::Fixed(&block)];
        chunk.copy_from_slice(&hash("accord/test/filler", &parts)[..chunk.len()]);
    }
    out
}

/// A well-formed X-Wing public key without a private half.
fn kem_pk(name: &str) -> [u8; KEM_PK_BYTES] {
    let mut out: [u8; KEM_PK_BYTES] = filler(name, 0);
    for three in out[..1152].chunks_exact_mut(3) {
        let first = (u16::from(three[0]) | u16::from(three[1] & 0x0f) << 8) % 3329;
        let second = (u16::from(three[1] >> 4) | u16::from(three[2]) << 4) % 3329;
        let ([a, b], [c, d]) = (first.to_le_bytes(), (second << 4).to_le_bytes());
        three.copy_from_slice(&[a, b | c, d]);
    }
    out
}
