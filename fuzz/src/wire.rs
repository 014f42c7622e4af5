//! The wire's decoders: what is accepted is written back the same, and nothing else is accepted.

use std::sync::Arc;

use accord_protocol::SigningKey;
use accord_protocol::body::{Admit, Dev, End, Genesis, KeyBox, Keys, Revoke, Rotate};
use accord_protocol::frame::{ClientFrame, ServerFrame};
use accord_protocol::host::{is_host, is_loopback};
use accord_protocol::http;
use accord_protocol::limits::{
    DATA_FRAME_BYTES, HTTP_BODY_BYTES, INBOUND_FRAME_BYTES, RECORD_BYTES,
};
use accord_protocol::pairing::{Answer, Link, Offer, Reveal, fragment, parse_fragment};
use accord_protocol::record::Record;

use accord_client_core::crypto::{Phrase, SpokenWords};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

/// What parses has exactly one form.
macro_rules! exact {
    ($bytes:expr, $($type:ty),*) => {$(
        if let Ok(read) = <$type>::parse($bytes) {
            assert_eq!(read.encode().as_slice(), $bytes, stringify!($type));
        }
    )*};
}

/// A record: layout, header, hash, and its body as each kind.
///
/// # Panics
/// Where a promise is broken; so everywhere in this crate.
pub fn record(bytes: &[u8]) {
    bodies(bytes);
    let read = Record::parse(bytes);
    let shared = Record::from_shared(Arc::from(bytes));
    assert_eq!(read.is_ok(), shared.is_ok());
    let Ok(read) = read else { return };
    assert!(bytes.len() <= RECORD_BYTES);
    assert_eq!(read.bytes(), bytes);
    let header = read.header();
    assert_eq!(header.encode(read.body().len()), read.header_bytes());
    let key = SigningKey::from_bytes(&[7; 32]);
    let signed = Record::sign(&header, read.body(), &key).expect("what was read can be signed");
    assert_eq!((signed.header(), signed.hash(), signed.body()), (header, read.hash(), read.body()));
    signed.verify_signature(&key.verifying_key()).expect("signed just now");
    assert_eq!(
        read.verify_signature(&key.verifying_key()).is_ok(),
        read.signature() == signed.signature(),
        "one signature for one key and one record"
    );
    bodies(read.body());
}

fn bodies(bytes: &[u8]) {
    exact!(bytes, Genesis, Admit, Revoke, Rotate, Keys, End, Dev, KeyBox);
}

/// A frame, either way.
pub fn frame(bytes: &[u8]) {
    if let Ok(read) = ClientFrame::decode(bytes) {
        assert!(bytes.len() <= INBOUND_FRAME_BYTES);
        again(bytes, &read.encode());
        assert!(ClientFrame::decode(&read.encode()) == Ok(read));
    }
    if let Ok(read) = ServerFrame::decode(bytes) {
        assert!(bytes.len() <= DATA_FRAME_BYTES);
        again(bytes, &read.encode());
        assert!(ServerFrame::decode(&read.encode()) == Ok(read));
    }
}

/// What an accepted map may be: the one form another reader would write it in, and its own form no longer than it.
fn again(read: &[u8], written: &[u8]) {
    let mut other = Encoder::new(Vec::new());
    copy(&mut Decoder::new(read), &mut other).expect("another reader takes it");
    assert_eq!(other.into_writer(), read, "one encoding");
    assert!(written.len() <= read.len(), "only keys that are not known go");
    if written.len() == read.len() {
        assert_eq!(written, read, "one encoding");
    }
}

/// One item, read and written by another library.
fn copy(from: &mut Decoder<'_>, to: &mut Encoder<Vec<u8>>) -> Option<()> {
    match from.datatype().ok()? {
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => drop(to.u64(from.u64().ok()?)),
        Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::Int => drop(to.int(from.int().ok()?)),
        Type::Bytes => drop(to.bytes(from.bytes().ok()?)),
        Type::String => drop(to.str(from.str().ok()?)),
        Type::Bool => drop(to.bool(from.bool().ok()?)),
        Type::Null => {
            from.null().ok()?;
            drop(to.null());
        }
        Type::Array => {
            let items = from.array().ok()??;
            drop(to.array(items));
            (0..items).try_for_each(|_| copy(from, to))?;
        }
        Type::Map => {
            let entries = from.map().ok()??;
            drop(to.map(entries));
            (0..2 * entries).try_for_each(|_| copy(from, to))?;
        }
        _ => return None,
    }
    Some(())
}

/// A body of a request or an answer.
pub fn http(bytes: &[u8]) {
    macro_rules! bodies {
        ($($type:ident),*) => {$(
            if let Ok(read) = http::$type::decode(bytes) {
                assert!(bytes.len() <= HTTP_BODY_BYTES);
                again(bytes, &read.encode());
                assert!(http::$type::decode(&read.encode()) == Ok(read), stringify!($type));
            }
        )*};
    }
    bodies!(
        Problem,
        CreateSpace,
        Created,
        Challenge,
        MailboxPut,
        MailboxGet,
        MailboxClose,
        MailboxState,
        Lookup,
        Found,
        EndSpace,
        EndKept,
        Exchange,
        Exchanged
    );
    if let Ok(exchange) = http::Exchange::decode(bytes) {
        exchange.frames.iter().for_each(|inner| frame(inner));
    }
    if let Ok(exchanged) = http::Exchanged::decode(bytes) {
        exchanged.frames.iter().for_each(|inner| frame(inner));
    }
}

/// Offer, answer and reveal of a pairing.
pub fn pairing(bytes: &[u8]) {
    exact!(bytes, Answer, Reveal);
    if let Ok(offer) = Offer::parse(bytes) {
        assert!(is_host(&offer.host));
        assert_eq!(offer.encode().as_deref(), Ok(bytes));
    }
    if let Ok(answer) = Answer::parse(bytes) {
        assert!(bytes.starts_with(&Answer::core(answer.role, &answer.r_b, &answer.dev)));
    }
}

/// A link, and words somebody types.
pub fn link(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(link) = Link::parse(text) {
        assert!(is_host(&link.host));
        assert!(!link.plain_http || is_loopback(&link.host), "plain only on this machine");
        let again = Link::parse(&link.to_url()).expect("its own form");
        assert_eq!(
            (&again.host, again.plain_http, again.role),
            (&link.host, link.plain_http, link.role)
        );
        assert_eq!(again.secret.expose(), link.secret.expose());
    }
    if let Ok((role, secret)) = parse_fragment(text) {
        assert_eq!(fragment(role, &secret), text);
    }
    if is_loopback(text) {
        assert!(is_host(text));
    }
    if let Ok(phrase) = Phrase::parse(text) {
        let again = Phrase::parse(&phrase.words().join(" ")).expect("its own form");
        assert_eq!(again.words(), phrase.words());
    }
    if let Ok(spoken) = SpokenWords::parse(text) {
        let again = SpokenWords::parse(&spoken.words().join(" ")).expect("its own form");
        assert_eq!(again.words(), spoken.words());
    }
}
