//! The upstream as a program of its own: sessions and runs of scenarios are made and asked over HTTP.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::Result;
use crate::dns::{self, Dns};
use crate::hostile::{self, Hostile};
use crate::otlp;
use crate::scenario::{Outcome, Run, load, load_all};
use crate::upstream::listen::{Listening, listen};
use crate::upstream::wire::Ready;
use crate::upstream::{Plan, Seen, Session};

/// The folders that the control port works with.
#[derive(Clone, Debug)]
pub struct Folders {
    /// Where `<system>.ndjson.gz` are.
    pub archives: PathBuf,
    /// Where the scenarios are.
    pub scenarios: PathBuf,
    /// Where `<runner>/<scenario>.json` are written.
    pub results: PathBuf,
}

impl Default for Folders {
    fn default() -> Self {
        Folders {
            archives: crate::tests_folder("recordings"),
            scenarios: crate::tests_folder("scenarios"),
            results: crate::tests_folder("../target/scenarios"),
        }
    }
}

impl Folders {
    /// Forgets what a runner got before, so that an old result never passes for a new one.
    pub fn clear(&self, runner: &str) -> Result<()> {
        match std::fs::remove_dir_all(self.results.join(runner)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Writes down what a runner got.
    pub fn write(&self, runner: &str, scenario: &str, results: &str) -> Result<()> {
        let file = self.results.join(runner).join(format!("{scenario}.json"));
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(file, results)?)
    }
}

/// The control port. Sessions and runs end with it.
pub struct Control {
    listening: Listening,
}

struct State {
    folders: Folders,
    next: AtomicU64,
    sessions: Mutex<BTreeMap<String, Session>>,
    hostile: Mutex<BTreeMap<String, Hostile>>,
    dns: Mutex<BTreeMap<String, Dns>>,
    spans: Collected,
    metrics: Collected,
    runs: Mutex<BTreeMap<String, Running>>,
}

/// What came to the collector, by session.
type Collected = Mutex<BTreeMap<String, Vec<Value>>>;

struct Running {
    runner: String,
    scenario: String,
    run: Run,
}

impl Control {
    /// Starts the control port.
    pub async fn start(folders: Folders) -> Result<Control> {
        let state = Arc::new(State {
            folders,
            next: AtomicU64::new(1),
            sessions: Mutex::default(),
            hostile: Mutex::default(),
            dns: Mutex::default(),
            spans: Mutex::default(),
            metrics: Mutex::default(),
            runs: Mutex::default(),
        });
        let listening = listen(false, move |method, target, headers, body| {
            let state = Arc::clone(&state);
            async move { state.answer(&method, &target, headers, &body).await }
        });
        Ok(Control { listening: listening.await? })
    }

    /// The address of the control port.
    pub fn url(&self) -> &str {
        &self.listening.url
    }
}

impl State {
    async fn answer(&self, method: &str, target: &str, headers: BTreeMap<String, String>, body: &Bytes) -> Ready {
        let asked = Seen::new(method, target, headers.clone(), b"");
        match (method, asked.path.as_str()) {
            ("POST", "/__control__/spans") => return collect(&asked, &self.spans, otlp::spans(&headers, body)).await,
            ("POST", "/__control__/metrics") => {
                return collect(&asked, &self.metrics, otlp::metrics(&headers, body)).await;
            }
            _ => {}
        }
        let (status, value) = match self.route(&asked, body).await {
            Ok(value) => (200, value),
            Err(error) => (400, json!({"error": error.to_string()})),
        };
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Ready { status, headers, body: value.to_string().into_bytes(), ..Ready::default() }
    }

    async fn route(&self, asked: &Seen, body: &[u8]) -> Result<Value> {
        let parameter = |name: &str| {
            let value = asked.query.get(name).and_then(|values| values.first()?.as_str());
            value.map(str::to_owned).ok_or_else(|| format!("the parameter {name} is missing"))
        };
        match (asked.method.as_str(), asked.path.as_str()) {
            ("POST", "/__control__/load") => {
                let plan: Plan = serde_json::from_slice(body)?;
                let session = Session::start(plan, &self.folders.archives).await?;
                let name = self.name();
                let answer = json!({"session": name, "url": session.url()});
                self.sessions.lock().await.insert(name, session);
                Ok(answer)
            }
            ("GET", "/__control__/hits") => Ok(json!({"hits": self.session(&parameter("session")?).await?.hits()})),
            ("GET", "/__control__/misses") => {
                Ok(json!({"misses": self.session(&parameter("session")?).await?.misses()}))
            }
            ("POST", "/__control__/hostile") => {
                let plan: hostile::Plan = serde_json::from_slice(body)?;
                let hostile = Hostile::start(plan).await?;
                let (name, address) = (self.name(), hostile.address());
                self.hostile.lock().await.insert(name.clone(), hostile);
                Ok(
                    json!({"session": name, "url": format!("http://{address}"), "address": address, "port": address.port()}),
                )
            }
            ("GET", "/__control__/hostile") => {
                let (all, name) = (self.hostile.lock().await, parameter("session")?);
                let hostile = all.get(&name).ok_or_else(|| format!("there is no hostile session {name:?}"))?;
                Ok(serde_json::to_value(hostile.seen())?)
            }
            ("POST", "/__control__/dns") => {
                let plan: dns::Plan = serde_json::from_slice(body)?;
                let server = Dns::start(plan).await?;
                let (name, address) = (self.name(), server.address());
                self.dns.lock().await.insert(name.clone(), server);
                Ok(json!({"session": name, "address": address}))
            }
            ("GET", "/__control__/dns") => {
                let (all, name) = (self.dns.lock().await, parameter("session")?);
                let server = all.get(&name).ok_or_else(|| format!("there is no name server {name:?}"))?;
                Ok(json!({"queries": server.queries()}))
            }
            ("GET", "/__control__/spans") => {
                let spans = self.spans.lock().await.get(&parameter("session")?).cloned();
                Ok(json!({"spans": spans.unwrap_or_default()}))
            }
            ("GET", "/__control__/metrics") => {
                let metrics = self.metrics.lock().await.get(&parameter("session")?).cloned();
                Ok(json!({"metrics": metrics.unwrap_or_default()}))
            }
            ("POST", "/__control__/close") => {
                let name = parameter("session")?;
                self.sessions.lock().await.remove(&name);
                self.hostile.lock().await.remove(&name);
                self.dns.lock().await.remove(&name);
                Ok(json!({}))
            }
            ("GET", "/__control__/scenarios") => {
                let all = load_all(&self.folders.scenarios)?;
                self.folders.clear(&parameter("runner")?)?;
                Ok(all.iter().map(|one| json!({"name": one.name, "title": one.title})).collect())
            }
            ("POST", "/__control__/run") => self.start_run(parameter("scenario")?, parameter("runner")?).await,
            ("POST", "/__control__/outcome") => self.outcome(&parameter("run")?, serde_json::from_slice(body)?).await,
            (method, path) => Err(format!("there is no {method} {path}; see tests/scenarios/README.md").into()),
        }
    }

    fn name(&self) -> String {
        self.next.fetch_add(1, Ordering::Relaxed).to_string()
    }

    async fn session(&self, name: &str) -> Result<Session> {
        let sessions = self.sessions.lock().await;
        sessions.get(name).cloned().ok_or_else(|| format!("there is no session {name:?}").into())
    }

    async fn start_run(&self, scenario: String, runner: String) -> Result<Value> {
        let run = Run::start(load(&self.folders.scenarios, &scenario)?, &self.folders.archives).await?;
        let (name, bridge) = (self.name(), run.bridge()?);
        let mut answer = self.proceed(&name, Running { runner, scenario, run }).await?;
        answer["run"] = json!(name);
        answer["bridge"] = bridge;
        Ok(answer)
    }

    async fn outcome(&self, name: &str, mut outcome: Value) -> Result<Value> {
        let running = self.runs.lock().await.remove(name);
        let mut running = running.ok_or_else(|| format!("there is no run {name:?}"))?;
        let outcome = match (outcome.get_mut("error").map(Value::take), outcome.get_mut("result").map(Value::take)) {
            (Some(error), None) => Outcome::Error(error),
            (None, Some(result)) => Outcome::Result(result),
            _ => return Err("an outcome has either a result or an error".into()),
        };
        running.run.outcome(outcome).await;
        self.proceed(name, running).await
    }

    /// The next call; or the end, with the failures.
    async fn proceed(&self, name: &str, mut running: Running) -> Result<Value> {
        if let Some(call) = running.run.next_call() {
            self.runs.lock().await.insert(name.to_owned(), running);
            return Ok(json!({"call": call}));
        }
        let (failures, results) = running.run.end();
        self.folders.write(&running.runner, &running.scenario, &results)?;
        Ok(json!({"call": null, "failures": failures}))
    }
}

/// A collector of OpenTelemetry: takes what comes for a session, whose first export makes it.
async fn collect(asked: &Seen, kept: &Collected, sent: Result<Vec<Value>>) -> Ready {
    let session = asked.query.get("session").and_then(|values| values.first()?.as_str());
    let status = match (session, sent) {
        (Some(session), Ok(sent)) => {
            kept.lock().await.entry(session.to_owned()).or_default().extend(sent);
            200
        }
        _ => 400,
    };
    // An empty message: all was taken.
    let headers = vec![("content-type".to_owned(), "application/x-protobuf".to_owned())];
    Ready { status, headers, ..Ready::default() }
}
