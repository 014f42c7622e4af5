//! Rituals, their dates, and the steps of plans. Nothing counts, and nothing is called missed.

use accord_client_core::law::command::{RitualCommand, RitualResult, StepCommand, StepResult};
use accord_client_core::law::view::{
    Agreement, RitualDate, RitualTerms, Sides, Step, StepWords, Terms, Who,
};

use super::Scene;
use super::page::{Page, capital, first_line, spoken};

/// Rituals as a table.
pub(super) fn list(page: &mut Page<'_>, list: &[Agreement]) {
    let scene = page.scene();
    if list.is_empty() {
        page.line("No rituals here. Coffee, a walk, a bedtime call: pick one. `accord ritual propose --name \"...\" --every week`.");
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
    page.table(["ID", "State", "When", "Name"], &rows);
}

/// Terms of a wording, below its words.
pub(super) fn terms(page: &mut Page<'_>, terms: &Terms, with_steps: bool) {
    match terms {
        Terms::Ritual(ritual) => {
            let scene = page.scene();
            page.detail(capital(&terms_line(terms, scene)));
            page.said_if("Why", ritual.why.as_ref());
            page.said_if("Where", ritual.place.as_ref());
            page.said_if("When apart", ritual.remote.as_ref());
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
            format!(
                "ritual {}: {} moves to {}",
                scene.short(&to.ritual),
                scene.day(to.on),
                scene.when(&to.to)
            )
        }
        Terms::Plan { steps } => format!("{} steps", steps.len()),
    }
}

fn ritual_line(ritual: &RitualTerms, scene: &Scene) -> String {
    let often = if ritual.every.contains('=') {
        ritual.every.clone()
    } else {
        format!("every {}", ritual.every)
    };
    let time = match (&ritual.at, &ritual.zone, &ritual.own_time) {
        (Some(at), Some(zone), _) => {
            let place = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
            format!(", {at} in {place}")
        }
        (_, _, Some(own)) => format!(", each at own {own}"),
        _ => String::new(),
    };
    let length = ritual.length.map(|min| format!(", {min} minutes")).unwrap_or_default();
    format!("{often}{time}{length}, from {}", scene.day(ritual.start))
}

/// What comes next, one date a line.
pub(super) fn dates(page: &mut Page<'_>, list: &[RitualDate]) {
    if list.is_empty() {
        page.line("Nothing planned in these days. That is fine.");
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
        other => format!("  {}", spoken(other)),
    };
    let plan = if one.under_old_plan { "  under the old plan" } else { "" };
    page.detail(format!("{start}{}{name}{state}{plan}", theirs.unwrap_or_default()));
    let said = marks(&one.marks, scene);
    if !said.is_empty() {
        page.detail(format!("  {said}"));
    }
    if !one.mine_apart.is_empty() {
        let words: Vec<String> = one.mine_apart.iter().map(|word| spoken(word)).collect();
        page.detail(format!("  your devices: {}", words.join(", ")));
    }
    if let Some(before) = &one.moved_from {
        let said = one.marks_before_move.as_ref().map(|said| marks(said, scene));
        let said = said.map(|said| format!(" ({said})")).unwrap_or_default();
        page.detail(format!("  before it was moved: {}{said}", scene.when(before)));
    }
    for idea in &one.ideas {
        let by = match idea.by {
            Who::Me => "you".to_owned(),
            Who::Them => scene.they().to_owned(),
            Who::Both | Who::Nobody => "both of you".to_owned(),
        };
        page.detail(format!(
            "  idea {} by {by}: {}",
            scene.short(&idea.agreement),
            scene.when(&idea.to)
        ));
    }
    if let Some(hint) = &one.hint {
        page.detail(format!("  {hint}"));
    }
}

/// The time of day of a moment.
fn clock(moment: &str) -> &str {
    moment.split_once('T').and_then(|(_, time)| time.get(..5)).unwrap_or(moment)
}

fn marks(said: &Sides<Option<&'static str>>, scene: &Scene) -> String {
    let sides = [("you", said.me), (scene.they(), said.them)];
    let said =
        sides.into_iter().filter_map(|(who, mark)| Some(format!("{who}: {}", spoken(mark?))));
    said.collect::<Vec<_>>().join(" · ")
}

/// Steps with what both say of them.
pub(super) fn steps(page: &mut Page<'_>, steps: &[Step]) {
    for step in steps {
        let scene = page.scene();
        let state = match step.result {
            "open" => String::new(),
            "seen_differently" => "  seen differently, still open".to_owned(),
            other => format!("  {}", spoken(other)),
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

fn step_words(step: &StepWords, scene: &Scene) -> String {
    let whose = match step.whose {
        Who::Me => "you".to_owned(),
        Who::Them => scene.they().to_owned(),
        Who::Both | Who::Nobody => "both of you".to_owned(),
    };
    let due = step.due.as_deref().map(|due| format!(", {}", scene.when(due))).unwrap_or_default();
    let every = match step.every.as_deref() {
        Some(rule) if rule.contains('=') => format!(", {rule}"),
        Some(every) => format!(", every {every}"),
        None => String::new(),
    };
    let notice = step.notice.as_deref().map(|text| format!(" (to notice: {})", first_line(text)));
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
            let word = match result {
                RitualResult::DidIt => "you did it",
                RitualResult::NotThisTime => "not this time. No reason is needed",
                RitualResult::NotApplicable => "it did not apply",
            };
            let day = on.map(|on| format!(", {}", scene.day(on))).unwrap_or_default();
            page.line(format!("Marked {id}{day}: {word}. {they_first}'s own mark stays theirs."));
        }
        RitualCommand::Move { on, to, .. } if view.in_force.is_none() => {
            page.line(format!(
                "{id} suggests {} instead of {}. It counts when {} says yes; until then the date stays where it is.",
                scene.day(to.day), scene.day(*on), scene.they()
            ));
        }
        _ => super::agreement::show(page, view),
    }
}

/// What a mark of a step came to.
pub(super) fn step(page: &mut Page<'_>, command: &StepCommand, view: &Agreement) {
    let scene = page.scene();
    let word = match command.result {
        StepResult::Done => "done",
        StepResult::NotYet => "not yet. The step stays open",
        StepResult::NotApplicable => "it does not apply",
    };
    page.line(format!(
        "Marked a step of {}: {word}. {}'s own mark stays theirs.",
        scene.short(&view.id),
        scene.they_first()
    ));
    steps(page, &view.steps);
}
