//! The sandbox against recordings of the real servers: the same requests in the recorded order, then status and shape
//! (keys, JSON types, error class) side by side; not concrete ids, dates or sums.
//!
//! `fidelity/<system>.json` declares what is replayed (`take`), what the recorder did off the record (`before`), and
//! where the sandbox is known to differ, with the reason (`differs`). A difference that is not declared fails, and so
//! does a declared one that is gone.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use coreflow_bridge::sandbox::{Sandbox, SandboxConfig};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Plan {
    take: Vec<String>,
    take_numbers: Vec<(u32, u32)>,
    before: HashMap<String, Vec<Step>>,
    differs: BTreeMap<String, String>,
}

/// A request that the recorder sent without recording it. `as` is the name that later recordings use.
#[derive(Deserialize)]
struct Step {
    path: String,
    body: Value,
    #[serde(rename = "as")]
    known_as: Option<String>,
}

impl Plan {
    fn takes(&self, name: &str) -> bool {
        let (number, what) = name.split_once('-').unwrap();
        let number: u32 = number.parse().unwrap();
        self.take_numbers.iter().any(|(from, to)| (*from..=*to).contains(&number))
            || self.take.iter().any(|t| what.strip_prefix(t.as_str()).is_some_and(|rest| rest.starts_with('-')))
    }
}

struct Replay {
    http: reqwest::Client,
    system: &'static str,
    about: Value,
    base: String,
    /// Recorded texts (names, times) and what they are here.
    aliases: HashMap<String, String>,
    /// The highest id used so far, by route (Dolibarr).
    highest: HashMap<String, i64>,
}

impl Replay {
    async fn new(system: &'static str) -> (Sandbox, Replay) {
        let config = SandboxConfig { systems: vec![system.into()], records: 0, ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let about = sandbox.describe()[system].clone();
        let base = about["url"].as_str().unwrap().to_owned() + if system == "dolibarr" { "/api/index.php" } else { "" };
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        (sandbox, Replay { http, system, about, base, aliases: HashMap::new(), highest: HashMap::new() })
    }

    fn alias(&self, text: &str) -> String {
        self.aliases.get(text).cloned().unwrap_or_else(|| text.to_owned())
    }

    fn translate(&self, value: &Value) -> Value {
        match value {
            Value::String(s) => Value::String(self.alias(s)),
            Value::Array(list) => Value::Array(list.iter().map(|v| self.translate(v)).collect()),
            Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (k.clone(), self.translate(v))).collect()),
            other => other.clone(),
        }
    }

    /// The recorded path with this run's names in it; percent-encoding stays as it was where nothing changes.
    fn path(&self, path: &str) -> String {
        let path = replace_names(path, &self.aliases);
        // Files have names of their own, and stand in folders that are called like their invoice.
        let known =
            |part: &str| self.aliases.get(part).filter(|_| path.contains("/File/") || path.contains("/documents"));
        let parts = path.split_inclusive(['/', '=', '&', '%']);
        let path: String = parts
            .map(|part| {
                let name = part.trim_end_matches(['/', '=', '&', '%']);
                known(name).map_or_else(|| part.to_owned(), |here| format!("{here}{}", &part[name.len()..]))
            })
            .collect();
        path.replace('"', "%22")
            .replace(' ', "%20")
            .replace("DOLAPIKEY=REDACTED", &format!("DOLAPIKEY={}", self.about["credential"]["key"].as_str().unwrap()))
    }

    async fn send(&self, name: &str, method: &str, path: &str, headers: &Value, body: Option<String>) -> (u16, Value) {
        let mut request = self.http.request(method.parse().unwrap(), format!("{}{path}", self.base));
        let who = if name.contains("forbidden") || name.contains("limited") { "limited" } else { "credential" };
        let field = |f: &str| self.about[who][f].as_str().unwrap_or("").to_owned();
        let wrong = name.contains("bad-token") || name.contains("bad-key") || name.contains("malformed-auth");
        let signed =
            ["Authorization", "authorization", "DOLAPIKEY", "Dolapikey"].iter().any(|h| headers.get(*h).is_some());
        if wrong || signed {
            request = match (self.system, wrong) {
                ("erpnext", false) => {
                    request.header("authorization", format!("token {}:{}", field("key"), field("secret")))
                }
                ("erpnext", true) => request.header("authorization", "token nobody:nothing"),
                (_, false) => request.header("dolapikey", field("key")),
                (_, true) => request.header("dolapikey", "nobody"),
            };
        }
        if let Some(body) = body {
            let kind = headers.get("Content-Type").and_then(Value::as_str).unwrap_or("application/json");
            request = request.header("content-type", kind).body(body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// Dolibarr counts ids up, also for what was not recorded: makes fillers until `id` is the next one (or exists).
    async fn fill(&mut self, route: &str, id: i64, exists: bool) {
        let body = |n: i64| match route {
            "thirdparties" => json!({"name": format!("Filler {n}"), "client": 1, "code_client": "auto"}),
            "products" => json!({"ref": format!("FILL-{n}"), "label": "Filler"}),
            "projects" => json!({"ref": format!("FILL-{n}"), "title": "Filler"}),
            "proposals" | "supplierorders" => json!({"socid": 1}),
            "orders" => json!({"socid": 1, "date": 1_769_860_800}),
            "contacts" => json!({"lastname": format!("Filler {n}")}),
            "tasks" => json!({"ref": format!("FILL-{n}"), "label": "Filler", "fk_project": 1}),
            "users" => json!({"login": format!("filler{n}"), "lastname": "Filler"}),
            "agendaevents" => json!({"type_code": "AC_OTH", "label": "Filler", "userownerid": 1}),
            "warehouses" | "categories" => json!({"label": format!("FILL-{n}"), "type": "product", "statut": 1}),
            "bankaccounts" => {
                json!({"ref": format!("F{n}"), "label": "Filler", "type": 1, "currency_code": "EUR", "country_id": 5})
            }
            "stockmovements" => json!({"product_id": 1, "warehouse_id": 1, "qty": 1}),
            "mos" => json!({"ref": format!("FILL-{n}")}),
            "shipments" => json!({"socid": 1, "origin_id": 1, "origin_type": "commande"}),
            "expensereports" => json!({"fk_user_author": 1, "date_debut": 1_769_860_800, "date_fin": 1_769_860_800}),
            "invoices" => {
                json!({"socid": 1, "lines": [{"desc": "Filler", "qty": "1", "subprice": "100", "tva_tx": "20"}]})
            }
            _ => {
                json!({"socid": 1, "ref_supplier": format!("F{n}"), "lines": [{"desc": "Filler", "qty": 1, "subprice": 100, "tva_tx": "20"}]})
            }
        };
        let until = if exists { id } else { id - 1 };
        loop {
            let highest = self.highest.get(route).copied().unwrap_or(0);
            if highest >= until {
                return;
            }
            let headers = json!({"DOLAPIKEY": ""});
            let (status, made) =
                self.send("filler", "POST", &format!("/{route}"), &headers, Some(body(highest + 1).to_string())).await;
            assert_eq!(status, 200, "a filler for {route} {id}: {made}");
            self.highest.insert(route.to_owned(), made.as_i64().unwrap());
        }
    }

    fn learn(&mut self, recorded: &Value, here: &Value) {
        match (recorded, here) {
            (Value::Object(a), Value::Object(b)) => {
                for (key, value) in a {
                    match (key.as_str(), value, b.get(key)) {
                        ("name" | "modified" | "creation", Value::String(r), Some(Value::String(h))) if r != h => {
                            self.aliases.entry(r.clone()).or_insert_with(|| h.clone());
                        }
                        (_, value, Some(other)) => self.learn(value, other),
                        _ => {}
                    }
                }
            }
            (Value::Array(a), Value::Array(b)) => a.iter().zip(b).for_each(|(a, b)| self.learn(a, b)),
            _ => {}
        }
    }
}

/// Replaces the names of a path in one pass, so that a name that came in is never taken for a recorded one. A name is a
/// run of letters, digits and hyphens; escapes such as `%22` stand between names.
fn replace_names(text: &str, aliases: &HashMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let escape = if c == '%' { 3 } else { c.len_utf8() };
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        let taken = if name == 0 { escape.min(rest.len()) } else { name };
        out.push_str(aliases.get(&rest[..taken]).map_or(&rest[..taken], String::as_str));
        rest = &rest[taken..];
    }
    out
}

/// What differs between two bodies; nothing when their shape is the same. `null` goes with everything.
fn differs(at: &str, recorded: &Value, here: &Value) -> Option<String> {
    let kind = |v: &Value| match v {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    match (recorded, here) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Object(a), Value::Object(b)) => {
            // Warnings that ride on a success, and PHP's numbered details, are not part of the shape.
            let counts = |k: &&String| *k != "_server_messages" || a.contains_key("exc_type");
            let missing: Vec<&String> = a.keys().filter(counts).filter(|k| !b.contains_key(*k)).collect();
            let extra: Vec<&String> = b.keys().filter(counts).filter(|k| !a.contains_key(*k)).collect();
            if !missing.is_empty() || !extra.is_empty() {
                return Some(format!("{at}: missing {missing:?}, extra {extra:?}"));
            }
            for key in ["exc_type", "code"] {
                if a.get(key).is_some_and(|v| v != &b[key]) && (key == "exc_type" || at.ends_with("error")) {
                    return Some(format!("{at}.{key}: {} here {}", a[key], b[key]));
                }
            }
            // Custom fields belong to the installation that was recorded.
            let own = |k: &str| k != "array_options" && b.contains_key(k);
            a.iter().filter(|(k, _)| own(k)).find_map(|(k, v)| differs(&format!("{at}.{k}"), v, &b[k]))
        }
        (Value::Array(a), Value::Array(b)) if a.is_empty() != b.is_empty() => {
            Some(format!("{at}: {} here {}", a.len(), b.len()))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.first().zip(b.first()).and_then(|(a, b)| differs(&format!("{at}[0]"), a, b))
        }
        (a, b) if kind(a) != kind(b) => Some(format!("{at}: {} here {}", kind(a), kind(b))),
        _ => None,
    }
}

/// The invoices whose files were recorded, and their numbers there.
const FILES_OF: &[(i64, &str)] = &[(19, "IN2606-0004"), (18, "IN2606-0003")];

/// The routes of Dolibarr whose ids are counted up in the replay.
const DOLIBARR: [&str; 19] = [
    "thirdparties",
    "products",
    "invoices",
    "supplierinvoices",
    "projects",
    "proposals",
    "orders",
    "supplierorders",
    "contacts",
    "tasks",
    "users",
    "agendaevents",
    "warehouses",
    "stockmovements",
    "categories",
    "bankaccounts",
    "mos",
    "shipments",
    "expensereports",
];

/// Members of bodies that hold the id of another object: it is made where it was made off the record.
const REFERENCES: [(&str, &str); 5] = [
    ("product_id", "products"),
    ("warehouse_id", "warehouses"),
    ("fk_project", "projects"),
    ("socid", "thirdparties"),
    ("fk_user_author", "users"),
];

async fn replay(system: &'static str, plan: &str) {
    let plan: Plan = serde_json::from_str(plan).unwrap();
    let archive = format!("{}/../tests/recordings/{system}.ndjson.gz", env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(archive).unwrap()).read_to_string(&mut text).unwrap();
    let (_sandbox, mut run) = Replay::new(system).await;
    let (mut agreed, mut differing, mut left_out) = (0, BTreeMap::new(), 0);
    for line in text.lines() {
        let exchange: Value = serde_json::from_str(line).unwrap();
        let name = exchange["name"].as_str().unwrap();
        let (request, response) = (&exchange["request"], &exchange["response"]);
        if exchange.get("webhook").is_some() || response.get("body_truncated_from").is_some() || !plan.takes(name) {
            left_out += 1;
            continue;
        }
        for step in plan.before.get(name).into_iter().flatten() {
            let body = run.translate(&step.body).to_string();
            let path = step.path.replace(' ', "%20");
            let (status, made) = run.send("setup", "POST", &path, &json!({"Authorization": ""}), Some(body)).await;
            assert_eq!(status, 200, "before {name}: {made}");
            if let Some(known_as) = &step.known_as {
                run.aliases.insert(known_as.clone(), made["data"]["name"].as_str().unwrap().to_owned());
            }
        }
        let (method, path) = (request["method"].as_str().unwrap(), request["path"].as_str().unwrap());
        let expected = response.get("body").or(response.get("body_raw")).cloned().unwrap_or(Value::Null);
        let route = path.trim_start_matches('/').split(['/', '?']).next().unwrap().to_owned();
        if system == "dolibarr" {
            let id = path.split(['/', '?']).nth(2).and_then(|s| s.parse::<i64>().ok()).filter(|id| *id < 10_000);
            let known = DOLIBARR.contains(&route.as_str());
            let lines = request["body"]["lines"].as_array().into_iter().flatten();
            let items = lines.filter_map(|line| line["fk_product"].as_i64()).filter(|id| *id < 10_000).max();
            run.fill("products", items.unwrap_or(0), true).await;
            for (member, target) in REFERENCES {
                let id = request["body"][member].as_i64().filter(|id| known && (1..10_000).contains(id));
                if let Some(id) = id {
                    run.fill(target, id, true).await;
                }
            }
            if let Some(id) = id.filter(|_| known) {
                run.fill(&route, id, true).await;
            }
            if route == "documents" && !run.aliases.contains_key(FILES_OF[0].1) {
                run.fill("invoices", FILES_OF[0].0, true).await;
                for (id, recorded) in FILES_OF {
                    let (_, invoice) =
                        run.send("number", "GET", &format!("/invoices/{id}"), &json!({"DOLAPIKEY": ""}), None).await;
                    run.aliases.insert((*recorded).to_owned(), invoice["ref"].as_str().unwrap().to_owned());
                }
            }
            if known
                && method == "POST"
                && path == format!("/{route}")
                && let Some(id) = expected.as_i64()
            {
                run.fill(&route, id, false).await;
            }
        }
        if let Some(amounts) = request["body"]["arrayofamounts"].as_object() {
            let highest = amounts.keys().filter_map(|k| k.parse::<i64>().ok()).filter(|id| *id < 10_000).max();
            run.fill("invoices", highest.unwrap_or(0), true).await;
        }
        let body = match request.get("body_raw").and_then(Value::as_str) {
            Some(raw) => Some(raw.to_owned()),
            None => request.get("body").filter(|b| !b.is_null()).map(|b| run.translate(b).to_string()),
        };
        let sent = run.path(path);
        let (status, here) = run.send(name, method, &sent, &request["headers"], body).await;
        if system == "dolibarr"
            && method == "POST"
            && path == format!("/{route}")
            && let Some(id) = here.as_i64()
        {
            let highest = run.highest.entry(route).or_default();
            *highest = id.max(*highest);
        }
        // Lists may come in another order; only single documents say which name stands for which.
        if !expected["data"].is_array() && !expected["message"].is_array() {
            run.learn(&expected, &here);
        }
        let recorded = response["status"].as_u64().unwrap();
        let difference = match recorded == u64::from(status) {
            false => Some(format!(
                "status {recorded} here {status}: {}",
                here.to_string().chars().take(300).collect::<String>()
            )),
            true if expected.is_string() || here.is_string() => None,
            true => differs("", &expected, &here),
        };
        match difference {
            None => agreed += 1,
            Some(text) => {
                differing.insert(name.to_owned(), text);
            }
        }
    }
    println!(
        "{system}: {agreed} of {} replayed exchanges agree; {left_out} are not replayed",
        agreed + differing.len()
    );
    let undeclared: Vec<String> =
        differing.iter().filter(|(n, _)| !plan.differs.contains_key(*n)).map(|(n, t)| format!("{n}: {t}")).collect();
    let gone: Vec<&String> = plan.differs.keys().filter(|n| !differing.contains_key(*n)).collect();
    assert!(undeclared.is_empty(), "{} not declared:\n{}", undeclared.len(), undeclared.join("\n"));
    assert!(gone.is_empty(), "declared, but they agree: {gone:?}");
}

#[tokio::test]
async fn erpnext_answers_as_recorded() {
    replay("erpnext", include_str!("fidelity/erpnext.json")).await;
}

#[tokio::test]
async fn dolibarr_answers_as_recorded() {
    replay("dolibarr", include_str!("fidelity/dolibarr.json")).await;
}
