//! The store against its contract, and against what really happens to files: a killed process, a full disk,
//! overwritten bytes, a newer version, a second process.
//!
//! A child process is this test binary again, told by an environment variable to play the other part.

use super::*;
use accord_client_core::store::{block_on, contract, log_key};
use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::process::{Child, Command, Stdio};

/// Another test of this process may just be starting a child, which holds a copy of every lock for the moment
/// between its fork and its exec: so nothing here expects a lock to be free at once.
const PATIENCE: Duration = Duration::from_secs(60);
const CHILD_HOME: &str = "ACCORD_TEST_CHILD_HOME";

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn open(home: &Path) -> SqliteStore {
    SqliteStore::open(home, PATIENCE).expect("a store")
}

fn commit(store: &mut SqliteStore, batch: &Batch) -> Result<(), StoreFault> {
    block_on(store.commit(batch))
}

fn put(id: u64, table: Table, key: &[u8], value: Vec<u8>) -> Batch {
    let mut batch = Batch::new(id);
    batch.put(table, key, value);
    batch
}

fn rows(store: &mut SqliteStore) -> Vec<Row> {
    block_on(store.load()).expect("rows").rows
}

/// Every file of the home with its bytes, but for the lock.
fn files(home: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(home)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .map(|entry| (entry.file_name().into_string().expect("a name"), entry.path()))
        .filter(|(name, _)| name != "accord.lock")
        .map(|(name, path)| (name, std::fs::read(path).expect("bytes")))
        .collect();
    files.sort();
    files
}

fn same_files(home: &Path, before: &[(String, Vec<u8>)], otherwise: &str) {
    let after = files(home);
    let names = |files: &[(String, Vec<u8>)]| {
        files.iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect::<Vec<_>>()
    };
    assert_eq!(names(&after), names(before), "{otherwise}");
    assert!(after == before, "{otherwise}");
}

fn overwrite(home: &Path, at: u64, bytes: &[u8]) {
    let mut file =
        std::fs::OpenOptions::new().write(true).open(home.join(FILE_NAME)).expect("the file");
    file.seek(SeekFrom::Start(at)).expect("a place");
    file.write_all(bytes).expect("written");
}

/// This very test in another process, with a home to work on.
fn child(test: &str, home: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.args([&format!("store::tests::{test}"), "--exact", "--nocapture"]);
    command.env(CHILD_HOME, home).stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn child_home() -> Option<PathBuf> {
    std::env::var_os(CHILD_HOME).map(PathBuf::from)
}

/// The numbers a child reports, each on a line "at N".
fn reports(child: &mut Child) -> impl Iterator<Item = u64> + use<> {
    let out = BufReader::new(child.stdout.take().expect("a pipe"));
    out.lines().map_while(Result::ok).filter_map(|line| line.rsplit_once("at ")?.1.parse().ok())
}

#[test]
fn the_sqlite_store_keeps_the_contract() {
    let home = home();
    let mut openings = 0;
    let result = block_on(contract::run(async |name: &str| {
        // The one case of a second opening: its own wait is short, as it must run out.
        openings += u32::from(name == "busy");
        let wait = if openings == 2 { Duration::from_millis(50) } else { PATIENCE };
        SqliteStore::open(&home.path().join(name), wait)
    }));
    result.expect("the contract");
}

#[test]
fn a_home_may_have_spaces_and_any_letters() {
    let home = home();
    let inner = home.path().join("Ana & Ben – zwei Geräte?mode=ro#1 %20/日本");
    commit(&mut open(&inner), &put(1, Table::Meta, b"k", vec![1])).expect("a commit");
    assert_eq!(rows(&mut open(&inner)).len(), 1);
    assert!(inner.join(FILE_NAME).is_file());
    let mut read = SqliteStore::open_read_only(&inner, PATIENCE).expect("for reading");
    assert_eq!(rows(&mut read).len(), 1);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_home() {
    use std::os::unix::fs::PermissionsExt;
    let outer = home();
    let home = outer.path().join("new/home");
    let mut store = open(&home);
    commit(&mut store, &put(1, Table::Meta, b"k", vec![1])).expect("a commit");
    let mode = |path: &Path| std::fs::metadata(path).expect("it").permissions().mode() & 0o777;
    assert_eq!(mode(&home), 0o700);
    for entry in std::fs::read_dir(&home).expect("a folder") {
        let path = entry.expect("an entry").path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    drop(store);
    let open_to_all = PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(home.join(FILE_NAME), open_to_all).expect("rights");
    drop(open(&home));
    assert_eq!(mode(&home.join(FILE_NAME)), 0o600);
}

#[test]
fn a_closed_home_is_one_file_and_opening_it_again_adds_nothing() {
    let home = home();
    commit(&mut open(home.path()), &put(1, Table::Page, b"k", vec![7; 50_000])).expect("a commit");
    let before = files(home.path());
    assert_eq!(before.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), [FILE_NAME]);
    for _ in 0..50 {
        assert_eq!(rows(&mut open(home.path())).len(), 1);
    }
    same_files(home.path(), &before, "fifty openings changed the file");
}

#[test]
fn deleted_values_are_gone_from_the_file() {
    let home = home();
    let secret = b"these bytes must not stay".repeat(400);
    let mut store = open(home.path());
    commit(&mut store, &put(1, Table::Act, b"k", secret.clone())).expect("a commit");
    let mut batch = Batch::new(2);
    batch.delete(Table::Act, *b"k");
    commit(&mut store, &batch).expect("a commit");
    drop(store);
    for (name, bytes) in files(home.path()) {
        let found = bytes.windows(25).any(|window| window == &secret[..25]);
        assert!(!found, "deleted bytes are still in {name}");
    }
}

#[test]
fn a_second_process_is_told_who_holds_the_home() {
    if let Some(home) = child_home() {
        let _held = open(&home);
        println!("at {}", std::process::id());
        let _end = std::io::stdin().read_line(&mut String::new());
        return;
    }
    let home = home();
    let mut child =
        child("a_second_process_is_told_who_holds_the_home", home.path()).spawn().expect("a child");
    let mut reports = reports(&mut child);
    let pid = reports.next().expect("the child holds the home");
    assert_eq!(pid, u64::from(child.id()));
    for open in [SqliteStore::open, SqliteStore::open_read_only] {
        let fault = open(home.path(), Duration::from_millis(60)).expect_err("it is held");
        assert_eq!(fault, StoreFault::Busy { holder: Some(child.id()) });
    }
    // The child lets go while we wait: no fault.
    drop(child.stdin.take());
    SqliteStore::open(home.path(), PATIENCE).expect("free again");
    assert_eq!(reports.next(), None);
    assert!(child.wait().expect("its end").success());
}

/// Batch `k` writes four places; whatever is there must come from one whole batch.
fn numbered(k: u64) -> Batch {
    let mut batch = put(k, Table::Meta, b"count", k.to_be_bytes().to_vec());
    batch.put(Table::Page, *b"page", k.to_be_bytes().repeat(8_000));
    batch.put(Table::Log, log_key(0, k), k.to_be_bytes().repeat(500));
    batch.delete_prefix(Table::Outbox, []);
    batch.put(Table::Outbox, k.to_be_bytes(), k.to_be_bytes());
    batch
}

/// The batch the store stands at, 0 for none.
fn whole_batch(store: &mut SqliteStore) -> u64 {
    let rows = rows(store);
    let number = |bytes: &[u8]| u64::from_be_bytes(bytes[..8].try_into().expect("8 bytes"));
    let Some(first) = rows.first() else { return 0 };
    let k = number(&first.value);
    assert_eq!(
        rows.iter().map(|row| row.table).collect::<Vec<_>>(),
        [Table::Meta, Table::Outbox, Table::Page]
    );
    assert_eq!((number(&rows[1].key), number(&rows[1].value)), (k, k));
    assert!(rows[2].value == k.to_be_bytes().repeat(8_000), "a page of mixed batches");
    let log = block_on(store.read(Table::Log, &[], &[], usize::MAX)).expect("the log");
    let positions: Vec<u64> = log.iter().map(|row| number(&row.value)).collect();
    assert!(positions.iter().copied().eq(1..=k), "a log with a hole or a tail at {k}");
    k
}

#[test]
fn a_killed_process_leaves_whole_batches_and_all_it_reported() {
    if let Some(home) = child_home() {
        let mut store = open(&home);
        let from = whole_batch(&mut store) + 1;
        for k in from..from + 100_000 {
            commit(&mut store, &numbered(k)).expect("a commit");
            println!("at {k}");
        }
        return;
    }
    let home = home();
    let mut reached = 0;
    for commits in [1, 1, 2, 3, 5, 8, 13, 21] {
        let test = "a_killed_process_leaves_whole_batches_and_all_it_reported";
        let mut child = child(test, home.path()).spawn().expect("a child");
        let mut reports = reports(&mut child);
        let reported = reports.nth(commits - 1).expect("the child commits");
        child.kill().expect("killed");
        let reported = reports.last().unwrap_or(reported);
        assert!(!child.wait().expect("its end").success(), "it was to be killed");
        let mut store = open(home.path());
        reached = whole_batch(&mut store);
        assert!(reached >= reported, "batch {reported} was reported and {reached} is there");
        assert!(reached <= reported + 1, "nobody wrote batch {reached}");
        store.check().expect("whole");
    }
    assert!(reached >= 54);
}

#[test]
fn a_full_database_keeps_the_old_rows_and_takes_the_next_batch_that_fits() {
    let home = home();
    let mut store = open(home.path());
    commit(&mut store, &put(1, Table::Meta, b"k", vec![1])).expect("a commit");
    store.connection.pragma_update(None, "max_page_count", 20).expect("a limit");
    fills_and_recovers(&mut store);
    drop(store);
    assert_eq!(rows(&mut open(home.path())).len(), 2);
}

fn fills_and_recovers(store: &mut SqliteStore) {
    let mut batch = put(2, Table::Page, b"big", vec![2; 4_000_000]);
    batch.delete(Table::Meta, *b"k");
    assert_eq!(commit(store, &batch), Err(StoreFault::Full));
    assert!(store.bytes().expect("a size") < 100_000, "the batch's room was not given back");
    let before = rows(store);
    assert_eq!((before.len(), before[0].value.as_slice()), (1, &[1][..]));
    commit(store, &put(3, Table::Meta, b"small", vec![3])).expect("a small batch still fits");
    assert_eq!(rows(store).len(), 2);
}

/// A real file system of a megabyte, in a mount namespace of the child's own.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_keeps_the_old_rows_and_takes_the_next_batch_that_fits() {
    if let Some(home) = child_home() {
        let mut store = open(&home);
        commit(&mut store, &put(1, Table::Meta, b"k", vec![1])).expect("a commit");
        fills_and_recovers(&mut store);
        drop(store);
        assert_eq!(rows(&mut open(&home)).len(), 2);
        let mut filler = std::fs::File::create(home.join("filler")).expect("a file");
        while filler.write_all(&[0; 4096]).is_ok() {}
        let mut store = open(&home);
        assert_eq!(rows(&mut store).len(), 2, "a disk without a free byte can be read");
        assert_eq!(
            commit(&mut store, &put(4, Table::Page, b"p", vec![4; 9000])),
            Err(StoreFault::Full)
        );
        let new = SqliteStore::open(&home.join("other"), PATIENCE).map(drop);
        assert_eq!(new, Err(StoreFault::Full), "no room for a new store");
        drop(filler);
        std::fs::remove_file(home.join("filler")).expect("room");
        commit(&mut store, &put(5, Table::Page, b"p", vec![4; 9000])).expect("room again");
        open(&home.join("other"));
        println!("at 5");
        return;
    }
    let home = home();
    let test =
        child("a_full_disk_keeps_the_old_rows_and_takes_the_next_batch_that_fits", home.path());
    let script =
        r#"mount -t tmpfs -o size=1m accord "$ACCORD_TEST_CHILD_HOME" || exit 77; exec "$0" "$@""#;
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", script]).arg(test.get_program());
    command.args(test.get_args()).env(CHILD_HOME, home.path()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        eprintln!("no unshare here: the page limit's test stands in for this one");
        return;
    };
    let reached = reports(&mut child).last();
    match child.wait().expect("its end").code() {
        // unshare answers 1 and mount 77 where the kernel grants no namespace; a failed test answers 101.
        Some(1 | 77) => {
            eprintln!("no own mount here: the page limit's test stands in for this one")
        }
        code => assert_eq!((code, reached), (Some(0), Some(5))),
    }
}

#[test]
fn a_damaged_head_is_reported_and_left_as_it_is() {
    let home = home();
    commit(&mut open(home.path()), &put(1, Table::Page, b"k", vec![7; 50_000])).expect("a commit");
    overwrite(home.path(), 0, b"not the head of a database file, but a text");
    let before = files(home.path());
    let damaged = StoreFault::Damaged(Damage::NotAStore);
    for _ in 0..2 {
        assert_eq!(SqliteStore::open(home.path(), PATIENCE).map(drop), Err(damaged.clone()));
        assert_eq!(
            SqliteStore::open_read_only(home.path(), PATIENCE).map(drop),
            Err(damaged.clone())
        );
    }
    same_files(home.path(), &before, "a damaged store was changed");
}

#[test]
fn other_files_under_the_name_are_reported_and_left_as_they_are() {
    let foreign = |path: &Path| {
        let other = Connection::open(path).expect("a database");
        other.execute_batch("CREATE TABLE hot (x); PRAGMA user_version = 1").expect("foreign");
    };
    let empty = |path: &Path| drop(std::fs::File::create(path).expect("a file"));
    let cut = |path: &Path| {
        let folder = path.parent().expect("a folder");
        commit(&mut open(folder), &put(1, Table::Page, b"k", vec![7; 50_000])).expect("a commit");
        let file = std::fs::OpenOptions::new().write(true).open(path).expect("the file");
        file.set_len(20_000).expect("cut");
    };
    let no_tables = |path: &Path| {
        open(path.parent().expect("a folder"));
        let other = Connection::open(path).expect("a database");
        other.execute_batch("DROP TABLE log").expect("dropped");
    };
    type Spoil<'a> = &'a dyn Fn(&Path);
    let cases: [(Spoil<'_>, Damage); 4] = [
        (&foreign, Damage::NotAStore),
        (&empty, Damage::NotAStore),
        (&cut, Damage::Inconsistent),
        (&no_tables, Damage::Layout),
    ];
    for (spoil, damage) in cases {
        let home = home();
        spoil(&home.path().join(FILE_NAME));
        let before = files(home.path());
        let found = SqliteStore::open(home.path(), PATIENCE).map(drop);
        assert_eq!(found, Err(StoreFault::Damaged(damage)));
        same_files(home.path(), &before, &format!("a store with {damage} was changed"));
    }
}

#[test]
fn a_missing_file_beside_its_changes_is_damage_and_not_a_new_store() {
    let home = home();
    let mut store = open(home.path());
    commit(&mut store, &put(1, Table::Meta, b"k", vec![1])).expect("a commit");
    std::fs::remove_file(home.path().join(FILE_NAME)).expect("removed");
    // As after a kill: the connection must not tidy up.
    std::fs::copy(home.path().join("accord.db-wal"), home.path().join("kept")).expect("kept");
    drop(store);
    std::fs::rename(home.path().join("kept"), home.path().join("accord.db-wal")).expect("back");
    let found = SqliteStore::open(home.path(), PATIENCE).map(drop);
    assert_eq!(found, Err(StoreFault::Damaged(Damage::Layout)));
    assert!(!home.path().join(FILE_NAME).exists());
}

#[test]
fn what_is_left_of_a_damaged_store_can_be_read() {
    let home = home();
    let mut store = open(home.path());
    for k in 0..200u8 {
        commit(&mut store, &put(1, Table::Act, &[k], vec![k; 1500])).expect("a commit");
    }
    drop(store);
    let length = std::fs::metadata(home.path().join(FILE_NAME)).expect("a file").len();
    overwrite(home.path(), length / 2 / 4096 * 4096, &[0x55; 8192]);
    let before = files(home.path());
    let found = SqliteStore::open(home.path(), PATIENCE).map(drop);
    assert_eq!(found, Err(StoreFault::Damaged(Damage::Inconsistent)));
    let mut store = SqliteStore::open_read_only(home.path(), PATIENCE).expect("for reading");
    let rows = rows(&mut store);
    assert!((150..200).contains(&rows.len()), "{} rows of 200", rows.len());
    assert!(!store.is_whole());
    assert!(rows.iter().all(|row| row.value == vec![row.key[0]; 1500]));
    assert!(rows.is_sorted_by(|a, b| a.key < b.key));
    let refused = commit(&mut store, &put(1, Table::Act, b"k", vec![]));
    assert_eq!(refused, Err(StoreFault::ReadOnly));
    drop(store);
    same_files(home.path(), &before, "reading changed a damaged store");
}

#[test]
fn reading_only_sees_what_a_killed_process_left_unmerged() {
    let home = home();
    let copy = home.path().join("copy");
    std::fs::create_dir(&copy).expect("a folder");
    let mut store = open(home.path());
    commit(&mut store, &put(1, Table::Meta, b"k", vec![1])).expect("a commit");
    for name in [FILE_NAME, "accord.db-wal"] {
        std::fs::copy(home.path().join(name), copy.join(name)).expect("a copy");
    }
    let mut read = SqliteStore::open_read_only(&copy, PATIENCE).expect("for reading");
    assert_eq!((rows(&mut read).len(), read.is_whole()), (1, true));
    drop(read);
    let copied = |name: &str| std::fs::read(copy.join(name)).expect("a file");
    let kept = |name: &str| std::fs::read(home.path().join(name)).expect("a file");
    assert!([FILE_NAME, "accord.db-wal"].iter().all(|name| copied(name) == kept(name)));
}

#[test]
fn a_newer_store_is_named_and_left_as_it_is() {
    let home = home();
    let mut store = open(home.path());
    commit(&mut store, &put(1, Table::Meta, b"k", vec![1])).expect("a commit");
    let known = u32::try_from(schema::STEPS.len()).expect("small");
    store.connection.pragma_update(None, "user_version", known + 3).expect("a version");
    // One copy as a kill leaves it, the new version not yet merged into the file.
    let killed = home.path().join("killed");
    std::fs::create_dir(&killed).expect("a folder");
    for name in [FILE_NAME, "accord.db-wal"] {
        std::fs::copy(home.path().join(name), killed.join(name)).expect("a copy");
    }
    drop(store);
    let unmerged = files(&killed);
    let fault = StoreFault::Newer { found: known + 3, known };
    assert_eq!(SqliteStore::open(&killed, PATIENCE).map(drop), Err(fault.clone()));
    same_files(&killed, &unmerged, "a newer store was changed");
    std::fs::remove_dir_all(&killed).expect("removed");
    let before = files(home.path());
    assert_eq!(SqliteStore::open(home.path(), PATIENCE).map(drop), Err(fault.clone()));
    assert_eq!(SqliteStore::open_read_only(home.path(), PATIENCE).map(drop), Err(fault));
    same_files(home.path(), &before, "a newer store was changed");
}

#[test]
fn an_upgrade_that_fails_halfway_leaves_the_old_format() {
    let home = home();
    let store = open(home.path());
    let steps = [schema::STEPS[0], "CREATE TABLE more (x BLOB) STRICT", "CREATE TABLE hot (x)"];
    let version = |store: &SqliteStore| -> u32 {
        store.connection.pragma_query_value(None, "user_version", |row| row.get(0)).expect("it")
    };
    schema::upgrade(&store.connection, 1, &steps).expect_err("the second step cannot work");
    assert_eq!(version(&store), 1);
    store.connection.prepare("SELECT x FROM more").expect_err("the first step was taken back");
    schema::upgrade(&store.connection, 1, &steps[..2]).expect("a step that works");
    assert_eq!(version(&store), 2);
    store.connection.prepare("SELECT x FROM more").expect("its table");
}

#[test]
fn a_store_begun_and_never_finished_is_begun_again() {
    let home = home();
    std::fs::write(home.path().join("accord.db.new"), b"half of it").expect("a file");
    commit(&mut open(home.path()), &put(1, Table::Meta, b"k", vec![1])).expect("a commit");
    assert_eq!(files(home.path()).len(), 1);
}
