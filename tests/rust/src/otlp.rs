//! A collector: takes spans and metrics as OTLP over HTTP has them (protobuf), and shows them as JSON.

use std::collections::BTreeMap;

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::metrics::v1::{HistogramDataPoint, Metric, NumberDataPoint, metric, number_data_point};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use serde_json::{Map, Value as Json, json};

use crate::Result;

fn check(headers: &BTreeMap<String, String>) -> Result<()> {
    let kind = headers.get("content-type").map(String::as_str);
    match kind == Some("application/x-protobuf") {
        true => Ok(()),
        false => Err(format!("an export comes as {kind:?}").into()),
    }
}

/// The metrics of one export, each with its points.
pub fn metrics(headers: &BTreeMap<String, String>, body: &[u8]) -> Result<Vec<Json>> {
    check(headers)?;
    let mut found = Vec::new();
    for resource in ExportMetricsServiceRequest::decode(body)?.resource_metrics {
        let host = members(resource.resource.unwrap_or_default().attributes);
        for scope in resource.scope_metrics {
            let by = scope.scope.unwrap_or_default().name;
            for metric in scope.metrics {
                let mut metric = measured(metric)?;
                metric["resource"] = host.clone();
                metric["headers"] = json!(headers);
                metric["scope"] = json!(by);
                found.push(metric);
            }
        }
    }
    Ok(found)
}

fn measured(metric: Metric) -> Result<Json> {
    let numbers = |points: Vec<NumberDataPoint>| points.into_iter().map(number).collect::<Vec<_>>();
    let (kind, temporality, points) = match metric.data {
        Some(metric::Data::Sum(sum)) if sum.is_monotonic => {
            ("counter", sum.aggregation_temporality, numbers(sum.data_points))
        }
        Some(metric::Data::Gauge(gauge)) => ("gauge", 0, numbers(gauge.data_points)),
        Some(metric::Data::Histogram(histogram)) => {
            let points = histogram.data_points.into_iter().map(sized).collect();
            ("histogram", histogram.aggregation_temporality, points)
        }
        other => return Err(format!("a metric of another kind: {other:?}").into()),
    };
    Ok(json!({
        "name": metric.name, "unit": metric.unit, "description": metric.description, "kind": kind,
        "temporality": temporality, "points": points,
    }))
}

fn number(point: NumberDataPoint) -> Json {
    let value = match point.value {
        Some(number_data_point::Value::AsInt(number)) => json!(number),
        Some(number_data_point::Value::AsDouble(number)) => json!(number),
        None => Json::Null,
    };
    json!({
        "attributes": members(point.attributes), "value": value,
        "from": point.start_time_unix_nano, "at": point.time_unix_nano,
    })
}

fn sized(point: HistogramDataPoint) -> Json {
    json!({
        "attributes": members(point.attributes), "count": point.count, "sum": point.sum,
        "counts": point.bucket_counts, "bounds": point.explicit_bounds,
        "from": point.start_time_unix_nano, "at": point.time_unix_nano,
    })
}

/// The spans of one export.
pub fn spans(headers: &BTreeMap<String, String>, body: &[u8]) -> Result<Vec<Json>> {
    check(headers)?;
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
