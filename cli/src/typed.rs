//! Where typed texts come from: the command line, standard input, an editor, a passphrase prompt, a file.
//!
//! Owns all reading from a person. Must not know what the texts mean.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use accord_client_core::refused::{Class, Refused};
use accord_content::{Lang, Messages};
use zeroize::Zeroizing;

use crate::error::refused;
use crate::unlock::Ask;

/// Longest text read from outside. The core's own limits are far below; this one keeps a wrong file out of memory.
const MAX_BYTES: u64 = 1 << 20;

/// Who gives the texts that a command line left out or said `-` for.
pub trait Source {
    /// All of standard input, without one line end at its end.
    ///
    /// # Errors
    /// `file_not_read`.
    fn stdin(&mut self) -> Result<String, Refused>;

    /// What a person wrote in an editor that began with `start`; `None` where there is no person.
    ///
    /// # Errors
    /// `no_editor`.
    fn edit(&mut self, start: &str) -> Result<Option<String>, Refused>;
}

/// The process's own terminal and standard input.
#[derive(Debug, Clone)]
pub struct Terminal {
    /// A file that holds the passphrase, for scripts.
    pub passphrase_file: Option<PathBuf>,
    /// Answers are read by a program.
    pub json: bool,
    /// The language of questions.
    pub lang: Lang,
}

impl Terminal {
    /// Whether a person types here.
    #[must_use]
    pub fn is_person(&self) -> bool {
        !self.json && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Asks a question, given as a message, and says whether the answer was yes.
    pub fn agrees(&self, question: &str) -> bool {
        say(&format!("{} {} ", self.text(question), self.text("app-type-yes")));
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line).is_ok();
        let (typed, yes) = (line.trim().to_lowercase(), self.text("app-yes"));
        // English is understood in every language.
        read && (typed == yes || typed == "yes")
    }

    fn text(&self, id: &str) -> String {
        Messages::of(self.lang).text(id, &[])
    }
}

impl Source for Terminal {
    fn stdin(&mut self) -> Result<String, Refused> {
        let mut text = String::new();
        let read = std::io::stdin().take(MAX_BYTES).read_to_string(&mut text);
        read.map_err(|error| unread(&error))?;
        Ok(without_line_end(text))
    }

    fn edit(&mut self, start: &str) -> Result<Option<String>, Refused> {
        if !self.is_person() || !std::io::stdout().is_terminal() {
            return Ok(None);
        }
        let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let Some(editor) = named("VISUAL").or_else(|| named("EDITOR")) else { return Ok(None) };
        edit_with(&editor.to_string_lossy(), &std::env::temp_dir(), start).map(Some)
    }
}

impl Ask for Terminal {
    fn passphrase(&mut self, new: bool) -> Result<Zeroizing<String>, Refused> {
        if let Some(file) = &self.passphrase_file {
            return read_file(file).map(|text| Zeroizing::new(without_line_end(text)));
        }
        if !self.can_answer() {
            return Err(refused("passphrase_needed", Class::Locked));
        }
        let ask = |prompt: &str| {
            let typed = rpassword::prompt_password(format!("{} ", self.text(prompt)));
            typed.map(Zeroizing::new).map_err(|_| refused("passphrase_needed", Class::Locked))
        };
        if !new {
            return ask("app-passphrase");
        }
        say(&format!("{}\n", self.text("app-passphrase-choose")));
        let first = ask("app-passphrase-new")?;
        if first != ask("app-passphrase-again")? {
            return Err(refused("passphrases_differ", Class::Usage));
        }
        Ok(first)
    }

    fn can_answer(&self) -> bool {
        self.passphrase_file.is_some() || self.is_person()
    }

    fn warn(&mut self, message: &str) {
        say(&format!("{}\n", self.text(message)));
    }
}

/// Says something beside the answer, on standard error. What cannot be said is not worth failing for.
pub fn say(text: &str) {
    let mut out = std::io::stderr().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// A small text file.
///
/// # Errors
/// `file_not_read` with the kind of error.
pub(crate) fn read_file(path: &Path) -> Result<String, Refused> {
    let file = std::fs::File::open(path).map_err(|error| unread(&error))?;
    let mut text = String::new();
    file.take(MAX_BYTES).read_to_string(&mut text).map_err(|error| unread(&error))?;
    Ok(text)
}

/// No more of a file than one may be long, and one byte, so that a longer one is seen to be.
///
/// # Errors
/// `file_not_read` with the kind of error.
pub(crate) fn read_bytes(path: &Path, most: usize) -> Result<Vec<u8>, Refused> {
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| unread(&error))?;
    file.take(most).read_to_end(&mut bytes).map_err(|error| unread(&error))?;
    Ok(bytes)
}

/// Without the one line end that an editor or `echo` adds.
pub(crate) fn without_line_end(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

fn unread(error: &std::io::Error) -> Refused {
    refused("file_not_read", Class::Usage).with(error.kind().to_string())
}

/// Runs an editor on a file only this person can read, and removes it.
fn edit_with(editor: &str, folder: &Path, start: &str) -> Result<String, Refused> {
    let failed = || refused("no_editor", Class::Usage);
    let mut name = [0; 8];
    getrandom::fill(&mut name).map_err(|_| failed())?;
    let file = folder.join(format!("accord-{}.txt", data_encoding::HEXLOWER.encode(&name)));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&file).and_then(|mut out| out.write_all(start.as_bytes()));
    let edited = written.map_err(|_| failed()).and_then(|()| {
        // An editor may bring its own arguments, such as `code --wait`.
        let mut parts = editor.split_whitespace();
        let program = parts.next().ok_or_else(failed)?;
        let status = Command::new(program).args(parts).arg(&file).status().map_err(|_| failed())?;
        if status.success() { read_file(&file) } else { Err(failed()) }
    });
    drop(std::fs::remove_file(&file));
    edited.map(without_line_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_taken_off_and_no_more() {
        for (text, left) in [("a\n", "a"), ("a\r\n", "a"), ("a\n\n", "a\n"), ("a", "a"), ("", "")] {
            assert_eq!(without_line_end(text.into()), left);
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_editors_words_come_back_and_its_file_goes() {
        let folder = tempfile::tempdir().unwrap();
        let editor = folder.path().join("editor");
        std::fs::write(&editor, "#!/bin/sh\nprintf ' and more\\n' >> \"$2\"\n").unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(&editor, mode).unwrap();
        let with = format!("{} --wait", editor.display());
        assert_eq!(edit_with(&with, folder.path(), "start").unwrap(), "start and more");
        assert!(edit_with("false", folder.path(), "start").is_err_and(|r| r.is("no_editor")));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "only the editor is left");
    }

    #[test]
    fn a_passphrase_file_is_read_without_its_line_end() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("passphrase");
        std::fs::write(&file, "open sesame\n").unwrap();
        let mut terminal = Terminal { passphrase_file: Some(file), json: true, lang: Lang::En };
        assert!(terminal.can_answer());
        assert_eq!(*terminal.passphrase(true).unwrap(), "open sesame");
        terminal.passphrase_file = Some(folder.path().join("none"));
        assert!(terminal.passphrase(false).is_err_and(|r| r.is("file_not_read")));
    }
}
