//! Lists: filter roles, search, order, pages, and the envelope of each resource.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::super::fold::{fold, like};
use super::super::message::Request;
use super::errors::{Fail, Outcome};
use super::state::{Books, id_in, number};
use super::table::{Kind, Object, camel};
use super::view;

/// The query with its names in camelCase.
pub(crate) fn query(request: &Request) -> Vec<(String, String)> {
    request.pairs().into_iter().map(|(name, value)| (camel(&name), value)).collect()
}

pub(crate) fn list(books: &Books, kind: &Kind, request: &Request) -> Outcome<Value> {
    let query = query(request);
    let param = |name: &str| query.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let (page, size) = (count(&query, "page", 1)?, count(&query, "pageSize", 12)?);
    let order = param("sortOrder").unwrap_or(if kind.name == "items" { "DESC" } else { "desc" });
    if kind.name == "bill-payments" && !["asc", "desc"].contains(&order) {
        let target: Object = query.iter().map(|(n, v)| (n.clone(), json!(v))).collect();
        return Err(invalid(
            target,
            "sortOrder",
            json!(order),
            "isIn",
            "sortOrder must be one of the following values: desc, asc",
        ));
    }
    let inactive = ["inactiveMode", "onlyInactive"].iter().any(|name| param(name) == Some("true"));
    let ignores = ["accounts", "tax-rates", "item-categories", "inventory-adjustments"].contains(&kind.name.as_str());
    let mut found: Vec<&Object> = books.all(&kind.name).collect();
    if kind.keys.split(' ').any(|key| key == "active") && !["tax-rates"].contains(&kind.name.as_str()) {
        found.retain(|record| !inactive || record.get("active") == Some(&json!(0)));
    }
    if let Some(text) = param("stringifiedFilterRoles") {
        let roles = roles(kind, text)?;
        if !(kind.name == "accounts" || kind.name == "item-categories") {
            found.retain(|record| matches(kind, record, &roles));
        }
    }
    if let Some(status) = param("viewSlug") {
        found.retain(|record| status_of(kind, record).contains(&status));
    }
    match param("searchKeyword") {
        Some(_) if kind.name == "inventory-adjustments" => return Err(Fail::crash()),
        Some(word) if !ignores && !kind.search.is_empty() => {
            found.retain(|record| {
                like(record.get(&kind.search).and_then(Value::as_str).unwrap_or(""), &format!("%{word}%"))
            });
        }
        _ => {}
    }
    let sort = param("columnSortBy").unwrap_or("created_at");
    if !kind.filters.is_empty() && kind.envelope.2 {
        let column = field(kind, sort).ok_or_else(|| Fail::code("sort_column_not_found"))?.0;
        found.sort_by(|a, b| compare(a.get(column), b.get(column)));
        if order.eq_ignore_ascii_case("desc") && column != "created_at" {
            found.reverse();
        }
    }
    match kind.name.as_str() {
        // As recorded; why is not known.
        "accounts" => found.sort_by_key(|record| id_in(record, "id").is_some_and(|id| id < 1024)),
        "tax-rates" => found.sort_by(|a, b| compare(a.get("name"), b.get("name"))),
        "warehouses" | "branches" => found.sort_by(|a, b| compare(b.get("name"), a.get("name"))),
        _ => {}
    }
    let total = found.len();
    let shown = |record: &Object| view::show(books, kind, record, "list", None);
    let (name, paged, with_meta) = &kind.envelope;
    let Some(name) = name else { return Ok(found.into_iter().map(shown).collect()) };
    let mut out = Object::new();
    if let Some(how) = paged {
        if page == 0 {
            return Err(Fail::crash());
        }
        let from = (page - 1).saturating_mul(size);
        let items: Vec<Value> = found.into_iter().skip(from).take(size).map(shown).collect();
        let as_text = how == "text" && param("pageSize").is_some();
        let size = if as_text { json!(size.to_string()) } else { json!(size) };
        out.insert(name.clone(), Value::Array(items));
        out.insert("pagination".into(), json!({"total": total, "page": page, "page_size": size}));
    } else {
        out.insert(name.clone(), found.into_iter().map(shown).collect());
    }
    if *with_meta {
        let mut meta = json!({"order": order, "field_key": sort});
        if let Some(word) = param("searchKeyword").filter(|_| !ignores) {
            meta["search_keyword"] = json!(word);
        }
        out.insert("filter_meta".into(), meta);
    }
    Ok(Value::Object(out))
}

/// A number of the query; a text is an error of the validation.
fn count(query: &[(String, String)], name: &str, default: usize) -> Outcome<usize> {
    let Some((_, text)) = query.iter().find(|(n, _)| n == name) else { return Ok(default) };
    text.parse().map_err(|_| {
        let target: Object = query.iter().map(|(n, v)| (n.clone(), json!(v))).collect();
        invalid(target, name, json!(text), "isInt", &format!("{name} must be an integer number"))
    })
}

pub(crate) fn invalid(target: Object, name: &str, value: Value, check: &str, says: &str) -> Fail {
    let found =
        json!({"target": target, "value": value, "property": name, "children": [], "constraints": {check: says}});
    Fail::Invalid(vec![found])
}

/// One condition: column, kind of the field, comparator, value, whether it is joined by `or`.
struct Role<'a> {
    column: &'a str,
    kind: &'a str,
    comparator: String,
    value: String,
    or: bool,
}

fn field<'a>(kind: &'a Kind, key: &str) -> Option<(&'a str, &'a str)> {
    kind.filters.split(' ').find_map(|entry| {
        let (names, sort) = entry.split_once(':')?;
        let (name, column) = names.split_once('=').unwrap_or((names, names));
        (name == key).then_some((column, sort))
    })
}

fn roles<'a>(kind: &'a Kind, text: &str) -> Outcome<Vec<Role<'a>>> {
    let given: Vec<Object> = serde_json::from_str(text).map_err(|_| Fail::crash())?;
    let word = |role: &Object, name: &str| match role.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Null) | None => None,
        Some(other) => Some(other.to_string()),
    };
    let mut out = Vec::new();
    for role in &given {
        let (Some(key), Some(comparator)) = (word(role, "fieldKey"), word(role, "comparator")) else {
            return Err(Fail::code("stringified_filter_roles_invalid"));
        };
        let (column, sort) = field(kind, &key).ok_or_else(|| Fail::code("filter_roles_fields_not_found"))?;
        if sort == "date" && !["after", "before", "in"].contains(&comparator.as_str()) {
            return Err(Fail::crash());
        }
        let value = word(role, "value").unwrap_or_default();
        out.push(Role { column, kind: sort, comparator, value, or: word(role, "condition").as_deref() == Some("or") });
    }
    Ok(out)
}

fn matches(kind: &Kind, record: &Object, roles: &[Role<'_>]) -> bool {
    roles.iter().enumerate().fold(true, |so_far, (index, role)| match (index, role.or) {
        (0, _) => holds(kind, record, role),
        (_, true) => so_far || holds(kind, record, role),
        _ => so_far && holds(kind, record, role),
    })
}

fn holds(kind: &Kind, record: &Object, role: &Role<'_>) -> bool {
    let value = record.get(role.column).unwrap_or(&Value::Null);
    let text = match value {
        Value::String(text) => fold(text),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let wanted = fold(&role.value);
    match (role.kind, role.comparator.as_str()) {
        ("status", how) => {
            let is = status_of(kind, record).contains(&role.value.as_str());
            is == (how != "not_equals" && how != "not_equal")
        }
        // The literal is built with the month in the minute's place: every row that has a date is after anything.
        ("date", "after") => !value.is_null(),
        ("date", _) => false,
        ("number", how) => {
            let (a, b) = (number(value), number(&json!(role.value)));
            match how {
                "bigger_than" => a > b,
                "bigger_or_equals" => a >= b,
                "smaller_than" => a < b,
                "smaller_or_equals" => a <= b,
                "not_equals" | "not_equal" => a != b,
                _ => a == b,
            }
        }
        ("bool", how) => {
            let yes = ["true", "1", "yes"].contains(&role.value.as_str());
            (value == &json!(i64::from(yes))) == (how != "not_equals" && how != "not_equal")
        }
        (_, "contains" | "contain") => text.contains(&wanted),
        (_, "starts_with") => text.starts_with(&wanted),
        (_, "ends_with") => text.ends_with(&wanted),
        (_, "not_equals" | "not_equal") => text != wanted,
        _ => text == wanted,
    }
}

/// The names of the states that a record is in, as filters and views know them.
pub(crate) fn status_of(kind: &Kind, record: &Object) -> Vec<&'static str> {
    let has = |name: &str| record.get(name).is_some_and(|v| !v.is_null() && *v != json!(false));
    let mut out = Vec::new();
    match kind.name.as_str() {
        "sale-receipts" => out.push(if has("closed_at") { "closed" } else { "draft" }),
        "manual-journals" | "expenses" => out.push(if has("published_at") { "published" } else { "draft" }),
        "customers" | "vendors" => {
            out.push(if record.get("active") == Some(&json!(0)) { "inactive" } else { "active" });
        }
        _ => {
            let issued = has("delivered_at") || has("opened_at");
            out.push(if issued { "delivered" } else { "draft" });
            for (member, name) in [
                ("opened_at", "opened"),
                ("opened_at", "open"),
                ("opened_at", "published"),
                ("is_overdue", "overdue"),
                ("is_partially_paid", "partially-paid"),
                ("is_fully_paid", "paid"),
                ("approved_at", "approved"),
                ("rejected_at", "rejected"),
                ("is_closed", "closed"),
            ] {
                if has(member) {
                    out.push(name);
                }
            }
        }
    }
    out
}

fn compare(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    match (a.unwrap_or(&Value::Null), b.unwrap_or(&Value::Null)) {
        (Value::Number(a), Value::Number(b)) => {
            number(&Value::Number(a.clone())).cmp(&number(&Value::Number(b.clone())))
        }
        (Value::String(a), Value::String(b)) => fold(a).cmp(&fold(b)),
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (a, b) => a.to_string().cmp(&b.to_string()),
    }
}
