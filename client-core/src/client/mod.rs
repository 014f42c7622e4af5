//! The client: one home, one device of one person, driven by inputs and drained of outputs.

pub mod command;
pub mod io;

use crate::refused::{Class, Refused};
use crate::store::StoreFault;

impl From<StoreFault> for Refused {
    fn from(fault: StoreFault) -> Self {
        let (code, class) = match fault {
            StoreFault::Full => ("disk_full", Class::Unexpected),
            StoreFault::Busy { .. } => ("home_busy", Class::Locked),
            StoreFault::Newer { .. } => ("store_newer", Class::Locked),
            StoreFault::Damaged(_) => ("store_damaged", Class::Locked),
            StoreFault::ReadOnly => ("store_read_only", Class::Locked),
            _ => ("store_failed", Class::Unexpected),
        };
        Self { code, class, facts: vec![fault.to_string()] }
    }
}
