//! Proposals, orders, shipments and expense reports: their dates, numbers and states.

mod act;
mod fill;
mod state;

use serde_json::{Value, json};

pub(crate) use self::act::act;
pub(crate) use self::fill::{fill, updated};
use super::errors::Outcome;
use super::kinds::Kind;
use super::state::{Books, kind_of};
use super::write;

/// Whether objects of a kind have lines that the create may hold.
pub(crate) fn has_lines(kind: &Kind) -> bool {
    matches!(kind.route, "invoices" | "supplierinvoices" | "proposals" | "orders" | "supplierorders")
}

/// Whether an object begins without a number of its own.
pub(crate) fn is_numbered(kind: &Kind) -> bool {
    has_lines(kind) || matches!(kind.route, "shipments" | "expensereports")
}

/// `POST /orders/{id}/shipment/{warehouse}`: a draft of a shipment of the whole order.
pub(crate) fn ship(books: &mut Books, order: i64, place: i64) -> Outcome<Value> {
    let found = books.get(kind_of("orders"), order)?;
    let body = json!({"socid": found["socid"], "origin_id": order, "origin_type": "commande"});
    books.get(kind_of("warehouses"), place)?;
    let Value::Object(body) = body else { return Ok(Value::Null) };
    write::create(books, kind_of("shipments"), &body).map(|id| json!(id))
}
