//! A client without a client: one [`Space`] and [`Session`] over rows that become durable when the test
//! says so. It answers what needs no judgement (signatures, rows, accepting) and checks on every output
//! what must always hold. Frames are fed by hand.

use core::convert::Infallible;
use std::collections::{BTreeMap, VecDeque};

use accord_protocol::frame::{ClientFrame, Limits, Outcome, PROTO, ServerFrame};
use accord_protocol::http::Created;
use accord_protocol::ids::{DeviceId, KeyId, LogHead, StoreEpoch};
use accord_protocol::record::{Kind, Record};
use accord_protocol::signing::sign;
use accord_protocol::testing::{TestDevice, TestLog};
use rand_core::{TryCryptoRng, TryRng};

use super::{Arrived, Input, Output, Phase, Reason, Save, Session, Space};

/// SplitMix64: every run is the same.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn step(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl TryRng for Dice {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::try_from(self.step() >> 32).unwrap_or(0))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.step())
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(8) {
            let bytes = self.step().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Dice {}

pub(crate) const EPOCH: StoreEpoch = StoreEpoch::from_bytes([1; 16]);
pub(crate) const CHALLENGE: [u8; 32] = [0xc4; 32];

/// The relay says that the space stands there with the first records of a log.
pub(crate) fn stands(log: &TestLog, position: u64) -> Input<'static> {
    Input::Registered(Ok(Created { position, head: log.head_at(position).unwrap() }))
}

/// Ana founded, Ben joined: GENESIS, ROTATE, JOIN.
pub(crate) fn couple() -> (TestLog, TestDevice, TestDevice) {
    let (ana, ben) = (TestDevice::zero("ana"), TestDevice::one("ben"));
    let log = TestLog::couple(&ana, &ben).unwrap();
    (log, ana, ben)
}

pub(crate) struct Bench {
    pub(crate) device: TestDevice,
    pub(crate) space: Space,
    pub(crate) session: Session,
    pub(crate) now: u64,
    pub(crate) rng: Dice,
    /// Durable rows.
    pub(crate) hot: BTreeMap<Vec<u8>, Vec<u8>>,
    pub(crate) log: BTreeMap<u64, Record>,
    /// Saves the disk has not taken yet.
    pub(crate) pending: VecDeque<Save>,
    /// The disk is quick.
    pub(crate) saves: bool,
    /// The log on disk was damaged on purpose.
    pub(crate) damaged: bool,
    /// The client accepts what it is handed.
    pub(crate) accepts: bool,
    pub(crate) sent: Vec<ClientFrame>,
    pub(crate) told: Vec<Output>,
    pub(crate) arrived: Vec<Arrived>,
    pub(crate) wake: Option<u64>,
    inputs: VecDeque<Owned>,
}

enum Owned {
    Signed([u8; 64]),
    Rows(u64, Vec<Record>),
    Saved(super::SaveId),
    Changed,
}

impl Bench {
    pub(crate) fn new(device: TestDevice, (space, save): (Space, Save)) -> Self {
        let mut bench = Self {
            device,
            space,
            session: Session::new("relay.example", "test 1"),
            now: 1_000,
            rng: Dice::new(7),
            hot: BTreeMap::new(),
            log: BTreeMap::new(),
            pending: VecDeque::new(),
            saves: true,
            damaged: false,
            accepts: true,
            sent: Vec::new(),
            told: Vec::new(),
            arrived: Vec::new(),
            wake: None,
            inputs: VecDeque::new(),
        };
        bench.save(save);
        bench.drain();
        bench
    }

    /// Someone who follows a log and has it up to `len`.
    pub(crate) fn at(device: &TestDevice, log: &TestLog, len: usize) -> Self {
        let mut bench = Self::new(device.clone(), Space::follow(log.state.space(), device.id()));
        bench.meet(log, len as u64);
        bench.data(log, 1, len);
        assert_eq!(bench.space.len(), len as u64);
        bench.give(Input::Closed);
        bench.forget();
        bench
    }

    pub(crate) fn give(&mut self, input: Input<'_>) {
        self.session.handle(&mut self.space, self.now, &mut self.rng, input);
        self.drain();
    }

    pub(crate) fn drain(&mut self) {
        loop {
            while let Some(output) = self.session.poll() {
                self.output(output);
            }
            let Some(input) = self.inputs.pop_front() else { break };
            let input = match input {
                Owned::Signed(sig) => Input::Signed(sig),
                Owned::Rows(from, records) => Input::Rows { from, records },
                Owned::Saved(id) => Input::Saved(id),
                Owned::Changed => Input::Changed,
            };
            self.session.handle(&mut self.space, self.now, &mut self.rng, input);
        }
        self.check();
    }

    fn output(&mut self, output: Output) {
        match output {
            Output::Send(bytes) => {
                let frame = ClientFrame::decode(&bytes).expect("what is sent is a frame");
                self.check_sent(&frame);
                self.sent.push(frame);
            }
            Output::SignAuth(message) => {
                self.inputs.push_back(Owned::Signed(sign(&self.device.key, &message)));
            }
            Output::NeedRows { from, to } => {
                assert!(from <= to && to <= self.space.len(), "rows {from} to {to}");
                let rows = (from..=to).map_while(|p| self.log.get(&self.space.log_row(p)).cloned());
                let rows: Vec<Record> = rows.take(100).collect();
                self.inputs.push_back(Owned::Rows(from, rows));
            }
            Output::Save(save) => self.save(save),
            Output::Incoming(run) => {
                assert_eq!(self.space.handed_over(), Some(run.as_slice()));
                self.arrived.extend(run);
                if self.accepts {
                    let save = self.space.accept().expect("something was handed over");
                    self.save(save);
                    self.inputs.push_back(Owned::Changed);
                }
            }
            Output::Wake(at) => self.wake = Some(at),
            other => self.told.push(other),
        }
    }

    pub(crate) fn save(&mut self, save: Save) {
        if let Some(last) = self.pending.back() {
            assert!(last.id < save.id, "saves count up");
        }
        self.pending.push_back(save);
        if self.saves {
            self.flush();
        }
    }

    /// The disk takes what waits.
    pub(crate) fn flush(&mut self) {
        while let Some(Save { id, changes }) = self.pending.pop_front() {
            for row in changes.hot {
                assert!(row.key.len() <= 33);
                match row.value {
                    Some(value) => self.hot.insert(row.key, value.to_vec()),
                    None => self.hot.remove(&row.key),
                };
            }
            for row in changes.log {
                self.log.insert(row.key, row.record);
            }
            self.inputs.push_back(Owned::Saved(id));
        }
    }

    pub(crate) fn flush_and_drain(&mut self) {
        self.flush();
        self.drain();
    }

    /// What must hold of everything that goes out.
    fn check_sent(&self, frame: &ClientFrame) {
        match frame {
            ClientFrame::Push { record, .. } => {
                let is_durable = self.hot.values().any(|row| row[..] == record[..])
                    || self.log.values().any(|row| row.bytes() == &record[..]);
                assert!(is_durable, "a record was sent before it was saved");
            }
            ClientFrame::Applied { position } if self.session.switch.is_none() => {
                let stored = self.stored().len();
                assert!(*position <= stored, "applied {position} with {stored} on disk");
            }
            _ => {}
        }
    }

    /// What must hold after every turn.
    fn check(&self) {
        let stored = self.stored();
        assert!(stored.len() >= self.space.durable() || self.space.durable() == 0);
        if self.pending.is_empty() {
            let (now, disk) = (&self.space, &stored);
            assert_eq!(disk.state, now.state);
            assert_eq!(disk.heads, now.heads);
            assert_eq!(disk.segments, now.segments);
            assert_eq!((disk.branch, disk.registered), (now.branch, now.registered));
            assert_eq!((disk.store_epoch, &disk.bound), (now.store_epoch, &now.bound));
            assert_eq!(disk.spare, now.spare);
            assert_eq!(disk.second_end, now.second_end);
            let record = |s: &Space| s.flight.as_ref().map(|f| f.record.clone());
            assert_eq!(record(disk), record(now));
        }
        // The log on disk is the log that was verified.
        if self.damaged {
            return;
        }
        let mut head = LogHead::ZERO;
        for position in 1..=stored.len() {
            let record = self.log.get(&stored.log_row(position)).expect("a row a position");
            head = accord_protocol::ids::next_head(&head, &record.hash());
            assert_eq!(stored.head_at(position), Some(head));
        }
    }

    /// The space as a restart would find it.
    pub(crate) fn stored(&self) -> Space {
        Space::decode(self.hot.iter().map(|(k, v)| (k.as_slice(), v.as_slice()))).unwrap()
    }

    /// The process dies; what the disk had not taken is lost.
    pub(crate) fn crash(&mut self) {
        self.pending.clear();
        self.inputs.clear();
        self.space = self.stored();
        self.session = Session::new("relay.example", "test 1");
        self.forget();
    }

    pub(crate) fn forget(&mut self) {
        self.sent.clear();
        self.told.clear();
        self.arrived.clear();
    }

    pub(crate) fn frame(&mut self, frame: &ServerFrame) {
        self.give(Input::Received(&frame.encode()));
    }

    pub(crate) fn dial(&mut self) {
        if self.session.phase() != Phase::Dialing {
            self.give(Input::WantSync);
        }
        assert_eq!(self.session.phase(), Phase::Dialing);
        self.give(Input::Connected);
    }

    pub(crate) fn dial_if_resting(&mut self) {
        match self.session.phase() {
            Phase::Dialing => self.give(Input::Connected),
            _ => self.dial(),
        }
    }

    pub(crate) fn welcome(&mut self, store_epoch: StoreEpoch) {
        self.frame(&ServerFrame::Welcome {
            proto: PROTO,
            challenge: CHALLENGE,
            limits: Limits::V1,
            ping_s: 25,
            store_epoch,
        });
    }

    /// Up to the relay's answer that its log is `len` records of `log`.
    pub(crate) fn greet(&mut self, log: &TestLog, len: u64, epoch: StoreEpoch) {
        self.dial();
        self.welcome(epoch);
        let head = log.head_at(len).unwrap_or(LogHead::ZERO);
        self.frame(&ServerFrame::Ready { position: len, head });
    }

    /// Connected to a relay that has the first `len` records and agrees.
    pub(crate) fn meet(&mut self, log: &TestLog, len: u64) {
        self.greet(log, len, EPOCH);
        self.agree(log, len);
    }

    /// A relay that has the first `len` records answers Subscribe: to one beyond its end with Rollback first.
    pub(crate) fn agree(&mut self, log: &TestLog, len: u64) {
        if self.subscribes().last().is_some_and(|after| *after > len) {
            let head = log.head_at(len).unwrap_or(LogHead::ZERO);
            self.frame(&ServerFrame::Rollback { position: len, head });
        }
        self.frame(&ServerFrame::Sub { position: len });
    }

    /// Data with `count` records of `log` from a position.
    pub(crate) fn data(&mut self, log: &TestLog, from: usize, count: usize) {
        for (n, chunk) in log.records[from - 1..from - 1 + count].chunks(256).enumerate() {
            let records = chunk.iter().map(Record::shared).collect();
            let from = (from + n * 256) as u64;
            self.frame(&ServerFrame::Data { from, records, more: false });
        }
    }

    pub(crate) fn ack(&mut self, req: u64, outcome: Outcome) {
        self.frame(&ServerFrame::Ack { req, outcome, retry_after_ms: None });
    }

    /// Seals filler on the verified head and submits it.
    pub(crate) fn write(&mut self) -> Record {
        let record = self.seal(Kind::Content, &[0x33; 528]);
        let save = self.space.submit(record.clone()).unwrap();
        self.save(save);
        self.inputs.push_back(Owned::Changed);
        self.drain();
        record
    }

    pub(crate) fn seal(&self, kind: Kind, body: &[u8]) -> Record {
        let state = self.space.state().unwrap();
        let key_id = state.last_key().map(|grant| grant.key_id).filter(|_| !kind.is_membership());
        let nonce = if kind.is_membership() { [0; 24] } else { [9; 24] };
        let header = self.space.next_header(kind, key_id.unwrap_or(KeyId::ZERO), nonce).unwrap();
        Record::sign(&header, body, &self.device.key).unwrap()
    }

    /// Records pushed so far: request and bytes.
    pub(crate) fn pushes(&self) -> Vec<(u64, Record)> {
        self.sent
            .iter()
            .filter_map(|frame| match frame {
                ClientFrame::Push { req, record } => Some((*req, Record::parse(record).unwrap())),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn subscribes(&self) -> Vec<u64> {
        self.sent
            .iter()
            .filter_map(|frame| match frame {
                ClientFrame::Subscribe { after, .. } => Some(*after),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn closed_for(&self) -> Option<Reason> {
        self.told.iter().rev().find_map(|output| match output {
            Output::Close(reason) => Some(*reason),
            _ => None,
        })
    }

    /// Lets time pass until something is due.
    pub(crate) fn wait(&mut self) {
        let at = self.wake.take().expect("a wake-up was asked for");
        self.now = self.now.max(at);
        self.give(Input::Tick);
    }
}

/// A space that follows these records and accepted them all.
pub(crate) fn followed(device: DeviceId, records: Vec<Record>) -> Space {
    let (mut space, _) = Space::follow(records[0].space(), device);
    grow(&mut space, records);
    space
}

/// Accepts the records that come next.
pub(crate) fn grow(space: &mut Space, records: Vec<Record>) {
    let run = space.verify(space.len() + 1, records).unwrap();
    space.run = Some(run);
    space.accept().unwrap();
}

/// The relay refuses the record in flight for good.
pub(crate) fn refuse(space: &mut Space) -> Record {
    space.ground().unwrap().0
}

/// A REVOKE of this device was verified on a branch that parted after `cut`.
pub(crate) fn bind_elsewhere(space: &mut Space, device: DeviceId, cut: u64) {
    space.bound.devices.push((device, cut));
}
