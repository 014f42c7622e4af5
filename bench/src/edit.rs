//! What the edits are: three kinds in turn, each one new act with words of usual length.

use accord_client_core::client::command::{Command, Reply};
use accord_client_core::law::command::{
    AgreementKind, Area, BoundaryWords, LawCommand, Polarity, Wording,
};

/// The parts of life the edits are about, in turn.
pub(crate) const AREAS: [Area; 7] = [
    Area::Digital,
    Area::Time,
    Area::Emotional,
    Area::Financial,
    Area::Social,
    Area::Physical,
    Area::Other,
];

/// Edit number `n`: an agreement proposed (a signed statement), a boundary shared, a promise made.
pub(crate) fn edit(n: usize) -> Command {
    let what = match n % 3 {
        0 => LawCommand::AgreePropose {
            kind: AgreementKind::Expectation,
            words: Wording {
                text: Some(format!("We answer each other within {n} hours on working days")),
                area: Some(AREAS[n % AREAS.len()]),
                ..Wording::default()
            },
        },
        1 => LawCommand::BoundaryAdd {
            polarity: Polarity::Limit,
            words: BoundaryWords {
                text: Some(format!("Please no photographs of me on page {n} without asking")),
                area: Some(AREAS[n % AREAS.len()]),
                ..BoundaryWords::default()
            },
        },
        _ => LawCommand::PromiseAdd {
            text: format!("I call on evening {n} when the train has left"),
            due: None,
            every: None,
            size: None,
            sure: None,
        },
    };
    Command::Say { what, draft: false }
}

/// The record an edit was about, and the command that shows it.
pub(crate) fn made(reply: &Reply) -> Option<(String, Command)> {
    Some(match reply {
        Reply::Agreement(view) => (view.id.clone(), Command::Agreement { id: view.id.clone() }),
        Reply::Boundary(view) => {
            (view.id.clone(), Command::Boundary { id: view.id.clone(), history: false })
        }
        Reply::Promise(view) => (view.id.clone(), Command::Promise { id: view.id.clone() }),
        _ => return None,
    })
}
