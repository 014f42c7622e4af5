//! The sheet for a counsellor: what is in force, one's own limits and the plan both have. Everything else is left out unless asked for.

use super::page::Page;
use super::{Made, Tongue};
use crate::law::command::{AgreementKind, Polarity};
use crate::law::repair;
use crate::law::repair::view::PartKind;
use crate::law::say::{self, Say};
use crate::law::view::{Agreement, Boundary, InForce, Promise, Side, StepWords, Terms, Who};
use crate::time::Day;

/// What may go on the sheet, already without what stays between the two.
#[derive(Clone, PartialEq, Eq)]
pub struct Counsellor {
    /// Those in force.
    pub agreements: Vec<Agreement>,
    /// All boundaries; the reader's own active limits are printed.
    pub boundaries: Vec<Boundary>,
    /// Promises, if asked for.
    pub promises: Vec<Promise>,
    /// Repairs, if asked for.
    pub repairs: Vec<repair::view::Repair>,
    /// Only what began or changed on or after this day.
    pub since: Option<Day>,
    /// The state digest.
    pub digest: String,
}

crate::silent::silent!(Counsellor);

/// The hashes on the last page, each with what it names.
type Hashes = Vec<(Say, String)>;

/// The sheet.
pub(super) fn counsellor(made: &Made, what: &Counsellor, tongue: &Tongue<'_>) -> String {
    let mut page = Page::new(&say::sheet_title("agreed"), made, tongue);
    page.line(&say::sheet_agreed(Some(made.by.clone()), made.with.clone()));
    if let Some(since) = what.since {
        page.soft(&say::sheet_since(since));
    }
    let recent = |on: Day| what.since.is_none_or(|since| on >= since);
    let in_force: Vec<(&Agreement, &InForce)> = what
        .agreements
        .iter()
        .filter(|a| a.kind != AgreementKind::Move)
        .filter_map(|a| Some((a, a.in_force.as_ref()?)))
        .filter(|(_, now)| recent(now.since))
        .collect();
    let mut hashes = Hashes::new();
    let (plans, others): (Vec<_>, Vec<_>) =
        in_force.into_iter().partition(|(a, _)| a.kind == AgreementKind::Plan);
    for (heading, list) in [("in_force", others), ("plan", plans)] {
        if list.is_empty() {
            continue;
        }
        page.heading(&say::sheet_heading(heading));
        for (agreement, now) in list {
            page.record(&now.words, &facts(made, agreement, now));
            hashes.push((
                say::sheet_hash_of("agreement", short(&agreement.id)),
                now.revision.clone(),
            ));
        }
    }
    limits(&mut page, made, what, &recent, &mut hashes);
    if !what.promises.is_empty() {
        page.heading(&say::sheet_heading("promises"));
        for promise in what.promises.iter().filter(|promise| promise.shared) {
            let mut facts = vec![
                fact("by", say::sheet_name(name(made, promise.maker))),
                fact("result", say::sheet_result(promise.result)),
            ];
            facts.extend(promise.due.clone().map(|due| fact("due", say::sheet_moment(due))));
            page.record(&promise.text, &facts);
            hashes
                .push((say::sheet_hash_of("promise", short(&promise.id)), promise.version.clone()));
        }
    }
    for repair in what.repairs.iter().filter(|repair| recent(repair.on)) {
        page.heading(&say::sheet_heading("repair"));
        page.record(&repair.title, &[fact("opened", say::sheet_day(repair.on))]);
        for part in &repair.parts {
            let by = say::sheet_name(name(made, part.by));
            let facts = [fact("part", say::sheet_part(part_code(part.part))), fact("by", by)];
            page.record(&part.words, &facts);
        }
    }
    page.last_heading(&say::sheet_heading("hashes"));
    page.soft(&say::sheet_hashes());
    for (what, hash) in &hashes {
        page.code(what, hash);
    }
    page.code(&say::sheet_digest(), &what.digest);
    page.finish()
}

fn limits(
    page: &mut Page<'_>,
    made: &Made,
    what: &Counsellor,
    recent: &dyn Fn(Day) -> bool,
    hashes: &mut Hashes,
) {
    let mine = what
        .boundaries
        .iter()
        .filter(|b| b.owner == Side::Me && b.polarity == Polarity::Limit && b.state == "active");
    let mut begun = false;
    for boundary in mine {
        for version in boundary.versions.iter().filter(|v| v.standing && recent(v.on)) {
            let Some(words) = &version.words else { continue };
            if !begun {
                page.heading(&say::sheet_limits_of(Some(made.by.clone())));
                begun = true;
            }
            let mut facts = vec![fact("since", say::sheet_day(version.on))];
            facts.extend(version.why.clone().map(|why| fact("why", say::sheet_words(why))));
            facts.extend(version.helps.clone().map(|helps| fact("helps", say::sheet_words(helps))));
            page.record(words, &facts);
            hashes
                .push((say::sheet_hash_of("limit", short(&boundary.id)), version.version.clone()));
        }
    }
}

fn fact(what: &'static str, value: Say) -> (Say, Say) {
    (say::sheet_fact(what), value)
}

fn name(made: &Made, side: Side) -> Option<String> {
    match side {
        Side::Me => Some(made.by.clone()),
        Side::Them => made.with.clone(),
    }
}

fn facts(made: &Made, agreement: &Agreement, now: &InForce) -> Vec<(Say, Say)> {
    let day = |what, day: Option<Day>| day.map(|day| fact(what, say::sheet_day(day)));
    let gives = |side, give: &Option<String>| {
        let give = give.clone()?;
        Some(fact("gives", say::sheet_by(name(made, side), give)))
    };
    let mut facts = vec![fact("since", say::sheet_day(now.since))];
    facts.extend(day("until", now.until));
    facts.extend(day("look_again", now.look_again));
    facts.extend(gives(Side::Me, &now.give.me));
    facts.extend(gives(Side::Them, &now.give.them));
    match &now.terms {
        Some(Terms::Ritual(ritual)) => {
            let every = ritual.every.clone();
            let when = match (&ritual.at, &ritual.zone, &ritual.own_time) {
                (Some(at), Some(zone), _) => {
                    say::sheet_when_at(every, at.clone(), zone.clone(), ritual.start)
                }
                (_, _, Some(own)) => say::sheet_when_own(every, own.clone(), ritual.start),
                _ => say::sheet_when(every, ritual.start),
            };
            facts.push(fact("when", when));
            facts.extend(ritual.why.clone().map(|why| fact("why", say::sheet_words(why))));
        }
        Some(Terms::Plan { steps }) => facts.extend(steps.iter().flat_map(|one| step(made, one))),
        Some(Terms::Move(_)) | None => {}
    }
    if !agreement.paused_by.is_empty() {
        facts.push(fact("paused", say::sheet_paused()));
    }
    facts
}

fn step(made: &Made, step: &StepWords) -> Vec<(Say, Say)> {
    let words = step.text.clone();
    let whose = match step.whose {
        Who::Me => say::sheet_by(name(made, Side::Me), words),
        Who::Them => say::sheet_by(name(made, Side::Them), words),
        Who::Both | Who::Nobody => say::sheet_by_both(words),
    };
    let mut facts = vec![fact("step", whose)];
    facts.extend(step.due.clone().map(|due| fact("due", say::sheet_moment(due))));
    facts.extend(step.every.clone().map(|every| fact("every", say::sheet_every(every))));
    facts
}

const fn part_code(part: PartKind) -> &'static str {
    match part {
        PartKind::Account => "account",
        PartKind::Responsibility => "responsibility",
        PartKind::Effects => "effects",
        PartKind::EffectsOnUs => "effects_on_us",
        PartKind::Apology => "apology",
        PartKind::Amends => "amends",
        PartKind::Change => "change",
        PartKind::Answer => "answer",
    }
}

fn short(id: &str) -> String {
    id.get(..8).unwrap_or(id).to_owned()
}
