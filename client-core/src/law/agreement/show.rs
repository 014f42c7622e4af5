//! An agreement as one person sees it.

use accord_protocol::ids::Partner;

use super::consent::Answer;
use super::{AgreementState, RevisionState};
use crate::act::{RecordId, Revision, RevisionId, Terms, Text};
use crate::law::command::{AgreementKind, Area};
use crate::law::diff::word_diff;
use crate::law::view::{Agreement, HistoryLine, InForce, OpenRevision, Part, Side, Sides, Who};
use crate::law::{Reader, people, ritual, step, view as views};

/// The agreement from the reader's side. `asks`, `steps` and `dates` are filled where all acts are at hand.
#[must_use]
pub fn view(state: &AgreementState, reader: &Reader) -> Agreement {
    let (me, them) = (reader.me.index(), reader.me.other().index());
    let in_force = state.in_force.and_then(|f| {
        let words = &state.revision(f.revision)?.revision;
        Some(InForce {
            revision: f.revision.hex(),
            words: words.text.as_str().to_owned(),
            give: give(words, reader.me),
            since: f.since,
            from: words.from,
            until: words.until,
            look_again: words.look_again,
            terms: terms(words, reader.me),
        })
    });
    let shown = state
        .in_force
        .map(|f| f.revision)
        .or_else(|| state.open().next().map(|r| r.id))
        .or(state.last_settled)
        .unwrap_or(state.last_proposed);
    let words = state.revision(shown).or_else(|| state.revisions.first()).map(|r| &r.revision);
    let waits = |who: usize| state.open().any(|r| r.stands[1 - who] && !r.stands[who]);
    let asked = state.open().any(|r| r.stands[them] && r.answers[me].is_none());
    Agreement {
        id: state.id.hex(),
        kind: state.kind,
        topic: words.and_then(|w| w.topic.as_ref()).map(|t| t.as_str().to_owned()),
        area: words.map_or(Area::Other, |w| w.area),
        state: word(state, in_force.as_ref(), reader),
        shared: true,
        // A change suggested by the other brings a hidden agreement back into view (case 16).
        hidden: reader.hidden.contains(&state.id) && !asked,
        in_force,
        open: state.open().map(|r| open(state, r, reader)).collect(),
        parts: Sides { me: part(state, me), them: part(state, them) },
        steps: Vec::new(),
        dates: Vec::new(),
        paused_by: state.paused_by.iter().map(RecordId::hex).collect(),
        waiting_for: match (waits(me), waits(them)) {
            (true, true) => Who::Both,
            (true, false) => Who::Me,
            (false, true) => Who::Them,
            (false, false) => Who::Nobody,
        },
        asks: Vec::new(),
        history: history(state, reader),
    }
}

/// A draft of the reader's: seen by nobody else. What it gives is the reader's, whichever slot it stands in.
#[must_use]
pub fn draft(
    record: RecordId,
    kind: AgreementKind,
    revision: &Revision,
    reader: &Reader,
) -> Agreement {
    let give = revision.give.iter().flatten().next();
    Agreement {
        id: record.hex(),
        kind,
        topic: revision.topic.as_ref().map(|t| t.as_str().to_owned()),
        area: revision.area,
        state: "draft",
        shared: false,
        hidden: reader.hidden.contains(&record),
        in_force: None,
        open: vec![OpenRevision {
            revision: revision.id().hex(),
            words: revision.text.as_str().to_owned(),
            give: Sides { me: owned(give), them: None },
            by: Who::Me,
            parents: Vec::new(),
            my_answer: None,
            their_answer: None,
            from: revision.from,
            until: revision.until,
            look_again: revision.look_again,
            terms: terms(revision, reader.me),
            diff: None,
        }],
        parts: Sides { me: None, them: None },
        steps: Vec::new(),
        dates: Vec::new(),
        paused_by: Vec::new(),
        waiting_for: Who::Nobody,
        asks: Vec::new(),
        history: Vec::new(),
    }
}

fn word(state: &AgreementState, in_force: Option<&InForce>, reader: &Reader) -> &'static str {
    match in_force {
        Some(f) if f.from.is_some_and(|from| reader.today < from) => "not_yet",
        Some(f) if f.until.is_some_and(|until| reader.today > until) => "lapsed",
        Some(_) => "in_force",
        None if state.open().next().is_some() => "open",
        None if state.last_settled.is_some() => "ended",
        None => "closed",
    }
}

fn open(state: &AgreementState, r: &RevisionState, reader: &Reader) -> OpenRevision {
    let (me, them) = (reader.me.index(), reader.me.other().index());
    let against = r
        .revision
        .parents
        .iter()
        .find_map(|p| state.revision(*p))
        .or_else(|| state.in_force.and_then(|f| state.revision(f.revision)));
    OpenRevision {
        revision: r.id.hex(),
        words: r.revision.text.as_str().to_owned(),
        give: give(&r.revision, reader.me),
        by: match (r.proposed_by[me], r.proposed_by[them]) {
            (true, true) => Who::Both,
            (true, false) => Who::Me,
            (false, true) => Who::Them,
            (false, false) => Who::Nobody,
        },
        parents: r.revision.parents.iter().map(RevisionId::hex).collect(),
        my_answer: r.answers[me].map(answer),
        their_answer: r.answers[them].map(answer),
        from: r.revision.from,
        until: r.revision.until,
        look_again: r.revision.look_again,
        terms: terms(&r.revision, reader.me),
        diff: against
            .filter(|a| a.id != r.id)
            .map(|a| word_diff(a.revision.text.as_str(), r.revision.text.as_str())),
    }
}

/// What a wording says besides its words.
fn terms(revision: &Revision, me: Partner) -> Option<views::Terms> {
    Some(match revision.terms.as_ref()? {
        Terms::Ritual(terms) => views::Terms::Ritual(ritual::show::terms(terms)),
        Terms::Move(terms) => views::Terms::Move(ritual::show::move_terms(terms)),
        Terms::Plan(steps) => views::Terms::Plan { steps: step::words(steps, me) },
    })
}

fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::TakenBack => "taken_back",
        Answer::Void => "void",
    }
}

fn history(state: &AgreementState, reader: &Reader) -> Vec<HistoryLine> {
    let mut lines: Vec<HistoryLine> = state
        .history
        .iter()
        .map(|line| HistoryLine {
            date: line.date,
            by: people::side(line.by, reader),
            act: line.act,
            revision: line.revision.map(|r| r.hex()),
            note: owned(line.note.as_ref()),
            words: (line.act == "proposed")
                .then(|| line.revision.and_then(|r| state.revision(r)))
                .flatten()
                .map(|r| r.revision.text.as_str().to_owned()),
        })
        .collect();
    for (who, left) in Partner::BOTH.into_iter().zip(state.left_on) {
        if let Some(date) = left {
            let by = if who == reader.me { Side::Me } else { Side::Them };
            lines.push(HistoryLine {
                date,
                by,
                act: "left",
                revision: None,
                note: None,
                words: None,
            });
        }
    }
    lines
}

/// What each gives, from the side of `me`.
pub(crate) fn give(revision: &Revision, me: Partner) -> Sides<Option<String>> {
    let of = |who: Partner| owned(revision.give[who.index()].as_ref());
    Sides { me: of(me), them: of(me.other()) }
}

fn part(state: &AgreementState, who: usize) -> Option<Part> {
    state.parts[who].as_ref().map(|p| Part {
        want: owned(p.want.as_ref()),
        why: owned(p.why.as_ref()),
        limit: owned(p.limit.as_ref()),
    })
}

fn owned(text: Option<&Text>) -> Option<String> {
    text.map(|t| t.as_str().to_owned())
}
