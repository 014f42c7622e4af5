//! A modified app at a real home: the keys out of its files, and records pushed over a real socket.

use accord_client_core::act::{Act, ActHash, act_hash};
use accord_client_core::crypto::{Lock, OpenPage};
use accord_client_core::store::Table;
use accord_protocol::frame::{ClientFrame, Outcome, PROTO, ServerFrame, auth_message};
use accord_protocol::http::SYNC_PATH;
use accord_protocol::ids::{LogHead, SpaceId};
use accord_protocol::record::Record;
use accord_protocol::signing::sign;
use accord_tests::Seeded;
use accord_tests::modified::{ModifiedApp, keys_in};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio_tungstenite::tungstenite::Message;

use super::Person;

/// Somebody who swapped the app on their device for another that says what it likes. The home is left as it is.
pub struct Modified {
    pub app: ModifiedApp,
    host: String,
    log: Vec<Record>,
    rng: Seeded,
}

fn decoded(text: &Value) -> Vec<u8> {
    data_encoding::BASE64.decode(text.as_str().unwrap().as_bytes()).unwrap()
}

impl Modified {
    /// Takes the keys of a home that is not locked, and what it knows of the log.
    pub fn of(person: &Person) -> Self {
        let database = rusqlite::Connection::open(person.database()).unwrap();
        let rows = |table: Table| -> Vec<(Vec<u8>, Vec<u8>)> {
            let mut all =
                database.prepare("SELECT key, value FROM hot WHERE tab = ?1 ORDER BY key").unwrap();
            let rows = all.query_map([table.number()], |row| Ok((row.get(0)?, row.get(1)?)));
            rows.unwrap().map(Result::unwrap).collect()
        };
        let lock = Lock::parse(&rows(Table::Lock)[0].1).unwrap();
        let keys = rows(Table::Key);
        let rows = keys.iter().map(|(key, value)| (key.as_slice(), value.as_slice()));
        let (keys, epoch) = keys_in(&lock.open_key().expect("an unlocked home"), rows);
        // One process holds a home.
        drop(database);
        let export = person.run(&["export", "--all"]);
        let space = data_encoding::HEXLOWER.decode(export["space"].as_str().unwrap().as_bytes());
        let space = SpaceId::from_bytes(space.unwrap().try_into().unwrap());
        let acts = export["acts"].as_array().unwrap().iter().filter(|act| act["bytes"].is_string());
        let own = acts.map(|act| decoded(&act["bytes"])).map(|b| (act_hash(&b), Act::parse(&b)));
        let own = own.map(|(hash, act)| (hash, act.unwrap()));
        let last: Option<(u64, ActHash)> = own
            .filter(|(_, act)| act.device == keys.device_id())
            .map(|(hash, act)| (act.no, hash))
            .max_by_key(|(no, _)| *no);
        let log = export["log"].as_array().unwrap().iter();
        let log = log.map(|one| Record::parse(&decoded(&one["bytes"])).unwrap()).collect();
        let url = person.run(&["relay"])["url"].as_str().unwrap().to_owned();
        let host = url.trim_start_matches("http://").to_owned();
        Self { app: ModifiedApp { keys, epoch, space, last }, host, log, rng: Seeded::new(25) }
    }

    /// Says an act honestly: the next ones follow it.
    pub fn said(&mut self, act: &Act) {
        self.app.last = Some((act.no, act.hash()));
    }

    /// Seals changes as the log's next record and has the relay take it.
    pub fn push(&mut self, page: u8, changes: Vec<Vec<u8>>) {
        let page = OpenPage::from_number(page).expect("a page");
        let record = self.app.sealed(&mut self.rng, &self.log, page, changes);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(self.deliver(&record));
        self.log.push(record);
    }

    async fn deliver(&self, record: &Record) {
        let host = self.host.clone();
        let url = format!("ws://{host}{SYNC_PATH}");
        let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        let (space, device) = (self.app.space, self.app.keys.device_id());
        let mut say = vec![ClientFrame::Hello { min: PROTO, max: PROTO, client: "other".into() }];
        loop {
            for frame in say.drain(..) {
                socket.send(Message::Binary(frame.encode().into())).await.unwrap();
            }
            let Some(Ok(Message::Binary(bytes))) = socket.next().await else { continue };
            match ServerFrame::decode(&bytes).unwrap() {
                ServerFrame::Welcome { challenge, .. } => {
                    let nonce = [6; 32];
                    let message = auth_message(&host, &challenge, &nonce, &space, &device);
                    let sig = sign(self.app.keys.signing_key(), &message);
                    say.push(ClientFrame::Auth { space, device, host: host.clone(), nonce, sig });
                }
                ServerFrame::Ready { .. } => {
                    say.push(ClientFrame::Subscribe { after: 0, head: LogHead::ZERO });
                }
                ServerFrame::Sub { .. } => {
                    say.push(ClientFrame::Push { req: 1, record: record.shared() });
                }
                ServerFrame::Ack { outcome, .. } => {
                    assert!(matches!(outcome, Outcome::Stored(_)), "{outcome:?}");
                    return;
                }
                ServerFrame::Error { code, .. } => panic!("the relay refuses: {code:?}"),
                _ => {}
            }
        }
    }
}
