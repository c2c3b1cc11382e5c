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
        Account,
        AccountInput,
        AccountKind,
        Activity,
        ActivityInput,
        ActivityKind,
        AnalysisJob,
        AnalysisJobInput,
        AnalysisJobStatus,
        AnomalyScan,
        AnomalyScanInput,
        AnomalyScanSource,
        BomLine,
        BomLineInput,
        BuildOrder,
        BuildOrderInput,
        BuildOrderStatus,
        Collection,
        CollectionInput,
        Comment,
        CommentAccess,
        CommentInput,
        Company,
        CompanyInput,
        Contact,
        ContactInput,
        ContactKind,
        ContactRoles,
        CreditNote,
        CreditNoteDirection,
        CreditNoteInput,
        CreditNoteStatus,
        CrmTask,
        CrmTaskInput,
        CrmTaskPriority,
        CrmTaskStatus,
        CrmUser,
        CrmUserInput,
        Cycle,
        CycleInput,
        CycleStatus,
        Deal,
        DealInput,
        DealStage,
        Employee,
        EmployeeInput,
        EmployeeStatus,
        Expense,
        ExpenseInput,
        ExpenseStatus,
        Extraction,
        ExtractionInput,
        ExtractionSource,
        FinancialReport,
        FinancialReportInput,
        FinancialReportKind,
        Forecast,
        ForecastDirection,
        ForecastInput,
        ForecastSource,
        Headline,
        HeadlineInput,
        HeadlineSource,
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
        Label,
        LabelInput,
        Lead,
        LeadInput,
        LeadStatus,
        Leave,
        LeaveInput,
        LeaveStatus,
        Location,
        LocationInput,
        ModuleGroup,
        ModuleGroupInput,
        ModuleGroupStatus,
        Note,
        NoteInput,
        Order,
        OrderDirection,
        OrderInput,
        OrderStatus,
        Organization,
        OrganizationInput,
        Part,
        PartCategory,
        PartCategoryInput,
        PartInput,
        Payment,
        PaymentDirection,
        PaymentInput,
        PaymentMethod,
        PaymentMethodInput,
        PaymentStatus,
        Person,
        PersonInput,
        Pipeline,
        PipelineInput,
        Project,
        ProjectInput,
        ProjectStatus,
        ProjectVisibility,
        PurchaseOrder,
        PurchaseOrderInput,
        PurchaseOrderLine,
        PurchaseOrderLineInput,
        PurchaseOrderStatus,
        Quote,
        QuoteInput,
        QuoteStatus,
        Report,
        ReportInput,
        ReportSource,
        SalesOrder,
        SalesOrderInput,
        SalesOrderLine,
        SalesOrderLineInput,
        SalesOrderStatus,
        Sentiment,
        SentimentInput,
        SentimentLabel,
        SentimentSource,
        SentimentStrength,
        Shipment,
        ShipmentInput,
        ShipmentStatus,
        State,
        StateGroup,
        StateInput,
        StockItem,
        StockItemInput,
        StockItemStatus,
        StockMove,
        StockMoveInput,
        StockMoveKind,
        SupplierPart,
        SupplierPartInput,
        Task,
        TaskInput,
        TaskLink,
        TaskLinkInput,
        TaskPriority,
        TaskStatus,
        TaxRate,
        TaxRateDirection,
        TaxRateInput,
        TradePartner,
        TradePartnerInput,
        TradePartnerRoles,
        User,
        UserInput,
        UserRole,
        Worklog,
        WorklogInput,
        WorklogStatus,
        WorkspaceRecord,
        WorkspaceRecordInput,
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
        background: bool = False,
        hedge: bool | None = None,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Accounts(Resource["Account", "AccountInput"]):
    """`accounting.accounts`. An account of the books."""

    __slots__ = ()
    _path = "accounting.accounts"

    def list(
        self,
        *,
        number: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        kind: AccountKind | Mapping[str, Any] | None = None,
        subtype: str | Mapping[str, Any] | None = None,
        parent_id: str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        balance: Decimal | int | str | Mapping[str, Any] | None = None,
        is_group: bool | Mapping[str, Any] | None = None,
        built_in: bool | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Account]:
        """A lazy query over `accounting.accounts`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.accounts.list(limit=10)
        Query(accounting.accounts: limit=10)
        """
        return self.query(
            number=number,
            name=name,
            description=description,
            kind=kind,
            subtype=subtype,
            parent_id=parent_id,
            currency=currency,
            balance=balance,
            is_group=is_group,
            built_in=built_in,
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
            background=background,
            hedge=hedge,
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
        background: bool = False,
        hedge: bool | None = None,
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
            background=background,
            hedge=hedge,
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
        cost_price: Decimal | int | str | Mapping[str, Any] | None = None,
        quantity_on_hand: Decimal | int | str | Mapping[str, Any] | None = None,
        sales_account_id: str | Mapping[str, Any] | None = None,
        cost_account_id: str | Mapping[str, Any] | None = None,
        stock_account_id: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
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
            cost_price=cost_price,
            quantity_on_hand=quantity_on_hand,
            sales_account_id=sales_account_id,
            cost_account_id=cost_account_id,
            stock_account_id=stock_account_id,
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
            background=background,
            hedge=hedge,
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
        code: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        rate: Decimal | int | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
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
            code=code,
            description=description,
            rate=rate,
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
            background=background,
            hedge=hedge,
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
        amount_paid: Decimal | int | str | Mapping[str, Any] | None = None,
        discount_total: Decimal | int | str | Mapping[str, Any] | None = None,
        tax_rate: Decimal | int | str | Mapping[str, Any] | None = None,
        prices_include_tax: bool | Mapping[str, Any] | None = None,
        reference: str | Mapping[str, Any] | None = None,
        original_id: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
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
            amount_paid=amount_paid,
            discount_total=discount_total,
            tax_rate=tax_rate,
            prices_include_tax=prices_include_tax,
            reference=reference,
            original_id=original_id,
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
            background=background,
            hedge=hedge,
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


class CreditNotes(Resource["CreditNote", "CreditNoteInput"]):
    """`accounting.credit_notes`. Money given back to a customer (sales) or by a supplier (purchase), where the system has it apart from invoices."""

    __slots__ = ()
    _path = "accounting.credit_notes"

    def list(
        self,
        *,
        direction: CreditNoteDirection | Mapping[str, Any] | None = None,
        number: str | Mapping[str, Any] | None = None,
        status: CreditNoteStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        contact_id: str | Mapping[str, Any] | None = None,
        contact_name: str | Mapping[str, Any] | None = None,
        invoice_id: str | Mapping[str, Any] | None = None,
        issue_date: date | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        exchange_rate: Decimal | int | str | Mapping[str, Any] | None = None,
        subtotal: Decimal | int | str | Mapping[str, Any] | None = None,
        tax_total: Decimal | int | str | Mapping[str, Any] | None = None,
        total: Decimal | int | str | Mapping[str, Any] | None = None,
        unallocated: Decimal | int | str | Mapping[str, Any] | None = None,
        refunded: Decimal | int | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[CreditNote]:
        """A lazy query over `accounting.credit_notes`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.credit_notes.list(limit=10)
        Query(accounting.credit_notes: limit=10)
        """
        return self.query(
            direction=direction,
            number=number,
            status=status,
            status_native=status_native,
            contact_id=contact_id,
            contact_name=contact_name,
            invoice_id=invoice_id,
            issue_date=issue_date,
            currency=currency,
            exchange_rate=exchange_rate,
            subtotal=subtotal,
            tax_total=tax_total,
            total=total,
            unallocated=unallocated,
            refunded=refunded,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Quotes(Resource["Quote", "QuoteInput"]):
    """`accounting.quotes`. An offer to a customer (a quotation, an estimate, a proposal)."""

    __slots__ = ()
    _path = "accounting.quotes"

    def list(
        self,
        *,
        number: str | Mapping[str, Any] | None = None,
        status: QuoteStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        contact_id: str | Mapping[str, Any] | None = None,
        contact_name: str | Mapping[str, Any] | None = None,
        lead_id: str | Mapping[str, Any] | None = None,
        issue_date: date | str | Mapping[str, Any] | None = None,
        valid_until: date | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        exchange_rate: Decimal | int | str | Mapping[str, Any] | None = None,
        subtotal: Decimal | int | str | Mapping[str, Any] | None = None,
        tax_total: Decimal | int | str | Mapping[str, Any] | None = None,
        total: Decimal | int | str | Mapping[str, Any] | None = None,
        discount_total: Decimal | int | str | Mapping[str, Any] | None = None,
        tax_rate: Decimal | int | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Quote]:
        """A lazy query over `accounting.quotes`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.quotes.list(limit=10)
        Query(accounting.quotes: limit=10)
        """
        return self.query(
            number=number,
            status=status,
            status_native=status_native,
            contact_id=contact_id,
            contact_name=contact_name,
            lead_id=lead_id,
            issue_date=issue_date,
            valid_until=valid_until,
            currency=currency,
            exchange_rate=exchange_rate,
            subtotal=subtotal,
            tax_total=tax_total,
            total=total,
            discount_total=discount_total,
            tax_rate=tax_rate,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Orders(Resource["Order", "OrderInput"]):
    """`accounting.orders`. An order of a customer (sales) or to a supplier (purchase)."""

    __slots__ = ()
    _path = "accounting.orders"

    def list(
        self,
        *,
        direction: OrderDirection | Mapping[str, Any] | None = None,
        number: str | Mapping[str, Any] | None = None,
        status: OrderStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        contact_id: str | Mapping[str, Any] | None = None,
        contact_name: str | Mapping[str, Any] | None = None,
        quote_id: str | Mapping[str, Any] | None = None,
        issue_date: date | str | Mapping[str, Any] | None = None,
        delivery_date: date | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        exchange_rate: Decimal | int | str | Mapping[str, Any] | None = None,
        subtotal: Decimal | int | str | Mapping[str, Any] | None = None,
        tax_total: Decimal | int | str | Mapping[str, Any] | None = None,
        total: Decimal | int | str | Mapping[str, Any] | None = None,
        delivered_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        billed_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        billed: bool | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Order]:
        """A lazy query over `accounting.orders`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.orders.list(limit=10)
        Query(accounting.orders: limit=10)
        """
        return self.query(
            direction=direction,
            number=number,
            status=status,
            status_native=status_native,
            contact_id=contact_id,
            contact_name=contact_name,
            quote_id=quote_id,
            issue_date=issue_date,
            delivery_date=delivery_date,
            currency=currency,
            exchange_rate=exchange_rate,
            subtotal=subtotal,
            tax_total=tax_total,
            total=total,
            delivered_percent=delivered_percent,
            billed_percent=billed_percent,
            billed=billed,
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
            background=background,
            hedge=hedge,
            connection=connection,
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
        account_id: str | Mapping[str, Any] | None = None,
        exchange_rate: Decimal | int | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
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
            account_id=account_id,
            exchange_rate=exchange_rate,
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
            background=background,
            hedge=hedge,
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


class PaymentMethods(Resource["PaymentMethod", "PaymentMethodInput"]):
    """`accounting.payment_methods`. A way to pay that payments refer to."""

    __slots__ = ()
    _path = "accounting.payment_methods"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        code: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[PaymentMethod]:
        """A lazy query over `accounting.payment_methods`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.payment_methods.list(limit=10)
        Query(accounting.payment_methods: limit=10)
        """
        return self.query(
            name=name,
            code=code,
            description=description,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Expenses(Resource["Expense", "ExpenseInput"]):
    """`accounting.expenses`. Money spent without an invoice, by the organization or by an employee who gets it back."""

    __slots__ = ()
    _path = "accounting.expenses"

    def list(
        self,
        *,
        number: str | Mapping[str, Any] | None = None,
        status: ExpenseStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        date: date | str | Mapping[str, Any] | None = None,
        employee_id: str | Mapping[str, Any] | None = None,
        contact_id: str | Mapping[str, Any] | None = None,
        account_id: str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        exchange_rate: Decimal | int | str | Mapping[str, Any] | None = None,
        tax_total: Decimal | int | str | Mapping[str, Any] | None = None,
        total: Decimal | int | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Expense]:
        """A lazy query over `accounting.expenses`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.expenses.list(limit=10)
        Query(accounting.expenses: limit=10)
        """
        return self.query(
            number=number,
            status=status,
            status_native=status_native,
            date=date,
            employee_id=employee_id,
            contact_id=contact_id,
            account_id=account_id,
            currency=currency,
            exchange_rate=exchange_rate,
            tax_total=tax_total,
            total=total,
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
            background=background,
            hedge=hedge,
            connection=connection,
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
        background: bool = False,
        hedge: bool | None = None,
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
            background=background,
            hedge=hedge,
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


class AccountingReports(Resource["FinancialReport", "FinancialReportInput"]):
    """`accounting.reports`. A report that the system makes of the books for some days; listed by kind and days, and kept nowhere."""

    __slots__ = ()
    _path = "accounting.reports"

    def list(
        self,
        *,
        kind: FinancialReportKind | Mapping[str, Any] | None = None,
        title: str | Mapping[str, Any] | None = None,
        start_date: date | str | Mapping[str, Any] | None = None,
        end_date: date | str | Mapping[str, Any] | None = None,
        basis: str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[FinancialReport]:
        """A lazy query over `accounting.reports`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.accounting.reports.list(limit=10)
        Query(accounting.reports: limit=10)
        """
        return self.query(
            kind=kind,
            title=title,
            start_date=start_date,
            end_date=end_date,
            basis=basis,
            currency=currency,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class CrmCompanies(Resource["Company", "CompanyInput"]):
    """`crm.companies`. An organization that one does business with, or wants to."""

    __slots__ = ()
    _path = "crm.companies"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        website: str | Mapping[str, Any] | None = None,
        other_websites: str | Mapping[str, Any] | None = None,
        email: str | Mapping[str, Any] | None = None,
        phone: str | Mapping[str, Any] | None = None,
        linkedin_url: str | Mapping[str, Any] | None = None,
        industry: str | Mapping[str, Any] | None = None,
        employees: int | Mapping[str, Any] | None = None,
        annual_revenue: Decimal | int | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        tax_number: str | Mapping[str, Any] | None = None,
        street: str | Mapping[str, Any] | None = None,
        street2: str | Mapping[str, Any] | None = None,
        city: str | Mapping[str, Any] | None = None,
        state: str | Mapping[str, Any] | None = None,
        postal_code: str | Mapping[str, Any] | None = None,
        country: str | Mapping[str, Any] | None = None,
        owner_id: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Company]:
        """A lazy query over `crm.companies`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.crm.companies.list(limit=10)
        Query(crm.companies: limit=10)
        """
        return self.query(
            name=name,
            website=website,
            other_websites=other_websites,
            email=email,
            phone=phone,
            linkedin_url=linkedin_url,
            industry=industry,
            employees=employees,
            annual_revenue=annual_revenue,
            currency=currency,
            tax_number=tax_number,
            street=street,
            street2=street2,
            city=city,
            state=state,
            postal_code=postal_code,
            country=country,
            owner_id=owner_id,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class People(Resource["Person", "PersonInput"]):
    """`crm.people`. A human being that one deals with, mostly at a company."""

    __slots__ = ()
    _path = "crm.people"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        first_name: str | Mapping[str, Any] | None = None,
        last_name: str | Mapping[str, Any] | None = None,
        job_title: str | Mapping[str, Any] | None = None,
        email: str | Mapping[str, Any] | None = None,
        other_emails: str | Mapping[str, Any] | None = None,
        phone: str | Mapping[str, Any] | None = None,
        phone_calling_code: str | Mapping[str, Any] | None = None,
        phone_country: str | Mapping[str, Any] | None = None,
        other_phones: str | Mapping[str, Any] | None = None,
        linkedin_url: str | Mapping[str, Any] | None = None,
        company_id: str | Mapping[str, Any] | None = None,
        street: str | Mapping[str, Any] | None = None,
        city: str | Mapping[str, Any] | None = None,
        postal_code: str | Mapping[str, Any] | None = None,
        country: str | Mapping[str, Any] | None = None,
        owner_id: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Person]:
        """A lazy query over `crm.people`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.crm.people.list(limit=10)
        Query(crm.people: limit=10)
        """
        return self.query(
            name=name,
            first_name=first_name,
            last_name=last_name,
            job_title=job_title,
            email=email,
            other_emails=other_emails,
            phone=phone,
            phone_calling_code=phone_calling_code,
            phone_country=phone_country,
            other_phones=other_phones,
            linkedin_url=linkedin_url,
            company_id=company_id,
            street=street,
            city=city,
            postal_code=postal_code,
            country=country,
            owner_id=owner_id,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Deals(Resource["Deal", "DealInput"]):
    """`crm.deals`. A chance to sell something (an opportunity)."""

    __slots__ = ()
    _path = "crm.deals"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        stage: DealStage | Mapping[str, Any] | None = None,
        stage_native: str | Mapping[str, Any] | None = None,
        pipeline_id: str | Mapping[str, Any] | None = None,
        amount: Decimal | int | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        probability_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        close_date: date | str | Mapping[str, Any] | None = None,
        company_id: str | Mapping[str, Any] | None = None,
        person_id: str | Mapping[str, Any] | None = None,
        lead_id: str | Mapping[str, Any] | None = None,
        owner_id: str | Mapping[str, Any] | None = None,
        source: str | Mapping[str, Any] | None = None,
        lost_reason: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Deal]:
        """A lazy query over `crm.deals`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.crm.deals.list(limit=10)
        Query(crm.deals: limit=10)
        """
        return self.query(
            name=name,
            stage=stage,
            stage_native=stage_native,
            pipeline_id=pipeline_id,
            amount=amount,
            currency=currency,
            probability_percent=probability_percent,
            close_date=close_date,
            company_id=company_id,
            person_id=person_id,
            lead_id=lead_id,
            owner_id=owner_id,
            source=source,
            lost_reason=lost_reason,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Pipelines(Resource["Pipeline", "PipelineInput"]):
    """`crm.pipelines`. The stages that deals go through."""

    __slots__ = ()
    _path = "crm.pipelines"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Pipeline]:
        """A lazy query over `crm.pipelines`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.crm.pipelines.list(limit=10)
        Query(crm.pipelines: limit=10)
        """
        return self.query(
            name=name,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Activities(Resource["Activity", "ActivityInput"]):
    """`crm.activities`. Something that happened with a customer, or is planned: a call, a meeting, a change of a record."""

    __slots__ = ()
    _path = "crm.activities"

    def list(
        self,
        *,
        kind: ActivityKind | Mapping[str, Any] | None = None,
        kind_native: str | Mapping[str, Any] | None = None,
        subject: str | Mapping[str, Any] | None = None,
        body: str | Mapping[str, Any] | None = None,
        happened_at: datetime | str | Mapping[str, Any] | None = None,
        ended_at: datetime | str | Mapping[str, Any] | None = None,
        done: bool | Mapping[str, Any] | None = None,
        user_id: str | Mapping[str, Any] | None = None,
        company_id: str | Mapping[str, Any] | None = None,
        person_id: str | Mapping[str, Any] | None = None,
        deal_id: str | Mapping[str, Any] | None = None,
        lead_id: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Activity]:
        """A lazy query over `crm.activities`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.crm.activities.list(limit=10)
        Query(crm.activities: limit=10)
        """
        return self.query(
            kind=kind,
            kind_native=kind_native,
            subject=subject,
            body=body,
            happened_at=happened_at,
            ended_at=ended_at,
            done=done,
            user_id=user_id,
            company_id=company_id,
            person_id=person_id,
            deal_id=deal_id,
            lead_id=lead_id,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Notes(Resource["Note", "NoteInput"]):
    """`crm.notes`. A text about companies, people or deals."""

    __slots__ = ()
    _path = "crm.notes"

    def list(
        self,
        *,
        title: str | Mapping[str, Any] | None = None,
        body: str | Mapping[str, Any] | None = None,
        author_id: str | Mapping[str, Any] | None = None,
        company_ids: str | Mapping[str, Any] | None = None,
        person_ids: str | Mapping[str, Any] | None = None,
        deal_ids: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Note]:
        """A lazy query over `crm.notes`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.crm.notes.list(limit=10)
        Query(crm.notes: limit=10)
        """
        return self.query(
            title=title,
            body=body,
            author_id=author_id,
            company_ids=company_ids,
            person_ids=person_ids,
            deal_ids=deal_ids,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class CrmTasks(Resource["CrmTask", "CrmTaskInput"]):
    """`crm.tasks`. Something to do for a customer; the tasks of projects are `projects.tasks`."""

    __slots__ = ()
    _path = "crm.tasks"

    def list(
        self,
        *,
        title: str | Mapping[str, Any] | None = None,
        body: str | Mapping[str, Any] | None = None,
        status: CrmTaskStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        priority: CrmTaskPriority | Mapping[str, Any] | None = None,
        due_at: datetime | str | Mapping[str, Any] | None = None,
        assignee_id: str | Mapping[str, Any] | None = None,
        company_ids: str | Mapping[str, Any] | None = None,
        person_ids: str | Mapping[str, Any] | None = None,
        deal_ids: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[CrmTask]:
        """A lazy query over `crm.tasks`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.crm.tasks.list(limit=10)
        Query(crm.tasks: limit=10)
        """
        return self.query(
            title=title,
            body=body,
            status=status,
            status_native=status_native,
            priority=priority,
            due_at=due_at,
            assignee_id=assignee_id,
            company_ids=company_ids,
            person_ids=person_ids,
            deal_ids=deal_ids,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Leads(Resource["Lead", "LeadInput"]):
    """`crm.leads`. Somebody who may become a customer."""

    __slots__ = ()
    _path = "crm.leads"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        first_name: str | Mapping[str, Any] | None = None,
        last_name: str | Mapping[str, Any] | None = None,
        company_name: str | Mapping[str, Any] | None = None,
        job_title: str | Mapping[str, Any] | None = None,
        status: LeadStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        email: str | Mapping[str, Any] | None = None,
        phone: str | Mapping[str, Any] | None = None,
        website: str | Mapping[str, Any] | None = None,
        city: str | Mapping[str, Any] | None = None,
        country: str | Mapping[str, Any] | None = None,
        industry: str | Mapping[str, Any] | None = None,
        company_size: str | Mapping[str, Any] | None = None,
        source: str | Mapping[str, Any] | None = None,
        amount: Decimal | int | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        owner_id: str | Mapping[str, Any] | None = None,
        company_id: str | Mapping[str, Any] | None = None,
        person_id: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Lead]:
        """A lazy query over `crm.leads`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.crm.leads.list(limit=10)
        Query(crm.leads: limit=10)
        """
        return self.query(
            name=name,
            first_name=first_name,
            last_name=last_name,
            company_name=company_name,
            job_title=job_title,
            status=status,
            status_native=status_native,
            email=email,
            phone=phone,
            website=website,
            city=city,
            country=country,
            industry=industry,
            company_size=company_size,
            source=source,
            amount=amount,
            currency=currency,
            owner_id=owner_id,
            company_id=company_id,
            person_id=person_id,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class CrmUsers(Resource["CrmUser", "CrmUserInput"]):
    """`crm.users`. A user of the customer system: who owns deals and does tasks."""

    __slots__ = ()
    _path = "crm.users"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        first_name: str | Mapping[str, Any] | None = None,
        last_name: str | Mapping[str, Any] | None = None,
        email: str | Mapping[str, Any] | None = None,
        timezone: str | Mapping[str, Any] | None = None,
        language: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[CrmUser]:
        """A lazy query over `crm.users`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.crm.users.list(limit=10)
        Query(crm.users: limit=10)
        """
        return self.query(
            name=name,
            first_name=first_name,
            last_name=last_name,
            email=email,
            timezone=timezone,
            language=language,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Sentiments(Resource["Sentiment", "SentimentInput"]):
    """`finance_ai.sentiments`. Whether a text is good or bad news."""

    __slots__ = ()
    _path = "finance_ai.sentiments"

    def list(
        self,
        *,
        text: str | Mapping[str, Any] | None = None,
        label: SentimentLabel | Mapping[str, Any] | None = None,
        label_native: str | Mapping[str, Any] | None = None,
        strength: SentimentStrength | Mapping[str, Any] | None = None,
        confidence: Decimal | int | str | Mapping[str, Any] | None = None,
        confidence_method: str | Mapping[str, Any] | None = None,
        source: SentimentSource | Mapping[str, Any] | None = None,
        method: str | Mapping[str, Any] | None = None,
        model: str | Mapping[str, Any] | None = None,
        answer: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Sentiment]:
        """A lazy query over `finance_ai.sentiments`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.finance_ai.sentiments.list(limit=10)
        Query(finance_ai.sentiments: limit=10)
        """
        return self.query(
            text=text,
            label=label,
            label_native=label_native,
            strength=strength,
            confidence=confidence,
            confidence_method=confidence_method,
            source=source,
            method=method,
            model=model,
            answer=answer,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Headlines(Resource["Headline", "HeadlineInput"]):
    """`finance_ai.headlines`. What a headline about a commodity says of its price."""

    __slots__ = ()
    _path = "finance_ai.headlines"

    def list(
        self,
        *,
        text: str | Mapping[str, Any] | None = None,
        about_price: bool | Mapping[str, Any] | None = None,
        price_up: bool | Mapping[str, Any] | None = None,
        price_constant: bool | Mapping[str, Any] | None = None,
        price_down: bool | Mapping[str, Any] | None = None,
        price_past: bool | Mapping[str, Any] | None = None,
        price_future: bool | Mapping[str, Any] | None = None,
        event_past: bool | Mapping[str, Any] | None = None,
        event_future: bool | Mapping[str, Any] | None = None,
        compares_assets: bool | Mapping[str, Any] | None = None,
        source: HeadlineSource | Mapping[str, Any] | None = None,
        method: str | Mapping[str, Any] | None = None,
        model: str | Mapping[str, Any] | None = None,
        answer: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Headline]:
        """A lazy query over `finance_ai.headlines`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.finance_ai.headlines.list(limit=10)
        Query(finance_ai.headlines: limit=10)
        """
        return self.query(
            text=text,
            about_price=about_price,
            price_up=price_up,
            price_constant=price_constant,
            price_down=price_down,
            price_past=price_past,
            price_future=price_future,
            event_past=event_past,
            event_future=event_future,
            compares_assets=compares_assets,
            source=source,
            method=method,
            model=model,
            answer=answer,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Extractions(Resource["Extraction", "ExtractionInput"]):
    """`finance_ai.extractions`. The names that a text mentions, and how they relate."""

    __slots__ = ()
    _path = "finance_ai.extractions"

    def list(
        self,
        *,
        text: str | Mapping[str, Any] | None = None,
        source: ExtractionSource | Mapping[str, Any] | None = None,
        method: str | Mapping[str, Any] | None = None,
        model: str | Mapping[str, Any] | None = None,
        answer: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Extraction]:
        """A lazy query over `finance_ai.extractions`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.finance_ai.extractions.list(limit=10)
        Query(finance_ai.extractions: limit=10)
        """
        return self.query(
            text=text,
            source=source,
            method=method,
            model=model,
            answer=answer,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Forecasts(Resource["Forecast", "ForecastInput"]):
    """`finance_ai.forecasts`. What is expected to come: a move of a price, or the next values of a series."""

    __slots__ = ()
    _path = "finance_ai.forecasts"

    def list(
        self,
        *,
        subject: str | Mapping[str, Any] | None = None,
        as_of: date | str | Mapping[str, Any] | None = None,
        until: date | str | Mapping[str, Any] | None = None,
        direction: ForecastDirection | Mapping[str, Any] | None = None,
        change_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        change_low_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        change_high_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        prediction: str | Mapping[str, Any] | None = None,
        analysis: str | Mapping[str, Any] | None = None,
        positives: str | Mapping[str, Any] | None = None,
        concerns: str | Mapping[str, Any] | None = None,
        accuracy: Decimal | int | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        source: ForecastSource | Mapping[str, Any] | None = None,
        method: str | Mapping[str, Any] | None = None,
        model: str | Mapping[str, Any] | None = None,
        answer: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Forecast]:
        """A lazy query over `finance_ai.forecasts`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.finance_ai.forecasts.list(limit=10)
        Query(finance_ai.forecasts: limit=10)
        """
        return self.query(
            subject=subject,
            as_of=as_of,
            until=until,
            direction=direction,
            change_percent=change_percent,
            change_low_percent=change_low_percent,
            change_high_percent=change_high_percent,
            prediction=prediction,
            analysis=analysis,
            positives=positives,
            concerns=concerns,
            accuracy=accuracy,
            currency=currency,
            source=source,
            method=method,
            model=model,
            answer=answer,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Anomalies(Resource["AnomalyScan", "AnomalyScanInput"]):
    """`finance_ai.anomalies`. The points of a series that lie far from the others."""

    __slots__ = ()
    _path = "finance_ai.anomalies"

    def list(
        self,
        *,
        subject: str | Mapping[str, Any] | None = None,
        as_of: date | str | Mapping[str, Any] | None = None,
        points_count: int | Mapping[str, Any] | None = None,
        median: Decimal | int | str | Mapping[str, Any] | None = None,
        mad: Decimal | int | str | Mapping[str, Any] | None = None,
        mean: Decimal | int | str | Mapping[str, Any] | None = None,
        standard_deviation: Decimal | int | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        source: AnomalyScanSource | Mapping[str, Any] | None = None,
        method: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[AnomalyScan]:
        """A lazy query over `finance_ai.anomalies`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.finance_ai.anomalies.list(limit=10)
        Query(finance_ai.anomalies: limit=10)
        """
        return self.query(
            subject=subject,
            as_of=as_of,
            points_count=points_count,
            median=median,
            mad=mad,
            mean=mean,
            standard_deviation=standard_deviation,
            currency=currency,
            source=source,
            method=method,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class FinanceAiReports(Resource["Report", "ReportInput"]):
    """`finance_ai.reports`. A written analysis."""

    __slots__ = ()
    _path = "finance_ai.reports"

    def list(
        self,
        *,
        title: str | Mapping[str, Any] | None = None,
        kind: str | Mapping[str, Any] | None = None,
        subject: str | Mapping[str, Any] | None = None,
        summary: str | Mapping[str, Any] | None = None,
        strengths: str | Mapping[str, Any] | None = None,
        weaknesses: str | Mapping[str, Any] | None = None,
        opportunities: str | Mapping[str, Any] | None = None,
        threats: str | Mapping[str, Any] | None = None,
        recommendations: str | Mapping[str, Any] | None = None,
        score: Decimal | int | str | Mapping[str, Any] | None = None,
        job_id: str | Mapping[str, Any] | None = None,
        source: ReportSource | Mapping[str, Any] | None = None,
        method: str | Mapping[str, Any] | None = None,
        model: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Report]:
        """A lazy query over `finance_ai.reports`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.finance_ai.reports.list(limit=10)
        Query(finance_ai.reports: limit=10)
        """
        return self.query(
            title=title,
            kind=kind,
            subject=subject,
            summary=summary,
            strengths=strengths,
            weaknesses=weaknesses,
            opportunities=opportunities,
            threats=threats,
            recommendations=recommendations,
            score=score,
            job_id=job_id,
            source=source,
            method=method,
            model=model,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class AnalysisJobs(Resource["AnalysisJob", "AnalysisJobInput"]):
    """`finance_ai.analysis_jobs`. A long piece of work of an agent or a model, from its submission to its result."""

    __slots__ = ()
    _path = "finance_ai.analysis_jobs"

    def list(
        self,
        *,
        kind: str | Mapping[str, Any] | None = None,
        task: str | Mapping[str, Any] | None = None,
        status: AnalysisJobStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        progress_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        turn: int | Mapping[str, Any] | None = None,
        max_turns: int | Mapping[str, Any] | None = None,
        summary: str | Mapping[str, Any] | None = None,
        error_code: str | Mapping[str, Any] | None = None,
        error_message: str | Mapping[str, Any] | None = None,
        cost: Decimal | int | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        max_cost: Decimal | int | str | Mapping[str, Any] | None = None,
        prompt_tokens: int | Mapping[str, Any] | None = None,
        completion_tokens: int | Mapping[str, Any] | None = None,
        deadline_seconds: int | Mapping[str, Any] | None = None,
        started_at: datetime | str | Mapping[str, Any] | None = None,
        finished_at: datetime | str | Mapping[str, Any] | None = None,
        model: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[AnalysisJob]:
        """A lazy query over `finance_ai.analysis_jobs`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.finance_ai.analysis_jobs.list(limit=10)
        Query(finance_ai.analysis_jobs: limit=10)
        """
        return self.query(
            kind=kind,
            task=task,
            status=status,
            status_native=status_native,
            progress_percent=progress_percent,
            turn=turn,
            max_turns=max_turns,
            summary=summary,
            error_code=error_code,
            error_message=error_message,
            cost=cost,
            currency=currency,
            max_cost=max_cost,
            prompt_tokens=prompt_tokens,
            completion_tokens=completion_tokens,
            deadline_seconds=deadline_seconds,
            started_at=started_at,
            finished_at=finished_at,
            model=model,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Employees(Resource["Employee", "EmployeeInput"]):
    """`hr.employees`. Somebody who works for the organization."""

    __slots__ = ()
    _path = "hr.employees"

    def list(
        self,
        *,
        number: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        first_name: str | Mapping[str, Any] | None = None,
        last_name: str | Mapping[str, Any] | None = None,
        status: EmployeeStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        email: str | Mapping[str, Any] | None = None,
        personal_email: str | Mapping[str, Any] | None = None,
        phone: str | Mapping[str, Any] | None = None,
        job_title: str | Mapping[str, Any] | None = None,
        department: str | Mapping[str, Any] | None = None,
        company: str | Mapping[str, Any] | None = None,
        manager_id: str | Mapping[str, Any] | None = None,
        user_login: str | Mapping[str, Any] | None = None,
        gender: str | Mapping[str, Any] | None = None,
        birth_date: date | str | Mapping[str, Any] | None = None,
        start_date: date | str | Mapping[str, Any] | None = None,
        end_date: date | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Employee]:
        """A lazy query over `hr.employees`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.hr.employees.list(limit=10)
        Query(hr.employees: limit=10)
        """
        return self.query(
            number=number,
            name=name,
            first_name=first_name,
            last_name=last_name,
            status=status,
            status_native=status_native,
            email=email,
            personal_email=personal_email,
            phone=phone,
            job_title=job_title,
            department=department,
            company=company,
            manager_id=manager_id,
            user_login=user_login,
            gender=gender,
            birth_date=birth_date,
            start_date=start_date,
            end_date=end_date,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Leaves(Resource["Leave", "LeaveInput"]):
    """`hr.leaves`. A time off, asked for or granted."""

    __slots__ = ()
    _path = "hr.leaves"

    def list(
        self,
        *,
        employee_id: str | Mapping[str, Any] | None = None,
        employee_name: str | Mapping[str, Any] | None = None,
        kind: str | Mapping[str, Any] | None = None,
        status: LeaveStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        start_date: date | str | Mapping[str, Any] | None = None,
        end_date: date | str | Mapping[str, Any] | None = None,
        half_day: bool | Mapping[str, Any] | None = None,
        days: Decimal | int | str | Mapping[str, Any] | None = None,
        approver: str | Mapping[str, Any] | None = None,
        reason: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Leave]:
        """A lazy query over `hr.leaves`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.hr.leaves.list(limit=10)
        Query(hr.leaves: limit=10)
        """
        return self.query(
            employee_id=employee_id,
            employee_name=employee_name,
            kind=kind,
            status=status,
            status_native=status_native,
            start_date=start_date,
            end_date=end_date,
            half_day=half_day,
            days=days,
            approver=approver,
            reason=reason,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Parts(Resource["Part", "PartInput"]):
    """`inventory.parts`. A kind of thing that is kept, made, bought or sold; how much of it there is stands in stock items."""

    __slots__ = ()
    _path = "inventory.parts"

    def list(
        self,
        *,
        code: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        revision: str | Mapping[str, Any] | None = None,
        category_id: str | Mapping[str, Any] | None = None,
        category: str | Mapping[str, Any] | None = None,
        unit: str | Mapping[str, Any] | None = None,
        barcode: str | Mapping[str, Any] | None = None,
        active: bool | Mapping[str, Any] | None = None,
        assembly: bool | Mapping[str, Any] | None = None,
        component: bool | Mapping[str, Any] | None = None,
        bought: bool | Mapping[str, Any] | None = None,
        sold: bool | Mapping[str, Any] | None = None,
        trackable: bool | Mapping[str, Any] | None = None,
        batched: bool | Mapping[str, Any] | None = None,
        testable: bool | Mapping[str, Any] | None = None,
        virtual: bool | Mapping[str, Any] | None = None,
        template: bool | Mapping[str, Any] | None = None,
        locked: bool | Mapping[str, Any] | None = None,
        variant_of_id: str | Mapping[str, Any] | None = None,
        default_location_id: str | Mapping[str, Any] | None = None,
        minimum_stock: Decimal | int | str | Mapping[str, Any] | None = None,
        maximum_stock: Decimal | int | str | Mapping[str, Any] | None = None,
        in_stock: Decimal | int | str | Mapping[str, Any] | None = None,
        allocated: Decimal | int | str | Mapping[str, Any] | None = None,
        available: Decimal | int | str | Mapping[str, Any] | None = None,
        on_order: Decimal | int | str | Mapping[str, Any] | None = None,
        in_production: Decimal | int | str | Mapping[str, Any] | None = None,
        shelf_life_days: int | Mapping[str, Any] | None = None,
        sales_price: Decimal | int | str | Mapping[str, Any] | None = None,
        keywords: str | Mapping[str, Any] | None = None,
        tags: str | Mapping[str, Any] | None = None,
        link: str | Mapping[str, Any] | None = None,
        image_url: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Part]:
        """A lazy query over `inventory.parts`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.parts.list(limit=10)
        Query(inventory.parts: limit=10)
        """
        return self.query(
            code=code,
            name=name,
            description=description,
            revision=revision,
            category_id=category_id,
            category=category,
            unit=unit,
            barcode=barcode,
            active=active,
            assembly=assembly,
            component=component,
            bought=bought,
            sold=sold,
            trackable=trackable,
            batched=batched,
            testable=testable,
            virtual=virtual,
            template=template,
            locked=locked,
            variant_of_id=variant_of_id,
            default_location_id=default_location_id,
            minimum_stock=minimum_stock,
            maximum_stock=maximum_stock,
            in_stock=in_stock,
            allocated=allocated,
            available=available,
            on_order=on_order,
            in_production=in_production,
            shelf_life_days=shelf_life_days,
            sales_price=sales_price,
            keywords=keywords,
            tags=tags,
            link=link,
            image_url=image_url,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class PartCategories(Resource["PartCategory", "PartCategoryInput"]):
    """`inventory.part_categories`. A group of parts."""

    __slots__ = ()
    _path = "inventory.part_categories"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        parent_id: str | Mapping[str, Any] | None = None,
        path: str | Mapping[str, Any] | None = None,
        level: int | Mapping[str, Any] | None = None,
        structural: bool | Mapping[str, Any] | None = None,
        default_location_id: str | Mapping[str, Any] | None = None,
        part_count: int | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[PartCategory]:
        """A lazy query over `inventory.part_categories`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.part_categories.list(limit=10)
        Query(inventory.part_categories: limit=10)
        """
        return self.query(
            name=name,
            description=description,
            parent_id=parent_id,
            path=path,
            level=level,
            structural=structural,
            default_location_id=default_location_id,
            part_count=part_count,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Locations(Resource["Location", "LocationInput"]):
    """`inventory.locations`. A place where stock is kept: a warehouse, a shelf."""

    __slots__ = ()
    _path = "inventory.locations"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        code: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        kind: str | Mapping[str, Any] | None = None,
        parent_id: str | Mapping[str, Any] | None = None,
        path: str | Mapping[str, Any] | None = None,
        level: int | Mapping[str, Any] | None = None,
        structural: bool | Mapping[str, Any] | None = None,
        external: bool | Mapping[str, Any] | None = None,
        active: bool | Mapping[str, Any] | None = None,
        is_default: bool | Mapping[str, Any] | None = None,
        street: str | Mapping[str, Any] | None = None,
        city: str | Mapping[str, Any] | None = None,
        postal_code: str | Mapping[str, Any] | None = None,
        country: str | Mapping[str, Any] | None = None,
        phone: str | Mapping[str, Any] | None = None,
        email: str | Mapping[str, Any] | None = None,
        item_count: int | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Location]:
        """A lazy query over `inventory.locations`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.locations.list(limit=10)
        Query(inventory.locations: limit=10)
        """
        return self.query(
            name=name,
            code=code,
            description=description,
            kind=kind,
            parent_id=parent_id,
            path=path,
            level=level,
            structural=structural,
            external=external,
            active=active,
            is_default=is_default,
            street=street,
            city=city,
            postal_code=postal_code,
            country=country,
            phone=phone,
            email=email,
            item_count=item_count,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class StockItems(Resource["StockItem", "StockItemInput"]):
    """`inventory.stock_items`. An amount of a part at a place, of one batch or with one serial number. Its quantity changes only through actions."""

    __slots__ = ()
    _path = "inventory.stock_items"

    def list(
        self,
        *,
        part_id: str | Mapping[str, Any] | None = None,
        location_id: str | Mapping[str, Any] | None = None,
        quantity: Decimal | int | str | Mapping[str, Any] | None = None,
        unit: str | Mapping[str, Any] | None = None,
        allocated: Decimal | int | str | Mapping[str, Any] | None = None,
        on_order: Decimal | int | str | Mapping[str, Any] | None = None,
        projected: Decimal | int | str | Mapping[str, Any] | None = None,
        batch: str | Mapping[str, Any] | None = None,
        serial: str | Mapping[str, Any] | None = None,
        serial_numbers: str | Mapping[str, Any] | None = None,
        status: StockItemStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        in_stock: bool | Mapping[str, Any] | None = None,
        in_production: bool | Mapping[str, Any] | None = None,
        expired: bool | Mapping[str, Any] | None = None,
        expiry_date: date | str | Mapping[str, Any] | None = None,
        counted_date: date | str | Mapping[str, Any] | None = None,
        supplier_part_id: str | Mapping[str, Any] | None = None,
        purchase_price: Decimal | int | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        valuation_rate: Decimal | int | str | Mapping[str, Any] | None = None,
        purchase_order_id: str | Mapping[str, Any] | None = None,
        sales_order_id: str | Mapping[str, Any] | None = None,
        build_order_id: str | Mapping[str, Any] | None = None,
        customer_id: str | Mapping[str, Any] | None = None,
        parent_id: str | Mapping[str, Any] | None = None,
        installed_in_id: str | Mapping[str, Any] | None = None,
        packaging: str | Mapping[str, Any] | None = None,
        delete_on_deplete: bool | Mapping[str, Any] | None = None,
        tags: str | Mapping[str, Any] | None = None,
        link: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[StockItem]:
        """A lazy query over `inventory.stock_items`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.stock_items.list(limit=10)
        Query(inventory.stock_items: limit=10)
        """
        return self.query(
            part_id=part_id,
            location_id=location_id,
            quantity=quantity,
            unit=unit,
            allocated=allocated,
            on_order=on_order,
            projected=projected,
            batch=batch,
            serial=serial,
            serial_numbers=serial_numbers,
            status=status,
            status_native=status_native,
            in_stock=in_stock,
            in_production=in_production,
            expired=expired,
            expiry_date=expiry_date,
            counted_date=counted_date,
            supplier_part_id=supplier_part_id,
            purchase_price=purchase_price,
            currency=currency,
            valuation_rate=valuation_rate,
            purchase_order_id=purchase_order_id,
            sales_order_id=sales_order_id,
            build_order_id=build_order_id,
            customer_id=customer_id,
            parent_id=parent_id,
            installed_in_id=installed_in_id,
            packaging=packaging,
            delete_on_deplete=delete_on_deplete,
            tags=tags,
            link=link,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class StockMoves(Resource["StockMove", "StockMoveInput"]):
    """`inventory.stock_moves`. One row of the history of stock: what came, went, moved or changed."""

    __slots__ = ()
    _path = "inventory.stock_moves"

    def list(
        self,
        *,
        stock_item_id: str | Mapping[str, Any] | None = None,
        part_id: str | Mapping[str, Any] | None = None,
        location_id: str | Mapping[str, Any] | None = None,
        from_location_id: str | Mapping[str, Any] | None = None,
        kind: StockMoveKind | Mapping[str, Any] | None = None,
        kind_native: str | Mapping[str, Any] | None = None,
        quantity: Decimal | int | str | Mapping[str, Any] | None = None,
        quantity_after: Decimal | int | str | Mapping[str, Any] | None = None,
        unit_cost: Decimal | int | str | Mapping[str, Any] | None = None,
        batch: str | Mapping[str, Any] | None = None,
        serial: str | Mapping[str, Any] | None = None,
        happened_at: datetime | str | Mapping[str, Any] | None = None,
        date: date | str | Mapping[str, Any] | None = None,
        user_id: str | Mapping[str, Any] | None = None,
        reason: str | Mapping[str, Any] | None = None,
        reference: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[StockMove]:
        """A lazy query over `inventory.stock_moves`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.stock_moves.list(limit=10)
        Query(inventory.stock_moves: limit=10)
        """
        return self.query(
            stock_item_id=stock_item_id,
            part_id=part_id,
            location_id=location_id,
            from_location_id=from_location_id,
            kind=kind,
            kind_native=kind_native,
            quantity=quantity,
            quantity_after=quantity_after,
            unit_cost=unit_cost,
            batch=batch,
            serial=serial,
            happened_at=happened_at,
            date=date,
            user_id=user_id,
            reason=reason,
            reference=reference,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class InventoryCompanies(Resource["TradePartner", "TradePartnerInput"]):
    """`inventory.companies`. A company that supplies, makes or buys parts."""

    __slots__ = ()
    _path = "inventory.companies"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        roles: TradePartnerRoles | Mapping[str, Any] | None = None,
        active: bool | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        email: str | Mapping[str, Any] | None = None,
        phone: str | Mapping[str, Any] | None = None,
        website: str | Mapping[str, Any] | None = None,
        contact: str | Mapping[str, Any] | None = None,
        address: str | Mapping[str, Any] | None = None,
        tax_number: str | Mapping[str, Any] | None = None,
        tags: str | Mapping[str, Any] | None = None,
        link: str | Mapping[str, Any] | None = None,
        part_count: int | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[TradePartner]:
        """A lazy query over `inventory.companies`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.companies.list(limit=10)
        Query(inventory.companies: limit=10)
        """
        return self.query(
            name=name,
            description=description,
            roles=roles,
            active=active,
            currency=currency,
            email=email,
            phone=phone,
            website=website,
            contact=contact,
            address=address,
            tax_number=tax_number,
            tags=tags,
            link=link,
            part_count=part_count,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class SupplierParts(Resource["SupplierPart", "SupplierPartInput"]):
    """`inventory.supplier_parts`. A part as a supplier sells it."""

    __slots__ = ()
    _path = "inventory.supplier_parts"

    def list(
        self,
        *,
        part_id: str | Mapping[str, Any] | None = None,
        supplier_id: str | Mapping[str, Any] | None = None,
        code: str | Mapping[str, Any] | None = None,
        manufacturer_id: str | Mapping[str, Any] | None = None,
        manufacturer_code: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        active: bool | Mapping[str, Any] | None = None,
        is_primary: bool | Mapping[str, Any] | None = None,
        pack_quantity: Decimal | int | str | Mapping[str, Any] | None = None,
        pack_text: str | Mapping[str, Any] | None = None,
        minimum_order: Decimal | int | str | Mapping[str, Any] | None = None,
        available: Decimal | int | str | Mapping[str, Any] | None = None,
        price: Decimal | int | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        lead_time_days: int | Mapping[str, Any] | None = None,
        packaging: str | Mapping[str, Any] | None = None,
        tags: str | Mapping[str, Any] | None = None,
        link: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[SupplierPart]:
        """A lazy query over `inventory.supplier_parts`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.supplier_parts.list(limit=10)
        Query(inventory.supplier_parts: limit=10)
        """
        return self.query(
            part_id=part_id,
            supplier_id=supplier_id,
            code=code,
            manufacturer_id=manufacturer_id,
            manufacturer_code=manufacturer_code,
            description=description,
            active=active,
            is_primary=is_primary,
            pack_quantity=pack_quantity,
            pack_text=pack_text,
            minimum_order=minimum_order,
            available=available,
            price=price,
            currency=currency,
            lead_time_days=lead_time_days,
            packaging=packaging,
            tags=tags,
            link=link,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class BomLines(Resource["BomLine", "BomLineInput"]):
    """`inventory.bom_lines`. One line of a bill of materials: what an assembly is made of."""

    __slots__ = ()
    _path = "inventory.bom_lines"

    def list(
        self,
        *,
        assembly_id: str | Mapping[str, Any] | None = None,
        part_id: str | Mapping[str, Any] | None = None,
        quantity: Decimal | int | str | Mapping[str, Any] | None = None,
        unit: str | Mapping[str, Any] | None = None,
        reference: str | Mapping[str, Any] | None = None,
        optional: bool | Mapping[str, Any] | None = None,
        consumable: bool | Mapping[str, Any] | None = None,
        inherited: bool | Mapping[str, Any] | None = None,
        allow_variants: bool | Mapping[str, Any] | None = None,
        setup_quantity: Decimal | int | str | Mapping[str, Any] | None = None,
        attrition_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        rounding_multiple: Decimal | int | str | Mapping[str, Any] | None = None,
        validated: bool | Mapping[str, Any] | None = None,
        available: Decimal | int | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[BomLine]:
        """A lazy query over `inventory.bom_lines`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.bom_lines.list(limit=10)
        Query(inventory.bom_lines: limit=10)
        """
        return self.query(
            assembly_id=assembly_id,
            part_id=part_id,
            quantity=quantity,
            unit=unit,
            reference=reference,
            optional=optional,
            consumable=consumable,
            inherited=inherited,
            allow_variants=allow_variants,
            setup_quantity=setup_quantity,
            attrition_percent=attrition_percent,
            rounding_multiple=rounding_multiple,
            validated=validated,
            available=available,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class BuildOrders(Resource["BuildOrder", "BuildOrderInput"]):
    """`inventory.build_orders`. An order to make something."""

    __slots__ = ()
    _path = "inventory.build_orders"

    def list(
        self,
        *,
        number: str | Mapping[str, Any] | None = None,
        title: str | Mapping[str, Any] | None = None,
        part_id: str | Mapping[str, Any] | None = None,
        bom: str | Mapping[str, Any] | None = None,
        quantity: Decimal | int | str | Mapping[str, Any] | None = None,
        completed: Decimal | int | str | Mapping[str, Any] | None = None,
        status: BuildOrderStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        overdue: bool | Mapping[str, Any] | None = None,
        priority: int | Mapping[str, Any] | None = None,
        parent_id: str | Mapping[str, Any] | None = None,
        sales_order_id: str | Mapping[str, Any] | None = None,
        source_location_id: str | Mapping[str, Any] | None = None,
        destination_location_id: str | Mapping[str, Any] | None = None,
        batch: str | Mapping[str, Any] | None = None,
        start_date: date | str | Mapping[str, Any] | None = None,
        target_date: date | str | Mapping[str, Any] | None = None,
        completed_date: date | str | Mapping[str, Any] | None = None,
        project_code: str | Mapping[str, Any] | None = None,
        link: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[BuildOrder]:
        """A lazy query over `inventory.build_orders`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.build_orders.list(limit=10)
        Query(inventory.build_orders: limit=10)
        """
        return self.query(
            number=number,
            title=title,
            part_id=part_id,
            bom=bom,
            quantity=quantity,
            completed=completed,
            status=status,
            status_native=status_native,
            overdue=overdue,
            priority=priority,
            parent_id=parent_id,
            sales_order_id=sales_order_id,
            source_location_id=source_location_id,
            destination_location_id=destination_location_id,
            batch=batch,
            start_date=start_date,
            target_date=target_date,
            completed_date=completed_date,
            project_code=project_code,
            link=link,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class PurchaseOrders(Resource["PurchaseOrder", "PurchaseOrderInput"]):
    """`inventory.purchase_orders`. An order of parts from a supplier."""

    __slots__ = ()
    _path = "inventory.purchase_orders"

    def list(
        self,
        *,
        number: str | Mapping[str, Any] | None = None,
        supplier_id: str | Mapping[str, Any] | None = None,
        supplier_reference: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        status: PurchaseOrderStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        overdue: bool | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        total: Decimal | int | str | Mapping[str, Any] | None = None,
        created_date: date | str | Mapping[str, Any] | None = None,
        issue_date: date | str | Mapping[str, Any] | None = None,
        start_date: date | str | Mapping[str, Any] | None = None,
        target_date: date | str | Mapping[str, Any] | None = None,
        completed_date: date | str | Mapping[str, Any] | None = None,
        destination_location_id: str | Mapping[str, Any] | None = None,
        line_count: int | Mapping[str, Any] | None = None,
        completed_line_count: int | Mapping[str, Any] | None = None,
        project_code: str | Mapping[str, Any] | None = None,
        link: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[PurchaseOrder]:
        """A lazy query over `inventory.purchase_orders`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.purchase_orders.list(limit=10)
        Query(inventory.purchase_orders: limit=10)
        """
        return self.query(
            number=number,
            supplier_id=supplier_id,
            supplier_reference=supplier_reference,
            description=description,
            status=status,
            status_native=status_native,
            overdue=overdue,
            currency=currency,
            total=total,
            created_date=created_date,
            issue_date=issue_date,
            start_date=start_date,
            target_date=target_date,
            completed_date=completed_date,
            destination_location_id=destination_location_id,
            line_count=line_count,
            completed_line_count=completed_line_count,
            project_code=project_code,
            link=link,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class PurchaseOrderLines(Resource["PurchaseOrderLine", "PurchaseOrderLineInput"]):
    """`inventory.purchase_order_lines`. A line of a purchase order, where lines are records of their own."""

    __slots__ = ()
    _path = "inventory.purchase_order_lines"

    def list(
        self,
        *,
        order_id: str | Mapping[str, Any] | None = None,
        supplier_part_id: str | Mapping[str, Any] | None = None,
        part_id: str | Mapping[str, Any] | None = None,
        quantity: Decimal | int | str | Mapping[str, Any] | None = None,
        received: Decimal | int | str | Mapping[str, Any] | None = None,
        unit_price: Decimal | int | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        discount_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        total: Decimal | int | str | Mapping[str, Any] | None = None,
        destination_location_id: str | Mapping[str, Any] | None = None,
        target_date: date | str | Mapping[str, Any] | None = None,
        overdue: bool | Mapping[str, Any] | None = None,
        reference: str | Mapping[str, Any] | None = None,
        link: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[PurchaseOrderLine]:
        """A lazy query over `inventory.purchase_order_lines`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.purchase_order_lines.list(limit=10)
        Query(inventory.purchase_order_lines: limit=10)
        """
        return self.query(
            order_id=order_id,
            supplier_part_id=supplier_part_id,
            part_id=part_id,
            quantity=quantity,
            received=received,
            unit_price=unit_price,
            currency=currency,
            discount_percent=discount_percent,
            total=total,
            destination_location_id=destination_location_id,
            target_date=target_date,
            overdue=overdue,
            reference=reference,
            link=link,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class SalesOrders(Resource["SalesOrder", "SalesOrderInput"]):
    """`inventory.sales_orders`. An order of parts by a customer."""

    __slots__ = ()
    _path = "inventory.sales_orders"

    def list(
        self,
        *,
        number: str | Mapping[str, Any] | None = None,
        customer_id: str | Mapping[str, Any] | None = None,
        customer_reference: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        status: SalesOrderStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        overdue: bool | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        total: Decimal | int | str | Mapping[str, Any] | None = None,
        created_date: date | str | Mapping[str, Any] | None = None,
        issue_date: date | str | Mapping[str, Any] | None = None,
        start_date: date | str | Mapping[str, Any] | None = None,
        target_date: date | str | Mapping[str, Any] | None = None,
        shipment_date: date | str | Mapping[str, Any] | None = None,
        shipment_count: int | Mapping[str, Any] | None = None,
        completed_shipment_count: int | Mapping[str, Any] | None = None,
        line_count: int | Mapping[str, Any] | None = None,
        completed_line_count: int | Mapping[str, Any] | None = None,
        project_code: str | Mapping[str, Any] | None = None,
        link: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[SalesOrder]:
        """A lazy query over `inventory.sales_orders`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.sales_orders.list(limit=10)
        Query(inventory.sales_orders: limit=10)
        """
        return self.query(
            number=number,
            customer_id=customer_id,
            customer_reference=customer_reference,
            description=description,
            status=status,
            status_native=status_native,
            overdue=overdue,
            currency=currency,
            total=total,
            created_date=created_date,
            issue_date=issue_date,
            start_date=start_date,
            target_date=target_date,
            shipment_date=shipment_date,
            shipment_count=shipment_count,
            completed_shipment_count=completed_shipment_count,
            line_count=line_count,
            completed_line_count=completed_line_count,
            project_code=project_code,
            link=link,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class SalesOrderLines(Resource["SalesOrderLine", "SalesOrderLineInput"]):
    """`inventory.sales_order_lines`. A line of a sales order, where lines are records of their own."""

    __slots__ = ()
    _path = "inventory.sales_order_lines"

    def list(
        self,
        *,
        order_id: str | Mapping[str, Any] | None = None,
        part_id: str | Mapping[str, Any] | None = None,
        quantity: Decimal | int | str | Mapping[str, Any] | None = None,
        allocated: Decimal | int | str | Mapping[str, Any] | None = None,
        shipped: Decimal | int | str | Mapping[str, Any] | None = None,
        unit_price: Decimal | int | str | Mapping[str, Any] | None = None,
        currency: str | Mapping[str, Any] | None = None,
        total: Decimal | int | str | Mapping[str, Any] | None = None,
        target_date: date | str | Mapping[str, Any] | None = None,
        overdue: bool | Mapping[str, Any] | None = None,
        reference: str | Mapping[str, Any] | None = None,
        link: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[SalesOrderLine]:
        """A lazy query over `inventory.sales_order_lines`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.sales_order_lines.list(limit=10)
        Query(inventory.sales_order_lines: limit=10)
        """
        return self.query(
            order_id=order_id,
            part_id=part_id,
            quantity=quantity,
            allocated=allocated,
            shipped=shipped,
            unit_price=unit_price,
            currency=currency,
            total=total,
            target_date=target_date,
            overdue=overdue,
            reference=reference,
            link=link,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Shipments(Resource["Shipment", "ShipmentInput"]):
    """`inventory.shipments`. What is sent to a customer at one time."""

    __slots__ = ()
    _path = "inventory.shipments"

    def list(
        self,
        *,
        order_id: str | Mapping[str, Any] | None = None,
        number: str | Mapping[str, Any] | None = None,
        status: ShipmentStatus | Mapping[str, Any] | None = None,
        tracking_number: str | Mapping[str, Any] | None = None,
        invoice_number: str | Mapping[str, Any] | None = None,
        shipped_date: date | str | Mapping[str, Any] | None = None,
        delivered_date: date | str | Mapping[str, Any] | None = None,
        link: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Shipment]:
        """A lazy query over `inventory.shipments`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.inventory.shipments.list(limit=10)
        Query(inventory.shipments: limit=10)
        """
        return self.query(
            order_id=order_id,
            number=number,
            status=status,
            tracking_number=tracking_number,
            invoice_number=invoice_number,
            shipped_date=shipped_date,
            delivered_date=delivered_date,
            link=link,
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
            background=background,
            hedge=hedge,
            connection=connection,
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
        lead_id: str | Mapping[str, Any] | None = None,
        default_assignee_id: str | Mapping[str, Any] | None = None,
        visibility: ProjectVisibility | Mapping[str, Any] | None = None,
        cycles_enabled: bool | Mapping[str, Any] | None = None,
        module_groups_enabled: bool | Mapping[str, Any] | None = None,
        intake_enabled: bool | Mapping[str, Any] | None = None,
        timezone: str | Mapping[str, Any] | None = None,
        member_count: int | Mapping[str, Any] | None = None,
        archived_at: datetime | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
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
            lead_id=lead_id,
            default_assignee_id=default_assignee_id,
            visibility=visibility,
            cycles_enabled=cycles_enabled,
            module_groups_enabled=module_groups_enabled,
            intake_enabled=intake_enabled,
            timezone=timezone,
            member_count=member_count,
            archived_at=archived_at,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class ProjectsTasks(Resource["Task", "TaskInput"]):
    """`projects.tasks`. A piece of work in a project (an issue, a work item)."""

    __slots__ = ()
    _path = "projects.tasks"

    def list(
        self,
        *,
        project_id: str | Mapping[str, Any] | None = None,
        number: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        kind: str | Mapping[str, Any] | None = None,
        status: TaskStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        state_id: str | Mapping[str, Any] | None = None,
        priority: TaskPriority | Mapping[str, Any] | None = None,
        priority_native: str | Mapping[str, Any] | None = None,
        parent_id: str | Mapping[str, Any] | None = None,
        assignee_ids: str | Mapping[str, Any] | None = None,
        label_ids: str | Mapping[str, Any] | None = None,
        start_date: date | str | Mapping[str, Any] | None = None,
        due_date: date | str | Mapping[str, Any] | None = None,
        completed_at: datetime | str | Mapping[str, Any] | None = None,
        progress_percent: Decimal | int | str | Mapping[str, Any] | None = None,
        estimate_points: Decimal | int | str | Mapping[str, Any] | None = None,
        estimate_hours: Decimal | int | str | Mapping[str, Any] | None = None,
        spent_hours: Decimal | int | str | Mapping[str, Any] | None = None,
        billable: bool | Mapping[str, Any] | None = None,
        draft: bool | Mapping[str, Any] | None = None,
        archived_date: date | str | Mapping[str, Any] | None = None,
        author_id: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Task]:
        """A lazy query over `projects.tasks`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.projects.tasks.list(limit=10)
        Query(projects.tasks: limit=10)
        """
        return self.query(
            project_id=project_id,
            number=number,
            name=name,
            description=description,
            kind=kind,
            status=status,
            status_native=status_native,
            state_id=state_id,
            priority=priority,
            priority_native=priority_native,
            parent_id=parent_id,
            assignee_ids=assignee_ids,
            label_ids=label_ids,
            start_date=start_date,
            due_date=due_date,
            completed_at=completed_at,
            progress_percent=progress_percent,
            estimate_points=estimate_points,
            estimate_hours=estimate_hours,
            spent_hours=spent_hours,
            billable=billable,
            draft=draft,
            archived_date=archived_date,
            author_id=author_id,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class States(Resource["State", "StateInput"]):
    """`projects.states`. A state that the tasks of a project can be in."""

    __slots__ = ()
    _path = "projects.states"

    def list(
        self,
        *,
        project_id: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        group: StateGroup | Mapping[str, Any] | None = None,
        group_native: str | Mapping[str, Any] | None = None,
        color: str | Mapping[str, Any] | None = None,
        position: Decimal | int | str | Mapping[str, Any] | None = None,
        is_default: bool | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[State]:
        """A lazy query over `projects.states`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.projects.states.list(limit=10)
        Query(projects.states: limit=10)
        """
        return self.query(
            project_id=project_id,
            name=name,
            description=description,
            group=group,
            group_native=group_native,
            color=color,
            position=position,
            is_default=is_default,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Comments(Resource["Comment", "CommentInput"]):
    """`projects.comments`. What somebody said about a task."""

    __slots__ = ()
    _path = "projects.comments"

    def list(
        self,
        *,
        project_id: str | Mapping[str, Any] | None = None,
        task_id: str | Mapping[str, Any] | None = None,
        body: str | Mapping[str, Any] | None = None,
        author_id: str | Mapping[str, Any] | None = None,
        access: CommentAccess | Mapping[str, Any] | None = None,
        parent_id: str | Mapping[str, Any] | None = None,
        edited_at: datetime | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Comment]:
        """A lazy query over `projects.comments`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.projects.comments.list(limit=10)
        Query(projects.comments: limit=10)
        """
        return self.query(
            project_id=project_id,
            task_id=task_id,
            body=body,
            author_id=author_id,
            access=access,
            parent_id=parent_id,
            edited_at=edited_at,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class ProjectsUsers(Resource["User", "UserInput"]):
    """`projects.users`. Somebody who works on projects."""

    __slots__ = ()
    _path = "projects.users"

    def list(
        self,
        *,
        project_id: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        first_name: str | Mapping[str, Any] | None = None,
        last_name: str | Mapping[str, Any] | None = None,
        login: str | Mapping[str, Any] | None = None,
        email: str | Mapping[str, Any] | None = None,
        job_title: str | Mapping[str, Any] | None = None,
        avatar_url: str | Mapping[str, Any] | None = None,
        role: UserRole | Mapping[str, Any] | None = None,
        role_native: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[User]:
        """A lazy query over `projects.users`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.projects.users.list(limit=10)
        Query(projects.users: limit=10)
        """
        return self.query(
            project_id=project_id,
            name=name,
            first_name=first_name,
            last_name=last_name,
            login=login,
            email=email,
            job_title=job_title,
            avatar_url=avatar_url,
            role=role,
            role_native=role_native,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Labels(Resource["Label", "LabelInput"]):
    """`projects.labels`. A mark that tasks of a project can have."""

    __slots__ = ()
    _path = "projects.labels"

    def list(
        self,
        *,
        project_id: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        color: str | Mapping[str, Any] | None = None,
        parent_id: str | Mapping[str, Any] | None = None,
        position: Decimal | int | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Label]:
        """A lazy query over `projects.labels`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.projects.labels.list(limit=10)
        Query(projects.labels: limit=10)
        """
        return self.query(
            project_id=project_id,
            name=name,
            description=description,
            color=color,
            parent_id=parent_id,
            position=position,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Cycles(Resource["Cycle", "CycleInput"]):
    """`projects.cycles`. A stretch of time in which tasks are to be done (a sprint)."""

    __slots__ = ()
    _path = "projects.cycles"

    def list(
        self,
        *,
        project_id: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        status: CycleStatus | Mapping[str, Any] | None = None,
        start_date: date | str | Mapping[str, Any] | None = None,
        end_date: date | str | Mapping[str, Any] | None = None,
        owner_id: str | Mapping[str, Any] | None = None,
        timezone: str | Mapping[str, Any] | None = None,
        task_count: int | Mapping[str, Any] | None = None,
        completed_count: int | Mapping[str, Any] | None = None,
        cancelled_count: int | Mapping[str, Any] | None = None,
        archived_at: datetime | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Cycle]:
        """A lazy query over `projects.cycles`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.projects.cycles.list(limit=10)
        Query(projects.cycles: limit=10)
        """
        return self.query(
            project_id=project_id,
            name=name,
            description=description,
            status=status,
            start_date=start_date,
            end_date=end_date,
            owner_id=owner_id,
            timezone=timezone,
            task_count=task_count,
            completed_count=completed_count,
            cancelled_count=cancelled_count,
            archived_at=archived_at,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class ModuleGroups(Resource["ModuleGroup", "ModuleGroupInput"]):
    """`projects.module_groups`. A part of a project that groups tasks (a module, an epic)."""

    __slots__ = ()
    _path = "projects.module_groups"

    def list(
        self,
        *,
        project_id: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        status: ModuleGroupStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        lead_id: str | Mapping[str, Any] | None = None,
        member_ids: str | Mapping[str, Any] | None = None,
        start_date: date | str | Mapping[str, Any] | None = None,
        end_date: date | str | Mapping[str, Any] | None = None,
        task_count: int | Mapping[str, Any] | None = None,
        completed_count: int | Mapping[str, Any] | None = None,
        cancelled_count: int | Mapping[str, Any] | None = None,
        archived_at: datetime | str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[ModuleGroup]:
        """A lazy query over `projects.module_groups`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.projects.module_groups.list(limit=10)
        Query(projects.module_groups: limit=10)
        """
        return self.query(
            project_id=project_id,
            name=name,
            description=description,
            status=status,
            status_native=status_native,
            lead_id=lead_id,
            member_ids=member_ids,
            start_date=start_date,
            end_date=end_date,
            task_count=task_count,
            completed_count=completed_count,
            cancelled_count=cancelled_count,
            archived_at=archived_at,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Worklogs(Resource["Worklog", "WorklogInput"]):
    """`projects.worklogs`. Time that somebody worked."""

    __slots__ = ()
    _path = "projects.worklogs"

    def list(
        self,
        *,
        project_id: str | Mapping[str, Any] | None = None,
        task_id: str | Mapping[str, Any] | None = None,
        user_id: str | Mapping[str, Any] | None = None,
        employee_id: str | Mapping[str, Any] | None = None,
        date: date | str | Mapping[str, Any] | None = None,
        started_at: datetime | str | Mapping[str, Any] | None = None,
        ended_at: datetime | str | Mapping[str, Any] | None = None,
        hours: Decimal | int | str | Mapping[str, Any] | None = None,
        duration_seconds: int | Mapping[str, Any] | None = None,
        status: WorklogStatus | Mapping[str, Any] | None = None,
        status_native: str | Mapping[str, Any] | None = None,
        billable: bool | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Worklog]:
        """A lazy query over `projects.worklogs`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.projects.worklogs.list(limit=10)
        Query(projects.worklogs: limit=10)
        """
        return self.query(
            project_id=project_id,
            task_id=task_id,
            user_id=user_id,
            employee_id=employee_id,
            date=date,
            started_at=started_at,
            ended_at=ended_at,
            hours=hours,
            duration_seconds=duration_seconds,
            status=status,
            status_native=status_native,
            billable=billable,
            description=description,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class ProjectsLinks(Resource["TaskLink", "TaskLinkInput"]):
    """`projects.links`. A web address that belongs to a task."""

    __slots__ = ()
    _path = "projects.links"

    def list(
        self,
        *,
        project_id: str | Mapping[str, Any] | None = None,
        task_id: str | Mapping[str, Any] | None = None,
        title: str | Mapping[str, Any] | None = None,
        url: str | Mapping[str, Any] | None = None,
        author_id: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[TaskLink]:
        """A lazy query over `projects.links`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.projects.links.list(limit=10)
        Query(projects.links: limit=10)
        """
        return self.query(
            project_id=project_id,
            task_id=task_id,
            title=title,
            url=url,
            author_id=author_id,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class Collections(Resource["Collection", "CollectionInput"]):
    """`workspace.collections`. A collection that the customer made, with the fields of its records."""

    __slots__ = ()
    _path = "workspace.collections"

    def list(
        self,
        *,
        name: str | Mapping[str, Any] | None = None,
        title: str | Mapping[str, Any] | None = None,
        description: str | Mapping[str, Any] | None = None,
        kind: str | Mapping[str, Any] | None = None,
        key_field: str | Mapping[str, Any] | None = None,
        title_field: str | Mapping[str, Any] | None = None,
        built_in: bool | Mapping[str, Any] | None = None,
        hidden: bool | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[Collection]:
        """A lazy query over `workspace.collections`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.workspace.collections.list(limit=10)
        Query(workspace.collections: limit=10)
        """
        return self.query(
            name=name,
            title=title,
            description=description,
            kind=kind,
            key_field=key_field,
            title_field=title_field,
            built_in=built_in,
            hidden=hidden,
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
            background=background,
            hedge=hedge,
            connection=connection,
        )


class WorkspaceRecords(Resource["WorkspaceRecord", "WorkspaceRecordInput"]):
    """`workspace.records`. A record of a collection."""

    __slots__ = ()
    _path = "workspace.records"

    def list(
        self,
        *,
        collection_id: str | Mapping[str, Any] | None = None,
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
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> Query[WorkspaceRecord]:
        """A lazy query over `workspace.records`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{"gte": ..., "lt": ...}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `Resource.query`.

        >>> acme.workspace.records.list(limit=10)
        Query(workspace.records: limit=10)
        """
        return self.query(
            collection_id=collection_id,
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
            background=background,
            hedge=hedge,
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
    def accounts(self) -> Accounts:
        """An account of the books."""
        return Accounts(self._scope)

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
    def credit_notes(self) -> CreditNotes:
        """Money given back to a customer (sales) or by a supplier (purchase), where the system has it apart from invoices."""
        return CreditNotes(self._scope)

    @property
    def quotes(self) -> Quotes:
        """An offer to a customer (a quotation, an estimate, a proposal)."""
        return Quotes(self._scope)

    @property
    def orders(self) -> Orders:
        """An order of a customer (sales) or to a supplier (purchase)."""
        return Orders(self._scope)

    @property
    def payments(self) -> Payments:
        """Money received from a customer or paid to a supplier, with the invoices that it settles."""
        return Payments(self._scope)

    @property
    def payment_methods(self) -> PaymentMethods:
        """A way to pay that payments refer to."""
        return PaymentMethods(self._scope)

    @property
    def expenses(self) -> Expenses:
        """Money spent without an invoice, by the organization or by an employee who gets it back."""
        return Expenses(self._scope)

    @property
    def journal_entries(self) -> JournalEntries:
        """A journal entry: lines whose debits equal its credits."""
        return JournalEntries(self._scope)

    @property
    def reports(self) -> AccountingReports:
        """A report that the system makes of the books for some days; listed by kind and days, and kept nowhere."""
        return AccountingReports(self._scope)


class CrmModule:
    """The module `crm`: one attribute per resource."""

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __dir__(self) -> builtins.list[str]:
        return [name for name in super().__dir__() if not name.startswith("_")]

    @property
    def companies(self) -> CrmCompanies:
        """An organization that one does business with, or wants to."""
        return CrmCompanies(self._scope)

    @property
    def people(self) -> People:
        """A human being that one deals with, mostly at a company."""
        return People(self._scope)

    @property
    def deals(self) -> Deals:
        """A chance to sell something (an opportunity)."""
        return Deals(self._scope)

    @property
    def pipelines(self) -> Pipelines:
        """The stages that deals go through."""
        return Pipelines(self._scope)

    @property
    def activities(self) -> Activities:
        """Something that happened with a customer, or is planned: a call, a meeting, a change of a record."""
        return Activities(self._scope)

    @property
    def notes(self) -> Notes:
        """A text about companies, people or deals."""
        return Notes(self._scope)

    @property
    def tasks(self) -> CrmTasks:
        """Something to do for a customer; the tasks of projects are `projects.tasks`."""
        return CrmTasks(self._scope)

    @property
    def leads(self) -> Leads:
        """Somebody who may become a customer."""
        return Leads(self._scope)

    @property
    def users(self) -> CrmUsers:
        """A user of the customer system: who owns deals and does tasks."""
        return CrmUsers(self._scope)


class FinanceAiModule:
    """The module `finance_ai`: one attribute per resource."""

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __dir__(self) -> builtins.list[str]:
        return [name for name in super().__dir__() if not name.startswith("_")]

    @property
    def sentiments(self) -> Sentiments:
        """Whether a text is good or bad news."""
        return Sentiments(self._scope)

    @property
    def headlines(self) -> Headlines:
        """What a headline about a commodity says of its price."""
        return Headlines(self._scope)

    @property
    def extractions(self) -> Extractions:
        """The names that a text mentions, and how they relate."""
        return Extractions(self._scope)

    @property
    def forecasts(self) -> Forecasts:
        """What is expected to come: a move of a price, or the next values of a series."""
        return Forecasts(self._scope)

    @property
    def anomalies(self) -> Anomalies:
        """The points of a series that lie far from the others."""
        return Anomalies(self._scope)

    @property
    def reports(self) -> FinanceAiReports:
        """A written analysis."""
        return FinanceAiReports(self._scope)

    @property
    def analysis_jobs(self) -> AnalysisJobs:
        """A long piece of work of an agent or a model, from its submission to its result."""
        return AnalysisJobs(self._scope)


class HrModule:
    """The module `hr`: one attribute per resource."""

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __dir__(self) -> builtins.list[str]:
        return [name for name in super().__dir__() if not name.startswith("_")]

    @property
    def employees(self) -> Employees:
        """Somebody who works for the organization."""
        return Employees(self._scope)

    @property
    def leaves(self) -> Leaves:
        """A time off, asked for or granted."""
        return Leaves(self._scope)


class InventoryModule:
    """The module `inventory`: one attribute per resource."""

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __dir__(self) -> builtins.list[str]:
        return [name for name in super().__dir__() if not name.startswith("_")]

    @property
    def parts(self) -> Parts:
        """A kind of thing that is kept, made, bought or sold; how much of it there is stands in stock items."""
        return Parts(self._scope)

    @property
    def part_categories(self) -> PartCategories:
        """A group of parts."""
        return PartCategories(self._scope)

    @property
    def locations(self) -> Locations:
        """A place where stock is kept: a warehouse, a shelf."""
        return Locations(self._scope)

    @property
    def stock_items(self) -> StockItems:
        """An amount of a part at a place, of one batch or with one serial number. Its quantity changes only through actions."""
        return StockItems(self._scope)

    @property
    def stock_moves(self) -> StockMoves:
        """One row of the history of stock: what came, went, moved or changed."""
        return StockMoves(self._scope)

    @property
    def companies(self) -> InventoryCompanies:
        """A company that supplies, makes or buys parts."""
        return InventoryCompanies(self._scope)

    @property
    def supplier_parts(self) -> SupplierParts:
        """A part as a supplier sells it."""
        return SupplierParts(self._scope)

    @property
    def bom_lines(self) -> BomLines:
        """One line of a bill of materials: what an assembly is made of."""
        return BomLines(self._scope)

    @property
    def build_orders(self) -> BuildOrders:
        """An order to make something."""
        return BuildOrders(self._scope)

    @property
    def purchase_orders(self) -> PurchaseOrders:
        """An order of parts from a supplier."""
        return PurchaseOrders(self._scope)

    @property
    def purchase_order_lines(self) -> PurchaseOrderLines:
        """A line of a purchase order, where lines are records of their own."""
        return PurchaseOrderLines(self._scope)

    @property
    def sales_orders(self) -> SalesOrders:
        """An order of parts by a customer."""
        return SalesOrders(self._scope)

    @property
    def sales_order_lines(self) -> SalesOrderLines:
        """A line of a sales order, where lines are records of their own."""
        return SalesOrderLines(self._scope)

    @property
    def shipments(self) -> Shipments:
        """What is sent to a customer at one time."""
        return Shipments(self._scope)


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

    @property
    def tasks(self) -> ProjectsTasks:
        """A piece of work in a project (an issue, a work item)."""
        return ProjectsTasks(self._scope)

    @property
    def states(self) -> States:
        """A state that the tasks of a project can be in."""
        return States(self._scope)

    @property
    def comments(self) -> Comments:
        """What somebody said about a task."""
        return Comments(self._scope)

    @property
    def users(self) -> ProjectsUsers:
        """Somebody who works on projects."""
        return ProjectsUsers(self._scope)

    @property
    def labels(self) -> Labels:
        """A mark that tasks of a project can have."""
        return Labels(self._scope)

    @property
    def cycles(self) -> Cycles:
        """A stretch of time in which tasks are to be done (a sprint)."""
        return Cycles(self._scope)

    @property
    def module_groups(self) -> ModuleGroups:
        """A part of a project that groups tasks (a module, an epic)."""
        return ModuleGroups(self._scope)

    @property
    def worklogs(self) -> Worklogs:
        """Time that somebody worked."""
        return Worklogs(self._scope)

    @property
    def links(self) -> ProjectsLinks:
        """A web address that belongs to a task."""
        return ProjectsLinks(self._scope)


class WorkspaceModule:
    """The module `workspace`: one attribute per resource."""

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __dir__(self) -> builtins.list[str]:
        return [name for name in super().__dir__() if not name.startswith("_")]

    @property
    def collections(self) -> Collections:
        """A collection that the customer made, with the fields of its records."""
        return Collections(self._scope)

    @property
    def records(self) -> WorkspaceRecords:
        """A record of a collection."""
        return WorkspaceRecords(self._scope)


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
    def crm(self) -> CrmModule:
        """The module `crm`."""
        return CrmModule(self._scope)

    @property
    def finance_ai(self) -> FinanceAiModule:
        """The module `finance_ai`."""
        return FinanceAiModule(self._scope)

    @property
    def hr(self) -> HrModule:
        """The module `hr`."""
        return HrModule(self._scope)

    @property
    def inventory(self) -> InventoryModule:
        """The module `inventory`."""
        return InventoryModule(self._scope)

    @property
    def projects(self) -> ProjectsModule:
        """The module `projects`."""
        return ProjectsModule(self._scope)

    @property
    def workspace(self) -> WorkspaceModule:
        """The module `workspace`."""
        return WorkspaceModule(self._scope)


# By full name, for code that learns the name at run time.
RESOURCES: dict[str, type[Resource[Any, Any]]] = {
    "accounting.organizations": Organizations,
    "accounting.accounts": Accounts,
    "accounting.contacts": Contacts,
    "accounting.items": Items,
    "accounting.tax_rates": TaxRates,
    "accounting.invoices": Invoices,
    "accounting.credit_notes": CreditNotes,
    "accounting.quotes": Quotes,
    "accounting.orders": Orders,
    "accounting.payments": Payments,
    "accounting.payment_methods": PaymentMethods,
    "accounting.expenses": Expenses,
    "accounting.journal_entries": JournalEntries,
    "accounting.reports": AccountingReports,
    "crm.companies": CrmCompanies,
    "crm.people": People,
    "crm.deals": Deals,
    "crm.pipelines": Pipelines,
    "crm.activities": Activities,
    "crm.notes": Notes,
    "crm.tasks": CrmTasks,
    "crm.leads": Leads,
    "crm.users": CrmUsers,
    "finance_ai.sentiments": Sentiments,
    "finance_ai.headlines": Headlines,
    "finance_ai.extractions": Extractions,
    "finance_ai.forecasts": Forecasts,
    "finance_ai.anomalies": Anomalies,
    "finance_ai.reports": FinanceAiReports,
    "finance_ai.analysis_jobs": AnalysisJobs,
    "hr.employees": Employees,
    "hr.leaves": Leaves,
    "inventory.parts": Parts,
    "inventory.part_categories": PartCategories,
    "inventory.locations": Locations,
    "inventory.stock_items": StockItems,
    "inventory.stock_moves": StockMoves,
    "inventory.companies": InventoryCompanies,
    "inventory.supplier_parts": SupplierParts,
    "inventory.bom_lines": BomLines,
    "inventory.build_orders": BuildOrders,
    "inventory.purchase_orders": PurchaseOrders,
    "inventory.purchase_order_lines": PurchaseOrderLines,
    "inventory.sales_orders": SalesOrders,
    "inventory.sales_order_lines": SalesOrderLines,
    "inventory.shipments": Shipments,
    "projects.projects": Projects,
    "projects.tasks": ProjectsTasks,
    "projects.states": States,
    "projects.comments": Comments,
    "projects.users": ProjectsUsers,
    "projects.labels": Labels,
    "projects.cycles": Cycles,
    "projects.module_groups": ModuleGroups,
    "projects.worklogs": Worklogs,
    "projects.links": ProjectsLinks,
    "workspace.collections": Collections,
    "workspace.records": WorkspaceRecords,
}
