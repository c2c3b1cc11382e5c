//! A lock on a file beside the database, held around every write.
//!
//! SQLite's own locks are POSIX locks: they vanish when anything else in the process closes the database file, for
//! example a second copy of SQLite, and committed writes are then lost without an error. This lock cannot vanish so.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Code, Error, Result};

/// How long a writer waits for the writers of other processes.
pub(super) const BUSY: Duration = Duration::from_secs(10);
const SHORTEST_PAUSE: Duration = Duration::from_micros(200);
const LONGEST_PAUSE: Duration = Duration::from_millis(5);

pub(super) struct SideLock {
    file: File,
    path: PathBuf,
}

impl SideLock {
    /// Opens or makes `<database>-lock`.
    pub(super) fn open(database: &Path) -> Result<Self> {
        let path = PathBuf::from(format!("{}-lock", database.display()));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| {
            let message = format!(
                "the store's lock file {} cannot be made ({}); check that the directory exists and is writable",
                path.display(),
                error.kind()
            );
            Error::new(Code::StorageUnavailable, message).with_retryable(false).with_source(error)
        })?;
        Ok(Self { file, path })
    }

    /// Waits, but not for ever: a stopped process may hold the lock.
    pub(super) fn lock(&self) -> Result<Held<'_>> {
        let end = Instant::now() + BUSY;
        let mut pause = SHORTEST_PAUSE;
        loop {
            match self.file.try_lock() {
                Ok(()) => return Ok(Held(&self.file)),
                Err(TryLockError::WouldBlock) if Instant::now() < end => thread::sleep(pause),
                Err(TryLockError::WouldBlock) => {
                    let message =
                        format!("another process has held the store's lock {} for too long", self.path.display());
                    return Err(Error::new(Code::StorageUnavailable, message));
                }
                Err(TryLockError::Error(error)) => {
                    let message = format!(
                        "the store's lock {} cannot be taken: the file system does not support locks",
                        self.path.display()
                    );
                    return Err(Error::new(Code::StorageUnavailable, message).with_source(error));
                }
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

pub(super) struct Held<'a>(&'a File);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if self.0.unlock().is_err() {
            tracing::error!("the store's lock could not be released");
        }
    }
}
