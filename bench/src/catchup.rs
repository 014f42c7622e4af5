//! A partner comes back after many edits made without it.

use std::time::Instant;

use accord_client_core::client::command::{Command, Reply};

use crate::couple::{Couple, pair, sync};
use crate::edit::{edit, made};
use crate::figures::{Figures, percentile};
use crate::person::run;
use crate::relay_process::RelayProcess;
use crate::{Common, Outcome};

/// Mark for 10,000 edits.
const MARK_MS: f64 = 500.0;

pub(crate) async fn measure(common: &Common, edits: usize) -> Outcome<Figures> {
    let (disk, folder) = (common.relay_folder()?, common.home_folder()?);
    let relay = RelayProcess::start(disk.path(), common.relay.as_deref())?;
    let mut figures = Figures::new(format!("catchup: {edits} offline edits"));
    for round in 0..common.repeat {
        let home = folder.path().join(format!("couple-{round}"));
        let Couple { mut ana, mut ben, .. } = pair(&home, &relay.url).await?;
        let mut each_ms = Vec::with_capacity(edits);
        let start = Instant::now();
        for n in 0..edits {
            let one = Instant::now();
            made(&run(&mut ana, edit(n)).await?).ok_or("no record")?;
            each_ms.push(one.elapsed().as_secs_f64() * 1000.0);
        }
        figures.note("all edits, offline", "ms", ms(start));
        let last = percentile(&each_ms[edits - edits.min(100)..], 0.5);
        each_ms.sort_unstable_by(f64::total_cmp);
        figures.note("one edit, offline, p50", "ms", percentile(&each_ms, 0.5));
        figures.note("one of the last edits, offline", "ms", last);
        let start = Instant::now();
        sync(&mut ana).await?;
        figures.note("author sends all", "ms", ms(start));
        let start = Instant::now();
        sync(&mut ben).await?;
        figures.note_marked("partner holds all", "ms", Some(MARK_MS), ms(start));
        let shown = list(&mut ben).await?;
        figures.note_marked("partner shows all", "ms", Some(MARK_MS), ms(start));
        if shown != edits {
            return Err(format!("{shown} of {edits} edits are shown").into());
        }
    }
    Ok(figures)
}

/// How many records all three lists show.
pub(crate) async fn list(person: &mut crate::person::Person) -> Outcome<usize> {
    let lists = [
        Command::Agreements { state: None },
        Command::Boundaries { polarity: None, owner: None },
        Command::Promises { maker: None },
    ];
    let mut shown = 0;
    for command in lists {
        shown += match run(person, command).await? {
            Reply::Agreements(list) => list.len(),
            Reply::Boundaries(list) => list.len(),
            Reply::Promises(list) => list.len(),
            other => return Err(format!("no list: {other:?}").into()),
        };
    }
    Ok(shown)
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
