//! The first-session brief: questions with room to write by hand. It holds nothing of the record.

use super::Made;
use super::page::Page;

/// What a first session is about, in own words. Each fills an own sheet; what is shared with whom is decided on paper.
const QUESTIONS: [(&str, &[&str]); 4] = [
    (
        "What brings me",
        &["What I would like to talk about", "Since when", "What I hope will be different"],
    ),
    (
        "How we got here",
        &["What was good from the beginning", "What changed, and when", "What we have tried"],
    ),
    (
        "Where I come from",
        &[
            "What I learnt early about closeness and quarrel",
            "What I bring that helps, and what gets in the way",
        ],
    ),
    (
        "What I wish for",
        &["A small step I could take myself", "How I would notice that it gets better"],
    ),
];

/// The sheet.
#[must_use]
pub fn first_session(made: &Made) -> String {
    let mut page = Page::new("For a first session", made);
    page.line(
        "Fill in what you like and leave out the rest. Show it to whom you choose, or to nobody.",
    );
    page.soft("If you are afraid of what happens when your partner reads this, do not fill it in. The help lines in Accord name people who help.");
    for (heading, questions) in QUESTIONS {
        page.heading(heading);
        for question in questions {
            page.ask(question, 2);
        }
    }
    page.finish()
}
