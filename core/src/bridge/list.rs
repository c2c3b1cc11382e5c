//! A list: lazy, page by page, reading ahead as the caller takes the pages.

use std::collections::VecDeque;
use std::sync::Arc;

use futures::StreamExt;
use tokio::sync::Mutex;

use super::adapter::EntityPlan;
use super::ahead::{MOST_PAGES, Reach, Reading};
use super::answer::{Call, read_record};
use super::connection::Connection;
use super::leg::Leg;
use super::options::ListOptions;
use super::tenant::Tenant;
use crate::error::{Code, Error, Result};
use crate::mapping::Quarantined;
use crate::model::{KeyStyle, Model, Record, write_records};
use crate::resilience::one_call;

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
    /// The next pages of the first leg, in their order.
    ahead: VecDeque<Reading>,
    reach: Reach,
    left: u64,
    /// One entity serves the list, so what it tells of the whole holds.
    alone: bool,
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
        if options.prefetch.is_some_and(|pages| pages > MOST_PAGES) {
            return Err(Error::invalid_input(format!("prefetch must be 0 to {MOST_PAGES}")));
        }
        Ok(Listing { tenant, model, resource: model.path(), options, state: Mutex::new(State::Fresh) })
    }

    /// The next page; nothing after the last. After an error the run has ended: begin a new one.
    pub async fn next_page(&self) -> Result<Option<Page>> {
        one_call(self.turn_page()).await
    }

    async fn turn_page(&self) -> Result<Option<Page>> {
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
            ahead: VecDeque::new(),
            // Nobody waits for what is read in the background: it leaves the places to others.
            reach: Reach::new(self.options.prefetch.unwrap_or(if self.options.background { 1 } else { MOST_PAGES })),
            alone,
            left: self.options.limit.unwrap_or(u64::MAX),
        }))
    }

    async fn advance(&self, running: &mut Running) -> Result<Option<Page>> {
        while running.left > 0 {
            running.reach.wanted(&running.ahead);
            if !running.ahead.is_empty() {
                // Who waits for a page does not wait for those behind it as well.
                self.read_ahead(running).await?;
            }
            let Some(leg) = running.legs.front() else { return Ok(None) };
            let read = match running.ahead.pop_front() {
                Some(reading) => match reading.answer().await {
                    // It was not sent, because others took the places: now it is wanted.
                    Err(error) if error.code() == Code::Overloaded => None,
                    answer => Some(answer?),
                },
                None if std::mem::take(&mut running.counted) => None,
                None => {
                    self.tenant.count_call(self.model).await?;
                    None
                }
            };
            let answer = match read {
                Some(answer) => answer,
                None => leg.ask(0)?.read(self.options.deadline(running.connection.pipeline.policies())?).await?,
            };
            let Some(leg) = running.legs.front_mut() else { return Ok(None) };
            let page = leg.accept(answer)?;
            let plan = Arc::clone(&leg.plan);
            let total = leg.total.filter(|_| running.alone);
            if leg.done() {
                running.legs.pop_front();
                // There is less than the system had told.
                running.ahead.clear();
            }
            let mut records = page.records;
            records.truncate(usize::try_from(running.left).unwrap_or(usize::MAX));
            running.left -= records.len() as u64;
            self.read_ahead(running).await?;
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

    /// Begins to read what is likely to be wanted: never beyond the limit or the end that the system has told, and only where
    /// there is room for it.
    async fn read_ahead(&self, running: &mut Running) -> Result<()> {
        let Some(leg) = running.legs.front() else { return Ok(()) };
        let under_way = running.ahead.len() as u64;
        let wanted = running.reach.pages(leg).min(leg.open()).min(running.left.div_ceil(u64::from(leg.size().max(1))));
        let more = wanted.saturating_sub(under_way);
        if more == 0 {
            return Ok(());
        }
        // A request that cannot be made is told to who asks for its page.
        let Ok(next) = leg.ask(under_way) else { return Ok(()) };
        let more = more.min(u64::from(next.room()));
        let deadline = self.options.deadline(running.connection.pipeline.policies())?;
        for place in under_way..under_way + more {
            // A page that is not in the quota any more is told to who asks for it.
            if self.tenant.count_call(self.model).await.is_err() {
                break;
            }
            running.ahead.push_back(Reading::start(leg.ask(place)?, deadline));
        }
        Ok(())
    }
}

/// Reads each record whole, a few at once, in order; without those that were deleted since.
pub(super) async fn expand(
    connection: &Arc<Connection>,
    plan: &Arc<EntityPlan>,
    records: Vec<Record>,
    options: &ListOptions,
) -> Result<Vec<Record>> {
    let (whole, failed) = expand_each(connection, plan, records, options).await;
    failed.map_or(Ok(whole), Err)
}

/// The same, as far as it goes: those before the first that failed, and why it did.
pub(super) async fn expand_each(
    connection: &Arc<Connection>,
    plan: &Arc<EntityPlan>,
    records: Vec<Record>,
    options: &ListOptions,
) -> (Vec<Record>, Option<Error>) {
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
            Err(error) => return (out, Some(error)),
            Ok(record) => out.push(record),
        }
    }
    (out, None)
}
