//! Creates, updates and deletes of rows, with what the server does not say: unknown fields are dropped, options are
//! not checked, and a key in the body of an update leads to another row.

use serde_json::{Value, json};

use super::access::{Right, Who};
use super::fail::{Fail, Outcome};
use super::links;
use super::list::{self, Query};
use super::schema::{Column, Row, Table, flag, label, object, plain, text};
use super::state::Base;
use super::values;
use super::workflow::{self, Mode};

/// `create`: one row, or several in one transaction.
pub(crate) fn create(base: &mut Base, name: &str, body: &Value, who: &Who, right: &Right) -> Outcome<Value> {
    let Value::Array(list) = body else { return one(base, name, &object(body.clone()), who, right) };
    let before = base.tables.clone();
    let made: Outcome<Vec<Value>> = list.iter().map(|row| one(base, name, &object(row.clone()), who, right)).collect();
    if made.is_err() {
        // The rows go, the numbers they took do not come back.
        let last: Vec<(String, i64)> = base.tables.iter().map(|(n, t)| (n.clone(), t.last)).collect();
        base.tables = before;
        for (name, last) in last {
            if let Some(table) = base.tables.get_mut(&name) {
                table.last = last;
            }
        }
    }
    made.map(Value::Array)
}

fn one(base: &mut Base, name: &str, body: &Row, who: &Who, right: &Right) -> Outcome<Value> {
    let mut body = body.clone();
    if let Some(fields) = &right.fields {
        body.retain(|field, _| fields.contains(field));
    }
    let mut row = stored(base.table(name)?, &body, true)?;
    generated(base, name, &mut row)?;
    let now = base.now();
    stamp(base.table(name)?, &mut row, &now, who, true);
    for (field, value) in links::keys(base.table(name)?, &body) {
        row.insert(field, value);
    }
    let table = base.table_mut(name)?;
    let key = table.key().to_owned();
    let columns: Vec<(String, String)> =
        table.columns().iter().map(|c| (c.name.to_owned(), c.kind.to_owned())).collect();
    if row.get(&key).is_none_or(Value::is_null) {
        match columns.iter().find(|(n, _)| *n == key).map(|(_, kind)| kind.as_str()) {
            Some("bigInt" | "integer") => {
                table.last += 1;
                let id = table.last;
                row.insert(key.clone(), json!(id));
            }
            Some("snowflakeId") => {
                let id = base.next_snowflake();
                row.insert(key.clone(), json!(id));
            }
            _ => {}
        }
    } else {
        taken(table, &key, &row, None)?;
    }
    let table = base.table_mut(name)?;
    unique(table, &row, None)?;
    if columns.iter().any(|(_, kind)| kind == "sequence") {
        table.sequence += 1;
    }
    table.rows.push(row.clone());
    let key = row.get(&key).cloned().unwrap_or(Value::Null);
    let shown = links::write(base, name, &key, &body, who)?;
    calculate(base, name, &key)?;
    workflow::fire(base, name, Mode::Create, &key);
    answer(base, name, &key, shown)
}

/// `update` of the rows that a query addresses.
pub(crate) fn update(
    base: &mut Base,
    name: &str,
    query: &Query,
    body: &Value,
    who: &Who,
    right: &Right,
) -> Outcome<Value> {
    addressed(query, "update")?;
    let mut body = object(body.clone());
    let allowed = query.list("whitelist");
    let denied = query.list("blacklist");
    body.retain(|field, _| (allowed.is_empty() || allowed.contains(field)) && !denied.contains(field));
    let table = base.table(name)?;
    let rows = list::select(base, table, table.rows.clone(), query, right)?;
    let key = table.key().to_owned();
    let mut answers = Vec::new();
    for row in rows {
        let mut at = row.get(&key).cloned().unwrap_or(Value::Null);
        if let Some(other) = body.get(&key) {
            // The server writes to the row whose key stands in the body. The number that the database gives is safe:
            // it is dropped from the body.
            let table = base.table(name)?;
            let counted = table.columns().iter().any(|c| c.name == key && matches!(c.kind, "bigInt" | "snowflakeId"));
            if !counted && plain(other) != plain(&at) {
                at = other.clone();
                if table.find(&at).is_none() {
                    let mut gone = body.clone();
                    gone.retain(|field, _| table.columns().iter().any(|c| c.name == field));
                    answers.push(Value::Object(gone));
                    continue;
                }
            }
        }
        answers.push(change(base, name, &at, &body, who)?);
    }
    Ok(Value::Array(answers))
}

/// Writes fields of one row.
pub(crate) fn change(base: &mut Base, name: &str, key: &Value, body: &Row, who: &Who) -> Outcome<Value> {
    let table = base.table(name)?;
    let mut body = body.clone();
    body.remove(table.key());
    links::no_cycle(table, key, &body)?;
    let mut new = stored(table, &body, false)?;
    for (field, value) in links::keys(table, &body) {
        new.insert(field, value);
    }
    let index = table.find(key).ok_or(Fail::NoRoute)?;
    let mut row = table.rows[index].clone();
    let before = row.clone();
    row.append(&mut new);
    if name == "users" && body.contains_key("password") {
        let at = base.clock.tick().as_millisecond();
        row.insert("passwordChangeTz".into(), json!(at));
        if let Some(user) = key.as_i64().or_else(|| plain(key).parse().ok()) {
            base.outdated.insert(user, base.sessions.get(&user).copied().unwrap_or(0));
        }
    }
    unique(base.table_mut(name)?, &row, Some(index))?;
    if row != before {
        let now = base.now();
        stamp(base.table(name)?, &mut row, &now, who, false);
    }
    base.table_mut(name)?.rows[index] = row;
    let shown = links::write(base, name, key, &body, who)?;
    calculate(base, name, key)?;
    workflow::fire(base, name, Mode::Update, key);
    answer(base, name, key, shown)
}

/// `destroy` of the rows that a query addresses: how many there were.
pub(crate) fn destroy(base: &mut Base, name: &str, query: &Query, right: &Right) -> Outcome<usize> {
    addressed(query, "destroy")?;
    let table = base.table(name)?;
    let rows = list::select(base, table, table.rows.clone(), query, right)?;
    let key = table.key().to_owned();
    let mut gone: Vec<String> = rows.iter().filter_map(|r| r.get(&key).map(plain)).collect();
    let count = gone.len();
    for row in &rows {
        workflow::fire(base, name, Mode::Destroy, row.get(&key).unwrap_or(&Value::Null));
    }
    links::with_children(base.table(name)?, &mut gone);
    base.table_mut(name)?.rows.retain(|r| r.get(&key).is_none_or(|v| !gone.contains(&plain(v))));
    Ok(count)
}

/// `firstOrCreate` and `updateOrCreate`: found by some of the values, which are named in the query.
pub(crate) fn find_or(
    base: &mut Base,
    name: &str,
    query: &Query,
    body: &Value,
    who: &Who,
    change_it: bool,
) -> Outcome<Value> {
    let by = query.list("filterKeys");
    if by.is_empty() {
        return Err(Fail::new(500, "filterKeys is not iterable"));
    }
    if body.is_array() {
        return Err(Fail::new(500, "filterByTk invalid"));
    }
    let table = base.table(name)?;
    let wanted = |row: &&Row| by.iter().all(|f| row.get(f).map(plain) == body.get(f).map(plain));
    let Some(row) = table.rows.iter().find(wanted).cloned() else {
        return create(base, name, body, who, &Right::default());
    };
    let key = row.get(table.key()).cloned().unwrap_or(Value::Null);
    match change_it {
        true => Ok(json!([change(base, name, &key, &object(body.clone()), who)?])),
        false => Ok(list::plain_row(table, &row)),
    }
}

/// Neither a key nor a filter: the guard against writing everything.
fn addressed(query: &Query, action: &str) -> Outcome<()> {
    match query.pairs.iter().any(|(n, _)| n == "filterByTk" || n == "filter" || n.starts_with("filter[")) {
        true => Ok(()),
        false => Err(Fail::new(500, format!("to do {action} action, filter or filterByTk is required"))),
    }
}

/// The columns of a body as they are stored. What is no column is dropped.
fn stored(table: &Table, body: &Row, new: bool) -> Outcome<Row> {
    let mut row = Row::new();
    for column in table.columns() {
        let default = || column.field.and_then(|f| f.get("defaultValue")).filter(|_| new);
        let Some(value) = body.get(column.name).or_else(default) else {
            if new {
                row.insert(column.name.to_owned(), empty(&column));
            }
            continue;
        };
        row.insert(column.name.to_owned(), values::store(&column, value)?);
    }
    for column in table.columns() {
        let required =
            column.field.is_some_and(|f| f.get("allowNull") == Some(&json!(false)) && !flag(f, "primaryKey"));
        if required && row.get(column.name).is_some_and(Value::is_null) {
            let name = column.field.map(label).unwrap_or_default();
            return Err(Fail::new(400, format!("{name} cannot be null")));
        }
    }
    Ok(row)
}

fn empty(column: &Column<'_>) -> Value {
    if column.kind == "array" { json!([]) } else { Value::Null }
}

/// The values that the server makes itself.
fn generated(base: &mut Base, name: &str, row: &mut Row) -> Outcome<()> {
    let table = base.table(name)?;
    let sequence = table.sequence + 1;
    let fields: Vec<(String, String, Row)> =
        table.columns().iter().filter_map(|c| Some((c.name.to_owned(), c.kind.to_owned(), c.field?.clone()))).collect();
    for (name, kind, field) in fields {
        let given = row.get(&name).is_some_and(|v| !v.is_null());
        let made = match kind.as_str() {
            "uuid" if !given => {
                let (a, b) = (base.random.next(), base.random.next());
                let (third, fourth) = ((a & 0xfff) | 0x4000, (b >> 48 & 0x3fff) | 0x8000);
                format!(
                    "{:08x}-{:04x}-{third:04x}-{fourth:04x}-{:012x}",
                    a >> 32,
                    a >> 16 & 0xffff,
                    b & 0xffff_ffff_ffff
                )
            }
            "nanoid" if !given => format!("{}-_", base.random.hash()),
            "sequence" => numbered(&field, sequence),
            _ => continue,
        };
        row.insert(name, json!(made));
    }
    Ok(())
}

fn numbered(field: &Row, number: i64) -> String {
    let patterns = field.get("patterns").and_then(Value::as_array).cloned().unwrap_or_default();
    let part = |pattern: &Value| {
        let options = &pattern["options"];
        match pattern["type"].as_str() {
            Some("integer") => {
                let start = options["start"].as_i64().unwrap_or(0);
                format!("{:0width$}", start + number - 1, width = options["digits"].as_u64().unwrap_or(1) as usize)
            }
            _ => plain(&options["value"]),
        }
    };
    patterns.iter().map(part).collect()
}

fn calculate(base: &mut Base, name: &str, key: &Value) -> Outcome<()> {
    let table = base.table_mut(name)?;
    let Some(index) = table.find(key) else { return Ok(()) };
    let formulas: Vec<(String, String)> = table
        .fields
        .iter()
        .filter(|f| text(f, "type") == "formula")
        .map(|f| (text(f, "name").to_owned(), text(f, "expression").to_owned()))
        .collect();
    for (field, expression) in formulas {
        let row = &table.rows[index];
        let value = values::formula(&expression, &|name| row.get(name).cloned().unwrap_or(Value::Null));
        table.rows[index].insert(field, value);
    }
    Ok(())
}

fn stamp(table: &Table, row: &mut Row, now: &Value, who: &Who, new: bool) {
    for column in table.columns() {
        let value = match column.name {
            "createdAt" if new => now.clone(),
            "updatedAt" => now.clone(),
            "createdById" if new => json!(who.user),
            "updatedById" => json!(who.user),
            _ => continue,
        };
        row.insert(column.name.to_owned(), value);
    }
}

/// A unique value that another row has. The number that the row would have got is used up.
fn unique(table: &Table, row: &Row, own: Option<usize>) -> Outcome<()> {
    let fields = table.fields.iter().filter(|f| flag(f, "unique") || flag(f, "primaryKey"));
    fields.map(|f| text(f, "name")).try_for_each(|name| taken(table, name, row, own))
}

fn taken(table: &Table, name: &str, row: &Row, own: Option<usize>) -> Outcome<()> {
    let Some(value) = row.get(name).filter(|v| !v.is_null()) else { return Ok(()) };
    let other = |(index, other): (usize, &Row)| Some(index) != own && other.get(name) == Some(value);
    match table.rows.iter().enumerate().any(other) {
        true => {
            let title = table.field(name).map_or_else(|| name.to_owned(), label);
            Err(Fail::new(400, format!("{title} already exists")))
        }
        false => Ok(()),
    }
}

/// A row as its write answers: all columns, and the relations that were written.
fn answer(base: &Base, name: &str, key: &Value, shown: Row) -> Outcome<Value> {
    let table = base.table(name)?;
    let index = table.find(key).ok_or(Fail::NoRoute)?;
    let mut out = object(list::plain_row(table, &table.rows[index]));
    for (field, value) in shown {
        // Recorded: an answer to a cleared relation does not say who changed the row.
        if value.is_null() {
            out.remove("updatedById");
        }
        out.insert(field, value);
    }
    Ok(Value::Object(out))
}
