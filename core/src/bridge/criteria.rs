//! The unified filter and order of a list, for one entity.

use indexmap::IndexMap;
use jiff::tz::TimeZone;
use serde_json::Value as Json;

use super::adapter::EntityPlan;
use super::exchange::Named;
use crate::error::{Error, Result};
use crate::manifest::{FieldMap, FieldSpec};
use crate::mapping::{Typed, filter_value};
use crate::model::{Field, FieldKind};
use crate::protocol::{Criterion, Operator};

/// What a filter becomes for one entity.
#[derive(Debug, Default)]
pub(super) struct Filter {
    pub(super) criteria: Vec<Criterion>,
    /// Query parameters of the manifest's own filters.
    pub(super) query: Vec<(String, String)>,
    /// The id of the parent, for entities that are listed only under one.
    pub(super) parent: Option<String>,
    /// The holes of lists that hang on a record.
    pub(super) named: Named,
    /// No record of the entity can pass: a field that is always one value is asked for another.
    pub(super) impossible: bool,
}

static UPDATED_AT: Field = Field { name: "updated_at", kind: FieldKind::Instant, doc: "" };
static CREATED_AT: Field = Field { name: "created_at", kind: FieldKind::Instant, doc: "" };
static EXTERNAL_REF: Field = Field { name: "external_ref", kind: FieldKind::Text, doc: "" };

/// A field of the model or of the envelope, with its map.
fn field(plan: &EntityPlan, name: &str) -> Result<(&'static Field, FieldMap)> {
    let entity = &plan.entity;
    let envelope = |field: &'static Field, spec: &Option<FieldSpec>| {
        let map = spec.as_ref().map(FieldSpec::map);
        map.map(|map| (field, map)).ok_or_else(|| unsupported(plan, name))
    };
    match name {
        "updated_at" => envelope(&UPDATED_AT, &entity.updated_at),
        "created_at" => envelope(&CREATED_AT, &entity.created_at),
        "external_ref" => envelope(&EXTERNAL_REF, &entity.external_ref),
        _ if name.contains('.') => row_field(plan, name).ok_or_else(|| unsupported(plan, name)),
        _ => {
            let model = plan.mapping.model;
            let slot = model.slot(name).ok_or_else(|| {
                let known: Vec<&str> = model.fields.iter().map(|field| field.name).collect();
                Error::invalid_input(format!(
                    "{} has no field {name:.64?} to filter by; it has: {}",
                    model.record,
                    known.join(", ")
                ))
            })?;
            let map = plan.mapping.fields.get(name).cloned().ok_or_else(|| unsupported(plan, name))?;
            Ok((&model.fields[slot], map))
        }
    }
}

/// A field of the child rows, `lines.item_id`: one that names its column can be filtered by.
fn row_field(plan: &EntityPlan, name: &str) -> Option<(&'static Field, FieldMap)> {
    let (rows, name) = name.split_once('.')?;
    let FieldKind::Rows(child) = plan.mapping.model.fields.get(plan.mapping.model.slot(rows)?)?.kind else {
        return None;
    };
    let map = plan.mapping.fields.get(rows)?.rows.get(name)?.map();
    map.column.as_ref()?;
    Some((child.fields.get(child.slot(name)?)?, map))
}

fn unsupported(plan: &EntityPlan, name: &str) -> Error {
    Error::unsupported(format!("{} cannot be filtered or sorted by {name} in this system", plan.resource))
}

/// The column of a field.
fn column(plan: &EntityPlan, name: &str, map: &FieldMap) -> Result<String> {
    let column = map.column.as_ref().or(map.at.as_ref()).filter(|_| map.filter && map.rows.is_empty());
    column.cloned().ok_or_else(|| unsupported(plan, name))
}

impl Filter {
    /// The id of the parent that a filter names, where the entity has one.
    pub(super) fn parent(
        plan: &EntityPlan,
        wanted: &IndexMap<String, Json>,
        connection: &str,
    ) -> Result<Option<String>> {
        let mut filter = Filter::default();
        let named = plan.entity.parent.as_deref().and_then(|name| Some((name, wanted.get(name)?)));
        if let Some((name, value)) = named {
            filter.set_parent(plan, name, Operator::Eq, value, connection)?;
        }
        Ok(filter.parent)
    }

    /// The filter for one entity: every entry of `wanted` is a value, or an object of operators and values.
    pub(super) fn new(
        plan: &EntityPlan,
        wanted: &IndexMap<String, Json>,
        connection: &str,
        zone: &TimeZone,
    ) -> Result<Filter> {
        let mut filter = Filter::default();
        // What can never hold comes first: whether the rest can be asked for does not matter then.
        let (always, rest): (Vec<_>, Vec<_>) = wanted
            .iter()
            .partition(|(name, _)| plan.mapping.fields.get(*name).is_some_and(|map| map.constant.is_some()));
        for (name, condition) in always.into_iter().chain(rest) {
            if filter.impossible {
                return Ok(filter);
            }
            match condition {
                Json::Object(operators) => {
                    for (operator, value) in operators {
                        filter.add(plan, name, Operator::named(name, operator)?, value, connection, zone)?;
                    }
                }
                Json::Array(_) => filter.add(plan, name, Operator::In, condition, connection, zone)?,
                Json::Null => filter.add(plan, name, Operator::Empty, &Json::Bool(true), connection, zone)?,
                value => filter.add(plan, name, Operator::Eq, value, connection, zone)?,
            }
        }
        if let Some(parent) = plan.entity.parent.as_ref().filter(|_| filter.parent.is_none()) {
            return Err(Error::invalid_input(format!(
                "{} are listed only under a parent here: filter by {parent}",
                plan.resource
            )));
        }
        Ok(filter)
    }

    fn add(
        &mut self,
        plan: &EntityPlan,
        name: &str,
        operator: Operator,
        value: &Json,
        connection: &str,
        zone: &TimeZone,
    ) -> Result<()> {
        if plan.entity.parent.as_deref() == Some(name) {
            return self.set_parent(plan, name, operator, value, connection);
        }
        if let Some((types, member)) = plan.mapping.types().and_then(|types| Some((types, types.member(name)?))) {
            let values = typed_values(types, member, operator, value)?;
            self.impossible |= values.is_empty();
            self.criteria.push(Criterion { column: member.to_owned(), operator, values });
            return Ok(());
        }
        let (field, map) = field(plan, name)?;
        if let Some(constant) = &map.constant {
            let holds = holds(constant, operator, value);
            self.impossible |= !holds.ok_or_else(|| unsupported(plan, name))?;
            return Ok(());
        }
        let items = |value: &Json| -> Result<Vec<Json>> {
            let list = value.as_array().ok_or_else(|| Error::invalid_input(format!("{name}: in takes a list")))?;
            Ok(list.clone())
        };
        if let Some(param) = &map.filter_param {
            let words = if operator == Operator::In { items(value)? } else { vec![value.clone()] };
            let [word] = words.as_slice() else { return Err(unsupported(plan, name)) };
            let own = param.operators.get(operator.name()).cloned();
            let equal = param.param.clone().filter(|_| matches!(operator, Operator::Eq | Operator::In));
            let place = own.or(equal).ok_or_else(|| unsupported(plan, name))?;
            let truth = word.as_bool().map(|yes| if yes { "true" } else { "false" });
            let text = match word.as_str().or(truth.filter(|_| !param.table.is_empty())) {
                Some(word) if !param.table.is_empty() => param.table.get(word).cloned().ok_or_else(|| {
                    let known: Vec<&str> = param.table.keys().map(String::as_str).collect();
                    Error::invalid_input(format!("{name} can be filtered by: {}", known.join(", ")))
                })?,
                Some(word) if matches!(operator, Operator::Contains | Operator::StartsWith) => word.to_owned(),
                // A word of ours that stands for several of the system's cannot be asked for by one value.
                _ => match filter_value(field, &map, word, connection, zone)?.all().as_slice() {
                    [native] => plain(native),
                    _ => return Err(unsupported(plan, name)),
                },
            };
            self.query.push((place, text));
            return Ok(());
        }
        let column = column(plan, name, &map)?;
        let native = |value: &Json| filter_value(field, &map, value, connection, zone);
        let mut push = |operator, values| self.criteria.push(Criterion { column: column.clone(), operator, values });
        match operator {
            Operator::Empty => {
                let empty = value
                    .as_bool()
                    .ok_or_else(|| Error::invalid_input(format!("{name}: empty takes true or false")))?;
                push(operator, vec![Json::Bool(empty)]);
            }
            Operator::Contains | Operator::StartsWith => {
                let text = value.as_str().filter(|text| !text.is_empty());
                text.ok_or_else(|| Error::invalid_input(format!("{name}: contains and starts_with take text")))?;
                push(operator, vec![value.clone()]);
            }
            Operator::In => {
                let mut values = Vec::new();
                for item in items(value)? {
                    values.extend(native(&item)?.all());
                }
                if values.is_empty() {
                    self.impossible = true;
                } else {
                    push(operator, values);
                }
            }
            Operator::Eq | Operator::Ne => {
                let mut values = native(value)?.all();
                match (operator, values.len()) {
                    (_, 1) => push(operator, values),
                    (Operator::Eq, _) => push(Operator::In, values),
                    _ => values.drain(..).for_each(|value| push(Operator::Ne, vec![value])),
                }
            }
            Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte => {
                if !matches!(
                    field.kind,
                    FieldKind::Decimal | FieldKind::Integer | FieldKind::Date | FieldKind::Instant | FieldKind::Text
                ) {
                    return Err(Error::invalid_input(format!("{name} has no order: use eq, ne or in")));
                }
                push(operator, vec![native(value)?.first()]);
            }
        }
        Ok(())
    }

    fn set_parent(
        &mut self,
        plan: &EntityPlan,
        name: &str,
        operator: Operator,
        value: &Json,
        connection: &str,
    ) -> Result<()> {
        let id = value.as_str().filter(|_| operator == Operator::Eq);
        let id = id.ok_or_else(|| Error::invalid_input(format!("{name} takes one id for {}", plan.resource)))?;
        let rest = id.strip_prefix(connection).and_then(|rest| rest.strip_prefix(':')).unwrap_or(id);
        // The parent's id may name its variant; entities under variants are variants by the same name.
        let parent = rest.split_once(':').map_or(rest, |(_, remote)| remote);
        parent.split('/').try_for_each(crate::protocol::check_id)?;
        self.parent = Some(parent.to_owned());
        Ok(())
    }
}

/// The values of a comparison with a discovered field.
fn typed_values(types: &Typed, name: &str, operator: Operator, value: &Json) -> Result<Vec<Json>> {
    let one = |value: &Json, ordered, part| types.comparable(name, value, ordered, part);
    Ok(match operator {
        Operator::Empty => {
            types.maybe_empty(name)?;
            let empty = value.as_bool();
            vec![empty.ok_or_else(|| Error::invalid_input(format!("{name}: empty takes true or false")))?.into()]
        }
        Operator::In => {
            let items = value.as_array().ok_or_else(|| Error::invalid_input(format!("{name}: in takes a list")))?;
            items.iter().map(|item| one(item, false, false)).collect::<Result<_>>()?
        }
        Operator::Eq | Operator::Ne => vec![one(value, false, false)?],
        Operator::Contains | Operator::StartsWith => vec![one(value, false, true)?],
        Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte => vec![one(value, true, false)?],
    })
}

/// Whether a field that is always `constant` passes; nothing when the operator says nothing about constants.
fn holds(constant: &Json, operator: Operator, value: &Json) -> Option<bool> {
    let same = |value: &Json| match (constant, value) {
        (Json::Array(all), Json::String(_)) => all.contains(value),
        _ => constant == value,
    };
    Some(match operator {
        Operator::Eq => same(value),
        Operator::Ne => !same(value),
        Operator::In => value.as_array()?.iter().any(same),
        Operator::Empty => value.as_bool()? == constant.is_null(),
        _ => return None,
    })
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The columns of an order, each with whether it descends; a leading `-` descends.
pub(super) fn sort_columns(plan: &EntityPlan, sort: &[String]) -> Result<Vec<(String, bool)>> {
    let mut columns = Vec::with_capacity(sort.len() + 1);
    for name in sort {
        let (name, descending) = name.strip_prefix('-').map_or((name.as_str(), false), |name| (name, true));
        let column = match name {
            "id" => id_column(plan).ok_or_else(|| unsupported(plan, name))?.to_owned(),
            _ => match plan.mapping.types().and_then(|types| Some((types, types.member(name)?))) {
                Some(_) if plan.sort.only_named => return Err(unsupported(plan, name)),
                Some((types, member)) => {
                    types.searchable(member)?;
                    member.to_owned()
                }
                None => {
                    let (_, map) = field(plan, name)?;
                    match map.sort_by.clone() {
                        Some(column) => column,
                        None if plan.sort.only_named => return Err(unsupported(plan, name)),
                        None => column(plan, name, &map)?,
                    }
                }
            },
        };
        columns.push((column, descending));
    }
    if let (true, Some(column)) = (columns.is_empty(), &plan.sort.default) {
        columns.push((column.clone(), false));
    }
    // Equal values must not change places between two pages.
    if !plan.sort.tie_break {
        return Ok(columns);
    }
    if let Some(id) = id_column(plan).filter(|id| columns.iter().all(|(column, _)| column != id)) {
        columns.push((id.to_owned(), false));
    }
    Ok(columns)
}

/// The column of the id.
pub(super) fn id_column(plan: &EntityPlan) -> Option<&str> {
    plan.entity.id_column.as_deref().or(plan.entity.id.as_deref())
}

/// The column and the system's form of a moment, for incremental reads.
pub(super) fn updated_at(plan: &EntityPlan, at: &str, zone: &TimeZone) -> Result<(String, Json)> {
    let (field, map) = field(plan, "updated_at")?;
    let value = filter_value(field, &map, &Json::from(at), "", zone)?.first();
    Ok((column(plan, "updated_at", &map)?, value))
}

/// The system's form of a moment in a filter of a feed.
pub(super) fn moment(map: &FieldMap, at: &str, zone: &TimeZone) -> Result<Json> {
    let value = filter_value(&UPDATED_AT, map, &Json::from(at), "", zone);
    Ok(value.map_err(|error| Error::invalid_input(error.message().replace("updated_at", "since")))?.first())
}
