//! One record of the log.

use std::time::SystemTime;

use serde::Serialize;
use serde_json::{Map, Value as Json};

/// How serious a record is, from the most to the least; the order of the values is that of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something is broken.
    Error,
    /// Something went wrong, and somebody may have to look.
    Warn,
    /// What a host wants to know: a repetition, a breaker that closes.
    Info,
    /// Every call.
    Debug,
    /// Everything.
    Trace,
}

impl Level {
    /// The level of a word.
    pub fn of(word: &str) -> Option<Level> {
        Some(match word {
            "error" => Level::Error,
            "warn" => Level::Warn,
            "info" => Level::Info,
            "debug" => Level::Debug,
            "trace" => Level::Trace,
            _ => return None,
        })
    }
}

impl From<&tracing::Level> for Level {
    fn from(level: &tracing::Level) -> Level {
        match *level {
            tracing::Level::ERROR => Level::Error,
            tracing::Level::WARN => Level::Warn,
            tracing::Level::INFO => Level::Info,
            tracing::Level::DEBUG => Level::Debug,
            tracing::Level::TRACE => Level::Trace,
        }
    }
}

/// One record of the log. Its texts are escaped.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogRecord {
    /// Milliseconds since 1970.
    pub time: f64,
    /// How serious it is.
    pub level: Level,
    /// Who says it, by layer: `coreflow_bridge.bridge`.
    pub logger: String,
    /// What it says.
    pub message: String,
    /// Its facts, and those of the spans that it stands in: `tenant`, `connection`, `system`, `operation`, ...
    pub fields: Map<String, Json>,
}

impl LogRecord {
    /// The records as a JSON array.
    pub fn to_json(records: &[LogRecord]) -> String {
        serde_json::to_string(records).unwrap_or_else(|_| "[]".to_owned())
    }
}

/// Milliseconds since 1970.
pub(super) fn now_ms() -> f64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    (since.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}

/// The logger of a target: the crate and its layer, so that names stay when files move.
pub(super) fn logger(target: &str) -> String {
    target.split("::").take(2).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loggers_are_layers() {
        assert_eq!(logger("coreflow_bridge::store::sqlite::lock"), "coreflow_bridge.store");
        assert_eq!(logger("coreflow_bridge"), "coreflow_bridge");
    }
}
