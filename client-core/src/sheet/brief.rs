//! The first-session brief: questions with room to write by hand. It holds nothing of the record.

use super::page::Page;
use super::{Made, Tongue};
use crate::law::say;

/// What a first session is about, in own words. Each fills an own sheet; what is shared with whom is decided on paper.
const QUESTIONS: [(&str, &[&str]); 4] = [
    ("brings", &["about", "since", "hope"]),
    ("way", &["good", "changed", "tried"]),
    ("from", &["learnt", "bring"]),
    ("wish", &["step", "notice"]),
];

/// The sheet.
pub(super) fn first_session(made: &Made, tongue: &Tongue<'_>) -> String {
    let mut page = Page::new(&say::sheet_title("session"), made, tongue);
    page.line(&say::sheet_session());
    page.soft(&say::sheet_session_afraid());
    for (part, questions) in QUESTIONS {
        page.heading(&say::sheet_session_part(part));
        for question in questions {
            page.ask(&say::sheet_session_asks(question), 2);
        }
    }
    page.finish()
}
