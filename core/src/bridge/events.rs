//! Publishing and consuming: the event log in the hands of a caller, who sees one tenant or all.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::consumer::EventConsumer;
use super::options::{Beginning, ConsumerOptions, parse};
use super::root::Bridge;
use super::tenant::Tenant;
use super::view::TenantState;
use crate::error::{Code, Error, Result};
use crate::event::{Publish, to_json};
use crate::id::TenantId;
use crate::store::{DeadLetter, DeadLetterFilter, GroupState, LoggedEvent, Store};

/// How many events or dead letters one answer holds unless it is told otherwise, and at most.
const PAGE: u32 = 100;
const MOST: u32 = 10_000;
/// How many events one call publishes at most.
const BATCH: usize = 10_000;

/// The events of a tenant, or of all tenants and the host.
#[derive(Clone)]
pub struct Events {
    pub(super) bridge: Bridge,
    pub(super) tenant: Option<Arc<TenantState>>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ListEvents {
    after: u64,
    limit: Option<u32>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Letters {
    group: Option<String>,
    ids: Option<Vec<u64>>,
    after: u64,
    limit: Option<u32>,
}

impl Bridge {
    /// The events of all tenants, and the host's own.
    pub fn events(&self) -> Events {
        Events { bridge: self.clone(), tenant: None }
    }
}

impl Tenant {
    /// The tenant's events.
    pub fn events(&self) -> Events {
        Events { bridge: self.bridge.clone(), tenant: Some(Arc::clone(&self.state)) }
    }
}

impl Events {
    /// Appends events (a JSON array of `type`, and, as they are needed, `subject`, `data`, `id`, `source`, `time`,
    /// `extensions`), all or none. Answers `id`, `position` and `duplicate` of each. What is answered is on the disk.
    pub async fn publish(&self, events_json: &str) -> Result<String> {
        let append = async {
            let events: Vec<Publish> = parse("events.publish", events_json)?;
            if events.len() > BATCH {
                return Err(Error::invalid_input(format!("at most {BATCH} events are published at once")));
            }
            let now = Timestamp::now();
            let tenant = self.tenant_id();
            let events: Vec<_> =
                events.into_iter().map(|event| event.into_event(tenant, now)).collect::<Result<_>>()?;
            self.check_modules(events.iter().map(|event| event.kind.as_str()).collect()).await?;
            let ids: Vec<String> = events.iter().map(|event| event.id.clone()).collect();
            let placed = self.store().await?.append(events, now).await?;
            let told = ids.iter().zip(placed);
            let told = told.map(|(id, at)| json!({"id": id, "position": at.position, "duplicate": at.duplicate}));
            Ok(Json::Array(told.collect()).to_string())
        };
        append.await.map_err(|error| self.located(error, "events.publish"))
    }

    /// A consumer of a group. Nothing is opened before [`EventConsumer::open`] or the first [`EventConsumer::next`].
    pub fn consumer(&self, options_json: &str) -> Result<EventConsumer> {
        let options: ConsumerOptions = parse("events.consumer", options_json)?;
        EventConsumer::new(self.clone(), options).map_err(|error| self.located(error, "events.consumer"))
    }

    /// The events after a position (`after`, `limit`), oldest first: a JSON array of `position` and `event`.
    pub async fn list(&self, options_json: &str) -> Result<String> {
        let list = async {
            let options: ListEvents = parse("events.list", options_json)?;
            let limit = page(options.limit)?;
            let found = self.store().await?.events(self.tenant_id(), options.after, limit).await?;
            let one = |one: LoggedEvent| format!(r#"{{"position":{},"event":{}}}"#, one.position, to_json(&one));
            Ok(array(found.into_iter().map(one)))
        };
        list.await.map_err(|error| self.located(error, "events.list"))
    }

    /// The groups of consumers, by name: what they consume and how far behind they are.
    pub async fn groups(&self) -> Result<String> {
        let groups = async {
            let groups = self.store().await?.groups().await?;
            let of = groups.iter().filter_map(|group| Some(self.group_json(self.inside(&group.spec.name)?, group)));
            Ok(Json::Array(of.collect()).to_string())
        };
        groups.await.map_err(|error| self.located(error, "events.groups"))
    }

    fn group_json(&self, name: &str, group: &GroupState) -> Json {
        json!({
            "id": name, "types": group.spec.types, "requires": group.spec.requires,
            "tenant": group.spec.tenant, "max_attempts": group.spec.max_attempts,
            "position": group.position, "behind": group.behind, "open": group.open, "dead": group.dead,
        })
    }

    /// Forgets a group and its dead letters. `NOT_FOUND` when there is none.
    pub async fn forget(&self, group: &str) -> Result<()> {
        let forget = async {
            match self.store().await?.drop_group(&self.group(group)?).await? {
                true => Ok(()),
                false => Err(Error::new(Code::NotFound, format!("there is no group {group:.64?} of consumers"))),
            }
        };
        forget.await.map_err(|error| self.located(error, "events.forget"))
    }

    /// Lets a group begin anew: at `"beginning"`, `"now"`, a time or a position. `MODULE_INACTIVE` for a tenant's group that
    /// would get nothing.
    pub async fn replay(&self, group: &str, start_json: &str) -> Result<()> {
        let replay = async {
            let start: Beginning = parse("events.replay", start_json)?;
            let (name, start, store) = (self.group(group)?, start.start()?, self.store().await?);
            if let Some(group) = store.groups().await?.iter().find(|group| group.spec.name == name) {
                self.check_group(&group.spec).await?;
            }
            store.rewind(&name, start).await
        };
        replay.await.map_err(|error| self.located(error, "events.replay"))
    }

    /// The dead letters, oldest first: `group`, `ids`, `after`, `limit`.
    pub async fn dead_letters(&self, options_json: &str) -> Result<String> {
        let list = async {
            let filter = self.letters("events.dead_letters.list", options_json)?;
            let filter = DeadLetterFilter { limit: Some(page(filter.limit)?), ..filter };
            let found = self.store().await?.dead_letters(filter).await?;
            Ok(array(found.iter().map(|letter| self.letter_json(letter))))
        };
        list.await.map_err(|error| self.located(error, "events.dead_letters.list"))
    }

    fn letter_json(&self, letter: &DeadLetter) -> String {
        let group = self.inside(&letter.group).unwrap_or(&letter.group);
        format!(
            r#"{{"id":{},"group":{},"position":{},"attempts":{},"error":{},"died_at":"{}","replaying":{},"event":{}}}"#,
            letter.id,
            json!(group),
            letter.event.position,
            letter.attempts,
            json!(letter.error),
            letter.died_at,
            letter.replaying,
            to_json(&letter.event),
        )
    }

    /// Delivers dead letters again; answers how many. Those of a module that their tenant may not use now stay;
    /// `MODULE_INACTIVE` when that leaves none.
    pub async fn replay_dead_letters(&self, options_json: &str) -> Result<u64> {
        let replay = async {
            let filter = self.chosen("events.dead_letters.replay", options_json)?;
            let replayed = self.store().await?.replay_dead_letters(filter, self.bridge.inner.gate()).await?;
            match replayed.closed {
                Some(module) if replayed.count == 0 => self.check_letters(&module).await.map(|()| 0),
                _ => Ok(replayed.count),
            }
        };
        replay.await.map_err(|error| self.located(error, "events.dead_letters.replay"))
    }

    /// Gives dead letters up for good; answers how many.
    pub async fn drop_dead_letters(&self, options_json: &str) -> Result<u64> {
        let give_up = async {
            let filter = self.chosen("events.dead_letters.drop", options_json)?;
            self.store().await?.drop_dead_letters(filter).await
        };
        give_up.await.map_err(|error| self.located(error, "events.dead_letters.drop"))
    }

    fn chosen(&self, call: &str, options_json: &str) -> Result<DeadLetterFilter> {
        let filter = self.letters(call, options_json)?;
        if filter.ids.is_none() && filter.group.is_none() {
            return Err(Error::invalid_input(format!("{call}: name the ids of dead letters, or a group")));
        }
        Ok(filter)
    }

    fn letters(&self, call: &str, options_json: &str) -> Result<DeadLetterFilter> {
        let Letters { group, ids, after, limit } = parse(call, options_json)?;
        let group = group.map(|group| self.group(&group)).transpose()?;
        Ok(DeadLetterFilter { group, tenant: self.tenant_id().cloned(), ids, after, limit })
    }

    pub(super) fn tenant_id(&self) -> Option<&TenantId> {
        self.tenant.as_ref().map(|tenant| &tenant.id)
    }

    pub(super) async fn store(&self) -> Result<&Arc<dyn Store>> {
        Ok(&self.bridge.inner.state().await?.store)
    }

    /// The log's name of a group: a tenant's groups are its own.
    pub(super) fn group(&self, name: &str) -> Result<String> {
        let (tenant, name) = match (self.tenant_id(), name.split_once('/')) {
            (Some(tenant), _) => (Some(tenant.as_str()), name),
            // All groups are seen from the bridge, by their full names.
            (None, Some((tenant, name))) => (Some(tenant), name),
            (None, None) => (None, name),
        };
        TenantId::new(name).map_err(|_| {
            let message =
                format!("{name:.64?} is not the name of a group: use 1 to 128 characters of A-Z a-z 0-9 . _ - @");
            Error::invalid_input(message)
        })?;
        Ok(tenant.map_or_else(|| name.to_owned(), |tenant| format!("{tenant}/{name}")))
    }

    /// The name of a group as it is seen here; `None` when it is not.
    fn inside<'n>(&self, full: &'n str) -> Option<&'n str> {
        match self.tenant_id() {
            None => Some(full),
            Some(tenant) => full.strip_prefix(tenant.as_str())?.strip_prefix('/'),
        }
    }

    pub(super) fn located(&self, error: Error, operation: &str) -> Error {
        let error = error.in_operation(operation);
        match self.tenant_id() {
            Some(tenant) => error.in_tenant(tenant.as_str()),
            None => error,
        }
    }
}

fn page(limit: Option<u32>) -> Result<u32> {
    match limit.unwrap_or(PAGE) {
        limit @ 1..=MOST => Ok(limit),
        _ => Err(Error::invalid_input(format!("limit must be 1 to {MOST}"))),
    }
}

pub(super) fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}
