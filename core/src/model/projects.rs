//! Projects, their tasks, and what both are made of.

use super::FieldKind::{Bool, Date, Decimal, Enum, Instant, Integer, Ref, Refs, Text};
use super::{FieldKind, Model, field};

pub(super) static MODELS: &[&Model] =
    &[&PROJECT, &TASK, &STATE, &COMMENT, &USER, &LABEL, &CYCLE, &MODULE_GROUP, &WORKLOG, &LINK];

const PROJECT_REF: FieldKind = Ref("projects.projects");
const TASK_REF: FieldKind = Ref("projects.tasks");
const USER_REF: FieldKind = Ref("projects.users");
/// The groups that every board has, whatever its states are called.
const STATE_GROUP: FieldKind = Enum(&["backlog", "unstarted", "started", "completed", "cancelled", "other"]);

static PROJECT: Model = Model {
    module: "projects",
    resource: "projects",
    record: "Project",
    doc: "A project.",
    fields: &[
        field("number", Text, "The human number or code."),
        field("name", Text, "The name."),
        field("description", Text, "What it is about; may hold HTML where the system keeps HTML."),
        field("status", Enum(&["draft", "open", "completed", "cancelled", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("contact_id", Ref("accounting.contacts"), "The customer it is for."),
        field("start_date", Date, "When it starts."),
        field("end_date", Date, "When it is to end."),
        field("progress_percent", Decimal, "How much is done, in percent."),
        field("budget", Decimal, "The budget, in the organization's currency."),
        field("lead_id", USER_REF, "The user who leads it."),
        field("default_assignee_id", USER_REF, "Who gets new tasks."),
        field("visibility", Enum(&["public", "private", "other"]), "Who sees it."),
        field("cycles_enabled", Bool, "Whether it has cycles."),
        field("module_groups_enabled", Bool, "Whether it has module groups."),
        field("intake_enabled", Bool, "Whether it takes proposals."),
        field("timezone", Text, "The zone of its dates."),
        field("member_count", Integer, "How many people work on it."),
        field("archived_at", Instant, "When it was put away."),
    ],
};

static TASK: Model = Model {
    module: "projects",
    resource: "tasks",
    record: "Task",
    doc: "A piece of work in a project (an issue, a work item).",
    fields: &[
        field("project_id", PROJECT_REF, "The project."),
        field("number", Text, "The human number or code."),
        field("name", Text, "What is to be done, in a line."),
        field("description", Text, "More about it; may hold HTML where the system keeps HTML."),
        field("kind", Text, "The kind of task, in the system's word."),
        field("status", STATE_GROUP, "The group of its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("state_id", Ref("projects.states"), "The state, where states are records."),
        field("priority", Enum(&["urgent", "high", "medium", "low", "none", "other"]), "How urgent it is."),
        field("priority_native", Text, "The priority in the system's own word."),
        field("parent_id", TASK_REF, "The task that it is a part of."),
        field("assignee_ids", Refs("projects.users"), "Who does it."),
        field("label_ids", Refs("projects.labels"), "Its labels."),
        field("start_date", Date, "When it starts."),
        field("due_date", Date, "When it is to be done."),
        field("completed_at", Instant, "When it was done."),
        field("progress_percent", Decimal, "How much is done, in percent."),
        field("estimate_points", Decimal, "The estimate in points."),
        field("estimate_hours", Decimal, "The estimate in hours."),
        field("spent_hours", Decimal, "The hours worked on it so far."),
        field("billable", Bool, "Whether it is billed."),
        field("draft", Bool, "Whether it is not yet published."),
        field("archived_date", Date, "When it was put away."),
        field("author_id", USER_REF, "Who made it."),
    ],
};

static STATE: Model = Model {
    module: "projects",
    resource: "states",
    record: "State",
    doc: "A state that the tasks of a project can be in.",
    fields: &[
        field("project_id", PROJECT_REF, "The project."),
        field("name", Text, "The name."),
        field("description", Text, "What it means."),
        field("group", STATE_GROUP, "The group it belongs to."),
        field("group_native", Text, "The group in the system's own word."),
        field("color", Text, "Its color, as the system writes it."),
        field("position", Decimal, "Its place: smaller comes first."),
        field("is_default", Bool, "Whether new tasks start in it."),
    ],
};

static COMMENT: Model = Model {
    module: "projects",
    resource: "comments",
    record: "Comment",
    doc: "What somebody said about a task.",
    fields: &[
        field("project_id", PROJECT_REF, "The project."),
        field("task_id", TASK_REF, "The task."),
        field("body", Text, "The text; may hold HTML where the system keeps HTML."),
        field("author_id", USER_REF, "Who said it."),
        field("access", Enum(&["internal", "external", "other"]), "Who sees it."),
        field("parent_id", Ref("projects.comments"), "The comment that it answers."),
        field("edited_at", Instant, "When its text was changed."),
    ],
};

static USER: Model = Model {
    module: "projects",
    resource: "users",
    record: "User",
    doc: "Somebody who works on projects.",
    fields: &[
        field("project_id", PROJECT_REF, "The project, where users are listed as its members."),
        field("name", Text, "The name that others see."),
        field("first_name", Text, "The first name."),
        field("last_name", Text, "The last name."),
        field("login", Text, "The login."),
        field("email", Text, "The e-mail address."),
        field("job_title", Text, "What they do."),
        field("avatar_url", Text, "The address of their picture."),
        field("role", Enum(&["admin", "member", "guest", "other"]), "What they may do."),
        field("role_native", Text, "The role in the system's own word."),
        field("active", Bool, "Whether they may sign in."),
    ],
};

static LABEL: Model = Model {
    module: "projects",
    resource: "labels",
    record: "Label",
    doc: "A mark that tasks of a project can have.",
    fields: &[
        field("project_id", PROJECT_REF, "The project."),
        field("name", Text, "The name."),
        field("description", Text, "What it means."),
        field("color", Text, "Its color, as the system writes it."),
        field("parent_id", Ref("projects.labels"), "The label above it."),
        field("position", Decimal, "Its place: smaller comes first."),
    ],
};

static CYCLE: Model = Model {
    module: "projects",
    resource: "cycles",
    record: "Cycle",
    doc: "A stretch of time in which tasks are to be done (a sprint).",
    fields: &[
        field("project_id", PROJECT_REF, "The project."),
        field("name", Text, "The name."),
        field("description", Text, "What it is for."),
        field("status", Enum(&["draft", "upcoming", "current", "completed", "other"]), "Its state."),
        field("start_date", Date, "The first day."),
        field("end_date", Date, "The last day."),
        field("owner_id", USER_REF, "The user who looks after it."),
        field("timezone", Text, "The zone of its dates."),
        field("task_count", Integer, "How many tasks it has."),
        field("completed_count", Integer, "How many of them are done."),
        field("cancelled_count", Integer, "How many of them were dropped."),
        field("archived_at", Instant, "When it was put away."),
    ],
};

static MODULE_GROUP: Model = Model {
    module: "projects",
    resource: "module_groups",
    record: "ModuleGroup",
    doc: "A part of a project that groups tasks (a module, an epic).",
    fields: &[
        field("project_id", PROJECT_REF, "The project."),
        field("name", Text, "The name."),
        field("description", Text, "What it is for."),
        field(
            "status",
            Enum(&["backlog", "planned", "in_progress", "paused", "completed", "cancelled", "other"]),
            "Its state.",
        ),
        field("status_native", Text, "The state in the system's own word."),
        field("lead_id", USER_REF, "The user who leads it."),
        field("member_ids", Refs("projects.users"), "Who works on it."),
        field("start_date", Date, "When it starts."),
        field("end_date", Date, "When it is to end."),
        field("task_count", Integer, "How many tasks it has."),
        field("completed_count", Integer, "How many of them are done."),
        field("cancelled_count", Integer, "How many of them were dropped."),
        field("archived_at", Instant, "When it was put away."),
    ],
};

static WORKLOG: Model = Model {
    module: "projects",
    resource: "worklogs",
    record: "Worklog",
    doc: "Time that somebody worked.",
    fields: &[
        field("project_id", PROJECT_REF, "The project."),
        field("task_id", TASK_REF, "The task."),
        field("user_id", USER_REF, "Who worked, as a user."),
        field("employee_id", Ref("hr.employees"), "Who worked, as an employee."),
        field("date", Date, "The day."),
        field("started_at", Instant, "When the work began."),
        field("ended_at", Instant, "When it ended."),
        field("hours", Decimal, "How long, where the system counts hours."),
        field("duration_seconds", Integer, "How long, where the system counts seconds."),
        field("status", Enum(&["draft", "submitted", "billed", "cancelled", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("billable", Bool, "Whether it is billed."),
        field("description", Text, "What was done."),
    ],
};

static LINK: Model = Model {
    module: "projects",
    resource: "links",
    record: "TaskLink",
    doc: "A web address that belongs to a task.",
    fields: &[
        field("project_id", PROJECT_REF, "The project."),
        field("task_id", TASK_REF, "The task."),
        field("title", Text, "What people see."),
        field("url", Text, "The address."),
        field("author_id", USER_REF, "Who added it."),
    ],
};
