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

use super::page::{Page, first_line, spoken};
use super::{Scene, news};

/// Topics of which the list says that they can be chosen.
const SUGGESTED: &str = "phone, messages, money, friends, family, past, health, location, therapy, diary, plans, social_media, ai_tools, \
    what_we_tell_others";

pub(super) fn list(page: &mut Page<'_>, list: &Listed) {
    match list {
        Listed::Checkins(list) if list.is_empty() => {
            page.line("No check-ins yet. `accord checkin --need \"...\"` begins one: two minutes.");
        }
        Listed::Checkins(list) => {
            for view in list {
                round(page, view);
            }
        }
        Listed::Thanks(list) if list.is_empty() => {
            page.line("No thanks yet. `accord thanks \"...\"` says one.");
        }
        Listed::Thanks(list) => list.iter().for_each(|view| thanks(page, view)),
        Listed::Talks(list) if list.is_empty() => {
            page.line("No talks are asked for. `accord talk ask \"...\"` asks for one.");
        }
        Listed::Talks(list) => list.iter().for_each(|view| talk(page, view)),
        Listed::TimeOuts(list) if list.is_empty() => {
            page.line("Nobody takes a break. `accord timeout` begins one, without a reason.");
        }
        Listed::TimeOuts(list) => list.iter().for_each(|view| time_out(page, view)),
        Listed::Topics(list) => {
            if list.is_empty() {
                page.line("Nothing is said about any topic. Not saying is fine.");
            }
            list.iter().for_each(|view| topic(page, view));
            page.gap();
            page.line("`accord openness set TOPIC private|ask|tell` says how you hold one:");
            page.detail(format!("{SUGGESTED}, or a word of your own."));
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
            page.line(format!("Your check-in of {} is taken back.", scene.day(view.round)));
        }
        (Shown::Thanks(view), Some(BesideCommand::Thanks { .. })) if view.state != "draft" => {
            page.line(format!("{id}: your thanks go to {they} at the next exchange."));
            words(page, view.text.as_ref());
        }
        (Shown::Thanks(_), Some(BesideCommand::Heart { on: true, .. })) => {
            page.line(format!("{id} has your heart."));
        }
        (Shown::Thanks(_), Some(BesideCommand::Heart { on: false, .. })) => {
            page.line(format!("{id} has no heart any more."));
        }
        (Shown::Thanks(_), Some(BesideCommand::ThanksTakeBack { .. })) => {
            page.line(format!("{id} goes from the shared list. A copy {they} kept stays."));
        }
        (Shown::Thanks(_), None) if matches!(command, Command::Beside(Beside::Keep { .. })) => {
            page.line(format!("You keep a copy of {id}. {they_first} never learns of it."));
        }
        (Shown::Talk(view), Some(BesideCommand::TalkAsk { .. })) if view.state != "draft" => {
            page.line(format!("{id}: {they} hears at the next exchange that you ask for a talk."));
            words(page, Some(&view.topic));
        }
        (Shown::TimeOut(view), Some(BesideCommand::TimeOut { .. })) => {
            page.line(format!(
                "{}. Only you lift it: `accord timeout lift`.",
                break_line(scene, view)
            ));
        }
        (Shown::Pause(view), _) => paused(page, command, view),
        (Shown::Between(view), _) => page.line(if view.kept_between {
            format!("What you wrote in {id} stays between you: {they}'s next export leaves it out.")
        } else {
            format!("What you wrote in {id} may be in {they}'s exports again.")
        }),
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
    let they = scene.they();
    page.line(match (view.me.state, view.them.state, view.me.tell) {
        ("draft", ..) => "Kept as a draft. Nobody else sees it.".to_owned(),
        ("open", "open", _) => format!("Your check-in and {they}'s are open to you both."),
        ("open", ..) => format!("Your check-in is open to {they} at the next exchange."),
        ("held_back", "ready" | "open", _) => {
            format!(
                "Held back on your devices. {} is ready too: it opens at the next exchange.",
                scene.they_first()
            )
        }
        ("held_back", _, Some(true)) => format!(
            "Held back on your devices until {they} is ready too. {} may know that it waits.",
            scene.they_first()
        ),
        _ => format!("Held back on your devices until {they} is ready too. Nothing is told of it."),
    });
}

fn round(page: &mut Page<'_>, view: &CheckinRound) {
    let scene = page.scene();
    page.line(format!("Check-in of {}", scene.day(view.round)));
    side(
        page,
        "You",
        &view.me,
        match view.me.state {
            "held_back" => "held back until both are ready",
            "closed" => "shown as soon as the other's is",
            "draft" => "a draft, seen by nobody else",
            "taken_back" => "taken back",
            "none" => "nothing",
            _ => "",
        },
    );
    let they = scene.they_first();
    side(
        page,
        &they,
        &view.them,
        match view.them.state {
            "ready" => "ready",
            "not_today" => "not today",
            "none" => "nothing",
            _ => "",
        },
    );
}

fn side(page: &mut Page<'_>, who: &str, view: &CheckinSide, state: &str) {
    let on = view.on.map(|on| page.scene().day(on)).unwrap_or_default();
    let line = [state, on.as_str()].into_iter().filter(|part| !part.is_empty());
    page.detail(format!("{who}: {}", line.collect::<Vec<_>>().join(", ")));
    for entry in view.entry.iter().chain(&view.also) {
        words_of(page, entry);
    }
}

fn words_of(page: &mut Page<'_>, entry: &Entry) {
    if let Some(mood) = entry.mood {
        page.detail(format!("  mood: {mood} of 5"));
    }
    page.said_if("  need", entry.need.as_ref());
    page.said_if("  want", entry.want.as_ref());
    page.said_if("  worry", entry.worry.as_ref());
    page.said_if("  glad", entry.glad.as_ref());
    if entry.talk {
        page.detail("  would like to talk about it");
    }
    page.said_if("  would like from the other", entry.from_you.as_ref());
}

fn thanks(page: &mut Page<'_>, view: &Thanks) {
    let scene = page.scene();
    let by = match view.by {
        Some(Side::Me) => "you".to_owned(),
        Some(Side::Them) => scene.they(),
        None => "kept from before".to_owned(),
    };
    let mut notes: Vec<&str> = Vec::new();
    if view.hearted {
        notes.push("with a heart");
    }
    match view.state {
        "draft" => notes.push("a draft, seen by nobody else"),
        "taken_back" => notes.push("taken back"),
        "keepsake" => notes.push("your own copy"),
        _ if view.kept => notes.push("kept"),
        _ => {}
    }
    if view.kept_between {
        notes.push("stays between you");
    }
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
    let by = scene.who(view.by);
    let state = match (view.state, view.let_go_by) {
        ("draft", _) => "a draft, seen by nobody else".to_owned(),
        ("let_go", Some(Who::Me)) => "let go by you".to_owned(),
        ("let_go", Some(Who::Them)) => format!("let go by {they}"),
        (state, _) => spoken(state),
    };
    page.line(format!(
        "{}  {state}, asked for by {by}, {}",
        scene.short(&view.id),
        scene.day(view.on)
    ));
    page.words(&view.topic);
    page.said_if("hope", view.hope.as_ref());
    page.said_if("where", view.place.as_ref());
    for (what, at) in [("not before", &view.not_before), ("not after", &view.not_after)] {
        if let Some(at) = at {
            page.detail(format!("{what} {}", time(scene, at)));
        }
    }
    match &view.agreed {
        Some(at) => page.detail(format!("both named {}", time(scene, at))),
        None => {
            for at in &view.times.me {
                page.detail(format!("you named {}", time(scene, at)));
            }
            for at in &view.times.them {
                page.detail(format!("{they} named {}", time(scene, at)));
            }
        }
    }
    match (view.talked.me, view.talked.them, view.state) {
        (_, _, "talked") | (false, false, _) => {}
        (true, ..) => page.detail("you say that you talked"),
        (_, true, _) => page.detail(format!("{they} says that you talked")),
    }
    view.asks.iter().for_each(|ask| news::one(page, ask));
}

fn break_line(scene: &Scene, view: &TimeOut) -> String {
    let who = match view.by {
        Side::Me => "You are".to_owned(),
        Side::Them => format!("{} is", scene.they_first()),
    };
    let until = view.until.as_ref().map(|at| format!(" until about {}", time(scene, at)));
    format!("{who} taking a break{}", until.unwrap_or_default())
}

fn time_out(page: &mut Page<'_>, view: &TimeOut) {
    let scene = page.scene();
    let id = scene.short(&view.id);
    if view.state == "lifted" {
        let who = if view.by == Side::Me {
            "You were".into()
        } else {
            format!("{} was", scene.they_first())
        };
        page.line(format!("{id}  {who} taking a break, {}", scene.day(view.on)));
    } else {
        page.line(format!("{id}  {}", break_line(scene, view)));
    }
}

fn topic(page: &mut Page<'_>, view: &Topic) {
    let scene = page.scene();
    let draft = if view.state == "draft" { "  (a draft, seen by nobody else)" } else { "" };
    page.line(format!("{}{draft}", spoken(&view.topic)));
    let they = scene.they_first();
    for (who, held) in [("You", &view.me), (they.as_str(), &view.them)] {
        match held {
            Some(Held { stance, note, .. }) => {
                page.detail(format!("{who}: {}", word(*stance)));
                words(page, note.as_ref());
            }
            None => page.detail(format!("{who}: nothing said")),
        }
    }
    if let Some(sentence) = view.sentence {
        page.detail(format!("{sentence} To talk about it: `accord talk ask \"...\"`."));
    }
    view.asks.iter().for_each(|ask| news::one(page, ask));
}

const fn word(stance: Stance) -> &'static str {
    match stance {
        Stance::Private => "private to me",
        Stance::Ask => "ask me",
        Stance::Tell => "I'll tell you",
    }
}

fn paused(page: &mut Page<'_>, command: &Command, view: &Pause) {
    let scene = page.scene();
    if matches!(command, Command::Beside(Beside::Resume)) && view.me.is_none() {
        page.line("Your pause is over.");
        return;
    }
    if let Some(PauseSide { said, .. }) = &view.me {
        page.line(if *said {
            format!("Nothing asks you for anything until you say `accord resume`. {} sees that you take a break.", scene.they_first())
        } else {
            format!("Nothing asks you for anything until you say `accord resume`. {} is told nothing.", scene.they_first())
        });
    }
    pauses(page, view);
}

/// Who takes a break from being asked, for the first screen.
pub(super) fn pauses(page: &mut Page<'_>, view: &Pause) {
    let scene = page.scene();
    let until = |side: &PauseSide| {
        side.until.map(|day| format!(" until {}", scene.day(day))).unwrap_or_default()
    };
    if let Some(me) = &view.me {
        let quiet = if me.said { "" } else { ", and nobody is told" };
        page.line(format!("You take a break{}{quiet}.", until(me)));
    }
    if let Some(them) = &view.them {
        page.line(format!("{} is taking a break{}.", scene.they_first(), until(them)));
    }
}

/// A draft in the list of drafts: id, what it is of, and words.
pub(super) fn as_draft(view: &Shown) -> (&str, &'static str, Option<String>) {
    let id = view.id().unwrap_or_default();
    match view {
        Shown::Checkin(view) => {
            let entry = view.me.entry.as_ref();
            let words = entry.and_then(|e| {
                [&e.need, &e.want, &e.worry, &e.glad, &e.from_you]
                    .into_iter()
                    .find_map(Clone::clone)
            });
            (id, "check-in", words)
        }
        Shown::Thanks(view) => (id, "thanks", view.text.clone()),
        Shown::Talk(view) => (id, "talk", Some(view.topic.clone())),
        Shown::Topic(view) => {
            let held = view.me.as_ref().map(|held| word(held.stance)).unwrap_or_default();
            (id, "openness", Some(format!("{}: {held}", first_line(&spoken(&view.topic)))))
        }
        _ => (id, "draft", None),
    }
}
