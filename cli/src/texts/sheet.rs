//! A plain text being set: paragraphs wrapped to a readable width, with an indent.

/// Characters to a line.
const WIDTH: usize = 88;

/// A text being built.
#[derive(Debug, Default)]
pub(super) struct Sheet(String);

impl Sheet {
    /// A paragraph; its own line ends stay.
    pub(super) fn text(&mut self, indent: usize, text: &str) {
        for line in text.split('\n') {
            self.wrapped(indent, indent, line);
        }
    }

    /// An item of a list: the mark hangs before the text.
    pub(super) fn item(&mut self, indent: usize, mark: &str, text: &str) {
        let hang = indent + mark.chars().count() + 1;
        self.wrapped(indent, hang, &format!("{mark} {text}"));
    }

    /// A line that is typed somewhere, so it is never wrapped.
    pub(super) fn typed(&mut self, indent: usize, text: &str) {
        self.pad(indent);
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.0.push('\n');
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.0
    }

    fn pad(&mut self, indent: usize) {
        self.0.extend(std::iter::repeat_n(' ', indent));
    }

    fn wrapped(&mut self, first: usize, rest: usize, text: &str) {
        self.pad(first);
        let (mut column, mut fresh) = (first, true);
        for word in text.split(' ') {
            let length = word.chars().count();
            if !fresh && column + 1 + length > WIDTH {
                self.0.push('\n');
                self.pad(rest);
                (column, fresh) = (rest, true);
            }
            if !fresh {
                self.0.push(' ');
                column += 1;
            }
            self.0.push_str(word);
            (column, fresh) = (column + length, false);
        }
        self.0.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_break_between_words_and_hang_under_their_mark() {
        let mut sheet = Sheet::default();
        sheet.item(2, "-", &"word ".repeat(40));
        let text = sheet.finish();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(lines[0].starts_with("  - word") && lines[1].starts_with("    word"), "{text}");
        assert_eq!(text.split_whitespace().count(), 41, "no word is lost");
    }
}
