//! What this process knows of a tenant: active modules and connections, read again when older than a moment.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures::FutureExt;
use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::connection::Connection;
use super::metering::Meters;
use super::root::{Bridge, Inner};
use crate::error::{Code, Error, Result};
use crate::id::{ConnectionName, TenantId};
use crate::module::{Catalogue, Entitled, Hint};
use crate::resilience::{Bulkhead, BulkheadPolicy, Late};
use crate::store::{Activation, ConnectionRow, ModuleState};

/// A change by another process is seen after this long, and the time that the store takes to tell it.
const FRESH: Duration = Duration::from_secs(1);
/// What was read before that is used only where the store cannot be asked: a change by another process is effective by then.
pub(super) const LATE: Duration = Duration::from_secs(2);
/// A store that cannot be asked stops no call for this long: nothing in it can be changed meanwhile either.
const GRACE: Duration = Duration::from_secs(300);
/// What was read is forgotten this long after the last call.
const IDLE: Duration = Duration::from_secs(60);

/// What belongs to one tenant in this process.
pub(super) struct TenantState {
    pub(super) id: TenantId,
    pub(super) bulkhead: Bulkhead,
    /// The calls that are counted here.
    pub(super) meters: Meters,
    known: Arc<Mutex<Seen>>,
    connections: Mutex<HashMap<ConnectionName, Arc<Connection>>>,
}

/// What was seen last, and how often it was changed here: what was read before a change is not kept after it.
#[derive(Default)]
struct Seen {
    changes: u64,
    view: Option<Arc<View>>,
    /// When somebody last wanted it.
    used: Option<Instant>,
    /// Whether it is being read again: closed when that has ended.
    reading: Option<watch::Receiver<()>>,
    /// Whether what is seen is going to be forgotten.
    fading: bool,
}

/// The tenant's rows, as of a moment.
pub(super) struct View {
    pub(super) at: Instant,
    pub(super) catalogue: Arc<Catalogue>,
    /// What governs the modules.
    pub(super) entitled: Entitled,
    pub(super) modules: ModuleState,
    pub(super) rows: Vec<ConnectionRow>,
}

impl TenantState {
    pub(super) fn new(id: TenantId, policy: &BulkheadPolicy) -> Self {
        TenantState {
            id,
            bulkhead: Bulkhead::new(policy),
            meters: Meters::default(),
            known: Arc::default(),
            connections: Mutex::default(),
        }
    }

    /// Forgets what is known: the next call reads it again.
    pub(super) fn changed(&self) {
        let mut known = self.known.lock();
        known.changes += 1;
        known.view = None;
    }

    /// The tenant's rows. A store that is late or gone is not waited for, as long as what was read last may be used.
    pub(super) async fn view(self: &Arc<Self>, bridge: &Arc<Inner>) -> Result<Arc<View>> {
        bridge.check_open()?;
        let (changes, last, reading) = {
            let mut known = self.known.lock();
            known.used = Some(Instant::now());
            let last = known.view.clone().filter(|view| view.at.elapsed() < GRACE);
            if let Some(view) = last.as_ref().filter(|view| view.at.elapsed() < FRESH) {
                return Ok(Arc::clone(view));
            }
            let reading = match (&known.reading, &last) {
                (_, None) => None,
                // A reading that does not end is waited for no more often than the store is asked.
                (_, Some(_)) if bridge.patience.check().is_err() => None,
                (Some(reading), Some(_)) => Some(Turn::Waits(reading.clone())),
                (None, Some(_)) => {
                    let (ends, reading) = watch::channel(());
                    known.reading = Some(reading);
                    Some(Turn::Reads(ends))
                }
            };
            (known.changes, last, reading)
        };
        let Some(last) = last else { return self.read(bridge, changes).boxed().await };
        let ends = match reading {
            None => return Ok(last),
            Some(Turn::Waits(_)) if last.at.elapsed() < LATE => return Ok(last),
            Some(Turn::Waits(mut reading)) => {
                // After a pause: what was known before it must not outlive it. The one who reads says when it is in vain.
                if let Err(Late { whole: true }) = last.wait(reading.changed()).await {
                    bridge.patience.lost();
                }
                let now = self.known.lock().view.clone();
                return match now {
                    Some(view) => Ok(view),
                    None => self.read(bridge, changes).boxed().await,
                };
            }
            Some(Turn::Reads(ends)) => ends,
        };
        // On a task of its own: whoever does not wait for its end leaves it to the next call.
        let (state, inner) = (Arc::clone(self), Arc::clone(bridge));
        let reading = tokio::spawn(async move {
            let _reading = Reading(&state.known, ends);
            state.read(&inner, changes).await
        });
        match last.wait(reading).await {
            Ok(Ok(Err(error))) if error.code() == Code::StorageUnavailable => {
                tracing::debug!(%error, tenant = %self.id, "the store cannot be read; what was read last is used");
                Ok(last)
            }
            Ok(read) => read.map_err(|_| Error::unexpected("reading the tenant's rows broke off"))?,
            Err(late) => {
                if late.whole {
                    bridge.patience.lost();
                }
                Ok(last)
            }
        }
    }

    async fn read(&self, bridge: &Inner, changes: u64) -> Result<Arc<View>> {
        let store = &bridge.state().await?.store;
        let at = Instant::now();
        let mut modules = store.modules(&self.id).await?;
        let mut entitled = bridge.entitled(&self.id, &modules)?;
        if let Some(settled) = self.settle(bridge, &entitled).await {
            entitled = bridge.entitled(&self.id, &settled)?;
            modules = settled;
        }
        let rows = store.connections(&self.id).await?;
        let view = Arc::new(View { at, catalogue: Arc::clone(&bridge.catalogue), entitled, modules, rows });
        let mut known = self.known.lock();
        if known.changes == changes {
            known.view = Some(Arc::clone(&view));
            if !std::mem::replace(&mut known.fading, true) {
                tokio::spawn(fade(Arc::downgrade(&self.known)));
            }
        }
        Ok(view)
    }

    /// The live connection of a row: made on first use, and again when the row has changed.
    pub(super) async fn connection(&self, bridge: &Bridge, row: &ConnectionRow) -> Result<Arc<Connection>> {
        let name = row.name.as_str();
        if let Some(live) = self.connections.lock().get(name).filter(|live| live.revision == row.revision) {
            return Ok(Arc::clone(live));
        }
        let live = Arc::new(Connection::restore(bridge, self, row).await?);
        bridge.send_metrics();
        let mut connections = self.connections.lock();
        // Of several first calls at once one makes it: all share one pipeline.
        if let Some(other) = connections.get(name).filter(|other| other.revision == row.revision) {
            return Ok(Arc::clone(other));
        }
        connections.insert(live.name.clone(), Arc::clone(&live));
        Ok(live)
    }

    /// The live connection of a row where there is one; else one that is not kept, for a single check.
    pub(super) async fn visit(&self, bridge: &Bridge, row: &ConnectionRow) -> Result<Arc<Connection>> {
        if self.connections.lock().contains_key(row.name.as_str()) {
            return self.connection(bridge, row).await;
        }
        Ok(Arc::new(Connection::restore(bridge, self, row).await?))
    }

    /// Forgets a live connection.
    pub(super) fn forget(&self, name: &str) {
        self.connections.lock().remove(name);
        self.changed();
    }

    /// The connections that are alive.
    pub(super) fn live(&self) -> Vec<Arc<Connection>> {
        self.connections.lock().values().cloned().collect()
    }
}

/// What a call does about rows that are not fresh any more.
enum Turn {
    Reads(watch::Sender<()>),
    Waits(watch::Receiver<()>),
}

/// Ends a reading, however it ends.
struct Reading<'a>(
    &'a Mutex<Seen>,
    #[allow(dead_code, reason = "its end is what the others wait for")] watch::Sender<()>,
);

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.0.lock().reading = None;
    }
}

/// Forgets what was seen when nobody wants it any more: a tenant without calls keeps no rows in memory.
async fn fade(known: Weak<Mutex<Seen>>) {
    let mut until = Instant::now() + IDLE;
    loop {
        sleep_until(until).await;
        let Some(known) = known.upgrade() else { return };
        let mut known = known.lock();
        match known.used.map(|used| used + IDLE).filter(|idle| *idle > Instant::now()) {
            Some(idle) if known.view.is_some() => until = idle,
            _ => {
                known.view = None;
                known.fading = false;
                return;
            }
        }
    }
}

impl View {
    /// The modules that may be used now.
    pub(super) fn active(&self) -> impl Iterator<Item = &Activation> {
        let now = Timestamp::now();
        let permitted = move |one: &&Activation| self.entitled.permits(&self.catalogue, &one.module, now).is_ok();
        self.modules.active.iter().filter(permitted)
    }

    /// Refuses a module that is not active, or not bought any more.
    pub(super) fn check_active(&self, module: &str) -> Result<&Activation> {
        self.check_known()?;
        self.entitled.permits(&self.catalogue, module, Timestamp::now()).map_err(Hint::into_error)?;
        let active = self.modules.active.iter().find(|active| active.module == module);
        active.ok_or_else(|| Hint::not_activated(module).into_error())
    }

    /// The first of some modules that is active; refuses where none is.
    pub(super) fn check_any<'m>(&self, modules: &[&'m str]) -> Result<Option<&'m str>> {
        let mut refused = None;
        for module in modules {
            match self.check_active(module) {
                Ok(_) => return Ok(Some(module)),
                // What was activated says most.
                Err(error) if self.modules.active.iter().any(|active| active.module == *module) => {
                    refused = Some(error)
                }
                Err(error) => drop(refused.get_or_insert(error)),
            }
        }
        refused.map_or(Ok(None), Err)
    }

    /// The row of a connection.
    pub(super) fn row(&self, name: &str) -> Result<&ConnectionRow> {
        self.rows.iter().find(|row| row.name.as_str() == name).ok_or_else(|| {
            let known: Vec<&str> = self.rows.iter().map(|row| row.name.as_str()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            Error::new(Code::NotFound, format!("there is no connection {name:.64?}; there is: {known}"))
        })
    }
}
