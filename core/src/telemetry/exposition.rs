//! Metrics as text, in the exposition format of Prometheus.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet, prometheus_text};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Registry;

/// What a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It only grows; its name gets `_total`.
    Counter,
    /// It goes up and down.
    Gauge,
    /// Counts by size.
    Histogram,
}

/// The value of a sample.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Of a counter or gauge.
    Number(u64),
    /// Of a histogram: the sum, and the counts of each bucket by its upper bound; the last one has none.
    Buckets {
        /// The sum of all values.
        sum: f64,
        /// Upper bound and count of each bucket, not added up.
        counts: Vec<(f64, u64)>,
    },
}

/// One series of a metric, as of now.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The labels, in order.
    pub labels: Vec<(&'static str, String)>,
    /// The value.
    pub value: Value,
}

/// Metrics, each with its series.
#[derive(Debug, Default)]
pub struct Exposition(Vec<Family>);

#[derive(Debug)]
pub(super) struct Family {
    pub(super) name: &'static str,
    pub(super) help: &'static str,
    pub(super) kind: Kind,
    pub(super) samples: Vec<Sample>,
}

impl Exposition {
    /// The media type of the text.
    pub const CONTENT_TYPE: &'static str = prometheus_text::CONTENT_TYPE;

    /// Adds a metric. `help` is a sentence without its full stop; a metric without series is left out.
    pub fn add(&mut self, name: &'static str, help: &'static str, kind: Kind, samples: Vec<Sample>) {
        if !samples.is_empty() {
            self.0.push(Family { name, help, kind, samples });
        }
    }

    /// The metrics, each with its series.
    #[cfg(feature = "otlp")]
    pub(super) fn families(&self) -> &[Family] {
        &self.0
    }

    /// The text.
    pub fn text(self) -> Result<String, fmt::Error> {
        let mut registry = Registry::default();
        registry.register_collector(Box::new(self));
        let mut text = String::new();
        prometheus_text::encode(&mut text, &registry)?;
        Ok(text)
    }
}

impl Collector for Exposition {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        for family in &self.0 {
            let kind = match family.kind {
                Kind::Counter => MetricType::Counter,
                Kind::Gauge => MetricType::Gauge,
                Kind::Histogram => MetricType::Histogram,
            };
            let help = format!("{}.", family.help);
            let mut metric = encoder.encode_descriptor(family.name, &help, None, kind)?;
            for sample in &family.samples {
                let labels: &[(&'static str, String)] = &sample.labels;
                let mut series = metric.encode_family(&labels)?;
                match (&sample.value, family.kind) {
                    (Value::Number(number), Kind::Counter) => {
                        series.encode_counter::<NoLabelSet, _, f64>(number, None)?;
                    }
                    (Value::Number(number), _) => series.encode_gauge(number)?,
                    (Value::Buckets { sum, counts }, _) => {
                        let count = counts.iter().map(|(_, count)| count).sum();
                        series.encode_histogram::<NoLabelSet>(*sum, count, counts, None)?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_as_prometheus_reads_it() {
        let mut metrics = Exposition::default();
        let labels = vec![("tenant", "a\"b\\c\nd".to_owned())];
        let sample = |value| vec![Sample { labels: labels.clone(), value }];
        metrics.add("calls", "Calls", Kind::Counter, sample(Value::Number(3)));
        metrics.add("in_flight", "Calls that run", Kind::Gauge, sample(Value::Number(1)));
        let counts = vec![(0.5, 2), (1.0, 0), (f64::INFINITY, 1)];
        metrics.add("seconds", "How long", Kind::Histogram, sample(Value::Buckets { sum: 7.25, counts }));
        metrics.add("empty", "Nothing", Kind::Gauge, Vec::new());
        let tenant = r#"tenant="a\"b\\c\nd""#;
        let expected = format!(
            "# HELP calls_total Calls.\n# TYPE calls_total counter\ncalls_total{{{tenant}}} 3\n\
             # HELP in_flight Calls that run.\n# TYPE in_flight gauge\nin_flight{{{tenant}}} 1\n\
             # HELP seconds How long.\n# TYPE seconds histogram\nseconds_bucket{{{tenant},le=\"0.5\"}} 2\n\
             seconds_bucket{{{tenant},le=\"1\"}} 2\nseconds_bucket{{{tenant},le=\"+Inf\"}} 3\n\
             seconds_sum{{{tenant}}} 7.25\nseconds_count{{{tenant}}} 3\n"
        );
        assert_eq!(metrics.text().unwrap(), expected);
    }
}
