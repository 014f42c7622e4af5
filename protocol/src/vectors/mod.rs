//! Makes `vectors/*.json` and checks that the files on disk are those this code
//! makes. `vectors/check.py` reads the same files with an implementation of its own.
//!
//! The files are drafts until protocol v1 is frozen. They are never edited by hand:
//! `ACCORD_WRITE_VECTORS=1 cargo test -p accord-protocol vectors` writes them.

mod frames;
mod ids;
mod logs;
mod pairing;
mod refusals;

use std::path::PathBuf;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};

type Fallible = Result<(), Box<dyn std::error::Error>>;

/// Compares one file with what the code makes, or writes it.
fn check_file(name: &str, content: &Value) -> Fallible {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    let made = json!({ "protocol": 1, "status": "draft", "vectors": content });
    if std::env::var_os("ACCORD_WRITE_VECTORS").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&made)? + "\n")?;
    }
    let kept: Value = serde_json::from_slice(&std::fs::read(&path)?)?;
    assert!(kept == made, "{name} is not what this code makes; see the head of vectors/mod.rs");
    Ok(())
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

/// A byte string inside a CBOR value written as JSON.
fn h(bytes: impl AsRef<[u8]>) -> Value {
    json!({ "hex": hex(bytes) })
}
