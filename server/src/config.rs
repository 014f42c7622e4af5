//! The operator's settings: defaults, then a TOML file, then `ACCORD_SERVER_*`, then flags.
//!
//! Owns names, defaults and their checks. Knows nothing of sockets, storage or records.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::proxies::{Proxies, Range};
pub use crate::relay::settings::{Registration, Settings};

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The text is not TOML, names an unknown setting or holds a value of the wrong kind.
    #[error("the settings do not fit: {0}")]
    Parse(#[from] toml::de::Error),
    /// The settings could not be written out.
    #[error("the settings cannot be shown: {0}")]
    Show(#[from] toml::ser::Error),
    /// A value is outside what the relay can work with.
    #[error("{name} must be {rule}")]
    Range {
        /// The setting.
        name: &'static str,
        /// What it must be.
        rule: &'static str,
    },
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Everything `serve` needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder that holds the database; made if it is missing.
    pub data: PathBuf,
    /// Address of a PostgreSQL database, `postgres://user:password@host:port/name`, in place of the one in the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// Certificates (PEM) that may vouch for that server; absent: the usual authorities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_authority: Option<PathBuf>,
    /// Address and port to listen on; port 0 takes a free one.
    pub listen: String,
    /// Names clients dial, `name` or `name:port`, lower case. A signature over any other name is refused.
    /// Loopback names are added by themselves when the listener is on loopback.
    pub public_names: Vec<String>,
    /// Folder with the app's files, served at `/` in place of those built in. Read once, at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<PathBuf>,
    /// Address for metrics, on a port of their own; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<String>,
    /// Certificate chain (PEM) for TLS at the relay's own port, with `tls_key`; absent: plain, for a proxy that ends TLS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_certificate: Option<PathBuf>,
    /// Its private key (PEM). Both files are read again when they change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_key: Option<PathBuf>,
    /// Addresses and ranges of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// Believe `X-Forwarded-For` of whoever connects: only behind a proxy that sets it.
    pub behind_proxy: bool,
    /// Milliseconds for the head of a request, the first one of a connection included.
    pub head_timeout_ms: u64,
    /// Milliseconds a client may leave what was sent to it unread, while more waits for it.
    pub unread_timeout_ms: u64,
    /// Seconds a drain may take after SIGTERM.
    pub drain_s: u64,
    /// What the log shows: `error`, `warn`, `info`, `debug`; ids and addresses only at `debug`.
    pub log: String,
    /// How a line of the log looks.
    pub log_format: LogFormat,
    /// WebSockets open at once; a few more connections may be open for short requests.
    pub max_connections: usize,
    /// Bytes the database may grow to; beyond it nothing is stored and reading goes on. 0: as the disk allows.
    pub max_database_bytes: u64,
    /// Threads that read from the database and, under load, check signatures.
    pub workers: usize,
    /// What the relay's logic goes by.
    pub relay: Settings,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("data"),
            database: None,
            database_authority: None,
            listen: "127.0.0.1:8787".into(),
            public_names: Vec::new(),
            web: None,
            metrics: None,
            tls_certificate: None,
            tls_key: None,
            trusted_proxies: Vec::new(),
            behind_proxy: false,
            head_timeout_ms: 10_000,
            unread_timeout_ms: 30_000,
            drain_s: 10,
            log: "info".into(),
            log_format: LogFormat::Text,
            max_connections: 20_000,
            max_database_bytes: 0,
            workers: 2,
            relay: Settings::default(),
        }
    }
}

impl Config {
    /// Settings for a test: the given folder, a free loopback port, open registration.
    #[must_use]
    pub fn for_testing(data: &Path) -> Self {
        Self {
            data: data.to_path_buf(),
            listen: "127.0.0.1:0".into(),
            drain_s: 2,
            relay: Settings { registration: Registration::Open, ..Settings::default() },
            ..Self::default()
        }
    }

    /// Defaults, overlaid by the file if one is named, overlaid by `ACCORD_SERVER_*` as `env` finds them.
    ///
    /// # Errors
    /// When the file cannot be read, does not parse, or a value is out of range.
    pub fn load(
        file: Option<&Path>,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let mut table = match file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|source| ConfigError::Read { path: path.to_path_buf(), source })?
                .parse::<toml::Table>()?,
            None => toml::Table::new(),
        };
        let mut names = toml::Table::try_from(Self::default())?;
        let optional =
            ["web", "metrics", "tls_certificate", "tls_key", "database", "database_authority"];
        for optional in optional {
            names.insert(optional.into(), toml::Value::String(String::new()));
        }
        overlay(&mut table, &names, "ACCORD_SERVER", &env);
        let config: Self = table.try_into()?;
        config.checked()
    }

    /// For a screen: the password of the database's address is left out.
    #[must_use]
    pub fn without_password(mut self) -> Self {
        self.database = self.database.map(|text| without_password(&text));
        self
    }

    /// Whose word about an address counts.
    pub(crate) fn proxies(&self) -> Proxies {
        let ranges = self.trusted_proxies.iter().filter_map(|text| Range::parse(text)).collect();
        Proxies { anybody: self.behind_proxy, ranges }
    }

    /// The settings as the TOML that would give them again.
    ///
    /// # Errors
    /// When a path is not valid text.
    pub fn show(&self) -> Result<String, ConfigError> {
        Ok(toml::to_string_pretty(self)?)
    }

    /// Refuses values the relay cannot work with.
    ///
    /// # Errors
    /// Names the setting and what it must be.
    pub fn checked(self) -> Result<Self, ConfigError> {
        let range = |name, rule, fine: bool| {
            if fine { Ok(()) } else { Err(ConfigError::Range { name, rule }) }
        };
        range(
            "database",
            "an address such as postgres://accord@127.0.0.1/accord",
            self.database.as_ref().is_none_or(|text| {
                text.starts_with("postgres://") || text.starts_with("postgresql://")
            }),
        )?;
        range("workers", "between 1 and 64", (1..=64).contains(&self.workers))?;
        range(
            "max_connections",
            "between 1 and 10000000",
            (1..=10_000_000).contains(&self.max_connections),
        )?;
        range("unread_timeout_ms", "at least 10", self.unread_timeout_ms >= 10)?;
        range("relay.ping_s", "between 1 and 600", (1..=600).contains(&self.relay.ping_s))?;
        range("relay.auth_timeout_ms", "at least 10", self.relay.auth_timeout_ms >= 10)?;
        range(
            "relay.space_quota_bytes",
            "at least 1000000",
            self.relay.space_quota_bytes >= 1_000_000,
        )?;
        range(
            "metrics",
            "an address and port, such as 127.0.0.1:9464",
            self.metrics.as_ref().is_none_or(|text| text.parse::<std::net::SocketAddr>().is_ok()),
        )?;
        range(
            "tls_certificate",
            "given together with tls_key",
            self.tls_certificate.is_some() == self.tls_key.is_some(),
        )?;
        range(
            "trusted_proxies",
            "addresses or ranges, such as 10.0.0.0/8",
            self.trusted_proxies.iter().all(|text| Range::parse(text).is_some()),
        )?;
        range(
            "public_names",
            "lower-case names without scheme or path",
            self.public_names.iter().all(|name| {
                !name.is_empty()
                    && name.len() <= 255
                    && !name.contains('/')
                    && !name.chars().any(|c| c.is_uppercase() || c.is_whitespace())
            }),
        )?;
        Ok(self)
    }
}

/// An address of the form `scheme://user:password@rest` without its password; any other form not at all.
fn without_password(address: &str) -> String {
    let named = address.split_once("://").map(|(scheme, rest)| {
        // A password may hold any sign that is not written as a number.
        let (who, at) = rest.rsplit_once('@').unwrap_or(("", rest));
        let user = who.split_once(':').map_or(who, |(user, _)| user);
        let at = at.split_once('?').map_or(at, |(at, _)| at);
        if who.is_empty() { format!("{scheme}://{at}") } else { format!("{scheme}://{user}@{at}") }
    });
    named.unwrap_or_else(|| "(not shown)".into())
}

/// Writes into `table` each setting of `names` for which the environment has a value. A value that reads as TOML is
/// taken as that, a comma list for a list, else as text.
fn overlay(
    table: &mut toml::Table,
    names: &toml::Table,
    prefix: &str,
    env: &impl Fn(&str) -> Option<String>,
) {
    for (key, default) in names {
        let name = format!("{prefix}_{}", key.to_uppercase());
        if let toml::Value::Table(inner) = default {
            let mut below = match table.remove(key) {
                Some(toml::Value::Table(below)) => below,
                Some(other) => {
                    // Not a table where one belongs: left for the parser, which names it.
                    table.insert(key.clone(), other);
                    continue;
                }
                None => toml::Table::new(),
            };
            overlay(&mut below, inner, &name, env);
            if !below.is_empty() {
                table.insert(key.clone(), toml::Value::Table(below));
            }
            continue;
        }
        let Some(text) = env(&name) else { continue };
        let value = match default {
            toml::Value::String(_) => toml::Value::String(text),
            toml::Value::Array(_) => toml::Value::Array(
                text.split(',')
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(|part| toml::Value::String(part.into()))
                    .collect(),
            ),
            _ => match format!("v = {text}").parse::<toml::Table>() {
                Ok(mut parsed) => parsed.remove("v").unwrap_or(toml::Value::String(text)),
                Err(_) => toml::Value::String(text),
            },
        };
        table.insert(key.clone(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("relay.toml");
        std::fs::write(&file, "listen = \"0.0.0.0:80\"\n[relay]\nping_s = 40\n").unwrap();
        let env = |name: &str| match name {
            "ACCORD_SERVER_LISTEN" => Some("127.0.0.1:9".to_owned()),
            "ACCORD_SERVER_PUBLIC_NAMES" => Some("a.example, b.example:8443".to_owned()),
            "ACCORD_SERVER_RELAY_REGISTRATION" => Some("open".to_owned()),
            "ACCORD_SERVER_RELAY_LOOPBACK_EXEMPT" => Some("false".to_owned()),
            "ACCORD_SERVER_WEB" => Some("/srv/app".to_owned()),
            _ => None,
        };
        let config = Config::load(Some(&file), env).unwrap();
        assert_eq!(config.listen, "127.0.0.1:9");
        assert_eq!(config.public_names, ["a.example", "b.example:8443"]);
        assert_eq!(config.relay.ping_s, 40);
        assert_eq!(config.relay.registration, Registration::Open);
        assert!(!config.relay.loopback_exempt);
        assert_eq!(config.web.as_deref(), Some(Path::new("/srv/app")));
        assert_eq!(config.drain_s, 10);
    }

    #[test]
    fn an_unknown_or_impossible_setting_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("relay.toml");
        std::fs::write(&file, "lisen = \"0.0.0.0:80\"\n").unwrap();
        let refusal = Config::load(Some(&file), |_| None).unwrap_err().to_string();
        assert!(refusal.contains("lisen"), "{refusal}");
        std::fs::write(&file, "workers = 0\n").unwrap();
        let refusal = Config::load(Some(&file), |_| None).unwrap_err().to_string();
        assert_eq!(refusal, "workers must be between 1 and 64");
        std::fs::write(&file, "public_names = [\"https://a\"]\n").unwrap();
        assert!(Config::load(Some(&file), |_| None).is_err());
        std::fs::write(&file, "tls_key = \"key.pem\"\n").unwrap();
        let refusal = Config::load(Some(&file), |_| None).unwrap_err().to_string();
        assert_eq!(refusal, "tls_certificate must be given together with tls_key");
        std::fs::write(&file, "trusted_proxies = [\"proxy.example\"]\n").unwrap();
        assert!(Config::load(Some(&file), |_| None).is_err());
    }

    #[test]
    fn a_databases_address_is_taken_from_the_environment_and_shown_without_its_password() {
        let address = |text: &'static str| {
            Config::load(None, move |name: &str| {
                (name == "ACCORD_SERVER_DATABASE").then(|| text.to_owned())
            })
        };
        for (given, shown) in [
            ("postgres://a:se@cret@db/x?password=secret", "postgres://a@db/x"),
            ("postgresql://db:5433/x", "postgresql://db:5433/x"),
        ] {
            let config = address(given).unwrap();
            assert_eq!(config.database.as_deref(), Some(given));
            assert_eq!(config.without_password().database.as_deref(), Some(shown));
        }
        let refusal = address("/var/lib/accord").unwrap_err().to_string();
        assert!(refusal.starts_with("database must be an address"), "{refusal}");
    }

    #[test]
    fn shown_settings_give_the_same_settings_again() {
        let shown = Config::default().show().unwrap();
        let again: Config = toml::from_str(&shown).unwrap();
        assert_eq!(again, Config::default());
    }

    #[test]
    fn the_annotated_example_is_the_defaults() {
        let text = include_str!("../config.example.toml");
        let example: Config = toml::from_str(text).unwrap();
        assert_eq!(example, Config::default());
    }
}
