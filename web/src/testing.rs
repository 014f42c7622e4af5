//! What only tests call: the store contract, run where the store is.

use accord_client_core::store::contract;
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
