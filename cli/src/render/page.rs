//! Building a text: lines, people's words, tables, two weights.
//!
//! Must not know any view. Characters that would steer a terminal never pass.

use accord_content::Arg;

use super::Scene;

/// Longest piece of a person's words in a table, in characters.
const MAX_CELL: usize = 60;

/// A text being built.
#[derive(Debug)]
pub struct Page<'a> {
    scene: &'a Scene,
    out: String,
}

impl<'a> Page<'a> {
    /// An empty page.
    #[must_use]
    pub const fn new(scene: &'a Scene) -> Self {
        Self { scene, out: String::new() }
    }

    /// What the page knows.
    #[must_use]
    pub const fn scene(&self) -> &'a Scene {
        self.scene
    }

    /// A message as a line.
    pub fn say(&mut self, id: &str, args: &[(&str, Arg<'_>)]) {
        let text = self.scene.text(id, args);
        self.line(text);
    }

    /// A message that belongs to the words above it.
    pub fn tell(&mut self, id: &str, args: &[(&str, Arg<'_>)]) {
        let text = self.scene.text(id, args);
        self.detail(text);
    }

    /// A line of the program's own.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.push(text.as_ref());
        self.out.push('\n');
    }

    /// Lines of the program's own.
    pub fn block(&mut self, text: &str) {
        text.lines().for_each(|line| self.line(line));
    }

    /// A line that belongs to the words above it.
    pub fn detail(&mut self, text: impl AsRef<str>) {
        self.out.push_str("  ");
        self.line(text);
    }

    /// What a person wrote, alone on its lines.
    pub fn words(&mut self, text: &str) {
        for line in text.split('\n') {
            self.out.push_str("    ");
            self.heavy(line);
            self.out.push('\n');
        }
    }

    /// What a person wrote, after a message that says what it is.
    pub fn said(&mut self, what: &str, text: &str) {
        let what = &self.scene.text(what, &[]);
        self.said_as(what, text);
    }

    /// The same after a word that is known already.
    pub fn said_as(&mut self, what: &str, text: &str) {
        if text.contains('\n') {
            self.detail(format!("{what}:"));
            self.words(text);
            return;
        }
        self.out.push_str("  ");
        self.push(what);
        self.out.push_str(": ");
        self.heavy(text);
        self.out.push('\n');
    }

    /// [`Page::said`], where there is something.
    pub fn said_if(&mut self, what: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.said(what, text);
        }
    }

    /// A picture of the program's own, whose colours are part of it.
    pub fn drawn(&mut self, rows: &[String]) {
        for row in rows {
            self.out.push_str(row);
            self.out.push('\n');
        }
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.out.push('\n');
    }

    /// A table: its head, given as messages, in the program's own weight, columns as wide as they must be.
    pub fn table<const N: usize>(&mut self, head: [&str; N], rows: &[[String; N]]) {
        self.headed(&head.map(|id| self.scene.text(id, &[])), rows);
    }

    /// The same with a head that is text already, because a name stands in it.
    pub fn headed<const N: usize>(&mut self, head: &[String; N], rows: &[[String; N]]) {
        let mut widths = head.each_ref().map(|cell| cell.chars().count());
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let line = |cells: [&str; N]| {
            let mut line = String::new();
            for (cell, width) in cells.into_iter().zip(widths) {
                line.push_str(&format!("{cell:width$}  "));
            }
            line.trim_end().to_owned()
        };
        let head = line(head.each_ref().map(String::as_str));
        self.soft(&head);
        self.out.push('\n');
        for row in rows {
            let cells = line(row.each_ref().map(String::as_str));
            self.line(cells);
        }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    fn heavy(&mut self, text: &str) {
        self.weighed(text, "\u{1b}[1m");
    }

    fn soft(&mut self, text: &str) {
        self.weighed(text, "\u{1b}[2m");
    }

    fn weighed(&mut self, text: &str, weight: &str) {
        if self.scene.colour {
            self.out.push_str(weight);
            self.push(text);
            self.out.push_str("\u{1b}[0m");
        } else {
            self.push(text);
        }
    }

    /// Text of whatever origin. What would steer a terminal, or turn the direction of what stands beside it, is shown as a mark.
    fn push(&mut self, text: &str) {
        let shown = |c: char| match c {
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                '\u{fffd}'
            }
            c if c.is_control() => '\u{fffd}',
            c => c,
        };
        self.out.extend(text.chars().map(shown));
    }
}

/// The first line of a text, cut where it is long.
pub(super) fn first_line(text: &str) -> String {
    let mut lines = text.lines();
    let line = lines.next().unwrap_or_default();
    let cut: String = line.chars().take(MAX_CELL).collect();
    if cut.len() < line.len() || lines.next().is_some() {
        format!("{}…", cut.trim_end())
    } else {
        cut
    }
}

/// The first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
