# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The models of the module `projects`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from .._record import Record, Row


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
