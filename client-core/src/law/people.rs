//! Names and zones people published, and sides.

use accord_protocol::ids::Partner;

use super::graph::{Acts, Standing};
use super::heads::Scope;
use super::view::Side;
use super::{NewAct, Reader};
use crate::act::{Body, RecordId, Text, Zone};
use crate::refused::Refused;

/// What one partner published about themself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name, if said.
    pub name: Option<Text>,
    /// The zone, if published.
    pub zone: Option<Zone>,
}

/// Both people, by partner number. Of several acts the last in the order of causes stands.
#[must_use]
pub fn people(acts: &Acts, scope: Scope) -> [Person; 2] {
    let mut people = [Person::default(), Person::default()];
    for ix in acts.of_record(&RecordId::ZERO) {
        let held = acts.get(ix);
        if scope == Scope::Log && held.standing == Standing::Unsent {
            continue;
        }
        let person = &mut people[held.partner.index()];
        match &held.act.body {
            Body::Name(name) => person.name = Some(name.clone()),
            Body::Zone(zone) => person.zone.clone_from(zone),
            _ => {}
        }
    }
    people
}

/// From the reader's side.
#[must_use]
pub fn side(who: Partner, reader: &Reader) -> Side {
    if who == reader.me { Side::Me } else { Side::Them }
}

/// A person's name as the reader knows it.
#[must_use]
pub fn name(who: Partner, reader: &Reader) -> &str {
    if who == reader.me { &reader.my_name } else { &reader.their_name }
}

/// Says a name, unless it is said already.
pub(super) fn say_name(acts: &Acts, reader: &Reader, name: &str) -> Result<Vec<NewAct>, Refused> {
    let name = Text::name(name).map_err(|e| super::bad_text(e, "name"))?;
    if people(acts, Scope::All)[reader.me.index()].name.as_ref() == Some(&name) {
        return Ok(Vec::new());
    }
    Ok(vec![NewAct { record: RecordId::ZERO, body: Body::Name(name) }])
}

/// Publishes a zone or takes it back, unless it is so already.
pub(super) fn say_zone(
    acts: &Acts,
    reader: &Reader,
    zone: Option<&str>,
) -> Result<Vec<NewAct>, Refused> {
    let known = |z: &str| jiff::tz::TimeZone::get(z).is_ok();
    let zone = match zone {
        Some(z) if known(z) => {
            Some(Zone::new(z).map_err(|_| Refused::usage("unknown_zone").with(z))?)
        }
        Some(_) => return Err(Refused::usage("unknown_zone")),
        None => None,
    };
    if people(acts, Scope::All)[reader.me.index()].zone == zone {
        return Ok(Vec::new());
    }
    Ok(vec![NewAct { record: RecordId::ZERO, body: Body::Zone(zone) }])
}
