//! The command line of `accord-server`: flags over environment over file, and what each command says.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, LogFormat, Registration};
use crate::driver::Clock;
use crate::error::Error;
use crate::store::home::Home;
use crate::store::sqlite::admin;

/// Accord's relay: keeps sealed records in order and passes them on.
#[derive(Debug, Parser)]
#[command(version, about, args_conflicts_with_subcommands = false)]
pub struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Args)]
struct Flags {
    /// Settings file (TOML); see config.example.toml
    #[arg(long, global = true, env = "ACCORD_SERVER_CONFIG")]
    config: Option<PathBuf>,
    /// Folder that holds the database
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// Address of a PostgreSQL database, in place of the one in the folder
    #[arg(long, global = true)]
    database: Option<String>,
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, global = true)]
    listen: Option<String>,
    /// Who may found a space: closed, token or open
    #[arg(long, global = true, value_parser = registration)]
    registration: Option<Registration>,
    /// Name clients dial, with its port if it is not the usual one; may be given more than once
    #[arg(long = "public-name", global = true)]
    public_name: Vec<String>,
    /// Folder with the app's files, in place of those built in
    #[arg(long, global = true)]
    web: Option<PathBuf>,
    /// Address for metrics, on a port of their own
    #[arg(long, global = true)]
    metrics: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the relay (what happens without a command)
    Serve,
    /// Registration tokens; alone it prints the first one again
    Token {
        #[command(subcommand)]
        command: Option<TokenCommand>,
    },
    /// Counts, as JSON
    Stats,
    /// Copy the database to FILE while the relay runs
    Backup {
        /// Must not exist yet
        file: PathBuf,
    },
    /// Put a backup in place of the database (the relay must be stopped)
    Restore {
        /// Made by `backup`
        file: PathBuf,
    },
    /// Tell clients to offer again what the relay may have lost (the relay must be stopped)
    NewEpoch,
    /// Verify every record, chain and head
    Check,
    /// Give the room that deleted spaces left back to the disk, while the relay runs
    Compact,
    /// Print the settings in force
    Config,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Number and times of each
    List,
    /// Make a further one; it is shown this once
    New,
    /// No longer accept one
    Revoke {
        /// As `list` shows it
        number: i64,
    },
}

impl Cli {
    /// Settings from all places.
    ///
    /// # Errors
    /// When they cannot be used.
    pub fn settings(&self) -> Result<Config, Error> {
        let flags = &self.flags;
        let mut config = Config::load(flags.config.as_deref(), |name| std::env::var(name).ok())?;
        let Flags { data, database, listen, registration, web, metrics, public_name, .. } = flags;
        if let Some(data) = data {
            config.data.clone_from(data);
        }
        if database.is_some() {
            config.database.clone_from(database);
        }
        if let Some(listen) = listen {
            config.listen.clone_from(listen);
        }
        if let Some(registration) = registration {
            config.relay.registration = *registration;
        }
        if !public_name.is_empty() {
            config.public_names.clone_from(public_name);
        }
        if web.is_some() {
            config.web.clone_from(web);
        }
        if metrics.is_some() {
            config.metrics.clone_from(metrics);
        }
        Ok(config.checked()?)
    }

    /// Runs the command.
    ///
    /// # Errors
    /// What is printed as one sentence.
    pub fn run(&self, config: Config) -> Result<(), Error> {
        let now_ms = Clock::new().now_ms();
        let home = Home::of(&config)?;
        match self.command.as_ref().unwrap_or(&Command::Serve) {
            Command::Serve => return serve(config),
            Command::Token { command: None } => match home.first_token(now_ms)? {
                Some(token) => say(&token)?,
                None => say("the first token is no longer kept; make one with `token new`")?,
            },
            Command::Token { command: Some(TokenCommand::New) } => {
                say(&home.new_token(now_ms)?)?;
            }
            Command::Token { command: Some(TokenCommand::List) } => {
                for row in home.tokens()? {
                    say(&serde_json::json!(row).to_string())?;
                }
            }
            Command::Token { command: Some(TokenCommand::Revoke { number }) } => {
                let revoked = home.revoke_token(*number, now_ms)?;
                say(if revoked { "revoked" } else { "there is no such token" })?;
            }
            Command::Stats => say(&serde_json::json!(home.stats()?).to_string())?,
            Command::Backup { file } => {
                admin::backup(home.folder("pg_dump makes a backup while the relay runs")?, file)?;
                say(&format!("written to {}", file.display()))?;
            }
            Command::Restore { file } => {
                let instead = "pg_restore loads a dump into an empty database; the relay that starts on it raises a new epoch";
                if let Some(kept) = admin::restore(home.folder(instead)?, file, now_ms)? {
                    say(&format!("the database that was here is kept as {}", kept.display()))?;
                }
                say(
                    "restored; start the relay, and clients will offer again what the backup lacks",
                )?;
            }
            Command::NewEpoch => {
                let generation = home.new_epoch(now_ms)?;
                say(&format!("the store is now of generation {generation}"))?;
            }
            Command::Check => {
                let report = crate::check::check(&home)?;
                for finding in &report.findings {
                    say(finding)?;
                }
                say(&serde_json::json!({"spaces": report.spaces, "records": report.records, "findings": report.findings.len()}).to_string())?;
                if !report.findings.is_empty() {
                    return Err(Error::Damaged(report.findings.len()));
                }
            }
            Command::Compact => {
                let folder = home
                    .folder("its autovacuum uses the room again, and VACUUM FULL gives it back")?;
                say(&serde_json::json!(admin::compact(folder)?).to_string())?;
            }
            Command::Config => say(config.without_password().show()?.trim_end())?,
        }
        Ok(())
    }
}

fn serve(config: Config) -> Result<(), Error> {
    // A log for programs holds nothing but its own lines.
    let for_people = config.log_format == LogFormat::Text;
    let tell = |line: &str| if for_people { eprint(line) } else { tracing::info!("{line}") };
    crate::app::runtime()?.block_on(async {
        let listener = crate::app::bind(&config).await?;
        let home = Home::of(&config)?;
        let asks_token = config.relay.registration == Registration::Token;
        let running = crate::app::serve(config, listener, terminated()?).await?;
        if asks_token
            && for_people
            && let Some(token) =
                tokio::task::spawn_blocking(move || home.first_token(Clock::new().now_ms()))
                    .await
                    .map_err(std::io::Error::other)??
        {
            eprint(&format!("registration token (shown again by `accord-server token`): {token}"));
        }
        let scheme = if running.secure { "https" } else { "http" };
        tell(&format!("accord-server is ready on {}", running.address));
        let mut line =
            serde_json::json!({ "listening": format!("{scheme}://{}", running.address) });
        if let Some(metrics) = running.metrics {
            line["metrics"] = format!("http://{metrics}").into();
        }
        say(&line.to_string())?;
        running.ended().await;
        tell("accord-server has stopped");
        Ok(())
    })
}

/// SIGTERM, or Ctrl-C at a terminal. Heard from this call on, not from the first poll: whoever reads that the relay is ready may stop it at once.
#[cfg(unix)]
fn terminated() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Ctrl-C at a terminal.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
fn terminated() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn registration(text: &str) -> Result<Registration, String> {
    match text {
        "closed" => Ok(Registration::Closed),
        "token" => Ok(Registration::Token),
        "open" => Ok(Registration::Open),
        _ => Err("closed, token or open".into()),
    }
}

/// One line on stdout.
fn say(line: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(())
}

/// One line for people on stderr; nobody there to read it is no error.
fn eprint(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_on_the_operators_page_is_one() {
        let page = include_str!("../../docs/operations.md");
        // Between two marks stands code: every second part.
        let said = page.split('`').filter(|part| part.starts_with("accord-server "));
        let mut count = 0;
        for line in said.filter(|line| !line.contains('\n')) {
            let parsed = Cli::try_parse_from(line.split(' '));
            assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
            count += 1;
        }
        assert!(count > 8, "{count} found");
    }
}
