//! LEB128 numbers, in their one shortest form, and a bounded reader over a slice.
//!
//! Owns nothing but the two encodings Automerge's chunks use. It must not know what the numbers mean.

/// Appends an unsigned LEB128 number.
pub(crate) fn put_unsigned(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let low = low_seven(value);
        value >>= 7;
        if value == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Appends a signed LEB128 number.
pub(crate) fn put_signed(out: &mut Vec<u8>, mut value: i64) {
    loop {
        let low = low_seven(value.cast_unsigned());
        value >>= 7;
        let sign = low & 0x40 != 0;
        if (value == 0 && !sign) || (value == -1 && sign) {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn low_seven(value: u64) -> u8 {
    value.to_le_bytes()[0] & 0x7f
}

/// A cursor over bytes from outside. Every read is checked; nothing is allocated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// What is left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// The next `len` bytes, or `None` if there are fewer.
    pub(crate) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(len)?;
        self.0 = tail;
        Some(head)
    }

    /// The next bytes as an array.
    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.0.split_first_chunk::<N>()?;
        self.0 = tail;
        Some(*head)
    }

    /// The next unsigned number, refused unless it is in its shortest form and fits 64 bits.
    pub(crate) fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for place in 0..10_u32 {
            let [byte] = self.array()?;
            let part = u64::from(byte & 0x7f);
            if place == 9 && part > 1 {
                return None;
            }
            value |= part << (7 * place);
            if byte & 0x80 == 0 {
                return (place == 0 || byte != 0).then_some(value);
            }
        }
        None
    }

    /// The next signed number, refused unless it is in its shortest form and fits 64 bits.
    pub(crate) fn signed(&mut self) -> Option<i64> {
        let mut value = 0_i64;
        let mut before = 0_u8;
        for place in 0..10_u32 {
            let [byte] = self.array()?;
            value |= i64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 != 0 {
                before = byte;
                continue;
            }
            let negative = byte & 0x40 != 0;
            let filler = if negative { 0x7f } else { 0x00 };
            let needless = place > 0 && byte == filler && (before & 0x40 != 0) == negative;
            let too_wide = place == 9 && byte != filler;
            if needless || too_wide {
                return None;
            }
            if negative && place < 9 {
                value |= -1 << (7 * (place + 1));
            }
            return Some(value);
        }
        None
    }

    /// The next unsigned number as a length not above `limit`.
    pub(crate) fn length(&mut self, limit: usize) -> Option<usize> {
        usize::try_from(self.unsigned()?).ok().filter(|len| *len <= limit)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_survive_and_are_the_shortest(unsigned in any::<u64>(), signed in any::<i64>()) {
            let mut bytes = Vec::new();
            put_unsigned(&mut bytes, unsigned);
            put_signed(&mut bytes, signed);
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.unsigned(), Some(unsigned));
            prop_assert_eq!(reader.signed(), Some(signed));
            prop_assert!(reader.rest().is_empty());
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_what_is_read_is_written_back_alike(bytes in proptest::collection::vec(any::<u8>(), 0..14)) {
            let mut reader = Reader::new(&bytes);
            if let Some(value) = reader.unsigned() {
                let mut again = Vec::new();
                put_unsigned(&mut again, value);
                prop_assert_eq!(&bytes[..bytes.len() - reader.rest().len()], &again[..]);
            }
            let mut reader = Reader::new(&bytes);
            if let Some(value) = reader.signed() {
                let mut again = Vec::new();
                put_signed(&mut again, value);
                prop_assert_eq!(&bytes[..bytes.len() - reader.rest().len()], &again[..]);
            }
        }
    }

    #[test]
    fn a_number_with_needless_bytes_is_refused() {
        assert_eq!(Reader::new(&[0x80, 0x00]).unsigned(), None);
        assert_eq!(Reader::new(&[0x81, 0x80, 0x00]).unsigned(), None);
        assert_eq!(Reader::new(&[0x80, 0x00]).signed(), None);
        assert_eq!(Reader::new(&[0xff, 0x7f]).signed(), None);
        assert_eq!(Reader::new(&[0xff; 10]).unsigned(), None);
        assert_eq!(
            Reader::new(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]).unsigned(),
            None
        );
    }
}
