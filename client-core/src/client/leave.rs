//! Leaving: an END signed here and now, and what of it outlives an erased home.

use accord_protocol::record::Kind;

use super::command::{Reply, StateView};
use super::duty::Duty;
use super::farewell::Farewell;
use super::home::Home;
use super::seat::Pen;
use super::{Client, Env, pen};
use crate::act::vault::SpaceState;
use crate::refused::Refused;
use crate::sync::Flight;

impl Client {
    /// Leaves the couple: an END signed here and now, sent when the network is there. Quietly: nothing is said, nothing synced.
    pub(super) fn leave(
        &mut self,
        env: &mut Env<'_>,
        keep: bool,
        quiet: bool,
    ) -> Result<Reply, Refused> {
        if !keep {
            // Erasing is the driver's: it alone can remove the store.
            return Err(Refused::usage("keep_or_erase"));
        }
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let Some(seat) = &mut home.couple else { return Err(Refused::rule("not_paired")) };
        let mut pen = pen!(self, env);
        if quiet {
            let n = seat.n;
            home.settings.quiet = true;
            home.put_settings(&mut pen);
            self.drop_line(env, n);
            return Ok(Reply::State(StateView { state: "quiet" }));
        }
        if seat.sync.state().is_some_and(|state| state.ended()[seat.partner.index()].is_some()) {
            return Err(Refused::rule("already_left"));
        }
        if seat.duties.iter().any(|duty| matches!(duty, Duty::End(_))) {
            return Ok(Reply::State(StateView { state: "pending" }));
        }
        if seat.only_reads() {
            return Err(Refused::rule("only_a_copy"));
        }
        if seat.waits_for_admission() {
            return Err(Refused::rule("cannot_leave_now"));
        }
        let today = pen.now.today();
        seat.stand_still(&mut pen);
        seat.owe(&mut pen, Duty::End(today));
        // Signed here and now where it can be; else the duty brings it about, after what was taken back before.
        if !seat.takes_back_first() {
            seat.write_end(&mut pen, today);
        }
        seat.take_end();
        // Leaving is said, and so the space is synced again if it was left quietly before.
        home.settings.quiet = false;
        home.put_settings(&mut pen);
        // What was not sent stays here, unsent.
        home.list(&mut pen, SpaceState::Left);
        self.changed = true;
        Ok(Reply::State(StateView { state: "pending" }))
    }

    /// Every END that no relay is known to have, for whoever hands it in when this home is gone. Nothing is changed.
    pub(super) fn farewell(&mut self) -> Result<Reply, Refused> {
        let home = self.home()?;
        let mut owed = home.farewells.clone();
        home.leaving().into_iter().for_each(|farewell| owed.push(farewell));
        Ok(Reply::File(owed.to_bytes()))
    }

    /// The copy of a space that is over goes from all own devices, so that this person can begin anew. An END that the relay does not have
    /// yet stays, to be handed in.
    pub(super) fn put_away(&mut self, env: &mut Env<'_>) -> Result<Reply, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let Some(n) = home.couple.as_ref().map(|seat| seat.n).filter(|_| home.is_over()) else {
            return Err(Refused::rule("not_parted"));
        };
        let mut pen = pen!(self, env);
        home.keep_leaving(&mut pen);
        if home.pairing.take_if(|pairing| !pairing.is_for_own()).is_some() {
            home.put_pairing(&mut pen);
        }
        home.settings.couple_relay = None;
        home.settings.quiet = false;
        home.drop_couple(&mut pen, SpaceState::Left);
        self.drop_line(env, n);
        self.changed = true;
        Ok(Reply::State(StateView { state: "put_away" }))
    }
}

impl Home {
    /// Whether somebody left the couple space, this person stopped it quietly, or it is only a copy to read.
    pub(super) fn is_over(&self) -> bool {
        self.couple.as_ref().is_some_and(|seat| {
            let ended = seat.sync.state().is_some_and(|state| state.has_ended());
            ended || seat.is_leaving() || seat.only_reads() || self.settings.quiet
        })
    }

    /// Why nobody can be paired with here: there is somebody, or the copy of what was.
    pub(super) fn is_taken(&self) -> Refused {
        Refused::rule(if self.is_over() { "copy_is_here" } else { "already_paired" })
    }

    /// The END of a leaving that the log does not show yet, with the relay it is for.
    fn leaving(&self) -> Option<Farewell> {
        let seat = self.couple.as_ref()?;
        let day = seat.open_duties().find_map(|duty| match duty {
            Duty::End(day) => Some(*day),
            _ => None,
        })?;
        let url = self.relay_of(seat.n)?.url.clone();
        let flies = seat.sync.flight().map(Flight::record);
        let (first, second) = match flies.filter(|record| record.kind() == Kind::End) {
            Some(first) => (first.clone(), seat.sync.second_end().cloned()),
            None => seat.sign_ends(day)?,
        };
        Some(Farewell { url, first, second })
    }

    pub(super) fn keep_leaving(&mut self, pen: &mut Pen<'_>) {
        if let Some(farewell) = self.leaving() {
            self.farewells.push(farewell);
            self.put_farewells(pen);
        }
    }
}
