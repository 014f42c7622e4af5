//! Check-ins, thanks, talks, breaks and openness: lists, one of each, and what one act came to. Nothing presses, nothing counts.

use accord_client_core::act::shared::Stance;
use accord_client_core::client::beside::Beside;
use accord_client_core::client::command::Command;
use accord_client_core::law::beside::command::BesideCommand;
use accord_client_core::law::beside::view::{
    CheckinRound, CheckinSide, Entry, Held, Listed, Pause, PauseSide, Shown, Talk, Thanks, Time,
    TimeOut, Topic,
};
use accord_client_core::law::command::LawCommand;
use accord_client_core::law::view::{Side, Who};
use accord_content::Arg;

use super::page::Page;
use super::{Scene, news};

/// Topics of which the list says that they can be chosen.
const SUGGESTED: &str = "phone, messages, money, friends, family, past, health, location, therapy, diary, plans, social_media, ai_tools, \
    what_we_tell_others";

pub(super) fn list(page: &mut Page<'_>, list: &Listed) {
    match list {
        Listed::Checkins(list) if list.is_empty() => page.say("beside-checkin-none", &[]),
        Listed::Checkins(list) => list.iter().for_each(|view| round(page, view)),
        Listed::Thanks(list) if list.is_empty() => page.say("beside-thanks-none", &[]),
        Listed::Thanks(list) => list.iter().for_each(|view| thanks(page, view)),
        Listed::Talks(list) if list.is_empty() => page.say("beside-talk-none", &[]),
        Listed::Talks(list) => list.iter().for_each(|view| talk(page, view)),
        Listed::TimeOuts(list) if list.is_empty() => page.say("beside-break-none", &[]),
        Listed::TimeOuts(list) => list.iter().for_each(|view| time_out(page, view)),
        Listed::Topics(list) => {
            if list.is_empty() {
                page.say("beside-topic-none", &[]);
            }
            list.iter().for_each(|view| topic(page, view));
            page.gap();
            page.say("beside-topic-how", &[]);
            page.tell("beside-topic-codes", &[("codes", SUGGESTED.into())]);
        }
    }
}

/// What an act came to, else the record whole.
pub(super) fn said(page: &mut Page<'_>, command: &Command, shown: &Shown) {
    let scene = page.scene();
    let (they, they_first) = (scene.they(), scene.they_first());
    let what = match command {
        Command::Say { what: LawCommand::Beside(what), .. } => Some(what),
        _ => None,
    };
    let id = scene.short(shown.id().unwrap_or_default());
    match (shown, what) {
        (Shown::Checkin(view), Some(BesideCommand::Checkin { .. })) => checked_in(page, view),
        (Shown::Checkin(view), Some(BesideCommand::CheckinTakeBack { .. })) => {
            let day = scene.day(view.round);
            page.say("beside-checkin-taken-back", &[("day", (&day).into())]);
        }
        (Shown::Thanks(view), Some(BesideCommand::Thanks { .. })) if view.state != "draft" => {
            page.say("beside-thanks-said", &[("id", (&id).into()), ("they", (&they).into())]);
            words(page, view.text.as_ref());
        }
        (Shown::Thanks(_), Some(BesideCommand::Heart { on: true, .. })) => {
            page.say("beside-thanks-heart", &[("id", (&id).into())]);
        }
        (Shown::Thanks(_), Some(BesideCommand::Heart { on: false, .. })) => {
            page.say("beside-thanks-no-heart", &[("id", (&id).into())]);
        }
        (Shown::Thanks(_), Some(BesideCommand::ThanksTakeBack { .. })) => {
            page.say("beside-thanks-taken-back", &[("id", (&id).into()), ("they", (&they).into())]);
        }
        (Shown::Thanks(_), None) if matches!(command, Command::Beside(Beside::Keep { .. })) => {
            page.say("beside-thanks-copy", &[("id", (&id).into()), ("They", (&they_first).into())]);
        }
        (Shown::Talk(view), Some(BesideCommand::TalkAsk { .. })) if view.state != "draft" => {
            page.say("beside-talk-said", &[("id", (&id).into()), ("they", (&they).into())]);
            words(page, Some(&view.topic));
        }
        (Shown::TimeOut(view), Some(BesideCommand::TimeOut { .. })) => {
            let said = break_line(scene, view);
            page.say("beside-break-lift", &[("break", (&said).into())]);
        }
        (Shown::Pause(view), _) => paused(page, command, view),
        (Shown::Between(view), _) => {
            let code = if view.kept_between { "on" } else { "off" };
            let args = [("code", code.into()), ("id", (&id).into()), ("they", (&they).into())];
            page.say("beside-between", &args);
        }
        _ => whole(page, shown),
    }
}

fn whole(page: &mut Page<'_>, shown: &Shown) {
    match shown {
        Shown::Checkin(view) => round(page, view),
        Shown::Thanks(view) => thanks(page, view),
        Shown::Talk(view) => talk(page, view),
        Shown::TimeOut(view) => time_out(page, view),
        Shown::Topic(view) => topic(page, view),
        Shown::Pause(view) => pauses(page, view),
        Shown::Between(_) => {}
    }
}

fn words(page: &mut Page<'_>, text: Option<&String>) {
    if let Some(text) = text {
        page.words(text);
    }
}

fn checked_in(page: &mut Page<'_>, view: &CheckinRound) {
    let scene = page.scene();
    let state = match (view.me.state, view.them.state, view.me.tell) {
        ("draft", ..) => "draft",
        ("open", "open", _) => "both_open",
        ("open", ..) => "open",
        ("held_back", "ready" | "open", _) => "both_ready",
        ("held_back", _, Some(true)) => "told",
        _ => "untold",
    };
    let (they, they_first) = (scene.they(), scene.they_first());
    page.say(
        "beside-checkin-said",
        &[("state", state.into()), ("they", (&they).into()), ("They", (&they_first).into())],
    );
}

fn round(page: &mut Page<'_>, view: &CheckinRound) {
    let scene = page.scene();
    page.say("beside-checkin-of", &[("day", (&scene.day(view.round)).into())]);
    side(page, &scene.text("word-you-first", &[]), &view.me);
    side(page, &scene.they_first(), &view.them);
}

fn side(page: &mut Page<'_>, who: &str, view: &CheckinSide) {
    let scene = page.scene();
    let (state, who) = (Arg::from(view.state), Arg::from(who));
    match view.on.map(|on| scene.day(on)) {
        Some(day) => page.tell(
            "beside-checkin-side-on",
            &[("state", state), ("Who", who), ("day", (&day).into())],
        ),
        None => page.tell("beside-checkin-side", &[("state", state), ("Who", who)]),
    }
    for entry in view.entry.iter().chain(&view.also) {
        words_of(page, entry);
    }
}

fn words_of(page: &mut Page<'_>, entry: &Entry) {
    if let Some(mood) = entry.mood {
        page.tell("beside-mood", &[("n", mood.into())]);
    }
    page.said_if("beside-need", entry.need.as_ref());
    page.said_if("beside-want", entry.want.as_ref());
    page.said_if("beside-worry", entry.worry.as_ref());
    page.said_if("beside-glad", entry.glad.as_ref());
    if entry.talk {
        page.tell("beside-would-talk", &[]);
    }
    page.said_if("beside-from-you", entry.from_you.as_ref());
}

fn thanks(page: &mut Page<'_>, view: &Thanks) {
    let scene = page.scene();
    let code = match view.by {
        Some(Side::Me) => "me",
        Some(Side::Them) => "them",
        None => "before",
    };
    let they = scene.they();
    let by = scene.text("beside-thanks-by", &[("code", code.into()), ("they", (&they).into())]);
    let mut notes: Vec<&str> = Vec::new();
    if view.hearted {
        notes.push("heart");
    }
    match view.state {
        code @ ("draft" | "taken_back" | "keepsake") => notes.push(code),
        _ if view.kept => notes.push("kept"),
        _ => {}
    }
    if view.kept_between {
        notes.push("between");
    }
    let note = |code: &&str| scene.text("beside-thanks-note", &[("code", (*code).into())]);
    let notes: Vec<String> = notes.iter().map(note).collect();
    let notes = if notes.is_empty() { String::new() } else { format!("  ({})", notes.join(", ")) };
    page.line(format!("{}  {by}, {}{notes}", scene.short(&view.id), scene.day(view.on)));
    words(page, view.text.as_ref());
}

fn time(scene: &Scene, time: &Time) -> String {
    scene.when(&time.at)
}

fn talk(page: &mut Page<'_>, view: &Talk) {
    let scene = page.scene();
    let they = scene.they();
    let code = match (view.state, view.let_go_by) {
        ("let_go", Some(Who::Me)) => "let_go_me",
        ("let_go", Some(Who::Them)) => "let_go_them",
        (state, _) => state,
    };
    let name = code.replace('_', " ");
    let state = scene.text(
        "beside-talk-state",
        &[("code", code.into()), ("they", (&they).into()), ("name", (&name).into())],
    );
    let (by, day) = (scene.who(view.by), scene.day(view.on));
    let said = scene.text(
        "beside-talk-by",
        &[("state", (&state).into()), ("by", (&by).into()), ("day", (&day).into())],
    );
    page.line(format!("{}  {said}", scene.short(&view.id)));
    page.words(&view.topic);
    page.said_if("beside-talk-hope", view.hope.as_ref());
    page.said_if("beside-talk-where", view.place.as_ref());
    if let Some(at) = &view.not_before {
        page.tell("beside-talk-not-before", &[("at", (&time(scene, at)).into())]);
    }
    if let Some(at) = &view.not_after {
        page.tell("beside-talk-not-after", &[("at", (&time(scene, at)).into())]);
    }
    match &view.agreed {
        Some(at) => page.tell("beside-talk-both-named", &[("at", (&time(scene, at)).into())]),
        None => {
            for (code, times) in [("me", &view.times.me), ("them", &view.times.them)] {
                for at in times {
                    let at = time(scene, at);
                    page.tell(
                        "beside-talk-named",
                        &[("code", code.into()), ("they", (&they).into()), ("at", (&at).into())],
                    );
                }
            }
        }
    }
    let talked = match (view.talked.me, view.talked.them, view.state) {
        (_, _, "talked") | (false, false, _) => None,
        (true, ..) => Some("me"),
        (_, true, _) => Some("them"),
    };
    if let Some(code) = talked {
        page.tell("beside-talked", &[("code", code.into()), ("they", (&they).into())]);
    }
    view.asks.iter().for_each(|ask| news::one(page, ask));
}

const fn code(side: Side) -> &'static str {
    match side {
        Side::Me => "me",
        Side::Them => "them",
    }
}

fn break_line(scene: &Scene, view: &TimeOut) -> String {
    let they = scene.they_first();
    let (by, they) = (Arg::from(code(view.by)), Arg::from(&they));
    match &view.until {
        Some(at) => {
            let at = time(scene, at);
            scene.text("beside-break-until", &[("by", by), ("They", they), ("at", (&at).into())])
        }
        None => scene.text("beside-break", &[("by", by), ("They", they)]),
    }
}

fn time_out(page: &mut Page<'_>, view: &TimeOut) {
    let scene = page.scene();
    let said = if view.state == "lifted" {
        let (they, day) = (scene.they_first(), scene.day(view.on));
        scene.text(
            "beside-break-over",
            &[("by", code(view.by).into()), ("They", (&they).into()), ("day", (&day).into())],
        )
    } else {
        break_line(scene, view)
    };
    page.line(format!("{}  {said}", scene.short(&view.id)));
}

fn topic(page: &mut Page<'_>, view: &Topic) {
    let scene = page.scene();
    let draft = match view.state {
        "draft" => format!("  ({})", scene.text("beside-topic-draft", &[])),
        _ => String::new(),
    };
    page.line(format!("{}{draft}", scene.word("word-topic", &view.topic)));
    let sides = [(scene.text("word-you-first", &[]), &view.me), (scene.they_first(), &view.them)];
    for (who, held) in sides {
        match held {
            Some(Held { stance, note, .. }) => {
                let stance = word(scene, *stance);
                page.tell(
                    "beside-topic-held",
                    &[("Who", (&who).into()), ("stance", (&stance).into())],
                );
                words(page, note.as_ref());
            }
            None => page.tell("beside-topic-nothing", &[("Who", (&who).into())]),
        }
    }
    if let Some(sentence) = &view.sentence {
        let sentence = scene.said(sentence);
        page.tell("beside-topic-talk", &[("sentence", (&sentence).into())]);
    }
    view.asks.iter().for_each(|ask| news::one(page, ask));
}

fn word(scene: &Scene, stance: Stance) -> String {
    scene.code("ask-way-stance", &stance)
}

fn paused(page: &mut Page<'_>, command: &Command, view: &Pause) {
    if matches!(command, Command::Beside(Beside::Resume)) && view.me.is_none() {
        page.say("beside-pause-over", &[]);
        return;
    }
    if let Some(side) = &view.me {
        let they = page.scene().they_first();
        page.say("beside-pause-said", &[("code", told(side)), ("They", (&they).into())]);
    }
    pauses(page, view);
}

fn told(side: &PauseSide) -> Arg<'static> {
    Arg::Text(if side.said { "said" } else { "quiet" })
}

/// Who takes a break from being asked, for the first screen.
pub(super) fn pauses(page: &mut Page<'_>, view: &Pause) {
    let scene = page.scene();
    if let Some(me) = &view.me {
        match me.until.map(|day| scene.day(day)) {
            Some(day) => {
                page.say("beside-pause-me-until", &[("code", told(me)), ("day", (&day).into())]);
            }
            None => page.say("beside-pause-me", &[("code", told(me))]),
        }
    }
    if let Some(them) = &view.them {
        let they = scene.they_first();
        match them.until.map(|day| scene.day(day)) {
            Some(day) => {
                let args = [("They", (&they).into()), ("day", (&day).into())];
                page.say("beside-pause-them-until", &args);
            }
            None => page.say("beside-pause-them", &[("They", (&they).into())]),
        }
    }
}

/// A draft in the list of drafts: id, what it is of, and words.
pub(super) fn as_draft<'a>(
    view: &'a Shown,
    scene: &Scene,
) -> (&'a str, &'static str, Option<String>) {
    let id = view.id().unwrap_or_default();
    match view {
        Shown::Checkin(view) => {
            let entry = view.me.entry.as_ref();
            let words = entry.and_then(|e| {
                [&e.need, &e.want, &e.worry, &e.glad, &e.from_you]
                    .into_iter()
                    .find_map(Clone::clone)
            });
            (id, "check_in", words)
        }
        Shown::Thanks(view) => (id, "thanks", view.text.clone()),
        Shown::Talk(view) => (id, "talk", Some(view.topic.clone())),
        Shown::Topic(view) => {
            let topic = scene.word("word-topic", &view.topic);
            let held = view.me.as_ref().map(|held| word(scene, held.stance)).unwrap_or_default();
            (id, "openness", Some(format!("{topic}: {held}")))
        }
        _ => (id, "draft", None),
    }
}
