//! Notices when the files under an open connection were taken away.
//!
//! A second copy of SQLite in this process believes, when it closes, that it is the last user: it moves the log into the
//! database and removes log and index. Our connection would go on in the removed files, and what it commits there is
//! lost. So the files are looked at around each use; once they are gone nothing is read or acknowledged any more. What was
//! acknowledged before is safe: the one who removed the log had moved it into the database.

use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};

/// Which file a name stands for: device and number, `None` when there is no such file or no such thing on this platform.
type Identity = Option<(u64, u64)>;

pub(super) struct Watch {
    database: PathBuf,
    log: PathBuf,
    index: PathBuf,
    seen: [Identity; 3],
}

impl Watch {
    /// Remembers the files of a connection that has read once, and so has opened all of them.
    pub(super) fn new(database: &Path) -> Self {
        let beside = |ending: &str| PathBuf::from(format!("{}{ending}", database.display()));
        let mut watch =
            Self { database: database.to_path_buf(), log: beside("-wal"), index: beside("-shm"), seen: [None; 3] };
        watch.seen = watch.look();
        watch
    }

    fn look(&self) -> [Identity; 3] {
        [identity(&self.database), identity(&self.log), identity(&self.index)]
    }

    /// An error unless the connection still uses the files of these names. Opening what is there now would not do: the
    /// connections of one process share the index, so all of them must be closed before a sound one can be opened.
    pub(super) fn check(&self) -> Result<()> {
        let now = self.look();
        if now == self.seen {
            return Ok(());
        }
        let message = if now[0] == self.seen[0] {
            "another copy of SQLite in this process closed the store's file; close all bridges on it and open them again, \
             and never open that file with anything but the bridge"
        } else {
            "the store's database file was removed or replaced; put it back, or close the bridge and open it again"
        };
        Err(Error::new(Code::StorageUnavailable, message)
            .with_retryable(false)
            .with_context("path", self.database.display().to_string()))
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Identity {
    None
}
