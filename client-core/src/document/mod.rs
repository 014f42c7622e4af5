//! A space's pages on Automerge, and the gate every change passes before Automerge sees it.
//!
//! Owns how acts become changes, which changes are admitted, and how a page is saved, rebuilt and exported. It takes and
//! gives opaque act bytes: it must not know crypto, laws, sync or stores.
//!
//! An *own page* (each partner's, the vault's housekeeping page, the private page) holds immutable acts. One act is one
//! `put` of its bytes at the root key `act:<id>`; a change holds many acts and depends only on its own instance's
//! previous change, so two devices' changes never wait for each other. The gate writes the change an honest client
//! would have made anew and requires every byte to be equal. What it admits is the same in every order that keeps each
//! instance's own.
//!
//! The *joint page* ([`joint`]) holds maps and texts that both partners write. Its gate judges each operation against what
//! its author had seen.

mod automerge_doc;
mod chunk;
mod export;
mod gate;
mod held;
mod ids;
pub mod joint;
mod leb;
mod page;
#[cfg(test)]
mod testing;

pub use automerge_doc::{DocumentError, PageAct};
pub use chunk::{ChunkError, Column, Field, MAX_ACTS, MAX_CHANGE_BYTES, fit};
pub use export::{ExportError, export};
pub use gate::{
    Admitted, BuildError, Gate, GateError, MAX_CHANGES_PER_RECORD, MAX_INSTANCES_PER_DEVICE,
    MAX_OP, Refusal, acts_of,
};
pub use held::{MAX_HELD_BYTES_PER_DEVICE, MAX_HELD_RECORDS_PER_DEVICE};
pub use ids::{ACTOR_BYTES, Actor, act_key, root_key};
pub use page::{OpenError, Outcome, OwnPage, PageRecord, SavedPage, Verdict};
