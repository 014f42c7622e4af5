//! Repairs: cases 60, 61 and 63, and what no act of one person may do to the other's words.

use std::collections::BTreeSet;

use accord_protocol::ids::Partner;

use super::*;
use crate::act::repair::{Hurt, PartFields, PartKind, RepairBody};
use crate::act::{Body, RecordId, Text};
use crate::law::Reader;
use crate::law::command::LawCommand;
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::testing::{ANA, ANA2, BEN, Couple, reader};
use crate::law::view::Side;

const NOW: &str = "2027-05-02T12:00:00[Europe/Berlin]";

fn say(command: RepairCommand) -> LawCommand {
    LawCommand::Repair(command)
}

fn open(couple: &mut Couple, device: usize, title: &str) -> RecordId {
    let about = Some(Hurt::HurtfulWords);
    couple.says(device, &say(RepairCommand::Open { title: title.into(), about }))
}

fn part(id: RecordId, part: PartKind, text: &str) -> LawCommand {
    say(RepairCommand::Part { id: id.hex(), part, text: text.into(), replaces: None })
}

fn shown(acts: &Acts, me: Partner, id: RecordId) -> view::Repair {
    show(acts, &reader(me, NOW), id).unwrap()
}

fn words(view: &view::Repair) -> Vec<&str> {
    view.parts.iter().map(|part| part.words.as_str()).collect()
}

#[test]
fn case_60_two_accounts_stand_side_by_side_and_are_linked_only_if_both_say_so() {
    let mut couple = Couple::on("2027-05-01");
    let x = open(&mut couple, ANA, "Sunday evening");
    let y = open(&mut couple, BEN, "What was said on Sunday");
    couple.meet();
    let acts = couple.seen();
    for me in Partner::BOTH {
        let asks = crate::law::asks(&acts, &reader(me, NOW));
        assert_eq!(asks.iter().map(|a| a.code).collect::<Vec<_>>(), ["same_event"]);
        assert!(asks[0].choices.iter().all(|choice| !choice.preselected));
    }
    let link = |id: RecordId, other: RecordId| {
        say(RepairCommand::Link { id: id.hex(), other: other.hex(), on: true })
    };
    couple.says(ANA, &link(x, y));
    couple.meet();
    let acts = couple.seen();
    assert!(shown(&acts, Partner::One, x).same_as.is_empty(), "one alone links nothing");
    couple.says(BEN, &link(y, x));
    couple.meet();
    let acts = couple.seen();
    for me in Partner::BOTH {
        assert_eq!(shown(&acts, me, x).same_as, [y.hex()]);
        assert_eq!(shown(&acts, me, y).same_as, [x.hex()]);
        assert_eq!(shown(&acts, me, y).title, "What was said on Sunday");
        assert!(crate::law::asks(&acts, &reader(me, NOW)).is_empty());
    }
}

#[test]
fn case_61_what_somebody_set_aside_is_silent_and_still_there() {
    let mut couple = Couple::on("2027-05-01");
    let id = open(&mut couple, BEN, "Sunday");
    couple.meet();
    couple.says(ANA, &part(id, PartKind::Apology, "I am sorry"));
    couple.meet();
    let acts = couple.seen();
    let ben = Reader { aside: BTreeSet::from([id]), ..reader(Partner::One, NOW) };
    let news = crate::law::news::news(&acts, &ben, &[]);
    assert!(news.iter().flat_map(|g| &g.lines).all(|l| l.record != Some(id.hex())), "{news:?}");
    let view = show(&acts, &ben, id).unwrap();
    assert!(view.aside && view.asks.is_empty());
    assert_eq!(words(&view), ["I am sorry"]);
    let listening = crate::law::news::news(&acts, &reader(Partner::One, NOW), &[]);
    assert!(listening.iter().flat_map(|g| &g.lines).any(|l| l.record == Some(id.hex())));
}

#[test]
fn case_63_settled_for_one_leaves_it_open_and_asks_nothing_of_the_other() {
    let mut couple = Couple::on("2027-05-01");
    let id = open(&mut couple, ANA, "Sunday");
    couple.meet();
    couple.says(ANA, &say(RepairCommand::Settled { id: id.hex() }));
    couple.act(BEN, id, Body::Repair(RepairBody::NotSettled));
    couple.meet();
    let acts = couple.seen();
    for me in Partner::BOTH {
        assert_eq!(shown(&acts, me, id).state, "open");
        assert!(crate::law::asks(&acts, &reader(me, NOW)).is_empty());
    }
    couple.says(BEN, &say(RepairCommand::Settled { id: id.hex() }));
    couple.meet();
    assert_eq!(shown(&couple.seen(), Partner::One, id).state, "settled");
    couple.says(BEN, &say(RepairCommand::Reopen { id: id.hex() }));
    couple.meet();
    assert_eq!(shown(&couple.seen(), Partner::Zero, id).state, "open");
}

#[test]
fn a_part_is_reworded_and_taken_back_by_its_author_alone() {
    let mut couple = Couple::on("2027-05-01");
    let id = open(&mut couple, ANA, "Sunday");
    couple.says(ANA, &part(id, PartKind::Account, "You left without a word"));
    couple.meet();
    let version = shown(&couple.seen(), Partner::Zero, id).parts[0].version.clone();
    // By command there is no such part of his; by a modified client the act counts for nothing.
    let take = say(RepairCommand::TakeBack { id: id.hex(), part: version.clone() });
    assert_eq!(couple.refused(BEN, &take), "not_found");
    let foreign = crate::act::VersionId::from_hex(&version).unwrap();
    couple.act(BEN, id, Body::Repair(RepairBody::PartTakeBack { parts: vec![foreign] }));
    let fields = PartFields {
        part: PartKind::Account,
        text: Text::new("I did nothing").unwrap(),
        replaces: vec![foreign],
    };
    couple.act(BEN, id, Body::Repair(RepairBody::Part(fields)));
    couple.meet();
    let acts = couple.seen();
    let all = words(&shown(&acts, Partner::One, id)).len();
    assert_eq!(all, 2, "both accounts stand");
    assert_eq!(derive(&acts, id, Scope::Log).unwrap().ignored.len(), 2);

    let reworded = RepairCommand::Part {
        id: id.hex(),
        part: PartKind::Account,
        text: "You left and I did not know why".into(),
        replaces: Some(version),
    };
    couple.says(ANA, &say(reworded));
    couple.meet();
    let view = shown(&couple.seen(), Partner::One, id);
    assert!(!words(&view).contains(&"You left without a word"));
    assert_eq!(view.parts.len(), 2);
}

#[test]
fn a_repair_opened_again_under_its_id_keeps_its_title_for_who_opened_it() {
    for (opener, other) in [(ANA, BEN), (BEN, ANA)] {
        let mut couple = Couple::on("2027-05-01");
        let id = open(&mut couple, opener, "Sunday");
        couple.meet();
        let title = Text::new("Nothing happened").unwrap();
        couple.act(other, id, Body::Repair(RepairBody::Open { title, about: None }));
        couple.meet();
        let me = crate::law::testing::partner(opener);
        let view = shown(&couple.seen(), me, id);
        assert_eq!((view.title.as_str(), view.opened_by), ("Sunday", Side::Me), "law L1");
    }
}

#[test]
fn two_own_devices_that_reword_apart_leave_both_wordings() {
    let mut couple = Couple::on("2027-05-01");
    let id = open(&mut couple, ANA, "Sunday");
    couple.says(ANA, &part(id, PartKind::Account, "one"));
    couple.meet();
    let version = shown(&couple.seen(), Partner::Zero, id).parts[0].version.clone();
    for (device, text) in [(ANA, "two"), (ANA2, "three")] {
        let reworded = RepairCommand::Part {
            id: id.hex(),
            part: PartKind::Account,
            text: text.into(),
            replaces: Some(version.clone()),
        };
        couple.says(device, &say(reworded));
    }
    couple.meet();
    let acts = couple.seen();
    let mut left =
        words(&shown(&acts, Partner::One, id)).into_iter().map(str::to_owned).collect::<Vec<_>>();
    left.sort();
    assert_eq!(left, ["three", "two"]);
}

#[test]
fn a_shared_note_about_forgiving_changes_nothing_else() {
    let mut couple = Couple::on("2027-05-01");
    let id = open(&mut couple, ANA, "Sunday");
    couple.meet();
    let before = shown(&couple.seen(), Partner::Zero, id);
    let note = RepairCommand::Forgiveness {
        id: id.hex(),
        text: "letting go".into(),
        stage: Some(crate::act::repair::Stage::LettingGo),
    };
    couple.says(BEN, &say(note));
    couple.meet();
    let mut after = shown(&couple.seen(), Partner::Zero, id);
    assert_eq!(after.forgiveness.len(), 1);
    after.forgiveness.clear();
    assert!(after == before);
}
