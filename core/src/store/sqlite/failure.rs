//! SQLite's errors as ours.

use rusqlite::{Error as SqlError, ErrorCode};

use crate::error::{Code, Error};

/// Turns an error of SQLite into `STORAGE_UNAVAILABLE`, saying what to do where that is known.
pub(super) fn storage(error: &SqlError) -> Error {
    use ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase, PermissionDenied, ReadOnly,
    };
    let (message, retryable) = match error.sqlite_error_code() {
        Some(DatabaseBusy | DatabaseLocked) => ("the store is busy: another program holds its database", true),
        Some(DiskFull) => ("the disk is full; make room and call again", true),
        Some(ReadOnly | PermissionDenied) => ("the store may not be written; check its permissions", false),
        Some(CannotOpen) => {
            ("the store's file cannot be opened; check that its directory exists and is writable", false)
        }
        Some(NotADatabase) => ("the store's file is not a SQLite database; give another path", false),
        Some(DatabaseCorrupt) => ("the store's database is damaged; restore it from a backup", false),
        _ => ("the store's database failed", true),
    };
    // The text of an SQLite error names tables and statements, never a bound value.
    Error::new(Code::StorageUnavailable, message).with_retryable(retryable).with_context("sqlite", error.to_string())
}

impl From<SqlError> for Error {
    fn from(error: SqlError) -> Self {
        storage(&error)
    }
}

/// A stored value that this version cannot have written.
pub(super) fn damaged(what: &str) -> Error {
    Error::new(
        Code::StorageUnavailable,
        format!("a stored {what} is not readable: the database was changed or damaged; restore it from a backup"),
    )
    .with_retryable(false)
}
