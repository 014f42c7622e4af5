//! How safe what is kept here is: whether the browser may drop it, and how much room there is.
//!
//! A page asks for lasting storage, `navigator.storage.persist()`: a worker has no way to. What came of it is seen from both.

use js_sys::{Promise, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "storage"], js_name = persisted, catch)]
    fn persisted() -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["navigator", "storage"], js_name = estimate, catch)]
    fn estimate() -> Result<Promise, JsValue>;
}

/// `{"persisted", "quota", "usage"}` as JSON, sizes in bytes; `null` is what this browser does not say.
#[wasm_bindgen]
pub async fn storage_state() -> String {
    let persisted = said(persisted()).await.and_then(|said| said.as_bool());
    let estimate = said(estimate()).await.unwrap_or(JsValue::UNDEFINED);
    let bytes = |name: &str| -> Value {
        let found = Reflect::get(&estimate, &name.into()).ok();
        found.and_then(|found| found.as_f64()).map_or(Value::Null, |bytes| json!(bytes.round()))
    };
    json!({"persisted": persisted, "quota": bytes("quota"), "usage": bytes("usage")}).to_string()
}

async fn said(asked: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(asked.ok()?).await.ok()
}
