//! Views to show: one couple, as Ana reads it.

use super::*;

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(super) fn id(start: &str) -> String {
    format!("{start:0<64}")
}

pub(super) fn scene() -> Scene {
    Scene {
        me: "Ana".into(),
        them: Some("Ben".into()),
        paired: true,
        ids: ["a3f9", "77c1", "d410", "c0de1", "c0de2", "beef"].map(id).into(),
        today: day("2026-11-22"),
        devices: 2,
        lang: Lang::En,
        colour: false,
        diff: false,
        hidden: false,
        qr: false,
    }
}

pub(super) fn say<const N: usize>(id: &'static str, args: [(&'static str, Fill); N]) -> Say {
    Say { say: id, args: BTreeMap::from(args) }
}

pub(super) fn name(name: &str) -> Fill {
    Fill::Name(Some(name.into()))
}

pub(super) fn sundays() -> Agreement {
    Agreement {
        id: id("a3f9"),
        kind: AgreementKind::Expectation,
        topic: Some("answer_time".into()),
        area: Area::Time,
        state: "in_force",
        shared: true,
        hidden: false,
        in_force: Some(InForce {
            revision: id("51"),
            words: "We call Sundays, 20:00 Berlin".into(),
            give: Sides { me: Some("I cook before".into()), them: None },
            since: day("2026-11-03"),
            from: None,
            until: None,
            look_again: Some(day("2027-03-01")),
            terms: None,
        }),
        open: vec![],
        parts: Sides::default(),
        steps: vec![],
        dates: vec![],
        paused_by: vec![],
        waiting_for: Who::Nobody,
        asks: vec![],
        history: vec![
            HistoryLine {
                date: day("2026-11-01"),
                by: Side::Me,
                act: "proposed",
                revision: Some(id("51")),
                note: None,
                words: Some("We call Sundays, 20:00 Berlin".into()),
            },
            HistoryLine {
                date: day("2026-11-03"),
                by: Side::Them,
                act: "accepted",
                revision: Some(id("51")),
                note: Some("gladly".into()),
                words: None,
            },
        ],
    }
}

pub(super) fn open(revision: &str, words: &str, by: Who) -> OpenRevision {
    let (my_answer, their_answer) =
        if by == Who::Me { (Some("yes"), None) } else { (None, Some("yes")) };
    OpenRevision {
        revision: id(revision),
        words: words.into(),
        give: Sides::default(),
        by,
        parents: vec![],
        my_answer,
        their_answer,
        from: None,
        until: Some(day("2027-01-31")),
        look_again: None,
        terms: None,
        diff: None,
    }
}

pub(super) fn crossed() -> Agreement {
    let mut view = sundays();
    let diff = [
        ("same", "We call "),
        ("removed", "Sundays"),
        ("added", "Fridays"),
        ("same", ", 20:00 Berlin"),
    ];
    let diff = diff.map(|(change, text)| DiffPart { change, text: text.into() }).to_vec();
    view.open = vec![
        OpenRevision { diff: Some(diff), ..open("77", "We call Fridays, 20:00 Berlin", Who::Them) },
        open("7a", "We call Sundays at noon\nand take our time", Who::Me),
    ];
    view.waiting_for = Who::Both;
    view.paused_by = vec![id("beef")];
    view.parts.them =
        Some(Part { want: Some("to sleep early".into()), why: None, limit: Some("22:00".into()) });
    view.asks = vec![crossing()];
    view
}

pub(super) fn crossing() -> Ask {
    Ask {
        id: id("d410"),
        code: "crossed",
        list: Some("agreements"),
        record: Some(id("a3f9")),
        sentence: say("ask-crossed", [("zero", name("Ana")), ("one", name("Ben"))]),
        whom: "both",
        choices: vec![
            Choice {
                id: id("77"),
                label: say(
                    "ask-way-words",
                    [("words", Fill::Words("We call Fridays, 20:00 Berlin".into()))],
                ),
                preselected: true,
            },
            Choice {
                id: id("7a"),
                label: say(
                    "ask-way-words",
                    [("words", Fill::Words("We call Sundays at noon\nand take our time".into()))],
                ),
                preselected: false,
            },
            Choice {
                id: "talk".into(),
                label: say("ask-way", [("code", Fill::Code("talk"))]),
                preselected: false,
            },
        ],
    }
}

pub(super) fn limit() -> Boundary {
    Boundary {
        id: id("beef"),
        polarity: Polarity::Limit,
        area: Area::Time,
        owner: Side::Me,
        state: "active",
        shared: true,
        still_wording: false,
        versions: vec![BoundaryVersion {
            version: id("b1"),
            words: Some("I don't take calls after 20:30".into()),
            standing: true,
            on: day("2026-11-20"),
            why: Some("I get up at five".into()),
            example: None,
            helps: Some("I sleep".into()),
            if_crossed: Some("I don't pick up".into()),
            until: None,
            look_again: Some(day("2027-02-01")),
            diff: None,
        }],
        acknowledged: Some(Acknowledged { version: id("b1"), on: day("2026-11-21") }),
        honour: Some(Said {
            version: None,
            on: day("2026-11-21"),
            by: Side::Them,
            text: "I text instead".into(),
        }),
        questions: vec![Said {
            version: None,
            on: day("2026-11-22"),
            by: Side::Them,
            text: "Also on Saturdays?".into(),
        }],
        notes: vec![],
        limits: Some(id("a3f9")),
        same_as: vec![],
        asks: vec![],
        history: None,
    }
}

pub(super) fn promise() -> Promise {
    let occurrence = |date: &str, result, mine, theirs| Occurrence {
        date: Some(day(date)),
        at: None,
        at_utc: None,
        result,
        mine,
        mine_apart: vec![],
        theirs,
        all_right: None,
    };
    Promise {
        id: id("c0de1"),
        text: "Call at 21:00".into(),
        maker: Side::Me,
        state: "active",
        shared: true,
        due: Some("2026-11-15T21:00:00+01:00[Europe/Berlin]".into()),
        due_utc: Some("2026-11-15T20:00:00Z".into()),
        zone: Some("Europe/Berlin".into()),
        every: Some("week".into()),
        version: id("c1"),
        wordings: vec![],
        changed_ahead: false,
        acknowledged: Some(Acknowledged { version: id("c1"), on: day("2026-11-10") }),
        thanks: vec![],
        result: "seen_differently",
        occurrences: vec![
            occurrence("2026-11-15", "kept", Some("kept"), None),
            occurrence("2026-11-22", "seen_differently", Some("kept"), Some("not_kept")),
            occurrence("2026-11-29", "open", None, None),
            occurrence("2026-12-06", "open", None, None),
        ],
        size: Some("small"),
        sure: Some("yes"),
        asks: vec![],
        history: vec![],
    }
}

pub(super) fn pairing(state: &'static str) -> PairingView {
    PairingView { state, ..PairingView::default() }
}

pub(super) fn status() -> StatusView {
    StatusView {
        name: "Ana".into(),
        partner_name: Some("Ben".into()),
        vault: "kept",
        unsent: 2,
        pending: vec![],
        last_sync: Some(day("2026-11-21")),
        last_heard: Some(day("2026-11-22")),
        questions: 1,
        relay: Some("https://relay.example".into()),
        pairing: pairing("paired"),
        quarantined: 0,
        left: None,
        over: false,
        set_aside: 0,
        notices: Vec::new(),
        pause: Default::default(),
        store: None,
    }
}
