//! Names under which a relay is dialled. They are signed in every authentication,
//! so there is one spelling only: lower case, optional port, nothing else.

use core::net::{Ipv4Addr, Ipv6Addr};

use crate::limits::HOST_BYTES;

/// Is this a lower-case `name[:port]`, as signed in authentications and sent in
/// pairing offers? IPv6 addresses stand in brackets.
#[must_use]
pub fn is_host(host: &str) -> bool {
    if host.len() > HOST_BYTES {
        return false;
    }
    let (name, port) = split(host);
    let port_fits =
        port.is_none_or(|p| p.parse::<u16>().is_ok_and(|n| n > 0 && n.to_string() == p));
    let name_fits = match name.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
        Some(inner) => inner.parse::<Ipv6Addr>().is_ok_and(|ip| ip.to_string() == inner),
        None => name.split('.').all(is_label),
    };
    name_fits && port_fits
}

/// Is this a host that names the own machine? Only then may a link say `http`.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let (name, _) = split(host);
    is_host(host)
        && (name == "localhost"
            || name == "[::1]"
            || name.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback()))
}

/// Name and port, without judging either.
fn split(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    }
}

fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    let fits = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
    (1..=63).contains(&bytes.len())
        && bytes.iter().all(fits)
        && bytes.first() != Some(&b'-')
        && bytes.last() != Some(&b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_of_a_host_is_accepted() {
        for good in
            ["a.example", "relay-1.example:8443", "localhost:8787", "127.0.0.1:1", "[::1]:80"]
        {
            assert!(is_host(good), "{good}");
        }
        for bad in [
            "",
            "A.example",
            "a..b",
            "-a.b",
            "a-.b",
            "a.example:",
            "a.example:0",
            "a.example:080",
            "a.example:99999",
            "user@a",
            "a/b",
            "[::1",
            "[0:0::1]",
            "a b",
            "a.example.",
        ] {
            assert!(!is_host(bad), "{bad}");
        }
        assert!(!is_host(&"a".repeat(64)));
    }

    #[test]
    fn only_the_own_machine_is_loopback() {
        for yes in ["localhost", "localhost:8787", "127.0.0.1:80", "127.1.2.3", "[::1]:1"] {
            assert!(is_loopback(yes), "{yes}");
        }
        for no in [
            "localhost.example",
            "10.0.0.1",
            "[::2]",
            "example",
            "localhost:8\u{2}7",
            "127.0.0.1:0",
        ] {
            assert!(!is_loopback(no), "{no}");
        }
    }
}
