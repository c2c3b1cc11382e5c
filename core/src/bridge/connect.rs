//! Making, listing and ending connections.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::adapter::Adapter;
use super::connection::{Connection, Settings, zone};
use super::options::{ConnectRequest, parse};
use super::tenant::Tenant;
use crate::error::{Code, Error, Result};
use crate::http::Grant;
use crate::id::ConnectionName;
use crate::manifest::OptionKind;
use crate::secret::Credential;
use crate::store::ConnectionRow;

impl Tenant {
    /// Makes a connection, or replaces the one of that name. Unless `verify` is false, the system is asked first, and
    /// a connection that does not work is not kept. Answers what [`Tenant::connections`] lists.
    pub async fn connect(&self, request_json: &str) -> Result<String> {
        let request: ConnectRequest = parse("connect", request_json)?;
        let name = request.name.as_deref().unwrap_or(&request.system).to_owned();
        let named =
            |error: Error| error.in_tenant(self.id()).in_connection(&request.system, &name).in_operation("connect");
        self.make(&request, &name).await.map_err(named)
    }

    async fn make(&self, request: &ConnectRequest, name: &str) -> Result<String> {
        let bridge = &self.bridge.inner;
        let mut settings = Settings {
            allow_private: request.allow_private,
            allow: allow(&request.allow)?,
            overlay: overlay(request)?,
            container: request.container.clone(),
            ..Settings::default()
        };
        if let Some(container) = &settings.container {
            container.check()?;
        }
        settings.options = options(self.trial_adapter(request, &settings)?.as_ref(), &request.options)?;
        let adapter = self.trial_adapter(request, &settings)?;
        let credential = Credential::from_json(&request.credential.to_string())?;
        let state = bridge.state().await?;
        let tenant = &self.state.id;
        let name = ConnectionName::new(name)?;
        let revision = state.store.connection_revision(tenant, &name).await? + 1;
        let before = state.store.connection(tenant, &name).await?;
        let mut row = ConnectionRow {
            name: name.clone(),
            system: request.system.clone(),
            instance: request.instance.trim().trim_end_matches('/').to_owned(),
            options: Box::default(),
            credential: Vec::new(),
            revision,
            created_at: before.map_or_else(now, |row| row.created_at),
        };
        let trial =
            Connection::new(&self.bridge, &self.state, Arc::clone(&adapter), &row, settings.clone(), &credential)?;
        if request.verify {
            trial.check().await.map_err(|error| trial.locate(error, "connect"))?;
            settings.zone = Some(trial.zone().await?.iana_name().unwrap_or("UTC").to_owned());
            settings.version = trial.probe_version().await?;
            settings.facts = trial.probe_facts().await.map_err(|error| trial.locate(error, "connect"))?;
            // What the facts lay over the manifest must fit it, too.
            bridge.adapters.get(&request.system, &settings)?;
        }
        row.options = serde_json::to_string(&settings).map_err(|error| Error::unexpected(error.to_string()))?.into();
        row.credential = state.sealer.seal(tenant, &name, "credential", revision, &credential.to_plain_json()).await?;
        let info = info(&row, &settings, &adapter.manifest.title);
        state.store.put_connection(tenant, row).await?;
        self.state.forget(name.as_str());
        Ok(info.to_string())
    }

    /// The adapter with which an instance is asked for its facts. The caller's overlay may stand on what the facts
    /// lay under it: then it is not there yet.
    fn trial_adapter(&self, request: &ConnectRequest, settings: &Settings) -> Result<Arc<Adapter>> {
        let adapters = &self.bridge.inner.adapters;
        let error = match adapters.get(&request.system, settings) {
            Err(error) if error.code() == Code::ManifestInvalid && request.verify => error,
            found => return found,
        };
        let bare = adapters.get(&request.system, &Settings { overlay: None, ..settings.clone() });
        bare.ok().filter(|adapter| !adapter.manifest.facts.is_empty()).ok_or(error)
    }

    /// Ends a connection and forgets its credential.
    pub async fn disconnect(&self, name: &str) -> Result<()> {
        let end = async {
            let found = self.state.view(&self.bridge.inner).await?.row(name)?.name.clone();
            let there = self.bridge.inner.state().await?.store.delete_connection(&self.state.id, &found).await?;
            self.state.forget(name);
            if there { Ok(()) } else { Err(Error::new(Code::NotFound, format!("there is no connection {name:.64?}"))) }
        };
        end.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("disconnect"))
    }

    /// The tenant's connections, as a JSON array; never a credential.
    pub async fn connections(&self) -> Result<String> {
        let view = self.state.view(&self.bridge.inner).await.map_err(|error| error.in_tenant(self.id()))?;
        let one = |row: &ConnectionRow| {
            let settings: Settings = Settings::of(row).unwrap_or_default();
            let adapter = self.bridge.inner.adapters.get(&row.system, &settings);
            let title = adapter.map(|adapter| adapter.manifest.title.clone());
            info(row, &settings, &title.unwrap_or_else(|_| row.system.clone()))
        };
        Ok(Json::Array(view.rows.iter().map(one).collect()).to_string())
    }
}

/// Now, in the microseconds that every store keeps.
pub(super) fn now() -> Timestamp {
    let now = Timestamp::now();
    now.round(jiff::Unit::Microsecond).unwrap_or(now)
}

/// What the connection may dial, each entry in its one form.
fn allow(entries: &[String]) -> Result<Vec<String>> {
    entries.iter().map(|entry| Ok(entry.parse::<Grant>()?.to_string())).collect()
}

/// The caller's own overlay, if it may be one.
fn overlay(request: &ConnectRequest) -> Result<Option<Json>> {
    let Some(overlay) = &request.overlay else { return Ok(None) };
    let members = overlay.as_object().ok_or_else(|| Error::invalid_input("overlay must be an object"))?;
    if let Some(name) = ["system", "facts", "overlays"].iter().find(|name| members.contains_key(**name)) {
        return Err(Error::new(Code::ManifestInvalid, format!("an overlay cannot change {name}")));
    }
    Ok((!members.is_empty()).then(|| overlay.clone()))
}

/// The options of a connection, checked against those of the system; every system has `zone`.
fn options(adapter: &Adapter, wanted: &BTreeMap<String, Json>) -> Result<BTreeMap<String, String>> {
    let known = &adapter.manifest.options;
    let check = |(name, value): (&String, &Json)| {
        let wrong = |what: &str| Error::invalid_input(format!("the option {name} must be {what}"));
        let text = match value {
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            _ => return Err(wrong("text or a number")),
        };
        match known.get(name) {
            Some(option) if option.kind == OptionKind::Integer && text.parse::<i64>().is_err() => {
                return Err(wrong("a whole number"));
            }
            Some(_) => {}
            None if name == "zone" => drop(zone(&text)?),
            None => {
                let names: Vec<&str> = known.keys().map(String::as_str).chain(["zone"]).collect();
                let message =
                    format!("{} has no option {name:.64?}; it has: {}", adapter.manifest.title, names.join(", "));
                return Err(Error::invalid_input(message));
            }
        }
        Ok((name.clone(), text))
    };
    wanted.iter().map(check).collect()
}

fn info(row: &ConnectionRow, settings: &Settings, title: &str) -> Json {
    let mut info = json!({
        "name": row.name.as_str(), "system": row.system, "title": title, "instance": row.instance,
        "options": settings.options, "allow_private": settings.allow_private, "allow": settings.allow,
        "zone": settings.zone, "version": settings.version, "facts": settings.facts, "revision": row.revision,
        "created_at": row.created_at.to_string(),
    });
    if let Some(container) = &settings.container {
        info["container"] = json!(container);
    }
    info
}
