//! ENDs owed to spaces that are not on this device any more: signed bytes, each with the relay it is for, until that relay has them.
//!
//! An END is its own authority (protocol section 6, `POST /v1/end`), so that whoever has these bytes can hand them in: a home for a space it
//! left behind, and a program beside a home that was erased. There is no key in them and no word, and nothing they open.

use accord_protocol::error::{Action, Code};
use accord_protocol::http::{END_PATH, EndSpace, Problem};
use accord_protocol::record::{Kind, Record};

use super::relay::Place;

/// An END owed to a space this device does not hold any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Farewell {
    pub(super) url: String,
    pub(super) first: Record,
    /// With the number after the first, if a record was in flight.
    pub(super) second: Option<Record>,
}

/// All of them, in the order in which they are handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Farewells(Vec<Farewell>);

impl Farewells {
    /// Nothing is owed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn push(&mut self, farewell: Farewell) {
        if !self.0.contains(&farewell) {
            self.0.push(farewell);
        }
    }

    /// Those of another list as well, each once.
    pub fn take_in(&mut self, other: Self) {
        other.0.into_iter().for_each(|farewell| self.push(farewell));
    }

    /// The next request: where to, and its body.
    #[must_use]
    pub fn request(&self) -> Option<(String, Vec<u8>)> {
        let next = self.0.first()?;
        let place = Place::parse(&next.url).ok()?;
        Some((place.at(END_PATH), EndSpace { record: next.first.shared() }.encode()))
    }

    /// What the relay answered it, if anything: status and body. False: the same bytes again, later.
    pub fn answered(&mut self, answer: Option<&(u16, Vec<u8>)>) -> bool {
        let code = match answer {
            Some((200..=299, _)) => None,
            Some((_, body)) => {
                Some(Problem::decode(body).map_or(Code::Unavailable, |problem| problem.code))
            }
            None => Some(Code::Unavailable),
        };
        let Some(next) = self.0.first_mut() else { return true };
        match (code, next.second.take()) {
            (Some(Code::Fork), Some(second)) => next.first = second,
            (Some(code), second) if matches!(code.action(), Action::Retry | Action::Wait) => {
                next.second = second;
                return false;
            }
            // Kept, or there is nothing left to end.
            _ => drop(self.0.remove(0)),
        }
        true
    }

    /// Each part with its length before it: relay, first, second (nothing where there is none).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut put = |part: &[u8]| {
            bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            bytes.extend_from_slice(part);
        };
        for farewell in &self.0 {
            put(farewell.url.as_bytes());
            put(farewell.first.bytes());
            put(farewell.second.as_ref().map(Record::bytes).unwrap_or_default());
        }
        bytes
    }

    /// Back from their bytes; `None` where they are not exactly that, or hold anything but ENDs for a relay.
    #[must_use]
    pub fn parse(mut bytes: &[u8]) -> Option<Self> {
        let mut farewells = Self::default();
        while !bytes.is_empty() {
            farewells.0.push(read(&mut bytes)?);
        }
        Some(farewells)
    }
}

fn read(rest: &mut &[u8]) -> Option<Farewell> {
    let mut part = || {
        let (len, after) = rest.split_first_chunk::<4>()?;
        let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
        let (part, after) = after.split_at_checked(len)?;
        *rest = after;
        Some(part)
    };
    let end = |bytes: &[u8]| Record::parse(bytes).ok().filter(|record| record.kind() == Kind::End);
    let url = String::from_utf8(part()?.to_vec()).ok().filter(|url| Place::parse(url).is_ok())?;
    let first = end(part()?)?;
    let second = match part()? {
        [] => None,
        bytes => Some(end(bytes)?),
    };
    Some(Farewell { url, first, second })
}
