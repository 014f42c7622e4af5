//! Field primitives of `docs/documents.md`, both ways, exact.
//!
//! A cursor over untrusted bytes and a writer that cannot fail. Neither knows what the fields mean.

use super::text::{Code, MAX_CODE_BYTES, MAX_NAME_BYTES, MAX_TEXT_BYTES, Text, TextError, Zone};
use crate::time::{Day, When};

/// Why bytes are not an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// Fewer bytes than a field needs.
    #[error("act ends {missing} bytes too early")]
    Short {
        /// Bytes that were missing.
        missing: usize,
    },
    /// Bytes after the end.
    #[error("act has {left} bytes after its end")]
    Trailing {
        /// Bytes left over.
        left: usize,
    },
    /// More bytes than an act may have.
    #[error("act has {got} bytes, at most {limit} are allowed")]
    TooLong {
        /// Bytes there.
        got: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// A version byte this app does not know.
    #[error("version {got} is not known")]
    Version {
        /// The byte.
        got: u8,
    },
    /// A code without a meaning in a known kind.
    #[error("{got} is no {field}")]
    Code {
        /// Which field.
        field: &'static str,
        /// The value.
        got: u64,
    },
    /// A list or the knows entries are not ascending, or hold one twice.
    #[error("{field} are not in order")]
    Order {
        /// Which field.
        field: &'static str,
    },
    /// An act number, previous hash or record that the format does not allow here.
    #[error("{field} does not fit")]
    Misfit {
        /// Which field.
        field: &'static str,
    },
    /// A signature where none belongs, or none where one belongs.
    #[error("signature missing or not allowed")]
    Signature,
    /// A text that is not canonical.
    #[error(transparent)]
    Text(#[from] TextError),
}

/// Reads fields from the front of a slice.
#[derive(Debug)]
pub(crate) struct Cursor<'a> {
    left: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    pub(crate) fn left(&self) -> usize {
        self.left.len()
    }

    pub(crate) fn finish(&self) -> Result<(), ActError> {
        match self.left.len() {
            0 => Ok(()),
            left => Err(ActError::Trailing { left }),
        }
    }

    pub(crate) fn take(&mut self, n: usize) -> Result<&'a [u8], ActError> {
        let short = ActError::Short { missing: n.saturating_sub(self.left.len()) };
        let (head, tail) = self.left.split_at_checked(n).ok_or(short)?;
        self.left = tail;
        Ok(head)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], ActError> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, ActError> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    pub(crate) fn u16(&mut self) -> Result<u16, ActError> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, ActError> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub(crate) fn u64(&mut self) -> Result<u64, ActError> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    pub(crate) fn day(&mut self) -> Result<Day, ActError> {
        Ok(Day(i32::from_be_bytes(self.array()?)))
    }

    fn counted(&mut self) -> Result<&'a [u8], ActError> {
        let len = self.u16()?;
        self.take(usize::from(len))
    }

    pub(crate) fn text(&mut self) -> Result<Text, ActError> {
        Ok(Text::from_canonical(self.counted()?, MAX_TEXT_BYTES)?)
    }

    pub(crate) fn name(&mut self) -> Result<Text, ActError> {
        let name = Text::from_canonical(self.counted()?, MAX_NAME_BYTES)?;
        if name.as_str().contains('\n') {
            return Err(TextError::Control { code: 0x0A }.into());
        }
        Ok(name)
    }

    fn ascii(&mut self) -> Result<&'a str, ActError> {
        let bytes = self.counted()?;
        if bytes.len() > MAX_CODE_BYTES {
            return Err(TextError::TooLong { got: bytes.len(), limit: MAX_CODE_BYTES }.into());
        }
        Ok(std::str::from_utf8(bytes).map_err(|_| TextError::NotUtf8)?)
    }

    pub(crate) fn code(&mut self) -> Result<Code, ActError> {
        Ok(Code::new(self.ascii()?)?)
    }

    pub(crate) fn zone(&mut self) -> Result<Zone, ActError> {
        Ok(Zone::new(self.ascii()?)?)
    }

    pub(crate) fn blob(&mut self) -> Result<&'a [u8], ActError> {
        let len = self.u32()?;
        self.take(usize::try_from(len).unwrap_or(usize::MAX))
    }

    pub(crate) fn opt<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ActError>,
    ) -> Result<Option<T>, ActError> {
        match self.u8()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            got => Err(ActError::Code { field: "presence", got: got.into() }),
        }
    }

    /// A list of hashes, ascending, none twice.
    pub(crate) fn hashes<T: Ord + Copy>(
        &mut self,
        name: fn([u8; 32]) -> T,
    ) -> Result<Vec<T>, ActError> {
        let n = self.u8()?;
        let mut out: Vec<T> = Vec::with_capacity(usize::from(n).min(self.left() / 32));
        for _ in 0..n {
            let next = name(self.array()?);
            if out.last().is_some_and(|last| *last >= next) {
                return Err(ActError::Order { field: "hashes" });
            }
            out.push(next);
        }
        Ok(out)
    }

    pub(crate) fn when(&mut self) -> Result<When, ActError> {
        let day = self.day()?;
        let at = self.opt(|c| Ok((c.minutes()?, c.zone()?.as_str().to_owned())))?;
        Ok(When { day, at })
    }

    /// A time of day in minutes since midnight.
    pub(crate) fn minutes(&mut self) -> Result<u16, ActError> {
        match self.u16()? {
            minutes @ 0..=1439 => Ok(minutes),
            got => Err(ActError::Code { field: "time of day", got: got.into() }),
        }
    }

    /// 0 or 1.
    pub(crate) fn flag(&mut self, field: &'static str) -> Result<bool, ActError> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            got => Err(ActError::Code { field, got: got.into() }),
        }
    }
}

/// Writes fields. Lengths fit because the types that reach it are limited.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    out: Vec<u8>,
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "texts, codes and blobs are limited by their types"
)]
impl Writer {
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.out.extend_from_slice(bytes);
        self
    }

    pub(crate) fn u8(&mut self, v: u8) -> &mut Self {
        self.raw(&[v])
    }

    pub(crate) fn u16(&mut self, v: u16) -> &mut Self {
        self.raw(&v.to_be_bytes())
    }

    pub(crate) fn u64(&mut self, v: u64) -> &mut Self {
        self.raw(&v.to_be_bytes())
    }

    pub(crate) fn day(&mut self, v: Day) -> &mut Self {
        self.raw(&v.0.to_be_bytes())
    }

    pub(crate) fn counted(&mut self, text: &str) -> &mut Self {
        self.u16(text.len() as u16).raw(text.as_bytes())
    }

    pub(crate) fn text(&mut self, text: &Text) -> &mut Self {
        self.counted(text.as_str())
    }

    pub(crate) fn blob(&mut self, bytes: &[u8]) -> &mut Self {
        self.raw(&(bytes.len() as u32).to_be_bytes()).raw(bytes)
    }

    pub(crate) fn opt<T>(
        &mut self,
        value: Option<&T>,
        write: impl FnOnce(&mut Self, &T),
    ) -> &mut Self {
        match value {
            None => self.u8(0),
            Some(v) => {
                self.u8(1);
                write(self, v);
                self
            }
        }
    }

    pub(crate) fn opt_text(&mut self, value: Option<&Text>) -> &mut Self {
        self.opt(value, |w, t| {
            w.text(t);
        })
    }

    pub(crate) fn opt_day(&mut self, value: Option<Day>) -> &mut Self {
        self.opt(value.as_ref(), |w, d| {
            w.day(*d);
        })
    }

    /// Hashes in ascending order without doubles, at most 255.
    pub(crate) fn hashes(&mut self, hashes: impl IntoIterator<Item = [u8; 32]>) -> &mut Self {
        let mut sorted: Vec<[u8; 32]> = hashes.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        sorted.truncate(255);
        self.u8(sorted.len() as u8);
        for hash in &sorted {
            self.raw(hash);
        }
        self
    }

    pub(crate) fn when(&mut self, when: &When) -> &mut Self {
        self.day(when.day).opt(when.at.as_ref(), |w, (minutes, zone)| {
            w.u16(*minutes).counted(zone);
        })
    }
}
