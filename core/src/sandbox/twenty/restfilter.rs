//! The filter and order texts of the REST dialect, turned into what the GraphQL dialect takes.

use serde_json::{Map, Value, json};

use super::errors::{Outcome, bad_request};

const COMPARATORS: [&str; 13] =
    ["eq", "neq", "in", "containsAny", "is", "gt", "gte", "lt", "lte", "startsWith", "endsWith", "like", "ilike"];

/// Reads `a[eq]:1,or(b[is]:NULL,not(c[gt]:2))`.
pub(crate) fn read(text: &str) -> Outcome<Value> {
    let terms = split(text);
    if terms.is_empty() {
        return Ok(json!({}));
    }
    let all: Outcome<Vec<Value>> = terms.iter().map(|t| term(t)).collect();
    Ok(json!({"and": all?}))
}

/// The parts between commas that stand outside quotes and brackets.
fn split(text: &str) -> Vec<String> {
    let (mut depth, mut quote, mut out, mut part) = (0, None, Vec::new(), String::new());
    for c in text.chars() {
        match c {
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            '(' | '[' if quote.is_none() => depth += 1,
            ')' | ']' if quote.is_none() => depth -= 1,
            ',' if depth == 0 && quote.is_none() => {
                out.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    out.push(part);
    out.retain(|p| !p.is_empty());
    out
}

fn term(text: &str) -> Outcome<Value> {
    for word in ["and", "or", "not"] {
        let inside =
            text.strip_prefix(word).and_then(|rest| rest.strip_prefix('(')).and_then(|rest| rest.strip_suffix(')'));
        if let Some(inside) = inside {
            let terms: Outcome<Vec<Value>> = split(inside).iter().map(|t| term(t)).collect();
            let terms = terms?;
            return Ok(if word == "not" { json!({"not": {"and": terms}}) } else { json!({word: terms}) });
        }
    }
    let parsed = text.split_once('[').and_then(|(field, rest)| Some((field, rest.split_once("]:")?)));
    let Some((field, (comparator, value))) = parsed else {
        return Err(bad_request(format!("'filter' invalid for '{text}'. eg: price[gte]:10")));
    };
    if !COMPARATORS.contains(&comparator) {
        let known = COMPARATORS.join(", ");
        return Err(bad_request(format!("'filter' invalid for '{text}', comparator {comparator} not in {known}")));
    }
    let value = match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(list) => split(list).iter().map(|v| plain(v)).collect(),
        None => plain(value),
    };
    let mut condition = json!({comparator: value});
    for name in field.rsplit('.') {
        condition = json!({name: condition});
    }
    Ok(condition)
}

fn plain(text: &str) -> Value {
    let quoted = ['"', '\''].iter().find_map(|q| text.strip_prefix(*q).and_then(|rest| rest.strip_suffix(*q)));
    match (quoted, text) {
        (Some(inside), _) => inside.into(),
        (None, "true") => true.into(),
        (None, "false") => false.into(),
        _ => text.into(),
    }
}

/// Reads `name[DescNullsLast],createdAt`.
pub(crate) fn order(text: &str) -> Outcome<Value> {
    let mut out = Vec::new();
    for part in text.split(',').filter(|p| !p.is_empty()) {
        let (field, direction) = match part.split_once('[') {
            Some((field, rest)) => (field, rest.trim_end_matches(']')),
            None => (part, "AscNullsFirst"),
        };
        if !["AscNullsFirst", "AscNullsLast", "DescNullsFirst", "DescNullsLast"].contains(&direction) {
            return Err(bad_request(format!(
                "'order_by' direction '{direction}' invalid. Allowed values are 'AscNullsFirst', 'AscNullsLast', 'DescNullsFirst', 'DescNullsLast'. eg: ?order_by=field_1[AscNullsFirst],field_2[DescNullsLast],field_3"
            )));
        }
        let mut value = Value::from(direction);
        for name in field.rsplit('.') {
            value = Value::Object(Map::from_iter([(name.to_owned(), value)]));
        }
        out.push(value);
    }
    Ok(out.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_nest() {
        let read = |text: &str| read(text).map_err(|e| e.message);
        let expected = json!({"and": [{"or": [{"name": {"eq": "a,b"}}, {"not": {"and": [{"amount": {"amountMicros": {"gte": "5"}}}]}}]}]});
        assert_eq!(read("or(name[eq]:\"a,b\",not(amount.amountMicros[gte]:5))"), Ok(expected));
        assert_eq!(read("id[in]:[\"x\",y]"), Ok(json!({"and": [{"id": {"in": ["x", "y"]}}]})));
        assert_eq!(read("name"), Err("'filter' invalid for 'name'. eg: price[gte]:10".into()));
    }
}
