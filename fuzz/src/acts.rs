//! Acts and what is in them.

use accord_client_core::act::envelope::STATEMENT_BYTES;
use accord_client_core::act::{Act, Body, MAX_ACT_BYTES, MAX_KNOWS, Revision, Terms, act_hash};
use accord_protocol::ids::SpaceId;

/// An act, or one of its parts alone.
pub fn act(bytes: &[u8]) {
    if let Ok(act) = Act::parse(bytes) {
        assert!(bytes.len() <= MAX_ACT_BYTES && act.knows.len() <= MAX_KNOWS);
        assert_eq!(act.encode(), bytes);
        assert_eq!(act.hash(), act_hash(bytes));
        assert!(act.knows.is_sorted_by(|a, b| a.device < b.device));
        assert!(act.knows.iter().all(|known| known.device != act.device && known.no > 0));
        assert!(!act.body.is_statement() || act.signature.is_some());
        if let Some(statement) = act.statement_bytes(&SpaceId::from_bytes([3; 32])) {
            assert_eq!(statement.len(), STATEMENT_BYTES);
        }
        body(act.body.kind(), &act.body.fields());
    }
    if let Some((kind, fields)) = bytes.split_first_chunk::<2>() {
        body(u16::from_be_bytes(*kind), fields);
    }
    if let Ok(revision) = Revision::parse(bytes) {
        assert_eq!(revision.bytes(), bytes);
    }
    if let Ok(terms) = Terms::parse(bytes) {
        assert_eq!(terms.bytes(), bytes);
    }
}

fn body(kind: u16, fields: &[u8]) {
    if let Ok(body) = Body::parse(kind, fields) {
        assert_eq!((body.kind(), body.fields().as_slice()), (kind, fields));
    }
}
