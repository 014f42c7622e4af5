//! `accord-server`: reads the command line, sets up the log, runs one command.

use std::io::Write as _;
use std::process::ExitCode;

use accord_server::command::Cli;
use clap::Parser as _;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = cli.settings().and_then(|config| {
        accord_server::logging(&config.log, config.log_format);
        cli.run(config)
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr().lock(), "accord-server: {error}");
            ExitCode::FAILURE
        }
    }
}
