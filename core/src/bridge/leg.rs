//! One entity's part of a list: its requests, page by page.

use std::sync::Arc;

use serde_json::Value as Json;
use url::Url;

use super::adapter::{EntityPlan, effect};
use super::connection::Connection;
use super::criteria::{Filter, id_column, sort_columns, updated_at};
use super::exchange::{Holes, Outgoing, method};
use super::options::ListOptions;
use crate::error::{Code, Error, Result};
use crate::manifest::{FilterSpec, Page as PageSpec, SelectSpec, SelectStyle, SinceKind};
use crate::mapping::{Context, DecodedPage};
use crate::model::Record;
use crate::protocol::{Criterion, Operator, Pager, Window, order, render, text_at};
use crate::resilience::Deadline;
use crate::value::parse_instant;

/// One entity's part of a list.
pub(super) struct Leg {
    pub(super) plan: Arc<EntityPlan>,
    connection: Arc<Connection>,
    context: Context,
    filter: Filter,
    sort: Vec<(String, bool)>,
    /// The edge from which an incremental read starts.
    since: Option<(String, Json)>,
    pager: Pager,
    select: Option<(String, String)>,
    spec: PageSpec,
}

impl Leg {
    /// Prepares the list of one entity; nothing when no record can pass the filter.
    pub(super) async fn new(
        connection: &Arc<Connection>,
        plan: &Arc<EntityPlan>,
        options: &ListOptions,
    ) -> Result<Option<Leg>> {
        plan.operation("list")?;
        let manifest = Arc::clone(&connection.adapter.manifest);
        let context = connection.context(plan, options.raw).await?;
        let filter = Filter::new(plan, &options.filter, connection.name.as_str(), &context.zone)?;
        if filter.impossible {
            return Ok(None);
        }
        let mut spec = manifest.page.clone();
        if !plan.entity.paged {
            spec.kind = crate::manifest::PageKind::None;
        }
        let since = match &options.updated_since {
            None => None,
            Some(text) => Some(start(plan, text, &context)?),
        };
        let window = match (&since, options.sort.is_empty(), id_column(plan)) {
            _ if spec.kind == crate::manifest::PageKind::None => Window::Position,
            (Some(_), true, _) => Window::Changed,
            (None, true, Some(_)) => Window::After,
            _ => Window::Position,
        };
        let sort = match &window {
            _ if spec.kind == crate::manifest::PageKind::None => Vec::new(),
            Window::Changed => sort_columns(plan, &["updated_at".to_owned()])?,
            _ => sort_columns(plan, &options.sort)?,
        };
        let select = plan.entity.paged.then(|| select(connection, plan, options)).flatten();
        let pager = Pager::new(&spec, window, options.page_size)?;
        Ok(Some(Leg {
            plan: Arc::clone(plan),
            connection: Arc::clone(connection),
            context,
            filter,
            sort,
            since,
            pager,
            select,
            spec,
        }))
    }

    /// Whether there is another page to ask for.
    pub(super) fn done(&self) -> bool {
        self.pager.done()
    }

    fn url(&self) -> Result<Url> {
        let operation = self.plan.operation("list")?;
        let manifest = &self.connection.adapter.manifest;
        let holes = Holes { parent: self.filter.parent.as_deref(), ..Holes::default() };
        let mut url = self.connection.url(&self.plan, &operation.path, &operation.query, holes)?;
        let mut query: Vec<(String, String)> = self.select.iter().cloned().collect();
        if let Some(filter) = render_all(&manifest.filter, self.criteria())? {
            query.push(filter);
        }
        query.extend(self.filter.query.iter().cloned());
        query.extend(self.plan.entity.list_query.iter().map(|(name, value)| (name.clone(), value.clone())));
        if !self.sort.is_empty() {
            query.extend(order(&manifest.sort, &self.sort));
        }
        query.extend(self.pager.query(&self.spec));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }

    fn criteria(&self) -> Vec<Criterion> {
        let constant = |(column, operator, value): &(String, String, Json)| Criterion {
            column: column.clone(),
            operator: Operator::parse(operator).unwrap_or(Operator::Eq),
            values: vec![value.clone()],
        };
        let mut criteria: Vec<Criterion> = self.plan.entity.list_filter.iter().map(constant).collect();
        criteria.extend(self.filter.criteria.iter().cloned());
        match (&self.pager.window, &self.pager.edge, &self.since) {
            (Window::After, Some(edge), _) => {
                let value = edge.parse::<i64>().ok().filter(|_| self.plan.entity.id_integer);
                let value = value.map_or_else(|| Json::from(edge.as_str()), Json::from);
                let column = id_column(&self.plan).unwrap_or_default().to_owned();
                criteria.push(Criterion { column, operator: Operator::Gt, values: vec![value] });
            }
            (Window::Changed, Some(edge), Some((column, _))) => {
                criteria.push(Criterion {
                    column: column.clone(),
                    operator: Operator::Gte,
                    values: vec![edge.as_str().into()],
                });
            }
            (_, _, Some((column, start))) => {
                criteria.push(Criterion {
                    column: column.clone(),
                    operator: Operator::Gte,
                    values: vec![start.clone()],
                });
            }
            _ => {}
        }
        criteria
    }

    /// Reads the next page.
    pub(super) async fn next(&mut self, deadline: Deadline) -> Result<DecodedPage> {
        let operation = self.plan.operation("list")?;
        let outgoing = Outgoing {
            operation: "list".to_owned(),
            effect: effect("list", operation),
            method: method(&operation.method)?,
            url: self.url()?,
            headers: Vec::new(),
            body: None,
        };
        let incoming = self.connection.exchange(&outgoing, deadline).await?;
        if incoming.nothing {
            self.pager.advance(&self.spec, 0, None, None, Vec::new())?;
            return Ok(DecodedPage::default());
        }
        let text = self.connection.text(&incoming.response)?;
        let items = operation.answer.items.as_deref().unwrap_or_default();
        let mut page = match operation.answer.single {
            false => self.plan.mapping.page(text, items, &self.context)?,
            true => {
                let record = self.plan.mapping.record(text, items, &self.context)?;
                DecodedPage { records: vec![record], quarantined: Vec::new() }
            }
        };
        self.turn(&mut page)?;
        Ok(page)
    }

    /// Moves the window behind a page, and drops from the page what was seen before.
    fn turn(&mut self, page: &mut DecodedPage) -> Result<()> {
        let (count, first) = (page.len(), page.records.first().map(|record| record.remote_id.clone()));
        let mut at_edge = Vec::new();
        let edge = match self.pager.window {
            Window::Position => None,
            Window::After => self.last_id(page),
            Window::Changed => {
                let last = page.records.iter().filter_map(|record| record.updated_at).next_back();
                let same = |record: &&Record| record.updated_at == last;
                at_edge = page.records.iter().filter(same).map(|record| record.remote_id.clone()).collect();
                let native = |at: jiff::Timestamp| updated_at(&self.plan, &at.to_string(), &self.context.zone);
                last.map(native).transpose()?.map(|(_, value)| value.as_str().unwrap_or_default().to_owned())
            }
        };
        if !self.pager.seen.is_empty() {
            let seen = std::mem::take(&mut self.pager.seen);
            page.records.retain(|record| !seen.contains(&record.remote_id));
            self.pager.seen = seen;
        }
        if self.pager.window == Window::After && edge.is_none() && count > 0 {
            return Err(Error::new(
                Code::UpstreamInvalid,
                "no record of a whole page has an id; the list cannot go on",
            ));
        }
        self.pager.advance(&self.spec, count, first.as_deref(), edge, at_edge)
    }

    /// The id of the last record that has one, readable or not. Quarantined records keep their place by their id.
    fn last_id(&self, page: &DecodedPage) -> Option<String> {
        let path = self.plan.entity.id.as_deref()?;
        let pointer = format!("/{}", path.replace('.', "/"));
        let mut quarantined = page.quarantined.iter().filter_map(|bad| {
            let tree: Json = serde_json::from_str(bad.raw.get()).ok()?;
            text_at(&tree, &pointer)
        });
        let good = page.records.last().map(|record| record.remote_id.to_string());
        let order = |id: &String| (id.parse::<i64>().ok().filter(|_| self.plan.entity.id_integer), id.clone());
        // Texts are ordered by the system's collation, which we do not know: of texts, only the last good one counts.
        match self.plan.entity.id_integer {
            true => quarantined.chain(good).max_by_key(order),
            false => good.or_else(|| quarantined.next_back()),
        }
    }
}

fn render_all(spec: &FilterSpec, criteria: Vec<Criterion>) -> Result<Option<(String, String)>> {
    Ok(render(spec.dialect, &criteria)?.map(|text| (spec.param.clone(), text)))
}

/// Where an incremental read starts: the moment, less the lookback of the system's coarse clock.
fn start(plan: &EntityPlan, text: &str, context: &Context) -> Result<(String, Json)> {
    let since = &plan.entity.since;
    if since.kind == SinceKind::None {
        return Err(Error::unsupported(format!(
            "{} cannot be read incrementally in this system: leave out updated_since",
            plan.resource
        )));
    }
    let at =
        parse_instant(text).map_err(|error| Error::invalid_input(format!("updated_since: {}", error.message())))?;
    let at = at.checked_sub(jiff::SignedDuration::from_secs(i64::from(since.lookback_seconds)));
    let at = at.map_err(|_| Error::invalid_input("updated_since is out of range"))?;
    updated_at(plan, &at.to_string(), &context.zone)
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
