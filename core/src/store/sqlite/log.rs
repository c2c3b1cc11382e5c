//! The event log as the trait asks for it.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::Timestamp;
use tokio::sync::watch;

use super::super::{
    Appended, Claim, Claimed, DeadLetter, DeadLetterFilter, EventLog, Gate, GroupSpec, GroupState, LoggedEvent,
    NewEvent, Outcome, Replayed, Settled, Start, Step,
};
use super::{SqliteStore, events};
use crate::error::Result;
use crate::id::TenantId;

impl EventLog for SqliteStore {
    fn append(&self, events: Vec<NewEvent>, now: Timestamp) -> BoxFuture<'_, Result<Vec<Appended>>> {
        let limits = self.0.limits.clone();
        self.write(move |db| events::append(db, &limits, &events, now))
    }

    fn open_group(&self, spec: GroupSpec, start: Start) -> BoxFuture<'_, Result<()>> {
        self.write(move |db| events::open_group(db, &spec, start))
    }

    fn groups(&self) -> BoxFuture<'_, Result<Vec<GroupState>>> {
        self.read(events::groups)
    }

    fn drop_group(&self, name: &str) -> BoxFuture<'_, Result<bool>> {
        let name = name.to_owned();
        self.write(move |db| events::drop_group(db, &name))
    }

    fn rewind(&self, name: &str, start: Start) -> BoxFuture<'_, Result<()>> {
        let name = name.to_owned();
        self.write(move |db| events::rewind(db, &name, start))
    }

    fn claim(&self, claim: Claim) -> BoxFuture<'_, Result<Claimed>> {
        async move {
            let asked = claim.clone();
            match self.read(move |db| events::idle(db, &asked)).await? {
                Some(nothing) => Ok(nothing),
                None => {
                    let limits = self.0.limits.clone();
                    self.write(move |db| events::claim(db, &limits, &claim)).await
                }
            }
        }
        .boxed()
    }

    fn settle(&self, group: &str, fence: u64, outcome: Outcome, now: Timestamp) -> BoxFuture<'_, Result<Settled>> {
        let (group, limits) = (group.to_owned(), self.0.limits.clone());
        self.write(move |db| events::settle(db, &limits, &group, fence, &outcome, now))
    }

    fn begin_step(&self, group: &str, fence: u64, name: &str, until: Timestamp) -> BoxFuture<'_, Result<Step>> {
        let (group, name) = (group.to_owned(), name.to_owned());
        self.write(move |db| events::begin_step(db, &group, fence, &name, until))
    }

    fn finish_step(&self, group: &str, fence: u64, name: &str, result: String) -> BoxFuture<'_, Result<()>> {
        let (group, name) = (group.to_owned(), name.to_owned());
        self.write(move |db| events::finish_step(db, &group, fence, &name, &result))
    }

    fn events(&self, tenant: Option<&TenantId>, after: u64, limit: u32) -> BoxFuture<'_, Result<Vec<LoggedEvent>>> {
        let tenant = tenant.cloned();
        self.read(move |db| events::list(db, tenant.as_ref(), after, limit))
    }

    fn dead_letters(&self, filter: DeadLetterFilter) -> BoxFuture<'_, Result<Vec<DeadLetter>>> {
        self.read(move |db| events::dead_letters(db, &filter))
    }

    fn replay_dead_letters(&self, filter: DeadLetterFilter, gate: Gate) -> BoxFuture<'_, Result<Replayed>> {
        self.write(move |db| events::replay_letters(db, &filter, &gate))
    }

    fn drop_dead_letters(&self, filter: DeadLetterFilter) -> BoxFuture<'_, Result<u64>> {
        self.write(move |db| events::drop_letters(db, &filter))
    }

    fn commits(&self) -> watch::Receiver<u64> {
        self.0.writer.commits()
    }

    fn foreign_commits(&self) -> BoxFuture<'_, Result<u64>> {
        // The writer's own connection in memory sees no other; it answers the same number for ever.
        self.read(|db| {
            let version: i64 = db.pragma_query_value(None, "data_version", |row| row.get(0))?;
            Ok(version.unsigned_abs())
        })
    }
}
