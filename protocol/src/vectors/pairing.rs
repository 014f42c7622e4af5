//! Two pairings from the link to the transcript, and messages that must be refused.

use serde_json::{Value, json};

use super::{Fallible, check_file, hex};
use crate::body::{Admit, SpaceType, proof_message};
use crate::ids::{MailboxId, SpaceId, Transcript};
use crate::pairing::{
    Answer, Link, Offer, PairRole, PairSecret, Reveal, commitment, fragment, parse_fragment,
    slot_aad,
};
use crate::testing::{TestDevice, TestLog, filler};

#[test]
fn pairings_are_those_on_disk_and_are_read_back() -> Fallible {
    let (ana, two, ben) =
        (TestDevice::zero("ana"), TestDevice::zero("ana two"), TestDevice::one("ben"));
    let couple = TestLog::found(SpaceType::Couple, &ana)?.state.space();
    let vault = TestLog::found(SpaceType::Vault, &ana)?.state.space();
    let pairings = [
        pairing(PairRole::Partner, &ana, &ben, couple, "relay.example", "letmein")?,
        pairing(PairRole::OwnDevice, &ana, &two, vault, "localhost:8787", "")?,
    ];
    let id = MailboxId::from_bytes(filler("mailbox", 1));
    check_file(
        "pairing.json",
        &json!({
            "pairings": pairings,
            "slot_aad": { "mailbox": hex(id), "slot": 2, "aad": hex(slot_aad(&id, 2)) },
            "bad_links": bad_links(),
            "bad_messages": bad_messages(&ana, couple)?,
        }),
    )
}

fn pairing(
    role: PairRole,
    inviter: &TestDevice,
    joiner: &TestDevice,
    space: SpaceId,
    host: &str,
    token: &str,
) -> Result<Value, Box<dyn std::error::Error>> {
    let (r_a, r_b): ([u8; 32], [u8; 32]) = (filler("r_a", 1), filler("r_b", 1));
    let secret = PairSecret::from_bytes(filler("pair secret", 1));
    let link =
        Link { host: host.into(), plain_http: token.is_empty(), role, secret: secret.clone() };
    assert_eq!(Link::parse(&link.to_url())?.secret.expose(), secret.expose());
    assert_eq!(parse_fragment(&fragment(role, &secret))?.0, role);
    let offer = Offer {
        role,
        space,
        dev: inviter.dev.clone(),
        commit: commitment(&r_a),
        expires_s: 1_800_000_000,
        host: host.into(),
        token: token.into(),
    };
    let m1 = offer.encode()?;
    assert_eq!(Offer::parse(&m1)?, offer);
    let core = Answer::core(role, &r_b, &joiner.dev);
    let t = Transcript::of(&m1, &core);
    let proof = Admit::prove(role.role(), &space, &inviter.id(), &t, &joiner.dev, &joiner.key);
    let answer = Answer { role, r_b, dev: joiner.dev.clone(), proof };
    let m2 = answer.encode();
    assert_eq!(Answer::parse(&m2)?, answer);
    assert_eq!(answer.transcript(&m1), t);
    let reveal = Reveal { role, r_a };
    let m3 = reveal.encode();
    assert_eq!(Reveal::parse(&m3)?, reveal);
    Ok(json!({
        "role": role.to_byte(),
        "secret": hex(secret.expose()),
        "link": link.to_url(),
        "space": hex(space),
        "inviter": hex(inviter.dev.encode()),
        "joiner": hex(joiner.dev.encode()),
        "joiner_seed": hex(joiner.seed),
        "r_a": hex(r_a),
        "r_b": hex(r_b),
        "expires_s": 1_800_000_000,
        "host": host,
        "token": token,
        "m1": hex(&m1),
        "m2": hex(&m2),
        "m3": hex(&m3),
        "transcript": hex(t),
        "proof_message": hex(proof_message(role.role(), &space, &inviter.id(), &t, &joiner.dev)),
    }))
}

fn bad_links() -> Vec<Value> {
    let fragment = fragment(PairRole::Partner, &PairSecret::from_bytes([1; 16]));
    let good = format!("https://relay.example/j#{fragment}");
    assert!(Link::parse(&good).is_ok());
    let mut short = good.clone();
    short.pop();
    let bad = [
        format!("http://relay.example/j#{fragment}"),
        format!("https://Relay.example/j#{fragment}"),
        format!("https://relay.example/x#{fragment}"),
        format!("https://relay.example/j?{fragment}"),
        format!("https://user@relay.example/j#{fragment}"),
        format!("accord://relay.example/j#{fragment}"),
        format!("{good}A"),
        short.clone(),
        short.clone() + "=",
        short + "+",
        good.replace("#AQE", "#AgE"),
        good.replace("#AQE", "#AQM"),
        fragment,
        String::new(),
    ];
    for link in &bad {
        assert!(Link::parse(link).is_err(), "{link}");
    }
    bad.into_iter().map(Value::from).collect()
}

fn bad_messages(
    ana: &TestDevice,
    space: SpaceId,
) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let offer = Offer {
        role: PairRole::Partner,
        space,
        dev: ana.dev.clone(),
        commit: [1; 32],
        expires_s: 1,
        host: "a.example".into(),
        token: "t".into(),
    };
    let m1 = offer.encode()?;
    let m3 = Reveal { role: PairRole::Partner, r_a: [1; 32] }.encode();
    let with = |m: &[u8], at: usize, byte: u8| {
        let mut m = m.to_vec();
        m[at] = byte;
        m
    };
    let host_at = m1.len() - 2 - "a.example".len();
    let mut out = Vec::new();
    for (name, message, bytes) in [
        ("version 2", 1, with(&m1, 0, 2)),
        ("role 3", 1, with(&m1, 1, 3)),
        ("role 0", 3, with(&m3, 1, 0)),
        ("padding", 1, with(&m1, 2, 1)),
        ("padding", 3, with(&m3, 3, 1)),
        ("one byte more", 1, [&m1[..], &[0]].concat()),
        ("one byte less", 1, m1[..m1.len() - 1].to_vec()),
        ("one byte more", 3, [&m3[..], &[0]].concat()),
        ("one byte less", 3, m3[..m3.len() - 1].to_vec()),
        ("host in upper case", 1, with(&m1, host_at, b'A')),
        ("host is no text", 1, with(&m1, host_at, 0xff)),
        ("unusable device", 1, with(&m1, 36, 3)),
        ("a first message as a second", 2, m1.clone()),
    ] {
        let refused = match message {
            1 => Offer::parse(&bytes).is_err(),
            2 => Answer::parse(&bytes).is_err(),
            _ => Reveal::parse(&bytes).is_err(),
        };
        assert!(refused, "M{message}: {name}");
        out.push(json!({ "name": name, "message": message, "bytes": hex(bytes) }));
    }
    Ok(out)
}
