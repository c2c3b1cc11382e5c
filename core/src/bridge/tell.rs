//! The events that a delivery tells: one for each record, and the milestones that the record shows.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::root::Bridge;
use super::tenant::Tenant;
use super::view::View;
use crate::error::{Code, Result};
use crate::event::{
    Milestone, change_data, change_id, change_type, connection_source, fresh_id, milestone_of, milestones, state_stamp,
};
use crate::id::TenantId;
use crate::model::Change;
use crate::module::Hint;
use crate::resilience::Deadline;
use crate::store::{ModuleState, NewEvent};
use crate::webhook::Routed;

/// A delivery of a connection, understood.
pub(super) struct Delivered {
    pub(super) tenant: TenantId,
    pub(super) connection: String,
    /// Names the delivery; empty when it has no name.
    pub(super) delivery: String,
    /// The system's name of the event.
    pub(super) name: String,
    /// The fields that changed, in the system's words, where it tells them.
    pub(super) fields: Option<Json>,
    /// Further types that the manifest gives it.
    pub(super) also: Vec<String>,
    pub(super) records: Vec<Told>,
    pub(super) now: Timestamp,
}

/// A record that a delivery tells of.
pub(super) struct Told {
    pub(super) routed: Routed,
    /// It as JSON, when it was read; or why it could not be.
    pub(super) read: Option<std::result::Result<String, Code>>,
}

impl Told {
    pub(super) fn module(&self) -> &str {
        self.routed.resource.split('.').next().unwrap_or_default()
    }
}

impl Delivered {
    /// The id of a record here.
    fn id(&self, routed: &Routed) -> String {
        match &routed.variant {
            Some(variant) => format!("{}:{variant}:{}", self.connection, routed.remote_id),
            None => format!("{}:{}", self.connection, routed.remote_id),
        }
    }

    /// Refuses unless one of the records is of a module that may be used.
    pub(super) fn check(&self, view: &View) -> Result<()> {
        let modules: Vec<&str> = self.records.iter().map(Told::module).collect();
        view.check_any(&modules).map(drop)
    }

    /// Reads the records that are still there, within a time; one that cannot be read is told without.
    pub(super) async fn enrich(&mut self, tenant: &Tenant, deadline: Deadline) {
        for index in 0..self.records.len() {
            let routed = &self.records[index].routed;
            if routed.change == Change::Deleted {
                continue;
            }
            let (id, resource) = (self.id(routed), routed.resource.clone());
            let read = async {
                let model = super::tenant::model(&resource)?;
                let target = tenant.target(model, &id, None).await?;
                target.read(false, deadline).await
            };
            let read = match tokio::time::timeout(deadline.remaining(), read).await {
                Ok(Ok(record)) => Ok(record.to_json()),
                Ok(Err(error)) => Err(error.code()),
                Err(_) => Err(Code::DeadlineExceeded),
            };
            if let Err(code) = &read {
                tracing::warn!(tenant = tenant.id(), connection = %self.connection, %resource, code = code.as_str(),
                    "the record of a webhook could not be read; its event is published without it");
            }
            self.records[index].read = Some(read);
        }
    }

    /// The events for a tenant with these modules; `MODULE_INACTIVE` when it may use none of the records' modules.
    pub(super) fn events(&self, bridge: &Bridge, state: &ModuleState) -> Result<Vec<NewEvent>> {
        let inner = &bridge.inner;
        let may = |module: &str| inner.may_use(&self.tenant, state, module);
        let mut events = Vec::new();
        let mut refused = None;
        for (index, told) in self.records.iter().enumerate() {
            if !may(told.module())? {
                refused.get_or_insert_with(|| told.module().to_owned());
                continue;
            }
            let routed = &told.routed;
            let (id, record) = (self.id(routed), told.read.as_ref().and_then(|read| read.as_ref().ok()));
            let mut more = vec![("event", json!(self.name))];
            more.extend(self.fields.clone().map(|fields| ("fields", fields)));
            if let Some(Err(code)) = &told.read {
                more.push(("unread", json!(code.as_str())));
            }
            let what = (routed.resource.as_str(), self.connection.as_str(), routed.change, id.as_str());
            let data: Arc<str> = change_data(what, record.map(String::as_str), &more).into();
            let mut tell = |kind: &str, event: String| {
                events.push(NewEvent {
                    tenant: Some(self.tenant.clone()),
                    source: connection_source(&self.connection),
                    id: event,
                    kind: kind.to_owned(),
                    subject: Some(id.clone()),
                    time: self.now,
                    data: Some(data.to_string()),
                    attributes: None,
                });
            };
            let own = match (self.delivery.is_empty(), index) {
                (true, _) => fresh_id(self.now)?,
                (false, 0) => self.delivery.clone(),
                (false, index) => format!("{}/{index}", self.delivery),
            };
            let after: Option<Json> = record.and_then(|text| serde_json::from_str(text).ok());
            let shared = after.as_ref().and_then(|after| change_id(&routed.resource, routed.change, after));
            tell(&change_type(&routed.resource, routed.change), shared.unwrap_or_else(|| own.clone()));
            let stamp = after.as_ref().and_then(state_stamp).unwrap_or(&own);
            let reached = milestones(&routed.resource, routed.change, None, after.as_ref()).map(|one| one.kind);
            let also = self.also.iter().map(String::as_str).filter(|_| index == 0);
            let mut kinds: Vec<&str> = reached.chain(also).collect();
            kinds.dedup();
            for kind in kinds {
                if inner.module_of(kind).map_or(Ok(true), &may)? {
                    let by_milestone = |one: &Milestone| one.event_id(&id, stamp);
                    tell(kind, milestone_of(kind).map_or_else(|| format!("{kind}:{id}@{own}"), by_milestone));
                }
            }
        }
        match refused {
            Some(module) if events.is_empty() => Err(Hint::not_activated(&module).into_error()),
            _ => Ok(events),
        }
    }
}
