//! Looking at own devices: the list, and what a person should know of them until it was seen.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::body::DeviceType;
use accord_protocol::chain::{Member, SpaceState as Log};
use accord_protocol::ids::DeviceId;

use super::aside::describe;
use super::command::{Command, DeviceActsView, DeviceView, NoticeView, Reply, SaidView, StateView};
use super::home::Home;
use super::io::Ticket;
use super::seat::{FaultKind, Seat};
use super::{Client, Env, pen};
use crate::act::Body;
use crate::law::graph::{Held, Standing};
use crate::refused::Refused;
use crate::time::Day;

impl Client {
    /// Commands about own devices and the words.
    pub(super) fn for_own_devices(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        command: Command,
    ) -> Result<Option<Reply>, Refused> {
        match command {
            Command::WordsRenew { remove_others, lose_private } => {
                self.renew_words(env, remove_others, lose_private).map(Some)
            }
            Command::Recover { words, relay, device_name } => {
                self.recover(env, ticket, &words, relay, &device_name)
            }
            Command::DeviceAdd { spoken } => self.add_device(env, ticket, spoken),
            Command::DeviceRemove { id, lose_private } => {
                self.remove_device(env, &id, lose_private).map(Some)
            }
            _ => self.devices_seen(env).map(Some),
        }
    }

    /// All own devices that ever were, by their place in the vault.
    pub(super) fn devices(&mut self) -> Result<Vec<DeviceView>, Refused> {
        let home = self.home()?;
        let names = home.says().device_names.clone();
        let this = home.vault.device();
        let mut added: BTreeMap<DeviceId, Day> = BTreeMap::new();
        for (_, held) in home.vault.acts.iter() {
            let day = added.entry(held.act.device).or_insert(held.act.date);
            *day = held.act.date.min(*day);
        }
        let Some(state) = home.vault.sync.state() else { return Ok(Vec::new()) };
        Ok(state
            .members()
            .map(|member| DeviceView {
                id: member.id.to_string(),
                name: names.get(&member.id).cloned(),
                added: added.get(&member.id).copied(),
                state: match (member.is_active(), member.kind) {
                    (false, _) => "removed",
                    (true, DeviceType::Paper) => "paper",
                    (true, _) => "active",
                },
                this: member.id == this,
            })
            .collect())
    }

    /// One own device, with all it said to the partner that is in the log, oldest first.
    pub(super) fn device_acts(&mut self, id: &str) -> Result<DeviceActsView, Refused> {
        let home = self.home()?;
        let member = home.member_named(id)?;
        let mut said = Vec::new();
        let opened = &home.says().opened;
        let of =
            |d: &DeviceId| opened.iter().any(|((_, o), by)| o == d && by.publisher == member.id);
        let there: BTreeSet<DeviceId> = opened.keys().map(|(_, d)| *d).filter(|d| of(d)).collect();
        if let Some(seat) = &home.couple {
            let by_it = |held: &&Held| there.contains(&held.act.device);
            let admitted = |held: &&Held| held.standing == Standing::Admitted;
            for held in seat.acts.iter().map(|(_, held)| held).filter(by_it).filter(admitted) {
                let (what, words) = describe(&held.act.body);
                if held.act.body != Body::Heard {
                    let id = held.act.record.hex();
                    said.push(SaidView { id, what, on: held.act.date, words });
                }
            }
        }
        let device = self.devices()?.into_iter().find(|one| one.id == member.id.to_string());
        let device = device.ok_or_else(|| Refused::not_found("device"))?;
        Ok(DeviceActsView { device, said })
    }

    /// The person has seen which devices came and went so far. Only this device forgets the notices.
    pub(super) fn devices_seen(&mut self, env: &mut Env<'_>) -> Result<Reply, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        home.settings.devices_seen = home.vault.sync.len();
        home.put_settings(&mut pen!(self, env));
        Ok(Reply::State(StateView { state: "seen" }))
    }
}

impl Home {
    /// What a person should know of and need not answer.
    pub(super) fn notices(&mut self) -> Vec<NoticeView> {
        let mut notices = self.comings_and_goings();
        let opened: BTreeMap<DeviceId, DeviceId> =
            self.says().opened.iter().map(|((_, d), open)| (*d, open.publisher)).collect();
        for seat in [Some(&self.vault), self.couple.as_ref()].into_iter().flatten() {
            for (position, fault) in &seat.faults {
                let code = match fault.what {
                    FaultKind::Box => "key_not_opened",
                    FaultKind::Wrap => "key_wrap_wrong",
                };
                let device = opened.get(&fault.author).unwrap_or(&fault.author);
                notices.push(NoticeView {
                    code,
                    name: None,
                    device: Some(device.to_string()),
                    position: Some(*position),
                });
            }
        }
        let plain = |code| NoticeView { code, name: None, device: None, position: None };
        if self.is_removed() {
            notices.push(plain("removed"));
        }
        let left = |seat: &&Seat| seat.sync.state().is_some_and(|state| state.has_ended());
        if self.couple.as_ref().filter(left).is_some_and(Seat::has_unsealed) {
            notices.push(plain("never_sent"));
        }
        notices
    }

    /// Whether another own device removed this one, as far as it knows.
    pub(super) fn is_removed(&self) -> bool {
        let me = self.vault.device();
        let member = self.vault.sync.state().and_then(|state| state.member(&me));
        self.settings.removed || member.is_some_and(|member| !member.is_active())
    }

    /// The vault's device of this id or beginning of it.
    pub(super) fn member_named(&self, id: &str) -> Result<Member, Refused> {
        let Some(state) = self.vault.sync.state() else {
            return Err(Refused::not_found("device"));
        };
        let id = id.trim().to_ascii_lowercase();
        let named: Vec<_> =
            state.members().filter(|m| m.id.to_string().starts_with(&id)).cloned().collect();
        match named.as_slice() {
            [member] if !id.is_empty() => Ok(member.clone()),
            [] => Err(Refused::not_found("device")),
            _ => Err(Refused::rule("ambiguous").with(id)),
        }
    }

    /// Additions and removals in the vault that the person has not said to have seen on this device, oldest first: whoever did them, on
    /// whichever device.
    fn comings_and_goings(&mut self) -> Vec<NoticeView> {
        let names = self.says().device_names.clone();
        let me = self.vault.device();
        let Some(state) = self.vault.sync.state() else { return Vec::new() };
        let own = state.member(&me).map_or(0, |member| member.added_at);
        let seen = self.settings.devices_seen.max(own);
        let mut moves: Vec<(u64, &'static str, DeviceId)> = Vec::new();
        for member in state.members().filter(|member| member.id != me) {
            let first_words =
                member.kind == DeviceType::Paper && !is_renewed(state, member.added_at);
            match member.kind {
                DeviceType::Paper if first_words => {}
                DeviceType::Paper => moves.push((member.added_at, "words_renewed", member.id)),
                DeviceType::Active => {
                    moves.push((member.added_at, "device_added", member.id));
                    moves.extend(member.revoked_at.map(|at| (at, "device_removed", member.id)));
                }
            }
        }
        moves.retain(|(at, ..)| *at > seen);
        moves.sort_unstable();
        let notice = |(position, code, device): (u64, &'static str, DeviceId)| NoticeView {
            code,
            name: names.get(&device).cloned(),
            device: Some(device.to_string()),
            position: Some(position),
        };
        moves.into_iter().map(notice).collect()
    }
}

/// Whether there were words before those added here.
fn is_renewed(state: &Log, added_at: u64) -> bool {
    state.members().any(|m| m.kind == DeviceType::Paper && m.added_at < added_at)
}
