//! Many who ask too much: registrations, mailboxes, wrong proofs, a space that is filled up.

use accord_protocol::error::Code;
use accord_protocol::frame::{Outcome, ServerFrame};
use accord_protocol::http::{self, CreateSpace, MailboxGet, Problem};
use accord_protocol::ids::MailboxId;
use accord_protocol::record::{Kind, Record};
use accord_protocol::testing::TestDevice;
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

use crate::common::{Client, Couple, call_over};
use crate::{Refusals, Siege, crowd};

/// Rates hold for the crowd's address; the couples come from another.
const STRANGERS: &str = "127.0.0.66:0";

async fn stranger(host: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(STRANGERS.parse().unwrap()).unwrap();
    socket.connect(host.parse().unwrap()).await.unwrap()
}

/// Asks, and adds the refusal if it is one; a refusal that is no problem in the protocol's words fails.
async fn ask(host: &str, path: &str, body: &[u8]) -> Option<Problem> {
    let answer = call_over(stranger(host).await, host, "POST", path, body).await;
    if answer.status == 200 {
        return None;
    }
    let problem = Problem::decode(&answer.body).unwrap();
    assert_eq!(answer.status, problem.code.http_status());
    if problem.code == Code::Rate {
        assert!(problem.retry_after_ms.is_some(), "nobody knows when to come back");
    }
    Some(problem)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn floods_from_one_address_are_refused_by_code_and_touch_nobody_else() {
    let mut siege = Siege::begin(&[("RELAY_LOOPBACK_EXEMPT", "false")]).await;
    let host = siege.host();
    let before = siege.program.number("accord_spaces").await;
    let mut floods = JoinSet::new();
    let each = crowd(300, 5_000);
    for part in 0..4 {
        let host = host.clone();
        floods.spawn(async move {
            let mut refusals = Refusals::default();
            for n in 0..each {
                let problem = match part {
                    0 => {
                        let couple = Couple::new(&format!("flood {n}"));
                        let records = couple.log.records.iter().map(Record::shared).collect();
                        let body = CreateSpace { token: None, records }.encode();
                        ask(&host, http::SPACES_PATH, &body).await
                    }
                    1 => {
                        let mailbox = MailboxId::from_bytes([u8::try_from(n % 256).unwrap(); 32]);
                        let body = MailboxGet { mailbox, slot: 1 }.encode();
                        ask(&host, http::MAILBOX_GET_PATH, &body).await
                    }
                    2 => ask(&host, http::LOOKUP_PATH, b"no map").await,
                    _ => {
                        let nobody = Couple::new("nobody");
                        let stream = stranger(&host).await;
                        let mut client = Client::over(stream, &host).await;
                        let thief = TestDevice::one("thief");
                        let answer = client.login_or_end(&thief, nobody.space()).await;
                        let Some(ServerFrame::Error { code, retry_after_ms }) = answer else {
                            panic!("{answer:?}");
                        };
                        Some(Problem { code, retry_after_ms })
                    }
                };
                if let Some(problem) = problem {
                    refusals.add(problem.code);
                }
            }
            (part, refusals)
        });
    }
    siege.others_go_on().await;
    for (part, refusals) in floods.join_all().await {
        println!("flood {part}: {refusals:?}");
        match part {
            0 => refusals.are_only(&[Code::Rate]),
            1 => refusals.are_only(&[Code::Rate, Code::Mailbox]),
            // Reading it is all that it costs, and a rate would be asked after that.
            2 => {
                refusals.are_only(&[Code::Malformed]);
                continue;
            }
            _ => refusals.are_only(&[Code::Rate, Code::NotMember]),
        }
        assert!(refusals.0.get(&Code::Rate).is_some_and(|count| *count > each / 2), "{refusals:?}");
    }
    let text = siege.program.numbers().await;
    assert!(crate::common::program::number(&text, "accord_refusals_total{code=\"rate\"}") > 0);
    assert!(before <= 5, "{before} spaces before the flood");
    siege.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_space_that_is_filled_up_is_refused_by_code_and_fills_no_other() {
    let mut siege = Siege::begin(&[("RELAY_SPACE_QUOTA_BYTES", "1000000")]).await;
    let host = siege.host();
    let mut filling = JoinSet::new();
    for n in 0..crowd(4, 10) {
        let host = host.clone();
        filling.spawn(async move {
            let mut greedy = Couple::found(&format!("greedy {n}"), &host).await;
            let mut ana = Client::reader(&host, &greedy.ana, &greedy.log, 3).await;
            let mut refusals = Refusals::default();
            for _ in 0..60 {
                let record = greedy.log.sign(&greedy.ana, Kind::Content, &vec![3; 32_784]).unwrap();
                match ana.push(&record).await {
                    Outcome::Stored(_) => drop(greedy.log.push(record).unwrap()),
                    Outcome::Refused(code) => refusals.add(code),
                    Outcome::Duplicate(at) => panic!("never sent before, and at {at}"),
                }
            }
            // What frees somebody is taken all the same.
            let end = greedy.log.end(&greedy.ana, 20_000).unwrap();
            assert!(matches!(ana.push(&end).await, Outcome::Stored(_)));
            refusals
        });
    }
    siege.others_go_on().await;
    for refusals in filling.join_all().await {
        refusals.are_only(&[Code::Quota]);
    }
    siege.over().await;
}
