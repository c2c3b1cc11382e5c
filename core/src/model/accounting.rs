//! Accounting: organizations, accounts, contacts, items, tax rates, documents, payments, journal entries, reports.

mod documents;
mod payments;

use super::FieldKind::{Bool, Date, Decimal, Enum, EnumList, Integer, Json, Ref, Rows, Text};
use super::{FieldKind, Model, field};

pub(super) static MODELS: &[&Model] = &[
    &ORGANIZATION,
    &ACCOUNT,
    &CONTACT,
    &ITEM,
    &TAX_RATE,
    &documents::INVOICE,
    &documents::CREDIT_NOTE,
    &documents::QUOTE,
    &documents::ORDER,
    &payments::PAYMENT,
    &payments::PAYMENT_METHOD,
    &payments::EXPENSE,
    &JOURNAL_ENTRY,
    &REPORT,
];

const ACCOUNT_REF: FieldKind = Ref("accounting.accounts");
const CONTACT_REF: FieldKind = Ref("accounting.contacts");

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

static ACCOUNT: Model = Model {
    module: "accounting",
    resource: "accounts",
    record: "Account",
    doc: "An account of the books.",
    fields: &[
        field("number", Text, "The human number (code)."),
        field("name", Text, "The name."),
        field("description", Text, "What is booked to it."),
        field("kind", Enum(&["asset", "liability", "equity", "income", "expense", "other"]), "The side of the books."),
        field("subtype", Text, "The kind of account, in the system's word."),
        field("parent_id", ACCOUNT_REF, "The account above it."),
        field("currency", Text, "The currency it is kept in, ISO 4217."),
        field("balance", Decimal, "What stands on it, in its currency."),
        field("is_group", Bool, "Whether it only holds other accounts."),
        field("built_in", Bool, "Whether it came with the system."),
        field("active", Bool, "Whether it may be booked to."),
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
        field("cost_price", Decimal, "What one unit costs, in the organization's currency."),
        field("quantity_on_hand", Decimal, "How much of it there is."),
        field("sales_account_id", ACCOUNT_REF, "The account that its sales are booked to."),
        field("cost_account_id", ACCOUNT_REF, "The account that its cost is booked to."),
        field("stock_account_id", ACCOUNT_REF, "The account that its stock is booked to."),
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
        field("code", Text, "The human code."),
        field("description", Text, "What it is for."),
        field("rate", Decimal, "The rate in percent, where it is a single tax."),
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
        field("account", Text, "The account, by the name or number that the system books by."),
        field("account_id", ACCOUNT_REF, "The account, where the system books by its id."),
        field("debit", Decimal, "The amount debited, in the account's currency."),
        field("credit", Decimal, "The amount credited, in the account's currency."),
        field("contact_id", CONTACT_REF, "The customer or supplier, for receivables and payables."),
        field("description", Text, "What the line is for."),
        field("position", Integer, "The line's place, from 1."),
    ],
};

/// Balances and statements of the whole books first, then those of contacts, items and taxes.
const REPORTS: &[&str] = &[
    "balance_sheet",
    "profit_and_loss",
    "cash_flow",
    "trial_balance",
    "general_ledger",
    "journal",
    "receivables_aging",
    "payables_aging",
    "customer_balances",
    "supplier_balances",
    "customer_transactions",
    "supplier_transactions",
    "sales_by_item",
    "purchases_by_item",
    "stock_value",
    "stock_moves",
    "sales_tax",
    "other",
];

static REPORT: Model = Model {
    module: "accounting",
    resource: "reports",
    record: "FinancialReport",
    doc: "A report that the system makes of the books for some days; listed by kind and days, and kept nowhere.",
    fields: &[
        field("kind", Enum(REPORTS), "Which report it is."),
        field("title", Text, "What people see."),
        field("start_date", Date, "The first day; none where the report is of one day."),
        field("end_date", Date, "The last day, or the day that it is of."),
        field("basis", Text, "What counts as income and expense (cash, accrual), in the system's word."),
        field("currency", Text, "The currency of the amounts, ISO 4217."),
        field("figures", Json, "The rows, as the system writes them."),
        field("totals", Json, "The sums, as the system writes them."),
    ],
};
