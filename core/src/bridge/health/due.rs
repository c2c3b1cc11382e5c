//! Checks without anybody asking: a round over the connections that are due, and rounds for as long as a host wants.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::{StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;
use tokio::time::{Instant, sleep, timeout_at};

use super::super::options::parse;
use super::super::root::Bridge;
use super::checkup::Checkup;
use crate::error::{Error, Result};
use crate::id::{ConnectionName, TenantId};

/// So many checks run at once.
const AT_ONCE: usize = 8;
/// So many connections are taken in one round.
const ROUND: u32 = 1_000;
/// In rounds that go on, the checks of one are spread over this part of the interval, so that they do not come in bursts.
const SPREAD: u32 = 10;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Due {
    /// A connection is due when its last check, by any process on the store, is older.
    interval_ms: u64,
    /// No check is begun, and none is waited for, after so many milliseconds.
    deadline_ms: Option<u64>,
}

impl Default for Due {
    fn default() -> Due {
        Due { interval_ms: 60_000, deadline_ms: None }
    }
}

impl Due {
    fn read(call: &str, options_json: &str) -> Result<Due> {
        let due: Due = parse(call, options_json)?;
        if due.interval_ms < 1_000 {
            return Err(Error::invalid_input("interval_ms must be at least 1000: each check is a request to a system"));
        }
        Ok(due)
    }
}

impl Bridge {
    /// Checks the connections of all tenants that were not checked for `interval_ms` (60 s), once over all processes on
    /// the store, until `deadline_ms`: for a cron route. Answers how many were `checked`, how many of these failed, and how
    /// many are `left`.
    pub async fn check_health(&self, options_json: &str) -> Result<String> {
        let due = Due::read("check_health", options_json)?;
        let until = due.deadline_ms.map(|deadline| Instant::now() + Duration::from_millis(deadline));
        let (checked, failed, left) = self.round(&due, until, Duration::ZERO).await?;
        Ok(json!({"checked": checked, "failed": failed, "left": left}).to_string())
    }

    /// The same, again and again, until the bridge is closed or the future is dropped.
    pub async fn run(&self, options_json: &str) -> Result<()> {
        let due = Due::read("run", options_json)?;
        let interval = Duration::from_millis(due.interval_ms);
        let mut closing = self.inner.closing.subscribe();
        let rounds = async {
            loop {
                if let Err(error) = self.round(&due, None, interval / SPREAD).await {
                    self.inner.check_open()?;
                    tracing::warn!(%error, "a round of checks failed; the next one will try again");
                }
                sleep(interval.mul_f64(0.2 + 0.1 * fastrand::f64())).await;
            }
        };
        tokio::select! {
            biased;
            Ok(_) = closing.wait_for(|closed| *closed) => Ok(()),
            ended = rounds => ended,
        }
    }

    /// One round: how many connections were checked, how many of them failed, how many are left.
    async fn round(&self, due: &Due, until: Option<Instant>, spread: Duration) -> Result<(usize, usize, usize)> {
        let now = Timestamp::now();
        let interval = i64::try_from(due.interval_ms).map_or(SignedDuration::MAX, SignedDuration::from_millis);
        let older_than = now.checked_sub(interval).unwrap_or(Timestamp::MIN);
        let names = self.inner.state().await?.store.due_checks(older_than, now, ROUND).await?;
        let (all, checked, failed) = (names.len(), AtomicUsize::new(0), AtomicUsize::new(0));
        let each = stream::iter(names).for_each_concurrent(AT_ONCE, |(tenant, name)| {
            let (checked, failed) = (&checked, &failed);
            async move {
                sleep(spread.mul_f64(fastrand::f64())).await;
                if let Some(checkup) = self.visit(&tenant, &name, due.interval_ms).await {
                    checked.fetch_add(1, Ordering::Relaxed);
                    failed.fetch_add(usize::from(checkup.found.error.is_some()), Ordering::Relaxed);
                }
            }
        });
        match until {
            Some(until) => drop(timeout_at(until, each).await),
            None => each.await,
        }
        let checked = checked.into_inner();
        Ok((checked, failed.into_inner(), all - checked))
    }

    /// Checks one connection; nothing when it is gone, or cannot even be built.
    async fn visit(&self, tenant: &TenantId, name: &ConnectionName, max_age_ms: u64) -> Option<Arc<Checkup>> {
        let tenant = self.tenant(tenant.as_str()).ok()?;
        let view = tenant.state.view(&self.inner).await.ok()?;
        let live = tenant.state.visit(self, view.row(name.as_str()).ok()?).await.ok()?;
        Some(live.checkup(self, max_age_ms).await)
    }
}
