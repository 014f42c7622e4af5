//! The command line `accord`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(accord_cli::run::run(std::env::args_os().collect()))
}
