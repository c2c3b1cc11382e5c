//! One entity's part of a list: its requests, page by page.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use reqwest::header::HeaderMap;
use serde_json::Value as Json;

use super::adapter::{EntityPlan, effect};
use super::connection::Connection;
use super::criteria::{Filter, id_column, sort_columns, updated_at};
use super::discovered::named_in_list;
use super::exchange::{Holes, Outgoing};
use super::options::ListOptions;
use super::request::Sending;
use super::since::Since;
use crate::error::{Code, Error, Result};
use crate::manifest::{PageKind, SelectSpec, SelectStyle};
use crate::mapping::{Context, DecodedPage, Quarantined, scalar_at};
use crate::model::Record;
use crate::protocol::{Criterion, Mark, Operator, Pager, Turn, Window, order, render};
use crate::resilience::Deadline;
use crate::sync::Way;

/// One entity's part of a list.
pub(super) struct Leg {
    pub(super) plan: Arc<EntityPlan>,
    asks: Arc<Asks>,
    pager: Pager,
    /// The ids that were sent already, where the system may send a record twice.
    sent: Option<HashSet<Box<str>>>,
    /// How many records the whole list has, where the system tells.
    pub(super) total: Option<u64>,
    /// How many records came twice because the pages moved.
    pub(super) repeated: u64,
    /// The server's clock when it sent the first page.
    pub(super) server: Option<Timestamp>,
    /// How many bytes the largest page had.
    pub(super) largest: usize,
}

/// What the requests of one entity's part of a list have in common.
struct Asks {
    plan: Arc<EntityPlan>,
    connection: Arc<Connection>,
    context: Context,
    filter: Filter,
    sort: Vec<(String, bool)>,
    since: Since,
    select: Option<(String, String)>,
    custom: Vec<String>,
}

/// One page, ready to be asked for.
pub(super) struct Asked {
    asks: Arc<Asks>,
    outgoing: Outgoing,
}

/// What came of a page; nothing where there is nothing to read.
pub(super) struct Answer(Option<Read>);

struct Read {
    page: DecodedPage,
    turn: Turn<'static>,
    server: Option<Timestamp>,
    bytes: usize,
}

impl Leg {
    /// The first record of the whole list (of a parent) that is the one looked for.
    pub(super) async fn find(
        connection: &Arc<Connection>,
        plan: &Arc<EntityPlan>,
        parent: Option<&str>,
        deadline: Deadline,
        wanted: impl Fn(&Record) -> bool,
    ) -> Result<Option<Record>> {
        let filter = Filter { parent: parent.map(str::to_owned), ..Filter::default() };
        let options = ListOptions { page_size: Some(plan.page.max_size), ..ListOptions::default() };
        let mut leg = Leg::filtered(connection, plan, &options, filter).await?;
        while !leg.done() {
            let page = leg.next(deadline).await?;
            if let Some(found) = page.records.into_iter().find(&wanted) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Prepares the list of one entity; nothing when no record can pass the filter.
    pub(super) async fn new(
        connection: &Arc<Connection>,
        plan: &Arc<EntityPlan>,
        options: &ListOptions,
    ) -> Result<Option<Leg>> {
        plan.operation("list")?;
        let zone = connection.zone().await?.clone();
        let names = named_in_list(plan, &options.filter, &options.sort)?;
        let collection = Filter::parent(plan, &options.filter, connection.name.as_str())?;
        let deadline = options.deadline(connection.pipeline.policies())?;
        let plan = &connection.discovered(plan, collection.as_deref(), &names, deadline).await?;
        let filter = Filter::new(plan, &options.filter, connection.name.as_str(), &zone)?;
        if filter.impossible {
            return Ok(None);
        }
        Leg::filtered(connection, plan, options, filter).await.map(Some)
    }

    pub(super) async fn filtered(
        connection: &Arc<Connection>,
        plan: &Arc<EntityPlan>,
        options: &ListOptions,
        filter: Filter,
    ) -> Result<Leg> {
        let zone = connection.zone().await?.clone();
        let context = connection.context(plan, options.raw, filter.parent.as_deref()).await?;
        let since = Since::new(plan, options.updated_since.as_deref(), &zone)?;
        let spec = &plan.page;
        let free = options.sort.is_empty();
        let window = match spec.kind {
            PageKind::None => Window::Position,
            PageKind::Cursor => Window::Cursor,
            _ if !spec.keyset => Window::Position,
            _ if free && since.is_watermark() && tells_changes(plan) => Window::Changed,
            _ if free && since.is_none() && id_column(plan).is_some() => Window::After,
            _ => Window::Position,
        };
        let sort = match &window {
            _ if spec.kind == PageKind::None && free => Vec::new(),
            _ if free => match since.order() {
                Some(order) => sort_columns(plan, &[order.to_owned()])?,
                None => sort_columns(plan, &[])?,
            },
            _ => sort_columns(plan, &options.sort)?,
        };
        let pager = Pager::new(spec, window, options.page_size)?;
        let twice = !spec.keyset && spec.kind != PageKind::None && plan.entity.id.is_some();
        let asks = Asks {
            plan: Arc::clone(plan),
            select: plan.entity.paged.then(|| select(connection, plan, options)).flatten(),
            connection: Arc::clone(connection),
            context,
            filter,
            sort,
            since: since.ordered(free),
            custom: options.custom.clone(),
        };
        Ok(Leg {
            plan: Arc::clone(plan),
            asks: Arc::new(asks),
            pager,
            sent: twice.then(HashSet::new),
            total: None,
            repeated: 0,
            server: None,
            largest: 0,
        })
    }

    /// Whether there is another page to ask for.
    pub(super) fn done(&self) -> bool {
        self.pager.done()
    }

    /// How the list is walked.
    pub(super) fn way(&self) -> Way {
        match self.pager.window {
            _ if self.plan.page.kind == PageKind::None => Way::OnePage,
            Window::After => Way::Keyset,
            Window::Changed => Way::Changes,
            Window::Cursor if self.plan.page.keyset => Way::Cursor,
            Window::Cursor | Window::Position => Way::Position,
        }
    }

    /// Where the list stands, between two pages.
    pub(super) fn mark(&self) -> Mark {
        self.pager.mark()
    }

    /// Goes on where a list of the same entity, filter and size stood.
    pub(super) fn resume(&mut self, mark: Mark) {
        self.pager.resume(mark);
    }

    /// The page that is `ahead` pages behind the next one. What moves by the page before it has only a next one.
    pub(super) fn ask(&self, ahead: u64) -> Result<Asked> {
        Ok(Asked { asks: Arc::clone(&self.asks), outgoing: self.asks.outgoing(&self.pager, ahead)? })
    }

    /// How many pages there are to be asked for without an answer to the one before: one, or those that the system has told
    /// of, where the window moves by position.
    pub(super) fn open(&self) -> u64 {
        match (self.done(), self.total) {
            (true, _) => 0,
            (false, Some(total)) if self.pager.window == Window::Position => self.pager.pages_left(total).max(1),
            _ => 1,
        }
    }

    /// How many records a page may have.
    pub(super) fn size(&self) -> u32 {
        self.pager.size()
    }

    /// Reads the next page.
    pub(super) async fn next(&mut self, deadline: Deadline) -> Result<DecodedPage> {
        let answer = self.ask(0)?.read(deadline).await?;
        self.accept(answer)
    }

    /// Takes the next page.
    pub(super) fn accept(&mut self, answer: Answer) -> Result<DecodedPage> {
        let Some(Read { mut page, turn, server, bytes }) = answer.0 else {
            self.pager.end();
            return Ok(DecodedPage::default());
        };
        self.largest = self.largest.max(bytes);
        self.server = self.server.or(server);
        self.total = turn.total.filter(|_| self.asks.since.is_exact());
        let first = page.records.first().map(|record| record.remote_id.clone());
        self.turn(&mut page, Turn { first_id: first.as_deref(), ..turn })?;
        Ok(page)
    }

    /// Moves the window behind a page, and drops from the page what was seen before or is not wanted.
    fn turn(&mut self, page: &mut DecodedPage, mut turn: Turn<'_>) -> Result<()> {
        match self.pager.window {
            Window::Position | Window::Cursor => {}
            Window::After => turn.edge = self.last_id(page),
            Window::Changed => {
                let last = page.records.iter().filter_map(|record| record.updated_at).next_back();
                let same = page.records.iter().filter(|record| record.updated_at == last);
                turn.at_edge = same.map(|record| record.remote_id.clone()).collect();
                let native = |at: Timestamp| updated_at(&self.plan, &at.to_string(), &self.asks.context.zone);
                turn.edge =
                    last.map(native).transpose()?.map(|(_, value)| value.as_str().unwrap_or_default().to_owned());
            }
        }
        if self.pager.window == Window::After && turn.edge.is_none() && turn.count > 0 {
            return Err(Error::new(
                Code::UpstreamInvalid,
                "no record of a whole page has an id; the list cannot go on",
            ));
        }
        if !self.pager.seen.is_empty() {
            let seen = &self.pager.seen;
            page.records.retain(|record| !seen.contains(&record.remote_id));
        }
        if let Some(sent) = &mut self.sent {
            let before = page.records.len();
            page.records.retain(|record| record.remote_id.is_empty() || sent.insert(record.remote_id.clone()));
            self.repeated += (before - page.records.len()) as u64;
        }
        let ends = self.asks.since.drop_older(&mut page.records);
        self.pager.advance(&self.plan.page, turn)?;
        if ends {
            self.pager.end();
        }
        Ok(())
    }

    /// The id of the last record that has one, readable or not. Quarantined records keep their place by their id.
    fn last_id(&self, page: &DecodedPage) -> Option<String> {
        self.plan.entity.id.as_ref()?;
        let mut quarantined = page.quarantined.iter().filter_map(|bad| self.bare_id(bad));
        let own =
            |id: &str| id.rsplit_once('/').filter(|_| self.plan.entity.nested).map_or(id, |(_, id)| id).to_owned();
        let good = page.records.last().map(|record| own(&record.remote_id));
        let order = |id: &String| (id.parse::<i64>().ok().filter(|_| self.plan.entity.id_integer), id.clone());
        // Texts are ordered by the system's collation, which we do not know: of texts, only the last good one counts.
        match self.plan.entity.id_integer {
            true => quarantined.chain(good).max_by_key(order),
            false => good.or_else(|| quarantined.next_back()),
        }
    }

    /// The system's id of a record that could not be read, where at least that can be.
    fn bare_id(&self, bad: &Quarantined) -> Option<String> {
        let pointer = format!("/{}", self.plan.entity.id.as_deref()?.replace('.', "/"));
        scalar_at(bad.raw.get(), &pointer)
    }

    /// Our id of it.
    pub(super) fn quarantined_id(&self, bad: &Quarantined) -> Option<Box<str>> {
        let remote = self.asks.context.remote_id(self.bare_id(bad)?.into());
        Some(self.asks.context.id(self.plan.variant.as_deref(), &remote))
    }
}

impl Asks {
    fn holes(&self) -> Holes<'_> {
        let named = Some(&self.filter.named).filter(|named| !named.is_empty());
        Holes { parent: self.filter.parent.as_deref(), named, ..Holes::default() }
    }

    fn outgoing(&self, pager: &Pager, ahead: u64) -> Result<Outgoing> {
        let operation = self.plan.operation("list")?;
        let holes = self.holes();
        let mut sending = Sending::new("list", operation, effect("list", operation), holes);
        let text = |(name, value): &(String, String)| (name.clone(), Json::from(value.as_str()));
        let params = &mut sending.params;
        params.extend(self.select.iter().map(text));
        params.extend(render(&self.plan.filter, &self.criteria(pager))?);
        params.extend(self.filter.query.iter().map(text));
        params.extend(self.since.params());
        params.extend(self.plan.entity.list_query.iter().map(|(name, value)| (name.clone(), value.as_str().into())));
        params.extend(order(&self.plan.sort, &self.sort)?);
        params.extend(pager.query(&self.plan.page, ahead));
        if operation.graphql.is_some() {
            sending.more = &self.custom;
        }
        self.connection.prepare(&self.plan, sending)
    }

    fn criteria(&self, pager: &Pager) -> Vec<Criterion> {
        let constant = |(column, operator, value): &(String, String, Json)| Criterion {
            column: column.clone(),
            operator: Operator::parse(operator).unwrap_or(Operator::Eq),
            values: self.connection.fill(&self.plan, value, self.holes()).into_iter().collect(),
        };
        let mut criteria: Vec<Criterion> = self.plan.entity.list_filter.iter().map(constant).collect();
        criteria.extend(self.filter.criteria.iter().cloned());
        match (&pager.window, &pager.edge) {
            (Window::After, Some(edge)) => {
                let value = edge.parse::<i64>().ok().filter(|_| self.plan.entity.id_integer);
                let value = value.map_or_else(|| Json::from(edge.as_str()), Json::from);
                let column = id_column(&self.plan).unwrap_or_default().to_owned();
                criteria.push(Criterion { column, operator: Operator::Gt, values: vec![value] });
            }
            (Window::Changed, Some(edge)) => criteria.extend(self.since.criterion(Some(edge))),
            _ => criteria.extend(self.since.criterion(None)),
        }
        criteria
    }
}

impl Asked {
    /// How many pages may be read before they are wanted.
    pub(super) fn room(&self) -> u32 {
        let connection = &self.asks.connection;
        connection.pipeline.room(&connection.rates.route(&connection.base, &self.outgoing.method, &self.outgoing.url))
    }

    /// Reads the page.
    pub(super) async fn read(self, deadline: Deadline) -> Result<Answer> {
        let Asked { asks, outgoing } = self;
        let Asks { plan, connection, .. } = &*asks;
        let operation = plan.operation("list")?;
        let incoming = connection.exchange(&outgoing, deadline).await?;
        if incoming.nothing {
            return Ok(Answer(None));
        }
        let text = connection.text(&incoming.response)?;
        let holes = asks.holes();
        let pointer = |at: &Option<String>| connection.pointer(plan, at.as_deref().unwrap_or_default(), holes);
        let items = pointer(&operation.answer.items);
        let page = match operation.answer.single {
            false => {
                plan.mapping.page(text, &items, operation.answer.item.as_deref().unwrap_or_default(), &asks.context)?
            }
            true => {
                let record = plan.mapping.record(text, &items, &asks.context)?;
                DecodedPage { records: vec![record], quarantined: Vec::new() }
            }
        };
        let told = |at: &Option<String>| at.as_ref().and_then(|_| scalar_at(text, &pointer(at)));
        let spec = &plan.page;
        let turn = Turn {
            count: page.len(),
            next: told(&spec.next),
            more: told(&spec.more).is_some_and(|text| !matches!(text.as_str(), "false" | "0")),
            total: told(&spec.total).and_then(|text| text.parse().ok()),
            ..Turn::default()
        };
        let (server, bytes) = (clock(&incoming.response.headers), incoming.response.body.len());
        Ok(Answer(Some(Read { page, turn, server, bytes })))
    }
}

/// The clock of the server that answered.
fn clock(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(reqwest::header::DATE)?.to_str().ok()?;
    Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok()
}

/// Whether answers say when a record was changed. Where the system filters by that time but does not send it, an
/// incremental read is paged by position.
pub(super) fn tells_changes(plan: &EntityPlan) -> bool {
    plan.entity.updated_at.as_ref().is_none_or(|spec| spec.map().read)
}

/// The query parameter that asks only for what is read.
pub(super) fn select(connection: &Connection, plan: &EntityPlan, options: &ListOptions) -> Option<(String, String)> {
    let spec = connection.adapter.manifest.select.as_ref()?;
    let mut members: Vec<String> = plan.mapping.listed_members().into_iter().map(str::to_owned).collect();
    if let Some((at, prefix)) = plan.mapping.custom() {
        match at {
            Some(_) => {}
            None => members.extend(options.custom.iter().map(|name| format!("{prefix}{name}"))),
        }
    }
    match (spec.style, options.raw) {
        (SelectStyle::JsonArray, true) => Some((spec.param.clone(), "[\"*\"]".to_owned())),
        (SelectStyle::Comma, true) => None,
        (_, false) => Some(selected(spec, members)),
    }
}

/// The query parameter that asks for some members.
pub(super) fn selected(spec: &SelectSpec, members: Vec<String>) -> (String, String) {
    let text = match spec.style {
        SelectStyle::JsonArray => Json::from(members).to_string(),
        SelectStyle::Comma => members.join(","),
    };
    (spec.param.clone(), text)
}
