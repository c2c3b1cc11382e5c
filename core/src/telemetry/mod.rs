//! What the bridge tells of itself: log records, spans, and metrics as text. Never a secret, never a control character.
//!
//! The core speaks `tracing`, and a Rust host listens with a subscriber of its own. The bindings have none: for them
//! [`listen`] takes the records down, in bounded memory.

mod escape;
mod exposition;
mod fields;
mod hub;
mod layer;
mod meter;
mod queue;
mod record;
mod trace;

pub use exposition::{Exposition, Kind, Sample, Value};
pub use hub::{dropped, listen};
pub use meter::Meter;
pub use queue::Listener;
pub use record::{Level, LogRecord};
pub use trace::{Attribute, Kind as SpanKind, MetricsConfig, OtlpConfig, Parent, TelemetryConfig, TracedSpan, Tracer};
