//! Prints the types of commands, answers and refusals for TypeScript. `cargo xtask types` writes them where the web app reads them.

#![allow(
    clippy::print_stdout,
    clippy::string_slice,
    reason = "it prints, and cuts where it found something"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use accord_client_core::client::answers::{Answered, COMMANDS, Kind, Table};
use accord_client_core::client::command::Command;
use accord_client_core::client::io::Event;
use accord_client_core::refused::Refused;
use ts_rs::{Config, TS, TypeVisitor};

/// What stands above the types.
const HEAD: &str = "\
// What the core is told and what it answers. Written by `cargo xtask types` from the types of client-core: do not change it here.
";

/// What stands below them.
const FOOT: &str = "
/** What a command is answered with where it is not refused. */
export type ReplyTo<C extends Command> = AnsweredOf<Answered, C>;

type AnsweredOf<A, C> = A extends [infer Asked, infer Reply] ? (C extends Asked ? Reply : never) : never;
";

/// Declarations by name, each of a type once.
struct Declared<'a> {
    types: &'a Config,
    all: BTreeMap<String, String>,
}

impl TypeVisitor for Declared<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // What has no place of its own is built in, such as a list.
        if T::output_path().is_none() {
            T::visit_dependencies(self);
            T::visit_generics(self);
            return;
        }
        let name = T::ident(self.types);
        let docs = T::docs().unwrap_or_default();
        let declared = format!("{docs}export {}", T::decl(self.types));
        if let Some(known) = self.all.get(&name) {
            assert_eq!(*known, declared, "two types are called {name}: rename one with ts(rename)");
            return;
        }
        self.all.insert(name, declared);
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn main() {
    let types = Config::new().with_large_int("number");
    let mut declared = Declared { types: &types, all: BTreeMap::new() };
    Kind::visit(&mut declared);
    declared.visit::<Event>();
    declared.visit::<Refused>();
    // A type that answers and commands share is the same in both: nothing in it may be left out.
    let said: Vec<String> = declared.all.values().map(|text| never_null(text)).collect();
    let answers: BTreeMap<String, String> = declared.all.keys().cloned().zip(said).collect();
    declared.all.clear();
    declared.visit::<Command>();
    let mut all = declared.all;
    for (name, answer) in answers {
        if let Some(asked) = all.insert(name.clone(), answer.clone()) {
            assert_eq!(asked, answer, "{name} is not the same in commands and answers");
        }
    }

    let mut out = HEAD.to_owned();
    for text in all.values() {
        let _ = write!(out, "\n{}", laid_out(text));
    }
    out.push_str(
        "\n/** Commands, as far as it takes to tell them apart, each with its answer. */\n",
    );
    out.push_str("export type Answered =\n");
    let mut rows = Vec::new();
    pairs(&COMMANDS, &types, &all, &|asked| asked, &mut rows);
    let _ = writeln!(out, "{};", rows.join("\n"));
    out.push_str(FOOT);
    print!("{out}");
}

/// An answer leaves a field out instead of saying null, where it may be left out at all.
fn never_null(text: &str) -> String {
    let mut fields = text.split("?: ");
    let mut out = fields.next().unwrap_or_default().to_owned();
    for field in fields {
        let value = parts(field, ',').first().copied().unwrap_or_default();
        let after = field.get(value.len()..).unwrap_or_default();
        let _ = write!(out, "?: {}{after}", value.strip_suffix(" | null").unwrap_or(value));
    }
    out
}

/// The pairs of a table: the tags of a command, and its answer.
fn pairs(
    table: &Table,
    types: &Config,
    all: &BTreeMap<String, String>,
    within: &dyn Fn(String) -> String,
    out: &mut Vec<String>,
) {
    for (variant, answered) in table.rows {
        let tagged = format!("\"{}\": \"{}\"", table.tag, snake(variant));
        assert!(all.values().any(|text| text.contains(&tagged)), "no command has {tagged}");
        let tagged = tagged.replacen('"', "", 2);
        match answered {
            Answered::With(kinds) => {
                let mut replies: Vec<String> = Vec::new();
                for reply in kinds.iter().map(|kind| kind.typescript(types)) {
                    if !replies.contains(&reply) {
                        replies.push(reply);
                    }
                }
                let asked = within(tagged);
                out.push(format!("  | [{{ {asked} }}, {}]", replies.join(" | ")));
            }
            Answered::By(None, inner) => {
                pairs(inner, types, all, &|asked| within(format!("{tagged}; {asked}")), out);
            }
            Answered::By(Some(field), inner) => {
                let nested = |asked| within(format!("{tagged}; {field}: {{ {asked} }}"));
                pairs(inner, types, all, &nested, out);
            }
        }
    }
}

/// `WhatsNew` is `whats_new`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Longest line that is not broken.
const WIDTH: usize = 140;

/// A declaration with its comment, one field and one alternative a line where it is long.
fn laid_out(text: &str) -> String {
    let (docs, text) = text.split_at(text.rfind("*/\nexport ").map_or(0, |at| at + "*/\n".len()));
    let text = text.trim();
    let Some((name, value)) = text.split_once(" = ") else { return format!("{docs}{text}\n") };
    let value = value.trim_end_matches(';');
    format!("{}{name} = {};\n", comment(docs, ""), broken(value, "")).replace(" \n", "\n")
}

/// A type, on one line where it fits.
fn broken(text: &str, indent: &str) -> String {
    let text = text.trim();
    let line = one_line(text);
    if !text.contains("/**") && line.len() + indent.len() <= WIDTH {
        return line;
    }
    let deeper = format!("{indent}  ");
    let alternatives = parts(text, '|');
    if alternatives.len() > 1 {
        return alternatives
            .iter()
            .fold(String::new(), |out, one| format!("{out}\n{deeper}| {}", broken(one, &deeper)));
    }
    let Some(fields) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) else {
        return line;
    };
    let mut out = "{\n".to_owned();
    for field in parts(fields, ',') {
        let (docs, field) = field.split_at(docs_end(field));
        let (name, value) = field.trim().split_once(": ").unwrap_or((field.trim(), ""));
        let _ = writeln!(
            out,
            "{}{deeper}{}: {},",
            comment(docs, &deeper),
            name.trim_matches('"'),
            broken(value, &deeper)
        );
    }
    out + indent + "}"
}

/// Where a field's own comment ends.
fn docs_end(field: &str) -> usize {
    if field.starts_with("/**") { field.find("*/").map_or(0, |at| at + 2) } else { 0 }
}

/// Without what only a list over several lines needs, and tags without quotes.
fn one_line(text: &str) -> String {
    let mut out = text.replace(", }", " }");
    while let Some(end) = out.find("\": ") {
        let Some(start) = out[..end].rfind('"') else { break };
        out.remove(end);
        out.remove(start);
    }
    out
}

/// A comment on lines of its own, on one where it is one.
fn comment(docs: &str, indent: &str) -> String {
    let lines = docs.lines().map(|line| line.trim().trim_start_matches(['/', '*']).trim());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    match &lines[..] {
        [] => String::new(),
        [one] => format!("{indent}/** {one} */\n"),
        lines => {
            let body: String = lines.iter().map(|line| format!("{indent} * {line}\n")).collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// What stands between separators that are in no bracket, text or comment.
fn parts(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut begun, mut depth, mut at) = (Vec::new(), 0, 0_i32, 0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let skipped = if rest.starts_with("/**") {
            rest.find("*/").map(|end| end + 2)
        } else if c == '"' {
            rest[1..].find('"').map(|end| end + 2)
        } else {
            None
        };
        if let Some(skipped) = skipped {
            at += skipped;
            continue;
        }
        depth += i32::from("{[(<".contains(c)) - i32::from("}])>".contains(c));
        if c == separator && depth == 0 {
            parts.push(text[begun..at].trim());
            begun = at + 1;
        }
        at += c.len_utf8();
    }
    parts.push(text[begun..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}
