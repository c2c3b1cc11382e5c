//! A tenant's handle: everything that a caller can do.

use std::sync::Arc;

use super::adapter::EntityPlan;
use super::answer::{Call, read_record};
use super::connection::{Connection, Settings};
use super::list::Listing;
use super::options::{CallOptions, ListOptions, deadline, parse};
use super::root::Bridge;
use super::view::TenantState;
use crate::error::{Error, Result};
use crate::model::{Model, Record};
use crate::resilience::{Deadline, one_call};

/// A tenant's handle. Only it reaches the tenant's connections, records and modules.
#[derive(Clone)]
pub struct Tenant {
    pub(super) bridge: Bridge,
    pub(super) state: Arc<TenantState>,
}

/// A record's id, taken apart.
pub(super) struct Target {
    pub(super) connection: Arc<Connection>,
    /// Fields that are to be discovered are not known yet: what the plan refuses is refused before the system is asked.
    pub(super) plan: Arc<EntityPlan>,
    pub(super) remote_id: String,
}

impl Target {
    /// The plan with the fields of the record's collection; `names` are those that the caller uses.
    pub(super) async fn discovered(&self, names: &[&str], deadline: Deadline) -> Result<Arc<EntityPlan>> {
        let collection = self.plan.holes(&self.remote_id)?.parent;
        self.connection.discovered(&self.plan, collection, names, deadline).await
    }

    /// The record as it is now.
    pub(super) async fn read(&self, raw: bool, deadline: Deadline) -> Result<Record> {
        self.plan.operation("get")?;
        let plan = &self.discovered(&[], deadline).await?;
        read_record(Call { connection: &self.connection, plan, raw, deadline }, &self.remote_id).await
    }
}

impl Tenant {
    pub(super) fn new(bridge: Bridge, state: Arc<TenantState>) -> Tenant {
        Tenant { bridge, state }
    }

    /// The tenant's id.
    pub fn id(&self) -> &str {
        self.state.id.as_str()
    }

    /// A list of `module.resource`. Nothing is sent before its first page is asked for.
    pub fn list(&self, resource: &str, options_json: &str) -> Result<Listing> {
        let options: ListOptions = parse("list", options_json)?;
        Listing::new(self.clone(), model(resource)?, options)
    }

    /// One record.
    pub async fn get(&self, resource: &str, id: &str, options_json: &str) -> Result<Record> {
        one_call(self.get_once(resource, id, options_json)).await
    }

    async fn get_once(&self, resource: &str, id: &str, options_json: &str) -> Result<Record> {
        let options = parse::<CallOptions>("get", options_json)?.only("get", &["hedge"])?;
        let target = self.target(model(resource)?, id, options.connection.as_deref()).await?;
        let connection = &target.connection;
        let read = async {
            let deadline = deadline(connection.pipeline.policies(), options.deadline_ms)?
                .in_background(options.background)
                .hedged(options.hedge);
            target.read(options.raw, deadline).await
        };
        read.await.map_err(|error| connection.locate(error, &format!("{resource}.get")))
    }

    /// The connection that serves a call of a resource, which is counted: see [`Tenant::serving`].
    pub(super) async fn provider(&self, model: &'static Model, named: Option<&str>) -> Result<Arc<Connection>> {
        let connection = self.serving(model, named).await?;
        self.count_call(model).await?;
        Ok(connection)
    }

    /// Counts a call of a resource, where the catalogue says so; `QUOTA_EXCEEDED` where there is none left. A module that was
    /// closed since the caller looked is told as such: an ended subscription has a limit of nothing, which is no reason.
    pub(super) async fn count_call(&self, model: &Model) -> Result<()> {
        let view = self.state.view(&self.bridge.inner).await?;
        view.check_active(model.module)?;
        self.state.count_call(&self.bridge, &view, model.module).await
    }

    /// The connection that serves a resource: the one named, the module's provider, or the only one that has it.
    pub(super) async fn serving(&self, model: &'static Model, named: Option<&str>) -> Result<Arc<Connection>> {
        let view = self.state.view(&self.bridge.inner).await?;
        let active = view.check_active(model.module)?;
        let row = match named.or(active.provider.as_deref()) {
            Some(name) => view.row(name)?,
            None => {
                let path = model.path();
                let mut able = Vec::new();
                for row in &view.rows {
                    if self.bridge.inner.adapters.get(&row.system, &Settings::of(row)?)?.has(&path) {
                        able.push(row);
                    }
                }
                match *able.as_slice() {
                    [row] => row,
                    [] => {
                        return Err(Error::invalid_input(format!("no connection has {path}; connect a system first")));
                    }
                    ref several => {
                        let names: Vec<&str> = several.iter().map(|row| row.name.as_str()).collect();
                        return Err(Error::invalid_input(format!(
                            "several connections have {path}: name one as connection, or as the module's provider: {}",
                            names.join(", ")
                        )));
                    }
                }
            }
        };
        self.state.connection(&self.bridge, row).await
    }

    /// Takes the id of a call apart, which is counted: `connection:variant:remote_id`, `connection:remote_id`, or the
    /// system's own id.
    pub(super) async fn target(&self, model: &'static Model, id: &str, named: Option<&str>) -> Result<Target> {
        self.sought(model, id, named, true).await
    }

    /// The same; not a call of its own where it is not counted.
    pub(super) async fn sought(
        &self,
        model: &'static Model,
        id: &str,
        named: Option<&str>,
        counted: bool,
    ) -> Result<Target> {
        let found = async {
            let view = self.state.view(&self.bridge.inner).await?;
            let prefix = id.split_once(':').filter(|(name, _)| view.row(name).is_ok());
            if let (Some((name, _)), Some(named)) =
                (prefix, named.filter(|named| prefix.is_some_and(|(name, _)| name != *named)))
            {
                return Err(Error::invalid_input(format!("the id is one of connection {name}, not of {named}")));
            }
            let connection = self.serving(model, prefix.map(|(name, _)| name).or(named)).await?;
            let rest = prefix.map_or(id, |(_, rest)| rest);
            let resource = connection.adapter.resource(&model.path())?;
            let (plan, remote_id) = match (&resource.by, rest.split_once(':')) {
                (None, _) => (resource.variant(None)?, rest),
                (Some(_), Some((variant, remote))) if resource.variant(Some(variant)).is_ok() => {
                    (resource.variant(Some(variant))?, remote)
                }
                (Some(by), _) => {
                    let variants: Vec<&str> =
                        resource.entities.iter().filter_map(|plan| plan.variant.as_deref()).collect();
                    let example = format!("{}:{}:{rest:.64}", connection.name, variants.first().unwrap_or(&""));
                    return Err(Error::invalid_input(format!(
                        "{id:.120?} does not tell its {by}; use an id like {example:?}"
                    )));
                }
            };
            match plan.entity.nested {
                true => remote_id.split('/').try_for_each(crate::protocol::check_id)?,
                false => crate::protocol::check_id(remote_id)?,
            }
            if counted {
                self.count_call(model).await?;
            }
            Ok(Target { plan: Arc::clone(plan), remote_id: remote_id.to_owned(), connection })
        };
        found.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation(&model.path()))
    }

    /// The live connection of a name.
    pub(super) async fn live(&self, name: &str) -> Result<Arc<Connection>> {
        let live = async {
            let view = self.state.view(&self.bridge.inner).await?;
            self.state.connection(&self.bridge, view.row(name)?).await
        };
        live.await.map_err(|error: Error| error.in_tenant(self.id()))
    }
}

/// The model of `module.resource`.
pub(super) fn model(resource: &str) -> Result<&'static Model> {
    Model::find(resource).ok_or_else(|| {
        let known: Vec<String> = Model::all().map(Model::path).collect();
        Error::invalid_input(format!("there is no resource {resource:.64?}; there is: {}", known.join(", ")))
    })
}
