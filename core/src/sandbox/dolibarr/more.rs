//! The kinds beside those that invoices need, as data.

use super::kinds::Kind;
use super::kinds::Sort::{self, Moment, Number, Text};

type Columns = &'static [(&'static str, &'static str, Sort)];

/// A kind whose messages follow from one word.
const fn kind(route: &'static str, columns: Columns) -> Kind {
    Kind {
        route,
        columns,
        sort: "t.rowid",
        mandatory: &[],
        missing: "",
        missing_on_get: "",
        create_failed: "",
        list_failed: "Error when retrieve list : ",
        deleted: "",
        track: "",
        changed: "date_modification",
        created: "date_creation",
        lookups: &[],
        no_create: "",
        html: &["note_public", "note_private"],
    }
}

pub(crate) static MORE: [Kind; 15] = [
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
    Kind {
        mandatory: &["lastname"],
        missing: "Contact not found",
        missing_on_get: "Contact not found",
        create_failed: "Error creating contact",
        deleted: "Contact deleted",
        track: "con",
        lookups: &[("email", "email")],
        no_create: "No permission to create/update contacts",
        ..kind(
            "contacts",
            &[
                ("rowid", "id", Number),
                ("lastname", "lastname", Text),
                ("firstname", "firstname", Text),
                ("fk_soc", "socid", Number),
                ("email", "email", Text),
                ("poste", "poste", Text),
                ("phone", "phone_pro", Text),
                ("town", "town", Text),
                ("ref_ext", "ref_ext", Text),
                ("statut", "statut", Number),
                ("datec", "date_creation", Moment),
                ("tms", "date_modification", Moment),
            ],
        )
    },
    Kind {
        mandatory: &["ref", "label", "fk_project"],
        missing: "Task not found",
        missing_on_get: "Task not found",
        create_failed: "Error creating task",
        deleted: "Task deleted",
        created: "date_c",
        changed: "$changed",
        no_create: "Insuffisant rights",
        html: &["description", "note_public", "note_private"],
        ..kind(
            "tasks",
            &[
                ("rowid", "id", Number),
                ("ref", "ref", Text),
                ("label", "label", Text),
                ("fk_projet", "fk_project", Number),
                ("fk_task_parent", "fk_task_parent", Number),
                ("fk_statut", "status", Number),
                ("dateo", "date_start", Moment),
                ("datee", "date_end", Moment),
                ("progress", "progress", Number),
                ("priority", "priority", Number),
                ("planned_workload", "planned_workload", Number),
                ("datec", "date_c", Moment),
                ("tms", "$changed", Moment),
            ],
        )
    },
    Kind {
        missing: "Account not found",
        missing_on_get: "User not found",
        create_failed: "Error creating",
        // Recorded: it says so.
        deleted: "Ticket deleted",
        created: "datec",
        changed: "datem",
        track: "use",
        lookups: &[("login", "login"), ("email", "email")],
        no_create: "User creation not allowed for login limited",
        ..kind(
            "users",
            &[
                ("rowid", "id", Number),
                ("login", "login", Text),
                ("lastname", "lastname", Text),
                ("firstname", "firstname", Text),
                ("email", "email", Text),
                ("job", "job", Text),
                ("employee", "employee", Number),
                ("statut", "statut", Number),
                ("datec", "datec", Moment),
                ("tms", "datem", Moment),
            ],
        )
    },
    Kind {
        sort: "t.id",
        mandatory: &["userownerid", "type_code"],
        missing: "actioncomm not found",
        missing_on_get: "Agenda Events not found",
        create_failed: "Error creating event",
        deleted: "Agenda Event deleted",
        created: "datec",
        changed: "datem",
        no_create: "Insuffisant rights to create your Agenda Event",
        ..kind(
            "agendaevents",
            &[
                ("id", "id", Number),
                ("label", "label", Text),
                ("code", "code", Text),
                ("fk_soc", "socid", Number),
                ("fk_user_action", "userownerid", Number),
                ("percent", "percentage", Number),
                ("datep", "datep", Moment),
                ("datep2", "datef", Moment),
                ("datec", "datec", Moment),
                ("tms", "datem", Moment),
            ],
        )
    },
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
    Kind {
        mandatory: &["fk_user_author", "date_debut", "date_fin"],
        missing: "Expense Report not found",
        missing_on_get: "Expense report not found",
        create_failed: "Error creating expensereport",
        deleted: "Expense Report deleted",
        track: "exp",
        created: "date_create",
        changed: "date_modif",
        no_create: "Insuffisant rights",
        ..kind(
            "expensereports",
            &[
                ("rowid", "id", Number),
                ("ref", "ref", Text),
                ("fk_statut", "status", Number),
                ("fk_user_author", "fk_user_author", Number),
                ("date_debut", "date_debut", Moment),
                ("date_fin", "date_fin", Moment),
                ("total_ttc", "total_ttc", Number),
                ("date_create", "date_create", Moment),
                ("tms", "date_modif", Moment),
            ],
        )
    },
    // The time that was spent on tasks; it has no route of its own.
    kind("timespent", &[]),
];

/// The fields of a kind that keep a day: whatever moment is sent, its midnight is stored.
pub(crate) fn days(route: &str) -> &'static [&'static str] {
    match route {
        "proposals" | "orders" | "supplierorders" => &["date", "datep", "date_commande"],
        "users" => &["birth", "dateemployment", "dateemploymentend"],
        "expensereports" => &["date_debut", "date_fin"],
        "tasks" | "agendaevents" | "mos" | "shipments" => &[],
        _ => &["date", "date_start", "date_end", "date_lim_reglement", "date_echeance"],
    }
}

/// The fields of a kind that keep the moment that is sent.
pub(crate) fn moments(route: &str) -> &'static [&'static str] {
    match route {
        "orders" | "supplierorders" => &["delivery_date"],
        "tasks" => &["date_start", "date_end"],
        "agendaevents" => &["datep", "datef"],
        "mos" => &["date_start_planned", "date_end_planned"],
        "shipments" => &["date_delivery"],
        _ => &[],
    }
}
