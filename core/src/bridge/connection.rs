//! A live connection: one tenant's authenticated link to one instance, with its own pool and pipeline.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use reqwest::header::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tokio::sync::{OnceCell, watch};
use url::Url;

use super::adapter::{Adapter, EntityPlan};
use super::discovered::Discovered;
use super::exchange::Holes;
use super::health::Watched;
use super::hints::StoreBoard;
use super::rates::Rates;
use super::root::Bridge;
use super::session::Auth;
use super::view::TenantState;
use crate::container::ContainerRef;
use crate::error::{Code, Error, Result};
use crate::http::{Egress, Limits, Transport};
use crate::id::{ConnectionName, TenantId};
use crate::mapping::Context;
use crate::model::{Origin, PageAddress};
use crate::protocol::{instance_url, page_address};
use crate::resilience::Pipeline;
use crate::secret::Credential;
use crate::store::{BreakerId, ConnectionRow};
use crate::telemetry::Tracer;

/// What a connection's row keeps beside instance and credential.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Settings {
    pub(super) options: BTreeMap<String, String>,
    pub(super) allow_private: bool,
    /// Networks, addresses and hosts that may be dialled besides the public Internet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) allow: Vec<String>,
    /// The container that runs the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) container: Option<ContainerRef>,
    /// The zone of the instance's naive times, once it is known.
    pub(super) zone: Option<String>,
    /// The version that the instance told when it was connected.
    pub(super) version: Option<String>,
    /// What was asked when it was connected, because instances differ in it.
    pub(super) facts: BTreeMap<String, String>,
    /// The caller's own overlay over the manifest.
    pub(super) overlay: Option<Json>,
}

impl Settings {
    /// The settings in a row.
    pub(super) fn of(row: &ConnectionRow) -> Result<Settings> {
        serde_json::from_str(&row.options).map_err(|error| {
            Error::new(Code::StorageUnavailable, "the connection's row cannot be read").with_source(error)
        })
    }
}

/// A live connection.
pub(super) struct Connection {
    pub(super) tenant: TenantId,
    pub(super) name: ConnectionName,
    pub(super) revision: u64,
    pub(super) instance: String,
    pub(super) adapter: Arc<Adapter>,
    options: Options,
    /// The container that runs the system.
    pub(super) container: Option<Box<ContainerRef>>,
    /// The version that the instance told when it was connected.
    pub(super) version: Option<Box<str>>,
    pub(super) base: Url,
    /// Sent with every request, beside the credential.
    pub(super) headers: Headers,
    pub(super) transport: Transport,
    pub(super) pipeline: Pipeline,
    /// What the system allows in a time.
    pub(super) rates: Arc<Rates>,
    pub(super) zone: OnceCell<TimeZone>,
    pub(super) auth: Auth,
    /// The schemas of its collections, as far as they were read.
    pub(super) discovered: Discovered,
    /// What was told of its health.
    pub(super) watched: Watched,
    /// Where its spans go.
    pub(super) tracer: Tracer,
    /// Whether the system is sent the `traceparent` of a request.
    pub(super) propagates: bool,
    /// Turns true when the bridge is closed.
    pub(super) closing: watch::Receiver<bool>,
}

/// Headers, in no more room than they need.
pub(super) type Headers = Box<[(HeaderName, HeaderValue)]>;

/// The options of a connection: few, so that they are not worth a tree.
type Options = Box<[(Box<str>, Box<str>)]>;

impl Connection {
    /// Builds a connection. Nothing is sent.
    pub(super) fn new(
        bridge: &Bridge,
        tenant: &TenantState,
        adapter: Arc<Adapter>,
        row: &ConnectionRow,
        settings: Settings,
        credential: &Credential,
    ) -> Result<Connection> {
        let manifest = Arc::clone(&adapter.manifest);
        let base = instance_url(&row.instance, &manifest.base_path)?;
        let options = settings.options.iter().map(|(name, value)| (name.as_str().into(), value.as_str().into()));
        let options: Options = options.collect();
        let mut auth = Auth::new(&adapter, credential)?;
        auth.fill(&manifest, &|hole: &str| option_value(&adapter, &options, hole))?;
        let mut headers = Vec::new();
        for (name, value) in &manifest.headers {
            let option = |hole: &str| option_value(&adapter, &options, hole);
            if let Some(value) = value.fill(option) {
                headers.push(header(name, &value, false)?);
            }
        }
        let rates = Rates::new(bridge, &tenant.id, (&base, row.name.as_str()), &adapter.windows, credential)?;
        let pipeline = Pipeline::in_tenant(Arc::clone(&bridge.inner.config.policies), &tenant.bulkhead);
        pipeline.share(Arc::clone(&rates) as _);
        let breaker = BreakerId { tenant: tenant.id.clone(), connection: row.name.clone(), revision: row.revision };
        if let Some(board) = StoreBoard::new(bridge, breaker) {
            pipeline.hear(Box::new(board));
        }
        let egress = Egress {
            allow_private: settings.allow_private,
            allow: settings.allow.iter().map(|entry| entry.parse()).collect::<Result<_>>()?,
            names: bridge.inner.names.clone(),
        };
        let mut transport = Transport::new(&base, egress, Limits::default());
        if let Some(recorder) = &bridge.inner.recorder {
            transport = transport.recording(auth.tap(Arc::clone(recorder), base.to_string()));
        }
        let zone = match settings.options.get("zone").or(settings.zone.as_ref()) {
            Some(name) => OnceCell::new_with(Some(zone(name)?)),
            None if manifest.zone.probe.is_none() => OnceCell::new_with(Some(zone(&manifest.zone.default)?)),
            None => OnceCell::new(),
        };
        Ok(Connection {
            tenant: tenant.id.clone(),
            name: row.name.clone(),
            revision: row.revision,
            instance: row.instance.clone(),
            adapter,
            options,
            container: settings.container.map(Box::new),
            version: settings.version.map(Into::into),
            base,
            headers: headers.into(),
            transport,
            pipeline,
            rates,
            zone,
            auth,
            discovered: Discovered::default(),
            watched: Watched::new(bridge),
            tracer: bridge.inner.tracer.clone(),
            propagates: bridge.inner.config.telemetry.propagate,
            closing: bridge.inner.closing.subscribe(),
        })
    }

    /// Builds a connection from its row; the credential is unsealed for that.
    pub(super) async fn restore(bridge: &Bridge, tenant: &TenantState, row: &ConnectionRow) -> Result<Connection> {
        let settings = Settings::of(row)?;
        let adapter = bridge.inner.adapters.get(&row.system, &settings)?;
        let sealer = &bridge.inner.state().await?.sealer;
        let plain = sealer.open(&tenant.id, &row.name, "credential", row.revision, &row.credential).await?;
        Connection::new(bridge, tenant, adapter, row, settings, &Credential::from_plain_json(&plain)?)
    }

    /// What reading records needs to know.
    pub(super) async fn context(&self, plan: &EntityPlan, raw: bool, parent: Option<&str>) -> Result<Context> {
        let parent = parent.filter(|_| plan.entity.nested);
        let origin = Origin {
            system: Arc::clone(&self.adapter.system),
            connection: self.name.shared(),
            model: plan.mapping.model,
            page: self.page(plan, parent)?,
        };
        let raw = raw.then(|| self.pipeline.policies().max_raw_values);
        Ok(Context { origin: Arc::new(origin), zone: self.zone().await?.clone(), raw, parent: parent.map(Into::into) })
    }

    /// Where people open the records of an entity.
    fn page(&self, plan: &EntityPlan, parent: Option<&str>) -> Result<Option<PageAddress>> {
        let holes = Holes { parent, ..Holes::default() };
        let Some(page) = &plan.entity.url else { return Ok(None) };
        let instance = instance_url(&self.instance, "")?;
        page_address(&instance, page, |name| holes.value(name).or_else(|| self.hole(plan, name))).map(Some)
    }

    /// The zone of the instance's naive times: known, or asked for once.
    pub(super) async fn zone(&self) -> Result<&TimeZone> {
        self.zone.get_or_try_init(|| async { zone(&self.probe_zone().await?) }).await
    }

    /// The value of a hole that is the same for all records of an entity.
    pub(super) fn hole<'a>(&'a self, plan: &'a EntityPlan, name: &str) -> Option<Cow<'a, str>> {
        if name == "type" {
            return Some(Cow::Borrowed(&plan.entity.kind));
        }
        self.option(name)
    }

    /// The value of `option.<name>`: set for this connection, else the manifest's default.
    pub(super) fn option(&self, hole: &str) -> Option<Cow<'_, str>> {
        option_value(&self.adapter, &self.options, hole)
    }

    /// Says in an error whose call it was.
    pub(super) fn locate(&self, error: Error, operation: &str) -> Error {
        self.auth
            .scrub(error)
            .in_tenant(self.tenant.as_str())
            .in_connection(&self.adapter.manifest.system, self.name.as_str())
            .in_operation(operation)
    }
}

/// A zone by its IANA name.
pub(super) fn zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name).map_err(|error| {
        Error::new(Code::ConfigInvalid, format!("{name:.64?} is not a time zone like Europe/Berlin")).with_source(error)
    })
}

fn option_value<'a>(adapter: &'a Adapter, options: &'a Options, hole: &str) -> Option<Cow<'a, str>> {
    let name = hole.strip_prefix("option.")?;
    let set = options.iter().find(|(known, _)| **known == *name).map(|(_, value)| &**value);
    set.or_else(|| adapter.manifest.options.get(name)?.default.as_deref()).map(Cow::Borrowed)
}

/// A header, marked where it must not be shown.
pub(super) fn header(name: &str, value: &str, secret: bool) -> Result<(HeaderName, HeaderValue)> {
    let name: HeaderName = name
        .parse()
        .map_err(|_| Error::new(Code::ConfigInvalid, format!("{name:.64?} is not the name of a header")))?;
    let mut value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| {
        Error::new(
            Code::ConfigInvalid,
            format!("the value for the header {name} holds characters that a header cannot"),
        )
    })?;
    value.set_sensitive(secret);
    Ok((name, value))
}
