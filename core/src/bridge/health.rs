//! Health: the manifest's cheap call, what the pipeline counted, and the breaker's switch.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value as Json, json};

use super::connection::Connection;
use super::tenant::Tenant;
use crate::error::{Code, Error, Result};
use crate::protocol::{text_at, text_of, value_at};
use crate::resilience::Deadline;

/// How long a health call may take.
const PROBE: Duration = Duration::from_secs(10);

impl Connection {
    /// Asks the system whether it answers and takes the credential.
    pub(super) async fn check(&self) -> Result<()> {
        let health = &self.adapter.manifest.health;
        let tree = self.fetch("health", self.plain_url(&health.get)?, Deadline::after(PROBE)).await?;
        match tree.pointer(&health.expect) {
            Some(found) if !found.is_null() => Ok(()),
            _ => Err(Error::new(
                Code::UpstreamInvalid,
                format!("the instance answers, but not like {}; is its URL right?", self.adapter.manifest.title),
            )),
        }
    }

    /// The zone that the instance tells, else the manifest's default.
    pub(super) async fn probe_zone(&self) -> Result<String> {
        let spec = &self.adapter.manifest.zone;
        let Some(probe) = &spec.probe else { return Ok(spec.default.clone()) };
        let tree = self.fetch("probe", self.plain_url(&probe.get)?, Deadline::after(PROBE)).await?;
        Ok(text_at(&tree, &probe.at).unwrap_or_else(|| spec.default.clone()))
    }

    /// What the manifest asks about the instance. What the credential may not ask, or is not told, stays unknown.
    pub(super) async fn probe_facts(&self) -> Result<BTreeMap<String, String>> {
        let mut facts = BTreeMap::new();
        for (name, fact) in &self.adapter.manifest.facts {
            let answer = self.fetch("probe", self.plain_url(&fact.get)?, Deadline::after(PROBE)).await;
            let told = match (answer, &fact.at) {
                (Ok(tree), Some(at)) => value_at(&tree, at).and_then(text_of),
                (Ok(_), None) => Some("yes".to_owned()),
                (Err(error), at) => match error.code() {
                    // A page instead of JSON is what a server sends for a path that it does not know.
                    Code::NotFound | Code::Unsupported | Code::UpstreamInvalid => at.is_none().then(|| "no".to_owned()),
                    Code::PermissionDenied | Code::InvalidInput => None,
                    _ => return Err(error),
                },
            };
            facts.extend(told.map(|told| (name.clone(), told)));
        }
        Ok(facts)
    }

    /// The version that the instance tells.
    pub(super) async fn probe_version(&self) -> Result<Option<String>> {
        let Some(probe) = &self.adapter.manifest.health.version else { return Ok(None) };
        match self.fetch("probe", self.plain_url(&probe.get)?, Deadline::after(PROBE)).await {
            Ok(tree) => Ok(text_at(&tree, &probe.at)),
            // A plain user may not ask; the connection works all the same.
            Err(error) if matches!(error.code(), Code::PermissionDenied | Code::NotFound | Code::InvalidInput) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

impl Tenant {
    /// Asks every connection whether it answers: a JSON array of `connection`, `system`, `status` (`healthy`,
    /// `unhealthy`), `latency_ms`, `error` and what the pipeline counted.
    pub async fn health(&self) -> Result<String> {
        let view = self.state.view(&self.bridge.inner).await.map_err(|error| error.in_tenant(self.id()))?;
        let one = |row| async move {
            let row: &crate::store::ConnectionRow = row;
            let live = match self.state.connection(&self.bridge, row).await {
                Ok(live) => live,
                Err(error) => {
                    let parts = error.in_tenant(self.id()).in_connection(&row.system, row.name.as_str()).parts();
                    return json!({"connection": row.name.as_str(), "system": row.system, "status": "unhealthy", "error": parts});
                }
            };
            let start = std::time::Instant::now();
            let checked = live.check().await.map_err(|error| live.locate(error, "health"));
            json!({
                "connection": row.name.as_str(), "system": row.system,
                "status": if checked.is_ok() { "healthy" } else { "unhealthy" },
                "latency_ms": u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
                "error": checked.err().map(|error| error.parts()),
                "pipeline": live.pipeline.snapshot(),
            })
        };
        let all: Vec<Json> = join_all(view.rows.iter().map(one)).await;
        Ok(Json::Array(all).to_string())
    }

    /// Holds the breaker of a connection open until [`Tenant::reset`].
    pub async fn isolate(&self, connection: &str) -> Result<()> {
        self.live(connection).await?.pipeline.isolate();
        Ok(())
    }

    /// Closes the breaker of a connection and forgets what it counted.
    pub async fn reset(&self, connection: &str) -> Result<()> {
        self.live(connection).await?.pipeline.reset();
        Ok(())
    }
}
