//! Asking the self-check. Answers live in this function only, and are gone when it returns.

use std::io::{self, BufRead, Write};

use accord_content::{Lang, SelfCheck, texts};

use super::sheet::Sheet;
use super::show;

/// What was answered to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Skipped,
    Stopped,
    /// There is nobody to answer.
    Nobody,
}

/// Asks the safety question, then the signs. A yes to the first ends with help lines and nothing else.
///
/// # Errors
/// What reading or writing says.
pub(super) fn ask(
    lang: Lang,
    country: Option<&str>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<()> {
    let check = &texts(lang).selfcheck;
    say(out, |sheet| {
        sheet.text(0, &check.title);
        sheet.text(0, &check.lead);
        sheet.text(0, &check.how);
    })?;
    let safety = one(check, &check.safety, input, out)?;
    match safety {
        Answer::Yes => {
            return say(out, |sheet| {
                sheet.gap();
                check.safety_yes.iter().for_each(|line| sheet.text(0, line));
                sheet.gap();
                show::numbers(sheet, lang, country, None);
                sheet.gap();
                sheet.text(0, &check.end);
            });
        }
        Answer::Stopped => return say(out, |sheet| sheet.text(0, &check.stopped)),
        Answer::Nobody => {
            say(out, |sheet| sheet.gap())?;
            return out.write_all(show::selfcheck(lang).as_bytes()).and_then(|()| out.flush());
        }
        Answer::Skipped => say(out, |sheet| sheet.text(0, &check.print_after_safety))?,
        Answer::No => {}
    }
    let mut some = false;
    for sign in &check.signs {
        match one(check, &sign.question, input, out)? {
            Answer::Yes => some = true,
            Answer::Stopped | Answer::Nobody => {
                return say(out, |sheet| sheet.text(0, &check.stopped));
            }
            Answer::No | Answer::Skipped => {}
        }
    }
    say(out, |sheet| {
        sheet.gap();
        match (safety, some) {
            // Who did not answer the first question is not sent to counselling for two.
            (Answer::Skipped, _) => sheet.text(0, &check.print_after_signs),
            (_, true) => check.some.iter().for_each(|line| sheet.text(0, line)),
            (_, false) => check.none.iter().for_each(|line| sheet.text(0, line)),
        }
        sheet.gap();
        sheet.text(0, &check.end);
    })
}

/// Asks one question until the answer is understood.
fn one(
    check: &SelfCheck,
    question: &str,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<Answer> {
    say(out, |sheet| {
        sheet.gap();
        sheet.text(0, question);
    })?;
    loop {
        out.write_all(b"> ")?;
        out.flush()?;
        let mut typed = String::new();
        if input.read_line(&mut typed)? == 0 {
            return Ok(Answer::Nobody);
        }
        if let Some(answer) = understood(check, &typed) {
            return Ok(answer);
        }
        say(out, |sheet| sheet.text(0, &check.again))?;
    }
}

fn understood(check: &SelfCheck, typed: &str) -> Option<Answer> {
    let typed = typed.trim().to_lowercase();
    let is = |own: &[String], english: &[&str]| {
        own.contains(&typed) || english.contains(&typed.as_str())
    };
    if typed.is_empty() {
        Some(Answer::Skipped)
    } else if is(&check.yes, &["yes", "y"]) {
        Some(Answer::Yes)
    } else if is(&check.no, &["no", "n"]) {
        Some(Answer::No)
    } else if is(&check.quit, &["q"]) {
        Some(Answer::Stopped)
    } else {
        None
    }
}

fn say(out: &mut dyn Write, set: impl FnOnce(&mut Sheet)) -> io::Result<()> {
    let mut sheet = Sheet::default();
    set(&mut sheet);
    out.write_all(sheet.finish().as_bytes())?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What somebody who answers so is shown.
    fn shown(lang: Lang, answers: &str) -> String {
        let mut out = Vec::new();
        ask(lang, Some("DE"), &mut answers.as_bytes(), &mut out).expect("memory");
        // Lines may break anywhere between words.
        String::from_utf8(out).expect("text").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn fear_leads_to_help_lines_and_to_no_further_question() {
        for (lang, yes) in [(Lang::En, "y\n"), (Lang::De, "Ja\n"), (Lang::De, " yes \n")] {
            let check = &texts(lang).selfcheck;
            let text = shown(lang, &format!("{yes}yes\nyes\nyes\n"));
            assert!(text.contains("116 016"), "{text}");
            assert!(text.contains(&check.safety_yes[0]) && text.contains(&check.end));
            for sign in &check.signs {
                assert!(!text.contains(&sign.question));
            }
            let lower = text.to_lowercase();
            for word in ["couple", "counsel", "therap", "paar", "choosing_a"] {
                assert!(!lower.contains(word), "{word}");
            }
        }
    }

    #[test]
    fn signs_lead_to_help_from_outside_and_none_to_nothing_more() {
        for lang in Lang::ALL {
            let check = &texts(lang).selfcheck;
            let some = shown(lang, "n\nno\ny\n\n");
            assert!(some.contains(&check.some[0]) && !some.contains(&check.none[0]), "{some}");
            let none = shown(lang, "no\nn\n\nn\n");
            assert!(none.contains(&check.none[0]) && !none.contains(&check.some[0]), "{none}");
        }
    }

    #[test]
    fn who_skips_the_first_question_is_not_sent_to_counselling_for_two() {
        for lang in Lang::ALL {
            let check = &texts(lang).selfcheck;
            let text = shown(lang, "\ny\ny\ny\n");
            assert!(text.contains(&check.print_after_signs) && !text.contains(&check.some[0]));
            assert!(text.contains(&check.print_after_safety));
        }
    }

    #[test]
    fn it_can_be_stopped_anywhere_and_asks_again_what_it_does_not_understand() {
        let check = &texts(Lang::De).selfcheck;
        for answers in ["q\nn\nn\nn\n", "nein\nende\nn\nn\n", "n\nn\n", "vielleicht\nq\nn\nn\nn\n"]
        {
            let text = shown(Lang::De, answers);
            assert!(text.ends_with(&check.stopped), "{answers}: {text}");
            assert_eq!(text.contains(&check.again), answers.starts_with('v'));
        }
        let text = shown(Lang::De, "");
        assert!(text.contains(&check.signs[2].question), "with nobody there it is printed: {text}");
    }
}
