//! A seat among three devices with real keys: what it makes of good and bad KEYS, of a removal, and of a refusal.

use std::cell::RefCell;
use std::collections::BTreeSet;

use accord_protocol::body::{Admit, DeviceType, Keys, Revoke, Role, Rotate, SpaceType};
use accord_protocol::chain::SpaceState;
use accord_protocol::ids::{DeviceId, Partner, RecordHash, Transcript};
use accord_protocol::record::{Kind, Record};

use super::admit::Notices;
use super::aside::Aside;
use super::care::{Care, SET_ASIDE};
use super::duty::Duty;
use super::found::{admit, found, header};
use super::rows::{Vellum, Writer};
use super::seat::{FaultKind, Pen, Seat};
use crate::act::vault::VaultBody;
use crate::act::{Body, RecordId, Text};
use crate::crypto::boxes::make_keys;
use crate::crypto::secret::Secret;
use crate::crypto::{DeviceKeys, DeviceSecret, EpochKey, Phrase, StoreKey};
use crate::sync::Origin;
use crate::sync::testing::{Dice, bind_elsewhere, followed, grow, refuse};
use crate::time::Now;

/// Ana's phone and tablet, Ben, and everything they can do to a log.
struct Three {
    rng: Dice,
    now: Now,
    vellum: Vellum,
    writer: Writer,
    care: Care,
    state: SpaceState,
    records: Vec<Record>,
    ana: DeviceSecret,
    tablet: DeviceSecret,
    ben: DeviceSecret,
    /// Every epoch key, oldest first.
    epoch: Vec<EpochKey>,
}

/// A pen over disjoint parts.
macro_rules! pen {
    ($three:ident) => {
        Pen {
            now: &$three.now,
            rng: &mut $three.rng,
            vellum: &$three.vellum,
            writer: &mut $three.writer,
            care: &$three.care,
        }
    };
}

impl Three {
    fn new(seed: u64) -> Self {
        let mut rng = Dice::new(seed);
        let paper = Phrase::generate(&mut rng).paper_halves().remove(1);
        let founded = found(&mut rng, SpaceType::Couple, &paper).unwrap();
        let mut state = SpaceState::genesis(&founded.records[0]).unwrap();
        for record in &founded.records[1..] {
            let accepted = state.check(record, &|_| None).unwrap();
            state.apply(accepted);
        }
        let (tablet, ben) = (DeviceSecret::generate(&mut rng), DeviceSecret::generate(&mut rng));
        let mut three = Self {
            rng,
            now: Now { unix_ms: 1_795_348_800_000, mono_ms: 0, zone: "UTC".into() },
            vellum: Vellum::new(StoreKey::from_secret(Secret::from_bytes([7; 32]))),
            writer: Writer::default(),
            care: Care::default(),
            state,
            records: founded.records,
            ana: founded.secret,
            tablet,
            ben,
            epoch: vec![founded.key],
        };
        let (tablet, ben) = (three.tablet.keys(), three.ben.keys());
        three.let_in(&ben, Partner::One, Role::Partner, Kind::Join, [9; 32]);
        three.let_in(&tablet, Partner::Zero, Role::FromVault, Kind::AddDevice, [0; 32]);
        three
    }

    fn let_in(&mut self, new: &DeviceKeys, partner: Partner, role: Role, kind: Kind, t: [u8; 32]) {
        let dev = new.dev(DeviceType::Active, partner);
        let t = Transcript::from_bytes(t);
        let (space, by) = (self.state.space(), self.ana.keys().device_id());
        let proof = Admit::prove(role, &space, &by, &t, &dev, new.signing_key());
        let ana = self.ana_keys();
        let body = admit(&mut self.rng, &self.state, &ana, &self.epoch[0], t, dev, proof).unwrap();
        self.push(&ana, kind, &body);
    }

    fn ana_keys(&self) -> DeviceKeys {
        self.ana.keys()
    }

    fn push(&mut self, by: &DeviceKeys, kind: Kind, body: &[u8]) -> Record {
        let header = header(&self.state, by.device_id(), kind);
        let record = Record::sign(&header, body, by.signing_key()).unwrap();
        self.keep(record)
    }

    fn keep(&mut self, record: Record) -> Record {
        let accepted = self.state.check(&record, &|_| None).unwrap();
        self.state.apply(accepted);
        self.records.push(record.clone());
        record
    }

    /// KEYS by a device, wrapping one of the keys so far.
    fn keys(&mut self, by: &DeviceKeys, wraps: usize) -> Keys {
        let key = EpochKey::generate(&mut self.rng);
        let devs: Vec<_> = self
            .state
            .members()
            .filter(|m| m.is_active())
            .filter_map(|m| m.dev().cloned())
            .collect();
        let previous = &self.epoch[wraps];
        let space = self.state.space();
        let keys =
            make_keys(&mut self.rng, &key, &space, &by.device_id(), Some(previous), &devs).unwrap();
        self.epoch.push(key);
        keys
    }

    fn rotate(&mut self, by: &DeviceKeys, keys: Keys) -> Record {
        self.push(by, Kind::Rotate, &Rotate { keys }.encode())
    }

    /// A seat that took in the whole log so far.
    fn seat(&mut self, n: u8, secret: &DeviceSecret, partner: Partner) -> Seat {
        let records = self.records.clone();
        let space = followed(secret.keys().device_id(), records.clone());
        let mut pen = pen!(self);
        let mut seat = Seat::new(&mut pen, n, partner, secret, space);
        let mut notices = Notices::default();
        for (at, record) in records.iter().enumerate() {
            seat.take_in(&mut pen, at as u64 + 1, record, Origin::Other, &mut notices);
        }
        seat
    }

    fn ben_seat(&mut self) -> Seat {
        let ben = DeviceSecret::from_secret(Secret::from_bytes(*self.ben.expose()));
        self.seat(1, &ben, Partner::One)
    }

    fn tablet_seat(&mut self) -> Seat {
        let tablet = DeviceSecret::from_secret(Secret::from_bytes(*self.tablet.expose()));
        self.seat(1, &tablet, Partner::Zero)
    }

    /// Gives a seat what the log has and it has not.
    fn deliver(&mut self, seat: &mut Seat) {
        let from = usize::try_from(seat.sync.len()).unwrap();
        let records = self.records[from..].to_vec();
        grow(&mut seat.sync, records.clone());
        let mut pen = pen!(self);
        let mut notices = Notices::default();
        for (at, record) in records.iter().enumerate() {
            seat.take_in(&mut pen, (from + at) as u64 + 1, record, Origin::Other, &mut notices);
        }
    }

    fn do_duty(&mut self, seat: &mut Seat) -> bool {
        seat.do_duty(&mut pen!(self))
    }

    /// The record in flight is in the log.
    fn land(&mut self, seat: &mut Seat) -> Record {
        let record = seat.sync.flight().unwrap().record().clone();
        self.keep(record.clone());
        self.deliver(seat);
        record
    }
}

fn recipients(keys: &Keys) -> Vec<DeviceId> {
    keys.boxes.iter().map(|sealed| sealed.device).collect()
}

#[test]
fn a_box_that_does_not_open_is_named_and_leads_to_one_rotation_after_a_while() {
    let mut three = Three::new(1);
    let mut ben = three.ben_seat();
    let tablet = three.tablet.keys();
    let mut keys = three.keys(&tablet, 0);
    for sealed in keys.boxes.iter_mut().filter(|sealed| sealed.device == ben.device()) {
        sealed.ct[0] ^= 1;
    }
    three.rotate(&tablet, keys);
    three.deliver(&mut ben);
    let (at, fault) = ben.faults.first_key_value().map(|(at, fault)| (*at, *fault)).unwrap();
    assert_eq!((fault.author, fault.what), (tablet.device_id(), FaultKind::Box));
    assert_eq!(at, three.state.len());
    assert!(!three.do_duty(&mut ben), "not at once");
    three.now.mono_ms = 10_001;
    assert!(three.do_duty(&mut ben));
    let record = three.land(&mut ben);
    let rotated = Rotate::parse(record.body()).unwrap().keys;
    assert_eq!(recipients(&rotated), three.state.recipients());
    assert!(ben.epoch.contains_key(&rotated.key_id));
    assert!(!three.do_duty(&mut ben), "once");
    assert!(ben.duties.is_empty() && ben.rotate_at_ms.is_none());
    assert_eq!(ben.faults.len(), 1, "the device stays named");
}

#[test]
fn a_newer_key_that_opens_makes_the_rotation_unneeded() {
    let mut three = Three::new(2);
    let mut ben = three.ben_seat();
    let (tablet, ana) = (three.tablet.keys(), three.ana_keys());
    let mut keys = three.keys(&tablet, 0);
    for sealed in &mut keys.boxes {
        sealed.enc[3] ^= 1;
    }
    three.rotate(&tablet, keys);
    three.deliver(&mut ben);
    assert_eq!(ben.duties.len(), 1);
    let keys = three.keys(&ana, 0);
    three.rotate(&ana, keys);
    three.deliver(&mut ben);
    three.now.mono_ms = 10_001;
    assert!(!three.do_duty(&mut ben));
    assert!(ben.duties.is_empty());
}

#[test]
fn a_record_that_ended_the_program_is_set_aside_unread_and_any_other_is_told_before_it_is_taken_in()
{
    thread_local! {
        static TOLD: RefCell<Vec<Option<RecordHash>>> = const { RefCell::new(Vec::new()) };
    }
    let mut three = Three::new(7);
    let (mut ben, ana) = (three.ben_seat(), three.ana_keys());
    let [bad, next] = [0x33, 0x34].map(|byte| {
        let mut header = header(&three.state, ana.device_id(), Kind::Content);
        header.key_id = three.epoch[0].key_id(&three.state.space());
        let record = Record::sign(&header, &[byte; 528], ana.signing_key()).unwrap();
        three.keep(record).hash()
    });
    let tell = |record| TOLD.with_borrow_mut(|told| told.push(record));
    three.care = Care::new(BTreeSet::from([bad]), tell);
    three.deliver(&mut ben);
    let reasons: Vec<&str> = ben.quarantined.values().map(|q| q.reason.as_str()).collect();
    assert_eq!(reasons, [SET_ASIDE, "does_not_open"]);
    assert_eq!(TOLD.take(), [Some(next)]);
}

#[test]
fn a_wrap_of_another_key_than_the_one_before_is_named_too() {
    for broken in [false, true] {
        let mut three = Three::new(3);
        let mut ben = three.ben_seat();
        let (tablet, ana) = (three.tablet.keys(), three.ana_keys());
        let keys = three.keys(&ana, 0);
        three.rotate(&ana, keys);
        // Either the wrap is the right one and does not open, or it opens and is the wrong one.
        let mut keys = three.keys(&tablet, usize::from(broken));
        keys.wrap_ct[0] ^= u8::from(broken);
        three.rotate(&tablet, keys);
        three.deliver(&mut ben);
        let found: Vec<_> = ben.faults.values().map(|fault| (fault.author, fault.what)).collect();
        assert_eq!(found, [(tablet.device_id(), FaultKind::Wrap)]);
        assert!(matches!(ben.duties[..], [Duty::Rotate { .. }]));
        assert_eq!(ben.epoch.len(), 3, "the key itself can be used");
    }
}

#[test]
fn whoever_comes_late_walks_back_over_every_wrap() {
    let mut three = Three::new(4);
    let (ana, ben) = (three.ana_keys(), three.ben.keys());
    for (round, by) in [&ana, &ben, &ana, &ben].into_iter().enumerate() {
        let keys = three.keys(by, round);
        three.rotate(by, keys);
    }
    let late = DeviceSecret::generate(&mut three.rng);
    let dev = late.keys().dev(DeviceType::Active, Partner::Zero);
    let (space, t) = (three.state.space(), Transcript::ZERO);
    let proof =
        Admit::prove(Role::FromVault, &space, &DeviceId::ZERO, &t, &dev, late.keys().signing_key());
    let body = admit(&mut three.rng, &three.state, &ana, &three.epoch[4], t, dev, proof).unwrap();
    three.push(&ana, Kind::AddDevice, &body);
    let seat = three.seat(1, &late, Partner::Zero);
    assert_eq!(seat.epoch.len(), 5, "all keys since the first");
    assert!(seat.faults.is_empty() && seat.duties.is_empty());
}

#[test]
fn a_refused_removal_is_written_again_on_the_new_head_and_keeps_its_keys() {
    let mut three = Three::new(5);
    let mut tablet = three.tablet_seat();
    let target = three.ana.keys().device_id();
    tablet.owe(&mut pen!(three), Duty::Revoke(target));
    assert!(three.do_duty(&mut tablet));
    let first = refuse(&mut tablet.sync);
    let ben = three.ben.keys();
    let keys = three.keys(&ben, 0);
    three.rotate(&ben, keys);
    three.deliver(&mut tablet);
    assert_eq!(tablet.duties, [Duty::Revoke(target)], "no refusal loses it");
    assert!(three.do_duty(&mut tablet));
    let second = three.land(&mut tablet);
    assert_ne!(first.hash(), second.hash());
    assert_eq!(second.header().log_len, three.state.len() - 1);
    let [one, two] = [&first, &second].map(|r| Revoke::parse(r.body()).unwrap().keys);
    assert_ne!(one.key_id, two.key_id);
    for keys in [&one, &two] {
        assert!(tablet.epoch.contains_key(&keys.key_id), "either may be in the log");
    }
    assert_eq!(recipients(&two), three.state.recipients());
    assert!(!recipients(&two).contains(&target));
    assert!(!three.do_duty(&mut tablet));
    assert!(tablet.duties.is_empty());
}

#[test]
fn what_a_removed_device_says_on_another_branch_is_not_admitted_and_what_it_said_before_stands() {
    let mut three = Three::new(6);
    let mut tablet = three.tablet_seat();
    let mut ben = three.ben_seat();
    for (name, admitted) in [("Ana", true), ("Mallory", false)] {
        let name = Text::name(name).unwrap();
        tablet.make(&mut pen!(three), RecordId::ZERO, Body::Name(name));
        assert!(tablet.seal_next(&mut pen!(three)));
        three.land(&mut tablet);
        three.deliver(&mut ben);
        let refused = ben.quarantined.get(&three.state.len()).map(|q| q.reason.as_str());
        assert_eq!(refused, if admitted { None } else { Some("bound") });
        // From here on a REVOKE of the tablet is known from a branch that was left.
        bind_elsewhere(&mut ben.sync, tablet.device(), three.state.len());
    }
    assert_eq!(ben.acts.iter().filter(|(_, held)| held.partner == Partner::Zero).count(), 1);
}

#[test]
fn an_own_act_no_app_would_read_is_set_aside_and_the_next_one_goes() {
    let mut three = Three::new(6);
    let mut ben = three.ben_seat();
    let mut pen = pen!(three);
    // A withdrawal of nothing.
    ben.make(&mut pen, RecordId::ZERO, Body::BoundaryWithdraw);
    ben.make(&mut pen, RecordId::ZERO, Body::Name(Text::name("Ben").unwrap()));
    assert!(ben.seal_next(&mut pen));
    three.land(&mut ben);
    assert!(ben.quarantined.is_empty() && ben.flight.is_empty());
    assert_eq!(ben.acts.len(), 1);
    let aside: Vec<_> = ben.journal.iter().map(|entry| entry.aside).collect();
    assert_eq!(aside, [Some(Aside::NotExact)]);
    assert!(!ben.seal_next(&mut pen!(three)), "it is not tried again");
}

#[test]
fn an_act_of_a_vault_in_the_couple_space_is_quarantined_with_its_reason() {
    let mut three = Three::new(7);
    let (mut tablet, mut ben) = (three.tablet_seat(), three.ben_seat());
    let mut pen = pen!(three);
    tablet.make(&mut pen, RecordId([3; 32]), Body::Vault(VaultBody::Hide { on: true }));
    assert!(tablet.seal_next(&mut pen));
    three.land(&mut tablet);
    three.deliver(&mut ben);
    let reasons: Vec<_> = ben.quarantined.values().map(|q| q.reason.as_str()).collect();
    assert_eq!(reasons, ["vault_act"]);
    assert_eq!(ben.acts.len(), 0);
}
