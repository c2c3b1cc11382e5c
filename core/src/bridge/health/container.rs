//! The container that runs a connection's system, beside the check of the system itself.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::super::connection::Connection;
use super::super::root::Bridge;
use super::checkup::Checkup;
use super::judge::{Status, Verdict};
use crate::container::{ContainerState, Trouble};
use crate::error::{Code, Error};

/// What the engine told last of a connection's container.
#[derive(Debug)]
pub(in super::super) struct Told {
    at: Timestamp,
    state: Result<ContainerState, Error>,
}

impl Told {
    /// As a member of the report.
    pub(super) fn report(&self) -> Json {
        let mut report = match &self.state {
            Ok(state) => json!(state),
            Err(error) => json!({"state": "unknown", "error": error.parts()}),
        };
        report["asked_at"] = Json::from(self.at.to_string());
        report
    }

    /// Adds what it means. A system that answers is not down, whatever is told of its container.
    pub(super) fn judge(&self, verdict: &mut Verdict, checkup: Option<&Checkup>) {
        let answers = checkup.is_some_and(|checkup| checkup.found.error.is_none());
        let down = if answers { Status::Degraded } else { Status::Unhealthy };
        let (status, reason) = match &self.state {
            Ok(state) => match state.trouble() {
                None => return,
                Some(Trouble::Down) => (down, "container_down"),
                Some(Trouble::Restarting) => (down, "container_restarting"),
                Some(Trouble::Unhealthy) => (Status::Degraded, "container_unhealthy"),
                Some(Trouble::Starting) => (Status::Degraded, "container_starting"),
            },
            Err(error) if error.code() == Code::NotFound => (down, "container_missing"),
            // That the engine cannot be asked says nothing of the system.
            Err(_) => return,
        };
        let worse = match (status, verdict.status) {
            (Status::Unhealthy, _) => true,
            (_, before) => matches!(before, Status::Healthy | Status::Unknown),
        };
        if worse {
            verdict.status = status;
        }
        // The container is why the check fails: it comes first where it is as bad.
        let place = if verdict.status == status { 0 } else { verdict.reasons.len() };
        verdict.reasons.insert(place, reason);
    }
}

impl Connection {
    /// Asks the engine for the container, where the connection names one.
    pub(super) async fn ask_container(&self, bridge: &Bridge) -> Option<Arc<Told>> {
        let container = self.container.as_ref()?;
        let state = match &bridge.inner.engine {
            Some(engine) => engine.state(container).await,
            None => {
                let message =
                    "the connection names a container, and this bridge was given no socket of an engine (containers)";
                Err(Error::new(Code::ConfigInvalid, message))
            }
        };
        let state = state.map_err(|error| self.locate(error, "health"));
        let told = Arc::new(Told { at: Timestamp::now(), state });
        self.watched.keep_container(Arc::clone(&told));
        Some(told)
    }
}
