//! Feeds that are due, and what there is of feeds.

use std::collections::HashSet;
use std::time::Duration;

use futures::FutureExt;
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use tokio::time::Instant;

use super::super::options::parse;
use super::super::root::Bridge;
use super::super::tenant::{Tenant, model};
use super::SyncRun;
use super::lease::{Lease, after};
use super::options::{DueOptions, FeedOptions, SyncOptions};
use super::step::text;
use crate::error::{Code, Error, Result};
use crate::resilience::Deadline;
use crate::store::{SyncChange, SyncRow};
use crate::sync::{Report, State, Status};

/// How many feeds are looked up at once.
const AT_ONCE: u32 = 20;
/// How long a feed waits that could not even begin.
const AFTER_FAILURE: Duration = Duration::from_secs(60);

impl Bridge {
    /// Runs the change feeds of all tenants that are due, one after the other, each once, until the deadline (`deadline_ms`,
    /// `max_pages` for each run): a JSON array with the report of each, or its `error`. For a cron route: nothing goes on
    /// behind it.
    pub async fn run_due_syncs(&self, options_json: &str) -> Result<String> {
        let run = async {
            let options: DueOptions = parse("run_due_syncs", options_json)?;
            let until = options.deadline_ms.map(|ms| Deadline::after(Duration::from_millis(ms)).instant());
            Ok(Json::Array(self.run_syncs_until(until, options.max_pages).await?).to_string())
        };
        run.await.map_err(|error: Error| error.in_operation("run_due_syncs"))
    }

    /// The same, until a moment.
    pub(in super::super) async fn run_syncs_until(
        &self,
        until: Option<Instant>,
        max_pages: Option<u64>,
    ) -> Result<Vec<Json>> {
        let mut seen = HashSet::new();
        let mut told = Vec::new();
        loop {
            let store = &self.inner.state().await?.store;
            let due = store.due_syncs(Timestamp::now(), AT_ONCE + u32::try_from(seen.len()).unwrap_or(0)).await?;
            let next = due.into_iter().find(|row| !seen.contains(&row.number));
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let Some(row) = next.filter(|_| left.is_none_or(|left| !left.is_zero())) else { return Ok(told) };
            seen.insert(row.number);
            told.extend(self.run_due(&row, max_pages, left).await?);
        }
    }

    /// Runs one; nothing where somebody else does.
    async fn run_due(&self, row: &SyncRow, max_pages: Option<u64>, left: Option<Duration>) -> Result<Option<Json>> {
        let ran = async {
            let state: State = serde_json::from_str(&row.state).unwrap_or_default();
            let chosen = SyncOptions {
                connection: Some(row.id.connection.as_str().to_owned()),
                filter: serde_json::from_value(state.filter).unwrap_or_default(),
                max_pages,
                deadline_ms: left.map(|left| u64::try_from(left.as_millis()).unwrap_or(u64::MAX).max(1)),
                ..SyncOptions::default()
            };
            let run = SyncRun::new(self.tenant(row.id.tenant.as_str())?, model(&row.id.resource)?, chosen);
            // Its type forgotten: what it is made of is deeper than a compiler looks below all that waits for it.
            run.run().boxed().await
        };
        let head = json!({
            "tenant": row.id.tenant, "connection": row.id.connection, "resource": row.id.resource,
        });
        let with = |mut head: Json, name: &str, value: Json| {
            head[name] = value;
            head
        };
        match ran.await {
            Ok(report) => Ok(report.map(|report: Report| with(head, "report", json!(report)))),
            Err(error) if error.code() == Code::Closed => Err(error),
            Err(error) if error.code() == Code::Conflict && error.context("owner").is_some() => Ok(None),
            Err(error) => {
                self.put_off(row, json!(error.parts())).await?;
                Ok(Some(with(head, "error", json!(error.parts()))))
            }
        }
    }

    /// Lets a feed that failed wait, so that it does not keep others from running, and keeps why.
    async fn put_off(&self, row: &SyncRow, why: Json) -> Result<()> {
        let (store, now) = (&self.inner.state().await?.store, Timestamp::now());
        match Lease::take(store, row.id.clone(), AFTER_FAILURE, now).await {
            Ok((mut lease, _, Some(kept))) => {
                let mut state: State = serde_json::from_str(&kept).unwrap_or_default();
                state.error = Some(why);
                let change = SyncChange { state: text(&state)?, ..SyncChange::default() };
                lease.end(change, Some(after(now, AFTER_FAILURE))).await
            }
            Ok(_) => Ok(()),
            Err(error) if error.code() == Code::Conflict => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Tenant {
    /// The tenant's change feeds: a JSON array of `connection`, `resource`, `where`, `mirror`, `events`, `every_ms`, `due_at`,
    /// `as_of`, `records`, `running` (`owner`, `until`), `run` (the report of the run under way), `last` (that of
    /// the last finished one) and `error` (why the last scheduled run failed).
    pub async fn syncs(&self) -> Result<String> {
        let list = async {
            let store = &self.bridge.inner.state().await?.store;
            let now = Timestamp::now();
            let mut all = Vec::new();
            for row in store.syncs(&self.state.id).await? {
                let count = store.sync_count(&row.id).await?;
                all.push(told(&row, count, now));
            }
            Ok(Json::Array(all).to_string())
        };
        list.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("syncs.list"))
    }

    /// Forgets a change feed with its mirror: the next run begins anew (`connection`, `where`). `NOT_FOUND` when there is
    /// none, `CONFLICT` while it runs.
    pub async fn forget_sync(&self, resource: &str, options_json: &str) -> Result<()> {
        let forget = async {
            let options: FeedOptions = parse("syncs.forget", options_json)?;
            let feed = self.feed_of(model(resource)?, options.connection.as_deref(), &options.filter).await?;
            let store = &self.bridge.inner.state().await?.store;
            match store.forget_sync(&feed.id, Timestamp::now()).await? {
                true => Ok(()),
                false => Err(Error::new(Code::NotFound, format!("there is no sync of {resource} of this connection"))),
            }
        };
        forget.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("syncs.forget"))
    }
}

fn told(row: &SyncRow, count: u64, now: Timestamp) -> Json {
    let state: State = serde_json::from_str(&row.state).unwrap_or_default();
    let connection = row.id.connection.as_str();
    let runner = row.runner.as_ref().filter(|(_, until)| *until > now);
    let status = if runner.is_some() { Status::Running } else { Status::Paused };
    let run = state.run.as_ref().map(|run| Report::new(&row.id.resource, connection, run, status, now));
    json!({
        "connection": connection, "resource": row.id.resource, "where": state.filter, "mirror": state.setup.mirror,
        "events": state.events, "every_ms": state.every_ms, "due_at": row.due_at, "as_of": state.as_of, "records": count,
        "running": runner.map(|(owner, until)| json!({"owner": owner, "until": until})),
        "run": run, "last": state.last, "error": state.error,
    })
}
