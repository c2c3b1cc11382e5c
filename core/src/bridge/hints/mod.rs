//! What the processes on one store tell each other of a connection's breaker.

mod fleet;

use std::sync::{Arc, Weak};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::Timestamp;
use parking_lot::Mutex;
use serde_json::{Value as Json, json};
use tokio::time::Instant;

use super::connection::Connection;
use super::moment::Moment;
use super::root::{Bridge, Inner, closed};
use crate::error::Result;
use crate::resilience::{Board, Seen, Sighting};
use crate::store::{BreakerHint, BreakerId, Store};

pub(super) use fleet::Fleet;

/// The hints of a breaker in the store.
pub(super) struct StoreBoard {
    bridge: Weak<Inner>,
    breaker: BreakerId,
    /// Since when the breaker of this process is open.
    since: Mutex<Option<Timestamp>>,
}

impl StoreBoard {
    /// Nothing where no other process can use the store.
    pub(super) fn new(bridge: &Bridge, breaker: BreakerId) -> Option<StoreBoard> {
        let shared = bridge.inner.config.store != ":memory:";
        shared.then(|| StoreBoard { bridge: Arc::downgrade(&bridge.inner), breaker, since: Mutex::default() })
    }

    /// Queues a change; it is made also when nobody waits for its answer.
    fn queue(&self, change: impl FnOnce(&dyn Store, &Inner)) {
        if let Some(inner) = self.bridge.upgrade()
            && let Some(state) = inner.opened()
        {
            change(&*state.store, &inner);
        }
    }
}

impl Board for StoreBoard {
    fn look(&self) -> BoxFuture<'static, Result<Seen>> {
        let (bridge, breaker) = (Weak::clone(&self.bridge), self.breaker.clone());
        async move {
            let inner = bridge.upgrade().ok_or_else(closed)?;
            inner.patience.check()?;
            let found = inner.state().await?.store.hints(&breaker, Timestamp::now()).await?;
            let (me, moment) = (inner.fleet.name(), Moment::now());
            let others = || found.hints.iter().filter(|hint| hint.observer != me);
            let live = found.live.iter().filter(|name| *name != me).count();
            let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            Ok(Seen {
                observers: count(others().count()),
                retry_at: others().map(|hint| moment.instant(hint.retry_at)).min(),
                live: count(live).saturating_add(1),
            })
        }
        .boxed()
    }

    fn take_turn(&self, until: Instant) -> BoxFuture<'static, Result<Option<Instant>>> {
        let (bridge, breaker) = (Weak::clone(&self.bridge), self.breaker.clone());
        async move {
            let inner = bridge.upgrade().ok_or_else(closed)?;
            inner.patience.check()?;
            let moment = Moment::now();
            let (store, me) = (&inner.state().await?.store, inner.fleet.name());
            let held = store.take_probe(&breaker, me, moment.1, moment.stamp(until)).await?;
            Ok(held.map(|until| Moment::now().instant(until)))
        }
        .boxed()
    }

    fn appear(&self) {
        self.queue(|store, inner| inner.fleet.appear(store));
    }

    fn opened(&self, sighting: Sighting) {
        let moment = Moment::now();
        let after = |time: Duration| moment.stamp(moment.0 + time);
        let opened_at = *self.since.lock().get_or_insert(moment.1);
        self.queue(|store, inner| {
            let hint = BreakerHint {
                observer: inner.fleet.name().to_owned(),
                reason: sighting.reason.as_str().to_owned(),
                opened_at,
                retry_at: after(sighting.retry_after),
                until: after(sighting.holds),
                calls: sighting.calls,
                failure_ratio: sighting.failure_ratio,
            };
            inner.fleet.appear(store);
            drop(store.tell_hint(&self.breaker, hint, moment.1));
        });
    }

    fn recovered(&self) {
        self.since.lock().take();
        self.queue(|store, inner| drop(store.withdraw_hint(&self.breaker, inner.fleet.name())));
    }

    fn late(&self) {
        if let Some(inner) = self.bridge.upgrade() {
            inner.patience.lost();
        }
    }
}

impl Connection {
    /// Which processes say that their breaker is open, for the connection's health: `[]` where none does.
    pub(super) async fn hints(&self, bridge: &Bridge) -> Json {
        let inner = &bridge.inner;
        let Ok(state) = inner.state().await else { return json!([]) };
        let found = state.store.hints(&self.breaker_id(), Timestamp::now()).await.unwrap_or_default();
        let one = |hint: &BreakerHint| {
            json!({
                "observer": hint.observer, "own": hint.observer == inner.fleet.name(), "state": "open",
                "reason": hint.reason, "opened_at": hint.opened_at.to_string(),
                "retry_at": hint.retry_at.to_string(), "calls": hint.calls, "failure_ratio": hint.failure_ratio,
            })
        };
        found.hints.iter().map(one).collect()
    }

    pub(super) fn breaker_id(&self) -> BreakerId {
        BreakerId { tenant: self.tenant.clone(), connection: self.name.clone(), revision: self.revision }
    }
}
