//! What the store keeps, as plain rows.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::NewEvent;
use crate::error::Result;
use crate::id::ConnectionName;

/// A tenant's connection. The credential is sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionRow {
    /// The tenant's name for it.
    pub name: ConnectionName,
    /// The system, for example `erpnext`.
    pub system: String,
    /// The address of the instance.
    pub instance: String,
    /// The connection's options, as JSON. Its text: a tree of it takes several times the room, and the rows of all tenants
    /// that are used are kept.
    pub options: Box<str>,
    /// The sealed credential; never plain.
    pub credential: Vec<u8>,
    /// Counts the changes of this name, from 1.
    pub revision: u64,
    /// When the connection was first made.
    pub created_at: Timestamp,
}

/// An active module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activation {
    /// The module, for example `accounting`.
    pub module: String,
    /// The connection that provides it, when one was chosen.
    pub provider: Option<String>,
}

/// What is kept of a tenant's modules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModuleState {
    /// Counts the changes; 0 before the first.
    pub revision: u64,
    /// The activated modules, by name.
    pub active: Vec<Activation>,
    /// The subscription, in the form of the one who put it there.
    pub subscription: Option<serde_json::Value>,
}

/// Looks at the state and says what to change, or why nothing may be changed. It runs inside of the transaction: nobody
/// changes the state in between.
pub type Decide = Box<dyn FnOnce(&ModuleState) -> Result<ModuleChange> + Send>;

impl From<ModuleChange> for Decide {
    fn from(change: ModuleChange) -> Decide {
        Box::new(|_| Ok(change))
    }
}

/// A change of the active modules and of the subscription, made in one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModuleChange {
    /// The modules to activate.
    pub activate: Vec<String>,
    /// The modules to deactivate.
    pub deactivate: Vec<String>,
    /// The connection that shall provide a module; `None` takes the choice back.
    pub providers: BTreeMap<String, Option<String>>,
    /// The new subscription; `Some(None)` takes it away.
    pub subscription: Option<Option<serde_json::Value>>,
    /// What the change is told by, appended to the event log with it.
    pub events: Vec<NewEvent>,
}

/// One count: a metric within one window.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Count {
    /// What is counted.
    pub metric: String,
    /// Where the window begins.
    pub since: Timestamp,
}

/// What became of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The count, after it.
    pub used: u64,
    /// Whether it was added; not where that would have passed the limit.
    pub added: bool,
}

/// A record at the end of a link.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkEnd {
    /// Its resource, for example `crm.deals`.
    pub resource: String,
    /// Its id, as the bridge gives it.
    pub id: String,
}

/// A link between two records of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Names the link within its tenant.
    pub id: String,
    /// Where it begins.
    pub from: LinkEnd,
    /// Where it leads.
    pub to: LinkEnd,
    /// What it means, for example `invoice`.
    pub kind: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Which links; everything that is given must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkFilter {
    /// Those that begin at a record.
    pub from: Option<LinkEnd>,
    /// Those that lead to a record.
    pub to: Option<LinkEnd>,
    /// Those of a kind.
    pub kind: Option<String>,
}
