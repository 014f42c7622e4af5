//! Limits and permissions.

use accord_client_core::client::command::Command;
use accord_client_core::law::command::{BoundaryWords, LawCommand, Polarity};
use accord_client_core::law::view::Side;
use accord_client_core::refused::Refused;

use super::{Reading, given, needed, say, values};
use crate::args::{BoundaryArgs, BoundaryCmd};

pub(super) fn command(
    what: &BoundaryCmd,
    permits: bool,
    reading: &mut Reading<'_>,
) -> Result<Command, Refused> {
    let polarity = if permits { Polarity::Permission } else { Polarity::Limit };
    Ok(match what {
        BoundaryCmd::Add { words, draft } => {
            let mut worded = worded(words)?;
            worded.text = Some(needed(words.text.as_ref(), reading)?);
            Command::Say {
                what: LawCommand::BoundaryAdd { polarity, words: worded },
                draft: *draft,
            }
        }
        BoundaryCmd::Edit { id, words } => {
            let mut worded = worded(words)?;
            worded.text = if worded == BoundaryWords::default() {
                Some(needed(words.text.as_ref(), reading)?)
            } else {
                given(words.text.as_ref(), reading)?
            };
            say(LawCommand::BoundaryEdit { id: id.clone(), words: worded })
        }
        BoundaryCmd::Withdraw { id } => say(LawCommand::BoundaryWithdraw { id: id.clone() }),
        BoundaryCmd::Ack { id } => say(LawCommand::BoundaryAck { id: id.clone() }),
        BoundaryCmd::Ask { id, text } => {
            say(LawCommand::BoundaryAsk { id: id.clone(), text: needed(text.as_ref(), reading)? })
        }
        BoundaryCmd::Honour { id, text } => say(LawCommand::BoundaryHonour {
            id: id.clone(),
            text: needed(text.as_ref(), reading)?,
        }),
        BoundaryCmd::Note { id, text } => {
            say(LawCommand::BoundaryNote { id: id.clone(), text: needed(text.as_ref(), reading)? })
        }
        BoundaryCmd::Pick { id, version } => {
            say(LawCommand::BoundaryPick { id: id.clone(), version: version.clone() })
        }
        BoundaryCmd::Diff { id } => Command::Boundary { id: id.clone(), history: false },
        BoundaryCmd::Show { id, history } => {
            Command::Boundary { id: id.clone(), history: *history }
        }
        BoundaryCmd::List { mine, theirs } => {
            Command::Boundaries { polarity: Some(polarity), owner: side(*mine, *theirs) }
        }
    })
}

/// Whose records a list shows.
pub(super) fn side(mine: bool, theirs: bool) -> Option<Side> {
    match (mine, theirs) {
        (true, _) => Some(Side::Me),
        (_, true) => Some(Side::Them),
        _ => None,
    }
}

/// All of a boundary but its text.
fn worded(words: &BoundaryArgs) -> Result<BoundaryWords, Refused> {
    Ok(BoundaryWords {
        area: words.area.as_deref().map(values::area).transpose()?,
        text: None,
        why: words.why.clone(),
        example: words.example.clone(),
        helps: words.helps.clone(),
        if_crossed: words.if_crossed.clone(),
        until: words.until.as_deref().map(values::day).transpose()?,
        look_again: words.look_again.as_deref().map(values::day).transpose()?,
        limits: words.limits.clone(),
    })
}
