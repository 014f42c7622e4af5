//! L10: what the software had to leave undecided is asked, in one sentence, with ways on; what is for both is the same on both sides.

use std::collections::{BTreeMap, BTreeSet};

use accord_client_core::act::RecordId;
use accord_client_core::law::beside::{openness, talk};
use accord_client_core::law::command::Polarity;
use accord_client_core::law::say::{ALL, Say};
use accord_client_core::law::view::{Ask, Side as ViewSide};
use accord_client_core::law::{answer, repair};

use super::{Case, Side};
use crate::choices::TODAY;
use crate::dice::Dice;
use crate::life::reader;

fn can_be_said(say: &Say, room: &str) -> bool {
    say.say.starts_with(room)
        && ALL.iter().any(|(id, slots)| {
            *id == say.say
                && slots.iter().map(|slot| slot.name).collect::<BTreeSet<_>>()
                    == say.args.keys().copied().collect()
        })
}

/// L10: every ask is one line with choices that can be said; what is for both is asked of both, alike; and each undecided thing that both
/// can see undecided in the views has its ask.
pub(crate) fn l10_what_is_left_undecided_is_asked(dice: &mut Dice, case: &mut Case<'_>) {
    let [zero, one] = case.sides.each_ref().map(|side| {
        let both = side.asks.iter().filter(|ask| ask.whom == "both");
        both.map(|ask| (ask.id.clone(), ask)).collect::<BTreeMap<_, _>>()
    });
    for (id, ask) in zero.iter().chain(&one) {
        match (zero.get(id), one.get(id)) {
            (Some(a), Some(b)) => assert!(a == b, "L10: what is for both is put differently"),
            // Who linked two repairs has said so: the question is left for the other alone.
            _ => assert!(ask.code == "same_event", "L10: {} is asked of one alone", ask.code),
        }
    }
    let mut codes: BTreeMap<&'static str, usize> = BTreeMap::new();
    for side in &case.sides {
        let r = reader(side.me, TODAY + 2, None);
        for ask in &side.asks {
            *codes.entry(ask.code).or_default() += 1;
            // That each message of these is one line and a sentence is tested where the messages are.
            assert!(can_be_said(&ask.sentence, "ask-"), "L10: {} says nothing", ask.code);
            let ways: BTreeSet<&str> = ask.choices.iter().map(|way| way.id.as_str()).collect();
            assert!(!ways.is_empty() && ways.len() == ask.choices.len(), "L10: no way on");
            assert!(
                ask.choices.iter().all(|way| can_be_said(&way.label, "ask-way")),
                "L10: a way without words"
            );
        }
        // One ask and one way of answering it: there are many histories.
        if let Some(ask) = (!side.asks.is_empty()).then(|| dice.pick(&side.asks))
            && case.history.left.is_none()
        {
            let way = &dice.pick(&ask.choices).id;
            let said = answer(case.acts, &r, &ask.id, way);
            let answered = said.unwrap_or_else(|why| panic!("L10: {way} of {}: {why}", ask.code));
            assert!(ask.id == RecordId(answered.ask).hex(), "L10: another ask was answered");
        }
        undecided(case, side);
    }
    for (code, n) in codes {
        case.count(code, n);
    }
}

/// What one side's views leave open, against what that side is asked.
fn undecided(case: &Case<'_>, side: &Side) {
    let has = |asks: &[Ask], code: &str| asks.iter().any(|ask| ask.code == code);
    let on_the_list = |asks: &[Ask]| asks.iter().all(|ask| side.asks.contains(ask));
    let left = case.history.left.is_some();
    for view in &side.agreements {
        let paused = view.in_force.is_some() && !view.paused_by.is_empty();
        assert!(!paused || has(&view.asks, "needs_talk"), "L10: a paused agreement");
        assert!(left || on_the_list(&view.asks), "L10: an ask of an agreement is not on the list");
        for step in &view.steps {
            let apart = step.result == "seen_differently" || !step.mine_apart.is_empty();
            assert!(!apart || !view.asks.is_empty(), "L10: a step that is seen differently");
        }
        let apart = view.dates.iter().any(|date| !date.mine_apart.is_empty());
        assert!(!apart || has(&view.asks, "own_devices_differ"), "L10: a date marked apart");
    }
    for view in side.boundaries.iter().filter(|view| view.owner == ViewSide::Me) {
        let limit = view.polarity == Polarity::Limit;
        let apart = limit && view.still_wording;
        assert!(!apart || has(&view.asks, "own_devices_differ"), "L10: a limit worded apart");
        assert!(on_the_list(&view.asks), "L10: an ask of a boundary is not on the list");
    }
    for view in side.boundaries.iter().filter(|view| view.owner == ViewSide::Them) {
        assert!(view.asks.is_empty(), "L10: the doubt of one person's devices is theirs alone");
    }
    for view in &side.promises {
        let seen = view.occurrences.iter().any(|shown| shown.result == "seen_differently");
        assert!(!seen || has(&view.asks, "seen_differently"), "L10: a promise seen differently");
        let apart = view.occurrences.iter().any(|shown| !shown.mine_apart.is_empty());
        let reworded = view.maker == ViewSide::Me && view.wordings.len() > 1;
        let asked = has(&view.asks, "own_devices_differ");
        assert!(!(apart || reworded) || asked, "L10: own devices differ about a promise");
        assert!(on_the_list(&view.asks), "L10: an ask of a promise is not on the list");
    }
    let r = reader(side.me, TODAY + 2, None);
    for view in talk::list(case.acts, &r) {
        let times = (view.times.me.len(), view.times.them.len());
        let open = view.state == "asked" && view.agreed.is_none() && !left;
        let code = match times {
            (0, _) | (1, 0) => None,
            (_, 0) => Some("own_devices_differ"),
            _ => Some("two_times"),
        };
        let asked = code.is_none_or(|code| has(&view.asks, code));
        assert!(!open || asked, "L10: several times for one talk");
        assert!(on_the_list(&view.asks), "L10: an ask of a talk is not on the list");
    }
    for view in openness::list(case.acts, &r) {
        assert!(on_the_list(&view.asks), "L10: an ask of a topic is not on the list");
    }
    let repairs = repair::list(case.acts, &r);
    for view in &repairs {
        assert!(on_the_list(&view.asks), "L10: an ask of a repair is not on the list");
        for ask in &view.asks {
            let both = repairs.iter().filter(|other| other.asks.iter().any(|a| a.id == ask.id));
            assert!(both.count() == 2, "L10: two repairs are asked about on both");
        }
    }
}
