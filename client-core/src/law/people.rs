//! Names and zones people published, and sides.

use accord_protocol::ids::Partner;

use super::graph::Acts;
use super::heads::{Scope, heads, of_record};
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

/// Both people, by partner number: what each said last. Of own devices that spoke apart one that hides the zone stands, else the smaller
/// hash, whatever the other said.
#[must_use]
pub fn people(acts: &Acts, scope: Scope) -> [Person; 2] {
    let held = of_record(acts, &RecordId::ZERO, scope);
    Partner::BOTH.map(|who| {
        let own = || held.iter().filter(move |one| one.partner == who);
        let names = own().filter_map(|one| match &one.held().act.body {
            Body::Name(name) => Some((*one, name)),
            _ => None,
        });
        let zones = own().filter_map(|one| match &one.held().act.body {
            Body::Zone(zone) => Some((*one, zone)),
            _ => None,
        });
        let name = heads(acts, names.collect()).into_iter().min_by_key(|(one, _)| one.hash);
        let zone = heads(acts, zones.collect());
        let zone = zone.into_iter().min_by_key(|(one, zone)| (zone.is_some(), one.hash));
        Person {
            name: name.map(|(_, name)| name.clone()),
            zone: zone.and_then(|(_, zone)| zone.clone()),
        }
    })
}

/// From the reader's side.
#[must_use]
pub fn side(who: Partner, reader: &Reader) -> Side {
    if who == reader.me { Side::Me } else { Side::Them }
}

/// A person's name as the reader knows it, to say something with.
#[must_use]
pub fn name(who: Partner, reader: &Reader) -> Option<String> {
    if who == reader.me { Some(reader.my_name.clone()) } else { reader.their_name.clone() }
}

/// The other's.
#[must_use]
pub fn they(reader: &Reader) -> Option<String> {
    reader.their_name.clone()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::command::LawCommand;
    use crate::law::graph::Standing;
    use crate::law::testing::*;

    /// What is read of Ana with Ben's acts and without them.
    fn ana(couple: &Couple) -> Person {
        drop(couple.seen());
        let read = |whose: &[Partner]| {
            let mut acts = Acts::new();
            for (partner, act) in couple.all.iter().filter(|(partner, _)| whose.contains(partner)) {
                acts.insert(*partner, act.clone(), act.hash(), Standing::Admitted);
            }
            people(&acts, Scope::Log)[Partner::Zero.index()].clone()
        };
        let with = read(&Partner::BOTH);
        assert!(with == read(&[Partner::Zero]), "law L1: the other's acts show in hers");
        with
    }

    /// Ana's phone speaks on the second day. Her laptop, whose clock says the first, has heard Ben say something on the third: with that
    /// her laptop's words come after her phone's, and without it before them.
    fn apart(phone: &LawCommand, laptop: &LawCommand) -> Couple {
        let mut couple = Couple::on("2027-05-03");
        couple.says(BEN, &LawCommand::Name { name: "Ben".into() });
        couple.hear(ANA2, 0);
        couple.today = day("2027-05-01");
        couple.says(ANA2, laptop);
        couple.today = day("2027-05-02");
        couple.says(ANA, phone);
        couple
    }

    #[test]
    fn of_names_that_own_devices_said_apart_the_same_stands_whatever_the_other_says() {
        let name = |name: &str| LawCommand::Name { name: name.into() };
        let one = ana(&apart(&name("Ana"), &name("Anna")));
        let two = ana(&apart(&name("Anna"), &name("Ana")));
        assert!(one.name.is_some() && two.name.is_some());
        let mut couple = apart(&name("Ana"), &name("Anna"));
        couple.meet();
        couple.says(ANA, &name("A."));
        assert!(ana(&couple).name == Some(Text::name("A.").unwrap()), "a later one stands");
    }

    #[test]
    fn a_zone_that_one_own_device_hides_is_hidden() {
        let berlin = || LawCommand::Zone { zone: Some("Europe/Berlin".into()) };
        let mut couple = Couple::on("2027-05-01");
        couple.says(ANA, &berlin());
        couple.meet();
        assert!(ana(&couple).zone.is_some());
        couple.says(BEN, &LawCommand::Name { name: "Ben".into() });
        couple.says(ANA, &LawCommand::Zone { zone: None });
        couple.says(ANA2, &LawCommand::Zone { zone: Some("Europe/London".into()) });
        assert!(ana(&couple).zone.is_none());
        couple.meet();
        couple.says(ANA2, &berlin());
        assert!(ana(&couple).zone.is_some(), "shown again by who knows of it");
    }
}
