//! What a worker that trapped can still say: which record it was taking in.
//!
//! A trap ends the core and leaves JavaScript alone with it. It asks once more, keeps the name, and gives it to the next core.

use std::cell::Cell;

use accord_client_core::client::Taking;
use accord_protocol::ids::RecordHash;
use wasm_bindgen::prelude::*;

thread_local! {
    static TAKEN_IN: Cell<Option<RecordHash>> = const { Cell::new(None) };
}

/// Is told what is taken in now.
pub(crate) fn taking(record: Option<RecordHash>) {
    TAKEN_IN.set(record);
    #[cfg(feature = "testing")]
    crate::testing::trap_at(record);
}

const _: Taking = taking;

/// The record that was taken in when the core trapped, for `Shut.set_aside`. Good to call on a core that trapped, and nothing else is.
#[wasm_bindgen]
pub fn taken_in() -> Option<String> {
    TAKEN_IN.get().map(|record| record.to_string())
}
