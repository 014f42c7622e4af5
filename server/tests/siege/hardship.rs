//! What befalls the relay itself: no room, a clock that jumps, an end in the middle of everything, a program that is replaced.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use accord_protocol::error::Code;
use accord_protocol::frame::{Outcome, ServerFrame};
use accord_server::store::home::Home;
use tokio::task::JoinSet;

use crate::common::program::Program;
use crate::common::{Client, Couple};
use crate::crowds::arrive;
use crate::disk::SmallDisk;
use crate::{Refusals, Siege, crowd};

/// A couple that writes without pause until the relay goes; what was acked.
async fn write_until_the_end(host: String, n: usize) -> (Couple, u64) {
    let mut couple = Couple::found(&format!("writer {n}"), &host).await;
    let mut ana = Client::reader(&host, &couple.ana, &couple.log, 3).await;
    let mut acked = 3;
    loop {
        let record = couple.log.content(&couple.ana).unwrap();
        ana.send_or_end(&record).await;
        loop {
            match ana.hear().await {
                Some(ServerFrame::Ack { outcome: Outcome::Stored(position), .. }) => {
                    acked = position;
                    break;
                }
                Some(ServerFrame::GoAway { retry_after_ms }) => assert!(retry_after_ms > 0),
                // A drain answers what was sent before it, or says that it cannot tell.
                Some(ServerFrame::Ack { outcome: Outcome::Refused(code), .. }) => {
                    assert_eq!(code, Code::Unavailable);
                    return (couple, acked);
                }
                Some(_) => {}
                None => return (couple, acked),
            }
        }
    }
}

/// Every record that was acked is there, and what was in doubt is taken or known.
async fn has_all(host: &str, couple: &Couple, acked: u64) {
    let mut ben = Client::connect(host).await;
    let Some(ServerFrame::Ready { position, .. }) = ben.login(&couple.ben, couple.space()).await
    else {
        panic!("not ready");
    };
    assert!(position >= acked, "{position} of {acked}");
    ben.subscribe(&couple.log, position).await;
    for (record, at) in couple.log.records.iter().zip(1..).skip(usize::try_from(acked).unwrap()) {
        let known = if at <= position { Outcome::Duplicate(at) } else { Outcome::Stored(at) };
        assert_eq!(ben.push(record).await, known);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ended_in_the_middle_of_it_the_next_program_goes_on_at_the_same_port() {
    let mut siege = Siege::begin(&[]).await;
    let host = siege.host();
    let many = Couple::found("the crowd", &host).await;
    let many = arrive(&host, &many, crowd(100, 1_000)).await;
    let all = many.len() as u64 + 8 + 8;
    let mut idle = JoinSet::new();
    for mut client in many {
        idle.spawn(async move { client.last_word().await });
    }
    let mut writers = JoinSet::new();
    for n in 0..8 {
        writers.spawn(write_until_the_end(host.clone(), n));
    }
    siege.open(all).await;
    siege.others_go_on().await;
    let began = Instant::now();
    siege.program.signal("-TERM");
    let mut program = siege.program;
    let ended = tokio::task::spawn_blocking(move || program.child.wait().unwrap().success());
    let writers = writers.join_all().await;
    for word in idle.join_all().await {
        assert!(matches!(word, Some(ServerFrame::GoAway { retry_after_ms: 1.. })), "{word:?}");
    }
    assert!(ended.await.unwrap(), "it did not end well");
    println!("drained in {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(12), "a drain is bounded");
    // The new program, at the port of the old one.
    let args = ["--registration", "open", "--metrics", "127.0.0.1:0", "--listen", &host];
    siege.program = Program::with(siege.data.path(), &args, &[], Stdio::null());
    assert_eq!(siege.program.host, host);
    for (couple, acked) in &writers {
        has_all(&host, couple, *acked).await;
    }
    siege.pairs.reconnect(&host).await;
    siege.others_go_on().await;
    siege.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_room_it_refuses_by_code_reads_on_and_takes_the_same_bytes_later() {
    let data = tempfile::tempdir().unwrap();
    // Where nobody may mount, tests/e2e/disks.rs still tries the bound that an operator sets.
    let Some(disk) = SmallDisk::on(data.path(), 24 << 20) else { return };
    let mut siege = Siege::begin_in(data, &[]).await;
    let host = siege.host();
    disk.fill();
    let mut founded = 0;
    // What little is left in the files is used up first.
    let mut refusals = Refusals::default();
    let refused = loop {
        let couple = Couple::new(&format!("without room {}", siege.pairs.records() + founded));
        match crate::common::found(&host, &couple.log.records, None).await {
            Ok(_) => founded += 1,
            Err(problem) => {
                refusals.add(problem.code);
                break couple;
            }
        }
        assert!(founded < 200, "the disk is not full");
    };
    refusals.are_only(&[Code::Unavailable]);
    assert_eq!(siege.program.number("accord_ready").await, 0);
    // Who only reads is read to.
    siege.pairs.read_all(&host).await;
    disk.make_room();
    crate::common::found(&host, &refused.log.records, None).await.unwrap();
    siege.others_go_on().await;
    assert_eq!(siege.program.number("accord_ready").await, 1);
    siege.over().await;
}

/// Stands between the program and the clock of the wall: adds the seconds that stand in a file.
const CLOCK: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t id, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(id, at);
    if (id == CLOCK_REALTIME && done == 0) {
        FILE *file = fopen(getenv("CLOCK_FILE"), "r");
        long seconds = 0;
        if (file) { if (fscanf(file, "%ld", &seconds) == 1) at->tv_sec += seconds; fclose(file); }
    }
    return done;
}
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_jumps_loses_nothing_and_slows_nobody() {
    let tools = tempfile::tempdir().unwrap();
    let (source, library) = (tools.path().join("clock.c"), tools.path().join("clock.so"));
    std::fs::write(&source, CLOCK).unwrap();
    let file = tools.path().join("seconds");
    std::fs::write(&file, "0").unwrap();
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .args([&library, &source])
        .arg("-ldl")
        .status()
        .is_ok_and(|status| status.success());
    assert!(compiled, "the relay's database needs a C compiler anyway");
    let environment =
        [("LD_PRELOAD", library.to_str().unwrap()), ("CLOCK_FILE", file.to_str().unwrap())];
    let data = tempfile::tempdir().unwrap();
    let args = ["--registration", "open", "--metrics", "127.0.0.1:0"];
    let start = || Program::in_environment(data.path(), &args, &environment);
    let mut program = start();
    let mut pairs = crate::Pairs::on(&program.host, 2).await;
    let quiet = pairs.talk(20).await;
    let (day, year) = (86_400_i64, 365 * 86_400_i64);
    // While it runs, and at a start: forwards, backwards, to before it was founded.
    for seconds in [3_600, day, -year, 29 * day, 0] {
        std::fs::write(&file, seconds.to_string()).unwrap();
        let now = pairs.talk(20).await;
        assert!(now.most() <= quiet.most() * crate::TIMES + Duration::from_millis(crate::AND_MS));
        program.signal("-TERM");
        assert!(program.child.wait().unwrap().success());
        program = start();
        pairs.reconnect(&program.host).await;
        let now = pairs.talk(20).await;
        println!("{seconds} s: {now} ms against {quiet} ms");
        assert!(now.most() <= quiet.most() * crate::TIMES + Duration::from_millis(crate::AND_MS));
    }
    program.signal("-TERM");
    assert!(program.child.wait().unwrap().success());
    let report = accord_server::check::check(&Home::Folder(data.path().into())).unwrap();
    assert_eq!((report.findings, report.records), (vec![], pairs.records()));
}
