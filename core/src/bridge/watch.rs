//! A job, looked at until it has ended.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::listen::Ear;
use super::options::parse;
use super::tenant::{Tenant, model};
use crate::error::{Code, Error, Result};
use crate::manifest::Job;
use crate::model::{Model, Record};
use crate::value::Value;

/// How long a job is watched, when the caller does not say.
const WATCH_MS: u64 = 30 * 60 * 1000;
/// How often a job is looked at whose stream is heard, and says nothing.
const LISTENING: Duration = Duration::from_secs(30);
/// How often one is looked at whose stream says much.
const AT_MOST_EACH: Duration = Duration::from_millis(100);

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WatchOptions {
    connection: Option<String>,
    raw: bool,
    /// For the whole watch.
    deadline_ms: Option<u64>,
    /// The wait before the second look, and the longest one, in place of the manifest's.
    first_ms: Option<u64>,
    most_ms: Option<u64>,
}

/// One job that is watched. Nothing is asked before its first state is asked for.
pub struct Watch {
    tenant: Tenant,
    model: &'static Model,
    id: String,
    options: WatchOptions,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    job: Option<Arc<Job>>,
    /// When it is given up.
    until: Option<Instant>,
    /// What was seen last, and whether it has ended.
    seen: Option<Record>,
    ended: bool,
    pause: Duration,
    /// When it was looked at, and when by the clock it is looked at next.
    looked: Option<(Instant, Instant)>,
    ear: Ear,
    status: String,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("resource", &self.model.path()).field("id", &self.id).finish_non_exhaustive()
    }
}

impl Tenant {
    /// Watches a record that is a job, for example a run of an agent.
    pub fn watch(&self, resource: &str, id: &str, options_json: &str) -> Result<Watch> {
        let options: WatchOptions = parse("watch", options_json)?;
        if [options.deadline_ms, options.first_ms, options.most_ms].contains(&Some(0)) {
            return Err(Error::invalid_input("deadline_ms, first_ms and most_ms must be at least 1"));
        }
        Ok(Watch { tenant: self.clone(), model: model(resource)?, id: id.to_owned(), options, state: Mutex::default() })
    }
}

impl Watch {
    /// The job's next state, each once, the one in which it ended as the last; then `None`. Looks again when the
    /// system's stream tells of a change, or less and less often, until something of it has changed. A caller that goes away in between loses nothing.
    ///
    /// `DEADLINE_EXCEEDED` when it has not ended in time; it may still go on in the system. What passes by itself, for
    /// example `UNAVAILABLE`, does not end the watch before that.
    pub async fn next(&self) -> Result<Option<Record>> {
        let mut state = self.state.lock().await;
        if state.ended {
            return Ok(None);
        }
        let job = self.begin(&mut state).await?;
        let until = *state.until.get_or_insert_with(|| {
            Instant::now() + Duration::from_millis(self.options.deadline_ms.unwrap_or(WATCH_MS))
        });
        loop {
            self.pause(&mut state, &job, until).await;
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(self.late(&state));
            }
            let looked = self.look(left).await;
            state.pause = (state.pause * 3 / 2).min(Duration::from_millis(self.options.most_ms.unwrap_or(job.most_ms)));
            if state.looked.is_none() {
                state.pause = Duration::from_millis(self.options.first_ms.unwrap_or(job.first_ms));
            }
            let asked_for = looked.as_ref().err().and_then(Error::retry_after).unwrap_or_default();
            let now = Instant::now();
            state.looked = Some((now, now + state.pause.max(asked_for)));
            let record = match looked {
                Ok(record) => record,
                // A pause of the system's says nothing of the job.
                Err(error) if error.retryable() => continue,
                Err(error) => return Err(error),
            };
            if state.seen.as_ref().is_some_and(|seen| seen.values == record.values) {
                continue;
            }
            state.status = text(&record, &job.status);
            state.ended = job.done.contains(&state.status) || job.failed.contains(&state.status);
            state.seen = Some(record.clone());
            return Ok(Some(record));
        }
    }

    /// Waits until the job is worth another look: until its stream tells of a change, else by the clock.
    async fn pause(&self, state: &mut State, job: &Job, until: Instant) {
        let Some((looked, next)) = state.looked else { return };
        let next = next.min(until);
        loop {
            if let Some(stream) = job.stream.as_ref().filter(|_| state.ear.wants() && state.ear.again() < next) {
                sleep_until(state.ear.again()).await;
                let left = until.saturating_duration_since(Instant::now());
                // A job that cannot be found any more is told by the look.
                let named = self.options.connection.as_deref();
                if let Ok(target) = self.tenant.sought(self.model, &self.id, named, false).await {
                    state.ear.listen(&target.connection, &target.plan, stream, &target.remote_id, left).await;
                }
            }
            if state.ear.open.is_none() {
                return sleep_until(next).await;
            }
            // While the stream is heard, the clock is for what it may have missed.
            let latest = if state.ear.is_alive() { next.max(looked + LISTENING).min(until) } else { next };
            match timeout_at(latest, state.ear.heard()).await {
                Ok(true) => return sleep_until((looked + AT_MOST_EACH).min(next)).await,
                Ok(false) => {}
                Err(_) => return,
            }
        }
    }

    /// Waits until the job has ended, and gives it. Fails where it failed: with `CANCELLED` where it was cancelled, with
    /// `CONFLICT` otherwise, because its state gives no result.
    pub async fn wait(&self) -> Result<Record> {
        while self.next().await?.is_some() {}
        let state = self.state.lock().await;
        let (Some(job), Some(record)) = (&state.job, &state.seen) else {
            return Err(Error::unexpected("a job has ended that was never seen"));
        };
        if !job.failed.contains(&state.status) {
            return Ok(record.clone());
        }
        let said = |name: &Option<String>| name.as_ref().map(|name| text(record, name)).filter(|said| !said.is_empty());
        let (code, word) = match job.cancelled.as_ref() == Some(&state.status) {
            true => (Code::Cancelled, "was cancelled"),
            false => (Code::Conflict, "failed"),
        };
        let why = said(&job.error_message).map(|why| format!(": {why}")).unwrap_or_default();
        let mut error = Error::new(code, format!("the job {word}{why}")).with_context("status", &*state.status);
        if let Some(native) = said(&job.error_code) {
            error = error.with_context("native_code", native);
        }
        Err(self.located(error.with_context("id", &*record.id)))
    }

    /// Cancels the job in the system.
    pub async fn cancel(&self) -> Result<Record> {
        let job = self.begin(&mut *self.state.lock().await).await?;
        let path = self.model.path();
        let Some(action) = &job.cancel else {
            return Err(self.located(Error::unsupported(format!("a job of {path} cannot be cancelled"))));
        };
        let options = json!({"connection": self.options.connection, "raw": self.options.raw}).to_string();
        self.tenant.action(&path, &self.id, action, "", &options).await
    }

    async fn begin(&self, state: &mut State) -> Result<Arc<Job>> {
        if let Some(job) = &state.job {
            return Ok(job.clone());
        }
        let target = self.tenant.sought(self.model, &self.id, self.options.connection.as_deref(), false).await?;
        let job = target.plan.entity.job.clone().ok_or_else(|| {
            let path = self.model.path();
            self.located(Error::unsupported(format!(
                "{path} are no jobs in {}",
                target.connection.adapter.manifest.title
            )))
        })?;
        Ok(state.job.insert(Arc::new(job)).clone())
    }

    async fn look(&self, left: Duration) -> Result<Record> {
        let most = u64::try_from(left.as_millis()).unwrap_or(u64::MAX).clamp(1, 30_000);
        let options = json!({"connection": self.options.connection, "raw": self.options.raw, "deadline_ms": most});
        self.tenant.get(&self.model.path(), &self.id, &options.to_string()).await
    }

    fn late(&self, state: &State) -> Error {
        let error =
            Error::new(Code::DeadlineExceeded, "the job has not ended in time; it may still go on in the system");
        self.located(error.with_context("id", &*self.id).with_context("status", &*state.status))
    }

    fn located(&self, error: Error) -> Error {
        error.in_tenant(self.tenant.id()).in_operation(&format!("{}.watch", self.model.path()))
    }
}

fn text(record: &Record, name: &str) -> String {
    match record.get(name) {
        Value::Null => String::new(),
        Value::Text(text) => text.to_string(),
        other => format!("{other:?}"),
    }
}
