//! Endpoints of webhooks: making them, their secrets, ending them.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::adapter::Adapter;
use super::connection::Settings;
use super::options::parse;
use super::root::{Bridge, State};
use super::tenant::Tenant;
use super::view::TenantState;
use crate::error::{Code, Error, Result};
use crate::id::{ConnectionName, TenantId};
use crate::manifest::{Verify, Webhooks as Deliveries};
use crate::secret::Secret;
use crate::store::{EndpointRow, is_event_type};
use crate::webhook::{Keys, Preset, keys, preset};

/// Under these names the secrets of the host's own endpoints are sealed.
const HOST: &str = "@host";
/// How long an old secret holds beside the new one, unless it is told otherwise; and at most.
const OVERLAP_MS: u64 = 24 * 3_600_000;
const MOST_OVERLAP_MS: u64 = 7 * OVERLAP_MS;

/// The webhooks of a tenant, or those of the host with the intake of all.
#[derive(Clone)]
pub struct Webhooks {
    pub(super) bridge: Bridge,
    pub(super) tenant: Option<Arc<TenantState>>,
}

/// What a row keeps beside its secrets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct EndpointSettings {
    pub(super) label: Option<String>,
    pub(super) enrich: bool,
    /// Who delivers, where that is no connection.
    pub(super) sender: Option<Preset>,
    /// What the types of its events begin with, where that is no connection.
    pub(super) prefix: Option<String>,
    /// Until when the secret before this one holds.
    pub(super) previous_until: Option<Timestamp>,
    /// Where the system was told to deliver, and what it calls that.
    pub(super) url: Option<String>,
    pub(super) registered: Vec<String>,
    /// What tells a registration from another one, by its id there; only of those that were made whole.
    pub(super) told: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    #[serde(default)]
    connection: Option<String>,
    #[serde(default)]
    sender: Option<Json>,
    #[serde(default)]
    prefix: Option<String>,
    #[serde(default)]
    secret: Option<Secret>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    enrich: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotate {
    #[serde(default)]
    secret: Option<Secret>,
    #[serde(default)]
    overlap_ms: Option<u64>,
}

impl Bridge {
    /// The webhooks of the host, and the intake of all.
    pub fn webhooks(&self) -> Webhooks {
        Webhooks { bridge: self.clone(), tenant: None }
    }
}

impl Tenant {
    /// The tenant's webhooks.
    pub fn webhooks(&self) -> Webhooks {
        Webhooks { bridge: self.bridge.clone(), tenant: Some(Arc::clone(&self.state)) }
    }
}

impl Webhooks {
    /// Makes an endpoint for a `connection`, or for a `sender` that is none (`stripe`, `standard`, ..., or how its deliveries are
    /// taken). Answers what [`Webhooks::list`] lists, and the `secret` when one was made: it is shown this once.
    pub async fn create(&self, request_json: &str) -> Result<String> {
        let make = async {
            let request: Create = parse("webhooks.create", request_json)?;
            let sender = request.sender.as_ref().map(sender).transpose()?;
            let prefix = prefix(&request, sender.is_some())?;
            let connection = request.connection.as_deref();
            let deliveries = match (connection, &sender) {
                (Some(name), None) => Some(self.deliveries(name).await?),
                (None, Some(_)) => None,
                _ => return Err(Error::invalid_input("webhooks.create: name either a connection or a sender")),
            };
            if let Some(why) = deliveries.as_ref().and_then(|known| known.thin.as_ref()).filter(|_| request.enrich) {
                return Err(Error::unsupported(format!("enrich: {why}")));
            }
            if request.enrich && sender.is_some() {
                return Err(Error::unsupported("enrich: only the records of a connection can be read"));
            }
            let verify = deliveries.as_ref().map(|known| &known.verify);
            let verify = verify.or(sender.as_ref().map(|sender| &sender.verify)).cloned().ok_or_else(no_webhooks)?;
            let (secret, shown) = secret(request.secret.as_ref(), &verify)?;
            let row = EndpointRow {
                id: URL_SAFE_NO_PAD.encode(random()?),
                tenant: self.tenant_id().cloned(),
                connection: connection.map(ConnectionName::new).transpose()?,
                settings: Json::Null,
                secrets: Vec::new(),
                revision: 1,
                created_at: now(),
            };
            let label = request.label.map(label).transpose()?;
            let settings = EndpointSettings { label, enrich: request.enrich, sender, prefix, ..Default::default() };
            let keys = keys(&verify, &secret).ok_or_else(no_secret)?;
            let row = self.put(row, &settings, &keys).await?;
            Ok(told(&row, &settings, shown.then_some(&secret)).to_string())
        };
        make.await.map_err(|error| self.located(error, "webhooks.create"))
    }

    /// The endpoints, oldest first, as a JSON array; never a secret.
    pub async fn list(&self) -> Result<String> {
        let list = async {
            let rows = self.state().await?.store.endpoints(self.tenant_id()).await?;
            let one = |row: &EndpointRow| Ok(told(row, &settings(row)?, None));
            Ok(Json::Array(rows.iter().map(one).collect::<Result<_>>()?).to_string())
        };
        list.await.map_err(|error| self.located(error, "webhooks.list"))
    }

    /// Gives an endpoint another secret: one that is made, or `secret`. The old one holds for `overlap_ms` more. Answers as
    /// [`Webhooks::create`].
    pub async fn rotate(&self, id: &str, request_json: &str) -> Result<String> {
        let rotate = async {
            let request: Rotate = parse("webhooks.rotate", request_json)?;
            let overlap = request.overlap_ms.unwrap_or(OVERLAP_MS);
            if overlap > MOST_OVERLAP_MS {
                return Err(Error::invalid_input(format!(
                    "the overlap must be at most {MOST_OVERLAP_MS} milliseconds"
                )));
            }
            let row = self.row(id).await?;
            let mut settings = settings(&row)?;
            let verify = self.verify(&row, &settings).await?;
            let (secret, shown) = secret(request.secret.as_ref(), &verify)?;
            if !has_secret(&verify) {
                return Err(Error::unsupported(
                    "its sender signs nothing: the endpoint's id is the secret; make another endpoint",
                ));
            }
            let (at, overlap) = (now(), i64::try_from(overlap).unwrap_or(i64::MAX));
            let until = at.checked_add(SignedDuration::from_millis(overlap)).unwrap_or(at);
            keys(&verify, &secret).ok_or_else(no_secret)?;
            let old = self.state().await?.keys(&row).await?;
            let keys = old.rotated(&secret, at, until).ok_or_else(no_secret)?;
            settings.previous_until = keys.previous_until(at);
            // What the system was told holds the old secret.
            settings.told.clear();
            let row = EndpointRow { revision: row.revision + 1, ..row };
            let row = self.put(row, &settings, &keys).await?;
            Ok(told(&row, &settings, shown.then_some(&secret)).to_string())
        };
        rotate.await.map_err(|error| self.located(error, "webhooks.rotate"))
    }

    /// Ends an endpoint: what comes there is refused from now on. What its system was told stays; see
    /// [`Webhooks::unregister`].
    pub async fn delete(&self, id: &str) -> Result<()> {
        let delete = async {
            match self.state().await?.store.delete_endpoint(self.tenant_id(), id).await? {
                true => Ok(()),
                false => Err(not_found()),
            }
        };
        delete.await.map_err(|error| self.located(error, "webhooks.delete"))
    }

    /// An endpoint of this tenant, or of the host.
    pub(super) async fn row(&self, id: &str) -> Result<EndpointRow> {
        let row = self.state().await?.store.endpoint(id).await?;
        row.filter(|row| row.tenant.as_ref() == self.tenant_id()).ok_or_else(not_found)
    }

    /// Seals the secrets and keeps the row.
    pub(super) async fn put(&self, row: EndpointRow, settings: &EndpointSettings, keys: &Keys) -> Result<EndpointRow> {
        let state = self.state().await?;
        let settings = serde_json::to_value(settings).map_err(|error| Error::unexpected(error.to_string()))?;
        let plain = keys.to_plain_json();
        let (tenant, connection) = (sealed_for(&row)?, sealed_at(&row)?);
        let field = format!("webhook.{}", row.id);
        let secrets = state.sealer.seal(&tenant, &connection, &field, row.revision, plain.as_bytes()).await?;
        let row = EndpointRow { settings, secrets, ..row };
        state.store.put_endpoint(row.clone()).await?;
        Ok(row)
    }

    /// How the deliveries of an endpoint are known to be the sender's own.
    async fn verify(&self, row: &EndpointRow, settings: &EndpointSettings) -> Result<Verify> {
        match (&settings.sender, &row.connection) {
            (Some(sender), _) => Ok(sender.verify.clone()),
            (None, Some(connection)) => Ok(self.deliveries(connection.as_str()).await?.verify.clone()),
            (None, None) => Err(no_webhooks()),
        }
    }

    /// The adapter of a connection.
    pub(super) async fn adapter(&self, connection: &str) -> Result<Arc<Adapter>> {
        let no_tenant = || Error::invalid_input("the host has no connections; make the endpoint at the tenant");
        let view = self.tenant.as_ref().ok_or_else(no_tenant)?.view(&self.bridge.inner).await?;
        let row = view.row(connection)?;
        self.bridge.inner.adapters.get(&row.system, &Settings::of(row)?)
    }

    /// What the system of a connection delivers.
    async fn deliveries(&self, connection: &str) -> Result<Deliveries> {
        let adapter = self.adapter(connection).await?;
        adapter.manifest.webhooks.as_deref().cloned().ok_or_else(|| {
            Error::unsupported(format!("{} sends no webhooks; its changes are read", adapter.manifest.title))
        })
    }

    pub(super) fn tenant_id(&self) -> Option<&TenantId> {
        self.tenant.as_ref().map(|tenant| &tenant.id)
    }

    pub(super) async fn state(&self) -> Result<&State> {
        self.bridge.inner.state().await
    }

    pub(super) fn located(&self, error: Error, operation: &str) -> Error {
        let error = error.in_operation(operation);
        match self.tenant_id() {
            Some(tenant) => error.in_tenant(tenant.as_str()),
            None => error,
        }
    }
}

impl State {
    /// The secrets of an endpoint.
    pub(super) async fn keys(&self, row: &EndpointRow) -> Result<Keys> {
        let (tenant, connection) = (sealed_for(row)?, sealed_at(row)?);
        let field = format!("webhook.{}", row.id);
        let plain = self.sealer.open(&tenant, &connection, &field, row.revision, &row.secrets).await?;
        Keys::from_plain_json(&plain)
            .ok_or_else(|| Error::new(Code::SecretUnavailable, "the sealed secrets cannot be read"))
    }
}

fn sealed_for(row: &EndpointRow) -> Result<TenantId> {
    row.tenant.clone().map_or_else(|| TenantId::new(HOST), Ok)
}

fn sealed_at(row: &EndpointRow) -> Result<ConnectionName> {
    row.connection.clone().map_or_else(|| ConnectionName::new(HOST), Ok)
}

/// What a row keeps beside its secrets.
pub(super) fn settings(row: &EndpointRow) -> Result<EndpointSettings> {
    serde_json::from_value(row.settings.clone())
        .map_err(|error| Error::new(Code::StorageUnavailable, "the endpoint's row cannot be read").with_source(error))
}

fn sender(given: &Json) -> Result<Preset> {
    match given {
        Json::String(name) => preset(name).ok_or_else(|| {
            let known = "stripe, standard, github, shopify, slack, hubspot";
            Error::invalid_input(format!("there is no sender {name:.64?}; there is: {known}; or describe it"))
        }),
        described => serde_json::from_value(described.clone())
            .map_err(|error| Error::invalid_input(format!("webhooks.create: sender: {error}"))),
    }
}

/// What the types of a sender's events begin with.
fn prefix(request: &Create, sender: bool) -> Result<Option<String>> {
    if !sender {
        return match request.prefix {
            Some(_) => {
                Err(Error::invalid_input("prefix is for senders; a connection's events are named by its records"))
            }
            None => Ok(None),
        };
    }
    let named = request.sender.as_ref().and_then(Json::as_str);
    let prefix = request.prefix.as_deref().or(named).unwrap_or("webhook");
    match is_event_type(prefix) {
        true => Ok(Some(prefix.to_owned())),
        false => {
            Err(Error::invalid_input(format!("prefix {prefix:.64?} must be words of a-z 0-9 _ - with dots in between")))
        }
    }
}

fn label(text: String) -> Result<String> {
    match text.len() <= 200 && !text.chars().any(char::is_control) {
        true => Ok(text),
        false => Err(Error::invalid_input("label must be at most 200 bytes without control characters")),
    }
}

/// The secret, and whether it was made here and so is to be shown.
fn secret(given: Option<&Secret>, verify: &Verify) -> Result<(zeroize::Zeroizing<String>, bool)> {
    if let Some(given) = given {
        return Ok((zeroize::Zeroizing::new(given.expose().to_owned()), false));
    }
    let random = random()?;
    let text = match verify {
        Verify::Standard(_) => format!("whsec_{}", STANDARD.encode(random)),
        _ => random.iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    Ok((zeroize::Zeroizing::new(text), has_secret(verify)))
}

fn has_secret(verify: &Verify) -> bool {
    !matches!(verify, Verify::Endpoint(_))
}

fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| Error::unexpected("there is no randomness"))?;
    Ok(bytes)
}

/// Now, in the microseconds that every store keeps.
fn now() -> Timestamp {
    let now = Timestamp::now();
    now.round(jiff::Unit::Microsecond).unwrap_or(now)
}

pub(super) fn told(
    row: &EndpointRow,
    settings: &EndpointSettings,
    secret: Option<&zeroize::Zeroizing<String>>,
) -> Json {
    let mut told = json!({
        "id": row.id, "connection": row.connection, "label": settings.label, "enrich": settings.enrich,
        "prefix": settings.prefix, "url": settings.url, "registered": settings.registered.len(),
        "previous_until": settings.previous_until, "revision": row.revision, "created_at": row.created_at,
    });
    if let Some(secret) = secret {
        told["secret"] = json!(secret.as_str());
    }
    told
}

fn not_found() -> Error {
    Error::new(Code::NotFound, "there is no such endpoint of webhooks")
}

fn no_secret() -> Error {
    Error::invalid_input(
        "the secret must have at least 8 characters that are not blank; one of Standard Webhooks is whsec_ (or whpk_ for \
         v1a) and Base64 of 24 to 64 bytes",
    )
}

fn no_webhooks() -> Error {
    Error::unsupported("there are no webhooks here")
}
