//! Randomness from a seed (SplitMix64). Good for replaying a simulation, never for keys of real people.

/// A generator that gives the same numbers for the same seed.
#[derive(Debug, Clone)]
pub struct Seeded(u64, Option<[u8; 16]>);

impl Seeded {
    /// Starts from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9e37_79b9_7f4a_7c15, None)
    }

    /// The next number.
    #[expect(clippy::should_implement_trait, reason = "it never ends, so it is no iterator")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Loads the dice: the next sixteen bytes drawn at once are these.
    pub fn load(&mut self, bytes: [u8; 16]) {
        self.1 = Some(bytes);
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

impl rand_core::TryRng for Seeded {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok((self.next() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Self::Error> {
        if dst.len() == 16
            && let Some(bytes) = self.1.take()
        {
            dst.copy_from_slice(&bytes);
            return Ok(());
        }
        for chunk in dst.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Seeded {}

/// Random bytes.
pub fn fill<const N: usize>(rng: &mut Seeded) -> [u8; N] {
    let mut bytes = [0; N];
    rand_core::Rng::fill_bytes(rng, &mut bytes);
    bytes
}
