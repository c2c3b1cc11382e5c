//! What governs a tenant's modules, read from what the store keeps.

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use tokio::time::timeout;

use super::root::{Bridge, Inner};
use super::view::{LATE, View};
use crate::error::{Code, Error, Result};
use crate::id::TenantId;
use crate::module::{Choice, Entitled, Subscription, from_stripe};
use crate::resilience::{Late, look};
use crate::store::ModuleState;

impl Bridge {
    /// What is sold to tenants: modules, bundles, tiers, quotas.
    pub fn catalogue(&self) -> Result<String> {
        self.inner.check_open()?;
        Ok(json!(*self.inner.catalogue).to_string())
    }

    /// What an event of Stripe (JSON, its signature checked before) says of a subscription: `tenant`, `event`, and the
    /// `change` for [`Tenant::set_subscription`]; null when it is about something else.
    pub fn subscription_from_stripe(&self, event_json: &str) -> Result<String> {
        self.inner.check_open()?;
        Ok(json!(from_stripe(&self.inner.catalogue, event_json)?).to_string())
    }
}

impl Inner {
    /// What governs the modules of a tenant's state. A signature is checked each time: who can write to the store cannot
    /// write one.
    pub(super) fn entitled(&self, tenant: &TenantId, state: &ModuleState) -> Result<Entitled> {
        let signers = self.config.entitlement.as_ref();
        let required = signers.is_some_and(|signers| signers.required);
        let kept = state.subscription.as_ref().map(kept).transpose()?;
        let Some(kept) = kept.filter(|kept| kept.token.is_some() || !required) else {
            return Ok(if required { Entitled::Not } else { Entitled::ByActivation });
        };
        let Some(token) = &kept.token else { return Ok(Entitled::By(Box::new(kept))) };
        let unknown = || Err(Error::invalid_input("no key is configured for entitlements"));
        let opened = signers.map_or_else(unknown, |signers| signers.open(tenant.as_str(), token, Timestamp::now()));
        match opened {
            Ok(subscription) => Ok(Entitled::By(Box::new(Subscription { lapsed: kept.lapsed, ..subscription }))),
            Err(error) => {
                tracing::warn!(%error, %tenant, "the tenant's entitlement is not good");
                Ok(Entitled::Not)
            }
        }
    }
}

/// The subscription that the store keeps.
pub(super) fn kept(kept: &Json) -> Result<Subscription> {
    serde_json::from_value(kept.clone()).map_err(|error| {
        let message = "the tenant's subscription cannot be read; was it written by a newer bridge?";
        Error::new(Code::StorageUnavailable, message).with_retryable(false).with_source(error)
    })
}

impl View {
    /// Waits for the store to tell more than is known here.
    pub(super) async fn wait<T>(&self, answer: impl Future<Output = T>) -> Result<T, Late> {
        match self.catalogue.when_unknown {
            Choice::Allow => look(answer).await,
            // Nothing goes on without it.
            Choice::Refuse => timeout(LATE, answer).await.map_err(|_| Late { whole: true }),
        }
    }

    /// Refuses to go by what was known before, where the catalogue says so: somebody else may have changed it.
    pub(super) fn check_known(&self) -> Result<()> {
        if self.catalogue.when_unknown == Choice::Allow || self.at.elapsed() < LATE {
            return Ok(());
        }
        let message = "the store cannot be asked which modules are active, and the catalogue says to refuse then";
        Err(Error::new(Code::StorageUnavailable, message))
    }
}
