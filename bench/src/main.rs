//! Measurements of the real parts: clients, stores, sockets and a relay in a process of its own.
//!
//! Nothing here passes or fails; `BENCHMARKS.md` says how each figure is taken and what was measured.

mod adapter;
mod catchup;
mod couple;
mod edit;
mod figures;
mod fill;
mod floor;
mod growth;
mod idle;
mod live;
mod open;
mod person;
mod relay;
mod relay_process;
mod views;
mod years;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// What a measurement ends with.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[derive(Debug, Parser)]
#[command(about = "Measures Accord's clients and relay")]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every measurement takes.
#[derive(Debug, Clone, Args)]
struct Common {
    /// How often the measurement is repeated
    #[arg(long, global = true, default_value_t = 3)]
    repeat: usize,
    /// One JSON object a figure instead of a table
    #[arg(long, global = true)]
    json: bool,
    /// Folder for the relay's store; a temporary one is made inside
    #[arg(long, global = true)]
    folder: Option<PathBuf>,
    /// Folder for the clients' stores, the relay's if not said. A hundred devices have a hundred disks: in memory they do not
    /// wait for one
    #[arg(long, global = true)]
    client_folder: Option<PathBuf>,
    /// Another build of this program, whose relay is measured: so that two relays are compared with the same clients
    #[arg(long, global = true)]
    relay: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Couples edit at a steady rate: latency, relay CPU and bytes of an edit
    Relay {
        #[arg(long, default_value_t = 50)]
        couples: usize,
        /// Edits a second, all couples together
        #[arg(long, default_value_t = 200)]
        rate: u32,
        /// Seconds of one repetition
        #[arg(long, default_value_t = 10)]
        secs: u64,
    },
    /// A partner comes back after many edits
    Catchup {
        #[arg(long, default_value_t = 10_000)]
        edits: usize,
    },
    /// Memory of the relay for connections on which nothing happens
    Idle {
        #[arg(long, default_value_t = 1_000)]
        connections: usize,
    },
    /// A home that holds years of a couple: opening, every look, one more act, memory and disk
    Open {
        /// How many acts of both; several, ascending, are shown side by side
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000])]
        acts: Vec<usize>,
        /// Folder in which the measured homes stay, to look at them with other tools; not locked, made up by day
        #[arg(long)]
        keep: Option<PathBuf>,
    },
    /// What years of a couple take at the relay, on a phone, and on the way to a new device; recovery from the twelve words
    Growth {
        /// After how many years; several, ascending, are shown side by side
        #[arg(long, value_delimiter = ',', default_values_t = [1, 3, 10])]
        years: Vec<i32>,
        /// The two exchange after every act, not once a day
        #[arg(long)]
        lone: bool,
        /// They say half as much, and nothing on the pages for both and for oneself: the couple of `open`
        #[arg(long)]
        plain: bool,
    },
    /// Two people live until about so many acts are said, against a relay that runs, and stay there: for what measures the app
    #[command(hide = true)]
    Live {
        #[arg(long)]
        at: String,
        #[arg(long, default_value_t = 20_000)]
        acts: usize,
        /// Where the two homes stay; not locked, made up by day
        #[arg(long)]
        keep: PathBuf,
    },
    /// One of them says so many things more, and sends them
    #[command(hide = true)]
    Say {
        home: PathBuf,
        #[arg(long, default_value_t = 1_000)]
        acts: usize,
    },
    /// Clients under the harness in `bench/peers`: Accord's, or the floor's
    Adapter {
        #[arg(long)]
        floor: bool,
    },
    /// The least a server can do, to compare with
    Floor {
        #[arg(long)]
        listen: String,
        /// Where entries are kept; without it they are only passed on
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// A relay's store with many spaces, as a start finds it
    Fill {
        folder: PathBuf,
        spaces: u32,
        /// Where the relay will listen
        #[arg(long)]
        listen: String,
    },
    /// A process that opens a home and says what memory that took
    #[command(hide = true)]
    Hold { folder: PathBuf },
    /// The relay's process, started by the measurements
    #[command(hide = true)]
    Serve {
        folder: PathBuf,
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: String,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("accord-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Outcome<()> {
    let common = cli.common;
    if let Command::Serve { folder, listen } = cli.command {
        return accord_server::runtime()?.block_on(relay_process::serve(folder, listen));
    }
    if let Command::Hold { folder } = cli.command {
        return open::hold(folder);
    }
    if let Command::Floor { listen, file } = cli.command {
        return tokio::runtime::Runtime::new()?.block_on(floor::serve(&listen, file.as_deref()));
    }
    // Commits block their thread while the disk works: more threads than processors, as many homes would be many processes.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(16).enable_all().build()?;
    let figures = match cli.command {
        Command::Live { at, acts, keep } => return runtime.block_on(live::live(&at, acts, &keep)),
        Command::Say { home, acts } => return runtime.block_on(live::say(home, acts)),
        Command::Serve { .. } | Command::Hold { .. } | Command::Floor { .. } => return Ok(()),
        Command::Adapter { floor: true } => {
            return runtime.block_on(adapter::serve(adapter::Peer::Floor));
        }
        Command::Adapter { floor: false } => {
            let homes = common.home_folder()?;
            let peer = adapter::Peer::Accord(homes.path().into());
            return runtime.block_on(adapter::serve(peer));
        }
        Command::Fill { folder, spaces, listen } => {
            return runtime.block_on(fill::fill(&common, &folder, spaces, &listen));
        }
        Command::Relay { couples, rate, secs } => {
            runtime.block_on(relay::measure(&common, couples, rate, secs))?
        }
        Command::Catchup { edits } => runtime.block_on(catchup::measure(&common, edits))?,
        Command::Idle { connections } => runtime.block_on(idle::measure(&common, connections))?,
        Command::Growth { years, lone, plain } => {
            let way = years::Way { full: !plain, lone };
            let sizes = runtime.block_on(growth::measure(&common, &years, way))?;
            figures::print_beside("growth: years of a couple", &sizes, common.json);
            return Ok(());
        }
        Command::Open { acts, keep } => {
            let sizes = runtime.block_on(open::measure(&common, &acts, keep.as_deref()))?;
            figures::print_beside("open: a home of one of the two", &sizes, common.json);
            return Ok(());
        }
    };
    figures.print(common.json);
    Ok(())
}

impl Common {
    /// A folder for the relay that goes when it is dropped.
    fn relay_folder(&self) -> Outcome<tempfile::TempDir> {
        scratch(self.folder.as_ref())
    }

    /// A folder for homes that goes when it is dropped.
    fn home_folder(&self) -> Outcome<tempfile::TempDir> {
        scratch(self.client_folder.as_ref().or(self.folder.as_ref()))
    }
}

fn scratch(folder: Option<&PathBuf>) -> Outcome<tempfile::TempDir> {
    Ok(match folder {
        Some(folder) => tempfile::TempDir::new_in(folder)?,
        None => tempfile::TempDir::new()?,
    })
}
