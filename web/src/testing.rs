//! What only tests call: the store contract, run where the store is, and a trap in the midst of a record.

use std::cell::RefCell;

use accord_client_core::store::contract;
use accord_protocol::ids::RecordHash;
use wasm_bindgen::prelude::*;

use crate::store::IndexedDb;

/// How long a second opening waits in these tests.
const WAIT_MS: u32 = 500;

/// Runs the store contract on fresh databases.
///
/// # Errors
/// The first breach, as a sentence.
#[wasm_bindgen]
pub async fn store_contract() -> Result<(), JsValue> {
    let open = async |name: &str| IndexedDb::open(&format!("contract-{name}"), Some(WAIT_MS)).await;
    contract::run(open).await.map_err(|breach| JsValue::from(breach.to_string()))
}

thread_local! {
    static TRAP: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Traps when this record is taken in; an empty name is any.
#[wasm_bindgen]
pub fn trap_when_taken_in(record: String) {
    TRAP.set(Some(record));
}

/// Where a record is taken in.
pub(crate) fn trap_at(record: Option<RecordHash>) {
    let Some(record) = record else { return };
    let meant = |trap: &String| trap.is_empty() || *trap == record.to_string();
    if TRAP.with_borrow(|trap| trap.as_ref().is_some_and(meant)) {
        core::arch::wasm32::unreachable();
    }
}
