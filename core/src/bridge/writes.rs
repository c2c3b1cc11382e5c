//! The write ledger, as callers see it: what is in flight, what nobody knows, and what becomes of it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use tokio::time::{Instant, timeout_at};

use super::answer::Call;
use super::ledger::Trace;
use super::options::{deadline, parse};
use super::reconcile::{Found, advice, reconcile, record_id};
use super::root::Bridge;
use super::tenant::{Tenant, model};
use crate::error::{Code, Error, Result};
use crate::manifest::Effect;
use crate::resilience::Deadline;
use crate::store::{WriteFilter, WriteRow, WriteStage};

/// How many writes are listed when the caller does not say, and at the most.
const LISTED: u32 = 100;
const MOST_LISTED: u32 = 1_000;
/// How many due writes one drain takes at a time.
const AT_ONCE: u32 = 50;
/// A write whose outcome stayed open is looked at again after this.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// How the write ledger keeps and settles.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WritesConfig {
    /// How long known outcomes are kept, in days.
    keep_days: u32,
    /// What cannot be found this long after its call has ended did not happen.
    settles_after_ms: u64,
}

impl Default for WritesConfig {
    fn default() -> Self {
        WritesConfig { keep_days: 30, settles_after_ms: 300_000 }
    }
}

impl WritesConfig {
    pub(super) fn settles_after(&self) -> Duration {
        Duration::from_millis(self.settles_after_ms)
    }

    pub(super) fn forget_before(&self, now: Timestamp) -> Timestamp {
        let kept = SignedDuration::from_hours(i64::from(self.keep_days) * 24);
        now.checked_sub(kept).unwrap_or(Timestamp::MIN)
    }
}

/// Which writes are listed.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ListOptions {
    state: Option<String>,
    connection: Option<String>,
    operation: Option<String>,
    limit: Option<u32>,
}

/// Which write, where a key was used more than once; and for `settle` what became of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WriteOptions {
    connection: Option<String>,
    operation: Option<String>,
    deadline_ms: Option<u64>,
    outcome: Option<String>,
    record_id: Option<String>,
}

/// What a look has found out, in the words of callers.
struct Resolved {
    state: &'static str,
    remote_id: Option<String>,
    more: Map<String, Json>,
}

impl Tenant {
    /// The tenant's writes in the ledger, the newest first, as a JSON array: `state` is `intent`, `sent`, `unknown` or
    /// `known`.
    pub async fn writes(&self, options_json: &str) -> Result<String> {
        let list = async {
            let options: ListOptions = parse("writes.list", options_json)?;
            let stage = options.state.as_deref().map(stage).transpose()?;
            let limit = options.limit.unwrap_or(LISTED);
            if !(1..=MOST_LISTED).contains(&limit) {
                return Err(Error::invalid_input(format!("limit must be 1 to {MOST_LISTED}")));
            }
            let ListOptions { connection, operation, .. } = options;
            let filter = WriteFilter { stage, connection, operation, key: None, limit };
            let rows = self.bridge.inner.state().await?.store.writes(&self.state.id, filter).await?;
            Ok(Json::Array(rows.iter().map(told).collect()).to_string())
        };
        list.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("writes.list"))
    }

    /// One write by its key, with the input that was sent while its outcome is open.
    pub async fn write(&self, key: &str, options_json: &str) -> Result<String> {
        let get = async {
            let row = self.write_row(key, &parse("writes.get", options_json)?).await?;
            let mut told = told(&row);
            if let Some(sealed) = &row.input {
                told["input"] = Json::Object(self.open_input(&row.id, sealed).await?);
            }
            Ok(told.to_string())
        };
        get.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("writes.get"))
    }

    /// Finds out what became of a write: looks for it in the system. Answers the entry with its new `state`, which is
    /// `not_applied` where it surely did not happen, the `record` as it is now, and `differs`, the fields that it does
    /// not hold.
    pub async fn resolve_write(&self, key: &str, options_json: &str) -> Result<String> {
        let resolve = async {
            let options: WriteOptions = parse("writes.resolve", options_json)?;
            let row = self.write_row(key, &options).await?;
            let resolved = self.resolve(&row, options.deadline_ms).await?;
            let mut told = told(&row);
            if let Json::Object(members) = &mut told {
                members.extend(resolved.more);
            }
            told["state"] = resolved.state.into();
            if let (Some(remote_id), Ok(trace)) = (&resolved.remote_id, trace(&row)) {
                told["record_id"] = record_id(row.id.connection.as_str(), trace.variant.as_deref(), remote_id).into();
            }
            Ok(told.to_string())
        };
        resolve.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("writes.resolve"))
    }

    /// Tells what became of a write, where the bridge cannot find out: `outcome` is `applied` (of a create with the
    /// `record_id`) or `not_applied`, which frees the key.
    pub async fn settle_write(&self, key: &str, options_json: &str) -> Result<()> {
        let settle = async {
            let options: WriteOptions = parse("writes.settle", options_json)?;
            let row = self.write_row(key, &options).await?;
            if matches!(row.stage, WriteStage::Intent | WriteStage::Sent) && row.due > Timestamp::now() {
                let message = "the call of this write may still be under way; settle it when it has ended";
                return Err(Error::new(Code::Conflict, message).with_context("due_at", row.due.to_string()));
            }
            let store = &self.bridge.inner.state().await?.store;
            match options.outcome.as_deref() {
                Some("not_applied") => store.abandon_write(&row.id, row.attempt).await,
                Some("applied") => {
                    let trace = trace(&row).ok();
                    let given = options.record_id.as_deref().map(|id| {
                        let variant = trace.as_ref().and_then(|trace| trace.variant.as_deref());
                        let prefix = record_id(row.id.connection.as_str(), variant, "");
                        id.strip_prefix(&prefix).unwrap_or(id).to_owned()
                    });
                    // With a key, what was made is asked for again.
                    let known = trace.filter(|trace| trace.verb.is_some() || !row.keyed);
                    let remote_id = given.or_else(|| known?.record_id()).ok_or_else(|| {
                        Error::invalid_input("say which record the write made: settle needs its record_id")
                    })?;
                    store.finish_write(&row.id, row.attempt, &remote_id).await
                }
                _ => Err(Error::invalid_input("outcome must be \"applied\" or \"not_applied\"")),
            }
        };
        settle.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("writes.settle"))
    }

    /// The one write with a key.
    async fn write_row(&self, key: &str, options: &WriteOptions) -> Result<WriteRow> {
        let filter = WriteFilter {
            connection: options.connection.clone(),
            operation: options.operation.clone(),
            key: Some(key.to_owned()),
            limit: 2,
            stage: None,
        };
        let mut rows = self.bridge.inner.state().await?.store.writes(&self.state.id, filter).await?;
        match (rows.pop(), rows.pop()) {
            (None, _) => Err(Error::new(Code::NotFound, "the ledger has no write with this key")),
            (Some(row), None) => Ok(row),
            (Some(_), Some(_)) => {
                Err(Error::invalid_input("the key was used for several writes: name the connection and the operation"))
            }
        }
    }

    /// Finds out what became of a write, and enters it.
    async fn resolve(&self, row: &WriteRow, deadline_ms: Option<u64>) -> Result<Resolved> {
        let store = &self.bridge.inner.state().await?.store;
        let plain = |state| Resolved { state, remote_id: None, more: Map::new() };
        match row.stage {
            WriteStage::Known => return Ok(Resolved { remote_id: row.remote_id.clone(), ..plain("known") }),
            WriteStage::Intent if row.due <= Timestamp::now() => {
                store.abandon_write(&row.id, row.attempt).await?;
                return Ok(plain("not_applied"));
            }
            WriteStage::Intent => return Ok(plain("intent")),
            WriteStage::Sent | WriteStage::Unknown => {}
        }
        let trace = trace(row)?;
        if trace.verb.is_none() {
            // What a request of the caller's own does, only the caller knows; and files have names that others have too.
            return Ok(plain(row.stage.as_str()));
        }
        let input = match &row.input {
            Some(sealed) => self.open_input(&row.id, sealed).await?,
            None => Map::new(),
        };
        let path = row.id.operation.rsplit_once('.').map_or(row.id.operation.as_str(), |(path, _)| path);
        // Finding out what became of a write is no call of its own: no quota may stand in its way.
        let connection = self.serving(model(path)?, Some(row.id.connection.as_str())).await?;
        let found = async {
            let plan = connection.adapter.resource(path)?.variant(trace.variant.as_deref())?;
            let deadline = deadline(connection.pipeline.policies(), deadline_ms)?;
            let parent = match &trace.target {
                Some(target) => plan.holes(target)?.parent,
                None => trace.parent.as_deref(),
            };
            let plan = &connection.discovered(plan, parent, &[], deadline).await?;
            let call = Call { connection: &connection, plan, raw: false, deadline };
            let settles = self.bridge.inner.config.writes.settles_after();
            reconcile(call, &trace, &input, row.due, settles).await
        };
        let found = found.await.map_err(|error| connection.locate(error, &row.id.operation))?;
        let as_json = |record: &Option<crate::model::Record>| {
            record.as_ref().and_then(|record| serde_json::from_str(&record.to_json()).ok()).unwrap_or(Json::Null)
        };
        Ok(match found {
            Found::Done { remote_id, record } => {
                store.finish_write(&row.id, row.attempt, &remote_id).await?;
                let more = Map::from_iter([("record".to_owned(), as_json(&record)), ("advice".to_owned(), Json::Null)]);
                Resolved { state: "known", remote_id: Some(remote_id), more }
            }
            Found::NotDone => {
                store.abandon_write(&row.id, row.attempt).await?;
                let more = Map::from_iter([("advice".to_owned(), Json::Null)]);
                Resolved { state: "not_applied", remote_id: None, more }
            }
            Found::Open { record, differs, wait } => {
                let wait = wait.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
                let more = Map::from_iter([
                    ("record".to_owned(), as_json(&record)),
                    ("differs".to_owned(), json!(differs)),
                    ("retry_after_ms".to_owned(), json!(wait)),
                ]);
                Resolved { state: row.stage.as_str(), remote_id: None, more }
            }
        })
    }
}

/// What became of the writes that were looked after.
#[derive(Debug, Default, Serialize)]
pub(super) struct Settled {
    pub(super) known: u64,
    pub(super) not_applied: u64,
    pub(super) unknown: u64,
    forgotten: u64,
}

impl Bridge {
    /// Looks after the ledger of all tenants, for `deadline_ms` at the most: finds out what became of writes whose call
    /// has ended, and forgets old outcomes. Answers the counts `known`, `not_applied`, `unknown`, `forgotten`.
    pub async fn drain_writes(&self, deadline_ms: u64) -> Result<String> {
        let settled = self.settle_writes(Deadline::after(Duration::from_millis(deadline_ms)).instant()).await?;
        serde_json::to_string(&settled).map_err(|error| Error::unexpected(error.to_string()))
    }

    /// The same, until a moment.
    pub(super) async fn settle_writes(&self, end: Instant) -> Result<Settled> {
        let inner = &self.inner;
        let store = &inner.state().await?.store;
        let now = Timestamp::now();
        let forgotten = store.forget_writes(inner.config.writes.forget_before(now)).await?;
        let looked_before = now.checked_sub(LOOK_AGAIN).unwrap_or(Timestamp::MIN);
        let mut settled = Settled { forgotten, ..Settled::default() };
        loop {
            let rows = store.due_writes(looked_before, AT_ONCE).await?;
            for row in &rows {
                let left = end.saturating_duration_since(Instant::now());
                let left = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
                let tenant = self.tenant(row.id.tenant.as_str())?;
                let resolved = match left {
                    0 => None,
                    // Not every question that a write may need knows the deadline: some belong to the connection.
                    left => timeout_at(end, tenant.resolve(row, Some(left))).await.ok().and_then(Result::ok),
                };
                match resolved.map(|resolved| resolved.state) {
                    Some("known") => settled.known += 1,
                    Some("not_applied") => settled.not_applied += 1,
                    _ => settled.unknown += 1,
                }
            }
            if rows.is_empty() || Instant::now() >= end {
                break;
            }
        }
        Ok(settled)
    }
}

fn stage(word: &str) -> Result<WriteStage> {
    WriteStage::ALL
        .into_iter()
        .find(|stage| stage.as_str() == word)
        .ok_or_else(|| Error::invalid_input(format!("{word:.32?} is not a state: use intent, sent, unknown or known")))
}

fn trace(row: &WriteRow) -> Result<Trace> {
    serde_json::from_str(&row.trace).map_err(|_| {
        Error::unsupported(
            "this write was entered by an earlier version; repeat its call with the same key, or settle it",
        )
    })
}

/// An entry, as callers see it.
fn told(row: &WriteRow) -> Json {
    let trace = trace(row).ok();
    let trace = trace.as_ref();
    let remote_id = row.remote_id.as_deref().or_else(|| trace?.target.as_deref());
    let variant = trace.and_then(|trace| trace.variant.as_deref());
    let name = row.id.connection.as_str();
    let repeatable = |trace: &Trace| match row.stage {
        WriteStage::Intent => true,
        WriteStage::Known => row.keyed,
        _ => trace.effect == Effect::Idempotent || (row.keyed && trace.key.is_some()),
    };
    json!({
        "key": row.id.key,
        "given": row.keyed,
        "state": row.stage.as_str(),
        "connection": name,
        "operation": row.id.operation,
        "effect": trace.map(|trace| trace.effect),
        "record_id": remote_id.map(|id| record_id(name, variant, id)),
        "began_at": row.since.to_string(),
        "due_at": row.due.to_string(),
        "settled_at": row.settled_at.map(|at| at.to_string()),
        "repeatable": trace.map(repeatable),
        "advice": match row.stage {
            WriteStage::Known => None,
            WriteStage::Intent => Some("it surely was not sent; it may be sent again"),
            WriteStage::Sent => Some("its call may still be under way; look again when due_at has passed"),
            WriteStage::Unknown => trace.map(|trace| advice(trace, row.keyed)),
        },
    })
}
