//! V1, V2 and V3 (PRODUCT 3.1): which words two people have both said yes to.
//!
//! The rule alone, over plain numbers: who said yes, no or end to which wording, and who knew what when saying it. It knows nothing of acts,
//! bytes or words, so that the same code runs in the client and under the exhaustive model check.
//!
//! What it relies on: says of one run (one chain of one device) come in chain order; a say knows all earlier says of its own run; and who
//! knows a say knows all earlier says of that say's run. Nothing else is believed of anybody.

use accord_protocol::ids::Partner;

/// One say about one agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Say {
    /// Whose page it stands on.
    pub by: Partner,
    /// Which chain it is on. Numbers are free, and never shared by two people.
    pub run: u32,
    /// What it says.
    pub what: What,
}

/// What one say says. Wordings are numbered from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Yes to a wording (a proposal is one too).
    Yes(usize),
    /// No to a wording.
    Decline(usize),
    /// An own yes taken back.
    Retract(usize),
    /// The agreement is ended.
    End,
}

/// A person's answer to one wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// Stands by it.
    Yes,
    /// Declined it.
    No,
    /// Took the yes back, or moved on to other words.
    TakenBack,
    /// The yes was given before an end it does not know of.
    Void,
}

/// How one wording stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordingState {
    /// Answers by partner number.
    pub answers: [Option<Answer>; 2],
    /// Who stands by it, by partner number.
    pub stands: [bool; 2],
    /// Somebody stands by it, it is not in force, and the other has not declined it.
    pub open: bool,
}

/// My yes was cancelled by what the other did before hearing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cancelled {
    /// Whose yes.
    pub whose: Partner,
    /// To which wording.
    pub wording: usize,
    /// The other had moved on to this wording, or (`None`) had taken it back.
    pub moved_to: Option<usize>,
}

/// What two people's says about one agreement come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consent {
    /// Per wording.
    pub wordings: Vec<WordingState>,
    /// The wording in force.
    pub in_force: Option<usize>,
    /// The pairs of yeses (positions in the says) that put it in force.
    pub pairs: Vec<(usize, usize)>,
    /// The wording settled last, ends left aside.
    pub last_settled: Option<usize>,
    /// Every pair of yeses (positions in the says) that ever settled a wording, ends left aside.
    pub settled: Vec<(usize, usize)>,
    /// Two wordings each of which one person moved to while the other moved away from it; smaller number first.
    pub crossed: Vec<(usize, usize)>,
    /// Yeses that ran into something the other had done before.
    pub cancelled: Vec<Cancelled>,
    /// Wordings on which a person's own devices disagree, by partner number.
    pub own_differ: [Vec<usize>; 2],
}

/// Applies the rule. `says` name wordings below `wordings`; `knows(x, y)` says whether say x knows say y.
#[must_use]
pub fn settle(says: &[Say], wordings: usize, knows: impl Fn(usize, usize) -> bool) -> Consent {
    let court = Court::new(says, wordings, knows);
    let mut consent = Consent::default();
    let pairs = court.latest_of(&court.settled(true));
    consent.in_force = pairs.first().map(|p| p.wording);
    consent.pairs = pairs.iter().map(|p| (p.yes[0], p.yes[1])).collect();
    let ever = court.settled(false);
    consent.settled = ever.iter().map(|p| (p.yes[0], p.yes[1])).collect();
    consent.last_settled = court.latest_of(&ever).first().map(|p| p.wording);
    consent.wordings = (0..wordings).map(|w| court.wording(w, consent.in_force)).collect();
    consent.crossed = court.crossed(&consent);
    consent.cancelled = court.cancelled(&consent);
    for who in Partner::BOTH {
        consent.own_differ[who.index()] = court.own_differ(who);
    }
    consent
}

/// Two yeses to one wording, by partner number.
#[derive(Debug, Clone, Copy)]
struct Pair {
    wording: usize,
    yes: [usize; 2],
}

struct Court<'a, K> {
    says: &'a [Say],
    knows: K,
    /// Positions by run, in chain order, with the run's author.
    runs: Vec<(Partner, Vec<usize>)>,
    /// Positions of yeses by wording and partner number.
    yeses: Vec<[Vec<usize>; 2]>,
    void: Vec<bool>,
}

impl<'a, K: Fn(usize, usize) -> bool> Court<'a, K> {
    fn new(says: &'a [Say], wordings: usize, knows: K) -> Self {
        let mut runs: Vec<(u32, Partner, Vec<usize>)> = Vec::new();
        let mut yeses = vec![[Vec::new(), Vec::new()]; wordings];
        for (at, say) in says.iter().enumerate() {
            match runs.iter_mut().find(|(run, by, _)| (*run, *by) == (say.run, say.by)) {
                Some((_, _, run)) => run.push(at),
                None => runs.push((say.run, say.by, vec![at])),
            }
            if let What::Yes(w) = say.what {
                yeses[w][say.by.index()].push(at);
            }
        }
        let runs: Vec<(Partner, Vec<usize>)> =
            runs.into_iter().map(|(_, by, run)| (by, run)).collect();
        let mut court = Self { says, knows, runs, yeses, void: vec![false; says.len()] };
        court.void = (0..says.len()).map(|at| court.is_void(at)).collect();
        court
    }

    /// V1: a yes that does not know of every end counts for nothing. Who knows a run's last end knows them all.
    fn is_void(&self, at: usize) -> bool {
        if !matches!(self.says[at].what, What::Yes(_)) {
            return false;
        }
        self.runs.iter().any(|(_, run)| {
            let last = run.iter().rev().find(|e| self.says[**e].what == What::End);
            last.is_some_and(|end| !(self.knows)(at, *end))
        })
    }

    /// Whether say c turns its author away from wording w.
    fn contrary(&self, c: usize, w: usize) -> bool {
        match self.says[c].what {
            What::Yes(other) => other != w,
            What::Decline(no) | What::Retract(no) => no == w,
            What::End => false,
        }
    }

    /// In each of the author's runs, the first contrary say that yes `a` to `w` does not know. Later ones of that run know all it knows.
    fn turns(&self, a: usize, w: usize) -> impl Iterator<Item = usize> + '_ {
        let by = self.says[a].by;
        self.runs.iter().filter(move |(author, _)| *author == by).filter_map(move |(_, run)| {
            let from = run.partition_point(|c| *c == a || (self.knows)(a, *c));
            run[from..].iter().copied().find(|c| self.contrary(*c, w))
        })
    }

    /// V2, one side: no turn cancels `a`, whose other half is `b`.
    fn holds(&self, a: usize, b: usize, w: usize) -> bool {
        self.turns(a, w).all(|c| (self.knows)(c, a) && (self.knows)(c, b))
    }

    fn stands_by(&self, yes: usize, w: usize) -> bool {
        !self.void[yes] && self.turns(yes, w).next().is_none()
    }

    fn stands(&self, who: Partner, w: usize) -> bool {
        self.yeses[w][who.index()].iter().any(|a| self.stands_by(*a, w))
    }

    /// The pairs of yeses that no turn cancels and, with ends, no end voids.
    fn settled(&self, with_ends: bool) -> Vec<Pair> {
        let mut settled = Vec::new();
        for (wording, [zero, one]) in self.yeses.iter().enumerate() {
            for a in zero.iter().filter(|a| !(with_ends && self.void[**a])) {
                for b in one.iter().filter(|b| !(with_ends && self.void[**b])) {
                    if self.holds(*a, *b, wording) && self.holds(*b, *a, wording) {
                        settled.push(Pair { wording, yes: [*a, *b] });
                    }
                }
            }
        }
        settled
    }

    /// V3: of these the pairs that are later than all of other wordings; all of one wording.
    fn latest_of(&self, settled: &[Pair]) -> Vec<Pair> {
        let Some(mut latest) = settled.first().copied() else { return Vec::new() };
        // Each round moves to a strictly later pair, so there are at most as many rounds as pairs.
        for _ in 0..settled.len() {
            match settled.iter().find(|p| self.later(p, &latest)) {
                Some(later) => latest = *later,
                None => break,
            }
        }
        let unsurpassed =
            |p: &&Pair| p.wording == latest.wording && !settled.iter().any(|q| self.later(q, p));
        settled.iter().filter(unsurpassed).copied().collect()
    }

    /// Whether one yes of `p` knows both yeses of `q`, another wording's pair.
    fn later(&self, p: &Pair, q: &Pair) -> bool {
        p.wording != q.wording
            && p.yes.iter().any(|y| q.yes.iter().all(|earlier| (self.knows)(*y, *earlier)))
    }

    fn wording(&self, w: usize, in_force: Option<usize>) -> WordingState {
        let stands = Partner::BOTH.map(|who| self.stands(who, w));
        let answers = Partner::BOTH.map(|who| self.answer(who, w, stands[who.index()]));
        let wanted = |who: Partner| stands[who.index()] && !self.declined(who.other(), w);
        let open = in_force != Some(w) && Partner::BOTH.into_iter().any(wanted);
        WordingState { answers, stands, open }
    }

    /// Whether `who` has a decline of `w` that comes after all their own yeses to it.
    fn declined(&self, who: Partner, w: usize) -> bool {
        let last_yeses: Vec<usize> = self
            .runs
            .iter()
            .filter(|(by, _)| *by == who)
            .filter_map(|(_, run)| run.iter().rev().find(|y| self.says[**y].what == What::Yes(w)))
            .copied()
            .collect();
        let declines =
            self.says.iter().enumerate().filter(|(_, s)| s.by == who && s.what == What::Decline(w));
        declines.into_iter().any(|(d, _)| last_yeses.iter().all(|y| (self.knows)(d, *y)))
    }

    fn answer(&self, who: Partner, w: usize, stands: bool) -> Option<Answer> {
        if stands {
            return Some(Answer::Yes);
        }
        // The last say about w of each run that no other run's last one knows.
        let about = |at: &&usize| match self.says[**at].what {
            What::Yes(x) | What::Decline(x) | What::Retract(x) => x == w,
            What::End => false,
        };
        let lasts: Vec<usize> = self
            .runs
            .iter()
            .filter(|(by, _)| *by == who)
            .filter_map(|(_, run)| run.iter().rev().find(about).copied())
            .collect();
        let newest: Vec<What> = lasts
            .iter()
            .filter(|l| !lasts.iter().any(|other| (self.knows)(*other, **l)))
            .map(|l| self.says[*l].what)
            .collect();
        if newest.contains(&What::Decline(w)) {
            return Some(Answer::No);
        }
        if newest.contains(&What::Retract(w)) {
            return Some(Answer::TakenBack);
        }
        let yeses = &self.yeses[w][who.index()];
        match yeses.iter().all(|y| self.void[*y]) {
            _ if yeses.is_empty() => None,
            true => Some(Answer::Void),
            false => Some(Answer::TakenBack),
        }
    }

    /// Pairs of wordings that crossed: each person stands, without knowing of the other's step, by one of them and has a yes to the other.
    fn crossed(&self, consent: &Consent) -> Vec<(usize, usize)> {
        let mut crossed = Vec::new();
        let [zero, one] = Partner::BOTH.map(|who| {
            (0..self.yeses.len())
                .filter(|w| {
                    consent.in_force != Some(*w) && consent.wordings[*w].stands[who.index()]
                })
                .collect::<Vec<usize>>()
        });
        for z in &zero {
            for o in one.iter().filter(|o| *o != z) {
                let has = |who: usize, w: usize| self.yeses[w][who].iter().any(|y| !self.void[*y]);
                if has(0, *o) && has(1, *z) && self.apart(*z, *o) {
                    crossed.push((*z.min(o), *z.max(o)));
                }
            }
        }
        crossed.sort_unstable();
        crossed.dedup();
        crossed
    }

    /// Whether partner 0's standing yes to z and partner 1's to o do not know each other.
    fn apart(&self, z: usize, o: usize) -> bool {
        let standing = |who: usize, w: usize| {
            self.yeses[w][who].iter().copied().filter(move |y| self.stands_by(*y, w))
        };
        standing(0, z).any(|a| standing(1, o).any(|b| !(self.knows)(a, b) && !(self.knows)(b, a)))
    }

    fn cancelled(&self, consent: &Consent) -> Vec<Cancelled> {
        let mut all = Vec::new();
        for (w, state) in consent.wordings.iter().enumerate() {
            if consent.in_force == Some(w)
                || consent.crossed.iter().any(|(x, y)| *x == w || *y == w)
            {
                continue;
            }
            for who in Partner::BOTH.into_iter().filter(|who| state.stands[who.index()]) {
                if let Some(turn) = self.ran_into(who, w) {
                    let moved_to = match self.says[turn].what {
                        What::Yes(other) => Some(other),
                        _ => None,
                    };
                    all.push(Cancelled { whose: who, wording: w, moved_to });
                }
            }
        }
        all
    }

    /// The other's turn that cancelled the yes of `who` to `w` and that no later say of `who` knows.
    fn ran_into(&self, who: Partner, w: usize) -> Option<usize> {
        let mine: Vec<usize> =
            self.yeses[w][who.index()].iter().copied().filter(|b| !self.void[*b]).collect();
        let theirs = self.yeses[w][who.other().index()].iter().copied().filter(|a| !self.void[*a]);
        let heard = |c: usize| {
            self.runs.iter().any(|(by, run)| {
                *by == who && run.last().is_some_and(|last| (self.knows)(*last, c))
            })
        };
        theirs
            .flat_map(|a| self.turns(a, w).map(move |c| (a, c)))
            .find(|(a, c)| {
                // A turn that does not know `a` is a doubt among the other's own devices, and only they are asked.
                let before = |b: &usize| !(self.knows)(*c, *b);
                (self.knows)(*c, *a) && !heard(*c) && mine.iter().any(before)
            })
            .map(|(_, c)| c)
    }

    /// Wordings to which one device of `who` said yes while another, neither knowing the other, turned away; until a say knows both.
    fn own_differ(&self, who: Partner) -> Vec<usize> {
        let lasts: Vec<usize> = self
            .runs
            .iter()
            .filter(|(by, _)| *by == who)
            .filter_map(|(_, run)| run.last().copied())
            .collect();
        let differs = |w: &usize| {
            self.yeses[*w][who.index()].iter().filter(|a| !self.void[**a]).any(|a| {
                self.turns(*a, *w).any(|c| {
                    let cleared =
                        |s: &usize| [*a, c].iter().all(|x| s == x || (self.knows)(*s, *x));
                    !(self.knows)(c, *a) && !lasts.iter().any(cleared)
                })
            })
        };
        (0..self.yeses.len()).filter(differs).collect()
    }
}
