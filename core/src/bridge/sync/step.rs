//! One step of a run after the other: each is made whole in the store, with what it tells, before the next begins.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::time::Instant;

use super::super::adapter::EntityPlan;
use super::super::ahead::Reading;
use super::super::connection::Connection;
use super::super::leg::Leg;
use super::super::options::ListOptions;
use super::super::tenant::Tenant;
use super::begin::sweeps;
use super::lease::{Lease, after};
use super::overrun::asking;
use crate::error::{Code, Error, Result};
use crate::event::milestone_kinds;
use crate::manifest::{DeletedBy, SinceKind};
use crate::mapping::DecodedPage;
use crate::model::Model;
use crate::protocol::Mark;
use crate::resilience::Deadline;
use crate::secret::Sealer;
use crate::store::SyncChange;
use crate::sync::{Mode, Part, Phase, Proof, Report, Run, State, Status, Way};

/// So many of the latest records are looked at for the time of the last change: some may have none.
const LATEST: u32 = 5;

/// A run that is this call's.
pub(super) struct Active {
    pub(super) connection: Arc<Connection>,
    pub(super) plans: Vec<Arc<EntityPlan>>,
    pub(super) sealer: Sealer,
    pub(super) lease: Lease,
    /// The feed's number.
    pub(super) number: u64,
    pub(super) state: State,
    pub(super) leg: Option<Leg>,
    /// The next page of the leg, read while the one before is kept.
    pub(super) ahead: Option<Reading>,
    pub(super) tenant: Tenant,
    pub(super) model: &'static Model,
    pub(super) max_pages: Option<u64>,
    pub(super) page_size: Option<u32>,
    /// When this call pauses.
    pub(super) until: Option<Instant>,
    /// How many steps this call has made.
    pub(super) steps: u64,
    /// Whether the list goes on where another call stopped.
    pub(super) resumed: bool,
    /// Milestones of other modules than the resource's, which the tenant may not use: they are not told.
    pub(super) closed: Vec<&'static str>,
}

impl Active {
    /// Makes the next step.
    pub(super) async fn step(&mut self, now: Timestamp) -> Result<Report> {
        let Some((index, phase)) = self.at() else { return self.finish(now).await };
        self.closed = self.closed().await?;
        match phase {
            Phase::Probe => self.probe(index).await?,
            Phase::List => {
                self.steps += 1;
                self.list(index, now).await?;
            }
            Phase::Feed => {
                self.steps += 1;
                self.feed(index, now).await?;
            }
            Phase::Sweep => {
                self.steps += 1;
                self.sweep(index, now).await?;
            }
            Phase::Done => {}
        }
        match self.at() {
            None => self.finish(now).await,
            Some(_) => self.report(Status::Running, now),
        }
    }

    /// An event of a module that its tenant may not use would come to nobody, and be a dead letter of those who want all.
    async fn closed(&self) -> Result<Vec<&'static str>> {
        let inner = &self.tenant.bridge.inner;
        let mut closed = Vec::new();
        let mut view = None;
        for kind in milestone_kinds(&self.lease.id.resource) {
            let Some(module) = inner.module_of(kind).filter(|module| *module != self.model.module) else { continue };
            if view.is_none() {
                view = Some(self.tenant.state.view(inner).await?);
            }
            match view.as_ref().map(|view| view.check_active(module)) {
                Some(Err(error)) if error.code() == Code::ModuleInactive => closed.push(kind),
                Some(Err(error)) => return Err(error),
                _ => {}
            }
        }
        Ok(closed)
    }

    /// The part that is at work, and what it does next.
    fn at(&mut self) -> Option<(usize, Phase)> {
        let parts = &self.state.run.as_ref()?.parts;
        parts.iter().enumerate().find(|(_, part)| part.phase != Phase::Done).map(|(index, part)| (index, part.phase))
    }

    pub(super) fn run(&mut self) -> Result<&mut Run> {
        self.state.run.as_mut().ok_or_else(|| Error::unexpected("a sync without a run"))
    }

    pub(super) fn part(&mut self, index: usize) -> Result<&mut Part> {
        self.run()?.parts.get_mut(index).ok_or_else(|| Error::unexpected("a sync without its part"))
    }

    pub(super) fn report(&mut self, status: Status, now: Timestamp) -> Result<Report> {
        let (resource, connection) = (self.lease.id.resource.clone(), self.lease.id.connection.clone());
        Ok(Report::new(&resource, connection.as_str(), self.run()?, status, now))
    }

    /// Leaves the run to the next call.
    pub(super) async fn pause(&mut self, now: Timestamp) -> Result<Report> {
        let report = self.report(Status::Paused, now)?;
        let change = SyncChange { state: text(&self.state)?, ..SyncChange::default() };
        // What has only begun is due at once.
        let due = self.lease.every.map(|_| now);
        self.lease.end(change, due).await?;
        Ok(report)
    }

    async fn finish(&mut self, now: Timestamp) -> Result<Report> {
        let report = self.report(Status::Finished, now)?;
        self.state.finish(report.clone());
        let change = SyncChange { state: text(&self.state)?, ..SyncChange::default() };
        let due = self.lease.every.map(|every| after(now, every));
        self.lease.end(change, due).await?;
        Ok(report)
    }

    /// How long a request of this step may take.
    pub(super) fn deadline(&self) -> Result<Deadline> {
        asking(self.until).deadline(self.connection.pipeline.policies())
    }

    fn options(&self, part: &Part) -> Result<ListOptions> {
        let filter = serde_json::from_value(self.state.filter.clone()).unwrap_or_default();
        Ok(ListOptions {
            filter,
            page_size: self.page_size,
            updated_since: part.since.map(|since| since.to_string()),
            include: self.state.setup.include.clone(),
            custom: self.state.setup.custom.clone(),
            ..asking(self.until)
        })
    }

    /// Asks for the time of the latest change before all is read: what changes while it is read is later than that, and the
    /// next run asks for it.
    async fn probe(&mut self, index: usize) -> Result<()> {
        let plan = Arc::clone(&self.plans[index]);
        let mut high = None;
        let mut server = None;
        if matches!(plan.entity.since.kind, SinceKind::Watermark | SinceKind::Descending) {
            let part = self.part(index)?.clone();
            let latest = ListOptions {
                sort: vec!["-updated_at".to_owned()],
                page_size: Some(LATEST.min(plan.page.max_size)),
                include: Vec::new(),
                ..self.options(&part)?
            };
            match Leg::new(&self.connection, &plan, &latest).await {
                Ok(Some(mut leg)) => {
                    let page = leg.next(self.deadline()?).await?;
                    high = page.records.iter().filter_map(|record| record.updated_at).max();
                    server = leg.server;
                }
                Ok(None) => {}
                // Its lists have no such order: then only a quiet read tells up to when changes were seen.
                Err(error) if matches!(error.code(), Code::Unsupported | Code::InvalidInput) => {}
                Err(error) => return Err(error),
            }
        }
        let part = self.part(index)?;
        (part.high, part.server, part.facts.probed) = (high, server, high.is_some());
        // What was deleted before this is not in the list any more.
        part.deleted = high;
        part.phase = Phase::List;
        self.lease.commit(SyncChange { state: text(&self.state)?, ..SyncChange::default() }).await
    }

    async fn list(&mut self, index: usize, now: Timestamp) -> Result<()> {
        let plan = Arc::clone(&self.plans[index]);
        let part = self.part(index)?.clone();
        let options = self.options(&part)?;
        let mut leg = match self.leg.take() {
            Some(leg) => leg,
            None => match Leg::new(&self.connection, &plan, &options).await? {
                Some(mut leg) => {
                    if let Some(mark) = &part.mark {
                        leg.resume(serde_json::from_value::<Mark>(mark.clone()).unwrap_or_default());
                    }
                    leg
                }
                None => {
                    self.part(index)?.facts.page(Way::OnePage, None, true);
                    return self.keep(index, DecodedPage::default(), None, now).await;
                }
            },
        };
        let repeated = leg.repeated;
        let answer = match self.ahead.take() {
            Some(ahead) => ahead.answer().await,
            None => leg.ask(0)?.read(self.deadline()?).await,
        };
        let page = match answer.and_then(|answer| leg.accept(answer)) {
            // The cursor of a run that was left may not be good any more.
            Err(error) if self.resumed && part.mark.is_some() && is_lost(&error) => return self.again(now).await,
            page => page?,
        };
        self.resumed = false;
        self.read_ahead(&leg).await?;
        let DecodedPage { mut records, quarantined } = page;
        if !options.include.is_empty() && plan.entity.expand.is_some() {
            records = self.whole(index, records, &options, now).await?;
        }
        let done = leg.done();
        let known = self.part(index)?;
        known.facts.page(leg.way(), leg.total, done);
        known.facts.repeated += leg.repeated - repeated;
        known.server = known.server.or(leg.server);
        known.mark = serde_json::to_value(leg.mark()).ok().filter(|_| !done);
        self.run()?.counts.pages += 1;
        self.keep(index, DecodedPage { records, quarantined }, Some(&leg), now).await?;
        self.leg = (!done).then_some(leg);
        Ok(())
    }

    /// Begins to read the page that the next step of this call will want, where there is room for it. What is kept of a page
    /// does not hang on when the next one was read: a run that stops here reads that one again.
    async fn read_ahead(&mut self, leg: &Leg) -> Result<()> {
        let last = self.max_pages.is_some_and(|most| self.steps >= most);
        if leg.done() || last || self.until.is_some_and(|until| until <= Instant::now()) {
            return Ok(());
        }
        // A page that cannot be asked for, or is not in the quota any more, is told by its step.
        let Ok(next) = leg.ask(0) else { return Ok(()) };
        if next.room() > 0 && self.tenant.count_call(self.model).await.is_ok() {
            self.ahead = Some(Reading::start(next, self.deadline()?));
        }
        Ok(())
    }

    /// What comes after the list.
    pub(super) fn after_list(plan: &EntityPlan, part: &Part) -> Phase {
        let fed = plan.entity.deleted.by == DeletedBy::Feed && !plan.entity.nested && plan.entity.parent.is_none();
        if fed { Phase::Feed } else { Self::after_feed(plan, part) }
    }

    pub(super) fn after_feed(plan: &EntityPlan, part: &Part) -> Phase {
        let swept = part.mode == Mode::Full && sweeps(plan) && part.facts.proof() != Proof::No;
        if swept { Phase::Sweep } else { Phase::Done }
    }

    /// Begins the run anew, with what the feed has seen so far.
    async fn again(&mut self, now: Timestamp) -> Result<()> {
        let parts = std::mem::take(&mut self.run()?.parts);
        let counts = self.run()?.counts.clone();
        let fresh = parts.into_iter().map(|part| Part {
            phase: if part.mode == Mode::Full { Phase::Probe } else { Phase::List },
            name: part.name,
            mode: part.mode,
            since: part.since,
            facts: crate::sync::Facts { can_ask: part.facts.can_ask, ..crate::sync::Facts::default() },
            ..Part::default()
        });
        let fresh = fresh.collect();
        self.state.begin(fresh, now);
        self.run()?.counts = counts;
        self.resumed = false;
        self.lease.commit(SyncChange { state: text(&self.state)?, ..SyncChange::default() }).await
    }
}

/// Whether an answer to a resumed list says that its place is gone, and not that the system is in trouble.
fn is_lost(error: &Error) -> bool {
    matches!(error.code(), Code::InvalidInput | Code::NotFound | Code::Conflict | Code::UpstreamInvalid)
}

/// The state as it is kept.
pub(super) fn text(state: &State) -> Result<String> {
    serde_json::to_string(state).map_err(|error| Error::unexpected(error.to_string()))
}
