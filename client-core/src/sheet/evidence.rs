//! The full export as a page: everything one can see with its history, then every act with its hash and signature.

use serde_json::Value;

use super::Made;
use super::page::Page;

/// A page of the JSON export, whole. It says the same, for eyes; the JSON is what a program checks.
#[must_use]
pub fn evidence(made: &Made, export: &Value) -> String {
    let mut page = Page::new("Everything kept here", made);
    page.line(&format!("As {} can see it on {}, with all history.", made.by, made.on));
    page.soft("Who made what follows from the signatures on the last pages. The JSON export holds the same with every byte, for programs that check.");
    let Value::Object(all) = export else { return page.finish() };
    for (name, list) in all {
        let Value::Array(list) = list else { continue };
        if list.is_empty() || ["acts", "log", "members"].contains(&name.as_str()) {
            continue;
        }
        page.heading(&spoken(name));
        for record in list {
            let mut facts = Vec::new();
            flatten(record, String::new(), &mut facts);
            let words = words(record);
            let facts: Vec<(&str, String)> =
                facts.iter().map(|(what, value)| (what.as_str(), value.clone())).collect();
            page.record(&words, &facts);
        }
    }
    page.last_heading("Acts, with their hashes and signatures");
    for act in all.get("acts").and_then(Value::as_array).into_iter().flatten() {
        let field = |name: &str| act.get(name).map(plain).unwrap_or_default();
        let what = format!(
            "{} · partner {} · device {} · number {} · kind {}",
            field("date"),
            field("partner"),
            field("device"),
            field("number"),
            field("kind")
        );
        let signature = match act.get("signature") {
            Some(Value::String(signature)) => format!(" · signature {signature}"),
            _ => String::new(),
        };
        page.code(&what, &format!("{}{signature}", field("hash")));
    }
    page.finish()
}

/// What somebody wrote in a record: the most telling text it has.
fn words(record: &Value) -> String {
    let at = |pointer: &str| record.pointer(pointer).and_then(Value::as_str);
    let found = ["/in_force/words", "/open/0/words", "/text", "/title", "/name", "/topic"];
    let standing = || {
        let versions = record.get("versions")?.as_array()?;
        let said = |v: &&Value| v.get("words").is_some_and(Value::is_string);
        let version = versions.iter().rfind(said)?;
        version.get("words")?.as_str()
    };
    found
        .iter()
        .find_map(|pointer| at(pointer))
        .or_else(standing)
        .unwrap_or("(no words)")
        .to_owned()
}

/// Every field of a record as a line, nested ones by their path.
fn flatten(value: &Value, path: String, out: &mut Vec<(String, String)>) {
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
