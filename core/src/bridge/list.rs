//! A list: lazy, page by page, reading one page ahead.

use std::collections::VecDeque;
use std::sync::Arc;

use futures::StreamExt;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use super::adapter::EntityPlan;
use super::answer::{Call, read_record};
use super::connection::Connection;
use super::leg::Leg;
use super::options::ListOptions;
use super::tenant::Tenant;
use crate::error::{Code, Error, Result};
use crate::mapping::{DecodedPage, Quarantined};
use crate::model::{KeyStyle, Model, Record, write_records};
use crate::telemetry::Parent;

/// How many records are expanded at once.
const EXPAND_AT_ONCE: usize = 4;

/// One page of a list.
pub struct Page {
    /// The records, in order.
    pub records: Vec<Record>,
    /// Those that could not be read; the list goes on.
    pub quarantined: Vec<Quarantined>,
    /// How many records the whole list has, when the system tells.
    pub total: Option<u64>,
}

impl Page {
    /// The page as JSON: `records`, `quarantined` (`pointer`, `reason`, `raw`) and `total`.
    pub fn to_json(&self) -> String {
        let mut out = Vec::with_capacity(1024 * self.records.len() + 64);
        out.extend_from_slice(b"{\"records\":");
        write_records(&mut out, &self.records, KeyStyle::Snake);
        out.extend_from_slice(b",\"quarantined\":");
        // Writing to a Vec cannot fail.
        let _ = serde_json::to_writer(&mut out, &self.quarantined);
        out.extend_from_slice(b",\"total\":");
        let _ = serde_json::to_writer(&mut out, &self.total);
        out.push(b'}');
        String::from_utf8_lossy(&out).into_owned()
    }
}

/// One run over a list. Nothing is sent before the first page is asked for; dropping it cancels what is under way.
pub struct Listing {
    tenant: Tenant,
    model: &'static Model,
    resource: String,
    options: ListOptions,
    state: Mutex<State>,
}

enum State {
    Fresh,
    Running(Box<Running>),
    Ended,
    /// A call was dropped half-way, or failed: what comes next is not known.
    Broken,
}

struct Running {
    connection: Arc<Connection>,
    /// Whether the next page was counted before it was asked for.
    counted: bool,
    legs: VecDeque<Leg>,
    ahead: Option<Ahead>,
    left: u64,
    /// One entity serves the list, so what it tells of the whole holds.
    alone: bool,
}

/// A page that is read while the caller works on the one before; given up when dropped.
struct Ahead(JoinHandle<(Leg, Result<DecodedPage>)>);

impl Drop for Ahead {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Listing {
    pub(super) fn new(tenant: Tenant, model: &'static Model, options: ListOptions) -> Result<Listing> {
        for name in &options.include {
            let rows = |field: &&crate::model::Field| matches!(field.kind, crate::model::FieldKind::Rows(_));
            let known: Vec<&str> = model.fields.iter().filter(rows).map(|field| field.name).collect();
            if !known.contains(&name.as_str()) {
                return Err(Error::invalid_input(format!("include {name:.64?}: there is only: {}", known.join(", "))));
            }
        }
        if options.prefetch.is_some_and(|pages| pages > 1) {
            return Err(Error::invalid_input("prefetch must be 0 or 1"));
        }
        Ok(Listing { tenant, model, resource: model.path(), options, state: Mutex::new(State::Fresh) })
    }

    /// The next page; nothing after the last. After an error the run has ended: begin a new one.
    pub async fn next_page(&self) -> Result<Option<Page>> {
        let mut state = self.state.lock().await;
        let operation = format!("{}.list", self.resource);
        // A call that is dropped half-way must not leave a window that was moved: the run is put back only when whole.
        let mut running = match std::mem::replace(&mut *state, State::Broken) {
            State::Fresh => self.start().await?,
            State::Running(running) => {
                self.check_active().await?;
                running
            }
            State::Ended => {
                *state = State::Ended;
                return Ok(None);
            }
            State::Broken => {
                return Err(Error::new(Code::Cancelled, "this run over the list broke off; begin a new one")
                    .in_operation(&operation));
            }
        };
        let connection = Arc::clone(&running.connection);
        match self.advance(&mut running).await.map_err(|error| connection.locate(error, &operation))? {
            Some(page) => {
                *state = State::Running(running);
                Ok(Some(page))
            }
            None => {
                *state = State::Ended;
                Ok(None)
            }
        }
    }

    fn named(&self, error: Error) -> Error {
        error.in_tenant(self.tenant.id()).in_operation(&format!("{}.list", self.resource))
    }

    /// A list that goes on needs its module as one that begins does.
    async fn check_active(&self) -> Result<()> {
        let view = self.tenant.state.view(&self.tenant.bridge.inner).await;
        view.and_then(|view| view.check_active(self.model.module).map(|_| ())).map_err(|error| self.named(error))
    }

    async fn start(&self) -> Result<Box<Running>> {
        let connection = self.tenant.serving(self.model, self.options.connection.as_deref()).await;
        let connection = connection.map_err(|error| self.named(error))?;
        self.tenant.count_call(self.model).await.map_err(|error| self.named(error))?;
        let located = |error: Error| connection.locate(error, &format!("{}.list", self.resource));
        let resource = connection.adapter.resource(&self.resource).map_err(located)?;
        let mut legs = VecDeque::new();
        for plan in &resource.entities {
            if let Some(leg) = Leg::new(&connection, plan, &self.options).await.map_err(located)? {
                legs.push_back(leg);
            }
        }
        let alone = legs.len() == 1;
        Ok(Box::new(Running {
            connection,
            counted: true,
            legs,
            ahead: None,
            alone,
            left: self.options.limit.unwrap_or(u64::MAX),
        }))
    }

    async fn advance(&self, running: &mut Running) -> Result<Option<Page>> {
        while running.left > 0 {
            let (leg, page) = match running.ahead.take() {
                Some(mut ahead) => {
                    (&mut ahead.0).await.map_err(|_| Error::unexpected("reading a page ahead broke off"))?
                }
                None => {
                    if running.legs.is_empty() {
                        return Ok(None);
                    }
                    if !std::mem::take(&mut running.counted) {
                        self.tenant.count_call(self.model).await?;
                    }
                    let Some(mut leg) = running.legs.pop_front() else { return Ok(None) };
                    let page = leg.next(self.options.deadline(running.connection.pipeline.policies())?).await;
                    (leg, page)
                }
            };
            let page = page?;
            let plan = Arc::clone(&leg.plan);
            let total = leg.total.filter(|_| running.alone);
            if !leg.done() {
                running.legs.push_front(leg);
            }
            let mut records = page.records;
            records.truncate(usize::try_from(running.left).unwrap_or(usize::MAX));
            running.left -= records.len() as u64;
            if self.options.prefetch != Some(0) && running.left > 0 {
                running.ahead = self.read_ahead(running).await?;
            }
            if records.is_empty() && page.quarantined.is_empty() {
                continue;
            }
            if !self.options.include.is_empty() && plan.entity.expand.is_some() {
                for _ in &records {
                    self.tenant.count_call(self.model).await?;
                }
                records = expand(&running.connection, &plan, records, &self.options).await?;
            }
            return Ok(Some(Page { records, quarantined: page.quarantined, total }));
        }
        Ok(None)
    }

    async fn read_ahead(&self, running: &mut Running) -> Result<Option<Ahead>> {
        // A page that is not in the quota any more is told to who asks for it.
        if running.legs.is_empty() || self.tenant.count_call(self.model).await.is_err() {
            return Ok(None);
        }
        let Some(mut leg) = running.legs.pop_front() else { return Ok(None) };
        let deadline = self.options.deadline(running.connection.pipeline.policies())?;
        Ok(Some(Ahead(tokio::spawn(Parent::carried(async move {
            let page = leg.next(deadline).await;
            (leg, page)
        })))))
    }
}

/// Reads each record whole, a few at once, in order; without those that were deleted since.
pub(super) async fn expand(
    connection: &Arc<Connection>,
    plan: &Arc<EntityPlan>,
    records: Vec<Record>,
    options: &ListOptions,
) -> Result<Vec<Record>> {
    let one = |record: Record| async move {
        let deadline = options.deadline(connection.pipeline.policies())?;
        let call = Call { connection, plan, raw: options.raw, deadline };
        read_record(call, &record.remote_id).await
    };
    let mut whole = futures::stream::iter(records.into_iter().map(one)).buffered(EXPAND_AT_ONCE);
    let mut out = Vec::new();
    while let Some(record) = whole.next().await {
        match record {
            // Deleted since the page was read.
            Err(error) if error.code() == Code::NotFound => {}
            record => out.push(record?),
        }
    }
    Ok(out)
}
