//! Whom stock is bought from and sold to, and what suppliers call our parts.

use super::super::FieldKind::{Bool, Decimal, EnumList, Integer, Text, Texts};
use super::super::{Model, field};
use super::{COMPANY_REF, PART_REF};

pub(super) static COMPANY: Model = Model {
    module: "inventory",
    resource: "companies",
    record: "TradePartner",
    doc: "A company that supplies, makes or buys parts.",
    fields: &[
        field("name", Text, "The name."),
        field("description", Text, "What it does."),
        field("roles", EnumList(&["customer", "supplier", "manufacturer"]), "What it is to us."),
        field("active", Bool, "Whether it may be used in new documents."),
        field("currency", Text, "The currency it trades in, ISO 4217."),
        field("email", Text, "The e-mail address."),
        field("phone", Text, "The telephone number."),
        field("website", Text, "The web address."),
        field("contact", Text, "Whom to ask for."),
        field("address", Text, "The address, in one text."),
        field("tax_number", Text, "The tax or VAT number."),
        field("tags", Texts, "Its tags."),
        field("link", Text, "A web address inside the organization."),
        field("part_count", Integer, "How many parts it supplies or makes."),
        field("notes", Text, "Free text."),
    ],
};

pub(super) static SUPPLIER_PART: Model = Model {
    module: "inventory",
    resource: "supplier_parts",
    record: "SupplierPart",
    doc: "A part as a supplier sells it.",
    fields: &[
        field("part_id", PART_REF, "The part."),
        field("supplier_id", COMPANY_REF, "The supplier."),
        field("code", Text, "The supplier's code (SKU)."),
        field("manufacturer_id", COMPANY_REF, "The manufacturer."),
        field("manufacturer_code", Text, "The manufacturer's code (MPN)."),
        field("description", Text, "The supplier's description."),
        field("active", Bool, "Whether it can be ordered."),
        field("is_primary", Bool, "Whether it is ordered unless told otherwise."),
        field("pack_quantity", Decimal, "How many units of the part are in one pack."),
        field("pack_text", Text, "The same as the system writes it; may carry a unit."),
        field("minimum_order", Decimal, "How much must be ordered at least."),
        field("available", Decimal, "How much the supplier has."),
        field("price", Decimal, "The net price of one, in `currency`."),
        field("currency", Text, "The currency of the price, ISO 4217."),
        field("lead_time_days", Integer, "How many days it takes to come."),
        field("packaging", Text, "How it is packed."),
        field("tags", Texts, "Its tags."),
        field("link", Text, "The supplier's web address of it."),
        field("notes", Text, "Free text."),
    ],
};
