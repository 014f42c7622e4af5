//! The whole path from acts to state, over one honest person and one who forges.
//!
//! Person 1 says anything at any time, hides what they knew, gives two acts one number and forks their chain. Person 0 is honest and uses the
//! client's own decisions, but their device may once be restored from an older image, and then forks its chain without meaning to.
//! What person 0 was really shown is written down beside the acts, so that the law is held against it and not against what acts claim:
//! nobody is ever bound by a yes they did not give to these words after every end they were shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use accord_client_core::act::{
    Act, ActHash, Body, Known, RecordId, Revision, RevisionId, Text, agreement_id,
};
use accord_client_core::law::command::{AgreementKind, Area, LawCommand, Wording};
use accord_client_core::law::graph::{Acts, Chain, Standing};
use accord_client_core::law::{Reader, agreement, decide};
use accord_client_core::time::{Day, Now};
use accord_protocol::ids::{DeviceId, Partner};

const EVENTS: usize = if cfg!(debug_assertions) { 3 } else { 5 };
const KIND: AgreementKind = AgreementKind::Expectation;

const HONEST: DeviceId = DeviceId::from_bytes([1; 16]);
const LIAR: DeviceId = DeviceId::from_bytes([2; 16]);

#[derive(Clone)]
struct Made {
    act: Arc<Act>,
    hash: ActHash,
    honest: bool,
    /// The acts that were really on the honest device when it made this one.
    shown: u16,
}

/// What the honest device holds.
#[derive(Clone)]
struct Image {
    known: u16,
    chain: Chain,
}

#[derive(Clone)]
struct Forge {
    made: Vec<Made>,
    /// After each of the honest device's says; the last is the newest, not always the current one.
    images: Vec<Image>,
    current: usize,
    restored: bool,
}

struct Words {
    record: RecordId,
    first: Revision,
    second: Revision,
    ids: [RevisionId; 2],
    reader: Reader,
}

impl Words {
    fn new() -> Self {
        let first = Revision {
            area: Area::Time,
            topic: None,
            text: Text::new("We call Sundays").unwrap(),
            give: [None, None],
            from: None,
            until: None,
            look_again: None,
            terms: None,
            parents: vec![],
        };
        let text = Text::new("We call Mondays").unwrap();
        let second = Revision { text, parents: vec![first.id()], ..first.clone() };
        let reader = Reader {
            me: Partner::Zero,
            my_name: "Ana".into(),
            their_name: Some("Ben".into()),
            today: Day(20_000),
            now: Now { unix_ms: 0, mono_ms: 0, zone: "UTC".into() },
            hidden: Default::default(),
            answered: Default::default(),
            aside: Default::default(),
            paused: false,
        };
        let ids = [first.id(), second.id()];
        Self { record: agreement_id(KIND, &first), first, second, ids, reader }
    }

    /// What the honest person may try to say.
    fn commands(&self) -> Vec<LawCommand> {
        let id = || self.record.hex();
        let words = |r: &Revision| Wording {
            text: Some(r.text.as_str().into()),
            area: Some(r.area),
            ..Wording::default()
        };
        let mut all = vec![
            LawCommand::AgreePropose { kind: KIND, words: words(&self.first) },
            LawCommand::AgreeCounter {
                id: id(),
                words: words(&self.second),
                revision: Some(self.ids[0].hex()),
                joins: vec![],
            },
            LawCommand::AgreeEnd { id: id(), note: None },
        ];
        for revision in &self.ids {
            let revision = Some(revision.hex());
            all.extend([
                LawCommand::AgreeAccept { id: id(), revision: revision.clone(), can: None },
                LawCommand::AgreeRetract { id: id(), revision: revision.clone(), note: None },
                LawCommand::AgreeDecline { id: id(), revision, note: None },
            ]);
        }
        all
    }

    /// What the liar says.
    fn lies(&self) -> [Body; 5] {
        let retract = |revision| Body::Retract { revision, note: None };
        [
            Body::Propose { kind: KIND, revision: self.first.clone() },
            Body::Propose { kind: KIND, revision: self.second.clone() },
            retract(self.ids[0]),
            retract(self.ids[1]),
            Body::End { note: None },
        ]
    }

    fn wording(&self, body: &Body) -> Option<RevisionId> {
        match body {
            Body::Propose { revision, .. } => Some(revision.id()),
            Body::Accept { revision, .. } => Some(*revision),
            _ => None,
        }
    }

    fn turns_from(&self, body: &Body, wording: RevisionId) -> bool {
        match body {
            Body::Decline { revision, .. } | Body::Retract { revision, .. } => *revision == wording,
            _ => self.wording(body).is_some_and(|w| w != wording),
        }
    }
}

impl Forge {
    fn start() -> Self {
        let chain = Acts::new().chain_of(HONEST);
        Self { made: vec![], images: vec![Image { known: 0, chain }], current: 0, restored: false }
    }

    fn read(&self, which: u16) -> Acts {
        let mut acts = Acts::new();
        for (_, m) in self.made.iter().enumerate().filter(|(i, _)| which >> i & 1 == 1) {
            let who = if m.honest { Partner::Zero } else { Partner::One };
            acts.insert(who, m.act.clone(), m.hash, Standing::Admitted);
        }
        acts
    }

    /// The same acts and the same honest device, however they came about.
    fn key(&self) -> Vec<u64> {
        let short = |h: &ActHash| u64::from_be_bytes(h.0[..8].try_into().unwrap());
        let mut key: Vec<u64> = self.made.iter().map(|m| short(&m.hash)).collect();
        key.sort_unstable();
        key.push(short(&self.images[self.current].chain.prev));
        key.push(u64::from(self.restored));
        key
    }

    /// Whatever else of the liar the honest device may have read besides `known`: whole chains only.
    fn hearings(&self, known: u16) -> Vec<u16> {
        let others: Vec<usize> =
            (0..self.made.len()).filter(|i| !self.made[*i].honest && known >> i & 1 == 0).collect();
        let all = (0..1_u16 << others.len()).map(|bits| {
            others.iter().enumerate().fold(known, |m, (i, at)| m | (bits >> i & 1) << at)
        });
        let whole = |mask: &u16| {
            self.made.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).all(|(_, m)| {
                m.act.no == 1
                    || self
                        .made
                        .iter()
                        .enumerate()
                        .any(|(j, p)| p.hash == m.act.prev && mask >> j & 1 == 1)
            })
        };
        all.filter(whole).collect()
    }

    fn honest_says(&self, words: &Words, out: &mut Vec<Self>) {
        for (image_at, image) in self.images.iter().enumerate() {
            let restores = image_at != self.current;
            if restores && self.restored {
                continue;
            }
            for known in self.hearings(image.known) {
                let acts = self.read(known);
                let tips = acts.tips(HONEST);
                let mut said = BTreeSet::new();
                for command in words.commands() {
                    let Ok(decision) = decide(&acts, &words.reader, &command, RecordId([9; 32]))
                    else {
                        continue;
                    };
                    let mut next = self.clone();
                    let mut image = Image { known, chain: image.chain.clone() };
                    for new in decision.acts {
                        let day = words.reader.today;
                        for act in
                            acts.next_acts(&mut image.chain, day, new.record, new.body, &tips)
                        {
                            let (hash, shown) = (act.hash(), image.known);
                            let held = next.made.iter().position(|m| m.hash == hash);
                            let at = held.unwrap_or(next.made.len());
                            if held.is_none() {
                                let act = Arc::new(act);
                                next.made.push(Made { act, hash, honest: true, shown });
                            }
                            image.known |= 1 << at;
                        }
                    }
                    if next.made.len() == self.made.len() || !said.insert(image.chain.prev) {
                        continue;
                    }
                    next.images.push(image);
                    next.current = next.images.len() - 1;
                    next.restored |= restores;
                    out.push(next);
                }
            }
        }
    }

    fn liar_says(&self, words: &Words, out: &mut Vec<Self>) {
        let own = self.made.iter().filter(|m| !m.honest);
        let prevs: Vec<(u64, ActHash)> =
            own.map(|m| (m.act.no, m.hash)).chain([(0, ActHash::ZERO)]).collect();
        let names: Vec<Option<Known>> = self
            .made
            .iter()
            .filter(|m| m.honest)
            .map(|m| Some(Known { device: HONEST, no: m.act.no, hash: m.hash }))
            .chain([None])
            .collect();
        for (no, prev) in prevs {
            for name in &names {
                for body in words.lies() {
                    let act = Act {
                        device: LIAR,
                        no: no + 1,
                        prev,
                        date: words.reader.today,
                        record: words.record,
                        knows: name.iter().copied().collect(),
                        body,
                        signature: None,
                    };
                    let hash = act.hash();
                    if self.made.iter().any(|m| m.hash == hash) {
                        continue;
                    }
                    let mut next = self.clone();
                    next.made.push(Made { act: Arc::new(act), hash, honest: false, shown: 0 });
                    out.push(next);
                }
            }
        }
    }

    /// Whatever is in force, the honest person said yes to it after every end they were shown, and after turning from it, unless they had
    /// been shown the other's yes when they turned.
    fn check(&self, words: &Words) -> bool {
        let everything = u16::try_from((1_u32 << self.made.len()) - 1).unwrap();
        let state = agreement::one(&self.read(everything), words.record);
        let Some(settled) = state.and_then(|s| s.in_force) else { return false };
        let shown = |to: usize, what: usize| self.made[to].shown >> what & 1 == 1;
        let all = || 0..self.made.len();
        let is_yes = |i: &usize| words.wording(&self.made[*i].act.body) == Some(settled.revision);
        let ends: Vec<usize> =
            all().filter(|i| matches!(self.made[*i].act.body, Body::End { .. })).collect();
        let turns: Vec<usize> = all()
            .filter(|i| self.made[*i].honest)
            .filter(|i| words.turns_from(&self.made[*i].act.body, settled.revision))
            .collect();
        let bound = all().filter(|i| self.made[*i].honest).filter(is_yes).any(|a| {
            all().filter(|i| !self.made[*i].honest).filter(is_yes).any(|b| {
                ends.iter().all(|e| shown(a, *e))
                    && turns.iter().all(|c| shown(a, *c) || (shown(*c, a) && shown(*c, b)))
            })
        });
        let bodies: Vec<_> =
            self.made.iter().map(|m| (m.honest, m.act.no, &m.act.body, m.shown)).collect();
        assert!(bound, "bound without a yes after every end shown: {bodies:?}");
        true
    }
}

#[test]
fn neither_forged_chains_nor_an_old_image_bind_anybody_without_their_yes() {
    let words = Words::new();
    let mut level = vec![Forge::start()];
    let (mut states, mut in_force, mut restored) = (1_u64, 0_u64, 0_u64);
    for event in 0..EVENTS {
        let mut seen = BTreeSet::new();
        let mut next = Vec::new();
        let mut found = Vec::new();
        let last = event + 1 == EVENTS;
        for forge in &level {
            forge.honest_says(&words, &mut found);
            forge.liar_says(&words, &mut found);
            for one in found.drain(..) {
                if seen.insert(one.key()) {
                    in_force += u64::from(one.check(&words));
                    restored += u64::from(one.restored);
                    states += 1;
                    if !last {
                        next.push(one);
                    }
                }
            }
        }
        println!("forgery: {} events, {} states", event + 1, seen.len());
        level = next;
    }
    println!(
        "forgery: {states} states in all, {in_force} with words in force, {restored} restored"
    );
    assert!(in_force > 0 && (EVENTS < 4 || restored > 0), "the schedules miss the point");
}
