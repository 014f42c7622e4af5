//! A printable page being built. Every word that came from a person is escaped here, and only here.

use std::fmt::Write as _;

use super::{Made, Tongue};
use crate::law::say::{self, Say};

/// Serif for what people wrote, sans for what the sheet says. The foot is a table's, because that is what browsers repeat on every printed page.
const STYLE: &str = "
@page { margin: 16mm }
* { box-sizing: border-box }
body { font: 11pt/1.5 system-ui, sans-serif; color: #25211c; max-width: 42em; margin: 2em auto; padding: 0 1em 4em }
h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 .3em }
h2 { font-size: 13pt; margin: 2em 0 .6em; padding-bottom: .2em; border-bottom: 1px solid #ddd5ca; break-after: avoid }
article { margin: 0 0 1.4em; break-inside: avoid }
blockquote { font-family: Literata, Georgia, serif; font-size: 13pt; margin: 0 0 .3em; white-space: pre-wrap; overflow-wrap: anywhere }
p { margin: 0 0 .4em }
.soft, dt { color: #665d53 }
dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: 0 1em }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
.ask { break-inside: avoid; margin-bottom: 1.4em }
.lines div { border-bottom: 1px solid #b0a599; height: 2.2em }
.hashes { break-before: page }
code { font: 8pt/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
table { width: 100%; border-collapse: collapse }
td { padding: 0 }
tfoot td { color: #665d53; font-size: 9pt; padding-top: 1.2em }
@media print { body { margin: 0; padding: 0; max-width: none } }
";

/// A page being built.
pub(super) struct Page<'a> {
    tongue: &'a Tongue<'a>,
    out: String,
    foot: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(title: &Say, made: &Made, tongue: &'a Tongue<'a>) -> Self {
        let foot = say::sheet_foot(made.on, Some(made.by.clone()));
        let foot = format!("{} · {}", tongue.text(&foot), tongue.text(&say::sheet_note()));
        let mut page = Self { tongue, out: String::new(), foot: escaped(&foot) };
        let lang = escaped(tongue.lang);
        let _ = write!(page.out, "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n");
        page.out.push_str("<meta charset=\"utf-8\">\n");
        page.out
            .push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.out.push_str("<meta name=\"referrer\" content=\"no-referrer\">\n");
        page.out.push_str(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        );
        let title = page.escaped(title);
        let _ =
            write!(page.out, "<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n");
        page.out.push_str("<table role=\"presentation\">\n<tbody><tr><td>\n");
        let _ = writeln!(page.out, "<h1>{title}</h1>");
        page
    }

    pub(super) fn heading(&mut self, text: &Say) {
        let _ = writeln!(self.out, "<h2>{}</h2>", self.escaped(text));
    }

    /// A heading that begins a page of its own.
    pub(super) fn last_heading(&mut self, text: &Say) {
        let _ = writeln!(self.out, "<h2 class=\"hashes\">{}</h2>", self.escaped(text));
    }

    pub(super) fn line(&mut self, text: &Say) {
        let _ = writeln!(self.out, "<p>{}</p>", self.escaped(text));
    }

    pub(super) fn soft(&mut self, text: &Say) {
        let _ = writeln!(self.out, "<p class=\"soft\">{}</p>", self.escaped(text));
    }

    /// One record: its words, then facts about it.
    pub(super) fn record(&mut self, words: &str, facts: &[(Say, Say)]) {
        let text = |say: &Say| self.tongue.text(say);
        let facts: Vec<_> = facts.iter().map(|(what, value)| (text(what), text(value))).collect();
        self.record_as_is(words, &facts);
    }

    /// The same, where the facts are as they stand in an export.
    pub(super) fn record_as_is(&mut self, words: &str, facts: &[(String, String)]) {
        let _ = writeln!(self.out, "<article>\n<blockquote>{}</blockquote>", escaped(words));
        if !facts.is_empty() {
            self.out.push_str("<dl>");
            for (what, value) in facts {
                let _ = write!(self.out, "<dt>{}</dt><dd>{}</dd>", escaped(what), escaped(value));
            }
            self.out.push_str("</dl>\n");
        }
        self.out.push_str("</article>\n");
    }

    /// A question with room to write by hand.
    pub(super) fn ask(&mut self, question: &Say, lines: usize) {
        let _ = write!(
            self.out,
            "<div class=\"ask\">\n<p>{}</p>\n<div class=\"lines\">{}</div>\n</div>\n",
            self.escaped(question),
            "<div></div>".repeat(lines)
        );
    }

    pub(super) fn code(&mut self, what: &Say, code: &str) {
        let what = self.escaped(what);
        let _ = writeln!(self.out, "<p>{what}<br><code>{}</code></p>", escaped(code));
    }

    fn escaped(&self, say: &Say) -> String {
        escaped(&self.tongue.text(say))
    }

    pub(super) fn finish(mut self) -> String {
        let _ = write!(
            self.out,
            "</td></tr></tbody>\n<tfoot><tr><td>{}</td></tr></tfoot>\n</table>\n</body>\n</html>\n",
            self.foot
        );
        self.out
    }
}

/// Text as HTML: nothing in it can be an element, and nothing turns the direction of what stands beside it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                out.push('\u{fffd}');
            }
            '\n' => out.push('\n'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
