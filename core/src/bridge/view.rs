//! What this process knows of a tenant: active modules and connections, read again when older than a moment.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use serde_json::{Value as Json, json};
use tokio::time::Instant;

use super::connection::Connection;
use super::root::{Bridge, Inner};
use crate::error::{Code, Error, Result};
use crate::id::TenantId;
use crate::resilience::{Bulkhead, BulkheadPolicy};
use crate::store::{Activation, ConnectionRow};

/// A change by another process is seen after this long at the most.
const FRESH: Duration = Duration::from_secs(1);

/// What belongs to one tenant in this process.
pub(super) struct TenantState {
    pub(super) id: TenantId,
    pub(super) bulkhead: Bulkhead,
    view: Mutex<Option<Arc<View>>>,
    connections: Mutex<HashMap<String, Arc<Connection>>>,
}

/// The tenant's rows, as of a moment.
pub(super) struct View {
    at: Instant,
    pub(super) modules: Vec<Activation>,
    pub(super) rows: Vec<ConnectionRow>,
}

impl TenantState {
    pub(super) fn new(id: TenantId, policy: &BulkheadPolicy) -> Self {
        TenantState { id, bulkhead: Bulkhead::new(policy), view: Mutex::default(), connections: Mutex::default() }
    }

    /// Forgets what is known: the next call reads it again.
    pub(super) fn changed(&self) {
        *self.view.lock() = None;
    }

    /// The tenant's rows.
    pub(super) async fn view(&self, bridge: &Inner) -> Result<Arc<View>> {
        bridge.check_open()?;
        if let Some(view) = self.view.lock().as_ref().filter(|view| view.at.elapsed() < FRESH) {
            return Ok(Arc::clone(view));
        }
        let store = &bridge.state().await?.store;
        let at = Instant::now();
        let view = Arc::new(View {
            at,
            modules: store.activations(&self.id).await?,
            rows: store.connections(&self.id).await?,
        });
        *self.view.lock() = Some(Arc::clone(&view));
        Ok(view)
    }

    /// The live connection of a row: made on first use, and again when the row has changed.
    pub(super) async fn connection(&self, bridge: &Bridge, row: &ConnectionRow) -> Result<Arc<Connection>> {
        let name = row.name.as_str();
        if let Some(live) = self.connections.lock().get(name).filter(|live| live.revision == row.revision) {
            return Ok(Arc::clone(live));
        }
        let live = Arc::new(Connection::restore(bridge, self, row).await?);
        self.connections.lock().insert(name.to_owned(), Arc::clone(&live));
        Ok(live)
    }

    /// Forgets a live connection.
    pub(super) fn forget(&self, name: &str) {
        self.connections.lock().remove(name);
        self.changed();
    }

    /// What the live connections count, for health.
    pub(super) fn snapshots(&self) -> Vec<Json> {
        let live: Vec<Arc<Connection>> = self.connections.lock().values().cloned().collect();
        let one = |connection: &Arc<Connection>| {
            json!({
                "tenant": self.id.as_str(), "connection": connection.name.as_str(),
                "system": connection.adapter.manifest.system, "pipeline": connection.pipeline.snapshot(),
            })
        };
        live.iter().map(one).collect()
    }
}

impl View {
    /// Refuses a module that is not active.
    pub(super) fn check_active(&self, module: &str) -> Result<&Activation> {
        self.modules.iter().find(|active| active.module == module).ok_or_else(|| {
            Error::new(
                Code::ModuleInactive,
                format!("the module {module} is not active; activate it with modules.change"),
            )
            .with_context("module", module)
        })
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
