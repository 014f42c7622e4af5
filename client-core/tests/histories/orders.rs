//! Delivery: the same acts in other orders, in parts, twice, and from a backup, must end in the same for both.

use std::fmt::Write;

use accord_client_core::law::beside::{
    Own, between, breaks, checkin, openness, show, talk, thanks,
};
use accord_client_core::law::graph::{Acts, Standing};
use accord_client_core::law::heads::Scope;
use accord_client_core::law::states::States;
use accord_client_core::law::{
    agreement, asked, asks, boundary, digest, news, people, promise, repair, ritual, state_digest,
};
use accord_client_core::time::Day;
use accord_protocol::ids::Partner;

use crate::choices::TODAY;
use crate::dice::Dice;
use crate::life::{History, Said, reader};

/// What a device holds that heard these.
pub(crate) fn hear<'a>(order: impl IntoIterator<Item = &'a Said>) -> Acts {
    let mut acts = Acts::new();
    deliver(&mut acts, order);
    acts
}

pub(crate) fn deliver<'a>(acts: &mut Acts, order: impl IntoIterator<Item = &'a Said>) {
    for said in order {
        acts.insert(said.partner, said.act.clone(), said.hash, Standing::Admitted);
    }
}

/// All that was said and who left.
pub(crate) fn whole(history: &History) -> Acts {
    let mut acts = hear(&history.log);
    if let Some((who, on)) = history.left {
        acts.set_left(who, on);
    }
    acts
}

/// Every list, every record, every question, the news, today and the counts, as both see them. Words are in JSON only: nothing prints
/// them by accident.
pub(crate) fn seen(acts: &Acts, since: &Acts) -> String {
    let mut text = String::new();
    let mut put = |list: serde_json::Result<String>| text += &list.unwrap();
    let own = Own::default();
    let tips: Vec<_> = since
        .devices()
        .into_iter()
        .filter_map(|(device, _)| since.tips(device).into_iter().next())
        .collect();
    for me in Partner::BOTH {
        let r = reader(me, TODAY + 2, None);
        put(serde_json::to_string(&agreement::list(acts, &r)));
        put(serde_json::to_string(&boundary::list(acts, &r)));
        put(serde_json::to_string(&promise::list(acts, &r)));
        put(serde_json::to_string(&promise::record(acts, &r, 30)));
        put(serde_json::to_string(&repair::list(acts, &r)));
        put(serde_json::to_string(&checkin::list(acts, &r, &own.held)));
        put(serde_json::to_string(&thanks::list(acts, &r, &own.kept)));
        put(serde_json::to_string(&talk::list(acts, &r)));
        put(serde_json::to_string(&breaks::list(acts, &r)));
        put(serde_json::to_string(&openness::list(acts, &r)));
        put(serde_json::to_string(&breaks::pause_view(acts, &r, None)));
        put(serde_json::to_string(&asks(acts, &r)));
        put(serde_json::to_string(&news::news(acts, &r, &tips)));
        let rituals = ritual::all(acts, Scope::All);
        let rituals: Vec<&ritual::State> = rituals.iter().collect();
        put(serde_json::to_string(&ritual::between(
            acts,
            &rituals,
            &r,
            Day(TODAY),
            Day(TODAY + 4),
        )));
        let promises = promise::all(acts, Scope::All);
        let due = promise::show::due_today(promises.iter(), &r);
        put(serde_json::to_string(&due.iter().map(|(id, on)| (id.hex(), on)).collect::<Vec<_>>()));
        let left_out = between::left_out(acts, &r);
        put(serde_json::to_string(&left_out.iter().map(|act| act.hex()).collect::<Vec<_>>()));
        for record in acts.records() {
            put(serde_json::to_string(&show(acts, &r, record, &own)));
            put(serde_json::to_string(&boundary::show(acts, &r, record, Some(Partner::One), true)));
        }
    }
    write!(text, "{:?}", people::people(acts, Scope::Log)).unwrap();
    text
}

/// Ways in which the acts may arrive.
fn orders<'a>(dice: &mut Dice, log: &'a [Said]) -> Vec<Vec<&'a Said>> {
    let mut shuffled: Vec<&Said> = log.iter().collect();
    dice.shuffle(&mut shuffled);
    // Each device's acts in their order, no device before another for what it knew.
    let (mut left, mut by_device): (Vec<&Said>, Vec<&Said>) = (log.iter().collect(), vec![]);
    while !left.is_empty() {
        let device = dice.pick(&left).act.device;
        let at = left.iter().position(|said| said.act.device == device).unwrap();
        by_device.push(left.remove(at));
    }
    // Parted: one person's first; then a part again, out of a backup.
    let first = *dice.pick(&Partner::BOTH);
    let (mut parted, other): (Vec<&Said>, Vec<&Said>) =
        log.iter().partition(|said| said.partner == first);
    parted.extend(other);
    parted.extend(log.iter().take(dice.below(log.len() + 1)));
    parted.extend(shuffled.iter().step_by(3));
    vec![shuffled, by_device, parted]
}

/// Order independence and idempotence.
pub(crate) fn end_alike(dice: &mut Dice, history: &History, acts: &Acts) {
    let since = hear(&history.log[..dice.below(history.log.len() + 1)]);
    let (digest, view) = (state_digest(acts), seen(acts, &since));
    let orders = orders(dice, &history.log);
    let looked = dice.below(orders.len());
    for (at, order) in orders.into_iter().enumerate() {
        let mut other = Acts::new();
        let early = dice.flip();
        let leave = |acts: &mut Acts| {
            if let Some((who, on)) = history.left {
                acts.set_left(who, on);
            }
        };
        if early {
            leave(&mut other);
        }
        deliver(&mut other, order);
        leave(&mut other);
        assert_eq!(other.waiting(), 0);
        assert_eq!(other.len(), acts.len(), "law L7: the same act twice is once");
        assert_eq!(state_digest(&other), digest, "the order of delivery shows in the digest");
        if at == looked {
            assert!(seen(&other, &since) == view, "the order of delivery shows in what both see");
        }
    }
}

/// The same acts, and nothing kept of what was found out about them.
fn read_anew(acts: &Acts) -> Acts {
    let mut fresh = Acts::new();
    for (_, held) in acts.iter() {
        fresh.insert(held.partner, held.act.clone(), held.hash, held.standing);
    }
    for (who, on) in Partner::BOTH.into_iter().zip(acts.left()) {
        on.into_iter().for_each(|on| fresh.set_left(who, on));
    }
    fresh
}

/// A device takes in a history in some order, lays its unsent acts beside it, and looks now and then: what it keeps between looks is what is
/// derived from nothing.
pub(crate) fn kept_is_derived(dice: &mut Dice, history: &History) {
    let log = &history.log;
    let Some(own) = log.first().map(|_| dice.pick(log).act.device) else { return };
    let own_acts: Vec<&Said> = log.iter().filter(|said| said.act.device == own).collect();
    let all = orders(dice, log);
    let order = dice.pick(&all).clone();
    let (mut acts, mut kept) = (Acts::new(), States::default());
    for (at, said) in order.iter().enumerate() {
        acts.insert(said.partner, said.act.clone(), said.hash, Standing::Admitted);
        if dice.one_in(6) {
            // The journal: acts nobody can know yet.
            acts.clear_unsent();
            let (mut chain, tips) = (acts.chain_of(own), acts.tips(own));
            for _ in 0..dice.below(4) {
                let like = *dice.pick(&own_acts);
                let (record, body) = (like.act.record, like.act.body.clone());
                for act in acts.next_acts(&mut chain, Day(TODAY), record, body, &tips) {
                    let hash = act.hash();
                    acts.insert(like.partner, act, hash, Standing::Unsent);
                }
            }
        }
        if at + 1 == order.len()
            && let Some((who, on)) = history.left
        {
            acts.set_left(who, on);
        }
        if dice.one_in(24) || at + 1 == order.len() {
            kept.refresh(&mut acts);
            let fresh = read_anew(&acts);
            for record in acts.records() {
                let order = |of: &Acts| {
                    of.of_record(&record).iter().map(|ix| of.get(*ix).hash).collect::<Vec<_>>()
                };
                assert_eq!(order(&acts), order(&fresh), "the order that is kept is an old one");
            }
            assert!(kept == States::of(&fresh), "what is kept is not what is derived from nothing");
            let digest = digest::from_kept(&acts, &kept);
            assert_eq!(digest, state_digest(&fresh), "the digest of what is kept is another one");
            let r = reader(said.partner, TODAY + 2, None);
            assert!(asked(&acts, &kept, &r) == asks(&acts, &r));
            assert!(news::told(&acts, &kept, &r, &[]) == news::news(&acts, &r, &[]));
        }
    }
}
