//! One check of a connection: made once for all who wait for it, in this process and in the others on the store.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::join;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tokio::time::{Instant, sleep, timeout};

use super::super::connect::now;
use super::super::connection::Connection;
use super::super::root::{Bridge, State};
use super::probe::PROBE;
use super::seen::Seen;
use crate::error::Code;
use crate::store::{CheckRow, Store};

/// A version is asked for again after this long, where that takes a call of its own.
const VERSION_FOR: SignedDuration = SignedDuration::from_hours(1);
/// How long another process has for its check before its turn is taken.
const TURN: Duration = Duration::from_secs(25);
/// How often the store is asked whether another process has ended its check.
const LOOK: Duration = Duration::from_millis(50);

/// A check that has ended.
#[derive(Clone, Debug)]
pub(super) struct Checkup {
    pub(super) at: Timestamp,
    pub(super) found: Found,
}

/// What a check found, as the store keeps it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Found {
    pub(super) latency_ms: u64,
    /// The parts of the error with which it failed.
    pub(super) error: Option<Json>,
    pub(super) clock_skew_ms: Option<i64>,
    pub(super) version: Option<String>,
    /// When the version was told.
    pub(super) version_at: Option<Timestamp>,
    /// How its container was.
    pub(super) container: Option<Seen>,
}

impl Found {
    /// The code of the error.
    pub(super) fn code(&self) -> Option<&str> {
        self.error.as_ref()?.get("code")?.as_str()
    }
}

impl Checkup {
    pub(super) fn age_ms(&self) -> i64 {
        Timestamp::now().duration_since(self.at).as_millis().max(0).try_into().unwrap_or(i64::MAX)
    }

    /// Nothing where the row is not readable: then it is like none.
    pub(super) fn of(row: &CheckRow) -> Option<Checkup> {
        Some(Checkup { at: row.checked_at, found: serde_json::from_value(row.report.clone()).ok()? })
    }
}

impl Connection {
    /// A check that is no older than so many milliseconds, else a new one.
    pub(super) async fn checkup(self: &Arc<Self>, bridge: &Bridge, max_age_ms: u64) -> Arc<Checkup> {
        let young = |checkup: &Arc<Checkup>| checkup.age_ms().unsigned_abs() <= max_age_ms;
        if max_age_ms > 0 {
            if let Some(known) = self.watched.last().filter(young) {
                return known;
            }
            if let Some(known) = self.last_checkup(bridge).await.filter(young) {
                return known;
            }
        }
        let (live, bridge) = (Arc::clone(self), bridge.clone());
        self.watched.flight.join(|| async move { live.check_in_turn(&bridge).await }.boxed()).await
    }

    /// The last check that any process has made.
    pub(super) async fn last_checkup(&self, bridge: &Bridge) -> Option<Arc<Checkup>> {
        if let Ok(state) = bridge.inner.state().await
            && let Some(row) = self.row(state).await
            && let Some(checkup) = Checkup::of(&row)
            && self.watched.last().is_none_or(|known| known.at < checkup.at)
        {
            self.watched.keep(Arc::new(checkup));
        }
        self.watched.last()
    }

    async fn row(&self, state: &State) -> Option<CheckRow> {
        let rows = state.store.checks(&self.tenant).await.ok()?;
        rows.into_iter().find(|row| row.connection == self.name && row.revision == self.revision)
    }

    /// Checks, or waits for the process that is just checking. Without a store each process checks for itself.
    async fn check_in_turn(&self, bridge: &Bridge) -> Arc<Checkup> {
        let (since, until) = (Timestamp::now(), Instant::now() + TURN);
        let state = bridge.inner.state().await.ok();
        let mut turn = None;
        while let Some(state) = state.filter(|_| turn.is_none() && Instant::now() < until) {
            let now = Timestamp::now();
            match state.store.begin_check(&self.tenant, &self.name, now, now + TURN).await {
                Ok(true) => turn = Some(Turn { connection: self, store: &state.store, ended: false }),
                Ok(false) => sleep(LOOK).await,
                Err(_) => break,
            }
            // Whoever had the turn until now may have ended a check that is young enough for us.
            let ended = self.row(state).await.filter(|row| row.checked_at >= since);
            if let Some(checkup) = ended.as_ref().and_then(Checkup::of) {
                return self.watched.keep(Arc::new(checkup));
            }
        }
        if self.watched.last().is_none() {
            self.last_checkup(bridge).await;
        }
        let checkup = self.watched.keep(Arc::new(self.ask(bridge).await));
        // The end of this bridge says nothing of the system.
        if let Some(state) = state.filter(|_| checkup.found.code() != Some(Code::Closed.as_str())) {
            let ended = self.write_down(state, &checkup).await;
            turn.iter_mut().for_each(|turn| turn.ended = ended);
        }
        checkup
    }

    /// Asks the system, and the engine for its container.
    async fn ask(&self, bridge: &Bridge) -> Checkup {
        let last = self.watched.last();
        let (mut checkup, told) = join(self.ask_system(), timeout(PROBE, self.ask_container(bridge))).await;
        let seen = told.ok().flatten().and_then(|told| told.seen());
        checkup.found.container = match &self.container {
            Some(_) => seen.or_else(|| last?.found.container.clone().filter(Seen::holds)),
            None => None,
        };
        checkup
    }

    async fn ask_system(&self) -> Checkup {
        let start = Instant::now();
        let checked = self.check().await.map_err(|error| self.locate(error, "health"));
        let latency_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (answer, error) = match checked {
            Ok(answer) => (answer, None),
            Err(error) => (Default::default(), serde_json::to_value(error.parts()).ok()),
        };
        let last = self.watched.last();
        let before = last.as_ref().and_then(|last| Some((last.found.version.clone()?, last.found.version_at?)));
        let now = now();
        let known = match (answer.version, before) {
            (Some(version), _) => Some((version, now)),
            (None, Some((version, at))) if now.duration_since(at) < VERSION_FOR || error.is_some() => {
                Some((version, at))
            }
            (None, before) if error.is_none() => match self.probe_version().await {
                Ok(version) => version.map(|version| (version, now)),
                Err(_) => before,
            },
            (None, before) => before,
        };
        let (version, version_at) = known.unzip();
        let found = Found { latency_ms, error, clock_skew_ms: answer.skew_ms, version, version_at, container: None };
        Checkup { at: now, found }
    }

    /// Keeps a check for the other processes and gives the turn back; a change of the status is an event.
    async fn write_down(&self, state: &State, checkup: &Checkup) -> bool {
        let verdict = self.judged(Some(checkup), &self.pipeline.snapshot(), None);
        let row = CheckRow {
            connection: self.name.clone(),
            revision: self.revision,
            status: verdict.status.name().to_owned(),
            checked_at: checkup.at,
            report: serde_json::to_value(&checkup.found).unwrap_or_default(),
        };
        let tell = self.health_event(verdict, checkup);
        let kept = state.store.finish_check(&self.tenant, row, tell).await;
        kept.inspect_err(|error| tracing::warn!(%error, connection = %self.name, "a check is not written down")).is_ok()
    }
}

/// The turn to check. Whoever is dropped in the middle of it gives it back.
struct Turn<'a> {
    connection: &'a Connection,
    store: &'a Arc<dyn Store>,
    /// Whether it was given back with what was found.
    ended: bool,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.ended {
            // The call alone queues the change; nobody waits for its answer.
            drop(self.store.leave_check(&self.connection.tenant, &self.connection.name));
        }
    }
}

/// A check takes this long at the most: the health call and the version.
const _: () = assert!(TURN.as_secs() > 2 * PROBE.as_secs());
