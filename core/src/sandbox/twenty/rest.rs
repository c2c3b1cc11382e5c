//! `/rest`: the same rows, whole. Here a delete is for good unless it is asked to be soft.

use serde_json::{Map, Value, json};

use super::super::message::{Reply, Request};
use super::errors::{Fail, Outcome, bad_request};
use super::list;
use super::order::cursor;
use super::restfilter;
use super::schema::{Object, capital, is_uuid};
use super::select::{self, whole};
use super::special;
use super::state::{Caller, Row, Workspace, text};
use super::write;

/// Rows in a list when nobody says how many.
const PAGE: i64 = 60;

/// Answers `/rest/...`, the rest of the path given.
pub(crate) fn answer(space: &mut Workspace, caller: &Caller, request: &Request, parts: &[&str]) -> Outcome<Reply> {
    if *caller == Caller::Reader && request.method != "GET" {
        return Err(Fail::denied());
    }
    match (request.method.as_str(), parts) {
        ("POST", ["batch", plural]) => {
            let object = object(space, plural)?;
            let Value::Array(list) = body(request)? else { return Err(bad_request("Body must be an array")) };
            let ids = write::create(space, caller, &object, &list, flag(request, "upsert"))?;
            Ok(Reply::json(
                201,
                json!({"data": {format!("create{}", capital(&object.plural)): rows(space, &object, &ids)}}),
            ))
        }
        ("PATCH", ["restore", plural]) => {
            let object = object(space, plural)?;
            let mut filter = restfilter::read(request.param("filter").as_deref().unwrap_or_default())?;
            let any = json!({"or": [{"deletedAt": {"is": "NULL"}}, {"deletedAt": {"is": "NOT_NULL"}}]});
            filter = json!({"and": [filter, any]});
            let ids = ids(space, &object, &filter)?;
            let now = space.now();
            for id in &ids {
                write::mark(space, &object, id, false, &now)?;
            }
            Ok(Reply::json(
                200,
                json!({"data": {format!("restore{}", capital(&object.plural)): rows(space, &object, &ids)}}),
            ))
        }
        ("POST", [plural, "duplicates"]) => duplicates(space, &object(space, plural)?, &body(request)?),
        ("GET", [plural, "groupBy"]) => group_by(space, &object(space, plural)?, request),
        // The id and what follows it are one text here: `/restore` behind an id is a part of a bad id.
        (_, [plural, id, "restore"]) => {
            object(space, plural)?;
            Err(bad_request(format!("'{id}ore' is not a valid UUID")))
        }
        (_, [plural]) => {
            let object = object(space, plural)?;
            select::may_read(caller, &object.singular)?;
            many(space, caller, request, &object)
        }
        // Read in the source: the path parser takes the second part for the object, whatever the method.
        ("GET", ["restore", plural]) => {
            let object = object(space, plural)?;
            select::may_read(caller, &object.singular)?;
            many(space, caller, request, &object)
        }
        (_, [plural, id]) => {
            let object = object(space, plural)?;
            select::may_read(caller, &object.singular)?;
            if !is_uuid(id) {
                return Err(bad_request(format!("'{id}' is not a valid UUID")));
            }
            single(space, caller, request, &object, id)
        }
        _ => Err(Fail::not_found()),
    }
}

fn object(space: &Workspace, plural: &str) -> Outcome<Object> {
    if let Some(object) = space.schema.by_plural(plural) {
        return Ok(object.clone());
    }
    match space.schema.object(plural) {
        Some(object) => Err(bad_request(format!("object '{plural}' not found. Did you mean '{}'?", object.plural))),
        None => Err(bad_request(format!("object '{plural}' not found. eg: companies"))),
    }
}

fn flag(request: &Request, name: &str) -> bool {
    request.param(name).as_deref() == Some("true")
}

/// The body as JSON; the framework has refused broken JSON before.
pub(crate) fn body(request: &Request) -> Outcome<Value> {
    if request.body.is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_slice(&request.body).map_err(|_| bad_request("Unexpected end of JSON input"))
}

fn depth(request: &Request) -> Outcome<bool> {
    match request.param("depth").as_deref() {
        None | Some("0") => Ok(false),
        Some("1") => Ok(true),
        Some(other) => Err(bad_request(format!("'depth={other}' parameter invalid. Allowed values are 0, 1"))),
    }
}

fn rows(space: &Workspace, object: &Object, ids: &[String]) -> Value {
    ids.iter().filter_map(|id| space.row(&object.singular, id)).map(|row| whole(space, object, row, false)).collect()
}

fn ids(space: &Workspace, object: &Object, filter: &Value) -> Outcome<Vec<String>> {
    Ok(list::meeting(space, object, filter)?.into_iter().map(|row| text(row, "id").to_owned()).collect())
}

fn many(space: &mut Workspace, caller: &Caller, request: &Request, object: &Object) -> Outcome<Reply> {
    let filter = restfilter::read(request.param("filter").as_deref().unwrap_or_default())?;
    match request.method.as_str() {
        "GET" => page(space, request, object, filter),
        "POST" => {
            let ids = write::create(space, caller, object, &[body(request)?], flag(request, "upsert"))?;
            let made = rows(space, object, &ids)[0].take();
            Ok(Reply::json(201, json!({"data": {format!("create{}", capital(&object.singular)): made}})))
        }
        "PATCH" => {
            let ids = ids(space, object, &filter)?;
            let (data, now) = (body(request)?, space.now());
            for id in &ids {
                write::update(space, caller, object, id, &data, &now)?;
            }
            Ok(Reply::json(
                200,
                json!({"data": {format!("update{}", capital(&object.plural)): rows(space, object, &ids)}}),
            ))
        }
        "DELETE" if request.param("filter").is_none_or(|f| f.is_empty()) => Err(bad_request(
            "Filters are mandatory for bulk destroy operations. Please provide at least one filter to prevent accidental deletion of all records.",
        )),
        "DELETE" => {
            let ids = ids(space, object, &filter)?;
            for id in &ids {
                write::destroy(space, object, id)?;
            }
            let gone: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
            Ok(Reply::json(200, json!({"data": {format!("delete{}", capital(&object.plural)): gone}})))
        }
        _ => Err(Fail::not_found()),
    }
}

fn page(space: &Workspace, request: &Request, object: &Object, filter: Value) -> Outcome<Reply> {
    let limit = match request.param("limit") {
        None => PAGE,
        Some(text) => text
            .parse::<i64>()
            .ok()
            .filter(|n| *n >= 0)
            .ok_or_else(|| bad_request(format!("limit '{text}' is invalid. Should be an integer")))?,
    };
    let mut args = Map::new();
    args.insert("first".into(), limit.into());
    args.insert("filter".into(), filter);
    args.insert("orderBy".into(), restfilter::order(request.param("order_by").as_deref().unwrap_or_default())?);
    for (name, arg) in [("starting_after", "after"), ("ending_before", "before")] {
        if let Some(text) = request.param(name) {
            args.insert(arg.into(), text.into());
        }
    }
    let depth = depth(request)?;
    let found = list::find(space, object, &args)?;
    let at = |row: Option<&&Row>| row.map(|row| cursor(row, &found.keys, None));
    let (mut start, mut end) = (at(found.rows.first()), at(found.rows.last()));
    if found.backwards {
        std::mem::swap(&mut start, &mut end);
    }
    let rows: Vec<Value> = found.rows.iter().map(|row| whole(space, object, row, depth)).collect();
    Ok(Reply::json(
        200,
        json!({
            "data": {object.plural.as_str(): rows},
            "totalCount": found.all.len(),
            "pageInfo": {
                "startCursor": start, "endCursor": end,
                "hasNextPage": found.more && !found.backwards, "hasPreviousPage": found.more && found.backwards,
            },
        }),
    ))
}

fn single(space: &mut Workspace, caller: &Caller, request: &Request, object: &Object, id: &str) -> Outcome<Reply> {
    let name = capital(&object.singular);
    let (key, value) = match request.method.as_str() {
        "GET" => {
            let depth = depth(request)?;
            let row = space.live(&object.singular, id).ok_or_else(Fail::not_found)?;
            (object.singular.clone(), whole(space, object, row, depth))
        }
        "PATCH" | "PUT" => {
            let now = space.now();
            write::update(space, caller, object, id, &body(request)?, &now)?;
            (format!("update{name}"), rows(space, object, &[id.to_owned()])[0].take())
        }
        "DELETE" if flag(request, "soft_delete") => {
            let now = space.now();
            write::mark(space, object, id, true, &now)?;
            (format!("delete{name}"), rows(space, object, &[id.to_owned()])[0].take())
        }
        "DELETE" => {
            write::destroy(space, object, id)?;
            (format!("delete{name}"), json!({"id": id}))
        }
        _ => return Err(Fail::not_found()),
    };
    Ok(Reply::json(200, json!({"data": {key: value}})))
}

fn duplicates(space: &Workspace, object: &Object, body: &Value) -> Outcome<Reply> {
    let empty = Map::new();
    let mut out = Vec::new();
    for row in special::subjects(space, object, body.as_object().unwrap_or(&empty))? {
        let found = special::duplicates_of(space, object, &row);
        let ends = |row: Option<&&Row>| row.map(|row| text(row, "id").to_owned());
        out.push(json!({
            format!("{}Duplicates", object.singular): found.iter().map(|r| whole(space, object, r, false)).collect::<Vec<_>>(),
            "totalCount": found.len(),
            "pageInfo": {
                "hasNextPage": false, "hasPreviousPage": false,
                "startCursor": ends(found.first()), "endCursor": ends(found.last()),
            },
        }));
    }
    Ok(Reply::json(200, json!({"data": out})))
}

fn group_by(space: &Workspace, object: &Object, request: &Request) -> Outcome<Reply> {
    let asked = request.param("group_by").unwrap_or_default();
    let groups = serde_json::from_str(&asked).map_err(|_| bad_request("Invalid group_by query parameter"))?;
    let args = Map::from_iter([("groupBy".to_owned(), groups)]);
    let found = special::groups(space, object, &args)?;
    let list: Vec<Value> = found.into_iter().map(|(values, _)| json!({"groupByDimensionValues": values})).collect();
    Ok(Reply::json(200, list.into()))
}
