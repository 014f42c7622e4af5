//! Talks (PRODUCT row 27): asked for, perhaps at a time both named, talked about, or let go. Nobody's time is chosen for them.

use accord_protocol::ids::Partner;

use super::command::BesideCommand;
use super::thanks::first;
use super::{times, view};
use crate::act::codec::Writer;
use crate::act::shared::{SharedBody, TalkFields};
use crate::act::{Body, RecordId, kind};
use crate::law::asking::{ask, choice, is_answered, opt_text, text};
use crate::law::graph::{ActIx, Acts};
use crate::law::heads::{One, Scope, heads, of_record};
use crate::law::people::{name, side, they};
use crate::law::say;
use crate::law::view::{Ask, NewsLine, Sides, Who};
use crate::law::{Decision, Reader, resolve};
use crate::refused::Refused;
use crate::time::{Day, When};

/// A talk as the acts make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its id.
    pub record: RecordId,
    /// Who asked for it.
    pub asker: Partner,
    /// What for.
    pub fields: TalkFields,
    /// The asker's date.
    pub on: Day,
    /// The times each named, by partner number: several where own devices named apart, and then none counts.
    pub times: [Vec<When>; 2],
    /// Who says that they talked.
    pub talked: [bool; 2],
    /// Who let it go.
    pub let_go: [Option<Day>; 2],
}

impl State {
    /// The time both named, as the asker said it.
    #[must_use]
    pub fn agreed(&self) -> Option<&When> {
        match (self.times[0].as_slice(), self.times[1].as_slice()) {
            ([zero], [one]) if times::same(zero, one) => {
                Some(if self.asker == Partner::Zero { zero } else { one })
            }
            _ => None,
        }
    }

    /// Where it stands. Both "we talked" close it; else either lets it go, alone.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match (self.talked, self.let_go) {
            ([true, true], _) => "talked",
            (_, [None, None]) if self.agreed().is_some() => "agreed",
            (_, [None, None]) => "asked",
            _ => "let_go",
        }
    }

    /// Nothing more is to be said about it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.state(), "talked" | "let_go")
    }

    /// Canonical bytes for the state digest. Whether two times are one moment depends on rules of zones, so the times are in it as said.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        let said = Body::Shared(SharedBody::Talk(self.fields.clone()));
        w.raw(&self.record.0).u8(self.asker.to_byte()).blob(&said.fields()).day(self.on);
        for times in &self.times {
            w.u64(times.len() as u64);
            for time in times {
                w.when(time);
            }
        }
        for (talked, let_go) in self.talked.iter().zip(self.let_go) {
            w.u8(u8::from(*talked)).opt_day(let_go);
        }
        w.into_bytes()
    }
}

/// The talk `asker` asked for under `record`.
#[must_use]
pub fn derive(acts: &Acts, record: RecordId, asker: Partner, scope: Scope) -> Option<State> {
    let held = of_record(acts, &record, scope);
    let asked = held.iter().copied().filter(|one| one.partner == asker).filter_map(fields);
    let (one, fields) = first(acts, asked.collect())?;
    let said = |who: Partner, what: &SharedBody| {
        let said = held.iter().filter(|one| one.partner == who);
        said.filter(|one| matches!(&one.act.body, Body::Shared(body) if body == what))
            .map(|one| one.act.date)
            .min()
    };
    Some(State {
        record,
        asker,
        fields: fields.clone(),
        on: one.act.date,
        times: Partner::BOTH.map(|who| named(acts, &held, who)),
        talked: Partner::BOTH.map(|who| said(who, &SharedBody::Talked).is_some()),
        let_go: Partner::BOTH.map(|who| said(who, &SharedBody::TalkLetGo)),
    })
}

fn fields(one: One<'_>) -> Option<(One<'_>, &TalkFields)> {
    match &one.held().act.body {
        Body::Shared(SharedBody::Talk(fields)) => Some((one, fields)),
        _ => None,
    }
}

/// The times one person stands by: what was named last, each once. Where one own device took its time back, no other's counts (law L3).
fn named(acts: &Acts, held: &[One<'_>], who: Partner) -> Vec<When> {
    let said = held.iter().copied().filter(|one| one.partner == who);
    let said = said.filter_map(|one| match &one.held().act.body {
        Body::Shared(SharedBody::TalkTime { at }) => Some((one, at.as_ref())),
        _ => None,
    });
    let newest: Vec<Option<&When>> =
        heads(acts, said.collect()).into_iter().map(|(_, at)| at).collect();
    let Some(newest) = newest.into_iter().collect::<Option<Vec<_>>>() else { return vec![] };
    let mut newest: Vec<When> = newest.into_iter().cloned().collect();
    newest.sort_by_key(times::bytes);
    newest.dedup();
    newest
}

/// All talks, by id and asker.
#[must_use]
pub fn all(acts: &Acts, scope: Scope) -> Vec<State> {
    let of = |id| Partner::BOTH.map(|asker| derive(acts, id, asker, scope));
    acts.records_of(&[kind::TALK]).flat_map(of).flatten().collect()
}

/// What may be said about a talk now.
pub(super) fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &BesideCommand,
    fresh: RecordId,
) -> Option<Result<Decision, Refused>> {
    let me = reader.me.index();
    let going = |id: &str| {
        let state = find(acts, id)?;
        if state.is_over() {
            return Err(Refused::rule("talk_over").with(state.record.hex()));
        }
        Ok(state)
    };
    let one = |state: &State, said| Decision::one(state.record, Body::Shared(said));
    Some(match command {
        BesideCommand::TalkAsk { topic, hope, not_before, not_after, place } => (|| {
            let fields = TalkFields {
                topic: text(topic, "topic")?,
                hope: opt_text(hope.as_ref(), "hope")?,
                not_before: times::kept_if(acts, reader, not_before.as_ref())?,
                not_after: times::kept_if(acts, reader, not_after.as_ref())?,
                place: opt_text(place.as_ref(), "place")?,
            };
            Ok(Decision::one(fresh, Body::Shared(SharedBody::Talk(fields))))
        })(),
        BesideCommand::TalkTime { id, at } => going(id).and_then(|state| {
            let at = match (at, state.times[1 - me].as_slice()) {
                (Some(at), _) => times::kept(acts, reader, at)?,
                (None, [theirs]) => theirs.clone(),
                (None, _) => return Err(Refused::usage("time_needed")),
            };
            if state.times[me] == [at.clone()] {
                return Ok(Decision::nothing(state.record));
            }
            Ok(one(&state, SharedBody::TalkTime { at: Some(at) }))
        }),
        BesideCommand::TalkTimeClear { id } => going(id).map(|state| {
            if state.times[me].is_empty() {
                return Decision::nothing(state.record);
            }
            one(&state, SharedBody::TalkTime { at: None })
        }),
        BesideCommand::Talked { id } => find(acts, id).and_then(|state| {
            if state.talked[me] {
                return Ok(Decision::nothing(state.record));
            }
            if state.is_over() {
                return Err(Refused::rule("talk_over").with(state.record.hex()));
            }
            Ok(one(&state, SharedBody::Talked))
        }),
        BesideCommand::TalkLetGo { id } => find(acts, id).and_then(|state| {
            if state.let_go[me].is_some() {
                return Ok(Decision::nothing(state.record));
            }
            if state.state() == "talked" {
                return Err(Refused::rule("talk_over").with(state.record.hex()));
            }
            Ok(one(&state, SharedBody::TalkLetGo))
        }),
        _ => return None,
    })
}

fn find(acts: &Acts, id: &str) -> Result<State, Refused> {
    let state = |id: RecordId| {
        Partner::BOTH.into_iter().find_map(|asker| derive(acts, id, asker, Scope::All))
    };
    let record = resolve(id, acts.records_beginning(id).filter(|id| state(*id).is_some()))?;
    state(record).ok_or_else(|| Refused::not_found("talk"))
}

/// All talks, those that are not over first, then the newest first.
#[must_use]
pub fn list(acts: &Acts, reader: &Reader) -> Vec<view::Talk> {
    let mut states = all(acts, Scope::All);
    states.sort_by_key(|state| (state.is_over(), std::cmp::Reverse(state.on), state.record));
    states.iter().map(|state| talk_view(acts, state, reader)).collect()
}

/// One talk.
#[must_use]
pub fn show(acts: &Acts, reader: &Reader, record: RecordId) -> Option<view::Talk> {
    let state = [reader.me, reader.me.other()]
        .into_iter()
        .find_map(|asker| derive(acts, record, asker, Scope::All))?;
    Some(talk_view(acts, &state, reader))
}

/// A draft of the reader's.
#[must_use]
pub fn draft(record: RecordId, fields: &TalkFields, on: Day, reader: &Reader) -> view::Talk {
    let state = State {
        record,
        asker: reader.me,
        fields: fields.clone(),
        on,
        times: Default::default(),
        talked: [false; 2],
        let_go: [None; 2],
    };
    let mut view = talk_view(&Acts::new(), &state, reader);
    (view.state, view.shared) = ("draft", false);
    view
}

fn talk_view(acts: &Acts, state: &State, reader: &Reader) -> view::Talk {
    let (me, them) = (reader.me.index(), reader.me.other().index());
    let time = |when: &When| times::shown(when, reader);
    let fields = &state.fields;
    let let_go = match (state.let_go[me], state.let_go[them]) {
        (Some(_), Some(_)) => Some(Who::Both),
        (Some(_), None) => Some(Who::Me),
        (None, Some(_)) => Some(Who::Them),
        (None, None) => None,
    };
    view::Talk {
        id: state.record.hex(),
        by: side(state.asker, reader),
        on: state.on,
        topic: fields.topic.as_str().to_owned(),
        hope: fields.hope.as_ref().map(|text| text.as_str().to_owned()),
        not_before: fields.not_before.as_ref().map(time),
        not_after: fields.not_after.as_ref().map(time),
        place: fields.place.as_ref().map(|text| text.as_str().to_owned()),
        state: state.state(),
        shared: true,
        times: Sides {
            me: state.times[me].iter().map(time).collect(),
            them: state.times[them].iter().map(time).collect(),
        },
        agreed: state.agreed().map(time),
        talked: Sides { me: state.talked[me], them: state.talked[them] },
        let_go_by: let_go.filter(|_| state.state() == "let_go"),
        kept_between: super::between::is_kept(acts, &state.record, state.asker),
        asks: asks(acts, state, reader),
    }
}

/// Both named a time and not the same: one sentence to both, and neither is chosen. Where own devices named times apart and the other none,
/// only that person is asked.
fn asks(acts: &Acts, state: &State, reader: &Reader) -> Vec<Ask> {
    let differ = state.agreed().is_none() && state.times.iter().all(|times| !times.is_empty());
    let apart = !differ && state.times[reader.me.index()].len() > 1;
    if !(differ || apart) || state.is_over() || acts.left().iter().any(Option::is_some) {
        return vec![];
    }
    let take = |(id, when): (String, When)| choice(id, say::way_take_time(times::for_both(&when)));
    let said: Vec<u8> = state.times.iter().flatten().flat_map(times::bytes).collect();
    let parts: [&[u8]; 2] = [&state.record.0, &said];
    let at = Some(("talks", state.record));
    if apart {
        let choices = ways(state).into_iter().map(take).collect();
        let ask = ask("own_devices_differ", at, &parts, "me", say::ask_own_times(), choices);
        return Some(ask).filter(|ask| !is_answered(reader, ask)).into_iter().collect();
    }
    let [zero, one] = Partner::BOTH.map(|who| name(who, reader));
    let mut choices: Vec<_> = ways(state).into_iter().map(take).collect();
    choices.push(choice("leave", say::way("leave_open")));
    let ask = ask("two_times", at, &parts, "both", say::ask_two_times(zero, one), choices);
    Some(ask).filter(|ask| !is_answered(reader, ask)).into_iter().collect()
}

/// The times that can be taken, in the same order on both sides.
fn ways(state: &State) -> Vec<(String, When)> {
    let mut all: Vec<When> = state.times.iter().flatten().cloned().collect();
    all.sort_by_key(times::bytes);
    all.dedup();
    all.into_iter().zip(1..).map(|(when, n)| (format!("time_{n}"), when)).collect()
}

/// What is asked about talks.
pub(super) fn all_asks(acts: &Acts, reader: &Reader) -> Vec<Ask> {
    all(acts, Scope::All).iter().flat_map(|state| asks(acts, state, reader)).collect()
}

/// What answering an ask about a talk says.
pub(super) fn answer(acts: &Acts, reader: &Reader, id: &str, choice: &str) -> Option<Decision> {
    let asked = |state: &State| asks(acts, state, reader).iter().any(|ask| ask.id == id);
    let state = all(acts, Scope::All).into_iter().find(asked)?;
    let taken = ways(&state).into_iter().find(|(way, _)| way == choice);
    let taken = taken.filter(|(_, when)| state.times[reader.me.index()] != [when.clone()]);
    Some(match taken {
        Some((_, when)) => {
            let said = SharedBody::TalkTime { at: Some(when) };
            Decision::one(state.record, Body::Shared(said))
        }
        None => Decision::nothing(state.record),
    })
}

/// At most one sentence on what the other did about one record, among `unseen`.
pub(super) fn news(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    unseen: &[ActIx],
) -> Option<NewsLine> {
    let view = show(acts, reader, record)?;
    let last = unseen.iter().map(|ix| &acts.get(*ix).act).rfind(|act| {
        let Body::Shared(body) = &act.body else { return false };
        matches!(
            body,
            SharedBody::Talk(_)
                | SharedBody::TalkTime { .. }
                | SharedBody::Talked
                | SharedBody::TalkLetGo
        )
    })?;
    let asked = matches!(&last.body, Body::Shared(SharedBody::Talk(_)));
    let open = view.times.me.is_empty() && !view.times.them.is_empty();
    let code = match (view.state, &last.body) {
        ("let_go", _) if view.let_go_by == Some(Who::Me) => return None,
        ("let_go", _) => "let_go",
        ("talked", _) => "talked",
        ("agreed", Body::Shared(SharedBody::TalkTime { .. })) => "agreed",
        (_, Body::Shared(SharedBody::Talked)) => "said_talked",
        (_, Body::Shared(SharedBody::TalkTime { at: None })) => "time_back",
        (_, Body::Shared(SharedBody::TalkTime { .. })) => "time",
        _ => "asked",
    };
    let question = matches!(view.state, "asked") && (asked || open) && view.times.me.is_empty();
    let sentence = say::news_talk(they(reader), code);
    Some(NewsLine { record: Some(record.hex()), on: last.date, sentence, question })
}
