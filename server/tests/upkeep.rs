//! What an operator does over the years: give room back, and start a newer program on what an older one wrote.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use accord_protocol::frame::Outcome;
use accord_protocol::ids::{LogHead, RecordHash, SpaceId};
use accord_server::store::home::Home;
use accord_server::store::sqlite::{DATABASE, Database, SqliteStore, admin};
use accord_server::store::{Entry, Op, SpaceRow, SpaceType, Stage, Store as _};
use common::program::{Program, run};
use common::{Client, Couple, serve};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

fn filled(store: &mut SqliteStore, id: SpaceId, records: u64) {
    let row = SpaceRow {
        id,
        space_type: SpaceType::Couple,
        head: records,
        checkpoint: vec![1; 40],
        stage: Stage::Live,
        created_ms: 1,
        due_ms: None,
        bytes: [0; 2],
        day: 0,
        membership_today: [0; 2],
        small_today: [0; 2],
        last_keys_by: None,
        settled: 1,
        reported: 0,
        version: 0,
    };
    let entry = |position| {
        Op::Append(Entry {
            space: id,
            position,
            record: vec![7; 600].into(),
            hash: RecordHash::from_bytes([1; 32]),
            head: LogHead::from_bytes([2; 32]),
            membership: false,
        })
    };
    let ops: Vec<Op> = [Op::Space(row)].into_iter().chain((1..=records).map(entry)).collect();
    store.commit(&ops).unwrap();
}

fn free_pages(folder: &Path) -> u64 {
    let connection = Connection::open(folder.join(DATABASE)).unwrap();
    connection.query_row("PRAGMA freelist_count", [], |row| row.get(0)).unwrap()
}

fn bytes(folder: &Path) -> u64 {
    std::fs::metadata(folder.join(DATABASE)).unwrap().len()
}

#[test]
fn what_a_dropped_space_took_is_given_back_to_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let database = Database::open(dir.path(), 1).unwrap();
    let mut store = SqliteStore::new(&database).unwrap();
    let space = SpaceId::from_bytes([1; 32]);
    filled(&mut store, space, 4_000);
    store.commit(&[Op::DropSpace(space)]).unwrap();
    assert_eq!(free_pages(dir.path()), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn compact_gives_back_what_is_left_while_a_couple_writes() {
    let dir = tempfile::tempdir().unwrap();
    let began;
    {
        let database = Database::open(dir.path(), 1).unwrap();
        let mut store = SqliteStore::new(&database).unwrap();
        let space = SpaceId::from_bytes([1; 32]);
        filled(&mut store, space, 30_000);
        began = std::time::Instant::now();
        store.commit(&[Op::DropSpace(space)]).unwrap();
    }
    // A space of the usual quota is three or four times as large; others wait meanwhile.
    assert!(began.elapsed().as_secs() < 2, "dropping took {:?}", began.elapsed());
    assert!(free_pages(dir.path()) > 1_000, "{} pages", free_pages(dir.path()));
    let mut program = Program::start(dir.path(), &["--registration", "open"]);
    let mut pair = Couple::found("a", &program.host).await;
    let mut ana = Client::reader(&program.host, &pair.ana, &pair.log, 3).await;
    let folder = dir.path().to_owned();
    let compacting = tokio::task::spawn_blocking(move || run(&folder, &["compact"]));
    let mut longest = std::time::Duration::ZERO;
    for _ in 0..100 {
        let record = pair.log.content(&pair.ana).unwrap();
        let sent = std::time::Instant::now();
        assert!(matches!(ana.push(&record).await, Outcome::Stored(_)));
        longest = longest.max(sent.elapsed());
    }
    assert!(longest.as_secs() < 2, "a writer waited {longest:?}");
    let (fine, out, why) = compacting.await.unwrap();
    assert!(fine, "{why}");
    let said: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(said["after_bytes"].as_u64() < said["before_bytes"].as_u64(), "{said}");
    drop(ana);
    program.signal("-TERM");
    assert!(program.child.wait().unwrap().success());
    assert_eq!(free_pages(dir.path()), 0);
    assert!(bytes(dir.path()) < 1_000_000, "{} bytes", bytes(dir.path()));
    assert!(run(dir.path(), &["check"]).0);
    assert_eq!(admin::compact(dir.path()).unwrap().before_bytes, bytes(dir.path()));
}

#[test]
#[cfg(unix)]
fn what_an_administrator_restores_belongs_to_whom_the_relay_runs_as() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // Nobody else may give files away.
    if chown(dir.path(), Some(12_345), Some(12_345)).is_err() {
        return;
    }
    drop(Database::open(elsewhere.path(), 1).unwrap());
    let copy = elsewhere.path().join("copy.sqlite");
    assert!(run(elsewhere.path(), &["backup", copy.to_str().unwrap()]).0);
    let (fine, _, why) = run(dir.path(), &["restore", copy.to_str().unwrap()]);
    assert!(fine, "{why}");
    assert!(run(dir.path(), &["token"]).0);
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        let owner = entry.metadata().unwrap().uid();
        assert_eq!(owner, 12_345, "{}", entry.path().display());
    }
}

/// Databases as every earlier program wrote them, as SQL text: `NNNN.sql` for schema NNNN. Added, never edited.
fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas")
}

#[tokio::test]
async fn a_database_of_every_earlier_schema_is_upgraded_in_place_and_goes_on() {
    let newest = newest().await;
    for schema in 1..=newest {
        let file = schemas().join(format!("{schema:04}.sql"));
        let Ok(text) = std::fs::read_to_string(&file) else {
            let here = std::env::temp_dir().join(format!("accord-schema-{schema:04}.sql"));
            std::fs::write(&here, written().await).unwrap();
            panic!(
                "{} is missing; what this program writes is in {}",
                file.display(),
                here.display()
            );
        };
        let dir = tempfile::tempdir().unwrap();
        let old = Connection::open(dir.path().join(DATABASE)).unwrap();
        old.execute_batch(&text).unwrap();
        drop(old);
        let config = accord_server::Config::for_testing(dir.path());
        let running = serve(config).await;
        let host = running.address.to_string();
        // Everything is there, and the couple goes on where it was. What an older copy lacks is offered again, so it may be asked to wait.
        let (mut pair, told) = couple();
        let mut ben = Client::reader(&host, &pair.ben, &pair.log, 0).await;
        assert_eq!(ben.read_to(told).await.len() as u64, told);
        let mut ana = Client::reader(&host, &pair.ana, &pair.log, told).await;
        let record = pair.log.content(&pair.ana).unwrap();
        assert_eq!(ana.push(&record).await, Outcome::Stored(told + 1));
        drop((ana, ben));
        running.stop().await;
        let report = accord_server::check::check(&Home::Folder(dir.path().into())).unwrap();
        assert_eq!((report.findings, report.records), (vec![], told + 1));
        let version = Connection::open(dir.path().join(DATABASE)).unwrap();
        let version: u32 = version.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, newest);
        assert_eq!(admin::tokens(dir.path()).unwrap().len(), 1);
    }
}

/// The couple of the fixtures, and how much it had said.
fn couple() -> (Couple, u64) {
    let mut pair = Couple::new("of long ago");
    for _ in 0..3 {
        pair.log.content(&pair.ana).unwrap();
        pair.log.content(&pair.ben).unwrap();
    }
    (pair, 9)
}

/// The schema that this program makes.
async fn newest() -> u32 {
    let dir = tempfile::tempdir().unwrap();
    serve(accord_server::Config::for_testing(dir.path())).await.stop().await;
    let connection = Connection::open(dir.path().join(DATABASE)).unwrap();
    connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

/// A database of this program with the couple of the fixtures in it, as SQL text.
async fn written() -> String {
    let dir = tempfile::tempdir().unwrap();
    let running = serve(accord_server::Config::for_testing(dir.path())).await;
    let host = running.address.to_string();
    let (pair, _) = couple();
    common::found(&host, &pair.log.records[..3], None).await.unwrap();
    let mut ana = Client::reader(&host, &pair.ana, &pair.log, 3).await;
    let mut ben = Client::reader(&host, &pair.ben, &pair.log, 3).await;
    for (n, record) in pair.log.records.iter().enumerate().skip(3) {
        let by = if n % 2 == 1 { &mut ana } else { &mut ben };
        assert!(matches!(by.push(record).await, Outcome::Stored(_)));
    }
    drop((ana, ben));
    admin::new_token(dir.path(), 1).unwrap();
    running.stop().await;
    dump(&Connection::open(dir.path().join(DATABASE)).unwrap())
}

fn dump(database: &Connection) -> String {
    let version: u32 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let mut text = format!("PRAGMA auto_vacuum = INCREMENTAL;\nPRAGMA user_version = {version};\n");
    let mut made = database
        .prepare("SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        .unwrap();
    let mut rows = made.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (name, kind, sql): (String, String, String) =
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        writeln!(text, "{sql};").unwrap();
        if kind != "table" {
            continue;
        }
        let mut all = database.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = all.column_count();
        let mut values = all.query([]).unwrap();
        while let Some(row) = values.next().unwrap() {
            let cells: Vec<String> =
                (0..columns).map(|cell| literal(row.get_ref(cell).unwrap())).collect();
            writeln!(text, "INSERT INTO {name} VALUES ({});", cells.join(", ")).unwrap();
        }
    }
    text
}

fn literal(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".into(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Blob(bytes) => {
            format!("x'{}'", data_encoding::HEXLOWER.encode(bytes))
        }
        other => panic!("{other:?} is in no table of the relay"),
    }
}
