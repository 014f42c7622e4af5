//! `cargo xtask serve`: builds the relay and runs it on this machine, with its data in `./data`.
//!
//! This process becomes the relay, so that Ctrl-C, signals and the exit code are the relay's own. A second
//! process, the guide, passes on what the relay prints and says what to do next once it listens.

use crate::install;
use crate::run::{Tool, cargo};
use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

const RELAY: &str = "target/release/accord-server";
const CLIENT: &str = "target/release/accord";

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
    install::packages()?;
    println!("--- building the relay and the command line, some minutes the first time");
    let build =
        ["build", "--release", "--package", "accord-server", "--package", "accord-cli", "--bins"];
    if !Tool::new(cargo()).args(build).show()? {
        return Ok(ExitCode::FAILURE);
    }
    let own = std::env::current_exe().map_err(|error| format!("cannot find myself: {error}"))?;
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
    let mut token = None;
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| format!("the relay's output: {error}"))?;
        writeln!(out, "{line}").map_err(|error| format!("cannot print: {error}"))?;
        let json: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        let text = |key: &str| json.get(key).and_then(serde_json::Value::as_str).map(str::to_owned);
        token = text("token").or(token);
        if let Some(address) = text("listening") {
            let url = address.replace("127.0.0.1", "localhost");
            let steps = next_steps(&url, &options.data, token.as_deref());
            writeln!(out, "{steps}").map_err(|error| format!("cannot print: {error}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn next_steps(url: &str, data: &str, token: Option<&str>) -> String {
    let (token, hint) = match token {
        Some(token) => (token, String::new()),
        None => (
            "TOKEN",
            format!(
                "\nTOKEN is the registration token this relay printed when it first started; make another with:\n  \
                 {RELAY} token --data {data}\n"
            ),
        ),
    };
    format!(
        "
The relay runs at {url} and keeps its data in {data}. Ctrl-C stops it.
{hint}
What next: in a second terminal, here, one person begins:
  export ACCORD_RELAY_TOKEN={token}
  {CLIENT} --home homes/ana init --name Ana --relay {url}
  {CLIENT} --home homes/ana invite
and the other joins with the link it prints:
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
        assert!(with.contains("ACCORD_RELAY_TOKEN=abc") && !with.contains("make another"));
        let without = next_steps("http://localhost:1", "data", None);
        assert!(
            without.contains("ACCORD_RELAY_TOKEN=TOKEN") && without.contains("token --data data")
        );
    }
}
