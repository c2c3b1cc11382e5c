//! A budget's slots in the store. The store keeps times of the host's clock, which its processes share.

use std::sync::Weak;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::time::Instant;

use super::super::moment::Moment;
use super::super::root::{Inner, closed};
use crate::error::Result;
use crate::resilience::{Ask, Grant, Ledger, Report, Told};
use crate::store::{RateAsk, RateReport, RateTold, RateWindow};

pub(super) struct StoreLedger {
    pub(super) bridge: Weak<Inner>,
    pub(super) window: RateWindow,
    /// The budgets in which the same requests are counted with others as well.
    pub(super) wider: Vec<String>,
    pub(super) owner: String,
    pub(super) tenant: String,
}

impl Ledger for StoreLedger {
    fn take(&self, ask: Ask) -> BoxFuture<'static, Result<Grant>> {
        let moment = Moment::now();
        let report = |report: &Report| RateReport {
            number: report.number,
            spent: report.spent,
            counted: moment.stamp(report.counted),
        };
        let told = |told: Told| RateTold {
            at: moment.stamp(told.at),
            limit: told.limit,
            remaining: told.remaining,
            resets_at: told.resets_at.map(|at| moment.stamp(at)),
        };
        let ask = RateAsk {
            owner: self.owner.clone(),
            tenant: self.tenant.clone(),
            number: ask.number,
            interactive: ask.interactive,
            background: ask.background,
            spare: ask.spare,
            reports: ask.reports.iter().map(report).collect(),
            told: ask.told.map(told),
        };
        let (bridge, window) = (Weak::clone(&self.bridge), self.window.clone());
        async move {
            let inner = bridge.upgrade().ok_or_else(closed)?;
            let grant = inner.state().await?.store.take_rate(&window, ask, moment.1).await?;
            let moment = Moment::now();
            Ok(Grant {
                slots: grant.slots,
                limit: grant.limit,
                owners: grant.owners,
                ahead: grant.ahead,
                frees: grant.frees.iter().map(|(at, slots)| (moment.instant(*at), *slots)).collect(),
                paced_until: grant.paced_until.map(|at| moment.instant(at)),
                not_before: grant.not_before.map(|at| moment.instant(at)),
            })
        }
        .boxed()
    }

    fn hold(&self, until: Instant) -> BoxFuture<'static, Result<()>> {
        let (bridge, until) = (Weak::clone(&self.bridge), Moment::now().stamp(until));
        let all = [std::slice::from_ref(&self.window.budget), &self.wider].concat();
        async move {
            let inner = bridge.upgrade().ok_or_else(closed)?;
            let store = &inner.state().await?.store;
            for budget in &all {
                store.hold_rate(budget, until).await?;
            }
            Ok(())
        }
        .boxed()
    }

    fn held(&self) -> BoxFuture<'static, Result<Option<Instant>>> {
        let (bridge, budget, moment) = (Weak::clone(&self.bridge), self.window.budget.clone(), Moment::now());
        async move {
            let inner = bridge.upgrade().ok_or_else(closed)?;
            inner.patience.check()?;
            let until = inner.state().await?.store.held_rate(&budget, moment.1).await?;
            Ok(until.map(|until| moment.instant(until)))
        }
        .boxed()
    }

    fn late(&self) {
        if let Some(inner) = self.bridge.upgrade() {
            inner.patience.lost();
        }
    }
}
