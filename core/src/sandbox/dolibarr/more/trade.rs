//! Bank accounts, orders to make something, shipments.

use super::super::kinds::Kind;
use super::super::kinds::Sort::{Moment, Number, Text};
use super::kind;

pub(super) static KINDS: [Kind; 3] = [
    Kind {
        mandatory: &["ref", "label", "type", "currency_code", "country_id"],
        missing: "account not found",
        missing_on_get: "account not found",
        create_failed: "Error creating bank account",
        deleted: "account deleted",
        ..kind(
            "bankaccounts",
            &[
                ("rowid", "id", Number),
                ("ref", "ref", Text),
                ("label", "label", Text),
                ("currency_code", "currency_code", Text),
                ("courant", "courant", Number),
                ("clos", "clos", Number),
                ("number", "number", Text),
                ("datec", "date_creation", Moment),
                ("tms", "date_modification", Moment),
            ],
        )
    },
    Kind {
        mandatory: &["ref"],
        missing: "MO not found",
        missing_on_get: "MO not found",
        create_failed: "Error creating MO",
        deleted: "MO deleted",
        changed: "tms",
        ..kind(
            "mos",
            &[
                ("rowid", "id", Number),
                ("ref", "ref", Text),
                ("label", "label", Text),
                ("fk_product", "fk_product", Number),
                ("fk_bom", "fk_bom", Number),
                ("fk_warehouse", "fk_warehouse", Number),
                ("qty", "qty", Number),
                ("status", "status", Number),
                ("date_start_planned", "date_start_planned", Moment),
                ("date_end_planned", "date_end_planned", Moment),
                ("date_creation", "date_creation", Moment),
                ("tms", "tms", Moment),
            ],
        )
    },
    Kind {
        mandatory: &["socid", "origin_id", "origin_type"],
        missing: "Shipment not found",
        missing_on_get: "Shipment not found",
        create_failed: "Error creating shipment",
        deleted: "Shipment deleted",
        track: "shi",
        changed: "$changed",
        no_create: "Insuffisant rights",
        ..kind(
            "shipments",
            &[
                ("rowid", "id", Number),
                ("ref", "ref", Text),
                ("fk_soc", "socid", Number),
                ("fk_statut", "status", Number),
                ("tracking_number", "tracking_number", Text),
                ("date_creation", "date_creation", Moment),
                ("tms", "$changed", Moment),
            ],
        )
    },
];
