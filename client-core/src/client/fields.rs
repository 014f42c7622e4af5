//! Small rows of numbered fields: the settings and a pairing under way. Never on the wire, never signed.

use crate::crypto::secret::SecretBytes;

/// Numbered fields; each number at most once.
#[derive(Debug, Default)]
pub(super) struct Fields {
    bytes: Vec<u8>,
}

impl Fields {
    /// Adds a field.
    pub(super) fn put(&mut self, number: u8, value: &[u8]) -> &mut Self {
        self.bytes.push(number);
        self.bytes.extend_from_slice(&u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.bytes.extend_from_slice(value);
        self
    }

    /// Adds a field if there is a value.
    pub(super) fn put_some(&mut self, number: u8, value: Option<&[u8]>) -> &mut Self {
        if let Some(value) = value {
            self.put(number, value);
        }
        self
    }

    /// The row, wiped when dropped.
    pub(super) fn finish(self) -> SecretBytes {
        SecretBytes::new(self.bytes)
    }
}

/// Reads what [`Fields`] wrote.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read<'a>(&'a [u8]);

impl<'a> Read<'a> {
    pub(super) fn new(row: &'a [u8]) -> Self {
        Self(row)
    }

    pub(super) fn bytes(self, number: u8) -> Option<&'a [u8]> {
        let mut rest = self.0;
        while let Some((found, after)) = rest.split_first() {
            let (len, after) = after.split_first_chunk::<4>()?;
            let (value, after) =
                after.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?)?;
            if *found == number {
                return Some(value);
            }
            rest = after;
        }
        None
    }

    pub(super) fn text(self, number: u8) -> Option<String> {
        String::from_utf8(self.bytes(number)?.to_vec()).ok()
    }

    pub(super) fn array<const N: usize>(self, number: u8) -> Option<[u8; N]> {
        self.bytes(number)?.try_into().ok()
    }

    pub(super) fn uint(self, number: u8) -> Option<u64> {
        self.array(number).map(u64::from_be_bytes)
    }

    pub(super) fn u8(self, number: u8) -> Option<u8> {
        self.array::<1>(number).map(|[byte]| byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back_by_number_and_absent_ones_are_none() {
        let mut fields = Fields::default();
        fields.put(3, b"three").put(1, &7_u64.to_be_bytes()).put_some(2, None);
        let row = fields.finish();
        let read = Read::new(&row);
        assert_eq!(read.text(3).as_deref(), Some("three"));
        assert_eq!(read.uint(1), Some(7));
        assert_eq!(read.bytes(2), None);
        assert_eq!(Read::new(&row[..4]).bytes(1), None, "a truncated row gives nothing");
    }
}
