//! One session: an own port, a plan, and a memory of what came.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use super::listen::{Listening, listen};
use super::plan::{Answer, Plan};
use super::replay::{Found, Replay};
use super::script::Script;
use super::seen::Seen;
use super::wire::Ready;
use crate::Result;
use crate::recording::{self, Recording};

/// The status of "the plan has no answer": no real server sends it.
pub const NO_ANSWER: u16 = 599;

/// A request that came, and what answered it.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// The request.
    #[serde(flatten)]
    pub request: Seen,
    /// `step 0`, the name of a recording, or null for a miss.
    pub by: Option<String>,
    /// The status that was answered.
    pub status: u16,
}

/// A running upstream with its own plan. It stops when the last handle is dropped.
#[derive(Clone)]
pub struct Session {
    shared: Arc<Shared>,
    listening: Arc<Listening>,
}

struct Shared {
    plan: Plan,
    base: String,
    archive: Vec<Recording>,
    state: Mutex<State>,
}

struct State {
    script: Script,
    replay: Replay,
    hits: Vec<Hit>,
    misses: Vec<Value>,
}

impl Session {
    /// Starts the plan on a port of its own. `archives` is the folder with `<system>.ndjson.gz`.
    pub async fn start(plan: Plan, archives: &Path) -> Result<Session> {
        let archive = match &plan.system {
            Some(system) => recording::load(&archives.join(PathBuf::from(format!("{system}.ndjson.gz"))))?,
            None => Vec::new(),
        };
        if plan.system.is_none() && !plan.recordings.is_empty() {
            return Err("recordings need a system".into());
        }
        let replay = Replay::new(recording::select(&archive, &plan.recordings)?);
        for name in plan.steps.iter().filter_map(|step| step.answer.recording.as_ref()) {
            recording::select(&archive, std::slice::from_ref(name))?;
        }
        let base = plan.base.clone().unwrap_or_else(|| api_base(plan.system.as_deref()).to_owned());
        let state = State { script: Script::new(plan.steps.clone()), replay, hits: Vec::new(), misses: Vec::new() };
        let down = plan.down;
        let shared = Arc::new(Shared { plan, base, archive, state: Mutex::new(state) });
        let answering = Arc::clone(&shared);
        let listening = listen(down, move |method, target, headers, body| {
            let shared = Arc::clone(&answering);
            std::future::ready(shared.answer(&method, &target, headers, &body))
        });
        Ok(Session { shared, listening: Arc::new(listening.await?) })
    }

    /// The address of the system: `http://127.0.0.1:<port>`.
    pub fn url(&self) -> &str {
        &self.listening.url
    }

    /// Every request so far.
    pub fn hits(&self) -> Vec<Hit> {
        self.shared.lock().hits.clone()
    }

    /// Every request that the plan has no answer for, with the nearest recording.
    pub fn misses(&self) -> Vec<Value> {
        self.shared.lock().misses.clone()
    }
}

/// The path of the API below the address of a system.
fn api_base(system: Option<&str>) -> &'static str {
    if system == Some("dolibarr") { "/api/index.php" } else { "" }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, method: &str, target: &str, headers: BTreeMap<String, String>, body: &[u8]) -> Ready {
        let beside = self.plan.beside.iter().any(|beginning| target.starts_with(beginning.as_str()));
        let below = if beside { Some(target) } else { target.strip_prefix(self.base.as_str()) };
        let sent = Seen::new(method, below.unwrap_or(target), headers, body);
        let mut state = self.lock();
        let answered = match below {
            Some(_) => self.find(&mut state, &sent),
            None => Err(json!({"error": format!("requests of this system start with {}", self.base)})),
        };
        let (by, ready) = match answered {
            Ok((by, ready)) => (Some(by), ready),
            Err(mut miss) => {
                miss["target"] = json!(format!("{method} {target}"));
                state.misses.push(miss.clone());
                let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
                let body = serde_json::to_vec_pretty(&miss).unwrap_or_default();
                (None, Ready { status: NO_ANSWER, headers, body, ..Ready::default() })
            }
        };
        state.hits.push(Hit { request: sent, by, status: ready.status });
        ready
    }

    fn find(&self, state: &mut State, sent: &Seen) -> Result<(String, Ready), Value> {
        for (name, expected) in &self.plan.headers {
            let came = sent.headers.get(&name.to_ascii_lowercase());
            if came != Some(expected) {
                return Err(json!({"error": "a header is not what the plan demands", "header": name,
                    "expected": expected, "sent": came}));
            }
        }
        if let Some((number, answer)) = state.script.answer(sent) {
            return Ok((format!("step {number}"), self.scripted(answer)));
        }
        let found = state.replay.answer(sent, &self.plan)?;
        Ok((found.recording.name.clone(), recorded(found)))
    }

    fn scripted(&self, answer: Answer) -> Ready {
        let named = answer.recording.as_ref().map(std::slice::from_ref);
        // The names were checked when the session started.
        let found = named.and_then(|name| recording::select(&self.archive, name).ok()?.into_iter().next());
        let mut ready = match found {
            Some(recording) => recorded(Found { recording, body: None }),
            None => {
                let json = answer.body.as_ref().map(Value::to_string);
                let body = json.or(answer.body_raw).unwrap_or_default().repeat(answer.repeat);
                let mut headers: Vec<_> = answer.headers.into_iter().collect();
                let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
                if !typed && !body.is_empty() {
                    headers.push(("content-type".to_owned(), "application/json".to_owned()));
                }
                Ready { status: answer.status, headers, body: body.into_bytes(), ..Ready::default() }
            }
        };
        ready.gzip = answer.gzip;
        ready.delay = Duration::from_millis(answer.delay_ms);
        ready.chunk = answer.chunk;
        ready.fault = answer.fault;
        ready
    }
}

fn recorded(found: Found) -> Ready {
    let response = found.recording.response;
    let body = found.body.unwrap_or_else(|| response.text().to_owned()).into_bytes();
    Ready { status: response.status, headers: response.headers.into_iter().collect(), body, ..Ready::default() }
}
