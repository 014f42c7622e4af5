//! Randomness from the browser, for each use anew.

use core::convert::Infallible;

/// Draws from `crypto.getRandomValues`. Stops the worker where it gives none: nothing safe can be made without it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct BrowserRandom;

impl rand_core::TryRng for BrowserRandom {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        fill(dst);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for BrowserRandom {}

fn fill(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        // Keys made from anything else would be worse than no app.
        core::arch::wasm32::unreachable()
    }
}
