//! Lists: order, cursor, envelope, `fields`.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::desk::{Desk, Object, text};
use super::errors::{Fail, Outcome};
use super::expand;
use crate::sandbox::message::Request;

const MOST: i64 = 1000;

/// One page of rows that are in their order already.
pub(crate) fn page(desk: &Desk, rows: Vec<Object>, request: &Request, usual: i64) -> Outcome<Value> {
    let size = match request.param("per_page") {
        None => usual,
        Some(text) => text.parse::<i64>().map_err(|_| Fail::detail("Invalid per_page parameter."))?,
    };
    if size > MOST {
        return Err(Fail::detail(format!("Invalid per_page value. Cannot exceed {MOST}.")));
    }
    if size < 1 {
        return Err(Fail::crash());
    }
    let number = match request.param("cursor") {
        None => 0,
        Some(text) => cursor(&text).ok_or_else(|| Fail::detail("Invalid cursor parameter."))?,
    };
    let total = rows.len() as i64;
    // The row follows from the size of this request, not from the one in the cursor.
    let start = number.saturating_mul(size).clamp(0, total) as usize;
    let here: Vec<Value> =
        rows.iter().skip(start).take(size as usize).map(|row| Value::Object(shown(desk, row, request))).collect();
    Ok(json!({
        "grouped_by": null, "sub_grouped_by": null, "total_count": total,
        "next_cursor": format!("{size}:{}:0", number + 1), "prev_cursor": format!("{size}:{}:1", number - 1),
        "next_page_results": start as i64 + size < total, "prev_page_results": number > 0,
        "count": here.len(), "total_pages": (total + size - 1) / size, "total_results": total, "extra_stats": null,
        "results": here,
    }))
}

/// The page's number in `value:offset:is_prev`.
fn cursor(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split(':').collect();
    let [value, offset, _] = parts.as_slice() else { return None };
    value.parse::<f64>().ok()?;
    offset.parse().ok()
}

/// A record as asked for: expanded and trimmed.
pub(crate) fn shown(desk: &Desk, row: &Object, request: &Request) -> Object {
    let list = |name: &str| -> Vec<String> {
        request.param(name).map(|text| text.split(',').map(str::to_owned).collect()).unwrap_or_default()
    };
    let (fields, wide) = (list("fields"), list("expand"));
    let mut row = row.clone();
    for name in &wide {
        expand::expand(desk, &mut row, name);
    }
    if !fields.is_empty() {
        row.retain(|name, _| fields.contains(name));
    }
    row
}

/// Sorts by `order_by`; an unknown field is more than the server can take.
pub(crate) fn order(desk: &Desk, rows: &mut [Object], request: &Request, usual: &str) -> Outcome<()> {
    let asked = request.param("order_by").unwrap_or_else(|| usual.to_owned());
    let (name, down) = match asked.strip_prefix('-') {
        Some(name) => (name, true),
        None => (asked.as_str(), false),
    };
    let related = name.strip_prefix("state__");
    if related.is_none() && rows.first().is_some_and(|row| !row.contains_key(name)) {
        return Err(Fail::crash());
    }
    let key = |row: &Object| match (related, name) {
        (Some(member), _) => desk.find("state", text(row, "state")).and_then(|state| state.get(member)).cloned(),
        (None, "priority") => {
            let rank = ["urgent", "high", "medium", "low", "none"].iter().position(|p| *p == text(row, "priority"));
            rank.map(Value::from)
        }
        _ => row.get(name).cloned(),
    };
    rows.sort_by(|a, b| {
        let order = compare(key(a).as_ref(), key(b).as_ref());
        if down { order.reverse() } else { order }
    });
    Ok(())
}

/// Nulls come last, as in PostgreSQL.
fn compare(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    match (a, b) {
        (Some(Value::String(a)), Some(Value::String(b))) => a.cmp(b),
        (Some(Value::Number(a)), Some(Value::Number(b))) => {
            a.as_f64().unwrap_or_default().total_cmp(&b.as_f64().unwrap_or_default())
        }
        (None | Some(Value::Null), Some(Value::String(_) | Value::Number(_))) => Ordering::Greater,
        (Some(Value::String(_) | Value::Number(_)), None | Some(Value::Null)) => Ordering::Less,
        _ => Ordering::Equal,
    }
}
