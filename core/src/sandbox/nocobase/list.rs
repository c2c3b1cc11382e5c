//! Lists and gets: filters, order, pages, and which fields an answer shows.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::super::message::Request;
use super::access::Right;
use super::compare;
use super::fail::{Fail, Outcome};
use super::filter;
use super::schema::{Row, Table, plain};
use super::state::{Base, key_order};

/// The parameters of a query: one text with commas, or the same name several times.
pub(crate) struct Query {
    pub(crate) pairs: Vec<(String, String)>,
    /// Members that rows carry beside their columns.
    pub(crate) extras: Vec<String>,
}

impl Query {
    pub(crate) fn of(request: &Request) -> Query {
        Query { pairs: request.pairs(), extras: vec!["children".into(), "__index".into()] }
    }

    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let own = |n: &str| n == name || n.strip_suffix("[]") == Some(name);
        let values = self.pairs.iter().filter(|(n, _)| own(n)).flat_map(|(_, v)| v.split(','));
        values.filter(|v| !v.is_empty()).map(str::to_owned).collect()
    }

    /// The keys that are addressed: one, or a JSON list of several.
    pub(crate) fn keys(&self, table: &Table) -> Outcome<Option<Vec<Value>>> {
        let Some(text) = self.one("filterByTk") else { return Ok(None) };
        let keys = match serde_json::from_str::<Value>(text) {
            Ok(Value::Array(list)) => list,
            _ => vec![json!(text)],
        };
        let number =
            table.columns().iter().any(|c| c.name == table.key() && matches!(c.kind, "bigInt" | "snowflakeId"));
        match keys.iter().find(|k| number && plain(k).parse::<i64>().is_err()) {
            Some(wrong) => Err(Fail::syntax("bigint", &plain(wrong))),
            None => Ok(Some(keys)),
        }
    }
}

/// The rows that a request speaks of, in the order of their keys.
pub(crate) fn select(base: &Base, table: &Table, rows: Vec<Row>, query: &Query, right: &Right) -> Outcome<Vec<Row>> {
    let keys = query.keys(table)?;
    let condition = filter::compile(base, table, &filter::of_query(&query.pairs)?)?;
    let addressed = |row: &Row| {
        keys.as_ref().is_none_or(|keys| keys.iter().any(|k| row.get(table.key()).is_some_and(|v| plain(v) == plain(k))))
    };
    let mut rows: Vec<Row> = rows
        .into_iter()
        .filter(|row| right.sees(row) && addressed(row) && filter::passes(base, row, &condition) == Some(true))
        .collect();
    rows.sort_by(|a, b| key_order(table, a, b));
    Ok(rows)
}

/// `list`: a page with its `meta`, or everything without one.
pub(crate) fn list(base: &Base, table: &Table, rows: Vec<Row>, query: &Query, right: &Right) -> Outcome<Value> {
    let mut rows = select(base, table, rows, query, right)?;
    sort(table, &mut rows, &query.list("sort"))?;
    let tree = query.one("tree") == Some("true");
    if tree {
        rows = nest(table, &rows, None, "");
    }
    let number = |name: &str, default: i64| match query.one(name) {
        None | Some("") => Ok(default),
        Some(text) => text.parse::<i64>().map_err(|_| Fail::no_column()),
    };
    let (page, size) = (number("page", 1)?, number("pageSize", 20)?);
    if size < 0 {
        return Err(Fail::new(500, "LIMIT must not be negative"));
    }
    if page < 1 {
        return Err(Fail::new(500, "OFFSET must not be negative"));
    }
    let count = rows.len();
    let paged = query.one("paginate") != Some("false");
    if paged {
        rows = rows.into_iter().skip(((page - 1) * size) as usize).take(size as usize).collect();
    }
    let keys: Vec<Value> = rows.iter().filter_map(|r| r.get(table.key()).cloned()).collect();
    let project = Projection::of(table, query, right)?;
    let data: Vec<Value> = rows.iter().map(|row| project.show(base, row)).collect();
    let mut answer = json!({"data": data});
    if paged {
        let total = if size == 0 { Value::Null } else { json!(count.div_ceil(size as usize)) };
        answer["meta"] = json!({"count": count, "page": page, "pageSize": size, "totalPage": total});
    }
    if query.one("withAclMeta") == Some("true") {
        answer["meta"]["allowedActions"] = json!({"view": keys, "update": [], "destroy": []});
    }
    Ok(answer)
}

/// `get`: the first of the rows, or null.
pub(crate) fn get(base: &Base, table: &Table, rows: Vec<Row>, query: &Query, right: &Right) -> Outcome<Value> {
    let rows = select(base, table, rows, query, right)?;
    let project = Projection::of(table, query, right)?;
    Ok(json!({"data": rows.first().map(|row| project.show(base, row))}))
}

/// Nulls come last in both directions; the key decides between equals.
fn sort(table: &Table, rows: &mut [Row], by: &[String]) -> Outcome<()> {
    let mut columns = Vec::new();
    for name in by {
        let (name, down) = name.strip_prefix('-').map_or((name.as_str(), false), |n| (n, true));
        if let Some((relation, _)) = name.split_once('.') {
            let target = table.relation(relation).map(|r| r.target).unwrap_or_default();
            return Err(Fail::new(500, format!("Unable to find a valid association for model, '{target}'")));
        }
        let column = table.columns().into_iter().find(|c| c.name == name).map(|c| c.kind.to_owned());
        columns.push((name, column.ok_or_else(Fail::no_column)?, down));
    }
    rows.sort_by(|a, b| {
        for (name, kind, down) in &columns {
            let (a, b) = (a.get(*name).unwrap_or(&Value::Null), b.get(*name).unwrap_or(&Value::Null));
            let order = match (a.is_null(), b.is_null()) {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                _ => {
                    let order = compare::order(kind, a, b).unwrap_or(Ordering::Equal);
                    if *down { order.reverse() } else { order }
                }
            };
            if order != Ordering::Equal {
                return order;
            }
        }
        Ordering::Equal
    });
    Ok(())
}

/// A tree's rows below their parents, each with its place.
fn nest(table: &Table, rows: &[Row], parent: Option<&Value>, place: &str) -> Vec<Row> {
    let of = |row: &Row| row.get("parentId").map(plain).unwrap_or_default();
    let wanted = parent.map(plain).unwrap_or_default();
    let level = rows.iter().filter(|row| of(row) == wanted);
    level
        .enumerate()
        .map(|(index, row)| {
            let place = if place.is_empty() { index.to_string() } else { format!("{place}.children.{index}") };
            let mut row = row.clone();
            let children = nest(table, rows, row.get(table.key()), &place);
            if !children.is_empty() {
                row.insert("children".into(), children.into_iter().map(Value::Object).collect());
            }
            row.insert("__index".into(), json!(place));
            row
        })
        .collect()
}

/// Which fields and relations an answer shows.
pub(crate) struct Projection<'a> {
    table: &'a Table,
    columns: Vec<String>,
    /// Relations by name, each with the fields of the related rows (none: all).
    relations: Vec<(String, Vec<String>)>,
    extras: Vec<String>,
}

impl<'a> Projection<'a> {
    pub(crate) fn of(table: &'a Table, query: &Query, right: &Right) -> Outcome<Projection<'a>> {
        let all = || table.columns().into_iter().filter(Table::shows).map(|c| c.name.to_owned());
        let (fields, except) = (query.list("fields"), query.list("except"));
        let mut relations: Vec<(String, Vec<String>)> = Vec::new();
        let mut columns: Vec<String> = all().filter(|c| !except.contains(c)).collect();
        if !fields.is_empty() {
            columns.clear();
            for field in &fields {
                let (name, rest) = field.split_once('.').map_or((field.as_str(), None), |(n, r)| (n, Some(r)));
                if table.relation(name).is_some() {
                    relations.push((name.to_owned(), rest.into_iter().map(str::to_owned).collect()));
                } else if all().any(|c| c == name) {
                    columns.push(name.to_owned());
                } else {
                    return Err(Fail::no_column());
                }
            }
        }
        for name in query.list("appends") {
            // Unknown ones are ignored.
            let known = table.relation(&name).is_some() && !relations.iter().any(|(n, _)| *n == name);
            if known && (fields.is_empty() || fields.contains(&name)) {
                relations.push((name, Vec::new()));
            }
        }
        columns.retain(|name| right.shows(name));
        Ok(Projection { table, columns, relations, extras: query.extras.clone() })
    }

    pub(crate) fn show(&self, base: &Base, row: &Row) -> Value {
        if self.table.loose {
            return Value::Object(row.clone());
        }
        let mut out = Row::new();
        for name in &self.columns {
            out.insert(name.clone(), row.get(name).cloned().unwrap_or(Value::Null));
        }
        for extra in &self.extras {
            if let Some(value) = row.get(extra) {
                out.insert(extra.clone(), value.clone());
            }
        }
        for (name, fields) in &self.relations {
            let Some(relation) = self.table.relation(name) else { continue };
            let shown = |row: Row| related_row(base, &relation.target, row, fields);
            let mut rows = base.related(row, &relation).into_iter().map(shown);
            let value = if relation.many() { rows.collect() } else { rows.next_back().unwrap_or(Value::Null) };
            out.insert(name.clone(), value);
        }
        Value::Object(out)
    }
}

/// A related row: its visible columns and the row that joins it.
pub(crate) fn related_row(base: &Base, target: &str, row: Row, fields: &[String]) -> Value {
    let Ok(table) = base.table(target) else { return Value::Object(row) };
    let hidden: Vec<&str> = table.columns().iter().filter(|c| !Table::shows(c)).map(|c| c.name).collect();
    let keep = |name: &String| !hidden.contains(&name.as_str()) && (fields.is_empty() || fields.contains(name));
    Value::Object(row.into_iter().filter(|(name, _)| keep(name)).collect())
}

/// A row as plain answers show it.
pub(crate) fn plain_row(table: &Table, row: &Row) -> Value {
    let columns = table.columns().into_iter().filter(Table::shows);
    Value::Object(columns.map(|c| (c.name.to_owned(), row.get(c.name).cloned().unwrap_or(Value::Null))).collect())
}
