//! The laws L1 to L10 of what both see, each as an invariant of its own.
//!
//! They are read anew here: from the acts, who knew what ([`Known`]) and the views, without asking the code of a law what it thinks.

pub(crate) mod asks;
pub(crate) mod consent;
pub(crate) mod limits;
pub(crate) mod marks;
pub(crate) mod own;

use std::collections::BTreeMap;

use accord_client_core::law::graph::Acts;
use accord_client_core::law::view::{Agreement, Ask, Boundary, Promise};
use accord_client_core::law::{agreement, asks as asked, boundary, promise};
use accord_protocol::ids::Partner;

use crate::choices::TODAY;
use crate::dice::Dice;
use crate::known::Known;
use crate::life::{History, reader};

/// How often each thing the laws speak of came up. What never comes up proves nothing.
pub(crate) type Counts = BTreeMap<&'static str, usize>;

/// One history with what both see of it.
pub(crate) struct Case<'a> {
    pub(crate) history: &'a History,
    pub(crate) known: Known<'a>,
    pub(crate) acts: &'a Acts,
    pub(crate) sides: [Side; 2],
    pub(crate) counts: Counts,
}

/// What one person sees.
pub(crate) struct Side {
    pub(crate) me: Partner,
    pub(crate) agreements: Vec<Agreement>,
    pub(crate) boundaries: Vec<Boundary>,
    pub(crate) promises: Vec<Promise>,
    pub(crate) asks: Vec<Ask>,
}

impl Case<'_> {
    pub(crate) fn count(&mut self, what: &'static str, n: usize) {
        *self.counts.entry(what).or_default() += n;
    }
}

pub(crate) fn check(dice: &mut Dice, history: &History, acts: &Acts) -> Counts {
    let sides = Partner::BOTH.map(|me| {
        let r = reader(me, TODAY + 2, None);
        Side {
            me,
            agreements: agreement::list(acts, &r),
            boundaries: boundary::list(acts, &r),
            promises: promise::list(acts, &r),
            asks: asked(acts, &r),
        }
    });
    let known = Known::of(&history.log);
    let mut case = Case { history, known, acts, sides, counts: Counts::new() };
    own::l1_no_act_of_the_other_changes_my_words_or_marks(dice, &mut case);
    consent::l2_in_force_is_what_both_said_yes_to(&mut case);
    consent::l3_no_more_beats_yes(&mut case);
    limits::l3_no_more_beats_a_permission_and_a_time(&mut case);
    limits::l4_a_limit_survives_doubt_and_a_permission_does_not(&mut case);
    marks::l6_what_each_marked_is_shown_beside_the_other(&mut case);
    own::l7_what_was_said_twice_is_there_once(&mut case);
    own::l8_nothing_disappears_without_an_act_of_its_author(dice, &mut case);
    marks::l9_nobody_breaks_what_they_could_not_know(&mut case);
    asks::l10_what_is_left_undecided_is_asked(dice, &mut case);
    case.counts
}
