//! The kinds beside those that invoices need, as data.

mod people;
mod sales;
mod stock;
mod trade;
mod work;

use super::kinds::Kind;
use super::kinds::Sort;

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

/// All of them.
pub(crate) fn kinds() -> impl Iterator<Item = &'static Kind> {
    let all = [&sales::KINDS, &people::KINDS, &work::KINDS, &stock::KINDS, &trade::KINDS];
    all.into_iter().flatten()
}

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
