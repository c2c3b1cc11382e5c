//! Why a module cannot be used, and what would help.

use serde::Serialize;

use super::catalogue::Catalogue;
use crate::error::{Code, Error};

/// Why a module cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It was not activated.
    NotActivated,
    /// The subscription does not have it.
    NotSubscribed,
    /// It, or its feature, is in a higher tier.
    Tier,
    /// The subscription has ended.
    SubscriptionEnded,
    /// No entitlement with a good signature is there, and one is required.
    NotEntitled,
}

impl Why {
    /// The word that all languages see.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::NotActivated => "not_activated",
            Why::NotSubscribed => "not_subscribed",
            Why::Tier => "tier",
            Why::SubscriptionEnded => "subscription_ended",
            Why::NotEntitled => "not_entitled",
        }
    }
}

/// What is missing, and what would help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hint {
    /// The module.
    pub module: String,
    /// Why it cannot be used.
    pub why: Why,
    /// The lowest tier that has it, when the tier is what is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_tier: Option<String>,
    /// The smallest bundle that has it, when it is not bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_bundle: Option<String>,
}

impl Hint {
    /// A module that is bought but not activated.
    pub fn not_activated(module: &str) -> Self {
        Hint { module: module.to_owned(), why: Why::NotActivated, required_tier: None, required_bundle: None }
    }

    /// A module that is not in the subscription.
    pub(super) fn upgrade(catalogue: &Catalogue, module: &str, tier: Option<&str>) -> Self {
        let needed = catalogue.modules.get(module).and_then(|module| module.tier.as_deref());
        let too_low = !catalogue.reaches(tier, needed);
        Hint {
            module: module.to_owned(),
            why: if too_low { Why::Tier } else { Why::NotSubscribed },
            required_tier: needed.filter(|_| too_low).map(str::to_owned),
            required_bundle: catalogue.bundle_with(module).map(str::to_owned),
        }
    }

    /// What is wrong, in one sentence.
    pub fn message(&self) -> String {
        let module = &self.module;
        let bundle = self.required_bundle.as_ref().map(|name| format!(", for example by the bundle {name}"));
        let bundle = bundle.unwrap_or_default();
        match (self.why, &self.required_tier) {
            (Why::NotActivated, _) => format!("the module {module} is not active; activate it with modules.change"),
            (Why::NotSubscribed, _) => {
                format!("the module {module} is not in the subscription; it can be added{bundle}")
            }
            (Why::Tier, Some(tier)) => format!("the module {module} is in the tier {tier} and above{bundle}"),
            (Why::Tier, None) => format!("the module {module} is in a higher tier{bundle}"),
            (Why::SubscriptionEnded, _) => {
                format!("the subscription has ended, and with it the module {module}; renew it")
            }
            (Why::NotEntitled, _) => {
                format!("the module {module} needs an entitlement with a good signature; install one")
            }
        }
    }

    /// `MODULE_INACTIVE`, with the parts that an upgrade page needs.
    pub fn into_error(self) -> Error {
        let message = self.message();
        self.put_into(Error::new(Code::ModuleInactive, message))
    }

    /// Adds the parts to an error.
    pub(super) fn put_into(self, error: Error) -> Error {
        let mut error = error
            .with_context("module", self.module.as_str())
            .with_context("required_module", self.module)
            .with_context("why", self.why.as_str());
        if let Some(tier) = self.required_tier {
            error = error.with_context("required_tier", tier);
        }
        if let Some(bundle) = self.required_bundle {
            error = error.with_context("required_bundle", bundle);
        }
        error
    }
}
