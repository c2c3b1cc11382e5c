//! InvenTree, API 425 (1.2.0 dev of November 2025): answers as recorded.

mod builds;
mod check;
mod errors;
mod files;
mod list;
mod orders;
mod seed;
mod server;
mod stock;
mod store;
mod view;
mod write;

use base64::Engine;
use serde_json::{Value, json};

use self::errors::{Fail, Outcome};
use self::store::{Row, Store};
use self::view::Shown;
use super::Fake;
use super::message::{Reply, Request};
use crate::error::Result;

/// The tokens: the administrator's, and that of a user who has no role at all.
const ADMIN: &str = "inv-0123456789abcdef0123456789abcdef01234567-20261101";
const READER: &str = "inv-89abcdef0123456789abcdef0123456789abcdef-20261101";
/// The administrator's name and password.
const BASIC: (&str, &str) = ("admin", "inventree");

pub(crate) fn access() -> Value {
    json!({
        "credential": {"type": "api_key", "key": ADMIN},
        "limited": {"type": "api_key", "key": READER},
        "basic": {"type": "basic", "username": BASIC.0, "password": BASIC.1},
    })
}

/// The fake.
pub(crate) struct Inventree {
    store: Store,
}

impl Inventree {
    pub(crate) fn new(seed: u64, records: u32) -> Result<Inventree> {
        let mut store = Store::new()?;
        seed::fill(&mut store, seed, records);
        Ok(Inventree { store })
    }

    fn reply(&mut self, request: &Request) -> Outcome<Reply> {
        let host = request.header("host").unwrap_or("127.0.0.1").to_owned();
        let nowhere = || {
            let url = format!("http://{host}{}", request.path);
            Err(Fail { status: 404, body: json!({"detail": "API endpoint not found", "url": url}) })
        };
        if request.path.starts_with("/media/") {
            return Ok(files::media(&self.store, user(request), request));
        }
        let Some(path) = request.path.strip_prefix("/api/").filter(|path| path.is_empty() || path.ends_with('/'))
        else {
            return nowhere();
        };
        if request.header("accept").is_some_and(|kinds| !kinds.contains("json") && !kinds.contains("*/*")) {
            return Err(Fail::detail(406, "Could not satisfy the request Accept header."));
        }
        if path.is_empty() {
            return Ok(server::root(user(request).is_ok_and(|user| user == User::Admin)));
        }
        let user = user(request)?;
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().skip(1).map(String::as_str).collect();
        if let Some(reply) = server::answer(&mut self.store, user, request, &parts) {
            return reply;
        }
        if let ["attachment", rest @ ..] = parts.as_slice()
            && let Some(reply) = files::answer(&mut self.store, user, request, rest, || sent(request))
        {
            return reply;
        }
        // The longest path of a model that the request begins with.
        let found = self.store.models.iter().filter_map(|(table, model)| {
            let own: Vec<&str> = model.path.split('/').collect();
            parts.starts_with(&own).then_some((own.len(), table.clone()))
        });
        let Some((length, table)) = found.max_by_key(|(length, _)| *length) else { return nowhere() };
        if user != User::Admin {
            return Err(Fail::forbidden());
        }
        let rest = &parts[length..];
        match (rest, rest.first().and_then(|part| part.parse::<i64>().ok())) {
            ([], _) => self.collection(request, &table, &host),
            ([_], Some(pk)) => self.one(request, &table, pk),
            ([_, "metadata"], Some(pk)) => server::metadata(&mut self.store, request, &table, pk, &sent(request)?),
            ([_, action], Some(pk)) => self.act(request, &table, pk, action),
            ([action], None) if table == "stock" && request.method == "POST" => self.adjust(action, &sent(request)?),
            ([action], None) if table == "stock" && server::ADJUSTMENTS.contains(action) => {
                Err(Fail::method(&request.method))
            }
            _ => nowhere(),
        }
    }

    fn collection(&mut self, request: &Request, table: &str, host: &str) -> Outcome<Reply> {
        match request.method.as_str() {
            "GET" => list::list(&self.store, table, request, host),
            "POST" => write::create(&mut self.store, table, &sent(request)?),
            // Parts are never deleted several at once.
            "DELETE" if table != "part" => write::bulk(&mut self.store, table, "DELETE", &sent(request)?),
            "PATCH" if matches!(table, "part" | "category" | "location") => {
                write::bulk(&mut self.store, table, "PATCH", &sent(request)?)
            }
            method => Err(Fail::method(method)),
        }
    }

    fn one(&mut self, request: &Request, table: &str, pk: i64) -> Outcome<Reply> {
        let store = &mut self.store;
        match request.method.as_str() {
            "GET" => {
                let row = store.find(table, pk).ok_or_else(|| write::missing(store, table))?;
                let yes = |pair: &(String, String)| list::truth(&pair.1) == Some(true);
                let flags = request.pairs().into_iter().filter(yes).map(|(name, _)| name).collect();
                Ok(Reply::json(200, view::shown(store, table, row, &Shown { operation: "get", flags })))
            }
            method if table == "track" => Err(Fail::method(method)),
            "PATCH" => write::update(store, table, pk, &sent(request)?, true),
            "PUT" => write::update(store, table, pk, &sent(request)?, false),
            "DELETE" => write::delete(store, table, pk),
            method => Err(Fail::method(method)),
        }
    }

    fn act(&mut self, request: &Request, table: &str, pk: i64, action: &str) -> Outcome<Reply> {
        let store = &mut self.store;
        let body = sent(request)?;
        match (table, action, request.method.as_str()) {
            ("bom", "validate", "PATCH" | "PUT") => {
                if store.find("bom", pk).is_none() {
                    return Err(Fail::missing("BomItem"));
                }
                store.set("bom", pk, "validated", json!(true));
                Ok(Reply::json(200, json!({})))
            }
            ("part", "bom-copy", "POST") => builds::copy(store, pk, &body),
            ("po" | "so", _, "POST") => orders::act(store, table, pk, action, &body),
            ("shipment", "ship", "POST") => orders::ship(store, pk, &body),
            ("build", _, "POST") => builds::act(store, pk, action, &body),
            ("stock", "serialize" | "convert", "POST") => stock::of_one(store, pk, action, &body),
            (_, _, method) => Err(Fail::method(method)),
        }
    }

    fn adjust(&mut self, action: &str, body: &Row) -> Outcome<Reply> {
        match action {
            "add" | "remove" | "count" | "transfer" | "return" => stock::adjust(&mut self.store, action, body),
            "assign" => stock::assign(&mut self.store, body),
            "merge" => stock::merge(&mut self.store, body),
            "change_status" => stock::change_status(&mut self.store, body),
            _ => Err(Fail::detail(404, "API endpoint not found")),
        }
    }
}

impl Fake for Inventree {
    fn answer(&mut self, request: &Request) -> Reply {
        self.reply(request).unwrap_or_else(Fail::reply)
    }
}

/// Whose credential a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum User {
    Admin,
    Reader,
}

fn user(request: &Request) -> Outcome<User> {
    let refuse = |said: &str| Err(Fail::detail(401, said));
    let header = request.header("authorization").unwrap_or_default();
    if let Some(token) = header.strip_prefix("Token ") {
        return match token {
            ADMIN => Ok(User::Admin),
            READER => Ok(User::Reader),
            _ => refuse("Invalid token."),
        };
    }
    if let Some(basic) = header.strip_prefix("Basic ") {
        let plain = base64::engine::general_purpose::STANDARD.decode(basic).unwrap_or_default();
        let right = plain == format!("{}:{}", BASIC.0, BASIC.1).into_bytes();
        return if right { Ok(User::Admin) } else { refuse("Invalid username/password.") };
    }
    refuse("Authentication credentials were not provided.")
}

/// The body of a request: JSON, and an object.
fn sent(request: &Request) -> Outcome<Row> {
    if request.body.is_empty() {
        return Ok(Row::new());
    }
    if let Some(kind) = request.header("content-type").filter(|kind| !kind.contains("json")) {
        return Err(Fail::detail(415, format!("Unsupported media type \"{kind}\" in request.")));
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(Value::Null) => Ok(Row::new()),
        Ok(_) => Err(Fail {
            status: 500,
            body: json!({"error": "AttributeError", "error_class": "<class 'AttributeError'>",
            "detail": "Error details can be found in the admin panel", "path": request.path, "status_code": 500}),
        }),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            let said = format!("JSON parse error - Expecting value: line {line} column {} (char {column})", column + 1);
            Err(Fail::detail(400, said))
        }
    }
}
