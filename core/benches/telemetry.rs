//! What the bridge's own telling costs: a span with an event in it, where nobody listens, where a listener does, and where it
//! is exported.

use std::sync::Arc;

use coreflow_bridge::telemetry::{Level, Listener, SpanKind, TelemetryConfig, TracedSpan, Tracer, listen};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

fn nowhere() -> Tracer {
    Tracer::new(&TelemetryConfig::default()).unwrap_or_default()
}

/// What each call does.
fn span(tracer: &Tracer) {
    let log = tracing::info_span!(
        target: "coreflow_bridge::bridge",
        "coreflow.call",
        tenant = "acme",
        connection = "erpnext",
        resource = "accounting.invoices",
        attempts = tracing::field::Empty,
        trace_id = tracing::field::Empty,
    );
    let mut span = TracedSpan::begin(log, tracer, SpanKind::Internal, || {
        ("list accounting.invoices".into(), vec![("coreflow.tenant", "acme".into())])
    });
    span.log().record("attempts", 1);
    span.note("coreflow.attempts", 1_u64);
    tracing::debug!(target: "coreflow_bridge::bridge", parent: span.log(), duration_ms = 1, "a call has ended");
    black_box(&span);
}

/// For comparison.
#[divan::bench]
fn a_nothing(bencher: Bencher<'_, '_>) {
    bencher.bench(|| black_box(1));
}

#[divan::bench]
fn b_nobody_listens(bencher: Bencher<'_, '_>) {
    let tracer = nowhere();
    bencher.bench(|| span(&tracer));
}

#[divan::bench(args = ["error", "debug"])]
fn c_a_listener(bencher: Bencher<'_, '_>, level: &str) {
    let (tracer, listener) = (nowhere(), listen(Level::of(level)));
    bencher.bench(|| {
        span(&tracer);
        read(&listener);
    });
}

#[cfg(feature = "otlp")]
#[divan::bench]
fn d_exported(bencher: Bencher<'_, '_>) {
    let config: TelemetryConfig =
        serde_json::from_str(r#"{"otlp": {"endpoint": "http://127.0.0.1:1"}}"#).unwrap_or_default();
    let tracer = Tracer::new(&config).unwrap_or_default();
    bencher.bench(|| span(&tracer));
}

fn read(listener: &Arc<Listener>) {
    black_box(listener.take());
}
