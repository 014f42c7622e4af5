//! Every look a person can take at a home, by name.

use accord_client_core::client::beside::Beside;
use accord_client_core::client::command::{Command, ExportFormat};
use accord_client_core::sheet::calendar::Wanted;

use crate::years::Long;

/// One look, and whether it is a file to take away.
pub(crate) struct Look {
    pub(crate) name: &'static str,
    pub(crate) command: Command,
    /// The words of the command line, where the look is also measured as a process.
    pub(crate) words: Option<&'static str>,
    pub(crate) file: bool,
}

/// Every look at a home with these records.
pub(crate) fn looks(long: &Long) -> Vec<Look> {
    let look = |name, words, command| Look { name, command, words: Some(words), file: false };
    let one = |name, command| Look { name, command, words: None, file: false };
    let file = |name, words, command| Look { name, command, words, file: true };
    let show = |id: &String| Command::Beside(Beside::Show { id: id.clone() });
    vec![
        look("status", "status", Command::Status),
        look("today", "today", Command::Today),
        one("asks", Command::Asks),
        look("agree list", "agree list", Command::Agreements { state: None }),
        look("limit list", "limit list", Command::Boundaries { polarity: None, owner: None }),
        look("promise list", "promise list", Command::Promises { maker: None }),
        look("promise record", "promise record", Command::PromiseRecord { days: 90 }),
        look("ritual next", "ritual next", Command::RitualDates { from: None, days: 14 }),
        one("rituals", Command::Rituals),
        look("checkin list", "checkin list", Command::Beside(Beside::Checkins)),
        look("thanks list", "thanks list", Command::Beside(Beside::Thanks)),
        look("talk list", "talk list", Command::Beside(Beside::Talks)),
        one("time-outs", Command::Beside(Beside::TimeOuts)),
        look("openness list", "openness list", Command::Beside(Beside::Openness)),
        look("repair list", "repair list", Command::Repairs),
        look("whatsnew", "whatsnew", Command::WhatsNew { seen: false }),
        one("drafts", Command::Drafts),
        one("show an agreement", Command::Agreement { id: long.agreement.clone() }),
        one("show a ritual of all years", Command::Agreement { id: long.ritual.clone() }),
        one("show a limit", Command::Boundary { id: long.limit.clone(), history: true }),
        one("show a weekly promise", Command::Promise { id: long.promise.clone() }),
        one("show a talk", show(&long.talk)),
        one("show thanks", show(&long.thanks)),
        one("show a repair", Command::Repair { id: long.repair.clone() }),
        file(
            "calendar",
            Some("ics"),
            Command::Calendar { wanted: Wanted { own: true, neutral: None } },
        ),
        file(
            "counsellor's sheet",
            Some("export --for-counsellor"),
            Command::CounsellorSheet { since: None, promises: false, repairs: false },
        ),
        file(
            "export of everything",
            None,
            Command::Export { mine: false, format: ExportFormat::Json, note: String::new() },
        ),
    ]
}
