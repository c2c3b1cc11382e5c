//! What a tenant may use at a moment: nothing but its activations says so, or its subscription.

use jiff::Timestamp;

use super::catalogue::{Catalogue, Quota};
use super::hint::{Hint, Why};
use super::quota::Limit;
use super::subscription::{Standing, Subscription};

/// What governs a tenant's modules.
#[derive(Clone, Debug, PartialEq)]
pub enum Entitled {
    /// No subscription is known: what is activated may be used. For hosts that sell nothing by modules.
    ByActivation,
    /// A subscription.
    By(Box<Subscription>),
    /// A signed entitlement is required, and none is there whose signature is good.
    Not,
}

impl Entitled {
    /// The subscription, if there is one.
    pub fn subscription(&self) -> Option<&Subscription> {
        match self {
            Entitled::By(subscription) => Some(subscription),
            _ => None,
        }
    }

    /// Whether a module may be used at a moment, if it is active; else why not.
    pub fn permits(&self, catalogue: &Catalogue, module: &str, now: Timestamp) -> Result<(), Hint> {
        let refused = |why| Err(Hint { why, ..Hint::not_activated(module) });
        match self {
            Entitled::ByActivation => Ok(()),
            Entitled::Not => refused(Why::NotEntitled),
            Entitled::By(subscription) => match subscription.standing(catalogue, now) {
                Standing::Ended => refused(Why::SubscriptionEnded),
                _ if subscription.covers(catalogue, module) => Ok(()),
                _ => Err(Hint::upgrade(catalogue, module, subscription.tier(catalogue))),
            },
        }
    }

    /// How much of a metric there is at a moment. Nothing was bought, nothing is left, once a subscription has ended.
    pub fn limit(&self, catalogue: &Catalogue, quota: &Quota, now: Timestamp) -> Limit {
        match self {
            Entitled::ByActivation => quota.without_subscription,
            Entitled::Not => Limit(Some(0)),
            Entitled::By(subscription) => match subscription.standing(catalogue, now) {
                Standing::Ended => Limit(Some(0)),
                _ => {
                    let tier = subscription.tier(catalogue);
                    tier.and_then(|tier| quota.limits.get(tier)).copied().unwrap_or_default()
                }
            },
        }
    }

    /// Whether a feature of a module is in what was bought; else in which tier it is.
    pub fn has_feature(&self, catalogue: &Catalogue, needed: Option<&str>) -> bool {
        match self {
            Entitled::ByActivation => true,
            Entitled::By(subscription) => catalogue.reaches(subscription.tier(catalogue), needed),
            Entitled::Not => false,
        }
    }
}
