//! The filter and order texts of the REST dialect, turned into what the GraphQL dialect takes.

use serde_json::{Map, Value, json};

use super::errors::{Outcome, bad_request};

const COMPARATORS: [&str; 13] =
    ["eq", "neq", "in", "containsAny", "is", "gt", "gte", "lt", "lte", "startsWith", "endsWith", "like", "ilike"];

const LISTS: [&str; 2] = ["in", "containsAny"];

/// Reads `a[eq]:1,or(b[is]:NULL,not(c[gt]:2))`.
pub(crate) fn read(text: &str) -> Outcome<Value> {
    if text.is_empty() {
        return Ok(json!({}));
    }
    let (open, close) = (text.matches('(').count(), text.matches(')').count());
    if open != close {
        let (which, count) = if open > close { ("close", open - close) } else { ("open", close - open) };
        let verb = if count > 1 { "s are" } else { " is" };
        return Err(bad_request(format!("'filter' invalid. {count} {which} bracket{verb} missing in the query")));
    }
    match conjunction(text) {
        Some(_) => term(text),
        None => term(&format!("and({text})")),
    }
}

/// The word before parentheses that hold the whole text. Its pattern does not reach over line breaks.
fn conjunction(text: &str) -> Option<&'static str> {
    let holds = |word: &&str| text.strip_prefix(*word).is_some_and(|rest| rest.starts_with('(') && rest.len() > 2);
    ["or", "and", "not"].into_iter().find(holds).filter(|_| text.ends_with(')') && on_one_line(text))
}

fn on_one_line(text: &str) -> bool {
    !text.contains(['\n', '\r', '\u{2028}', '\u{2029}'])
}

/// The terms inside of the parentheses. Commas separate at depth 1 only, and not while a bracket or one of the quotes is
/// open; each of the three is switched by every one of its kind, also inside of the others.
fn terms(text: &str) -> Vec<String> {
    let (mut depth, mut open, mut out, mut part) = (0, [false; 3], Vec::new(), String::new());
    for c in text.chars() {
        let mut keeps = depth >= 1;
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                keeps = depth >= 1;
            }
            '[' | ']' => open[0] = !open[0],
            '"' => open[1] = !open[1],
            '\'' => open[2] = !open[2],
            ',' if depth == 1 && open == [false; 3] => {
                out.push(std::mem::take(&mut part));
                keeps = false;
            }
            _ => {}
        }
        if keeps {
            part.push(c);
        }
    }
    out.push(part);
    out
}

fn term(text: &str) -> Outcome<Value> {
    if let Some(word) = conjunction(text) {
        let mut inside = terms(text).iter().map(|t| term(t)).collect::<Outcome<Vec<Value>>>()?;
        return match (word, inside.len()) {
            ("not", 1) => Ok(json!({"not": inside.remove(0)})),
            ("not", _) => Err(bad_request(
                "'filter' invalid. 'not' conjunction should contain only 1 condition. eg: not(field[eq]:1)",
            )),
            _ => Ok(json!({word: inside})),
        };
    }
    let parsed = text.split_once('[').and_then(|(field, rest)| Some((field, rest.split_once("]:")?)));
    let parsed = parsed.filter(|(field, (_, value))| !field.is_empty() && !value.is_empty() && on_one_line(text));
    let Some((field, (comparator, value))) = parsed else {
        return Err(bad_request(format!("'filter' invalid for '{text}'. eg: price[gte]:10")));
    };
    if !COMPARATORS.contains(&comparator) {
        let known = COMPARATORS.join(", ");
        return Err(bad_request(format!("'filter' invalid for '{text}', comparator {comparator} not in {known}")));
    }
    let list = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let value = match (LISTS.contains(&comparator), list) {
        // Its commas are counted whether or not they stand in quotes.
        (true, Some(list)) => list.split(',').map(plain).collect(),
        (true, None) => {
            return Err(bad_request(format!(
                "'filter' invalid for '{comparator}' operator. Received '{value}' but array value expected eg: 'field[{comparator}]:[value_1,value_2]'"
            )));
        }
        (false, _) => plain(value),
    };
    let mut condition = json!({comparator: value});
    for name in field.rsplit('.') {
        condition = json!({name: condition});
    }
    Ok(condition)
}

fn plain(text: &str) -> Value {
    let quote = ['"', '\''];
    let quoted = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
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
        let expected = json!({"or": [{"name": {"eq": "a,b"}}, {"not": {"amount": {"amountMicros": {"gte": "5"}}}}]});
        assert_eq!(read("or(name[eq]:\"a,b\",not(amount.amountMicros[gte]:5))"), Ok(expected));
        assert_eq!(read("id[in]:[\"x\",y]"), Ok(json!({"and": [{"id": {"in": ["x", "y"]}}]})));
        // An apostrophe hides the comma behind it, as on the real server.
        assert_eq!(read("a[eq]:\"O'N\",b[eq]:1"), Ok(json!({"and": [{"a": {"eq": "\"O'N\",b[eq]:1"}}]})));
        assert_eq!(read("b[eq]:1,a[eq]:\"O'N\""), Ok(json!({"and": [{"b": {"eq": "1"}}, {"a": {"eq": "O'N"}}]})));
        assert_eq!(read("a[eq]:\"("), Err("'filter' invalid. 1 close bracket is missing in the query".into()));
        assert_eq!(read("name"), Err("'filter' invalid for 'name'. eg: price[gte]:10".into()));
    }
}
