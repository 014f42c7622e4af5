//! The numbers the relay's logic goes by. Plain data: no file, no environment.

use serde::{Deserialize, Serialize};

/// Who may found a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registration {
    /// Nobody; spaces the relay knows go on.
    Closed,
    /// Whoever shows a token (`accord-server token`).
    Token,
    /// Anybody, within the rate for an address.
    Open,
}

/// Limits and times of one relay (protocol section 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Who may found a space.
    pub registration: Registration,
    /// Seconds between pings; two misses close.
    pub ping_s: u32,
    /// Milliseconds a connection may stay unauthenticated.
    pub auth_timeout_ms: u64,
    /// Bytes of records one space may hold; half for each partner of a couple.
    pub space_quota_bytes: u64,
    /// Records of the smallest size still taken each day beyond the quota.
    pub small_records_a_day: u32,
    /// ROTATE and ADD each partner may write a day.
    pub membership_a_day: u32,
    /// Records sent and not yet reported as applied.
    pub credit_records: u64,
    /// Bytes sent and not yet reported as applied.
    pub credit_bytes: u64,
    /// Bytes of records in one Data frame.
    pub data_frame_bytes: u64,
    /// Hours new records wait after a restore for both partners' devices to report.
    pub recovering_hours: u64,
    /// Days after which a couple space without a second partner is dropped.
    pub unpaired_days: u64,
    /// Days an unused vault is kept; 0: for ever.
    pub vault_days: u64,
    /// Days an ended space stays readable.
    pub ended_days: u64,
    /// Days the membership records and hashes of an ended space are kept after its content went.
    pub gone_days: u64,
    /// Invitations one device may hold open.
    pub open_mailboxes: u32,
    /// New spaces an address may found: at once, and each hour.
    pub registrations: Rate,
    /// Mailbox and look-up calls from an address.
    pub mailbox_calls: Rate,
    /// Failed authentications from an address.
    pub failed_auths: Rate,
    /// Whether loopback addresses are free of the three rates above.
    pub loopback_exempt: bool,
    /// Spaces kept ready in memory while nobody is connected to them.
    pub cached_spaces: usize,
}

/// A token bucket: so many at once, so many an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Most at once.
    pub burst: u32,
    /// Refilled each hour.
    pub an_hour: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            registration: Registration::Token,
            ping_s: 25,
            auth_timeout_ms: 10_000,
            // 30 records a day are 8.6 MB a year: seven years of two people.
            space_quota_bytes: 64_000_000,
            small_records_a_day: 200,
            membership_a_day: 20,
            credit_records: 256,
            credit_bytes: 1 << 20,
            // Leaves room for the frame's own bytes below the 256 KiB a client takes.
            data_frame_bytes: 248 * 1024,
            recovering_hours: 72,
            unpaired_days: 30,
            vault_days: 0,
            // A phone that was away for weeks still gets what was shared with its owner; nobody's words stay longer.
            ended_days: 30,
            gone_days: 730,
            open_mailboxes: 5,
            registrations: Rate { burst: 10, an_hour: 20 },
            mailbox_calls: Rate { burst: 60, an_hour: 600 },
            failed_auths: Rate { burst: 20, an_hour: 120 },
            loopback_exempt: true,
            cached_spaces: 10_000,
        }
    }
}
