//! A change of the active modules, thought through before it is made.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::report::{Report, Rule};
use crate::error::{Code, Error, Result};

/// What is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    /// The modules to activate.
    pub activate: Vec<String>,
    /// The modules to deactivate.
    pub deactivate: Vec<String>,
    /// The connection that shall provide a module; `None` takes the choice back.
    pub provider: BTreeMap<String, Option<String>>,
    /// Brings along what the change needs: the modules that an activated one needs, and those that need a deactivated one.
    pub cascade: bool,
}

/// The two things that become of modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It becomes active.
    Activate,
    /// It becomes inactive.
    Deactivate,
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The module.
    pub module: String,
    /// What becomes of it.
    pub action: Turn,
    /// The module for whose sake, when it was not named itself.
    #[serde(default)]
    pub because: Option<String>,
}

/// A change, with all that follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The revision of the tenant's modules that it stands on: after another change it is not applied.
    pub revision: u64,
    /// What was asked for.
    pub change: Change,
    /// What is done, in this order.
    pub steps: Vec<Step>,
    /// The modules that are active then, in the order of their names.
    pub active: Vec<String>,
    /// What was found.
    #[serde(flatten)]
    pub report: Report,
}

impl Plan {
    /// The error of a plan that must not be applied: that of its first finding, with the others in words.
    pub fn check(&self) -> Result<()> {
        let Some(first) = self.report.errors.first() else { return Ok(()) };
        let messages: Vec<&str> = self.report.errors.iter().map(|finding| finding.message.as_str()).collect();
        let mut helps: Vec<&str> = self.report.suggestions.iter().map(|advice| advice.message.as_str()).collect();
        helps.dedup();
        let mut message = messages.join("; ");
        if !helps.is_empty() {
            message = format!("{message}. What helps: {}", helps.join("; "));
        }
        let both = first.rule == Rule::Conflicts && first.other.as_ref() == Some(&first.module);
        let code = match first.rule {
            Rule::Unknown => Code::InvalidInput,
            _ if both => Code::InvalidInput,
            Rule::Entitlement => Code::ModuleInactive,
            Rule::Users => Code::QuotaExceeded,
            _ => Code::Conflict,
        };
        if let Some(hint) = first.hint.clone() {
            return Err(hint.put_into(Error::new(code, message)));
        }
        let mut error = Error::new(code, message).with_context("module", first.module.as_str());
        if let Some(other) = &first.other {
            error = error.with_context("other", other.as_str());
        }
        if first.rule == Rule::Requires
            && let Some(needed) = &first.other
        {
            error = error.with_context("required_module", needed.as_str());
        }
        Err(error)
    }
}
