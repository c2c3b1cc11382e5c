//! All that is due, for hosts without resident processes: one time for everything, and a share of it for each kind of work.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use super::options::parse;
use super::root::Bridge;
use crate::error::Result;
use crate::resilience::Deadline;

/// The time is cut into so many parts. Writes have the first; feeds what is left of all but the last, which is for the
/// handlers of events. What one does not need is for those behind it.
const PARTS: u32 = 4;

/// A drain.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct DrainOptions {
    deadline_ms: u64,
    /// Whether events are handled afterwards, within the same time.
    handlers: bool,
}

impl Bridge {
    /// Finds out what became of writes whose call has ended and runs the change feeds that are due (`deadline_ms`, for both
    /// and for the `handlers` that are called afterwards): a JSON object with how many writes were `resolved`, and of how
    /// many the outcome stayed `unknown`.
    pub async fn drain_due(&self, options_json: &str) -> Result<String> {
        let options: DrainOptions = parse("drain", options_json)?;
        let begun = Instant::now();
        let part = Deadline::after(Duration::from_millis(options.deadline_ms)).remaining() / PARTS;
        let until = |parts: u32| begun + part * parts;
        let writes = self.settle_writes(until(1)).await?;
        self.run_syncs_until(Some(until(if options.handlers { PARTS - 1 } else { PARTS })), None).await?;
        Ok(json!({"resolved": writes.known + writes.not_applied, "unknown": writes.unknown}).to_string())
    }
}
