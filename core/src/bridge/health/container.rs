//! The container that runs a connection's system, beside the check of the system itself.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::super::connection::Connection;
use super::super::root::Bridge;
use super::checkup::Checkup;
use super::judge::{Verdict, judge};
use super::seen::{self, Seen};
use crate::container::{ContainerState, MISSING};
use crate::error::{Code, Error};
use crate::resilience::PipelineSnapshot;

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

    /// The one word for it; nothing where the engine could not be asked, which says nothing of the container.
    fn word(&self) -> Option<&str> {
        match &self.state {
            Ok(state) => Some(state.word()),
            Err(error) => (error.code() == Code::NotFound).then_some(MISSING),
        }
    }

    /// What is kept of it with a check.
    pub(super) fn seen(&self) -> Option<Seen> {
        self.word().map(|word| Seen { state: word.to_owned(), at: self.at })
    }
}

impl Connection {
    /// Judges by a check, by what the pipeline of this process counts, and by the container: as this process was told of it
    /// last, else as it was when the check was made.
    pub(super) fn judged(
        &self,
        checkup: Option<&Checkup>,
        pipeline: &PipelineSnapshot,
        container: Option<&Told>,
    ) -> Verdict {
        let mut verdict = judge(checkup, pipeline);
        let found = checkup.map(|checkup| &checkup.found);
        let kept = found.and_then(|found| found.container.as_ref()).map(|seen| seen.state.as_str());
        if let Some(word) = container.and_then(Told::word).or(kept) {
            seen::add(word, &mut verdict, found.is_some_and(|found| found.error.is_none()));
        }
        verdict
    }

    /// What the engine has told since a moment; asked for now where that is nothing.
    pub(super) async fn container_since(&self, bridge: &Bridge, since: Timestamp) -> Option<Arc<Told>> {
        match self.watched.container().filter(|told| told.at >= since) {
            Some(told) => Some(told),
            None => self.ask_container(bridge).await,
        }
    }

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
