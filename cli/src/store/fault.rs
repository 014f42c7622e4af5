//! From the errors of SQLite and the file system to the facts a [`StoreFault`] holds.
//!
//! Must not keep their messages: those name files of the person's device.

use accord_client_core::store::{Damage, StoreFault};
use rusqlite::{Error, ErrorCode};
use std::io::{self, ErrorKind};

pub(super) fn from_io(error: &io::Error) -> StoreFault {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreFault::Full,
        ErrorKind::ReadOnlyFilesystem => StoreFault::ReadOnly,
        kind => StoreFault::Io(kind),
    }
}

pub(super) fn from_sqlite(error: &Error) -> StoreFault {
    let Error::SqliteFailure(failure, _) = error else {
        return match error {
            Error::SqlInputError { error, .. } => from_code(error.code),
            // A column of another type than the layout's, or a missing row.
            _ => StoreFault::Damaged(Damage::Layout),
        };
    };
    from_code(failure.code)
}

fn from_code(code: ErrorCode) -> StoreFault {
    match code {
        ErrorCode::DiskFull => StoreFault::Full,
        ErrorCode::DatabaseCorrupt => StoreFault::Damaged(Damage::Inconsistent),
        ErrorCode::NotADatabase => StoreFault::Damaged(Damage::NotAStore),
        ErrorCode::ReadOnly => StoreFault::ReadOnly,
        // Our own lock is held by now: this is a foreign program in the file.
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreFault::Busy { holder: None },
        ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied => {
            StoreFault::Io(ErrorKind::PermissionDenied)
        }
        ErrorCode::CannotOpen => StoreFault::Io(ErrorKind::NotFound),
        ErrorCode::OutOfMemory => StoreFault::Io(ErrorKind::OutOfMemory),
        // "no such table", "no such column".
        ErrorCode::Unknown => StoreFault::Damaged(Damage::Layout),
        _ => StoreFault::Io(ErrorKind::Other),
    }
}
