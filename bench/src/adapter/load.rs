//! Entries at a steady rate, or as many as the partner keeps up with.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Entry, Logical, Shared, now_us};
use crate::Outcome;

/// How often it is seen what is due.
const STEP: Duration = Duration::from_millis(1);
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What is asked for.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub(super) struct Load {
    /// Entries a second in all, in turn; 0: as many as the window lets.
    rate: f64,
    /// Entries a client may be ahead of its partner.
    window: u64,
    secs: f64,
    /// Entries of a client in all; 0: no end.
    max: u64,
    /// Keys in turn; 0: a new one for each entry.
    keys: u64,
    /// Characters of an entry.
    size: usize,
}

impl Default for Load {
    fn default() -> Self {
        Self { rate: 0.0, window: 16, secs: 1e9, max: 0, keys: 0, size: 200 }
    }
}

pub(super) async fn run(
    shared: &Shared,
    clients: &[(String, Arc<Logical>)],
    load: &Load,
) -> Outcome<Value> {
    shared.stop.store(false, Relaxed);
    let start = Instant::now();
    let sent = || clients.iter().map(|(_, c)| c.sent.load(Relaxed)).sum::<u64>();
    let before = sent();
    let mut made = 0u32;
    let mut turns = clients.iter().map(|(_, client)| client).cycle();
    while start.elapsed().as_secs_f64() < load.secs && !shared.stop.load(Relaxed) {
        let mut any = false;
        if load.rate > 0.0 {
            while f64::from(made) < start.elapsed().as_secs_f64() * load.rate {
                entry(turns.next().ok_or("nobody to write")?, load)?;
                made += 1;
            }
        } else {
            for (_, client) in clients {
                any |= fill(client, load)?;
            }
            if load.max > 0 && clients.iter().all(|(_, c)| c.sent.load(Relaxed) >= load.max) {
                break;
            }
        }
        if any { tokio::task::yield_now().await } else { tokio::time::sleep(STEP).await }
    }
    let each: BTreeMap<&str, u64> =
        clients.iter().map(|(name, c)| (name.as_str(), c.sent.load(Relaxed))).collect();
    let secs = start.elapsed().as_secs_f64();
    Ok(json!({ "sent": each, "total": sent() - before, "secs": secs }))
}

/// Entries up to the window; whether there were any.
fn fill(client: &Logical, load: &Load) -> Outcome<bool> {
    let done = if load.max > 0 { client.acked.load(Relaxed) } else { 0 };
    let until = client.credit.load(Relaxed).max(done) + load.window;
    let until = if load.max > 0 { until.min(load.max) } else { until };
    let mut any = false;
    while client.sent.load(Relaxed) < until {
        entry(client, load)?;
        any = true;
    }
    Ok(any)
}

fn entry(client: &Logical, load: &Load) -> Outcome<()> {
    let seq = client.sent.fetch_add(1, Relaxed) + 1;
    let key = match load.keys {
        0 => format!("e{seq}"),
        keys => format!("k{}", (seq - 1) % keys),
    };
    let mut text = format!("{seq}|{}|", now_us());
    let mut random = seq.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    while text.len() < load.size {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        text.push(char::from(LETTERS[usize::try_from(random & 63)?]));
    }
    client.give(Entry { key, text })
}
