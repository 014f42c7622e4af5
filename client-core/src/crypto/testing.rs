//! A repeatable source of bytes for this module's tests. Never linked into an application.

use core::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};

/// SHA-256 of a seed and a counter: repeatable and well mixed, and only for tests.
pub(crate) struct TestRng {
    seed: u64,
    block: u64,
    buffer: Vec<u8>,
}

impl TestRng {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, block: 0, buffer: Vec::new() }
    }
}

impl TryRng for TestRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        for byte in dst {
            if self.buffer.is_empty() {
                let mut hash = Sha256::new();
                hash.update(self.seed.to_be_bytes());
                hash.update(self.block.to_be_bytes());
                self.block += 1;
                self.buffer = hash.finalize().to_vec();
            }
            *byte = self.buffer.pop().unwrap();
        }
        Ok(())
    }
}

impl TryCryptoRng for TestRng {}

/// Gives exactly these bytes, in order, and fails the test when asked for more.
pub(crate) struct FixedRng(Vec<u8>);

impl FixedRng {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl TryRng for FixedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        panic!("only bytes are fixed")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        panic!("only bytes are fixed")
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        let rest = self.0.split_off(dst.len());
        dst.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}

impl TryCryptoRng for FixedRng {}

impl Drop for FixedRng {
    fn drop(&mut self) {
        assert!(self.0.is_empty() || std::thread::panicking(), "all fixed bytes are used");
    }
}
