//! The couples that are measured: one says something, the other hears it.

use std::fmt;
use std::time::{Duration, Instant};

use accord_protocol::frame::{ClientFrame, Outcome, ServerFrame};
use tokio::task::JoinSet;

use crate::common::{Client, Couple};

pub struct Pairs(Vec<Pair>);

struct Pair {
    couple: Couple,
    ana: Client,
    ben: Client,
}

/// From the sending of an edit until it is heard, shortest first.
pub struct Times(Vec<Duration>);

impl Times {
    /// What nine of ten take at most.
    pub fn most(&self) -> Duration {
        self.0[self.0.len() * 9 / 10]
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        write!(f, "p50 {:.1} p90 {:.1}", ms(self.0[self.0.len() / 2]), ms(self.most()))
    }
}

impl Pairs {
    pub async fn on(host: &str, count: usize) -> Self {
        let mut pairs = Vec::new();
        for n in 0..count {
            let couple = Couple::found(&format!("beside {n}"), host).await;
            let (ana, ben) = both(host, &couple, 3).await;
            pairs.push(Pair { couple, ana, ben });
        }
        Self(pairs)
    }

    /// All come back, where each had got to.
    pub async fn reconnect(&mut self, host: &str) {
        for pair in &mut self.0 {
            let at = pair.couple.log.records.len() as u64;
            (pair.ana, pair.ben) = both(host, &pair.couple, at).await;
        }
    }

    /// Somebody new to each log reads all of it.
    pub async fn read_all(&self, host: &str) {
        for Pair { couple, .. } in &self.0 {
            let mut reader = Client::reader(host, &couple.ben, &couple.log, 0).await;
            let all = reader.read_to(couple.log.records.len() as u64).await;
            assert!(
                all.iter().zip(&couple.log.records).all(|(read, record)| *read == record.bytes())
            );
        }
    }

    /// Records all of them have stored.
    pub fn records(&self) -> u64 {
        self.0.iter().map(|pair| pair.couple.log.records.len() as u64).sum()
    }

    /// All couples at once, each so many edits one after the other.
    pub async fn talk(&mut self, edits: usize) -> Times {
        let mut talking = JoinSet::new();
        for mut pair in self.0.drain(..) {
            talking.spawn(async move {
                let mut times = Vec::new();
                for _ in 0..edits {
                    times.push(pair.edit().await);
                }
                (pair, times)
            });
        }
        let mut times = Vec::new();
        while let Some(talked) = talking.join_next().await {
            let (pair, took) = talked.unwrap();
            self.0.push(pair);
            times.extend(took);
        }
        times.sort_unstable();
        Times(times)
    }
}

async fn both(host: &str, couple: &Couple, after: u64) -> (Client, Client) {
    (
        Client::reader(host, &couple.ana, &couple.log, after).await,
        Client::reader(host, &couple.ben, &couple.log, after).await,
    )
}

impl Pair {
    async fn edit(&mut self) -> Duration {
        let record = self.couple.log.content(&self.couple.ana).unwrap();
        let began = Instant::now();
        let sent = self.ana.send(&record).await;
        let at = self.couple.log.records.len() as u64;
        loop {
            match self.ben.hear().await {
                Some(ServerFrame::Data { from, records, .. }) => {
                    let last = from + records.len() as u64 - 1;
                    self.ben.say(&ClientFrame::Applied { position: last }).await;
                    if last >= at {
                        break;
                    }
                }
                Some(ServerFrame::Ping) => self.ben.say(&ClientFrame::Pong).await,
                Some(_) => {}
                None => panic!("closed on somebody who did nothing"),
            }
        }
        let took = began.elapsed();
        loop {
            match self.ana.hear().await {
                Some(ServerFrame::Ack { req, outcome, .. }) if req == sent => {
                    assert_eq!(outcome, Outcome::Stored(at));
                    return took;
                }
                Some(ServerFrame::Ping) => self.ana.say(&ClientFrame::Pong).await,
                Some(_) => {}
                None => panic!("closed on somebody who did nothing"),
            }
        }
    }
}
