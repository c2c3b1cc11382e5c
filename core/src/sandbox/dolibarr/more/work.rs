//! Tasks, the time spent on them, expenses.

use super::super::kinds::Kind;
use super::super::kinds::Sort::{Moment, Number, Text};
use super::kind;

pub(super) static KINDS: [Kind; 3] = [
    Kind {
        mandatory: &["ref", "label", "fk_project"],
        missing: "Task not found",
        missing_on_get: "Task not found",
        create_failed: "Error creating task",
        deleted: "Task deleted",
        created: "date_c",
        changed: "$changed",
        no_create: "Insuffisant rights",
        html: &["description", "note_public", "note_private"],
        ..kind(
            "tasks",
            &[
                ("rowid", "id", Number),
                ("ref", "ref", Text),
                ("label", "label", Text),
                ("fk_projet", "fk_project", Number),
                ("fk_task_parent", "fk_task_parent", Number),
                ("fk_statut", "status", Number),
                ("dateo", "date_start", Moment),
                ("datee", "date_end", Moment),
                ("progress", "progress", Number),
                ("priority", "priority", Number),
                ("planned_workload", "planned_workload", Number),
                ("datec", "date_c", Moment),
                ("tms", "$changed", Moment),
            ],
        )
    },
    // The time that was spent on tasks; it has no route of its own.
    kind("timespent", &[]),
    Kind {
        mandatory: &["fk_user_author", "date_debut", "date_fin"],
        missing: "Expense Report not found",
        missing_on_get: "Expense report not found",
        create_failed: "Error creating expensereport",
        deleted: "Expense Report deleted",
        track: "exp",
        created: "date_create",
        changed: "date_modif",
        no_create: "Insuffisant rights",
        ..kind(
            "expensereports",
            &[
                ("rowid", "id", Number),
                ("ref", "ref", Text),
                ("fk_statut", "status", Number),
                ("fk_user_author", "fk_user_author", Number),
                ("date_debut", "date_debut", Moment),
                ("date_fin", "date_fin", Moment),
                ("total_ttc", "total_ttc", Number),
                ("date_create", "date_create", Moment),
                ("tms", "date_modif", Moment),
            ],
        )
    },
];
