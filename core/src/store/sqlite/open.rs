//! Opening the database: files, flags, pragmas.

use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::failure::storage;
use super::lock::{BUSY, Held, SideLock};
use super::schema;
use super::watch::Watch;
use crate::error::{Code, Error, Result};

/// More than there are statements: one that fell out of rusqlite's cache (of 16, unless told) is compiled at each use, and an
/// event passes through more than that.
const STATEMENTS: usize = 512;

/// Where the database is.
#[derive(Clone)]
pub(super) enum Location {
    Memory,
    File(PathBuf),
}

impl Location {
    pub(super) fn new(path: &Path) -> Self {
        if path.as_os_str() == ":memory:" { Location::Memory } else { Location::File(path.to_path_buf()) }
    }
}

/// The one connection that writes, with the lock that goes around each write. Its lock and watch are `None` in memory.
pub(super) struct Writer {
    connection: Connection,
    lock: Option<SideLock>,
    watch: Option<Watch>,
}

/// The connection while the lock is held.
pub(super) struct Entered<'a> {
    pub(super) connection: &'a Connection,
    watch: Option<&'a Watch>,
    _held: Option<Held<'a>>,
}

impl Entered<'_> {
    /// After a commit: whether it went where others will find it.
    pub(super) fn confirm(&self) -> Result<()> {
        self.watch.map_or(Ok(()), Watch::check)
    }
}

impl Writer {
    pub(super) fn enter(&self) -> Result<Entered<'_>> {
        let held = self.lock.as_ref().map(SideLock::lock).transpose()?;
        let entered = Entered { connection: &self.connection, watch: self.watch.as_ref(), _held: held };
        entered.confirm()?;
        Ok(entered)
    }

    /// Moves what is committed into the database file, so that a copy of that file alone is complete.
    pub(super) fn finish(&self) {
        let Ok(entered) = self.enter() else { return };
        // Without success the write-ahead log simply stays for the next one who opens the store.
        let moved = entered.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = moved {
            tracing::debug!(error = %storage(&error), "the write-ahead log stays for the next opening");
        }
    }
}

/// The connection that reads.
pub(super) struct Reader {
    connection: Connection,
    watch: Watch,
}

impl Reader {
    pub(super) fn enter(&self) -> Result<&Connection> {
        self.watch.check()?;
        Ok(&self.connection)
    }
}

pub(super) fn writer(location: &Location) -> Result<Writer> {
    let Location::File(path) = location else {
        let connection = Connection::open_in_memory().map_err(|error| storage(&error))?;
        schema::migrate(&connection)?;
        return Ok(Writer { connection, lock: None, watch: None });
    };
    if path.is_dir() {
        return Err(in_file(
            Error::new(Code::StorageUnavailable, "the store's path is a directory; name a file"),
            path,
        )
        .with_retryable(false));
    }
    let lock = SideLock::open(path)?;
    let held = lock.lock()?;
    make_private(path).map_err(|error| in_file(error, path))?;
    let connection = connect(path).and_then(|connection| {
        use_log(&connection)?;
        schema::migrate(&connection)?;
        Ok(connection)
    });
    let connection = connection.map_err(|error| in_file(error, path))?;
    let watch = Watch::new(path);
    drop(held);
    Ok(Writer { connection, lock: Some(lock), watch: Some(watch) })
}

pub(super) fn reader(location: &Location) -> Result<Reader> {
    match location {
        Location::Memory => Err(Error::unexpected("a store in memory has one connection")),
        Location::File(path) => {
            let connection = connect(path).map_err(|error| in_file(error, path))?;
            Ok(Reader { connection, watch: Watch::new(path) })
        }
    }
}

fn connect(path: &Path) -> Result<Connection> {
    // No URI flag: a path is a path. No mutex: each connection has one thread.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Closing must not remove the log: another process, whose SQLite locks may have vanished (see lock.rs), may use it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Overwrites what is deleted: a data key that is taken out must not stay readable in a free page.
    connection.pragma_update(None, "secure_delete", true)?;
    // The first read opens log and index.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

fn use_log(connection: &Connection) -> Result<()> {
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode == "wal" {
        return Ok(());
    }
    Err(Error::new(
        Code::StorageUnavailable,
        "the store's file system does not support SQLite's write-ahead log; use a local disk",
    )
    .with_retryable(false))
}

/// Makes the file for its owner only. An existing file is not even opened: closing it would drop the SQLite locks of
/// this process.
fn make_private(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Error::new(
            Code::StorageUnavailable,
            format!("the store's file cannot be made ({}); check that the directory is writable", error.kind()),
        )
        .with_retryable(false)
        .with_source(error)),
    }
}

/// Says which file it is about.
fn in_file(error: Error, path: &Path) -> Error {
    let shown = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    error.with_context("path", shown.display().to_string())
}
