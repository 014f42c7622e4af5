//! The full export as a page: everything one can see with its history, then every act with its hash and signature.

use serde_json::Value;

use super::page::Page;
use super::{Made, Tongue};
use crate::law::say;

/// A page of the JSON export, whole. It says the same, for eyes; the JSON is what a program checks. The names of fields are the export's.
pub(super) fn evidence(made: &Made, export: &Value, tongue: &Tongue<'_>) -> String {
    let mut page = Page::new(&say::sheet_title("kept"), made, tongue);
    page.line(&say::sheet_kept(Some(made.by.clone()), made.on));
    page.soft(&say::sheet_kept_how());
    let mut export = export.clone();
    say::put_words(&mut export, tongue.words);
    let Value::Object(all) = &export else { return page.finish() };
    for (name, list) in all {
        let Value::Array(list) = list else { continue };
        if list.is_empty() || ["acts", "log", "members"].contains(&name.as_str()) {
            continue;
        }
        page.heading(&say::sheet_group(group(name)));
        for record in list {
            let mut facts = Vec::new();
            flatten(record, String::new(), &mut facts);
            let words = words(record).unwrap_or_else(|| tongue.text(&say::sheet_no_words()));
            page.record_as_is(&words, &facts);
        }
    }
    page.last_heading(&say::sheet_heading("acts"));
    for act in all.get("acts").and_then(Value::as_array).into_iter().flatten() {
        let field = |name: &str| act.get(name).map(plain).unwrap_or_default();
        let [day, partner, device, number, kind] =
            ["date", "partner", "device", "number", "kind"].map(field);
        let what = say::sheet_act(day, partner, device, number, kind);
        let hash = match act.get("signature") {
            Some(Value::String(signature)) => {
                tongue.text(&say::sheet_signed(field("hash"), signature.clone()))
            }
            _ => field("hash"),
        };
        page.code(&what, &hash);
    }
    page.finish()
}

/// A list of the export, as far as this version knows it.
fn group(name: &str) -> &'static str {
    const KNOWN: [&str; 11] = [
        "agreements",
        "boundaries",
        "promises",
        "repairs",
        "check_ins",
        "thanks",
        "talks",
        "time_outs",
        "openness",
        "drafts_beside",
        "joint",
    ];
    KNOWN.into_iter().find(|known| *known == name).unwrap_or("other")
}

/// What somebody wrote in a record: the most telling text it has.
pub(super) fn words(record: &Value) -> Option<String> {
    let at = |pointer: &str| record.pointer(pointer).and_then(Value::as_str);
    let found = ["/in_force/words", "/open/0/words", "/text", "/title", "/name", "/topic"];
    let standing = || {
        let versions = record.get("versions")?.as_array()?;
        let said = |v: &&Value| v.get("words").is_some_and(Value::is_string);
        let version = versions.iter().rfind(said)?;
        version.get("words")?.as_str()
    };
    found.iter().find_map(|pointer| at(pointer)).or_else(standing).map(str::to_owned)
}

/// Every field of a record as a line, nested ones by their path.
pub(super) fn flatten(value: &Value, path: String, out: &mut Vec<(String, String)>) {
    let below = |name: &str| {
        if path.is_empty() { spoken(name) } else { format!("{path}, {}", spoken(name)) }
    };
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, field) in fields {
                flatten(field, below(name), out);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                flatten(item, below(&(n + 1).to_string()), out);
            }
        }
        value => out.push((path, plain(value))),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn spoken(code: &str) -> String {
    code.replace('_', " ")
}
