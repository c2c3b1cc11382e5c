//! Metrics as OTLP has them.

use std::time::SystemTime;

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue, any_value};
use opentelemetry_proto::tonic::metrics::v1::{
    AggregationTemporality, Gauge, Histogram, HistogramDataPoint, Metric, NumberDataPoint, ResourceMetrics,
    ScopeMetrics, Sum, metric, number_data_point,
};
use opentelemetry_proto::tonic::resource::v1::Resource as ResourceMessage;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_sdk::Resource;
use prost::Message;

use crate::telemetry::exposition::{Exposition, Family, Kind, Sample, Value};

/// The message of an export: what was counted since `opened`, as of `now`.
pub(super) fn encode(resource: &Resource, metrics: &Exposition, opened: SystemTime, now: SystemTime) -> Vec<u8> {
    let attributes = ResourceAttributesWithSchema::from(resource).attributes.0;
    let times = (nanos(opened), nanos(now));
    let scope = InstrumentationScope {
        name: "coreflow-bridge".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        ..InstrumentationScope::default()
    };
    let metrics = metrics.families().iter().map(|family| metric(family, times)).collect();
    let scope_metrics = vec![ScopeMetrics { scope: Some(scope), metrics, schema_url: String::new() }];
    let resource = Some(ResourceMessage { attributes, ..ResourceMessage::default() });
    let resource_metrics = vec![ResourceMetrics { resource, scope_metrics, schema_url: String::new() }];
    ExportMetricsServiceRequest { resource_metrics }.encode_to_vec()
}

fn metric(family: &Family, times: (u64, u64)) -> Metric {
    let numbers = || family.samples.iter().filter_map(|sample| number(sample, times)).collect();
    let aggregation_temporality = AggregationTemporality::Cumulative as i32;
    let data = match family.kind {
        Kind::Counter => metric::Data::Sum(Sum { data_points: numbers(), aggregation_temporality, is_monotonic: true }),
        Kind::Gauge => metric::Data::Gauge(Gauge { data_points: numbers() }),
        Kind::Histogram => {
            let data_points = family.samples.iter().filter_map(|sample| histogram(sample, times)).collect();
            metric::Data::Histogram(Histogram { data_points, aggregation_temporality })
        }
    };
    Metric {
        name: family.name.to_owned(),
        description: family.help.to_owned(),
        unit: if family.name.ends_with("_seconds") { "s".to_owned() } else { String::new() },
        data: Some(data),
        ..Metric::default()
    }
}

fn number(sample: &Sample, (opened, now): (u64, u64)) -> Option<NumberDataPoint> {
    let Value::Number(number) = sample.value else { return None };
    Some(NumberDataPoint {
        attributes: attributes(sample),
        start_time_unix_nano: opened,
        time_unix_nano: now,
        value: Some(number_data_point::Value::AsInt(i64::try_from(number).unwrap_or(i64::MAX))),
        ..NumberDataPoint::default()
    })
}

fn histogram(sample: &Sample, (opened, now): (u64, u64)) -> Option<HistogramDataPoint> {
    let Value::Buckets { sum, counts } = &sample.value else { return None };
    Some(HistogramDataPoint {
        attributes: attributes(sample),
        start_time_unix_nano: opened,
        time_unix_nano: now,
        count: counts.iter().map(|(_, count)| count).sum(),
        sum: Some(*sum),
        bucket_counts: counts.iter().map(|(_, count)| *count).collect(),
        // The last bucket has no bound.
        explicit_bounds: counts.iter().map(|(bound, _)| *bound).filter(|bound| bound.is_finite()).collect(),
        ..HistogramDataPoint::default()
    })
}

fn attributes(sample: &Sample) -> Vec<KeyValue> {
    let one = |(name, text): &(&'static str, String)| KeyValue {
        key: (*name).to_owned(),
        value: Some(AnyValue { value: Some(any_value::Value::StringValue(text.clone())) }),
        ..KeyValue::default()
    };
    sample.labels.iter().map(one).collect()
}

fn nanos(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}
