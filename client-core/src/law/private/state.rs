//! What the acts of the private page say: notes with their versions.

use crate::act::vault::{PrivateNote, VaultBody};
use crate::act::{ActHash, Body, RecordId};
use crate::law::graph::{ActIx, Acts};
use crate::silent::silent;
use crate::time::Day;

/// A note that is there.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub record: RecordId,
    /// What it says now; the last of `versions` where own devices did not write apart.
    pub now: Version,
    /// Everything it said, causes before effects.
    pub versions: Vec<Version>,
}

/// What a note said from a day on.
#[derive(Clone, PartialEq, Eq)]
pub struct Version {
    /// The act that said it.
    pub act: ActHash,
    /// When.
    pub on: Day,
    /// What.
    pub note: PrivateNote,
}

silent!(Note, Version);

/// Every note, the one written first first.
///
/// An end of a note counts for the words it knows: what another own device wrote without knowing of it stays. Of words that own devices
/// wrote apart, those with the larger hash are shown as the present ones, and the others stand among the versions.
#[must_use]
pub fn notes(acts: &Acts) -> Vec<Note> {
    let mut all: Vec<Note> = acts.records().filter_map(|record| note(acts, record)).collect();
    let began = |note: &Note| note.versions.first().and_then(|first| acts.find(&first.act));
    let order = acts.in_order(&all.iter().filter_map(began).collect::<Vec<_>>());
    all.sort_by_key(|note| began(note).and_then(|ix| order.iter().position(|at| *at == ix)));
    all
}

fn note(acts: &Acts, record: RecordId) -> Option<Note> {
    let order = acts.of_record(&record);
    let gone: Vec<ActIx> = order.iter().copied().filter(|ix| ends(acts, *ix)).collect();
    let standing: Vec<ActIx> = order
        .iter()
        .copied()
        .filter(|ix| says(acts, *ix).is_some() && !gone.iter().any(|end| acts.knows(*end, *ix)))
        .collect();
    let newest = standing.iter().filter(|ix| !standing.iter().any(|o| acts.knows(*o, **ix)));
    let now = newest.max_by_key(|ix| acts.get(**ix).hash)?;
    let version = |ix: &ActIx| {
        let held = acts.get(*ix);
        Some(Version { act: held.hash, on: held.act.date, note: says(acts, *ix)?.clone() })
    };
    Some(Note {
        record,
        now: version(now)?,
        versions: standing.iter().filter_map(version).collect(),
    })
}

fn says(acts: &Acts, ix: ActIx) -> Option<&PrivateNote> {
    match &acts.get(ix).act.body {
        Body::Vault(VaultBody::Private(note)) => Some(note),
        _ => None,
    }
}

fn ends(acts: &Acts, ix: ActIx) -> bool {
    matches!(acts.get(ix).act.body, Body::Vault(VaultBody::PrivateGone))
}
