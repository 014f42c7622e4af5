//! Today: what is on, for one person. No count, nothing overdue, and nothing about what the other did not do.

use serde::Serialize;

use super::command::Reply;
use super::{Client, Env};
use crate::law::view::{Promise, RitualDate};
use crate::law::{promise, ritual};
use crate::refused::Refused;
use crate::time::Day;

/// One day of one person.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct TodayView {
    pub date: Day,
    /// Rituals of this day, by time.
    pub rituals: Vec<RitualDate>,
    /// Own promises that are due and open.
    pub promises: Vec<Promise>,
    /// Questions that wait for this person.
    pub questions: u64,
}

crate::silent::silent!(TodayView);

impl Client {
    pub(super) fn today(&mut self, env: &Env<'_>) -> Result<Reply, Refused> {
        let reader = self.reader(env)?;
        let questions = self.question_count(env);
        let mut view =
            TodayView { date: reader.today, rituals: Vec::new(), promises: Vec::new(), questions };
        if let Some((acts, states)) = self.derived()? {
            let rituals: Vec<_> = states.rituals().collect();
            view.rituals = ritual::on_day(acts, &rituals, &reader, reader.today);
            view.promises = promise::due_today(states.promises(), &reader)
                .into_iter()
                .filter_map(|(record, _)| promise::show(acts, &reader, record, Some(reader.me)))
                .collect();
        }
        Ok(Reply::Today(Box::new(view)))
    }
}
