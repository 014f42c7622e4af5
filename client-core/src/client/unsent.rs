//! What a removed device wrote and can send no more: the file that carries it to another own device, and saying it again there, act by act.
//!
//! A file is only a suggestion: nothing in it counts until its owner has read it and asked for it, and then the laws decide as about words
//! typed now ([`crate::law::again`]). Bytes and reasons: `docs/decisions/0263`.

use accord_protocol::ids::{DeviceId, Partner, SpaceId};

use super::aside::describe;
use super::carried::{COUPLE, Carried, DRAFT, Unsent, UnsentFile, chosen};
use super::command::{Command, IssuedAct, IssuedView, Reply, UnsentActView, UnsentView};
use super::home::Home;
use super::journal::Entry;
use super::notes::Pin;
use super::opened::OpenedPage;
use super::seat::Seat;
use super::{Client, Env, pen};
use crate::act::vault::VaultBody;
use crate::act::{Body, Known};
use crate::crypto::private::PrivatePayload;
use crate::crypto::unsent::{OpenedUnsent, open_unsent, seal_unsent};
use crate::law::again::again;
use crate::law::graph::Acts;
use crate::law::private::{self, notes};
use crate::law::{NewAct, Reader};
use crate::refused::Refused;

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
            _ => self.export_unsent(env, Vec::new()),
        }
    }

    fn export_unsent(
        &mut self,
        env: &mut Env<'_>,
        private: Vec<PrivatePayload>,
    ) -> Result<Reply, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        if !home.is_removed() {
            return Err(Refused::rule("not_removed"));
        }
        let mut pen = pen!(self, env);
        let acts = home.unsent_acts();
        let texts = home.couple.as_mut().map(|seat| seat.joint_texts(&mut pen)).transpose()?;
        let unsent = Unsent { acts, texts: texts.unwrap_or_default(), private };
        if unsent.is_empty() {
            return Err(Refused::rule("nothing_unsent"));
        }
        let space = home.couple.as_ref().map_or(SpaceId::ZERO, Seat::id);
        let body = unsent.body(space, env.now.today());
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
        let mut pen = pen!(self, env);
        for (id, text) in &file.texts {
            let seat = home.couple.as_mut().filter(|seat| seat.id() == file.space);
            let there = seat.map(|seat| seat.reads_as(&mut pen, text)).transpose()?;
            acts.push(UnsentActView {
                id: data_encoding::HEXLOWER.encode(id),
                what: text.what(),
                on: file.on,
                state: if there == Some(true) { "said" } else { "by_hand" },
                code: None,
                words: Some(text.words()),
                about: text.of_list(),
            });
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
        let of_acts = file.acts.iter().map(|carried| carried.id);
        let ids: Vec<_> = of_acts.chain(file.texts.iter().map(|(id, _)| *id)).collect();
        let mut chosen_acts = Vec::new();
        for id in chosen(wanted, &ids)? {
            let act = file.acts.iter().find(|carried| carried.id == id);
            chosen_acts.push(act.ok_or_else(|| Refused::rule("put_in_by_hand"))?);
        }
        let mut pen = pen!(self, env);
        let mut made: [Vec<u64>; 2] = [Vec::new(), Vec::new()];
        let mut issued = Vec::new();
        let mut refused = None;
        for carried in chosen_acts {
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

    /// The same file with the private notes that were never sent, closed as they are: who has the file and not the page's own words has none
    /// of theirs.
    pub(super) fn export_private_unsent(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
    ) -> Result<Reply, Refused> {
        if !self.home()?.is_removed() {
            return Err(Refused::rule("not_removed"));
        }
        let keys = self.private_keys(env, pin)?;
        let vault = &self.home()?.vault;
        let page = OpenedPage::open(vault, keys);
        let waiting = vault.private.waiting.iter().map(|waiting| &waiting.payload);
        let written = |payload: &&PrivatePayload| {
            !page.changes(&vault.id(), &vault.device(), payload).is_empty()
        };
        let private = waiting.filter(written).cloned().collect();
        self.export_unsent(env, private)
    }

    /// Shows the private notes of such a file.
    pub(super) fn review_private_unsent(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
        file: &[u8],
    ) -> Result<UnsentView, Refused> {
        let file = self.home()?.read_unsent(file)?;
        let page = self.open_page(env, pin)?;
        let home = self.home()?;
        let vault = home.vault.id();
        let carried = file.private_acts(|device, payload| page.changes(&vault, device, payload));
        let acts = carried.iter().map(|carried| {
            let (state, code) = match carried.decide_note(page.acts()) {
                Ok(_) => ("ready", None),
                Err(refused) if refused.is("said_already") => ("said", None),
                Err(refused) => ("refused", Some(refused.code)),
            };
            let (what, words) = describe(&carried.entry.body);
            let there = notes(page.acts()).into_iter().find(|n| n.record == carried.entry.record);
            UnsentActView {
                id: data_encoding::HEXLOWER.encode(&carried.id),
                what,
                on: carried.entry.date,
                state,
                code,
                words,
                about: there.map(|note| note.now.note.text.as_str().to_owned()),
            }
        });
        let acts = acts.collect();
        let name = home.says().device_names.get(&file.device).cloned();
        self.close_page(env, page);
        Ok(UnsentView { device: file.device.to_string(), name, on: file.on, acts })
    }

    /// Writes private notes of such a file anew, in the order given; all of them, or none where one is refused.
    pub(super) fn issue_private_unsent(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
        file: &[u8],
        wanted: &[String],
    ) -> Result<Reply, Refused> {
        let file = self.home()?.read_unsent(file)?;
        let mut page = self.open_page(env, pin)?;
        let vault = &self.home()?.vault;
        let id = vault.id();
        let carried = file.private_acts(|device, payload| page.changes(&id, device, payload));
        let ids: Vec<_> = carried.iter().map(|carried| carried.id).collect();
        let mut issued = Vec::new();
        for id in chosen(wanted, &ids)? {
            for carried in carried.iter().filter(|carried| carried.id == id) {
                for NewAct { record, body } in carried.decide_note(page.acts())? {
                    page.make(vault, env.now.today(), record, body);
                }
                let act = data_encoding::HEXLOWER.encode(&carried.id);
                issued.push(IssuedAct { act, id: carried.entry.record.hex() });
            }
        }
        self.close_page(env, page);
        Ok(Reply::Issued(IssuedView { issued }))
    }
}

impl Carried {
    /// What writing this note anew comes to now.
    fn decide_note(&self, acts: &Acts) -> Result<Vec<NewAct>, Refused> {
        if self.is_said(acts, Partner::Zero) {
            return Err(Refused::rule("said_already"));
        }
        private::again(acts, self.entry.record, &self.entry.body).map(|decided| decided.acts)
    }
}

impl Home {
    /// Everything this device wrote for others or as a draft that no log is known to have, oldest first. Marks of a moment's knowledge and the
    /// vault's own bookkeeping stay here.
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
        UnsentFile::parse(&opened).ok_or_else(unreadable)
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
        if carried.is_said(&seat.acts, reader.me) {
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

/// How many acts an opened file holds; `None` where it is not exactly what this version writes. For checks from outside.
#[must_use]
pub fn unsent_acts(opened: &OpenedUnsent) -> Option<usize> {
    UnsentFile::parse(opened).map(|file| file.acts.len())
}
