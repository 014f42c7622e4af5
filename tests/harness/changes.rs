//! What a modified app puts on pages: bodies of every kind with damage, and changes with a right checksum that no honest client wrote. The
//! fuzzer and the simulation draw from here.

use std::sync::OnceLock;

use accord_client_core::act::{Act, Body};
use data_encoding::HEXLOWER_PERMISSIVE;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::pick::Pick;

/// Longest text in a vector that is taken as it is.
const MOST: usize = 10_000;

/// Every string of a JSON file: bytes where it is hexadecimal, else its own.
#[must_use]
pub fn strings(json: &str) -> Vec<Vec<u8>> {
    fn walk(value: &Value, into: &mut Vec<Vec<u8>>) {
        match value {
            Value::String(text) => {
                let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes());
                into.push(bytes.unwrap_or_else(|_| text.clone().into_bytes()));
            }
            Value::Array(all) => all.iter().for_each(|value| walk(value, into)),
            Value::Object(all) => all.values().for_each(|value| walk(value, into)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut found = Vec::new();
    walk(&serde_json::from_str(json).unwrap_or_default(), &mut found);
    found.sort();
    found.dedup();
    found.retain(|bytes| !bytes.is_empty() && bytes.len() <= MOST);
    found
}

/// Acts of every kind, and refused ones, as the vectors have them.
#[must_use]
pub fn acts() -> Vec<Vec<u8>> {
    strings(include_str!("../../client-core/vectors/acts.json"))
}

/// Bodies of every kind, as the vectors have them.
fn bodies() -> &'static [(u16, Vec<u8>)] {
    static BODIES: OnceLock<Vec<(u16, Vec<u8>)>> = OnceLock::new();
    BODIES.get_or_init(|| {
        let acts = acts().into_iter().filter_map(|bytes| Act::parse(&bytes).ok());
        let of_couple = acts.filter(|act| !act.body.is_of_vault());
        of_couple.map(|act| (act.body.kind(), act.body.fields())).collect()
    })
}

/// A body of any kind, as somebody else might have written it, about what was named.
pub fn body(pick: &mut Pick<'_>, named: &[[u8; 32]]) -> Option<Body> {
    let (kind, fields) = pick.one(bodies());
    let mut fields = fields.clone();
    if pick.one_in(2) {
        pick.damage(&mut fields);
    }
    // A name in it becomes one that somebody said.
    if pick.one_in(2) && fields.len() >= 32 && !named.is_empty() {
        let at = if pick.one_in(2) { 0 } else { pick.below(fields.len() - 31) };
        fields[at..at + 32].copy_from_slice(pick.one::<[u8; 32]>(named));
    }
    Body::parse(*kind, &fields).ok()
}

/// What lies behind the magic, the checksum, the kind and the length.
fn inside(chunk: &[u8]) -> Option<&[u8]> {
    let rest = chunk.get(9..)?;
    let ends = rest.iter().position(|byte| byte & 0x80 == 0)?;
    rest.get(ends + 1..)
}

/// A chunk with a right length and checksum.
#[must_use]
pub fn seal(kind: u8, inside: &[u8]) -> Vec<u8> {
    let mut tail = vec![kind];
    let mut len = inside.len();
    while len >= 0x80 {
        tail.push((len & 0x7f) as u8 | 0x80);
        len >>= 7;
    }
    tail.push(len as u8);
    tail.extend_from_slice(inside);
    let sum = Sha256::digest(&tail);
    [&[0x85, 0x6f, 0x4a, 0x83], &sum[..4], &tail].concat()
}

/// The change as it is, or as somebody else might have written it.
pub fn forge(pick: &mut Pick<'_>, honest: Vec<u8>, earlier: &[Vec<u8>]) -> Vec<u8> {
    match pick.below(5) {
        0 | 1 => honest,
        2 if !earlier.is_empty() => earlier[pick.below(earlier.len())].clone(),
        3 => seal(pick.byte() % 4, pick.piece()),
        _ => {
            let mut data = inside(&honest).unwrap_or_default().to_vec();
            pick.damage(&mut data);
            seal(if pick.one_in(16) { pick.byte() } else { 1 }, &data)
        }
    }
}
