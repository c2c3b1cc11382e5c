# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The models of the module `inventory`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from .._record import Record, Row


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
