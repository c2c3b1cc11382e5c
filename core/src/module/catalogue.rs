//! The catalogue's vocabulary: what is sold, what it needs, what comes with it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quota::{Limit, Per};

/// What a host sells to its tenants.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Its name, for example `coreflow360`.
    #[serde(rename = "catalogue")]
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// How long modules stay after a payment failed, or after a period that was not renewed; a subscription may say
    /// otherwise.
    #[serde(default)]
    pub grace_days: u32,
    /// What becomes of calls while the store cannot be asked which modules are active: what was known last holds for five
    /// minutes, or nothing is let through after two seconds.
    #[serde(default = "open")]
    pub when_unknown: Choice,
    /// The tiers, lowest first: each has all that the ones before it have.
    #[serde(default)]
    pub tiers: IndexMap<String, Tier>,
    /// The modules.
    pub modules: IndexMap<String, Module>,
    /// Modules that are sold together.
    #[serde(default)]
    pub bundles: IndexMap<String, Bundle>,
    /// What is counted, and how much of it a tier has, by metric.
    #[serde(default)]
    pub quotas: IndexMap<String, Quota>,
}

/// A tier of a subscription.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Its name for people.
    pub title: String,
    /// Stripe's prices for it: ids or lookup keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stripe_prices: Vec<String>,
}

/// A module.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// Its name for people.
    pub title: String,
    /// The lowest tier that has it; every tier without it.
    #[serde(default)]
    pub tier: Option<String>,
    /// Modules that must be active with it.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Modules that cannot be active with it; said on one side, it holds for both.
    #[serde(default)]
    pub conflicts: Vec<String>,
    /// For how many users it may be activated.
    #[serde(default)]
    pub users: Users,
    /// Its features, each with the lowest tier that has it.
    #[serde(default)]
    pub features: IndexMap<String, Option<String>>,
    /// The types of the events that it publishes.
    #[serde(default)]
    pub events: Vec<String>,
    /// The systems that can provide it.
    #[serde(default)]
    pub systems: Vec<String>,
    /// Stripe's prices for it, where it is sold alone: ids or lookup keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stripe_prices: Vec<String>,
}

/// How many users a tenant must have, and may have.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Users {
    /// At least so many.
    #[serde(default)]
    pub min: Option<u32>,
    /// At most so many.
    #[serde(default)]
    pub max: Option<u32>,
}

/// Modules that are sold together.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Its name for people.
    pub title: String,
    /// The tier that comes with it.
    #[serde(default)]
    pub tier: Option<String>,
    /// Its modules.
    pub modules: Vec<String>,
    /// Stripe's prices for it: ids or lookup keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stripe_prices: Vec<String>,
}

/// How much of a metric is in a tier.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// What is counted, for people.
    pub title: String,
    /// What the bridge counts by itself; without it only the host does, by `usage.record`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    /// The modules whose calls are counted; those of all modules when empty. Only beside `counts`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modules: Vec<String>,
    /// The window after which counting begins anew.
    pub per: Per,
    /// How much each tier has.
    #[serde(default)]
    pub limits: IndexMap<String, Limit>,
    /// How much a tenant has that no subscription governs.
    #[serde(default)]
    pub without_subscription: Limit,
    /// What becomes of use above the limit.
    pub when_exceeded: Choice,
    /// What becomes of use that cannot be counted, because the store cannot be reached.
    pub when_unknown: Choice,
}

/// What the bridge counts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Calls: each operation on a resource, each page of a list and each raw request is one.
    Calls,
}

/// Whether something is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// It is refused: closed.
    Refuse,
    /// It is let through: open.
    Allow,
}

fn open() -> Choice {
    Choice::Allow
}

impl Quota {
    /// Whether a call of a module is counted by it.
    pub fn counts_calls_of(&self, module: &str) -> bool {
        self.counts == Some(Counts::Calls) && (self.modules.is_empty() || self.modules.iter().any(|one| one == module))
    }
}

impl Catalogue {
    /// The place of a tier, from the lowest. A tier that is not in the catalogue has none.
    pub fn rank(&self, tier: &str) -> Option<usize> {
        self.tiers.get_index_of(tier)
    }

    /// Whether a tier is at least another one. Nothing is asked where nothing is needed.
    pub fn reaches(&self, tier: Option<&str>, needed: Option<&str>) -> bool {
        match needed {
            None => true,
            Some(needed) => match (tier.and_then(|tier| self.rank(tier)), self.rank(needed)) {
                (Some(tier), Some(needed)) => tier >= needed,
                _ => false,
            },
        }
    }

    /// The tier from which on something is there: the lowest, where none is named.
    pub fn from<'a>(&'a self, tier: Option<&'a str>) -> Option<&'a str> {
        tier.or_else(|| self.tiers.keys().next().map(String::as_str))
    }

    /// Whether two modules exclude each other.
    pub fn conflict(&self, one: &str, other: &str) -> bool {
        let says = |one: &str, other: &str| {
            self.modules.get(one).is_some_and(|module| module.conflicts.iter().any(|name| name == other))
        };
        says(one, other) || says(other, one)
    }

    /// The smallest bundle with a module, and the lowest of equals.
    pub fn bundle_with(&self, module: &str) -> Option<&str> {
        let holds = |bundle: &Bundle| bundle.modules.iter().any(|name| name == module);
        let rank = |bundle: &Bundle| bundle.tier.as_deref().and_then(|tier| self.rank(tier));
        let found = self.bundles.iter().filter(|(_, bundle)| holds(bundle));
        found.min_by_key(|(_, bundle)| (bundle.modules.len(), rank(bundle))).map(|(name, _)| name.as_str())
    }

    /// The module that a type of events is of: the one that its first word names. Types of none are the host's own.
    pub fn module_of(&self, kind: &str) -> Option<&str> {
        let word = kind.split('.').next().unwrap_or_default();
        self.modules.get_key_value(word).map(|(name, _)| name.as_str())
    }

    /// The names of all modules, in words.
    pub fn known(&self) -> String {
        let names: Vec<&str> = self.modules.keys().map(String::as_str).collect();
        names.join(", ")
    }
}
