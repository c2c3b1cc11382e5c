//! Attachments: uploads as forms, their content again, and what is told to those who may not. All else is as for every
//! model.

use serde_json::json;

use super::User;
use super::errors::{Fail, Outcome};
use super::store::{Row, Store, at, text};
use super::view::{self, Shown};
use crate::sandbox::message::{Body, Reply, Request};

const MODELS: [&str; 11] = [
    "build",
    "company",
    "manufacturerpart",
    "supplierpart",
    "purchaseorder",
    "returnorder",
    "salesorder",
    "salesordershipment",
    "transferorder",
    "part",
    "stockitem",
];

/// The answer of a call that needs more than the tables.
pub(crate) fn answer(
    store: &mut Store,
    user: User,
    request: &Request,
    rest: &[&str],
    sent: impl FnOnce() -> Outcome<Row>,
) -> Option<Outcome<Reply>> {
    let refuse = |what: &str| Some(Err(Fail::detail(403, format!("User does not have permission to {what}"))));
    match (request.method.as_str(), rest, user) {
        ("POST" | "PUT" | "PATCH", _, User::Reader) => refuse("create or edit attachments for this model"),
        ("DELETE", [_], User::Reader) => refuse("delete this attachment"),
        ("POST", [], User::Admin) => Some(upload(store, request, sent)),
        _ => None,
    }
}

/// Whether there is a record of that id is not looked at.
fn upload(store: &mut Store, request: &Request, sent: impl FnOnce() -> Outcome<Row>) -> Outcome<Reply> {
    let parts = request.parts();
    let plain = parts.iter().filter(|part| part.filename.is_none());
    let form: Row = plain.map(|part| (part.name.clone(), json!(String::from_utf8_lossy(&part.data)))).collect();
    let sent = if parts.is_empty() { sent()? } else { form };
    let missing = ["model_type", "model_id"].into_iter().filter(|name| at(&sent, name).is_null());
    let missing: Row = missing.map(|name| (name.to_owned(), json!(["This field is required."]))).collect();
    if !missing.is_empty() {
        return Err(Fail::fields(missing));
    }
    let model = text(&sent, "model_type").to_owned();
    if !MODELS.contains(&model.as_str()) {
        return Err(Fail::field("model_type", format!("\"{model}\" is not a valid choice.")));
    }
    let number = at(&sent, "model_id");
    let number = number.as_i64().or_else(|| number.as_str()?.parse().ok());
    let Some(number) = number else { return Err(Fail::field("model_id", "A valid integer is required.")) };
    let file = parts.iter().find(|part| part.name == "attachment" && part.filename.is_some());
    if file.is_some_and(|file| file.data.is_empty()) {
        return Err(Fail::field("attachment", "The submitted file is empty."));
    }
    let link = at(&sent, "link");
    if file.is_none() && link.is_null() {
        return Err(Fail {
            status: 400,
            body: json!({"attachment": ["Missing file"], "link": ["Missing external link"]}),
        });
    }
    let name = file.and_then(|file| file.filename.as_deref()).map(|name| free(store, &model, number, name));
    if let (Some(name), Some(file)) = (&name, file) {
        store.files.insert(format!("/media/attachments/{model}/{number}/{name}"), file.data.clone());
    }
    let row = json!({
        "attachment": name.as_ref().map(|name| format!("/media/attachments/{model}/{number}/{name}")),
        "filename": name, "link": link, "comment": text(&sent, "comment"), "upload_date": store.today(), "upload_user": 1,
        "user_detail": {"pk": 1, "username": "admin", "first_name": "", "last_name": "", "email": "admin@example.com"},
        "file_size": file.map_or(0, |file| file.data.len()), "model_type": model, "model_id": number, "tags": [],
    });
    let pk = store.add("attachment", row.as_object().cloned().unwrap_or_default());
    let row = store.find("attachment", pk).cloned().unwrap_or_default();
    let how = Shown { operation: "create", flags: Vec::new() };
    Ok(Reply::json(201, view::shown(store, "attachment", &row, &how)))
}

/// `GET /media/...`: by the web server in front, which asks the application about the credential. That one knows tokens,
/// and no password.
pub(crate) fn media(store: &Store, user: Outcome<User>, request: &Request) -> Reply {
    let is_token = request.header("authorization").is_some_and(|header| header.starts_with("Token "));
    if user.is_err() || !is_token {
        return Reply::text(401, "text/html; charset=utf-8", "Unauthorized");
    }
    let path = format!("/{}", request.segments().join("/"));
    let is_kept = store.all("attachment").any(|row| text(row, "attachment") == path);
    let Some(content) = store.files.get(&path).filter(|_| is_kept && request.method == "GET") else {
        return Reply::text(404, "text/plain", "");
    };
    let kind = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "txt" => "text/plain; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        _ => "application/octet-stream",
    };
    let headers = vec![("content-type", kind.to_owned()), ("content-disposition", "attachment".to_owned())];
    Reply { status: 200, headers, body: Body::Bytes(content.clone()) }
}

/// The name in the folder of the record: no blanks, and a suffix where it is taken.
fn free(store: &Store, model: &str, number: i64, name: &str) -> String {
    let name: String = name.chars().filter(|c| !matches!(c, '"' | '/' | '\\')).collect::<String>().replace(' ', "_");
    let folder = format!("/media/attachments/{model}/{number}/");
    let taken = |name: &str| store.all("attachment").any(|row| text(row, "attachment") == format!("{folder}{name}"));
    let (stem, ending) = name.rsplit_once('.').map_or((name.as_str(), String::new()), |(a, b)| (a, format!(".{b}")));
    let others = (1..).map(|count: u32| format!("{stem}_{count:07}{ending}"));
    std::iter::once(name.clone()).chain(others).find(|name| !taken(name)).unwrap_or_default()
}
