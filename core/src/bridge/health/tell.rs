//! What a connection remembers and tells of its health: events when its status or its breaker changes.

use std::sync::{Arc, Weak};

use jiff::Timestamp;
use parking_lot::Mutex;
use serde_json::{Value as Json, json};

use super::super::announce::event;
use super::super::connection::Connection;
use super::super::root::{Bridge, Inner};
use super::checkup::Checkup;
use super::container::Told;
use super::judge::Verdict;
use crate::event::{CONNECTION_BREAKER, CONNECTION_HEALTH};
use crate::resilience::{BreakerSnapshot, BreakerState, Flight, Reason};
use crate::store::TellCheck;

/// What a connection remembers of its health.
pub(in super::super) struct Watched {
    bridge: Weak<Inner>,
    last: Mutex<Option<Arc<Checkup>>>,
    /// The check that is under way.
    pub(super) flight: Flight<Arc<Checkup>>,
    /// The state of the breaker that was told last.
    breaker: Mutex<BreakerState>,
    /// What the engine told last of its container.
    container: Mutex<Option<Arc<Told>>>,
}

impl Watched {
    pub(in super::super) fn new(bridge: &Bridge) -> Watched {
        Watched {
            bridge: Arc::downgrade(&bridge.inner),
            last: Mutex::default(),
            flight: Flight::default(),
            breaker: Mutex::new(BreakerState::Closed),
            container: Mutex::default(),
        }
    }

    pub(super) fn last(&self) -> Option<Arc<Checkup>> {
        self.last.lock().clone()
    }

    pub(super) fn container(&self) -> Option<Arc<Told>> {
        self.container.lock().clone()
    }

    pub(super) fn keep_container(&self, told: Arc<Told>) {
        *self.container.lock() = Some(told);
    }

    pub(super) fn keep(&self, checkup: Arc<Checkup>) -> Arc<Checkup> {
        *self.last.lock() = Some(Arc::clone(&checkup));
        checkup
    }
}

impl Connection {
    /// Tells a change of the breaker. A probe in between is none: open, half-open, open is still open. Nor is what was only
    /// said by other processes: they have told it.
    pub(in super::super) fn tell_breaker(&self) {
        let now = self.pipeline.breaker();
        let from = {
            let mut told = self.watched.breaker.lock();
            let hint = now.reason == Some(Reason::Hint);
            if now.state == BreakerState::HalfOpen || now.state == *told || hint {
                return;
            }
            std::mem::replace(&mut *told, now.state)
        };
        self.log_breaker(&now);
        let Some(inner) = self.watched.bridge.upgrade() else { return };
        let (tenant, data) = (self.tenant.clone(), self.breaker_data(from, &now));
        let subject = self.name.as_str().to_owned();
        // The call whose end is told does not wait for the disk.
        tokio::spawn(async move {
            let append = async {
                let event = event(&tenant, CONNECTION_BREAKER, &subject, &data)?;
                inner.state().await?.store.append(vec![event], Timestamp::now()).await
            };
            if let Err(error) = append.await {
                tracing::debug!(%error, %tenant, "a change of a breaker is not told");
            }
        });
    }

    fn log_breaker(&self, now: &BreakerSnapshot) {
        let (tenant, connection, system) = (&self.tenant, &self.name, &self.adapter.manifest.system);
        let retry_after_ms = now.retry_after_ms;
        match now.state {
            BreakerState::Closed => tracing::info!(%tenant, %connection, %system, "the breaker is closed again"),
            BreakerState::Isolated => {
                tracing::warn!(%tenant, %connection, %system, "the connection is isolated by hand")
            }
            _ => tracing::warn!(%tenant, %connection, %system, retry_after_ms, "the breaker has opened"),
        }
    }

    fn breaker_data(&self, from: BreakerState, now: &BreakerSnapshot) -> Json {
        json!({
            "connection": self.name.as_str(), "system": self.adapter.manifest.system,
            "from": from, "to": now.state, "reason": now.reason, "retry_after_ms": now.retry_after_ms,
        })
    }

    /// The event of a check, where it says something else than the one before, of the status or of the container. The first
    /// is only told when it is bad.
    pub(super) fn health_event(&self, verdict: Verdict, checkup: &Checkup) -> TellCheck {
        let (tenant, connection) = (self.tenant.clone(), self.name.as_str().to_owned());
        let system = self.adapter.manifest.system.clone();
        let code = checkup.found.code().map(str::to_owned);
        let container = checkup.found.container.as_ref().map(|seen| seen.state.clone());
        Box::new(move |before| {
            let (from, to) = (before.map_or("unknown", |row| row.status.as_str()), verdict.status.name());
            let was = before.and_then(Checkup::of).and_then(|before| before.found.container).map(|seen| seen.state);
            let moved = was.is_some() && container.is_some() && was != container;
            if !moved && (from == to || before.is_none() && to == "healthy") {
                return Ok(Vec::new());
            }
            let mut data = json!({
                "connection": connection, "system": system, "from": from, "to": to,
                "reasons": verdict.reasons, "error": code,
            });
            if let Some(container) = &container {
                data["container"] = json!({"from": was, "to": container});
            }
            Ok(vec![event(&tenant, CONNECTION_HEALTH, &connection, &data)?])
        })
    }
}
