//! What PostgreSQL adds to the contract: durability that is checked, relays beside each other, connections that go.

use std::sync::Arc;

use accord_protocol::ids::{DeviceId, MailboxId, SpaceId};

use super::*;
use crate::store::contract::postgres_server::TestDatabase;
use crate::store::contract::{entry, filled, log, mailbox, row, space};
use crate::store::{LoadedSpace, MailboxRow, SpaceRow};

struct Place {
    folder: tempfile::TempDir,
    address: Address,
    server: TestDatabase,
}

fn place() -> Option<Place> {
    let server = TestDatabase::new()?;
    let address = Address::parse(&server.address(), None).unwrap();
    Some(Place { folder: tempfile::tempdir().unwrap(), address, server })
}

impl Place {
    fn open(&self, now_ms: u64) -> Database {
        Database::open(&self.address, self.folder.path(), now_ms).unwrap()
    }

    fn store(&self) -> PostgresStore {
        PostgresStore::new(&self.open(0)).unwrap()
    }
}

fn loaded(store: &mut PostgresStore, id: SpaceId) -> LoadedSpace {
    match store.read(&Query::Space(id)).unwrap() {
        Answer::Space(Some(found)) => *found,
        other => unreachable!("{other:?}"),
    }
}

fn next(of: &SpaceRow, head: u64) -> Op {
    Op::Space(SpaceRow { head, version: of.version + 1, ..of.clone() })
}

#[test]
fn a_server_that_says_stored_before_it_is_stored_is_refused() {
    let Some(place) = place() else { return };
    let name = place.server.sql("SELECT current_database()");
    for setting in ["off", "local", "remote_write"] {
        place
            .server
            .on_server(&format!("ALTER DATABASE {name} SET synchronous_commit = {setting}"));
        let refusal =
            Database::open(&place.address, place.folder.path(), 0).unwrap_err().to_string();
        assert!(refusal.starts_with(&format!("synchronous_commit is {setting}: ")), "{refusal}");
    }
    assert_eq!(place.server.sql("SELECT to_regclass('store') IS NULL"), "t");
    place.server.on_server(&format!("ALTER DATABASE {name} SET synchronous_commit = on"));
    place.open(0);
}

#[test]
fn a_relay_that_missed_what_another_wrote_changes_nothing() {
    let Some(place) = place() else { return };
    let (mut one, mut two) = (place.store(), place.store());
    filled(&mut one, space(1));
    filled(&mut one, space(2));
    let (seen, other) = (loaded(&mut two, space(1)).row, loaded(&mut two, space(2)).row);
    one.commit(&[next(&seen, 5), Op::Append(entry(space(1), 5, 1, 4, false))]).unwrap();
    let before = loaded(&mut one, space(1));
    let late = Op::Append(entry(space(1), 5, 2, 9, false));
    for stale in [
        vec![next(&seen, 5), late.clone()],
        vec![late],
        vec![next(&seen, 4)],
        vec![next(&seen, 4), Op::DropSpace(space(1))],
        vec![next(&seen, 4), Op::DropContent(space(1))],
        // Its own, without the other's record.
        vec![next(&before.row, 4)],
        vec![next(&other, 4), next(&seen, 4)],
    ] {
        assert_eq!(two.commit(&stale), Err(StoreError::Conflict), "{stale:?}");
        assert_eq!(loaded(&mut two, space(1)), before);
        assert_eq!(loaded(&mut two, space(2)).row, other);
    }
    let seen = before.row;
    two.commit(&[next(&seen, 6), Op::Append(entry(space(1), 6, 2, 9, false))]).unwrap();
    assert_eq!(log(&mut one, space(1), 4, 9, 9_999), [5, 6]);
}

#[test]
fn of_two_relays_that_found_one_space_at_once_one_does() {
    let Some(place) = place() else { return };
    let results: Vec<_> = std::thread::scope(|scope| {
        let gate = Arc::new(std::sync::Barrier::new(4));
        let founders: Vec<_> = (0..4_u8)
            .map(|author| {
                let (mut store, gate) = (place.store(), Arc::clone(&gate));
                scope.spawn(move || {
                    gate.wait();
                    let first = Op::Append(entry(space(1), 1, author, 1, true));
                    store.commit(&[Op::Space(row(space(1), 1)), first])
                })
            })
            .collect();
        founders.into_iter().map(|founder| founder.join().unwrap()).collect()
    });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    assert!(
        results.iter().flat_map(|result| result.as_ref().err()).all(|e| *e == StoreError::Conflict)
    );
    assert_eq!(log(&mut place.store(), space(1), 0, 9, 9_999), [1]);
}

#[test]
fn relays_that_append_to_one_space_leave_one_log_without_a_gap() {
    let Some(place) = place() else { return };
    filled(&mut place.store(), space(1));
    std::thread::scope(|scope| {
        for author in 10..13_u8 {
            let mut store = place.store();
            scope.spawn(move || {
                let mut stored = 0;
                while stored < 20 {
                    let seen = loaded(&mut store, space(1)).row;
                    let at = seen.head + 1;
                    let record = Op::Append(entry(space(1), at, author, stored + 1, false));
                    match store.commit(&[next(&seen, at), record]) {
                        Ok(()) => stored += 1,
                        Err(error) => assert_eq!(error, StoreError::Conflict),
                    }
                }
            });
        }
    });
    let positions = log(&mut place.store(), space(1), 0, 99, 99_999);
    assert_eq!(positions, (1..=64).collect::<Vec<_>>());
    assert_eq!(loaded(&mut place.store(), space(1)).row.head, 64);
}

#[test]
fn a_slot_is_written_once_and_closed_is_closed_whoever_else_writes() {
    let Some(place) = place() else { return };
    let mut store = place.store();
    let far = 9_000_000_000_000;
    let open = MailboxRow { due_ms: far, ..mailbox(1, space(1)) };
    let put = |body: u8| {
        let slots = [open.slots[0].clone(), Some(vec![body]), None];
        Op::Mailbox(MailboxRow { slots, ..open.clone() })
    };
    store.commit(&[Op::Mailbox(open.clone())]).unwrap();
    store.commit(&[put(1)]).unwrap();
    // Sent again, as after an answer that was lost.
    store.commit(&[put(1)]).unwrap();
    assert_eq!(store.commit(&[put(2)]), Err(StoreError::Conflict));
    assert_eq!(store.commit(&[Op::Mailbox(open.clone())]), Err(StoreError::Conflict));
    let closed = MailboxRow { closed: true, slots: [None, None, None], ..open.clone() };
    store.commit(&[Op::Mailbox(closed.clone())]).unwrap();
    assert_eq!(store.commit(&[put(1)]), Err(StoreError::Conflict));
    let query = Query::Mailbox(MailboxId::from_bytes([1; 32]));
    assert_eq!(store.read(&query).unwrap(), Answer::Mailbox(Some(closed)));
    // Another whose time was over begins anew.
    let past =
        MailboxRow { id: MailboxId::from_bytes([9; 32]), due_ms: 5, closed: true, ..open.clone() };
    let fresh = MailboxRow { due_ms: far, closed: false, ..past.clone() };
    store.commit(&[Op::Mailbox(past)]).unwrap();
    store.commit(&[Op::Mailbox(fresh.clone())]).unwrap();
    assert_eq!(store.read(&Query::Mailbox(fresh.id)).unwrap(), Answer::Mailbox(Some(fresh)));
}

#[test]
fn a_batch_of_everything_is_applied_in_its_order() {
    let Some(place) = place() else { return };
    let mut store = place.store();
    let device = DeviceId::from_bytes([9; 16]);
    let lookup = |n, enters| Op::Lookup { device, space: space(n), enters };
    filled(&mut store, space(1));
    let mut ops = vec![lookup(1, true), lookup(1, false), lookup(2, true)];
    for n in 10..60 {
        ops.push(Op::Space(row(space(n), 2)));
        ops.push(Op::Append(entry(space(n), 1, n, 1, true)));
        ops.push(Op::Append(entry(space(n), 2, n, 2, false)));
        ops.push(Op::Mailbox(mailbox(n, space(n))));
        ops.push(Op::Applied { space: space(n), device, position: 1 });
        ops.push(Op::Applied { space: space(n), device, position: 2 });
    }
    ops.push(Op::DropContent(space(10)));
    ops.push(Op::DropMailbox(MailboxId::from_bytes([11; 32])));
    ops.push(Op::DropSpace(space(1)));
    ops.push(Op::Space(row(space(1), 1)));
    ops.push(Op::Append(entry(space(1), 1, 7, 1, true)));
    store.commit(&ops).unwrap();
    assert_eq!(store.read(&Query::Lookup(device)).unwrap(), Answer::Lookup(Some(space(2))));
    assert_eq!(log(&mut store, space(1), 0, 9, 9_999), [1]);
    for n in 10..60 {
        assert_eq!(log(&mut store, space(n), 0, 9, 9_999), [1, 2]);
        let applied = store.read(&Query::Applied(space(n))).unwrap();
        assert_eq!(applied, Answer::Applied(vec![(device, 2)]));
        let there = store.read(&Query::Mailbox(MailboxId::from_bytes([n; 32]))).unwrap();
        assert_eq!(there == Answer::Mailbox(None), n == 11);
    }
    assert_eq!(place.server.sql("SELECT count(*) FROM log WHERE record IS NULL"), "1");
}

#[test]
fn connections_that_are_ended_are_made_again_and_nothing_is_lost() {
    let Some(place) = place() else { return };
    let mut store = place.store();
    filled(&mut store, space(1));
    let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for at in 5..10 {
        assert_ne!(place.server.sql(end), "0");
        let seen = loaded(&mut store, space(1)).row;
        let ops = [next(&seen, at), Op::Append(entry(space(1), at, 1, at, false))];
        // Whatever the first try came to, asking and sending again ends well.
        let mut outcome = store.commit(&ops);
        if outcome.is_err() && loaded(&mut store, space(1)).row.head < at {
            outcome = store.commit(&ops);
            assert_eq!(outcome, Ok(()));
        }
    }
    assert_eq!(log(&mut store, space(1), 4, 9, 9_999), [5, 6, 7, 8, 9]);
}

#[test]
fn a_database_that_is_full_takes_nothing_in_and_gives_what_it_has() {
    let Some(place) = place() else { return };
    let database = place.open(0);
    let mut writer = database.writer().unwrap();
    writer.commit(&[Op::Space(row(space(1), 0))]).unwrap();
    writer.limit_bytes(1);
    let next = [Op::Append(entry(space(1), 1, 1, 1, true))];
    assert_eq!(writer.commit(&next), Err(StoreError::Full));
    writer.limit_bytes(0);
    writer.commit(&next).unwrap();
}

#[test]
fn a_copy_an_older_state_and_a_wish_raise_a_new_epoch_and_a_restart_does_not() {
    let Some(place) = place() else { return };
    let first = place.open(1);
    assert_eq!((first.boot().generation, first.raised), (1, None));
    assert_eq!(place.open(2).boot(), first.boot());
    // A dump that was loaded has other tables.
    place.server.sql(
        "CREATE TABLE other (LIKE store INCLUDING ALL); INSERT INTO other SELECT * FROM store; \
                      DROP TABLE store; ALTER TABLE other RENAME TO store",
    );
    let copy = place.open(3);
    assert!(copy.raised.is_some_and(|why| why.starts_with("the database is a copy")));
    assert_ne!(copy.boot().epoch, first.boot().epoch);
    assert_eq!((copy.boot().generation, copy.boot().since_ms), (2, 3));
    // A disk that was put back is behind what was noted.
    let file = place.folder.path().join("postgres.mark");
    let noted = std::fs::read_to_string(&file).unwrap();
    let (identity, _) = noted.trim_end().rsplit_once(' ').unwrap();
    std::fs::write(&file, format!("{identity} {}\n", i64::MAX)).unwrap();
    assert_eq!(place.open(4).raised, Some("the database is older than its mark"));
    assert_eq!(place.open(5).raised, None);
    assert_eq!(admin::new_epoch(&place.address).unwrap(), 4);
    assert_eq!(place.open(6).boot().generation, 4);
    assert_eq!(place.open(7).raised, None);
}

#[test]
fn a_schema_this_program_cannot_read_is_refused_and_one_it_can_is_served() {
    let Some(place) = place() else { return };
    let missing = admin::stats(&place.address).unwrap_err().to_string();
    assert!(missing.contains("no relay database"), "{missing}");
    drop(place.open(0));
    place.server.sql("UPDATE accord_schema SET version = 99");
    assert_eq!(admin::stats(&place.address).unwrap().spaces, 0);
    place.open(1);
    place.server.sql("UPDATE accord_schema SET readable_from = 98");
    let refusal = Database::open(&place.address, place.folder.path(), 2).unwrap_err().to_string();
    assert!(refusal.contains("schema 99, readable from 98"), "{refusal}");
    assert!(admin::stats(&place.address).is_err());
}

#[test]
fn a_server_elsewhere_is_spoken_to_by_tls_unless_the_address_says_otherwise() {
    for (address, tls) in [
        ("postgres://a@127.0.0.1/x", false),
        ("postgres://a@localhost/x", false),
        ("postgres://a@db.example/x", true),
        ("postgres://a@db.example,localhost/x", true),
        ("postgres://a@db.example/x?sslmode=disable", false),
    ] {
        assert_eq!(Address::parse(address, None).unwrap().demands_tls(), tls, "{address}");
    }
    let shown = format!("{:?}", Address::parse("postgres://a:secret@db.example/x", None).unwrap());
    assert!(!shown.contains("secret"), "{shown}");
    assert!(Address::parse("postgres:///x", None).is_err());
    assert!(Address::parse("postgres://a@b/x?no=1", None).is_err());
}
