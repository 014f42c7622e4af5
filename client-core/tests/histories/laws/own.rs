//! L1, L7 and L8: whose words are whose, once each, and nothing gone without its author.

use std::collections::{BTreeMap, BTreeSet};

use accord_client_core::act::repair::RepairBody;
use accord_client_core::act::shared::SharedBody;
use accord_client_core::act::{Body, RecordId};
use accord_client_core::law::beside::{between, breaks, checkin, openness, talk, thanks};
use accord_client_core::law::graph::Acts;
use accord_client_core::law::heads::Scope;
use accord_client_core::law::view::{HistoryLine, Side as ViewSide};
use accord_client_core::law::{Reader, agreement, boundary, people, promise, repair};
use accord_protocol::ids::Partner;
use serde_json::to_string;
use sha2::{Digest, Sha256};

use super::Case;
use crate::choices::TODAY;
use crate::dice::Dice;
use crate::life::{Said, reader};
use crate::orders::{deliver, hear};

/// What is somebody's own, by what and where it is.
type Own = BTreeMap<String, String>;

#[expect(clippy::needless_pass_by_value, reason = "every caller makes the key for it")]
fn put(own: &mut Own, key: String, value: String) {
    // The same line twice is two lines.
    let mut n = 0;
    while own.contains_key(&format!("{key}#{n}")) {
        n += 1;
    }
    own.insert(format!("{key}#{n}"), value);
}

fn lines(own: &mut Own, id: &str, history: &[HistoryLine]) {
    for line in history.iter().filter(|line| line.by == ViewSide::Me) {
        put(own, format!("line {id} {}", to_string(line).unwrap()), String::new());
    }
}

/// The words that `who` published, as `who` sees them, and which of them stand.
fn words(acts: &Acts, who: Partner) -> Own {
    let r = reader(who, TODAY + 2, None);
    let mut own = Own::new();
    for view in agreement::list(acts, &r) {
        lines(&mut own, &view.id, &view.history);
        if let Some(part) = &view.parts.me {
            put(&mut own, format!("part {}", view.id), to_string(part).unwrap());
        }
    }
    for view in boundary::list(acts, &r) {
        if view.owner == ViewSide::Me {
            let words: Vec<_> =
                view.versions.iter().map(|v| (&v.version, &v.words, v.standing)).collect();
            let shown = to_string(&(words, view.state, &view.limits)).unwrap();
            put(&mut own, format!("boundary {}", view.id), shown);
        }
    }
    for view in promise::list(acts, &r).iter().filter(|view| view.maker == ViewSide::Me) {
        let shown = to_string(&(&view.text, &view.version, &view.wordings, &view.due)).unwrap();
        put(&mut own, format!("promise {}", view.id), shown);
    }
    for view in repair::list(acts, &r) {
        if view.opened_by == ViewSide::Me {
            put(&mut own, format!("repair {}", view.id), view.title.clone());
        }
        for part in view.parts.iter().filter(|part| part.by == ViewSide::Me) {
            put(&mut own, format!("part {} {}", view.id, part.version), part.words.clone());
        }
        let notes = view.look_backs.iter().chain(&view.forgiveness);
        for note in notes.filter(|note| note.by == ViewSide::Me) {
            put(&mut own, format!("note {}", view.id), note.words.clone());
        }
    }
    for view in thanks::list(acts, &r, &BTreeMap::new()) {
        if view.by == Some(ViewSide::Me) {
            let shown = to_string(&(&view.text, view.kept_between)).unwrap();
            put(&mut own, format!("thanks {}", view.id), shown);
        }
    }
    for view in talk::list(acts, &r).iter().filter(|view| view.by == ViewSide::Me) {
        let shown = to_string(&(&view.topic, &view.times.me, view.talked.me)).unwrap();
        put(&mut own, format!("talk {}", view.id), shown);
    }
    for view in breaks::list(acts, &r).iter().filter(|view| view.by == ViewSide::Me) {
        put(&mut own, format!("time-out {}", view.id), to_string(view).unwrap());
    }
    for view in openness::list(acts, &r) {
        if let Some(held) = &view.me {
            put(&mut own, format!("topic {}", view.id), to_string(held).unwrap());
        }
    }
    for view in checkin::list(acts, &r, &BTreeMap::new()) {
        if view.me.entry.is_some() {
            let shown = to_string(&(&view.me.entry, &view.me.also, view.me.tell)).unwrap();
            put(&mut own, format!("check-in {}", view.id), shown);
        }
    }
    let person = &people::people(acts, Scope::All)[who.index()];
    for (what, said) in [
        ("name", person.name.as_ref().map(|name| name.as_str())),
        ("zone", person.zone.as_ref().map(|zone| zone.as_str())),
    ] {
        said.into_iter().for_each(|said| put(&mut own, what.into(), said.into()));
    }
    if let Some(pause) = breaks::pause_view(acts, &r, None).me {
        put(&mut own, "pause".into(), to_string(&pause).unwrap());
    }
    let kept = &between::kept(acts, Scope::All)[who.index()];
    kept.iter().for_each(|record| put(&mut own, format!("between us {}", record.hex()), "".into()));
    own
}

/// What `who` marked, answered, acknowledged or noted on anything, and which words of theirs stand. The views part some of it by what came
/// before a move; all of it is there.
fn marks(acts: &Acts, who: Partner) -> BTreeSet<String> {
    let r = reader(who, TODAY + 2, None);
    let mut all: Own = Own::new();
    let mut marks = BTreeSet::new();
    for view in agreement::list(acts, &r) {
        lines(&mut all, &view.id, &view.history);
        for date in &view.dates {
            let before = date.marks_before_move.as_ref().and_then(|marks| marks.me);
            let said = date.marks.me.into_iter().chain(before).chain(date.mine_apart.clone());
            marks.extend(said.map(|said| format!("{} {} {said}", view.id, date.date)));
        }
        for step in &view.steps {
            let dated = step.dates.iter().map(|d| (Some(d.date), d.marks.me, &d.mine_apart));
            let undated =
                (step.dates.is_empty()).then_some((None, step.marks.me, &step.mine_apart));
            for (on, mark, apart) in dated.chain(undated) {
                let said = mark.into_iter().chain(apart.iter().copied());
                marks.extend(said.map(|m| format!("{} {} {on:?} {m}", view.id, step.words.step)));
            }
        }
    }
    for view in promise::list(acts, &r) {
        lines(&mut all, &view.id, &view.history);
        for on in &view.occurrences {
            let said = on.mine.into_iter().chain(on.mine_apart.clone());
            let of = format!("{} {:?} {:?}", view.id, view.maker, on.date);
            marks.extend(said.map(|mark| format!("{of} {mark}")));
        }
    }
    for record in acts.records() {
        for owner in Partner::BOTH {
            if let Some(view) = boundary::show(acts, &r, record, Some(owner), true) {
                let of = format!("{} {owner:?}", view.id);
                let honour = view.honour.iter().filter(|said| said.by == ViewSide::Me);
                marks.extend(honour.map(|said| format!("honour {of} {}", said.text)));
                lines(&mut all, &of, &view.history.unwrap());
            }
        }
        if let Some(view) = thanks::show(acts, &r, record, &BTreeMap::new())
            && view.by == Some(ViewSide::Them)
            && view.hearted
        {
            marks.insert(format!("heart {}", view.id));
        }
    }
    for view in repair::list(acts, &r) {
        if view.settled.me {
            marks.insert(format!("settled {}", view.id));
        }
        let linked = view.links.iter().filter(|link| link.by.me).map(|link| &link.record);
        marks.extend(linked.chain(&view.same_as).map(|other| format!("link {} {other}", view.id)));
    }
    for view in talk::list(acts, &r).iter().filter(|view| view.by == ViewSide::Them) {
        let said = to_string(&(&view.times.me, view.talked.me)).unwrap();
        if !view.times.me.is_empty() || view.talked.me {
            marks.insert(format!("talk {} {said}", view.id));
        }
    }
    marks.extend(all.into_keys());
    marks
}

/// Parts of a log in which one person alone speaks, in order.
fn runs(log: &[Said]) -> impl Iterator<Item = &[Said]> {
    log.chunk_by(|a, b| a.partner == b.partner)
}

/// L1: with everything the other ever did taken away, my words are there, the same and standing alike; and of what I marked nothing changes
/// or goes, whatever the other does next.
pub(crate) fn l1_no_act_of_the_other_changes_my_words_or_marks(
    dice: &mut Dice,
    case: &mut Case<'_>,
) {
    let log = &case.history.log;
    let (mut words_in_all, mut marks_in_all) = (0, 0);
    for who in Partner::BOTH {
        // What a modified client wrote in the place of the other's words counts only where there are no such words.
        if case.history.modified == Some(who) {
            continue;
        }
        let with = words(&hear(log), who);
        let without = words(&hear(log.iter().filter(|said| said.partner == who)), who);
        words_in_all += without.len();
        for (what, said) in &without {
            let after = with.get(what);
            assert!(
                after == Some(said),
                "L1: {who:?} has {said} as {what}; with the other's acts {after:?}"
            );
        }
    }
    let mut acts = Acts::new();
    // Twice in a history is enough: there are many.
    let all = runs(log).count();
    let looked = [dice.below(all), dice.below(all)];
    for (at, run) in runs(log).enumerate() {
        let other = run[0].partner.other();
        let looks = looked.contains(&at);
        let before = if looks { marks(&acts, other) } else { BTreeSet::new() };
        deliver(&mut acts, run);
        if looks {
            let after = marks(&acts, other);
            marks_in_all += before.len();
            let gone: Vec<_> = before.difference(&after).collect();
            assert!(
                gone.is_empty(),
                "L1: the other's act took a mark of {other:?} away: {gone:#?}"
            );
        }
    }
    case.count("own words", words_in_all);
    case.count("own marks", marks_in_all);
}

/// L7: every record, date, ask and line is there once; the same words proposed apart are one agreement, whose id is theirs.
pub(crate) fn l7_what_was_said_twice_is_there_once(case: &mut Case<'_>) {
    let known = &case.known;
    let begun: BTreeSet<String> = known
        .records()
        .filter(|record| {
            known.about(*record).iter().any(|place| begins(known.body(*place), *record))
        })
        .map(|record| record.hex())
        .collect();
    for side in &case.sides {
        let unique = |ids: Vec<String>| ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
        let agreements: Vec<String> = side.agreements.iter().map(|view| view.id.clone()).collect();
        assert!(unique(agreements.clone()), "L7: an agreement twice");
        assert!(agreements.into_iter().collect::<BTreeSet<_>>() == begun, "L7: other agreements");
        for view in &side.agreements {
            let record = RecordId::from_hex(&view.id).unwrap();
            assert!(
                view.history.iter().filter(|line| line.act != "left").count()
                    <= known.about(record).len(),
                "L7: a line twice"
            );
            assert!(
                unique(view.dates.iter().map(|d| d.date.to_string()).collect()),
                "L7: a date twice"
            );
        }
        let of = |id: &str, who: ViewSide| format!("{id} {who:?}");
        let boundaries = side.boundaries.iter().map(|view| of(&view.id, view.owner));
        assert!(unique(boundaries.collect()), "L7: a boundary twice");
        let promises = side.promises.iter().map(|view| of(&view.id, view.maker));
        assert!(unique(promises.collect()), "L7: a promise twice");
        for view in &side.promises {
            let dates = view.occurrences.iter().map(|on| format!("{:?}", on.date));
            assert!(unique(dates.collect()), "L7: a date of a promise twice");
            let twice = view.occurrences.iter().any(|on| on.mine_apart.len() == 1);
            assert!(!twice, "L7: two devices that marked alike are one mark");
        }
        assert!(unique(side.asks.iter().map(|ask| ask.id.clone()).collect()), "L7: an ask twice");
        // Counts: each result of each date at most once.
        let r = reader(side.me, TODAY + 2, None);
        let counted = promise::record(case.acts, &r, 10_000).made_by;
        for (maker, counts) in [(ViewSide::Me, counted.me), (ViewSide::Them, counted.them)] {
            let made = side.promises.iter().filter(|view| view.maker == maker);
            let said = made.flat_map(|view| &view.occurrences);
            let said = said.filter(|on| !matches!(on.result, "open" | "no_word")).count();
            let sum: u32 = counts.values().sum();
            assert!(sum as usize <= said, "L7: {sum} counted of {said}");
        }
    }
    case.counts.insert("agreements", begun.len());
}

/// Whether a proposal's own bytes give its record its id, as written down in the documents. A move's id is another matter.
fn begins(body: &Body, record: RecordId) -> bool {
    let Body::Propose { kind, revision } = body else { return false };
    if !revision.parents.is_empty() {
        return false;
    }
    let mut hash = Sha256::new();
    if let Some(accord_client_core::act::Terms::Move(terms)) = &revision.terms {
        hash.update(b"accord/v1/move\0");
        hash.update(terms.ritual.0);
        hash.update(terms.on.0.to_be_bytes());
    } else {
        hash.update(b"accord/v1/agreement\0");
        // The kind's code is the first byte of a proposal.
        hash.update([Body::Propose { kind: *kind, revision: revision.clone() }.fields()[0]]);
        hash.update(revision.bytes());
    }
    <[u8; 32]>::from(hash.finalize()) == record.0
}

/// Every word a reader can see, with its record and author.
type Visible = BTreeSet<(String, ViewSide, String)>;

fn visible(acts: &Acts, r: &Reader) -> Visible {
    let mut seen = Visible::new();
    let mut put = |id: &str, by: ViewSide, words: &str| {
        seen.insert((id.to_owned(), by, words.to_owned()));
    };
    for view in agreement::list(acts, r) {
        for line in &view.history {
            let said = to_string(&(line.act, &line.revision, &line.note, &line.words)).unwrap();
            put(&view.id, line.by, &said);
        }
        for (by, part) in [(ViewSide::Me, &view.parts.me), (ViewSide::Them, &view.parts.them)] {
            part.iter().for_each(|part| put(&view.id, by, &to_string(part).unwrap()));
        }
    }
    for view in boundary::list(acts, r) {
        let words = view.versions.iter().filter_map(|version| version.words.as_ref());
        words.for_each(|words| put(&view.id, view.owner, words));
        let said = view.questions.iter().chain(&view.notes).chain(&view.honour);
        said.for_each(|said| put(&view.id, said.by, &said.text));
    }
    for view in promise::list(acts, r) {
        for line in &view.history {
            put(&view.id, line.by, &to_string(&(line.act, &line.words, &line.note)).unwrap());
        }
    }
    for view in repair::list(acts, r) {
        put(&view.id, view.opened_by, &view.title);
        view.parts.iter().for_each(|part| put(&view.id, part.by, &part.words));
        let notes = view.look_backs.iter().chain(&view.forgiveness);
        notes.for_each(|note| put(&view.id, note.by, &note.words));
    }
    for view in thanks::list(acts, r, &BTreeMap::new()) {
        if let Some(by) = view.by {
            put(&view.id, by, view.text.as_ref().unwrap());
        }
    }
    talk::list(acts, r).iter().for_each(|view| put(&view.id, view.by, &view.topic));
    breaks::list(acts, r).iter().for_each(|view| put(&view.id, view.by, "a break"));
    for view in openness::list(acts, r) {
        for (by, held) in [(ViewSide::Me, &view.me), (ViewSide::Them, &view.them)] {
            held.iter().for_each(|held| put(&view.id, by, &to_string(held).unwrap()));
        }
    }
    for view in checkin::list(acts, r, &BTreeMap::new()) {
        for (by, side) in [(ViewSide::Me, &view.me), (ViewSide::Them, &view.them)] {
            let entries = side.entry.iter().chain(&side.also);
            entries.for_each(|entry| put(&view.id, by, &to_string(entry).unwrap()));
        }
    }
    seen
}

/// L8: from one delivery to the next nothing that either sees is gone, unless its author said something about that record in between; what
/// one person hides is still there for that person, and for the other it is as it was.
pub(crate) fn l8_nothing_disappears_without_an_act_of_its_author(
    dice: &mut Dice,
    case: &mut Case<'_>,
) {
    let log = &case.history.log;
    let sides = Partner::BOTH.map(|me| reader(me, TODAY + 2, None));
    let (mut acts, mut gone_in_all) = (Acts::new(), 0);
    let mut before = sides.each_ref().map(|_| Visible::new());
    let mut since: Vec<&Said> = vec![];
    let all = runs(log).count();
    let looked = [dice.below(all), dice.below(all), all - all.min(1)];
    for (at, run) in runs(log).enumerate() {
        deliver(&mut acts, run);
        since.extend(run);
        if !looked.contains(&at) {
            continue;
        }
        for (r, before) in sides.iter().zip(&mut before) {
            let after = visible(&acts, r);
            for (id, by, words) in before.difference(&after) {
                let author = if *by == ViewSide::Me { r.me } else { r.me.other() };
                let said = |who: Partner, of: fn(&Body) -> bool| {
                    since.iter().any(|said| {
                        said.partner == who && of(&said.act.body) && said.act.record.hex() == *id
                    })
                };
                // Check-ins are open to both or to none; and who opens a repair again under its id, as no app does, sees the own title.
                let own = |body: &Body| {
                    matches!(body, Body::Round(_) | Body::Repair(RepairBody::Open { .. }))
                };
                assert!(
                    said(author, |_| true) || said(r.me, own),
                    "L8: {words} of {author:?} in {id} is gone, and {author:?} said nothing"
                );
                gone_in_all += 1;
            }
            *before = after;
        }
        since.clear();
    }
    for who in Partner::BOTH {
        let hidden = reader(who, TODAY + 2, Some(&case.history.vaults[who.index()]));
        let plain = reader(who, TODAY + 2, None);
        let same = case.history.vaults[who.index()].is_empty()
            || visible(case.acts, &hidden) == visible(case.acts, &plain);
        assert!(same, "L8: hiding is a view of its own, and loses nothing");
    }
    let newer = log.iter().filter(|said| matches!(said.act.body, Body::Unknown { .. }));
    for said in newer {
        assert!(case.acts.find(&said.hash).is_some(), "L8: an act of a newer app is dropped");
        case.counts.entry("of a newer app").and_modify(|n| *n += 1).or_insert(1);
    }
    let kept = log
        .iter()
        .filter(|said| matches!(said.act.body, Body::Shared(SharedBody::KeepBetween { on: true })));
    case.counts.insert("kept between us", kept.count());
    case.counts.insert("taken out of sight by their author", gone_in_all);
}
