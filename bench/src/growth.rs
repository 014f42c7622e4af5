//! What years of a couple take: at the relay, on a phone, and on the way to a device that is new.
//!
//! One history grows. Where it reaches a size, relay and homes are closed, copied, and counted; on the copies another device of Ben's comes
//! in, and his twelve words bring everything back on an empty disk. Both must end with the state that Ben has.

use std::path::Path;
use std::time::{Duration, Instant};

use accord_client_core::client::command::{Command, Invitation, RelayAddress, Reply};
use accord_client_core::store::Table;
use rusqlite::{Connection, OpenFlags};

use crate::couple::{compare, pair, sync};
use crate::figures::Figures;
use crate::person::{Key, Person, acts_held, empty, open, run};
use crate::relay_process::RelayProcess;
use crate::views::looks;
use crate::years::{Way, Years};
use crate::{Common, Outcome};

const MB: f64 = 1_000_000.0;
const DAYS: i32 = 365;

/// Figures after each of these years.
pub(crate) async fn measure(common: &Common, years: &[i32], way: Way) -> Outcome<Vec<Figures>> {
    let (disk, folder) = (common.relay_folder()?, common.home_folder()?);
    let (store, homes) = (disk.path().join("relay"), folder.path().join("couple"));
    std::fs::create_dir(&store)?;
    let mut relay = RelayProcess::start(&store, common.relay.as_deref())?;
    let address = relay.address().to_owned();
    let couple = pair(&homes, &relay.url).await?;
    let words = couple.ben_words.clone();
    let mut lived = Years::begin(couple, way).await?;
    let mut all = Vec::new();
    for years in years {
        let start = Instant::now();
        lived.until_day(years * DAYS).await?;
        eprintln!("{years} years lived in {:.0} s", start.elapsed().as_secs_f64());
        let key = lived.ben_key;
        lived.ben.take();
        drop(relay);
        let size = Size {
            years: f64::from(*years),
            acts: acts_held(&homes.join("ben"), &key).await? as f64,
            key,
            words: &words,
        };
        let mut figures = Figures::new(format!("{years} years"));
        size.at_rest(&mut figures, &store, &homes.join("ben"))?;
        for _ in 0..common.repeat {
            let copy = common.home_folder()?;
            copy_folder(&store, &copy.path().join("relay"))?;
            copy_folder(&homes.join("ben"), &copy.path().join("ben"))?;
            let on = copy.path().join("relay");
            let relay = RelayProcess::start_at(&on, common.relay.as_deref(), &address)?;
            size.newcomers(&mut figures, &lived, copy.path(), &relay.url).await?;
        }
        all.push(figures);
        relay = RelayProcess::start_at(&store, common.relay.as_deref(), &address)?;
        lived.ben = Some(open(&homes.join("ben"), &key).await?);
    }
    Ok(all)
}

/// A history that reached a size.
struct Size<'a> {
    years: f64,
    /// Of both, in the couple space.
    acts: f64,
    key: Key,
    words: &'a str,
}

impl Size<'_> {
    /// What lies on the two disks.
    fn at_rest(&self, figures: &mut Figures, store: &Path, home: &Path) -> Outcome<()> {
        figures.note("acts of both", "", self.acts);
        figures.note("acts of a person in a year", "", self.acts / self.years / 2.0);
        let file = store.join("relay.sqlite");
        let relay = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let sql = "SELECT count(*), sum(length(record)) FROM log JOIN space ON place >> 28 = number WHERE type = ?1";
        let of = |kind: u8| relay.query_row(sql, [kind], |row| Ok((row.get(0)?, row.get(1)?)));
        let ((couple_records, couple), (vault_records, vaults)): ((f64, f64), (f64, f64)) =
            (of(1)?, of(2)?);
        let disk = std::fs::metadata(file)?.len() as f64;
        figures.note("relay: records of the couple", "", couple_records);
        figures.note("relay: records of both vaults", "", vault_records);
        figures.note("relay: the couple's log", "MB", couple / MB);
        figures.note("relay: both vaults' logs", "MB", vaults / MB);
        figures.note("relay: database on the disk", "MB", disk / MB);
        figures.note("relay: database, a year", "MB", disk / MB / self.years);
        figures.note("relay: the couple's log, an act", "B", couple / self.acts);
        figures.note("relay: database, an act", "B", disk / self.acts);
        let file = home.join("accord.db");
        let phone = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let hot = |table: Table| {
            let sql = "SELECT coalesce(sum(length(value)), 0) FROM hot WHERE tab = ?1";
            phone.query_row(sql, [table.number()], |row| row.get::<_, f64>(0))
        };
        let records: f64 =
            phone.query_row("SELECT sum(length(value)) FROM log", [], |row| row.get(0))?;
        let disk = std::fs::metadata(file)?.len() as f64;
        figures.note("phone: home on the disk", "MB", disk / MB);
        figures.note("phone: home, a year", "MB", disk / MB / self.years);
        figures.note("phone: home, an act", "B", disk / self.acts);
        figures.note("phone: records", "MB", records / MB);
        figures.note("phone: acts", "MB", hot(Table::Act)? / MB);
        figures.note("phone: pages", "MB", (hot(Table::Page)? + hot(Table::Tail)?) / MB);
        Ok(())
    }

    /// Two devices that have nothing: one let in by Ben's, one that only has the twelve words.
    async fn newcomers(
        &self,
        figures: &mut Figures,
        lived: &Years,
        copy: &Path,
        url: &str,
    ) -> Outcome<()> {
        let mut ben = open(&copy.join("ben"), &self.key).await?;
        ben.set_clock(lived.ben_clock()?);
        sync(&mut ben).await?;

        let mut tablet = begun(&copy.join("tablet"), lived).await?;
        let link = match run(&mut ben, Command::DeviceAdd { spoken: false }).await? {
            Reply::Invite(view) => view.link.ok_or("no link")?,
            other => return Err(format!("no invitation: {other:?}").into()),
        };
        let (invitation, device_name) = (Invitation::Link(link), "tablet".into());
        let join = Command::Join { invitation, name: None, device_name, token: None };
        run(&mut tablet, join).await?;
        compare(&mut ben, &mut tablet).await?;
        let mut arrival = Arrival::of(&tablet);
        // Into the vault first; there it asks for the couple space, and is let in.
        for _ in 0..2 {
            sync(&mut ben).await?;
            let start = Instant::now();
            sync(&mut tablet).await?;
            arrival.took += start.elapsed();
        }
        arrival.note(figures, "new device", &mut tablet).await?;
        same_state(&mut ben, &mut tablet).await?;
        drop(tablet);

        let mut laptop = begun(&copy.join("laptop"), lived).await?;
        let mut arrival = Arrival::of(&laptop);
        let start = Instant::now();
        let relay = RelayAddress { url: url.into(), token: None };
        let (words, device_name) = (self.words.to_owned(), "laptop".into());
        match run(&mut laptop, Command::Recover { words, relay, device_name }).await? {
            Reply::Recovered(view) if view.couple == "back" => {}
            other => return Err(format!("not recovered: {other:?}").into()),
        }
        figures.note("12 words: until the answer", "ms", ms(start.elapsed()));
        sync(&mut laptop).await?;
        arrival.took = start.elapsed();
        arrival.note(figures, "12 words", &mut laptop).await?;
        same_state(&mut ben, &mut laptop).await
    }
}

async fn begun(folder: &Path, lived: &Years) -> Outcome<Person> {
    let (mut person, _) = empty(folder).await?;
    person.set_clock(lived.ben_clock()?);
    Ok(person)
}

/// What a device that began with nothing took to hold everything.
struct Arrival {
    /// By its own exchanges.
    took: Duration,
    /// Bytes that were moved before.
    before: (u64, u64),
}

impl Arrival {
    fn of(person: &Person) -> Self {
        Self { took: Duration::ZERO, before: person.traffic() }
    }

    /// It holds everything; every list is looked at too.
    async fn note(&self, figures: &mut Figures, what: &str, person: &mut Person) -> Outcome<()> {
        figures.note(&format!("{what}: until it holds all"), "ms", ms(self.took));
        let start = Instant::now();
        for look in looks(&Default::default()) {
            if look.words.is_some() && !look.file {
                drop(run(person, look.command).await?);
            }
        }
        figures.note(&format!("{what}: then every list"), "ms", ms(start.elapsed()));
        let (up, down) = person.traffic();
        let (up, down) = (up - self.before.0, down - self.before.1);
        figures.note(&format!("{what}: received"), "MB", down as f64 / MB);
        figures.note(&format!("{what}: sent"), "kB", up as f64 / 1000.0);
        Ok(())
    }
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

/// The new one already has all that there is: position and digest are one as soon as the old one has it too.
async fn same_state(old: &mut Person, new: &mut Person) -> Outcome<()> {
    sync(old).await?;
    let mut seen = Vec::new();
    for person in [old, new] {
        match run(person, Command::Verify).await? {
            Reply::Verify(view) if view.quarantined.is_empty() && view.bad_signatures == 0 => {
                seen.push((view.position, view.state_digest));
            }
            other => return Err(format!("not sound: {other:?}").into()),
        }
    }
    match seen.as_slice() {
        [old, new] if old == new => Ok(()),
        _ => Err(format!("two states: {seen:?}").into()),
    }
}

fn copy_folder(from: &Path, to: &Path) -> Outcome<()> {
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        if file.file_type()?.is_dir() {
            copy_folder(&file.path(), &to.join(file.file_name()))?;
        } else {
            std::fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    Ok(())
}
