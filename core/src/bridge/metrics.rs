//! What the bridge counts, for those who watch a host: as data, and as text for Prometheus. Labels are tenants, connections,
//! systems and closed sets of words: no id of a record is one.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::connection::Connection;
use super::gauges::Seen;
use super::root::Bridge;
use crate::error::{Error, Result};
use crate::resilience::{BOUNDS, BreakerState, Durations, PipelineSnapshot, Traffic};
use crate::telemetry::{Exposition, Kind, Sample, Value, dropped};

/// What one connection of this process has counted.
struct Counted {
    tenant: String,
    connection: Arc<Connection>,
    now: PipelineSnapshot,
    traffic: Traffic,
}

/// Durations as data: the buckets with their bounds, added up as Prometheus does it.
#[derive(Serialize)]
struct Seconds {
    count: u64,
    sum: f64,
    /// Upper bound in seconds, and how many took no longer.
    buckets: Vec<(f64, u64)>,
}

impl From<&Durations> for Seconds {
    fn from(durations: &Durations) -> Seconds {
        let mut seen = 0;
        let mut add = |count: &u64| {
            seen += count;
            seen
        };
        let buckets = BOUNDS.iter().zip(&durations.buckets).map(|(bound, count)| (*bound, add(count))).collect();
        Seconds { count: durations.count, sum: durations.sum, buckets }
    }
}

impl Bridge {
    /// What this process counted since the bridge was opened, as JSON: `connections`, `webhooks` (deliveries by the status
    /// that they were answered with), `log_records_dropped`, `span_export_failures`, `metric_export_failures`; and of the
    /// store, which is asked for 5 ms at most, what it said last: `events` (`log`, `tenants`, `groups`), `feeds`,
    /// `store_read_at`. Nothing is sent.
    pub fn metrics(&self) -> Result<String> {
        self.inner.check_open()?;
        let connections = self.counted().into_iter().map(|one| {
            json!({
                "tenant": one.tenant, "connection": one.connection.name.as_str(), "system": one.system(),
                "calls": Seconds::from(&one.traffic.calls), "attempts": Seconds::from(&one.traffic.attempts),
                "failures": one.traffic.failures, "retries": one.traffic.retries,
                "hedges": one.traffic.hedges, "hedges_won": one.traffic.hedges_won,
                "in_flight": one.now.in_flight, "queued": one.now.queued,
                "retry_tokens": one.now.retry_tokens, "breaker": one.now.breaker.state,
            })
        });
        let webhooks: serde_json::Map<_, _> =
            self.inner.deliveries.lock().iter().map(|(status, count)| (status.to_string(), json!(count))).collect();
        let mut told = json!({
            "connections": connections.collect::<Vec<_>>(), "webhooks": webhooks, "log_records_dropped": dropped(),
            "span_export_failures": self.inner.tracer.failed_exports(),
            "metric_export_failures": self.inner.meter.failed_exports(),
        });
        for (name, value) in Seen::to_json(self.inner.seen().as_deref()) {
            told[name] = value;
        }
        Ok(told.to_string())
    }

    /// The same as text, in the exposition format of Prometheus; its media type is [`Exposition::CONTENT_TYPE`].
    pub fn metrics_text(&self) -> Result<String> {
        self.inner.check_open()?;
        self.exposition().text().map_err(|_| Error::unexpected("the metrics cannot be written"))
    }

    /// All metrics, as of now.
    pub(super) fn exposition(&self) -> Exposition {
        let all = self.counted();
        let mut metrics = Exposition::default();
        let version = vec![("version", env!("CARGO_PKG_VERSION").to_owned())];
        let info = vec![Sample { labels: version, value: Value::Number(1) }];
        metrics.add("coreflow_bridge_info", "The bridge; always 1", Kind::Gauge, info);
        type Seconds = fn(&Traffic) -> &Durations;
        for (name, help, seconds) in [
            ("coreflow_bridge_call_duration_seconds", CALLS, (|one| &one.calls) as Seconds),
            ("coreflow_bridge_attempt_duration_seconds", ATTEMPTS, |one| &one.attempts),
        ] {
            let samples = all.iter().map(|one| one.sample(&[], buckets(seconds(&one.traffic))));
            metrics.add(name, help, Kind::Histogram, samples.collect());
        }
        let failures = all.iter().flat_map(|one| {
            let failures = one.traffic.failures.iter();
            failures.map(|(code, count)| one.sample(&[("code", code)], Value::Number(*count)))
        });
        metrics.add("coreflow_bridge_call_failures", FAILURES, Kind::Counter, failures.collect());
        type Number = fn(&Counted) -> u64;
        for (name, help, kind, number) in [
            ("coreflow_bridge_retries", RETRIES, Kind::Counter, (|one| one.traffic.retries) as Number),
            ("coreflow_bridge_hedges", HEDGES, Kind::Counter, |one| one.traffic.hedges),
            ("coreflow_bridge_hedges_won", HEDGES_WON, Kind::Counter, |one| one.traffic.hedges_won),
            ("coreflow_bridge_calls_in_flight", IN_FLIGHT, Kind::Gauge, |one| u64::from(one.now.in_flight)),
            ("coreflow_bridge_calls_queued", QUEUED, Kind::Gauge, |one| u64::from(one.now.queued)),
            ("coreflow_bridge_retry_tokens", TOKENS, Kind::Gauge, |one| u64::from(one.now.retry_tokens)),
        ] {
            let samples = all.iter().map(|one| one.sample(&[], Value::Number(number(one))));
            metrics.add(name, help, kind, samples.collect());
        }
        let breakers = all.iter().flat_map(|one| {
            STATES.map(|(state, word)| {
                one.sample(&[("state", word)], Value::Number(u64::from(one.now.breaker.state == state)))
            })
        });
        metrics.add("coreflow_bridge_breaker_state", BREAKER, Kind::Gauge, breakers.collect());
        let deliveries = self.inner.deliveries.lock().clone();
        let deliveries = deliveries.into_iter().map(|(status, count)| {
            let labels = vec![("status", status.to_string())];
            Sample { labels, value: Value::Number(count) }
        });
        metrics.add("coreflow_bridge_webhook_deliveries", WEBHOOKS, Kind::Counter, deliveries.collect());
        let lost = vec![Sample { labels: Vec::new(), value: Value::Number(dropped()) }];
        metrics.add("coreflow_bridge_log_records_dropped", DROPPED, Kind::Counter, lost);
        let failed = vec![Sample { labels: Vec::new(), value: Value::Number(self.inner.tracer.failed_exports()) }];
        metrics.add("coreflow_bridge_span_export_failures", EXPORTS, Kind::Counter, failed);
        let failed = vec![Sample { labels: Vec::new(), value: Value::Number(self.inner.meter.failed_exports()) }];
        metrics.add("coreflow_bridge_metric_export_failures", METRICS, Kind::Counter, failed);
        if let Some(seen) = self.inner.seen() {
            seen.add_to(&mut metrics);
        }
        metrics
    }

    /// The live connections of all tenants, in an order that stays.
    fn counted(&self) -> Vec<Counted> {
        let tenants = self.inner.tenants();
        let of = |connection: Arc<Connection>| Counted {
            tenant: connection.tenant.as_str().to_owned(),
            now: connection.pipeline.snapshot(),
            traffic: connection.pipeline.traffic(),
            connection,
        };
        let mut all: Vec<Counted> = tenants.iter().flat_map(|tenant| tenant.live()).map(of).collect();
        all.sort_by(|one, other| one.name().cmp(&other.name()));
        all
    }
}

const CALLS: &str = "How long calls took, with all waits and repetitions";
const ATTEMPTS: &str = "How long the attempts of calls took";
const FAILURES: &str = "Calls that have failed, by the code of the error";
const RETRIES: &str = "Attempts that were repeated";
const HEDGES: &str = "Reads that were sent a second time because they were slow to answer";
const HEDGES_WON: &str = "Reads whose second request was answered first";
const IN_FLIGHT: &str = "Calls that run";
const QUEUED: &str = "Calls that wait for a place";
const TOKENS: &str = "Tokens left for repetitions";
const BREAKER: &str = "The state of the breaker: 1 for the one that holds";
const WEBHOOKS: &str = "Deliveries of webhooks, by the status that they were answered with";
const DROPPED: &str = "Log records that were dropped because the host reads them too slowly";
const EXPORTS: &str = "Exports of spans that have failed";
const METRICS: &str = "Exports of metrics that have failed";

const STATES: [(BreakerState, &str); 4] = [
    (BreakerState::Closed, "closed"),
    (BreakerState::Open, "open"),
    (BreakerState::HalfOpen, "half_open"),
    (BreakerState::Isolated, "isolated"),
];

impl Counted {
    fn system(&self) -> &str {
        &self.connection.adapter.manifest.system
    }

    fn name(&self) -> (&str, &str) {
        (&self.tenant, self.connection.name.as_str())
    }

    fn sample(&self, more: &[(&'static str, &str)], value: Value) -> Sample {
        let own = [("tenant", self.tenant.as_str()), ("connection", self.name().1), ("system", self.system())];
        let labels = own.iter().chain(more).map(|(name, value)| (*name, (*value).to_owned())).collect();
        Sample { labels, value }
    }
}

fn buckets(durations: &Durations) -> Value {
    let bounds = BOUNDS.iter().copied().chain([f64::INFINITY]);
    Value::Buckets { sum: durations.sum, counts: bounds.zip(durations.buckets.iter().copied()).collect() }
}
