//! Couples that edit at a steady rate: how long until the partner sees it, and what it costs.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use accord_client_core::client::command::{Command, Outcome as Answer};
use accord_client_core::client::io::{Event, Ticket};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::couple::{Couple, pair};
use crate::edit::{edit, made};
use crate::figures::{Figures, percentile};
use crate::person::{Person, taken};
use crate::relay_process::RelayProcess;
use crate::{Common, Outcome};

/// Marks of the relay: half of the edits, and all but one in a hundred.
const P50_MS: f64 = 2.0;
const P99_MS: f64 = 8.0;
/// After the last edit, this long for what is under way.
const REST: Duration = Duration::from_secs(2);

/// What a person's task is told.
enum Order {
    /// Say this; it was decided at this moment.
    Edit(Command, Instant),
    /// The partner said this: see when it shows.
    Expect(Command, Instant),
    /// Tell what moved so far: bytes sent and received on sockets.
    Traffic(mpsc::UnboundedSender<(u64, u64)>),
}

type Orders = mpsc::UnboundedSender<Order>;
type Seen = mpsc::UnboundedSender<Duration>;

pub(crate) async fn measure(
    common: &Common,
    couples: usize,
    rate: u32,
    secs: u64,
) -> Outcome<Figures> {
    let (disk, folder) = (common.relay_folder()?, common.home_folder()?);
    let relay = RelayProcess::start(disk.path(), common.relay.as_deref())?;
    let mut pairing = JoinSet::new();
    for n in 0..couples {
        let (folder, url) = (folder.path().join(format!("couple-{n}")), relay.url.clone());
        pairing.spawn(async move { pair(&folder, &url).await });
    }
    let (seen, mut sightings) = mpsc::unbounded_channel();
    let (mut people, mut tasks) = (Vec::new(), JoinSet::new());
    while let Some(couple) = pairing.join_next().await {
        let Couple { ana, ben, .. } = couple??;
        let (to_ana, for_ana) = mpsc::unbounded_channel();
        let (to_ben, for_ben) = mpsc::unbounded_channel();
        tasks.spawn(live(ana, for_ana, to_ben.clone(), seen.clone()));
        tasks.spawn(live(ben, for_ben, to_ana.clone(), seen.clone()));
        people.push(to_ana);
        people.push(to_ben);
    }
    drop(seen);
    let title = format!("relay: {couples} couples, {rate} edits/s in all, {secs} s");
    let mut figures = Figures::new(title);
    let mut next = 0;
    // One short round first, that is not counted: lines open, caches fill.
    for round in 0..=common.repeat {
        let secs = if round == 0 { 3 } else { secs };
        let (before, cpu) = (traffic(&people).await, relay.cpu()?);
        let start = Instant::now();
        let edits = u64::from(rate) * secs;
        for n in 0..edits {
            let due = start + Duration::from_nanos(1_000_000_000 / u64::from(rate) * n);
            tokio::time::sleep_until(due.into()).await;
            // Everybody in turn, so that both of a couple write.
            let person = &people[next * 7 % people.len()];
            drop(person.send(Order::Edit(edit(next), Instant::now())));
            next += 1;
        }
        let mut ms: Vec<f64> = Vec::new();
        while ms.len() < usize::try_from(edits)? {
            match tokio::time::timeout(REST, sightings.recv()).await {
                Ok(Some(took)) => ms.push(took.as_secs_f64() * 1000.0),
                Ok(None) => return Err("somebody stopped".into()),
                Err(_) => break,
            }
        }
        let (took, cpu) = (start.elapsed(), relay.cpu()?.saturating_sub(cpu));
        let after = traffic(&people).await;
        if round == 0 {
            continue;
        }
        let count = ms.len() as f64;
        ms.sort_unstable_by(f64::total_cmp);
        figures.note("edits seen by the partner", "1/s", count / took.as_secs_f64());
        figures.note("edits not seen", "", edits as f64 - count);
        figures.note_marked("edit to visible p50", "ms", Some(P50_MS), percentile(&ms, 0.50));
        figures.note("edit to visible p95", "ms", percentile(&ms, 0.95));
        figures.note_marked("edit to visible p99", "ms", Some(P99_MS), percentile(&ms, 0.99));
        figures.note("edit to visible, longest", "ms", percentile(&ms, 1.0));
        figures.note("relay CPU of an edit", "us", cpu.as_secs_f64() * 1e6 / count);
        figures.note("bytes up of an edit", "B", (after.0 - before.0) as f64 / count);
        figures.note("bytes down of an edit", "B", (after.1 - before.1) as f64 / count);
    }
    drop(people);
    tasks.abort_all();
    Ok(figures)
}

async fn traffic(people: &[Orders]) -> (u64, u64) {
    let (tell, mut told) = mpsc::unbounded_channel();
    for person in people {
        drop(person.send(Order::Traffic(tell.clone())));
    }
    drop(tell);
    let mut sum = (0, 0);
    while let Some((sent, received)) = told.recv().await {
        sum = (sum.0 + sent, sum.1 + received);
    }
    sum
}

/// What a watching screen notes.
#[derive(Default)]
struct Screen {
    changed: bool,
}

impl accord_cli::driver::Watch for Screen {
    fn event(&mut self, event: &Event) {
        self.changed |= *event == Event::Changed;
    }
}

/// A person with the app open.
async fn live(
    mut person: Person,
    mut orders: mpsc::UnboundedReceiver<Order>,
    partner: Orders,
    seen: Seen,
) -> Outcome<()> {
    let mut screen = Screen::default();
    person.start(Command::Sync { watch: true }, &mut screen).await;
    let mut said: BTreeMap<Ticket, Instant> = BTreeMap::new();
    let mut expected: Vec<(Command, Instant)> = Vec::new();
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                None => return Ok(()),
                Some(Order::Edit(command, at)) => {
                    said.insert(person.start(command, &mut screen).await, at);
                }
                Some(Order::Expect(command, at)) => {
                    expected.push((command, at));
                    screen.changed = true;
                }
                Some(Order::Traffic(tell)) => drop(tell.send(person.traffic())),
            },
            () = person.step(&mut screen) => {}
        }
        let tickets: Vec<Ticket> = said.keys().copied().collect();
        for ticket in tickets {
            let Some(answer) = person.answer(ticket) else { continue };
            let Some(at) = said.remove(&ticket) else { continue };
            let (_, look) = made(&taken(answer)?).ok_or("no record")?;
            drop(partner.send(Order::Expect(look, at)));
        }
        if std::mem::take(&mut screen.changed) {
            for (command, at) in std::mem::take(&mut expected) {
                let shown: Answer = person.run(command.clone(), &mut screen).await;
                if shown.is_ok() {
                    let _ = seen.send(at.elapsed());
                } else {
                    expected.push((command, at));
                }
            }
        }
    }
}
