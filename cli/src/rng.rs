//! Randomness from the operating system, for each use anew.

/// Draws from the operating system. Stops the process where it gives none: nothing safe can be made without it.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl rand_core::TryRng for OsRandom {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Self::Error> {
        fill(dst);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for OsRandom {}

fn fill(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        // Keys made from anything else would be worse than no program.
        std::process::abort();
    }
}
