//! Orders of stock, their lines, and what is shipped.

use super::super::FieldKind::{Bool, Date, Decimal, Enum, Integer, Ref, Rows, Text};
use super::super::{FieldKind, Model, field};
use super::{COMPANY_REF, LOCATION_REF, PART_REF};

const PURCHASE_ORDER_REF: FieldKind = Ref("inventory.purchase_orders");
const SALES_ORDER_REF: FieldKind = Ref("inventory.sales_orders");

pub(super) static PURCHASE_ORDER: Model = Model {
    module: "inventory",
    resource: "purchase_orders",
    record: "PurchaseOrder",
    doc: "An order of parts from a supplier.",
    fields: &[
        field("number", Text, "The human number."),
        field("supplier_id", COMPANY_REF, "The supplier."),
        field("supplier_reference", Text, "The supplier's number of it."),
        field("description", Text, "What it is for."),
        field(
            "status",
            Enum(&[
                "pending",
                "placed",
                "on_hold",
                "partly_received",
                "completed",
                "cancelled",
                "lost",
                "returned",
                "other",
            ]),
            "Its state.",
        ),
        field("status_native", Text, "The state in the system's own word."),
        field("overdue", Bool, "Whether it is late."),
        field("currency", Text, "The currency of all amounts, ISO 4217."),
        field("total", Decimal, "The sum of the lines."),
        field("created_date", Date, "When it was written."),
        field("issue_date", Date, "When it was placed."),
        field("start_date", Date, "From when it may be delivered."),
        field("target_date", Date, "When it is to come."),
        field("completed_date", Date, "When all had come."),
        field("destination_location_id", LOCATION_REF, "Where what comes goes."),
        field("line_count", Integer, "How many lines it has."),
        field("completed_line_count", Integer, "How many of them have come."),
        field("project_code", Text, "The code of the project, in the system's word."),
        field("link", Text, "A web address."),
        field("notes", Text, "Free text."),
        field("lines", Rows(&PURCHASE_ORDER_ROW), "The lines, where the order carries them."),
    ],
};

static PURCHASE_ORDER_ROW: Model = Model {
    module: "",
    resource: "",
    record: "PurchaseOrderRow",
    doc: "One line of a purchase order that carries its lines.",
    fields: &[
        field("line_id", Text, "The system's id of the line; send it back to keep the line on an update."),
        field("part_id", PART_REF, "The part."),
        field("description", Text, "What is ordered."),
        field("quantity", Decimal, "How much is ordered."),
        field("received", Decimal, "How much of it has come."),
        field("unit", Text, "The unit of measure, as the system writes it."),
        field("unit_price", Decimal, "The net price of one."),
        field("total", Decimal, "The sum of the line."),
    ],
};

pub(super) static PURCHASE_ORDER_LINE: Model = Model {
    module: "inventory",
    resource: "purchase_order_lines",
    record: "PurchaseOrderLine",
    doc: "A line of a purchase order, where lines are records of their own.",
    fields: &[
        field("order_id", PURCHASE_ORDER_REF, "The order."),
        field("supplier_part_id", Ref("inventory.supplier_parts"), "What is ordered, as the supplier sells it."),
        field("part_id", PART_REF, "The part."),
        field("quantity", Decimal, "How much is ordered, in what the supplier sells (packs)."),
        field("received", Decimal, "How much of it has come."),
        field("unit_price", Decimal, "The net price of one, in `currency`."),
        field("currency", Text, "The currency of the price, ISO 4217."),
        field("discount_percent", Decimal, "The discount in percent."),
        field("total", Decimal, "The sum of the line."),
        field("destination_location_id", LOCATION_REF, "Where what comes goes."),
        field("target_date", Date, "When it is to come."),
        field("overdue", Bool, "Whether it is late."),
        field("reference", Text, "A reference of the line."),
        field("link", Text, "A web address."),
        field("notes", Text, "Free text."),
    ],
};

pub(super) static SALES_ORDER: Model = Model {
    module: "inventory",
    resource: "sales_orders",
    record: "SalesOrder",
    doc: "An order of parts by a customer.",
    fields: &[
        field("number", Text, "The human number."),
        field("customer_id", COMPANY_REF, "The customer."),
        field("customer_reference", Text, "The customer's number of it."),
        field("description", Text, "What it is for."),
        field(
            "status",
            Enum(&[
                "pending",
                "in_progress",
                "on_hold",
                "partly_shipped",
                "shipped",
                "completed",
                "cancelled",
                "lost",
                "returned",
                "other",
            ]),
            "Its state.",
        ),
        field("status_native", Text, "The state in the system's own word."),
        field("overdue", Bool, "Whether it is late."),
        field("currency", Text, "The currency of all amounts, ISO 4217."),
        field("total", Decimal, "The sum of the lines."),
        field("created_date", Date, "When it was written."),
        field("issue_date", Date, "When work on it began."),
        field("start_date", Date, "From when it may be delivered."),
        field("target_date", Date, "When it is to go."),
        field("shipment_date", Date, "When it went."),
        field("shipment_count", Integer, "How many shipments it has."),
        field("completed_shipment_count", Integer, "How many of them went."),
        field("line_count", Integer, "How many lines it has."),
        field("completed_line_count", Integer, "How many of them went."),
        field("project_code", Text, "The code of the project, in the system's word."),
        field("link", Text, "A web address."),
        field("notes", Text, "Free text."),
        field("lines", Rows(&SALES_ORDER_ROW), "The lines, where the order carries them."),
    ],
};

static SALES_ORDER_ROW: Model = Model {
    module: "",
    resource: "",
    record: "SalesOrderRow",
    doc: "One line of a sales order that carries its lines.",
    fields: &[
        field("line_id", Text, "The system's id of the line; send it back to keep the line on an update."),
        field("part_id", PART_REF, "The part."),
        field("description", Text, "What is ordered."),
        field("quantity", Decimal, "How much is ordered."),
        field("shipped", Decimal, "How much of it went."),
        field("unit", Text, "The unit of measure, as the system writes it."),
        field("unit_price", Decimal, "The net price of one."),
        field("total", Decimal, "The sum of the line."),
    ],
};

pub(super) static SALES_ORDER_LINE: Model = Model {
    module: "inventory",
    resource: "sales_order_lines",
    record: "SalesOrderLine",
    doc: "A line of a sales order, where lines are records of their own.",
    fields: &[
        field("order_id", SALES_ORDER_REF, "The order."),
        field("part_id", PART_REF, "The part."),
        field("quantity", Decimal, "How much is ordered."),
        field("allocated", Decimal, "How much stock is set aside for it."),
        field("shipped", Decimal, "How much of it went."),
        field("unit_price", Decimal, "The net price of one, in `currency`."),
        field("currency", Text, "The currency of the price, ISO 4217."),
        field("total", Decimal, "The sum of the line."),
        field("target_date", Date, "When it is to go."),
        field("overdue", Bool, "Whether it is late."),
        field("reference", Text, "A reference of the line."),
        field("link", Text, "A web address."),
        field("notes", Text, "Free text."),
    ],
};

pub(super) static SHIPMENT: Model = Model {
    module: "inventory",
    resource: "shipments",
    record: "Shipment",
    doc: "What is sent to a customer at one time.",
    fields: &[
        field("order_id", SALES_ORDER_REF, "The order."),
        field("number", Text, "The human number."),
        field("status", Enum(&["open", "shipped", "delivered", "cancelled", "other"]), "Its state."),
        field("tracking_number", Text, "The carrier's number."),
        field("invoice_number", Text, "The number of the invoice."),
        field("shipped_date", Date, "When it went; empty while it is open."),
        field("delivered_date", Date, "When it arrived."),
        field("link", Text, "A web address."),
        field("notes", Text, "Free text."),
    ],
};
