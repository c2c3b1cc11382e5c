//! NocoBase 2.2: collections that are made while the server runs, and one grammar for all of them,
//! `<collection>:<action>`; answers as recorded from 2.2.15.

mod access;
mod aggregate;
mod auth;
mod collections;
mod compare;
mod fail;
mod files;
mod filter;
mod links;
mod list;
mod schema;
mod seed;
mod state;
mod values;
mod workflow;
mod write;

use serde_json::{Value, json};

use self::fail::{Fail, Outcome};
use self::list::Query;
use self::state::Base;
use super::Fake;
use super::delivery::{Manner, Outgoing};
use super::message::{Reply, Request};
use crate::error::Result;

/// The key of the user who may do everything.
pub(crate) const KEY: &str = "nocobase.key.sandbox0001";
/// The key of a user who is only a member.
pub(crate) const LIMITED_KEY: &str = "nocobase.key.sandbox0002";
/// The ids of that user and of that key.
pub(crate) const LIMITED: i64 = 900;

/// How it is connected to.
pub(crate) fn access() -> Value {
    json!({
        "credential": {"type": "bearer", "token": KEY},
        "limited": {"type": "bearer", "token": LIMITED_KEY},
    })
}

/// The fake.
pub(crate) struct Nocobase {
    base: Base,
}

impl Nocobase {
    pub(crate) fn new(seed: u64, records: u32) -> Result<Nocobase> {
        let mut base = Base::new(seed);
        seed::install(&mut base)?;
        if records > 0 {
            seed::business(&mut base, records)?;
        }
        base.clock.jump("2026-11-23T09:00:00Z");
        Ok(Nocobase { base })
    }

    fn route(&mut self, request: &Request) -> Outcome<Value> {
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).skip_while(|s| *s == "api").collect();
        let Some((last, path)) = parts.split_last() else { return Err(Fail::NoRoute) };
        let (resource, action) = match last.split_once(':') {
            Some((resource, action)) => (resource, action),
            None => return self.plain(request, &parts),
        };
        if let Some(answer) = files::uploaded(&mut self.base, request, path, resource, action) {
            return answer;
        }
        let body = body(request)?;
        if let Some(answer) = auth::open(&mut self.base, request, resource, action, &body) {
            return answer;
        }
        let collections = ["collections", "fields", "systemSettings", "dataSources"];
        if path.is_empty() && !collections.contains(&resource) && !["auth", "app"].contains(&resource) {
            self.base.table(resource)?;
        }
        let who = access::authenticate(&self.base, request)?;
        if let Some(source) = request.header("x-data-source").filter(|s| *s != "main") {
            return Err(Fail::new(500, format!("data source {source} does not exist")));
        }
        if let Some(answer) = auth::act(&mut self.base, &who, path, resource, action, request, &body) {
            return answer;
        }
        let admin = ["root", "admin"].contains(&who.role.as_str());
        let reads = ["list", "get", "listMeta"].contains(&action);
        match (path, resource) {
            // Others may list collections, and get none.
            (["collections", _], "fields") if !admin => Err(Fail::forbidden()),
            ([], "collections") if !admin && !["list", "listMeta"].contains(&action) => Err(Fail::forbidden()),
            ([], "collections") => collections::act(&mut self.base, action, request, &body),
            (["collections", collection], "fields") => {
                collections::fields(&mut self.base, collection, action, request, &body)
            }
            ([], "attachments") if reads || action == "create" => {
                self.records(resource, action, request, &body, &who).map(files::local)
            }
            ([], name) => self.records(name, action, request, &body, &who),
            ([collection, key], relation) => {
                let needed = if reads { "view" } else { "update" };
                let right = access::right(&self.base, &who, collection, needed)?;
                // Of rows that one does not see, there is nothing to be seen.
                let table = self.base.table(collection)?;
                let row = table.find(&json!(key)).map(|index| &table.rows[index]);
                let key = if reads && row.is_some_and(|row| !right.sees(row)) { "" } else { key };
                links::act(&mut self.base, (collection, key, relation), action, request, &body, &who)
            }
            _ => Err(Fail::NoRoute),
        }
    }

    /// Paths without an action: REST as the server maps it.
    fn plain(&mut self, request: &Request, parts: &[&str]) -> Outcome<Value> {
        let (name, key) = match parts {
            [name] => (*name, None),
            [name, key] => (*name, Some(*key)),
            _ => return Err(Fail::NoRoute),
        };
        let action = match (request.method.as_str(), key) {
            ("GET", None) => "list",
            ("GET", Some(_)) => "get",
            ("POST", None) => "create",
            ("PUT" | "PATCH", Some(_)) => "update",
            ("DELETE", Some(_)) => "destroy",
            _ => return Err(Fail::NoRoute),
        };
        self.base.table(name)?;
        let who = access::authenticate(&self.base, request)?;
        let body = body(request)?;
        let mut request = request.clone();
        if let Some(key) = key {
            let key = percent_encoding::utf8_percent_encode(key, percent_encoding::NON_ALPHANUMERIC);
            request.query = format!("filterByTk={key}&{}", request.query);
        }
        self.records(name, action, &request, &body, &who)
    }

    fn records(
        &mut self,
        name: &str,
        action: &str,
        request: &Request,
        body: &Value,
        who: &access::Who,
    ) -> Outcome<Value> {
        let base = &mut self.base;
        let needed = match action {
            "list" | "get" | "query" => "view",
            "create" | "firstOrCreate" => "create",
            "update" | "updateOrCreate" | "move" | "revision" | "execute" => "update",
            "destroy" => "destroy",
            _ => return Err(Fail::NoRoute),
        };
        let right = access::right(base, who, name, needed)?;
        let mut query = Query::of(request);
        if request.header("x-with-acl-meta") == Some("true") {
            query.pairs.push(("withAclMeta".into(), "true".into()));
        }
        let data = |data: Value| json!({"data": data});
        match action {
            "list" | "get" => {
                let mut table = base.table(name)?.clone();
                let rows = std::mem::take(&mut table.rows);
                match action {
                    "list" => list::list(base, &table, rows, &query, &right),
                    _ => list::get(base, &table, rows, &query, &right),
                }
            }
            "query" => aggregate::query(base.table(name)?, body).map(data),
            "create" => {
                let full = match name {
                    "workflows" => workflow::complete(base, body)?,
                    "users" => auth::with_default_role(body),
                    _ => body.clone(),
                };
                let mut made = write::create(base, name, &full, who, &right)?;
                if let (Some(shown), None) = (made.as_object_mut(), body.get("roles")) {
                    // A role that was given without being asked for is not shown.
                    shown.remove("roles");
                }
                Ok(data(made))
            }
            "update" => {
                if name == "workflows" {
                    let key = query.one("filterByTk").map(|k| json!(k)).unwrap_or(Value::Null);
                    workflow::frozen(base, &key, body)?;
                }
                write::update(base, name, &query, body, who, &right).map(data)
            }
            "destroy" => {
                auth::before_destroy(base, name, &query)?;
                write::destroy(base, name, &query, &right).map(|count| data(json!(count)))
            }
            "firstOrCreate" | "updateOrCreate" => {
                write::find_or(base, name, &query, body, who, action == "updateOrCreate").map(data)
            }
            "move" => match base.table(name)?.about.get("sortable").is_some_and(|s| s != &json!(false)) {
                true => Ok(data(json!("ok"))),
                false => Err(Fail::new(500, "sort is not a sort field")),
            },
            "revision" | "execute" if name == "workflows" => {
                let key = json!(query.one("filterByTk").unwrap_or(""));
                match action {
                    "revision" => workflow::revise(base, &key, who),
                    _ => workflow::execute(base, &key, body),
                }
            }
            _ => Err(Fail::NoRoute),
        }
    }
}

impl Fake for Nocobase {
    fn answer(&mut self, request: &Request) -> Reply {
        if request.segments().last().is_some_and(|s| s == "__health_check") {
            return Reply::text(200, "text/plain; charset=utf-8", "ok");
        }
        if let Some(reply) = files::beside(&self.base, request) {
            return reply;
        }
        let reply = match self.route(request) {
            Ok(body) => Reply::json(200, body),
            Err(fail) => fail.reply(),
        };
        let id = self.base.hash();
        let kind =
            if reply.headers.iter().any(|(_, v)| v.starts_with("text/")) { "text/plain" } else { "application/json" };
        reply.with("content-type", format!("{kind}; charset=utf-8")).with("x-request-id", id).with("vary", "Origin")
    }

    fn outgoing(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.base.outgoing)
    }

    /// Seen: a call that fails ends its execution, and is not made again.
    fn manner(&self) -> Option<Manner> {
        Some(Manner::ONCE)
    }
}

fn body(request: &Request) -> Outcome<Value> {
    if request.body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&request.body).map_err(|e| {
        let end = e.classify() == serde_json::error::Category::Eof;
        Fail::new(400, if end { "Unexpected end of JSON input".to_owned() } else { format!("Unexpected token: {e}") })
    })
}
