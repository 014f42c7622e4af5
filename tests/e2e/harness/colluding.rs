//! A relay that keeps to no membership: it lets everybody in, gives everybody everything it has, and takes whatever it is given.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, Limits, Outcome, PROTO, ServerFrame};
use accord_protocol::ids::{LogHead, SpaceId, StoreEpoch, next_head};
use accord_protocol::record::Record;
use tokio_tungstenite::tungstenite::{Message, accept};

/// The logs of a relay, as its operator has them.
pub type Logs = BTreeMap<SpaceId, Vec<Arc<[u8]>>>;

/// Such a relay on a port of its own.
pub struct Colluding {
    pub address: SocketAddr,
    logs: Arc<Mutex<Logs>>,
    /// How many records it gave to whom asked.
    given: Arc<Mutex<usize>>,
}

impl Colluding {
    pub fn with(logs: Logs) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (logs, given) = (Arc::new(Mutex::new(logs)), Arc::<Mutex<usize>>::default());
        let relay = Self { address, logs: logs.clone(), given: given.clone() };
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (logs, given) = (logs.clone(), given.clone());
                thread::spawn(move || serve(client, &logs, &given));
            }
        });
        relay
    }

    pub fn log(&self, space: &SpaceId) -> Vec<Arc<[u8]>> {
        self.logs.lock().unwrap()[space].clone()
    }

    pub fn given(&self) -> usize {
        *self.given.lock().unwrap()
    }
}

fn head_of(log: &[Arc<[u8]>]) -> LogHead {
    log.iter().fold(LogHead::ZERO, |head, bytes| {
        next_head(&head, &Record::parse(bytes).expect("a record").hash())
    })
}

fn serve(client: TcpStream, logs: &Mutex<Logs>, given: &Mutex<usize>) {
    // What is no socket (a request) gets no answer.
    let Ok(mut socket) = accept(client) else { return };
    let mut of = SpaceId::ZERO;
    while let Ok(message) = socket.read() {
        let Message::Binary(bytes) = message else { continue };
        let Ok(frame) = ClientFrame::decode(&bytes) else { return };
        let mut logs = logs.lock().unwrap();
        let answers = match frame {
            ClientFrame::Hello { .. } => vec![ServerFrame::Welcome {
                proto: PROTO,
                challenge: [7; 32],
                limits: Limits::V1,
                ping_s: 25,
                store_epoch: StoreEpoch::from_bytes([7; 16]),
            }],
            ClientFrame::Auth { space, .. } => {
                of = space;
                match logs.get(&space) {
                    None => {
                        vec![ServerFrame::Error { code: Code::NotMember, retry_after_ms: None }]
                    }
                    Some(log) => {
                        vec![ServerFrame::Ready { position: log.len() as u64, head: head_of(log) }]
                    }
                }
            }
            ClientFrame::Subscribe { after, .. } => {
                let log = &logs[&of];
                let from = usize::try_from(after).unwrap().min(log.len());
                *given.lock().unwrap() += log.len() - from;
                let mut answers = vec![ServerFrame::Sub { position: log.len() as u64 }];
                for (at, part) in log[from..].chunks(20).enumerate() {
                    answers.push(ServerFrame::Data {
                        from: after + 1 + 20 * at as u64,
                        records: part.to_vec(),
                        more: from + 20 * (at + 1) < log.len(),
                    });
                }
                answers
            }
            ClientFrame::Push { req, record } => {
                let log = logs.get_mut(&of).unwrap();
                log.push(record);
                let outcome = Outcome::Stored(log.len() as u64);
                vec![ServerFrame::Ack { req, outcome, retry_after_ms: None }]
            }
            ClientFrame::Ping => vec![ServerFrame::Pong],
            _ => Vec::new(),
        };
        drop(logs);
        for answer in answers {
            if socket.send(Message::Binary(answer.encode().into())).is_err() {
                return;
            }
        }
    }
}
