//! The intake of webhooks: raw bytes in, an answer for the sender out. It says yes only to what is on the disk.

use std::sync::OnceLock;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::connection::Settings;
use super::endpoints::{EndpointSettings, Webhooks, settings};
use super::spans;
use super::tell::{Delivered, Told};
use super::tenant::Tenant;
use crate::error::{Code, Error};
use crate::event::fresh_id;
use crate::id::TenantId;
use crate::manifest::Webhooks as Deliveries;
use crate::resilience::Deadline;
use crate::store::{EndpointRow, NewEvent, Receipt, Received, Tell, is_event_type};
use crate::webhook::{Incoming, Keys, NotRouted, Preset, Refused, besides, delivery_id, route, verify};

/// How long a sender shall wait when the log is full, or the store cannot be reached.
const RETRY_AFTER: &str = "30";

/// What is answered to the sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(&'static str, &'static str)>,
    /// The body, JSON.
    pub body: &'static str,
}

/// Why a delivery is not taken. The sender learns the status and a word.
enum No {
    Method,
    TooLarge,
    /// It may be anybody's: an unknown endpoint is answered like a wrong signature.
    Unauthorized(&'static str),
    Malformed(&'static str),
    Failed(Error),
}

/// What a delivery is about.
enum Understood {
    Nothing,
    Record(Box<Delivered>),
    Message(Box<NewEvent>),
}

impl From<Error> for No {
    fn from(error: Error) -> No {
        No::Failed(error)
    }
}

impl Reply {
    fn new(status: u16, body: &'static str) -> Reply {
        Reply { status, headers: vec![("content-type", "application/json"), ("cache-control", "no-store")], body }
    }

    fn and(mut self, name: &'static str, value: &'static str) -> Reply {
        self.headers.push((name, value));
        self
    }

    /// The reply as JSON: `status`, `headers`, `body`.
    pub fn to_json(&self) -> String {
        let headers: serde_json::Map<String, Json> =
            self.headers.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        json!({"status": self.status, "headers": headers, "body": self.body}).to_string()
    }

    fn of(no: &No) -> Reply {
        match no {
            No::Method => Reply::new(405, r#"{"error":"method_not_allowed"}"#).and("allow", "POST, PUT"),
            No::TooLarge => Reply::new(413, r#"{"error":"too_large"}"#),
            No::Unauthorized(_) => Reply::new(401, r#"{"error":"unauthorized"}"#),
            No::Malformed(_) => Reply::new(400, r#"{"error":"malformed"}"#),
            No::Failed(error) => match error.code() {
                Code::ModuleInactive => Reply::new(403, r#"{"error":"module_inactive","code":"MODULE_INACTIVE"}"#),
                Code::Backpressure => {
                    Reply::new(503, r#"{"error":"busy","code":"BACKPRESSURE"}"#).and("retry-after", RETRY_AFTER)
                }
                _ => Reply::new(503, r#"{"error":"unavailable"}"#).and("retry-after", RETRY_AFTER),
            },
        }
    }
}

impl Webhooks {
    /// The largest body that is taken, in bytes.
    pub fn max_body_bytes(&self) -> usize {
        self.bridge.inner.config.webhooks.max_body_bytes
    }

    /// Takes a delivery: `headers` with names in any case, `body` as the raw bytes that came. A status of 200 says that its
    /// events are on the disk, or that it was taken before, or tells nothing that is known here. It never fails: what goes
    /// wrong is told by the status, and in the log.
    pub async fn handle(
        &self,
        endpoint: &str,
        method: &str,
        url: Option<&str>,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Reply {
        let incoming = Incoming { method, url, headers, body, now: Timestamp::now() };
        let name = endpoint.get(..6).unwrap_or_default();
        let mut span = spans::webhook(&self.bridge.inner.tracer, name);
        let whose = OnceLock::new();
        let reply = span.around(self.answer(endpoint, &incoming, &whose)).await;
        spans::delivered(&mut span, reply.status, whose.get());
        *self.bridge.inner.deliveries.lock().entry(reply.status).or_default() += 1;
        reply
    }

    async fn answer(&self, endpoint: &str, incoming: &Incoming<'_>, whose: &OnceLock<TenantId>) -> Reply {
        match self.taken(endpoint, incoming, whose).await {
            Ok(()) => {
                tracing::debug!("a webhook is taken");
                Reply::new(200, r#"{"received":true}"#)
            }
            Err(no) => {
                match &no {
                    No::Unauthorized(why) => tracing::warn!(why, "a webhook is refused"),
                    No::Malformed(why) => tracing::warn!(why, "a webhook cannot be read"),
                    No::Failed(error) => tracing::warn!(%error, "a webhook is not taken"),
                    No::Method | No::TooLarge => tracing::debug!("a request is no webhook"),
                }
                Reply::of(&no)
            }
        }
    }

    async fn taken(
        &self,
        endpoint: &str,
        incoming: &Incoming<'_>,
        whose: &OnceLock<TenantId>,
    ) -> std::result::Result<(), No> {
        if !matches!(incoming.method, "POST" | "PUT") {
            return Err(No::Method);
        }
        if incoming.body.len() > self.max_body_bytes() {
            return Err(No::TooLarge);
        }
        // Once more when the endpoint is changed between the look at it and the entry.
        for _ in 0..3 {
            if self.entered(endpoint, incoming, whose).await? {
                return Ok(());
            }
        }
        Err(No::Failed(Error::new(Code::Conflict, "the endpoint is being changed")))
    }

    /// Says whose endpoint it is once that is known.
    async fn entered(
        &self,
        endpoint: &str,
        incoming: &Incoming<'_>,
        whose: &OnceLock<TenantId>,
    ) -> std::result::Result<bool, No> {
        let state = self.state().await?;
        let row = state.store.endpoint(endpoint).await?;
        let Some(row) = row.filter(|row| self.tenant.is_none() || row.tenant.as_ref() == self.tenant_id()) else {
            // As much work as for one that is there.
            let key = hmac::Key::new(hmac::HMAC_SHA256, endpoint.as_bytes());
            std::hint::black_box(hmac::sign(&key, incoming.body));
            return Err(No::Unauthorized("there is no such endpoint"));
        };
        if let Some(tenant) = &row.tenant {
            spans::told_tenant(whose.get_or_init(|| tenant.clone()));
        }
        let keys = state.keys(&row).await?;
        let settings = settings(&row)?;
        let owner = row.tenant.as_ref().map(|tenant| self.bridge.tenant(tenant.as_str())).transpose()?;
        let (delivery, understood) = match (&settings.sender, &owner, &row.connection) {
            (Some(sender), owner, _) => {
                let (delivery, event) = message(sender, &settings, &row, &keys, incoming)?;
                if let (Some(tenant), Some(module)) = (owner, self.bridge.inner.module_of(&event.kind)) {
                    tenant.state.view(&self.bridge.inner).await?.check_active(module)?;
                }
                (delivery, Understood::Message(Box::new(event)))
            }
            (None, Some(tenant), Some(connection)) => {
                let connection = connection.as_str();
                let deliveries = deliveries(tenant, connection).await?;
                let (delivery, delivered) = record(&deliveries, tenant, connection, &keys, incoming)?;
                let understood = match delivered {
                    None => Understood::Nothing,
                    Some(mut delivered) => {
                        let view = tenant.state.view(&self.bridge.inner).await?;
                        delivered.check(&view)?;
                        let wanted = settings.enrich && deliveries.thin.is_none();
                        if wanted && !state.store.was_received(&row.id, &delivery).await? {
                            let time = std::time::Duration::from_millis(self.bridge.inner.config.webhooks.enrich_ms);
                            delivered.enrich(tenant, Deadline::after(time)).await;
                        }
                        Understood::Record(Box::new(delivered))
                    }
                };
                (delivery, understood)
            }
            _ => return Err(No::Unauthorized("the endpoint is of nobody")),
        };
        let bridge = self.bridge.clone();
        let tell: Tell = match understood {
            Understood::Nothing => return Ok(true),
            Understood::Record(delivered) => Box::new(move |state| delivered.events(&bridge, state)),
            Understood::Message(event) => Box::new(move |state| {
                if let Some(tenant) = &event.tenant {
                    bridge.inner.check_tells(tenant, state, &event.kind)?;
                }
                Ok(vec![*event])
            }),
        };
        let receipt = Receipt { endpoint: row.id, revision: row.revision, delivery, now: incoming.now };
        Ok(!matches!(state.store.receive(receipt, tell).await?, Received::Changed))
    }
}

/// What the system of a connection delivers.
async fn deliveries(tenant: &Tenant, connection: &str) -> std::result::Result<Deliveries, No> {
    let view = tenant.state.view(&tenant.bridge.inner).await?;
    let row = view.row(connection).map_err(|_| No::Unauthorized("the connection is gone"))?;
    let adapter = tenant.bridge.inner.adapters.get(&row.system, &Settings::of(row)?)?;
    adapter.manifest.webhooks.as_deref().cloned().ok_or(No::Unauthorized("the system sends no webhooks"))
}

/// A delivery of a connection: its name, and what it tells if that is known here.
fn record(
    how: &Deliveries,
    tenant: &Tenant,
    connection: &str,
    keys: &Keys,
    incoming: &Incoming<'_>,
) -> std::result::Result<(String, Option<Delivered>), No> {
    verify(&how.verify, keys, incoming).map_err(refused)?;
    let body: Json = serde_json::from_slice(incoming.body).map_err(|_| No::Malformed("its body is not JSON"))?;
    let delivery = delivery_id(&how.dedupe, incoming, &body).ok_or(No::Malformed("it has no id"))?;
    let (name, routed) = match route(how, incoming, &body) {
        Ok(routed) => routed,
        Err(NotRouted::Unknown) => return Ok((delivery, None)),
        Err(NotRouted::Malformed) => return Err(No::Malformed("it does not say what happened, or to what")),
    };
    let delivered = Delivered {
        tenant: tenant.state.id.clone(),
        connection: connection.to_owned(),
        delivery: delivery.clone(),
        fields: how.fields.as_ref().and_then(|at| body.pointer(at)).filter(|fields| !fields.is_null()).cloned(),
        also: besides(how, &name, &body),
        name,
        records: routed.into_iter().map(|routed| Told { routed, read: None }).collect(),
        now: incoming.now,
    };
    Ok((delivery, Some(delivered)))
}

/// A delivery of a sender that is no connection: it is told as it is.
fn message(
    sender: &Preset,
    settings: &EndpointSettings,
    row: &EndpointRow,
    keys: &Keys,
    incoming: &Incoming<'_>,
) -> std::result::Result<(String, NewEvent), No> {
    verify(&sender.verify, keys, incoming).map_err(refused)?;
    let json: Option<Json> = serde_json::from_slice(incoming.body).ok();
    let body = json.as_ref().unwrap_or(&Json::Null);
    let delivery = delivery_id(&sender.dedupe, incoming, body).ok_or(No::Malformed("it has no id"))?;
    let name = sender.name.as_ref().and_then(|source| match source.starts_with('/') {
        true => body.pointer(source)?.as_str(),
        false => incoming.header(source),
    });
    let prefix = settings.prefix.as_deref().unwrap_or("webhook");
    let kind = name.map_or_else(|| format!("{prefix}.received"), |name| format!("{prefix}.{}", words(name)));
    let kind = if is_event_type(&kind) { kind } else { format!("{prefix}.received") };
    let subject = sender.subject.as_ref().and_then(|at| body.pointer(at)?.as_str());
    // The text as it came: no digit of a number is lost.
    let data = match (&json, std::str::from_utf8(incoming.body)) {
        (Some(_), Ok(text)) => text.to_owned(),
        (_, Ok(text)) => json!({"body": text}).to_string(),
        (_, Err(_)) => json!({"body_base64": STANDARD.encode(incoming.body)}).to_string(),
    };
    if data.len() > 1 << 20 {
        return Err(No::TooLarge);
    }
    let event = NewEvent {
        tenant: row.tenant.clone(),
        source: format!("urn:coreflow:webhook:{prefix}"),
        id: if delivery.is_empty() { fresh_id(incoming.now)? } else { delivery.clone() },
        kind,
        subject: subject.filter(|text| !text.is_empty() && text.len() <= 1024).map(str::to_owned),
        time: incoming.now,
        data: Some(data),
        attributes: None,
    };
    Ok((delivery, event))
}

/// A sender's name of an event in the words of types.
fn words(name: &str) -> String {
    let fine =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c.to_ascii_lowercase() } else { '.' };
    name.chars().map(fine).collect()
}

fn refused(why: Refused) -> No {
    No::Unauthorized(match why {
        Refused::Header(name) => name,
        Refused::Stale => "its time is too far from now",
        Refused::Signature => "no secret makes its signature",
    })
}
