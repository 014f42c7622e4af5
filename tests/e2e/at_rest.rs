//! What lies on a device while nobody uses it: files, leftovers of a kill, dumps, and how long a passphrase is good for.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use accord_client_core::crypto::Lock;
use accord_client_core::store::Table;

use crate::harness::person::files;
use crate::harness::{Answer, Couple, Order, Person, Relay, killed_after};

const PASSPHRASE: &str = "canary passphrase by the river";
const CANARIES: [&str; 6] = [
    "canary passphrase",
    "canary-draft",
    "canary-limit",
    "canary-note",
    "canary-joint",
    "canary-unsent",
];

/// The first of these in the bytes, as it is, in hex or in either base64.
fn found<'a>(bytes: &[u8], secrets: &'a [Vec<u8>]) -> Option<&'a [u8]> {
    secrets.iter().map(Vec::as_slice).find(|secret| {
        let forms = [
            secret.to_vec(),
            data_encoding::HEXLOWER.encode(secret).into_bytes(),
            data_encoding::BASE64_NOPAD.encode(secret).into_bytes(),
            data_encoding::BASE64URL_NOPAD.encode(secret).into_bytes(),
        ];
        // The end of base64 depends on what stands behind.
        let sure = |form: &[u8]| {
            form[..form.len() - if form.len() > secret.len() { 2 } else { 0 }].to_vec()
        };
        forms.iter().map(|form| sure(form)).any(|form| {
            bytes.windows(form.len()).any(|window| window[0] == form[0] && window == form)
        })
    })
}

#[track_caller]
fn nothing_in(what: &str, paths: &[PathBuf], secrets: &[Vec<u8>]) {
    for path in paths {
        let bytes = std::fs::read(path).unwrap();
        let found = found(&bytes, secrets).map(String::from_utf8_lossy);
        assert_eq!(found, None, "{what}: {}", path.display());
    }
}

/// The key of a home's rows, as its passphrase opens it.
fn store_key(person: &Person) -> Vec<u8> {
    let database = rusqlite::Connection::open(person.database()).unwrap();
    let sql = "SELECT value FROM hot WHERE tab = ?1";
    let row: Vec<u8> = database.query_row(sql, [Table::Lock.number()], |row| row.get(0)).unwrap();
    Lock::parse(&row).unwrap().unlock_passphrase(PASSPHRASE).unwrap().expose().to_vec()
}

/// Everything below the folder a person's programs may write to, but the file that holds the passphrase.
fn left_behind(person: &Person) -> Vec<PathBuf> {
    let folder = person.home().parent().unwrap().to_owned();
    files(&folder).into_iter().filter(|path| Some(path) != person.passphrase.as_ref()).collect()
}

#[test]
fn a_locked_home_and_what_a_kill_leaves_hold_no_word_and_no_key() {
    let relay = Relay::open();
    let couple = Couple { ana: Person::ana().with_passphrase(PASSPHRASE), ben: Person::ben() };
    couple.pair(&relay.url());
    let ana = &couple.ana;
    let mut secrets: Vec<Vec<u8>> = CANARIES.map(|text| text.as_bytes().to_vec()).to_vec();
    secrets.push(store_key(ana));
    ana.run(&["limit", "add", "-a", "time", "-m", "canary-limit", "--why", "canary-note"]);
    ana.run(&["limit", "add", "--draft", "-a", "time", "-m", "canary-draft"]);
    ana.run(&["joint", "note", "canary-joint", "-m", "canary-joint"]);
    couple.meet(Order::Ana);
    nothing_in("a locked home", &left_behind(ana), &secrets);
    // Killed while it writes, and while it exchanges.
    for n in 0..8 {
        let words = format!("canary-unsent {n}");
        killed_after(ana, &["promise", "add", &words], &format!("{}.{}", n / 10, n % 10));
        killed_after(ana, &["sync"], &format!("0.{}", 3 + n % 7));
        nothing_in("after a kill", &left_behind(ana), &secrets);
    }
    // Killed while it watches, what SQLite keeps beside its file is left: sealed as well.
    ana.run(&["promise", "add", "canary-unsent for a watch"]);
    let mut watch = ana.command(&["sync", "--watch"]);
    let mut watch = watch.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(watch.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("Watching"), "{line}");
    couple.ben.sync();
    watch.kill().unwrap();
    watch.wait().unwrap();
    let left = left_behind(ana);
    assert!(left.iter().any(|path| path.to_string_lossy().ends_with("-wal")), "{left:?}");
    nothing_in("after a kill", &left, &secrets);
    // What a command says when it fails goes into logs.
    for words in [
        &["agree", "accept", "canary-note"][..],
        &["promise", "add", "canary-unsent", "--due", "canary-note"],
        // Long enough that no limit's random id begins with it.
        &["limit", "edit", "ffffffffffffffff", "-m", "canary-limit"],
        &["sync", "--relay", "canary-note"],
    ] {
        let output = ana.command(words).output().unwrap();
        assert!(!output.status.success(), "{words:?}");
        let said = [output.stdout, output.stderr].concat();
        let echo = said.windows(11).any(|window| window == b"canary-note");
        // What was typed at the wrong place may be named; what lies in the home may not.
        assert!(echo || found(&said, &secrets).is_none(), "{words:?}");
        assert_eq!(found(&said, &secrets[secrets.len() - 1..]), None);
    }
    ana.verify();
    // The search finds what is there.
    let shown = ana.run(&["limit", "list"]).to_string();
    assert!(found(shown.as_bytes(), &secrets).is_some());
}

#[test]
fn a_wrong_passphrase_costs_time_and_nothing_else() {
    let relay = Relay::open();
    let mut ana = Person::ana().with_passphrase(PASSPHRASE);
    ana.init(&relay.url());
    ana.run(&["promise", "add", "I bring the book"]);
    let right = ana.passphrase.clone().unwrap();
    let wrong = right.with_file_name("wrong");
    std::fs::write(&wrong, "canary passphrase by the sea").unwrap();
    let bytes = |person: &Person| std::fs::read(person.database()).unwrap();
    let before = bytes(&ana);
    let quick = Instant::now();
    ana.run(&["about"]);
    let quick = quick.elapsed();
    ana.passphrase = Some(wrong);
    let slow = Instant::now();
    const TRIES: u32 = 5;
    for _ in 0..TRIES {
        assert_eq!(ana.refused(&["status"], 6), "wrong_passphrase");
    }
    let slow = slow.elapsed() / TRIES;
    assert!(slow > quick * 3, "a try took {slow:?}, a look without one {quick:?}");
    assert_eq!(bytes(&ana), before, "nothing is counted, and nothing is changed");
    ana.passphrase = Some(right);
    let list = ana.run(&["private", "list"]);
    assert_eq!(list[0]["text"], "I bring the book");
}

#[test]
fn a_watch_locks_itself_after_its_time_and_lets_go_of_the_home() {
    let relay = Relay::open();
    let couple = Couple { ana: Person::ana().with_passphrase(PASSPHRASE), ben: Person::ben() };
    couple.pair(&relay.url());
    let child = couple.ana.start(&["sync", "--watch", "--relock", "1s"]);
    let answer = Answer::of(&child.wait_with_output().unwrap());
    assert_eq!((answer.exit, answer.code.as_str()), (6, "relocked"), "{answer:?}");
    answer.is_one_sentence_of(6);
    couple.ana.sync();
    assert_eq!(couple.ana.refused(&["sync", "--watch", "--relock", "soon"], 2), "bad_relock");
    // A passphrase from a file keeps nobody out: nothing ends by itself.
    killed_after(&couple.ana, &["sync", "--watch"], "2");
    couple.ana.sync();
}

/// A folder in which a process that is aborted would leave its core, if this machine writes any there.
fn aborted(folder: &Path, script: &str, person: Option<&Person>) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -c unlimited 2>/dev/null; {script}")]).current_dir(folder);
    if let Some(person) = person {
        let command = person.command(&["sync", "--watch"]);
        shell.arg(command.get_program()).args(command.get_args());
        shell.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    }
    let mut child =
        shell.stdin(Stdio::null()).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    if person.is_some() {
        let mut line = String::new();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        said.read_line(&mut line).unwrap();
        assert!(line.contains("Watching"), "{line}");
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        let none: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
        assert_eq!(none, ["0", "0"], "{core}");
        in_memory(child.id());
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-ABRT", &id]).status().unwrap().success());
    }
    assert!(!child.wait().unwrap().success());
    files(folder)
}

/// Whoever may read the memory of an unlocked process finds what it shows, and no passphrase.
fn in_memory(process: u32) {
    use std::io::{Read as _, Seek as _, SeekFrom};
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps"));
    let memory = std::fs::File::open(format!("/proc/{process}/mem"));
    // For anybody but root there is nothing to read at all.
    let (Ok(maps), Ok(mut memory)) = (maps, memory) else { return };
    let mut all = Vec::new();
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (from, to) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
        let [from, to] = [from, to].map(|hex| u64::from_str_radix(hex, 16).unwrap());
        let mut part = vec![0; usize::try_from(to - from).unwrap()];
        if memory.seek(SeekFrom::Start(from)).is_ok() && memory.read_exact(&mut part).is_ok() {
            all.extend(part);
        }
    }
    let has = |text: &str| all.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("canary-limit"), "the memory was read");
    assert!(!has(PASSPHRASE), "the passphrase is wiped once it opened the home");
}

#[test]
fn a_crash_writes_no_memory_to_the_disk() {
    let relay = Relay::open();
    let couple = Couple { ana: Person::ana().with_passphrase(PASSPHRASE), ben: Person::ben() };
    couple.pair(&relay.url());
    couple.ana.run(&["limit", "add", "-a", "time", "-m", "canary-limit"]);
    couple.ana.sync();
    let folder = tempfile::tempdir().unwrap();
    let other = aborted(&folder.path().join("other"), "kill -ABRT $$", None);
    let ours = aborted(&folder.path().join("ours"), "exec \"$0\" \"$@\"", Some(&couple.ana));
    // Where this machine writes cores at all, another program's is there.
    assert_eq!(ours, Vec::<PathBuf>::new(), "beside {other:?}");
    couple.ana.verify();
}
