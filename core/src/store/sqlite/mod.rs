//! The store in one SQLite file, shared by the processes of one host; or in memory, for one process.

mod checks;
mod connections;
mod events;
mod failure;
mod feeds;
mod gauges;
mod hints;
mod inbox;
mod keys;
mod links;
mod lock;
mod log;
mod modules;
mod open;
mod rates;
mod schema;
mod sync_items;
mod syncs;
mod usage;
mod watch;
mod webhooks;
mod worker;
mod writes;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::future::BoxFuture;
use jiff::Timestamp;
use rusqlite::Connection;

use self::open::Location;
use self::worker::{Worker, answer};
use super::{
    CheckRow, Checks, ConnectionRow, Count, Counted, Decide, Gauges, Link, LinkFilter, LogLimits, ModuleState,
    NewWrite, RateAsk, RateGrant, RateState, RateWindow, Rates, Store, TellCheck, WriteFilter, WriteId, WriteRow,
    WriteState,
};
use crate::error::{Code, Error, Result};
use crate::id::{ConnectionName, TenantId};
use crate::secret::{TenantKeys, WrappedKey};

/// The SQLite engine. Cheap to clone; the last clone that is dropped ends the threads after what is queued.
#[derive(Clone)]
pub struct SqliteStore(Arc<Inner>);

struct Inner {
    path: PathBuf,
    /// The process that opened it: threads do not survive a fork, so a child must not wait for them.
    process: u32,
    writer: Worker,
    /// `None` in memory, where there is only one connection.
    reader: Option<Worker>,
    /// How much the event log keeps.
    limits: LogLimits,
}

impl SqliteStore {
    /// Opens or makes the file (`:memory:` for none). Two threads start here and nowhere else.
    pub async fn open(path: impl AsRef<Path>, limits: LogLimits) -> Result<Self> {
        let path = path.as_ref().to_path_buf();
        let location = Location::new(&path);
        let writer = Worker::start_writer(location.clone()).await?;
        let reader = match location {
            Location::Memory => None,
            Location::File(_) => Some(Worker::start_reader(location).await?),
        };
        Ok(Self(Arc::new(Inner { path, process: std::process::id(), writer, reader, limits })))
    }

    fn check_process(&self) -> Result<()> {
        if self.0.process == std::process::id() {
            return Ok(());
        }
        Err(Error::new(Code::Forked, "the store was opened before fork; open a new bridge in the child process"))
    }

    fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> BoxFuture<'_, Result<T>> {
        let worker = self.0.reader.as_ref().unwrap_or(&self.0.writer);
        answer(self.check_process().and_then(|()| worker.submit(job)))
    }

    fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> BoxFuture<'_, Result<T>> {
        answer(self.check_process().and_then(|()| self.0.writer.submit(job)))
    }
}

impl TenantKeys for SqliteStore {
    fn tenant_key(&self, tenant: &TenantId) -> BoxFuture<'_, Result<Option<WrappedKey>>> {
        let tenant = tenant.clone();
        self.read(move |db| keys::get(db, &tenant))
    }

    fn insert_tenant_key(&self, tenant: &TenantId, key: WrappedKey) -> BoxFuture<'_, Result<WrappedKey>> {
        let tenant = tenant.clone();
        self.write(move |db| keys::insert(db, &tenant, &key))
    }

    fn key_samples(&self) -> BoxFuture<'_, Result<Vec<(TenantId, WrappedKey)>>> {
        self.read(keys::samples)
    }
}

impl Store for SqliteStore {
    fn put_connection(&self, tenant: &TenantId, row: ConnectionRow) -> BoxFuture<'_, Result<()>> {
        let tenant = tenant.clone();
        self.write(move |db| connections::put(db, &tenant, &row))
    }

    fn connection_revision(&self, tenant: &TenantId, name: &ConnectionName) -> BoxFuture<'_, Result<u64>> {
        let (tenant, name) = (tenant.clone(), name.clone());
        self.read(move |db| connections::revision(db, &tenant, &name))
    }

    fn connection(&self, tenant: &TenantId, name: &ConnectionName) -> BoxFuture<'_, Result<Option<ConnectionRow>>> {
        let (tenant, name) = (tenant.clone(), name.clone());
        self.read(move |db| connections::get(db, &tenant, &name))
    }

    fn connections(&self, tenant: &TenantId) -> BoxFuture<'_, Result<Vec<ConnectionRow>>> {
        let tenant = tenant.clone();
        self.read(move |db| connections::all(db, &tenant))
    }

    fn delete_connection(&self, tenant: &TenantId, name: &ConnectionName) -> BoxFuture<'_, Result<bool>> {
        let (tenant, name) = (tenant.clone(), name.clone());
        self.write(move |db| connections::delete(db, &tenant, &name))
    }

    fn modules(&self, tenant: &TenantId) -> BoxFuture<'_, Result<ModuleState>> {
        let tenant = tenant.clone();
        self.read(move |db| modules::state(db, &tenant))
    }

    fn change_modules(&self, tenant: &TenantId, decide: Decide) -> BoxFuture<'_, Result<ModuleState>> {
        let tenant = tenant.clone();
        let limits = self.0.limits.clone();
        self.write(move |db| modules::change(db, &tenant, decide, &limits))
    }

    fn count(&self, tenant: &TenantId, count: Count, amount: i64, most: Option<u64>) -> BoxFuture<'_, Result<Counted>> {
        let tenant = tenant.clone();
        self.write(move |db| usage::add(db, &tenant, &count, amount, most))
    }

    fn counts(&self, tenant: &TenantId, counts: Vec<Count>) -> BoxFuture<'_, Result<Vec<u64>>> {
        let tenant = tenant.clone();
        self.read(move |db| counts.iter().map(|count| usage::get(db, &tenant, count)).collect())
    }

    fn put_link(&self, tenant: &TenantId, link: Link) -> BoxFuture<'_, Result<Link>> {
        let tenant = tenant.clone();
        self.write(move |db| links::put(db, &tenant, &link))
    }

    fn links(&self, tenant: &TenantId, filter: LinkFilter) -> BoxFuture<'_, Result<Vec<Link>>> {
        let tenant = tenant.clone();
        self.read(move |db| links::list(db, &tenant, &filter))
    }

    fn delete_link(&self, tenant: &TenantId, id: &str) -> BoxFuture<'_, Result<bool>> {
        let (tenant, id) = (tenant.clone(), id.to_owned());
        self.write(move |db| links::delete(db, &tenant, &id))
    }

    fn begin_write(&self, id: &WriteId, write: NewWrite) -> BoxFuture<'_, Result<WriteState>> {
        let id = id.clone();
        self.write(move |db| writes::begin(db, &id, &write))
    }

    fn mark_sent(&self, id: &WriteId, attempt: u64) -> BoxFuture<'_, Result<()>> {
        let id = id.clone();
        self.write(move |db| writes::mark_sent(db, &id, attempt))
    }

    fn finish_write(&self, id: &WriteId, attempt: u64, remote_id: &str) -> BoxFuture<'_, Result<()>> {
        let (id, remote_id) = (id.clone(), remote_id.to_owned());
        self.write(move |db| writes::finish(db, &id, attempt, &remote_id))
    }

    fn abandon_write(&self, id: &WriteId, attempt: u64) -> BoxFuture<'_, Result<()>> {
        let id = id.clone();
        self.write(move |db| writes::abandon(db, &id, attempt))
    }

    fn lapse_write(&self, id: &WriteId, attempt: u64) -> BoxFuture<'_, Result<()>> {
        let id = id.clone();
        self.write(move |db| writes::lapse(db, &id, attempt))
    }

    fn writes(&self, tenant: &TenantId, filter: WriteFilter) -> BoxFuture<'_, Result<Vec<WriteRow>>> {
        let tenant = tenant.clone();
        self.read(move |db| writes::list(db, &tenant, &filter))
    }

    fn due_writes(&self, looked_before: Timestamp, limit: u32) -> BoxFuture<'_, Result<Vec<WriteRow>>> {
        self.write(move |db| writes::take_due(db, looked_before, limit))
    }

    fn forget_writes(&self, settled_before: Timestamp) -> BoxFuture<'_, Result<u64>> {
        self.write(move |db| writes::forget(db, settled_before))
    }

    fn gauges(&self, tenants: Vec<TenantId>) -> BoxFuture<'_, Result<Gauges>> {
        self.read(move |db| gauges::read(db, &tenants))
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if self.check_process().is_ok() {
                for worker in self.0.reader.iter().chain([&self.0.writer]) {
                    worker.close().await;
                }
            }
        })
    }
}

impl Checks for SqliteStore {
    fn checks(&self, tenant: &TenantId) -> BoxFuture<'_, Result<Vec<CheckRow>>> {
        let tenant = tenant.clone();
        self.read(move |db| checks::all(db, &tenant))
    }

    fn begin_check(
        &self,
        tenant: &TenantId,
        connection: &ConnectionName,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<bool>> {
        let (tenant, connection) = (tenant.clone(), connection.clone());
        self.write(move |db| checks::begin(db, &tenant, &connection, now, until))
    }

    fn finish_check(&self, tenant: &TenantId, row: CheckRow, tell: TellCheck) -> BoxFuture<'_, Result<()>> {
        let (tenant, limits) = (tenant.clone(), self.0.limits.clone());
        self.write(move |db| checks::finish(db, &tenant, &row, tell, &limits))
    }

    fn leave_check(&self, tenant: &TenantId, connection: &ConnectionName) -> BoxFuture<'_, Result<()>> {
        let (tenant, connection) = (tenant.clone(), connection.clone());
        self.write(move |db| checks::leave(db, &tenant, &connection))
    }

    fn due_checks(
        &self,
        older_than: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> BoxFuture<'_, Result<Vec<(TenantId, ConnectionName)>>> {
        self.read(move |db| checks::due(db, older_than, now, limit))
    }
}

impl Rates for SqliteStore {
    fn take_rate(&self, window: &RateWindow, ask: RateAsk, now: Timestamp) -> BoxFuture<'_, Result<RateGrant>> {
        let window = window.clone();
        self.write(move |db| rates::take(db, &window, &ask, now))
    }

    fn hold_rate(&self, budget: &str, until: Timestamp) -> BoxFuture<'_, Result<()>> {
        let budget = budget.to_owned();
        self.write(move |db| rates::hold(db, &budget, until))
    }

    fn held_rate(&self, budget: &str, now: Timestamp) -> BoxFuture<'_, Result<Option<Timestamp>>> {
        let budget = budget.to_owned();
        self.read(move |db| rates::held(db, &budget, now))
    }

    fn rates(&self, prefix: &str, now: Timestamp) -> BoxFuture<'_, Result<Vec<RateState>>> {
        let prefix = prefix.to_owned();
        self.read(move |db| rates::states(db, &prefix, now))
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("path", &self.0.path).finish_non_exhaustive()
    }
}
