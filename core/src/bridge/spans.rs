//! The spans of a call, by the names that stay: `coreflow.call`, in it `coreflow.attempt` for each request on the wire and
//! `coreflow.login` for that of a session. Names of fields follow OpenTelemetry's conventions for HTTP clients. No header,
//! query, body or path is in them: a path may hold a customer's ids.

use std::borrow::Cow;
use std::time::Duration;

use tracing::field::Empty;
use url::Url;

use super::connection::Connection;
use super::exchange::{Nth, Outgoing};
use super::handling::Ending;
use crate::error::{Code, Error};
use crate::http::{Method, Response, SendError};
use crate::id::TenantId;
use crate::manifest::Effect;
use crate::model::Model;
use crate::store::Delivery;
use crate::telemetry::{Attribute, SpanKind, TracedSpan, Tracer};

type Attributes = Vec<(&'static str, Attribute)>;

impl Connection {
    /// The span of a call through the pipeline.
    pub(super) fn call_span(&self, outgoing: &Outgoing) -> TracedSpan {
        let system = &self.adapter.manifest.system;
        let (resource, effect) = (outgoing.model.map(Model::path), effect(outgoing.effect));
        let log = tracing::info_span!(
            "coreflow.call",
            tenant = %self.tenant,
            connection = %self.name,
            %system,
            resource = resource.as_deref(),
            operation = %outgoing.operation,
            effect,
            attempts = Empty,
            hedges = Empty,
            hedges_won = Empty,
            trace_id = Empty,
            error.type = Empty,
        );
        TracedSpan::begin(log, &self.tracer, SpanKind::Internal, || {
            let name = format!("{} {}", outgoing.operation, resource.as_deref().unwrap_or(system));
            let mut attributes: Attributes = vec![
                ("coreflow.span", "coreflow.call".into()),
                ("coreflow.tenant", self.tenant.as_str().to_owned().into()),
                ("coreflow.connection", self.name.as_str().to_owned().into()),
                ("coreflow.system", system.clone().into()),
                ("coreflow.operation", outgoing.operation.clone().into()),
                ("coreflow.effect", effect.into()),
            ];
            attributes.extend(resource.map(|resource| ("coreflow.resource", resource.into())));
            (name.into(), attributes)
        })
    }

    /// The span of one request of a call.
    pub(super) fn attempt_span(&self, outgoing: &Outgoing, nth: Nth) -> TracedSpan {
        let log = tracing::info_span!(
            "coreflow.attempt",
            attempt = nth.number,
            hedge = Empty,
            http.request.method = %outgoing.method,
            http.request.resend_count = nth.resend,
            server.address = outgoing.url.host_str(),
            server.port = outgoing.url.port_or_known_default(),
            url.scheme = outgoing.url.scheme(),
            http.response.status_code = Empty,
            error.type = Empty,
        );
        if nth.hedge {
            log.record("hedge", true);
        }
        TracedSpan::begin(log, &self.tracer, SpanKind::Client, || {
            let mut attributes = request(&outgoing.method, &outgoing.url);
            attributes.push(("coreflow.span", "coreflow.attempt".into()));
            if nth.resend > 0 {
                attributes.push(("http.request.resend_count", u64::from(nth.resend).into()));
            }
            if nth.hedge {
                attributes.push(("coreflow.hedge", true.into()));
            }
            (outgoing.method.to_string().into(), attributes)
        })
    }

    /// The span of the request that opens a session.
    pub(super) fn login_span(&self, url: &Url) -> TracedSpan {
        let log = tracing::info_span!(
            "coreflow.login",
            http.request.method = %Method::POST,
            server.address = url.host_str(),
            server.port = url.port_or_known_default(),
            url.scheme = url.scheme(),
            http.response.status_code = Empty,
            error.type = Empty,
        );
        TracedSpan::begin(log, &self.tracer, SpanKind::Client, || {
            let mut attributes = request(&Method::POST, url);
            attributes.push(("coreflow.span", "coreflow.login".into()));
            (Cow::Borrowed("POST"), attributes)
        })
    }
}

/// What OpenTelemetry asks of the span of a request, but for its URL.
fn request(method: &Method, url: &Url) -> Attributes {
    let mut attributes: Attributes =
        vec![("http.request.method", method.to_string().into()), ("url.scheme", url.scheme().to_owned().into())];
    attributes.extend(url.host_str().map(|host| ("server.address", host.to_owned().into())));
    attributes.extend(url.port_or_known_default().map(|port| ("server.port", u64::from(port).into())));
    attributes
}

/// The span of a delivery of a webhook.
pub(super) fn webhook(tracer: &Tracer, endpoint: &str) -> TracedSpan {
    let log = tracing::info_span!(
        "coreflow.webhook",
        endpoint,
        tenant = Empty,
        http.response.status_code = Empty,
        trace_id = Empty,
    );
    TracedSpan::begin(log, tracer, SpanKind::Internal, || {
        let attributes = vec![("coreflow.span", "coreflow.webhook".into())];
        (Cow::Borrowed("coreflow.webhook"), attributes)
    })
}

/// Notes in the span that a delivery runs in whose endpoint it came to, so that its records have it from then on.
pub(super) fn told_tenant(tenant: &TenantId) {
    tracing::Span::current().record("tenant", tenant.as_str());
}

/// Notes how a delivery was answered, and whose it was, where that is known.
pub(super) fn delivered(span: &mut TracedSpan, status: u16, tenant: Option<&TenantId>) {
    if let Some(tenant) = tenant {
        span.note("coreflow.tenant", tenant.as_str().to_owned());
    }
    taken(span, status);
}

/// The span of an event in the hands of a handler.
pub(super) fn handle(tracer: &Tracer, group: &str, one: &Delivery) -> TracedSpan {
    let event = &one.event.event;
    let (kind, tenant) = (event.kind.as_str(), event.tenant.as_ref().map(TenantId::as_str));
    let log = tracing::info_span!(
        "coreflow.handle",
        tenant,
        group,
        event = kind,
        attempt = one.attempt,
        outcome = Empty,
        trace_id = Empty,
        error.type = Empty,
    );
    TracedSpan::begin(log, tracer, SpanKind::Consumer, || {
        let mut attributes: Attributes = vec![
            ("coreflow.span", "coreflow.handle".into()),
            ("coreflow.group", group.to_owned().into()),
            ("coreflow.event", kind.to_owned().into()),
            ("coreflow.attempt", u64::from(one.attempt).into()),
        ];
        attributes.extend(tenant.map(|tenant| ("coreflow.tenant", tenant.to_owned().into())));
        (format!("handle {kind}").into(), attributes)
    })
}

/// Notes how the handling of an event has ended. What a handler says of its failure may be anything: it is kept with the
/// event, and told nowhere else.
pub(super) fn handled(mut span: TracedSpan, ending: Ending) {
    let outcome = ending.as_str();
    span.log().record("outcome", outcome);
    span.note("coreflow.outcome", outcome);
    match ending {
        Ending::Ack | Ending::Release => {}
        // As OpenTelemetry names an error of whose type nothing is known.
        Ending::Retry | Ending::Dead => span.failed("_OTHER"),
        Ending::Lost => span.failed(Code::StaleLease.as_str()),
    }
    tracing::debug!(parent: span.log(), "the handling of an event has ended");
}

/// Notes with which status a request was answered.
pub(super) fn taken(span: &mut TracedSpan, status: u16) {
    span.log().record("http.response.status_code", status);
    span.note("http.response.status_code", u64::from(status));
}

/// The span of a step of a change feed.
pub(super) fn sync(tracer: &Tracer, tenant: &str, model: &Model) -> TracedSpan {
    let log = tracing::info_span!(
        "coreflow.sync",
        tenant,
        resource = display(model.path()),
        trace_id = Empty,
        error.type = Empty,
    );
    TracedSpan::begin(log, tracer, SpanKind::Internal, || {
        let attributes = vec![
            ("coreflow.span", "coreflow.sync".into()),
            ("coreflow.tenant", tenant.to_owned().into()),
            ("coreflow.resource", model.path().into()),
        ];
        (format!("sync {}", model.path()).into(), attributes)
    })
}

/// Notes how a request came out.
pub(super) fn answered(span: &mut TracedSpan, answer: &Result<Response, SendError>) {
    let status = match answer {
        Ok(response) => Some(response.status),
        Err(failed) => {
            span.failed(failed.error.code().as_str());
            failed.error.status()
        }
    };
    if let Some(status) = status {
        taken(span, status);
        // As OpenTelemetry has it: the type of an error that is an answer is its status.
        if let (Ok(_), 400..) = (answer, status) {
            span.refused(status);
        }
    }
    match answer {
        Ok(Response { status, .. }) => tracing::debug!(parent: span.log(), status, "the system answered"),
        Err(failed) => {
            tracing::debug!(parent: span.log(), code = failed.error.code().as_str(), "the request failed");
        }
    }
}

/// Notes that a call had a hedge, and whether that answered.
pub(super) fn hedged(span: &mut TracedSpan, won: bool) {
    let won = u64::from(won);
    span.log().record("hedges", 1_u64);
    span.log().record("hedges_won", won);
    span.note("coreflow.hedges", 1_u64);
    span.note("coreflow.hedges_won", won);
}

/// Notes how a call has ended.
pub(super) fn ended(span: &mut TracedSpan, attempts: u32, took: Duration, error: Option<&Error>) {
    span.log().record("attempts", attempts);
    span.note("coreflow.attempts", u64::from(attempts));
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let Some(error) = error else {
        return tracing::debug!(parent: span.log(), duration_ms, "a call has ended");
    };
    let code = error.code().as_str();
    span.failed(code);
    match error.code() {
        Code::Unexpected => {
            tracing::error!(parent: span.log(), duration_ms, code, "a call failed by a defect of the bridge");
        }
        _ => tracing::debug!(parent: span.log(), duration_ms, code, "a call has failed"),
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
