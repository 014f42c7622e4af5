//! Following a log and sending records when nothing is wrong, and when answers get lost.

use accord_protocol::body::SpaceType;
use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, Outcome, auth_message};
use accord_protocol::http::Problem;
use accord_protocol::signing::verify;
use accord_protocol::testing::{TestDevice, TestLog};

use super::super::testing::{Bench, CHALLENGE, EPOCH, couple, stands};
use super::super::{Input, Origin, Output, Phase, Space, SubmitError};

#[test]
fn a_new_member_follows_the_log_from_its_beginning_to_its_head() {
    let (log, _, ben) = couple();
    let mut bench = Bench::new(ben.clone(), Space::follow(log.state.space(), ben.id()));
    bench.give(Input::WantSync);
    assert_eq!(bench.told, [Output::Dial]);
    bench.give(Input::Connected);
    assert!(matches!(&bench.sent[..], [ClientFrame::Hello { min: 1, max: 1, .. }]));
    bench.welcome(EPOCH);
    let Some(ClientFrame::Auth { space, device, host, nonce, sig }) = bench.sent.get(1) else {
        panic!("auth comes next")
    };
    let message = auth_message(host, &CHALLENGE, nonce, space, device);
    assert!(verify(ben.dev.verifying_key(), &message, sig));
    assert_eq!((host.as_str(), *space, *device), ("relay.example", log.state.space(), ben.id()));
    let head = log.state.head();
    bench.frame(&accord_protocol::frame::ServerFrame::Ready { position: 3, head });
    assert_eq!(bench.subscribes(), [0]);
    bench.frame(&accord_protocol::frame::ServerFrame::Sub { position: 3 });
    bench.data(&log, 1, 3);
    assert_eq!(bench.arrived.iter().map(|a| a.position).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(bench.arrived.iter().all(|a| a.origin == Origin::Other));
    assert_eq!((bench.space.len(), bench.space.head()), (3, head));
    assert!(bench.told.contains(&Output::CaughtUp { position: 3 }));
    assert_eq!(bench.stored().store_epoch(), Some(EPOCH));
    bench.give(Input::Rest);
    assert!(bench.sent.contains(&ClientFrame::Applied { position: 3 }));
    assert_eq!(bench.session.phase(), Phase::Resting);
}

#[test]
fn nothing_is_reported_applied_or_caught_up_before_it_is_durable() {
    let (log, _, ben) = couple();
    let mut bench = Bench::new(ben.clone(), Space::follow(log.state.space(), ben.id()));
    bench.meet(&log, 3);
    bench.saves = false;
    bench.data(&log, 1, 3);
    bench.now += 10_000;
    bench.give(Input::Tick);
    assert!(!bench.sent.iter().any(|f| matches!(f, ClientFrame::Applied { .. })));
    assert!(!bench.told.iter().any(|o| matches!(o, Output::CaughtUp { .. })));
    bench.flush_and_drain();
    bench.wait();
    assert!(bench.sent.contains(&ClientFrame::Applied { position: 3 }));
    assert!(bench.told.contains(&Output::CaughtUp { position: 3 }));
}

#[test]
fn a_run_is_handed_over_once_and_the_next_waits_until_it_is_accepted() {
    let (mut log, ana, ben) = couple();
    for _ in 0..4 {
        log.content(&ana).unwrap();
    }
    let mut bench = Bench::at(&ben, &log, 3);
    bench.meet(&log, 7);
    bench.accepts = false;
    bench.data(&log, 4, 1);
    bench.data(&log, 5, 1);
    bench.data(&log, 6, 2);
    assert_eq!(bench.arrived.len(), 1);
    assert_eq!(bench.space.len(), 3);
    assert!(!bench.space.idle_for_sealing());
    bench.accepts = true;
    let save = bench.space.accept().unwrap();
    assert_eq!(bench.space.accept(), None);
    bench.save(save);
    bench.give(Input::Changed);
    assert_eq!(bench.arrived.len(), 4);
    assert_eq!(bench.space.len(), 7);
}

#[test]
fn a_record_is_sent_after_its_save_acked_and_found_once() {
    let (mut log, _, ben) = couple();
    let mut bench = Bench::at(&ben, &log, 3);
    bench.meet(&log, 3);
    assert!(bench.space.idle_for_sealing());
    bench.saves = false;
    let record = bench.write();
    assert!(!bench.space.idle_for_sealing());
    bench.now += 5_000;
    bench.give(Input::Tick);
    assert!(bench.pushes().is_empty(), "not before it is durable");
    bench.saves = true;
    bench.flush_and_drain();
    assert_eq!(bench.pushes(), [(1, record.clone())]);
    bench.ack(1, Outcome::Stored(4));
    assert!(bench.told.contains(&Output::Kept { record: record.hash(), position: 4 }));
    assert_eq!(bench.arrived.last().map(|a| a.origin), Some(Origin::Flight));
    assert!(bench.space.idle_for_sealing());
    // A relay may show it like any other.
    log.push(record).unwrap();
    bench.data(&log, 4, 1);
    assert_eq!(bench.arrived.len(), 1);
    assert_eq!(bench.closed_for(), None);
}

#[test]
fn a_relay_that_leaves_out_what_it_acked_is_followed_and_hears_nothing_of_it() {
    let (mut log, ana, ben) = couple();
    let mut bench = Bench::at(&ben, &log, 3);
    bench.meet(&log, 3);
    for position in 4..300 {
        log.push(bench.write()).unwrap();
        bench.ack(position - 3, Outcome::Stored(position));
        assert!(bench.told.contains(&Output::CaughtUp { position }));
    }
    bench.now += 10_000;
    bench.give(Input::Tick);
    assert!(!bench.sent.iter().any(|f| matches!(f, ClientFrame::Applied { .. })));
    log.content(&ana).unwrap();
    bench.data(&log, 300, 1);
    bench.wait();
    assert!(bench.sent.contains(&ClientFrame::Applied { position: 300 }));
    // One of ours behind a record that was not yet reported goes with that.
    log.content(&ana).unwrap();
    bench.data(&log, 301, 1);
    log.push(bench.write()).unwrap();
    bench.ack(297, Outcome::Stored(302));
    bench.wait();
    assert!(bench.sent.contains(&ClientFrame::Applied { position: 302 }));
    assert_eq!((bench.space.head(), bench.closed_for()), (log.state.head(), None));
}

#[test]
fn only_one_record_is_in_flight_and_it_must_be_valid_and_our_own() {
    let (log, ana, ben) = couple();
    let mut bench = Bench::at(&ben, &log, 3);
    let other = log.sign(&ana, accord_protocol::record::Kind::Content, &[0; 528]).unwrap();
    assert_eq!(bench.space.submit(other).unwrap_err(), SubmitError::OtherDevice);
    let mut broken = bench.seal(accord_protocol::record::Kind::Content, &[0; 528]).bytes().to_vec();
    broken[200] ^= 1;
    let broken = accord_protocol::record::Record::parse(&broken).unwrap();
    assert!(matches!(bench.space.submit(broken), Err(SubmitError::Refused(_))));
    let again = bench.write();
    assert_eq!(bench.space.submit(again).unwrap_err(), SubmitError::Busy);
}

#[test]
fn a_lost_ack_is_found_in_the_log_and_nothing_is_sent_again() {
    let (mut log, _, ben) = couple();
    let mut bench = Bench::at(&ben, &log, 3);
    bench.meet(&log, 3);
    let record = bench.write();
    assert_eq!(bench.pushes().len(), 1);
    log.push(record).unwrap();
    bench.give(Input::Closed);
    bench.crash();
    bench.meet(&log, 4);
    assert!(bench.pushes().is_empty(), "the log is read first");
    bench.data(&log, 4, 1);
    assert_eq!(bench.arrived.last().map(|a| a.origin), Some(Origin::Flight));
    assert!(bench.pushes().is_empty() && bench.space.flight().is_none());
    assert!(bench.stored().flight().is_none());
}

#[test]
fn an_answer_that_never_came_means_the_same_bytes_again() {
    let (log, _, ben) = couple();
    let mut bench = Bench::at(&ben, &log, 3);
    bench.meet(&log, 3);
    let record = bench.write();
    for _ in 0..3 {
        bench.give(Input::Closed);
        bench.crash();
        bench.meet(&log, 3);
        assert_eq!(bench.pushes(), [(1, record.clone())]);
    }
    bench.ack(1, Outcome::Duplicate(4));
    assert_eq!(bench.arrived.last().map(|a| a.origin), Some(Origin::Flight));
}

#[test]
fn an_ack_behind_records_of_others_waits_for_them() {
    let (mut log, ana, ben) = couple();
    let mut bench = Bench::at(&ben, &log, 3);
    bench.meet(&log, 3);
    let record = bench.write();
    log.content(&ana).unwrap();
    log.push(record.clone()).unwrap();
    bench.ack(1, Outcome::Stored(5));
    assert!(bench.arrived.is_empty() && !bench.space.idle_for_sealing());
    bench.data(&log, 4, 2);
    let origins: Vec<_> = bench.arrived.iter().map(|a| a.origin).collect();
    assert_eq!(origins, [Origin::Other, Origin::Flight]);
    assert!(bench.space.idle_for_sealing());
    assert_eq!(bench.pushes().len(), 1);
    let next = bench.write();
    assert_eq!(next.header().author_prev, record.hash());
    assert_eq!(bench.pushes().len(), 2, "and the next goes out");
    assert_eq!(bench.closed_for(), None);
    bench.ack(2, Outcome::Stored(6));
    assert!(bench.told.contains(&Output::CaughtUp { position: 6 }));
}

#[test]
fn an_unsent_record_can_be_recalled_and_a_sent_one_cannot() {
    let (log, _, ben) = couple();
    let mut bench = Bench::at(&ben, &log, 3);
    let record = bench.write();
    let (back, save) = bench.space.recall().unwrap();
    assert_eq!(back, record);
    bench.save(save);
    bench.drain();
    assert!(bench.space.idle_for_sealing());
    bench.write();
    bench.meet(&log, 3);
    assert_eq!(bench.pushes().len(), 1);
    assert!(bench.space.recall().is_none());
    bench.crash();
    assert!(bench.space.recall().is_none(), "a restart cannot know");
}

#[test]
fn a_founder_registers_before_it_dials_and_only_what_is_durable() {
    let ana = TestDevice::zero("ana");
    let mut log = TestLog::found(SpaceType::Vault, &ana).unwrap();
    log.rotate(&ana).unwrap();
    log.add(&ana, &TestDevice::paper("words", accord_protocol::ids::Partner::Zero)).unwrap();
    let (space, save) = Space::found(ana.id(), log.records.clone()).unwrap();
    let mut bench = Bench::new(ana.clone(), Space::follow(space.id(), ana.id()));
    bench.space = space;
    bench.saves = false;
    bench.save(save);
    bench.give(Input::WantSync);
    assert_eq!(bench.session.phase(), Phase::Resting, "not before it is durable");
    bench.saves = true;
    bench.flush_and_drain();
    assert_eq!(bench.told, [Output::Register(log.records.clone())]);
    let problem = Problem { code: Code::Unavailable, retry_after_ms: None };
    bench.give(Input::Registered(Err(problem)));
    assert_eq!(bench.session.phase(), Phase::Resting);
    bench.wait();
    assert_eq!(bench.told.len(), 2);
    bench.give(stands(&log, 3));
    assert!(bench.stored().is_registered());
    assert_eq!(bench.told.last(), Some(&Output::Dial));
    bench.meet(&log, 3);
    assert!(bench.told.contains(&Output::CaughtUp { position: 3 }));
}

#[test]
fn a_long_log_flows_with_credit_given_back_on_the_way() {
    let (mut log, ana, ben) = couple();
    for _ in 0..600 {
        log.content(&ana).unwrap();
    }
    let mut bench = Bench::at(&ben, &log, 3);
    bench.meet(&log, 603);
    bench.data(&log, 4, 600);
    assert_eq!(bench.space.len(), 603);
    let applied = |f: &ClientFrame| matches!(f, ClientFrame::Applied { .. });
    assert!(bench.sent.iter().filter(|f| applied(f)).count() >= 3);
    assert_eq!(bench.stored().head(), log.state.head());
    bench.crash();
    assert_eq!(bench.space.head_at(300), log.head_at(300));
}
