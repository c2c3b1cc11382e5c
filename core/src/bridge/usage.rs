//! What a tenant uses up, held against what it has bought.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::options::parse;
use super::tenant::Tenant;
use super::view::View;
use crate::error::{Code, Error, Result};
use crate::module::{Choice, Limit, Quota, Window};
use crate::store::Count;

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct UsageOptions {
    amount: i64,
}

impl Default for UsageOptions {
    fn default() -> Self {
        UsageOptions { amount: 1 }
    }
}

/// One metric at a moment: its quota, the window, the limit.
pub(super) struct Meter<'v> {
    pub(super) metric: &'v str,
    pub(super) quota: &'v Quota,
    pub(super) window: Window,
    pub(super) limit: Limit,
}

impl Tenant {
    /// Counts use of a metric of the catalogue: `amount` (1 when not given; less than 0 gives back). Answers `used`,
    /// `limit`, `remaining`, `resets_at` and more. `QUOTA_EXCEEDED`, and nothing counted, where the limit would be passed and the
    /// catalogue says to refuse; where it says to allow, `over` is true.
    pub async fn record_usage(&self, metric: &str, options_json: &str) -> Result<String> {
        let record = async {
            let UsageOptions { amount } = parse("usage.record", options_json)?;
            let view = self.state.view(&self.bridge.inner).await?;
            let meter = meter(&view, metric)?;
            let most = meter.limit.0.filter(|_| meter.quota.when_exceeded == Choice::Refuse);
            let store = &self.bridge.inner.state().await?.store;
            let counted = async {
                self.settled([&meter]).await?;
                store.count(&self.state.id, meter.count(), amount, most).await
            };
            let counted = match counted.await {
                Err(error) if error.code() == Code::StorageUnavailable => return meter.unknown(error),
                counted => counted?,
            };
            self.state.counts_changed();
            match counted.added {
                true => Ok(meter.told(Some(counted.used), true)),
                false => Err(meter.exceeded(counted.used, amount)),
            }
        };
        let recorded = record.await.map(|told: Json| told.to_string());
        recorded.map_err(|error| error.in_tenant(self.id()).in_operation("usage.record"))
    }

    /// Whether use of a metric would be let through: as [`Tenant::record_usage`], with `allowed`, and nothing counted.
    pub async fn check_usage(&self, metric: &str, options_json: &str) -> Result<String> {
        let check = async {
            let UsageOptions { amount } = parse("usage.check", options_json)?;
            let view = self.state.view(&self.bridge.inner).await?;
            let meter = meter(&view, metric)?;
            let store = &self.bridge.inner.state().await?.store;
            let counts = async {
                self.settled([&meter]).await?;
                store.counts(&self.state.id, vec![meter.count()]).await
            };
            let used = match counts.await {
                Err(error) if error.code() == Code::StorageUnavailable => return meter.unknown(error),
                counts => counts?.first().copied().unwrap_or(0),
            };
            let fits = amount <= 0 || meter.limit.0.is_none_or(|limit| used.saturating_add_signed(amount) <= limit);
            Ok(meter.told(Some(used), fits || meter.quota.when_exceeded == Choice::Allow))
        };
        let checked = check.await.map(|told: Json| told.to_string());
        checked.map_err(|error| error.in_tenant(self.id()).in_operation("usage.check"))
    }

    /// The use of every metric of the catalogue in its window, as a JSON array.
    pub async fn usage(&self) -> Result<String> {
        let read = async {
            let view = self.state.view(&self.bridge.inner).await?;
            let names = view.catalogue.quotas.keys();
            let meters: Vec<Meter<'_>> = names.map(|metric| meter(&view, metric)).collect::<Result<_>>()?;
            self.settled(&meters).await?;
            let counts = meters.iter().map(Meter::count).collect();
            let used = self.bridge.inner.state().await?.store.counts(&self.state.id, counts).await?;
            let told: Json = meters
                .iter()
                .zip(used)
                .map(|(meter, used)| {
                    let fits = meter.limit.0.is_none_or(|limit| used < limit);
                    meter.told(Some(used), fits || meter.quota.when_exceeded == Choice::Allow)
                })
                .collect();
            Ok(told.to_string())
        };
        read.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("usage.get"))
    }

    /// Lets the store have what this process has counted by itself.
    async fn settled<'m>(&self, meters: impl IntoIterator<Item = &'m Meter<'m>>) -> Result<()> {
        if meters.into_iter().all(|meter| meter.quota.counts.is_none()) {
            return Ok(());
        }
        self.state.settle_counts(&self.bridge.inner.state().await?.store).await
    }
}

fn meter<'v>(view: &'v View, metric: &str) -> Result<Meter<'v>> {
    let (metric, quota) = view.catalogue.quotas.get_key_value(metric).ok_or_else(|| {
        let known: Vec<&str> = view.catalogue.quotas.keys().map(String::as_str).collect();
        Error::invalid_input(format!("there is no metric {metric:.64?}; there is: {}", known.join(", ")))
    })?;
    Ok(Meter::at(view, metric, quota, Timestamp::now()))
}

impl<'v> Meter<'v> {
    pub(super) fn at(view: &View, metric: &'v str, quota: &'v Quota, now: Timestamp) -> Self {
        Meter { metric, quota, window: quota.per.window(now), limit: view.entitled.limit(&view.catalogue, quota, now) }
    }
}

impl Meter<'_> {
    pub(super) fn count(&self) -> Count {
        Count { metric: self.metric.to_owned(), since: self.window.from }
    }

    fn told(&self, used: Option<u64>, allowed: bool) -> Json {
        let limit = self.limit.0;
        json!({
            "metric": self.metric, "used": used, "limit": limit, "allowed": allowed,
            "remaining": used.and_then(|used| limit.map(|limit| limit.saturating_sub(used))),
            "over": used.zip(limit).is_some_and(|(used, limit)| used > limit),
            "per": self.quota.per, "resets_at": self.window.until,
        })
    }

    pub(super) fn exceeded(&self, used: u64, amount: i64) -> Error {
        let limit = self.limit.0.unwrap_or(u64::MAX);
        let message = format!("{amount} more {} would pass the limit of {limit}; {used} are used", self.metric);
        let mut error = Error::new(Code::QuotaExceeded, message)
            .with_context("metric", self.metric)
            .with_context("used", used.to_string())
            .with_context("limit", limit.to_string());
        if let Some(until) = self.window.until {
            let wait: SignedDuration = until.duration_since(Timestamp::now());
            error = error
                .with_context("resets_at", until.to_string())
                .with_retry_after(wait.try_into().unwrap_or_default());
        }
        error
    }

    /// What the catalogue says where nothing can be counted.
    fn unknown(&self, error: Error) -> Result<Json> {
        match self.quota.when_unknown {
            Choice::Refuse => Err(error),
            Choice::Allow => {
                tracing::warn!(%error, metric = self.metric, "use was let through without being counted");
                Ok(self.told(None, true))
            }
        }
    }
}
