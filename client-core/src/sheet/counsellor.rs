//! The sheet for a counsellor: what is in force, one's own limits and the plan both have. Everything else is left out unless asked for.

use super::Made;
use super::page::Page;
use crate::law::command::{AgreementKind, Polarity};
use crate::law::repair;
use crate::law::view::{Agreement, Boundary, InForce, Promise, Side, StepWords, Terms, Who};
use crate::time::Day;

/// What may go on the sheet, already without what stays between the two.
pub struct Counsellor<'a> {
    /// All agreements; those in force are printed.
    pub agreements: &'a [Agreement],
    /// All boundaries; the reader's own active limits are printed.
    pub boundaries: &'a [Boundary],
    /// Promises, if asked for.
    pub promises: &'a [Promise],
    /// Repairs, if asked for.
    pub repairs: &'a [repair::view::Repair],
    /// Only what began or changed on or after this day.
    pub since: Option<Day>,
    /// The state digest.
    pub digest: String,
}

impl std::fmt::Debug for Counsellor<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Counsellor")
    }
}

/// The sheet.
#[must_use]
pub fn counsellor(made: &Made, what: &Counsellor<'_>) -> String {
    let mut page = Page::new("What we agreed", made);
    page.line(&format!("{} and {}, as {} keeps it.", made.by, made.with, made.by));
    if let Some(since) = what.since {
        page.soft(&format!("Only what began or changed since {since}."));
    }
    let recent = |on: Day| what.since.is_none_or(|since| on >= since);
    let in_force: Vec<(&Agreement, &InForce)> = what
        .agreements
        .iter()
        .filter(|a| a.state == "in_force" && a.kind != AgreementKind::Move)
        .filter_map(|a| Some((a, a.in_force.as_ref()?)))
        .filter(|(_, now)| recent(now.since))
        .collect();
    let mut hashes = Vec::new();
    let (plans, others): (Vec<_>, Vec<_>) =
        in_force.into_iter().partition(|(a, _)| a.kind == AgreementKind::Plan);
    for (heading, list) in [("In force for both", others), ("The plan of both", plans)] {
        if list.is_empty() {
            continue;
        }
        page.heading(heading);
        for (agreement, now) in list {
            page.record(&now.words, &facts(made, agreement, now));
            hashes.push((format!("Agreement {}", short(&agreement.id)), now.revision.clone()));
        }
    }
    limits(&mut page, made, what, &recent, &mut hashes);
    if !what.promises.is_empty() {
        page.heading("Promises");
        for promise in what.promises.iter().filter(|promise| promise.shared) {
            let maker = if promise.maker == Side::Me { &made.by } else { &made.with };
            let mut facts =
                vec![("By", maker.clone()), ("Result", promise.result.replace('_', " "))];
            facts.extend(promise.due.clone().map(|due| ("Due", due)));
            page.record(&promise.text, &facts);
            hashes.push((format!("Promise {}", short(&promise.id)), promise.version.clone()));
        }
    }
    for repair in what.repairs.iter().filter(|repair| recent(repair.on)) {
        page.heading("A repair");
        page.record(&repair.title, &[("Opened", repair.on.to_string())]);
        for part in &repair.parts {
            let by = if part.by == Side::Me { &made.by } else { &made.with };
            let kind = serde_json::to_value(part.part).ok();
            let kind = kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or("part");
            page.record(&part.words, &[("Part", kind.replace('_', " ")), ("By", by.clone())]);
        }
    }
    page.last_heading("By their names");
    page.soft("Each wording is named by a hash of its exact words. Equal names mean equal words, to the letter.");
    for (what, hash) in &hashes {
        page.code(what, hash);
    }
    page.code("Everything both hold, as one name", &what.digest);
    page.finish()
}

fn limits(
    page: &mut Page,
    made: &Made,
    what: &Counsellor<'_>,
    recent: &dyn Fn(Day) -> bool,
    hashes: &mut Vec<(String, String)>,
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
                page.heading(&format!("Limits of {}", made.by));
                begun = true;
            }
            let mut facts = vec![("Since", version.on.to_string())];
            facts.extend(version.why.clone().map(|why| ("Why", why)));
            facts.extend(version.helps.clone().map(|helps| ("How it helps", helps)));
            page.record(words, &facts);
            hashes.push((format!("Limit {}", short(&boundary.id)), version.version.clone()));
        }
    }
}

fn facts(made: &Made, agreement: &Agreement, now: &InForce) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Since", now.since.to_string())];
    facts.extend(now.until.map(|day| ("Until", day.to_string())));
    facts.extend(now.look_again.map(|day| ("Look again", day.to_string())));
    facts.extend(now.give.me.clone().map(|give| ("Gives", format!("{}: {give}", made.by))));
    facts.extend(now.give.them.clone().map(|give| ("Gives", format!("{}: {give}", made.with))));
    match &now.terms {
        Some(Terms::Ritual(ritual)) => {
            let time = ritual.at.as_ref().zip(ritual.zone.as_ref());
            let at = time.map(|(at, zone)| format!(", {at} {zone}"));
            let own = ritual.own_time.as_ref().map(|own| format!(", each at own {own}"));
            let time = at.or(own).unwrap_or_default();
            facts.push(("When", format!("{}{time}, from {}", ritual.every, ritual.start)));
            facts.extend(ritual.why.clone().map(|why| ("Why", why)));
        }
        Some(Terms::Plan { steps }) => {
            facts.extend(steps.iter().map(|one| ("Step", step(made, one))))
        }
        Some(Terms::Move(_)) | None => {}
    }
    if !agreement.paused_by.is_empty() {
        facts.push(("Paused", "a limit of one of the two touches it".to_owned()));
    }
    facts
}

fn step(made: &Made, step: &StepWords) -> String {
    let whose = match step.whose {
        Who::Me => made.by.clone(),
        Who::Them => made.with.clone(),
        Who::Both | Who::Nobody => "both".to_owned(),
    };
    let due = step.due.as_ref().map(|due| format!(", by {due}")).unwrap_or_default();
    let every = step.every.as_ref().map(|every| format!(", every {every}")).unwrap_or_default();
    format!("{whose}: {}{due}{every}", step.text)
}

fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}
