//! Workspaces whose collections the customer made: their schemas, and their records.

use super::FieldKind::{Bool, Enum, Json, Ref, Rows, Text, Texts};
use super::{Model, field};

pub(super) static MODELS: &[&Model] = &[&COLLECTION, &RECORD];

static COLLECTION: Model = Model {
    module: "workspace",
    resource: "collections",
    record: "Collection",
    doc: "A collection that the customer made, with the fields of its records.",
    fields: &[
        field("name", Text, "The name that records refer to it by."),
        field("title", Text, "What people see."),
        field("description", Text, "What it is for."),
        field("kind", Text, "The kind of collection, in the system's word."),
        field("key_field", Text, "The field that identifies a record."),
        field("title_field", Text, "The field that names a record for people."),
        field("built_in", Bool, "Whether it came with the system."),
        field("hidden", Bool, "Whether people do not see it."),
        field("fields", Rows(&COLLECTION_FIELD), "The fields of its records, in order."),
    ],
};

static COLLECTION_FIELD: Model = Model {
    module: "",
    resource: "",
    record: "CollectionField",
    doc: "One field of a collection's records.",
    fields: &[
        field("name", Text, "The name in records."),
        field("title", Text, "What people see."),
        field(
            "kind",
            Enum(&[
                "text",
                "integer",
                "decimal",
                "float",
                "bool",
                "date",
                "time",
                "instant",
                "local_time",
                "choice",
                "choices",
                "list",
                "json",
                "reference",
                "references",
                "file",
                "computed",
                "secret",
                "other",
            ]),
            "The type of its values; `local_time` is a date and time without a zone.",
        ),
        field("kind_native", Text, "The type in the system's own word."),
        field("interface", Text, "How people edit it, in the system's word."),
        field("required", Bool, "Whether it must have a value."),
        field("read_only", Bool, "Whether only the system writes it."),
        field("unique", Bool, "Whether two records cannot have the same value."),
        field("is_key", Bool, "Whether it identifies a record."),
        field("options", Texts, "The values of a choice."),
        field("target", Text, "The collection that a reference points to."),
        field("foreign_key", Text, "The field that keeps the key of a reference."),
    ],
};

static RECORD: Model = Model {
    module: "workspace",
    resource: "records",
    record: "WorkspaceRecord",
    doc: "A record of a collection.",
    fields: &[
        field("collection_id", Ref("workspace.collections"), "The collection."),
        field(
            "values",
            Json,
            "The values by the collection's own names, typed by its fields: decimals are text, instants in UTC, whole numbers beyond 2^53 are text.",
        ),
    ],
};
