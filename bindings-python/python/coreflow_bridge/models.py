# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The unified models: what a record of each resource holds, in every system.

Amounts are exact `decimal.Decimal`, dates are `datetime.date`, instants are aware `datetime.datetime` in UTC. Every
field may be empty (`None`): nothing is invented where a system has no value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from ._record import Record, Row

__all__ = [
    "Allocation",
    "AllocationInput",
    "Contact",
    "ContactInput",
    "ContactKind",
    "ContactRoles",
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
    "Organization",
    "OrganizationInput",
    "Payment",
    "PaymentDirection",
    "PaymentInput",
    "PaymentStatus",
    "Project",
    "ProjectInput",
    "ProjectStatus",
    "Record",
    "Row",
    "TaxRate",
    "TaxRateDirection",
    "TaxRateInput",
    "TaxRateLine",
    "TaxRateLineInput",
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
        direction: What it applies to.
        is_default: Whether new documents start with it.
        active: Whether it may be used in new documents.
        lines: The taxes of the template, in order.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"lines": TaxRateLine}

    name: str | None = None
    direction: TaxRateDirection | None = None
    is_default: bool | None = None
    active: bool | None = None
    lines: tuple[TaxRateLine, ...] | None = None


class TaxRateInput(TypedDict, total=False):
    """The fields of a record like `TaxRate` as input; which of them a system takes, `capabilities()` says."""

    # The name.
    name: str | None
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
        account: The account it is booked to.
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
    # The account it is booked to.
    account: str | None


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
        reference: The other side's reference: the customer's order number, the supplier's bill number.
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
    reference: str | None = None
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
    # The other side's reference: the customer's order number, the supplier's bill number.
    reference: str | None
    # Free text.
    notes: str | None
    # The lines, in order; empty (null) where a list does not carry them.
    lines: list[InvoiceLineInput] | None
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
    # The bank's or payer's reference.
    reference: str | None
    # Free text.
    notes: str | None
    # The invoices it settles.
    allocations: list[AllocationInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine(Row):
    """One line of a journal entry: a debit or a credit of one account.

    Attributes:
        line_id: The system's id of the line.
        account: The account.
        debit: The amount debited, in the account's currency.
        credit: The amount credited, in the account's currency.
        contact_id: The customer or supplier, for receivables and payables.
        description: What the line is for.
        position: The line's place, from 1.
    """

    line_id: str | None = None
    account: str | None = None
    debit: Decimal | None = None
    credit: Decimal | None = None
    contact_id: str | None = None
    description: str | None = None
    position: int | None = None


class JournalLineInput(TypedDict, total=False):
    """The fields of a row like `JournalLine` as input; which of them a system takes, `capabilities()` says."""

    # The system's id of the line.
    line_id: str | None
    # The account.
    account: str | None
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


ProjectStatus = Literal["draft", "open", "completed", "cancelled", "other"]

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
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]
