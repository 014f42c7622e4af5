//! The command line `accord`.

use std::process::ExitCode;

fn main() -> ExitCode {
    accord_cli::memory::keep_off_the_disk();
    ExitCode::from(accord_cli::run::run(std::env::args_os().collect()))
}
