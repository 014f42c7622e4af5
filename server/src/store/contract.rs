//! What every store must do, run against the memory store, SQLite and, where there is one, PostgreSQL.

use std::sync::Arc;

use accord_protocol::ids::{
    DeviceId, LogHead, MailboxId, Partner, RecordHash, SpaceId, StoreEpoch,
};

use super::memory::{Fault, MemoryStore};
use super::sqlite::{Database, SqliteStore};
use super::{
    Answer, Entry, LoadedSpace, MailboxRow, Op, Query, SpaceRow, SpaceType, Stage, Store,
    StoreError, postgres,
};

#[path = "../../tests/common/postgres.rs"]
pub(super) mod postgres_server;

fn each(test: impl Fn(&mut dyn Store)) {
    test(&mut MemoryStore::new(StoreEpoch::from_bytes([1; 16]), 0));
    let dir = tempfile::tempdir().unwrap();
    let database = Database::open(dir.path(), 0).unwrap();
    test(&mut SqliteStore::new(&database).unwrap());
    if let Some(server) = postgres_server::TestDatabase::new() {
        let address = postgres::Address::parse(&server.address(), None).unwrap();
        let database = postgres::Database::open(&address, dir.path(), 0).unwrap();
        test(&mut postgres::PostgresStore::new(&database).unwrap());
    }
}

pub(super) fn space(n: u8) -> SpaceId {
    SpaceId::from_bytes([n; 32])
}

pub(super) fn row(id: SpaceId, head: u64) -> SpaceRow {
    SpaceRow {
        id,
        space_type: SpaceType::Couple,
        head,
        checkpoint: vec![7; 20],
        stage: Stage::Live,
        created_ms: 5,
        due_ms: Some(100),
        bytes: [10, 20],
        day: 3,
        membership_today: [1, 2],
        small_today: [3, 4],
        last_keys_by: Some(Partner::One),
        settled: 1,
        reported: 2,
        version: 0,
    }
}

/// A record of 300 bytes whose header names this author and number.
pub(super) fn entry(
    space: SpaceId,
    position: u64,
    author: u8,
    seq: u64,
    membership: bool,
) -> Entry {
    let mut record = vec![u8::try_from(position).unwrap(); 300];
    record[36..52].fill(author);
    record[52..60].copy_from_slice(&seq.to_be_bytes());
    let mark = u8::try_from(position).unwrap();
    Entry {
        space,
        position,
        record: Arc::from(record),
        hash: RecordHash::from_bytes([mark; 32]),
        head: LogHead::from_bytes([mark + 100; 32]),
        membership,
    }
}

pub(super) fn log(
    store: &mut dyn Store,
    id: SpaceId,
    after: u64,
    records: u64,
    bytes: u64,
) -> Vec<u64> {
    let query = Query::Log { space: id, after, max_records: records, max_bytes: bytes };
    match store.read(&query).unwrap() {
        Answer::Log(items) => items.iter().map(|item| item.position).collect(),
        other => unreachable!("{other:?}"),
    }
}

fn loaded(store: &mut dyn Store, id: SpaceId) -> Option<LoadedSpace> {
    match store.read(&Query::Space(id)).unwrap() {
        Answer::Space(found) => found.map(|found| *found),
        other => unreachable!("{other:?}"),
    }
}

pub(super) fn filled(store: &mut dyn Store, id: SpaceId) {
    let mut ops = vec![Op::Space(row(id, 4))];
    for (position, author, seq, membership) in
        [(1, 1, 1, true), (2, 1, 2, true), (3, 2, 1, false), (4, 1, 3, false)]
    {
        ops.push(Op::Append(entry(id, position, author, seq, membership)));
    }
    store.commit(&ops).unwrap();
}

#[test]
fn what_is_committed_is_read_back_by_cursor_within_its_limits() {
    each(|store| {
        filled(store, space(1));
        filled(store, space(2));
        assert_eq!(log(store, space(1), 0, 10, 10_000), [1, 2, 3, 4]);
        assert_eq!(log(store, space(1), 2, 10, 10_000), [3, 4]);
        assert_eq!(log(store, space(1), 0, 2, 10_000), [1, 2]);
        assert_eq!(log(store, space(1), 0, 10, 650), [1, 2]);
        assert_eq!(log(store, space(1), 0, 10, 1), [1]);
        assert_eq!(log(store, space(1), 4, 10, 10_000), [0; 0]);
        assert_eq!(log(store, space(3), 0, 10, 10_000), [0; 0]);
        let found = loaded(store, space(2)).unwrap();
        assert_eq!(found.row, row(space(2), 4));
        assert_eq!(found.membership.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(found.membership[1].1, entry(space(2), 2, 1, 2, true).record);
        assert_eq!(found.heads.last(), Some(&LogHead::from_bytes([104; 32])));
        assert_eq!(loaded(store, space(3)), None);
    });
}

#[test]
fn heads_and_an_authors_numbers_are_found_by_position() {
    each(|store| {
        filled(store, space(1));
        let head = |store: &mut dyn Store, position| {
            store.read(&Query::Head { space: space(1), position }).unwrap()
        };
        assert_eq!(head(store, 3), Answer::Head(Some(LogHead::from_bytes([103; 32]))));
        assert_eq!(head(store, 5), Answer::Head(None));
        assert_eq!(head(store, 0), Answer::Head(None));
        let mut authored = |author: u8, seq, after, until| {
            let device = DeviceId::from_bytes([author; 16]);
            store.read(&Query::Authored { space: space(1), device, seq, after, until }).unwrap()
        };
        let found = Answer::Authored(Some((4, RecordHash::from_bytes([4; 32]))));
        assert_eq!(authored(1, 3, 0, 9), found);
        assert_eq!(authored(1, 3, 0, 4), found);
        assert_eq!(authored(1, 3, 0, 3), Answer::Authored(None));
        assert_eq!(authored(1, 3, 4, 9), Answer::Authored(None));
        assert_eq!(authored(2, 2, 0, 9), Answer::Authored(None));
    });
}

#[test]
fn a_batch_that_does_not_fit_changes_nothing() {
    each(|store| {
        filled(store, space(1));
        for bad in [
            vec![
                Op::Append(entry(space(1), 5, 1, 4, false)),
                Op::Append(entry(space(1), 7, 1, 5, false)),
            ],
            vec![Op::Append(entry(space(1), 4, 1, 4, false))],
            vec![Op::Space(row(space(9), 1)), Op::Append(entry(space(8), 1, 1, 1, true))],
        ] {
            assert_eq!(store.commit(&bad), Err(StoreError::Conflict));
        }
        assert_eq!(log(store, space(1), 0, 10, 10_000), [1, 2, 3, 4]);
        assert_eq!(loaded(store, space(9)), None);
        store.commit(&[Op::Append(entry(space(1), 5, 1, 4, false))]).unwrap();
        assert_eq!(log(store, space(1), 4, 10, 10_000), [5]);
    });
}

#[test]
fn content_goes_and_membership_and_hashes_stay() {
    each(|store| {
        filled(store, space(1));
        store.commit(&[Op::DropContent(space(1))]).unwrap();
        let query = Query::Log { space: space(1), after: 0, max_records: 9, max_bytes: 9_999 };
        let Answer::Log(items) = store.read(&query).unwrap() else { unreachable!() };
        let kept: Vec<bool> = items.iter().map(|item| item.record.is_some()).collect();
        assert_eq!(kept, [true, true, false, false]);
        assert_eq!(items[3].hash, RecordHash::from_bytes([4; 32]));
        assert_eq!(loaded(store, space(1)).unwrap().heads.len(), 4);
    });
}

#[test]
fn a_dropped_space_is_forgotten_with_all_that_belongs_to_it() {
    each(|store| {
        filled(store, space(1));
        filled(store, space(2));
        let device = DeviceId::from_bytes([9; 16]);
        store
            .commit(&[
                Op::Lookup { device, space: space(1), enters: true },
                Op::Lookup { device, space: space(2), enters: true },
                Op::Lookup { device, space: space(2), enters: false },
                Op::Applied { space: space(1), device, position: 3 },
                Op::Mailbox(mailbox(1, space(1))),
            ])
            .unwrap();
        assert_eq!(store.read(&Query::Lookup(device)).unwrap(), Answer::Lookup(Some(space(1))));
        assert_eq!(
            store.read(&Query::Applied(space(1))).unwrap(),
            Answer::Applied(vec![(device, 3)])
        );
        store.commit(&[Op::DropSpace(space(1))]).unwrap();
        assert_eq!(loaded(store, space(1)), None);
        assert_eq!(log(store, space(1), 0, 9, 9_999), [0; 0]);
        assert_eq!(store.read(&Query::Lookup(device)).unwrap(), Answer::Lookup(None));
        assert_eq!(
            store.read(&Query::Mailbox(mailbox(1, space(1)).id)).unwrap(),
            Answer::Mailbox(None)
        );
        assert_eq!(log(store, space(2), 0, 9, 9_999), [1, 2, 3, 4]);
    });
}

#[test]
fn mailboxes_are_counted_and_come_due() {
    each(|store| {
        let (one, two) = (mailbox(1, space(1)), mailbox(2, space(1)));
        store.commit(&[Op::Mailbox(one.clone()), Op::Mailbox(two.clone())]).unwrap();
        let open = Query::OpenMailboxes { space: space(1), device: one.device, now_ms: 55 };
        assert_eq!(store.read(&open).unwrap(), Answer::OpenMailboxes(1));
        assert_eq!(
            store.read(&Query::Mailbox(two.id)).unwrap(),
            Answer::Mailbox(Some(two.clone()))
        );
        filled(store, space(1));
        let due =
            |store: &mut dyn Store, now_ms| store.read(&Query::Due { now_ms, limit: 9 }).unwrap();
        assert_eq!(due(store, 50), Answer::Due { mailboxes: vec![], spaces: vec![] });
        assert_eq!(
            due(store, 100),
            Answer::Due { mailboxes: vec![one.id, two.id], spaces: vec![space(1)] }
        );
        store.commit(&[Op::DropMailbox(one.id)]).unwrap();
        assert_eq!(store.read(&Query::Mailbox(one.id)).unwrap(), Answer::Mailbox(None));
    });
}

pub(super) fn mailbox(n: u8, space: SpaceId) -> MailboxRow {
    MailboxRow {
        id: MailboxId::from_bytes([n; 32]),
        space,
        device: DeviceId::from_bytes([3; 16]),
        answer_until_ms: 40,
        due_ms: 50 + u64::from(n) * 5 - 4,
        closed: false,
        slots: [Some(vec![1, 2]), None, None],
    }
}

#[test]
fn a_full_disk_loses_nothing_and_writing_goes_on_when_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let database = Database::open(dir.path(), 0).unwrap();
    let (mut writer, mut reader) = (database.writer().unwrap(), database.reader().unwrap());
    writer.commit(&[Op::Space(row(space(1), 0))]).unwrap();
    writer.limit_pages(1).unwrap();
    let mut stored = 0;
    let refusal = loop {
        let next = entry(space(1), stored + 1, 1, stored + 1, false);
        let big = Entry { record: Arc::from(vec![1; 60_000]), ..next };
        match writer.commit(&[Op::Append(big)]) {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 100);
    };
    assert_eq!(refusal, StoreError::Full);
    let query = Query::Log { space: space(1), after: 0, max_records: 200, max_bytes: u64::MAX };
    let count = |reader: &mut super::sqlite::Reader| match reader.read(&query).unwrap() {
        Answer::Log(items) => items.len() as u64,
        other => unreachable!("{other:?}"),
    };
    assert_eq!(count(&mut reader), stored);
    writer.limit_pages(0).unwrap();
    writer.commit(&[Op::Append(entry(space(1), stored + 1, 1, 1, false))]).unwrap();
    assert_eq!(count(&mut reader), stored + 1);
}

#[test]
fn the_memory_store_fails_as_told() {
    let mut store = MemoryStore::new(StoreEpoch::from_bytes([1; 16]), 0);
    filled(&mut store, space(1));
    let next = [Op::Append(entry(space(1), 5, 1, 4, false))];
    store.fail_next(Fault::LostBefore);
    assert!(matches!(store.commit(&next), Err(StoreError::Unknown(_))));
    assert_eq!(store.log(&space(1)).len(), 4);
    store.set_full(true);
    assert_eq!(store.commit(&next), Err(StoreError::Full));
    store.set_full(false);
    store.fail_next(Fault::LostAfter);
    assert!(matches!(store.commit(&next), Err(StoreError::Unknown(_))));
    assert_eq!(store.log(&space(1)).len(), 5);
    let image = store.clone();
    store.commit(&[Op::Append(entry(space(1), 6, 1, 5, false))]).unwrap();
    let mut restored = image.restored(StoreEpoch::from_bytes([2; 16]), 9);
    assert_eq!(log(&mut restored, space(1), 4, 9, 9_999), [5]);
    let Answer::Boot(boot) = restored.read(&Query::Boot).unwrap() else { unreachable!() };
    assert_eq!((boot.generation, boot.since_ms), (2, 9));
}

#[test]
fn a_backup_taken_while_writing_is_restored_under_a_new_epoch() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let database = Database::open(dir.path(), 0).unwrap();
    let mut store = SqliteStore::new(&database).unwrap();
    filled(&mut store, space(1));
    let file = other.path().join("copy.sqlite");
    super::sqlite::admin::backup(dir.path(), &file).unwrap();
    store.commit(&[Op::Append(entry(space(1), 5, 1, 4, false))]).unwrap();
    let running = super::sqlite::admin::restore(dir.path(), &file, 1).unwrap_err();
    assert!(running.to_string().starts_with("another accord-server"), "{running}");
    let epoch = database.boot().epoch;
    drop((store, database));
    assert!(super::sqlite::admin::restore(dir.path(), &file, 1).unwrap().unwrap().exists());
    let database = Database::open(dir.path(), 2).unwrap();
    assert_ne!(database.boot().epoch, epoch);
    assert_eq!(database.raised, Some("the database is a backup"));
    assert_eq!(log(&mut SqliteStore::new(&database).unwrap(), space(1), 0, 9, 9_999), [1, 2, 3, 4]);
}

#[test]
fn a_newer_or_damaged_database_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    drop(Database::open(dir.path(), 0).unwrap());
    let file = dir.path().join(super::sqlite::DATABASE);
    let raise = rusqlite::Connection::open(&file).unwrap();
    raise.pragma_update(None, "user_version", 99).unwrap();
    drop(raise);
    let refusal = Database::open(dir.path(), 0).unwrap_err().to_string();
    assert!(refusal.contains("newer accord-server (schema 99"), "{refusal}");
    std::fs::write(&file, vec![b'x'; 8192]).unwrap();
    let refusal = Database::open(dir.path(), 0).unwrap_err().to_string();
    assert!(refusal.contains("nothing was changed"), "{refusal}");
    assert_eq!(std::fs::read(&file).unwrap(), vec![b'x'; 8192]);
}
