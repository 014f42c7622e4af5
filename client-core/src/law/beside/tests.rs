//! Thanks, talks, breaks, openness and what stays between the two, by the cases' numbers.

use accord_protocol::ids::Partner;

use super::command::BesideCommand;
use super::testing::*;
use super::view::{Shown, Talk, Thanks};
use super::*;
use crate::act::shared::{SharedBody, Stance};
use crate::act::{Body, RecordId, Text, Zone};
use crate::law::testing::*;
use crate::law::{asks, news, say, state_digest};
use crate::time::When;

const TODAY: &str = "2026-11-23";

fn thanks_for(text: &str) -> LawCommand {
    says(BesideCommand::Thanks { text: text.into(), about: None, tag: None })
}

fn thanks_of(c: &Couple, device: usize, id: RecordId) -> Thanks {
    match shown(c, device, id) {
        Some(Shown::Thanks(view)) => *view,
        other => panic!("{other:?}"),
    }
}

fn talk_of(c: &Couple, device: usize, id: RecordId) -> Talk {
    match shown(c, device, id) {
        Some(Shown::Talk(view)) => *view,
        other => panic!("{other:?}"),
    }
}

fn at(day_text: &str, minutes: u16, zone: &str) -> When {
    When { day: day(day_text), at: Some((minutes, zone.into())) }
}

fn ask_for_talk() -> LawCommand {
    says(BesideCommand::TalkAsk {
        topic: "The summer".into(),
        hope: None,
        not_before: None,
        not_after: None,
        place: None,
    })
}

fn names(id: RecordId, when: When) -> LawCommand {
    says(BesideCommand::TalkTime { id: id.hex(), at: Some(when) })
}

#[test]
fn case_57_two_thanks_crossing_are_both_there_and_ask_for_nothing() {
    let mut c = Couple::on(TODAY);
    let ana = c.says(ANA, &thanks_for("for the soup"));
    let ben = c.says(BEN, &thanks_for("for the soup"));
    assert_ne!(ana, ben);
    c.meet();
    for device in [ANA, BEN] {
        let r = reader(partner(device), &noon(c.today));
        let list = thanks::list(c.acts(device), &r, &Default::default());
        assert_eq!(list.len(), 2);
        assert!(list.iter().all(|view| view.state == "shared" && !view.hearted));
        assert!(asks(c.acts(device), &r).is_empty());
        let lines = news::news(c.acts(device), &r, &[]);
        let lines: Vec<_> = lines.iter().flat_map(|group| &group.lines).collect();
        assert!(lines.len() == 1 && !lines[0].question, "{lines:?}");
    }
    drop(c.seen());
}

#[test]
fn case_58_taken_back_it_is_gone_from_the_list_and_a_kept_copy_stays() {
    let mut c = Couple::on(TODAY);
    let id = c.says(ANA, &thanks_for("for the soup"));
    c.meet();
    let ben = reader(Partner::One, &noon(c.today));
    let typed: String = id.hex().chars().take(4).collect();
    let (record, on, text) = thanks::to_keep(c.acts(BEN), &ben, &typed).unwrap();
    assert_eq!((record, on, text.as_str()), (id, c.today, "for the soup"));
    let kept = [(record, (on, text.as_str().to_owned()))].into_iter().collect();
    c.says(ANA, &says(BesideCommand::ThanksTakeBack { id: id.hex() }));
    c.meet();
    let list = |kept: &BTreeMap<_, _>| thanks::list(c.acts(BEN), &ben, kept);
    assert!(list(&BTreeMap::new()).is_empty());
    assert_eq!(thanks_of(&c, BEN, id).text, None, "its words are not shown");
    let copy = list(&kept).pop().unwrap();
    assert_eq!((copy.state, copy.text.as_deref()), ("keepsake", Some("for the soup")));
    let gone = thanks::to_keep(c.acts(BEN), &ben, &id.hex()).unwrap_err();
    assert!(gone.is("withdrawn"));
    let ana = reader(Partner::Zero, &noon(c.today));
    assert!(thanks::list(c.acts(ANA), &ana, &Default::default()).is_empty());
    assert!(thanks::to_keep(c.acts(ANA), &ana, &id.hex()).unwrap_err().is("yours"));
    drop(c.seen());
}

#[test]
fn a_heart_is_the_recipients_alone_and_goes_again() {
    let mut c = Couple::on(TODAY);
    let id = c.says(ANA, &thanks_for("for the soup"));
    c.meet();
    let heart = |on| says(BesideCommand::Heart { id: id.hex(), on });
    assert_eq!(c.refused(ANA, &heart(true)), "yours");
    c.act(ANA, id, Body::Shared(SharedBody::Heart { on: true }));
    assert!(!thanks_of(&c, ANA, id).hearted, "the author's own heart counts for nothing");
    c.says(BEN, &heart(true));
    assert!(c.say(BEN, &heart(true)).unwrap().acts.is_empty(), "said once (L7)");
    c.meet();
    assert!(thanks_of(&c, ANA, id).hearted);
    c.says(BEN, &heart(false));
    c.meet();
    assert!(!thanks_of(&c, ANA, id).hearted);
    // Ben cannot take Ana's thanks back, however modified his client is.
    assert_eq!(c.refused(BEN, &says(BesideCommand::ThanksTakeBack { id: id.hex() })), "not_yours");
    c.act(BEN, id, Body::Shared(SharedBody::ThanksTakeBack));
    c.meet();
    assert_eq!(thanks_of(&c, ANA, id).state, "shared");
    drop(c.seen());
}

#[test]
fn a_talk_is_agreed_when_both_named_the_same_moment_in_whatever_zone() {
    let mut c = Couple::on(TODAY);
    let id = c.says(ANA, &ask_for_talk());
    c.meet();
    assert_eq!(
        c.refused(BEN, &says(BesideCommand::TalkTime { id: id.hex(), at: None })),
        "time_needed"
    );
    c.says(ANA, &names(id, at("2026-11-25", 20 * 60, "Europe/Berlin")));
    c.says(BEN, &names(id, at("2026-11-25", 21 * 60, "Europe/Berlin")));
    c.meet();
    let (ana, ben) = (talk_of(&c, ANA, id), talk_of(&c, BEN, id));
    assert_eq!((ana.state, ana.agreed.clone()), ("asked", None), "none is chosen");
    assert_eq!((&ana.times.me, &ana.times.them), (&ben.times.them, &ben.times.me));
    assert_eq!(ana.asks, ben.asks, "one sentence, the same for both (L10)");
    assert_eq!(ana.asks[0].code, "two_times");
    c.says(BEN, &names(id, at("2026-11-25", 14 * 60, "America/New_York")));
    c.meet();
    let ana = talk_of(&c, ANA, id);
    assert_eq!((ana.state, ana.asks.len()), ("agreed", 0));
    assert_eq!(ana.agreed.unwrap().utc.as_deref(), Some("2026-11-25T19:00:00Z"));
    c.says(ANA, &says(BesideCommand::TalkTimeClear { id: id.hex() }));
    c.meet();
    assert_eq!(talk_of(&c, BEN, id).state, "asked");
    c.says(ANA, &says(BesideCommand::TalkTime { id: id.hex(), at: None }));
    c.meet();
    assert_eq!(talk_of(&c, BEN, id).state, "agreed");
    drop(c.seen());
}

#[test]
fn own_devices_that_named_times_apart_are_asked_and_the_other_is_not() {
    let mut c = Couple::on("2026-11-23");
    let id = c.says(BEN, &ask_for_talk());
    c.meet();
    c.says(ANA, &names(id, at("2026-11-25", 20 * 60, "Europe/Berlin")));
    c.says(ANA2, &names(id, at("2026-11-25", 21 * 60, "Europe/Berlin")));
    c.meet();
    assert!(talk_of(&c, BEN, id).asks.is_empty());
    let ask = talk_of(&c, ANA, id).asks.remove(0);
    assert_eq!((ask.code, ask.whom, ask.choices.len()), ("own_devices_differ", "me", 2));
    let r = reader(partner(ANA), &noon(c.today));
    let said = crate::law::answer(c.acts(ANA), &r, &ask.id, &ask.choices[1].id).unwrap();
    let new = said.decision.acts[0].clone();
    c.act(ANA, new.record, new.body);
    c.meet();
    let view = talk_of(&c, ANA, id);
    assert_eq!((view.times.me.len(), view.asks.len()), (1, 0));
    drop(c.seen());
}

#[test]
fn answering_two_times_takes_one_of_them() {
    let mut c = Couple::on(TODAY);
    let id = c.says(ANA, &ask_for_talk());
    c.meet();
    c.says(ANA, &names(id, at("2026-11-25", 20 * 60, "Asia/Tokyo")));
    c.says(BEN, &names(id, at("2026-11-25", 21 * 60, "Asia/Tokyo")));
    c.meet();
    let r = reader(Partner::One, &noon(c.today));
    let ask = asks(c.acts(BEN), &r).pop().unwrap();
    assert!(ask.choices.iter().all(|choice| !choice.preselected));
    let hers = ask
        .choices
        .iter()
        .find(|choice| choice.label == say::way_take_time("2026-11-25T11:00:00+00:00[UTC]".into()))
        .unwrap();
    let answered = crate::law::answer(c.acts(BEN), &r, &ask.id, &hers.id).unwrap();
    for new in answered.decision.acts {
        c.act(BEN, new.record, new.body);
    }
    c.meet();
    assert_eq!(talk_of(&c, ANA, id).state, "agreed");
}

#[test]
fn a_talk_closes_when_both_say_so_and_either_lets_it_go_alone() {
    let mut c = Couple::on(TODAY);
    let (one, two) = (c.says(ANA, &ask_for_talk()), c.says(ANA, &ask_for_talk()));
    c.meet();
    let done = |id: RecordId| says(BesideCommand::Talked { id: id.hex() });
    let let_go = |id: RecordId| says(BesideCommand::TalkLetGo { id: id.hex() });
    c.says(ANA, &done(one));
    c.meet();
    assert_eq!(talk_of(&c, BEN, one).state, "asked", "one of them is not enough");
    c.says(BEN, &done(one));
    c.says(BEN, &let_go(two));
    c.says(ANA, &names(two, at("2026-11-25", 20 * 60, "Asia/Tokyo")));
    c.meet();
    assert_eq!(talk_of(&c, ANA, one).state, "talked");
    let view = talk_of(&c, ANA, two);
    assert_eq!((view.state, view.let_go_by), ("let_go", Some(crate::law::view::Who::Them)));
    assert_eq!(c.refused(ANA, &let_go(one)), "talk_over");
    assert_eq!(c.refused(ANA, &names(two, at("2026-11-25", 0, "Asia/Tokyo"))), "talk_over");
    drop(c.seen());
}

#[test]
fn a_zone_that_was_not_published_is_not_in_the_words() {
    let mut c = Couple::on(TODAY);
    let out = |c: &mut Couple| {
        let until = Some(at(TODAY, 19 * 60, "Europe/Berlin"));
        let said = c.say(ANA, &says(BesideCommand::TimeOut { until })).unwrap();
        let Body::Shared(SharedBody::TimeOut { until: Some(when) }) = said.acts[0].body.clone()
        else {
            panic!("{said:?}")
        };
        when
    };
    assert_eq!(out(&mut c), at(TODAY, 18 * 60, "UTC"));
    c.meet();
    let seen = time_outs(&c, BEN)[0].until.clone().unwrap();
    assert_eq!(seen.at, "2026-11-23T19:00:00+01:00[Europe/Berlin]", "in the reader's own zone");
    let zone = Body::Zone(Some(Zone::new("Europe/Berlin").unwrap()));
    c.act(ANA, RecordId::ZERO, zone);
    assert_eq!(out(&mut c), at(TODAY, 19 * 60, "Europe/Berlin"));
}

#[test]
fn only_its_author_lifts_a_time_out_and_no_clock_does() {
    let mut c = Couple::on(TODAY);
    let until = Some(at(TODAY, 19 * 60, "Europe/Berlin"));
    let id = c.says(ANA, &says(BesideCommand::TimeOut { until }));
    c.meet();
    c.today = day("2026-12-24");
    assert_eq!(time_outs(&c, BEN)[0].state, "on");
    assert_eq!(c.refused(BEN, &says(BesideCommand::TimeOutLift)), "not_found");
    c.act(BEN, id, Body::Shared(SharedBody::TimeOutLift));
    c.meet();
    assert_eq!(time_outs(&c, ANA)[0].state, "on", "a modified client lifts nothing of hers");
    // A device of hers says another time while another one lifts: it stays.
    let longer = Some(at("2026-12-24", 21 * 60, "Europe/Berlin"));
    assert_eq!(c.says(ANA, &says(BesideCommand::TimeOut { until: longer })), id);
    c.says(ANA2, &says(BesideCommand::TimeOutLift));
    c.meet();
    assert_eq!(time_outs(&c, BEN)[0].state, "on");
    c.says(ANA2, &says(BesideCommand::TimeOutLift));
    c.meet();
    assert_eq!(time_outs(&c, BEN)[0].state, "lifted");
    drop(c.seen());
}

#[test]
fn case_68_who_pauses_is_asked_nothing_and_the_other_sees_what_was_chosen() {
    let mut c = Couple::on(TODAY);
    let talk = c.says(BEN, &ask_for_talk());
    c.meet();
    c.says(ANA, &names(talk, at("2026-11-25", 20 * 60, "Asia/Tokyo")));
    c.says(BEN, &names(talk, at("2026-11-25", 21 * 60, "Asia/Tokyo")));
    c.meet();
    let mut ana = reader(Partner::Zero, &noon(c.today));
    assert_eq!(asks(c.acts(ANA), &ana).len(), 1);
    assert!(c.say(ANA, &says(BesideCommand::Resume)).unwrap().acts.is_empty());
    c.says(ANA, &says(BesideCommand::Pause { until: Some(day("2026-11-30")) }));
    c.meet();
    ana.paused = true;
    assert!(asks(c.acts(ANA), &ana).is_empty());
    assert!(talk_of(&c, BEN, talk).asks.len() == 1, "his questions are his");
    let groups = news::news(c.acts(ANA), &ana, &[]);
    assert!(groups.iter().flat_map(|group| &group.lines).all(|line| !line.question));
    let ben = |today: &str| reader(Partner::One, &noon(day(today)));
    let them = |today: &str| breaks::pause_view(c.acts(BEN), &ben(today), None).them;
    assert_eq!(them("2026-11-30").unwrap().until, Some(day("2026-11-30")));
    assert_eq!(them("2026-12-01"), None, "her last day is over for his date");
    c.act(BEN, RecordId::ZERO, Body::Shared(SharedBody::PauseLift));
    c.meet();
    assert!(breaks::paused(&c.seen(), Scope::Log)[0].is_some(), "only she lifts it");
    c.says(ANA, &says(BesideCommand::Resume));
    c.meet();
    assert_eq!(breaks::paused(&c.seen(), Scope::Log), [None, None]);
    let quiet = breaks::pause_view(c.acts(ANA), &ana, Some(None));
    assert_eq!(quiet.me, Some(view::PauseSide { until: None, said: false }));
}

fn stance(topic: &str, stance: Option<Stance>) -> LawCommand {
    says(BesideCommand::Stance { topic: topic.into(), stance, note: None })
}

#[test]
fn two_stances_stand_side_by_side_and_different_is_fine() {
    let mut c = Couple::on(TODAY);
    c.says(ANA, &stance("phone", Some(Stance::Private)));
    c.says(BEN, &stance("Phone", Some(Stance::Tell)));
    c.says(BEN, &stance("what we tell others", Some(Stance::Ask)));
    c.says(BEN, &stance("the-cat", Some(Stance::Ask)));
    assert_eq!(c.refused(BEN, &stance("The cat!", Some(Stance::Ask))), "text_not_allowed");
    c.meet();
    let topics_of = |c: &Couple, device| {
        let topics = topics(c, device).into_iter();
        topics
            .map(|t| (t.topic, t.me.map(|h| h.stance), t.them.map(|h| h.stance)))
            .collect::<Vec<_>>()
    };
    let expected = vec![
        ("phone".to_owned(), Some(Stance::Private), Some(Stance::Tell)),
        ("the-cat".to_owned(), None, Some(Stance::Ask)),
        ("what_we_tell_others".to_owned(), None, Some(Stance::Ask)),
    ];
    assert_eq!(topics_of(&c, ANA), expected);
    assert!(topics(&c, ANA)[0].sentence == Some(say::openness_differs()));
    assert_eq!(topics(&c, ANA)[1].alike, None);
    c.says(BEN, &stance("phone", None));
    assert!(c.say(BEN, &stance("phone", None)).unwrap().acts.is_empty());
    c.meet();
    assert_eq!(topics_of(&c, ANA)[0], ("phone".to_owned(), Some(Stance::Private), None));
    drop(c.seen());
}

#[test]
fn of_own_devices_that_spoke_apart_the_more_private_is_shown_and_only_the_author_is_asked() {
    let mut c = Couple::on(TODAY);
    c.says(ANA, &stance("money", Some(Stance::Tell)));
    c.says(ANA2, &stance("money", Some(Stance::Private)));
    c.meet();
    assert_eq!(topics(&c, BEN)[0].them.as_ref().map(|held| held.stance), Some(Stance::Private));
    assert!(topics(&c, BEN)[0].asks.is_empty());
    let r = reader(Partner::Zero, &noon(c.today));
    let ask = asks(c.acts(ANA), &r).pop().unwrap();
    assert_eq!((ask.code, ask.whom), ("own_devices_differ", "me"));
    let tell = ask.choices.iter().find(|choice| choice.label == say::way_stance("tell")).unwrap();
    let answered = crate::law::answer(c.acts(ANA), &r, &ask.id, &tell.id).unwrap();
    c.act(ANA, answered.decision.record, answered.decision.acts[0].body.clone());
    c.meet();
    assert_eq!(topics(&c, BEN)[0].them.as_ref().map(|held| held.stance), Some(Stance::Tell));
    drop(c.seen());
}

#[test]
fn case_72_row_what_its_author_keeps_between_us_stays_out_of_the_others_exports() {
    let mut c = Couple::on(TODAY);
    let id = c.says(ANA, &thanks_for("for the soup"));
    let open = c.says(ANA, &thanks_for("for the walk"));
    c.meet();
    let keep = |on| says(BesideCommand::KeepBetween { id: id.hex(), on });
    assert_eq!(c.refused(BEN, &keep(true)), "not_yours");
    c.act(BEN, id, Body::Shared(SharedBody::KeepBetween { on: true }));
    c.says(BEN, &says(BesideCommand::Heart { id: id.hex(), on: true }));
    c.says(ANA, &keep(true));
    c.meet();
    let acts = c.seen();
    let out = |who| between::left_out(&acts, &reader(who, &noon(c.today)));
    assert!(out(Partner::Zero).is_empty(), "his mark on her words counts for nothing");
    let left: Vec<_> = out(Partner::One).into_iter().filter_map(|hash| acts.find(&hash)).collect();
    assert!(left.iter().all(|ix| acts.get(*ix).partner == Partner::Zero));
    assert!(left.iter().all(|ix| acts.get(*ix).act.record == id && id != open));
    assert_eq!(left.len(), 2, "the words and the mark, not his heart");
    c.says(ANA, &keep(false));
    c.meet();
    assert!(between::left_out(&c.seen(), &reader(Partner::One, &noon(c.today))).is_empty());
}

#[test]
fn an_agreement_is_both_peoples_words_so_nobody_keeps_it_alone() {
    use crate::law::command::{AgreementKind, Area, Wording};
    let mut c = Couple::on(TODAY);
    let words =
        Wording { text: Some("We call".into()), area: Some(Area::Time), ..Wording::default() };
    let kind = AgreementKind::Expectation;
    let id = c.says(ANA, &LawCommand::AgreePropose { kind, words });
    let keep = says(BesideCommand::KeepBetween { id: id.hex(), on: true });
    assert_eq!(c.refused(ANA, &keep), "both_wrote_it");
}

#[test]
fn a_space_without_any_of_these_has_the_digest_it_had() {
    let mut w = Writer::default();
    encode(&Acts::new(), &mut w);
    assert!(w.into_bytes().is_empty());
    let mut c = Couple::on(TODAY);
    let before = state_digest(c.acts(ANA));
    c.says(ANA, &thanks_for("for the soup"));
    let after = state_digest(c.acts(ANA));
    assert_ne!(before, after);
    let second = Text::new("for the soup").unwrap();
    c.act(
        ANA,
        RecordId([7; 32]),
        Body::Shared(SharedBody::Thanks { text: second, about: None, tag: None }),
    );
    assert_ne!(after, state_digest(c.acts(ANA)));
}
