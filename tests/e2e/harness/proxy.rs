//! What may stand between a client and its relay: a wire that writes down, delays, or talks nonsense.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// How often an ended process is looked for.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A wire to an address that keeps every byte both ways.
pub struct Wire {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<u8>>>,
    gate: Arc<Gate>,
    pace: Arc<Pace>,
    relay: Arc<Mutex<SocketAddr>>,
}

/// Lets a wire's bytes through so many at a time, each after a moment, both ways.
#[derive(Default)]
struct Pace {
    step: Mutex<Option<(usize, Duration)>>,
    changed: Condvar,
}

impl Pace {
    /// Waits a moment where the wire is slow, and says how many of `wanted` bytes may pass now.
    fn pass(&self, wanted: usize) -> usize {
        let step = self.step.lock().unwrap();
        let Some((bytes, every)) = *step else { return wanted };
        drop(self.changed.wait_timeout(step, every).unwrap());
        wanted.min(bytes)
    }
}

/// Holds a wire's bytes to the relay back once so many have passed, until it is opened.
struct Gate {
    left: Mutex<Option<u64>>,
    changed: Condvar,
}

impl Gate {
    /// Waits until bytes may pass, and says how many of `wanted`.
    fn pass(&self, wanted: usize) -> usize {
        let mut left = self.left.lock().unwrap();
        loop {
            match &mut *left {
                None => return wanted,
                Some(0) => {
                    self.changed.notify_all();
                    left = self.changed.wait(left).unwrap();
                }
                Some(some) => {
                    let now = usize::try_from(*some).unwrap().min(wanted);
                    *some -= now as u64;
                    self.changed.notify_all();
                    return now;
                }
            }
        }
    }
}

impl Wire {
    /// Listens before the relay does: the relay is told the name that clients dial.
    pub fn to(relay: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let gate = Arc::new(Gate { left: Mutex::new(None), changed: Condvar::new() });
        let (pace, relay) = (Arc::<Pace>::default(), Arc::new(Mutex::new(relay)));
        let wire = Self {
            address,
            seen: seen.clone(),
            gate: gate.clone(),
            pace: pace.clone(),
            relay: relay.clone(),
        };
        thread::spawn(move || {
            for client in listener.incoming() {
                let relay = *relay.lock().unwrap();
                let (Ok(client), Ok(relay)) = (client, TcpStream::connect(relay)) else { continue };
                let (from, to) = (client.try_clone().unwrap(), relay.try_clone().unwrap());
                let (up, gate, slow) = (seen.clone(), gate.clone(), pace.clone());
                thread::spawn(move || pour(from, to, &up, &slow, Some(&gate)));
                let (down, slow) = (seen.clone(), pace.clone());
                thread::spawn(move || pour(relay, client, &down, &slow, None));
            }
        });
        wire
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The name and port a client dials.
    pub fn name(&self) -> String {
        self.address.to_string()
    }

    /// Everything that went by.
    pub fn seen(&self) -> Vec<u8> {
        self.seen.lock().unwrap().clone()
    }

    /// From now on so many bytes more reach the relay, then none.
    pub fn hold_after(&self, bytes: u64) {
        *self.gate.left.lock().unwrap() = Some(bytes);
        self.gate.changed.notify_all();
    }

    /// Waits until all bytes that may pass have passed, or the process has ended before.
    pub fn wait_held(&self, process: &mut Child) {
        let mut left = self.gate.left.lock().unwrap();
        while left.is_none_or(|left| left > 0) && process.try_wait().unwrap().is_none() {
            left = self.gate.changed.wait_timeout(left, LOOK_AGAIN).unwrap().0;
        }
    }

    /// From now on so many bytes pass each way every so often.
    pub fn trickle(&self, bytes: usize, every: Duration) {
        *self.pace.step.lock().unwrap() = Some((bytes, every));
    }

    /// Who dials from now on reaches another relay: somebody took the name over.
    pub fn lead_to(&self, relay: SocketAddr) {
        *self.relay.lock().unwrap() = relay;
    }

    /// Lets everything pass again.
    pub fn release(&self) {
        *self.gate.left.lock().unwrap() = None;
        self.gate.changed.notify_all();
        *self.pace.step.lock().unwrap() = None;
        self.pace.changed.notify_all();
    }
}

fn pour(
    mut from: TcpStream,
    mut to: TcpStream,
    seen: &Mutex<Vec<u8>>,
    pace: &Pace,
    gate: Option<&Gate>,
) {
    let mut buffer = vec![0; 64 * 1024];
    'open: while let Ok(count @ 1..) = from.read(&mut buffer) {
        seen.lock().unwrap().extend_from_slice(&buffer[..count]);
        let mut done = 0;
        while done < count {
            let now = pace.pass(count - done);
            let now = gate.map_or(now, |gate| gate.pass(now));
            if to.write_all(&buffer[done..done + now]).is_err() {
                break 'open;
            }
            done += now;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
    let _ = from.shutdown(Shutdown::Read);
}

/// Somebody on a port who says these bytes to whoever calls, then nothing more.
pub fn talker(says: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let mut open = Vec::new();
        for client in listener.incoming() {
            let Ok(mut client) = client else { continue };
            // Let the question come first, as a server would.
            client.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
            let _ = client.read(&mut [0; 4096]);
            let _ = client.write_all(says);
            if says.is_empty() { open.push(client) } else { drop(client) }
        }
    });
    format!("http://{address}")
}
