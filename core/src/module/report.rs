//! What was found of a change or a set of modules: what stands against it, what is worth knowing, what would help.

use serde::{Deserialize, Serialize};

use super::hint::Hint;

/// A rule that is broken, or something to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// There is no such module.
    Unknown,
    /// A module that it needs is not there.
    Requires,
    /// An active module needs it.
    Dependent,
    /// A module that excludes it is there.
    Conflicts,
    /// It is not bought: the tier, the bundle, the end of the subscription.
    Entitlement,
    /// Too few users, or too many.
    Users,
    /// It is so already.
    Already,
    /// No connected system can provide it.
    NoSystem,
}

/// One thing that is wrong, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The module.
    pub module: String,
    /// The rule.
    pub rule: Rule,
    /// The other module of the rule, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// The tier that would help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_tier: Option<String>,
    /// The bundle that would help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_bundle: Option<String>,
    /// In one sentence.
    pub message: String,
    /// Why it is not bought.
    #[serde(skip)]
    pub(super) hint: Option<Hint>,
}

/// What would help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// `activate`, `deactivate`, `upgrade` or `connect`.
    pub action: &'static str,
    /// The module to activate or to deactivate, or for which to upgrade or to connect.
    pub module: String,
    /// The module for whose sake.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// In one sentence.
    pub message: String,
}

/// What was found of a set of modules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether nothing stands against it.
    pub valid: bool,
    /// What stands against it.
    pub errors: Vec<Finding>,
    /// What is worth knowing.
    pub warnings: Vec<Finding>,
    /// What would help.
    pub suggestions: Vec<Advice>,
}

impl Report {
    pub(super) fn finding(module: &str, rule: Rule, other: Option<&str>, message: String) -> Finding {
        Finding {
            module: module.to_owned(),
            rule,
            other: other.map(str::to_owned),
            required_tier: None,
            required_bundle: None,
            message,
            hint: None,
        }
    }

    pub(super) fn error(&mut self, module: &str, rule: Rule, other: Option<&str>, message: String) {
        self.errors.push(Self::finding(module, rule, other, message));
    }

    pub(super) fn warn(&mut self, module: &str, rule: Rule, message: String) {
        self.warnings.push(Self::finding(module, rule, None, message));
    }

    pub(super) fn suggest(&mut self, action: &'static str, module: &str, because: Option<&str>, message: String) {
        let advice = Advice { action, module: module.to_owned(), because: because.map(str::to_owned), message };
        if !self.suggestions.contains(&advice) {
            self.suggestions.push(advice);
        }
    }

    pub(super) fn close(mut self) -> Self {
        self.valid = self.errors.is_empty();
        self
    }
}
