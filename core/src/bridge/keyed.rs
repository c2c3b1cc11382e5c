//! A key that the system itself keeps with a record: how it is written, and how its record is found.

use std::borrow::Cow;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use base64::Engine;
use serde_json::{Map, Value as Json};

use super::adapter::EntityPlan;
use super::answer::{Call, fetch_record, read_record};
use super::connection::Connection;
use super::exchange::Holes;
use super::leg::Leg;
use super::request::Sending;
use crate::error::{Code, Error, Result};
use crate::manifest::{Effect, Key, KeyForm};
use crate::mapping::set_path;
use crate::model::Record;
use crate::protocol::{Criterion, Operator, render};

/// Keys stand in URLs, filters and fields: only what the system takes in all of these.
pub(super) fn check_key(key: &str, characters: Option<&str>) -> Result<()> {
    let fine = |c: char| c.is_ascii_alphanumeric() || characters.map_or(!c.is_control(), |more| more.contains(c));
    if (1..=64).contains(&key.len()) && key.chars().all(fine) && key.chars().any(|c| c != '.') {
        return Ok(());
    }
    let more = characters.unwrap_or("and all others but control characters");
    Err(Error::invalid_input(format!("idempotency_key must be 1 to 64 bytes of A-Z a-z 0-9 {more}")))
}

/// What a key stands for: the same key for something else, or for another instance, is a mistake.
pub(super) fn fingerprint(connection: &Connection, stands_for: &Json) -> String {
    let text = format!("{}\n{}", connection.base, sorted(stands_for));
    base64::engine::general_purpose::STANDARD_NO_PAD.encode(digest(&SHA256, text.as_bytes()))
}

/// A value with the members of its objects in one order.
pub(super) fn sorted(value: &Json) -> Json {
    match value {
        Json::Object(map) => {
            let mut members: Vec<(&String, &Json)> = map.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            Json::Object(members.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

/// A key as the system keeps it.
pub(super) struct Written<'k> {
    spec: &'k Key,
    /// The caller's key, or the id that follows from it.
    text: Cow<'k, str>,
}

impl<'k> Written<'k> {
    /// Checks a key of the caller's.
    pub(super) fn new(call: Call<'k>, key: &str) -> Result<Self> {
        let spec = call.plan.entity.key.as_ref().ok_or_else(|| {
            let resource = &call.plan.resource;
            Error::unsupported(format!("{resource} keeps no key in this connection: leave out idempotency_key"))
        })?;
        check_key(key, spec.characters.as_deref())?;
        let text = match spec.form {
            KeyForm::Text => key.to_owned(),
            // Version 5 of a UUID: made from a name.
            form => {
                let text = format!("coreflow-bridge\n{}\n{}\n{key}", call.connection.instance, call.plan.resource);
                let mut bytes = [0_u8; 16];
                bytes.copy_from_slice(&digest(&SHA256, text.as_bytes()).as_ref()[..16]);
                own_id(form, bytes, 5)
            }
        };
        Ok(Written { spec, text: text.into() })
    }

    /// An id of a new record that nobody else has, where the key is the record's own id: for a create without a key whose
    /// answer may be lost.
    pub(super) fn random(call: Call<'k>) -> Result<Option<Self>> {
        let Some(spec) = call.plan.entity.key.as_ref().filter(|key| key.form != KeyForm::Text) else { return Ok(None) };
        let mut bytes = [0_u8; 16];
        rand::fill(&mut bytes).map_err(|_| Error::unexpected("the random number generator failed"))?;
        // Version 4 of a UUID: random.
        Ok(Some(Written { spec, text: own_id(spec.form, bytes, 4).into() }))
    }

    /// The id that its record has in the system, where the key is that id.
    pub(super) fn remote_id(&self, plan: &EntityPlan, parent: Option<&str>) -> String {
        match parent.filter(|_| plan.entity.nested) {
            Some(parent) => format!("{parent}/{}", self.text),
            None => self.text.to_string(),
        }
    }

    /// The same from the text that was kept; nothing where the system has no such keys any more.
    pub(super) fn kept(plan: &'k EntityPlan, text: &'k str) -> Option<Self> {
        Some(Written { spec: plan.entity.key.as_ref()?, text: text.into() })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the key is the record's own id: then the system refuses a second record, and a create may be sent again.
    pub(super) fn is_id(&self) -> bool {
        self.spec.form != KeyForm::Text
    }

    /// Whether the members of a new record hold an id of the caller's own.
    pub(super) fn is_in(&self, body: &Map<String, Json>) -> bool {
        self.is_id() && body.get(&self.spec.at).is_some_and(|id| !id.is_null())
    }

    /// Writes it into the members of a new record.
    pub(super) fn write(&self, call: Call<'_>, body: &mut Map<String, Json>, holes: Holes<'_>) -> Result<()> {
        if self.is_in(body) {
            return Err(Error::invalid_input(format!(
                "{} is the id that follows from the idempotency_key: leave one of them out",
                self.spec.at
            )));
        }
        let mut put = |path: &str, value: Json| {
            let path: Vec<_> = path.split('.').map(Into::into).collect();
            set_path(body, &path, value);
        };
        put(&self.spec.at, Json::from(&*self.text));
        for (path, constant) in &self.spec.set {
            if let Some(value) = call.connection.fill(call.plan, constant, holes) {
                put(path, value);
            }
        }
        Ok(())
    }

    fn keeps(&self, record: &Record) -> bool {
        record.external_ref.as_deref() == Some(&*self.text)
    }
}

/// An id of sixteen bytes in its form, with the version of RFC 9562 for a UUID.
fn own_id(form: KeyForm, mut bytes: [u8; 16], version: u8) -> String {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    if form == KeyForm::ObjectId {
        return hex(&bytes[..12]);
    }
    bytes[6] = (bytes[6] & 0x0f) | (version << 4);
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let text = hex(&bytes);
    [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]].join("-")
}

/// The record that keeps a key, if there is one.
pub(super) async fn look_up(call: Call<'_>, key: &Written<'_>, holes: Holes<'_>) -> Result<Option<Record>> {
    let Call { connection, plan, deadline, .. } = call;
    let spec = key.spec;
    let found = |record: Result<Record>| match record {
        Ok(record) => Ok(Some(record)),
        Err(error) if error.code() == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    if spec.form != KeyForm::Text {
        // The key is the record's own id.
        return found(read_record(call, &key.remote_id(plan, holes.parent)).await);
    }
    if let Some(operation) = &spec.lookup {
        let holes = Holes { key: Some(&key.text), ..holes };
        let record = found(fetch_record(call, "lookup", operation, holes).await)?;
        return Ok(record.filter(|record| key.keeps(record)));
    }
    if spec.scan {
        return Leg::find(connection, plan, holes.parent, deadline, |record| key.keeps(record)).await;
    }
    let column = spec.column.clone().unwrap_or_else(|| spec.at.clone());
    let criterion = Criterion { column, operator: Operator::Eq, values: vec![Json::from(&*key.text)] };
    let operation = plan.operation("list")?;
    let mut sending = Sending::new("list", operation, Effect::Read, holes);
    let select = super::leg::select(connection, plan, &super::options::ListOptions::default());
    sending.params = render(&plan.filter, &[criterion])?;
    sending.params.extend(select.map(|(name, text)| (name, Json::from(text))));
    let incoming = connection.exchange(&connection.prepare(plan, sending)?, deadline).await?;
    if incoming.nothing {
        return Ok(None);
    }
    let context = connection.context(plan, false, holes.parent).await?;
    let items = connection.pointer(plan, operation.answer.items.as_deref().unwrap_or_default(), holes);
    let item = operation.answer.item.as_deref().unwrap_or_default();
    let page = plan.mapping.page(connection.text(&incoming.response)?, &items, item, &context)?;
    // Systems compare without case or accents; only the very key counts.
    let Some(found) = page.records.into_iter().find(|record| key.keeps(record)) else { return Ok(None) };
    read_record(call, &found.remote_id).await.map(Some)
}
