//! CloudEvents 1.0: what a caller publishes, and the JSON of an event.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};

use crate::error::{Error, Result};
use crate::id::TenantId;
use crate::store::{DEAD_LETTER_DROPPED, LoggedEvent, NewEvent, is_event_type};

/// A module can be used from now on.
pub const MODULE_ACTIVATED: &str = "module.activated";
/// A module cannot be used any more.
pub const MODULE_DEACTIVATED: &str = "module.deactivated";
/// What the tenant has bought changed, or has ended.
pub const SUBSCRIPTION_CHANGED: &str = "subscription.changed";

/// A connection is well, or not any more.
pub const CONNECTION_HEALTH: &str = "connection.health.changed";
/// The breaker of a connection opened or closed.
pub const CONNECTION_BREAKER: &str = "connection.breaker.changed";

/// What the bridge itself tells. It is nobody's to sell, whatever a host calls its modules.
const BRIDGES: &[&str] = &[
    MODULE_ACTIVATED,
    MODULE_DEACTIVATED,
    SUBSCRIPTION_CHANGED,
    CONNECTION_HEALTH,
    CONNECTION_BREAKER,
    DEAD_LETTER_DROPPED,
];

/// Whether it is the bridge that tells events of this type.
pub fn is_bridges(kind: &str) -> bool {
    BRIDGES.contains(&kind)
}

/// More than every intermediary must pass (64 KiB), and little enough to be held many times.
const MAX_DATA: usize = 1_048_576;
const MAX_TEXT: usize = 1_024;
/// The source of what a host publishes without naming one.
const HOST: &str = "urn:coreflow:host";

/// What CloudEvents calls context attributes, and this log keeps apart or makes itself.
const OWN: &[&str] =
    &["specversion", "id", "source", "type", "subject", "time", "data", "tenant", "datacontenttype", "database64"];

/// An event as a caller publishes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    subject: Option<String>,
    #[serde(default)]
    data: Option<Box<RawValue>>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    time: Option<String>,
    #[serde(default)]
    extensions: Map<String, Json>,
}

impl Publish {
    /// The event for the log, checked.
    pub fn into_event(self, tenant: Option<&TenantId>, now: Timestamp) -> Result<NewEvent> {
        if !is_event_type(&self.kind) {
            return Err(Error::invalid_input(format!(
                "{:.64?} is not the type of an event: use words of a-z 0-9 _ - with dots in between, for example crm.deal.won",
                self.kind
            )));
        }
        let time = match &self.time {
            None => now,
            Some(text) => text.parse().map_err(|_| {
                Error::invalid_input(format!("time {text:.64?} is not an instant; use RFC 3339 text with a zone"))
            })?,
        };
        let data = self.data.map(|data| Box::<str>::from(data).into_string());
        if data.as_ref().is_some_and(|data| data.len() > MAX_DATA) {
            return Err(Error::invalid_input(
                "the event's data is larger than 1 MiB; publish a reference to it instead",
            ));
        }
        Ok(NewEvent {
            tenant: tenant.cloned(),
            source: text("source", self.source)?.unwrap_or_else(|| HOST.to_owned()),
            id: text("id", self.id)?.map_or_else(|| fresh_id(now), Ok)?,
            kind: self.kind,
            subject: text("subject", self.subject)?,
            time,
            data: data.filter(|data| data != "null"),
            attributes: extensions(self.extensions)?,
        })
    }
}

fn text(name: &str, value: Option<String>) -> Result<Option<String>> {
    let Some(value) = value else { return Ok(None) };
    if value.is_empty() || value.len() > MAX_TEXT || value.chars().any(char::is_control) {
        return Err(Error::invalid_input(format!("{name} must be 1 to {MAX_TEXT} bytes without control characters")));
    }
    Ok(Some(value))
}

fn extensions(extensions: Map<String, Json>) -> Result<Option<String>> {
    for (name, value) in &extensions {
        let named = (1..=20).contains(&name.len()) && name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9'));
        let plain = value.is_string() || value.is_boolean() || value.as_i64().is_some_and(|n| i32::try_from(n).is_ok());
        if !named || OWN.contains(&name.as_str()) || !plain {
            return Err(Error::invalid_input(format!(
                "the extension {name:.64?} must have a name of 1 to 20 of a-z 0-9 that no attribute has, and be text, a \
                 truth value or a number of 32 bits"
            )));
        }
    }
    let text = Json::Object(extensions).to_string();
    if text.len() > 8 * MAX_TEXT {
        return Err(Error::invalid_input("the extensions are larger than 8 KiB"));
    }
    Ok((text != "{}").then_some(text))
}

/// A new id: the time, then chance. From the system's source: two of one id would be taken for one event.
pub fn fresh_id(now: Timestamp) -> Result<String> {
    let mut chance = [0; 10];
    aws_lc_rs::rand::fill(&mut chance).map_err(|_| Error::unexpected("there is no randomness"))?;
    let chance = chance.iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    Ok(format!("{:012x}{chance:020x}", now.as_millisecond()))
}

/// The event as CloudEvents JSON, with the extension `tenant`.
pub fn to_json(logged: &LoggedEvent) -> String {
    let event = &logged.event;
    let mut out = String::with_capacity(256 + event.data.as_ref().map_or(0, String::len));
    out.push_str(r#"{"specversion":"1.0""#);
    let mut put = |name: &str, value: &str| out.push_str(&format!(",\"{name}\":{}", json!(value)));
    put("id", &event.id);
    put("source", &event.source);
    put("type", &event.kind);
    if let Some(subject) = &event.subject {
        put("subject", subject);
    }
    put("time", &event.time.to_string());
    if let Some(tenant) = &event.tenant {
        put("tenant", tenant.as_str());
    }
    if let Some(inner) = event.attributes.as_deref().and_then(|text| text.strip_prefix('{')?.strip_suffix('}')) {
        out.push(',');
        out.push_str(inner);
    }
    if let Some(data) = &event.data {
        out.push_str(r#","datacontenttype":"application/json","data":"#);
        out.push_str(data);
    }
    out.push('}');
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn made(json: &str) -> Result<NewEvent> {
        let publish: Publish = serde_json::from_str(json).map_err(|error| Error::invalid_input(error.to_string()))?;
        publish.into_event(Some(&TenantId::new("acme").unwrap()), "2026-11-29T10:00:00Z".parse().unwrap())
    }

    #[test]
    fn an_event_is_cloudevents_json_and_its_data_is_not_touched() {
        let event = made(
            r#"{"type": "crm.deal.won", "subject": "twenty:1", "id": "a\"b", "data": {"amount": 1.10, "n": 12345678901234567890},
                "extensions": {"correlationid": "x", "depth": 3}}"#,
        )
        .unwrap();
        assert_eq!(
            to_json(&LoggedEvent { position: 7, event }),
            r#"{"specversion":"1.0","id":"a\"b","source":"urn:coreflow:host","type":"crm.deal.won","subject":"twenty:1","time":"2026-11-29T10:00:00Z","tenant":"acme","correlationid":"x","depth":3,"datacontenttype":"application/json","data":{"amount": 1.10, "n": 12345678901234567890}}"#
        );
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for wrong in [
            r#"{"type": "Crm.Deal"}"#,
            r#"{"type": "crm.*"}"#,
            r#"{"type": "a", "id": ""}"#,
            r#"{"type": "a", "subject": "b\nc"}"#,
            r#"{"type": "a", "time": "yesterday"}"#,
            r#"{"type": "a", "extensions": {"Tenant": "x"}}"#,
            r#"{"type": "a", "extensions": {"tenant": "x"}}"#,
            r#"{"type": "a", "extensions": {"deep": {}}}"#,
            r#"{"type": "a", "tenant": "other"}"#,
        ] {
            assert_eq!(made(wrong).map_err(|error| error.code()), Err(crate::Code::InvalidInput), "{wrong}");
        }
        let large = format!(r#"{{"type": "a", "data": "{}"}}"#, "x".repeat(MAX_DATA));
        assert!(made(&large).is_err());
    }

    #[test]
    fn ids_differ() {
        let now = Timestamp::now();
        assert_ne!(fresh_id(now).unwrap(), fresh_id(now).unwrap());
        assert_eq!(fresh_id(now).unwrap().len(), 32);
    }
}
