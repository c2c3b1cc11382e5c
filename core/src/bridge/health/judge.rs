//! The verdict: what a check and the pipeline's counts say of a connection.

use serde::Serialize;

use super::checkup::Checkup;
use crate::error::Code;
use crate::resilience::{BreakerState, PipelineSnapshot};

/// A signature of now is refused by a server whose clock is further off, and by us.
const SKEW_MS: u64 = 60_000;
/// Fewer calls say nothing of the part that failed.
const ENOUGH: u32 = 10;
const FAILED: f64 = 0.1;
const SLOW: f64 = 0.5;

/// The words of the app for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Status {
    /// It answers.
    Healthy,
    /// It answers, not always or not well.
    Degraded,
    /// It does not answer, does not take the credential, or is left alone.
    Unhealthy,
    /// Nobody asked yet.
    Unknown,
}

impl Status {
    pub(super) fn name(self) -> &'static str {
        match self {
            Status::Healthy => "healthy",
            Status::Degraded => "degraded",
            Status::Unhealthy => "unhealthy",
            Status::Unknown => "unknown",
        }
    }
}

/// A status and why.
#[derive(Debug, PartialEq)]
pub(super) struct Verdict {
    pub(super) status: Status,
    /// Words for programs: `breaker_open`, `isolated`, `probing`, `check_failed`, `credential_refused`, `rate_limited`,
    /// `errors`, `slow`, `clock_skew`; of its container `container_down`, `container_missing`, `container_restarting`,
    /// `container_unhealthy`, `container_starting`.
    pub(super) reasons: Vec<&'static str>,
}

impl Verdict {
    /// Of a connection whose check failed so.
    pub(super) fn failed(code: Code) -> Verdict {
        let (status, reason) = failure(code.as_str());
        Verdict { status, reasons: vec![reason] }
    }
}

/// Judges. What is worse comes first.
pub(super) fn judge(checkup: Option<&Checkup>, pipeline: &PipelineSnapshot) -> Verdict {
    let found = checkup.map(|checkup| &checkup.found);
    let breaker = &pipeline.breaker;
    let mut all = Vec::new();
    match breaker.state {
        BreakerState::Isolated => all.push((Status::Unhealthy, "isolated")),
        BreakerState::Open => all.push((Status::Unhealthy, "breaker_open")),
        BreakerState::HalfOpen => all.push((Status::Degraded, "probing")),
        BreakerState::Closed => {}
    }
    let shut = breaker.state != BreakerState::Closed;
    if let Some(code) = found.and_then(|found| found.code()) {
        // A refusal by the breaker is told by the breaker, unless it has closed since.
        if !(shut && code == Code::CircuitOpen.as_str()) {
            all.push(failure(code));
        }
    }
    if pipeline.not_before_ms.is_some() {
        all.push((Status::Degraded, "rate_limited"));
    }
    if breaker.calls >= ENOUGH && breaker.failure_ratio >= FAILED {
        all.push((Status::Degraded, "errors"));
    }
    if breaker.calls >= ENOUGH && breaker.slow_ratio >= SLOW {
        all.push((Status::Degraded, "slow"));
    }
    if found.and_then(|found| found.clock_skew_ms).is_some_and(|skew| skew.unsigned_abs() > SKEW_MS) {
        all.push((Status::Degraded, "clock_skew"));
    }
    all.sort_by_key(|(status, _)| *status != Status::Unhealthy);
    let known = checkup.is_some() || pipeline.calls > pipeline.failures;
    let status = all.first().map_or(if known { Status::Healthy } else { Status::Unknown }, |(status, _)| *status);
    let mut reasons: Vec<&str> = all.into_iter().map(|(_, reason)| reason).collect();
    reasons.dedup();
    Verdict { status, reasons }
}

fn failure(code: &str) -> (Status, &'static str) {
    let is = |known: Code| code == known.as_str();
    if is(Code::RateLimited) || is(Code::Overloaded) {
        (Status::Degraded, "rate_limited")
    } else if is(Code::Unauthenticated) || is(Code::ReconnectRequired) || is(Code::PermissionDenied) {
        (Status::Unhealthy, "credential_refused")
    } else {
        (Status::Unhealthy, "check_failed")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::bridge::health::checkup::Found;
    use crate::resilience::{Pipeline, Policies};
    use jiff::Timestamp;

    fn quiet() -> PipelineSnapshot {
        Pipeline::new(Policies::default()).snapshot()
    }

    fn checked(code: Option<Code>, clock_skew_ms: Option<i64>) -> Checkup {
        let error = code.map(|code| serde_json::to_value(crate::Error::new(code, "no").parts()).unwrap());
        Checkup { at: Timestamp::now(), found: Found { error, clock_skew_ms, ..Found::default() } }
    }

    fn verdict(checkup: Option<&Checkup>, pipeline: &PipelineSnapshot) -> (Status, Vec<&'static str>) {
        let Verdict { status, reasons } = judge(checkup, pipeline);
        (status, reasons)
    }

    #[test]
    fn nothing_is_known_before_anybody_asked() {
        assert_eq!(verdict(None, &quiet()), (Status::Unknown, vec![]));
        let failed = PipelineSnapshot { calls: 3, failures: 3, ..quiet() };
        assert_eq!(verdict(None, &failed).0, Status::Unknown);
        assert_eq!(verdict(None, &PipelineSnapshot { calls: 4, ..failed }).0, Status::Healthy);
    }

    #[test]
    fn a_check_says_whether_it_answers() {
        assert_eq!(verdict(Some(&checked(None, Some(900))), &quiet()), (Status::Healthy, vec![]));
        assert_eq!(verdict(Some(&checked(None, Some(-61_000))), &quiet()), (Status::Degraded, vec!["clock_skew"]));
        for (code, status, reason) in [
            (Code::Unavailable, Status::Unhealthy, "check_failed"),
            (Code::Unauthenticated, Status::Unhealthy, "credential_refused"),
            (Code::RateLimited, Status::Degraded, "rate_limited"),
            (Code::CircuitOpen, Status::Unhealthy, "check_failed"),
        ] {
            assert_eq!(verdict(Some(&checked(Some(code), None)), &quiet()), (status, vec![reason]), "{code:?}");
        }
    }

    #[test]
    fn the_worst_comes_first_and_is_the_status() {
        let pipeline = Pipeline::new(Policies::default());
        pipeline.isolate();
        let mut isolated = pipeline.snapshot();
        isolated.not_before_ms = Some(5);
        let refused = checked(Some(Code::CircuitOpen), None);
        assert_eq!(verdict(Some(&refused), &isolated), (Status::Unhealthy, vec!["isolated", "rate_limited"]));
        let mut failing = quiet();
        (failing.breaker.calls, failing.breaker.failure_ratio) = (20, 0.3);
        assert_eq!(verdict(None, &failing), (Status::Degraded, vec!["errors"]));
        let down = checked(Some(Code::Unavailable), None);
        assert_eq!(verdict(Some(&down), &failing), (Status::Unhealthy, vec!["check_failed", "errors"]));
    }
}
