//! Running tools: their output passes through as it comes, and the tests they report are counted on the way.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;

/// The cargo that runs us.
pub(crate) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Tests counted in a runner's own summary lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Count {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// What a line says, if it is the summary of `cargo test`, of nextest or of Node's runner.
    fn of_line(line: &str) -> Self {
        let plain = without_colour(line);
        let line = plain.trim();
        let of_node = |word: &str| line.strip_prefix(word).and_then(|n| n.parse().ok());
        if let Some(passed) = of_node("# pass ") {
            return Self { passed, failed: 0 };
        }
        if let Some(failed) = of_node("# fail ") {
            return Self { passed: 0, failed };
        }
        let summary = line.starts_with("test result:")
            || (line.starts_with("Summary [") && line.contains(" run: "));
        if !summary {
            return Self::default();
        }
        let number_before = |word: &str| {
            let words: Vec<&str> = line.split([' ', ',', ';', ':', '.', '(']).collect();
            let at = words.iter().position(|found| *found == word)?;
            words.get(at.checked_sub(1)?)?.parse::<u64>().ok()
        };
        Self {
            passed: number_before("passed").unwrap_or(0),
            failed: number_before("failed").unwrap_or(0)
                + if line.starts_with("Summary") { number_before("timed").unwrap_or(0) } else { 0 },
        }
    }
}

/// A tool with its arguments.
#[derive(Debug)]
pub(crate) struct Tool {
    command: Command,
    name: String,
}

impl Tool {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let name = program.as_ref().to_string_lossy().into_owned();
        Self { command: Command::new(program), name }
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, key: &str, value: &str) -> Self {
        self.command.env(key, value);
        self
    }

    /// Runs it on our terminal; whether it succeeded.
    pub(crate) fn show(mut self) -> Result<bool, String> {
        let status = self.command.status().map_err(|error| cannot_run(&self.name, &error))?;
        Ok(status.success())
    }

    /// Starts it, unseen, while we do something else.
    pub(crate) fn beside(mut self) -> Result<Beside, String> {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = self.command.spawn().map_err(|error| cannot_run(&self.name, &error))?;
        Ok(Beside { child })
    }

    /// Whether it runs and succeeds, unseen.
    pub(crate) fn works(mut self) -> bool {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.command.status().is_ok_and(|status| status.success())
    }

    /// What it prints when it succeeds.
    pub(crate) fn answer(mut self) -> Option<String> {
        let output = self.command.stdin(Stdio::null()).output().ok()?;
        let said = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| said.trim().to_owned())
    }

    /// Runs it, passes on what it prints and counts the tests it reports.
    pub(crate) fn count(mut self) -> Result<(bool, Count), String> {
        if std::io::stderr().is_terminal() {
            self.command.env("CARGO_TERM_COLOR", "always");
        }
        self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().map_err(|error| cannot_run(&self.name, &error))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let count = thread::scope(|scope| {
            let err = scope.spawn(|| pass_on(err, std::io::stderr()));
            let mut count = pass_on(out, std::io::stdout());
            count.add(err.join().unwrap_or_default());
            count
        });
        let status = child.wait().map_err(|error| cannot_run(&self.name, &error))?;
        Ok((status.success(), count))
    }
}

/// A tool that runs beside us, and not longer than somebody holds this.
#[derive(Debug)]
pub(crate) struct Beside {
    child: Child,
}

impl Beside {
    /// Waits until it has ended, however.
    pub(crate) fn ended(mut self) {
        let _however = self.child.wait();
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // One that has ended is not there to be ended.
        let _gone = self.child.kill().and_then(|()| self.child.wait());
    }
}

fn cannot_run(name: &str, error: &std::io::Error) -> String {
    format!("cannot run {name}: {error}")
}

fn pass_on(from: Option<impl Read>, mut to: impl Write) -> Count {
    let mut count = Count::default();
    let Some(from) = from else { return count };
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|bytes| bytes > 0) {
        // A reader that went away, `| head` say, must not end the checks.
        let _gone = to.write_all(&line).and_then(|()| to.flush());
        count.add(Count::of_line(&String::from_utf8_lossy(&line)));
        line.clear();
    }
    count
}

fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            let _until_letter = rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summaries_of_all_runners_are_counted() {
        let cases = [
            ("test result: ok. 11 passed; 2 failed; 0 ignored; 0 measured", (11, 2)),
            ("test result: \u{1b}[32mok\u{1b}[0m. 17 passed; 0 failed; 0 ignored", (17, 0)),
            (
                "     Summary [   0.8s] 17 tests run: 15 passed (1 slow), 2 failed, 3 skipped",
                (15, 2),
            ),
            ("     Summary [   0.8s] 1 test run: 0 passed, 1 timed out, 0 skipped", (0, 1)),
            ("# pass 6", (6, 0)),
            ("# fail 2", (0, 2)),
            ("# passed by", (0, 0)),
            ("test store::passed ... ok", (0, 0)),
            ("Summary of what 3 passed", (0, 0)),
        ];
        for (line, (passed, failed)) in cases {
            assert_eq!(Count::of_line(line), Count { passed, failed }, "{line}");
        }
    }

    #[test]
    fn what_a_tool_prints_is_passed_on_unchanged_and_counted() {
        let printed: &[u8] = b"one\ntest result: x. 1 passed; 4 failed\n\xff no newline";
        let mut seen = Vec::new();
        let count = pass_on(Some(printed), &mut seen);
        assert_eq!((seen.as_slice(), count), (printed, Count { passed: 1, failed: 4 }));
    }

    #[test]
    fn a_tool_beside_us_ends_by_itself_or_with_us() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("mark");
        let script = format!("read line < /dev/null; echo > {}", mark.display());
        Tool::new("sh").args(["-c", &script]).beside().unwrap().ended();
        assert!(mark.is_file());
        let endless = Tool::new("tail").args(["-f", "/dev/null"]).beside().unwrap();
        let number = endless.child.id().to_string();
        let runs = || Tool::new("kill").args(["-0", &number]).works();
        assert!(runs());
        drop(endless);
        assert!(!runs());
    }

    #[test]
    fn a_tool_that_fails_and_one_that_is_missing_are_told_apart() {
        let (passed, _) = Tool::new("sh").args(["-c", "exit 1"]).count().unwrap();
        assert!(!passed);
        Tool::new("no-such-tool-anywhere").count().unwrap_err();
    }
}
