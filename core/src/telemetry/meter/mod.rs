//! Metrics that are sent to an OpenTelemetry collector now and then: the same that Prometheus may ask for.

#[cfg(feature = "otlp")]
mod encode;
#[cfg(feature = "otlp")]
mod otlp;
#[cfg(not(feature = "otlp"))]
mod without;

#[cfg(feature = "otlp")]
use otlp as exporter;
#[cfg(not(feature = "otlp"))]
use without as exporter;

pub use exporter::Meter;
