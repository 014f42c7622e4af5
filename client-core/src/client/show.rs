//! Looking: views for a screen, from derived state, settings and names. Nothing here changes anything but the mark of what was seen.

use std::collections::BTreeSet;

use accord_protocol::ids::Partner;
use accord_protocol::record::Record;

use super::command::{
    Command, DraftView, ExportFormat, Outcome, ProfileView, RelayView, Reply, StatusView, WordsView,
};
use super::home::Home;
use super::line::Trouble;
use super::seat::Seat;
use super::{Client, Env, pen};
use crate::act::vault::VaultBody;
use crate::act::{RecordId, kind};
use crate::law::command::{AgreementKind, Polarity};
use crate::law::graph::Acts;
use crate::law::say;
use crate::law::states::States;
use crate::law::view::Sides;
use crate::law::{self, Reader, agreement, boundary, people, promise, repair, ritual};
use crate::refused::Refused;
use crate::sheet::{Of, Sheet};

impl Client {
    /// Whose eyes, with names, clock and what only this person's devices know.
    pub(super) fn reader(&mut self, env: &Env<'_>) -> Result<Reader, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let (hidden, answered) = (home.says().hidden.clone(), home.says().answered.clone());
        let aside = home.says().aside.clone();
        let my_name = home.settings.name.clone();
        let paused = home.is_paused(env.now.today());
        let Some(seat) = &mut home.couple else {
            return Ok(Reader {
                me: Partner::Zero,
                my_name,
                their_name: None,
                today: env.now.today(),
                now: env.now.clone(),
                hidden,
                answered,
                aside,
                paused,
            });
        };
        seat.lay_out();
        let me = seat.partner;
        let name = people::people(&seat.acts, law::heads::Scope::All)[me.other().index()]
            .name
            .as_ref()
            .map(|name| name.as_str().to_owned());
        Ok(Reader {
            me,
            my_name,
            their_name: name,
            today: env.now.today(),
            now: env.now.clone(),
            hidden,
            answered,
            aside,
            paused,
        })
    }

    /// The same for drafts, which stand in slot 0.
    pub(super) fn draft_reader(&mut self, env: &Env<'_>) -> Result<Reader, Refused> {
        Ok(Reader { me: Partner::Zero, ..self.reader(env)? })
    }

    /// Commands that only look.
    pub(super) fn look(&mut self, env: &mut Env<'_>, command: Command) -> Result<Reply, Refused> {
        self.home()?;
        Ok(match command {
            Command::RelayShow => Reply::Relay(self.relay_view()?),
            Command::Words => Reply::Words(self.words_view()?),
            Command::Pairing => Reply::Pairing(self.pairing_view()),
            Command::PairingSets => Reply::PairingSets(self.pairing_sets()?),
            Command::Status => Reply::Status(Box::new(self.status(env)?)),
            Command::Asks => {
                let reader = self.reader(env)?;
                let asked = self.derived()?.map(|(acts, states)| law::asked(acts, states, &reader));
                Reply::Asks(asked.unwrap_or_default())
            }
            Command::Agreements { state } => {
                let reader = self.reader(env)?;
                let drafts = self.drafts(env)?;
                let mut list: Vec<_> = drafts
                    .into_iter()
                    .filter_map(|draft| match draft {
                        DraftView::Agreement(view) => Some(*view),
                        _ => None,
                    })
                    .collect();
                if let Some((acts, states)) = self.derived()? {
                    let states: Vec<_> = states.whole().collect();
                    list.extend(agreement::listed(acts, &states, &reader));
                }
                list.retain(|view| state.as_ref().is_none_or(|state| view.state == state));
                Reply::Agreements(list)
            }
            Command::Today => self.today(env)?,
            Command::Rituals => {
                let all = self.look(env, Command::Agreements { state: None })?;
                let Reply::Agreements(mut list) = all else { return Ok(all) };
                list.retain(|view| view.kind == AgreementKind::Ritual);
                Reply::Agreements(list)
            }
            Command::RitualDates { from, days } => {
                let reader = self.reader(env)?;
                let from = from.unwrap_or(reader.today);
                let days = i32::try_from(days).unwrap_or(i32::MAX);
                let shown = self.derived()?.filter(|_| days > 0).map(|(acts, states)| {
                    let rituals: Vec<_> = states.rituals().collect();
                    ritual::between(acts, &rituals, &reader, from, from.plus(days - 1))
                });
                Reply::RitualDates(shown.unwrap_or_default())
            }
            Command::Boundaries { polarity, owner } => {
                let reader = self.reader(env)?;
                let mut list: Vec<_> = self
                    .drafts(env)?
                    .into_iter()
                    .filter_map(|draft| match draft {
                        DraftView::Boundary(view) => Some(*view),
                        _ => None,
                    })
                    .collect();
                if let Some((acts, states)) = self.derived()? {
                    let states: Vec<_> = states.boundaries().collect();
                    list.extend(boundary::listed(acts, &states, &reader));
                }
                list.retain(|view| {
                    polarity.is_none_or(|polarity: Polarity| view.polarity == polarity)
                        && owner.is_none_or(|owner| view.owner == owner)
                });
                Reply::Boundaries(list)
            }
            Command::Promises { maker } => {
                let reader = self.reader(env)?;
                let mut list: Vec<_> = self
                    .drafts(env)?
                    .into_iter()
                    .filter_map(|draft| match draft {
                        DraftView::Promise(view) => Some(*view),
                        _ => None,
                    })
                    .collect();
                if let Some((acts, states)) = self.derived()? {
                    let states: Vec<_> = states.promises().collect();
                    list.extend(promise::listed(acts, &states, &reader));
                }
                list.retain(|view| maker.is_none_or(|maker| view.maker == maker));
                Reply::Promises(list)
            }
            Command::PromiseRecord { days } => {
                let reader = self.reader(env)?;
                let record = self.derived()?.map(|(_, states)| {
                    promise::recorded(&states.promises().collect::<Vec<_>>(), &reader, days)
                });
                Reply::PromiseRecord(record.unwrap_or_default())
            }
            file @ (Command::CounsellorSheet { .. }
            | Command::FirstSession
            | Command::Calendar { .. }) => self.sheet(env, &file)?,
            Command::Repairs => {
                let reader = self.reader(env)?;
                let seat = self.home()?.couple.as_ref();
                Reply::Repairs(seat.map(|s| repair::list(&s.acts, &reader)).unwrap_or_default())
            }
            Command::Agreement { id } | Command::Promise { id } | Command::Repair { id } => {
                let id = self.resolve(&id)?;
                self.show_record(env, id)?
            }
            Command::Boundary { id, history } => {
                let id = self.resolve(&id)?;
                let reader = self.reader(env)?;
                let found = self
                    .home()?
                    .couple
                    .as_ref()
                    .and_then(|seat| boundary::show(&seat.acts, &reader, id, None, history));
                match found {
                    Some(view) => Reply::Boundary(Box::new(view)),
                    None => self.show_record(env, id)?,
                }
            }
            Command::Ids => Reply::Ids(self.ids(env)?),
            Command::Drafts => Reply::Drafts(self.drafts(env)?),
            Command::Devices => Reply::Devices(self.devices()?),
            Command::DeviceActs { id } => Reply::DeviceActs(Box::new(self.device_acts(&id)?)),
            _ => return Err(Refused::usage("unknown_command")),
        })
    }

    /// The couple's acts with what is derived from them.
    pub(super) fn derived(&mut self) -> Result<Option<(&Acts, &States)>, Refused> {
        Ok(self.home()?.couple.as_mut().map(Seat::derived))
    }

    /// A record or draft by prefix.
    pub(super) fn resolve(&mut self, id: &str) -> Result<RecordId, Refused> {
        let home = self.home()?;
        let mut known: BTreeSet<RecordId> = home.says().drafts.keys().copied().collect();
        let aliases = home.says().aliases.clone();
        known.extend(aliases.keys().copied());
        let records = home.couple.as_mut().map(|seat| {
            seat.lay_out();
            &seat.acts
        });
        // A whole id needs no search among thousands.
        let whole = RecordId::from_hex(id).filter(|id| records.is_some_and(|r| r.has_record(id)));
        let found = match whole {
            Some(whole) if whole != RecordId::ZERO => whole,
            _ => law::resolve(
                id,
                known.into_iter().chain(records.into_iter().flat_map(Acts::records)),
            )?,
        };
        Ok(aliases.get(&found).copied().unwrap_or(found))
    }

    /// A repair that both see, by prefix.
    pub(super) fn repair_named(&mut self, id: &str) -> Result<RecordId, Refused> {
        let couple = self.home()?.couple.as_mut();
        let seat = couple.ok_or_else(|| Refused::not_found("record"))?;
        seat.lay_out();
        repair::known(&seat.acts, id)
    }

    /// Every id a person can name here.
    fn ids(&mut self, env: &mut Env<'_>) -> Result<BTreeSet<String>, Refused> {
        let reader = self.reader(env)?;
        let mut ids: BTreeSet<String> = self.joint_ids(env)?.into_iter().collect();
        if let Some((acts, states)) = self.derived()? {
            ids.extend(law::asked(acts, states, &reader).into_iter().map(|ask| ask.id));
            ids.extend(acts.records().filter(|id| *id != RecordId::ZERO).map(|id| id.hex()));
        }
        ids.extend(self.home()?.import_ids());
        let says = self.home()?.says();
        ids.extend(says.drafts.keys().chain(says.aliases.keys()).map(RecordId::hex));
        Ok(ids)
    }

    /// One record of whatever kind, or a draft.
    pub(super) fn show_record(
        &mut self,
        env: &mut Env<'_>,
        id: RecordId,
    ) -> Result<Reply, Refused> {
        let reader = self.reader(env)?;
        if let Some(seat) = &mut self.home()?.couple {
            // Other kinds are shown from their own acts.
            let is_agreement = seat.acts.kinds(&id).has(kind::PROPOSE);
            let shown = match is_agreement.then(|| seat.looked_at()).flatten() {
                Some((acts, states)) => agreement::shown(acts, states, &reader, id),
                None => agreement::show(&seat.acts, &reader, id),
            };
            if let Some(view) = shown {
                return Ok(Reply::Agreement(Box::new(view)));
            }
            if let Some(view) = promise::show(&seat.acts, &reader, id, None) {
                return Ok(Reply::Promise(Box::new(view)));
            }
            if let Some(view) = boundary::show(&seat.acts, &reader, id, None, false) {
                return Ok(Reply::Boundary(Box::new(view)));
            }
            if let Some(view) = repair::show(&seat.acts, &reader, id) {
                return Ok(Reply::Repair(Box::new(view)));
            }
        }
        if let Some(shown) = self.show_beside(&reader, id) {
            return Ok(shown);
        }
        self.show_draft(env, id)
    }

    pub(super) fn show_draft(&mut self, env: &mut Env<'_>, id: RecordId) -> Result<Reply, Refused> {
        let wanted = id.hex();
        let draft = self.drafts(env)?.into_iter().find_map(|draft| match draft {
            DraftView::Agreement(view) if view.id == wanted => Some(Reply::Agreement(view)),
            DraftView::Boundary(view) if view.id == wanted => Some(Reply::Boundary(view)),
            DraftView::Promise(view) if view.id == wanted => Some(Reply::Promise(view)),
            DraftView::Beside(view) if view.id() == Some(&wanted) => Some(Reply::Beside(view)),
            _ => None,
        });
        draft.ok_or_else(|| Refused::not_found("record"))
    }

    pub(super) fn drafts(&mut self, env: &Env<'_>) -> Result<Vec<DraftView>, Refused> {
        let reader = self.draft_reader(env)?;
        let home = self.home()?;
        Ok(home
            .says()
            .drafts
            .iter()
            .filter_map(|(id, draft)| {
                Some(match law::draft::show(*id, &draft.body, draft.date, &reader)? {
                    law::draft::Shown::Agreement(view) => DraftView::Agreement(view),
                    law::draft::Shown::Boundary(view) => DraftView::Boundary(view),
                    law::draft::Shown::Promise(view) => DraftView::Promise(view),
                    law::draft::Shown::Beside(view) => DraftView::Beside(view),
                })
            })
            .collect())
    }

    pub(super) fn profile_view(&mut self, _env: &Env<'_>) -> Result<Reply, Refused> {
        let home = self.home()?;
        Ok(Reply::Profile(ProfileView {
            name: home.settings.name.clone(),
            zone: home.says().zone.clone(),
        }))
    }

    pub(super) fn relay_view(&mut self) -> Result<RelayView, Refused> {
        let recovering = self.lines.iter().any(|line| line.trouble == Some(Trouble::Recovering));
        let home = self.home()?;
        let n = home.couple.as_ref().map_or(super::home::VAULT, |seat| seat.n);
        let url = home.relay_of(n).map(|relay| relay.url.clone());
        let Some(seat) = &home.couple else {
            return Ok(RelayView {
                url,
                branch: "agrees",
                common_position: 0,
                to_reissue: 0,
                other_devices: 0,
            });
        };
        let (branch, common_position) = match seat.sync.branch() {
            crate::sync::Branch::Parted { common } => ("parted", common),
            crate::sync::Branch::Agrees if recovering => ("recovering", seat.sync.len()),
            crate::sync::Branch::Agrees => ("agrees", seat.sync.len()),
        };
        Ok(RelayView {
            url,
            branch,
            common_position,
            to_reissue: seat.flight.len() as u64,
            other_devices: 0,
        })
    }

    fn status(&mut self, env: &Env<'_>) -> Result<StatusView, Refused> {
        let reader = self.reader(env)?;
        let questions = self.question_count(env);
        let pairing = self.pairing_view();
        let pause = self.pause_view(env)?;
        let home = self.home()?;
        let vault = match &home.settings.relay {
            None => "local_only",
            Some(_) if home.vault.sync.is_registered() => "kept",
            Some(_) => "not_registered",
        };
        let notices = home.notices();
        let removing = home.removes_unconfirmed();
        let mut pending = Vec::new();
        if removing {
            pending.push(say::to_come("removal"));
        }
        if home.words_unconfirmed() {
            pending.push(say::to_come("new_words"));
        }
        if home.settings.recovering {
            pending.push(say::to_come("recovering"));
        }
        if !home.farewells.is_empty() {
            pending.push(say::to_come("ending"));
        }
        pending.extend(pairing.pending.clone());
        let couple = home.couple.as_ref();
        let state = couple.and_then(|seat| seat.sync.state());
        if couple.is_some_and(|seat| {
            seat.open_duties().any(|duty| matches!(duty, super::duty::Duty::End(_)))
        }) {
            pending.push(say::to_come("leaving"));
        }
        let left = state.filter(|state| state.has_ended()).map(|state| {
            let on = |partner: Partner| {
                state.ended()[partner.index()].map(|end| crate::time::Day(end.date_days))
            };
            Sides { me: on(reader.me), them: on(reader.me.other()) }
        });
        let partner_name = couple.and_then(|seat| {
            people::people(&seat.acts, law::heads::Scope::All)[reader.me.other().index()]
                .name
                .as_ref()
                .map(|name| name.as_str().to_owned())
        });
        Ok(StatusView {
            name: home.settings.name.clone(),
            partner_name,
            vault,
            unsent: couple.map_or(0, Seat::unsent),
            pending,
            last_sync: home.settings.last_sync,
            last_heard: home.settings.last_heard,
            questions,
            relay: home
                .relay_of(couple.map_or(super::home::VAULT, |seat| seat.n))
                .map(|relay| relay.url.clone()),
            pairing,
            quarantined: [Some(&home.vault), couple]
                .into_iter()
                .flatten()
                .map(|seat| seat.quarantined.len() as u64)
                .sum(),
            left,
            over: home.is_over(),
            set_aside: home.set_aside(),
            notices,
            pause,
            store: None,
        })
    }

    /// How many questions wait for this person.
    pub(super) fn question_count(&mut self, env: &Env<'_>) -> u64 {
        let Ok(reader) = self.reader(env) else { return 0 };
        let Ok(Some((acts, states))) = self.derived() else { return 0 };
        law::asked(acts, states, &reader).len() as u64
    }

    fn words_view(&mut self) -> Result<WordsView, Refused> {
        let home = self.home()?;
        let made_on = home.says().paper.as_ref().map(|(_, on)| *on);
        let made_on = made_on.unwrap_or(home.settings.words_on);
        Ok(WordsView { made_on, in_place: !home.words_unconfirmed() })
    }

    /// What changed since the mark; with `seen` the mark moves, in the vault, where only own devices see it.
    pub(super) fn whats_new(&mut self, env: &mut Env<'_>, seen: bool) -> Result<Reply, Refused> {
        let reader = self.reader(env)?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let mark = home.says().seen.clone();
        let Some(seat) = &mut home.couple else { return Ok(Reply::News(Vec::new())) };
        let (acts, states) = seat.derived();
        let mut groups = law::news::told(acts, states, &reader, &mark);
        if seen {
            let nudged = law::news::looks_due(states, &reader);
            let tips = seat.acts.tips(seat.device());
            let mut pen = pen!(self, env);
            if tips != mark {
                home.note(&mut pen, RecordId::ZERO, VaultBody::Seen(tips));
            }
            for (id, _) in nudged {
                home.note(&mut pen, RecordId::ZERO, VaultBody::Answered(id));
            }
        }
        groups.extend(self.joint_news(env, &reader, seen)?);
        Ok(Reply::News(groups))
    }

    /// Everything was read: write the export.
    pub(super) fn exported(
        &mut self,
        env: &mut Env<'_>,
        ticket: u64,
        wanted: (bool, ExportFormat, &str),
        records: &[Record],
    ) {
        let outcome = self.export(env, wanted, records);
        self.jobs.retain(|job| job.ticket() != ticket);
        self.reply(ticket, outcome);
    }

    fn export(
        &mut self,
        env: &mut Env<'_>,
        (mine, format, note): (bool, ExportFormat, &str),
        records: &[Record],
    ) -> Outcome {
        let mut views = self.export_views(env, mine, note)?;
        // Both wrote it, so it is nobody's alone.
        if !mine && let serde_json::Value::Object(all) = &mut views {
            all.insert("joint".into(), serde_json::json!(self.joint_export(env)?));
        }
        let made = super::sheets::made(&self.reader(env)?);
        let reader = self.reader(env)?;
        let Some(Home { couple: Some(seat), .. }) = &mut self.home else {
            return Err(Refused::rule("not_paired"));
        };
        let left_out = law::beside::between::left_out(&seat.acts, &reader);
        match format {
            ExportFormat::Automerge => {
                super::export::automerge(env.rng, &views, seat, mine, &left_out).map(Reply::File)
            }
            ExportFormat::Json => {
                let export = super::export::json(views, seat, mine, &left_out, records)?;
                Ok(Reply::Export(Box::new(export)))
            }
            ExportFormat::Html => {
                let export = super::export::json(views, seat, mine, &left_out, records)?;
                Ok(Reply::Sheet(Box::new(Sheet { made, of: Of::Evidence(Box::new(export)) })))
            }
        }
    }
}
