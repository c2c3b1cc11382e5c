//! IDURAR 4.1.0 and the newest tree, which lost quotes, taxes and payment modes: two installations behind one address.
//! Who signs in as `admin@demo.com` is at 4.1.0, as `admin@admin.com` at the newest. Answers as recorded.

mod account;
mod fail;
mod invoice;
mod kinds;
mod money;
mod payment;
mod read;
mod seed;
mod settings;
mod state;
mod write;

use serde_json::{Value, json};

use self::fail::{Fail, Outcome};
use self::kinds::Object;
use self::read::{Answer, done};
use self::state::Installation;
use super::Fake;
use super::message::{Reply, Request};
use crate::error::Result;

/// How it is connected to: 4.1.0. The newest tree is `head`; there are no users with fewer rights.
pub(crate) fn access() -> Value {
    json!({
        "credential": {"type": "basic", "username": "admin@demo.com", "password": "admin123"},
        // Documents of this system say no currency.
        "options": {"currency": "EUR"},
        "head": {"type": "basic", "username": "admin@admin.com", "password": "admin123"},
    })
}

/// The fake.
pub(crate) struct Idurar {
    places: Vec<Installation>,
}

impl Idurar {
    pub(crate) fn new(seed: u64, records: u32) -> Result<Idurar> {
        let mut places = vec![Installation::new(true), Installation::new(false)];
        for place in &mut places {
            seed::install(place)?;
            if records > 0 {
                seed::business(place, seed, records);
            }
            place.clock.jump("2026-11-23T09:00:00Z");
        }
        Ok(Idurar { places })
    }

    fn route(&mut self, request: &Request) -> Outcome<Answer> {
        let segments = request.segments();
        let all: Vec<&str> = segments.iter().map(String::as_str).collect();
        let ["api", path @ ..] = all.as_slice() else { return Err(Fail::no_route()) };
        let body = body(request)?;
        let method = request.method.as_str();
        match (method, path) {
            ("POST", ["login"]) => return account::login(&mut self.places, &body),
            ("POST", ["forgetpassword"]) => {
                return Err(Fail::thrown("", "Cannot read properties of null (reading '_id')", json!({})));
            }
            _ => {}
        }
        let token = account::token(request.header("authorization"))?;
        let at = account::place(&self.places, &token)?;
        let here = &mut self.places[at];
        // Routes are found without regard to case; ids and keys keep theirs.
        let route: Vec<String> = path.iter().take(2).map(|p| p.to_lowercase()).collect();
        let mut parts: Vec<&str> = path.to_vec();
        for (at, lower) in route.iter().enumerate() {
            parts[at] = lower;
        }
        match (method, parts.as_slice()) {
            ("POST", ["logout"]) => {
                here.sessions.remove(&token);
                Ok(done(json!({}), "Successfully logout"))
            }
            (_, ["admin", rest @ ..]) => account::admin(here, method, rest, &body),
            (_, ["setting", rest @ ..]) => {
                let kind = here.kind("setting").ok_or_else(Fail::no_route)?;
                settings::act(here, kind, request, rest, &body)
            }
            (_, [entity, rest @ ..]) => documents(here, entity, request, rest, &body),
            _ => Err(Fail::no_route()),
        }
    }
}

fn documents(
    here: &mut Installation,
    entity: &str,
    request: &Request,
    rest: &[&str],
    body: &Object,
) -> Outcome<Answer> {
    let kind = here.kind(entity).ok_or_else(Fail::no_route)?;
    let sold = ["invoice", "quote"].contains(&kind.entity);
    match (request.method.as_str(), rest) {
        ("GET", ["list"]) => read::list(here, kind, request),
        ("GET", ["listall"]) => read::list_all(here, kind, request),
        ("GET", ["search"]) => read::search(here, kind, request),
        ("GET", ["filter"]) => read::filter(here, kind, request),
        ("GET", ["summary"]) => read::summary(here, kind, request),
        ("GET", ["read", id]) => read::read(here, kind, id),
        ("POST", ["create"]) if sold => invoice::create(here, kind, body),
        ("PATCH", ["update", id]) if sold => invoice::update(here, kind, id, body),
        ("DELETE", ["delete", id]) if kind.entity == "invoice" => invoice::delete(here, kind, id),
        ("POST", ["create"]) if kind.entity == "payment" => payment::create(here, kind, body),
        ("PATCH", ["update", id]) if kind.entity == "payment" => payment::update(here, kind, id, body),
        ("DELETE", ["delete", id]) if kind.entity == "payment" => payment::delete(here, kind, id),
        ("POST", ["create"]) => write::create(here, kind, body),
        ("PATCH", ["update", id]) => write::update(here, kind, id, body),
        ("DELETE", ["delete", id]) => write::delete(here, kind, id),
        ("POST", ["mail"]) if sold || kind.entity == "payment" => Ok(premium()),
        ("GET", ["convert", _]) if kind.entity == "quote" => Ok(premium()),
        _ => Err(Fail::no_route()),
    }
}

/// Routes that are there and do nothing.
fn premium() -> Answer {
    done(Value::Null, "Please Upgrade to Premium  Version to have full features")
}

impl Fake for Idurar {
    fn answer(&mut self, request: &Request) -> Reply {
        let reply = match self.route(request) {
            Ok((status, body)) => Reply::json(status, body),
            Err(fail) => fail.reply(),
        };
        reply.with("content-type", "application/json; charset=utf-8").with("x-powered-by", "Express")
    }
}

fn body(request: &Request) -> Outcome<Object> {
    if request.body.is_empty() {
        return Ok(Object::new());
    }
    serde_json::from_slice(&request.body).map_err(|e| {
        let end = e.classify() == serde_json::error::Category::Eof;
        let message = if end { "Unexpected end of JSON input".to_owned() } else { format!("Unexpected token: {e}") };
        let text = String::from_utf8_lossy(&request.body);
        let error =
            json!({"expose": true, "statusCode": 400, "status": 400, "body": text, "type": "entity.parse.failed"});
        Fail::raw(500, json!({"success": false, "message": message, "error": error}))
    })
}
