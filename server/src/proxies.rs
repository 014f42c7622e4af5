//! Which proxies are believed about whom they speak for.

use std::net::IpAddr;

use axum::http::HeaderMap;

/// A proxy's address, or a range of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    base: IpAddr,
    bits: u8,
}

impl Range {
    /// `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (base, bits) = match text.split_once('/') {
            Some((base, bits)) => (base, Some(bits.parse::<u8>().ok()?)),
            None => (text, None),
        };
        let base: IpAddr = base.parse().ok()?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { base, bits })
    }

    fn holds(self, address: IpAddr) -> bool {
        let same = |one: u128, other: u128, width: u32| {
            u32::from(self.bits) == 0 || (one ^ other) >> (width - u32::from(self.bits)) == 0
        };
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                same(u32::from(base).into(), u32::from(address).into(), 32)
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => same(base.into(), address.into(), 128),
            _ => false,
        }
    }
}

/// Whose word about an address counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies {
    /// Whoever connects, for a port that only a proxy reaches.
    pub(crate) anybody: bool,
    pub(crate) ranges: Vec<Range>,
}

impl Proxies {
    fn has(&self, address: IpAddr) -> bool {
        self.ranges.iter().any(|range| range.holds(address))
    }

    /// Who asks: the last address in `X-Forwarded-For` that is no proxy of ours, where the peer may say so; else the peer.
    pub(crate) fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.anybody && !self.has(peer) {
            return peer;
        }
        let mut caller = peer;
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        for line in lines {
            let Ok(line) = line.to_str() else { return caller };
            for said in line.rsplit(',') {
                let Ok(said) = said.trim().parse() else { return caller };
                caller = said;
                if !self.has(caller) {
                    return caller;
                }
            }
        }
        caller
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(anybody: bool, ranges: &[&str]) -> Proxies {
        let ranges = ranges.iter().map(|text| Range::parse(text).unwrap()).collect();
        Proxies { anybody, ranges }
    }

    fn caller(proxies: &Proxies, peer: &str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        proxies.caller(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let ours = proxies(false, &["10.0.0.0/8", "fd00::1"]);
        assert_eq!(caller(&ours, "10.1.2.3", &["203.0.113.5"]), "203.0.113.5");
        assert_eq!(caller(&ours, "fd00::1", &["203.0.113.5"]), "203.0.113.5");
        assert_eq!(caller(&ours, "::ffff:10.1.2.3", &["203.0.113.5"]), "203.0.113.5");
        for stranger in ["11.1.2.3", "fd00::2", "203.0.113.9"] {
            assert_eq!(caller(&ours, stranger, &["203.0.113.5"]), stranger);
        }
        assert_eq!(caller(&proxies(false, &[]), "127.0.0.1", &["203.0.113.5"]), "127.0.0.1");
        assert_eq!(caller(&proxies(true, &[]), "192.0.2.1", &["203.0.113.5"]), "203.0.113.5");
    }

    #[test]
    fn what_a_caller_wrote_before_the_proxy_is_not_believed() {
        let ours = proxies(false, &["10.0.0.0/8"]);
        assert_eq!(caller(&ours, "10.0.0.1", &["1.1.1.1, 203.0.113.5"]), "203.0.113.5");
        assert_eq!(caller(&ours, "10.0.0.1", &["1.1.1.1", "203.0.113.5, 10.0.0.2"]), "203.0.113.5");
        assert_eq!(caller(&ours, "10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(caller(&ours, "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn a_range_is_an_address_with_or_without_bits() {
        for good in ["10.0.0.1", "0.0.0.0/0", "::/0", "fd00::/8"] {
            assert!(Range::parse(good).is_some(), "{good}");
        }
        for bad in ["", "10.0.0.0/33", "10.0.0.0/-1", "proxy.example", "10.0.0.0/8/8"] {
            assert!(Range::parse(bad).is_none(), "{bad}");
        }
        assert!(Range::parse("0.0.0.0/0").unwrap().holds([9, 9, 9, 9].into()));
    }
}
