//! Rates for callers nobody has vouched for yet: registrations, mailbox calls, failed authentications.
//!
//! Owns one token bucket for each address. Time is passed in. Memory is bounded: when the table is full the fullest
//! (least guilty) half of it is forgotten.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::settings::Rate;

/// Addresses remembered at once; 48 bytes each.
const MAX_ADDRESSES: usize = 20_000;
/// Parts of a token, so that refilling loses nothing to rounding.
const UNIT: u64 = 3_600_000;

/// One kind of call, counted by address.
#[derive(Debug)]
pub struct Buckets {
    rate: Rate,
    loopback_exempt: bool,
    by_address: BTreeMap<IpAddr, Bucket>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// Tokens times `UNIT`.
    level: u64,
    at_ms: u64,
}

impl Buckets {
    /// Full buckets for everybody.
    #[must_use]
    pub fn new(rate: Rate, loopback_exempt: bool) -> Self {
        Self { rate, loopback_exempt, by_address: BTreeMap::new() }
    }

    /// Takes one token, or says after how many seconds one will be there.
    ///
    /// # Errors
    /// Seconds to wait, at least 1.
    pub fn take(&mut self, now_ms: u64, address: IpAddr) -> Result<(), u32> {
        self.peek(now_ms, address)?;
        if self.is_exempt(address) {
            return Ok(());
        }
        if self.by_address.len() >= MAX_ADDRESSES {
            self.forget_half();
        }
        let level = self.level(now_ms, address);
        self.by_address
            .insert(network(address), Bucket { level: level.saturating_sub(UNIT), at_ms: now_ms });
        Ok(())
    }

    /// Whether a token is there, without taking it.
    ///
    /// # Errors
    /// Seconds to wait, at least 1.
    pub fn peek(&self, now_ms: u64, address: IpAddr) -> Result<(), u32> {
        if self.is_exempt(address) {
            return Ok(());
        }
        let missing = UNIT.saturating_sub(self.level(now_ms, address));
        if missing == 0 {
            return Ok(());
        }
        let seconds = missing / u64::from(self.rate.an_hour.max(1)) / 1000 + 1;
        Err(u32::try_from(seconds).unwrap_or(u32::MAX))
    }

    fn is_exempt(&self, address: IpAddr) -> bool {
        self.loopback_exempt && address.to_canonical().is_loopback()
    }

    fn level(&self, now_ms: u64, address: IpAddr) -> u64 {
        let full = u64::from(self.rate.burst) * UNIT;
        match self.by_address.get(&network(address)) {
            None => full,
            Some(bucket) => {
                let passed = now_ms.saturating_sub(bucket.at_ms);
                bucket
                    .level
                    .saturating_add(passed.saturating_mul(u64::from(self.rate.an_hour)))
                    .min(full)
            }
        }
    }

    fn forget_half(&mut self) {
        let mut levels: Vec<u64> = self.by_address.values().map(|bucket| bucket.level).collect();
        levels.sort_unstable();
        let middle = levels.get(levels.len() / 2).copied().unwrap_or(0);
        let mut kept = 0;
        self.by_address.retain(|_, bucket| {
            let keep =
                bucket.level < middle || (bucket.level == middle && kept < MAX_ADDRESSES / 4);
            kept += usize::from(keep);
            keep
        });
    }
}

/// A home's whole IPv6 network counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let mut octets = six.octets();
            octets[8..].fill(0);
            IpAddr::from(octets)
        }
        four => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 2, an_hour: 60 };

    #[test]
    fn a_bucket_empties_and_refills_with_time() {
        let mut buckets = Buckets::new(RATE, true);
        let who: IpAddr = "192.0.2.1".parse().unwrap();
        assert_eq!(buckets.take(0, who), Ok(()));
        assert_eq!(buckets.take(0, who), Ok(()));
        assert_eq!(buckets.take(0, who), Err(61));
        assert_eq!(buckets.take(59_999, who), Err(1));
        assert_eq!(buckets.take(60_000, who), Ok(()));
        assert_eq!(buckets.take(60_000, "192.0.2.2".parse().unwrap()), Ok(()));
    }

    #[test]
    fn one_home_network_is_one_address_and_loopback_is_exempt_only_by_default() {
        let mut buckets = Buckets::new(RATE, true);
        for host in ["2001:db8::1", "2001:db8::2"] {
            assert_eq!(buckets.take(0, host.parse().unwrap()), Ok(()));
        }
        assert!(buckets.take(0, "2001:db8::3".parse().unwrap()).is_err());
        for _ in 0..5 {
            assert_eq!(buckets.take(0, "127.0.0.1".parse().unwrap()), Ok(()));
        }
        let mut strict = Buckets::new(RATE, false);
        for _ in 0..2 {
            assert_eq!(strict.take(0, "127.0.0.1".parse().unwrap()), Ok(()));
        }
        assert!(strict.take(0, "127.0.0.1".parse().unwrap()).is_err());
    }

    #[test]
    fn a_flood_of_addresses_is_bounded_and_the_guilty_are_remembered() {
        let mut buckets = Buckets::new(RATE, true);
        let guilty: IpAddr = "198.51.100.7".parse().unwrap();
        assert!(buckets.take(0, guilty).is_ok() && buckets.take(0, guilty).is_ok());
        for n in 0..50_000u32 {
            let _ = buckets.take(0, IpAddr::from((0x0a00_0000 + n).to_be_bytes()));
        }
        assert!(buckets.by_address.len() <= MAX_ADDRESSES);
        assert!(buckets.take(0, guilty).is_err());
    }
}
