//! The heads `H_1 … H_n` of the verified log, kept because every record names one (rule c) and because
//! a relay's position is compared with ours by them. 32 bytes a record.
//!
//! Owns the list and its rows: chunks of 256 heads, so that one more record rewrites at most 8 KiB.

use accord_protocol::ids::LogHead;

/// Heads in one row.
pub(super) const CHUNK: usize = 256;

/// `H_1 … H_n` of one branch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heads(Vec<LogHead>);

impl Heads {
    /// How many there are: the length of the log.
    pub(super) const fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// `H_n`; `H_0` is zero; nothing beyond the end.
    pub(super) fn at(&self, position: u64) -> Option<LogHead> {
        let Some(index) = position.checked_sub(1) else { return Some(LogHead::ZERO) };
        self.0.get(usize::try_from(index).ok()?).copied()
    }

    pub(super) fn push(&mut self, head: LogHead) {
        self.0.push(head);
    }

    /// The rows that change when everything after `position` is new: chunk number and bytes.
    pub(super) fn rows_after(&self, position: u64) -> Vec<(u32, Vec<u8>)> {
        let first = usize::try_from(position).unwrap_or(usize::MAX) / CHUNK;
        self.0
            .chunks(CHUNK)
            .enumerate()
            .skip(first)
            .filter_map(|(n, chunk)| Some((u32::try_from(n).ok()?, chunk)))
            .map(|(n, chunk)| (n, chunk.iter().flat_map(|head| head.to_bytes()).collect()))
            .collect()
    }

    /// How many rows there are.
    pub(super) fn row_count(&self) -> u32 {
        u32::try_from(self.0.len().div_ceil(CHUNK)).unwrap_or(u32::MAX)
    }

    /// Takes the next row; `None` if it is not the next one or no row of ours.
    pub(super) fn read_row(&mut self, chunk: u32, bytes: &[u8]) -> Option<()> {
        let fits = self.0.len() == CHUNK.checked_mul(usize::try_from(chunk).ok()?)?;
        let whole = !bytes.is_empty()
            && bytes.len().is_multiple_of(LogHead::LEN)
            && bytes.len() <= CHUNK * LogHead::LEN;
        if !(fits && whole) {
            return None;
        }
        self.0.extend(bytes.chunks_exact(LogHead::LEN).filter_map(LogHead::from_slice));
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(n: u64) -> Heads {
        let mut heads = Heads::default();
        for i in 0..n {
            let mut bytes = [7; 32];
            bytes[..8].copy_from_slice(&i.to_be_bytes());
            heads.push(LogHead::from_bytes(bytes));
        }
        heads
    }

    #[test]
    fn rows_come_back_as_the_same_heads_at_every_edge_of_a_chunk() {
        for n in [0, 1, 255, 256, 257, 512, 700] {
            let all = heads(n);
            let mut back = Heads::default();
            for (chunk, bytes) in all.rows_after(0) {
                assert_eq!(back.read_row(chunk, &bytes), Some(()));
            }
            assert_eq!(back, all);
            assert_eq!(all.row_count() as usize, all.rows_after(0).len());
        }
    }

    #[test]
    fn one_more_record_rewrites_one_row() {
        let all = heads(600);
        assert_eq!(all.rows_after(599).iter().map(|r| r.0).collect::<Vec<_>>(), [2]);
        assert_eq!(all.rows_after(511).iter().map(|r| r.0).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_row_out_of_turn_or_of_odd_length_is_refused() {
        let mut back = heads(256);
        assert_eq!(back.read_row(0, &[0; 32]), None);
        assert_eq!(back.read_row(1, &[0; 31]), None);
        assert_eq!(back.read_row(1, &[]), None);
        assert_eq!(back.read_row(1, &[0; 257 * 32]), None);
        assert_eq!(back.read_row(1, &[0; 32]), Some(()));
    }

    #[test]
    fn the_head_of_an_empty_log_is_zero() {
        assert_eq!(heads(3).at(0), Some(LogHead::ZERO));
        assert!(heads(3).at(3).is_some());
        assert_eq!(heads(3).at(4), None);
    }
}
