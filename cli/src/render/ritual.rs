//! Rituals, their dates, and the steps of plans. Nothing counts, and nothing is called missed.

use accord_client_core::law::command::{RitualCommand, RitualResult, StepCommand, StepResult};
use accord_client_core::law::view::{
    Agreement, RitualDate, RitualTerms, Side, Sides, Step, StepWords, Terms, Who,
};

use super::Scene;
use super::page::{Page, capital, first_line};

/// Rituals as a table.
pub(super) fn list(page: &mut Page<'_>, list: &[Agreement]) {
    let scene = page.scene();
    if list.is_empty() {
        page.say("ritual-none", &[]);
        return;
    }
    let rows: Vec<_> = list
        .iter()
        .map(|view| {
            let now = view.in_force.as_ref().map(|now| (&now.words, &now.terms));
            let shown = now.or_else(|| view.open.first().map(|open| (&open.words, &open.terms)));
            let (name, terms) = shown.map_or((String::new(), String::new()), |(words, terms)| {
                (
                    first_line(words),
                    terms.as_ref().map(|t| terms_line(t, scene)).unwrap_or_default(),
                )
            });
            [scene.short(&view.id), super::agreement::state(view, scene), terms, name]
        })
        .collect();
    page.table(["word-col-id", "word-col-state", "word-col-when", "word-col-name"], &rows);
}

/// Terms of a wording, below its words.
pub(super) fn terms(page: &mut Page<'_>, terms: &Terms, with_steps: bool) {
    match terms {
        Terms::Ritual(ritual) => {
            let scene = page.scene();
            page.detail(capital(&terms_line(terms, scene)));
            page.said_if("ritual-why", ritual.why.as_ref());
            page.said_if("ritual-where", ritual.place.as_ref());
            page.said_if("ritual-apart", ritual.remote.as_ref());
        }
        Terms::Move(_) => {
            let line = terms_line(terms, page.scene());
            page.detail(capital(&line));
        }
        Terms::Plan { steps } if with_steps => {
            for step in steps {
                let line = step_words(step, page.scene());
                page.detail(line);
            }
        }
        Terms::Plan { .. } => {}
    }
}

fn terms_line(terms: &Terms, scene: &Scene) -> String {
    match terms {
        Terms::Ritual(ritual) => ritual_line(ritual, scene),
        Terms::Move(to) => {
            let (id, day, to) = (scene.short(&to.ritual), scene.day(to.on), scene.when(&to.to));
            let args = &[("id", (&id).into()), ("day", (&day).into()), ("to", (&to).into())];
            scene.text("ritual-moves", args)
        }
        Terms::Plan { steps } => scene.text("ritual-steps", &[("n", steps.len().into())]),
    }
}

fn ritual_line(ritual: &RitualTerms, scene: &Scene) -> String {
    let mut said = vec![scene.often(&ritual.every)];
    match (&ritual.at, &ritual.zone, &ritual.own_time) {
        (Some(at), Some(zone), _) => {
            let place = super::place(zone);
            let args = &[("time", at.into()), ("place", (&place).into())];
            said.push(scene.text("ritual-at", args));
        }
        (_, _, Some(own)) => said.push(scene.text("ritual-own-time", &[("time", own.into())])),
        _ => {}
    }
    said.extend(ritual.length.map(|n| scene.text("ritual-length", &[("n", n.into())])));
    said.push(scene.text("ritual-from", &[("day", (&scene.day(ritual.start)).into())]));
    said.join(", ")
}

/// What comes next, one date a line.
pub(super) fn dates(page: &mut Page<'_>, list: &[RitualDate]) {
    if list.is_empty() {
        page.say("ritual-nothing-planned", &[]);
        return;
    }
    for one in list {
        date(page, one, true);
    }
}

/// One date with its marks, ideas and hint.
pub(super) fn date(page: &mut Page<'_>, one: &RitualDate, named: bool) {
    let scene = page.scene();
    let start = match &one.for_me {
        Some(mine) => scene.when(mine),
        None => scene.when(&one.start),
    };
    let theirs =
        one.for_them.as_deref().map(|theirs| format!(" ({} {})", scene.they(), clock(theirs)));
    let name = if named { format!("  {}", first_line(&one.name)) } else { String::new() };
    let state = match one.state {
        "planned" => String::new(),
        other => format!("  {}", scene.word("word-date-state", other)),
    };
    let plan = if one.under_old_plan {
        format!("  {}", scene.text("ritual-old-plan", &[]))
    } else {
        String::new()
    };
    page.detail(format!("{start}{}{name}{state}{plan}", theirs.unwrap_or_default()));
    let said = marks(&one.marks, scene);
    if !said.is_empty() {
        page.detail(format!("  {said}"));
    }
    if !one.mine_apart.is_empty() {
        let marks: Vec<String> =
            one.mine_apart.iter().map(|mark| scene.word("word-mark", mark)).collect();
        let said = scene.text("ritual-devices", &[("marks", (&marks.join(", ")).into())]);
        page.detail(format!("  {said}"));
    }
    if let Some(before) = &one.moved_from {
        let said = one.marks_before_move.as_ref().map(|said| marks(said, scene));
        let said = said.map(|said| format!(" ({said})")).unwrap_or_default();
        let when = scene.text("ritual-before-move", &[("when", (&scene.when(before)).into())]);
        page.detail(format!("  {when}{said}"));
    }
    for idea in &one.ideas {
        let (by, id) = (one_of(idea.by, scene), scene.short(&idea.agreement));
        let when = scene.when(&idea.to);
        let args = &[("id", (&id).into()), ("by", (&by).into()), ("when", (&when).into())];
        page.detail(format!("  {}", scene.text("ritual-idea", args)));
    }
    if let Some(hint) = &one.hint {
        let hint = scene.said(hint);
        page.detail(format!("  {hint}"));
    }
}

/// The time of day of a moment.
fn clock(moment: &str) -> &str {
    moment.split_once('T').and_then(|(_, time)| time.get(..5)).unwrap_or(moment)
}

fn marks(said: &Sides<Option<&'static str>>, scene: &Scene) -> String {
    let sides = [(Side::Me, said.me), (Side::Them, said.them)];
    let said = sides.into_iter().filter_map(|(who, mark)| {
        Some(format!("{}: {}", scene.who(who), scene.word("word-mark", mark?)))
    });
    said.collect::<Vec<_>>().join(" · ")
}

/// Steps with what both say of them.
pub(super) fn steps(page: &mut Page<'_>, steps: &[Step]) {
    for step in steps {
        let scene = page.scene();
        let state = match step.result {
            "open" => String::new(),
            other => format!("  {}", scene.word("word-step", other)),
        };
        page.detail(format!("{}{state}", step_words(&step.words, scene)));
        let said = marks(&step.marks, scene);
        if !said.is_empty() {
            page.detail(format!("   {said}"));
        }
        for note in [&step.notes.me, &step.notes.them].into_iter().flatten() {
            page.words(note);
        }
        for date in &step.dates {
            let said = marks(&date.marks, scene);
            if !said.is_empty() {
                page.detail(format!("   {}  {said}", scene.day(date.date)));
            }
        }
    }
}

/// The reader, the partner or both.
fn one_of(who: Who, scene: &Scene) -> String {
    match who {
        Who::Me => scene.who(Side::Me),
        Who::Them => scene.they(),
        Who::Both | Who::Nobody => scene.text("word-both", &[]),
    }
}

fn step_words(step: &StepWords, scene: &Scene) -> String {
    let whose = one_of(step.whose, scene);
    let due = step.due.as_deref().map(|due| format!(", {}", scene.when(due))).unwrap_or_default();
    let every = step.every.as_deref().map(|every| format!(", {}", scene.often(every)));
    let every = every.unwrap_or_default();
    let notice = step.notice.as_deref().map(|text| {
        let text = first_line(text);
        format!(" ({})", scene.text("ritual-notice", &[("text", (&text).into())]))
    });
    format!(
        "{}. {whose}: {}{due}{every}{}",
        step.number,
        first_line(&step.text),
        notice.unwrap_or_default()
    )
}

/// What a mark of a ritual, or an idea for another time, came to.
pub(super) fn said(page: &mut Page<'_>, command: &RitualCommand, view: &Agreement) {
    let scene = page.scene();
    let (id, they_first) = (scene.short(&view.id), scene.they_first());
    match command {
        RitualCommand::Mark { on, result, .. } => {
            let code = match result {
                RitualResult::DidIt => "did_it",
                RitualResult::NotThisTime => "not_this_time",
                RitualResult::NotApplicable => "not_applicable",
            };
            let they = &they_first;
            match on.map(|on| scene.day(on)) {
                Some(day) => page.say(
                    "ritual-marked-on",
                    &[
                        ("code", code.into()),
                        ("id", (&id).into()),
                        ("day", (&day).into()),
                        ("They", they.into()),
                    ],
                ),
                None => page.say(
                    "ritual-marked",
                    &[("code", code.into()), ("id", (&id).into()), ("They", they.into())],
                ),
            }
        }
        RitualCommand::Move { on, to, .. } if view.in_force.is_none() => {
            page.say(
                "ritual-suggests",
                &[
                    ("id", (&id).into()),
                    ("to", (&scene.day(to.day)).into()),
                    ("on", (&scene.day(*on)).into()),
                    ("they", (&scene.they()).into()),
                ],
            );
        }
        _ => super::agreement::show(page, view),
    }
}

/// What a mark of a step came to.
pub(super) fn step(page: &mut Page<'_>, command: &StepCommand, view: &Agreement) {
    let scene = page.scene();
    let code = match command.result {
        StepResult::Done => "done",
        StepResult::NotYet => "not_yet",
        StepResult::NotApplicable => "not_applicable",
    };
    page.say(
        "ritual-step-marked",
        &[
            ("code", code.into()),
            ("id", (&scene.short(&view.id)).into()),
            ("They", (&scene.they_first()).into()),
        ],
    );
    steps(page, &view.steps);
}
