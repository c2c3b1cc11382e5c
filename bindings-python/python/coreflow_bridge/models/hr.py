# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The models of the module `hr`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from .._record import Record, Row


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
