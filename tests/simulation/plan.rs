//! Which histories are lived: seeds, how many steps each, and which of them are left out. A history that fails is made shorter until
//! no step can be left out any more.
//!
//! `ACCORD_SIM_SEED=N` lives one seed, `ACCORD_SIM_SEEDS=N` so many, from `ACCORD_SIM_FROM=N` on. With `ACCORD_SIM_STEPS=N` a history
//! has so many steps, and each step draws from a generator of its own, so that the others stay what they were when
//! `ACCORD_SIM_SKIP=N,N` leaves some out. Without it the draws follow one another, as the seeds that once failed need it.
//! `cargo xtask sim` sets all of them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, Once};
use std::time::Instant;

use accord_tests::rng::Seeded;

/// How many failing seeds of one run are made shorter.
const SHORTENED: usize = 3;

/// One history.
pub struct Plan {
    pub seed: u64,
    steps: Option<u64>,
    left_out: BTreeSet<u64>,
    told: RefCell<Vec<String>>,
}

impl Plan {
    /// A history of the usual length, all of it.
    pub fn usual(seed: u64) -> Self {
        Self { seed, steps: None, left_out: BTreeSet::new(), told: RefCell::default() }
    }

    /// How many steps it has, those left out too.
    pub fn length(&self, usual: u64) -> u64 {
        self.steps.unwrap_or(usual)
    }

    /// The steps it takes.
    pub fn steps(&self, usual: u64) -> impl Iterator<Item = u64> + '_ {
        (0..self.length(usual)).filter(|step| !self.left_out.contains(step))
    }

    /// What this step draws from: what the step before left, or a generator of its own.
    pub fn begin(&self, step: u64, rng: &mut Seeded) {
        if self.steps.is_some() {
            *rng = Seeded::new(Seeded::new(self.seed).next().wrapping_add(step));
        }
    }

    /// Notes a step in words.
    pub fn tell(&self, step: u64, words: &str) {
        self.told.borrow_mut().push(format!("{step}: {words}"));
    }

    fn without(&self, more: &[u64]) -> Self {
        let left_out = self.left_out.iter().chain(more).copied().collect();
        Self { steps: self.steps, left_out, ..Self::usual(self.seed) }
    }
}

/// Where a history failed, and the first line of what was said there.
#[derive(Clone, PartialEq, Eq)]
struct Finding {
    place: String,
    words: String,
}

thread_local! {
    static FOUND: RefCell<Option<Finding>> = const { RefCell::new(None) };
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Keeps what a panic says; while a history is made shorter nothing of it is printed.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map_or(String::new(), ToString::to_string);
            let words = panic.payload_as_str().unwrap_or("no words");
            let words = words.lines().next().unwrap_or("").to_owned();
            FOUND.with_borrow_mut(|found| *found = Some(Finding { place, words }));
            if !QUIET.get() {
                before(panic);
            }
        }));
    });
}

/// Lives it; what it came to, or where it failed.
fn live(run: &impl Fn(&Plan) -> u64, plan: &Plan) -> Result<u64, Finding> {
    catch_unwind(AssertUnwindSafe(|| run(plan))).map_err(|_| {
        let found = FOUND.with_borrow_mut(Option::take);
        found.unwrap_or(Finding { place: String::new(), words: "no words".into() })
    })
}

/// Leaves out what it can: halves first, then less, as long as it fails at the same place.
fn shorter(run: &impl Fn(&Plan) -> u64, plan: Plan, found: &Finding) -> Plan {
    QUIET.set(true);
    let mut plan = plan;
    let mut chunk = plan.length(0).div_ceil(2).max(1);
    loop {
        let mut changed = false;
        let steps: Vec<u64> = plan.steps(0).collect();
        for some in steps.chunks(usize::try_from(chunk).expect("few steps")) {
            let less = plan.without(some);
            if live(run, &less).is_err_and(|now| now.place == found.place) {
                (plan, changed) = (less, true);
            }
        }
        if chunk > 1 {
            chunk = chunk.div_ceil(2);
        } else if !changed {
            break;
        }
    }
    QUIET.set(false);
    plan
}

/// Lives one history for each seed asked for; those that failed once come first, where the usual ones are asked for.
pub fn every_seed(
    usual: u64,
    once_failed: &[(u64, &str)],
    test: &str,
    run: impl Fn(&Plan) -> u64 + Sync,
) {
    listen();
    let steps = number("ACCORD_SIM_STEPS");
    let left_out: BTreeSet<u64> = list("ACCORD_SIM_SKIP");
    let of = |seed| Plan { steps, left_out: left_out.clone(), ..Plan::usual(seed) };
    if let Some(seed) = number("ACCORD_SIM_SEED") {
        let plan = of(seed);
        let found = live(&run, &plan);
        println!("{}", plan.told.borrow().join("\n"));
        match found {
            Ok(trace) => println!("seed {seed}: trace {trace:016x}"),
            Err(found) => panic!("seed {seed} fails at {}: {}", found.place, found.words),
        }
        return;
    }
    let (first, seeds) =
        (number("ACCORD_SIM_FROM").unwrap_or(0), number("ACCORD_SIM_SEEDS").unwrap_or(usual));
    if steps.is_none() {
        for (seed, found) in once_failed {
            assert!(live(&run, &of(*seed)).is_ok(), "seed {seed} fails again: {found}");
        }
    }
    let (next, begun) = (AtomicU64::new(0), Instant::now());
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= seeds {
                        return;
                    }
                    if at > 0 && at % 500 == 0 {
                        eprintln!("{test}: {at} of {seeds} seeds, {} s", begun.elapsed().as_secs());
                    }
                    if let Err(found) = live(&run, &of(first + at)) {
                        failed.lock().expect("no panic while held").push((first + at, found));
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no panic while held");
    if let Some(steps) = steps {
        println!(
            "{test}: {seeds} seeds from {first} on, {steps} steps each, {} failed",
            failed.len()
        );
        for (seed, found) in failed.iter().take(SHORTENED) {
            tell_shorter(&shorter(&run, of(*seed), found), found, test, &run);
        }
    }
    let failed: Vec<u64> = failed.iter().map(|(seed, _)| *seed).collect();
    let again = "ACCORD_SIM_SEED=N cargo test -p accord-tests --test simulation";
    assert!(failed.is_empty(), "these seeds failed: {failed:?}; one replays with {again} {test}");
}

/// The shortest history that fails, in words, and how to live it again.
fn tell_shorter(plan: &Plan, found: &Finding, test: &str, run: &impl Fn(&Plan) -> u64) {
    QUIET.set(true);
    let last = plan.without(&[]);
    drop(live(run, &last));
    QUIET.set(false);
    let skip: Vec<String> = plan.left_out.iter().map(ToString::to_string).collect();
    println!("seed {} fails at {}: {}", plan.seed, found.place, found.words);
    println!("with these steps alone:\n  {}", last.told.borrow().join("\n  "));
    println!(
        "again: ACCORD_SIM_SEED={} ACCORD_SIM_STEPS={} ACCORD_SIM_SKIP={} cargo test --release -p accord-tests --test simulation {test} -- --nocapture",
        plan.seed,
        plan.length(0),
        skip.join(",")
    );
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

fn list(name: &str) -> BTreeSet<u64> {
    let text = std::env::var(name).unwrap_or_default();
    text.split(',').filter(|one| !one.is_empty()).map(|one| one.parse().expect("numbers")).collect()
}

#[test]
fn a_history_that_fails_is_made_as_short_as_it_can_be() {
    listen();
    // Fails where 7 comes before 31.
    let run = |plan: &Plan| {
        let steps: Vec<u64> = plan.steps(0).collect();
        assert!(!(steps.contains(&7) && steps.contains(&31)), "both");
        plan.seed
    };
    let plan = Plan { steps: Some(200), ..Plan::usual(5) };
    QUIET.set(true);
    let found = live(&run, &plan).err();
    let found = found.expect("it fails");
    let short = shorter(&run, plan, &found);
    assert_eq!(short.steps(0).collect::<Vec<_>>(), [7, 31]);
    assert!(found.place.contains("plan.rs") && found.words == "both");
    // Leaving steps out leaves the draws of the others as they were.
    let drawn = |plan: &Plan| {
        let mut rng = Seeded::new(1);
        plan.begin(31, &mut rng);
        rng.next()
    };
    assert_eq!(drawn(&short), drawn(&short.without(&[7])));
}
