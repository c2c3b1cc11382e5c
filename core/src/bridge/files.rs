//! What one call on the files of a record sends.

use std::sync::Arc;

use base64::decoded_len_estimate;
use bytes::Bytes;
use serde_json::Value as Json;

use super::adapter::{EntityPlan, effect};
use super::answer::{Call, answered_id, read_record};
use super::criteria::Filter;
use super::exchange::{Holes, Incoming, Lost, Named, Outgoing, Wanted};
use super::leg::Leg;
use super::options::ListOptions;
use super::request::Sending;
use crate::error::{Code, Error, Result};
use crate::http::{is_redirect, redirected};
use crate::manifest::{Answer, Effect, Operation, Reach};
use crate::model::Record;
use crate::protocol::{File, check_id, from_base64, parse_json, told_url, value_at};
use crate::value::Value;

/// What is around base64 text in an answer.
const AROUND: usize = 64 * 1024;

/// The file that an exchange carries.
enum Carries<'f> {
    Nothing,
    Up(&'f File),
    Down(Wanted),
}

/// What the requests of an upload have brought.
pub(super) struct Uploaded {
    /// The attachment's id in the system, where an answer tells it.
    pub(super) id: Option<String>,
    incoming: Incoming,
    answer: Answer,
}

/// The files of one record, during one call.
pub(super) struct Files<'c> {
    /// The plan in it is that of the attachments.
    pub(super) call: Call<'c>,
    pub(super) record: &'c Arc<EntityPlan>,
    pub(super) remote_id: &'c str,
    named: Named,
}

impl<'c> Files<'c> {
    pub(super) fn new(
        call: Call<'c>,
        record: &'c Arc<EntityPlan>,
        remote_id: &'c str,
        field: Option<String>,
    ) -> Result<Files<'c>> {
        let holes = record.holes(remote_id)?;
        let own = holes.id.unwrap_or(remote_id);
        let number = own.parse::<i64>().ok().filter(|_| record.entity.id_integer).map(Json::from);
        let mut named = Named::from([
            ("record".to_owned(), number.unwrap_or_else(|| own.into())),
            ("of.type".to_owned(), record.entity.kind.as_str().into()),
        ]);
        if let Some(parent) = holes.value("parent") {
            named.insert("record.parent".to_owned(), Json::from(parent));
        }
        for (word, text) in record.entity.attachments.iter().flatten() {
            named.insert(format!("of.{word}"), text.as_str().into());
        }
        named.extend(field.map(|field| ("field".to_owned(), Json::from(field))));
        Ok(Files { call, record, remote_id, named })
    }

    /// The field that they hang on, where a system keeps files in fields.
    pub(super) fn field(&self) -> Option<&Json> {
        self.named.get("field")
    }

    pub(super) async fn list(mut self) -> Result<Vec<Record>> {
        let operation = self.call.plan.operation("list")?;
        self.know_record(operation).await?;
        let mut leg = self.leg().await?;
        let mut all = Vec::new();
        while !leg.done() {
            let page = leg.next(self.call.deadline).await?;
            if let Some(bad) = page.quarantined.first() {
                let message = format!("an attachment cannot be read: {} {}", bad.pointer, bad.reason);
                return Err(Error::new(Code::UpstreamInvalid, message));
            }
            all.extend(page.records);
        }
        Ok(all)
    }

    /// Reads what an upload needs to know of its record.
    pub(super) async fn know_upload(&mut self, file: &File) -> Result<()> {
        self.call.plan.operation("upload")?;
        self.read_record().await?;
        for (name, value) in [
            ("name", Json::from(file.name())),
            ("type", file.content_type().into()),
            ("size", file.data().len().into()),
        ] {
            self.named.insert(format!("file.{name}"), value);
        }
        Ok(())
    }

    /// Sends the requests of an upload. One whose answer is lost may have hung the file on the record where it is the
    /// last, or where it says of itself that twice is not like once.
    pub(super) async fn send_upload(&mut self, file: &File) -> std::result::Result<Uploaded, Lost> {
        let plan = self.call.plan;
        let operation = plan.operation("upload").map_err(Lost::before)?;
        let (mut id, mut last) = (None, None);
        for (place, step) in steps(operation).enumerate() {
            let name = if place == 0 { "upload" } else { "upload.then" };
            let incoming = self.exchange(name, step, None, Carries::Up(file)).await.map_err(|lost| {
                let counts = place == operation.then.len() || effect(name, step) == Effect::Unsafe;
                Lost { error: after(lost.error, place), maybe_done: lost.maybe_done && counts }
            })?;
            let holes = Holes { parent: Some(self.remote_id), named: Some(&self.named), ..Holes::default() };
            id = id.or_else(|| answered_id(self.call, &step.answer, &incoming, holes));
            last = Some((incoming, step.answer.clone()));
        }
        let (incoming, answer) = last.ok_or_else(|| Lost::before(Error::unexpected("an upload without a request")))?;
        Ok(Uploaded { id, incoming, answer })
    }

    /// The attachment that an upload has made.
    pub(super) async fn uploaded(&mut self, uploaded: Uploaded) -> Result<Record> {
        let (Call { connection, plan, raw, .. }, Uploaded { id, incoming, answer }) = (self.call, uploaded);
        if let Some(pointer) = answer.record.as_deref().filter(|_| !answer.read_back && !incoming.nothing) {
            let context = connection.context(plan, raw, Some(self.remote_id)).await?;
            return plan.mapping.record(connection.text(&incoming.response)?, pointer, &context);
        }
        let unknown = || {
            Error::new(Code::UpstreamInvalid, "the file was taken, but it does not show among the record's attachments")
        };
        let id = id.ok_or_else(unknown)?;
        self.find(&id).await?.ok_or_else(unknown)
    }

    /// The attachment that an earlier call with the same key has made.
    pub(super) async fn again(&mut self, remote_id: &str) -> Result<Record> {
        let gone = || Error::new(Code::NotFound, "the attachment that was made with this idempotency_key is gone");
        self.find(remote_id).await?.ok_or_else(gone)
    }

    pub(super) async fn download(mut self, id: &str, most: usize) -> Result<Bytes> {
        let operation = self.call.plan.operation("download")?;
        let id = self.known(id, operation).await?;
        let mut last = None;
        for (place, step) in steps(operation).enumerate() {
            let is_last = place == operation.then.len();
            let carries = match &step.answer.base64 {
                _ if !is_last => Carries::Nothing,
                Some(_) => Carries::Down(Wanted::SaidWithFile((most / 3).saturating_mul(4).saturating_add(AROUND))),
                None => Carries::Down(Wanted::File(most)),
            };
            let incoming = self.exchange("download", step, Some(&id), carries).await.map_err(|lost| lost.error)?;
            last = Some((incoming, step));
        }
        let Some((mut incoming, step)) = last else { return Err(Error::unexpected("a download without a request")) };
        if is_redirect(incoming.response.status) {
            incoming = self.follow(&incoming, step, most).await?;
        }
        let Some(pointer) = &step.answer.base64 else { return Ok(incoming.response.body) };
        let connection = self.call.connection;
        let tree = parse_json(&incoming.response.body, connection.adapter.manifest.decoder);
        let text = tree.as_ref().and_then(|tree| value_at(tree, pointer)?.as_str());
        let content = text.filter(|text| decoded_len_estimate(text.len()) <= most.saturating_add(3)).map(from_base64);
        match content {
            Some(Some(content)) if content.len() <= most => Ok(content),
            Some(Some(_)) => Err(too_large(most)),
            Some(None) => Err(Error::new(Code::UpstreamInvalid, "the content of the file is not base64")),
            None if text.is_some() => Err(too_large(most)),
            None => Err(Error::new(Code::UpstreamInvalid, "the answer does not hold the content of the file")),
        }
    }

    /// Reads what a delete needs to know; gives the attachment's id in the system.
    pub(super) async fn know_delete(&mut self, id: &str) -> Result<String> {
        self.known(id, self.call.plan.operation("delete")?).await
    }

    /// Sends the requests of a delete.
    pub(super) async fn send_delete(&mut self, id: &str) -> std::result::Result<(), Lost> {
        let plan = self.call.plan;
        for step in steps(plan.operation("delete").map_err(Lost::before)?) {
            self.exchange("delete", step, Some(id), Carries::Nothing).await?;
        }
        Ok(())
    }
}

/// The parts of a call.
impl Files<'_> {
    /// Sends one request of the operation, and keeps what the ones behind it need.
    async fn exchange(
        &mut self,
        name: &str,
        step: &Operation,
        id: Option<&str>,
        carries: Carries<'_>,
    ) -> std::result::Result<Incoming, Lost> {
        let Call { connection, plan, deadline, .. } = self.call;
        let holes = Holes { id, parent: Some(self.remote_id), named: Some(&self.named), ..Holes::default() };
        let mut sending = Sending::new(name, step, effect(name, step), holes);
        if let Carries::Up(file) = carries {
            sending.file = Some(file);
        }
        let mut outgoing = connection.prepare(plan, sending).map_err(Lost::before)?;
        if let Carries::Down(wanted) = carries {
            outgoing.wanted = wanted;
        }
        let incoming = connection.exchange_told(&outgoing, deadline).await?;
        if !step.answer.hold.is_empty() {
            let tree = parse_json(&incoming.response.body, connection.adapter.manifest.decoder).unwrap_or_default();
            for (word, pointer) in &step.answer.hold {
                let value = value_at(&tree, pointer).filter(|value| !value.is_null()).ok_or_else(|| {
                    let message = format!("the system answered, but without {word} at {pointer}");
                    Lost::before(Error::new(Code::UpstreamInvalid, message))
                })?;
                self.named.insert(format!("held.{word}"), value.clone());
            }
        }
        Ok(incoming)
    }

    /// Asks where a redirect leads, as far as the manifest lets it.
    async fn follow(&self, redirect: &Incoming, step: &Operation, most: usize) -> Result<Incoming> {
        let Call { connection, plan, deadline, .. } = self.call;
        let status = redirect.response.status;
        let location = redirect.response.headers.get(reqwest::header::LOCATION);
        let (Some(follow), Some(location)) = (step.follow, location) else { return Err(redirected(status)) };
        let url = told_url(&connection.base, &String::from_utf8_lossy(location.as_bytes()), follow)?;
        let outgoing = Outgoing {
            operation: "download".to_owned(),
            model: Some(plan.mapping.model),
            effect: Effect::Read,
            method: reqwest::Method::GET,
            url,
            headers: Vec::new(),
            body: None,
            elsewhere: follow == Reach::Elsewhere,
            wanted: Wanted::File(most),
        };
        let incoming = connection.exchange(&outgoing, deadline).await?;
        if is_redirect(incoming.response.status) {
            return Err(redirected(incoming.response.status));
        }
        Ok(incoming)
    }

    /// The list of the record's attachments.
    async fn leg(&self) -> Result<Leg> {
        let filter = Filter { parent: Some(self.remote_id.to_owned()), named: self.named.clone(), ..Filter::default() };
        let options = ListOptions { raw: self.call.raw, ..ListOptions::default() };
        Leg::filtered(self.call.connection, self.call.plan, &options, filter).await
    }

    /// The attachment of an id, from the list.
    async fn find(&mut self, id: &str) -> Result<Option<Record>> {
        let wanted = self.own(id).to_owned();
        let list = self.call.plan.operation("list")?;
        self.know_record(list).await?;
        let mut leg = self.leg().await?;
        while !leg.done() {
            let page = leg.next(self.call.deadline).await?;
            let found = page.records.into_iter().find(|record| self.own(&record.remote_id) == wanted);
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The attachment's id in the system, and everything that the operation needs to know before. Where the request does
    /// not name the record, the list says whether the attachment is one of it.
    async fn known(&mut self, id: &str, operation: &Operation) -> Result<String> {
        let own = self.own(id).to_owned();
        check_id(&own)?;
        if own.split(['/', '\\']).any(|segment| matches!(segment, "." | "..")) {
            return Err(Error::invalid_input(format!("{own:.64?} is not the id of an attachment")));
        }
        self.know_record(operation).await?;
        if uses(operation, "attachment.") || !uses(operation, "record") {
            let gone = || Error::new(Code::NotFound, "the record has no such attachment");
            let found = self.find(&own).await?.ok_or_else(gone)?;
            self.named.insert("attachment.id".to_owned(), own.as_str().into());
            for field in found.origin.model.fields {
                if let Some(text) = text(found.get(field.name)) {
                    self.named.insert(format!("attachment.{}", field.name), text);
                }
            }
        }
        Ok(own)
    }

    /// Reads the record where a request names a field of it.
    async fn know_record(&mut self, operation: &Operation) -> Result<()> {
        let filters = &self.call.plan.entity.list_filter;
        let fields = self.record.mapping.model.fields.iter();
        let known = |name: &str| self.named.contains_key(&format!("record.{name}"));
        let named = |name: &str| {
            let hole = format!("{{record.{name}}}");
            uses(operation, &hole[1..]) || filters.iter().any(|(.., value)| value.to_string().contains(&hole))
        };
        match fields.into_iter().any(|field| named(field.name) && !known(field.name)) {
            true => self.read_record().await,
            false => Ok(()),
        }
    }

    async fn read_record(&mut self) -> Result<()> {
        let call = Call { plan: self.record, raw: false, ..self.call };
        let record = read_record(call, self.remote_id).await?;
        for field in record.origin.model.fields {
            if let Some(text) = text(record.get(field.name)) {
                self.named.insert(format!("record.{}", field.name), text);
            }
        }
        Ok(())
    }

    /// The id that an attachment's record has in the system, as the list gives it.
    pub(super) fn remote_id_of(&self, id: &str) -> String {
        format!("{}/{}", self.remote_id, self.own(id))
    }

    /// An id of an attachment without what says of which record it is.
    fn own<'i>(&self, id: &'i str) -> &'i str {
        let connection = self.call.connection.name.as_str();
        let variant = self.record.variant.as_deref().map(|variant| format!("{variant}:")).unwrap_or_default();
        let prefix = format!("{connection}:{variant}{}/", self.remote_id);
        let short = format!("{}/", self.remote_id);
        id.strip_prefix(&prefix).or_else(|| id.strip_prefix(&short)).unwrap_or(id)
    }
}

/// The requests of an operation, in their order.
fn steps(operation: &Operation) -> impl Iterator<Item = &Operation> {
    std::iter::once(operation).chain(&operation.then)
}

/// Whether a request of the operation has a hole whose name begins so.
pub(super) fn uses(operation: &Operation, name: &str) -> bool {
    let hole = format!("{{{name}");
    steps(operation).any(|step| {
        let text = serde_json::to_string(&(&step.path, &step.query, &step.body)).unwrap_or_default();
        text.contains(&hole)
    })
}

/// A value of the model as that of a hole.
fn text(value: &Value) -> Option<Json> {
    match value {
        Value::Text(text) => Some(Json::from(&**text)),
        Value::Int(number) => Some(Json::from(*number)),
        _ => None,
    }
}

fn too_large(most: usize) -> Error {
    let message = format!("the file is larger than {most} bytes; ask for it with a larger max_bytes");
    Error::new(Code::UpstreamInvalid, message)
}

/// Says of an upload in several steps how far it came.
fn after(error: Error, done: usize) -> Error {
    if done == 0 { error } else { error.with_context("steps_done", done.to_string()) }
}
