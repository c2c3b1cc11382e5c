//! Projects.

use super::FieldKind::{Date, Decimal, Enum, Ref, Text};
use super::{Model, field};

pub(super) static MODELS: &[&Model] = &[&PROJECT];

static PROJECT: Model = Model {
    module: "projects",
    resource: "projects",
    record: "Project",
    doc: "A project.",
    fields: &[
        field("number", Text, "The human number or code."),
        field("name", Text, "The name."),
        field("description", Text, "What it is about; may hold HTML where the system keeps HTML."),
        field("status", Enum(&["draft", "open", "completed", "cancelled", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("contact_id", Ref("accounting.contacts"), "The customer it is for."),
        field("start_date", Date, "When it starts."),
        field("end_date", Date, "When it is to end."),
        field("progress_percent", Decimal, "How much is done, in percent."),
        field("budget", Decimal, "The budget, in the organization's currency."),
    ],
};
