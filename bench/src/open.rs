//! Opening a home that holds many acts: the start of every command.

use std::time::Instant;

use accord_client_core::client::command::Command;

use crate::catchup::list;
use crate::couple::{Couple, pair, sync};
use crate::edit::{edit, made};
use crate::figures::Figures;
use crate::person::{open, run};
use crate::relay_process::RelayProcess;
use crate::{Common, Outcome};

pub(crate) async fn measure(common: &Common, acts: usize) -> Outcome<Figures> {
    let (disk, folder) = (common.relay_folder()?, common.home_folder()?);
    let relay = RelayProcess::start(disk.path(), common.relay.as_deref())?;
    let mut figures = Figures::new(format!("open: a home with {acts} acts"));
    let Couple { mut ana, mut ben, ben_key } =
        pair(&folder.path().join("couple"), &relay.url).await?;
    for n in 0..acts {
        run(&mut ana, edit(n)).await?;
    }
    sync(&mut ana).await?;
    sync(&mut ben).await?;
    drop(ben);
    let home = folder.path().join("couple").join("ben");
    for round in 0..common.repeat {
        let start = Instant::now();
        let mut ben = open(&home, &ben_key).await?;
        figures.note("opened", "ms", ms(start));
        let start = Instant::now();
        run(&mut ben, Command::Status).await?;
        figures.note("then status", "ms", ms(start));
        let start = Instant::now();
        let (_, look) = made(&run(&mut ben, edit(acts + round)).await?).ok_or("no record")?;
        figures.note("then one new act", "ms", ms(start));
        let start = Instant::now();
        run(&mut ben, look).await?;
        figures.note("then one record shown", "ms", ms(start));
        let start = Instant::now();
        list(&mut ben).await?;
        figures.note("then everything listed", "ms", ms(start));
    }
    Ok(figures)
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
