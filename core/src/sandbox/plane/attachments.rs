//! Attachments in three steps: announce, upload to the object store (another host), confirm.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::desk::{Desk, Object, text};
use super::errors::{Fail, Outcome, nothing};
use super::records::Call;
use super::{STORE, WORKSPACE};
use crate::sandbox::message::{Body, Reply, Request};

const TYPES: [&str; 9] = [
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/gif",
    "text/plain",
    "text/csv",
    "application/json",
    "application/zip",
    "image/svg+xml",
];
const MOST: i64 = 5_242_880;

/// Only confirmed ones are listed.
pub(crate) fn list(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let rows = desk.those("attachment", "issue", &call.route.parent);
    let shown = rows.filter(|row| row.get("is_uploaded") == Some(&Value::Bool(true)));
    Ok(Reply::json(200, json!(shown.collect::<Vec<_>>())))
}

pub(crate) fn create(desk: &mut Desk, call: &Call<'_>) -> Outcome<Reply> {
    let of = |name: &str| call.body.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    let (name, kind) = (of("name"), of("type"));
    let size = call.body.get("size").and_then(Value::as_i64).unwrap_or(0);
    let refuse = |text: &str| Err(Fail::new(400, json!({"error": text, "status": false})));
    if name.is_empty() || size == 0 {
        return refuse("Invalid request.");
    }
    if !TYPES.contains(&kind.as_str()) {
        return refuse("Invalid file type.");
    }
    desk.get("item", &call.route.parent)?;
    let (id, source) = (of("external_id"), of("external_source"));
    if !id.is_empty() && !source.is_empty() {
        let mut rows = desk.those("attachment", "issue", &call.route.parent);
        let same = |row: &&Object| text(row, "external_id") == id && text(row, "external_source") == source;
        if let Some(found) = rows.find(same).and_then(|row| row.get("id")) {
            let said = "Issue with the same external id and external source already exists";
            return Err(Fail::taken(said.into(), found));
        }
    }
    let mut row = desk.fresh("attachment", call.user, Some(&call.route.project));
    let file = desk.uuid().replace('-', "");
    let key = format!("{}/{file}-{name}", desk.workspace);
    let asset = text(&row, "id").to_owned();
    for (member, value) in [
        ("attributes", json!({"name": name, "type": kind, "size": size})),
        ("asset", json!(key)),
        ("size", json!(size.min(MOST) as f64)),
        ("issue", json!(call.route.parent)),
        ("external_id", call.body.get("external_id").cloned().unwrap_or_default()),
        ("external_source", call.body.get("external_source").cloned().unwrap_or_default()),
    ] {
        row.insert(member.into(), value);
    }
    desk.add("attachment", row.clone());
    let fields = json!({"Content-Type": kind, "key": key, "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": "sandbox", "x-amz-date": "20261123T090000Z", "policy": "sandbox", "x-amz-signature": "sandbox"});
    let at = format!(
        "/api/assets/v2/workspaces/{WORKSPACE}/projects/{}/issues/{}/attachments/{asset}/",
        call.route.project, call.route.parent
    );
    let body = json!({"upload_data": {"url": address(call), "fields": fields}, "asset_id": asset, "attachment": row, "asset_url": at});
    Ok(Reply::json(200, body))
}

/// A redirect to where the bytes are.
pub(crate) fn read(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let row = desk.get("attachment", &call.route.id)?;
    if row.get("is_uploaded") != Some(&Value::Bool(true)) {
        return Err(Fail::new(400, json!({"error": "The asset is not uploaded.", "status": false})));
    }
    let reply = Reply { status: 302, headers: Vec::new(), body: Body::Text(String::new()) };
    let key = utf8_percent_encode(text(row, "asset"), NON_ALPHANUMERIC).to_string().replace("%2F", "/");
    let to = format!("{}/{key}?X-Amz-Signature=sandbox", address(call));
    Ok(reply.with("content-type", "text/html; charset=utf-8").with("location", to))
}

/// The whole address of the object store.
fn address(call: &Call<'_>) -> String {
    format!("http://{}{STORE}", call.request.header("host").unwrap_or("127.0.0.1"))
}

/// The object store: it knows forms and addresses that are signed, and no keys of Plane's.
pub(crate) fn store(desk: &mut Desk, request: &Request) -> Reply {
    let refused = || Reply::text(403, "application/xml", "<Error><Code>AccessDenied</Code></Error>");
    let nothing = Reply { status: 204, headers: Vec::new(), body: Body::Text(String::new()) };
    let parts = request.parts();
    let of = |name: &str| parts.iter().find(|part| part.name == name);
    let key = request.segments().into_iter().skip(1).collect::<Vec<_>>().join("/");
    match request.method.as_str() {
        "POST" if of("x-amz-signature").is_some_and(|part| part.data == b"sandbox") => {
            let (Some(key), Some(file)) = (of("key"), of("file")) else { return refused() };
            desk.files.insert(String::from_utf8_lossy(&key.data).into_owned(), file.data.clone());
            nothing
        }
        "GET" if request.param("X-Amz-Signature").as_deref() == Some("sandbox") => match desk.files.get(&key) {
            Some(file) => {
                let headers = vec![("content-type", "application/octet-stream".to_owned())];
                Reply { status: 200, headers, body: Body::Bytes(file.clone()) }
            }
            None => Reply::text(404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>"),
        },
        _ => refused(),
    }
}

pub(crate) fn confirm(desk: &mut Desk, call: &Call<'_>) -> Outcome<Reply> {
    let stamp = desk.stamp();
    let row = desk.get_mut("attachment", &call.route.id)?;
    row.insert("is_uploaded".into(), json!(true));
    row.insert("updated_at".into(), stamp);
    row.insert("updated_by".into(), json!(call.user));
    Ok(nothing())
}

pub(crate) fn delete(desk: &mut Desk, call: &Call<'_>) -> Outcome<Reply> {
    desk.get("attachment", &call.route.id)?;
    desk.drop_where("attachment", |row| text(row, "id") == call.route.id);
    Ok(nothing())
}
