//! Reading Rust just well enough: code without comments and texts, and the paths it names.

/// The code with comments, strings and characters blanked, line by line as it was.
pub fn bare(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    let blank = |c: char| if c == '\n' { '\n' } else { ' ' };
    while let Some(&c) = chars.get(at) {
        let end = match (c, chars.get(at + 1)) {
            ('/', Some('/')) => line_comment(&chars, at),
            ('/', Some('*')) => block_comment(&chars, at),
            ('"', _) => string(&chars, at),
            ('r', Some('"' | '#')) if !follows_name(&chars, at) => raw_string(&chars, at),
            ('\'', _) => character(&chars, at),
            _ => at,
        };
        if end == at {
            out.push(c);
            at += 1;
        } else {
            out.extend(chars[at..end].iter().map(|c| blank(*c)));
            at = end;
        }
    }
    out
}

fn line_comment(chars: &[char], at: usize) -> usize {
    chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |length| at + length)
}

fn block_comment(chars: &[char], at: usize) -> usize {
    let (mut depth, mut end) = (0, at);
    while end < chars.len() {
        match (chars[end], chars.get(end + 1)) {
            ('/', Some('*')) => (depth, end) = (depth + 1, end + 2),
            ('*', Some('/')) => (depth, end) = (depth - 1, end + 2),
            _ => end += 1,
        }
        if depth == 0 {
            break;
        }
    }
    end.min(chars.len())
}

fn string(chars: &[char], at: usize) -> usize {
    let mut end = at + 1;
    while end < chars.len() && chars[end] != '"' {
        end += if chars[end] == '\\' { 2 } else { 1 };
    }
    (end + 1).min(chars.len())
}

fn raw_string(chars: &[char], at: usize) -> usize {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + 1 + hashes) != Some(&'"') {
        return at; // A raw name, `r#type`.
    }
    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let start = at + 2 + hashes;
    let length = chars[start..].windows(close.len()).position(|window| window == close);
    length.map_or(chars.len(), |length| start + length + close.len())
}

fn character(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            let rest = chars.get(at + 3..).unwrap_or_default();
            rest.iter().position(|c| *c == '\'').map_or(at, |length| at + 4 + length)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at, // A lifetime.
    }
}

fn follows_name(chars: &[char], at: usize) -> bool {
    at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_')
}

/// A path of at least two parts and the line it stands on, groups taken apart:
/// `a::{b, c::d}` is `a::b` and `a::c::d`.
#[derive(Debug, PartialEq, Eq)]
pub struct Path {
    pub line: usize,
    pub parts: Vec<String>,
}

impl Path {
    /// Whether these parts stand next to each other somewhere in it.
    pub fn names(&self, parts: &[&str]) -> bool {
        self.parts.windows(parts.len()).any(|window| window == parts)
    }
}

/// Every path in bare code, single names included.
pub fn paths(bare: &str) -> Vec<Path> {
    let mut reader = Reader { tokens: tokens(bare), at: 0, found: Vec::new() };
    while reader.at < reader.tokens.len() {
        if reader.name().is_some() {
            reader.path(&[]);
        } else {
            reader.at += 1;
        }
    }
    reader.found
}

struct Reader {
    tokens: Vec<(usize, String)>,
    at: usize,
    found: Vec<Path>,
}

impl Reader {
    fn name(&self) -> Option<(usize, String)> {
        let (line, token) = self.tokens.get(self.at)?;
        let first = token.chars().next()?;
        (first.is_alphabetic() || first == '_').then(|| (*line, token.clone()))
    }

    fn is(&self, token: &str) -> bool {
        self.tokens.get(self.at).is_some_and(|(_, found)| found == token)
    }

    /// From a name on, with what stood before its group.
    fn path(&mut self, before: &[String]) {
        let mut parts = before.to_vec();
        let mut line = 0;
        while let Some((at, name)) = self.name() {
            (line, self.at) = (at, self.at + 1);
            parts.push(name);
            if !self.is("::") {
                break;
            }
            self.at += 1;
        }
        // A turbofish and the end of `a::*` end a path as well.
        if !self.is("{") || parts.len() == before.len() || !self.tokens[self.at - 1].1.eq("::") {
            self.found.push(Path { line, parts });
            return;
        }
        self.at += 1;
        while self.at < self.tokens.len() && !self.is("}") {
            if self.name().is_some() {
                self.path(&parts);
            } else {
                self.at += 1;
            }
        }
        self.at += 1;
    }
}

fn tokens(bare: &str) -> Vec<(usize, String)> {
    let mut tokens = Vec::new();
    for (line, text) in (1..).zip(bare.lines()) {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if c.is_alphanumeric() || c == '_' {
                let mut name = String::from(c);
                while let Some(next) = chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    name.push(next);
                }
                tokens.push((line, name));
            } else if c == ':' && chars.next_if_eq(&':').is_some() {
                tokens.push((line, "::".to_owned()));
            } else if !c.is_whitespace() {
                tokens.push((line, c.to_string()));
            }
        }
    }
    tokens
}

#[test]
fn comments_and_texts_are_not_code() {
    let source =
        "a // b::c\n/* d /* e */ f */ g \"h \\\" i\" 'j' '\\'' r#\"k \" l\"# m<'n> '\\u{1}' o";
    let names: Vec<String> = paths(&bare(source)).into_iter().flat_map(|path| path.parts).collect();
    assert_eq!(names, ["a", "g", "m", "n", "o"]);
    assert_eq!(bare(source).lines().count(), 2);
}

#[test]
fn groups_are_taken_apart() {
    let found = paths("use a::{b, c::{self, d}, e::*};\nx::y::<z::w>();");
    let found: Vec<(usize, String)> =
        found.into_iter().map(|path| (path.line, path.parts.join("::"))).collect();
    let wanted = [
        (1, "use"),
        (1, "a::b"),
        (1, "a::c::self"),
        (1, "a::c::d"),
        (1, "a::e"),
        (2, "x::y"),
        (2, "z::w"),
    ];
    assert_eq!(found, wanted.map(|(line, path)| (line, path.to_owned())));
}
