//! Plane 1.3.1 community: the REST API below `/api/v1/`; answers as recorded from commit 4ca6d6c.

mod activities;
mod attachments;
mod check;
mod desk;
mod errors;
mod expand;
mod groups;
mod hooks;
mod html;
mod intake;
mod items;
mod kinds;
mod members;
mod page;
mod permit;
mod projects;
mod records;
mod relations;
mod route;
mod seed;
mod states;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use self::desk::{Desk, Object};
use self::errors::{Fail, Outcome};
use self::kinds::PROJECT;
use self::records::Call;
use self::route::{Route, What};
use super::Fake;
use super::delivery::{Manner, Outgoing, Tried};
use super::message::{Body, Reply, Request};
use crate::error::Result;

pub(crate) const WORKSPACE: &str = "acme-test";
pub(crate) const WORKSPACE_NAME: &str = "Acme Test Ltd";
/// Where the object store answers: on this host, where a real one is another host.
pub(crate) const STORE: &str = "/uploads";

/// The keys, whose they are (an index of the users), and how many calls a minute they may make.
const KEYS: [(&str, usize, usize); 3] = [
    ("plane_api_5a0db0c5000000000000000000000001", 0, 6000),
    ("plane_api_5a0db0c5000000000000000000000002", 1, 6000),
    ("plane_api_5a0db0c5000000000000000000000003", 0, 4),
];

/// How it is connected to. `slow` is the first user again, with a budget that is soon used up.
pub(crate) fn access() -> Value {
    json!({
        "credential": {"type": "api_key", "key": KEYS[0].0},
        "limited": {"type": "api_key", "key": KEYS[1].0},
        "slow": {"type": "api_key", "key": KEYS[2].0},
        "options": {"workspace": WORKSPACE},
    })
}

/// The fake.
pub(crate) struct Plane {
    desk: Desk,
    /// The calls of each key within a minute, in seconds.
    calls: BTreeMap<usize, Vec<i64>>,
}

impl Plane {
    pub(crate) fn new(seed: u64, records: u32) -> Result<Plane> {
        let mut desk = Desk::new(seed)?;
        seed::fill(&mut desk, records);
        Ok(Plane { desk, calls: BTreeMap::new() })
    }

    /// Address, key, rights, budget: in this order. Gives what was asked, by whom, and what is left of the budget.
    fn enter(&mut self, request: &Request) -> std::result::Result<(Route, String, usize), Reply> {
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        let refuse = |status: u16, text: &str| Fail::new(status, json!({"detail": text})).reply();
        let route = match parts.as_slice() {
            [] => return Err(Reply::json(200, json!({"status": "OK"}))),
            ["api", "v1", rest @ ..] => route::read(rest).ok_or_else(|| Fail::no_page().reply())?,
            ["api", ..] => return Err(refuse(401, "Authentication credentials were not provided.")),
            _ => return Err(Fail::no_page().reply()),
        };
        if !request.path.ends_with('/') {
            let reply = Reply { status: 301, headers: Vec::new(), body: Body::Text(String::new()) };
            let to = format!("{}/", request.path);
            return Err(reply.with("content-type", "text/html; charset=utf-8").with("location", to));
        }
        let Some(key) = request.header("x-api-key") else {
            return Err(refuse(401, "Authentication credentials were not provided."));
        };
        let Some((index, (_, user, limit))) = KEYS.iter().enumerate().find(|(_, (known, ..))| *known == key) else {
            return Err(refuse(403, "Given API token is not valid"));
        };
        let Some(user) = self.desk.users.get(*user).cloned() else { return Err(Fail::forbidden().reply()) };
        permit::permit(&self.desk, &user, &route, &request.method).map_err(Fail::reply)?;
        let now = self.desk.clock.now().as_second();
        let calls = self.calls.entry(index).or_default();
        calls.retain(|at| at + 60 > now);
        if calls.len() >= *limit {
            let body = json!({"error_code": 5900, "error_message": "RATE_LIMIT_EXCEEDED"});
            let wait = calls.first().map_or(60, |first| first + 60 - now);
            return Err(Reply::json(429, body).with("retry-after", wait.to_string()));
        }
        calls.push(now);
        let left = limit - calls.len();
        Ok((route, user.id, left))
    }

    fn call(&mut self, request: &Request, route: &Route, user: &str) -> Outcome<Reply> {
        let method = request.method.as_str();
        let desk = &mut self.desk;
        let writes = matches!(method, "POST" | "PATCH");
        let call = Call { route, user, request, body: if writes { body(request)? } else { Object::new() } };
        let call = &call;
        match (method, route.what) {
            ("GET", What::Me) => members::me(desk, user),
            ("GET", What::Projects) => projects::list(desk, call),
            ("POST", What::Projects) => records::create(desk, &PROJECT, call),
            ("GET", What::Project) => projects::read(desk, call),
            ("PATCH", What::Project) => {
                let route = Route { id: route.project.clone(), ..route.clone() };
                records::change(desk, &PROJECT, &Call { route: &route, user, request, body: call.body.clone() })
            }
            ("DELETE", What::Project) => {
                let route = Route { id: route.project.clone(), ..route.clone() };
                records::delete(desk, &PROJECT, &Call { route: &route, user, request, body: Object::new() })
            }
            ("POST", What::ProjectArchive) => projects::archive(desk, call, true),
            ("DELETE", What::ProjectArchive) => projects::archive(desk, call, false),
            ("GET", What::Summary) => projects::summary(desk, call),
            ("GET", What::WorkspaceMembers) => members::workspace(desk),
            ("GET", What::ProjectMembers) => members::project(desk, call),
            ("POST", What::ProjectMembers) => members::add(desk, call),
            ("GET" | "PATCH" | "DELETE", What::ProjectMember) => members::one(desk, call, method),
            ("GET", What::Invitations) => members::invitations(desk),
            ("POST", What::Invitations) => members::invite(desk, call),
            ("GET" | "PATCH" | "DELETE", What::Invitation) => members::invitation(desk, call, method),
            ("GET", What::Search) => items::search(desk, call),
            ("GET", What::ByKey) => items::by_key(desk, call),
            ("GET", What::Records(kind)) => records::list(desk, kind, call),
            ("POST", What::Records(kind)) => records::create(desk, kind, call),
            ("GET", What::Record(kind)) => records::read(desk, kind, call),
            ("PATCH", What::Record(kind)) => records::change(desk, kind, call),
            ("DELETE", What::Record(kind)) => records::delete(desk, kind, call),
            ("GET", What::Activities) => activities::list(desk, call),
            ("GET", What::Activity) => activities::read(desk, call),
            ("GET", What::Attachments) => attachments::list(desk, call),
            ("POST", What::Attachments) => attachments::create(desk, call),
            ("GET", What::Attachment) => attachments::read(desk, call),
            ("PATCH", What::Attachment) => attachments::confirm(desk, call),
            ("DELETE", What::Attachment) => attachments::delete(desk, call),
            ("GET", What::Relations) => relations::list(desk, call),
            ("POST", What::Relations) => relations::create(desk, call),
            ("GET", What::Intakes) => intake::list(desk, call),
            ("POST", What::Intakes) => intake::create(desk, call),
            ("GET", What::Intake) => intake::read(desk, call),
            ("PATCH", What::Intake) => intake::change(desk, call),
            ("DELETE", What::Intake) => intake::delete(desk, call),
            ("GET", What::Links(group)) => groups::items(desk, group, call),
            ("POST", What::Links(group)) => groups::put(desk, group, call),
            ("GET", What::Link(group)) => groups::link(desk, group, call),
            ("DELETE", What::Link(group)) => groups::take_out(desk, group, call),
            ("POST", What::Transfer) => groups::transfer(desk, call),
            ("POST", What::Archive(group)) => groups::archive(desk, group, call),
            ("GET", What::Archived(group)) => groups::archived(desk, group, call),
            ("DELETE", What::Unarchive(group)) => groups::away(desk, group, call, false),
            _ => Err(Fail::method(method)),
        }
    }
}

impl Fake for Plane {
    fn answer(&mut self, request: &Request) -> Reply {
        self.desk.clock.tick();
        if request.path.starts_with(STORE) {
            return attachments::store(&mut self.desk, request);
        }
        let reply = match self.enter(request) {
            Err(reply) => reply,
            Ok((route, user, left)) => self
                .call(request, &route, &user)
                .unwrap_or_else(Fail::reply)
                .with("x-ratelimit-remaining", left.to_string())
                .with("x-ratelimit-reset", (jiff::Timestamp::now().as_second() + 60).to_string()),
        };
        reply.with("vary", "Accept, Cookie").with("allow", "GET, POST, PATCH, DELETE")
    }

    fn outgoing(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.desk.outgoing)
    }

    /// It tries again only when nobody answered: five times, from ten minutes on.
    fn manner(&self) -> Option<Manner> {
        let again = |tried| !matches!(tried, Tried::Answer(_));
        Some(Manner { waits: &[600_000; 5], again, patience: Duration::from_secs(30), ..Manner::ONCE })
    }

    fn add_webhook(&mut self, url: &str) -> Option<Value> {
        Some(hooks::add(&mut self.desk, url))
    }
}

/// The body's members. Syntax and type are told apart.
fn body(request: &Request) -> Outcome<Object> {
    if request.body.is_empty() {
        return Ok(Object::new());
    }
    let kind = request.header("content-type").unwrap_or("").to_owned();
    if !kind.starts_with("application/json") {
        let said = format!("Unsupported media type \"{kind}\" in request.");
        return Err(Fail::new(415, json!({"detail": said})));
    }
    match serde_json::from_slice::<Value>(&request.body) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(Fail::overall("Invalid data. Expected a dictionary, but got list.")),
        Err(error) => {
            let (line, column) = (error.line(), error.column() + usize::from(error.is_eof()));
            Err(Fail::detail(format!(
                "JSON parse error - Expecting value: line {line} column {column} (char {})",
                column - 1
            )))
        }
    }
}
