//! Frames, HTTP bodies, and encodings that must be refused.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Fallible, check_file, h, hex};
use crate::error::Code;
use crate::frame::{ClientFrame, CodecError, Limits, Outcome, ServerFrame, auth_message};
use crate::http::{self, Life, Proof, exchange_message, lookup_message, mailbox_message};
use crate::ids::{DeviceId, LogHead, MailboxId, SpaceId, StoreEpoch};
use crate::signing::{sign, verify};
use crate::testing::{TestDevice, filler};

#[test]
fn frames_are_those_on_disk_and_are_read_back() -> Fallible {
    let mut good = Vec::new();
    for (name, frame, cbor) in client_frames() {
        let bytes = frame.encode();
        assert_eq!(ClientFrame::decode(&bytes)?, frame, "{name}");
        good.push(json!({ "name": name, "from": "client", "bytes": hex(bytes), "cbor": cbor }));
    }
    for (name, frame, cbor) in server_frames() {
        let bytes = frame.encode();
        assert_eq!(ServerFrame::decode(&bytes)?, frame, "{name}");
        good.push(json!({ "name": name, "from": "server", "bytes": hex(bytes), "cbor": cbor }));
    }
    let mut bad = Vec::new();
    for (name, text) in REFUSED {
        let bytes = data_encoding::HEXLOWER.decode(text.replace(' ', "").as_bytes())?;
        assert!(ClientFrame::decode(&bytes).is_err(), "{name}");
        bad.push(json!({ "name": name, "from": "client", "bytes": hex(bytes) }));
    }
    for (name, text) in REFUSED_FROM_SERVER {
        let many = text.replace("257 empty", &format!("990101{}", "40".repeat(257)));
        let bytes = data_encoding::HEXLOWER.decode(many.replace(' ', "").as_bytes())?;
        assert!(ServerFrame::decode(&bytes).is_err(), "{name}");
        bad.push(json!({ "name": name, "from": "server", "bytes": hex(bytes) }));
    }
    let mut ignored = Vec::new();
    for (name, text) in IGNORED {
        let bytes = data_encoding::HEXLOWER.decode(text.replace(' ', "").as_bytes())?;
        assert_eq!(ClientFrame::decode(&bytes), Ok(ClientFrame::Applied { position: 7 }), "{name}");
        ignored.push(
            json!({ "name": name, "from": "client", "bytes": hex(bytes), "same_as": "a200050107" }),
        );
    }
    assert_eq!(hex(ClientFrame::Applied { position: 7 }.encode()), "a200050107");
    check_file("frames.json", &json!({ "good": good, "refused": bad, "ignored_keys": ignored }))
}

#[test]
fn a_frame_of_the_future_is_named_so_that_a_client_can_skip_it() {
    let unknown = Err(CodecError::FrameType { got: 23 });
    assert_eq!(ServerFrame::decode(&[0xa1, 0x00, 0x17]), unknown);
}

/// Encodings of `Applied{7}` that are not the one encoding, and frames with a field
/// missing or wrong. Each byte string is written by hand.
const REFUSED: &[(&str, &str)] = &[
    ("nothing", ""),
    ("no map", "07"),
    ("indefinite map", "bf 00 05 01 07 ff"),
    ("map length not shortest", "b802 00 05 01 07"),
    ("key not shortest", "a2 00 05 1801 07"),
    ("value not shortest", "a2 00 05 01 1807"),
    ("value in eight bytes", "a2 00 05 01 1b0000000000000007"),
    ("duplicate key", "a3 00 05 01 07 01 07"),
    ("keys descend", "a2 01 07 00 05"),
    ("text key", "a3 00 05 01 07 6161 00"),
    ("negative key", "a3 00 05 01 07 20 00"),
    ("trailing byte", "a2 00 05 01 07 00"),
    ("truncated", "a2 00 05 01"),
    ("no type", "a1 01 07"),
    ("type is text", "a2 00 6135 01 07"),
    ("unknown type", "a2 00 17 01 07"),
    ("server type from a client", "a2 00 11 01 07"),
    ("field missing", "a1 00 05"),
    ("field is bytes", "a2 00 05 01 4107"),
    ("field is negative", "a2 00 05 01 27"),
    ("field is null", "a2 00 05 01 f6"),
    ("unknown key holds a tag", "a3 00 05 01 07 18ff c100"),
    ("unknown key holds a float", "a3 00 05 01 07 18ff f97e00"),
    ("unknown key holds undefined", "a3 00 05 01 07 18ff f7"),
    ("unknown key holds indefinite bytes", "a3 00 05 01 07 18ff 5f4100ff"),
    ("unknown key holds bad utf-8", "a3 00 05 01 07 18ff 61ff"),
    ("unknown key holds a map in disorder", "a3 00 05 01 07 18ff a2 02 00 01 00"),
    ("unknown key holds a map with a duplicate", "a3 00 05 01 07 18ff a2 01 00 01 00"),
    ("unknown key nested five deep", "a3 00 05 01 07 18ff 8181818181 00"),
    ("bytes longer than the frame", "a3 00 04 01 07 02 5bffffffffffffffff"),
    ("array longer than the frame", "a3 00 05 01 07 18ff 9bffffffffffffffff"),
    ("more keys than a map may have", "b841"),
    (
        "head of 31 bytes",
        "a3 00 03 01 00 02 581f 00000000000000000000000000000000000000000000000000000000000000",
    ),
    ("version beyond 16 bits", "a4 00 01 01 01 02 1a00010000 03 60"),
];

/// Frames of a relay with a field missing, wrong, or once too often.
const REFUSED_FROM_SERVER: &[(&str, &str)] = &[
    ("client type from a server", "a2 00 05 01 07"),
    ("ack without an outcome", "a2 00 0f 01 03"),
    ("ack with two outcomes", "a4 00 0f 01 03 02 10 03 09"),
    ("ack with a position and a code", "a4 00 0f 01 03 02 10 04 05"),
    ("code beyond 16 bits", "a2 00 13 01 1a00010000"),
    ("data without records", "a3 00 10 01 01 03 f4"),
    ("data without more", "a3 00 10 01 01 02 80"),
    ("more is a number", "a4 00 10 01 01 02 80 03 01"),
    ("a record is a number", "a4 00 10 01 01 02 8100 03 f4"),
    ("a record is text", "a4 00 10 01 01 02 8160 03 f4"),
    ("records beyond the limit", "a4 00 10 01 01 02 257 empty 03 f4"),
];

const IGNORED: &[(&str, &str)] = &[
    ("unknown key with a number", "a3 00 05 01 07 02 00"),
    ("unknown key with a negative number", "a3 00 05 01 07 02 20"),
    ("unknown key with text", "a3 00 05 01 07 02 62c3a4"),
    ("unknown key with null", "a3 00 05 01 07 02 f6"),
    ("unknown key with nested maps", "a3 00 05 01 07 18ff a2 01 8141 00 6161 a0"),
    ("unknown key nested four deep", "a3 00 05 01 07 18ff 81818181 00"),
    ("large unknown key", "a3 00 05 01 07 1bffffffffffffffff f5"),
];

fn client_frames() -> Vec<(&'static str, ClientFrame, Value)> {
    let (space, device) = ids();
    let (nonce, sig): ([u8; 32], [u8; 64]) = (filler("nonce", 1), filler("sig", 1));
    let head = LogHead::from_bytes(filler("head", 1));
    let record: Arc<[u8]> = Arc::from(&filler::<300>("record", 1)[..]);
    vec![
        (
            "hello",
            ClientFrame::Hello { min: 1, max: 1, client: "accord 0.1.0".into() },
            json!({ "0": 1, "1": 1, "2": 1, "3": "accord 0.1.0" }),
        ),
        (
            "auth",
            ClientFrame::Auth { space, device, host: "relay.example:8443".into(), nonce, sig },
            json!({ "0": 2, "1": h(space), "2": h(device), "3": "relay.example:8443", "4": h(nonce), "5": h(sig) }),
        ),
        (
            "subscribe from the start",
            ClientFrame::Subscribe { after: 0, head: LogHead::ZERO },
            json!({ "0": 3, "1": 0, "2": h([0; 32]) }),
        ),
        (
            "subscribe",
            ClientFrame::Subscribe { after: 70_000, head },
            json!({ "0": 3, "1": 70_000, "2": h(head) }),
        ),
        (
            "push",
            ClientFrame::Push { req: 24, record: Arc::clone(&record) },
            json!({ "0": 4, "1": 24, "2": h(&record) }),
        ),
        ("applied", ClientFrame::Applied { position: u64::MAX }, json!({ "0": 5, "1": u64::MAX })),
        ("ping", ClientFrame::Ping, json!({ "0": 6 })),
        ("pong", ClientFrame::Pong, json!({ "0": 7 })),
    ]
}

fn server_frames() -> Vec<(&'static str, ServerFrame, Value)> {
    let challenge: [u8; 32] = filler("challenge", 1);
    let store_epoch = StoreEpoch::from_bytes(filler("epoch", 1));
    let head = LogHead::from_bytes(filler("head", 2));
    let records: Vec<Arc<[u8]>> =
        vec![Arc::from(&filler::<256>("record", 2)[..]), Arc::from(&filler::<32>("hash", 1)[..])];
    let ack = |outcome, retry_after_ms| ServerFrame::Ack { req: 3, outcome, retry_after_ms };
    vec![
        (
            "welcome",
            ServerFrame::Welcome {
                proto: 1,
                challenge,
                limits: Limits::V1,
                ping_s: 25,
                store_epoch,
            },
            json!({
                "0": 11, "1": 1, "2": h(challenge),
                "3": { "1": 65_808, "2": 66_560, "3": 262_144, "4": 256, "5": 1_048_576 },
                "4": 25, "5": h(store_epoch),
            }),
        ),
        (
            "ready",
            ServerFrame::Ready { position: 15, head },
            json!({ "0": 12, "1": 15, "2": h(head) }),
        ),
        ("sub", ServerFrame::Sub { position: 256 }, json!({ "0": 13, "1": 256 })),
        (
            "rollback",
            ServerFrame::Rollback { position: 5, head },
            json!({ "0": 14, "1": 5, "2": h(head) }),
        ),
        ("ack stored", ack(Outcome::Stored(16), None), json!({ "0": 15, "1": 3, "2": 16 })),
        ("ack duplicate", ack(Outcome::Duplicate(9), None), json!({ "0": 15, "1": 3, "3": 9 })),
        (
            "ack refused",
            ack(Outcome::Refused(Code::Rate), Some(1_500)),
            json!({ "0": 15, "1": 3, "4": 5, "5": 1_500 }),
        ),
        (
            "ack refused with a code of the future",
            ack(Outcome::Refused(Code::Unknown(999)), None),
            json!({ "0": 15, "1": 3, "4": 999 }),
        ),
        (
            "data with a record and a hash",
            ServerFrame::Data { from: 7, records: records.clone(), more: true },
            json!({ "0": 16, "1": 7, "2": [h(&records[0]), h(&records[1])], "3": true }),
        ),
        (
            "data without records",
            ServerFrame::Data { from: 1, records: Vec::new(), more: false },
            json!({ "0": 16, "1": 1, "2": [], "3": false }),
        ),
        ("head", ServerFrame::Head { position: 1_000 }, json!({ "0": 17, "1": 1_000 })),
        ("ping", ServerFrame::Ping, json!({ "0": 6 })),
        ("pong", ServerFrame::Pong, json!({ "0": 7 })),
        ("go away", ServerFrame::GoAway { retry_after_ms: 5_000 }, json!({ "0": 18, "1": 5_000 })),
        (
            "error",
            ServerFrame::Error { code: Code::Version, retry_after_ms: None },
            json!({ "0": 19, "1": 2 }),
        ),
        (
            "error with a time",
            ServerFrame::Error { code: Code::Unavailable, retry_after_ms: Some(100) },
            json!({ "0": 19, "1": 15, "2": 100 }),
        ),
    ]
}

#[test]
fn http_bodies_are_those_on_disk_and_are_read_back() -> Fallible {
    let ana = TestDevice::zero("ana");
    let (space, device) = ids();
    let mailbox = MailboxId::from_bytes(filler("mailbox", 1));
    let record: Arc<[u8]> = Arc::from(&filler::<256>("record", 1)[..]);
    let (challenge, nonce): ([u8; 32], [u8; 32]) = (filler("challenge", 1), filler("nonce", 1));
    let host = "relay.example:8443";
    let mut proof = Proof { space, device, host: host.into(), challenge, nonce, sig: [0; 64] };
    let frames = vec![vec![0xa1, 0x00, 0x06], vec![0xa2, 0x00, 0x05, 0x01, 0x07]];
    let slot = b"sealed slot".to_vec();
    let exchange = exchange_message(&proof, &frames);
    let opening = mailbox_message(&proof, &mailbox, Life::Spoken, &slot);
    let lookup = lookup_message(host, &challenge, &nonce, &device);
    let auth = auth_message(host, &challenge, &nonce, &space, &device);
    let signatures: Vec<_> = [
        ("auth", &auth),
        ("exchange", &exchange),
        ("mailbox", &opening),
        ("lookup", &lookup),
    ]
    .iter()
    .map(|(name, message)| {
        let sig = sign(&ana.key, message);
        assert!(verify(ana.dev.verifying_key(), message, &sig));
        json!({ "name": name, "message": hex(message), "seed": hex(ana.seed), "signature": hex(sig) })
    })
    .collect();
    proof.sig = sign(&ana.key, &exchange);
    let proof_json = |sig: [u8; 64]| json!({ "1": h(space), "2": h(device), "3": host, "4": h(challenge), "5": h(nonce), "6": h(sig) });
    let mut bodies = Vec::new();
    macro_rules! body {
        ($path:expr, $side:literal, $kind:ty, $value:expr, $cbor:expr) => {
            let value: $kind = $value;
            let bytes = value.encode();
            assert_eq!(<$kind>::decode(&bytes)?, value);
            bodies.push(json!({ "path": $path, "side": $side, "bytes": hex(bytes), "cbor": $cbor }));
        };
    }
    let head = LogHead::from_bytes(filler("head", 1));
    let token = Some("letmein".to_owned());
    let records = vec![Arc::clone(&record)];
    body!(
        http::SPACES_PATH,
        "request",
        http::CreateSpace,
        http::CreateSpace { token, records },
        json!({ "1": "letmein", "2": [h(&record)] })
    );
    body!(
        http::SPACES_PATH,
        "request",
        http::CreateSpace,
        http::CreateSpace { token: None, records: Vec::new() },
        json!({ "2": [] })
    );
    body!(
        http::SPACES_PATH,
        "response",
        http::Created,
        http::Created { position: 3, head },
        json!({ "1": 3, "2": h(head) })
    );
    body!(
        http::CHALLENGE_PATH,
        "response",
        http::Challenge,
        http::Challenge { challenge },
        json!({ "1": h(challenge) })
    );
    let opened = sign(&ana.key, &opening);
    let opening =
        Some(http::Opening { life: Life::Spoken, proof: Proof { sig: opened, ..proof.clone() } });
    body!(
        http::MAILBOX_PUT_PATH,
        "request",
        http::MailboxPut,
        http::MailboxPut { mailbox, slot: 1, body: slot.clone(), opening },
        json!({ "1": h(mailbox), "2": 1, "3": h(&slot), "4": 2, "5": proof_json(opened) })
    );
    body!(
        http::MAILBOX_PUT_PATH,
        "request",
        http::MailboxPut,
        http::MailboxPut { mailbox, slot: 2, body: slot.clone(), opening: None },
        json!({ "1": h(mailbox), "2": 2, "3": h(&slot) })
    );
    body!(
        http::MAILBOX_GET_PATH,
        "request",
        http::MailboxGet,
        http::MailboxGet { mailbox, slot: 3 },
        json!({ "1": h(mailbox), "2": 3 })
    );
    body!(
        http::MAILBOX_GET_PATH,
        "response",
        http::MailboxState,
        http::MailboxState { body: Some(slot.clone()), expires_s: 600_000 },
        json!({ "1": h(&slot), "2": 600_000 })
    );
    body!(
        http::MAILBOX_GET_PATH,
        "response",
        http::MailboxState,
        http::MailboxState { body: None, expires_s: 0 },
        json!({ "2": 0 })
    );
    body!(
        http::MAILBOX_CLOSE_PATH,
        "request",
        http::MailboxClose,
        http::MailboxClose { mailbox },
        json!({ "1": h(mailbox) })
    );
    let sig = sign(&ana.key, &lookup);
    body!(
        http::LOOKUP_PATH,
        "request",
        http::Lookup,
        http::Lookup { device, host: host.into(), challenge, nonce, sig },
        json!({ "1": h(device), "2": host, "3": h(challenge), "4": h(nonce), "5": h(sig) })
    );
    body!(
        http::LOOKUP_PATH,
        "response",
        http::Found,
        http::Found { space },
        json!({ "1": h(space) })
    );
    body!(
        http::END_PATH,
        "request",
        http::EndSpace,
        http::EndSpace { record: Arc::clone(&record) },
        json!({ "1": h(&record) })
    );
    body!(
        http::END_PATH,
        "response",
        http::EndKept,
        http::EndKept { position: 9, duplicate: false },
        json!({ "1": 9, "2": false })
    );
    let exchange_sig = proof.sig;
    body!(
        http::EXCHANGE_PATH,
        "request",
        http::Exchange,
        http::Exchange { proof, frames: frames.clone() },
        json!({ "1": proof_json(exchange_sig), "2": [h(&frames[0]), h(&frames[1])] })
    );
    body!(
        http::EXCHANGE_PATH,
        "response",
        http::Exchanged,
        http::Exchanged { frames: frames.clone() },
        json!({ "1": [h(&frames[0]), h(&frames[1])] })
    );
    body!(
        "any",
        "problem",
        http::Problem,
        http::Problem { code: Code::Quota, retry_after_ms: Some(60_000) },
        json!({ "1": 4, "2": 60_000 })
    );
    check_file(
        "http.json",
        &json!({
            "signed": {
                "host": host, "challenge": hex(challenge), "nonce": hex(nonce), "space": hex(space),
                "device": hex(device), "frames": [hex(&frames[0]), hex(&frames[1])],
                "mailbox": hex(mailbox), "life": 2, "slot": hex(&slot),
            },
            "signatures": signatures,
            "bodies": bodies,
            "refused": refused_bodies()?,
        }),
    )
}

/// Bodies that are good CBOR and say what they may not.
fn refused_bodies() -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let id = format!("5820{}", "11".repeat(32));
    let (long, name) = (format!("591001{}", "22".repeat(4097)), "61".repeat(129));
    let many = format!("91{}", "40".repeat(17));
    let mut out = Vec::new();
    for (name, path, text) in [
        ("slot 0", http::MAILBOX_GET_PATH, format!("a201{id}0200")),
        ("slot 4", http::MAILBOX_GET_PATH, format!("a201{id}0204")),
        ("short mailbox id", http::MAILBOX_GET_PATH, "a2014111 0201".replace(' ', "")),
        ("slot 1 without an opening", http::MAILBOX_PUT_PATH, format!("a301{id}02010341ff")),
        ("slot 1 without a proof", http::MAILBOX_PUT_PATH, format!("a401{id}02010341ff0401")),
        ("slot 2 with a life", http::MAILBOX_PUT_PATH, format!("a401{id}02020341ff0401")),
        ("slot too long", http::MAILBOX_PUT_PATH, format!("a301{id}020203{long}")),
        ("seventeen records", http::SPACES_PATH, format!("a102{many}")),
        ("token too long", http::SPACES_PATH, format!("a2017881{name}0280")),
        ("records are no list", http::SPACES_PATH, "a10240".to_owned()),
        ("a record is a number", http::SPACES_PATH, "a1028100".to_owned()),
        ("record missing", http::END_PATH, "a0".to_owned()),
        ("proof missing", http::EXCHANGE_PATH, "a10280".to_owned()),
        ("proof is empty", http::EXCHANGE_PATH, "a201a00280".to_owned()),
    ] {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes())?;
        let refused = match path {
            http::MAILBOX_GET_PATH => http::MailboxGet::decode(&bytes).is_err(),
            http::MAILBOX_PUT_PATH => http::MailboxPut::decode(&bytes).is_err(),
            http::SPACES_PATH => http::CreateSpace::decode(&bytes).is_err(),
            http::END_PATH => http::EndSpace::decode(&bytes).is_err(),
            _ => http::Exchange::decode(&bytes).is_err(),
        };
        assert!(refused, "{name}");
        out.push(json!({ "name": name, "path": path, "bytes": text }));
    }
    Ok(out)
}

#[test]
fn an_opening_stands_with_slot_one_and_no_other() {
    let mailbox = MailboxId::from_bytes([1; 32]);
    for slot in [0, 1, 4] {
        let put = http::MailboxPut { mailbox, slot, body: vec![1], opening: None };
        assert!(http::MailboxPut::decode(&put.encode()).is_err(), "slot {slot}");
    }
}

fn ids() -> (SpaceId, DeviceId) {
    (SpaceId::from_bytes(filler("space", 1)), DeviceId::from_bytes(filler("device", 1)))
}
