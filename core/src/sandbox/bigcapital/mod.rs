//! Bigcapital as of February 2026 (af80afc): the REST API below `/api`; answers as recorded from that build.

mod act;
mod check;
mod door;
mod errors;
mod files;
mod ledger;
mod list;
mod posting;
mod reports;
mod rules;
mod seed;
mod state;
mod table;
mod totals;
mod view;
mod write;

use serde_json::{Value, json};

use self::door::Door;
use self::errors::{Fail, Outcome, json_reply};
use self::state::Books;
use self::table::{Kind, Object, camel, convert};
use super::Fake;
use super::message::{Reply, Request};
use crate::error::Result;

pub(crate) use self::door::access;

/// The fake: one organisation with its books, and a second one without any.
pub(crate) struct Bigcapital {
    books: Books,
    other: Books,
    door: Door,
}

impl Bigcapital {
    pub(crate) fn new(seed: u64, records: u32) -> Result<Bigcapital> {
        let (kinds, masters) = table::load()?;
        let mut books = Books::new(kinds.clone(), masters.clone(), seed);
        seed::masters(&mut books, "Acme Test Ltd", "USD");
        if records > 0 {
            seed::fill(&mut books, records)?;
        }
        let mut other = Books::new(kinds, masters, seed);
        seed::masters(&mut other, "Zweite Firma GmbH", "EUR");
        Ok(Bigcapital { books, other, door: Door::new() })
    }

    fn route(&mut self, request: &Request) -> Outcome<(u16, Value)> {
        let segments = request.segments();
        let parts: Vec<&str> = segments
            .iter()
            .skip(usize::from(segments.first().is_some_and(|s| s == "api")))
            .map(String::as_str)
            .collect();
        let method = request.method.as_str();
        let body = body(request)?;
        if let Some(answer) = self.door.open(method, &parts, &body)? {
            return Ok(answer);
        }
        let first = parts.first().copied().unwrap_or("");
        let apart = ["organization", "api-keys", "contacts", "attachments", "reports"];
        let known = self.books.kinds.contains_key(first) || apart.contains(&first);
        if !known || (method == "PATCH" && parts.len() == 2) || (method == "DELETE" && first == "organization") {
            return Err(Fail::no_route(method, &full(request)));
        }
        let second = self.door.enter(request)?;
        if let Some(answer) = self.door.inside(method, &parts, &body)? {
            return Ok(answer);
        }
        let books = if second { &mut self.other } else { &mut self.books };
        let kinds = books.kinds.clone();
        match (method, parts.as_slice()) {
            ("GET", ["organization", "current"]) => Ok((200, seed::organization(books, second))),
            ("PUT", ["organization"]) => Ok((200, seed::rename(books, &body)?)),
            ("GET", ["contacts", "auto-complete"]) => Ok((200, act::complete(books, &list::query(request))?)),
            ("PATCH", ["contacts", id, word @ ("activate" | "inactivate")]) => {
                let id = id.parse().map_err(|_| Fail::missing())?;
                Ok((200, act::contact(books, id, *word == "activate")?))
            }
            ("GET", ["reports", name]) => {
                let report = reports::answer(books, name, request)?;
                Ok((200, report.ok_or_else(|| Fail::no_route(method, &full(request)))?))
            }
            (_, ["attachments", rest @ ..]) => files::answer(books, request, rest, &body),
            (_, [resource, rest @ ..]) => {
                let kind = kinds.get(*resource).ok_or_else(|| Fail::no_route(method, &full(request)))?;
                records(books, kind, request, rest, &body)
            }
            _ => Err(Fail::no_route(method, &full(request))),
        }
    }
}

fn records(books: &mut Books, kind: &Kind, request: &Request, rest: &[&str], body: &Object) -> Outcome<(u16, Value)> {
    let method = request.method.as_str();
    let create_at: Vec<&str> = kind.create_at.as_deref().into_iter().collect();
    let soft = ["accounts", "items", "bills"].contains(&kind.name.as_str());
    match (method, rest) {
        ("GET", []) => Ok((200, list::list(books, kind, request)?)),
        ("POST", at) if at == create_at.as_slice() => Ok((201, write::save(books, kind, None, body)?)),
        ("GET", ["types"]) if kind.name == "accounts" => {
            Ok((200, books.masters.account_types.iter().cloned().map(Value::Object).collect()))
        }
        ("POST", ["activate"]) if ["warehouses", "branches"].contains(&kind.name.as_str()) => {
            seed::feature(books, kind)
        }
        ("POST", [word @ ("bulk-delete" | "validate-bulk-delete")]) => {
            Ok((if soft { 200 } else { 201 }, act::bulk(books, kind, *word == "bulk-delete", body)))
        }
        ("GET", ["state"]) => Ok((200, json!({"default_template_id": kind.defaults.get("pdf_template_id")}))),
        ("GET", ["receivable"]) if kind.name == "sale-invoices" => {
            let due = |r: &&Object| !r["delivered_at"].is_null() && !state::number(&r["due_amount"]).is_zero();
            Ok((200, books.all("sale-invoices").filter(due).map(|r| view::raw(kind, r, false)).collect()))
        }
        ("DELETE", [name @ ("refunds" | "applied-bills"), id]) => {
            Ok((200, act::undo(books, kind, name, id.parse().map_err(|_| Fail::missing())?)?))
        }
        (_, [code]) if kind.name == "currencies" && method != "PUT" => seed::currency(books, method, code),
        ("GET" | "PUT" | "DELETE", [id]) => {
            let id = number(kind, id, method)?;
            let found =
                |books: &Books| books.get(&kind.name, id).map(|record| view::show(books, kind, record, "get", None));
            let answer = match method {
                "GET" => found(books).ok_or_else(|| write::not_there(kind, "get"))?,
                "PUT" => write::save(books, kind, Some(id), body)?,
                _ => write::delete(books, kind, id)?,
            };
            Ok((200, answer))
        }
        (_, [id, action]) => {
            let id = number(kind, id, method)?;
            act::act(books, kind, method, id, action, body)?.ok_or_else(|| Fail::no_route(method, &full(request)))
        }
        _ => Err(Fail::no_route(method, &full(request))),
    }
}

/// An id of a path. What is no number is told in three ways, by resource.
fn number(kind: &Kind, text: &str, method: &str) -> Outcome<i64> {
    text.parse().map_err(|_| match kind.bad_id.as_str() {
        "numeric" => Fail::Http(400, "Bad Request", "Validation failed (numeric string is expected)".into()),
        "500" => Fail::crash(),
        _ => write::not_there(kind, if method == "GET" { "get" } else { "put" }),
    })
}

/// The path as messages name it.
fn full(request: &Request) -> String {
    if request.path.starts_with("/api") { request.path.clone() } else { format!("/api{}", request.path) }
}

/// The body, with its keys in camelCase, as the validation sees it.
fn body(request: &Request) -> Outcome<Object> {
    let form = request.header("content-type").is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if request.body.is_empty() || form {
        return Ok(Object::new());
    }
    let bad = |_| Fail::Http(400, "Bad Request", "Unexpected end of JSON input".into());
    let value: Value = serde_json::from_slice(&request.body).map_err(bad)?;
    Ok(convert(&value, camel).as_object().cloned().unwrap_or_default())
}

impl Fake for Bigcapital {
    fn answer(&mut self, request: &Request) -> Reply {
        if let [files::BUCKET, key] = request.segments().iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            return self.books.files.content(request, key);
        }
        let reply = match self.route(request) {
            Ok((status, body)) => json_reply(status, body),
            Err(fail) => fail.reply(),
        };
        self.books.clock.tick();
        reply
            .with("x-powered-by", "Express")
            .with("x-ratelimit-limit", "100000")
            .with("x-ratelimit-remaining", "99999")
            .with("x-ratelimit-reset", "60")
    }
}
