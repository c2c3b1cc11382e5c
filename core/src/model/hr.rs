//! People who work here: employees, leaves.

use super::FieldKind::{Bool, Date, Decimal, Enum, Ref, Text};
use super::{Model, field};

pub(super) static MODELS: &[&Model] = &[&EMPLOYEE, &LEAVE];

static EMPLOYEE: Model = Model {
    module: "hr",
    resource: "employees",
    record: "Employee",
    doc: "Somebody who works for the organization.",
    fields: &[
        field("number", Text, "The human number."),
        field("name", Text, "The whole name."),
        field("first_name", Text, "The first name."),
        field("last_name", Text, "The last name."),
        field("status", Enum(&["active", "inactive", "suspended", "left", "other"]), "Whether they work here."),
        field("status_native", Text, "The state in the system's own word."),
        field("email", Text, "The e-mail address at work."),
        field("personal_email", Text, "The private e-mail address."),
        field("phone", Text, "The telephone number."),
        field("job_title", Text, "What they do."),
        field("department", Text, "The department, in the system's word."),
        field("company", Text, "The company that employs them, in the system's word."),
        field("manager_id", Ref("hr.employees"), "Whom they report to."),
        field("user_login", Text, "Their login in the system."),
        field("gender", Text, "The gender, in the system's word."),
        field("birth_date", Date, "The day of birth."),
        field("start_date", Date, "When they began."),
        field("end_date", Date, "When they left, or will."),
        field("notes", Text, "Free text."),
    ],
};

static LEAVE: Model = Model {
    module: "hr",
    resource: "leaves",
    record: "Leave",
    doc: "A time off, asked for or granted.",
    fields: &[
        field("employee_id", Ref("hr.employees"), "Who is away."),
        field("employee_name", Text, "The employee's name on the request."),
        field("kind", Text, "The kind of leave, in the system's word."),
        field("status", Enum(&["draft", "open", "approved", "rejected", "cancelled", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("start_date", Date, "The first day."),
        field("end_date", Date, "The last day."),
        field("half_day", Bool, "Whether it is for half a day only."),
        field("days", Decimal, "How many days it takes."),
        field("approver", Text, "Who decides, in the system's word."),
        field("reason", Text, "Why."),
    ],
};
