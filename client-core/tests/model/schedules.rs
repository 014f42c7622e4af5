//! Every history of honest people up to a number of says, level by level, each state once.
//!
//! A state is, for every device, what it said and how much of every other device it knew at each say. Before each say a device may have heard
//! any more of the others; what it heard includes all that those says knew. It says what the client would let it say in what it knows.
//! One person may be a liar: they say anything at any time and name any part of what they could know, whatever they named before.

use accord_client_core::law::agreement::consent::{Consent, Say, What};
use accord_protocol::ids::Partner;

use super::spec;

const MOST: usize = 8;

/// What is explored.
#[derive(Clone, Copy)]
struct World {
    name: &'static str,
    /// Devices per person.
    devices: usize,
    wordings: usize,
    says: usize,
    /// Person 1 lies about what they knew.
    liar: bool,
}

/// A history, device by device.
#[derive(Clone)]
struct History {
    /// Number of devices in all.
    devices: usize,
    /// (device, what), device by device in order.
    says: Vec<(usize, u8)>,
    /// How many says of each device are known at each say; for the own device those before it.
    counts: Vec<[u8; 4]>,
}

impl History {
    fn lens(&self) -> [u8; 4] {
        let mut lens = [0; 4];
        self.says.iter().for_each(|(d, _)| lens[*d] += 1);
        lens
    }

    /// 3 bits a length, then 4 bits what and 3 bits a count; what fits an u128 for 4 devices and 6 says, or 2 and 8.
    fn pack(&self) -> u128 {
        let mut key = 0_u128;
        let mut put = |value: u8, bits: u32| key = key << bits | u128::from(value);
        self.lens()[..self.devices].iter().for_each(|len| put(*len, 4));
        for ((d, what), counts) in self.says.iter().zip(&self.counts) {
            put(*what, 4);
            (0..self.devices).filter(|o| o != d).for_each(|o| put(counts[o], 3));
        }
        key
    }

    /// The smallest key among all ways to number each person's own devices: which of two is called the first means nothing.
    fn key(&self) -> u128 {
        if self.devices == 2 {
            return self.pack();
        }
        let orders = [[0, 1, 2, 3], [1, 0, 2, 3], [0, 1, 3, 2], [1, 0, 3, 2]];
        orders.iter().map(|order| self.renumbered(*order).pack()).min().unwrap()
    }

    /// The same history with device `order[i]` called i.
    fn renumbered(&self, order: [usize; 4]) -> Self {
        let mut next = Self { devices: self.devices, says: vec![], counts: vec![] };
        for (new, old) in order.into_iter().enumerate() {
            for ((_, what), counts) in
                self.says.iter().zip(&self.counts).filter(|((d, _), _)| *d == old)
            {
                next.says.push((new, *what));
                next.counts.push(order.map(|o| counts[o]));
            }
        }
        next
    }

    fn unpack(devices: usize, n: usize, key: u128) -> Self {
        let per_say = 4 + 3 * (u32::try_from(devices).unwrap() - 1);
        let mut left = u32::try_from(n).unwrap() * per_say + 4 * u32::try_from(devices).unwrap();
        let mut take = |bits: u32| {
            left -= bits;
            u8::try_from(key >> left & ((1 << bits) - 1)).unwrap()
        };
        let lens: Vec<u8> = (0..devices).map(|_| take(4)).collect();
        let (mut says, mut counts) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for (d, len) in lens.iter().enumerate() {
            for own in 0..*len {
                says.push((d, take(4)));
                let mut known = [0; 4];
                (0..devices).filter(|o| *o != d).for_each(|o| known[o] = take(3));
                known[d] = own;
                counts.push(known);
            }
        }
        Self { devices, says, counts }
    }

    /// Which says the counts of one say stand for.
    fn mask(&self, counts: &[u8; 4]) -> u16 {
        let mut seen = [0_u8; 4];
        let mut mask = 0;
        for (at, (d, _)) in self.says.iter().enumerate() {
            if seen[*d] < counts[*d] {
                mask |= 1 << at;
            }
            seen[*d] += 1;
        }
        mask
    }

    /// What one device may know next: at least what it knew, whole runs, and all that those says knew.
    fn knowledge(&self, d: usize, liar: bool) -> Vec<[u8; 4]> {
        let lens = self.lens();
        let last = self.says.iter().rposition(|(o, _)| *o == d);
        let mut floor = last.map_or([0; 4], |at| self.counts[at]);
        floor[d] = lens[d];
        let mut all = vec![floor];
        for o in (0..self.devices).filter(|o| *o != d) {
            let more = |k: &[u8; 4]| {
                let k = *k;
                (k[o]..=lens[o]).map(move |n| {
                    let mut next = k;
                    next[o] = n;
                    next
                })
            };
            all = all.iter().flat_map(more).collect();
        }
        if !liar {
            all.retain(|k| self.closed(k));
        }
        all
    }

    fn closed(&self, k: &[u8; 4]) -> bool {
        let mut seen = [0_u8; 4];
        self.says.iter().zip(&self.counts).all(|((d, _), counts)| {
            let known = seen[*d] < k[*d];
            seen[*d] += 1;
            !known || counts.iter().zip(k).all(|(inner, outer)| inner <= outer)
        })
    }

    fn with(&self, d: usize, what: u8, k: [u8; 4]) -> Self {
        let mut next = self.clone();
        let at = next.says.iter().position(|(o, _)| *o > d).unwrap_or(next.says.len());
        next.says.insert(at, (d, what));
        next.counts.insert(at, k);
        next
    }
}

impl World {
    fn person(&self, device: usize) -> Partner {
        Partner::BOTH[device / self.devices]
    }

    fn what(&self, code: u8) -> What {
        let code = usize::from(code);
        match code / self.wordings {
            0 => What::Yes(code),
            1 => What::Retract(code - self.wordings),
            2 => What::Decline(code - 2 * self.wordings),
            _ => What::End,
        }
    }

    fn codes(&self) -> u8 {
        u8::try_from(3 * self.wordings + 1).unwrap()
    }

    fn says(&self, history: &History) -> Vec<Say> {
        let say = |(d, code): &(usize, u8)| Say {
            by: self.person(*d),
            run: u32::try_from(*d).unwrap(),
            what: self.what(*code),
        };
        history.says.iter().map(say).collect()
    }

    fn known(&self, history: &History) -> Vec<u16> {
        history.counts.iter().map(|k| history.mask(k)).collect()
    }

    /// What the client would let this person say in a state (the conditions of the commands).
    fn allowed(&self, who: Partner, view: &Consent, what: What) -> bool {
        let (me, them) = (who.index(), who.other().index());
        match what {
            What::Yes(w) => view.in_force != Some(w) && !view.wordings[w].stands[me],
            What::Retract(w) => view.in_force != Some(w) && view.wordings[w].stands[me],
            What::Decline(w) => {
                let wording = &view.wordings[w];
                wording.open && wording.stands[them] && !wording.stands[me]
            }
            What::End => view.in_force.is_some(),
        }
    }

    /// The states one say later.
    fn next(&self, history: &History, out: &mut Vec<u128>) {
        let (says, known) = (self.says(history), self.known(history));
        for d in 0..2 * self.devices {
            let who = self.person(d);
            let lies = self.liar && who == Partner::One;
            for k in history.knowledge(d, lies) {
                let view = (!lies).then(|| {
                    let mask = history.mask(&k);
                    let kept: Vec<usize> = (0..says.len()).filter(|x| mask >> x & 1 == 1).collect();
                    let inner: Vec<Say> = kept.iter().map(|x| says[*x]).collect();
                    let narrow = |wide: u16| {
                        kept.iter().enumerate().fold(0, |m, (i, x)| m | (wide >> x & 1) << i)
                    };
                    let inner_known: Vec<u16> = kept.iter().map(|x| narrow(known[*x])).collect();
                    spec::law(&inner, self.wordings, &inner_known)
                });
                for code in 0..self.codes() {
                    let what = self.what(code);
                    if view.as_ref().is_none_or(|v| self.allowed(who, v, what)) {
                        out.push(history.with(d, code, k).key());
                    }
                }
            }
        }
    }

    /// Checks one state; answers whether words are in force, and how many times progress was tried.
    fn check(&self, history: &History) -> (bool, u64) {
        let (says, known) = (self.says(history), self.known(history));
        let consent = spec::check(&says, self.wordings, &known);
        let mut tried = 0;
        let mut says = says;
        let mut known = known;
        for d in 0..2 * self.devices {
            let who = self.person(d);
            if self.liar && who == Partner::One {
                continue;
            }
            for w in 0..self.wordings {
                let offered = consent.wordings[w].stands[who.other().index()];
                if !offered || consent.in_force == Some(w) {
                    continue;
                }
                // A yes to what the other stands by, given in full knowledge, puts it in force.
                tried += 1;
                says.push(Say { by: who, run: u32::try_from(d).unwrap(), what: What::Yes(w) });
                known.push((1 << (says.len() - 1)) - 1);
                let after = spec::law(&says, self.wordings, &known);
                assert_eq!(after.in_force, Some(w), "no progress: {says:?} {known:?}");
                says.pop();
                known.pop();
            }
        }
        (consent.in_force.is_some(), tried)
    }

    fn explore(self) {
        assert!(self.says <= MOST);
        let devices = 2 * self.devices;
        let start = History { devices, says: vec![], counts: vec![] };
        let mut level = vec![start.pack()];
        let (mut states, mut in_force, mut progress) = (1_u64, 0_u64, 0_u64);
        for n in 0..self.says {
            let mut next = Vec::new();
            let mut limit = 1 << 22;
            for key in &level {
                self.next(&History::unpack(devices, n, *key), &mut next);
                if next.len() > limit {
                    next.sort_unstable();
                    next.dedup();
                    // Doubles are dropped now and then, so that a level never takes much more room than its states.
                    limit = (2 * next.len()).max(1 << 22);
                }
            }
            next.sort_unstable();
            next.dedup();
            for key in &next {
                let (settled, tried) = self.check(&History::unpack(devices, n + 1, *key));
                in_force += u64::from(settled);
                progress += tried;
            }
            states += u64::try_from(next.len()).unwrap();
            println!("{}: {} says, {} states", self.name, n + 1, next.len());
            level = next;
        }
        println!(
            "{}: {states} states in all, {in_force} with words in force, {progress} times progress",
            self.name
        );
        assert!(in_force > states / 100 && progress > 0, "the schedules miss the point");
    }
}

const FULL: bool = !cfg!(debug_assertions);

#[test]
fn two_people_never_have_two_wordings_in_force_nor_one_without_both_yeses() {
    let says = if FULL { 8 } else { 4 };
    World { name: "two people", devices: 1, wordings: 2, says, liar: false }.explore();
}

#[test]
fn two_people_with_three_wordings_never_do_either() {
    let says = if FULL { 6 } else { 4 };
    World { name: "three wordings", devices: 1, wordings: 3, says, liar: false }.explore();
}

#[test]
fn two_devices_each_never_have_two_wordings_in_force_nor_one_without_both_yeses() {
    let says = if FULL { 6 } else { 3 };
    World { name: "two devices each", devices: 2, wordings: 2, says, liar: false }.explore();
}

#[test]
fn a_person_who_hides_what_they_knew_binds_nobody() {
    let says = if FULL { 6 } else { 3 };
    World { name: "one liar", devices: 1, wordings: 2, says, liar: true }.explore();
}
