//! `cargo xtask demo`: two people, two devices and a relay, told in a minute.
//!
//! Everything shown is real: a relay process on a free port, two homes in a temporary folder, and the commands as a person types them.
//! Nothing of it stays.

use crate::install;
use crate::run::{Tool, cargo};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

const RELAY: &str = "target/debug/accord-server";
const CLIENT: &str = "target/debug/accord";

pub(crate) fn run() -> Result<ExitCode, String> {
    install::packages(install::PACKAGES)?;
    println!("--- building relay and client, some minutes the first time");
    let build = ["build", "--package", "accord-server", "--package", "accord-cli", "--bins"];
    if !Tool::new(cargo()).args(build).show()? {
        return Ok(ExitCode::FAILURE);
    }
    let folder = tempfile::Builder::new()
        .prefix("accord-demo")
        .tempdir()
        .map_err(|error| format!("no temporary folder: {error}"))?;
    let mut stage = Stage::set(folder.path())?;
    let played = stage.play();
    stage.relay.take().map(end).transpose()?;
    played?;
    Ok(ExitCode::SUCCESS)
}

/// The relay, the two homes, and where they are kept.
struct Stage {
    folder: PathBuf,
    relay: Option<Child>,
    url: String,
    colour: bool,
}

#[derive(Clone, Copy)]
enum Who {
    Ana,
    Ben,
}

use Who::{Ana, Ben};

impl Who {
    const fn home(self) -> &'static str {
        match self {
            Self::Ana => "ana",
            Self::Ben => "ben",
        }
    }
}

impl Stage {
    fn set(folder: &Path) -> Result<Self, String> {
        let colour = std::io::stdout().is_terminal();
        let mut stage = Self { folder: folder.into(), relay: None, url: String::new(), colour };
        stage.start_relay("127.0.0.1:0")?;
        Ok(stage)
    }

    fn play(&mut self) -> Result<(), String> {
        self.pair()?;

        self.tell("Ana and Ben keep what their articles and evenings taught them. Words count when both said yes.")?;
        let budget = "We each spend 120 a month as we like, and ask before more";
        let budget = self.say(Ana, &["agree", "propose", "-a", "financial", "-m", budget])?;
        self.say(
            Ana,
            &["limit", "add", "-a", "emotional", "-m", "I don't discuss sensitive topics at meals"],
        )?;
        let often = [
            "agree",
            "propose",
            "-a",
            "digital",
            "--topic",
            "answer_time",
            "-m",
            "We answer messages within a day",
        ];
        let often = self.say(Ben, &often)?;
        self.say(
            Ben,
            &["promise", "add", "I call at 21:00, as I said", "--every", "week", "--size", "small"],
        )?;
        self.sync_all()?;
        self.say(Ben, &["agree", "accept", short(&budget)])?;
        self.say(Ana, &["agree", "accept", short(&often)])?;
        self.sync_all()?;

        self.tell("The relay goes away. Both go on writing, and cross: each suggests other words for the same agreement.")?;
        self.relay.take().map(end).transpose()?;
        self.say(
            Ana,
            &["agree", "counter", short(&often), "-m", "We answer messages within three hours"],
        )?;
        self.say(
            Ben,
            &["agree", "counter", short(&often), "-m", "We answer messages before we sleep"],
        )?;
        let photos = "I don't want photos of me posted without asking";
        self.say(Ana, &["limit", "add", "-a", "digital", "-m", photos, "--why", "privacy"])?;
        self.say(Ben, &["sync"])?;

        self.tell("The relay is back. Nothing is merged and nobody wins by the clock: both ideas stand side by side.")?;
        let address = self.url.trim_start_matches("http://").to_owned();
        self.start_relay(&address)?;
        self.sync_all()?;
        self.say(Ben, &["whatsnew", "--seen"])?;
        self.say(Ana, &["agree", "show", short(&often), "--diff"])?;

        self.tell("Ben brings the two together, Ana says yes. Only now other words are in force.")?;
        let open = self.open_wordings(Ben, &often)?;
        let joins: Vec<&str> = open.iter().map(|hash| short(hash)).collect();
        let (first, rest) = joins.split_first().ok_or("no open wording")?;
        let words = "We answer messages before we sleep, within three hours when it is marked";
        let mut counter =
            vec!["agree", "counter", short(&often), "--revision", first, "-m", words, "--joins"];
        counter.extend(rest);
        self.say(Ben, &counter)?;
        self.sync_all()?;
        self.say(Ana, &["agree", "accept", short(&often)])?;
        self.sync_all()?;
        for who in [Ana, Ben] {
            self.say(who, &["agree", "list"])?;
        }
        self.tell(
            "Both devices hold the same state, to the bit, and the relay could read none of it:",
        )?;
        for who in [Ana, Ben] {
            let verified = self.ask(who, &["verify"])?;
            let digest = verified["state_digest"].as_str().unwrap_or_default();
            println!(
                "  {:<4} position {}  state_digest {digest}",
                who.home(),
                verified["position"]
            );
        }
        Ok(())
    }

    /// Two identities, an invitation by link, and the words compared both ways.
    fn pair(&self) -> Result<(), String> {
        self.tell("Ana invites Ben. They compare four words each way on a call, so that nobody can stand between them.")?;
        let url = self.url.clone();
        self.quiet(Ana, &["init", "--name", "Ana", "--relay", &url, "--unlock", "none"])?;
        self.say(Ana, &["invite"])?;
        // Asked again, the invitation that stands is shown again.
        let invited = self.ask(Ana, &["invite"])?;
        let link = invited["link"].as_str().ok_or("no link")?;
        self.quiet(Ben, &["join", link, "--name", "Ben", "--unlock", "none"])?;
        self.sync_all()?;
        for (reads, hears) in [(Ana, Ben), (Ben, Ana)] {
            let pairing = self.ask(reads, &["pairing"])?;
            let words: Vec<&str> =
                pairing["say"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let mut confirm = vec!["pairing", "confirm"];
            confirm.extend(words);
            self.say(hears, &confirm)?;
        }
        self.sync_all()?;
        self.sync_all()
    }

    fn start_relay(&mut self, listen: &str) -> Result<(), String> {
        let data = self.folder.join("relay");
        let mut relay = Command::new(RELAY)
            .args(["serve", "--listen", listen, "--registration", "open", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start the relay: {error}"))?;
        let mut line = String::new();
        if let Some(out) = relay.stdout.take() {
            BufReader::new(out)
                .read_line(&mut line)
                .map_err(|error| format!("the relay's first line: {error}"))?;
        }
        let ready: Value =
            serde_json::from_str(&line).map_err(|_| "the relay did not start".to_owned())?;
        self.url = ready["listening"].as_str().ok_or("the relay names no address")?.to_owned();
        self.relay = Some(relay);
        Ok(())
    }

    fn sync_all(&self) -> Result<(), String> {
        for who in [Ana, Ben, Ana] {
            self.quiet(who, &["sync"])?;
        }
        Ok(())
    }

    fn open_wordings(&self, who: Who, id: &str) -> Result<Vec<String>, String> {
        let shown = self.ask(who, &["agree", "show", id])?;
        let open = shown["open"].as_array().into_iter().flatten();
        Ok(open.filter_map(|wording| wording["revision"].as_str().map(str::to_owned)).collect())
    }

    /// A command as typed, with what it prints; gives the id it is about.
    fn say(&self, who: Who, words: &[&str]) -> Result<String, String> {
        let output = self.command(who, words).output().map_err(cannot)?;
        let text = String::from_utf8_lossy(&output.stdout);
        let refused = String::from_utf8_lossy(&output.stderr);
        let typed: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        self.show(who, &typed.join(" "), &format!("{text}{refused}"))?;
        Ok(text.split_whitespace().next().unwrap_or_default().to_owned())
    }

    /// A command nobody needs to see.
    fn quiet(&self, who: Who, words: &[&str]) -> Result<(), String> {
        let output = self.command(who, words).output().map_err(cannot)?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!(
            "accord {} failed: {}",
            words.join(" "),
            String::from_utf8_lossy(&output.stderr)
        ))
    }

    fn ask(&self, who: Who, words: &[&str]) -> Result<Value, String> {
        let output = self.command(who, words).arg("--json").output().map_err(cannot)?;
        serde_json::from_slice(&output.stdout).map_err(|_| {
            format!(
                "accord {} failed: {}",
                words.join(" "),
                String::from_utf8_lossy(&output.stderr)
            )
        })
    }

    fn command(&self, who: Who, words: &[&str]) -> Command {
        let mut command = Command::new(CLIENT);
        command.arg("--home").arg(self.folder.join(who.home())).args(words).stdin(Stdio::null());
        command
    }

    fn show(&self, who: Who, typed: &str, printed: &str) -> Result<(), String> {
        let (bold, plain) = if self.colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        let mut text = format!("{bold}{} $ accord {typed}{plain}\n", who.home());
        for line in printed.lines() {
            text.push_str(&format!("    {line}\n"));
        }
        print(&text)
    }

    fn tell(&self, what: &str) -> Result<(), String> {
        let (soft, plain) = if self.colour { ("\u{1b}[3m", "\u{1b}[0m") } else { ("", "") };
        print(&format!("\n{soft}# {what}{plain}\n"))
    }
}

fn print(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| format!("cannot print: {error}"))
}

fn cannot(error: std::io::Error) -> String {
    format!("cannot run accord: {error}")
}

/// Ends a relay this process started.
fn end(mut relay: Child) -> Result<(), String> {
    relay
        .kill()
        .and_then(|()| relay.wait())
        .map(drop)
        .map_err(|error| format!("cannot end the relay: {error}"))
}

fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

fn quoted(word: &str) -> String {
    if word.contains(' ') { format!("\"{word}\"") } else { word.to_owned() }
}
