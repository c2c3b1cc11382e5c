//! The spans of a call, by the names that stay: `coreflow.call`, in it `coreflow.attempt` for each request on the wire and
//! `coreflow.login` for that of a session. Names of fields follow OpenTelemetry's conventions for HTTP clients. No header,
//! query, body or path is in them: a path may hold a customer's ids.

use std::time::Duration;

use tracing::Span;
use tracing::field::Empty;
use url::Url;

use super::connection::Connection;
use super::exchange::Outgoing;
use crate::error::{Code, Error};
use crate::http::{Method, Response, SendError};
use crate::manifest::Effect;

impl Connection {
    /// The span of a call through the pipeline.
    pub(super) fn call_span(&self, outgoing: &Outgoing) -> Span {
        tracing::info_span!(
            "coreflow.call",
            tenant = %self.tenant,
            connection = %self.name,
            system = %self.adapter.manifest.system,
            resource = outgoing.model.map(|model| tracing::field::display(model.path())),
            operation = %outgoing.operation,
            effect = effect(outgoing.effect),
            attempts = Empty,
            error.type = Empty,
        )
    }

    /// The span of one request of a call.
    pub(super) fn attempt_span(&self, outgoing: &Outgoing, number: u32) -> Span {
        tracing::info_span!(
            "coreflow.attempt",
            attempt = number,
            http.request.method = %outgoing.method,
            http.request.resend_count = number.saturating_sub(1),
            server.address = outgoing.url.host_str(),
            server.port = outgoing.url.port_or_known_default(),
            url.scheme = outgoing.url.scheme(),
            http.response.status_code = Empty,
            error.type = Empty,
        )
    }

    /// The span of the request that opens a session.
    pub(super) fn login_span(&self, url: &Url) -> Span {
        tracing::info_span!(
            "coreflow.login",
            http.request.method = %Method::POST,
            server.address = url.host_str(),
            server.port = url.port_or_known_default(),
            url.scheme = url.scheme(),
            http.response.status_code = Empty,
            error.type = Empty,
        )
    }
}

/// Notes how a request came out.
pub(super) fn answered(span: &Span, answer: &Result<Response, SendError>) {
    let status = match answer {
        Ok(response) => Some(response.status),
        Err(failed) => {
            span.record("error.type", failed.error.code().as_str());
            failed.error.status()
        }
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status);
    }
    match answer {
        Ok(Response { status, .. }) => tracing::debug!(parent: span, status, "the system answered"),
        Err(failed) => {
            tracing::debug!(parent: span, code = failed.error.code().as_str(), "the request failed");
        }
    }
}

/// Notes how a call has ended.
pub(super) fn ended(span: &Span, attempts: u32, took: Duration, error: Option<&Error>) {
    span.record("attempts", attempts);
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match error.map(|error| error.code().as_str()) {
        None => tracing::debug!(parent: span, duration_ms, "a call has ended"),
        Some(code) => {
            span.record("error.type", code);
            let defect = error.is_some_and(|error| error.code() == Code::Unexpected);
            match defect {
                true => tracing::error!(parent: span, duration_ms, code, "a call failed by a defect of the bridge"),
                false => tracing::debug!(parent: span, duration_ms, code, "a call has failed"),
            }
        }
    }
}

/// The word of an effect: whether the call may be repeated.
fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "read",
        Effect::Idempotent => "idempotent",
        Effect::Keyed => "keyed",
        Effect::Unsafe => "unsafe",
    }
}
