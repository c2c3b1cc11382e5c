# Generated from `_async/namespaces.py` by `bindings-python/tools/unasync.py`; do not edit.
# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The modules and their resources, as attributes of a tenant or of one of its connections."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .resource import Resource, Scope

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime, timedelta
    from decimal import Decimal
    from typing import Any

    from .query import Query
    from ..models import (
        Contact,
        ContactInput,
        ContactKind,
        ContactRoles,
        Invoice,
        InvoiceDirection,
        InvoiceInput,
        InvoiceKind,
        InvoiceStatus,
        Item,
        ItemInput,
        ItemKind,
        JournalEntry,
        JournalEntryInput,
        JournalEntryStatus,
        Organization,
        OrganizationInput,
        Payment,
        PaymentDirection,
        PaymentInput,
        PaymentStatus,
        Project,
        ProjectInput,
        ProjectStatus,
        TaxRate,
        TaxRateDirection,
        TaxRateInput,
    )


class Organizations(Resource["Organization", "OrganizationInput"]):
    """`accounting.organizations`. A company whose books the system keeps."""

    __slots__ = ()
    _path = "accounting.organizations"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        country: str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        tax_number: str | Mapping[str, Any] | None = None,
        email: str | Mapping[str, Any] | None = None,
        phone: str | Mapping[str, Any] | None = None,
        website: str | Mapping[str, Any] | None = None,
        where: Mapping[str, Any] | None = None,
        sort: Sequence[str] | str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        updated_since: datetime | date | str | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        raw: bool = False,
        prefetch: int | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Query[Organization]:
        """A lazy query over `accounting.organizations`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.organizations.list(limit=10)
        Query(accounting.organizations: limit=10)
        """
        return self.query(
            name=name,
            country=country,
            currency=currency,
            tax_number=tax_number,
            email=email,
            phone=phone,
            website=website,
            where=where,
            sort=sort,
            limit=limit,
            page_size=page_size,
            updated_since=updated_since,
            include=include,
            custom=custom,
            raw=raw,
            prefetch=prefetch,
            deadline=deadline,
            connection=connection,
        )


class Contacts(Resource["Contact", "ContactInput"]):
    """`accounting.contacts`. A customer or supplier: who an invoice is for or from."""

    __slots__ = ()
    _path = "accounting.contacts"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        roles: ContactRoles | Mapping[str, Any] | None = None,
        kind: ContactKind | Mapping[str, Any] | None = None,
        number: str | Mapping[str, Any] | None = None,
        email: str | Mapping[str, Any] | None = None,
        phone: str | Mapping[str, Any] | None = None,
        website: str | Mapping[str, Any] | None = None,
        tax_number: str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        street: str | Mapping[str, Any] | None = None,
        city: str | Mapping[str, Any] | None = None,
        postal_code: str | Mapping[str, Any] | None = None,
        country: str | Mapping[str, Any] | None = None,
        active: bool | Mapping[str, Any] | None = None,
        notes: str | Mapping[str, Any] | None = None,
        where: Mapping[str, Any] | None = None,
        sort: Sequence[str] | str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        updated_since: datetime | date | str | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        raw: bool = False,
        prefetch: int | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Query[Contact]:
        """A lazy query over `accounting.contacts`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.contacts.list(limit=10)
        Query(accounting.contacts: limit=10)
        """
        return self.query(
            name=name,
            roles=roles,
            kind=kind,
            number=number,
            email=email,
            phone=phone,
            website=website,
            tax_number=tax_number,
            currency=currency,
            street=street,
            city=city,
            postal_code=postal_code,
            country=country,
            active=active,
            notes=notes,
            where=where,
            sort=sort,
            limit=limit,
            page_size=page_size,
            updated_since=updated_since,
            include=include,
            custom=custom,
            raw=raw,
            prefetch=prefetch,
            deadline=deadline,
            connection=connection,
        )


class Items(Resource["Item", "ItemInput"]):
    """`accounting.items`. A product or service that is sold or bought."""

    __slots__ = ()
    _path = "accounting.items"

    def list(
        self,
        *,
        code: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        kind: ItemKind | Mapping[str, Any] | None = None,
        unit: str | Mapping[str, Any] | None = None,
        category: str | Mapping[str, Any] | None = None,
        sales_price: Decimal | int | str | Mapping[str, Any] | None = None,
        tax_rate: Decimal | int | str | Mapping[str, Any] | None = None,
        sold: bool | Mapping[str, Any] | None = None,
        bought: bool | Mapping[str, Any] | None = None,
        active: bool | Mapping[str, Any] | None = None,
        where: Mapping[str, Any] | None = None,
        sort: Sequence[str] | str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        updated_since: datetime | date | str | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        raw: bool = False,
        prefetch: int | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Query[Item]:
        """A lazy query over `accounting.items`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.items.list(limit=10)
        Query(accounting.items: limit=10)
        """
        return self.query(
            code=code,
            name=name,
            description=description,
            kind=kind,
            unit=unit,
            category=category,
            sales_price=sales_price,
            tax_rate=tax_rate,
            sold=sold,
            bought=bought,
            active=active,
            where=where,
            sort=sort,
            limit=limit,
            page_size=page_size,
            updated_since=updated_since,
            include=include,
            custom=custom,
            raw=raw,
            prefetch=prefetch,
            deadline=deadline,
            connection=connection,
        )


class TaxRates(Resource["TaxRate", "TaxRateInput"]):
    """`accounting.tax_rates`. A tax, or a template of taxes, that documents refer to."""

    __slots__ = ()
    _path = "accounting.tax_rates"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        direction: TaxRateDirection | Mapping[str, Any] | None = None,
        is_default: bool | Mapping[str, Any] | None = None,
        active: bool | Mapping[str, Any] | None = None,
        where: Mapping[str, Any] | None = None,
        sort: Sequence[str] | str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        updated_since: datetime | date | str | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        raw: bool = False,
        prefetch: int | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Query[TaxRate]:
        """A lazy query over `accounting.tax_rates`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.tax_rates.list(limit=10)
        Query(accounting.tax_rates: limit=10)
        """
        return self.query(
            name=name,
            direction=direction,
            is_default=is_default,
            active=active,
            where=where,
            sort=sort,
            limit=limit,
            page_size=page_size,
            updated_since=updated_since,
            include=include,
            custom=custom,
            raw=raw,
            prefetch=prefetch,
            deadline=deadline,
            connection=connection,
        )


class Invoices(Resource["Invoice", "InvoiceInput"]):
    """`accounting.invoices`. An invoice to a customer (sales) or from a supplier (purchase), with its lines."""

    __slots__ = ()
    _path = "accounting.invoices"

    def list(
        self,
        *,
        direction: InvoiceDirection | Mapping[str, Any] | None = None,
        kind: InvoiceKind | Mapping[str, Any] | None = None,
        number: str | Mapping[str, Any] | None = None,
        status: InvoiceStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        contact_id: str | Mapping[str, Any] | None = None,
        contact_name: str | Mapping[str, Any] | None = None,
        issue_date: date | str | Mapping[str, Any] | None = None,
        due_date: date | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        exchange_rate: Decimal | int | str | Mapping[str, Any] | None = None,
        subtotal: Decimal | int | str | Mapping[str, Any] | None = None,
        tax_total: Decimal | int | str | Mapping[str, Any] | None = None,
        total: Decimal | int | str | Mapping[str, Any] | None = None,
        amount_due: Decimal | int | str | Mapping[str, Any] | None = None,
        reference: str | Mapping[str, Any] | None = None,
        notes: str | Mapping[str, Any] | None = None,
        where: Mapping[str, Any] | None = None,
        sort: Sequence[str] | str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        updated_since: datetime | date | str | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        raw: bool = False,
        prefetch: int | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Query[Invoice]:
        """A lazy query over `accounting.invoices`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.invoices.list(limit=10)
        Query(accounting.invoices: limit=10)
        """
        return self.query(
            direction=direction,
            kind=kind,
            number=number,
            status=status,
            status_native=status_native,
            contact_id=contact_id,
            contact_name=contact_name,
            issue_date=issue_date,
            due_date=due_date,
            currency=currency,
            exchange_rate=exchange_rate,
            subtotal=subtotal,
            tax_total=tax_total,
            total=total,
            amount_due=amount_due,
            reference=reference,
            notes=notes,
            where=where,
            sort=sort,
            limit=limit,
            page_size=page_size,
            updated_since=updated_since,
            include=include,
            custom=custom,
            raw=raw,
            prefetch=prefetch,
            deadline=deadline,
            connection=connection,
        )

    def submit(
        self,
        id: str,
        *,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Invoice:
        """Makes a draft final: it is numbered and booked.

        Returns the record as it is afterwards. Raises `UnsupportedError` where the system has no such action and
        `ConflictError` where the record's state does not allow it.
        """
        return self.action(
            id, "submit", None, deadline=deadline, connection=connection
        )

    def cancel(
        self,
        id: str,
        *,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Invoice:
        """Takes back a final document; it stays visible as void.

        Returns the record as it is afterwards. Raises `UnsupportedError` where the system has no such action and
        `ConflictError` where the record's state does not allow it.
        """
        return self.action(
            id, "cancel", None, deadline=deadline, connection=connection
        )

    def pay(
        self,
        id: str,
        input: Mapping[str, Any],
        *,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Invoice:
        """Books a payment of the invoice.

        Returns the record as it is afterwards. Raises `UnsupportedError` where the system has no such action and
        `ConflictError` where the record's state does not allow it.
        """
        return self.action(
            id, "pay", input, deadline=deadline, connection=connection
        )


class Payments(Resource["Payment", "PaymentInput"]):
    """`accounting.payments`. Money received from a customer or paid to a supplier, with the invoices that it settles."""

    __slots__ = ()
    _path = "accounting.payments"

    def list(
        self,
        *,
        direction: PaymentDirection | Mapping[str, Any] | None = None,
        number: str | Mapping[str, Any] | None = None,
        status: PaymentStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        contact_id: str | Mapping[str, Any] | None = None,
        date: date | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        amount: Decimal | int | str | Mapping[str, Any] | None = None,
        unallocated: Decimal | int | str | Mapping[str, Any] | None = None,
        method: str | Mapping[str, Any] | None = None,
        reference: str | Mapping[str, Any] | None = None,
        notes: str | Mapping[str, Any] | None = None,
        where: Mapping[str, Any] | None = None,
        sort: Sequence[str] | str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        updated_since: datetime | date | str | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        raw: bool = False,
        prefetch: int | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Query[Payment]:
        """A lazy query over `accounting.payments`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.payments.list(limit=10)
        Query(accounting.payments: limit=10)
        """
        return self.query(
            direction=direction,
            number=number,
            status=status,
            status_native=status_native,
            contact_id=contact_id,
            date=date,
            currency=currency,
            amount=amount,
            unallocated=unallocated,
            method=method,
            reference=reference,
            notes=notes,
            where=where,
            sort=sort,
            limit=limit,
            page_size=page_size,
            updated_since=updated_since,
            include=include,
            custom=custom,
            raw=raw,
            prefetch=prefetch,
            deadline=deadline,
            connection=connection,
        )

    def submit(
        self,
        id: str,
        *,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Payment:
        """Makes a draft final: it is numbered and booked.

        Returns the record as it is afterwards. Raises `UnsupportedError` where the system has no such action and
        `ConflictError` where the record's state does not allow it.
        """
        return self.action(
            id, "submit", None, deadline=deadline, connection=connection
        )

    def cancel(
        self,
        id: str,
        *,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Payment:
        """Takes back a final document; it stays visible as void.

        Returns the record as it is afterwards. Raises `UnsupportedError` where the system has no such action and
        `ConflictError` where the record's state does not allow it.
        """
        return self.action(
            id, "cancel", None, deadline=deadline, connection=connection
        )


class JournalEntries(Resource["JournalEntry", "JournalEntryInput"]):
    """`accounting.journal_entries`. A journal entry: lines whose debits equal its credits."""

    __slots__ = ()
    _path = "accounting.journal_entries"

    def list(
        self,
        *,
        number: str | Mapping[str, Any] | None = None,
        status: JournalEntryStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        kind: str | Mapping[str, Any] | None = None,
        date: date | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        total_debit: Decimal | int | str | Mapping[str, Any] | None = None,
        total_credit: Decimal | int | str | Mapping[str, Any] | None = None,
        reference: str | Mapping[str, Any] | None = None,
        notes: str | Mapping[str, Any] | None = None,
        where: Mapping[str, Any] | None = None,
        sort: Sequence[str] | str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        updated_since: datetime | date | str | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        raw: bool = False,
        prefetch: int | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Query[JournalEntry]:
        """A lazy query over `accounting.journal_entries`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.journal_entries.list(limit=10)
        Query(accounting.journal_entries: limit=10)
        """
        return self.query(
            number=number,
            status=status,
            status_native=status_native,
            kind=kind,
            date=date,
            currency=currency,
            total_debit=total_debit,
            total_credit=total_credit,
            reference=reference,
            notes=notes,
            where=where,
            sort=sort,
            limit=limit,
            page_size=page_size,
            updated_since=updated_since,
            include=include,
            custom=custom,
            raw=raw,
            prefetch=prefetch,
            deadline=deadline,
            connection=connection,
        )

    def submit(
        self,
        id: str,
        *,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> JournalEntry:
        """Makes a draft final: it is numbered and booked.

        Returns the record as it is afterwards. Raises `UnsupportedError` where the system has no such action and
        `ConflictError` where the record's state does not allow it.
        """
        return self.action(
            id, "submit", None, deadline=deadline, connection=connection
        )

    def cancel(
        self,
        id: str,
        *,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> JournalEntry:
        """Takes back a final document; it stays visible as void.

        Returns the record as it is afterwards. Raises `UnsupportedError` where the system has no such action and
        `ConflictError` where the record's state does not allow it.
        """
        return self.action(
            id, "cancel", None, deadline=deadline, connection=connection
        )


class Projects(Resource["Project", "ProjectInput"]):
    """`projects.projects`. A project."""

    __slots__ = ()
    _path = "projects.projects"

    def list(
        self,
        *,
        number: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        status: ProjectStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        contact_id: str | Mapping[str, Any] | None = None,
        start_date: date | str | Mapping[str, Any] | None = None,
        end_date: date | str | Mapping[str, Any] | None = None,
        progress_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        budget: Decimal | int | str | Mapping[str, Any] | None = None,
        where: Mapping[str, Any] | None = None,
        sort: Sequence[str] | str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        updated_since: datetime | date | str | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        raw: bool = False,
        prefetch: int | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> Query[Project]:
        """A lazy query over `projects.projects`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.projects.projects.list(limit=10)
        Query(projects.projects: limit=10)
        """
        return self.query(
            number=number,
            name=name,
            description=description,
            status=status,
            status_native=status_native,
            contact_id=contact_id,
            start_date=start_date,
            end_date=end_date,
            progress_percent=progress_percent,
            budget=budget,
            where=where,
            sort=sort,
            limit=limit,
            page_size=page_size,
            updated_since=updated_since,
            include=include,
            custom=custom,
            raw=raw,
            prefetch=prefetch,
            deadline=deadline,
            connection=connection,
        )


class AccountingModule:
    """The module `accounting`: one attribute per resource."""

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __dir__(self) -> builtins.list[str]:
        return [name for name in super().__dir__() if not name.startswith("_")]

    @property
    def organizations(self) -> Organizations:
        """A company whose books the system keeps."""
        return Organizations(self._scope)

    @property
    def contacts(self) -> Contacts:
        """A customer or supplier: who an invoice is for or from."""
        return Contacts(self._scope)

    @property
    def items(self) -> Items:
        """A product or service that is sold or bought."""
        return Items(self._scope)

    @property
    def tax_rates(self) -> TaxRates:
        """A tax, or a template of taxes, that documents refer to."""
        return TaxRates(self._scope)

    @property
    def invoices(self) -> Invoices:
        """An invoice to a customer (sales) or from a supplier (purchase), with its lines."""
        return Invoices(self._scope)

    @property
    def payments(self) -> Payments:
        """Money received from a customer or paid to a supplier, with the invoices that it settles."""
        return Payments(self._scope)

    @property
    def journal_entries(self) -> JournalEntries:
        """A journal entry: lines whose debits equal its credits."""
        return JournalEntries(self._scope)


class ProjectsModule:
    """The module `projects`: one attribute per resource."""

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __dir__(self) -> builtins.list[str]:
        return [name for name in super().__dir__() if not name.startswith("_")]

    @property
    def projects(self) -> Projects:
        """A project."""
        return Projects(self._scope)


class Namespaces:
    """What a tenant and a connection share: the modules."""

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    @property
    def accounting(self) -> AccountingModule:
        """The module `accounting`."""
        return AccountingModule(self._scope)

    @property
    def projects(self) -> ProjectsModule:
        """The module `projects`."""
        return ProjectsModule(self._scope)


# By full name, for code that learns the name at run time.
RESOURCES: dict[str, type[Resource[Any, Any]]] = {
    "accounting.organizations": Organizations,
    "accounting.contacts": Contacts,
    "accounting.items": Items,
    "accounting.tax_rates": TaxRates,
    "accounting.invoices": Invoices,
    "accounting.payments": Payments,
    "accounting.journal_entries": JournalEntries,
    "projects.projects": Projects,
}
