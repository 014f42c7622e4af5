//! What is said about one occurrence of a ritual, and its state in one word. Without a clock and without a reader.

use crate::act::codec::Writer;
use crate::act::rounds::RitualResult;
use crate::act::{RecordId, RevisionId};
use crate::law::marks::Marks;
use crate::time::When;

/// One occurrence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occurrence {
    /// Marks by partner number; where a move is in force, those made in knowledge of it.
    pub marks: [Marks<RitualResult>; 2],
    /// Where a move is in force: marks of who did not know of it, about the time before.
    pub before_move: [Marks<RitualResult>; 2],
    /// The wordings that the marks name, ascending.
    pub by: Vec<RevisionId>,
    /// Where it is by a move in force.
    pub moved: Option<Moved>,
    /// Open ideas for another time, by wording.
    pub ideas: Vec<Idea>,
}

/// A move in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The agreement.
    pub agreement: RecordId,
    /// Its wording in force.
    pub revision: RevisionId,
    /// The new time.
    pub to: When,
}

/// An open wording of a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idea {
    /// The agreement.
    pub agreement: RecordId,
    /// The wording.
    pub revision: RevisionId,
    /// The time it would be at.
    pub to: When,
    /// Who stands by it, by partner number.
    pub stands: [bool; 2],
}

impl Occurrence {
    /// `planned`, `moved`, `off`, `done` or `marked`. No word says that somebody failed, and different marks have no winner (law L6).
    ///
    /// Of a ritual that the two do at one moment one person's "not this time" takes the date off; of one that each does at their own time
    /// both have to say so. Where somebody did it all the same, the marks speak for themselves.
    #[must_use]
    pub fn word(&self, own_time: bool) -> &'static str {
        let said = [self.marks[0].counts(), self.marks[1].counts()];
        let did = said.iter().filter(|s| **s == Some(RitualResult::DidIt)).count();
        let not = said.iter().flatten().count() - did;
        match (did, not) {
            (2, _) => "done",
            (1, _) => "marked",
            (_, 2) => "off",
            (_, 1) if own_time => "marked",
            (_, 1) => "off",
            _ if self.moved.is_some() => "moved",
            _ => "planned",
        }
    }

    /// Whether somebody marked it.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.marks.iter().chain(&self.before_move).any(|marks| !marks.acts.is_empty())
    }

    pub(super) fn encode(&self, w: &mut Writer) {
        for marks in self.marks.iter().chain(&self.before_move) {
            marks.encode(w);
        }
        w.opt(self.moved.as_ref(), |w, moved| {
            w.raw(&moved.agreement.0).raw(&moved.revision.0);
        });
        w.u64(self.ideas.len() as u64);
        for idea in &self.ideas {
            w.raw(&idea.agreement.0).raw(&idea.revision.0);
        }
    }
}
