//! A lease on a change feed: given back when it is dropped, so that a call that broke off keeps nobody waiting.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::error::{Code, Error, Result};
use crate::event::fresh_id;
use crate::store::{Leased, Store, SyncChange, SyncId};

/// How long a scheduled feed waits after a run that failed, at the most.
const AFTER_FAILURE: Duration = Duration::from_secs(60);

pub(super) struct Lease {
    pub(super) store: Arc<dyn Store>,
    pub(super) id: SyncId,
    fence: u64,
    length: Duration,
    /// How often the feed is due.
    pub(super) every: Option<Duration>,
    held: bool,
}

impl Lease {
    /// The lease, the feed's number and where it stands. `CONFLICT` where somebody else has it.
    pub(super) async fn take(
        store: &Arc<dyn Store>,
        id: SyncId,
        length: Duration,
        now: Timestamp,
    ) -> Result<(Lease, u64, Option<String>)> {
        let owner = format!("process {}, {}", std::process::id(), &fresh_id(now)?[20..]);
        match store.lease_sync(&id, &owner, now, after(now, length)).await? {
            Leased::Yours { fence, number, state } => {
                let lease = Lease { store: Arc::clone(store), id, fence, length, every: None, held: true };
                Ok((lease, number, state))
            }
            Leased::Theirs { owner, until } => {
                let wait = Duration::try_from(until.duration_since(now)).unwrap_or_default();
                let message = format!("this sync is being run by {owner} until {until}, or longer; call again later");
                Err(Error::new(Code::Conflict, message)
                    .with_retryable(true)
                    .with_retry_after(wait)
                    .with_context("owner", owner)
                    .with_context("until", until.to_string()))
            }
        }
    }

    /// Renews the lease for as long as it is polled, so that a step may take longer than a lease; the error once it is
    /// somebody else's. Between two steps nobody renews it: who has left a run half-way must not keep it.
    pub(super) fn heartbeat(&self) -> impl Future<Output = Error> + Send + use<> {
        let (store, id, fence, length) = (Arc::clone(&self.store), self.id.clone(), self.fence, self.length);
        async move {
            loop {
                tokio::time::sleep(length / 3).await;
                match store.renew_sync(&id, fence, after(Timestamp::now(), length)).await {
                    Ok(()) => {}
                    Err(error) if matches!(error.code(), Code::StaleLease | Code::Closed) => return error,
                    // The store may answer at the next beat, before the lease ends.
                    Err(error) => tracing::warn!(code = error.code().as_str(), "the lease on a sync was not renewed"),
                }
            }
        }
    }

    /// A step, after which the run goes on. The lease counts from now, not from when the step began.
    pub(super) async fn commit(&self, change: SyncChange) -> Result<()> {
        let now = Timestamp::now();
        let change = SyncChange { until: Some(after(now, self.length)), due_at: self.retry(now), ..change };
        self.store.commit_sync(&self.id, self.fence, change, now).await
    }

    /// The last step: the lease ends with it.
    pub(super) async fn end(&mut self, change: SyncChange, due_at: Option<Timestamp>) -> Result<()> {
        let change = SyncChange { until: None, due_at, ..change };
        self.store.commit_sync(&self.id, self.fence, change, Timestamp::now()).await?;
        self.held = false;
        Ok(())
    }

    /// Forgets what the feed has seen.
    pub(super) async fn clear(&self) -> Result<()> {
        self.store.clear_sync(&self.id, self.fence).await
    }

    /// When the feed is to run again after it failed, or was killed.
    fn retry(&self, now: Timestamp) -> Option<Timestamp> {
        self.every.map(|every| after(now, every.min(AFTER_FAILURE)))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.held {
            // The call itself queues the change; nobody waits for its answer.
            drop(self.store.release_sync(&self.id, self.fence, self.retry(Timestamp::now())));
        }
    }
}

pub(super) fn after(now: Timestamp, length: Duration) -> Timestamp {
    now.checked_add(length).unwrap_or(Timestamp::MAX)
}
