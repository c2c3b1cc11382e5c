# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The unified models: what a record of each resource holds, in every system.

Amounts are exact `decimal.Decimal`, dates are `datetime.date`, instants are aware `datetime.datetime` in UTC. Every
field may be empty (`None`): nothing is invented where a system has no value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from ._record import Record, Row

__all__ = [
    "Account",
    "AccountInput",
    "AccountKind",
    "Activity",
    "ActivityInput",
    "ActivityKind",
    "Allocation",
    "AllocationInput",
    "AnalysisJob",
    "AnalysisJobInput",
    "AnalysisJobStatus",
    "BomLine",
    "BomLineInput",
    "BuildOrder",
    "BuildOrderInput",
    "BuildOrderStatus",
    "Collection",
    "CollectionField",
    "CollectionFieldInput",
    "CollectionFieldKind",
    "CollectionInput",
    "Comment",
    "CommentAccess",
    "CommentInput",
    "Company",
    "CompanyInput",
    "Contact",
    "ContactInput",
    "ContactKind",
    "ContactRoles",
    "CreditNote",
    "CreditNoteDirection",
    "CreditNoteInput",
    "CreditNoteStatus",
    "CrmTask",
    "CrmTaskInput",
    "CrmTaskPriority",
    "CrmTaskStatus",
    "CrmUser",
    "CrmUserInput",
    "Cycle",
    "CycleInput",
    "CycleStatus",
    "Deal",
    "DealInput",
    "DealStage",
    "DocumentLine",
    "DocumentLineInput",
    "Employee",
    "EmployeeInput",
    "EmployeeStatus",
    "Expense",
    "ExpenseInput",
    "ExpenseLine",
    "ExpenseLineInput",
    "ExpenseStatus",
    "ExtractedEntity",
    "ExtractedEntityInput",
    "ExtractedEntityKind",
    "ExtractedRelation",
    "ExtractedRelationInput",
    "Extraction",
    "ExtractionInput",
    "ExtractionSource",
    "FinancialReport",
    "FinancialReportInput",
    "Forecast",
    "ForecastDirection",
    "ForecastInput",
    "ForecastPoint",
    "ForecastPointInput",
    "ForecastSource",
    "Headline",
    "HeadlineInput",
    "HeadlineSource",
    "Invoice",
    "InvoiceDirection",
    "InvoiceInput",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceLineInput",
    "InvoiceStatus",
    "Item",
    "ItemInput",
    "ItemKind",
    "JournalEntry",
    "JournalEntryInput",
    "JournalEntryStatus",
    "JournalLine",
    "JournalLineInput",
    "Label",
    "LabelInput",
    "Lead",
    "LeadInput",
    "LeadStatus",
    "Leave",
    "LeaveInput",
    "LeaveStatus",
    "Location",
    "LocationInput",
    "ModuleGroup",
    "ModuleGroupInput",
    "ModuleGroupStatus",
    "Note",
    "NoteInput",
    "Order",
    "OrderDirection",
    "OrderInput",
    "OrderStatus",
    "Organization",
    "OrganizationInput",
    "Part",
    "PartCategory",
    "PartCategoryInput",
    "PartInput",
    "Payment",
    "PaymentDirection",
    "PaymentInput",
    "PaymentMethod",
    "PaymentMethodInput",
    "PaymentStatus",
    "Person",
    "PersonInput",
    "Pipeline",
    "PipelineInput",
    "PipelineStage",
    "PipelineStageInput",
    "PipelineStageStage",
    "Project",
    "ProjectInput",
    "ProjectStatus",
    "ProjectVisibility",
    "PurchaseOrder",
    "PurchaseOrderInput",
    "PurchaseOrderLine",
    "PurchaseOrderLineInput",
    "PurchaseOrderRow",
    "PurchaseOrderRowInput",
    "PurchaseOrderStatus",
    "Quote",
    "QuoteInput",
    "QuoteStatus",
    "Record",
    "Report",
    "ReportInput",
    "ReportSection",
    "ReportSectionInput",
    "ReportSource",
    "Row",
    "SalesOrder",
    "SalesOrderInput",
    "SalesOrderLine",
    "SalesOrderLineInput",
    "SalesOrderRow",
    "SalesOrderRowInput",
    "SalesOrderStatus",
    "Sentiment",
    "SentimentInput",
    "SentimentLabel",
    "SentimentSource",
    "SentimentStrength",
    "Shipment",
    "ShipmentInput",
    "ShipmentStatus",
    "State",
    "StateGroup",
    "StateInput",
    "StockItem",
    "StockItemInput",
    "StockItemStatus",
    "StockMove",
    "StockMoveInput",
    "StockMoveKind",
    "SupplierPart",
    "SupplierPartInput",
    "Task",
    "TaskInput",
    "TaskLink",
    "TaskLinkInput",
    "TaskPriority",
    "TaskStatus",
    "TaxRate",
    "TaxRateDirection",
    "TaxRateInput",
    "TaxRateLine",
    "TaxRateLineInput",
    "TradePartner",
    "TradePartnerInput",
    "TradePartnerRoles",
    "User",
    "UserInput",
    "UserRole",
    "Worklog",
    "WorklogInput",
    "WorklogStatus",
    "WorkspaceRecord",
    "WorkspaceRecordInput",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Record):
    """A company whose books the system keeps.

    Attributes:
        name: The company's name.
        country: The country, as the system writes it (a name or an ISO 3166 code).
        currency: The currency of the books, ISO 4217.
        tax_number: The company's tax or VAT number.
        email: The e-mail address.
        phone: The telephone number.
        website: The web address.
    """

    name: str | None = None
    country: str | None = None
    currency: str | None = None
    tax_number: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None


class OrganizationInput(TypedDict, total=False):
    """The fields of a record like `Organization` as input; which of them a system takes, `capabilities()` says."""

    # The company's name.
    name: str | None
    # The country, as the system writes it (a name or an ISO 3166 code).
    country: str | None
    # The currency of the books, ISO 4217.
    currency: str | None
    # The company's tax or VAT number.
    tax_number: str | None
    # The e-mail address.
    email: str | None
    # The telephone number.
    phone: str | None
    # The web address.
    website: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


AccountKind = Literal["asset", "liability", "equity", "income", "expense", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Record):
    """An account of the books.

    Attributes:
        number: The human number (code).
        name: The name.
        description: What is booked to it.
        kind: The side of the books.
        subtype: The kind of account, in the system's word.
        parent_id: The account above it.
        currency: The currency it is kept in, ISO 4217.
        balance: What stands on it, in its currency.
        is_group: Whether it only holds other accounts.
        built_in: Whether it came with the system.
        active: Whether it may be booked to.
    """

    number: str | None = None
    name: str | None = None
    description: str | None = None
    kind: AccountKind | None = None
    subtype: str | None = None
    parent_id: str | None = None
    currency: str | None = None
    balance: Decimal | None = None
    is_group: bool | None = None
    built_in: bool | None = None
    active: bool | None = None


class AccountInput(TypedDict, total=False):
    """The fields of a record like `Account` as input; which of them a system takes, `capabilities()` says."""

    # The human number (code).
    number: str | None
    # The name.
    name: str | None
    # What is booked to it.
    description: str | None
    # The side of the books.
    kind: AccountKind | None
    # The kind of account, in the system's word.
    subtype: str | None
    # The account above it.
    parent_id: str | None
    # The currency it is kept in, ISO 4217.
    currency: str | None
    # What stands on it, in its currency.
    balance: Decimal | int | str | None
    # Whether it only holds other accounts.
    is_group: bool | None
    # Whether it came with the system.
    built_in: bool | None
    # Whether it may be booked to.
    active: bool | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


ContactRoles = Literal["customer", "supplier"]

ContactKind = Literal["company", "individual", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A customer or supplier: who an invoice is for or from.

    Attributes:
        name: The company's or person's name.
        roles: What it is to the organization.
        kind: A company or a person.
        number: The human number of the customer or supplier.
        email: The e-mail address.
        phone: The telephone number.
        website: The web address.
        tax_number: The tax or VAT number.
        currency: The currency it is billed in, ISO 4217.
        street: Street and house number.
        city: The town.
        postal_code: The postal code.
        country: The country, as the system writes it.
        active: Whether it may be used in new documents.
        notes: Free text.
    """

    name: str | None = None
    roles: tuple[ContactRoles, ...] | None = None
    kind: ContactKind | None = None
    number: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    tax_number: str | None = None
    currency: str | None = None
    street: str | None = None
    city: str | None = None
    postal_code: str | None = None
    country: str | None = None
    active: bool | None = None
    notes: str | None = None


class ContactInput(TypedDict, total=False):
    """The fields of a record like `Contact` as input; which of them a system takes, `capabilities()` says."""

    # The company's or person's name.
    name: str | None
    # What it is to the organization.
    roles: list[ContactRoles] | None
    # A company or a person.
    kind: ContactKind | None
    # The human number of the customer or supplier.
    number: str | None
    # The e-mail address.
    email: str | None
    # The telephone number.
    phone: str | None
    # The web address.
    website: str | None
    # The tax or VAT number.
    tax_number: str | None
    # The currency it is billed in, ISO 4217.
    currency: str | None
    # Street and house number.
    street: str | None
    # The town.
    city: str | None
    # The postal code.
    postal_code: str | None
    # The country, as the system writes it.
    country: str | None
    # Whether it may be used in new documents.
    active: bool | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


ItemKind = Literal["product", "service", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Record):
    """A product or service that is sold or bought.

    Attributes:
        code: The human code (SKU).
        name: The name.
        description: A description; may hold HTML where the system keeps HTML.
        kind: A thing or a service.
        unit: The unit of measure, as the system writes it.
        category: The group of items it belongs to.
        sales_price: The net price per unit, in the organization's currency.
        tax_rate: The tax rate in percent.
        sold: Whether it can be sold.
        bought: Whether it can be bought.
        cost_price: What one unit costs, in the organization's currency.
        quantity_on_hand: How much of it there is.
        sales_account_id: The account that its sales are booked to.
        cost_account_id: The account that its cost is booked to.
        stock_account_id: The account that its stock is booked to.
        active: Whether it may be used in new documents.
    """

    code: str | None = None
    name: str | None = None
    description: str | None = None
    kind: ItemKind | None = None
    unit: str | None = None
    category: str | None = None
    sales_price: Decimal | None = None
    tax_rate: Decimal | None = None
    sold: bool | None = None
    bought: bool | None = None
    cost_price: Decimal | None = None
    quantity_on_hand: Decimal | None = None
    sales_account_id: str | None = None
    cost_account_id: str | None = None
    stock_account_id: str | None = None
    active: bool | None = None


class ItemInput(TypedDict, total=False):
    """The fields of a record like `Item` as input; which of them a system takes, `capabilities()` says."""

    # The human code (SKU).
    code: str | None
    # The name.
    name: str | None
    # A description; may hold HTML where the system keeps HTML.
    description: str | None
    # A thing or a service.
    kind: ItemKind | None
    # The unit of measure, as the system writes it.
    unit: str | None
    # The group of items it belongs to.
    category: str | None
    # The net price per unit, in the organization's currency.
    sales_price: Decimal | int | str | None
    # The tax rate in percent.
    tax_rate: Decimal | int | str | None
    # Whether it can be sold.
    sold: bool | None
    # Whether it can be bought.
    bought: bool | None
    # What one unit costs, in the organization's currency.
    cost_price: Decimal | int | str | None
    # How much of it there is.
    quantity_on_hand: Decimal | int | str | None
    # The account that its sales are booked to.
    sales_account_id: str | None
    # The account that its cost is booked to.
    cost_account_id: str | None
    # The account that its stock is booked to.
    stock_account_id: str | None
    # Whether it may be used in new documents.
    active: bool | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRateLine(Row):
    """One tax of a template.

    Attributes:
        account: The account it is booked to.
        description: What documents show.
        rate: The rate in percent.
    """

    account: str | None = None
    description: str | None = None
    rate: Decimal | None = None


class TaxRateLineInput(TypedDict, total=False):
    """The fields of a row like `TaxRateLine` as input; which of them a system takes, `capabilities()` says."""

    # The account it is booked to.
    account: str | None
    # What documents show.
    description: str | None
    # The rate in percent.
    rate: Decimal | int | str | None


TaxRateDirection = Literal["sales", "purchase"]

@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate(Record):
    """A tax, or a template of taxes, that documents refer to.

    Attributes:
        name: The name.
        code: The human code.
        description: What it is for.
        rate: The rate in percent, where it is a single tax.
        direction: What it applies to.
        is_default: Whether new documents start with it.
        active: Whether it may be used in new documents.
        lines: The taxes of the template, in order.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"lines": TaxRateLine}

    name: str | None = None
    code: str | None = None
    description: str | None = None
    rate: Decimal | None = None
    direction: TaxRateDirection | None = None
    is_default: bool | None = None
    active: bool | None = None
    lines: tuple[TaxRateLine, ...] | None = None


class TaxRateInput(TypedDict, total=False):
    """The fields of a record like `TaxRate` as input; which of them a system takes, `capabilities()` says."""

    # The name.
    name: str | None
    # The human code.
    code: str | None
    # What it is for.
    description: str | None
    # The rate in percent, where it is a single tax.
    rate: Decimal | int | str | None
    # What it applies to.
    direction: TaxRateDirection | None
    # Whether new documents start with it.
    is_default: bool | None
    # Whether it may be used in new documents.
    active: bool | None
    # The taxes of the template, in order.
    lines: list[TaxRateLineInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine(Row):
    """One line of an invoice.

    Attributes:
        line_id: The system's id of the line; send it back to keep the line on an update.
        item_id: The item, if the line is for one.
        description: What is billed; may hold HTML where the system keeps HTML.
        quantity: How many units.
        unit: The unit of measure, as the system writes it.
        unit_price: The net price of one unit.
        discount_percent: The discount in percent.
        tax_rate: The tax rate in percent.
        subtotal: The line's sum without tax.
        tax_total: The line's tax.
        total: The line's sum with tax.
        account: The account it is booked to, by the name or number that the system books by.
        account_id: The account it is booked to, where the system books by its id.
        tax_rate_id: The tax rate, where the system taxes by its record.
    """

    line_id: str | None = None
    item_id: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    discount_percent: Decimal | None = None
    tax_rate: Decimal | None = None
    subtotal: Decimal | None = None
    tax_total: Decimal | None = None
    total: Decimal | None = None
    account: str | None = None
    account_id: str | None = None
    tax_rate_id: str | None = None


class InvoiceLineInput(TypedDict, total=False):
    """The fields of a row like `InvoiceLine` as input; which of them a system takes, `capabilities()` says."""

    # The system's id of the line; send it back to keep the line on an update.
    line_id: str | None
    # The item, if the line is for one.
    item_id: str | None
    # What is billed; may hold HTML where the system keeps HTML.
    description: str | None
    # How many units.
    quantity: Decimal | int | str | None
    # The unit of measure, as the system writes it.
    unit: str | None
    # The net price of one unit.
    unit_price: Decimal | int | str | None
    # The discount in percent.
    discount_percent: Decimal | int | str | None
    # The tax rate in percent.
    tax_rate: Decimal | int | str | None
    # The line's sum without tax.
    subtotal: Decimal | int | str | None
    # The line's tax.
    tax_total: Decimal | int | str | None
    # The line's sum with tax.
    total: Decimal | int | str | None
    # The account it is booked to, by the name or number that the system books by.
    account: str | None
    # The account it is booked to, where the system books by its id.
    account_id: str | None
    # The tax rate, where the system taxes by its record.
    tax_rate_id: str | None


InvoiceDirection = Literal["sales", "purchase"]

InvoiceKind = Literal["standard", "credit_note", "deposit", "replacement", "other"]

InvoiceStatus = Literal["draft", "open", "partly_paid", "paid", "overdue", "void", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice(Record):
    """An invoice to a customer (sales) or from a supplier (purchase), with its lines.

    Attributes:
        direction: To a customer, or from a supplier (a bill).
        kind: What it is.
        number: The human number; a draft may have none, or a provisional one.
        status: Its state.
        status_native: The state in the system's own word.
        contact_id: The customer or supplier.
        contact_name: The contact's name on the document.
        issue_date: The date on the document.
        due_date: When it is due.
        currency: The currency of all amounts, ISO 4217.
        exchange_rate: Units of the organization's currency per unit of the document's currency.
        subtotal: The sum without tax.
        tax_total: The sum of the taxes.
        total: The sum with tax.
        amount_due: What is still to be paid.
        amount_paid: What is paid already.
        discount_total: The discount on the whole document.
        tax_rate: The tax rate in percent, where the document is taxed and not its lines.
        prices_include_tax: Whether the prices of the lines hold the tax already.
        reference: The other side's reference: the customer's order number, the supplier's bill number.
        original_id: Of a credit note, the invoice that it is for.
        notes: Free text.
        lines: The lines, in order; empty (null) where a list does not carry them.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"lines": InvoiceLine}

    direction: InvoiceDirection | None = None
    kind: InvoiceKind | None = None
    number: str | None = None
    status: InvoiceStatus | None = None
    status_native: str | None = None
    contact_id: str | None = None
    contact_name: str | None = None
    issue_date: date | None = None
    due_date: date | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    subtotal: Decimal | None = None
    tax_total: Decimal | None = None
    total: Decimal | None = None
    amount_due: Decimal | None = None
    amount_paid: Decimal | None = None
    discount_total: Decimal | None = None
    tax_rate: Decimal | None = None
    prices_include_tax: bool | None = None
    reference: str | None = None
    original_id: str | None = None
    notes: str | None = None
    lines: tuple[InvoiceLine, ...] | None = None


class InvoiceInput(TypedDict, total=False):
    """The fields of a record like `Invoice` as input; which of them a system takes, `capabilities()` says."""

    # To a customer, or from a supplier (a bill).
    direction: InvoiceDirection | None
    # What it is.
    kind: InvoiceKind | None
    # The human number; a draft may have none, or a provisional one.
    number: str | None
    # Its state.
    status: InvoiceStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The customer or supplier.
    contact_id: str | None
    # The contact's name on the document.
    contact_name: str | None
    # The date on the document.
    issue_date: date | str | None
    # When it is due.
    due_date: date | str | None
    # The currency of all amounts, ISO 4217.
    currency: str | None
    # Units of the organization's currency per unit of the document's currency.
    exchange_rate: Decimal | int | str | None
    # The sum without tax.
    subtotal: Decimal | int | str | None
    # The sum of the taxes.
    tax_total: Decimal | int | str | None
    # The sum with tax.
    total: Decimal | int | str | None
    # What is still to be paid.
    amount_due: Decimal | int | str | None
    # What is paid already.
    amount_paid: Decimal | int | str | None
    # The discount on the whole document.
    discount_total: Decimal | int | str | None
    # The tax rate in percent, where the document is taxed and not its lines.
    tax_rate: Decimal | int | str | None
    # Whether the prices of the lines hold the tax already.
    prices_include_tax: bool | None
    # The other side's reference: the customer's order number, the supplier's bill number.
    reference: str | None
    # Of a credit note, the invoice that it is for.
    original_id: str | None
    # Free text.
    notes: str | None
    # The lines, in order; empty (null) where a list does not carry them.
    lines: list[InvoiceLineInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine(Row):
    """One line of a quote, an order or a credit note.

    Attributes:
        line_id: The system's id of the line; send it back to keep the line on an update.
        item_id: The item, if the line is for one.
        description: What it is for; may hold HTML where the system keeps HTML.
        quantity: How many units.
        delivered: How many of them are delivered.
        unit: The unit of measure, as the system writes it.
        unit_price: The net price of one unit.
        discount_percent: The discount in percent.
        tax_rate: The tax rate in percent.
        subtotal: The line's sum without tax.
        tax_total: The line's tax.
        total: The line's sum with tax.
        account_id: The account it is booked to.
        tax_rate_id: The tax rate, where the system taxes by its record.
    """

    line_id: str | None = None
    item_id: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    delivered: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    discount_percent: Decimal | None = None
    tax_rate: Decimal | None = None
    subtotal: Decimal | None = None
    tax_total: Decimal | None = None
    total: Decimal | None = None
    account_id: str | None = None
    tax_rate_id: str | None = None


class DocumentLineInput(TypedDict, total=False):
    """The fields of a row like `DocumentLine` as input; which of them a system takes, `capabilities()` says."""

    # The system's id of the line; send it back to keep the line on an update.
    line_id: str | None
    # The item, if the line is for one.
    item_id: str | None
    # What it is for; may hold HTML where the system keeps HTML.
    description: str | None
    # How many units.
    quantity: Decimal | int | str | None
    # How many of them are delivered.
    delivered: Decimal | int | str | None
    # The unit of measure, as the system writes it.
    unit: str | None
    # The net price of one unit.
    unit_price: Decimal | int | str | None
    # The discount in percent.
    discount_percent: Decimal | int | str | None
    # The tax rate in percent.
    tax_rate: Decimal | int | str | None
    # The line's sum without tax.
    subtotal: Decimal | int | str | None
    # The line's tax.
    tax_total: Decimal | int | str | None
    # The line's sum with tax.
    total: Decimal | int | str | None
    # The account it is booked to.
    account_id: str | None
    # The tax rate, where the system taxes by its record.
    tax_rate_id: str | None


CreditNoteDirection = Literal["sales", "purchase"]

CreditNoteStatus = Literal["draft", "open", "closed", "void", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote(Record):
    """Money given back to a customer (sales) or by a supplier (purchase), where the system has it apart from invoices.

    Attributes:
        direction: To a customer, or from a supplier.
        number: The human number.
        status: Its state.
        status_native: The state in the system's own word.
        contact_id: The customer or supplier.
        contact_name: The contact's name on the document.
        invoice_id: The invoice that it is for.
        issue_date: The date on the document.
        currency: The currency of all amounts, ISO 4217.
        exchange_rate: Units of the organization's currency per unit of the document's currency.
        subtotal: The sum without tax.
        tax_total: The sum of the taxes.
        total: The sum with tax.
        unallocated: How much of it settles no invoice yet.
        refunded: How much of it was paid back.
        reference: The other side's reference.
        notes: Free text.
        lines: The lines, in order.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"lines": DocumentLine}

    direction: CreditNoteDirection | None = None
    number: str | None = None
    status: CreditNoteStatus | None = None
    status_native: str | None = None
    contact_id: str | None = None
    contact_name: str | None = None
    invoice_id: str | None = None
    issue_date: date | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    subtotal: Decimal | None = None
    tax_total: Decimal | None = None
    total: Decimal | None = None
    unallocated: Decimal | None = None
    refunded: Decimal | None = None
    reference: str | None = None
    notes: str | None = None
    lines: tuple[DocumentLine, ...] | None = None


class CreditNoteInput(TypedDict, total=False):
    """The fields of a record like `CreditNote` as input; which of them a system takes, `capabilities()` says."""

    # To a customer, or from a supplier.
    direction: CreditNoteDirection | None
    # The human number.
    number: str | None
    # Its state.
    status: CreditNoteStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The customer or supplier.
    contact_id: str | None
    # The contact's name on the document.
    contact_name: str | None
    # The invoice that it is for.
    invoice_id: str | None
    # The date on the document.
    issue_date: date | str | None
    # The currency of all amounts, ISO 4217.
    currency: str | None
    # Units of the organization's currency per unit of the document's currency.
    exchange_rate: Decimal | int | str | None
    # The sum without tax.
    subtotal: Decimal | int | str | None
    # The sum of the taxes.
    tax_total: Decimal | int | str | None
    # The sum with tax.
    total: Decimal | int | str | None
    # How much of it settles no invoice yet.
    unallocated: Decimal | int | str | None
    # How much of it was paid back.
    refunded: Decimal | int | str | None
    # The other side's reference.
    reference: str | None
    # Free text.
    notes: str | None
    # The lines, in order.
    lines: list[DocumentLineInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


QuoteStatus = Literal["draft", "sent", "accepted", "declined", "expired", "converted", "cancelled", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Record):
    """An offer to a customer (a quotation, an estimate, a proposal).

    Attributes:
        number: The human number; a draft may have none, or a provisional one.
        status: Its state; `converted` has become an order or an invoice.
        status_native: The state in the system's own word.
        contact_id: The customer.
        contact_name: The contact's name on the document.
        lead_id: The lead, where it is not for a customer yet.
        issue_date: The date on the document.
        valid_until: Until when it holds.
        currency: The currency of all amounts, ISO 4217.
        exchange_rate: Units of the organization's currency per unit of the document's currency.
        subtotal: The sum without tax.
        tax_total: The sum of the taxes.
        total: The sum with tax.
        discount_total: The discount on the whole document.
        tax_rate: The tax rate in percent, where the document is taxed and not its lines.
        reference: The customer's reference.
        notes: Free text.
        lines: The lines, in order.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"lines": DocumentLine}

    number: str | None = None
    status: QuoteStatus | None = None
    status_native: str | None = None
    contact_id: str | None = None
    contact_name: str | None = None
    lead_id: str | None = None
    issue_date: date | None = None
    valid_until: date | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    subtotal: Decimal | None = None
    tax_total: Decimal | None = None
    total: Decimal | None = None
    discount_total: Decimal | None = None
    tax_rate: Decimal | None = None
    reference: str | None = None
    notes: str | None = None
    lines: tuple[DocumentLine, ...] | None = None


class QuoteInput(TypedDict, total=False):
    """The fields of a record like `Quote` as input; which of them a system takes, `capabilities()` says."""

    # The human number; a draft may have none, or a provisional one.
    number: str | None
    # Its state; `converted` has become an order or an invoice.
    status: QuoteStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The customer.
    contact_id: str | None
    # The contact's name on the document.
    contact_name: str | None
    # The lead, where it is not for a customer yet.
    lead_id: str | None
    # The date on the document.
    issue_date: date | str | None
    # Until when it holds.
    valid_until: date | str | None
    # The currency of all amounts, ISO 4217.
    currency: str | None
    # Units of the organization's currency per unit of the document's currency.
    exchange_rate: Decimal | int | str | None
    # The sum without tax.
    subtotal: Decimal | int | str | None
    # The sum of the taxes.
    tax_total: Decimal | int | str | None
    # The sum with tax.
    total: Decimal | int | str | None
    # The discount on the whole document.
    discount_total: Decimal | int | str | None
    # The tax rate in percent, where the document is taxed and not its lines.
    tax_rate: Decimal | int | str | None
    # The customer's reference.
    reference: str | None
    # Free text.
    notes: str | None
    # The lines, in order.
    lines: list[DocumentLineInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


OrderDirection = Literal["sales", "purchase"]

OrderStatus = Literal["draft", "open", "partly_delivered", "delivered", "completed", "on_hold", "cancelled", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Record):
    """An order of a customer (sales) or to a supplier (purchase).

    Attributes:
        direction: Of a customer, or to a supplier.
        number: The human number; a draft may have none, or a provisional one.
        status: Its state.
        status_native: The state in the system's own word.
        contact_id: The customer or supplier.
        contact_name: The contact's name on the document.
        quote_id: The offer that it came from.
        issue_date: The date on the document.
        delivery_date: When it is to be delivered.
        currency: The currency of all amounts, ISO 4217.
        exchange_rate: Units of the organization's currency per unit of the document's currency.
        subtotal: The sum without tax.
        tax_total: The sum of the taxes.
        total: The sum with tax.
        delivered_percent: How much of it is delivered, in percent.
        billed_percent: How much of it is billed, in percent.
        billed: Whether it is billed.
        reference: The other side's reference: the customer's order number, the supplier's number.
        notes: Free text.
        lines: The lines, in order.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"lines": DocumentLine}

    direction: OrderDirection | None = None
    number: str | None = None
    status: OrderStatus | None = None
    status_native: str | None = None
    contact_id: str | None = None
    contact_name: str | None = None
    quote_id: str | None = None
    issue_date: date | None = None
    delivery_date: date | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    subtotal: Decimal | None = None
    tax_total: Decimal | None = None
    total: Decimal | None = None
    delivered_percent: Decimal | None = None
    billed_percent: Decimal | None = None
    billed: bool | None = None
    reference: str | None = None
    notes: str | None = None
    lines: tuple[DocumentLine, ...] | None = None


class OrderInput(TypedDict, total=False):
    """The fields of a record like `Order` as input; which of them a system takes, `capabilities()` says."""

    # Of a customer, or to a supplier.
    direction: OrderDirection | None
    # The human number; a draft may have none, or a provisional one.
    number: str | None
    # Its state.
    status: OrderStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The customer or supplier.
    contact_id: str | None
    # The contact's name on the document.
    contact_name: str | None
    # The offer that it came from.
    quote_id: str | None
    # The date on the document.
    issue_date: date | str | None
    # When it is to be delivered.
    delivery_date: date | str | None
    # The currency of all amounts, ISO 4217.
    currency: str | None
    # Units of the organization's currency per unit of the document's currency.
    exchange_rate: Decimal | int | str | None
    # The sum without tax.
    subtotal: Decimal | int | str | None
    # The sum of the taxes.
    tax_total: Decimal | int | str | None
    # The sum with tax.
    total: Decimal | int | str | None
    # How much of it is delivered, in percent.
    delivered_percent: Decimal | int | str | None
    # How much of it is billed, in percent.
    billed_percent: Decimal | int | str | None
    # Whether it is billed.
    billed: bool | None
    # The other side's reference: the customer's order number, the supplier's number.
    reference: str | None
    # Free text.
    notes: str | None
    # The lines, in order.
    lines: list[DocumentLineInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation(Row):
    """The part of a payment that settles one invoice.

    Attributes:
        invoice_id: The invoice.
        amount: How much of the payment.
    """

    invoice_id: str | None = None
    amount: Decimal | None = None


class AllocationInput(TypedDict, total=False):
    """The fields of a row like `Allocation` as input; which of them a system takes, `capabilities()` says."""

    # The invoice.
    invoice_id: str | None
    # How much of the payment.
    amount: Decimal | int | str | None


PaymentDirection = Literal["received", "made", "transfer"]

PaymentStatus = Literal["draft", "posted", "void", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Payment(Record):
    """Money received from a customer or paid to a supplier, with the invoices that it settles.

    Attributes:
        direction: Money in, out, or between own accounts.
        number: The human number.
        status: Its state.
        status_native: The state in the system's own word.
        contact_id: Who paid or was paid.
        date: When it was paid.
        currency: The currency of the amount, ISO 4217.
        amount: How much.
        unallocated: How much of it settles no invoice yet.
        method: How it was paid, in the system's word.
        account_id: The own account that the money comes to or leaves from.
        exchange_rate: Units of the organization's currency per unit of the payment's currency.
        reference: The bank's or payer's reference.
        notes: Free text.
        allocations: The invoices it settles.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"allocations": Allocation}

    direction: PaymentDirection | None = None
    number: str | None = None
    status: PaymentStatus | None = None
    status_native: str | None = None
    contact_id: str | None = None
    date: date | None = None
    currency: str | None = None
    amount: Decimal | None = None
    unallocated: Decimal | None = None
    method: str | None = None
    account_id: str | None = None
    exchange_rate: Decimal | None = None
    reference: str | None = None
    notes: str | None = None
    allocations: tuple[Allocation, ...] | None = None


class PaymentInput(TypedDict, total=False):
    """The fields of a record like `Payment` as input; which of them a system takes, `capabilities()` says."""

    # Money in, out, or between own accounts.
    direction: PaymentDirection | None
    # The human number.
    number: str | None
    # Its state.
    status: PaymentStatus | None
    # The state in the system's own word.
    status_native: str | None
    # Who paid or was paid.
    contact_id: str | None
    # When it was paid.
    date: date | str | None
    # The currency of the amount, ISO 4217.
    currency: str | None
    # How much.
    amount: Decimal | int | str | None
    # How much of it settles no invoice yet.
    unallocated: Decimal | int | str | None
    # How it was paid, in the system's word.
    method: str | None
    # The own account that the money comes to or leaves from.
    account_id: str | None
    # Units of the organization's currency per unit of the payment's currency.
    exchange_rate: Decimal | int | str | None
    # The bank's or payer's reference.
    reference: str | None
    # Free text.
    notes: str | None
    # The invoices it settles.
    allocations: list[AllocationInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMethod(Record):
    """A way to pay that payments refer to.

    Attributes:
        name: The name.
        code: The human code.
        description: What it is.
        is_default: Whether new payments start with it.
        active: Whether it may be used.
    """

    name: str | None = None
    code: str | None = None
    description: str | None = None
    is_default: bool | None = None
    active: bool | None = None


class PaymentMethodInput(TypedDict, total=False):
    """The fields of a record like `PaymentMethod` as input; which of them a system takes, `capabilities()` says."""

    # The name.
    name: str | None
    # The human code.
    code: str | None
    # What it is.
    description: str | None
    # Whether new payments start with it.
    is_default: bool | None
    # Whether it may be used.
    active: bool | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseLine(Row):
    """One line of an expense.

    Attributes:
        line_id: The system's id of the line.
        date: When it was spent.
        category: What it was spent on, in the system's word.
        account_id: The account it is booked to.
        description: What it is.
        quantity: How many units.
        tax_rate: The tax rate in percent.
        total: How much, with tax.
    """

    line_id: str | None = None
    date: date | None = None
    category: str | None = None
    account_id: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    tax_rate: Decimal | None = None
    total: Decimal | None = None


class ExpenseLineInput(TypedDict, total=False):
    """The fields of a row like `ExpenseLine` as input; which of them a system takes, `capabilities()` says."""

    # The system's id of the line.
    line_id: str | None
    # When it was spent.
    date: date | str | None
    # What it was spent on, in the system's word.
    category: str | None
    # The account it is booked to.
    account_id: str | None
    # What it is.
    description: str | None
    # How many units.
    quantity: Decimal | int | str | None
    # The tax rate in percent.
    tax_rate: Decimal | int | str | None
    # How much, with tax.
    total: Decimal | int | str | None


ExpenseStatus = Literal["draft", "open", "posted", "paid", "rejected", "void", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Expense(Record):
    """Money spent without an invoice, by the organization or by an employee who gets it back.

    Attributes:
        number: The human number.
        status: Its state.
        status_native: The state in the system's own word.
        date: When it was spent.
        employee_id: Who spent it.
        contact_id: Who got it.
        account_id: The own account that it was paid from.
        currency: The currency of all amounts, ISO 4217.
        exchange_rate: Units of the organization's currency per unit of the expense's currency.
        tax_total: The tax in it.
        total: How much, with tax.
        reference: The reference of the receipt.
        notes: Free text.
        lines: What it was spent on.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"lines": ExpenseLine}

    number: str | None = None
    status: ExpenseStatus | None = None
    status_native: str | None = None
    date: date | None = None
    employee_id: str | None = None
    contact_id: str | None = None
    account_id: str | None = None
    currency: str | None = None
    exchange_rate: Decimal | None = None
    tax_total: Decimal | None = None
    total: Decimal | None = None
    reference: str | None = None
    notes: str | None = None
    lines: tuple[ExpenseLine, ...] | None = None


class ExpenseInput(TypedDict, total=False):
    """The fields of a record like `Expense` as input; which of them a system takes, `capabilities()` says."""

    # The human number.
    number: str | None
    # Its state.
    status: ExpenseStatus | None
    # The state in the system's own word.
    status_native: str | None
    # When it was spent.
    date: date | str | None
    # Who spent it.
    employee_id: str | None
    # Who got it.
    contact_id: str | None
    # The own account that it was paid from.
    account_id: str | None
    # The currency of all amounts, ISO 4217.
    currency: str | None
    # Units of the organization's currency per unit of the expense's currency.
    exchange_rate: Decimal | int | str | None
    # The tax in it.
    tax_total: Decimal | int | str | None
    # How much, with tax.
    total: Decimal | int | str | None
    # The reference of the receipt.
    reference: str | None
    # Free text.
    notes: str | None
    # What it was spent on.
    lines: list[ExpenseLineInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine(Row):
    """One line of a journal entry: a debit or a credit of one account.

    Attributes:
        line_id: The system's id of the line.
        account: The account, by the name or number that the system books by.
        account_id: The account, where the system books by its id.
        debit: The amount debited, in the account's currency.
        credit: The amount credited, in the account's currency.
        contact_id: The customer or supplier, for receivables and payables.
        description: What the line is for.
        position: The line's place, from 1.
    """

    line_id: str | None = None
    account: str | None = None
    account_id: str | None = None
    debit: Decimal | None = None
    credit: Decimal | None = None
    contact_id: str | None = None
    description: str | None = None
    position: int | None = None


class JournalLineInput(TypedDict, total=False):
    """The fields of a row like `JournalLine` as input; which of them a system takes, `capabilities()` says."""

    # The system's id of the line.
    line_id: str | None
    # The account, by the name or number that the system books by.
    account: str | None
    # The account, where the system books by its id.
    account_id: str | None
    # The amount debited, in the account's currency.
    debit: Decimal | int | str | None
    # The amount credited, in the account's currency.
    credit: Decimal | int | str | None
    # The customer or supplier, for receivables and payables.
    contact_id: str | None
    # What the line is for.
    description: str | None
    # The line's place, from 1.
    position: int | None


JournalEntryStatus = Literal["draft", "posted", "void", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry(Record):
    """A journal entry: lines whose debits equal its credits.

    Attributes:
        number: The human number.
        status: Its state.
        status_native: The state in the system's own word.
        kind: The kind of voucher, in the system's word.
        date: The posting date.
        currency: The currency of the totals, ISO 4217.
        total_debit: The sum of the debits.
        total_credit: The sum of the credits.
        reference: The reference of the voucher.
        notes: Free text.
        lines: The lines, in order; balanced before they are sent.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"lines": JournalLine}

    number: str | None = None
    status: JournalEntryStatus | None = None
    status_native: str | None = None
    kind: str | None = None
    date: date | None = None
    currency: str | None = None
    total_debit: Decimal | None = None
    total_credit: Decimal | None = None
    reference: str | None = None
    notes: str | None = None
    lines: tuple[JournalLine, ...] | None = None


class JournalEntryInput(TypedDict, total=False):
    """The fields of a record like `JournalEntry` as input; which of them a system takes, `capabilities()` says."""

    # The human number.
    number: str | None
    # Its state.
    status: JournalEntryStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The kind of voucher, in the system's word.
    kind: str | None
    # The posting date.
    date: date | str | None
    # The currency of the totals, ISO 4217.
    currency: str | None
    # The sum of the debits.
    total_debit: Decimal | int | str | None
    # The sum of the credits.
    total_credit: Decimal | int | str | None
    # The reference of the voucher.
    reference: str | None
    # Free text.
    notes: str | None
    # The lines, in order; balanced before they are sent.
    lines: list[JournalLineInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancialReport(Record):
    """A report that the system makes of the books.

    Attributes:
        kind: The report, in the system's word.
        title: What people see.
        start_date: The first day.
        end_date: The last day.
        basis: What counts as income and expense (cash, accrual), in the system's word.
        currency: The currency of the amounts, ISO 4217.
        figures: The rows, as the system writes them.
        totals: The sums, as the system writes them.
    """

    _json: ClassVar[frozenset[str]] = frozenset({"figures", "totals"})

    kind: str | None = None
    title: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    basis: str | None = None
    currency: str | None = None
    figures: Any = field(default=None, hash=False)
    totals: Any = field(default=None, hash=False)


class FinancialReportInput(TypedDict, total=False):
    """The fields of a record like `FinancialReport` as input; which of them a system takes, `capabilities()` says."""

    # The report, in the system's word.
    kind: str | None
    # What people see.
    title: str | None
    # The first day.
    start_date: date | str | None
    # The last day.
    end_date: date | str | None
    # What counts as income and expense (cash, accrual), in the system's word.
    basis: str | None
    # The currency of the amounts, ISO 4217.
    currency: str | None
    # The rows, as the system writes them.
    figures: Any
    # The sums, as the system writes them.
    totals: Any
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Company(Record):
    """An organization that one does business with, or wants to.

    Attributes:
        name: The name.
        website: The web address; systems may write it in another spelling of the same address.
        other_websites: More web addresses.
        email: The e-mail address.
        phone: The telephone number.
        linkedin_url: The page on LinkedIn.
        industry: The industry, in the system's word.
        employees: How many people work there.
        annual_revenue: The revenue of a year, in `currency`.
        currency: The currency of the amounts, ISO 4217.
        tax_number: The tax or VAT number.
        street: Street and house number.
        street2: The second line of the street.
        city: The town.
        state: The state, province or region.
        postal_code: The postal code.
        country: The country, as the system writes it.
        owner_id: The user who looks after it.
        active: Whether it is still dealt with.
        notes: Free text.
    """

    name: str | None = None
    website: str | None = None
    other_websites: tuple[str, ...] | None = None
    email: str | None = None
    phone: str | None = None
    linkedin_url: str | None = None
    industry: str | None = None
    employees: int | None = None
    annual_revenue: Decimal | None = None
    currency: str | None = None
    tax_number: str | None = None
    street: str | None = None
    street2: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    owner_id: str | None = None
    active: bool | None = None
    notes: str | None = None


class CompanyInput(TypedDict, total=False):
    """The fields of a record like `Company` as input; which of them a system takes, `capabilities()` says."""

    # The name.
    name: str | None
    # The web address; systems may write it in another spelling of the same address.
    website: str | None
    # More web addresses.
    other_websites: list[str] | None
    # The e-mail address.
    email: str | None
    # The telephone number.
    phone: str | None
    # The page on LinkedIn.
    linkedin_url: str | None
    # The industry, in the system's word.
    industry: str | None
    # How many people work there.
    employees: int | None
    # The revenue of a year, in `currency`.
    annual_revenue: Decimal | int | str | None
    # The currency of the amounts, ISO 4217.
    currency: str | None
    # The tax or VAT number.
    tax_number: str | None
    # Street and house number.
    street: str | None
    # The second line of the street.
    street2: str | None
    # The town.
    city: str | None
    # The state, province or region.
    state: str | None
    # The postal code.
    postal_code: str | None
    # The country, as the system writes it.
    country: str | None
    # The user who looks after it.
    owner_id: str | None
    # Whether it is still dealt with.
    active: bool | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A human being that one deals with, mostly at a company.

    Attributes:
        name: The whole name.
        first_name: The first name.
        last_name: The last name.
        job_title: What they do at the company.
        email: The first e-mail address.
        other_emails: More e-mail addresses.
        phone: The first telephone number, as the system keeps it.
        phone_calling_code: The calling code of `phone` where the system keeps it apart, `+49`.
        phone_country: The country of `phone` where the system keeps it apart, ISO 3166.
        other_phones: More telephone numbers.
        linkedin_url: The page on LinkedIn.
        company_id: The company.
        street: Street and house number.
        city: The town.
        postal_code: The postal code.
        country: The country, as the system writes it.
        owner_id: The user who looks after them.
        active: Whether they are still dealt with.
        notes: Free text.
    """

    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    job_title: str | None = None
    email: str | None = None
    other_emails: tuple[str, ...] | None = None
    phone: str | None = None
    phone_calling_code: str | None = None
    phone_country: str | None = None
    other_phones: tuple[str, ...] | None = None
    linkedin_url: str | None = None
    company_id: str | None = None
    street: str | None = None
    city: str | None = None
    postal_code: str | None = None
    country: str | None = None
    owner_id: str | None = None
    active: bool | None = None
    notes: str | None = None


class PersonInput(TypedDict, total=False):
    """The fields of a record like `Person` as input; which of them a system takes, `capabilities()` says."""

    # The whole name.
    name: str | None
    # The first name.
    first_name: str | None
    # The last name.
    last_name: str | None
    # What they do at the company.
    job_title: str | None
    # The first e-mail address.
    email: str | None
    # More e-mail addresses.
    other_emails: list[str] | None
    # The first telephone number, as the system keeps it.
    phone: str | None
    # The calling code of `phone` where the system keeps it apart, `+49`.
    phone_calling_code: str | None
    # The country of `phone` where the system keeps it apart, ISO 3166.
    phone_country: str | None
    # More telephone numbers.
    other_phones: list[str] | None
    # The page on LinkedIn.
    linkedin_url: str | None
    # The company.
    company_id: str | None
    # Street and house number.
    street: str | None
    # The town.
    city: str | None
    # The postal code.
    postal_code: str | None
    # The country, as the system writes it.
    country: str | None
    # The user who looks after them.
    owner_id: str | None
    # Whether they are still dealt with.
    active: bool | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


DealStage = Literal["new", "qualified", "meeting", "proposal", "negotiation", "won", "lost", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Deal(Record):
    """A chance to sell something (an opportunity).

    Attributes:
        name: What it is about.
        stage: How far it is.
        stage_native: The stage in the system's own word.
        pipeline_id: The pipeline whose stages it goes through.
        amount: What it is worth, in `currency`.
        currency: The currency of the amount, ISO 4217.
        probability_percent: How likely it is won, in percent.
        close_date: When it is, or was, to be decided.
        company_id: The company.
        person_id: Whom one talks to.
        lead_id: The lead that it came from.
        owner_id: The user who looks after it.
        source: Where it came from, in the system's word.
        lost_reason: Why it was lost.
        notes: Free text.
    """

    name: str | None = None
    stage: DealStage | None = None
    stage_native: str | None = None
    pipeline_id: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    probability_percent: Decimal | None = None
    close_date: date | None = None
    company_id: str | None = None
    person_id: str | None = None
    lead_id: str | None = None
    owner_id: str | None = None
    source: str | None = None
    lost_reason: str | None = None
    notes: str | None = None


class DealInput(TypedDict, total=False):
    """The fields of a record like `Deal` as input; which of them a system takes, `capabilities()` says."""

    # What it is about.
    name: str | None
    # How far it is.
    stage: DealStage | None
    # The stage in the system's own word.
    stage_native: str | None
    # The pipeline whose stages it goes through.
    pipeline_id: str | None
    # What it is worth, in `currency`.
    amount: Decimal | int | str | None
    # The currency of the amount, ISO 4217.
    currency: str | None
    # How likely it is won, in percent.
    probability_percent: Decimal | int | str | None
    # When it is, or was, to be decided.
    close_date: date | str | None
    # The company.
    company_id: str | None
    # Whom one talks to.
    person_id: str | None
    # The lead that it came from.
    lead_id: str | None
    # The user who looks after it.
    owner_id: str | None
    # Where it came from, in the system's word.
    source: str | None
    # Why it was lost.
    lost_reason: str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


PipelineStageStage = Literal["new", "qualified", "meeting", "proposal", "negotiation", "won", "lost", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineStage(Row):
    """One stage of a pipeline.

    Attributes:
        value: The word that deals keep (their `stage_native`).
        name: What people see.
        stage: What it is among the stages of deals.
        position: Its place: smaller comes first.
        probability_percent: How likely a deal in it is won, in percent.
        color: Its color, as the system writes it.
    """

    value: str | None = None
    name: str | None = None
    stage: PipelineStageStage | None = None
    position: Decimal | None = None
    probability_percent: Decimal | None = None
    color: str | None = None


class PipelineStageInput(TypedDict, total=False):
    """The fields of a row like `PipelineStage` as input; which of them a system takes, `capabilities()` says."""

    # The word that deals keep (their `stage_native`).
    value: str | None
    # What people see.
    name: str | None
    # What it is among the stages of deals.
    stage: PipelineStageStage | None
    # Its place: smaller comes first.
    position: Decimal | int | str | None
    # How likely a deal in it is won, in percent.
    probability_percent: Decimal | int | str | None
    # Its color, as the system writes it.
    color: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline(Record):
    """The stages that deals go through.

    Attributes:
        name: The name.
        is_default: Whether new deals go into it.
        active: Whether it is in use.
        stages: The stages, in order.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"stages": PipelineStage}

    name: str | None = None
    is_default: bool | None = None
    active: bool | None = None
    stages: tuple[PipelineStage, ...] | None = None


class PipelineInput(TypedDict, total=False):
    """The fields of a record like `Pipeline` as input; which of them a system takes, `capabilities()` says."""

    # The name.
    name: str | None
    # Whether new deals go into it.
    is_default: bool | None
    # Whether it is in use.
    active: bool | None
    # The stages, in order.
    stages: list[PipelineStageInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


ActivityKind = Literal["call", "meeting", "email", "note", "task", "change", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Record):
    """Something that happened with a customer, or is planned: a call, a meeting, a change of a record.

    Attributes:
        kind: What it is.
        kind_native: What it is in the system's own word.
        subject: What it is about, in a line.
        body: What was said or done.
        happened_at: When it happens or happened.
        ended_at: When it ended.
        done: Whether it is done.
        user_id: Who did it, or is to do it.
        company_id: The company.
        person_id: The person.
        deal_id: The deal.
        lead_id: The lead.
        details: What else the system tells of it, as it writes it.
    """

    _json: ClassVar[frozenset[str]] = frozenset({"details"})

    kind: ActivityKind | None = None
    kind_native: str | None = None
    subject: str | None = None
    body: str | None = None
    happened_at: datetime | None = None
    ended_at: datetime | None = None
    done: bool | None = None
    user_id: str | None = None
    company_id: str | None = None
    person_id: str | None = None
    deal_id: str | None = None
    lead_id: str | None = None
    details: Any = field(default=None, hash=False)


class ActivityInput(TypedDict, total=False):
    """The fields of a record like `Activity` as input; which of them a system takes, `capabilities()` says."""

    # What it is.
    kind: ActivityKind | None
    # What it is in the system's own word.
    kind_native: str | None
    # What it is about, in a line.
    subject: str | None
    # What was said or done.
    body: str | None
    # When it happens or happened.
    happened_at: datetime | str | None
    # When it ended.
    ended_at: datetime | str | None
    # Whether it is done.
    done: bool | None
    # Who did it, or is to do it.
    user_id: str | None
    # The company.
    company_id: str | None
    # The person.
    person_id: str | None
    # The deal.
    deal_id: str | None
    # The lead.
    lead_id: str | None
    # What else the system tells of it, as it writes it.
    details: Any
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Record):
    """A text about companies, people or deals.

    Attributes:
        title: The title.
        body: The text: Markdown, or HTML where the system keeps HTML.
        author_id: Who wrote it.
        company_ids: The companies it is about.
        person_ids: The people it is about.
        deal_ids: The deals it is about.
    """

    title: str | None = None
    body: str | None = None
    author_id: str | None = None
    company_ids: tuple[str, ...] | None = None
    person_ids: tuple[str, ...] | None = None
    deal_ids: tuple[str, ...] | None = None


class NoteInput(TypedDict, total=False):
    """The fields of a record like `Note` as input; which of them a system takes, `capabilities()` says."""

    # The title.
    title: str | None
    # The text: Markdown, or HTML where the system keeps HTML.
    body: str | None
    # Who wrote it.
    author_id: str | None
    # The companies it is about.
    company_ids: list[str] | None
    # The people it is about.
    person_ids: list[str] | None
    # The deals it is about.
    deal_ids: list[str] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


CrmTaskStatus = Literal["todo", "in_progress", "done", "cancelled", "other"]

CrmTaskPriority = Literal["urgent", "high", "medium", "low", "none", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class CrmTask(Record):
    """Something to do for a customer; the tasks of projects are `projects.tasks`.

    Attributes:
        title: What is to be done.
        body: More about it: Markdown, or HTML where the system keeps HTML.
        status: Its state.
        status_native: The state in the system's own word.
        priority: How urgent it is.
        due_at: When it is due.
        assignee_id: Who is to do it.
        company_ids: The companies it is about.
        person_ids: The people it is about.
        deal_ids: The deals it is about.
    """

    title: str | None = None
    body: str | None = None
    status: CrmTaskStatus | None = None
    status_native: str | None = None
    priority: CrmTaskPriority | None = None
    due_at: datetime | None = None
    assignee_id: str | None = None
    company_ids: tuple[str, ...] | None = None
    person_ids: tuple[str, ...] | None = None
    deal_ids: tuple[str, ...] | None = None


class CrmTaskInput(TypedDict, total=False):
    """The fields of a record like `CrmTask` as input; which of them a system takes, `capabilities()` says."""

    # What is to be done.
    title: str | None
    # More about it: Markdown, or HTML where the system keeps HTML.
    body: str | None
    # Its state.
    status: CrmTaskStatus | None
    # The state in the system's own word.
    status_native: str | None
    # How urgent it is.
    priority: CrmTaskPriority | None
    # When it is due.
    due_at: datetime | str | None
    # Who is to do it.
    assignee_id: str | None
    # The companies it is about.
    company_ids: list[str] | None
    # The people it is about.
    person_ids: list[str] | None
    # The deals it is about.
    deal_ids: list[str] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


LeadStatus = Literal["new", "contacted", "qualified", "converted", "lost", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Lead(Record):
    """Somebody who may become a customer.

    Attributes:
        name: The person's or company's name.
        first_name: The person's first name.
        last_name: The person's last name.
        company_name: The company's name.
        job_title: What the person does there.
        status: Its state.
        status_native: The state in the system's own word.
        email: The e-mail address.
        phone: The telephone number.
        website: The web address.
        city: The town.
        country: The country, as the system writes it.
        industry: The industry, in the system's word.
        company_size: How many people work there, as the system writes it: a number or a range.
        source: Where it came from, in the system's word.
        amount: What it may be worth, in `currency`.
        currency: The currency of the amount, ISO 4217.
        owner_id: The user who looks after it.
        company_id: The company, where the system has it as a record.
        person_id: The person, where the system has them as a record.
        notes: Free text.
    """

    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    job_title: str | None = None
    status: LeadStatus | None = None
    status_native: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    city: str | None = None
    country: str | None = None
    industry: str | None = None
    company_size: str | None = None
    source: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    owner_id: str | None = None
    company_id: str | None = None
    person_id: str | None = None
    notes: str | None = None


class LeadInput(TypedDict, total=False):
    """The fields of a record like `Lead` as input; which of them a system takes, `capabilities()` says."""

    # The person's or company's name.
    name: str | None
    # The person's first name.
    first_name: str | None
    # The person's last name.
    last_name: str | None
    # The company's name.
    company_name: str | None
    # What the person does there.
    job_title: str | None
    # Its state.
    status: LeadStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The e-mail address.
    email: str | None
    # The telephone number.
    phone: str | None
    # The web address.
    website: str | None
    # The town.
    city: str | None
    # The country, as the system writes it.
    country: str | None
    # The industry, in the system's word.
    industry: str | None
    # How many people work there, as the system writes it: a number or a range.
    company_size: str | None
    # Where it came from, in the system's word.
    source: str | None
    # What it may be worth, in `currency`.
    amount: Decimal | int | str | None
    # The currency of the amount, ISO 4217.
    currency: str | None
    # The user who looks after it.
    owner_id: str | None
    # The company, where the system has it as a record.
    company_id: str | None
    # The person, where the system has them as a record.
    person_id: str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmUser(Record):
    """A user of the customer system: who owns deals and does tasks.

    Attributes:
        name: The whole name.
        first_name: The first name.
        last_name: The last name.
        email: The e-mail address.
        timezone: The zone they live in, in the system's word.
        language: The language they read, in the system's word.
        active: Whether they may sign in.
    """

    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    timezone: str | None = None
    language: str | None = None
    active: bool | None = None


class CrmUserInput(TypedDict, total=False):
    """The fields of a record like `CrmUser` as input; which of them a system takes, `capabilities()` says."""

    # The whole name.
    name: str | None
    # The first name.
    first_name: str | None
    # The last name.
    last_name: str | None
    # The e-mail address.
    email: str | None
    # The zone they live in, in the system's word.
    timezone: str | None
    # The language they read, in the system's word.
    language: str | None
    # Whether they may sign in.
    active: bool | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


SentimentLabel = Literal["positive", "neutral", "negative"]

SentimentStrength = Literal["strong", "moderate", "mild"]

SentimentSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Sentiment(Record):
    """Whether a text is good or bad news.

    Attributes:
        text: The text that was judged.
        label: The judgement.
        label_native: The judgement in the model's own words, for example `mildly positive`.
        strength: How strong it is, where the model tells.
        confidence: How sure, from 0 to 1; empty where it was not worked out.
        confidence_method: How `confidence` was worked out.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
        model: The model that answered.
        answer: The model's answer as it gave it.
    """

    text: str | None = None
    label: SentimentLabel | None = None
    label_native: str | None = None
    strength: SentimentStrength | None = None
    confidence: Decimal | None = None
    confidence_method: str | None = None
    source: SentimentSource | None = None
    method: str | None = None
    model: str | None = None
    answer: str | None = None


class SentimentInput(TypedDict, total=False):
    """The fields of a record like `Sentiment` as input; which of them a system takes, `capabilities()` says."""

    # The text that was judged.
    text: str | None
    # The judgement.
    label: SentimentLabel | None
    # The judgement in the model's own words, for example `mildly positive`.
    label_native: str | None
    # How strong it is, where the model tells.
    strength: SentimentStrength | None
    # How sure, from 0 to 1; empty where it was not worked out.
    confidence: Decimal | int | str | None
    # How `confidence` was worked out.
    confidence_method: str | None
    # Who gave the answer: a model, or a named statistic.
    source: SentimentSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The model that answered.
    model: str | None
    # The model's answer as it gave it.
    answer: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


HeadlineSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Headline(Record):
    """What a headline about a commodity says of its price.

    Attributes:
        text: The text that was judged.
        about_price: It is about the price at all.
        price_up: The price goes up.
        price_constant: The price stays.
        price_down: The price goes down.
        price_past: It is about the price in the past.
        price_future: It is about the price in the future.
        event_past: It is about something else in the past.
        event_future: It is about something else in the future.
        compares_assets: It compares the commodity with something else.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
        model: The model that answered.
        answer: The model's answer as it gave it.
    """

    text: str | None = None
    about_price: bool | None = None
    price_up: bool | None = None
    price_constant: bool | None = None
    price_down: bool | None = None
    price_past: bool | None = None
    price_future: bool | None = None
    event_past: bool | None = None
    event_future: bool | None = None
    compares_assets: bool | None = None
    source: HeadlineSource | None = None
    method: str | None = None
    model: str | None = None
    answer: str | None = None


class HeadlineInput(TypedDict, total=False):
    """The fields of a record like `Headline` as input; which of them a system takes, `capabilities()` says."""

    # The text that was judged.
    text: str | None
    # It is about the price at all.
    about_price: bool | None
    # The price goes up.
    price_up: bool | None
    # The price stays.
    price_constant: bool | None
    # The price goes down.
    price_down: bool | None
    # It is about the price in the past.
    price_past: bool | None
    # It is about the price in the future.
    price_future: bool | None
    # It is about something else in the past.
    event_past: bool | None
    # It is about something else in the future.
    event_future: bool | None
    # It compares the commodity with something else.
    compares_assets: bool | None
    # Who gave the answer: a model, or a named statistic.
    source: HeadlineSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The model that answered.
    model: str | None
    # The model's answer as it gave it.
    answer: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


ExtractedEntityKind = Literal["person", "organization", "location", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedEntity(Row):
    """A name that a text mentions.

    Attributes:
        name: The name, as it stands in the text.
        kind: What it names.
        kind_native: The same in the model's own word.
        in_text: Whether the name does stand in the text; models invent some.
    """

    name: str | None = None
    kind: ExtractedEntityKind | None = None
    kind_native: str | None = None
    in_text: bool | None = None


class ExtractedEntityInput(TypedDict, total=False):
    """The fields of a row like `ExtractedEntity` as input; which of them a system takes, `capabilities()` says."""

    # The name, as it stands in the text.
    name: str | None
    # What it names.
    kind: ExtractedEntityKind | None
    # The same in the model's own word.
    kind_native: str | None
    # Whether the name does stand in the text; models invent some.
    in_text: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedRelation(Row):
    """How two names of a text relate.

    Attributes:
        subject: The first name.
        relation: The relation, for example `chief executive officer`.
        object: The second name.
    """

    subject: str | None = None
    relation: str | None = None
    object: str | None = None


class ExtractedRelationInput(TypedDict, total=False):
    """The fields of a row like `ExtractedRelation` as input; which of them a system takes, `capabilities()` says."""

    # The first name.
    subject: str | None
    # The relation, for example `chief executive officer`.
    relation: str | None
    # The second name.
    object: str | None


ExtractionSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction(Record):
    """The names that a text mentions, and how they relate.

    Attributes:
        text: The text that was judged.
        entities: The names.
        relations: How they relate.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
        model: The model that answered.
        answer: The model's answer as it gave it.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"entities": ExtractedEntity, "relations": ExtractedRelation}

    text: str | None = None
    entities: tuple[ExtractedEntity, ...] | None = None
    relations: tuple[ExtractedRelation, ...] | None = None
    source: ExtractionSource | None = None
    method: str | None = None
    model: str | None = None
    answer: str | None = None


class ExtractionInput(TypedDict, total=False):
    """The fields of a record like `Extraction` as input; which of them a system takes, `capabilities()` says."""

    # The text that was judged.
    text: str | None
    # The names.
    entities: list[ExtractedEntityInput] | None
    # How they relate.
    relations: list[ExtractedRelationInput] | None
    # Who gave the answer: a model, or a named statistic.
    source: ExtractionSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The model that answered.
    model: str | None
    # The model's answer as it gave it.
    answer: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPoint(Row):
    """One value of a forecast series.

    Attributes:
        date: The day, or the first day of the period.
        value: The value that is expected.
        lower: The lower end of what is likely.
        upper: The upper end of what is likely.
        confidence: How likely it lies between them, from 0 to 1.
    """

    date: date | None = None
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    confidence: Decimal | None = None


class ForecastPointInput(TypedDict, total=False):
    """The fields of a row like `ForecastPoint` as input; which of them a system takes, `capabilities()` says."""

    # The day, or the first day of the period.
    date: date | str | None
    # The value that is expected.
    value: Decimal | int | str | None
    # The lower end of what is likely.
    lower: Decimal | int | str | None
    # The upper end of what is likely.
    upper: Decimal | int | str | None
    # How likely it lies between them, from 0 to 1.
    confidence: Decimal | int | str | None


ForecastDirection = Literal["up", "down", "flat", "other"]

ForecastSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Record):
    """What is expected to come: a move of a price, or the next values of a series.

    Attributes:
        subject: What is forecast: a symbol, or the name of a series.
        as_of: The day from which it looks ahead.
        until: The last day that it speaks of.
        direction: Which way it goes.
        change_percent: By how much, in percent; the middle where a range was given.
        change_low_percent: The lower end of that range.
        change_high_percent: The upper end of that range; empty where it is open.
        points: The next values, in order.
        prediction: The forecast in words.
        analysis: Why.
        positives: What speaks for it.
        concerns: What speaks against it.
        accuracy: What a back-test measured, from 0 to 1; empty where none was made.
        currency: The currency of the values, ISO 4217.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
        model: The model that answered.
        answer: The model's answer as it gave it.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"points": ForecastPoint}

    subject: str | None = None
    as_of: date | None = None
    until: date | None = None
    direction: ForecastDirection | None = None
    change_percent: Decimal | None = None
    change_low_percent: Decimal | None = None
    change_high_percent: Decimal | None = None
    points: tuple[ForecastPoint, ...] | None = None
    prediction: str | None = None
    analysis: str | None = None
    positives: tuple[str, ...] | None = None
    concerns: tuple[str, ...] | None = None
    accuracy: Decimal | None = None
    currency: str | None = None
    source: ForecastSource | None = None
    method: str | None = None
    model: str | None = None
    answer: str | None = None


class ForecastInput(TypedDict, total=False):
    """The fields of a record like `Forecast` as input; which of them a system takes, `capabilities()` says."""

    # What is forecast: a symbol, or the name of a series.
    subject: str | None
    # The day from which it looks ahead.
    as_of: date | str | None
    # The last day that it speaks of.
    until: date | str | None
    # Which way it goes.
    direction: ForecastDirection | None
    # By how much, in percent; the middle where a range was given.
    change_percent: Decimal | int | str | None
    # The lower end of that range.
    change_low_percent: Decimal | int | str | None
    # The upper end of that range; empty where it is open.
    change_high_percent: Decimal | int | str | None
    # The next values, in order.
    points: list[ForecastPointInput] | None
    # The forecast in words.
    prediction: str | None
    # Why.
    analysis: str | None
    # What speaks for it.
    positives: list[str] | None
    # What speaks against it.
    concerns: list[str] | None
    # What a back-test measured, from 0 to 1; empty where none was made.
    accuracy: Decimal | int | str | None
    # The currency of the values, ISO 4217.
    currency: str | None
    # Who gave the answer: a model, or a named statistic.
    source: ForecastSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The model that answered.
    model: str | None
    # The model's answer as it gave it.
    answer: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection(Row):
    """One section of a report.

    Attributes:
        title: The heading.
        body: The text.
    """

    title: str | None = None
    body: str | None = None


class ReportSectionInput(TypedDict, total=False):
    """The fields of a row like `ReportSection` as input; which of them a system takes, `capabilities()` says."""

    # The heading.
    title: str | None
    # The text.
    body: str | None


ReportSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """A written analysis.

    Attributes:
        title: The title.
        kind: The kind of analysis, in the system's word.
        subject: What it is about.
        summary: The summary.
        sections: The sections, in order.
        strengths: What is good.
        weaknesses: What is not.
        opportunities: What may become good.
        threats: What may become bad.
        recommendations: What to do.
        score: The overall mark, as the system gives it.
        tables: The figures it is made of, as the system writes them.
        job_id: The job that made it.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
        model: The model that answered.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"sections": ReportSection}

    _json: ClassVar[frozenset[str]] = frozenset({"tables"})

    title: str | None = None
    kind: str | None = None
    subject: str | None = None
    summary: str | None = None
    sections: tuple[ReportSection, ...] | None = None
    strengths: tuple[str, ...] | None = None
    weaknesses: tuple[str, ...] | None = None
    opportunities: tuple[str, ...] | None = None
    threats: tuple[str, ...] | None = None
    recommendations: tuple[str, ...] | None = None
    score: Decimal | None = None
    tables: Any = field(default=None, hash=False)
    job_id: str | None = None
    source: ReportSource | None = None
    method: str | None = None
    model: str | None = None


class ReportInput(TypedDict, total=False):
    """The fields of a record like `Report` as input; which of them a system takes, `capabilities()` says."""

    # The title.
    title: str | None
    # The kind of analysis, in the system's word.
    kind: str | None
    # What it is about.
    subject: str | None
    # The summary.
    summary: str | None
    # The sections, in order.
    sections: list[ReportSectionInput] | None
    # What is good.
    strengths: list[str] | None
    # What is not.
    weaknesses: list[str] | None
    # What may become good.
    opportunities: list[str] | None
    # What may become bad.
    threats: list[str] | None
    # What to do.
    recommendations: list[str] | None
    # The overall mark, as the system gives it.
    score: Decimal | int | str | None
    # The figures it is made of, as the system writes them.
    tables: Any
    # The job that made it.
    job_id: str | None
    # Who gave the answer: a model, or a named statistic.
    source: ReportSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The model that answered.
    model: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


AnalysisJobStatus = Literal["queued", "running", "waiting", "succeeded", "failed", "cancelled", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisJob(Record):
    """A long piece of work of an agent or a model, from its submission to its result.

    Attributes:
        kind: The agent or workflow that does it.
        task: What is to be done.
        inputs: What it works on: tables and texts.
        status: Its state; `waiting` is for an answer of ours.
        status_native: The state in the system's own word.
        progress_percent: How much is done, in percent.
        turn: The step it is at.
        max_turns: How many steps it may take.
        summary: The result in words.
        result: The result, as the system writes it.
        error_code: Why it failed, in the system's word.
        error_message: Why it failed, in words.
        cost: What it cost so far, in `currency`.
        currency: The currency of the cost, ISO 4217.
        max_cost: What it may cost.
        prompt_tokens: How many tokens it read.
        completion_tokens: How many tokens it wrote.
        usage: What it used, as the system writes it.
        deadline_seconds: How long it may take.
        started_at: When it began.
        finished_at: When it ended.
        model: The model that answered.
    """

    _json: ClassVar[frozenset[str]] = frozenset({"inputs", "result", "usage"})

    kind: str | None = None
    task: str | None = None
    inputs: Any = field(default=None, hash=False)
    status: AnalysisJobStatus | None = None
    status_native: str | None = None
    progress_percent: Decimal | None = None
    turn: int | None = None
    max_turns: int | None = None
    summary: str | None = None
    result: Any = field(default=None, hash=False)
    error_code: str | None = None
    error_message: str | None = None
    cost: Decimal | None = None
    currency: str | None = None
    max_cost: Decimal | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    usage: Any = field(default=None, hash=False)
    deadline_seconds: int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    model: str | None = None


class AnalysisJobInput(TypedDict, total=False):
    """The fields of a record like `AnalysisJob` as input; which of them a system takes, `capabilities()` says."""

    # The agent or workflow that does it.
    kind: str | None
    # What is to be done.
    task: str | None
    # What it works on: tables and texts.
    inputs: Any
    # Its state; `waiting` is for an answer of ours.
    status: AnalysisJobStatus | None
    # The state in the system's own word.
    status_native: str | None
    # How much is done, in percent.
    progress_percent: Decimal | int | str | None
    # The step it is at.
    turn: int | None
    # How many steps it may take.
    max_turns: int | None
    # The result in words.
    summary: str | None
    # The result, as the system writes it.
    result: Any
    # Why it failed, in the system's word.
    error_code: str | None
    # Why it failed, in words.
    error_message: str | None
    # What it cost so far, in `currency`.
    cost: Decimal | int | str | None
    # The currency of the cost, ISO 4217.
    currency: str | None
    # What it may cost.
    max_cost: Decimal | int | str | None
    # How many tokens it read.
    prompt_tokens: int | None
    # How many tokens it wrote.
    completion_tokens: int | None
    # What it used, as the system writes it.
    usage: Any
    # How long it may take.
    deadline_seconds: int | None
    # When it began.
    started_at: datetime | str | None
    # When it ended.
    finished_at: datetime | str | None
    # The model that answered.
    model: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


EmployeeStatus = Literal["active", "inactive", "suspended", "left", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Employee(Record):
    """Somebody who works for the organization.

    Attributes:
        number: The human number.
        name: The whole name.
        first_name: The first name.
        last_name: The last name.
        status: Whether they work here.
        status_native: The state in the system's own word.
        email: The e-mail address at work.
        personal_email: The private e-mail address.
        phone: The telephone number.
        job_title: What they do.
        department: The department, in the system's word.
        company: The company that employs them, in the system's word.
        manager_id: Whom they report to.
        user_login: Their login in the system.
        gender: The gender, in the system's word.
        birth_date: The day of birth.
        start_date: When they began.
        end_date: When they left, or will.
        notes: Free text.
    """

    number: str | None = None
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    status: EmployeeStatus | None = None
    status_native: str | None = None
    email: str | None = None
    personal_email: str | None = None
    phone: str | None = None
    job_title: str | None = None
    department: str | None = None
    company: str | None = None
    manager_id: str | None = None
    user_login: str | None = None
    gender: str | None = None
    birth_date: date | None = None
    start_date: date | None = None
    end_date: date | None = None
    notes: str | None = None


class EmployeeInput(TypedDict, total=False):
    """The fields of a record like `Employee` as input; which of them a system takes, `capabilities()` says."""

    # The human number.
    number: str | None
    # The whole name.
    name: str | None
    # The first name.
    first_name: str | None
    # The last name.
    last_name: str | None
    # Whether they work here.
    status: EmployeeStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The e-mail address at work.
    email: str | None
    # The private e-mail address.
    personal_email: str | None
    # The telephone number.
    phone: str | None
    # What they do.
    job_title: str | None
    # The department, in the system's word.
    department: str | None
    # The company that employs them, in the system's word.
    company: str | None
    # Whom they report to.
    manager_id: str | None
    # Their login in the system.
    user_login: str | None
    # The gender, in the system's word.
    gender: str | None
    # The day of birth.
    birth_date: date | str | None
    # When they began.
    start_date: date | str | None
    # When they left, or will.
    end_date: date | str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


LeaveStatus = Literal["draft", "open", "approved", "rejected", "cancelled", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(Record):
    """A time off, asked for or granted.

    Attributes:
        employee_id: Who is away.
        employee_name: The employee's name on the request.
        kind: The kind of leave, in the system's word.
        status: Its state.
        status_native: The state in the system's own word.
        start_date: The first day.
        end_date: The last day.
        half_day: Whether it is for half a day only.
        days: How many days it takes.
        approver: Who decides, in the system's word.
        reason: Why.
    """

    employee_id: str | None = None
    employee_name: str | None = None
    kind: str | None = None
    status: LeaveStatus | None = None
    status_native: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    half_day: bool | None = None
    days: Decimal | None = None
    approver: str | None = None
    reason: str | None = None


class LeaveInput(TypedDict, total=False):
    """The fields of a record like `Leave` as input; which of them a system takes, `capabilities()` says."""

    # Who is away.
    employee_id: str | None
    # The employee's name on the request.
    employee_name: str | None
    # The kind of leave, in the system's word.
    kind: str | None
    # Its state.
    status: LeaveStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The first day.
    start_date: date | str | None
    # The last day.
    end_date: date | str | None
    # Whether it is for half a day only.
    half_day: bool | None
    # How many days it takes.
    days: Decimal | int | str | None
    # Who decides, in the system's word.
    approver: str | None
    # Why.
    reason: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Record):
    """A kind of thing that is kept, made, bought or sold; how much of it there is stands in stock items.

    Attributes:
        code: The human code (SKU, internal part number).
        name: The name.
        description: A description; may hold HTML where the system keeps HTML.
        revision: The revision.
        category_id: The category.
        category: The category's name, where it is no record.
        unit: The unit of measure, as the system writes it.
        barcode: The barcode.
        active: Whether it may be used.
        assembly: Whether it is made of other parts.
        component: Whether other parts are made of it.
        bought: Whether it can be bought.
        sold: Whether it can be sold.
        trackable: Whether each one has a serial number.
        batched: Whether it is kept in batches.
        testable: Whether it is tested.
        virtual: Whether it is no physical thing, so that no stock is kept.
        template: Whether it is only a template of variants.
        locked: Whether it cannot be changed.
        variant_of_id: The template that it is a variant of.
        default_location_id: Where it is kept unless told otherwise.
        minimum_stock: How much there should be at least.
        maximum_stock: How much there should be at most.
        in_stock: How much there is in all.
        allocated: How much of it is promised.
        available: How much of it is free.
        on_order: How much is ordered.
        in_production: How much is being made.
        shelf_life_days: How many days it keeps.
        sales_price: The net price per unit, in the organization's currency.
        keywords: Words to find it by.
        tags: Its tags.
        link: A web address.
        image_url: Its picture, as the system writes the address.
        notes: Free text.
    """

    code: str | None = None
    name: str | None = None
    description: str | None = None
    revision: str | None = None
    category_id: str | None = None
    category: str | None = None
    unit: str | None = None
    barcode: str | None = None
    active: bool | None = None
    assembly: bool | None = None
    component: bool | None = None
    bought: bool | None = None
    sold: bool | None = None
    trackable: bool | None = None
    batched: bool | None = None
    testable: bool | None = None
    virtual: bool | None = None
    template: bool | None = None
    locked: bool | None = None
    variant_of_id: str | None = None
    default_location_id: str | None = None
    minimum_stock: Decimal | None = None
    maximum_stock: Decimal | None = None
    in_stock: Decimal | None = None
    allocated: Decimal | None = None
    available: Decimal | None = None
    on_order: Decimal | None = None
    in_production: Decimal | None = None
    shelf_life_days: int | None = None
    sales_price: Decimal | None = None
    keywords: str | None = None
    tags: tuple[str, ...] | None = None
    link: str | None = None
    image_url: str | None = None
    notes: str | None = None


class PartInput(TypedDict, total=False):
    """The fields of a record like `Part` as input; which of them a system takes, `capabilities()` says."""

    # The human code (SKU, internal part number).
    code: str | None
    # The name.
    name: str | None
    # A description; may hold HTML where the system keeps HTML.
    description: str | None
    # The revision.
    revision: str | None
    # The category.
    category_id: str | None
    # The category's name, where it is no record.
    category: str | None
    # The unit of measure, as the system writes it.
    unit: str | None
    # The barcode.
    barcode: str | None
    # Whether it may be used.
    active: bool | None
    # Whether it is made of other parts.
    assembly: bool | None
    # Whether other parts are made of it.
    component: bool | None
    # Whether it can be bought.
    bought: bool | None
    # Whether it can be sold.
    sold: bool | None
    # Whether each one has a serial number.
    trackable: bool | None
    # Whether it is kept in batches.
    batched: bool | None
    # Whether it is tested.
    testable: bool | None
    # Whether it is no physical thing, so that no stock is kept.
    virtual: bool | None
    # Whether it is only a template of variants.
    template: bool | None
    # Whether it cannot be changed.
    locked: bool | None
    # The template that it is a variant of.
    variant_of_id: str | None
    # Where it is kept unless told otherwise.
    default_location_id: str | None
    # How much there should be at least.
    minimum_stock: Decimal | int | str | None
    # How much there should be at most.
    maximum_stock: Decimal | int | str | None
    # How much there is in all.
    in_stock: Decimal | int | str | None
    # How much of it is promised.
    allocated: Decimal | int | str | None
    # How much of it is free.
    available: Decimal | int | str | None
    # How much is ordered.
    on_order: Decimal | int | str | None
    # How much is being made.
    in_production: Decimal | int | str | None
    # How many days it keeps.
    shelf_life_days: int | None
    # The net price per unit, in the organization's currency.
    sales_price: Decimal | int | str | None
    # Words to find it by.
    keywords: str | None
    # Its tags.
    tags: list[str] | None
    # A web address.
    link: str | None
    # Its picture, as the system writes the address.
    image_url: str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCategory(Record):
    """A group of parts.

    Attributes:
        name: The name.
        description: What belongs into it.
        parent_id: The category above it.
        path: The names from the top down, as the system writes them.
        level: How deep it is, from 0.
        structural: Whether it only holds other categories.
        default_location_id: Where its parts are kept unless told otherwise.
        part_count: How many parts it has.
    """

    name: str | None = None
    description: str | None = None
    parent_id: str | None = None
    path: str | None = None
    level: int | None = None
    structural: bool | None = None
    default_location_id: str | None = None
    part_count: int | None = None


class PartCategoryInput(TypedDict, total=False):
    """The fields of a record like `PartCategory` as input; which of them a system takes, `capabilities()` says."""

    # The name.
    name: str | None
    # What belongs into it.
    description: str | None
    # The category above it.
    parent_id: str | None
    # The names from the top down, as the system writes them.
    path: str | None
    # How deep it is, from 0.
    level: int | None
    # Whether it only holds other categories.
    structural: bool | None
    # Where its parts are kept unless told otherwise.
    default_location_id: str | None
    # How many parts it has.
    part_count: int | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Record):
    """A place where stock is kept: a warehouse, a shelf.

    Attributes:
        name: The name.
        code: The human code.
        description: What is kept there.
        kind: The kind of place, in the system's word.
        parent_id: The place that it is in.
        path: The names from the top down, as the system writes them.
        level: How deep it is, from 0.
        structural: Whether it only holds other places.
        external: Whether it belongs to somebody else.
        active: Whether it may be used.
        is_default: Whether stock goes there unless told otherwise.
        street: Street and house number.
        city: The town.
        postal_code: The postal code.
        country: The country, as the system writes it.
        phone: The telephone number.
        email: The e-mail address.
        item_count: How many stock items are there.
    """

    name: str | None = None
    code: str | None = None
    description: str | None = None
    kind: str | None = None
    parent_id: str | None = None
    path: str | None = None
    level: int | None = None
    structural: bool | None = None
    external: bool | None = None
    active: bool | None = None
    is_default: bool | None = None
    street: str | None = None
    city: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None
    email: str | None = None
    item_count: int | None = None


class LocationInput(TypedDict, total=False):
    """The fields of a record like `Location` as input; which of them a system takes, `capabilities()` says."""

    # The name.
    name: str | None
    # The human code.
    code: str | None
    # What is kept there.
    description: str | None
    # The kind of place, in the system's word.
    kind: str | None
    # The place that it is in.
    parent_id: str | None
    # The names from the top down, as the system writes them.
    path: str | None
    # How deep it is, from 0.
    level: int | None
    # Whether it only holds other places.
    structural: bool | None
    # Whether it belongs to somebody else.
    external: bool | None
    # Whether it may be used.
    active: bool | None
    # Whether stock goes there unless told otherwise.
    is_default: bool | None
    # Street and house number.
    street: str | None
    # The town.
    city: str | None
    # The postal code.
    postal_code: str | None
    # The country, as the system writes it.
    country: str | None
    # The telephone number.
    phone: str | None
    # The e-mail address.
    email: str | None
    # How many stock items are there.
    item_count: int | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


StockItemStatus = Literal["ok", "attention", "damaged", "destroyed", "rejected", "lost", "quarantined", "returned", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class StockItem(Record):
    """An amount of a part at a place, of one batch or with one serial number. Its quantity changes only through actions.

    Attributes:
        part_id: The part.
        location_id: Where it is.
        quantity: How much there is.
        unit: The unit of measure, as the system writes it.
        allocated: How much of it is promised.
        on_order: How much is ordered for this place.
        projected: How much there will be after all orders.
        batch: The batch.
        serial: The serial number.
        serial_numbers: On create: the serial numbers of several, as the system takes them (`1-5`).
        status: Its condition.
        status_native: The condition in the system's own word.
        in_stock: Whether it is here: not sold, used up or built in.
        in_production: Whether it is being made.
        expired: Whether it is too old.
        expiry_date: Until when it keeps.
        counted_date: When it was last counted.
        supplier_part_id: What it was bought as.
        purchase_price: What one unit cost, in `currency`.
        currency: The currency of the price, ISO 4217.
        valuation_rate: What one unit is worth in the books, in the organization's currency.
        purchase_order_id: The order it came with.
        sales_order_id: The order it left with.
        build_order_id: The order it was made by.
        customer_id: The customer who has it.
        parent_id: The item it was split from.
        installed_in_id: The item it is built into.
        packaging: How it is packed.
        delete_on_deplete: Whether the system deletes it, with its history, when nothing is left.
        tags: Its tags.
        link: A web address.
        notes: Free text.
    """

    part_id: str | None = None
    location_id: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    allocated: Decimal | None = None
    on_order: Decimal | None = None
    projected: Decimal | None = None
    batch: str | None = None
    serial: str | None = None
    serial_numbers: str | None = None
    status: StockItemStatus | None = None
    status_native: str | None = None
    in_stock: bool | None = None
    in_production: bool | None = None
    expired: bool | None = None
    expiry_date: date | None = None
    counted_date: date | None = None
    supplier_part_id: str | None = None
    purchase_price: Decimal | None = None
    currency: str | None = None
    valuation_rate: Decimal | None = None
    purchase_order_id: str | None = None
    sales_order_id: str | None = None
    build_order_id: str | None = None
    customer_id: str | None = None
    parent_id: str | None = None
    installed_in_id: str | None = None
    packaging: str | None = None
    delete_on_deplete: bool | None = None
    tags: tuple[str, ...] | None = None
    link: str | None = None
    notes: str | None = None


class StockItemInput(TypedDict, total=False):
    """The fields of a record like `StockItem` as input; which of them a system takes, `capabilities()` says."""

    # The part.
    part_id: str | None
    # Where it is.
    location_id: str | None
    # How much there is.
    quantity: Decimal | int | str | None
    # The unit of measure, as the system writes it.
    unit: str | None
    # How much of it is promised.
    allocated: Decimal | int | str | None
    # How much is ordered for this place.
    on_order: Decimal | int | str | None
    # How much there will be after all orders.
    projected: Decimal | int | str | None
    # The batch.
    batch: str | None
    # The serial number.
    serial: str | None
    # On create: the serial numbers of several, as the system takes them (`1-5`).
    serial_numbers: str | None
    # Its condition.
    status: StockItemStatus | None
    # The condition in the system's own word.
    status_native: str | None
    # Whether it is here: not sold, used up or built in.
    in_stock: bool | None
    # Whether it is being made.
    in_production: bool | None
    # Whether it is too old.
    expired: bool | None
    # Until when it keeps.
    expiry_date: date | str | None
    # When it was last counted.
    counted_date: date | str | None
    # What it was bought as.
    supplier_part_id: str | None
    # What one unit cost, in `currency`.
    purchase_price: Decimal | int | str | None
    # The currency of the price, ISO 4217.
    currency: str | None
    # What one unit is worth in the books, in the organization's currency.
    valuation_rate: Decimal | int | str | None
    # The order it came with.
    purchase_order_id: str | None
    # The order it left with.
    sales_order_id: str | None
    # The order it was made by.
    build_order_id: str | None
    # The customer who has it.
    customer_id: str | None
    # The item it was split from.
    parent_id: str | None
    # The item it is built into.
    installed_in_id: str | None
    # How it is packed.
    packaging: str | None
    # Whether the system deletes it, with its history, when nothing is left.
    delete_on_deplete: bool | None
    # Its tags.
    tags: list[str] | None
    # A web address.
    link: str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


StockMoveKind = Literal["created", "added", "removed", "counted", "moved", "changed", "split", "merged", "converted", "installed", "uninstalled", "received", "shipped", "returned", "built", "consumed", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class StockMove(Record):
    """One row of the history of stock: what came, went, moved or changed.

    Attributes:
        stock_item_id: The stock item.
        part_id: The part.
        location_id: The place; of a transfer, where it came to.
        from_location_id: Of a transfer, where it came from.
        kind: What happened.
        kind_native: What happened in the system's own word.
        quantity: How much came (positive) or went (negative).
        quantity_after: How much there was afterwards.
        unit_cost: What one unit is worth, in the organization's currency.
        batch: The batch.
        serial: The serial number.
        happened_at: When.
        date: The day, where the system keeps no time.
        user_id: Who did it.
        reason: Why.
        reference: The document or code that it belongs to.
        details: What changed, as the system writes it.
    """

    _json: ClassVar[frozenset[str]] = frozenset({"details"})

    stock_item_id: str | None = None
    part_id: str | None = None
    location_id: str | None = None
    from_location_id: str | None = None
    kind: StockMoveKind | None = None
    kind_native: str | None = None
    quantity: Decimal | None = None
    quantity_after: Decimal | None = None
    unit_cost: Decimal | None = None
    batch: str | None = None
    serial: str | None = None
    happened_at: datetime | None = None
    date: date | None = None
    user_id: str | None = None
    reason: str | None = None
    reference: str | None = None
    details: Any = field(default=None, hash=False)


class StockMoveInput(TypedDict, total=False):
    """The fields of a record like `StockMove` as input; which of them a system takes, `capabilities()` says."""

    # The stock item.
    stock_item_id: str | None
    # The part.
    part_id: str | None
    # The place; of a transfer, where it came to.
    location_id: str | None
    # Of a transfer, where it came from.
    from_location_id: str | None
    # What happened.
    kind: StockMoveKind | None
    # What happened in the system's own word.
    kind_native: str | None
    # How much came (positive) or went (negative).
    quantity: Decimal | int | str | None
    # How much there was afterwards.
    quantity_after: Decimal | int | str | None
    # What one unit is worth, in the organization's currency.
    unit_cost: Decimal | int | str | None
    # The batch.
    batch: str | None
    # The serial number.
    serial: str | None
    # When.
    happened_at: datetime | str | None
    # The day, where the system keeps no time.
    date: date | str | None
    # Who did it.
    user_id: str | None
    # Why.
    reason: str | None
    # The document or code that it belongs to.
    reference: str | None
    # What changed, as the system writes it.
    details: Any
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


TradePartnerRoles = Literal["customer", "supplier", "manufacturer"]

@dataclass(frozen=True, slots=True, kw_only=True)
class TradePartner(Record):
    """A company that supplies, makes or buys parts.

    Attributes:
        name: The name.
        description: What it does.
        roles: What it is to us.
        active: Whether it may be used in new documents.
        currency: The currency it trades in, ISO 4217.
        email: The e-mail address.
        phone: The telephone number.
        website: The web address.
        contact: Whom to ask for.
        address: The address, in one text.
        tax_number: The tax or VAT number.
        tags: Its tags.
        link: A web address inside the organization.
        part_count: How many parts it supplies or makes.
        notes: Free text.
    """

    name: str | None = None
    description: str | None = None
    roles: tuple[TradePartnerRoles, ...] | None = None
    active: bool | None = None
    currency: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    contact: str | None = None
    address: str | None = None
    tax_number: str | None = None
    tags: tuple[str, ...] | None = None
    link: str | None = None
    part_count: int | None = None
    notes: str | None = None


class TradePartnerInput(TypedDict, total=False):
    """The fields of a record like `TradePartner` as input; which of them a system takes, `capabilities()` says."""

    # The name.
    name: str | None
    # What it does.
    description: str | None
    # What it is to us.
    roles: list[TradePartnerRoles] | None
    # Whether it may be used in new documents.
    active: bool | None
    # The currency it trades in, ISO 4217.
    currency: str | None
    # The e-mail address.
    email: str | None
    # The telephone number.
    phone: str | None
    # The web address.
    website: str | None
    # Whom to ask for.
    contact: str | None
    # The address, in one text.
    address: str | None
    # The tax or VAT number.
    tax_number: str | None
    # Its tags.
    tags: list[str] | None
    # A web address inside the organization.
    link: str | None
    # How many parts it supplies or makes.
    part_count: int | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierPart(Record):
    """A part as a supplier sells it.

    Attributes:
        part_id: The part.
        supplier_id: The supplier.
        code: The supplier's code (SKU).
        manufacturer_id: The manufacturer.
        manufacturer_code: The manufacturer's code (MPN).
        description: The supplier's description.
        active: Whether it can be ordered.
        is_primary: Whether it is ordered unless told otherwise.
        pack_quantity: How many units of the part are in one pack.
        pack_text: The same as the system writes it; may carry a unit.
        minimum_order: How much must be ordered at least.
        available: How much the supplier has.
        price: The net price of one, in `currency`.
        currency: The currency of the price, ISO 4217.
        lead_time_days: How many days it takes to come.
        packaging: How it is packed.
        tags: Its tags.
        link: The supplier's web address of it.
        notes: Free text.
    """

    part_id: str | None = None
    supplier_id: str | None = None
    code: str | None = None
    manufacturer_id: str | None = None
    manufacturer_code: str | None = None
    description: str | None = None
    active: bool | None = None
    is_primary: bool | None = None
    pack_quantity: Decimal | None = None
    pack_text: str | None = None
    minimum_order: Decimal | None = None
    available: Decimal | None = None
    price: Decimal | None = None
    currency: str | None = None
    lead_time_days: int | None = None
    packaging: str | None = None
    tags: tuple[str, ...] | None = None
    link: str | None = None
    notes: str | None = None


class SupplierPartInput(TypedDict, total=False):
    """The fields of a record like `SupplierPart` as input; which of them a system takes, `capabilities()` says."""

    # The part.
    part_id: str | None
    # The supplier.
    supplier_id: str | None
    # The supplier's code (SKU).
    code: str | None
    # The manufacturer.
    manufacturer_id: str | None
    # The manufacturer's code (MPN).
    manufacturer_code: str | None
    # The supplier's description.
    description: str | None
    # Whether it can be ordered.
    active: bool | None
    # Whether it is ordered unless told otherwise.
    is_primary: bool | None
    # How many units of the part are in one pack.
    pack_quantity: Decimal | int | str | None
    # The same as the system writes it; may carry a unit.
    pack_text: str | None
    # How much must be ordered at least.
    minimum_order: Decimal | int | str | None
    # How much the supplier has.
    available: Decimal | int | str | None
    # The net price of one, in `currency`.
    price: Decimal | int | str | None
    # The currency of the price, ISO 4217.
    currency: str | None
    # How many days it takes to come.
    lead_time_days: int | None
    # How it is packed.
    packaging: str | None
    # Its tags.
    tags: list[str] | None
    # The supplier's web address of it.
    link: str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BomLine(Record):
    """One line of a bill of materials: what an assembly is made of.

    Attributes:
        assembly_id: The part that is made.
        part_id: The part that it is made of.
        quantity: How much of it one assembly takes.
        unit: The unit of measure, as the system writes it.
        reference: Where it goes.
        optional: Whether it can be left out.
        consumable: Whether it is used up without being counted.
        inherited: Whether variants of the assembly take it too.
        allow_variants: Whether variants of the part do as well.
        setup_quantity: How much is lost once per order.
        attrition_percent: How much is lost, in percent.
        rounding_multiple: The amounts that it comes in.
        validated: Whether somebody has checked it.
        available: How much of the part is free.
        notes: Free text.
    """

    assembly_id: str | None = None
    part_id: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    reference: str | None = None
    optional: bool | None = None
    consumable: bool | None = None
    inherited: bool | None = None
    allow_variants: bool | None = None
    setup_quantity: Decimal | None = None
    attrition_percent: Decimal | None = None
    rounding_multiple: Decimal | None = None
    validated: bool | None = None
    available: Decimal | None = None
    notes: str | None = None


class BomLineInput(TypedDict, total=False):
    """The fields of a record like `BomLine` as input; which of them a system takes, `capabilities()` says."""

    # The part that is made.
    assembly_id: str | None
    # The part that it is made of.
    part_id: str | None
    # How much of it one assembly takes.
    quantity: Decimal | int | str | None
    # The unit of measure, as the system writes it.
    unit: str | None
    # Where it goes.
    reference: str | None
    # Whether it can be left out.
    optional: bool | None
    # Whether it is used up without being counted.
    consumable: bool | None
    # Whether variants of the assembly take it too.
    inherited: bool | None
    # Whether variants of the part do as well.
    allow_variants: bool | None
    # How much is lost once per order.
    setup_quantity: Decimal | int | str | None
    # How much is lost, in percent.
    attrition_percent: Decimal | int | str | None
    # The amounts that it comes in.
    rounding_multiple: Decimal | int | str | None
    # Whether somebody has checked it.
    validated: bool | None
    # How much of the part is free.
    available: Decimal | int | str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


BuildOrderStatus = Literal["pending", "in_progress", "on_hold", "completed", "cancelled", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOrder(Record):
    """An order to make something.

    Attributes:
        number: The human number.
        title: What it is for.
        part_id: The part that is made.
        bom: The bill of materials, in the system's word.
        quantity: How much is to be made.
        completed: How much is made.
        status: Its state.
        status_native: The state in the system's own word.
        overdue: Whether it is late.
        priority: How urgent it is, as the system counts.
        parent_id: The order that it is a part of.
        sales_order_id: The order it is made for.
        source_location_id: Where its parts are taken from.
        destination_location_id: Where what is made goes.
        batch: The batch of what is made.
        start_date: When it starts.
        target_date: When it is to be done.
        completed_date: When it was done.
        project_code: The code of the project, in the system's word.
        link: A web address.
        notes: Free text.
    """

    number: str | None = None
    title: str | None = None
    part_id: str | None = None
    bom: str | None = None
    quantity: Decimal | None = None
    completed: Decimal | None = None
    status: BuildOrderStatus | None = None
    status_native: str | None = None
    overdue: bool | None = None
    priority: int | None = None
    parent_id: str | None = None
    sales_order_id: str | None = None
    source_location_id: str | None = None
    destination_location_id: str | None = None
    batch: str | None = None
    start_date: date | None = None
    target_date: date | None = None
    completed_date: date | None = None
    project_code: str | None = None
    link: str | None = None
    notes: str | None = None


class BuildOrderInput(TypedDict, total=False):
    """The fields of a record like `BuildOrder` as input; which of them a system takes, `capabilities()` says."""

    # The human number.
    number: str | None
    # What it is for.
    title: str | None
    # The part that is made.
    part_id: str | None
    # The bill of materials, in the system's word.
    bom: str | None
    # How much is to be made.
    quantity: Decimal | int | str | None
    # How much is made.
    completed: Decimal | int | str | None
    # Its state.
    status: BuildOrderStatus | None
    # The state in the system's own word.
    status_native: str | None
    # Whether it is late.
    overdue: bool | None
    # How urgent it is, as the system counts.
    priority: int | None
    # The order that it is a part of.
    parent_id: str | None
    # The order it is made for.
    sales_order_id: str | None
    # Where its parts are taken from.
    source_location_id: str | None
    # Where what is made goes.
    destination_location_id: str | None
    # The batch of what is made.
    batch: str | None
    # When it starts.
    start_date: date | str | None
    # When it is to be done.
    target_date: date | str | None
    # When it was done.
    completed_date: date | str | None
    # The code of the project, in the system's word.
    project_code: str | None
    # A web address.
    link: str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrderRow(Row):
    """One line of a purchase order that carries its lines.

    Attributes:
        line_id: The system's id of the line; send it back to keep the line on an update.
        part_id: The part.
        description: What is ordered.
        quantity: How much is ordered.
        received: How much of it has come.
        unit: The unit of measure, as the system writes it.
        unit_price: The net price of one.
        total: The sum of the line.
    """

    line_id: str | None = None
    part_id: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    received: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    total: Decimal | None = None


class PurchaseOrderRowInput(TypedDict, total=False):
    """The fields of a row like `PurchaseOrderRow` as input; which of them a system takes, `capabilities()` says."""

    # The system's id of the line; send it back to keep the line on an update.
    line_id: str | None
    # The part.
    part_id: str | None
    # What is ordered.
    description: str | None
    # How much is ordered.
    quantity: Decimal | int | str | None
    # How much of it has come.
    received: Decimal | int | str | None
    # The unit of measure, as the system writes it.
    unit: str | None
    # The net price of one.
    unit_price: Decimal | int | str | None
    # The sum of the line.
    total: Decimal | int | str | None


PurchaseOrderStatus = Literal["pending", "placed", "on_hold", "partly_received", "completed", "cancelled", "lost", "returned", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrder(Record):
    """An order of parts from a supplier.

    Attributes:
        number: The human number.
        supplier_id: The supplier.
        supplier_reference: The supplier's number of it.
        description: What it is for.
        status: Its state.
        status_native: The state in the system's own word.
        overdue: Whether it is late.
        currency: The currency of all amounts, ISO 4217.
        total: The sum of the lines.
        created_date: When it was written.
        issue_date: When it was placed.
        start_date: From when it may be delivered.
        target_date: When it is to come.
        completed_date: When all had come.
        destination_location_id: Where what comes goes.
        line_count: How many lines it has.
        completed_line_count: How many of them have come.
        project_code: The code of the project, in the system's word.
        link: A web address.
        notes: Free text.
        lines: The lines, where the order carries them.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"lines": PurchaseOrderRow}

    number: str | None = None
    supplier_id: str | None = None
    supplier_reference: str | None = None
    description: str | None = None
    status: PurchaseOrderStatus | None = None
    status_native: str | None = None
    overdue: bool | None = None
    currency: str | None = None
    total: Decimal | None = None
    created_date: date | None = None
    issue_date: date | None = None
    start_date: date | None = None
    target_date: date | None = None
    completed_date: date | None = None
    destination_location_id: str | None = None
    line_count: int | None = None
    completed_line_count: int | None = None
    project_code: str | None = None
    link: str | None = None
    notes: str | None = None
    lines: tuple[PurchaseOrderRow, ...] | None = None


class PurchaseOrderInput(TypedDict, total=False):
    """The fields of a record like `PurchaseOrder` as input; which of them a system takes, `capabilities()` says."""

    # The human number.
    number: str | None
    # The supplier.
    supplier_id: str | None
    # The supplier's number of it.
    supplier_reference: str | None
    # What it is for.
    description: str | None
    # Its state.
    status: PurchaseOrderStatus | None
    # The state in the system's own word.
    status_native: str | None
    # Whether it is late.
    overdue: bool | None
    # The currency of all amounts, ISO 4217.
    currency: str | None
    # The sum of the lines.
    total: Decimal | int | str | None
    # When it was written.
    created_date: date | str | None
    # When it was placed.
    issue_date: date | str | None
    # From when it may be delivered.
    start_date: date | str | None
    # When it is to come.
    target_date: date | str | None
    # When all had come.
    completed_date: date | str | None
    # Where what comes goes.
    destination_location_id: str | None
    # How many lines it has.
    line_count: int | None
    # How many of them have come.
    completed_line_count: int | None
    # The code of the project, in the system's word.
    project_code: str | None
    # A web address.
    link: str | None
    # Free text.
    notes: str | None
    # The lines, where the order carries them.
    lines: list[PurchaseOrderRowInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrderLine(Record):
    """A line of a purchase order, where lines are records of their own.

    Attributes:
        order_id: The order.
        supplier_part_id: What is ordered, as the supplier sells it.
        part_id: The part.
        quantity: How much is ordered, in what the supplier sells (packs).
        received: How much of it has come.
        unit_price: The net price of one, in `currency`.
        currency: The currency of the price, ISO 4217.
        discount_percent: The discount in percent.
        total: The sum of the line.
        destination_location_id: Where what comes goes.
        target_date: When it is to come.
        overdue: Whether it is late.
        reference: A reference of the line.
        link: A web address.
        notes: Free text.
    """

    order_id: str | None = None
    supplier_part_id: str | None = None
    part_id: str | None = None
    quantity: Decimal | None = None
    received: Decimal | None = None
    unit_price: Decimal | None = None
    currency: str | None = None
    discount_percent: Decimal | None = None
    total: Decimal | None = None
    destination_location_id: str | None = None
    target_date: date | None = None
    overdue: bool | None = None
    reference: str | None = None
    link: str | None = None
    notes: str | None = None


class PurchaseOrderLineInput(TypedDict, total=False):
    """The fields of a record like `PurchaseOrderLine` as input; which of them a system takes, `capabilities()` says."""

    # The order.
    order_id: str | None
    # What is ordered, as the supplier sells it.
    supplier_part_id: str | None
    # The part.
    part_id: str | None
    # How much is ordered, in what the supplier sells (packs).
    quantity: Decimal | int | str | None
    # How much of it has come.
    received: Decimal | int | str | None
    # The net price of one, in `currency`.
    unit_price: Decimal | int | str | None
    # The currency of the price, ISO 4217.
    currency: str | None
    # The discount in percent.
    discount_percent: Decimal | int | str | None
    # The sum of the line.
    total: Decimal | int | str | None
    # Where what comes goes.
    destination_location_id: str | None
    # When it is to come.
    target_date: date | str | None
    # Whether it is late.
    overdue: bool | None
    # A reference of the line.
    reference: str | None
    # A web address.
    link: str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesOrderRow(Row):
    """One line of a sales order that carries its lines.

    Attributes:
        line_id: The system's id of the line; send it back to keep the line on an update.
        part_id: The part.
        description: What is ordered.
        quantity: How much is ordered.
        shipped: How much of it went.
        unit: The unit of measure, as the system writes it.
        unit_price: The net price of one.
        total: The sum of the line.
    """

    line_id: str | None = None
    part_id: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    shipped: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    total: Decimal | None = None


class SalesOrderRowInput(TypedDict, total=False):
    """The fields of a row like `SalesOrderRow` as input; which of them a system takes, `capabilities()` says."""

    # The system's id of the line; send it back to keep the line on an update.
    line_id: str | None
    # The part.
    part_id: str | None
    # What is ordered.
    description: str | None
    # How much is ordered.
    quantity: Decimal | int | str | None
    # How much of it went.
    shipped: Decimal | int | str | None
    # The unit of measure, as the system writes it.
    unit: str | None
    # The net price of one.
    unit_price: Decimal | int | str | None
    # The sum of the line.
    total: Decimal | int | str | None


SalesOrderStatus = Literal["pending", "in_progress", "on_hold", "partly_shipped", "shipped", "completed", "cancelled", "lost", "returned", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class SalesOrder(Record):
    """An order of parts by a customer.

    Attributes:
        number: The human number.
        customer_id: The customer.
        customer_reference: The customer's number of it.
        description: What it is for.
        status: Its state.
        status_native: The state in the system's own word.
        overdue: Whether it is late.
        currency: The currency of all amounts, ISO 4217.
        total: The sum of the lines.
        created_date: When it was written.
        issue_date: When work on it began.
        start_date: From when it may be delivered.
        target_date: When it is to go.
        shipment_date: When it went.
        shipment_count: How many shipments it has.
        completed_shipment_count: How many of them went.
        line_count: How many lines it has.
        completed_line_count: How many of them went.
        project_code: The code of the project, in the system's word.
        link: A web address.
        notes: Free text.
        lines: The lines, where the order carries them.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"lines": SalesOrderRow}

    number: str | None = None
    customer_id: str | None = None
    customer_reference: str | None = None
    description: str | None = None
    status: SalesOrderStatus | None = None
    status_native: str | None = None
    overdue: bool | None = None
    currency: str | None = None
    total: Decimal | None = None
    created_date: date | None = None
    issue_date: date | None = None
    start_date: date | None = None
    target_date: date | None = None
    shipment_date: date | None = None
    shipment_count: int | None = None
    completed_shipment_count: int | None = None
    line_count: int | None = None
    completed_line_count: int | None = None
    project_code: str | None = None
    link: str | None = None
    notes: str | None = None
    lines: tuple[SalesOrderRow, ...] | None = None


class SalesOrderInput(TypedDict, total=False):
    """The fields of a record like `SalesOrder` as input; which of them a system takes, `capabilities()` says."""

    # The human number.
    number: str | None
    # The customer.
    customer_id: str | None
    # The customer's number of it.
    customer_reference: str | None
    # What it is for.
    description: str | None
    # Its state.
    status: SalesOrderStatus | None
    # The state in the system's own word.
    status_native: str | None
    # Whether it is late.
    overdue: bool | None
    # The currency of all amounts, ISO 4217.
    currency: str | None
    # The sum of the lines.
    total: Decimal | int | str | None
    # When it was written.
    created_date: date | str | None
    # When work on it began.
    issue_date: date | str | None
    # From when it may be delivered.
    start_date: date | str | None
    # When it is to go.
    target_date: date | str | None
    # When it went.
    shipment_date: date | str | None
    # How many shipments it has.
    shipment_count: int | None
    # How many of them went.
    completed_shipment_count: int | None
    # How many lines it has.
    line_count: int | None
    # How many of them went.
    completed_line_count: int | None
    # The code of the project, in the system's word.
    project_code: str | None
    # A web address.
    link: str | None
    # Free text.
    notes: str | None
    # The lines, where the order carries them.
    lines: list[SalesOrderRowInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesOrderLine(Record):
    """A line of a sales order, where lines are records of their own.

    Attributes:
        order_id: The order.
        part_id: The part.
        quantity: How much is ordered.
        allocated: How much stock is set aside for it.
        shipped: How much of it went.
        unit_price: The net price of one, in `currency`.
        currency: The currency of the price, ISO 4217.
        total: The sum of the line.
        target_date: When it is to go.
        overdue: Whether it is late.
        reference: A reference of the line.
        link: A web address.
        notes: Free text.
    """

    order_id: str | None = None
    part_id: str | None = None
    quantity: Decimal | None = None
    allocated: Decimal | None = None
    shipped: Decimal | None = None
    unit_price: Decimal | None = None
    currency: str | None = None
    total: Decimal | None = None
    target_date: date | None = None
    overdue: bool | None = None
    reference: str | None = None
    link: str | None = None
    notes: str | None = None


class SalesOrderLineInput(TypedDict, total=False):
    """The fields of a record like `SalesOrderLine` as input; which of them a system takes, `capabilities()` says."""

    # The order.
    order_id: str | None
    # The part.
    part_id: str | None
    # How much is ordered.
    quantity: Decimal | int | str | None
    # How much stock is set aside for it.
    allocated: Decimal | int | str | None
    # How much of it went.
    shipped: Decimal | int | str | None
    # The net price of one, in `currency`.
    unit_price: Decimal | int | str | None
    # The currency of the price, ISO 4217.
    currency: str | None
    # The sum of the line.
    total: Decimal | int | str | None
    # When it is to go.
    target_date: date | str | None
    # Whether it is late.
    overdue: bool | None
    # A reference of the line.
    reference: str | None
    # A web address.
    link: str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


ShipmentStatus = Literal["open", "shipped", "delivered", "cancelled", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment(Record):
    """What is sent to a customer at one time.

    Attributes:
        order_id: The order.
        number: The human number.
        status: Its state.
        tracking_number: The carrier's number.
        invoice_number: The number of the invoice.
        shipped_date: When it went; empty while it is open.
        delivered_date: When it arrived.
        link: A web address.
        notes: Free text.
    """

    order_id: str | None = None
    number: str | None = None
    status: ShipmentStatus | None = None
    tracking_number: str | None = None
    invoice_number: str | None = None
    shipped_date: date | None = None
    delivered_date: date | None = None
    link: str | None = None
    notes: str | None = None


class ShipmentInput(TypedDict, total=False):
    """The fields of a record like `Shipment` as input; which of them a system takes, `capabilities()` says."""

    # The order.
    order_id: str | None
    # The human number.
    number: str | None
    # Its state.
    status: ShipmentStatus | None
    # The carrier's number.
    tracking_number: str | None
    # The number of the invoice.
    invoice_number: str | None
    # When it went; empty while it is open.
    shipped_date: date | str | None
    # When it arrived.
    delivered_date: date | str | None
    # A web address.
    link: str | None
    # Free text.
    notes: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


ProjectStatus = Literal["draft", "open", "completed", "cancelled", "other"]

ProjectVisibility = Literal["public", "private", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """A project.

    Attributes:
        number: The human number or code.
        name: The name.
        description: What it is about; may hold HTML where the system keeps HTML.
        status: Its state.
        status_native: The state in the system's own word.
        contact_id: The customer it is for.
        start_date: When it starts.
        end_date: When it is to end.
        progress_percent: How much is done, in percent.
        budget: The budget, in the organization's currency.
        lead_id: The user who leads it.
        default_assignee_id: Who gets new tasks.
        visibility: Who sees it.
        cycles_enabled: Whether it has cycles.
        module_groups_enabled: Whether it has module groups.
        intake_enabled: Whether it takes proposals.
        timezone: The zone of its dates.
        member_count: How many people work on it.
        archived_at: When it was put away.
    """

    number: str | None = None
    name: str | None = None
    description: str | None = None
    status: ProjectStatus | None = None
    status_native: str | None = None
    contact_id: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    progress_percent: Decimal | None = None
    budget: Decimal | None = None
    lead_id: str | None = None
    default_assignee_id: str | None = None
    visibility: ProjectVisibility | None = None
    cycles_enabled: bool | None = None
    module_groups_enabled: bool | None = None
    intake_enabled: bool | None = None
    timezone: str | None = None
    member_count: int | None = None
    archived_at: datetime | None = None


class ProjectInput(TypedDict, total=False):
    """The fields of a record like `Project` as input; which of them a system takes, `capabilities()` says."""

    # The human number or code.
    number: str | None
    # The name.
    name: str | None
    # What it is about; may hold HTML where the system keeps HTML.
    description: str | None
    # Its state.
    status: ProjectStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The customer it is for.
    contact_id: str | None
    # When it starts.
    start_date: date | str | None
    # When it is to end.
    end_date: date | str | None
    # How much is done, in percent.
    progress_percent: Decimal | int | str | None
    # The budget, in the organization's currency.
    budget: Decimal | int | str | None
    # The user who leads it.
    lead_id: str | None
    # Who gets new tasks.
    default_assignee_id: str | None
    # Who sees it.
    visibility: ProjectVisibility | None
    # Whether it has cycles.
    cycles_enabled: bool | None
    # Whether it has module groups.
    module_groups_enabled: bool | None
    # Whether it takes proposals.
    intake_enabled: bool | None
    # The zone of its dates.
    timezone: str | None
    # How many people work on it.
    member_count: int | None
    # When it was put away.
    archived_at: datetime | str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


TaskStatus = Literal["backlog", "unstarted", "started", "completed", "cancelled", "other"]

TaskPriority = Literal["urgent", "high", "medium", "low", "none", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Record):
    """A piece of work in a project (an issue, a work item).

    Attributes:
        project_id: The project.
        number: The human number or code.
        name: What is to be done, in a line.
        description: More about it; may hold HTML where the system keeps HTML.
        kind: The kind of task, in the system's word.
        status: The group of its state.
        status_native: The state in the system's own word.
        state_id: The state, where states are records.
        priority: How urgent it is.
        priority_native: The priority in the system's own word.
        parent_id: The task that it is a part of.
        assignee_ids: Who does it.
        label_ids: Its labels.
        start_date: When it starts.
        due_date: When it is to be done.
        completed_at: When it was done.
        progress_percent: How much is done, in percent.
        estimate_points: The estimate in points.
        estimate_hours: The estimate in hours.
        spent_hours: The hours worked on it so far.
        billable: Whether it is billed.
        draft: Whether it is not yet published.
        archived_date: When it was put away.
        author_id: Who made it.
    """

    project_id: str | None = None
    number: str | None = None
    name: str | None = None
    description: str | None = None
    kind: str | None = None
    status: TaskStatus | None = None
    status_native: str | None = None
    state_id: str | None = None
    priority: TaskPriority | None = None
    priority_native: str | None = None
    parent_id: str | None = None
    assignee_ids: tuple[str, ...] | None = None
    label_ids: tuple[str, ...] | None = None
    start_date: date | None = None
    due_date: date | None = None
    completed_at: datetime | None = None
    progress_percent: Decimal | None = None
    estimate_points: Decimal | None = None
    estimate_hours: Decimal | None = None
    spent_hours: Decimal | None = None
    billable: bool | None = None
    draft: bool | None = None
    archived_date: date | None = None
    author_id: str | None = None


class TaskInput(TypedDict, total=False):
    """The fields of a record like `Task` as input; which of them a system takes, `capabilities()` says."""

    # The project.
    project_id: str | None
    # The human number or code.
    number: str | None
    # What is to be done, in a line.
    name: str | None
    # More about it; may hold HTML where the system keeps HTML.
    description: str | None
    # The kind of task, in the system's word.
    kind: str | None
    # The group of its state.
    status: TaskStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The state, where states are records.
    state_id: str | None
    # How urgent it is.
    priority: TaskPriority | None
    # The priority in the system's own word.
    priority_native: str | None
    # The task that it is a part of.
    parent_id: str | None
    # Who does it.
    assignee_ids: list[str] | None
    # Its labels.
    label_ids: list[str] | None
    # When it starts.
    start_date: date | str | None
    # When it is to be done.
    due_date: date | str | None
    # When it was done.
    completed_at: datetime | str | None
    # How much is done, in percent.
    progress_percent: Decimal | int | str | None
    # The estimate in points.
    estimate_points: Decimal | int | str | None
    # The estimate in hours.
    estimate_hours: Decimal | int | str | None
    # The hours worked on it so far.
    spent_hours: Decimal | int | str | None
    # Whether it is billed.
    billable: bool | None
    # Whether it is not yet published.
    draft: bool | None
    # When it was put away.
    archived_date: date | str | None
    # Who made it.
    author_id: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


StateGroup = Literal["backlog", "unstarted", "started", "completed", "cancelled", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class State(Record):
    """A state that the tasks of a project can be in.

    Attributes:
        project_id: The project.
        name: The name.
        description: What it means.
        group: The group it belongs to.
        group_native: The group in the system's own word.
        color: Its color, as the system writes it.
        position: Its place: smaller comes first.
        is_default: Whether new tasks start in it.
    """

    project_id: str | None = None
    name: str | None = None
    description: str | None = None
    group: StateGroup | None = None
    group_native: str | None = None
    color: str | None = None
    position: Decimal | None = None
    is_default: bool | None = None


class StateInput(TypedDict, total=False):
    """The fields of a record like `State` as input; which of them a system takes, `capabilities()` says."""

    # The project.
    project_id: str | None
    # The name.
    name: str | None
    # What it means.
    description: str | None
    # The group it belongs to.
    group: StateGroup | None
    # The group in the system's own word.
    group_native: str | None
    # Its color, as the system writes it.
    color: str | None
    # Its place: smaller comes first.
    position: Decimal | int | str | None
    # Whether new tasks start in it.
    is_default: bool | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


CommentAccess = Literal["internal", "external", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Record):
    """What somebody said about a task.

    Attributes:
        project_id: The project.
        task_id: The task.
        body: The text; may hold HTML where the system keeps HTML.
        author_id: Who said it.
        access: Who sees it.
        parent_id: The comment that it answers.
        edited_at: When its text was changed.
    """

    project_id: str | None = None
    task_id: str | None = None
    body: str | None = None
    author_id: str | None = None
    access: CommentAccess | None = None
    parent_id: str | None = None
    edited_at: datetime | None = None


class CommentInput(TypedDict, total=False):
    """The fields of a record like `Comment` as input; which of them a system takes, `capabilities()` says."""

    # The project.
    project_id: str | None
    # The task.
    task_id: str | None
    # The text; may hold HTML where the system keeps HTML.
    body: str | None
    # Who said it.
    author_id: str | None
    # Who sees it.
    access: CommentAccess | None
    # The comment that it answers.
    parent_id: str | None
    # When its text was changed.
    edited_at: datetime | str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


UserRole = Literal["admin", "member", "guest", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class User(Record):
    """Somebody who works on projects.

    Attributes:
        project_id: The project, where users are listed as its members.
        name: The name that others see.
        first_name: The first name.
        last_name: The last name.
        login: The login.
        email: The e-mail address.
        job_title: What they do.
        avatar_url: The address of their picture.
        role: What they may do.
        role_native: The role in the system's own word.
        active: Whether they may sign in.
    """

    project_id: str | None = None
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    login: str | None = None
    email: str | None = None
    job_title: str | None = None
    avatar_url: str | None = None
    role: UserRole | None = None
    role_native: str | None = None
    active: bool | None = None


class UserInput(TypedDict, total=False):
    """The fields of a record like `User` as input; which of them a system takes, `capabilities()` says."""

    # The project, where users are listed as its members.
    project_id: str | None
    # The name that others see.
    name: str | None
    # The first name.
    first_name: str | None
    # The last name.
    last_name: str | None
    # The login.
    login: str | None
    # The e-mail address.
    email: str | None
    # What they do.
    job_title: str | None
    # The address of their picture.
    avatar_url: str | None
    # What they may do.
    role: UserRole | None
    # The role in the system's own word.
    role_native: str | None
    # Whether they may sign in.
    active: bool | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Record):
    """A mark that tasks of a project can have.

    Attributes:
        project_id: The project.
        name: The name.
        description: What it means.
        color: Its color, as the system writes it.
        parent_id: The label above it.
        position: Its place: smaller comes first.
    """

    project_id: str | None = None
    name: str | None = None
    description: str | None = None
    color: str | None = None
    parent_id: str | None = None
    position: Decimal | None = None


class LabelInput(TypedDict, total=False):
    """The fields of a record like `Label` as input; which of them a system takes, `capabilities()` says."""

    # The project.
    project_id: str | None
    # The name.
    name: str | None
    # What it means.
    description: str | None
    # Its color, as the system writes it.
    color: str | None
    # The label above it.
    parent_id: str | None
    # Its place: smaller comes first.
    position: Decimal | int | str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


CycleStatus = Literal["draft", "upcoming", "current", "completed", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle(Record):
    """A stretch of time in which tasks are to be done (a sprint).

    Attributes:
        project_id: The project.
        name: The name.
        description: What it is for.
        status: Its state.
        start_date: The first day.
        end_date: The last day.
        owner_id: The user who looks after it.
        timezone: The zone of its dates.
        task_count: How many tasks it has.
        completed_count: How many of them are done.
        cancelled_count: How many of them were dropped.
        archived_at: When it was put away.
    """

    project_id: str | None = None
    name: str | None = None
    description: str | None = None
    status: CycleStatus | None = None
    start_date: date | None = None
    end_date: date | None = None
    owner_id: str | None = None
    timezone: str | None = None
    task_count: int | None = None
    completed_count: int | None = None
    cancelled_count: int | None = None
    archived_at: datetime | None = None


class CycleInput(TypedDict, total=False):
    """The fields of a record like `Cycle` as input; which of them a system takes, `capabilities()` says."""

    # The project.
    project_id: str | None
    # The name.
    name: str | None
    # What it is for.
    description: str | None
    # Its state.
    status: CycleStatus | None
    # The first day.
    start_date: date | str | None
    # The last day.
    end_date: date | str | None
    # The user who looks after it.
    owner_id: str | None
    # The zone of its dates.
    timezone: str | None
    # How many tasks it has.
    task_count: int | None
    # How many of them are done.
    completed_count: int | None
    # How many of them were dropped.
    cancelled_count: int | None
    # When it was put away.
    archived_at: datetime | str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


ModuleGroupStatus = Literal["backlog", "planned", "in_progress", "paused", "completed", "cancelled", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleGroup(Record):
    """A part of a project that groups tasks (a module, an epic).

    Attributes:
        project_id: The project.
        name: The name.
        description: What it is for.
        status: Its state.
        status_native: The state in the system's own word.
        lead_id: The user who leads it.
        member_ids: Who works on it.
        start_date: When it starts.
        end_date: When it is to end.
        task_count: How many tasks it has.
        completed_count: How many of them are done.
        cancelled_count: How many of them were dropped.
        archived_at: When it was put away.
    """

    project_id: str | None = None
    name: str | None = None
    description: str | None = None
    status: ModuleGroupStatus | None = None
    status_native: str | None = None
    lead_id: str | None = None
    member_ids: tuple[str, ...] | None = None
    start_date: date | None = None
    end_date: date | None = None
    task_count: int | None = None
    completed_count: int | None = None
    cancelled_count: int | None = None
    archived_at: datetime | None = None


class ModuleGroupInput(TypedDict, total=False):
    """The fields of a record like `ModuleGroup` as input; which of them a system takes, `capabilities()` says."""

    # The project.
    project_id: str | None
    # The name.
    name: str | None
    # What it is for.
    description: str | None
    # Its state.
    status: ModuleGroupStatus | None
    # The state in the system's own word.
    status_native: str | None
    # The user who leads it.
    lead_id: str | None
    # Who works on it.
    member_ids: list[str] | None
    # When it starts.
    start_date: date | str | None
    # When it is to end.
    end_date: date | str | None
    # How many tasks it has.
    task_count: int | None
    # How many of them are done.
    completed_count: int | None
    # How many of them were dropped.
    cancelled_count: int | None
    # When it was put away.
    archived_at: datetime | str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


WorklogStatus = Literal["draft", "submitted", "billed", "cancelled", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Worklog(Record):
    """Time that somebody worked.

    Attributes:
        project_id: The project.
        task_id: The task.
        user_id: Who worked, as a user.
        employee_id: Who worked, as an employee.
        date: The day.
        started_at: When the work began.
        ended_at: When it ended.
        hours: How long, where the system counts hours.
        duration_seconds: How long, where the system counts seconds.
        status: Its state.
        status_native: The state in the system's own word.
        billable: Whether it is billed.
        description: What was done.
    """

    project_id: str | None = None
    task_id: str | None = None
    user_id: str | None = None
    employee_id: str | None = None
    date: date | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    hours: Decimal | None = None
    duration_seconds: int | None = None
    status: WorklogStatus | None = None
    status_native: str | None = None
    billable: bool | None = None
    description: str | None = None


class WorklogInput(TypedDict, total=False):
    """The fields of a record like `Worklog` as input; which of them a system takes, `capabilities()` says."""

    # The project.
    project_id: str | None
    # The task.
    task_id: str | None
    # Who worked, as a user.
    user_id: str | None
    # Who worked, as an employee.
    employee_id: str | None
    # The day.
    date: date | str | None
    # When the work began.
    started_at: datetime | str | None
    # When it ended.
    ended_at: datetime | str | None
    # How long, where the system counts hours.
    hours: Decimal | int | str | None
    # How long, where the system counts seconds.
    duration_seconds: int | None
    # Its state.
    status: WorklogStatus | None
    # The state in the system's own word.
    status_native: str | None
    # Whether it is billed.
    billable: bool | None
    # What was done.
    description: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLink(Record):
    """A web address that belongs to a task.

    Attributes:
        project_id: The project.
        task_id: The task.
        title: What people see.
        url: The address.
        author_id: Who added it.
    """

    project_id: str | None = None
    task_id: str | None = None
    title: str | None = None
    url: str | None = None
    author_id: str | None = None


class TaskLinkInput(TypedDict, total=False):
    """The fields of a record like `TaskLink` as input; which of them a system takes, `capabilities()` says."""

    # The project.
    project_id: str | None
    # The task.
    task_id: str | None
    # What people see.
    title: str | None
    # The address.
    url: str | None
    # Who added it.
    author_id: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


CollectionFieldKind = Literal["text", "integer", "decimal", "float", "bool", "date", "time", "instant", "local_time", "choice", "choices", "list", "json", "reference", "references", "file", "computed", "secret", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionField(Row):
    """One field of a collection's records.

    Attributes:
        name: The name in records.
        title: What people see.
        kind: The type of its values; `local_time` is a date and time without a zone.
        kind_native: The type in the system's own word.
        interface: How people edit it, in the system's word.
        required: Whether it must have a value.
        read_only: Whether only the system writes it.
        unique: Whether two records cannot have the same value.
        is_key: Whether it identifies a record.
        options: The values of a choice.
        target: The collection that a reference points to.
        foreign_key: The field that keeps the key of a reference.
    """

    name: str | None = None
    title: str | None = None
    kind: CollectionFieldKind | None = None
    kind_native: str | None = None
    interface: str | None = None
    required: bool | None = None
    read_only: bool | None = None
    unique: bool | None = None
    is_key: bool | None = None
    options: tuple[str, ...] | None = None
    target: str | None = None
    foreign_key: str | None = None


class CollectionFieldInput(TypedDict, total=False):
    """The fields of a row like `CollectionField` as input; which of them a system takes, `capabilities()` says."""

    # The name in records.
    name: str | None
    # What people see.
    title: str | None
    # The type of its values; `local_time` is a date and time without a zone.
    kind: CollectionFieldKind | None
    # The type in the system's own word.
    kind_native: str | None
    # How people edit it, in the system's word.
    interface: str | None
    # Whether it must have a value.
    required: bool | None
    # Whether only the system writes it.
    read_only: bool | None
    # Whether two records cannot have the same value.
    unique: bool | None
    # Whether it identifies a record.
    is_key: bool | None
    # The values of a choice.
    options: list[str] | None
    # The collection that a reference points to.
    target: str | None
    # The field that keeps the key of a reference.
    foreign_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Record):
    """A collection that the customer made, with the fields of its records.

    Attributes:
        name: The name that records refer to it by.
        title: What people see.
        description: What it is for.
        kind: The kind of collection, in the system's word.
        key_field: The field that identifies a record.
        title_field: The field that names a record for people.
        built_in: Whether it came with the system.
        hidden: Whether people do not see it.
        fields: The fields of its records, in order.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"fields": CollectionField}

    name: str | None = None
    title: str | None = None
    description: str | None = None
    kind: str | None = None
    key_field: str | None = None
    title_field: str | None = None
    built_in: bool | None = None
    hidden: bool | None = None
    fields: tuple[CollectionField, ...] | None = None


class CollectionInput(TypedDict, total=False):
    """The fields of a record like `Collection` as input; which of them a system takes, `capabilities()` says."""

    # The name that records refer to it by.
    name: str | None
    # What people see.
    title: str | None
    # What it is for.
    description: str | None
    # The kind of collection, in the system's word.
    kind: str | None
    # The field that identifies a record.
    key_field: str | None
    # The field that names a record for people.
    title_field: str | None
    # Whether it came with the system.
    built_in: bool | None
    # Whether people do not see it.
    hidden: bool | None
    # The fields of its records, in order.
    fields: list[CollectionFieldInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceRecord(Record):
    """A record of a collection.

    Attributes:
        collection_id: The collection.
        values: The values by the collection's own names, typed by its fields: decimals are text, instants in UTC,
            whole numbers beyond 2^53 are text.
    """

    _json: ClassVar[frozenset[str]] = frozenset({"values"})

    collection_id: str | None = None
    values: Any = field(default=None, hash=False)


class WorkspaceRecordInput(TypedDict, total=False):
    """The fields of a record like `WorkspaceRecord` as input; which of them a system takes, `capabilities()` says."""

    # The collection.
    collection_id: str | None
    # The values by the collection's own names, typed by its fields: decimals are text, instants in UTC, whole
    # numbers beyond 2^53 are text.
    values: Any
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]
