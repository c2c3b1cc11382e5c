//! The root object of a process.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use futures::future::{join, join_all};
use parking_lot::Mutex;
use serde_json::{Value as Json, json};
use tokio::sync::{OnceCell, watch};

use super::adapters::Adapters;
use super::gauges::Watch;
use super::hints::Fleet;
use super::options::{BridgeConfig, parse_as};
use super::patience::Patience;
use super::tenant::Tenant;
use super::view::TenantState;
use crate::container::Engine;
use crate::error::{Code, Error, Result};
use crate::http::{Names, Recorder};
use crate::id::TenantId;
use crate::manifest::{Registry, load};
use crate::module::{self, Catalogue};
use crate::resilience::BulkheadPolicy;
use crate::secret::Sealer;
use crate::store::{Store, open_sqlite_with};
use crate::telemetry::{Meter, Tracer};

/// How many calls of one tenant run at once, over all of its connections.
const PER_TENANT: u32 = 64;

/// The root object of a process: store, keyring, adapters, tenants. Cheap to clone; all clones are one bridge.
#[derive(Clone)]
pub struct Bridge {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) config: BridgeConfig,
    /// Where exchanges are recorded.
    pub(super) recorder: Option<Arc<Recorder>>,
    /// Who says which address a name has.
    pub(super) names: Names,
    /// Who knows of the containers that run systems.
    pub(super) engine: Option<Engine>,
    /// Where spans go.
    pub(super) tracer: Tracer,
    /// Where metrics go.
    pub(super) meter: Meter,
    pub(super) adapters: Adapters,
    /// What is sold to tenants.
    pub(super) catalogue: Arc<Catalogue>,
    tenants: Mutex<HashMap<TenantId, Arc<TenantState>>>,
    /// The deliveries of webhooks, by the status that they were answered with.
    pub(super) deliveries: Mutex<BTreeMap<u16, u64>>,
    /// What the store said last for the metrics.
    pub(super) watch: Mutex<Watch>,
    state: OnceCell<State>,
    /// Whether the store answers in time.
    pub(super) patience: Patience,
    /// This process among those on the store.
    pub(super) fleet: Fleet,
    /// Turns true when the bridge is closed.
    pub(super) closing: watch::Sender<bool>,
}

/// What is opened on first use.
pub(super) struct State {
    pub(super) store: Arc<dyn Store>,
    pub(super) sealer: Sealer,
}

impl Bridge {
    /// Reads the configuration (JSON). Nothing is opened before the first call.
    pub fn open(config_json: &str) -> Result<Bridge> {
        let config: BridgeConfig = parse_as(Code::ConfigInvalid, "the bridge's configuration", config_json)?;
        config.policies.validate()?;
        config.webhooks.validate()?;
        if config.store.is_empty() {
            return Err(Error::new(Code::ConfigInvalid, "store must be the path of a file, or :memory:"));
        }
        let mut registry = Registry::default();
        for source in &config.adapters {
            let (origin, yaml) = source.text("manifest")?;
            registry.add(load(&origin, &yaml)?);
        }
        let catalogue = match &config.catalogue {
            None => module::built_in()?,
            Some(source) => {
                let (origin, yaml) = source.text("catalogue")?;
                Arc::new(module::load(&origin, &yaml)?)
            }
        };
        let recorder = config.record.as_deref().map(|folder| Recorder::new(Path::new(folder))).transpose()?;
        let names = config.egress.resolver.as_deref().map(Names::server).transpose()?.unwrap_or_default();
        let engine = config.containers.as_ref().map(Engine::new).transpose()?;
        let (tracer, meter) = (Tracer::new(&config.telemetry)?, Meter::new(&config.telemetry)?);
        Ok(Bridge {
            inner: Arc::new(Inner {
                recorder: recorder.map(Arc::new),
                names,
                engine,
                tracer,
                meter,
                config,
                adapters: Adapters::new(registry),
                catalogue,
                tenants: Mutex::default(),
                deliveries: Mutex::default(),
                watch: Mutex::default(),
                state: OnceCell::new(),
                patience: Patience::default(),
                fleet: Fleet::new()?,
                closing: watch::Sender::new(false),
            }),
        })
    }

    /// The handle of a tenant. No call takes a tenant's id beside other data: everything hangs on the handle.
    pub fn tenant(&self, id: &str) -> Result<Tenant> {
        let id = TenantId::new(id)?;
        self.inner.check_open()?;
        let mut tenants = self.inner.tenants.lock();
        let state = tenants.entry(id.clone()).or_insert_with(|| {
            let shared = BulkheadPolicy { max_concurrent: PER_TENANT, ..self.inner.config.policies.bulkhead.clone() };
            Arc::new(TenantState::new(id, &shared))
        });
        Ok(Tenant::new(self.clone(), Arc::clone(state)))
    }

    /// The systems that this bridge can speak to, as a JSON array.
    pub fn systems(&self) -> Result<String> {
        let list = self.inner.adapters.registry.systems().into_iter().map(|system| {
            let manifest = self.inner.adapters.registry.get(&system)?;
            let auth: Json =
                manifest.auth.keys().map(|kind| json!({"type": kind.as_str(), "fields": kind.fields()})).collect();
            let resources: Vec<&String> = manifest.resources.keys().collect();
            Ok(json!({
                "system": system, "title": manifest.title, "tested": manifest.tested, "auth": auth,
                "options": manifest.options, "resources": resources,
            }))
        });
        Ok(Json::Array(list.collect::<Result<_>>()?).to_string())
    }

    /// How the bridge is: its store, which is its `status`, and the connections that this process has used with what is
    /// known of them, as [`Tenant::health`](super::Tenant::health) tells it. Nothing is sent.
    pub async fn health(&self) -> Result<String> {
        self.inner.check_open()?;
        let state = self.inner.state().await;
        let store = match &state {
            Ok(_) => json!({"status": "healthy", "engine": "sqlite"}),
            Err(error) => json!({"status": "unhealthy", "engine": "sqlite", "error": error.parts()}),
        };
        let live: Vec<_> = self.inner.tenants().iter().flat_map(|tenant| tenant.live()).collect();
        let connections = join_all(live.iter().map(|connection| connection.known())).await;
        let status = if state.is_ok() { "healthy" } else { "unhealthy" };
        Ok(json!({
            "status": status, "version": env!("CARGO_PKG_VERSION"), "store": store, "connections": connections,
        })
        .to_string())
    }

    /// Closes the bridge: later calls fail with `CLOSED`, and so do reads that are under way; writes are left to end.
    /// Twice is like once.
    pub async fn close(&self) {
        let metrics = self.last_metrics();
        self.inner.closing.send_replace(true);
        let tenants: Vec<Arc<TenantState>> = self.inner.tenants.lock().drain().map(|(_, tenant)| tenant).collect();
        if let Some(state) = self.inner.state.get() {
            let counts = tenants.iter().map(|tenant| tenant.settle_counts(&state.store));
            for error in join_all(counts).await.into_iter().filter_map(Result::err) {
                tracing::warn!(%error, "counted calls could not be written before closing, and are lost");
            }
            self.inner.fleet.disappear(&*state.store);
            state.store.close().await;
        }
        join(self.inner.tracer.close(), self.send_last(metrics)).await;
    }
}

impl Inner {
    /// The tenants that this process has met.
    pub(super) fn tenants(&self) -> Vec<Arc<TenantState>> {
        self.tenants.lock().values().cloned().collect()
    }

    pub(super) fn check_open(&self) -> Result<()> {
        if *self.closing.borrow() { Err(closed()) } else { Ok(()) }
    }

    /// The store and the sealer, if a call has needed them already.
    pub(super) fn opened(&self) -> Option<&State> {
        self.state.get()
    }

    /// The store and the sealer, opened by the first call that needs them.
    pub(super) async fn state(&self) -> Result<&State> {
        self.check_open()?;
        self.state
            .get_or_try_init(|| async {
                let path = &self.config.store;
                let store = open_sqlite_with(path, self.config.events.clone()).await?;
                let keyring = self.config.keyring.clone();
                let sealer = Sealer::start(keyring, path, Arc::clone(&store) as _).await?;
                Ok(State { store, sealer })
            })
            .await
    }
}

/// The error of a bridge that was closed.
pub(super) fn closed() -> Error {
    Error::new(Code::Closed, "the bridge has been closed; open a new one")
}
