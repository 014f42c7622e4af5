//! The rule as PRODUCT 3.1 states it, said a second time in the plainest way, to compare the law's code with.

use accord_client_core::law::agreement::consent::{Consent, Say, What, settle};
use accord_protocol::ids::Partner;

/// What says know: a bit per say.
pub(crate) type Knows = [u16];

pub(crate) fn knows(known: &Knows, x: usize, y: usize) -> bool {
    known[x] >> y & 1 == 1
}

/// The law's own answer.
pub(crate) fn law(says: &[Say], wordings: usize, known: &Knows) -> Consent {
    settle(says, wordings, |x, y| knows(known, x, y))
}

struct Pair {
    wording: usize,
    zero: usize,
    one: usize,
}

fn contrary(what: What, wording: usize) -> bool {
    match what {
        What::Yes(w) => w != wording,
        What::Decline(w) | What::Retract(w) => w == wording,
        What::End => false,
    }
}

fn settled(says: &[Say], known: &Knows) -> Vec<Pair> {
    let n = says.len();
    let yes = |at: usize| match says[at].what {
        What::Yes(w) => Some(w),
        _ => None,
    };
    let void = |a: usize| (0..n).any(|e| says[e].what == What::End && !knows(known, a, e));
    let cancels = |c: usize, a: usize, b: usize, w: usize| {
        says[c].by == says[a].by
            && contrary(says[c].what, w)
            && !knows(known, a, c)
            && !(knows(known, c, a) && knows(known, c, b))
    };
    let mut pairs = Vec::new();
    for zero in (0..n).filter(|x| says[*x].by == Partner::Zero) {
        for one in (0..n).filter(|x| says[*x].by == Partner::One) {
            let Some(w) = yes(zero).filter(|w| yes(one) == Some(*w)) else { continue };
            let stands = !void(zero)
                && !void(one)
                && !(0..n).any(|c| cancels(c, zero, one, w) || cancels(c, one, zero, w));
            if stands {
                pairs.push(Pair { wording: w, zero, one });
            }
        }
    }
    pairs
}

/// The wordings of settled pairs that no settled pair of another wording is later than. More than one would be two in force.
pub(crate) fn in_force(says: &[Say], known: &Knows) -> Vec<usize> {
    let pairs = settled(says, known);
    let later = |p: &Pair, q: &Pair| {
        p.wording != q.wording
            && [p.zero, p.one].iter().any(|y| knows(known, *y, q.zero) && knows(known, *y, q.one))
    };
    let mut latest: Vec<usize> =
        pairs.iter().filter(|p| !pairs.iter().any(|q| later(q, p))).map(|p| p.wording).collect();
    latest.sort_unstable();
    latest.dedup();
    assert!(latest.is_empty() == pairs.is_empty(), "settled pairs without a latest one");
    latest
}

/// Whether `who` has a yes to `wording`, given in knowledge of every end, that comes after all their own turns away from it.
pub(crate) fn stands_by(says: &[Say], known: &Knows, who: Partner, wording: usize) -> bool {
    let n = says.len();
    (0..n).any(|a| {
        says[a].by == who
            && says[a].what == What::Yes(wording)
            && (0..n).all(|e| says[e].what != What::End || knows(known, a, e))
            && (0..n).all(|c| {
                says[c].by != who || !contrary(says[c].what, wording) || knows(known, a, c)
            })
    })
}

/// Checks one history: the law says what the rule says, never two in force, and never without both people's yes in knowledge of every end.
pub(crate) fn check(says: &[Say], wordings: usize, known: &Knows) -> Consent {
    let consent = law(says, wordings, known);
    let expected = in_force(says, known);
    assert!(expected.len() < 2, "two in force: {says:?} {known:?}");
    assert_eq!(consent.in_force, expected.first().copied(), "{says:?} {known:?}");
    for w in 0..wordings {
        for who in Partner::BOTH {
            let stands = stands_by(says, known, who, w);
            assert_eq!(consent.wordings[w].stands[who.index()], stands, "{says:?} {known:?}");
        }
    }
    if let Some(w) = consent.in_force {
        let ends = (0..says.len()).filter(|e| says[*e].what == What::End);
        let ends: u16 = ends.fold(0, |mask, e| mask | 1 << e);
        for who in Partner::BOTH {
            let given = (0..says.len()).any(|a| {
                says[a].by == who && says[a].what == What::Yes(w) && known[a] & ends == ends
            });
            assert!(given, "in force without a yes of {who:?}: {says:?} {known:?}");
        }
        assert!(!consent.wordings[w].open);
    }
    consent
}
