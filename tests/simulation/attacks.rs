//! A partner with a modified app (PRODUCT 3.10, cases 25 and 34): records signed and sealed with that person's own valid keys that say what
//! they must not. The honest app keeps them apart, counts them, and goes on.

use accord_client_core::act::{Body, BoundaryFields, RecordId, Text};
use accord_client_core::client::command::{Command, Reply};
use accord_client_core::client::joint::JointCommand;
use accord_client_core::crypto::OpenPage;
use accord_client_core::document::joint::{Edit, JointPage};
use accord_client_core::document::{Actor, PageRecord};
use accord_client_core::law::command::{Area, BoundaryWords, LawCommand, MarkResult, Polarity};
use accord_protocol::ids::DeviceId;
use accord_protocol::record::{Kind, Record};
use accord_tests::devices::add_own;
use accord_tests::ledger::held;
use accord_tests::modified::ModifiedApp;
use accord_tests::people::{
    agreement, agreements, paired, propose, settle, status, sync, tell, verify,
};
use accord_tests::{HomeId, World};

/// Ben's modified app on his own device.
pub(crate) struct Forger {
    home: HomeId,
    pub(crate) app: ModifiedApp,
    pub(crate) ana: DeviceId,
}

impl Forger {
    /// Takes over Ben's device: the honest process ends, its keys are used by another.
    pub(crate) fn of(world: &mut World, ana: HomeId, ben: HomeId) -> Self {
        let (keys, epoch) = world.keys_of(ben);
        let device = keys.device_id();
        let own = held(world, ben, false);
        let last = own.iter().filter(|h| h.act.device == device).max_by_key(|h| h.act.no);
        let last = last.map(|h| (h.act.no, h.hash));
        let space = world.couple_of(device).expect("the couple's log");
        let theirs = held(world, ana, false);
        let ana = theirs.iter().find(|h| h.act.device != device).expect("Ana wrote").act.device;
        world.kill(ben);
        Self { home: ben, app: ModifiedApp { keys, epoch, space, last }, ana }
    }

    /// Seals changes as a record at the end of the log and has the relay take it.
    pub(crate) fn post(&self, world: &mut World, page: OpenPage, changes: Vec<Vec<u8>>) {
        let log = world.relays[0].store.log(&self.app.space);
        let log: Vec<Record> =
            log.iter().map(|entry| Record::parse(&entry.record).expect("stored")).collect();
        let record = self.app.sealed(&mut world.rng, &log, page, changes);
        world.push_as(self.home, &record);
    }
}

/// What Ana's home says after she fetched what was posted: she is told how much was kept apart, and her log is sound.
fn kept_apart(world: &mut World, ana: HomeId, expected: u64) -> Vec<String> {
    sync(world, ana);
    let view = verify(world, ana);
    assert_eq!(view.bad_signatures, 0, "the chain is sound");
    assert_eq!(status(world, ana).quarantined, expected, "{:?}", view.quarantined);
    view.quarantined.into_iter().map(|record| record.reason).collect()
}

fn yes(world: &mut World, ana: HomeId, id: &str) -> Body {
    let view = agreement(world, ana, id);
    let revision = view.open[0].revision.clone();
    let revision = accord_client_core::act::RevisionId::from_hex(&revision).expect("a revision");
    Body::Accept { revision, can: None }
}

fn setting(seed: u64) -> (World, HomeId, String, Forger) {
    let mut world = World::new(seed);
    let (ana, ben) = paired(&mut world);
    settle(&mut world, &[ana, ben]);
    let id = propose(&mut world, ana, "Only with a yes of both");
    settle(&mut world, &[ana, ben]);
    let forger = Forger::of(&mut world, ana, ben);
    (world, ana, id, forger)
}

#[test]
fn records_of_reserved_kinds_keep_their_place_and_are_passed_over() {
    let (mut world, ana, id, forger) = setting(31);
    let tablet = add_own(&mut world, ana, "tablet");
    settle(&mut world, &[ana, tablet]);
    let before = verify(&mut world, ana);
    let mut kinds = Vec::new();
    for kind in [Kind::Checkpoint, Kind::Attest, Kind::Unknown(0x42)] {
        let log = world.relays[0].store.log(&forger.app.space);
        let log: Vec<Record> =
            log.iter().map(|entry| Record::parse(&entry.record).expect("stored")).collect();
        let record = forger.app.of_kind(&log, kind, b"of a later version");
        kinds.push(record.bytes()[1]);
        world.push_as(forger.home, &record);
    }
    assert_eq!(kinds, [0x11, 0x12, 0x42], "the numbers of the protocol");
    for home in [ana, tablet] {
        sync(&mut world, home);
        let view = verify(&mut world, home);
        assert_eq!(view.position, before.position + 3, "each has its place");
        assert_eq!(view.state_digest, before.state_digest, "and says nothing");
        let reasons: Vec<&str> = view.quarantined.iter().map(|r| r.reason.as_str()).collect();
        assert_eq!(reasons, ["needs_newer_app"; 3], "kept, and said to be");
    }
    // Everything goes on behind them, and whoever comes later gets them too.
    let after = propose(&mut world, ana, "Said after them");
    settle(&mut world, &[ana, tablet]);
    let laptop = add_own(&mut world, ana, "laptop");
    settle(&mut world, &[ana, tablet, laptop]);
    for home in [ana, tablet, laptop] {
        assert_eq!(agreement(&mut world, home, &id).state, "open");
        assert_eq!(agreement(&mut world, home, &after).state, "open");
        assert_eq!(status(&mut world, home).quarantined, 3);
        let view = verify(&mut world, home);
        assert_eq!(view.state_digest, verify(&mut world, ana).state_digest);
    }
}

#[test]
fn the_forgers_bench_writes_records_that_would_count() {
    let (mut world, ana, id, forger) = setting(30);
    let record = RecordId::from_hex(&id).expect("an id");
    let body = yes(&mut world, ana, &id);
    let act = forger.app.signed(forger.app.act(record, body));
    let change = forger.app.change(forger.app.keys.device_id(), &[act]);
    forger.post(&mut world, OpenPage::from_number(2).expect("Ben's page"), vec![change]);
    kept_apart(&mut world, ana, 0);
    assert_eq!(agreement(&mut world, ana, &id).state, "in_force", "his own honest yes counts");
}

#[test]
fn a_yes_in_anas_name_by_bens_device_counts_for_nothing() {
    let (mut world, ana, id, forger) = setting(31);
    let record = RecordId::from_hex(&id).expect("an id");
    let body = yes(&mut world, ana, &id);
    let page = OpenPage::from_number(2).expect("Ben's page");
    let own = forger.app.keys.device_id();
    // The act names Ana's device; so does the actor of its change; it lies on Ana's page; its statement is nobody's.
    let mut act = forger.app.act(record, body);
    act.device = forger.ana;
    let act = forger.app.signed(act);
    forger.post(&mut world, page, vec![forger.app.change(own, std::slice::from_ref(&act))]);
    forger.post(&mut world, page, vec![forger.app.change(forger.ana, std::slice::from_ref(&act))]);
    let anas = OpenPage::from_number(1).expect("Ana's page");
    forger.post(&mut world, anas, vec![forger.app.change(own, &[act])]);
    let reasons = kept_apart(&mut world, ana, 3);
    assert_eq!(reasons[..2], ["act_of_another_device", "act_of_another_device"]);
    assert_eq!(reasons[2], "not_their_page");
    assert_eq!(agreement(&mut world, ana, &id).state, "open");
}

#[test]
fn another_actor_or_a_bad_statement_is_kept_apart() {
    let (mut world, ana, id, forger) = setting(32);
    let record = RecordId::from_hex(&id).expect("an id");
    let body = yes(&mut world, ana, &id);
    let page = OpenPage::from_number(2).expect("Ben's page");
    let act = forger.app.signed(forger.app.act(record, body.clone()));
    forger.post(&mut world, page, vec![forger.app.change(forger.ana, std::slice::from_ref(&act))]);
    let mut unsigned = forger.app.act(record, body);
    unsigned.signature = Some([7; 64]);
    forger.post(
        &mut world,
        page,
        vec![forger.app.change(forger.app.keys.device_id(), &[unsigned])],
    );
    let reasons = kept_apart(&mut world, ana, 2);
    assert!(reasons[0].starts_with("gate: "), "{reasons:?}");
    assert_eq!(reasons[1], "statement_signature");
    assert_eq!(agreement(&mut world, ana, &id).state, "open");
}

#[test]
fn words_for_anas_boundary_on_bens_page_change_nothing_of_hers() {
    let mut world = World::new(33);
    let (ana, ben) = paired(&mut world);
    let words = BoundaryWords {
        area: Some(Area::Social),
        text: Some("Please do not post photos of me".into()),
        ..BoundaryWords::default()
    };
    let limit = LawCommand::BoundaryAdd { polarity: Polarity::Limit, words };
    let Ok(Reply::Boundary(hers)) = tell(&mut world, ana, limit) else {
        unreachable!("a boundary")
    };
    settle(&mut world, &[ana, ben]);
    let mut forger = Forger::of(&mut world, ana, ben);
    let record = RecordId::from_hex(&hers.id).expect("an id");
    let text = Text::new("Photos are fine").expect("a text");
    let forged = BoundaryFields::new(Polarity::Limit, Area::Social, text);
    let first = forger.app.act(record, Body::Boundary(forged));
    forger.app.last = Some((first.no, first.hash()));
    let second = forger.app.act(record, Body::BoundaryWithdraw);
    let change = forger.app.change(forger.app.keys.device_id(), &[first, second]);
    forger.post(&mut world, OpenPage::from_number(2).expect("Ben's page"), vec![change]);
    kept_apart(&mut world, ana, 0);
    let look = Command::Boundary { id: hers.id.clone(), history: false };
    let now = match world.run(ana, look) {
        Ok(Reply::Boundary(view)) => *view,
        other => unreachable!("her boundary: {other:?}"),
    };
    assert_eq!((now.state, &now.versions), (hers.state, &hers.versions), "her words stand");
    // And she can still withdraw it.
    tell(&mut world, ana, LawCommand::BoundaryWithdraw { id: hers.id }).expect("withdrawn");
}

#[test]
fn noise_and_floods_inside_a_sealed_record_are_kept_apart_and_nothing_breaks() {
    let (mut world, ana, id, forger) = setting(34);
    let page = OpenPage::from_number(2).expect("Ben's page");
    let own = forger.app.keys.device_id();
    forger.post(&mut world, page, vec![vec![0x85; 60_000]]);
    let record = RecordId::from_hex(&id).expect("an id");
    let mark = Body::Mark { on: None, result: MarkResult::Kept, note: None };
    let change = forger.app.change(own, &[forger.app.act(record, mark)]);
    for cut in [1, 9, change.len() - 1] {
        forger.post(&mut world, page, vec![change[..cut].to_vec()]);
    }
    let joint = OpenPage::from_number(0).expect("the joint page");
    forger.post(&mut world, joint, vec![change[..change.len() - 1].to_vec()]);
    let reasons = kept_apart(&mut world, ana, 5);
    assert_eq!(reasons.len(), 5, "{reasons:?}");
    assert_eq!(agreements(&mut world, ana).len(), 1);
    // The home opens again, and says the same.
    world.reboot(ana);
    assert_eq!(kept_apart(&mut world, ana, 5), reasons);
}

#[test]
fn a_bad_change_of_the_joint_page_blocks_nothing() {
    let mut world = World::new(35);
    let (ana, ben) = paired(&mut world);
    let add = |text: &str| {
        let what =
            JointCommand::AddNote { title: "Summer".to_owned(), text: Some(text.to_owned()) };
        Command::Joint(what)
    };
    let texts = |world: &mut World| match world
        .run(ana, Command::Joint(JointCommand::List { away: false }))
    {
        Ok(Reply::JointThings(list)) => list.len(),
        other => unreachable!("a list: {other:?}"),
    };
    world.run(ana, add("by the sea")).expect("a note");
    settle(&mut world, &[ana, ben]);
    let forger = Forger::of(&mut world, ana, ben);
    let joint = || OpenPage::from_number(0).expect("the joint page");
    let device = forger.app.keys.device_id().to_bytes();
    let put = |instance: u8, key: &str| {
        let actor = Actor { device, instance: [instance; 8] };
        let mut page = JointPage::new();
        let key = [key];
        page.build_change(actor, &[Edit::Map(&key)]).expect("a change").expect("something new")
    };
    // Noise; a change under Ana's name; a changed letter; two chains of one instance; one that builds on a change nobody has.
    forger.post(&mut world, joint(), vec![vec![0x85; 60_000]]);
    let hers = Actor { device: forger.ana.to_bytes(), instance: [9; 8] };
    let forged = JointPage::new().build_change(hers, &[Edit::Map(&["list:x"])]);
    forger.post(&mut world, joint(), vec![forged.expect("a change").expect("something new")]);
    let mut flipped = put(7, "note:y");
    *flipped.last_mut().expect("bytes") ^= 1;
    forger.post(&mut world, joint(), vec![flipped]);
    forger.post(&mut world, joint(), vec![put(8, "note:first")]);
    forger.post(&mut world, joint(), vec![put(8, "note:second")]);
    let orphan = {
        let actor = Actor { device, instance: [6; 8] };
        let mut page = JointPage::new();
        let first = page.build_change(actor, &[Edit::Map(&["note:a"])]);
        let first = first.expect("a change").expect("something new");
        page.ingest(&PageRecord { author: device, position: 1, changes: &[&first] })
            .expect("taken");
        page.build_change(actor, &[Edit::Map(&["note:b"])]).expect("a change").expect("new")
    };
    forger.post(&mut world, joint(), vec![orphan]);
    let reasons = kept_apart(&mut world, ana, 5);
    assert!(reasons[..4].iter().all(|reason| reason.starts_with("gate: ")), "{reasons:?}");
    assert_eq!(reasons[4], "waits_for_earlier");
    // Her page goes on, through a restart too, and so does everything else.
    assert_eq!(texts(&mut world), 1);
    world.run(ana, add("in the hills")).expect("another note");
    propose(&mut world, ana, "Said after all that");
    settle(&mut world, &[ana]);
    world.reboot(ana);
    assert_eq!((texts(&mut world), status(&mut world, ana).unsent), (2, 0));
    assert_eq!(kept_apart(&mut world, ana, 5).len(), 5);
    let view = verify(&mut world, ana);
    assert_eq!((view.acts_missing, view.acts_surplus, view.acts_different), (0, 0, 0));
}
