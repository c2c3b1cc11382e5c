//! Reading: pages, everything at once, searching, one equality, summaries.

use serde_json::{Value, json};

use super::super::message::Request;
use super::fail::{Fail, Outcome};
use super::kinds::{Cast, Kind, Object, cast, is_id};
use super::money;
use super::state::{Installation, View};

/// A status and a body.
pub(crate) type Answer = (u16, Value);

pub(crate) fn done(result: Value, message: impl Into<String>) -> Answer {
    (200, json!({"success": true, "result": result, "message": message.into()}))
}

const FOUND: &str = "Successfully found all documents";

pub(crate) fn list(here: &Installation, kind: &Kind, request: &Request) -> Outcome<Answer> {
    if request.pairs().iter().any(|(name, _)| name.starts_with("equal[")) && kind.entity != "invoice" {
        let body = json!({"success": false, "result": [], "message": "Invalid filter value"});
        return Err(Fail::raw(400, body));
    }
    let mut found = matching(here, kind, request, "list")?;
    let sort = request.param("sortBy").unwrap_or_else(|| "enabled".into());
    if let Some(way) = request.param("sortValue") {
        if !["asc", "desc", "ascending", "descending"].contains(&way.as_str()) {
            let message = format!("Invalid sort value: {{ {sort}: {way} }}");
            return Err(Fail::thrown("list", message, json!({})));
        }
        found.sort_by(|a, b| order(a.get(&sort), b.get(&sort)));
        if way.starts_with('d') {
            found.reverse();
        }
    }
    let count = found.len() as i64;
    let items = request.param("items").and_then(|n| n.parse().ok()).filter(|n| *n != 0).unwrap_or(10_i64);
    let sent = request.param("page");
    let page: i64 = match sent.as_deref().map(str::parse) {
        None => 1,
        Some(Ok(page)) => page,
        Some(Err(_)) => {
            let error = json!({"ok": 0, "code": 9, "codeName": "FailedToParse"});
            return Err(Fail::thrown("list", "Failed to parse: skip", error));
        }
    };
    let skip = page * items - items;
    if skip < 0 && items > 0 {
        let message = format!("BSON field 'skip' value must be >= 0, actual value '{skip}'");
        return Err(Fail::thrown("list", message, json!({"ok": 0, "code": 51024, "codeName": "Location51024"})));
    }
    let pages = (count as f64 / items as f64).ceil() as i64;
    let pagination = json!({"page": sent.map_or(json!(1), |p| json!(p)), "pages": pages, "count": count});
    let shown = found.into_iter().skip(skip.max(0) as usize).take(items.unsigned_abs() as usize);
    let result: Vec<Value> = shown.map(|d| here.view(kind.entity, d, View::Named)).collect();
    let (status, message) = if count > 0 { (200, FOUND) } else { (203, "Collection is Empty") };
    Ok((status, json!({"success": true, "result": result, "pagination": pagination, "message": message})))
}

pub(crate) fn list_all(here: &Installation, kind: &Kind, request: &Request) -> Outcome<Answer> {
    let enabled = request.param("enabled");
    let wanted = |d: &&Object| {
        d["removed"] == json!(false)
            && d.get("isPrivate") != Some(&json!(true))
            && enabled.as_ref().is_none_or(|e| d.get("enabled").map(Value::to_string).as_ref() == Some(e))
    };
    let mut found: Vec<&Object> = here.all(kind.entity).iter().filter(wanted).collect();
    found.sort_by(|a, b| order(a.get("created"), b.get("created")));
    if request.param("sort").is_none_or(|s| s.starts_with('d')) && kind.entity != "setting" {
        found.reverse();
    }
    let result: Vec<Value> = found.into_iter().map(|d| here.view(kind.entity, d, View::Plain)).collect();
    match result.is_empty() {
        true => Ok((203, json!({"success": false, "result": [], "message": "Collection is Empty"}))),
        false => Ok(done(json!(result), FOUND)),
    }
}

pub(crate) fn search(here: &Installation, kind: &Kind, request: &Request) -> Outcome<Answer> {
    let fields = request.param("fields").unwrap_or_else(|| "name".into());
    let q = request.param("q").unwrap_or_default();
    let mut result = Vec::new();
    for doc in here.all(kind.entity).iter().filter(|d| d["removed"] == json!(false)).take(1000) {
        if hit(kind, doc, &fields, &q, "search")? && result.len() < 20 {
            result.push(here.view(kind.entity, doc, View::Plain));
        }
    }
    match result.is_empty() {
        true => Ok((202, json!({"success": false, "result": [], "message": "No document found by this request"}))),
        false => Ok(done(json!(result), FOUND)),
    }
}

pub(crate) fn filter(here: &Installation, kind: &Kind, request: &Request) -> Outcome<Answer> {
    if request.param("filter").is_none() || request.param("equal").is_none() {
        return Err(Fail::new(403, "filter not provided correctly"));
    }
    let found = matching(here, kind, request, "filter")?;
    let result: Vec<Value> = found.into_iter().map(|d| here.view(kind.entity, d, View::Plain)).collect();
    Ok(done(json!(result), format!("{FOUND}  ")))
}

pub(crate) fn read(here: &Installation, kind: &Kind, id: &str) -> Outcome<Answer> {
    let id = checked_id(kind, id, "read")?;
    let doc = here.alive(kind.entity, &id).ok_or_else(Fail::not_found)?;
    Ok(done(here.view(kind.entity, doc, View::Named), "we found this document "))
}

/// An id of the path; what is none is an exception, not a refusal.
pub(crate) fn checked_id(kind: &Kind, id: &str, controller: &str) -> Outcome<Value> {
    let id = json!(id);
    if is_id(&id) {
        return Ok(id);
    }
    let why = format!("for model \"{}\"", kind.model);
    let error = cast(Cast::Id, "_id", &id, &why).err().unwrap_or_default();
    Err(Fail::thrown(controller, error["message"].as_str().unwrap_or_default(), error.clone()))
}

/// The documents of `filter`, `equal`, `fields` and `q`. A filter by `removed` overrides that deleted ones are hidden.
fn matching<'a>(here: &'a Installation, kind: &Kind, request: &Request, controller: &str) -> Outcome<Vec<&'a Object>> {
    let (name, equal) = (request.param("filter"), request.param("equal"));
    let mut wanted = None;
    if let (Some(name), Some(equal)) = (&name, &equal) {
        let base = name.split('.').next().unwrap_or_default();
        let as_type = match base {
            "removed" => Cast::Bool,
            "_id" => Cast::Id,
            "total" | "credit" | "discount" | "subTotal" | "taxTotal" => Cast::Number,
            _ if name.contains('.') => Cast::Any,
            _ => kind.column(base).map_or(Cast::Any, |c| c.cast),
        };
        let why = format!("for model \"{}\"", kind.model);
        let value = cast(as_type, name, &json!(equal), &why)
            .map_err(|e| Fail::thrown(controller, e["message"].as_str().unwrap_or_default(), e.clone()))?;
        wanted = Some((name.clone(), value));
    }
    let (q, fields) = (request.param("q"), request.param("fields"));
    let mut out = Vec::new();
    for doc in here.all(kind.entity) {
        let equal = |value: &Value| doc["removed"] == *value;
        let keep = match &wanted {
            Some((name, value)) if name == "removed" => equal(value),
            Some((name, value)) => equal(&json!(false)) && holds(doc, name, value),
            None => equal(&json!(false)),
        };
        if keep
            && fields.as_ref().map_or(Ok(true), |f| hit(kind, doc, f, q.as_deref().unwrap_or_default(), controller))?
        {
            out.push(doc);
        }
    }
    Ok(out)
}

fn holds(doc: &Object, path: &str, wanted: &Value) -> bool {
    let mut at = vec![doc.get(path.split('.').next().unwrap_or_default()).unwrap_or(&Value::Null)];
    for part in path.split('.').skip(1) {
        at = at
            .into_iter()
            .flat_map(|v| match v {
                Value::Array(list) => list.iter().map(|i| &i[part]).collect(),
                other => vec![&other[part]],
            })
            .collect();
    }
    let text = wanted.as_str().unwrap_or_default();
    at.iter().any(|v| *v == wanted || matches!(v, Value::Number(number) if number.to_string() == text))
}

/// Whether one of the fields holds the text, without regard to case. The server takes it as a regular expression: here
/// a backslash takes the next character as it is, and an open bracket is the error that it is there.
fn hit(kind: &Kind, doc: &Object, fields: &str, q: &str, controller: &str) -> Outcome<bool> {
    let (mut plain, mut open, mut chars) = (String::new(), 0, q.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next()),
            '(' => open += 1,
            ')' => open -= 1,
            _ => plain.push(c),
        }
    }
    if open != 0 {
        let message = format!("Invalid regular expression: /{q}/i: Unterminated group");
        return Err(Fail::thrown(controller, message, json!({})));
    }
    for field in fields.split(',') {
        match kind.column(field).map(|c| c.cast) {
            Some(Cast::Date) => return Err(Fail::thrown(controller, "Can't use $regex with Date.", json!({}))),
            Some(Cast::Number) => return Err(Fail::thrown(controller, "Can't use $regex with Number.", json!({}))),
            _ => {}
        }
        let text = doc.get(field).and_then(Value::as_str).unwrap_or_default();
        if doc.contains_key(field) && text.to_lowercase().contains(&plain.to_lowercase()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The database's order: what is not there first, then numbers by size, texts by their characters.
fn order(a: Option<&Value>, b: Option<&Value>) -> std::cmp::Ordering {
    let key = |v: Option<&Value>| v.filter(|v| !v.is_null()).cloned();
    match (key(a), key(b)) {
        (Some(Value::Number(a)), Some(Value::Number(b))) => {
            a.as_f64().unwrap_or(0.0).total_cmp(&b.as_f64().unwrap_or(0.0))
        }
        (a, b) => a.map(|v| v.to_string()).cmp(&b.map(|v| v.to_string())),
    }
}

pub(crate) fn summary(here: &Installation, kind: &Kind, request: &Request) -> Outcome<Answer> {
    let alive: Vec<&Object> = here.all(kind.entity).iter().filter(|d| d["removed"] == json!(false)).collect();
    let period = request.param("type").unwrap_or_else(|| "month".into());
    if !["week", "month", "year"].contains(&period.as_str()) {
        return Err(Fail::new(400, "Invalid type"));
    }
    let sum = |name: &str| alive.iter().filter_map(|d| money::parse(d.get(name)?)).sum::<f64>();
    let share = |part: usize| (part as f64 * 100.0 / alive.len().max(1) as f64).round() as i64;
    let by_word = |words: &[&str], member: &str, amounts: bool| {
        let mut out = Vec::new();
        for word in words {
            let count = alive.iter().filter(|d| d.get(member) == Some(&json!(word))).count();
            let mut line = json!({"status": word, "count": count, "percentage": share(count)});
            if amounts {
                let of = alive.iter().filter(|d| d.get(member) == Some(&json!(word)));
                line["total_amount"] = money::number(of.filter_map(|d| money::parse(&d["total"])).sum());
            }
            if count > 0 || amounts {
                out.push(line);
            }
        }
        out
    };
    match kind.entity {
        "client" => {
            let buys = |d: &&&Object| here.all("invoice").iter().any(|i| i["client"] == d["_id"]);
            let active = share(alive.iter().filter(buys).count());
            Ok(done(json!({"new": 100, "active": active}), "Successfully get summary of new clients"))
        }
        "invoice" => {
            let mut parts = by_word(kind.column("status").map_or(&[], |c| c.words), "status", false);
            parts.extend(by_word(&["paid", "unpaid", "partially"], "paymentStatus", false));
            let result = json!({"total": money::number(sum("total")), "total_undue": money::number(sum("total") - sum("credit")), "type": period, "performance": parts});
            Ok(done(result, format!("Successfully found all invoices for the last {period}")))
        }
        "quote" => {
            let words = ["accepted", "draft", "sent", "pending", "expired", "declined"];
            let result = json!({"total": money::number(sum("total")), "type": period, "performance": by_word(&words, "status", true)});
            Ok(done(result, format!("Successfully found all Quotations for the last {period}")))
        }
        "payment" => {
            let result = json!({"count": alive.len(), "total": money::number(sum("amount"))});
            let message = format!("Successfully fetched the summary of payment invoices for the last {period}");
            Ok(done(result, message))
        }
        _ => Err(Fail::thrown("summary", "Cannot read properties of undefined", json!({}))),
    }
}
