//! The export of spans by OpenTelemetry's own SDK: its sampling, batches, limits and variables of the environment.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use opentelemetry::trace::{
    Span, SpanBuilder, SpanContext, SpanId, SpanKind, Status, TraceContextExt, TraceFlags, TraceId, TraceState,
    TracerProvider,
};
use opentelemetry::{Context, KeyValue, Value};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider, Span as SdkSpan};
use url::Url;

use super::parent::Parent;
use super::sender::Sender;
use super::span::{Attribute, Kind};
use super::{OtlpConfig, TelemetryConfig};
use crate::error::{Code, Error, Result};

/// How long closing waits for the last export.
const PATIENCE: Duration = Duration::from_secs(5);
const NAME: &str = "coreflow-bridge";

/// Where spans go; nowhere by default.
#[derive(Clone, Debug, Default)]
pub struct Tracer(Option<Arc<Exporter>>);

#[derive(Debug)]
struct Exporter {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
    sender: Sender,
    closed: AtomicBool,
}

/// An exported span.
#[derive(Debug)]
pub(super) struct Exported(SdkSpan);

impl Tracer {
    /// Reads the configuration. Nothing is sent before the first span has ended.
    pub fn new(config: &TelemetryConfig) -> Result<Tracer> {
        let Some(config) = &config.otlp else { return Ok(Tracer(None)) };
        let sender = Sender::new("spans")?;
        let headers = config.headers.iter().map(|(name, value)| (name.clone(), value.expose().to_owned()));
        let mut builder = SpanExporter::builder().with_http().with_http_client(sender.clone());
        builder = builder.with_headers(headers.collect());
        if let Some(endpoint) = &config.endpoint {
            builder = builder.with_endpoint(address(endpoint, "/v1/traces")?);
        }
        if let Some(timeout) = config.timeout_ms {
            builder = builder.with_timeout(Duration::from_millis(timeout.max(1)));
        }
        // The SDK's reasons may repeat a header.
        let wrong = |_| wrong("its endpoint, or a variable OTEL_EXPORTER_OTLP_* of the environment, cannot be used");
        let exporter = builder.build().map_err(wrong)?;
        let provider =
            SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource(config)).build();
        let tracer = provider.tracer(NAME);
        Ok(Tracer(Some(Arc::new(Exporter { provider, tracer, sender, closed: AtomicBool::new(false) }))))
    }

    pub(super) fn start(
        &self,
        kind: Kind,
        parent: Option<Parent>,
        describe: impl FnOnce() -> (Cow<'static, str>, Vec<(&'static str, Attribute)>),
    ) -> Option<Exported> {
        let exporter = self.0.as_ref()?;
        exporter.sender.learn_runtime();
        let (name, attributes) = describe();
        let kind = match kind {
            Kind::Internal => SpanKind::Internal,
            Kind::Client => SpanKind::Client,
            Kind::Consumer => SpanKind::Consumer,
        };
        let attributes = attributes.into_iter().map(|(name, value)| KeyValue::new(name, Value::from(value)));
        let builder = SpanBuilder::from_name(name).with_kind(kind).with_attributes(attributes);
        let context = parent.map_or_else(Context::new, |parent| Context::new().with_remote_span_context(parent.into()));
        Some(Exported(builder.start_with_context(&exporter.tracer, &context)))
    }

    /// How many exports have failed.
    pub fn failed_exports(&self) -> u64 {
        self.0.as_ref().map_or(0, |exporter| exporter.sender.failed())
    }

    /// Exports what waits, and then no more.
    pub async fn close(&self) {
        let Some(exporter) = &self.0 else { return };
        exporter.closed.store(true, Ordering::Relaxed);
        let provider = exporter.provider.clone();
        // It waits on a thread: the export itself runs on this runtime.
        let _ = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(PATIENCE)).await;
    }
}

impl Drop for Exporter {
    /// A bridge that was not closed: its last spans are sent beside whoever drops it, who must not wait.
    fn drop(&mut self) {
        if self.closed.load(Ordering::Relaxed) {
            return;
        }
        let provider = self.provider.clone();
        let _ = std::thread::Builder::new()
            .name("coreflow-spans".to_owned())
            .spawn(move || provider.shutdown_with_timeout(PATIENCE));
    }
}

impl Exported {
    pub(super) fn trace_id(&self) -> String {
        self.0.span_context().trace_id().to_string()
    }

    pub(super) fn parent(&self) -> Parent {
        let context = self.0.span_context();
        Parent {
            trace_id: u128::from_be_bytes(context.trace_id().to_bytes()),
            span_id: u64::from_be_bytes(context.span_id().to_bytes()),
            flags: context.trace_flags().to_u8(),
        }
    }

    pub(super) fn put(&mut self, name: &'static str, value: Attribute) {
        self.0.set_attribute(KeyValue::new(name, Value::from(value)));
    }

    pub(super) fn failed(&mut self, kind: impl Into<Cow<'static, str>>) {
        let kind = kind.into();
        self.put("error.type", Attribute::Text(kind.clone()));
        self.0.set_status(Status::error(kind));
    }
}

impl From<Parent> for SpanContext {
    fn from(parent: Parent) -> SpanContext {
        let (trace, span) = (TraceId::from(parent.trace_id), SpanId::from(parent.span_id));
        SpanContext::new(trace, span, TraceFlags::new(parent.flags), true, TraceState::NONE)
    }
}

impl From<Attribute> for Value {
    fn from(attribute: Attribute) -> Value {
        match attribute {
            Attribute::Text(Cow::Borrowed(text)) => Value::String(text.into()),
            Attribute::Text(Cow::Owned(text)) => Value::String(text.into()),
            Attribute::Flag(flag) => Value::Bool(flag),
            Attribute::Number(number) => Value::I64(i64::try_from(number).unwrap_or(i64::MAX)),
        }
    }
}

/// The URL for spans or metrics: that of a collector's root gets the usual path.
pub(in crate::telemetry) fn address(endpoint: &str, path: &str) -> Result<String> {
    let url = Url::parse(endpoint).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let mut url = url.ok_or_else(|| wrong("endpoint must be an http:// or https:// address"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("endpoint must not hold a password; use headers"));
    }
    if url.path() == "/" {
        url.set_path(path);
    }
    Ok(url.to_string())
}

/// What is said of the host: the environment's words, then the configuration's.
pub(in crate::telemetry) fn resource(config: &OtlpConfig) -> Resource {
    let more = config.resource_attributes.iter().map(|(name, value)| KeyValue::new(name.clone(), value.clone()));
    let builder = Resource::builder().with_attributes(more);
    let named = match &config.service_name {
        Some(name) => return builder.with_service_name(name.clone()).build(),
        None => builder.build(),
    };
    let name = named.get(&"service.name".into()).map(|name| name.to_string());
    match name.is_none_or(|name| name.starts_with("unknown_service")) {
        true => Resource::builder()
            .with_attributes(named.iter().map(|(name, value)| KeyValue::new(name.clone(), value.clone())))
            .with_service_name(NAME)
            .build(),
        false => named,
    }
}

pub(in crate::telemetry) fn wrong(what: &'static str) -> Error {
    Error::new(Code::ConfigInvalid, format!("telemetry.otlp: {what}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_a_collector_gets_the_usual_path() {
        for (endpoint, url) in [
            ("http://localhost:4318", "http://localhost:4318/v1/traces"),
            ("https://collector.example/", "https://collector.example/v1/traces"),
            ("https://collector.example/otlp/v1/traces", "https://collector.example/otlp/v1/traces"),
        ] {
            assert_eq!(address(endpoint, "/v1/traces").unwrap(), url);
        }
        for wrong in ["localhost:4318", "ftp://x", "", "http://user:secret@collector.example"] {
            let error = address(wrong, "/v1/traces").unwrap_err();
            assert!(error.code() == Code::ConfigInvalid && !error.message().contains("secret"), "{wrong}");
        }
    }
}
