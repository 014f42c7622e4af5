//! A home that holds years of a couple: opening it, every look at it, one more act, its size in memory and on the disk.
//!
//! One history grows; at each size Ben's home is closed, copied, and the copy is measured.

use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::Instant;

use accord_cli::args::Unlock;
use accord_cli::home::{Home, Place};
use accord_client_core::act::rounds::RitualResult;
use accord_client_core::client::command::Command;
use accord_client_core::law::beside::command::{BesideCommand as Beside, CheckinWords};
use accord_client_core::law::command::{LawCommand, MarkResult, RitualCommand};

use rustix::time::{ClockId, Timespec, clock_gettime};

use crate::couple::{pair, sync};
use crate::edit::edit;
use crate::figures::Figures;
use crate::person::{Person, acts_held, open, run};
use crate::relay_process::{RelayProcess, resident_bytes};
use crate::views::looks;
use crate::years::{Way, Years};
use crate::{Common, Outcome};

const OPEN_MS: f64 = 150.0;
const VIEW_MS: f64 = 20.0;
const ACT_MS: f64 = 2.0;
/// Each figure of a process is the least of so many runs: the clock on the wall also counts what others do on the machine.
const PROCESSES: usize = 3;
const MB: f64 = 1_000_000.0;

/// Figures for each of these sizes, in acts of both.
pub(crate) async fn measure(
    common: &Common,
    sizes: &[usize],
    keep: Option<&Path>,
) -> Outcome<Vec<Figures>> {
    let (disk, folder) = (common.relay_folder()?, common.home_folder()?);
    let relay = RelayProcess::start(disk.path(), common.relay.as_deref())?;
    let couple = folder.path().join("couple");
    let mut years = Years::begin(pair(&couple, &relay.url).await?, Way::default()).await?;
    let mut all = Vec::new();
    for size in sizes {
        let start = Instant::now();
        years.until(*size).await?;
        eprintln!("{} days lived in {:.0} s", years.days(), start.elapsed().as_secs_f64());
        let copy = keep.unwrap_or(folder.path()).join(format!("copy-{size}"));
        let held = copy_of_ben(&mut years, &couple.join("ben"), &copy).await?;
        let mut figures = Figures::new(format!("{held} acts"));
        figures.note("days the two have written", "", f64::from(years.days()));
        sizes_of(&mut figures, &copy)?;
        for _ in 0..common.repeat {
            opening(&mut figures, &years, &copy).await?;
            views(&mut figures, &years, &copy).await?;
            acts(&mut figures, &mut years, &copy).await?;
            processes(&mut figures, &years, &copy)?;
        }
        all.push(figures);
    }
    Ok(all)
}

/// Closes Ben's home, copies it and opens it again; how many acts it holds.
async fn copy_of_ben(years: &mut Years, home: &Path, copy: &Path) -> Outcome<usize> {
    let key = years.ben_key;
    years.ben.take();
    std::fs::create_dir_all(copy)?;
    std::fs::copy(home.join("accord.db"), copy.join("accord.db"))?;
    years.ben = Some(open(home, &key).await?);
    acts_held(copy, &key).await
}

fn sizes_of(figures: &mut Figures, copy: &Path) -> Outcome<()> {
    let bytes = std::fs::metadata(copy.join("accord.db"))?.len();
    figures.note("home on the disk", "MB", bytes as f64 / MB);
    let out = Process::new(std::env::current_exe()?).arg("hold").arg(copy).output()?;
    let said = String::from_utf8(out.stdout)?;
    let mut parts = said.split_whitespace().map(str::parse::<f64>);
    for name in ["memory of the open home", "memory after every list"] {
        figures.note(name, "MB", parts.next().ok_or("nothing held")?? / MB);
    }
    Ok(())
}

/// The process that [`sizes_of`] asks: opens a home, takes every list, says what memory grew by each.
pub(crate) fn hold(folder: PathBuf) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let before = resident_bytes("self")?;
    let place = Place { unlock: Some(Unlock::None), ..Place::at(folder) };
    let mut home = Home::open(&place, &mut ()).map_err(|refused| refused.code)?;
    let opened = resident_bytes("self")?;
    for look in looks(&Default::default()).into_iter().filter(|look| !look.file) {
        drop(runtime.block_on(home.run(look.command)));
    }
    println!("{} {}", opened - before, resident_bytes("self")? - before);
    Ok(())
}

async fn opening(figures: &mut Figures, years: &Years, copy: &Path) -> Outcome<()> {
    let (start, work) = (Instant::now(), Work::now());
    let mut ben = open(copy, &years.ben_key).await?;
    figures.note_marked("opened", "ms", Some(OPEN_MS), work.ms());
    figures.note_marked("opened, by the clock on the wall", "ms", Some(OPEN_MS), ms(start));
    drop(run(&mut ben, Command::Devices).await?);
    Ok(())
}

/// Every look, as the first thing after opening and once more.
async fn views(figures: &mut Figures, years: &Years, copy: &Path) -> Outcome<()> {
    for look in looks(&years.long) {
        let mut ben = at_evening(years, copy).await?;
        let mark = (!look.file).then_some(VIEW_MS);
        let start = Work::now();
        drop(run(&mut ben, look.command.clone()).await?);
        figures.note_marked(&format!("first: {}", look.name), "ms", mark, start.ms());
        let start = Work::now();
        drop(run(&mut ben, look.command).await?);
        figures.note_marked(&format!("again: {}", look.name), "ms", mark, start.ms());
    }
    Ok(())
}

/// One more act of Ben's in a home that is open and looked at, of each of the kinds that are most, and one of Ana's.
async fn acts(figures: &mut Figures, years: &mut Years, copy: &Path) -> Outcome<()> {
    let today = years.today();
    let thanks = Beside::Thanks { text: "Thank you for the soup".into(), about: None, tag: None };
    let checkin = Beside::Checkin {
        round: Some(today.plus(1)),
        words: CheckinWords { need: Some("Sleep".into()), ..CheckinWords::default() },
        now: true,
        tell: false,
    };
    let (ritual, promise) = (years.long.ritual.clone(), years.long.promise.clone());
    let sunday = today.plus(-(years.days() + 1).rem_euclid(7));
    let done = RitualResult::DidIt;
    let own = [
        ("thanks", LawCommand::Beside(thanks)),
        ("a heart", LawCommand::Beside(Beside::Heart { id: years.long.thanks.clone(), on: true })),
        ("a check-in", LawCommand::Beside(checkin)),
        (
            "a ritual marked",
            LawCommand::Ritual(RitualCommand::Mark { id: ritual, on: Some(sunday), result: done }),
        ),
        (
            "a promise marked",
            LawCommand::PromiseMark {
                id: promise,
                on: Some(today.plus(-years.days().rem_euclid(7))),
                result: MarkResult::NotApplicable,
                note: None,
            },
        ),
    ];
    let mut ben = at_evening(years, copy).await?;
    every_list(&mut ben).await?;
    let settled = every_list(&mut ben).await?;
    for (name, what) in own {
        let start = Work::now();
        drop(run(&mut ben, Command::Say { what, draft: false }).await?);
        figures.note_marked(&format!("said: {name}"), "ms", Some(ACT_MS), start.ms());
    }
    for (n, name) in ["an agreement", "a limit", "a promise"].into_iter().enumerate() {
        let start = Work::now();
        drop(run(&mut ben, edit(n)).await?);
        figures.note_marked(&format!("said: {name}"), "ms", Some(ACT_MS), start.ms());
    }
    drop(run(&mut ben, edit(2)).await?);
    let after = every_list(&mut ben).await?;
    figures.note("all lists again", "ms", settled);
    figures.note("all lists after eight own acts", "ms", after);
    arriving(figures, years).await
}

/// An act of Ana's arrives at the home Ben has open.
async fn arriving(figures: &mut Figures, years: &mut Years) -> Outcome<()> {
    let thanks = Beside::Thanks { text: "Thank you for the bread".into(), about: None, tag: None };
    let what = LawCommand::Beside(thanks);
    let ben = years.ben.as_mut().ok_or("no home")?;
    sync(ben).await?;
    drop(run(ben, Command::Status).await?);
    let start = Work::now();
    drop(run(ben, Command::Status).await?);
    let settled = start.ms();
    drop(run(&mut years.ana, Command::Say { what, draft: false }).await?);
    sync(&mut years.ana).await?;
    let start = Work::now();
    sync(ben).await?;
    figures.note("an act arrives (the whole exchange)", "ms", start.ms());
    let start = Work::now();
    drop(run(ben, Command::Status).await?);
    let after = start.ms() - settled;
    figures.note_marked("status after it, over status again", "ms", Some(ACT_MS), after);
    Ok(())
}

async fn every_list(ben: &mut Person) -> Outcome<f64> {
    let start = Work::now();
    for look in looks(&Default::default()).into_iter().filter(|look| !look.file) {
        if look.words.is_some() {
            drop(run(ben, look.command).await?);
        }
    }
    Ok(start.ms())
}

/// Whole processes of the command line.
fn processes(figures: &mut Figures, years: &Years, copy: &Path) -> Outcome<()> {
    let program = std::env::current_exe()?.with_file_name("accord");
    let looks = looks(&years.long);
    for (style, words) in [("text", None), ("json", Some("--json"))] {
        for look in &looks {
            let Some(said) = look.words else { continue };
            let mut least = f64::INFINITY;
            for _ in 0..PROCESSES {
                let start = Instant::now();
                let status = Process::new(&program)
                    .arg("--home")
                    .arg(copy)
                    .args(words)
                    .args(said.split(' '))
                    .env("ACCORD_NOW", years.ben_now())
                    .stdout(Stdio::null())
                    .status()?;
                if !status.success() {
                    return Err(format!("accord {said}: {status}").into());
                }
                least = least.min(ms(start));
            }
            figures.note(&format!("{style}: accord {said}"), "ms", least);
        }
    }
    Ok(())
}

async fn at_evening(years: &Years, copy: &Path) -> Outcome<Person> {
    let mut ben = open(copy, &years.ben_key).await?;
    ben.set_clock(years.ben_clock()?);
    Ok(ben)
}

/// Processor time of this thread from here on: what others do on the machine does not count, nor waiting for the disk.
struct Work(Timespec);

impl Work {
    fn now() -> Self {
        Self(clock_gettime(ClockId::ThreadCPUTime))
    }

    fn ms(&self) -> f64 {
        let now = clock_gettime(ClockId::ThreadCPUTime);
        (now.tv_sec - self.0.tv_sec) as f64 * 1e3 + (now.tv_nsec - self.0.tv_nsec) as f64 / 1e6
    }
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
