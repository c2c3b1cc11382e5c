//! How a run begins: which feed it is, whose it is, and what it reads.

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;
use tokio::time::{Instant, timeout_at};

use super::super::adapter::EntityPlan;
use super::super::connection::Connection;
use super::super::leg::tells_changes;
use super::super::tenant::Tenant;
use super::SyncRun;
use super::lease::Lease;
use super::overrun::{asking, is_over};
use super::step::{Active, text};
use crate::error::{Error, Result};
use crate::manifest::{DeletedBy, SinceKind};
use crate::model::Model;
use crate::resilience::Deadline;
use crate::store::{SyncChange, SyncId};
use crate::sync::{Facts, Mode, Part, Phase, State, read_from};

/// How much before the watermark is read again: what a slow transaction has entered behind it.
const LOOKBACK_MS: u64 = 60_000;
/// How often all is read, whatever changes can be asked for: what no time of a change tells is found then.
const FULL_EVERY_MS: u64 = 86_400_000;

/// Which feed a call is about.
pub(super) struct Feed {
    pub(super) connection: Arc<Connection>,
    pub(super) id: SyncId,
    pub(super) filter: Json,
}

impl Tenant {
    /// The feed of a resource. Only a parent can be asked for: what leaves any other filter would look like deleted.
    pub(super) async fn feed_of(
        &self,
        model: &'static Model,
        connection: Option<&str>,
        filter: &indexmap::IndexMap<String, Json>,
    ) -> Result<Feed> {
        let connection = self.serving(model, connection).await?;
        let resource = connection.adapter.resource(&model.path())?;
        let parent = resource.entities.iter().find_map(|plan| plan.entity.parent.as_deref());
        if let Some(other) = filter.keys().find(|name| Some(name.as_str()) != parent) {
            let reads = parent.map_or_else(|| "all of them".to_owned(), |parent| format!("those of one {parent}"));
            return Err(Error::invalid_input(format!("where {other:.64?}: a sync of {} reads {reads}", model.path())));
        }
        let scope = match parent {
            None => String::new(),
            Some(name) => filter.get(name).and_then(Json::as_str).map(str::to_owned).ok_or_else(|| {
                let path = model.path();
                Error::invalid_input(format!("{path} are listed only under a parent here: say which {name} in where"))
            })?,
        };
        let scope = scope.strip_prefix(&format!("{}:", connection.name)).unwrap_or(&scope).to_owned();
        let id = SyncId {
            tenant: self.state.id.clone(),
            connection: connection.name.clone(),
            resource: model.path(),
            scope,
        };
        Ok(Feed { connection, id, filter: serde_json::to_value(filter).unwrap_or_default() })
    }
}

impl SyncRun {
    pub(super) async fn begin(&self) -> Result<Active> {
        let options = &self.options;
        let until = options.deadline_ms.map(|ms| Instant::now() + Duration::from_millis(ms));
        let feed = self.tenant.feed_of(self.model, options.connection.as_deref(), &options.filter).await?;
        let Feed { connection, id, filter } = feed;
        let static_plans = self.plans(&connection)?;
        let asked = self.prepare(&connection, static_plans, &id.scope, until).await;
        let (plans, zone, until) = match asked {
            // Begun all the same: then there is a run that pauses, and other feeds come before it next time.
            Err(error) if is_over(&error, until) => (static_plans.to_vec(), None, Some(Instant::now())),
            asked => asked.map(|(plans, zone)| (plans, Some(zone), until))?,
        };
        let now = Timestamp::now();
        let store = &self.tenant.bridge.inner.state().await?.store;
        let (mut lease, number, kept) = Lease::take(store, id, Duration::from_millis(options.lease()), now).await?;
        let mut state: State = kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        if state.instance != connection.instance {
            // Another instance has other records: what was seen of the old one says nothing of them.
            lease.clear().await?;
            state = State { instance: connection.instance.clone(), events: true, ..State::default() };
        }
        let renewed = self.set_up(&mut state, filter);
        lease.every = state.every_ms.map(Duration::from_millis);
        if state.run.as_ref().is_none_or(|run| {
            let names = run.parts.iter().map(|part| part.name.as_str());
            renewed
                || options.full && run.parts.iter().any(|part| part.mode != Mode::Full)
                || !names.eq(plans.iter().map(|plan| plan.variant.as_deref().unwrap_or_default()))
        }) {
            let parts = plans.iter().map(|plan| {
                let name = plan.variant.clone().unwrap_or_default();
                let known = state.known.get(&name).cloned().unwrap_or_default();
                let mode = self.mode(plan, &state, renewed, now);
                let lookback = SignedDuration::from_secs(i64::from(state.lookback_seconds.unwrap_or(60)));
                let from = zone.zip(known.watermark).filter(|_| mode == Mode::Changes);
                // What is not known of the system yet cannot say where changes begin.
                let mode = from.map_or(Mode::Full, |_| mode);
                Part {
                    name,
                    mode,
                    phase: if mode == Mode::Full { Phase::Probe } else { Phase::List },
                    since: from.map(|(zone, at)| read_from(at, lookback, zone)),
                    facts: Facts { can_ask: plan.supports("get"), ..Facts::default() },
                    ..Part::default()
                }
            });
            let parts = parts.collect();
            state.begin(parts, now);
        }
        lease.commit(SyncChange { state: text(&state)?, ..SyncChange::default() }).await?;
        Ok(Active {
            connection,
            plans,
            sealer: self.tenant.bridge.inner.state().await?.sealer.clone(),
            lease,
            number,
            state,
            leg: None,
            ahead: None,
            tenant: self.tenant.clone(),
            model: self.model,
            max_pages: options.max_pages,
            page_size: options.page_size,
            until,
            steps: 0,
            resumed: true,
            closed: Vec::new(),
        })
    }

    /// The plans of the resource, as the manifest makes them.
    fn plans<'c>(&self, connection: &'c Connection) -> Result<&'c [Arc<EntityPlan>]> {
        let plans = &connection.adapter.resource(&self.model.path())?.entities;
        for plan in plans {
            plan.operation("list")?;
            if plan.entity.id.is_none() && plan.entity.discover.is_none() {
                let message = format!("{} have no ids in this system: they cannot be told apart", plan.resource);
                return Err(Error::unsupported(message));
            }
        }
        Ok(plans)
    }

    /// What the system is asked before the first page: its own schemas, which make the plans, and its zone.
    async fn prepare<'c>(
        &self,
        connection: &'c Arc<Connection>,
        plans: &[Arc<EntityPlan>],
        scope: &str,
        until: Option<Instant>,
    ) -> Result<(Vec<Arc<EntityPlan>>, &'c TimeZone)> {
        let collection = Some(scope).filter(|scope| !scope.is_empty());
        let mut made = Vec::new();
        for plan in plans {
            let deadline = asking(until).deadline(connection.pipeline.policies())?;
            made.push(connection.discovered(plan, collection, &[], deadline).await?);
        }
        let zone = connection.zone();
        let zone = match until {
            Some(until) => timeout_at(until, zone).await.unwrap_or_else(|_| Err(Deadline::error()))?,
            None => zone.await?,
        };
        Ok((made, zone))
    }

    /// Takes over what the caller says; tells whether records are to be read otherwise than before.
    fn set_up(&self, state: &mut State, filter: Json) -> bool {
        let options = &self.options;
        let before = state.setup.clone();
        let set = |kept: &mut Option<u64>, given: Option<u64>| {
            if let Some(given) = given {
                *kept = Some(given);
            }
        };
        state.filter = filter;
        state.setup.mirror = options.mirror.unwrap_or(before.mirror);
        state.setup.include = options.include.clone().unwrap_or_else(|| before.include.clone());
        state.setup.custom = options.custom.clone().unwrap_or_else(|| before.custom.clone());
        state.events = options.events.unwrap_or(state.events);
        set(&mut state.every_ms, options.every_ms);
        state.every_ms = state.every_ms.filter(|every| *every > 0);
        set(&mut state.full_every_ms, options.full_every_ms);
        let lookback = options.lookback_ms.map(|ms| u32::try_from(ms.div_ceil(1_000)).unwrap_or(u32::MAX));
        state.lookback_seconds = lookback.or(state.lookback_seconds).or(Some((LOOKBACK_MS / 1_000) as u32));
        state.setup != before
    }

    /// Whether changes are asked for, or everything.
    fn mode(&self, plan: &EntityPlan, state: &State, renewed: bool, now: Timestamp) -> Mode {
        let known = state.known.get(plan.variant.as_deref().unwrap_or_default()).cloned().unwrap_or_default();
        let asks = matches!(plan.entity.since.kind, SinceKind::Watermark | SinceKind::Param | SinceKind::Descending);
        let tells = plan.entity.updated_at.is_some() && tells_changes(plan);
        let every = state.full_every_ms.unwrap_or(FULL_EVERY_MS);
        let next = known.full_at.map(|at| super::lease::after(at, Duration::from_millis(every)));
        let due = every > 0 && next.is_none_or(|next| next <= now);
        match !self.options.full && !renewed && asks && tells && known.watermark.is_some() && !due {
            true => Mode::Changes,
            false => Mode::Full,
        }
    }
}

/// Whether the deletions of an entity are learned by reading all.
pub(super) fn sweeps(plan: &EntityPlan) -> bool {
    matches!(plan.entity.deleted.by, DeletedBy::Sweep | DeletedBy::Feed)
}
