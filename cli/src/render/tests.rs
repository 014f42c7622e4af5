//! Every view as text, held against a reviewed copy.

#![allow(
    clippy::needless_pass_by_value,
    clippy::redundant_clone,
    reason = "samples are made on the spot and handed over"
)]

mod samples;

use std::collections::BTreeMap;

use accord_client_core::client::command::*;
use accord_client_core::law::command::{
    AgreementKind, Area, LawCommand, MarkResult, Polarity, Wording,
};
use accord_client_core::law::say::{Fill, Say};
use accord_client_core::law::view::*;
use insta::assert_snapshot;
use samples::*;

use super::*;

fn shown(command: Command, reply: Reply) -> String {
    text(&command, &reply, &scene())
}

fn tell(what: LawCommand) -> Command {
    Command::Say { what, draft: false }
}

fn twelve() -> Vec<String> {
    "abandon ability able about above absent absorb abstract absurd abuse access accident"
        .split(' ')
        .map(str::to_owned)
        .collect()
}

#[test]
fn identity_and_relay() {
    let init = shown(
        Command::Init { name: "Ana".into(), device_name: "laptop".into(), relay: None },
        Reply::Init(InitReply { device: id("1"), recovery_words: twelve() }),
    );
    let relay = |branch| RelayView {
        url: Some("https://relay.example".into()),
        branch,
        common_position: 41,
        other_devices: 0,
        to_reissue: 2,
    };
    let (name, added) = (Some("laptop".into()), Some(day("2025-12-24")));
    let laptop = DeviceView { id: id("12"), name, added, state: "active", this: true };
    let words = WordsView { made_on: day("2025-12-24"), in_place: true };
    let texts = [
        init,
        shown(Command::Words, Reply::Words(words)),
        shown(Command::RelayShow, Reply::Relay(RelayView { url: None, ..relay("agrees") })),
        shown(Command::RelayShow, Reply::Relay(RelayView { to_reissue: 0, ..relay("agrees") })),
        shown(Command::RelayShow, Reply::Relay(relay("parted"))),
        shown(
            Command::Words,
            Reply::Profile(ProfileView { name: "Ana".into(), zone: Some("Europe/Berlin".into()) }),
        ),
        shown(
            Command::Devices,
            Reply::Devices(vec![
                laptop,
                DeviceView { id: id("34"), name: None, added: None, state: "paper", this: false },
            ]),
        ),
    ];
    assert_snapshot!(texts.join("---\n"));
}

#[test]
fn inviting_and_pairing() {
    let invite = InviteView {
        link: Some("https://relay.example/#a1b2".into()),
        spoken_words: None,
        expires: "2026-11-29T10:00:00Z".into(),
        state: "offered",
        role: "partner",
    };
    let spoken =
        InviteView { link: None, spoken_words: Some(twelve()[..6].to_vec()), ..invite.clone() };
    let compare = PairingView {
        say: Some(twelve()[..4].to_vec()),
        expect: Some(4),
        result: Some(say("people-becomes", [("code", Fill::Code("answered"))])),
        ..pairing("compare")
    };
    let command = Command::Invite { spoken: false, with: vec![] };
    let joined = JoinView { state: "answered", result: None, recovery_words: None };
    let texts = [
        shown(command.clone(), Reply::Invite(invite)),
        shown(command.clone(), Reply::Invite(spoken)),
        shown(command, Reply::Joined(joined)),
        shown(Command::Pairing, Reply::Pairing(compare)),
        shown(
            Command::Pairing,
            Reply::Pairing(PairingView {
                pending: Some(say("people-to-come", [("code", Fill::Code("adds_partner"))])),
                ..pairing("compare")
            }),
        ),
        ["none", "offered", "answered", "paired", "expired", "refused"]
            .map(|state| shown(Command::Pairing, Reply::Pairing(pairing(state))))
            .concat(),
        shown(
            Command::PairingConfirm { words: vec![] },
            Reply::State(StateView { state: "pending" }),
        ),
        shown(Command::InviteCancel, Reply::State(StateView { state: "pending" })),
        shown(
            Command::Leave { keep: true, quiet: false },
            Reply::State(StateView { state: "pending" }),
        ),
        shown(
            Command::Leave { keep: true, quiet: true },
            Reply::State(StateView { state: "quiet" }),
        ),
    ];
    assert_snapshot!(texts.join("---\n"));
}

#[test]
fn how_a_home_stands() {
    let left = Sides { me: None, them: Some(day("2026-11-22")) };
    let alone = StatusView {
        partner_name: None,
        unsent: 0,
        questions: 0,
        last_sync: None,
        last_heard: None,
        relay: None,
        vault: "local_only",
        pairing: pairing("none"),
        ..status()
    };
    let apart = StatusView {
        left: Some(left),
        pending: vec![say("people-to-come", [("code", Fill::Code("leaving"))])],
        quarantined: 1,
        set_aside: 2,
        ..status()
    };
    let notice = |code, position: Option<u64>| NoticeView {
        name: None,
        code,
        device: position.map(|_| id("12ab")),
        position,
    };
    let told = StatusView {
        vault: "not_registered",
        notices: vec![
            notice("key_not_opened", Some(7)),
            notice("key_wrap_wrong", Some(9)),
            notice("removed", None),
            notice("never_sent", None),
        ],
        ..status()
    };
    let sync = |sent, received, waiting, questions| {
        let view =
            SyncView { sent, received, waiting, questions, position: 9, ..SyncView::default() };
        shown(Command::Sync { watch: false }, Reply::Sync(view))
    };
    let quarantined =
        vec![QuarantinedView { author: id("2"), reason: "bad_signature".into(), position: 7 }];
    let mut verify = VerifyView {
        position: 12,
        records: 14,
        acts: 30,
        people: 2,
        devices: 3,
        bad_signatures: 0,
        acts_missing: 0,
        acts_surplus: 0,
        acts_different: 0,
        quarantined: vec![],
        state_digest: id("f00d"),
    };
    let fits = shown(Command::Verify, Reply::Verify(Box::new(verify.clone())));
    (verify.bad_signatures, verify.quarantined) = (1, quarantined);
    (verify.acts_missing, verify.acts_surplus, verify.acts_different) = (2, 1, 1);
    let texts = [
        shown(Command::Status, Reply::Status(Box::new(status()))),
        shown(Command::Status, Reply::Status(Box::new(alone))),
        shown(Command::Status, Reply::Status(Box::new(apart))),
        shown(Command::Status, Reply::Status(Box::new(told))),
        [sync(2, 5, 0, 1), sync(0, 0, 0, 0), sync(0, 1, 3, 2)].concat(),
        fits,
        shown(Command::Verify, Reply::Verify(Box::new(verify))),
    ];
    assert_snapshot!(texts.join("---\n"));
}

#[test]
fn news_and_questions() {
    let line = |record: Option<&str>, on: &str, sentence| NewsLine {
        record: record.map(id),
        on: day(on),
        sentence,
        question: false,
    };
    let code = |said| Fill::Code(said);
    let args = [("they", name("Ben")), ("said", code("proposed")), ("outcome", code("waits"))];
    let proposed = say("news-agreement", args);
    let renamed = say("news-name", [("they", name("Ben")), ("code", code("changed"))]);
    let groups = vec![
        NewsGroup { group: "agreements", lines: vec![line(Some("77c1"), "2026-11-22", proposed)] },
        NewsGroup { group: "people", lines: vec![line(None, "2026-11-20", renamed)] },
    ];
    let texts = [
        shown(Command::WhatsNew { seen: false }, Reply::News(groups)),
        shown(Command::WhatsNew { seen: false }, Reply::News(vec![])),
        shown(Command::Asks, Reply::Asks(vec![crossing()])),
        shown(Command::Asks, Reply::Asks(vec![])),
    ];
    assert_snapshot!(texts.join("---\n"));
}

#[test]
fn agreements() {
    let open_only = Agreement {
        id: id("77c1"),
        state: "open",
        in_force: None,
        waiting_for: Who::Me,
        open: vec![open("77", "Phones away at meals", Who::Them)],
        history: vec![],
        ..sundays()
    };
    let hidden = Agreement { id: id("c0de2"), hidden: true, ..sundays() };
    let list = vec![sundays(), open_only.clone(), hidden];
    let mut wants_diff = scene();
    wants_diff.diff = true;
    let show = Command::Agreement { id: "a3f9".into() };
    let propose = tell(LawCommand::AgreePropose {
        kind: AgreementKind::Expectation,
        words: Wording::default(),
    });
    let accept = tell(LawCommand::AgreeAccept { id: "a3f9".into(), revision: None, can: None });
    let mine = Agreement {
        open: vec![open("77", "We answer within a day", Who::Me)],
        waiting_for: Who::Them,
        ..open_only.clone()
    };
    let draft = Agreement { state: "draft", ..mine.clone() };
    let texts = [
        shown(Command::Agreements { state: None }, Reply::Agreements(list)),
        shown(Command::Agreements { state: None }, Reply::Agreements(vec![])),
        shown(show.clone(), Reply::Agreement(Box::new(sundays()))),
        text(&show, &Reply::Agreement(Box::new(crossed())), &wants_diff),
        shown(propose.clone(), Reply::Agreement(Box::new(mine))),
        shown(propose, Reply::Agreement(Box::new(draft))),
        shown(accept, Reply::Agreement(Box::new(sundays()))),
        shown(
            tell(LawCommand::AgreeEnd { id: "a3f9".into(), note: None }),
            Reply::Agreement(Box::new(sundays())),
        ),
    ];
    assert_snapshot!(texts.join("---\n"));
}

#[test]
fn limits_and_permissions() {
    let add =
        tell(LawCommand::BoundaryAdd { polarity: Polarity::Limit, words: Default::default() });
    let list = Command::Boundaries { polarity: Some(Polarity::Limit), owner: Some(Side::Them) };
    let texts = [
        shown(list.clone(), Reply::Boundaries(vec![limit()])),
        shown(list, Reply::Boundaries(vec![])),
        shown(
            Command::Boundary { id: "beef".into(), history: false },
            Reply::Boundary(Box::new(limit())),
        ),
        shown(add, Reply::Boundary(Box::new(limit()))),
    ];
    assert_snapshot!(texts.join("---\n"));
}

#[test]
fn a_list_shows_the_words_of_a_draft_too() {
    let mut draft = Boundary { state: "draft", shared: false, acknowledged: None, ..limit() };
    draft.versions[0].standing = false;
    let text =
        shown(Command::Boundaries { polarity: None, owner: None }, Reply::Boundaries(vec![draft]));
    assert!(text.contains("I don't take calls after 20:30"), "{text}");
}

#[test]
fn promises() {
    let add = LawCommand::PromiseAdd {
        text: String::new(),
        due: None,
        every: None,
        size: None,
        sure: None,
    };
    let mark = LawCommand::PromiseMark {
        id: "c0de1".into(),
        on: Some(day("2026-11-22")),
        result: MarkResult::Kept,
        note: None,
    };
    let counts = |pairs: &[(&str, u32)]| {
        pairs.iter().map(|(code, n)| ((*code).to_owned(), *n)).collect::<BTreeMap<_, _>>()
    };
    let record = PromiseRecord {
        days: 90,
        made_by: Sides {
            me: counts(&[
                ("kept", 14),
                ("not_kept", 1),
                ("changed_ahead", 2),
                ("seen_differently", 1),
            ]),
            them: BTreeMap::new(),
        },
    };
    let texts = [
        shown(Command::Promises { maker: None }, Reply::Promises(vec![promise()])),
        shown(Command::Promises { maker: None }, Reply::Promises(vec![])),
        shown(Command::Promise { id: "c0de1".into() }, Reply::Promise(Box::new(promise()))),
        shown(tell(add), Reply::Promise(Box::new(promise()))),
        shown(tell(mark), Reply::Promise(Box::new(promise()))),
        shown(Command::PromiseRecord { days: 90 }, Reply::PromiseRecord(record)),
        shown(
            Command::Drafts,
            Reply::Drafts(vec![
                DraftView::Promise(Box::new(promise())),
                DraftView::Boundary(Box::new(limit())),
            ]),
        ),
        shown(Command::Drafts, Reply::Drafts(vec![])),
    ];
    assert_snapshot!(texts.join("---\n"));
}

#[test]
fn nobodys_words_steer_a_terminal() {
    let view = Promise { text: "red \u{1b}[31m\u{202e}\u{7}".into(), ..promise() };
    let shown = shown(Command::Promise { id: "c0de1".into() }, Reply::Promise(Box::new(view)));
    assert!(shown.contains("red \u{fffd}[31m\u{fffd}\u{fffd}"), "{shown}");
    let coloured = Scene { colour: true, ..scene() };
    let text = text(
        &Command::Promise { id: "c0de1".into() },
        &Reply::Promise(Box::new(promise())),
        &coloured,
    );
    assert!(text.contains("\u{1b}[1mCall at 21:00\u{1b}[0m"));
}

#[test]
fn short_ids_are_unique_and_days_carry_a_strange_year() {
    let scene = scene();
    assert_eq!(scene.short(&id("a3f9")), "a3f9");
    assert_eq!(scene.short(&id("c0de1")), "c0de1");
    assert_eq!(
        [scene.day(day("2026-11-22")), scene.day(day("2026-11-03")), scene.day(day("2027-11-03"))]
            .join(", "),
        "today, 3 Nov, 3 Nov 2027"
    );
    assert_eq!(
        scene.when("2026-11-23T21:00:00-05:00[America/New_York]"),
        "23 Nov, 21:00 in New York"
    );
    assert_eq!(scene.when("soon"), "soon");
}
