//! L3 and L4 for what one person allows, forbids, offers or stops.

use accord_client_core::act::rounds::RoundBody;
use accord_client_core::act::shared::SharedBody;
use accord_client_core::act::{Body, RecordId, VersionId};
use accord_client_core::law::beside::{breaks, checkin, talk, thanks};
use accord_client_core::law::command::Polarity;
use accord_client_core::law::view::Side as ViewSide;
use accord_protocol::ids::Partner;

use super::Case;
use crate::choices::TODAY;
use crate::life::reader;

/// What an owner's act says for one version: that it stands.
fn supports(body: &Body, record: RecordId) -> Option<VersionId> {
    match body {
        Body::Boundary(fields) => Some(fields.version(record)),
        Body::Pick { version } => Some(*version),
        _ => None,
    }
}

/// L3: a withdrawal, a taken-back time, a taken-back check-in, a stop and a pause beat what an own device said the other way without knowing
/// of it. After a person leaves, no permission stands.
pub(crate) fn l3_no_more_beats_a_permission_and_a_time(case: &mut Case<'_>) {
    let known = &case.known;
    let mut withdrawn = 0;
    for side in &case.sides {
        for view in side.boundaries.iter().filter(|view| view.polarity == Polarity::Permission) {
            let record = RecordId::from_hex(&view.id).unwrap();
            let owner = if view.owner == ViewSide::Me { side.me } else { side.me.other() };
            let gone = known.said(record, owner, |b| (*b == Body::BoundaryWithdraw).then_some(()));
            withdrawn += gone.len();
            if view.state == "withdrawn" {
                continue;
            }
            assert!(case.history.left.is_none(), "L3: a permission after leaving");
            let supports = known.said(record, owner, |body| supports(body, record));
            let after_all = |(place, _): &(usize, VersionId)| {
                gone.iter().all(|(no, ())| known.knows(*place, *no))
            };
            assert!(supports.iter().any(after_all), "L3: a permission stands after its withdrawal");
        }
    }
    for (side, me) in case.sides.iter().map(|side| (side, side.me)) {
        let r = reader(me, TODAY + 2, None);
        let _ = side;
        for round in checkin::list(case.acts, &r, &Default::default()) {
            let record = RecordId::from_hex(&round.id).unwrap();
            for (who, view) in [(me, &round.me), (me.other(), &round.them)] {
                if view.entry.is_none() {
                    continue;
                }
                let of = |body: &Body, back: bool| match body {
                    Body::Round(RoundBody::Checkin { round: on, .. }) => {
                        !back && *on == round.round
                    }
                    Body::Round(RoundBody::CheckinTakeBack { round: on }) => {
                        back && *on == round.round
                    }
                    _ => false,
                };
                let entries = known.said(record, who, |body| of(body, false).then_some(()));
                let backs = known.said(record, who, |body| of(body, true).then_some(()));
                let stands = |(place, ()): &(usize, ())| {
                    backs.iter().all(|(back, ())| known.knows(*place, *back))
                };
                assert!(entries.iter().any(stands), "L3: a check-in that was taken back is open");
            }
        }
        for view in talk::list(case.acts, &r).iter().filter(|view| view.agreed.is_some()) {
            let record = RecordId::from_hex(&view.id).unwrap();
            for who in Partner::BOTH {
                let times = known.said(record, who, |body| match body {
                    Body::Shared(SharedBody::TalkTime { at }) => Some(at.is_some()),
                    _ => None,
                });
                let newest = known.newest(&times);
                assert!(newest.iter().all(|(_, named)| *named), "L3: a time that was taken back");
            }
        }
        for view in thanks::list(case.acts, &r, &Default::default()) {
            let record = RecordId::from_hex(&view.id).unwrap();
            let by = if view.by == Some(ViewSide::Me) { me } else { me.other() };
            let back = |b: &Body| (*b == Body::Shared(SharedBody::ThanksTakeBack)).then_some(());
            assert!(known.said(record, by, back).is_empty(), "L3: thanks that were taken back");
        }
        for who in Partner::BOTH {
            let said = known.said(RecordId::ZERO, who, |body| match body {
                Body::Shared(SharedBody::Pause { until }) => Some(Some(*until)),
                Body::Shared(SharedBody::PauseLift) => Some(None),
                _ => None,
            });
            let pauses = known.newest(&said);
            let goes_on = pauses.iter().any(|(_, until)| *until == Some(None));
            let view = breaks::pause_view(case.acts, &r, None);
            let shown = if who == me { view.me } else { view.them };
            assert!(!goes_on || shown.is_some(), "L3: a pause that nobody lifted is over");
        }
    }
    case.count("withdrawals of permissions", withdrawn);
}

/// L4: the words of a limit stand, for both, as long as no act of its owner that knows them withdraws them, replaces them or picks others. A
/// permission stands only in one wording that nothing of its owner's leaves in doubt.
pub(crate) fn l4_a_limit_survives_doubt_and_a_permission_does_not(case: &mut Case<'_>) {
    let known = &case.known;
    let (mut doubts, mut limits) = (0, 0);
    for side in &case.sides {
        for view in &side.boundaries {
            let record = RecordId::from_hex(&view.id).unwrap();
            let owner = if view.owner == ViewSide::Me { side.me } else { side.me.other() };
            let shown = |version: &VersionId| {
                view.versions.iter().find(|shown| shown.version == version.hex())
            };
            let acts = known.said(record, owner, Some);
            // Words that only the view's owner published count; and of these the versions the view has.
            let published: Vec<(usize, VersionId)> = known
                .said(record, owner, |body| supports(body, record))
                .into_iter()
                .filter(|(_, version)| shown(version).is_some())
                .collect();
            let opposed = |(place, version): &(usize, VersionId)| {
                acts.iter().any(|(other, body)| {
                    let against = match body {
                        Body::BoundaryWithdraw => true,
                        Body::Pick { version: picked } => {
                            picked != version && shown(picked).is_some()
                        }
                        Body::Boundary(fields) => {
                            fields.replaces.contains(version)
                                && shown(&fields.version(record)).is_some()
                        }
                        _ => false,
                    };
                    against && known.knows(*other, *place)
                })
            };
            let mut left: Vec<VersionId> =
                published.iter().filter(|one| !opposed(one)).map(|(_, version)| *version).collect();
            left.sort_unstable();
            left.dedup();
            match view.polarity {
                Polarity::Limit => {
                    limits += left.len();
                    for version in &left {
                        let shown = shown(version).unwrap();
                        assert!(shown.standing && shown.words.is_some(), "L4: a limit is lost");
                    }
                    assert!(left.is_empty() || view.state == "active", "L4: a limit is not active");
                }
                Polarity::Permission => {
                    doubts += usize::from(left.len() > 1);
                    assert!(
                        left.len() == 1 || view.state == "withdrawn",
                        "L4: a doubtful permission"
                    );
                }
            }
        }
    }
    case.count("standing limits", limits);
    case.count("doubtful permissions", doubts);
}
