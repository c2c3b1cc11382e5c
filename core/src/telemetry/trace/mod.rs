//! Spans that are noted twice: for `tracing`, and for an OpenTelemetry collector where the host has named one.

#[cfg(feature = "otlp")]
mod otlp;
mod parent;
#[cfg(feature = "otlp")]
mod sender;
mod span;
#[cfg(not(feature = "otlp"))]
mod without;

#[cfg(feature = "otlp")]
use otlp as exporter;
#[cfg(not(feature = "otlp"))]
use without as exporter;

use std::collections::BTreeMap;

use crate::secret::Secret;
use serde::Deserialize;

pub use exporter::Tracer;
#[cfg(feature = "otlp")]
pub(super) use otlp::{address, resource, wrong};
pub use parent::Parent;
#[cfg(feature = "otlp")]
pub(super) use sender::Sender;
pub use span::{Attribute, Kind, TracedSpan};

/// What leaves the process of what the bridge tells: nothing unless it is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TelemetryConfig {
    /// Spans, and metrics where it says so, go to an OpenTelemetry collector.
    pub otlp: Option<OtlpConfig>,
    /// Whether systems are sent the `traceparent` of their request.
    pub propagate: bool,
}

/// An OpenTelemetry collector that speaks OTLP over HTTP. What is not given is taken from the environment
/// (`OTEL_EXPORTER_OTLP_ENDPOINT` and so on), then from OpenTelemetry's defaults.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OtlpConfig {
    /// Its base URL (`http://localhost:4318`), or the whole URL for spans.
    pub endpoint: Option<String>,
    /// Metrics go there, too.
    pub metrics: Option<MetricsConfig>,
    /// Sent with each export: often a key.
    pub headers: BTreeMap<String, Secret>,
    /// How long an export may take.
    pub timeout_ms: Option<u64>,
    /// What the host is called.
    pub service_name: Option<String>,
    /// More attributes of the host.
    pub resource_attributes: BTreeMap<String, String>,
}

/// The export of metrics to the same collector.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MetricsConfig {
    /// The whole URL for metrics, where it is not beside that for spans.
    pub endpoint: Option<String>,
    /// How often they are sent: once a minute, or as `OTEL_METRIC_EXPORT_INTERVAL` says.
    pub interval_ms: Option<u64>,
}

impl std::fmt::Debug for OtlpConfig {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("OtlpConfig").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}
