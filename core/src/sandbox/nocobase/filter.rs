//! The filter language: JSON whose members are columns, paths through relations, operators and `$and`, `$or`, `$not`.

use serde_json::{Value, json};

use super::compare::{Op, holds};
use super::fail::{Fail, Outcome};
use super::schema::{Relation, Row, Table, plain};
use super::state::Base;
use super::values;

/// A filter, checked against the collections that it speaks of.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// A column's value.
    Column {
        name: String,
        kind: String,
        op: Op,
        operand: Value,
    },
    /// A member inside a JSON column.
    Inside {
        name: String,
        path: Vec<String>,
        op: Op,
        operand: Value,
    },
    /// Some related row passes.
    Related(Relation, Box<Condition>),
    /// There is a related row, or there is none.
    Exists(Relation, bool),
}

/// The filter of a query: JSON text, or members in brackets.
pub(crate) fn of_query(pairs: &[(String, String)]) -> Outcome<Value> {
    if let Some((_, text)) = pairs.iter().find(|(name, _)| name == "filter") {
        // The server's parser gives up and the answer has no data at all.
        return serde_json::from_str(text).map_err(|_| Fail::Nothing);
    }
    let mut filter = json!({});
    for (name, value) in pairs {
        let Some(rest) = name.strip_prefix("filter[").and_then(|r| r.strip_suffix(']')) else { continue };
        let mut at = &mut filter;
        for part in rest.split("][") {
            if !at[part].is_object() {
                at[part] = json!({});
            }
            at = &mut at[part];
        }
        *at = json!(value);
    }
    Ok(filter)
}

/// Checks a filter and makes it ready.
pub(crate) fn compile(base: &Base, table: &Table, filter: &Value) -> Outcome<Condition> {
    let Value::Object(members) = filter else { return Ok(Condition::All(Vec::new())) };
    let list = |value: &Value| -> Outcome<Vec<Condition>> {
        value.as_array().into_iter().flatten().map(|one| compile(base, table, one)).collect()
    };
    let mut all = Vec::new();
    for (key, value) in members {
        all.push(match key.as_str() {
            "$and" => Condition::All(list(value)?),
            "$or" => Condition::Any(list(value)?),
            "$not" => Condition::Not(Box::new(compile(base, table, value)?)),
            _ => member(base, table, &key.split('.').collect::<Vec<_>>(), value)?,
        });
    }
    Ok(Condition::All(all))
}

fn member(base: &Base, table: &Table, path: &[&str], value: &Value) -> Outcome<Condition> {
    let [name, rest @ ..] = path else { return Ok(Condition::All(Vec::new())) };
    if let Some(column) = table.columns().into_iter().find(|c| c.name == *name) {
        let (rest, operator) = match rest {
            [rest @ .., last] if last.starts_with('$') => (rest, Some(*last)),
            rest => (rest, None),
        };
        let value = operator.map_or_else(|| value.clone(), |o| json!({o: value}));
        let inside: Vec<String> = rest.iter().map(|p| (*p).to_owned()).collect();
        if !inside.is_empty() && !["json", "jsonb"].contains(&column.kind) {
            return Err(invalid(inside.join("."), &value));
        }
        return tests(name, column.kind, &inside, table.key() == *name, &value);
    }
    let Some(relation) = table.relation(name) else {
        return match rest {
            [] => Err(Fail::no_column()),
            rest => Err(invalid(rest.join("."), value)),
        };
    };
    let target = base.table(&relation.target)?;
    match rest {
        [] if value.is_object() && !value.as_object().is_some_and(|m| m.keys().any(|k| k.starts_with('$'))) => {
            Ok(Condition::Related(relation.clone(), Box::new(compile(base, target, value)?)))
        }
        [] => Err(invalid((*name).to_owned(), value)),
        rest => {
            for (operator, there) in [("$exists", true), ("$notExists", false)] {
                if value.get(operator).is_some() {
                    return Ok(Condition::Exists(relation, there));
                }
            }
            Ok(Condition::Related(relation.clone(), Box::new(member(base, target, rest, value)?)))
        }
    }
}

fn tests(name: &str, kind: &str, path: &[String], key: bool, value: &Value) -> Outcome<Condition> {
    let one = |op: Op, operand: Value| match path.is_empty() {
        true => Condition::Column { name: name.to_owned(), kind: kind.to_owned(), op, operand },
        false => Condition::Inside { name: name.to_owned(), path: path.to_vec(), op, operand },
    };
    match value {
        // A bare null finds nulls; `{"$eq": null}` finds nothing.
        Value::Null => Ok(one(Op::Null, Value::Null)),
        Value::Array(_) => Ok(one(Op::In, value.clone())),
        Value::Object(members) => {
            let mut all = Vec::new();
            for (operator, operand) in members {
                let operand = operand.clone();
                match Op::named(operator, &operand) {
                    Some(op) => {
                        check(kind, op, &operand)?;
                        all.push(one(op, operand));
                    }
                    None if matches!(operator.as_str(), "$childIn" | "$childNotIn") && key => {
                        return Err(Fail::new(500, "name.split is not a function or its return value is not iterable"));
                    }
                    // An object is no number, so that nothing equals it.
                    None if ["double", "float", "real"].contains(&kind) => all.push(one(Op::Never, Value::Null)),
                    None => return Err(invalid(operator.clone(), &operand)),
                }
            }
            Ok(Condition::All(all))
        }
        scalar => {
            check(kind, Op::Eq, scalar)?;
            Ok(one(Op::Eq, scalar.clone()))
        }
    }
}

/// What the database refuses to compare with a column of that type.
fn check(kind: &str, op: Op, operand: &Value) -> Outcome<()> {
    let list: Vec<&Value> = operand.as_array().map_or_else(|| vec![operand], |l| l.iter().collect());
    if op.of_days() {
        return match list.iter().find(|v| super::compare::span(&plain(v)).is_none()) {
            Some(wrong) => Err(Fail::new(500, format!("Invalid Date \"{}\"", plain(wrong)))),
            None => Ok(()),
        };
    }
    if !op.compares() {
        return Ok(());
    }
    for value in list.into_iter().filter(|v| !v.is_null()) {
        let sent = plain(value);
        match kind {
            "bigInt" | "integer" | "snowflakeId" | "decimal" if sent.parse::<f64>().is_err() => {
                let kind = if kind == "decimal" { "numeric" } else { "bigint" };
                return Err(Fail::syntax(kind, &sent));
            }
            "date" | "datetime" | "datetimeTz" if values::instant(&sent).is_none() => {
                return Err(Fail::syntax("timestamp with time zone", "Invalid date"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// As Node prints an object of one member.
fn invalid(name: String, value: &Value) -> Fail {
    let name = if name.starts_with('$') { format!("'{name}'") } else { name };
    let shown = match value {
        Value::String(text) => format!("'{text}'"),
        other => other.to_string(),
    };
    Fail::new(500, format!("Invalid value {{ {name}: {shown} }}"))
}

/// Whether a row passes; nothing where SQL would say NULL.
pub(crate) fn passes(base: &Base, row: &Row, condition: &Condition) -> Option<bool> {
    match condition {
        Condition::All(parts) => {
            let seen: Vec<_> = parts.iter().map(|p| passes(base, row, p)).collect();
            if seen.contains(&Some(false)) { Some(false) } else { (!seen.contains(&None)).then_some(true) }
        }
        Condition::Any(parts) => {
            let seen: Vec<_> = parts.iter().map(|p| passes(base, row, p)).collect();
            if seen.contains(&Some(true)) { Some(true) } else { (!seen.contains(&None)).then_some(false) }
        }
        Condition::Not(part) => passes(base, row, part).map(|b| !b),
        Condition::Column { name, kind, op, operand } => {
            holds(row.get(name).unwrap_or(&Value::Null), kind, *op, operand)
        }
        Condition::Inside { name, path, op, operand } => {
            let start = row.get(name).unwrap_or(&Value::Null);
            let value = path.iter().fold(start, |at, part| at.get(part).unwrap_or(&Value::Null));
            holds(value, "json", *op, operand)
        }
        Condition::Related(relation, inner) => {
            Some(base.related(row, relation).iter().any(|other| passes(base, other, inner) == Some(true)))
        }
        Condition::Exists(relation, there) => Some(base.related(row, relation).is_empty() != *there),
    }
}
