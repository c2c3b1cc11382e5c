//! Accounting: organizations, contacts, items, tax rates, invoices, payments, journal entries.

use super::FieldKind::{Bool, Date, Decimal, Enum, EnumList, Integer, Ref, Rows, Text};
use super::{Model, field};

pub(super) static MODELS: &[&Model] = &[&ORGANIZATION, &CONTACT, &ITEM, &TAX_RATE, &INVOICE, &PAYMENT, &JOURNAL_ENTRY];

static ORGANIZATION: Model = Model {
    module: "accounting",
    resource: "organizations",
    record: "Organization",
    doc: "A company whose books the system keeps.",
    fields: &[
        field("name", Text, "The company's name."),
        field("country", Text, "The country, as the system writes it (a name or an ISO 3166 code)."),
        field("currency", Text, "The currency of the books, ISO 4217."),
        field("tax_number", Text, "The company's tax or VAT number."),
        field("email", Text, "The e-mail address."),
        field("phone", Text, "The telephone number."),
        field("website", Text, "The web address."),
    ],
};

static CONTACT: Model = Model {
    module: "accounting",
    resource: "contacts",
    record: "Contact",
    doc: "A customer or supplier: who an invoice is for or from.",
    fields: &[
        field("name", Text, "The company's or person's name."),
        field("roles", EnumList(&["customer", "supplier"]), "What it is to the organization."),
        field("kind", Enum(&["company", "individual", "other"]), "A company or a person."),
        field("number", Text, "The human number of the customer or supplier."),
        field("email", Text, "The e-mail address."),
        field("phone", Text, "The telephone number."),
        field("website", Text, "The web address."),
        field("tax_number", Text, "The tax or VAT number."),
        field("currency", Text, "The currency it is billed in, ISO 4217."),
        field("street", Text, "Street and house number."),
        field("city", Text, "The town."),
        field("postal_code", Text, "The postal code."),
        field("country", Text, "The country, as the system writes it."),
        field("active", Bool, "Whether it may be used in new documents."),
        field("notes", Text, "Free text."),
    ],
};

static ITEM: Model = Model {
    module: "accounting",
    resource: "items",
    record: "Item",
    doc: "A product or service that is sold or bought.",
    fields: &[
        field("code", Text, "The human code (SKU)."),
        field("name", Text, "The name."),
        field("description", Text, "A description; may hold HTML where the system keeps HTML."),
        field("kind", Enum(&["product", "service", "other"]), "A thing or a service."),
        field("unit", Text, "The unit of measure, as the system writes it."),
        field("category", Text, "The group of items it belongs to."),
        field("sales_price", Decimal, "The net price per unit, in the organization's currency."),
        field("tax_rate", Decimal, "The tax rate in percent."),
        field("sold", Bool, "Whether it can be sold."),
        field("bought", Bool, "Whether it can be bought."),
        field("active", Bool, "Whether it may be used in new documents."),
    ],
};

static TAX_RATE: Model = Model {
    module: "accounting",
    resource: "tax_rates",
    record: "TaxRate",
    doc: "A tax, or a template of taxes, that documents refer to.",
    fields: &[
        field("name", Text, "The name."),
        field("direction", Enum(&["sales", "purchase"]), "What it applies to."),
        field("is_default", Bool, "Whether new documents start with it."),
        field("active", Bool, "Whether it may be used in new documents."),
        field("lines", Rows(&TAX_RATE_LINE), "The taxes of the template, in order."),
    ],
};

static TAX_RATE_LINE: Model = Model {
    module: "",
    resource: "",
    record: "TaxRateLine",
    doc: "One tax of a template.",
    fields: &[
        field("account", Text, "The account it is booked to."),
        field("description", Text, "What documents show."),
        field("rate", Decimal, "The rate in percent."),
    ],
};

static INVOICE: Model = Model {
    module: "accounting",
    resource: "invoices",
    record: "Invoice",
    doc: "An invoice to a customer (sales) or from a supplier (purchase), with its lines.",
    fields: &[
        field("direction", Enum(&["sales", "purchase"]), "To a customer, or from a supplier (a bill)."),
        field("kind", Enum(&["standard", "credit_note", "deposit", "replacement", "other"]), "What it is."),
        field("number", Text, "The human number; a draft may have none, or a provisional one."),
        field("status", Enum(&["draft", "open", "partly_paid", "paid", "overdue", "void", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("contact_id", Ref("accounting.contacts"), "The customer or supplier."),
        field("contact_name", Text, "The contact's name on the document."),
        field("issue_date", Date, "The date on the document."),
        field("due_date", Date, "When it is due."),
        field("currency", Text, "The currency of all amounts, ISO 4217."),
        field("exchange_rate", Decimal, "Units of the organization's currency per unit of the document's currency."),
        field("subtotal", Decimal, "The sum without tax."),
        field("tax_total", Decimal, "The sum of the taxes."),
        field("total", Decimal, "The sum with tax."),
        field("amount_due", Decimal, "What is still to be paid."),
        field(
            "reference",
            Text,
            "The other side's reference: the customer's order number, the supplier's bill number.",
        ),
        field("notes", Text, "Free text."),
        field("lines", Rows(&INVOICE_LINE), "The lines, in order; empty (null) where a list does not carry them."),
    ],
};

static INVOICE_LINE: Model = Model {
    module: "",
    resource: "",
    record: "InvoiceLine",
    doc: "One line of an invoice.",
    fields: &[
        field("line_id", Text, "The system's id of the line; send it back to keep the line on an update."),
        field("item_id", Ref("accounting.items"), "The item, if the line is for one."),
        field("description", Text, "What is billed; may hold HTML where the system keeps HTML."),
        field("quantity", Decimal, "How many units."),
        field("unit", Text, "The unit of measure, as the system writes it."),
        field("unit_price", Decimal, "The net price of one unit."),
        field("discount_percent", Decimal, "The discount in percent."),
        field("tax_rate", Decimal, "The tax rate in percent."),
        field("subtotal", Decimal, "The line's sum without tax."),
        field("tax_total", Decimal, "The line's tax."),
        field("total", Decimal, "The line's sum with tax."),
        field("account", Text, "The account it is booked to."),
    ],
};

static PAYMENT: Model = Model {
    module: "accounting",
    resource: "payments",
    record: "Payment",
    doc: "Money received from a customer or paid to a supplier, with the invoices that it settles.",
    fields: &[
        field("direction", Enum(&["received", "made", "transfer"]), "Money in, out, or between own accounts."),
        field("number", Text, "The human number."),
        field("status", Enum(&["draft", "posted", "void", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("contact_id", Ref("accounting.contacts"), "Who paid or was paid."),
        field("date", Date, "When it was paid."),
        field("currency", Text, "The currency of the amount, ISO 4217."),
        field("amount", Decimal, "How much."),
        field("unallocated", Decimal, "How much of it settles no invoice yet."),
        field("method", Text, "How it was paid, in the system's word."),
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

static JOURNAL_ENTRY: Model = Model {
    module: "accounting",
    resource: "journal_entries",
    record: "JournalEntry",
    doc: "A journal entry: lines whose debits equal its credits.",
    fields: &[
        field("number", Text, "The human number."),
        field("status", Enum(&["draft", "posted", "void", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("kind", Text, "The kind of voucher, in the system's word."),
        field("date", Date, "The posting date."),
        field("currency", Text, "The currency of the totals, ISO 4217."),
        field("total_debit", Decimal, "The sum of the debits."),
        field("total_credit", Decimal, "The sum of the credits."),
        field("reference", Text, "The reference of the voucher."),
        field("notes", Text, "Free text."),
        field("lines", Rows(&JOURNAL_LINE), "The lines, in order; balanced before they are sent."),
    ],
};

static JOURNAL_LINE: Model = Model {
    module: "",
    resource: "",
    record: "JournalLine",
    doc: "One line of a journal entry: a debit or a credit of one account.",
    fields: &[
        field("line_id", Text, "The system's id of the line."),
        field("account", Text, "The account."),
        field("debit", Decimal, "The amount debited, in the account's currency."),
        field("credit", Decimal, "The amount credited, in the account's currency."),
        field("contact_id", Ref("accounting.contacts"), "The customer or supplier, for receivables and payables."),
        field("description", Text, "What the line is for."),
        field("position", Integer, "The line's place, from 1."),
    ],
};
