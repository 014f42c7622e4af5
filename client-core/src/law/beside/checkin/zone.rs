//! In which zone a round's date is counted: a round is not a calendar page (case 54).

use jiff::tz::TimeZone;

use crate::act::Terms;
use crate::act::terms::Moment;
use crate::law::command::AgreementKind;
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::people::people;
use crate::law::{Reader, agreement};
use crate::time::Day;

/// The topic by which a ritual says that it is the couple's check-in.
pub const TOPIC: &str = "check_in";

/// The zone of the check-in ritual in force (of several the one with the smallest id), else the zone partner 0 published, else partner 1's,
/// else the reader's own.
#[must_use]
pub fn zone(acts: &Acts, reader: &Reader) -> String {
    let ritual = agreement::all(acts, Scope::All)
        .into_iter()
        .filter(|state| state.kind == AgreementKind::Ritual)
        .filter_map(|state| Some((state.id, ritual_zone(&state)?)))
        .min_by_key(|(id, _)| *id);
    if let Some((_, zone)) = ritual {
        return zone;
    }
    let [zero, one] = people(acts, Scope::All).map(|person| person.zone);
    zero.or(one).map_or_else(|| reader.now.zone.clone(), |zone| zone.as_str().to_owned())
}

/// Today's round.
#[must_use]
pub fn today(acts: &Acts, reader: &Reader) -> Day {
    let zone = TimeZone::get(&zone(acts, reader)).unwrap_or(TimeZone::UTC);
    let moment = jiff::Timestamp::from_millisecond(reader.now.unix_ms).unwrap_or_default();
    Day::from_date(zone.to_datetime(moment).date())
}

fn ritual_zone(state: &agreement::AgreementState) -> Option<String> {
    let revision = &state.revision(state.in_force.as_ref()?.revision)?.revision;
    if revision.topic.as_ref().is_none_or(|topic| topic.as_str() != TOPIC) {
        return None;
    }
    match revision.terms.as_ref()? {
        Terms::Ritual(terms) => match &terms.at {
            Moment::Same { zone, .. } => Some(zone.as_str().to_owned()),
            Moment::Day | Moment::Own { .. } => None,
        },
        _ => None,
    }
}
