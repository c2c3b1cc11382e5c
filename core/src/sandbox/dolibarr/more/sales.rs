//! Proposals and orders.

use super::super::kinds::Kind;
use super::super::kinds::Sort::{Moment, Number, Text};
use super::kind;

pub(super) static KINDS: [Kind; 3] = [
    Kind {
        mandatory: &["socid"],
        missing: "Proposal not found",
        missing_on_get: "Commercial Proposal not found",
        create_failed: "Error creating order",
        list_failed: "Error when retrieve propal list : ",
        deleted: "Commercial Proposal deleted",
        track: "pro",
        lookups: &[("ref", "ref")],
        no_create: "Insuffisant rights",
        ..kind(
            "proposals",
            &[
                ("rowid", "id", Number),
                ("ref", "ref", Text),
                ("ref_ext", "ref_ext", Text),
                ("ref_client", "ref_client", Text),
                ("fk_soc", "socid", Number),
                ("fk_statut", "status", Number),
                ("datep", "date", Moment),
                ("fin_validite", "fin_validite", Moment),
                ("total_ttc", "total_ttc", Number),
                ("datec", "date_creation", Moment),
                ("tms", "date_modification", Moment),
            ],
        )
    },
    Kind {
        mandatory: &["socid", "date"],
        missing: "Order not found",
        missing_on_get: "Order not found",
        create_failed: "Error creating order",
        list_failed: "Error when retrieve commande list : ",
        deleted: "Order deleted",
        track: "ord",
        lookups: &[("ref", "ref"), ("ref_ext", "ref_ext")],
        no_create: "Insuffisant rights",
        ..kind(
            "orders",
            &[
                ("rowid", "id", Number),
                ("ref", "ref", Text),
                ("ref_ext", "ref_ext", Text),
                ("ref_client", "ref_client", Text),
                ("fk_soc", "socid", Number),
                ("fk_statut", "status", Number),
                ("date_commande", "date", Moment),
                ("date_livraison", "delivery_date", Moment),
                ("facture", "billed", Number),
                ("total_ttc", "total_ttc", Number),
                ("date_creation", "date_creation", Moment),
                ("tms", "date_modification", Moment),
            ],
        )
    },
    Kind {
        mandatory: &["socid"],
        missing: "Supplier order not found",
        missing_on_get: "Supplier order not found",
        create_failed: "Error creating order",
        deleted: "Supplier order deleted",
        track: "ord",
        // Answers do not tell it.
        changed: "$changed",
        no_create: "Insuffisant rights",
        ..kind(
            "supplierorders",
            &[
                ("rowid", "id", Number),
                ("ref", "ref", Text),
                ("ref_ext", "ref_ext", Text),
                ("ref_supplier", "ref_supplier", Text),
                ("fk_soc", "socid", Number),
                ("fk_statut", "status", Number),
                ("date_livraison", "delivery_date", Moment),
                ("billed", "billed", Number),
                ("total_ttc", "total_ttc", Number),
                ("date_creation", "date_creation", Moment),
                ("tms", "$changed", Moment),
            ],
        )
    },
];
