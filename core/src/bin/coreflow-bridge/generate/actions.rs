//! The named actions that the facades offer as methods of a resource; any other goes through `action(id, name, input)`.
//!
//! Whether a system has the action is its manifest's matter: one that has it not answers `UNSUPPORTED`.

use coreflow_bridge::model::Model;

/// A named action of a resource.
pub(crate) struct Action {
    pub(crate) name: &'static str,
    /// Whether it takes input beside the record's id.
    pub(crate) takes_input: bool,
    /// What it does, one sentence.
    pub(crate) doc: &'static str,
}

const SUBMIT: Action =
    Action { name: "submit", takes_input: false, doc: "Makes a draft final: it is numbered and booked." };
const CANCEL: Action =
    Action { name: "cancel", takes_input: false, doc: "Takes back a final document; it stays visible as void." };
const PAY: Action = Action { name: "pay", takes_input: true, doc: "Books a payment of the invoice." };

/// The actions of a model's resource, in the order of the facade.
pub(crate) fn of(model: &Model) -> &'static [Action] {
    match (model.module, model.resource) {
        ("accounting", "invoices") => &[SUBMIT, CANCEL, PAY],
        ("accounting", "payments" | "journal_entries") => &[SUBMIT, CANCEL],
        _ => &[],
    }
}
