//! `cargo xtask serve`: builds the app and the relay and runs them on this machine, with the relay's data in `./data`.
//!
//! This process becomes the relay, so that Ctrl-C, signals and the exit code are the relay's own. A second
//! process, the guide, passes on what the relay prints and says what to do next once it listens.

use crate::app;
use crate::install;
use crate::run::{Tool, cargo};
use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

const RELAY: &str = "target/release/accord-server";
const CLIENT: &str = "target/release/accord";
const RELAY_BUILD: [&str; 5] = ["build", "--release", "--package", "accord-server", "--bins"];

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8787")]
    listen: String,
    /// The folder of the relay's data.
    #[arg(long, default_value = "data")]
    data: String,
    /// Play the guide: read the relay's output and say what to do next.
    #[arg(long, hide = true)]
    guide: bool,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    if options.guide {
        return guide(options);
    }
    // Asked before building, which may put another file in this one's place.
    let own = std::env::current_exe().map_err(|error| format!("cannot find myself: {error}"))?;
    install::packages(install::PACKAGES)?;
    let relay = || Tool::new(cargo()).args(RELAY_BUILD);
    // The first time, what the relay stands on is compiled beside the app, much of which keeps one core busy and no more. Whether that
    // works shows when the relay itself is built.
    let begun = Path::new(RELAY).is_file();
    let beside = if begun { None } else { Some(relay().args(["--quiet"]).beside()?) };
    app::build()?;
    if let Some(beside) = beside {
        println!("--- building what the relay stands on");
        beside.ended();
    }
    println!("--- building the relay with the app");
    if !relay().args(["--features", "app"]).show()? {
        return Ok(ExitCode::FAILURE);
    }
    let mut guide = Command::new(own)
        .args(["serve", "--guide", "--listen", &options.listen, "--data", &options.data])
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start the guide: {error}"))?;
    let mut relay = Command::new(Path::new(RELAY));
    relay.args(["serve", "--listen", &options.listen, "--data", &options.data]);
    relay.stdout(guide.stdin.take().map_or_else(Stdio::inherit, Stdio::from));
    Err(format!("cannot start {RELAY}: {}", become_it(relay)?))
}

#[cfg(unix)]
fn become_it(mut relay: Command) -> Result<std::io::Error, String> {
    Ok(std::os::unix::process::CommandExt::exec(&mut relay))
}

#[cfg(not(unix))]
fn become_it(mut relay: Command) -> Result<std::io::Error, String> {
    match relay.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => Ok(error),
    }
}

fn guide(options: &Options) -> Result<ExitCode, String> {
    let mut out = std::io::stdout();
    let mut say =
        |text: &str| writeln!(out, "{text}").map_err(|error| format!("cannot print: {error}"));
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| format!("the relay's output: {error}"))?;
        let json: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        match json.get("listening").and_then(serde_json::Value::as_str) {
            None => say(&line)?,
            Some(address) => {
                let url = address.replace("127.0.0.1", "localhost");
                say(&next_steps(&url, &options.data, token(&options.data).as_deref()))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The relay's first registration token, while it still has it.
fn token(data: &str) -> Option<String> {
    let output = Command::new(RELAY).args(["token", "--data", data]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let text = text.trim();
    // Otherwise it is a sentence that says how to make another.
    (output.status.success() && !text.is_empty() && !text.contains(' ')).then(|| text.to_owned())
}

fn next_steps(url: &str, data: &str, token: Option<&str>) -> String {
    let (token, hint) = match token {
        Some(token) => (token, String::new()),
        None => (
            "TOKEN",
            format!(
                "\nTOKEN is a registration token; make one with: {RELAY} token new --data {data}\n"
            ),
        ),
    };
    format!(
        "
The app is at {url}: open it in a browser. The relay runs there too and keeps its data in {data}. Ctrl-C stops both.
{hint}
To begin with this relay the app asks for its registration token: {token}

The same on the command line: in a second terminal, in this folder,
  cargo build --release --package accord-cli
  export ACCORD_RELAY_TOKEN={token}
one person begins:
  {CLIENT} --home homes/ana init --name Ana --relay {url}
  {CLIENT} --home homes/ana invite
and the other joins with the link it printed; then both compare words:
  {CLIENT} --home homes/ben join LINK --name Ben
  {CLIENT} --home homes/ben pairing
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_steps_use_the_token_or_say_where_it_is() {
        let with = next_steps("http://localhost:1", "data", Some("abc"));
        assert!(with.contains("ACCORD_RELAY_TOKEN=abc") && !with.contains("token new"));
        let without = next_steps("http://localhost:1", "data", None);
        assert!(
            without.contains("ACCORD_RELAY_TOKEN=TOKEN")
                && without.contains("token new --data data")
        );
    }
}
