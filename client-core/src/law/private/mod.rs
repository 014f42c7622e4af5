//! Private notes: reflections, tender spots, where somebody is with forgiving. One person's, on a page of its own that nobody else reads.
//!
//! The acts are those of the private page alone: it has chains of its own, so nothing here stands on an act of another page.

mod decide;
mod state;
#[cfg(test)]
mod tests;
mod view;

pub use decide::{NoteCommand, again, decide};
pub use state::{Note, Version, notes};
pub use view::{NoteVersion, NoteView, note_view};
