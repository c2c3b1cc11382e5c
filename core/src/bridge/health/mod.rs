//! Health: whether a connection's system answers, as of when, and what the pipeline knows of it.

mod checkup;
mod container;
mod due;
mod judge;
mod probe;
mod seen;
mod tell;

use futures::future::{join, join_all};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use self::checkup::Checkup;
use self::container::Told;
use self::judge::Verdict;
pub(super) use self::tell::Watched;
use super::connection::Connection;
use super::options::parse;
use super::tenant::Tenant;
use crate::error::Result;
use crate::store::ConnectionRow;

/// What a caller asks for.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct HealthOptions {
    /// Only this connection.
    connection: Option<String>,
    /// A check by any process that is no older than this will do.
    max_age_ms: Option<u64>,
    /// `false`: nothing is sent; what is known is told.
    probe: Option<bool>,
}

impl Tenant {
    /// The health of the connections: a JSON array of `connection`, `system`, `status` (`healthy`, `degraded`, `unhealthy`,
    /// `unknown`), `reasons`, `checked_at`, `age_ms`, `latency_ms` and `error` of the check, `version`, `clock_skew_ms`,
    /// what the `pipeline` of this process counted, the `hints` of all processes, and the `container` where the connection names one. Options: `connection`, `max_age_ms` (0: each is asked now), `probe`.
    pub async fn health(&self, options_json: &str) -> Result<String> {
        let all = async {
            let options: HealthOptions = parse("health", options_json)?;
            let view = self.state.view(&self.bridge.inner).await?;
            if let Some(name) = &options.connection {
                view.row(name)?;
            }
            let wanted =
                |row: &&ConnectionRow| options.connection.as_deref().is_none_or(|name| name == row.name.as_str());
            let reports = view.rows.iter().filter(wanted).map(|row| self.health_of(row, &options));
            Ok(Json::Array(join_all(reports).await).to_string())
        };
        all.await.map_err(|error: crate::Error| error.in_tenant(self.id()).in_operation("health"))
    }

    async fn health_of(&self, row: &ConnectionRow, options: &HealthOptions) -> Json {
        let live = match self.state.connection(&self.bridge, row).await {
            Ok(live) => live,
            // It cannot even be built: its credential or its adapter is not to be had.
            Err(error) => {
                let error = error.in_tenant(self.id()).in_connection(&row.system, row.name.as_str());
                let verdict = Verdict::failed(error.code());
                return json!({
                    "connection": row.name.as_str(), "system": row.system, "status": verdict.status,
                    "reasons": verdict.reasons, "error": error.parts(),
                });
            }
        };
        let mut report = match options.probe {
            Some(false) => {
                let checkup = live.last_checkup(&self.bridge).await;
                live.report(checkup.as_deref(), live.watched.container().as_deref())
            }
            _ => {
                let since = Timestamp::now();
                let checkup = live.checkup(&self.bridge, options.max_age_ms.unwrap_or(0)).await;
                let container = live.container_since(&self.bridge, since).await;
                live.report(Some(&checkup), container.as_deref())
            }
        };
        (report["rates"], report["hints"]) = join(live.rates.report(), live.hints(&self.bridge)).await;
        report
    }

    /// Holds the breaker of a connection open until [`Tenant::reset`].
    pub async fn isolate(&self, connection: &str) -> Result<()> {
        let live = self.live(connection).await?;
        live.pipeline.isolate();
        live.tell_breaker();
        Ok(())
    }

    /// Closes the breaker of a connection and forgets what it counted.
    pub async fn reset(&self, connection: &str) -> Result<()> {
        let live = self.live(connection).await?;
        live.pipeline.reset();
        live.tell_breaker();
        Ok(())
    }
}

impl Connection {
    /// What is known, as one object.
    fn report(&self, checkup: Option<&Checkup>, container: Option<&Told>) -> Json {
        let pipeline = self.pipeline.snapshot();
        let Verdict { status, reasons } = self.judged(checkup, &pipeline, container);
        let mut report = json!({
            "connection": self.name.as_str(), "system": self.adapter.manifest.system,
            "status": status, "reasons": reasons,
            "checked_at": checkup.map(|checkup| checkup.at.to_string()),
            "age_ms": checkup.map(Checkup::age_ms),
            "latency_ms": checkup.map(|checkup| checkup.found.latency_ms),
            "error": checkup.and_then(|checkup| checkup.found.error.as_ref()),
            "version": self.version(checkup),
            "clock_skew_ms": checkup.and_then(|checkup| checkup.found.clock_skew_ms),
            "pipeline": pipeline,
        });
        if let Some(container) = container {
            report["container"] = container.report();
        }
        report
    }

    /// What this process knows without asking the system.
    pub(super) async fn known(&self) -> Json {
        let mut report = self.report(self.watched.last().as_deref(), self.watched.container().as_deref());
        report["tenant"] = self.tenant.as_str().into();
        // One that was never called has counted nothing.
        report["rates"] = if self.rates.used() { self.rates.report().await } else { json!([]) };
        report
    }

    /// What the last check was told, else what was told when it was connected.
    fn version<'a>(&'a self, checkup: Option<&'a Checkup>) -> Option<&'a str> {
        checkup.and_then(|checkup| checkup.found.version.as_deref()).or(self.version.as_deref())
    }
}
