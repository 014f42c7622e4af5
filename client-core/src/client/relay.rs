//! Where a relay is: one URL as typed, the host as signed, and the addresses made from them.

use accord_protocol::host::{is_host, is_loopback};

use super::command::RelayAddress;
use crate::refused::Refused;

/// A relay's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    secure: bool,
    /// Lower-case `name[:port]`, as dialled and signed.
    pub(super) host: String,
}

impl Place {
    /// Reads `http(s)://` or `ws(s)://` host and port; a path, user or query is refused.
    pub(super) fn parse(url: &str) -> Result<Self, Refused> {
        let bad = || Refused::usage("bad_relay_url");
        let url = url.trim().trim_end_matches('/');
        let (scheme, host) = url.split_once("://").ok_or_else(bad)?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "http" | "ws" => false,
            "https" | "wss" => true,
            _ => return Err(bad()),
        };
        let host = host.to_ascii_lowercase();
        let default_port = if secure { ":443" } else { ":80" };
        let host = host.strip_suffix(default_port).unwrap_or(&host).to_owned();
        if !is_host(&host) {
            return Err(bad());
        }
        if !secure && !is_loopback(&host) {
            return Err(Refused::usage("relay_not_encrypted"));
        }
        Ok(Self { secure, host })
    }

    /// The relay of a link or offer.
    pub(super) fn of_host(host: &str, plain_http: bool) -> Self {
        Self { secure: !plain_http, host: host.to_owned() }
    }

    pub(super) fn url(&self) -> String {
        format!("{}://{}", if self.secure { "https" } else { "http" }, self.host)
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url())
    }

    pub(super) fn socket(&self) -> String {
        let scheme = if self.secure { "wss" } else { "ws" };
        format!("{scheme}://{}{}", self.host, accord_protocol::http::SYNC_PATH)
    }

    pub(super) fn is_plain(&self) -> bool {
        !self.secure
    }

    /// Whether it runs on this very machine: nobody on the way can compare timing.
    pub(super) fn is_here(&self) -> bool {
        is_loopback(&self.host)
    }
}

/// The address with its URL in the one form that is kept.
pub(super) fn normal(address: RelayAddress) -> Result<RelayAddress, Refused> {
    Ok(RelayAddress { url: Place::parse(&address.url)?.url(), token: address.token })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_relay_names_the_same_place() {
        let url = |text: &str| Place::parse(text).map(|p| p.url());
        assert_eq!(url("wss://Relay.Example:443/"), Ok("https://relay.example".into()));
        assert_eq!(url("http://127.0.0.1:8787"), Ok("http://127.0.0.1:8787".into()));
        assert_eq!(
            Place::parse("ws://localhost:1").map(|p| p.socket()),
            Ok("ws://localhost:1/v1/sync".into())
        );
    }

    #[test]
    fn an_open_line_over_a_network_is_refused() {
        assert!(Place::parse("http://relay.example").is_err_and(|r| r.is("relay_not_encrypted")));
        for bad in
            ["relay.example", "ftp://relay.example", "https://relay.example/x", "https://a b", ""]
        {
            assert!(Place::parse(bad).is_err_and(|r| r.is("bad_relay_url")), "{bad}");
        }
    }
}
