# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The models of the module `accounting`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from .._record import Record, Row


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


FinancialReportKind = Literal["balance_sheet", "profit_and_loss", "cash_flow", "trial_balance", "general_ledger", "journal", "receivables_aging", "payables_aging", "customer_balances", "supplier_balances", "customer_transactions", "supplier_transactions", "sales_by_item", "purchases_by_item", "stock_value", "stock_moves", "sales_tax", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class FinancialReport(Record):
    """A report that the system makes of the books for some days; listed by kind and days, and kept nowhere.

    Attributes:
        kind: Which report it is.
        title: What people see.
        start_date: The first day; none where the report is of one day.
        end_date: The last day, or the day that it is of.
        basis: What counts as income and expense (cash, accrual), in the system's word.
        currency: The currency of the amounts, ISO 4217.
        figures: The rows, as the system writes them.
        totals: The sums, as the system writes them.
    """

    _json: ClassVar[frozenset[str]] = frozenset({"figures", "totals"})

    kind: FinancialReportKind | None = None
    title: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    basis: str | None = None
    currency: str | None = None
    figures: Any = field(default=None, hash=False)
    totals: Any = field(default=None, hash=False)


class FinancialReportInput(TypedDict, total=False):
    """The fields of a record like `FinancialReport` as input; which of them a system takes, `capabilities()` says."""

    # Which report it is.
    kind: FinancialReportKind | None
    # What people see.
    title: str | None
    # The first day; none where the report is of one day.
    start_date: date | str | None
    # The last day, or the day that it is of.
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
