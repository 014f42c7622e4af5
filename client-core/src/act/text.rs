//! What a text may be: NFC, line feeds, no other control character, not empty, limited.
//!
//! Two devices must hash the same bytes, so what a person typed is brought to one form once, when an act is made, and bytes from outside
//! that are not in this form are refused. Errors carry numbers only, never the words.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Longest text in UTF-8 bytes. Do not change: protocol v1.
pub const MAX_TEXT_BYTES: usize = 16_384;
/// Longest name in UTF-8 bytes. Do not change: protocol v1.
pub const MAX_NAME_BYTES: usize = 128;
/// Longest code or zone in bytes. Do not change: protocol v1.
pub const MAX_CODE_BYTES: usize = 64;

/// Why something is not a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing, or only white space.
    #[error("text is empty")]
    Empty,
    /// Too many bytes.
    #[error("text has {got} bytes, at most {limit} are allowed")]
    TooLong {
        /// Bytes after normalisation.
        got: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// A control character other than a line feed.
    #[error("control character U+{code:04X} is not allowed")]
    Control {
        /// The character's number.
        code: u32,
    },
    /// Bytes from outside that are not in composed form (NFC).
    #[error("text is not in composed form")]
    NotComposed,
    /// Bytes from outside that are not UTF-8.
    #[error("text is not UTF-8")]
    NotUtf8,
    /// A character outside the code or zone alphabet.
    #[error("character is not allowed in a code")]
    NotACode,
}

/// A text in canonical form: NFC, LF, no control character, not empty, at most [`MAX_TEXT_BYTES`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

impl Text {
    /// From what a person typed: line ends become LF, a tab becomes a space, the rest is composed (NFC) and otherwise untouched.
    ///
    /// # Errors
    /// [`TextError`] where it is blank, too long or holds another control character.
    pub fn new(typed: &str) -> Result<Self, TextError> {
        Self::with_limit(typed, MAX_TEXT_BYTES)
    }

    /// Like [`Text::new`] for a name: one line of at most [`MAX_NAME_BYTES`], without outer white space.
    ///
    /// # Errors
    /// [`TextError`], a line feed included.
    pub fn name(typed: &str) -> Result<Self, TextError> {
        let name = Self::with_limit(typed.trim(), MAX_NAME_BYTES)?;
        if name.0.contains('\n') { Err(TextError::Control { code: 0x0A }) } else { Ok(name) }
    }

    fn with_limit(typed: &str, limit: usize) -> Result<Self, TextError> {
        let text = typed.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
        let text = if is_composed(&text) { text } else { text.nfc().collect() };
        if text.trim().is_empty() {
            return Err(TextError::Empty);
        }
        check(&text, limit)?;
        Ok(Self(text))
    }

    /// From bytes of an act, which must be canonical already.
    pub(super) fn from_canonical(bytes: &[u8], limit: usize) -> Result<Self, TextError> {
        let text = std::str::from_utf8(bytes).map_err(|_| TextError::NotUtf8)?;
        check(text, limit)?;
        if !is_composed(text) {
            return Err(TextError::NotComposed);
        }
        Ok(Self(text.to_owned()))
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A person's words: only their length is ever printed by accident.
impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident, $extra:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Checks length and alphabet; nothing is changed.
            ///
            /// # Errors
            /// [`TextError`] where it is empty, too long or holds another character.
            pub fn new(text: &str) -> Result<Self, TextError> {
                if text.is_empty() {
                    return Err(TextError::Empty);
                }
                if text.len() > MAX_CODE_BYTES {
                    return Err(TextError::TooLong { got: text.len(), limit: MAX_CODE_BYTES });
                }
                let extra: fn(u8) -> bool = $extra;
                let fits = |b: u8| {
                    b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-' || extra(b)
                };
                if text.bytes().all(fits) { Ok(Self(text.to_owned())) } else { Err(TextError::NotACode) }
            }

            /// The characters.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

coded!(
    /// A code such as `answer_time`: a-z, 0-9, `_`, `-`, 1 to 64 bytes.
    Code,
    |_| false
);
coded!(
    /// An IANA zone name such as `Europe/Berlin`: a code with capitals, `/` and `+`. Whether the zone exists is not checked here.
    Zone,
    |b| b.is_ascii_uppercase() || b == b'/' || b == b'+'
);

/// Whether it is its own normal form C. ASCII always is, and is known without a look at any table.
fn is_composed(text: &str) -> bool {
    text.is_ascii() || is_nfc(text)
}

fn check(text: &str, limit: usize) -> Result<(), TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.len() > limit {
        return Err(TextError::TooLong { got: text.len(), limit });
    }
    match text.chars().find(|c| c.is_control() && *c != '\n') {
        Some(c) => Err(TextError::Control { code: u32::from(c) }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_is_composed_and_line_ends_become_line_feeds() {
        let text = Text::new("cafe\u{301}\r\nat\tnine\rsharp").unwrap();
        assert_eq!(text.as_str(), "caf\u{e9}\nat nine\nsharp");
    }

    #[test]
    fn blank_long_and_control_texts_are_refused() {
        assert_eq!(Text::new(" \n "), Err(TextError::Empty));
        assert_eq!(
            Text::new(&"x".repeat(16_385)),
            Err(TextError::TooLong { got: 16_385, limit: 16_384 })
        );
        assert_eq!(Text::new("a\u{7}"), Err(TextError::Control { code: 7 }));
        assert_eq!(Text::new("a\u{85}"), Err(TextError::Control { code: 0x85 }));
        assert_eq!(Text::name("An\na"), Err(TextError::Control { code: 10 }));
    }

    #[test]
    fn text_from_outside_must_already_be_canonical() {
        let read = |b: &[u8]| Text::from_canonical(b, MAX_TEXT_BYTES);
        assert_eq!(read("cafe\u{301}".as_bytes()), Err(TextError::NotComposed));
        assert_eq!(read(b"a\r\n"), Err(TextError::Control { code: 13 }));
        assert_eq!(read(b"\xff"), Err(TextError::NotUtf8));
        assert_eq!(read(b""), Err(TextError::Empty));
        assert!(read("  kept as it is ".as_bytes()).is_ok());
    }

    #[test]
    fn words_are_not_in_debug_output() {
        assert_eq!(format!("{:?}", Text::new("secret words").unwrap()), "Text(12 bytes)");
    }

    #[test]
    fn zones_may_have_capitals_and_codes_may_not() {
        assert!(Zone::new("Etc/GMT+5").is_ok());
        assert_eq!(Code::new("Europe"), Err(TextError::NotACode));
        assert!(Code::new("answer_time").is_ok());
    }
}
