//! One run of a scenario: which call comes next, and whether what came of the last one is right.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::check::check;
use super::deliver::deliver;
use super::fill::Known;
use super::format::{Call, Scenario, Step, Verb};
use super::mask::mask;
use super::normal::normal_text;
use crate::Result;
use crate::recording::pattern_matches;
use crate::upstream::{Plan, Session};

/// The wait between two tries of a step that says `eventually_ms`.
const BETWEEN_TRIES: Duration = Duration::from_millis(5);

/// What came of a call.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The canonical JSON of the result; null for calls without one.
    Result(Value),
    /// The parts of the error.
    Error(Value),
}

/// A run. The runner asks for [`Run::next_call`], makes the call, tells [`Run::outcome`], until there is no next call.
pub struct Run {
    scenario: Scenario,
    archives: PathBuf,
    sessions: Vec<(String, Session)>,
    known: Known,
    steps: Vec<Step>,
    at: usize,
    /// How often the step at hand has been done, and until when it may be tried.
    done: u32,
    until: Option<Instant>,
    results: Vec<Value>,
    failures: Vec<String>,
}

impl Run {
    /// Starts the upstreams. `archives` is the folder with the recordings.
    pub async fn start(scenario: Scenario, archives: &Path) -> Result<Run> {
        let mut known = Known::default();
        let mut sessions = Vec::new();
        for (name, plan) in &scenario.upstreams {
            let session = start(plan, archives).await.map_err(|e| format!("upstream {name}: {e}"))?;
            known.urls.insert(name.clone(), session.url().to_owned());
            sessions.push((name.clone(), session));
        }
        let steps = setup(&scenario).into_iter().chain(scenario.steps.clone()).collect();
        let (results, failures) = (Vec::new(), Vec::new());
        let archives = archives.to_owned();
        Ok(Run { scenario, archives, sessions, known, steps, at: 0, done: 0, until: None, results, failures })
    }

    /// The configuration of the bridge.
    pub fn bridge(&self) -> Result<Value> {
        let mut config = json!({"store": ":memory:",
            "keyring": {"key": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}});
        for (name, value) in &self.scenario.bridge {
            config[name] = self.known.fill(value)?;
        }
        Ok(config)
    }

    /// The call to make now; none when the run is over.
    pub fn next_call(&mut self) -> Option<Call> {
        while self.failures.is_empty() {
            let step = self.steps.get(self.at)?.clone();
            if step.call != Verb::Hits {
                return match self.call(&step) {
                    Ok(call) => Some(call),
                    Err(error) => {
                        self.fail(&step, &error.to_string());
                        None
                    }
                };
            }
            match self.hits(&step) {
                None => self.at += 1,
                Some(why) => self.fail(&step, &why),
            }
        }
        None
    }

    /// What came of the call. Waits a moment if the call is to be tried again.
    pub async fn outcome(&mut self, outcome: Outcome) {
        let Some(step) = self.steps.get(self.at).cloned() else { return };
        // A plan is applied as it was made.
        let plan = match (&outcome, step.call) {
            (Outcome::Result(plan), Verb::PlanWrite) => Some(plan.clone()),
            _ => None,
        };
        let outcome = self.comparable(outcome);
        let wrong = match self.expectation(&step) {
            Ok(step) => check(&step, &outcome),
            Err(error) => Some(error.to_string()),
        };
        if let (Some(why), Some(limit)) = (&wrong, step.eventually_ms) {
            let until = *self.until.get_or_insert_with(|| Instant::now() + Duration::from_millis(limit));
            if Instant::now() < until {
                tokio::time::sleep(BETWEEN_TRIES).await;
                return;
            }
            return self.fail(&step, &format!("after {limit} ms still: {why}"));
        }
        if let Some(why) = wrong {
            return self.fail(&step, &why);
        }
        self.keep(&step, outcome);
        if let (Some(plan), Some(name)) = (plan, &step.save) {
            self.known.saved.insert(name.clone(), plan);
        }
        self.done += 1;
        if self.done >= step.repeat.unwrap_or(1) {
            (self.at, self.done, self.until) = (self.at + 1, 0, None);
        }
    }

    /// Ends the run: what went wrong, and the results as the runners of all languages must have them.
    pub fn end(mut self) -> (Vec<String>, String) {
        for (name, session) in &self.sessions {
            for miss in session.misses() {
                self.failures.push(format!("upstream {name} has no answer: {miss:#}"));
            }
        }
        if self.at < self.steps.len() && self.failures.is_empty() {
            self.failures.push(format!("the run stopped before step {}", self.at));
        }
        let lines: Vec<String> = self.results.iter().map(normal_text).collect();
        (self.failures, format!("[\n{}\n]\n", lines.join(",\n")))
    }

    /// Fills the placeholders of a text.
    pub fn fill(&self, text: &str) -> Result<String> {
        self.known.fill_text(text)
    }

    fn call(&self, step: &Step) -> Result<Call> {
        let text = |text: &Option<String>| text.as_ref().map(|text| self.known.fill_text(text)).transpose();
        let value = |value: &Option<Value>| value.as_ref().map_or(Ok(json!({})), |value| self.known.fill(value));
        let mut input = value(&step.input)?;
        if let (Verb::Connect, Some(upstream)) = (step.call, &step.upstream) {
            input["instance"] = json!(self.known.urls[upstream]);
            input["allow_private"] = json!(true);
        }
        if step.call == Verb::Deliver {
            input = deliver(&input, &self.archives)?;
        }
        Ok(Call {
            call: step.call,
            tenant: step.tenant.clone().unwrap_or_else(|| self.scenario.tenant.clone()),
            resource: step.resource.clone(),
            id: text(&step.id)?,
            action: step.action.clone(),
            connection: step.connection.clone(),
            input,
            options: value(&step.options)?,
            pages: step.pages,
        })
    }

    /// The step with its expectations filled from what was saved.
    fn expectation(&self, step: &Step) -> Result<Step> {
        let fill = |value: &Option<Value>| value.as_ref().map(|value| self.known.fill(value)).transpose();
        let (expect, expect_subset, error) = (fill(&step.expect)?, fill(&step.expect_subset)?, fill(&step.error)?);
        Ok(Step { expect, expect_subset, error, ..step.clone() })
    }

    fn comparable(&self, outcome: Outcome) -> Outcome {
        let hide = |value: Value| {
            let text = self.known.hide_urls(&value.to_string());
            // The names of upstreams are plain words, so the text is JSON still.
            serde_json::from_str(&text).unwrap_or(value)
        };
        match outcome {
            Outcome::Result(value) => Outcome::Result(hide(value)),
            Outcome::Error(value) => Outcome::Error(hide(value)),
        }
    }

    fn keep(&mut self, step: &Step, outcome: Outcome) {
        let mut line = Map::new();
        line.insert("step".to_owned(), json!(self.at));
        line.insert("call".to_owned(), json!(step.call));
        let mut hidden = self.scenario.mask.clone();
        if matches!(step.call, Verb::Connect | Verb::Connections | Verb::CreateLink | Verb::Links) {
            // They are made when the run makes them.
            hidden.push("created_at".to_owned());
        }
        if step.call.is_of_endpoints() {
            // Chance, the time, and a URL that holds chance.
            hidden.extend(["id", "secret", "created_at", "previous_until", "url"].map(str::to_owned));
        }
        match outcome {
            Outcome::Result(mut value) => {
                if let Some(name) = &step.save {
                    self.known.saved.insert(name.clone(), value.clone());
                }
                mask(&mut value, &hidden);
                line.insert("result".to_owned(), value);
            }
            Outcome::Error(mut value) => {
                // Of a write without a key, the ledger's own name for it.
                hidden.push("context.write".to_owned());
                mask(&mut value, &hidden);
                line.insert("error".to_owned(), value);
            }
        }
        // Tries and repetitions differ in number from run to run: the last one stands for all.
        if self.done == 0 || step.repeat.is_none() {
            self.results.push(Value::Object(line));
        } else if let Some(last) = self.results.last_mut() {
            *last = Value::Object(line);
        }
    }

    fn hits(&self, step: &Step) -> Option<String> {
        let upstream = step.upstream.as_deref().unwrap_or_default();
        let (_, session) = self.sessions.iter().find(|(name, _)| name == upstream)?;
        let fits = |hit: &crate::upstream::Hit| {
            step.method.as_ref().is_none_or(|method| *method == hit.request.method)
                && step.path.as_ref().is_none_or(|path| {
                    *path == hit.request.path || (path.contains('*') && pattern_matches(path, &hit.request.path))
                })
        };
        let hits: Vec<Value> = session.hits().iter().filter(|hit| fits(hit)).map(|hit| json!(hit)).collect();
        let (found, hits) = (hits.len(), Value::from(hits));
        if let Some(count) = step.count.filter(|count| *count != found) {
            return Some(format!("expected {count} requests, there were {found}: {hits:#}"));
        }
        let expected = match self.expectation(step) {
            Ok(step) => step,
            Err(error) => return Some(error.to_string()),
        };
        check(&expected, &Outcome::Result(hits))
    }

    fn fail(&mut self, step: &Step, why: &str) {
        let about = step.about.as_ref().map(|about| format!(" ({about})")).unwrap_or_default();
        let name = serde_json::to_value(step.call).unwrap_or_default();
        let number = self.at.checked_sub(self.steps.len() - self.scenario.steps.len());
        let place = number.map_or("setup".to_owned(), |number| format!("step {number}"));
        self.failures.push(format!("{place}, {}{about}: {why}", name.as_str().unwrap_or_default()));
    }
}

async fn start(plan: &Plan, archives: &Path) -> Result<Session> {
    Session::start(plan.clone(), archives).await
}

/// The steps before the first step of the file: connections, then modules.
fn setup(scenario: &Scenario) -> Vec<Step> {
    let mut steps = Vec::new();
    for connection in &scenario.connections {
        let mut input =
            json!({"system": connection.system, "credential": connection.credential, "verify": connection.verify});
        if let Some(name) = &connection.name {
            input["name"] = json!(name);
        }
        if !connection.options.is_empty() {
            input["options"] = json!(connection.options);
        }
        let mut step = Step::of(Verb::Connect);
        step.tenant.clone_from(&connection.tenant);
        step.upstream = Some(connection.upstream.clone());
        step.input = Some(input);
        steps.push(step);
    }
    if !scenario.connections.is_empty() && !scenario.modules.is_empty() {
        let mut tenants: Vec<Option<&String>> = scenario.connections.iter().map(|one| one.tenant.as_ref()).collect();
        tenants.sort();
        tenants.dedup();
        for tenant in tenants {
            let mut step = Step::of(Verb::ChangeModules);
            step.tenant = tenant.cloned();
            step.input = Some(json!({"activate": scenario.modules}));
            steps.push(step);
        }
    }
    steps
}
