//! Money that comes and goes: payments, what they settle, how they are made, expenses.

use super::super::FieldKind::{Bool, Date, Decimal, Enum, Ref, Rows, Text};
use super::super::{Model, field};
use super::{ACCOUNT_REF, CONTACT_REF};

pub(super) static PAYMENT: Model = Model {
    module: "accounting",
    resource: "payments",
    record: "Payment",
    doc: "Money received from a customer or paid to a supplier, with the invoices that it settles.",
    fields: &[
        field("direction", Enum(&["received", "made", "transfer"]), "Money in, out, or between own accounts."),
        field("number", Text, "The human number."),
        field("status", Enum(&["draft", "posted", "void", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("contact_id", CONTACT_REF, "Who paid or was paid."),
        field("date", Date, "When it was paid."),
        field("currency", Text, "The currency of the amount, ISO 4217."),
        field("amount", Decimal, "How much."),
        field("unallocated", Decimal, "How much of it settles no invoice yet."),
        field("method", Text, "How it was paid, in the system's word."),
        field("account_id", ACCOUNT_REF, "The own account that the money comes to or leaves from."),
        field("exchange_rate", Decimal, "Units of the organization's currency per unit of the payment's currency."),
        field("reference", Text, "The bank's or payer's reference."),
        field("notes", Text, "Free text."),
        field("allocations", Rows(&ALLOCATION), "The invoices it settles."),
    ],
};

static ALLOCATION: Model = Model {
    module: "",
    resource: "",
    record: "Allocation",
    doc: "The part of a payment that settles one invoice.",
    fields: &[
        field("invoice_id", Ref("accounting.invoices"), "The invoice."),
        field("amount", Decimal, "How much of the payment."),
    ],
};

pub(super) static PAYMENT_METHOD: Model = Model {
    module: "accounting",
    resource: "payment_methods",
    record: "PaymentMethod",
    doc: "A way to pay that payments refer to.",
    fields: &[
        field("name", Text, "The name."),
        field("code", Text, "The human code."),
        field("description", Text, "What it is."),
        field("is_default", Bool, "Whether new payments start with it."),
        field("active", Bool, "Whether it may be used."),
    ],
};

pub(super) static EXPENSE: Model = Model {
    module: "accounting",
    resource: "expenses",
    record: "Expense",
    doc: "Money spent without an invoice, by the organization or by an employee who gets it back.",
    fields: &[
        field("number", Text, "The human number."),
        field("status", Enum(&["draft", "open", "posted", "paid", "rejected", "void", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("date", Date, "When it was spent."),
        field("employee_id", Ref("hr.employees"), "Who spent it."),
        field("contact_id", CONTACT_REF, "Who got it."),
        field("account_id", ACCOUNT_REF, "The own account that it was paid from."),
        field("currency", Text, "The currency of all amounts, ISO 4217."),
        field("exchange_rate", Decimal, "Units of the organization's currency per unit of the expense's currency."),
        field("tax_total", Decimal, "The tax in it."),
        field("total", Decimal, "How much, with tax."),
        field("reference", Text, "The reference of the receipt."),
        field("notes", Text, "Free text."),
        field("lines", Rows(&EXPENSE_LINE), "What it was spent on."),
    ],
};

static EXPENSE_LINE: Model = Model {
    module: "",
    resource: "",
    record: "ExpenseLine",
    doc: "One line of an expense.",
    fields: &[
        field("line_id", Text, "The system's id of the line."),
        field("date", Date, "When it was spent."),
        field("category", Text, "What it was spent on, in the system's word."),
        field("account_id", ACCOUNT_REF, "The account it is booked to."),
        field("description", Text, "What it is."),
        field("quantity", Decimal, "How many units."),
        field("tax_rate", Decimal, "The tax rate in percent."),
        field("total", Decimal, "How much, with tax."),
    ],
};
