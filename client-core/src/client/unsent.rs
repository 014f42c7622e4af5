//! What a removed device wrote and can send no more: the file that carries it to another own device, and saying it again there, act by act.
//!
//! A file is only a suggestion: nothing in it counts until its owner has read it and asked for it, and then the laws decide as about words
//! typed now ([`crate::law::again`]). Bytes and reasons: `docs/decisions/0263`.

use accord_protocol::ids::{DeviceId, SpaceId};

use super::aside::describe;
use super::command::{Command, IssuedAct, IssuedView, Reply, UnsentActView, UnsentView};
use super::home::Home;
use super::journal::Entry;
use super::seat::Seat;
use super::{Client, Env, pen};
use crate::act::envelope::labelled;
use crate::act::vault::VaultBody;
use crate::act::{Body, Known};
use crate::crypto::unsent::{OpenedUnsent, open_unsent, seal_unsent};
use crate::law::again::again;
use crate::law::depend::{Thing, brings, names};
use crate::law::graph::{Acts, Standing};
use crate::law::{self, NewAct, Reader};
use crate::refused::Refused;
use crate::silent::silent;
use crate::time::Day;

/// Where an act of a file was to go.
const DRAFT: u8 = 0;
const COUPLE: u8 = 1;

/// One act of a file.
struct Carried {
    to: u8,
    entry: Entry,
    id: [u8; 32],
}

/// A file that was read.
struct UnsentFile {
    device: DeviceId,
    space: SpaceId,
    on: Day,
    acts: Vec<Carried>,
}

silent!(Carried, UnsentFile);

impl Client {
    /// Commands about unsent acts of a removed device.
    pub(super) fn for_unsent(
        &mut self,
        env: &mut Env<'_>,
        command: &Command,
    ) -> Result<Reply, Refused> {
        match command {
            Command::UnsentReview { file } => self.review_unsent(env, file).map(Reply::Unsent),
            Command::UnsentIssue { file, acts } => self.issue_unsent(env, file, acts),
            _ => self.export_unsent(env),
        }
    }

    fn export_unsent(&mut self, env: &mut Env<'_>) -> Result<Reply, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        if !home.is_removed() {
            return Err(Refused::rule("not_removed"));
        }
        let carried = home.unsent_acts();
        if carried.is_empty() {
            return Err(Refused::rule("nothing_unsent"));
        }
        let space = home.couple.as_ref().map_or(SpaceId::ZERO, Seat::id);
        let mut body = space.as_bytes().to_vec();
        body.extend_from_slice(&env.now.today().0.to_be_bytes());
        for (to, entry) in &carried {
            let row = entry.encode();
            body.push(*to);
            body.extend_from_slice(&u32::try_from(row.len()).unwrap_or(u32::MAX).to_be_bytes());
            body.extend_from_slice(&row);
        }
        let body = crate::crypto::SecretBytes::new(body);
        let vault = &home.vault;
        let key = vault.newest_key().ok_or_else(|| Refused::rule("keys_not_made"))?;
        let file = seal_unsent(env.rng, key, &vault.id(), &vault.keys, &body);
        file.map(Reply::File).map_err(|_| Refused::rule("export_failed"))
    }

    fn review_unsent(&mut self, env: &mut Env<'_>, file: &[u8]) -> Result<UnsentView, Refused> {
        let reader = self.reader(env)?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let file = home.read_unsent(file)?;
        let mut acts = Vec::new();
        let mut open: Vec<&Carried> = Vec::new();
        for carried in &file.acts {
            let (state, code) = match home.judge(&reader, &file, carried) {
                Ok(_) => ("ready", None),
                Err(refused) if refused.is("said_already") => ("said", None),
                Err(_) if carried.waits_for(&open) => ("waits", None),
                Err(refused) => ("refused", Some(refused.code)),
            };
            let none = Acts::new();
            let said = home.couple.as_ref().map_or(&none, |seat| &seat.acts);
            let (what, words) = describe(&carried.entry.body);
            acts.push(UnsentActView {
                id: data_encoding::HEXLOWER.encode(&carried.id),
                what,
                on: carried.entry.date,
                state,
                code,
                words,
                about: carried.about(said, &file.acts),
            });
            if state != "said" {
                open.push(carried);
            }
        }
        let name = home.says().device_names.get(&file.device).cloned();
        Ok(UnsentView { device: file.device.to_string(), name, on: file.on, acts })
    }

    /// Says these acts of the file again, in the order given; all of them, or none where one is refused.
    fn issue_unsent(
        &mut self,
        env: &mut Env<'_>,
        file: &[u8],
        wanted: &[String],
    ) -> Result<Reply, Refused> {
        let reader = self.reader(env)?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let file = home.read_unsent(file)?;
        let mut chosen = Vec::new();
        for prefix in wanted {
            let ids = file.acts.iter().map(|carried| carried.id);
            let hex = |id: &[u8; 32]| data_encoding::HEXLOWER.encode(id);
            let id = law::pick_prefix(prefix, ids, "act", hex)?;
            chosen.extend(file.acts.iter().filter(|carried| carried.id == id));
        }
        let mut pen = pen!(self, env);
        let mut made: [Vec<u64>; 2] = [Vec::new(), Vec::new()];
        let mut issued = Vec::new();
        let mut refused = None;
        for carried in chosen {
            let acts = match home.judge(&reader, &file, carried) {
                Ok(acts) => acts,
                Err(because) => {
                    refused = Some(because);
                    break;
                }
            };
            let seat =
                if carried.to == DRAFT { Some(&mut home.vault) } else { home.couple.as_mut() };
            let Some(seat) = seat else { break };
            for NewAct { record, body } in acts {
                made[usize::from(carried.to)].push(seat.next_entry);
                seat.make(&mut pen, record, body);
            }
            home.unsay();
            issued.push(IssuedAct {
                act: data_encoding::HEXLOWER.encode(&carried.id),
                id: carried.entry.record.hex(),
            });
        }
        if let Some(refused) = refused {
            let [drafts, couple] = made;
            home.vault.unmake(&mut pen, &drafts);
            if let Some(seat) = &mut home.couple {
                seat.unmake(&mut pen, &couple);
            }
            home.unsay();
            return Err(refused);
        }
        self.changed = true;
        Ok(Reply::Issued(IssuedView { issued }))
    }
}

impl Home {
    /// Everything this device wrote for others or as a draft that no log is known to have, oldest first. What both write together, marks of a
    /// moment's knowledge and the vault's own bookkeeping stay here.
    fn unsent_acts(&mut self) -> Vec<(u8, Entry)> {
        let drafts = self.vault.unsaid().into_iter();
        let mut carried: Vec<(u8, Entry)> = Vec::new();
        for entry in drafts {
            match &entry.body {
                Body::Vault(VaultBody::Draft(_)) => {
                    carried.retain(|(_, other)| other.record != entry.record);
                    carried.push((DRAFT, entry));
                }
                Body::Vault(VaultBody::DraftGone) => {
                    carried.retain(|(_, other)| other.record != entry.record);
                }
                _ => {}
            }
        }
        if let Some(seat) = &mut self.couple {
            let said = |body: &Body| {
                !matches!(
                    body,
                    Body::Name(_) | Body::Zone(_) | Body::Vault(_) | Body::Unknown { .. }
                )
            };
            let unsaid = seat.unsaid().into_iter().filter(|entry| said(&entry.body));
            carried.extend(unsaid.map(|entry| (COUPLE, entry)));
        }
        self.unsay();
        carried
    }

    /// Opens a file with the vault's keys, old ones too, and asks who wrote it.
    fn read_unsent(&mut self, file: &[u8]) -> Result<UnsentFile, Refused> {
        if self.is_removed() {
            return Err(Refused::rule("revoked"));
        }
        let vault = self.vault.id();
        let mut keys = self.vault.epoch.values();
        let opened = keys.find_map(|key| open_unsent(key, &vault, file).ok());
        let unreadable = || Refused::rule("unsent_not_readable");
        let opened = opened.ok_or_else(unreadable)?;
        let state = self.vault.sync.state().ok_or_else(unreadable)?;
        let member = state.member(&opened.device).ok_or_else(unreadable)?;
        if !opened.is_by(member.verifying_key()) {
            return Err(unreadable());
        }
        if member.is_active() {
            // It can still send all of it: here it would be said twice.
            return Err(Refused::rule("device_still_in"));
        }
        parse(&opened).ok_or_else(unreadable)
    }

    /// What saying this act again comes to now.
    fn judge(
        &mut self,
        reader: &Reader,
        file: &UnsentFile,
        carried: &Carried,
    ) -> Result<Vec<NewAct>, Refused> {
        let (record, body) = (carried.entry.record, &carried.entry.body);
        if carried.to == DRAFT {
            let Body::Vault(VaultBody::Draft(draft)) = body else {
                return Err(Refused::rule("unsent_not_readable"));
            };
            let says = self.says();
            let known = says.drafts.get(&record).is_some_and(|known| known.body == **draft);
            if known || says.aliases.contains_key(&record) {
                return Err(Refused::rule("said_already"));
            }
            return Ok(vec![NewAct { record, body: body.clone() }]);
        }
        let Some(seat) = self.couple.as_mut().filter(|seat| seat.id() == file.space) else {
            return Err(Refused::rule("other_space"));
        };
        seat.lay_out();
        if carried.is_said(&seat.acts, reader) {
            return Err(Refused::rule("said_already"));
        }
        again(&seat.acts, reader, record, body).map(|decided| decided.acts)
    }
}

impl Seat {
    /// What this device wrote and no log is known to have, in order, each with everything its author knew, own acts included.
    fn unsaid(&mut self) -> Vec<Entry> {
        self.unsettle();
        self.acts.clear_unsent();
        let device = self.device();
        let tips = self.acts.tips(DeviceId::ZERO);
        let own: Vec<Known> = tips.into_iter().filter(|known| known.device == device).collect();
        let mut entries = self.flying();
        entries.extend(self.journal.iter().cloned());
        for entry in &mut entries {
            entry.aside = None;
            entry.knows.extend(own.iter().copied());
        }
        entries
    }
}

impl Carried {
    /// Whether its author has said exactly this in this record, otherwise than in an act it was written after.
    fn is_said(&self, acts: &Acts, reader: &Reader) -> bool {
        let Entry { record, body, knows, .. } = &self.entry;
        let known = |said| {
            knows
                .iter()
                .filter_map(|tip| acts.find(&tip.hash))
                .any(|tip| tip == said || acts.knows(tip, said))
        };
        acts.about(record).iter().any(|ix| {
            let held = acts.get(*ix);
            held.partner == reader.me && held.act.body == *body && !known(*ix)
        })
    }

    /// Whether it stands on one of these.
    fn waits_for(&self, open: &[&Self]) -> bool {
        let named: Vec<Thing> = names(self.entry.record, &self.entry.body);
        open.iter().any(|other| {
            let brought = brings(other.entry.record, &other.entry.body);
            brought.iter().any(|thing| named.contains(thing))
        })
    }

    /// The words it is about, where it has none of its own to bring: the exact wording it answers, else the newest of its record.
    fn about(&self, acts: &Acts, file: &[Self]) -> Option<String> {
        let Entry { record, body, .. } = &self.entry;
        if self.to == DRAFT || !brings(*record, body).is_empty() {
            return None;
        }
        let held = acts.about(record).iter().map(|ix| acts.get(*ix));
        let held = held.filter(|held| held.standing == Standing::Admitted);
        let said = held.map(|held| &held.act.body);
        let written =
            file.iter().filter(|other| other.to == COUPLE && other.entry.record == *record);
        let all: Vec<&Body> = said.chain(written.map(|other| &other.entry.body)).collect();
        names(*record, body).iter().rev().find_map(|thing| {
            let bringing = all.iter().rev().find(|body| brings(*record, body).contains(thing))?;
            describe(bringing).1
        })
    }
}

/// How many acts an opened file holds; `None` where it is not exactly what this version writes. For checks from outside.
#[must_use]
pub fn unsent_acts(opened: &OpenedUnsent) -> Option<usize> {
    parse(opened).map(|file| file.acts.len())
}

/// `space32 ‖ day4 ‖ (to1 ‖ len4 ‖ entry)…`.
fn parse(opened: &OpenedUnsent) -> Option<UnsentFile> {
    let (space, rest) = opened.body.split_first_chunk::<32>()?;
    let (on, mut rest) = rest.split_first_chunk::<4>()?;
    let mut acts = Vec::new();
    while !rest.is_empty() {
        let (head, after) = rest.split_first_chunk::<5>()?;
        let [to, len @ ..] = *head;
        let (row, after) =
            after.split_at_checked(usize::try_from(u32::from_be_bytes(len)).ok()?)?;
        rest = after;
        let number = (acts.len() as u64).to_be_bytes();
        let entry = Entry::decode(&number, row)?;
        let fits = match to {
            DRAFT => matches!(entry.body, Body::Vault(VaultBody::Draft(_))),
            COUPLE => !matches!(entry.body, Body::Vault(_) | Body::Heard | Body::Unknown { .. }),
            _ => false,
        };
        if !fits {
            return None;
        }
        let parts: [&[u8]; 3] = [opened.device.as_bytes(), &number, row];
        let id = labelled("accord/v1/unsent-act", &parts);
        acts.push(Carried { to, entry, id });
    }
    let (space, on) = (SpaceId::from_bytes(*space), Day(i32::from_be_bytes(*on)));
    Some(UnsentFile { device: opened.device, space, on, acts })
}
