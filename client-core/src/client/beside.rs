//! Check-ins, thanks, talks, breaks and openness at this home: what goes to the couple space, and what stays in the vault.
//!
//! A check-in that is held back is a draft in the vault; to the couple space goes only that it is ready. Once the log shows that the other
//! is ready for the same round too, the words enter the journal and the draft goes, in one batch. Acts bring that about, never a clock.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::command::{Reply, StateView};
use super::home::Home;
use super::{Client, Env, pen};
use crate::act::rounds::{RoundBody, round_record};
use crate::act::vault::VaultBody;
use crate::act::{Body, RecordId};
use crate::law::beside::checkin::{self, Held};
use crate::law::beside::command::{BesideCommand, CheckinWords};
use crate::law::beside::view::{Between, Listed, Pause, Shown};
use crate::law::beside::{Own, between, breaks, draft, openness, talk, thanks, undo};
use crate::law::command::{LawCommand, Prefix};
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::view::Side;
use crate::law::{self, Decision, NewAct, Reader};
use crate::refused::Refused;
use crate::time::Day;

/// What can be looked at or kept here besides saying something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(tag = "look", rename = "BesideLook", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named as in the command line's contract")]
pub enum Beside {
    /// All rounds of check-ins.
    Checkins,
    /// All thanks.
    Thanks,
    /// Keeps a private copy of the other's thanks.
    Keep { id: Prefix },
    /// One record.
    Show { id: Prefix },
    /// All talks.
    Talks,
    /// All time-outs.
    TimeOuts,
    /// All topics somebody holds somehow.
    Openness,
    /// Nothing asks me for anything. Quietly: nobody is told.
    Pause { until: Option<Day>, quiet: bool },
    /// My pause is over, said or quiet.
    Resume,
}

impl Client {
    /// Carries out what is not only said to the other.
    pub(super) fn beside(&mut self, env: &mut Env<'_>, what: &Beside) -> Result<Reply, Refused> {
        let reader = self.reader(env)?;
        let own = self.home()?.own();
        let none = Acts::new();
        let acts = self.home()?.couple.as_ref().map_or(&none, |seat| &seat.acts);
        let listed = match what {
            Beside::Checkins => Listed::Checkins(checkin::list(acts, &reader, &own.held)),
            Beside::Thanks => {
                let list = thanks::list(acts, &reader, &own.kept);
                Listed::Thanks(self.with_drafts(env, list, |shown| match shown {
                    Shown::Thanks(view) => Some(*view),
                    _ => None,
                })?)
            }
            Beside::Talks => {
                let list = talk::list(acts, &reader);
                Listed::Talks(self.with_drafts(env, list, |shown| match shown {
                    Shown::Talk(view) => Some(*view),
                    _ => None,
                })?)
            }
            Beside::TimeOuts => Listed::TimeOuts(breaks::list(acts, &reader)),
            Beside::Openness => {
                let list = openness::list(acts, &reader);
                Listed::Topics(self.with_drafts(env, list, |shown| match shown {
                    Shown::Topic(view) => Some(*view),
                    _ => None,
                })?)
            }
            Beside::Show { id } => {
                let id = self.resolve(id)?;
                return self.show_record(env, id);
            }
            Beside::Keep { id } => return self.keep(env, id),
            Beside::Pause { until, quiet } => return self.pause(env, *until, *quiet),
            Beside::Resume => return self.resume(env),
        };
        Ok(Reply::BesideList(listed))
    }

    /// Drafts of one kind, before what is shared.
    fn with_drafts<T>(
        &mut self,
        env: &Env<'_>,
        list: Vec<T>,
        of: impl Fn(Shown) -> Option<T>,
    ) -> Result<Vec<T>, Refused> {
        let reader = self.draft_reader(env)?;
        let drafts = self.home()?.says().drafts.iter();
        let shown = drafts.filter_map(|(id, d)| of(draft::show(*id, &d.body, d.date, &reader)?));
        Ok(shown.chain(list).collect())
    }

    /// Says something of these kinds: to the couple space, or into the vault where it stays a draft or is held back.
    pub(super) fn say_beside(
        &mut self,
        env: &mut Env<'_>,
        what: &LawCommand,
        fresh: RecordId,
        asked_draft: bool,
    ) -> Result<Reply, Refused> {
        let LawCommand::Beside(said) = what else { return Err(Refused::usage("unknown_command")) };
        let paired = self.home()?.is_paired();
        if let BesideCommand::CheckinTakeBack { round } = said {
            return self.take_check_in_back(env, *round);
        }
        if asked_draft || !paired || self.is_about_a_draft(said)? {
            return self.draft_beside(env, said, fresh, asked_draft);
        }
        if let BesideCommand::Checkin { round, words, now, tell } = said {
            return self.check_in(env, *round, words, (*now, *tell));
        }
        self.must_not_have_left()?;
        let reader = self.reader(env)?;
        let Some(Home { couple: Some(seat), .. }) = &mut self.home else {
            return Err(Refused::rule("not_paired"));
        };
        seat.lay_out();
        let journal: Vec<NewAct> = seat
            .journal
            .iter()
            .map(|entry| NewAct { record: entry.record, body: entry.body.clone() })
            .collect();
        let dropped: Vec<u64> = undo::undone(&seat.acts, &journal, said)
            .into_iter()
            .filter_map(|at| seat.journal.get(at).map(|entry| entry.number))
            .collect();
        if !dropped.is_empty() {
            seat.unmake(&mut pen!(self, env), &dropped);
            seat.lay_out();
            self.changed = true;
        }
        let decided = law::decide(&seat.acts, &reader, what, fresh);
        let Decision { record, acts } = match decided {
            Err(refused) if refused.is("not_found") && !dropped.is_empty() => {
                return Ok(Reply::State(StateView { state: "taken_back" }));
            }
            decided => decided?,
        };
        let mut pen = pen!(self, env);
        for NewAct { record, body } in acts {
            seat.make(&mut pen, record, body);
        }
        self.changed = true;
        if let BesideCommand::Stance { .. } = said {
            self.drop_draft(env, record);
        }
        match said {
            BesideCommand::Pause { .. } | BesideCommand::Resume => self.pause_reply(env),
            BesideCommand::KeepBetween { on, .. } => {
                let view = Between { id: record.hex(), kept_between: *on };
                Ok(Reply::Beside(Box::new(Shown::Between(Box::new(view)))))
            }
            _ => match self.show_record(env, record) {
                Err(refused) if refused.is("not_found") => {
                    Ok(Reply::State(StateView { state: "taken_back" }))
                }
                shown => shown,
            },
        }
    }

    /// One record of these kinds, for [`Client::show_record`].
    pub(super) fn show_beside(&mut self, reader: &Reader, id: RecordId) -> Option<Reply> {
        let home = self.home.as_mut()?;
        let own = home.own();
        let none = Acts::new();
        let acts = home.couple.as_ref().map_or(&none, |seat| &seat.acts);
        law::beside::show(acts, reader, id, &own).map(|shown| Reply::Beside(Box::new(shown)))
    }

    /// Whether a command is about something that is a draft only.
    fn is_about_a_draft(&mut self, said: &BesideCommand) -> Result<bool, Refused> {
        let drafts = &self.home()?.says().drafts;
        Ok(match said {
            BesideCommand::ThanksTakeBack { id } | BesideCommand::TalkLetGo { id } => {
                law::resolve(id, drafts.keys().copied()).is_ok()
            }
            _ => false,
        })
    }

    /// A draft of these kinds: made, or removed.
    fn draft_beside(
        &mut self,
        env: &mut Env<'_>,
        said: &BesideCommand,
        fresh: RecordId,
        asked: bool,
    ) -> Result<Reply, Refused> {
        let reader = self.draft_reader(env)?;
        let drafts: Vec<RecordId> = self.home()?.says().drafts.keys().copied().collect();
        let gone = match said {
            BesideCommand::ThanksTakeBack { id } | BesideCommand::TalkLetGo { id } => {
                Some(law::resolve(id, drafts)?)
            }
            BesideCommand::Stance { topic, stance: None, .. } => {
                let record = crate::act::shared::topic_record(&openness::topic(topic)?);
                let known = drafts.contains(&record);
                Some(known.then_some(record).ok_or_else(|| Refused::not_found("draft"))?)
            }
            _ => None,
        };
        if let Some(id) = gone {
            self.drop_draft(env, id);
            return Ok(Reply::State(StateView { state: "deleted" }));
        }
        let none = Acts::new();
        let acts = self.home()?.couple.as_ref().map_or(&none, |seat| &seat.acts);
        let begun = draft::begin(acts, &reader, said, fresh);
        let NewAct { record, body } = match begun {
            Err(refused) if asked && refused.is("not_paired") => {
                return Err(Refused::usage("no_draft_of_this"));
            }
            begun => begun?,
        };
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        home.note(&mut pen!(self, env), record, VaultBody::Draft(Box::new(body)));
        self.show_draft(env, record)
    }

    fn must_not_have_left(&mut self) -> Result<(), Refused> {
        let couple = self.home()?.couple.as_ref();
        let left = couple.is_some_and(|seat| seat.acts.left().iter().any(Option::is_some));
        if left { Err(Refused::rule("left")) } else { Ok(()) }
    }

    /// Writes a check-in: its words into the vault and readiness to the other, or both to the other.
    fn check_in(
        &mut self,
        env: &mut Env<'_>,
        round: Option<Day>,
        words: &CheckinWords,
        modes: (bool, bool),
    ) -> Result<Reply, Refused> {
        self.must_not_have_left()?;
        let reader = self.reader(env)?;
        let held = self.home()?.held();
        let Some(Home { couple: Some(seat), .. }) = &mut self.home else {
            return Err(Refused::rule("not_paired"));
        };
        seat.lay_out();
        let waits = |round: Day| held.get(&round).map(|held| held.words.clone());
        let plan = checkin::plan(&seat.acts, &reader, round, words, waits, modes)?;
        let record = plan.record();
        let mut pen = pen!(self, env);
        for NewAct { record, body } in plan.decision.acts {
            seat.make(&mut pen, record, body);
        }
        if !plan.held_back {
            self.drop_draft(env, record);
        } else if held.get(&plan.round).is_none_or(|held| held.words != plan.words) {
            let said = RoundBody::Checkin { round: plan.round, entry: plan.words };
            let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
            let body = VaultBody::Draft(Box::new(Body::Round(said)));
            home.note(&mut pen!(self, env), record, body);
        }
        self.changed = true;
        self.show_record(env, record)
    }

    /// Takes a check-in back: what was not sent goes without a trace, what waits in the vault goes, and of what was sent it is said.
    pub(super) fn take_check_in_back(
        &mut self,
        env: &mut Env<'_>,
        round: Option<Day>,
    ) -> Result<Reply, Refused> {
        let reader = self.reader(env)?;
        let waits: Vec<Day> = self.home()?.held().keys().copied().collect();
        let none = Acts::new();
        let acts = self.home()?.couple.as_ref().map_or(&none, |seat| &seat.acts);
        let round = checkin::round_taken_back(acts, &reader, round, &waits)?;
        let record = round_record(round);
        let left = self.must_not_have_left().is_err();
        if let Some(Home { couple: Some(seat), .. }) = &mut self.home {
            let unsent = |body: &Body| {
                let Body::Round(said) = body else { return false };
                matches!(said, RoundBody::Checkin { .. } | RoundBody::CheckinReady { .. })
            };
            let unsent: Vec<u64> = seat
                .journal
                .iter()
                .filter(|entry| entry.record == record && unsent(&entry.body))
                .map(|entry| entry.number)
                .collect();
            let mut pen = pen!(self, env);
            seat.unmake(&mut pen, &unsent);
            seat.lay_out();
            let decision = checkin::body(&seat.acts, &reader, round);
            for NewAct { record, body } in decision.acts.into_iter().filter(|_| !left) {
                seat.make(&mut pen, record, body);
            }
        }
        self.drop_draft(env, record);
        self.changed = true;
        match self.show_record(env, record) {
            Err(refused) if refused.is("not_found") => {
                Ok(Reply::State(StateView { state: "taken_back" }))
            }
            shown => shown,
        }
    }

    /// The round of a check-in that waits as a draft.
    pub(super) fn held_round(&mut self, id: RecordId) -> Option<Day> {
        let held = self.home.as_mut()?.held();
        held.into_keys().find(|round| round_record(*round) == id)
    }

    /// A check-in that waits is shown at once.
    pub(super) fn share_check_in(
        &mut self,
        env: &mut Env<'_>,
        round: Day,
    ) -> Result<RecordId, Refused> {
        self.check_in(env, Some(round), &CheckinWords::default(), (true, true))?;
        Ok(round_record(round))
    }

    /// Lets go out what was held back and may be seen now: the log, read to its head, shows that the other is ready too. Journal and
    /// draft change in one batch, so that a crash neither loses the words nor sends them twice.
    pub(super) fn open_checkins(&mut self, env: &mut Env<'_>) {
        let Some(home) = &mut self.home else { return };
        let Some(n) = home.couple.as_ref().map(|seat| seat.n) else { return };
        let caught_up = self.lines.iter().any(|line| line.n == n && line.caught_up);
        if !caught_up || !home.is_paired() {
            return;
        }
        let held = home.held();
        if held.is_empty() {
            return;
        }
        let Ok(reader) = self.reader(env) else { return };
        for (round, held) in held {
            let Some(Home { couple: Some(seat), .. }) = &mut self.home else { return };
            seat.lay_out();
            let opens = checkin::may_open(&seat.acts, &reader, round);
            let state = checkin::derive(&seat.acts, round, Scope::All);
            let mine = state.map(|state| state.people[reader.me.index()].entries.clone());
            // Another own device sent the very same words before this one heard of it.
            let sent = mine.is_some_and(|mine| mine.iter().any(|e| e.words == held.words));
            if opens {
                let said = RoundBody::Checkin { round, entry: held.words };
                seat.make(&mut pen!(self, env), round_record(round), Body::Round(said));
            }
            if opens || sent {
                self.drop_draft(env, round_record(round));
                self.changed = true;
            }
        }
    }

    /// Keeps a private copy of the other's thanks. The other never learns of it.
    fn keep(&mut self, env: &mut Env<'_>, id: &str) -> Result<Reply, Refused> {
        let reader = self.reader(env)?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let copies = home.own().kept;
        let copy = law::resolve(id, copies.keys().copied());
        let Some(seat) = &mut home.couple else { return Err(Refused::rule("not_paired")) };
        seat.lay_out();
        let (record, on, text) = match (thanks::to_keep(&seat.acts, &reader, id), copy) {
            (Ok(found), _) => found,
            // It is kept already, whatever became of it since.
            (Err(_), Ok(copy)) => return self.show_record(env, copy),
            (Err(refused), Err(_)) => return Err(refused),
        };
        if !copies.contains_key(&record) {
            home.note(&mut pen!(self, env), record, VaultBody::Keepsake { on, text });
        }
        self.show_record(env, record)
    }

    fn pause(
        &mut self,
        env: &mut Env<'_>,
        until: Option<Day>,
        quiet: bool,
    ) -> Result<Reply, Refused> {
        if !quiet {
            let said = LawCommand::Beside(BesideCommand::Pause { until });
            return self.say_beside(env, &said, RecordId::ZERO, false);
        }
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        if home.says().quiet_pause != Some(until) {
            let body = VaultBody::QuietPause { on: true, until };
            home.note(&mut pen!(self, env), RecordId::ZERO, body);
        }
        self.pause_reply(env)
    }

    fn resume(&mut self, env: &mut Env<'_>) -> Result<Reply, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        if home.says().quiet_pause.is_some() {
            let body = VaultBody::QuietPause { on: false, until: None };
            home.note(&mut pen!(self, env), RecordId::ZERO, body);
        }
        let home = self.home()?;
        if home.is_paired() && home.said_pause().is_some() {
            let said = LawCommand::Beside(BesideCommand::Resume);
            return self.say_beside(env, &said, RecordId::ZERO, false);
        }
        self.pause_reply(env)
    }

    fn pause_reply(&mut self, env: &Env<'_>) -> Result<Reply, Refused> {
        let view = self.pause_view(env)?;
        Ok(Reply::Beside(Box::new(Shown::Pause(Box::new(view)))))
    }

    /// Who takes a break from being asked.
    pub(super) fn pause_view(&mut self, env: &Env<'_>) -> Result<Pause, Refused> {
        let reader = self.reader(env)?;
        let home = self.home()?;
        let quiet = home.says().quiet_pause;
        let none = Acts::new();
        let acts = home.couple.as_ref().map_or(&none, |seat| &seat.acts);
        Ok(breaks::pause_view(acts, &reader, quiet))
    }
}

impl Home {
    /// Check-ins that wait in the vault, by round.
    pub(super) fn held(&mut self) -> BTreeMap<Day, Held> {
        let drafts = self.says().drafts.iter();
        let held = drafts.filter_map(|(id, draft)| match &draft.body {
            Body::Round(RoundBody::Checkin { round, entry }) if *id == round_record(*round) => {
                Some((*round, Held { on: draft.date, words: entry.clone() }))
            }
            _ => None,
        });
        held.collect()
    }

    /// What only own devices keep.
    pub(super) fn own(&mut self) -> Own {
        let held = self.held();
        let says = self.says();
        Own { held, kept: says.keepsakes.clone(), quiet: says.quiet_pause }
    }

    /// The pause this person said to the other.
    fn said_pause(&mut self) -> Option<breaks::Paused> {
        let seat = self.couple.as_mut()?;
        seat.lay_out();
        breaks::paused(&seat.acts, Scope::All)[seat.partner.index()]
    }

    /// Whether nothing may ask this person for anything now (rule A11).
    pub(super) fn is_paused(&mut self, today: Day) -> bool {
        let quiet = self.says().quiet_pause;
        let said = self.said_pause().map(|pause| pause.until);
        [quiet, said].into_iter().flatten().any(|until| breaks::goes_on(until, today))
    }
}

/// Takes out of a sheet what the other keeps between the two.
pub(super) fn without_kept(
    acts: &Acts,
    reader: &Reader,
    promises: &mut Vec<law::view::Promise>,
    repairs: &mut Vec<law::repair::view::Repair>,
) {
    let kept = &between::kept(acts, Scope::All)[reader.me.other().index()];
    let is_kept = |id: &str| RecordId::from_hex(id).is_some_and(|id| kept.contains(&id));
    promises.retain(|view| view.maker == Side::Me || !is_kept(&view.id));
    repairs.retain(|view| view.opened_by == Side::Me || !is_kept(&view.id));
    for repair in repairs.iter_mut().filter(|view| is_kept(&view.id)) {
        repair.parts.retain(|part| part.by == Side::Me);
        repair.look_backs.retain(|note| note.by == Side::Me);
        repair.forgiveness.retain(|note| note.by == Side::Me);
    }
}

/// Adds these kinds to the views of an export, and takes out of all of them what the other keeps between the two.
pub(super) fn add_to_export(
    views: &mut Value,
    acts: &Acts,
    reader: &Reader,
    own: &Own,
    drafts: Vec<Shown>,
) {
    let Value::Object(all) = views else { return };
    let mut put = |key: &str, list: serde_json::Result<Value>| {
        all.insert(key.into(), list.unwrap_or_default());
    };
    put("check_ins", serde_json::to_value(checkin::list(acts, reader, &own.held)));
    put("thanks", serde_json::to_value(thanks::list(acts, reader, &own.kept)));
    put("talks", serde_json::to_value(talk::list(acts, reader)));
    put("time_outs", serde_json::to_value(breaks::list(acts, reader)));
    put("openness", serde_json::to_value(openness::list(acts, reader)));
    put("drafts_beside", serde_json::to_value(drafts));
    let kept = between::kept(acts, Scope::All);
    let kept = &kept[reader.me.other().index()];
    let is_kept = |view: &Value| {
        let id = view.get("id").and_then(Value::as_str);
        id.and_then(RecordId::from_hex).is_some_and(|id| kept.contains(&id))
    };
    let whose = ["owner", "maker", "by", "opened_by"];
    for list in all.values_mut().filter_map(Value::as_array_mut) {
        list.retain(|view| {
            let theirs = |key: &&str| view.get(*key).is_some_and(|whose| whose != "me");
            !(is_kept(view) && whose.iter().any(theirs))
        });
        for view in list.iter_mut().filter(|view| is_kept(view)) {
            let Value::Object(view) = view else { continue };
            // What both wrote into: the other's side of it goes.
            for list in view.values_mut().filter_map(Value::as_array_mut) {
                list.retain(|said| said.get("by").is_none_or(|by| by != "them"));
            }
            if view.contains_key("them") {
                view.insert("them".into(), Value::Null);
                view.remove("alike");
                view.remove("sentence");
            }
        }
    }
}
