//! A removed device whose holder runs the relay: it is given every record, and what it writes is given to everybody. Nothing after the cut
//! opens for it, and nothing it writes after the cut is admitted by anybody.

use accord_client_core::crypto::{EpochKey, Lock, OpenPage, open_record};
use accord_client_core::store::Table;
use accord_protocol::ids::SpaceId;
use accord_protocol::record::{Kind, Record};
use accord_tests::modified::epochs_in;

use crate::harness::colluding::Colluding;
use crate::harness::modified::Modified;
use crate::harness::own::{add, device, settle};
use crate::harness::proxy::Wire;
use crate::harness::{Couple, Order, Person, Relay};

/// Every key of the couple space's content that lies in a home, whatever its app would do with it.
fn keys_of(person: &Person) -> Vec<EpochKey> {
    let database = rusqlite::Connection::open(person.database()).unwrap();
    let rows = |table: Table| -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut all = database.prepare("SELECT key, value FROM hot WHERE tab = ?1").unwrap();
        let rows = all.query_map([table.number()], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    let lock = Lock::parse(&rows(Table::Lock)[0].1).unwrap().open_key().expect("an unlocked home");
    epochs_in(&lock, rows(Table::Key).iter().map(|(key, value)| (&key[..], &value[..])))
}

/// Positions of the records of content that one of these keys opens.
fn opened(log: &[Record], keys: &[EpochKey]) -> Vec<usize> {
    let content = log.iter().enumerate().filter(|(_, record)| record.kind() == Kind::Content);
    let opens = |record: &Record| keys.iter().any(|key| open_record(key, record).is_ok());
    content.filter(|(_, record)| opens(record)).map(|(at, _)| at + 1).collect()
}

#[test]
fn a_removed_device_with_a_relay_of_its_own_opens_and_adds_nothing_after_the_cut() {
    let mut relay = Relay::stopped(&[]);
    let wire = Wire::to(relay.address());
    relay.allow(&wire.name());
    relay.start();
    let couple = Couple::paired(&wire.url());
    let tablet = add(&couple.ana, "tablet");
    let shared = tablet.make(&["promise", "add", "Before the cut"]);
    settle(&[&couple.ana, &tablet, &couple.ben]);
    let id = device(&couple.ana, "tablet")["id"].as_str().unwrap().to_owned();
    couple.ana.run(&["devices", "remove", &id]);
    couple.ana.sync();
    let after = couple.ana.make(&["promise", "add", "Only for those who are in"]);
    couple.meet(Order::Ana);
    let answer =
        couple.ben.make(&["limit", "add", "-a", "time", "-m", "Not for the finder either"]);
    couple.meet(Order::Ben);
    let space = couple.ana.run(&["export", "--all"])["space"].as_str().unwrap().to_owned();
    let space = data_encoding::HEXLOWER.decode(space.as_bytes()).unwrap();
    let space = SpaceId::from_bytes(space.try_into().unwrap());
    let parsed = |log: &[std::sync::Arc<[u8]>]| -> Vec<Record> {
        log.iter().map(|bytes| Record::parse(bytes).unwrap()).collect()
    };
    let logs = relay.logs();
    let log = parsed(&logs[&space]);
    let cut = 1 + log.iter().position(|record| record.kind() == Kind::Revoke).expect("the cut");
    assert!(log.len() > cut + 1, "something was said after it");
    // The whole log is the tablet's now.
    let colluding = Colluding::with(logs);
    wire.lead_to(colluding.address);
    let _ = tablet.try_run(&["sync"]);
    let _ = tablet.try_run(&["sync"]);
    assert!(colluding.given() > 0, "it was given what the honest relay keeps back");
    for never in [&after, &answer] {
        for kind in ["promise", "limit"] {
            assert_eq!(tablet.try_run(&[kind, "show", never]).exit, 4);
        }
    }
    let all = tablet.run(&["export", "--all"])["acts"].to_string();
    for words in ["Only for those", "Not for the finder"] {
        assert!(!all.contains(words) && !tablet.reads(&["whatsnew"]).contains(words));
    }
    assert_eq!(tablet.promise(&shared)["text"], "Before the cut", "what it had it keeps");
    // Not a matter of the app: no key in its home opens a record after the cut, and each opens for who is in.
    let (its, anas) = (keys_of(&tablet), keys_of(&couple.ana));
    let before = opened(&log[..cut], &its);
    assert!(!before.is_empty() && !its.is_empty(), "its keys are real ones");
    assert_eq!(opened(&log, &its), before);
    let everything: Vec<usize> =
        (1..=log.len()).filter(|position| log[position - 1].kind() == Kind::Content).collect();
    assert_eq!(opened(&log, &anas), everything);
    // A modified app writes on, and this relay gives it to everybody.
    let mut modified = Modified::of(&tablet);
    let act = modified.app.act(
        accord_client_core::act::RecordId::ZERO,
        accord_client_core::act::Body::Name(accord_client_core::act::Text::name("Finder").unwrap()),
    );
    let act = modified.app.signed(act);
    let change = modified.app.change(modified.app.keys.device_id(), &[act]);
    let page = OpenPage::Partner0.number();
    modified.push(page, vec![change]);
    let with_it = colluding.log(&space);
    assert_eq!(with_it.len(), log.len() + 1, "this relay took it");
    let known: Vec<_> = couple.both().map(|person| person.verify()).into();
    for (person, known) in couple.both().into_iter().zip(&known) {
        let _ = person.try_run(&["sync"]);
        let verified = person.verify();
        assert_eq!(verified["position"], known["position"], "no record of a removed device counts");
        assert_eq!(verified["state_digest"], known["state_digest"]);
        assert_eq!(verified["acts"], known["acts"]);
    }
    // Back at an honest relay everything goes on.
    wire.lead_to(relay.address());
    couple.in_force("Call on Sundays");
    couple.sees_both("promise", &after, "text", "Only for those who are in");
    relay.check();
}
