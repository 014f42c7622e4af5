//! Files to take away that are no copy of the record: calendar, counsellor's sheet, first-session brief. Made on this device, quietly.

use super::command::{Command, Reply};
use super::{Client, Env};
use crate::act::RecordId;
use crate::law::beside::between::kept;
use crate::law::heads::Scope;
use crate::law::{Reader, agreement, boundary, promise, repair};
use crate::refused::Refused;
use crate::sheet::{Counsellor, Made, Of, Sheet, calendar};
use crate::time::Day;

impl Client {
    /// The file a command asks for.
    pub(super) fn sheet(&mut self, env: &Env<'_>, command: &Command) -> Result<Reply, Refused> {
        match command {
            Command::CounsellorSheet { since, promises, repairs } => {
                self.counsellor_sheet(env, *since, *promises, *repairs)
            }
            Command::FirstSession => {
                let made = made(&self.reader(env)?);
                Ok(Reply::Sheet(Box::new(Sheet { made, of: Of::FirstSession })))
            }
            Command::Calendar { wanted } => {
                let reader = self.reader(env)?;
                let events = self
                    .derived()?
                    .map(|(acts, states)| calendar::events(acts, states, &reader, wanted));
                let text = calendar::calendar(&events.unwrap_or_default(), env.now);
                Ok(Reply::File(text.into_bytes()))
            }
            _ => Err(Refused::usage("unknown_command")),
        }
    }

    /// Agreements in force, own limits and the plan of both; promises and repairs only where asked for.
    fn counsellor_sheet(
        &mut self,
        env: &Env<'_>,
        since: Option<Day>,
        promises: bool,
        repairs: bool,
    ) -> Result<Reply, Refused> {
        let reader = self.reader(env)?;
        let Some(seat) = &mut self.home()?.couple else {
            return Err(Refused::rule("not_paired"));
        };
        let digest = data_encoding::HEXLOWER.encode(&seat.kept_digest()?);
        let Some((acts, states)) = self.derived()? else { return Err(Refused::rule("not_paired")) };
        // What the other keeps between the two is not mine to show, and what I keep so is on no sheet for a third person.
        let kept = &kept(acts, Scope::All)[reader.me.index()];
        let stays = |id: &str| !RecordId::from_hex(id).is_some_and(|id| kept.contains(&id));
        let mut limits = boundary::listed(acts, &states.boundaries().collect::<Vec<_>>(), &reader);
        limits.retain(|view| stays(&view.id));
        let mut promised = if promises {
            promise::listed(acts, &states.promises().collect::<Vec<_>>(), &reader)
        } else {
            Vec::new()
        };
        let mut repaired = if repairs { repair::list(acts, &reader) } else { Vec::new() };
        super::beside::without_kept(acts, &reader, &mut promised, &mut repaired);
        promised.retain(|view| stays(&view.id));
        repaired.retain(|view| stays(&view.id));
        let what = Counsellor {
            agreements: agreement::in_force(&states.whole().collect::<Vec<_>>(), &reader),
            boundaries: limits,
            promises: promised,
            repairs: repaired,
            since,
            digest,
        };
        let of = Of::Counsellor(Box::new(what));
        Ok(Reply::Sheet(Box::new(Sheet { made: made(&reader), of })))
    }
}

/// What stands on every page.
pub(super) fn made(reader: &Reader) -> Made {
    Made { by: reader.my_name.clone(), with: reader.their_name.clone(), on: reader.today }
}
