//! Where stock is, how it moves, how parts are grouped.

use super::super::kinds::Kind;
use super::super::kinds::Sort::{Moment, Number, Text};
use super::kind;

pub(super) static KINDS: [Kind; 3] = [
    Kind {
        mandatory: &["label"],
        missing: "warehouse not found",
        missing_on_get: "warehouse not found",
        create_failed: "Error creating warehouse",
        created: "$created",
        changed: "$changed",
        html: &["description"],
        ..kind(
            "warehouses",
            &[
                ("rowid", "id", Number),
                ("ref", "label", Text),
                ("lieu", "lieu", Text),
                ("statut", "statut", Number),
                ("fk_parent", "fk_parent", Number),
                ("town", "town", Text),
                ("zip", "zip", Text),
                ("datec", "$created", Moment),
                ("tms", "$changed", Moment),
            ],
        )
    },
    Kind {
        missing: "Stock movement not found",
        missing_on_get: "",
        created: "$created",
        changed: "tms",
        ..kind(
            "stockmovements",
            &[
                ("rowid", "id", Number),
                ("fk_product", "product_id", Number),
                ("fk_entrepot", "warehouse_id", Number),
                ("value", "qty", Number),
                ("type_mouvement", "type", Number),
                ("label", "label", Text),
                ("inventorycode", "inventorycode", Text),
                ("datem", "datem", Moment),
                ("tms", "tms", Moment),
            ],
        )
    },
    Kind {
        mandatory: &["label", "type"],
        missing: "category not found",
        missing_on_get: "category not found",
        create_failed: "Error when creating category",
        deleted: "Category deleted",
        html: &["description"],
        ..kind(
            "categories",
            &[
                ("rowid", "id", Number),
                ("label", "label", Text),
                ("type", "type", Number),
                ("fk_parent", "fk_parent", Number),
                ("date_creation", "date_creation", Moment),
                ("tms", "date_modification", Moment),
            ],
        )
    },
];
