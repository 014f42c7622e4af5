//! What must hold for any bytes: one function for each way into Accord, called by the fuzzer and, with a small corpus, by every test run.
//!
//! A target takes bytes and asserts: not only that nothing panics, but what is promised of what is accepted (it comes back as it went in;
//! what was not said by anybody is not there; another decoder agrees). Where bytes alone would never come past a checksum, a signature or a
//! cipher, the target makes an honest message of them and changes that ([`accord_tests::pick`], [`mod@log`], [`pages`], [`home`]).
//!
//! Must not know how the fuzzer works, nor decide anything: a target drives what a peer, a file or a disk drives.

pub mod acts;
pub mod files;
pub mod home;
pub mod laws;
pub mod log;
pub mod pages;
pub mod relay;
pub mod sealed;
pub mod seeds;
pub mod wire;

/// One way in.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name on the command line, and of its folder in `corpus/`.
    pub name: &'static str,
    /// What comes in here, from whom, and what must hold.
    pub about: &'static str,
    /// Takes the bytes.
    pub run: fn(&[u8]),
    /// Where to begin, beside the corpus.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Longest input worth trying, in bytes.
    pub most_bytes: usize,
}

macro_rules! targets {
    ($($name:literal, $run:path, $seeds:path, $most:literal, $about:literal;)*) => {
        /// Every target.
        pub const TARGETS: &[Target] = &[$(Target { name: $name, about: $about, run: $run, seeds: $seeds, most_bytes: $most }),*];
    };
}

targets! {
    "record", wire::record, seeds::records, 70_000, "records and their bodies: read, written back the same";
    "frame", wire::frame, seeds::frames, 70_000, "frames both ways: one encoding; a second CBOR reader agrees";
    "http", wire::http, seeds::http, 70_000, "bodies of HTTP requests and answers: one encoding";
    "pairing", wire::pairing, seeds::pairing, 5_000, "the three messages of a pairing: read, written back the same";
    "link", wire::link, seeds::links, 1_000, "links, hosts, the twelve words, spoken codes: what is read says itself again";
    "log", log::log, seeds::random, 4_000, "logs of records with good signatures: an accepted record moves the state by one, a refused one not at all";
    "checkpoint", log::checkpoint, seeds::random, 4_000, "kept states of logs: what opens is written back the same";
    "act", acts::act, seeds::acts, 50_000, "acts, wordings and terms: read, written back the same";
    "laws", laws::laws, seeds::random, 8_000, "what two people and a modified app may say: any order of arrival gives one state";
    "text", files::text, seeds::texts, 2_000, "texts, codes, zones, days, rules of repetition";
    "own_page", pages::own_page, seeds::random, 8_000, "changes of own pages: what the gate admits, Automerge takes, saves and loads";
    "joint_page", pages::joint_page, seeds::random, 8_000, "changes of the joint page: what the gate admits, Automerge takes, saves and loads";
    "content", sealed::content, seeds::content, 70_000, "what records hold once opened: read, written back the same";
    "keys", sealed::keys, seeds::keys, 8_000, "boxes, wraps, locks and slots: nothing opens that was not sealed so";
    "unsent", sealed::unsent, seeds::random, 20_000, "files of what a removed device wrote";
    "export", files::export, seeds::exports, 60_000, "exports read back, copies unpacked, ENDs owed";
    "home", home::rows, seeds::random, 4_000, "rows of a home's store, sealed with its key: it opens, or says that it is damaged";
    "hostile_relay", home::hostile_relay, seeds::random, 8_000, "what a relay may send a client: nobody's words appear or vanish";
    "relay", relay::session, seeds::random, 8_000, "what members and strangers may send a relay: its logs stay valid, its answers few and exact";
    "exchange", relay::exchange, seeds::http, 70_000, "requests to a relay, with good proofs and without";
}
