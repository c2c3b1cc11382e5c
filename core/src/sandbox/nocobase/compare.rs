//! The operators of filters, on one value.

use std::cmp::Ordering;

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rust_decimal::Decimal;
use serde_json::Value;

use super::super::fold::like;
use super::schema::plain;
use super::values::instant;

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Null,
    Never,
    Eq,
    Ne,
    In,
    NotIn,
    Gt,
    Gte,
    Lt,
    Lte,
    Between,
    Includes,
    NotIncludes,
    StartsWith,
    NotStartsWith,
    EndWith,
    NotEndWith,
    Like,
    Empty,
    NotEmpty,
    AnyOf,
    NoneOf,
    Match,
    NotMatch,
    Truly,
    Falsy,
    On,
    NotOn,
    Before,
    NotBefore,
    After,
    NotAfter,
    DateBetween,
}

const NAMES: &[(&str, Op)] = &[
    ("$eq", Op::Eq),
    ("$ne", Op::Ne),
    ("$in", Op::In),
    ("$notIn", Op::NotIn),
    ("$gt", Op::Gt),
    ("$gte", Op::Gte),
    ("$lt", Op::Lt),
    ("$lte", Op::Lte),
    ("$between", Op::Between),
    ("$includes", Op::Includes),
    ("$notIncludes", Op::NotIncludes),
    ("$startsWith", Op::StartsWith),
    ("$notStartsWith", Op::NotStartsWith),
    ("$endWith", Op::EndWith),
    ("$notEndWith", Op::NotEndWith),
    ("$like", Op::Like),
    ("$iLike", Op::Like),
    ("$empty", Op::Empty),
    ("$notEmpty", Op::NotEmpty),
    ("$arrayEmpty", Op::Empty),
    ("$arrayNotEmpty", Op::NotEmpty),
    ("$anyOf", Op::AnyOf),
    ("$noneOf", Op::NoneOf),
    ("$match", Op::Match),
    ("$notMatch", Op::NotMatch),
    ("$isTruly", Op::Truly),
    ("$isFalsy", Op::Falsy),
    ("$dateOn", Op::On),
    ("$dateNotOn", Op::NotOn),
    ("$dateBefore", Op::Before),
    ("$dateNotBefore", Op::NotBefore),
    ("$dateAfter", Op::After),
    ("$dateNotAfter", Op::NotAfter),
    ("$dateBetween", Op::DateBetween),
];

impl Op {
    /// The operator of a name. A list makes `$eq` and `$ne` mean in and not in.
    pub(crate) fn named(name: &str, operand: &Value) -> Option<Op> {
        let op = NAMES.iter().find(|(n, _)| *n == name).map(|(_, op)| *op)?;
        Some(match op {
            Op::Eq if operand.is_array() => Op::In,
            Op::Ne if operand.is_array() => Op::NotIn,
            op => op,
        })
    }

    /// Whether the database compares the operand with the column's own type.
    pub(crate) fn compares(self) -> bool {
        matches!(self, Op::Eq | Op::Ne | Op::In | Op::NotIn | Op::Gt | Op::Gte | Op::Lt | Op::Lte | Op::Between)
    }

    /// Whether the operand is a day, a month, a year or an instant.
    pub(crate) fn of_days(self) -> bool {
        matches!(self, Op::On | Op::NotOn | Op::Before | Op::NotBefore | Op::After | Op::NotAfter | Op::DateBetween)
    }
}

/// Whether a value passes; nothing where SQL would say NULL.
pub(crate) fn holds(have: &Value, kind: &str, op: Op, want: &Value) -> Option<bool> {
    let items = || want.as_array().into_iter().flatten();
    let any = |have: &Value| items().any(|w| order(kind, have, w) == Some(Ordering::Equal));
    let empty = have.is_null() || plain(have).is_empty() || have.as_array().is_some_and(Vec::is_empty);
    match op {
        Op::Null => return Some(have.is_null()),
        Op::Never => return Some(false),
        Op::Empty => return Some(empty),
        Op::NotEmpty => return Some(!empty),
        Op::Truly => return Some(have == &Value::Bool(true)),
        Op::Falsy => return Some(have != &Value::Bool(true)),
        Op::Ne if have.is_null() => return Some(true),
        Op::NotIn if have.is_null() => return Some(true),
        Op::NoneOf if have.is_null() => return Some(true),
        _ if have.is_null() => return None,
        _ => {}
    }
    let compared = |wanted: &[Ordering]| order(kind, have, want).map(|o| wanted.contains(&o));
    match op {
        Op::Eq => compared(&[Ordering::Equal]),
        Op::Ne => compared(&[Ordering::Less, Ordering::Greater]),
        Op::Gt => compared(&[Ordering::Greater]),
        Op::Gte => compared(&[Ordering::Greater, Ordering::Equal]),
        Op::Lt => compared(&[Ordering::Less]),
        Op::Lte => compared(&[Ordering::Less, Ordering::Equal]),
        Op::In => Some(any(have)),
        Op::NotIn => Some(!any(have)),
        Op::Between => {
            let (from, to) = (want.get(0)?, want.get(1)?);
            Some(order(kind, have, from)?.is_ge() && order(kind, have, to)?.is_le())
        }
        Op::Includes => Some(contains(have, want)),
        Op::NotIncludes => Some(!contains(have, want)),
        Op::StartsWith => Some(lower(have).starts_with(&lower(want))),
        Op::NotStartsWith => Some(!lower(have).starts_with(&lower(want))),
        Op::EndWith => Some(lower(have).ends_with(&lower(want))),
        Op::NotEndWith => Some(!lower(have).ends_with(&lower(want))),
        Op::Like => Some(like(&plain(have), &plain(want))),
        Op::AnyOf => Some(items().any(|w| has(have, w))),
        Op::NoneOf => Some(!items().any(|w| has(have, w))),
        Op::Match => Some(same(have, want)),
        Op::NotMatch => Some(!same(have, want)),
        op => days(&plain(have), op, want),
    }
}

fn days(have: &str, op: Op, want: &Value) -> Option<bool> {
    let have = instant(have)?;
    let first = want.get(0).unwrap_or(want);
    let last = want.get(1).unwrap_or(first);
    let (from, (start, end)) = (span(&plain(first))?.0, (span(&plain(first))?.0, span(&plain(last))?.1));
    Some(match op {
        Op::On | Op::DateBetween => have >= start && have < end,
        Op::NotOn => !(have >= start && have < end),
        Op::Before => have < from,
        Op::NotBefore => have >= from,
        Op::After => have >= end,
        _ => have < end,
    })
}

/// From when to when a year, a month, a day or an instant lasts. The zone is the server's: UTC.
pub(crate) fn span(text: &str) -> Option<(Timestamp, Timestamp)> {
    let begin = |date: Date| format!("{date}T00:00:00Z").parse::<Timestamp>().ok();
    let (date, length) = match text.len() {
        4 => (format!("{text}-01-01").parse::<Date>().ok()?, Span::new().years(1)),
        7 => (format!("{text}-01").parse::<Date>().ok()?, Span::new().months(1)),
        10 => (text.parse::<Date>().ok()?, Span::new().days(1)),
        _ => {
            let at = text.parse::<Timestamp>().ok()?;
            return Some((at, at.checked_add(Span::new().milliseconds(1)).ok()?));
        }
    };
    Some((begin(date)?, begin(date.checked_add(length).ok()?)?))
}

fn lower(value: &Value) -> String {
    plain(value).to_lowercase()
}

fn contains(have: &Value, want: &Value) -> bool {
    match want {
        Value::Array(list) => list.iter().any(|w| lower(have).contains(&lower(w))),
        one => lower(have).contains(&lower(one)),
    }
}

fn has(have: &Value, want: &Value) -> bool {
    have.as_array().is_some_and(|list| list.iter().any(|v| plain(v) == plain(want)))
}

fn same(have: &Value, want: &Value) -> bool {
    let (Some(a), Some(b)) = (have.as_array(), want.as_array()) else { return false };
    a.len() == b.len() && b.iter().all(|w| has(have, w))
}

/// Two values of a column, in its own order.
pub(crate) fn order(kind: &str, a: &Value, b: &Value) -> Option<Ordering> {
    if b.is_null() || a.is_null() {
        return None;
    }
    let (x, y) = (plain(a), plain(b));
    match kind {
        "bigInt" | "integer" | "snowflakeId" | "sort" | "decimal" | "double" | "float" | "real" | "formula" => {
            match (x.parse::<Decimal>(), y.parse::<Decimal>()) {
                (Ok(x), Ok(y)) => Some(x.cmp(&y)),
                _ => x.parse::<f64>().ok()?.partial_cmp(&y.parse::<f64>().ok()?),
            }
        }
        "date" | "datetime" | "datetimeTz" | "unixTimestamp" => Some(instant(&x)?.cmp(&instant(&y)?)),
        _ => Some(x.cmp(&y)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nulls_pass_only_where_the_server_lets_them() {
        let null = Value::Null;
        assert_eq!(holds(&null, "string", Op::Ne, &json!("x")), Some(true));
        assert_eq!(holds(&null, "string", Op::NotIncludes, &json!("x")), None);
        assert_eq!(holds(&json!("a"), "string", Op::Eq, &null), None);
        assert_eq!(holds(&null, "boolean", Op::Falsy, &json!(true)), Some(true));
    }

    #[test]
    fn days_are_half_open_ranges() {
        let at = json!("2027-02-28T23:30:00.000Z");
        assert_eq!(holds(&at, "date", Op::On, &json!("2027-02-28")), Some(true));
        assert_eq!(holds(&at, "date", Op::On, &json!("2027-02")), Some(true));
        assert_eq!(holds(&at, "date", Op::After, &json!("2027-02-27")), Some(true));
        assert_eq!(holds(&at, "date", Op::After, &json!("2027-02-28")), Some(false));
        assert!(span("gestern").is_none());
    }

    #[test]
    fn wildcards_are_only_text() {
        assert_eq!(holds(&json!("abc"), "string", Op::Includes, &json!("%")), Some(false));
        assert_eq!(holds(&json!("abc"), "string", Op::Like, &json!("A%")), Some(true));
    }
}
