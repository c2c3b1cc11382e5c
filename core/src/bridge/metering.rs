//! Calls that the bridge counts by itself, where a quota of the catalogue says so: kept here, written in groups.
//!
//! Each process adds what it counted to the store and learns there what the others have counted. Between two writes it
//! knows only its own calls exactly, so that several processes together may pass a limit by what the others let through in
//! that time; one alone never does.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::time::Instant;

use super::root::Bridge;
use super::usage::Meter;
use super::view::{TenantState, View};
use crate::error::{Code, Error, Result};
use crate::id::TenantId;
use crate::module::{Choice, Entitled};
use crate::store::{Count, Store};

/// What was counted is written after this long; a total that is older is asked for before the next call.
const FLUSH: Duration = Duration::from_secs(1);

/// The counted calls of one tenant in this process.
#[derive(Default)]
pub(super) struct Meters {
    local: Mutex<Local>,
    /// Held while the store is asked: its answers are taken in their order.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Local {
    tallies: HashMap<Count, Tally>,
    /// When the store was asked last.
    asked: Option<Instant>,
    /// Why it could not be.
    failed: Option<Error>,
    /// Whether what waits is going to be written without being asked for.
    armed: bool,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    /// The total in the store, of all processes, when it was asked last.
    known: u64,
    /// What is being added to it.
    writing: u64,
    /// What is not yet.
    waiting: u64,
}

impl Tally {
    fn used(self) -> u64 {
        self.known.saturating_add(self.writing).saturating_add(self.waiting)
    }

    fn open(self) -> bool {
        self.waiting > 0 || self.writing > 0
    }
}

impl TenantState {
    /// Counts a call of a module before anything is sent. `QUOTA_EXCEEDED`, and nothing counted, where a limit that refuses
    /// would be passed.
    pub(super) async fn count_call(self: &Arc<Self>, bridge: &Bridge, view: &View, module: &str) -> Result<()> {
        let meters = metered(view, module);
        if meters.is_empty() {
            return Ok(());
        }
        let store = &bridge.inner.state().await?.store;
        if self.meters.must_ask(&meters) {
            // What comes of it is kept, and held against the catalogue's choice below.
            let _ = self.write_counts(store, meters.iter().map(Meter::count).collect()).await;
        }
        if self.meters.take(&meters)? {
            self.write_later(store);
        }
        Ok(())
    }

    /// Writes what waits, so that the store has all that this process has counted.
    pub(super) async fn settle_counts(self: &Arc<Self>, store: &Arc<dyn Store>) -> Result<()> {
        match self.meters.is_open() {
            true => self.write_counts(store, Vec::new()).await,
            false => Ok(()),
        }
    }

    /// Lets the next call ask the store: somebody has counted there.
    pub(super) fn counts_changed(&self) {
        self.meters.local.lock().asked = None;
    }

    /// Writes what waits and asks for the totals of `wanted`. On a task of its own: when a caller goes away, what was
    /// taken to be written must still be put down.
    async fn write_counts(self: &Arc<Self>, store: &Arc<dyn Store>, wanted: Vec<Count>) -> Result<()> {
        let (state, store) = (Arc::clone(self), Arc::clone(store));
        let written = tokio::spawn(async move { state.meters.write(&*store, &state.id, wanted).await });
        written.await.map_err(|_| Error::unexpected("writing the counted calls broke off"))?
    }

    /// Writes every now and then, until nothing waits any more.
    fn write_later(self: &Arc<Self>, store: &Arc<dyn Store>) {
        let (state, store) = (Arc::clone(self), Arc::clone(store));
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(FLUSH).await;
                let all = state.meters.local.lock().tallies.keys().cloned().collect();
                if let Err(error) = state.meters.write(&*store, &state.id, all).await {
                    if matches!(error.code(), Code::Closed | Code::Forked) {
                        break;
                    }
                    tracing::warn!(%error, tenant = %state.id, "counted calls could not be written; they are kept");
                }
                if state.meters.disarm() {
                    break;
                }
            }
        });
    }
}

/// The quotas that count a call of a module for this tenant. Without a subscription and without a limit there is nothing
/// to hold it against.
fn metered<'v>(view: &'v View, module: &str) -> Vec<Meter<'v>> {
    let now = Timestamp::now();
    let quotas = view.catalogue.quotas.iter().filter(|(_, quota)| quota.counts_calls_of(module));
    let sold =
        quotas.filter(|(_, quota)| view.entitled != Entitled::ByActivation || quota.without_subscription.0.is_some());
    sold.map(|(metric, quota)| Meter::at(view, metric, quota, now)).collect()
}

impl Meters {
    /// Whether the totals that are known are too old to decide by.
    fn must_ask(&self, meters: &[Meter<'_>]) -> bool {
        let local = self.local.lock();
        let Some(asked) = local.asked else { return true };
        // The next write tells them; it is waited for only where it is late.
        let most = if local.armed && local.failed.is_none() { FLUSH * 2 } else { FLUSH };
        let unknown = || meters.iter().any(|meter| !local.tallies.contains_key(&meter.count()));
        asked.elapsed() >= most || (local.failed.is_none() && unknown())
    }

    /// Counts a call by all meters, or by none. Tells whether somebody has to see to it that it is written.
    fn take(&self, meters: &[Meter<'_>]) -> Result<bool> {
        let mut local = self.local.lock();
        for meter in meters {
            if let Some(error) = local.failed.as_ref().filter(|_| meter.quota.when_unknown == Choice::Refuse) {
                return Err(error.clone());
            }
            let used = local.tallies.get(&meter.count()).copied().unwrap_or_default().used();
            if meter.quota.when_exceeded == Choice::Refuse && meter.limit.0.is_some_and(|limit| used >= limit) {
                return Err(meter.exceeded(used, 1));
            }
        }
        for meter in meters {
            local.tallies.entry(meter.count()).or_default().waiting += 1;
        }
        Ok(!std::mem::replace(&mut local.armed, true))
    }

    fn is_open(&self) -> bool {
        self.local.lock().tallies.values().any(|tally| tally.open())
    }

    /// Whether nothing waits; then nobody sees to it any more.
    fn disarm(&self) -> bool {
        let mut local = self.local.lock();
        local.armed = local.tallies.values().any(|tally| tally.waiting > 0);
        !local.armed
    }

    async fn write(&self, store: &dyn Store, tenant: &TenantId, wanted: Vec<Count>) -> Result<()> {
        let _turn = self.turn.lock().await;
        let (adds, reads) = self.begin(wanted);
        let add = |(count, amount): &(Count, u64)| {
            store.count(tenant, count.clone(), i64::try_from(*amount).unwrap_or(i64::MAX), None)
        };
        // Queued together, they share one transaction.
        let (added, read) = futures::join!(join_all(adds.iter().map(add)), async {
            match reads.is_empty() {
                true => Ok(Vec::new()),
                false => store.counts(tenant, reads.clone()).await,
            }
        });
        let added = added.into_iter().map(|counted| counted.map(|counted| counted.used)).collect();
        self.end(adds, added, reads, read)
    }

    /// What is to be added, and what is to be read. Windows that are over are let go.
    fn begin(&self, wanted: Vec<Count>) -> (Vec<(Count, u64)>, Vec<Count>) {
        let mut local = self.local.lock();
        let mut newest: HashMap<String, Timestamp> = HashMap::new();
        for count in local.tallies.keys() {
            let since = newest.entry(count.metric.clone()).or_insert(count.since);
            *since = count.since.max(*since);
        }
        local.tallies.retain(|count, tally| tally.open() || newest.get(&count.metric) == Some(&count.since));
        let mut adds = Vec::new();
        for (count, tally) in &mut local.tallies {
            tally.writing = std::mem::take(&mut tally.waiting);
            if tally.writing > 0 {
                adds.push((count.clone(), tally.writing));
            }
        }
        let reads = wanted.into_iter().filter(|count| adds.iter().all(|(added, _)| added != count)).collect();
        (adds, reads)
    }

    fn end(
        &self,
        adds: Vec<(Count, u64)>,
        added: Vec<Result<u64>>,
        reads: Vec<Count>,
        read: Result<Vec<u64>>,
    ) -> Result<()> {
        let mut local = self.local.lock();
        let mut failed = None;
        for ((count, amount), total) in adds.into_iter().zip(added) {
            let tally = local.tallies.entry(count).or_default();
            tally.writing = 0;
            match total {
                Ok(total) => tally.known = total,
                Err(error) => {
                    tally.waiting = tally.waiting.saturating_add(amount);
                    failed = Some(error);
                }
            }
        }
        match read {
            Ok(totals) => {
                for (count, total) in reads.into_iter().zip(totals) {
                    local.tallies.entry(count).or_default().known = total;
                }
            }
            Err(error) => failed = Some(error),
        }
        local.asked = Some(Instant::now());
        local.failed = failed.clone();
        failed.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
#[path = "metering_tests.rs"]
mod tests;
