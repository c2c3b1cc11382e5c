//! The export of metrics, in a build without it.

use std::time::Duration;

use crate::error::Result;
use crate::telemetry::{Exposition, TelemetryConfig};

/// Where metrics go: nowhere. That a configuration asks for an export is told with that of spans.
#[derive(Debug, Default)]
pub struct Meter;

impl Meter {
    /// Nothing is sent.
    pub fn new(_: &TelemetryConfig) -> Result<Meter> {
        Ok(Meter)
    }

    /// Never.
    pub fn begin(&self) -> Option<Duration> {
        None
    }

    /// Nothing has begun.
    pub fn has_begun(&self) -> bool {
        false
    }

    /// How many exports have failed: none was tried.
    pub fn failed_exports(&self) -> u64 {
        0
    }

    /// Sends nothing.
    pub async fn export(&self, _: &Exposition) {}
}
