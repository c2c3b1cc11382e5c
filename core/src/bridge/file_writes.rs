//! Writes on files are in the ledger as all writes are. A key of the caller's is known to the ledger alone: no system keeps
//! one with a file.

use aws_lc_rs::digest::{SHA256, digest};
use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};

use super::adapter::effect;
use super::exchange::Lost;
use super::files::Files;
use super::keyed::check_key;
use super::ledger::{Entering, Entry, Trace};
use super::perform::{Begun, wait_for_another};
use super::reconcile::{advice, lost};
use super::tenant::Tenant;
use crate::error::{Code, Error, Result};
use crate::manifest::Effect;
use crate::model::Record;
use crate::protocol::File;
use crate::secret::random_id;
use crate::store::{WriteId, WriteState};

/// A write on the files of a record.
struct FileWrite<'w> {
    id: WriteId,
    trace: Trace,
    /// What the ledger keeps of it, sealed.
    input: Map<String, Json>,
    stands_for: Json,
    key: Option<&'w str>,
}

impl Tenant {
    /// Hangs a file on a record. `resource` is that of the record.
    pub(super) async fn upload(
        &self,
        resource: &str,
        mut files: Files<'_>,
        file: &File,
        key: Option<&str>,
    ) -> Result<Record> {
        if let Some(key) = key {
            check_key(key, None)?;
        }
        files.know_upload(file).await?;
        let mut input = vec![
            ("name", json!(file.name())),
            ("type", json!(file.content_type())),
            ("size", json!(file.data().len())),
        ];
        if key.is_some() {
            let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            input.push(("sha256", json!(hex(digest(&SHA256, file.data()).as_ref()))));
        }
        let write = self.file_write(resource, &files, "upload", input, key)?;
        let entry = match self.begin_file_write(&files, &write).await? {
            Begun::New(entry) => entry,
            Begun::Done(remote_id) => return files.again(&remote_id).await,
        };
        let uploaded = match files.send_upload(file).await {
            Ok(uploaded) => uploaded,
            Err(failed) => return Err(failed_write(&files, entry, &write, failed).await?),
        };
        if key.is_none() {
            entry.forget();
            return files.uploaded(uploaded).await;
        }
        let id = uploaded.id.as_deref().map(|id| files.remote_id_of(id));
        match (files.uploaded(uploaded).await, id) {
            (Ok(record), _) => {
                entry.done(&record.remote_id).await?;
                Ok(record)
            }
            (Err(error), Some(id)) => {
                entry.done(&id).await?;
                Err(error)
            }
            (Err(error), None) => Err(failed_write(&files, entry, &write, Lost { error, maybe_done: true }).await?),
        }
    }

    /// Takes a file from a record.
    pub(super) async fn delete_file(&self, resource: &str, mut files: Files<'_>, id: &str) -> Result<()> {
        let id = files.know_delete(id).await?;
        let write = self.file_write(resource, &files, "delete", vec![("id", json!(id))], None)?;
        let Begun::New(entry) = self.begin_file_write(&files, &write).await? else {
            return Err(Error::unexpected("a new write is in the ledger already"));
        };
        match files.send_delete(&id).await {
            Ok(()) => {
                entry.forget();
                Ok(())
            }
            Err(failed) => Err(failed_write(&files, entry, &write, failed).await?),
        }
    }

    fn file_write<'w>(
        &self,
        resource: &str,
        files: &Files<'_>,
        name: &str,
        input: Vec<(&str, Json)>,
        key: Option<&'w str>,
    ) -> Result<FileWrite<'w>> {
        let connection = files.call.connection;
        let operation = files.call.plan.operation(name)?;
        // Of several requests the first ones make something new each time.
        let effect = if operation.then.is_empty() { effect(name, operation) } else { Effect::Unsafe };
        let mut all = vec![("record", json!(files.remote_id))];
        all.extend(files.field().map(|field| ("field", field.clone())));
        all.extend(input);
        let input: Map<String, Json> = all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Ok(FileWrite {
            id: WriteId {
                tenant: self.state.id.clone(),
                connection: connection.name.clone(),
                operation: format!("{resource}.attachments.{name}"),
                key: key.map_or_else(|| random_id().map(|id| format!("write-{id}")), |key| Ok(key.to_owned()))?,
            },
            trace: Trace {
                variant: files.record.variant.clone(),
                target: Some(files.remote_id.to_owned()),
                ..Trace::of_request(effect)
            },
            stands_for: Json::Object(input.clone()),
            input,
            key,
        })
    }

    /// Enters a write. Waits while another call with the same key is under way; what became of one that has ended without
    /// an answer, only the caller can tell.
    async fn begin_file_write(&self, files: &Files<'_>, write: &FileWrite<'_>) -> Result<Begun> {
        let (connection, deadline) = (files.call.connection, files.call.deadline);
        let FileWrite { id, trace, input, stands_for, key } = write;
        loop {
            let entering = Entering { stands_for, trace, input, keyed: key.is_some(), sent: true };
            match self.enter_as(connection, deadline, id, entering).await? {
                WriteState::New { attempt } => {
                    let store = &self.bridge.inner.state().await?.store;
                    return Ok(Begun::New(Entry::new(store, id.clone(), attempt)));
                }
                WriteState::Done { remote_id } => return Ok(Begun::Done(remote_id)),
                WriteState::Pending { due, .. } if due <= Timestamp::now() => {
                    let open = Error::new(Code::OutcomeUnknown, advice(trace, true));
                    return Err(lost(connection.name.as_str(), trace, true, &id.key, open));
                }
                WriteState::Pending { .. } => wait_for_another(deadline, &id.key).await?,
            }
        }
    }
}

/// Notes what is known of a write that was not answered well; gives the error for the caller.
async fn failed_write(files: &Files<'_>, entry: Entry, write: &FileWrite<'_>, failed: Lost) -> Result<Error> {
    let Lost { error, maybe_done } = failed;
    if maybe_done {
        entry.lost().await?;
        let name = files.call.connection.name.as_str();
        return Ok(lost(name, &write.trace, write.key.is_some(), &write.id.key, error));
    }
    match write.key {
        // Who calls again must find the key free.
        Some(_) => entry.not_done().await?,
        None => entry.forget(),
    }
    Ok(error)
}
