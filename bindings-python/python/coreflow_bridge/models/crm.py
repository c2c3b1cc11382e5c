# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The models of the module `crm`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from .._record import Record, Row


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
