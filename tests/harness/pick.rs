//! Choices out of bytes: the fuzzer's input as a stream of decisions, and small damage to an honest message.

/// Reads choices from the front. Once the bytes are used up every choice is the first.
#[derive(Debug, Clone)]
pub struct Pick<'a>(&'a [u8]);

impl<'a> Pick<'a> {
    /// Over these bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether nothing is left to choose from.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        let number = if n > 256 { self.number() } else { u64::from(self.byte()) };
        usize::try_from(number % n as u64).unwrap_or_default()
    }

    /// One of these.
    pub fn one<'b, T>(&mut self, of: &'b [T]) -> &'b T {
        &of[self.below(of.len())]
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    /// A number, mostly one near an edge.
    pub fn number(&mut self) -> u64 {
        match self.byte() {
            small @ 0..=99 => small.into(),
            100..=149 => u64::from(self.byte()) << 8 | u64::from(self.byte()),
            150..=199 => u64::from_be_bytes(self.array()),
            edge => {
                let edges = [31, 32, 53, 63, 64].map(|bits| (1_u128 << bits) - 1);
                let near = edges[usize::from(edge) % edges.len()] + u128::from(self.byte() % 3);
                u64::try_from(near.saturating_sub(1)).unwrap_or(u64::MAX)
            }
        }
    }

    /// Exactly so many bytes, zeros where they end.
    pub fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        let (head, rest) = self.0.split_at(N.min(self.0.len()));
        out[..head.len()].copy_from_slice(head);
        self.0 = rest;
        out
    }

    /// A piece of up to 1,023 bytes, its length before it.
    pub fn piece(&mut self) -> &'a [u8] {
        let len = usize::from(u16::from_be_bytes(self.array()) & 0x3ff);
        let (head, rest) = self.0.split_at(len.min(self.0.len()));
        self.0 = rest;
        head
    }

    /// Everything left.
    pub const fn rest(&mut self) -> &'a [u8] {
        let rest = self.0;
        self.0 = &[];
        rest
    }

    /// Damages bytes in up to eight places.
    pub fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len() + 1);
            match self.byte() % 7 {
                0 | 1 => bytes
                    .iter_mut()
                    .skip(at)
                    .take(1)
                    .for_each(|byte| *byte ^= 1 << (self.byte() % 8)),
                2 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = self.byte()),
                3 => bytes.truncate(at),
                4 => drop(bytes.splice(at..at, self.piece().iter().copied())),
                5 => {
                    let to = (at + self.below(16)).min(bytes.len());
                    drop(bytes.drain(at..to));
                }
                _ => {
                    let number = self.number().to_be_bytes();
                    let width = 1 << (self.byte() % 4);
                    let places = bytes.iter_mut().skip(at).take(width);
                    places.zip(&number[8 - width..]).for_each(|(byte, new)| *byte = *new);
                }
            }
        }
    }
}
