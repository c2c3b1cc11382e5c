//! The store as the ledger of a budget, on the paused clock.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use coreflow_bridge::error::{Error, Result};
use coreflow_bridge::resilience::{Ask, Grant, Ledger};
use coreflow_bridge::store::{RateAsk, RateReport, RateTold, RateWindow, Store, open_sqlite};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep};

/// One store for all cases: opening one takes longer than a case. Its budgets have names of their own.
pub(crate) static STORE: LazyLock<Arc<dyn Store>> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(open_sqlite(":memory:")).unwrap()
});

/// The store, as a process of the bridge asks it, on the paused clock.
pub(crate) struct Shared {
    pub(crate) window: RateWindow,
    pub(crate) owner: String,
    pub(crate) tenant: String,
    pub(crate) start: Instant,
    pub(crate) slow: Duration,
}

impl Shared {
    fn stamp(&self) -> impl Fn(Instant) -> Timestamp + Send + 'static {
        let start = self.start;
        move |at| {
            let since = SignedDuration::try_from(at - start).unwrap();
            Timestamp::from_second(1_795_000_000).unwrap() + since
        }
    }
}

/// Waits for the store's own thread without letting the paused clock go on.
fn at_once<T>(answer: impl Future<Output = T>) -> T {
    futures::executor::block_on(tokio::task::unconstrained(answer))
}

impl Ledger for Shared {
    fn take(&self, ask: Ask) -> BoxFuture<'static, Result<Grant>> {
        let (window, slow, start, stamp) = (self.window.clone(), self.slow, self.start, self.stamp());
        let ask = RateAsk {
            owner: self.owner.clone(),
            tenant: self.tenant.clone(),
            number: ask.number,
            interactive: ask.interactive,
            background: ask.background,
            spare: ask.spare,
            reports: ask
                .reports
                .iter()
                .map(|one| RateReport { number: one.number, spent: one.spent, counted: stamp(one.counted) })
                .collect(),
            told: ask.told.map(|told| RateTold {
                at: stamp(told.at),
                limit: told.limit,
                remaining: told.remaining,
                resets_at: told.resets_at.map(&stamp),
            }),
        };
        async move {
            sleep(slow / 2).await;
            let grant = at_once(STORE.take_rate(&window, ask, stamp(Instant::now())))?;
            sleep(slow / 2).await;
            let instant = |at: Timestamp| start + at.duration_since(stamp(start)).unsigned_abs();
            Ok(Grant {
                slots: grant.slots,
                limit: grant.limit,
                owners: grant.owners,
                ahead: grant.ahead,
                frees: grant.frees.iter().map(|(at, slots)| (instant(*at), *slots)).collect(),
                paced_until: grant.paced_until.map(instant),
                not_before: grant.not_before.map(instant),
            })
        }
        .boxed()
    }

    fn hold(&self, _: Instant) -> BoxFuture<'static, Result<()>> {
        async { Err(Error::unexpected("no system of these asks to wait")) }.boxed()
    }

    fn held(&self) -> BoxFuture<'static, Result<Option<Instant>>> {
        async { Ok(None) }.boxed()
    }
}
