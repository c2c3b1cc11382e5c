//! The upstream as a program of its own: sessions are made and asked over HTTP.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use serde_json::{Value, json};

use super::listen::{Listening, listen};
use super::plan::Plan;
use super::seen::Seen;
use super::session::Session;
use super::wire::Ready;
use crate::Result;

/// The control port and the sessions that were made through it.
pub struct Control {
    listening: Listening,
}

struct Sessions {
    archives: PathBuf,
    next: AtomicU64,
    open: Mutex<BTreeMap<String, Session>>,
}

impl Control {
    /// Starts the control port. `archives` is the folder with `<system>.ndjson.gz`.
    pub async fn start(archives: PathBuf) -> Result<Control> {
        let sessions = Arc::new(Sessions { archives, next: AtomicU64::new(1), open: Mutex::default() });
        let listening = listen(false, move |method, target, headers, body| {
            let sessions = Arc::clone(&sessions);
            async move { sessions.answer(method, target, headers, body).await }
        });
        Ok(Control { listening: listening.await? })
    }

    /// The address of the control port.
    pub fn url(&self) -> &str {
        &self.listening.url
    }
}

impl Sessions {
    async fn answer(&self, method: String, target: String, headers: BTreeMap<String, String>, body: Bytes) -> Ready {
        let asked = Seen::new(&method, &target, headers, b"");
        let (status, value) = match self.route(&asked, &body).await {
            Ok(value) => (200, value),
            Err(error) => (400, json!({"error": error.to_string()})),
        };
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Ready { status, headers, body: value.to_string().into_bytes(), ..Ready::default() }
    }

    async fn route(&self, asked: &Seen, body: &[u8]) -> Result<Value> {
        match (asked.method.as_str(), asked.path.as_str()) {
            ("POST", "/__control__/load") => {
                let plan: Plan = serde_json::from_slice(body)?;
                let session = Session::start(plan, &self.archives).await?;
                let name = self.next.fetch_add(1, Ordering::Relaxed).to_string();
                let answer = json!({"session": name, "url": session.url()});
                self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(name, session);
                Ok(answer)
            }
            ("GET", "/__control__/hits") => Ok(json!({"hits": self.session(asked)?.hits()})),
            ("GET", "/__control__/misses") => Ok(json!({"misses": self.session(asked)?.misses()})),
            ("POST", "/__control__/close") => {
                let session = self.session(asked)?;
                let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
                open.retain(|_, one| one.url() != session.url());
                Ok(json!({}))
            }
            (method, path) => Err(format!("there is no {method} {path}; see tests/scenarios/README.md").into()),
        }
    }

    fn session(&self, asked: &Seen) -> Result<Session> {
        let name = asked.query.get("session").and_then(|values| values.first()?.as_str()).unwrap_or_default();
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(name).cloned().ok_or_else(|| format!("there is no session {name:?}").into())
    }
}
