//! What a system allows in a time.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the system allows in a time. Each window is kept over all processes on one store.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Requests per minute that the system documents, counted by credential: short for one of `windows`.
    #[serde(default)]
    pub requests_per_minute: Option<u32>,
    /// The windows in which the system counts requests.
    #[serde(default)]
    pub windows: Vec<LimitWindow>,
    /// The claim of a credential which is a JWT that names whom the system counts by, where several credentials share the
    /// windows by credential: those of one tenant with the same claim do then. Nobody verifies it here, so it joins nothing
    /// of different tenants.
    #[serde(default)]
    pub credential_claim: Option<String>,
    /// Where the system counts the time that it works in place of requests: the headers that tell how much is left. When it
    /// is nearly used up, nothing is sent before the window ends.
    #[serde(default)]
    pub worktime: Option<LimitHeaders>,
}

/// A window in which a system counts requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitWindow {
    /// How many requests fit. What the system tells goes before it.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub requests: u32,
    /// The length of the window, in milliseconds.
    #[serde(default = "minute")]
    #[schemars(range(min = 100, max = 86_400_000))]
    pub per_ms: u64,
    /// What the system counts by.
    #[serde(default)]
    pub by: LimitBy,
    /// Whether each method and path is counted on its own. Parts of a path that hold a digit are ids.
    #[serde(default)]
    pub per_route: bool,
    /// The headers of answers that tell of it.
    #[serde(default)]
    pub headers: Option<LimitHeaders>,
}

/// What a system counts by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitBy {
    /// The credential: connections with the same one share a window.
    #[default]
    Credential,
    /// The instance, or the address of who asks: all connections to the instance share a window.
    Instance,
}

/// The headers that tell of a window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitHeaders {
    /// How much fits.
    #[serde(default)]
    pub limit: Option<String>,
    /// How much is left.
    #[serde(default)]
    pub remaining: Option<String>,
    /// In how many seconds the window ends. Leave it out where the system has a sliding window and tells something else.
    #[serde(default)]
    pub reset: Option<String>,
}

fn minute() -> u64 {
    60_000
}

impl LimitWindow {
    /// The length of the window.
    pub fn per(&self) -> Duration {
        Duration::from_millis(self.per_ms)
    }
}

impl Limits {
    /// The windows that bind, the longest first: one that a longer one of the same kind implies is left out.
    pub fn binding(&self) -> Vec<LimitWindow> {
        let minute = self.requests_per_minute.map(|requests| LimitWindow {
            requests,
            per_ms: minute(),
            by: LimitBy::Credential,
            per_route: false,
            headers: None,
        });
        let mut all: Vec<LimitWindow> = self.windows.iter().cloned().chain(minute).collect();
        all.sort_by_key(|window| std::cmp::Reverse(window.per_ms));
        let mut binding: Vec<LimitWindow> = Vec::new();
        for window in all {
            let implied = |longer: &LimitWindow| {
                (longer.by, longer.per_route) == (window.by, window.per_route)
                    && longer.requests <= window.requests
                    && window.headers.is_none()
            };
            if !binding.iter().any(implied) {
                binding.push(window);
            }
        }
        binding
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_window_that_a_longer_one_implies_is_left_out() {
        let limits: Limits = serde_json::from_value(serde_json::json!({
            "requests_per_minute": 100,
            "windows": [{"requests": 100, "per_ms": 1_000}, {"requests": 30, "per_ms": 1_000, "by": "instance"}],
        }))
        .unwrap();
        let binding: Vec<_> = limits.binding().iter().map(|one| (one.requests, one.per_ms, one.by)).collect();
        assert_eq!(binding, [(100, 60_000, LimitBy::Credential), (30, 1_000, LimitBy::Instance)]);
    }
}
