//! The export of metrics by OpenTelemetry's own exporter: its address, headers, timeouts, repetitions and variables of the
//! environment.
//!
//! The SDK's exporters take what its own instruments have counted, and nobody else can make that. So the exporter is given
//! nothing to send, and what it would send goes out with our message for its body.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use opentelemetry_http::{HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{MetricExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::data::ResourceMetrics;
use opentelemetry_sdk::metrics::exporter::PushMetricExporter;
use parking_lot::Mutex;

use super::encode::encode;
use crate::error::Result;
use crate::telemetry::trace::{Sender, address, resource, wrong};
use crate::telemetry::{Exposition, TelemetryConfig};

/// How often metrics are sent, unless told otherwise: as OpenTelemetry does it.
const EVERY: Duration = Duration::from_secs(60);
const INTERVAL: &str = "OTEL_METRIC_EXPORT_INTERVAL";

/// Where metrics go; nowhere by default.
#[derive(Debug, Default)]
pub struct Meter(Option<Arc<Exporter>>);

#[derive(Debug)]
struct Exporter {
    metrics: MetricExporter,
    client: Client,
    resource: Resource,
    every: Duration,
    /// Since when is counted.
    opened: SystemTime,
    begun: AtomicBool,
}

impl Meter {
    /// Reads the configuration. Nothing is sent.
    pub fn new(config: &TelemetryConfig) -> Result<Meter> {
        let Some((config, metrics)) = config.otlp.as_ref().and_then(|otlp| Some((otlp, otlp.metrics.as_ref()?))) else {
            return Ok(Meter(None));
        };
        let client = Client { sender: Sender::new("metrics")?, body: Arc::default() };
        let headers = config.headers.iter().map(|(name, value)| (name.clone(), value.expose().to_owned()));
        let mut builder = MetricExporter::builder().with_http().with_http_client(client.clone());
        builder = builder.with_headers(headers.collect());
        let endpoint = match (&metrics.endpoint, &config.endpoint) {
            (Some(own), _) => Some(address(own, "/v1/metrics")?),
            (None, Some(base)) => Some(beside(&address(base, "/v1/metrics")?)?),
            (None, None) => None,
        };
        if let Some(endpoint) = endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        if let Some(timeout) = config.timeout_ms {
            builder = builder.with_timeout(Duration::from_millis(timeout.max(1)));
        }
        // The SDK's reasons may repeat a header.
        let fault = |_| wrong("its endpoint, or a variable OTEL_EXPORTER_OTLP_* of the environment, cannot be used");
        let told = || std::env::var(INTERVAL).ok()?.trim().parse().ok();
        let every = metrics.interval_ms.or_else(told).map(|ms| Duration::from_millis(ms.max(100)));
        Ok(Meter(Some(Arc::new(Exporter {
            metrics: builder.build().map_err(fault)?,
            client,
            resource: resource(config),
            every: every.unwrap_or(EVERY),
            opened: SystemTime::now(),
            begun: AtomicBool::new(false),
        }))))
    }

    /// How often metrics are to be sent; told once, to the one who sends them.
    pub fn begin(&self) -> Option<Duration> {
        let exporter = self.0.as_ref()?;
        exporter.client.sender.learn_runtime();
        (!exporter.begun.swap(true, Ordering::Relaxed)).then_some(exporter.every)
    }

    /// Whether somebody sends them.
    pub fn has_begun(&self) -> bool {
        self.0.as_ref().is_some_and(|exporter| exporter.begun.load(Ordering::Relaxed))
    }

    /// How many exports have failed.
    pub fn failed_exports(&self) -> u64 {
        self.0.as_ref().map_or(0, |exporter| exporter.client.sender.failed())
    }

    /// Sends metrics as they are now.
    pub async fn export(&self, metrics: &Exposition) {
        let Some(exporter) = self.0.as_ref().map(Arc::clone) else { return };
        let message = encode(&exporter.resource, metrics, exporter.opened, SystemTime::now());
        *exporter.client.body.lock() = message.into();
        // On a thread: between two tries the SDK sleeps there. How it ended is told by the client.
        let send = move || futures::executor::block_on(exporter.metrics.export(&ResourceMetrics::default()));
        let _ = tokio::task::spawn_blocking(send).await;
    }
}

/// The address beside that of spans, where the whole of it was given.
fn beside(endpoint: &str) -> Result<String> {
    let (whole, query) = endpoint.split_once('?').map_or((endpoint, None), |(whole, query)| (whole, Some(query)));
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    match whole.strip_suffix("/v1/traces") {
        Some(base) => Ok(format!("{base}/v1/metrics{query}")),
        None if whole.ends_with("/v1/metrics") => Ok(endpoint.to_owned()),
        None => Err(wrong("metrics needs an endpoint of its own where endpoint is the whole address for spans")),
    }
}

/// Puts our message into the requests of the exporter.
#[derive(Clone, Debug)]
struct Client {
    sender: Sender,
    body: Arc<Mutex<Bytes>>,
}

type Sending<'a> = Pin<Box<dyn Future<Output = std::result::Result<Response<Bytes>, HttpError>> + Send + 'a>>;

impl HttpClient for Client {
    fn send_bytes<'life0, 'async_trait>(&'life0 self, request: Request<Bytes>) -> Sending<'async_trait>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        let body = self.body.lock().clone();
        self.sender.send_bytes(request.map(|_| body))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn metrics_go_beside_spans() {
        for (endpoint, url) in [
            ("http://localhost:4318", "http://localhost:4318/v1/metrics"),
            ("https://collector.example/otlp/v1/traces", "https://collector.example/otlp/v1/metrics"),
            ("https://collector.example/v1/traces?key=1", "https://collector.example/v1/metrics?key=1"),
        ] {
            assert_eq!(beside(&address(endpoint, "/v1/metrics").unwrap()).unwrap(), url);
        }
        assert!(beside("https://collector.example/spans").is_err());
    }
}
