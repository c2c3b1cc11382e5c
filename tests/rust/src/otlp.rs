//! A collector: takes spans as OTLP over HTTP has them (protobuf), and shows them as JSON.

use std::collections::BTreeMap;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use serde_json::{Map, Value as Json, json};

use crate::Result;

/// The spans of one export.
pub fn spans(headers: &BTreeMap<String, String>, body: &[u8]) -> Result<Vec<Json>> {
    let kind = headers.get("content-type").map(String::as_str);
    if kind != Some("application/x-protobuf") {
        return Err(format!("spans come as {kind:?}").into());
    }
    let export = ExportTraceServiceRequest::decode(body)?;
    let mut found = Vec::new();
    for resource in export.resource_spans {
        let host = members(resource.resource.unwrap_or_default().attributes);
        for span in resource.scope_spans.into_iter().flat_map(|scope| scope.spans) {
            let mut span = shown(span);
            span["resource"] = host.clone();
            span["headers"] = json!(headers);
            found.push(span);
        }
    }
    Ok(found)
}

fn shown(span: Span) -> Json {
    let status = span.status.unwrap_or_default();
    json!({
        "name": span.name, "kind": span.kind, "trace_id": hex(&span.trace_id), "span_id": hex(&span.span_id),
        "parent_span_id": hex(&span.parent_span_id), "status": status.code, "message": status.message,
        "nanos": span.end_time_unix_nano.saturating_sub(span.start_time_unix_nano),
        "attributes": members(span.attributes),
    })
}

fn members(attributes: Vec<KeyValue>) -> Json {
    Json::Object(attributes.into_iter().map(|one| (one.key, value(one.value))).collect::<Map<_, _>>())
}

fn value(any: Option<AnyValue>) -> Json {
    match any.and_then(|any| any.value) {
        Some(Value::StringValue(text)) => json!(text),
        Some(Value::IntValue(number)) => json!(number),
        Some(Value::BoolValue(yes)) => json!(yes),
        Some(Value::DoubleValue(number)) => json!(number),
        other => json!(format!("{other:?}")),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
