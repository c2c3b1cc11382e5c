//! Change feeds: what has changed in a system since it was looked at last, told by events, and kept as a mirror.

mod apply;
mod begin;
mod due;
mod gone;
mod lease;
mod mirror;
mod options;
mod overrun;
mod step;
mod whole;

use jiff::Timestamp;
use tokio::sync::Mutex;
use tokio::time::Instant;

use self::options::SyncOptions;
use self::step::Active;
use super::options::parse;
use super::spans;
use super::tenant::{Tenant, model};
use crate::error::{Code, Error, Result};
use crate::model::Model;
use crate::sync::{Report, Status};

pub use mirror::{MirrorPage, MirrorRead};

/// One call that runs a change feed. Nothing is asked before its first step is asked for; dropping it gives the feed free
/// for others, who go on from the last step.
pub struct SyncRun {
    tenant: Tenant,
    model: &'static Model,
    options: SyncOptions,
    place: Mutex<Place>,
}

enum Place {
    Fresh,
    Running(Box<Active>),
    Ended,
    /// A call was dropped half-way, or failed.
    Broken,
}

impl std::fmt::Debug for SyncRun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SyncRun").field("resource", &self.model.path()).finish_non_exhaustive()
    }
}

impl Tenant {
    /// Runs the change feed of a resource, for example `accounting.invoices`.
    pub fn sync(&self, resource: &str, options_json: &str) -> Result<SyncRun> {
        let options: SyncOptions = parse("sync", options_json)?;
        options.check()?;
        Ok(SyncRun::new(self.clone(), model(resource)?, options))
    }
}

impl SyncRun {
    fn new(tenant: Tenant, model: &'static Model, options: SyncOptions) -> Self {
        SyncRun { tenant, model, options, place: Mutex::new(Place::Fresh) }
    }

    /// Makes the next step, a page, and tells how the run stands after it; nothing after the step that ended it. What a
    /// step has told is on the disk. `CONFLICT` while somebody else runs this feed, with `owner` and `until`.
    pub async fn next(&self) -> Result<Option<String>> {
        let mut span = spans::sync(&self.tenant.bridge.inner.tracer, self.tenant.id(), self.model);
        let report = span.around(self.advance()).await.inspect_err(|error| span.failed(error.code().as_str()))?;
        report
            .map(|report| serde_json::to_string(&report))
            .transpose()
            .map_err(|error| Error::unexpected(error.to_string()))
    }

    async fn advance(&self) -> Result<Option<Report>> {
        let mut place = self.place.lock().await;
        let operation = format!("{}.sync", self.model.path());
        let named = |error: Error| error.in_tenant(self.tenant.id()).in_operation(&operation);
        let mut active = match std::mem::replace(&mut *place, Place::Broken) {
            Place::Fresh => Box::new(self.begin().await.map_err(named)?),
            Place::Running(active) => active,
            Place::Ended => {
                *place = Place::Ended;
                return Ok(None);
            }
            Place::Broken => {
                return Err(named(Error::new(Code::Cancelled, "this run broke off; call sync again, it goes on")));
            }
        };
        let connection = std::sync::Arc::clone(&active.connection);
        let step = async {
            let view = self.tenant.state.view(&self.tenant.bridge.inner).await?;
            view.check_active(self.model.module)?;
            match self.is_over(&active) {
                true => active.pause(Timestamp::now()).await,
                false => {
                    // A page that is on its way was counted when it was asked for.
                    if active.ahead.is_none() {
                        self.tenant.count_call(self.model).await?;
                    }
                    let heartbeat = active.lease.heartbeat();
                    let made = tokio::select! {
                        biased;
                        made = active.step(Timestamp::now()) => made,
                        lost = heartbeat => Err(lost),
                    };
                    match made {
                        Err(error) if active.ran_out(&error) => active.pause(Timestamp::now()).await,
                        made => made,
                    }
                }
            }
        };
        let report = step.await.map_err(|error| connection.locate(error, &operation))?;
        *place = if report.status == Status::Running { Place::Running(active) } else { Place::Ended };
        Ok(Some(report))
    }

    /// Leaves the run: once this has returned, the feed is free for others, who go on from its last step. A step that is
    /// being made is waited for; where its future was cancelled, that is until it has been dropped.
    pub async fn close(&self) {
        *self.place.lock().await = Place::Ended;
    }

    /// Runs until the feed has seen everything, or its budget is used up.
    pub(super) async fn run(&self) -> Result<Option<Report>> {
        let mut last = None;
        while let Some(report) = self.advance().await? {
            last = Some(report);
        }
        Ok(last)
    }

    fn is_over(&self, active: &Active) -> bool {
        active.until.is_some_and(|until| until <= Instant::now())
            || self.options.max_pages.is_some_and(|most| active.steps >= most)
    }
}
