//! Replays a system's archive against its fake. Ids, tokens and times of the recording are learnt as they come back,
//! and stand for those of this run in later requests.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use coreflow_bridge::sandbox::{Sandbox, SandboxConfig};
use serde::Deserialize;
use serde_json::{Value, json};

use super::compare::{Rules, difference};

/// What a replay needs to know of a system.
pub(crate) struct System {
    pub(crate) name: &'static str,
    /// Between the address and every recorded path.
    pub(crate) base: &'static str,
    /// The beginnings of paths that stand beside it.
    pub(crate) beside: &'static [&'static str],
    /// `fidelity/<system>.json`.
    pub(crate) plan: &'static str,
    /// Members whose values are learnt: what the recording called A is B here.
    pub(crate) learns: &'static [&'static str],
    pub(crate) rules: Rules,
    /// Puts the credential on a request: the recording's name and request, and the system's entry in
    /// `Sandbox::describe`. Gives the headers to send.
    pub(crate) sign: fn(&str, &Value, &Value) -> Vec<(String, String)>,
}

/// What is replayed, and where the sandbox is known to differ.
#[derive(Deserialize)]
struct Plan {
    /// The recordings that are left out, by prefix of `<what>` or by number range, each with its reason.
    leave_out: Vec<LeftOut>,
    /// Requests that the recorder made off the record, before the recording of that name.
    #[serde(default)]
    before: HashMap<String, Vec<Step>>,
    /// The numbers from which on another server answered, which was empty: there the sandbox is begun anew.
    #[serde(default)]
    anew: Vec<u32>,
    /// Where the sandbox differs: recording → reason.
    differs: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct LeftOut {
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    numbers: Vec<(u32, u32)>,
    #[allow(dead_code, reason = "for the reader of the plan")]
    why: String,
}

/// A request off the record; `learn` is the recorded value for what stands at the pointer in its answer.
#[derive(Deserialize)]
struct Step {
    method: String,
    path: String,
    #[serde(default)]
    body: Value,
    #[serde(default)]
    learn: BTreeMap<String, String>,
    /// The recording whose credential it takes; the usual one without it.
    #[serde(default)]
    sign: Option<String>,
}

impl Plan {
    fn takes(&self, name: &str) -> bool {
        let (number, what) = name.split_once('-').unwrap();
        let number: u32 = number.parse().unwrap();
        !self.leave_out.iter().any(|left| {
            left.numbers.iter().any(|(from, to)| (*from..=*to).contains(&number))
                || left.names.iter().any(|name| what.starts_with(name.as_str()))
        })
    }
}

struct Replay {
    http: reqwest::Client,
    system: &'static System,
    about: Value,
    known: HashMap<String, String>,
    /// It ends when this is dropped.
    _sandbox: Sandbox,
}

/// Replays the archive; fails on a difference that the plan does not declare, and on a declared one that is gone.
pub(crate) async fn replay(system: &'static System) {
    let plan: Plan = serde_json::from_str(system.plan).unwrap();
    let archive = format!("{}/../tests/recordings/{}.ndjson.gz", env!("CARGO_MANIFEST_DIR"), system.name);
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(archive).unwrap()).read_to_string(&mut text).unwrap();
    let mut run = Replay::begin(system).await;
    let mut anew = plan.anew.iter().copied().peekable();
    let (mut agreed, mut differing, mut left_out) = (0, BTreeMap::new(), 0);
    for line in text.lines() {
        let exchange: Value = serde_json::from_str(line).unwrap();
        let name = exchange["name"].as_str().unwrap();
        let response = &exchange["response"];
        if anew.next_if(|number| name.split('-').next().unwrap().parse::<u32>().unwrap() >= *number).is_some() {
            run = Replay::begin(system).await;
        }
        if exchange.get("webhook").is_some() || response.get("body_truncated_from").is_some() || !plan.takes(name) {
            left_out += 1;
            continue;
        }
        for step in plan.before.get(name).into_iter().flatten() {
            run.step(name, step).await;
        }
        let (status, here) = run.send(name, &exchange["request"]).await;
        // Exact bytes may be JSON all the same.
        let raw = response.get("body_raw").and_then(Value::as_str);
        let raw = raw.map(|raw| serde_json::from_str(raw).unwrap_or_else(|_| raw.into()));
        let expected = response.get("body").cloned().or(raw).unwrap_or(Value::Null);
        run.learn(&expected, &here);
        let recorded = response["status"].as_u64().unwrap();
        let found = match recorded == u64::from(status) {
            false => Some(format!("status {recorded} here {status}: {:.300}", here.to_string())),
            true if expected.is_string() && here.is_string() => None,
            true => difference("", &expected, &here, &system.rules),
        };
        match found {
            None => agreed += 1,
            Some(text) => drop(differing.insert(name.to_owned(), text)),
        }
    }
    println!(
        "{}: {agreed} of {} replayed exchanges agree; {left_out} are not replayed",
        system.name,
        agreed + differing.len()
    );
    let undeclared: Vec<String> =
        differing.iter().filter(|(n, _)| !plan.differs.contains_key(*n)).map(|(n, t)| format!("{n}: {t}")).collect();
    let gone: Vec<&String> = plan.differs.keys().filter(|n| !differing.contains_key(*n)).collect();
    assert!(undeclared.is_empty(), "{} not declared:\n{}", undeclared.len(), undeclared.join("\n"));
    assert!(gone.is_empty(), "declared, but they agree: {gone:?}");
}

impl Replay {
    async fn begin(system: &'static System) -> Replay {
        let config = SandboxConfig { systems: vec![system.name.into()], records: 0, ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let about = sandbox.describe()[system.name].clone();
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Replay { http, system, about, known: HashMap::new(), _sandbox: sandbox }
    }

    async fn step(&mut self, before: &str, step: &Step) {
        let request = json!({"method": step.method, "path": step.path, "headers": {"Authorization": "REDACTED"}, "body": step.body});
        let (status, made) = self.send(step.sign.as_deref().unwrap_or("setup"), &request).await;
        assert!((200..300).contains(&status), "before {before}: {status} {made}");
        for (recorded, pointer) in &step.learn {
            self.known.insert(recorded.clone(), text(made.pointer(pointer).unwrap()).unwrap());
        }
    }

    async fn send(&self, name: &str, request: &Value) -> (u16, Value) {
        let path = self.path(request["path"].as_str().unwrap());
        let beside = self.system.beside.iter().any(|beginning| path.starts_with(beginning));
        let base = if beside { "" } else { self.system.base };
        let url = format!("{}{base}{path}", self.about["url"].as_str().unwrap());
        let mut builder = self.http.request(request["method"].as_str().unwrap().parse().unwrap(), url);
        for (header, value) in request["headers"].as_object().into_iter().flatten() {
            let lower = header.to_ascii_lowercase();
            let value = value.as_str().unwrap_or_default();
            if !value.contains("REDACTED")
                && !["content-length", "host", "connection", "accept-encoding"].contains(&lower.as_str())
            {
                builder = builder.header(header, value.to_owned());
            }
        }
        for (header, value) in (self.system.sign)(name, request, &self.about) {
            builder = builder.header(header, value);
        }
        match (request.get("body_raw").and_then(Value::as_str), request.get("body").filter(|body| !body.is_null())) {
            (Some(raw), _) => builder = builder.body(raw.to_owned()),
            (None, Some(body)) => {
                if request["headers"].get("Content-Type").is_none() {
                    builder = builder.header("content-type", "application/json");
                }
                builder = builder.body(self.translate(body).to_string());
            }
            _ => {}
        }
        let response = builder.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        let body =
            if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or(Value::String(text)) };
        (status, body)
    }

    /// The recorded path with this run's ids: whole segments, and whole values of the query.
    fn path(&self, path: &str) -> String {
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let path = query.map_or(path.to_owned(), |query| format!("{path}?{}", query.replace("%3A", ":")));
        let mut out = String::new();
        let mut part = String::new();
        for c in path.chars().chain(['\0']) {
            if matches!(c, '/' | '?' | '&' | '=' | ',' | ':' | '\0') {
                let known = self.known.get(&part).or_else(|| self.known.get(&part.replace("%3D", "=")));
                let decoded = percent_encoding::percent_decode_str(&part).decode_utf8_lossy();
                match (known, self.known.get(&*decoded)) {
                    (None, Some(here)) => {
                        out.extend(percent_encoding::utf8_percent_encode(here, percent_encoding::NON_ALPHANUMERIC));
                    }
                    _ => out.push_str(known.unwrap_or(&part)),
                }
                part.clear();
                if c != '\0' {
                    out.push(c);
                }
            } else {
                part.push(c);
            }
        }
        self.inside(&out).replace('"', "%22").replace(' ', "%20").replace('{', "%7B").replace('}', "%7D")
    }

    /// A text with the UUIDs and instants that stand inside it replaced: in documents, filters, encoded lists.
    fn inside(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let known = |width: usize| Some((self.known.get(rest.get(..width)?)?.as_str(), width));
            let (here, taken) = known(36).or_else(|| known(24)).unwrap_or((&rest[..c.len_utf8()], c.len_utf8()));
            out.push_str(here);
            rest = &rest[taken..];
        }
        out
    }

    fn translate(&self, value: &Value) -> Value {
        let known = |plain: &str| self.known.get(plain);
        match value {
            Value::String(plain) => known(plain).cloned().unwrap_or_else(|| self.inside(plain)).into(),
            Value::Number(number) => match known(&number.to_string()).and_then(|here| here.parse::<i64>().ok()) {
                // Small numbers are quantities as often as ids: only the system's file can say.
                Some(here) if self.system.learns.contains(&"#numbers") => here.into(),
                _ => value.clone(),
            },
            Value::Array(list) => list.iter().map(|item| self.translate(item)).collect(),
            Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (k.clone(), self.translate(v))).collect()),
            other => other.clone(),
        }
    }

    /// Lists may come in another order: single documents say what stands for what, and items of a list that only one
    /// item of the other list equals, learnt members aside.
    fn learn(&mut self, recorded: &Value, here: &Value) {
        match (recorded, here) {
            (Value::Object(a), Value::Object(b)) => {
                for (key, value) in a {
                    let Some(other) = b.get(key) else { continue };
                    match (text(value), text(other)) {
                        (Some(recorded), Some(here))
                            if self.system.learns.contains(&key.as_str()) && recorded != here =>
                        {
                            self.known.entry(recorded).or_insert(here);
                        }
                        _ => self.learn(value, other),
                    }
                }
            }
            (Value::Array(a), Value::Array(b)) if a.len() == 1 && b.len() == 1 => self.learn(&a[0], &b[0]),
            (Value::Array(a), Value::Array(b)) => {
                let (left, right): (Vec<Value>, Vec<Value>) =
                    (a.iter().map(|v| self.bare(v)).collect(), b.iter().map(|v| self.bare(v)).collect());
                for (n, item) in left.iter().enumerate().filter(|(_, item)| item.is_object()) {
                    let mut same = (0..right.len()).filter(|m| right[*m] == *item);
                    if let (Some(m), None, 1) = (same.next(), same.next(), left.iter().filter(|i| *i == item).count()) {
                        self.learn(&a[n], &b[m]);
                    }
                }
            }
            _ => {}
        }
    }
}

impl Replay {
    /// A value without the members that are learnt.
    fn bare(&self, value: &Value) -> Value {
        match value {
            Value::Object(map) => {
                let kept = map.iter().filter(|(key, _)| !self.system.learns.contains(&key.as_str()));
                Value::Object(kept.map(|(key, value)| (key.clone(), self.bare(value))).collect())
            }
            Value::Array(list) => list.iter().map(|item| self.bare(item)).collect(),
            other => other.clone(),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
