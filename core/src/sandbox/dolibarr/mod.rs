//! Dolibarr 22: the REST API below `/api/index.php`; answers as recorded from 22.0.4.

mod document;
mod documents;
mod errors;
mod hooks;
mod invoice;
mod kinds;
mod list;
mod more;
mod payment;
mod plainly;
mod seed;
mod seed_more;
mod sqlfilters;
mod state;
mod stock;
mod timespent;
mod write;

use serde_json::{Map, Value, json};

use self::errors::{Fail, Outcome, Stage};
use self::kinds::{Kind, Object, Shapes, kinds, plain};
use self::state::Books;
use super::Fake;
use super::delivery::{Manner, Outgoing};
use super::message::{Body, Reply, Request};
use crate::error::Result;

/// The API key of the user who may do everything.
pub(crate) const KEY: &str = "sandboxDolibarrKey0001";
/// The API key of a user who may do very little.
pub(crate) const LIMITED_KEY: &str = "sandboxDolibarrKey0002";

const COMPANY: &str = "Acme Test Ltd";

/// How it is connected to.
pub(crate) fn access() -> Value {
    json!({
        "credential": {"type": "api_key", "key": KEY},
        "limited": {"type": "api_key", "key": LIMITED_KEY},
    })
}

/// The fake.
pub(crate) struct Dolibarr {
    books: Books,
    outgoing: Vec<Outgoing>,
}

impl Dolibarr {
    pub(crate) fn new(seed: u64, records: u32) -> Result<Dolibarr> {
        let shapes = Shapes::load()?;
        shapes.get("company")?;
        let mut books = Books::new(shapes, seed);
        seed::fill(&mut books, records)?;
        Ok(Dolibarr { books, outgoing: Vec::new() })
    }

    fn route(&mut self, request: &Request) -> Outcome<Value> {
        inspect(request)?;
        let segments = request.segments();
        let at = segments.iter().position(|s| s == "index.php").map_or(0, |n| n + 1);
        let parts: Vec<&str> = segments[at..].iter().map(String::as_str).collect();
        let Some(first) = parts.first() else { return Err(Fail::no_route()) };
        if !["status", "login", "setup", "documents", "webhook"].contains(first) && !kinds().any(|k| k.route == *first)
        {
            let body = "API not found (failed to include API file)".to_owned();
            return Err(Fail::Raw { status: 501, kind: "text/html; charset=UTF-8", body });
        }
        let body = body(request)?;
        check_route(&request.method, &parts)?;
        if *first == "login" {
            return Err(Fail::call(403, "Access denied"));
        }
        let limited = authenticate(request)?;
        match parts.as_slice() {
            ["status"] => Ok(self.status()),
            ["setup", rest @ ..] => self.setup(limited, rest),
            ["webhook", rest @ ..] => hooks::answer(&mut self.books, limited, &request.method, rest, &body),
            ["documents", rest @ ..] => documents::answer(&mut self.books, limited, request, rest, &body),
            [route, rest @ ..] => {
                let kind = kinds().find(|k| k.route == *route).ok_or_else(Fail::no_route)?;
                self.objects(kind, limited, request, rest, &body)
            }
            [] => Err(Fail::no_route()),
        }
    }

    fn status(&self) -> Value {
        let now = self.books.clock.now().as_second();
        json!({"success": {"code": 200, "dolibarr_version": "22.0.4", "access_locked": "0", "environment": "non-production",
            "timestamp_now_utc": now, "timestamp_php_tz": "UTC", "date_tz": state::sql_time(now)}})
    }

    fn setup(&self, limited: bool, rest: &[&str]) -> Outcome<Value> {
        match rest {
            ["company"] if limited => Err(Fail::call(
                403,
                "Error API open to admin users only or to the users with logins defined into constant API_LOGINS_ALLOWED_FOR_GET_COMPANY",
            )),
            ["company"] => {
                let mut company = self.books.shapes.get("company").map(|s| s.base.clone()).unwrap_or_default();
                company.insert("name".into(), json!(COMPANY));
                Ok(Value::Object(company))
            }
            ["conf", "MAIN_MONNAIE"] => Ok(json!("EUR")),
            ["conf", _] => Err(Fail::call(400, "Error Bad or unknown value for constantname")),
            ["dictionary", "payment_types"] => Ok(self.books.shapes.payment_types.clone()),
            ["dictionary", "payment_terms"] => Ok(self.books.shapes.payment_terms.clone()),
            _ => Err(Fail::no_route()),
        }
    }

    fn objects(
        &mut self,
        kind: &'static Kind,
        limited: bool,
        request: &Request,
        rest: &[&str],
        body: &Object,
    ) -> Outcome<Value> {
        let books = &mut self.books;
        let method = request.method.as_str();
        if limited {
            refuse(kind, method, rest)?;
        }
        let shape = books.shapes.of(kind);
        let id = |text: &str| {
            text.parse::<i64>().map_err(|_| Fail::at(Stage::Route, 400, "invalid value specified for `id`"))
        };
        let money = kind.route.ends_with("invoices");
        match (method, rest) {
            ("GET", []) => list::list(books, kind, request),
            ("POST", []) if kind.route == "stockmovements" => stock::moved(books, body),
            (_, [_, ..]) if kind.route == "stockmovements" => Err(Fail::no_route()),
            ("GET", [one, "stock"]) if kind.route == "products" => {
                stock::stock(books, id(one)?, request.param("selected_warehouse_id").as_deref())
            }
            ("GET", [task, "getTimeSpent", entry]) if kind.route == "tasks" => {
                timespent::one(books, id(task)?, id(entry)?)
            }
            ("POST", [task, "addtimespent"]) if kind.route == "tasks" => timespent::keep(books, id(task)?, None, body),
            ("PUT", [task, "timespent", entry]) if kind.route == "tasks" => {
                timespent::keep(books, id(task)?, Some(id(entry)?), body)
            }
            ("DELETE", [task, "timespent", entry]) if kind.route == "tasks" => {
                timespent::remove(books, id(task)?, id(entry)?)
            }
            ("POST", []) => Ok(json!(write::create(books, kind, body)?)),
            ("POST", ["paymentsdistributed"]) if kind.route == "invoices" => payment::distributed(books, body),
            ("PUT", ["payments", payment]) if kind.route == "invoices" => payment::renumber(books, id(payment)?, body),
            ("GET", [by, value]) if kind.lookups.iter().any(|(name, _)| name == by) => {
                let field = kind.lookups.iter().find(|(name, _)| name == by).map_or("id", |(_, f)| *f);
                let found = books.all(kind).find(|o| plain(o.get(field).unwrap_or(&Value::Null)) == **value);
                let found = found.ok_or_else(|| Fail::not_found(kind.missing))?;
                Ok(Value::Object(invoice::with_balance(books, kind, found)))
            }
            ("GET", [one]) => {
                let found = books.get(kind, id(one)?).map_err(|_| Fail::not_found(kind.missing_on_get))?;
                let shown = invoice::with_balance(books, kind, found);
                let asked = |name: &str, wanted: &str| request.param(name).is_some_and(|value| value == wanted);
                Ok(Value::Object(match kind.route {
                    "products" if asked("includestockdata", "1") => stock::with_stock(books, shown, true),
                    "tasks" if asked("includetimespent", "2") => timespent::with_lines(books, id(one)?, shown),
                    _ => shown,
                }))
            }
            ("PUT", [one]) => {
                let changed = write::update(books, kind, id(one)?, body)?;
                Ok(Value::Object(shape.view("put", kind, &invoice::with_balance(books, kind, &changed))))
            }
            ("DELETE", [one]) => write::delete(books, kind, id(one)?),
            ("GET", [one, "payments"]) if money => payment::list(books, kind, id(one)?),
            ("POST", [one, "payments"]) if money => payment::whole(books, kind, id(one)?, body),
            (_, [one, "lines"]) if document::has_lines(kind) => {
                invoice::lines(books, kind, id(one)?, method, None, body)
            }
            (_, [one, "lines", line]) if document::has_lines(kind) => {
                invoice::lines(books, kind, id(one)?, method, Some(id(line)?), body)
            }
            ("POST", [one, action @ ("validate" | "settodraft" | "settopaid" | "settounpaid")])
                if kind.route == "invoices" =>
            {
                let id = id(one)?;
                invoice::change_state(books, kind, id, action, body)?;
                // Recorded: only this one answers as a plain get does.
                let view = if *action == "settounpaid" { "get" } else { "state" };
                Ok(Value::Object(shape.view(view, kind, books.get(kind, id)?)))
            }
            ("POST", [one, action @ ("validate" | "settodraft")]) if kind.route == "supplierinvoices" => {
                let id = id(one)?;
                invoice::change_state(books, kind, id, action, body)?;
                if *action == "settodraft" {
                    return Ok(Value::Object(shape.view("put", kind, books.get(kind, id)?)));
                }
                let reference = plain(&books.get(kind, id)?["ref"]);
                Ok(json!({"success": {"code": 200, "message": format!("Invoice validated (Ref={reference})")}}))
            }
            ("POST", [one, "validate"]) if kind.route == "projects" => {
                let id = id(one)?;
                let object = books.get(kind, id)?;
                if !body.contains_key("notrigger") {
                    return Err(Fail::at(Stage::Validate, 400, "Invalid value specified for `notrigger`"));
                }
                if plain(&object["status"]) != "0" {
                    return Err(Fail::Unchanged);
                }
                write::update(books, kind, id, &Map::from_iter([("status".to_owned(), json!(1))]))?;
                Ok(json!({"success": {"code": 200, "message": "Project validated"}}))
            }
            ("POST", [one, "shipment", place]) if kind.route == "orders" => document::ship(books, id(one)?, id(place)?),
            ("POST", [one, action]) if document::is_numbered(kind) && !money => {
                document::act(books, kind, id(one)?, action, body)
            }
            _ => Err(Fail::no_route()),
        }
    }
}

impl Fake for Dolibarr {
    fn answer(&mut self, request: &Request) -> Reply {
        let segments = request.segments();
        let at = segments.iter().position(|s| s == "index.php").map_or(0, |n| n + 1);
        let parts: Vec<&str> = segments[at..].iter().map(String::as_str).collect();
        let before = hooks::before(&self.books, &request.method, &parts);
        let reply = match self.route(request) {
            Ok(body) => Reply::json(200, body).with("content-type", "application/json; charset=utf-8"),
            Err(fail) => fail.reply(),
        };
        if let (Some(before), 200, Body::Json(said)) = (before, reply.status, &reply.body) {
            self.outgoing.extend(hooks::after(&self.books, before, &request.method, &parts, said));
        }
        reply
            .with("cache-control", "no-cache, must-revalidate")
            .with("x-powered-by", "Luracast Restler v3.1.0")
            .with("content-language", "en")
    }

    fn outgoing(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.outgoing)
    }

    /// Inside of the request, once: a failure is only logged.
    fn manner(&self) -> Option<Manner> {
        Some(Manner { inside: true, ..Manner::ONCE })
    }
}

/// The filter in front of the API: a quotation mark in the query or a colon in the path is an attack to it.
fn inspect(request: &Request) -> Outcome<()> {
    let query = request.pairs().iter().any(|(_, value)| value.contains('"'));
    if query || request.segments().iter().any(|s| s.contains(':')) {
        let body = "Access refused to 127.0.0.1 by SQL or Script injection protection in main.inc.php:analyseVarsForSqlAndScriptsInjection type=1<br>\nTry to go back, fix data of your form and resubmit it. You can contact also your technical support.\n";
        return Err(Fail::Raw { status: 403, kind: "text/html; charset=UTF-8", body: body.to_owned() });
    }
    Ok(())
}

/// Unknown methods and ids that are no numbers fail before anybody is asked who they are.
fn check_route(method: &str, parts: &[&str]) -> Outcome<()> {
    if !["GET", "POST", "PUT", "DELETE", "HEAD"].contains(&method) {
        return Err(Fail::no_route());
    }
    match parts {
        [route, one]
            if kinds().any(|k| k.route == *route) && *one != "paymentsdistributed" && one.parse::<i64>().is_err() =>
        {
            Err(Fail::at(Stage::Route, 400, "invalid value specified for `id`"))
        }
        _ => Ok(()),
    }
}

fn body(request: &Request) -> Outcome<Object> {
    if request.body.is_empty() {
        return Ok(Object::new());
    }
    let kind =
        request.header("content-type").unwrap_or("application/json").split(';').next().unwrap_or("").trim().to_owned();
    if kind != "application/json" {
        return Err(Fail::at(Stage::Setup, 403, format!("Content type `{kind}` is not supported.")));
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Ok(Object::new()),
        Err(_) => Err(Fail::at(Stage::Setup, 400, "Error encoding/decoding JSON: Syntax error")),
    }
}

/// True for the limited user.
fn authenticate(request: &Request) -> Outcome<bool> {
    let bearer = request.header("authorization").and_then(|h| h.strip_prefix("Bearer ")).map(str::to_owned);
    let key = request
        .header("dolapikey")
        .map(str::to_owned)
        .or(bearer)
        .or_else(|| request.param("DOLAPIKEY"))
        .or_else(|| request.param("api_key"));
    match key.as_deref() {
        Some(KEY) => Ok(false),
        Some(LIMITED_KEY) => Ok(true),
        None => Err(Fail::at(
            Stage::Authenticate,
            401,
            "Failed to login to API. Neither parameter 'HTTP_DOLAPIKEY' nor 'Authentication: Bearer' found on HTTP header (and no parameter DOLAPIKEY in URL).",
        )),
        Some(_) => Err(Fail::at(
            Stage::Authenticate,
            401,
            "Error user not valid (not found with api key or bad status or bad validity dates) (conf->entity=1)",
        )),
    }
}

/// The limited user reads products and sees no third party; everything else is refused.
fn refuse(kind: &Kind, method: &str, rest: &[&str]) -> Outcome<()> {
    match (kind.route, method, rest) {
        ("products", "GET", [_, "stock"]) => Err(Fail::call(403, "")),
        ("products", "GET", _) => Ok(()),
        ("thirdparties", "GET", []) => Err(Fail::not_found("No third parties found")),
        ("thirdparties", "GET", _) => Err(Fail::call(403, "Access not allowed for login limited on this thirdparty")),
        (_, "POST", []) => Err(Fail::call(403, kind.no_create)),
        _ => Err(Fail::call(403, "")),
    }
}
