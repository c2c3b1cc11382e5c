//! Lists: fields, filters, order, paging, grouping.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::errors::{Fail, Outcome};
use super::filters::{self, Condition, field_not_permitted, meets, plain, split_column};
use super::schema::{Doctype, Kind, Schema};
use super::state::{Doc, Documents, decimal, number, text};

/// What a list is read from.
pub(crate) struct Source<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) documents: &'a Documents,
    pub(crate) today: &'a str,
}

/// The arguments of a list call, from query or body.
pub(crate) type Args = Map<String, Value>;

/// One asked-for column.
#[derive(Clone, Debug)]
enum Column {
    Own { field: String, alias: String },
    Row { field: String, alias: String },
    Count { alias: String },
    Sum { field: String, alias: String },
}

impl Column {
    fn alias(&self) -> &str {
        match self {
            Column::Own { alias, .. }
            | Column::Row { alias, .. }
            | Column::Count { alias }
            | Column::Sum { alias, .. } => alias,
        }
    }
}

/// A line of the result before its columns are picked: the document, and a row of the joined table.
type Line<'a> = (&'a Doc, Option<&'a Doc>);

/// The list of a doctype. `visible` limits the columns, and `owner` the documents, for a user who may not see all.
pub(crate) fn list(
    source: &Source<'_>,
    doctype: &str,
    args: &Args,
    visible: &[String],
    owner: Option<&str>,
) -> Outcome<Value> {
    let meta = source.schema.get(doctype).ok_or_else(|| Fail::not_found("DocType", doctype))?;
    let (columns, table) = columns(source, doctype, meta, args.get("fields"), visible)?;
    let all = filters::parse(source.schema, doctype, args.get("filters"))?;
    let any = filters::parse(source.schema, doctype, args.get("or_filters"))?;
    // Only columns of the joined table make an unqualified one ambiguous; its filters do not.
    let shows_rows = table.is_some();
    let table = table.or_else(|| {
        all.iter().chain(&any).find_map(|c| source.schema.table_of(doctype, &c.doctype)).map(str::to_owned)
    });
    let limits = (whole(args, &["limit_start", "start"], 0)?, whole(args, &["limit_page_length", "limit"], 20)?);
    let order = order(meta, doctype, args, shows_rows, &columns)?;
    let mut lines = lines(source, doctype, meta, args, table.as_deref());
    lines.retain(|line| owner.is_none_or(|owner| text(line.0, "owner") == owner));
    lines.retain(|line| {
        let met = |c: &Condition| {
            let doc = if c.doctype == doctype { Some(line.0) } else { line.1 };
            doc.is_some_and(|d| meets(c, d, source.schema, source.documents, source.today))
        };
        all.iter().all(met) && (any.is_empty() || any.iter().any(met))
    });
    let grouped = args.get("group_by").map(plain).filter(|g| !g.is_empty());
    let aggregated = columns.iter().any(|c| matches!(c, Column::Count { .. } | Column::Sum { .. }));
    let mut result: Vec<Map<String, Value>> = if grouped.is_some() || aggregated {
        group(&columns, &lines, grouped.as_deref().unwrap_or(""), &order)
    } else {
        sort(&mut lines, &order);
        let count = limits.1.unwrap_or(usize::MAX);
        lines.iter().skip(limits.0.unwrap_or(0)).take(count).map(|l| pick(&columns, l)).collect()
    };
    if grouped.is_some() {
        result.truncate(limits.1.unwrap_or(usize::MAX));
    }
    let as_list = args.get("as_dict").map(plain).is_some_and(|v| v == "false" || v == "0");
    let shape = |r: Map<String, Value>| match as_list {
        true => Value::Array(r.into_iter().map(|(_, v)| v).collect()),
        false => Value::Object(r),
    };
    Ok(Value::Array(result.into_iter().map(shape).collect()))
}

/// How many documents meet the filters.
pub(crate) fn count(source: &Source<'_>, doctype: &str, args: &Args) -> Outcome<usize> {
    source.schema.get(doctype).ok_or_else(|| Fail::not_found("DocType", doctype))?;
    let all = filters::parse(source.schema, doctype, args.get("filters"))?;
    let met = |d: &&Doc| all.iter().all(|c| meets(c, d, source.schema, source.documents, source.today));
    Ok(source.documents.all(doctype).filter(met).count())
}

fn lines<'a>(source: &Source<'a>, doctype: &str, meta: &Doctype, args: &Args, table: Option<&str>) -> Vec<Line<'a>> {
    let rows = |doc: &'a Doc, field: &str| super::state::rows(doc, field);
    if meta.child {
        let parent = args.get("parent").map(plain).unwrap_or_default();
        let Some(field) = source.schema.table_of(&parent, doctype) else { return Vec::new() };
        return source.documents.all(&parent).flat_map(|d| rows(d, field)).map(|r| (r, None)).collect();
    }
    let Some(field) = table else { return source.documents.all(doctype).map(|d| (d, None)).collect() };
    let joined = |d: &'a Doc| -> Vec<Line<'a>> {
        let rows = rows(d, field);
        if rows.is_empty() { vec![(d, None)] } else { rows.into_iter().map(|r| (d, Some(r))).collect() }
    };
    source.documents.all(doctype).flat_map(joined).collect()
}

fn columns(
    source: &Source<'_>,
    doctype: &str,
    meta: &Doctype,
    raw: Option<&Value>,
    visible: &[String],
) -> Outcome<(Vec<Column>, Option<String>)> {
    let asked = match raw {
        None | Some(Value::Null) => vec!["name".to_owned()],
        Some(Value::String(s)) if s.trim_start().starts_with('[') => {
            filters::json_text(s)?.as_array().map(|l| l.iter().map(plain).collect()).unwrap_or_default()
        }
        Some(Value::Array(list)) => list.iter().map(plain).collect(),
        Some(other) => plain(other).split(',').map(|s| s.trim().to_owned()).collect(),
    };
    let (mut columns, mut table) = (Vec::new(), None);
    for name in asked {
        if name == "*" {
            let own = |f: &str| Column::Own { field: f.to_owned(), alias: f.to_owned() };
            match visible {
                [] => columns.extend(meta.columns().map(own)),
                visible => columns.extend(visible.iter().map(|f| own(f))),
            }
            continue;
        }
        let (column, joined) = column(source, doctype, meta, &name)?;
        if joined.is_some() {
            table = joined;
        }
        let hidden = matches!(&column, Column::Own { field, .. } if !visible.is_empty() && !visible.contains(field));
        if !hidden {
            columns.push(column);
        }
    }
    Ok((columns, table))
}

fn column(source: &Source<'_>, doctype: &str, meta: &Doctype, name: &str) -> Outcome<(Column, Option<String>)> {
    let (expression, alias) = match name.split_once(" as ") {
        Some((expression, alias)) => (expression.trim(), Some(alias.trim().replace('`', ""))),
        None => (name.trim(), None),
    };
    let lower = expression.to_lowercase();
    if let Some(inner) = lower.strip_prefix("count(").and_then(|r| r.strip_suffix(')')) {
        return Ok((Column::Count { alias: alias.unwrap_or_else(|| format!("count({inner})")) }, None));
    }
    if let Some(field) = lower.strip_prefix("sum(").and_then(|r| r.strip_suffix(')')) {
        meta.kind(field).ok_or_else(|| field_not_permitted(field))?;
        let alias = alias.unwrap_or_else(|| format!("sum({field})"));
        return Ok((Column::Sum { field: field.to_owned(), alias }, None));
    }
    let (of, field) = split_column(expression);
    let child = |table: &str, field: &str| {
        let kind = meta.tables.get(table).and_then(|of| of.as_deref()).and_then(|of| source.schema.get(of));
        kind.and_then(|of| of.kind(field)).map(|_| ())
    };
    let joined = match (&of, field.split_once('.')) {
        (Some(of), _) if of != doctype => source.schema.table_of(doctype, of).map(|t| (t.to_owned(), field.clone())),
        (None, Some((table, field))) => Some((table.to_owned(), field.to_owned())),
        _ => None,
    };
    if let Some((table, field)) = joined {
        child(&table, &field).ok_or_else(|| field_not_permitted(&field))?;
        let alias = alias.unwrap_or_else(|| field.clone());
        return Ok((Column::Row { field, alias }, Some(table)));
    }
    meta.kind(&field).ok_or_else(|| field_not_permitted(&field))?;
    let alias = alias.unwrap_or_else(|| field.clone());
    Ok((Column::Own { field, alias }, None))
}

/// One sort key: the field, its type, and whether it goes down.
type Key = (String, Kind, bool);

fn order(meta: &Doctype, doctype: &str, args: &Args, joined: bool, columns: &[Column]) -> Outcome<Vec<Key>> {
    let raw = args.get("order_by").map(plain).unwrap_or_default();
    let lower = raw.to_lowercase();
    let illegal = [";", "select ", "delete ", "update ", "insert ", "drop ", "--", "/*", "case ", "sleep("];
    if illegal.iter().any(|word| lower.contains(word)) {
        return Err(Fail::validation("Illegal SQL Query"));
    }
    let mut keys = Vec::new();
    for part in raw.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let (column, down) = match part.rsplit_once(' ') {
            Some((column, way)) if way.eq_ignore_ascii_case("desc") => (column, true),
            Some((column, way)) if way.eq_ignore_ascii_case("asc") => (column, false),
            _ => (part, false),
        };
        let (of, field) = split_column(column);
        let aliased = columns.iter().any(|c| c.alias() == field && !matches!(c, Column::Own { .. }));
        let kind = meta.kind(&field).or_else(|| aliased.then_some(Kind::Float));
        let own = of.as_deref().is_none_or(|o| o == doctype);
        let Some(kind) = kind.filter(|_| own) else {
            let text = format!("(1054, \"Unknown column '{field}' in 'ORDER BY'\")");
            return Err(Fail::bug("pymysql.err.OperationalError", text));
        };
        let shared = ["name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"];
        if joined && of.is_none() && shared.contains(&field.as_str()) {
            let text = format!("(1052, \"Column '{field}' in ORDER BY is ambiguous\")");
            return Err(Fail::bug("pymysql.err.OperationalError", text));
        }
        keys.push((field, kind, down));
    }
    Ok(keys)
}

fn sort(lines: &mut [Line<'_>], order: &[Key]) {
    lines.sort_by(|a, b| {
        let one = |(field, kind, down): &Key| {
            let value = |line: &Line<'_>| line.0.get(field).cloned().unwrap_or(Value::Null);
            let way = filters::compare(*kind, &value(a), &value(b));
            if *down { way.reverse() } else { way }
        };
        order.iter().map(one).find(|o| o.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
}

fn pick(columns: &[Column], line: &Line<'_>) -> Map<String, Value> {
    let mut out = Map::new();
    for column in columns {
        let value = match column {
            Column::Own { field, .. } => line.0.get(field),
            Column::Row { field, .. } => line.1.and_then(|r| r.get(field)),
            _ => None,
        };
        out.insert(column.alias().to_owned(), value.cloned().unwrap_or(Value::Null));
    }
    out
}

fn group(columns: &[Column], lines: &[Line<'_>], by: &str, order: &[Key]) -> Vec<Map<String, Value>> {
    let by = split_column(by).1;
    let mut groups: BTreeMap<String, Vec<&Line<'_>>> = BTreeMap::new();
    for line in lines {
        groups.entry(line.0.get(&by).map(plain).unwrap_or_default()).or_default().push(line);
    }
    let mut result: Vec<Map<String, Value>> = groups
        .values()
        .map(|members| {
            let mut out = pick(columns, members[0]);
            for column in columns {
                match column {
                    Column::Count { alias } => out.insert(alias.clone(), json!(members.len())),
                    Column::Sum { field, alias } => {
                        let sum: Decimal =
                            members.iter().map(|l| l.0.get(field).map(decimal).unwrap_or_default()).sum();
                        out.insert(alias.clone(), number(sum))
                    }
                    _ => None,
                };
            }
            out
        })
        .collect();
    for (field, kind, down) in order.iter().rev() {
        result.sort_by(|a, b| {
            let value = |m: &Map<String, Value>| m.get(field).cloned().unwrap_or(Value::Null);
            let way = filters::compare(*kind, &value(a), &value(b));
            if *down { way.reverse() } else { way }
        });
    }
    result
}

/// A limit or an offset: nothing for "no limit" (0, or text that is no number), an SQL error when negative.
fn whole(args: &Args, names: &[&str], default: usize) -> Outcome<Option<usize>> {
    let Some(raw) = names.iter().find_map(|n| args.get(*n)) else {
        return Ok((default > 0).then_some(default));
    };
    match plain(raw).trim().parse::<i64>() {
        Ok(n) if n < 0 => Err(Fail::bug(
            "pymysql.err.ProgrammingError",
            format!(
                "(1064, \"You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax to use near '{n}' at line 6\")"
            ),
        )),
        Ok(n) => Ok((n > 0).then_some(n as usize)),
        Err(_) => Ok(None),
    }
}

/// The name of the document, for messages.
pub(crate) fn name(doc: &Doc) -> &str {
    text(doc, "name")
}
