//! Codes of the kinds of acts by which records are found. Do not change: protocol v1.

pub(crate) const PROPOSE: u16 = 0x0010;
pub(crate) const BOUNDARY: u16 = 0x0020;
pub(crate) const PROMISE: u16 = 0x0030;
pub(crate) const CHECKIN_READY: u16 = 0x0048;
pub(crate) const CHECKIN: u16 = 0x0049;
/// A check-in that says what its author would like from the other.
pub(crate) const CHECKIN_FROM_YOU: u16 = 0x004b;
pub(crate) const THANKS: u16 = 0x0050;
pub(crate) const TALK: u16 = 0x0058;
pub(crate) const TIME_OUT: u16 = 0x0060;
pub(crate) const STANCE: u16 = 0x0068;
pub(crate) const KEEP_BETWEEN: u16 = 0x006c;
pub(crate) const REPAIR_OPEN: u16 = 0x0070;
