//! What a failed attempt means: for the breaker, for a repetition, for the caller.

use std::time::Duration;

use super::breaker::Verdict;
use crate::error::{Code, Error};
use crate::manifest::Effect;

/// Whether a failed attempt may have had an effect on the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// Surely not: nothing was sent, or the system said that it did nothing.
    No,
    /// It cannot be told.
    Maybe,
}

/// What is done about a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is repeated as policies and effect allow.
    Retry,
    /// It is made ready and sent anew at once, one time in a call: what the request carried was too old.
    Renew,
    /// Nothing: it was refused here, and nothing was sent.
    Refuse,
}

/// A failed attempt.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What went wrong.
    pub error: Error,
    /// Whether the system may have acted all the same.
    pub applied: Applied,
    /// What is done about it.
    pub then: Then,
}

impl Failure {
    /// A failure that surely had no effect on the system.
    pub fn not_applied(error: Error) -> Self {
        Self { error, applied: Applied::No, then: Then::Retry }
    }

    /// A failure before anything was sent, which no repetition changes.
    pub fn refused(error: Error) -> Self {
        Self { error, applied: Applied::No, then: Then::Refuse }
    }

    /// Whether the request is to be made ready and sent anew.
    pub(super) fn renews(&self) -> bool {
        self.then == Then::Renew && self.applied == Applied::No
    }

    /// Whether the same request may be sent again without the risk of doing something twice.
    pub(super) fn repeatable(&self, effect: Effect) -> bool {
        self.error.retryable()
            && match effect {
                Effect::Read | Effect::Idempotent => true,
                Effect::Keyed | Effect::Unsafe => self.applied == Applied::No,
            }
    }

    /// The error that the caller sees after `attempts` attempts.
    pub(super) fn into_error(self, effect: Effect, attempts: u32) -> Error {
        let careful = matches!(effect, Effect::Keyed | Effect::Unsafe) && self.applied == Applied::Maybe;
        let error = if careful && unclear(self.error.code()) { outcome_unknown(self.error) } else { self.error };
        if attempts > 1 || error.retryable() { error.with_context("attempts", attempts.to_string()) } else { error }
    }
}

/// The careful reading: who does not say otherwise may have had an effect.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, applied: Applied::Maybe, then: Then::Retry }
    }
}

/// Whether a failure leaves open what the system did. An answer that cannot be read is such a case: the system did
/// answer, but perhaps "done". So is "see other", which is not followed.
fn unclear(code: Code) -> bool {
    matches!(code, Code::Unavailable | Code::DeadlineExceeded | Code::UpstreamInvalid | Code::EgressDenied)
}

fn outcome_unknown(cause: Error) -> Error {
    let parts = cause.parts();
    let mut error = Error::new(
        Code::OutcomeUnknown,
        format!(
            "no clear answer came back ({}), so the write may or may not have happened; look for its result in the \
             system before sending it again",
            parts.code
        ),
    )
    .with_context("cause_code", parts.code);
    if let Some(status) = parts.status {
        error = error.with_status(status);
    }
    if let Some(id) = parts.request_id {
        error = error.with_request_id(id);
    }
    error.with_source(cause)
}

/// What a failed attempt tells about the health of the system. `cut` is set when the caller's own deadline, shorter
/// than the attempt's timeout, ended it.
pub(super) fn verdict(error: &Error, took: Duration, slow: Duration, cut: bool) -> Verdict {
    match error.code() {
        // A caller in a hurry says nothing about the system, unless even a patient one would call it slow.
        Code::DeadlineExceeded if cut && took < slow => Verdict::Nothing,
        Code::Unavailable | Code::DeadlineExceeded => Verdict::Failure,
        // Faults on our side: the system was not asked, or its answer played no part.
        Code::ConfigInvalid
        | Code::ManifestInvalid
        | Code::ModuleInactive
        | Code::QuotaExceeded
        | Code::TenantIsolation
        | Code::EgressDenied
        | Code::SecretUnavailable
        | Code::CircuitOpen
        | Code::Overloaded
        | Code::StorageUnavailable
        | Code::StaleLease
        | Code::Backpressure
        | Code::Cancelled
        | Code::Closed
        | Code::Forked
        | Code::Unexpected
            if error.status().is_none() =>
        {
            Verdict::Nothing
        }
        // It answered: a 401, 404, 409, 422 or 429 is the answer of a system that works.
        _ => Verdict::Success,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::deadline::Deadline;
    use super::*;

    const SLOW: Duration = Duration::from_secs(5);

    fn of(code: Code) -> Verdict {
        verdict(&Error::new(code, ""), Duration::ZERO, SLOW, false)
    }

    #[test]
    fn only_a_system_that_does_not_answer_is_a_failure() {
        let failures: Vec<_> = Code::ALL.iter().filter(|code| of(**code) == Verdict::Failure).collect();
        assert_eq!(failures, [&Code::DeadlineExceeded, &Code::Unavailable]);
        for code in [Code::Unauthenticated, Code::PermissionDenied, Code::NotFound, Code::Conflict, Code::RateLimited] {
            assert_eq!(of(code), Verdict::Success, "{code}");
        }
        for code in [Code::SecretUnavailable, Code::EgressDenied, Code::StorageUnavailable, Code::Unexpected] {
            assert_eq!(of(code), Verdict::Nothing, "{code}");
        }
    }

    #[test]
    fn a_caller_in_a_hurry_does_not_speak_about_the_system() {
        let error = Deadline::error();
        assert_eq!(verdict(&error, Duration::from_millis(10), SLOW, true), Verdict::Nothing);
        assert_eq!(verdict(&error, SLOW, SLOW, true), Verdict::Failure);
        assert_eq!(verdict(&error, Duration::from_millis(10), SLOW, false), Verdict::Failure);
    }

    #[test]
    fn an_unknown_outcome_names_its_cause() {
        let cause = Error::new(Code::Unavailable, "reset").with_status(502).with_request_id("r1");
        let error = Failure::from(cause).into_error(Effect::Unsafe, 1);
        let parts = error.parts();
        assert_eq!((parts.code.as_str(), parts.retryable), ("OUTCOME_UNKNOWN", false));
        assert_eq!((parts.status, parts.request_id.as_deref()), (Some(502), Some("r1")));
        assert_eq!(error.context("cause_code"), Some("UNAVAILABLE"));
        assert_eq!(parts.causes, ["UNAVAILABLE: reset [request_id=r1, status=502]"]);
    }
}
