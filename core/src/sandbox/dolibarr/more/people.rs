//! People, users, and what happened with them.

use super::super::kinds::Kind;
use super::super::kinds::Sort::{Moment, Number, Text};
use super::kind;

pub(super) static KINDS: [Kind; 3] = [
    Kind {
        mandatory: &["lastname"],
        missing: "Contact not found",
        missing_on_get: "Contact not found",
        create_failed: "Error creating contact",
        deleted: "Contact deleted",
        track: "con",
        lookups: &[("email", "email")],
        no_create: "No permission to create/update contacts",
        ..kind(
            "contacts",
            &[
                ("rowid", "id", Number),
                ("lastname", "lastname", Text),
                ("firstname", "firstname", Text),
                ("fk_soc", "socid", Number),
                ("email", "email", Text),
                ("poste", "poste", Text),
                ("phone", "phone_pro", Text),
                ("town", "town", Text),
                ("ref_ext", "ref_ext", Text),
                ("statut", "statut", Number),
                ("datec", "date_creation", Moment),
                ("tms", "date_modification", Moment),
            ],
        )
    },
    Kind {
        missing: "Account not found",
        missing_on_get: "User not found",
        create_failed: "Error creating",
        // Recorded: it says so.
        deleted: "Ticket deleted",
        created: "datec",
        changed: "datem",
        track: "use",
        lookups: &[("login", "login"), ("email", "email")],
        no_create: "User creation not allowed for login limited",
        ..kind(
            "users",
            &[
                ("rowid", "id", Number),
                ("login", "login", Text),
                ("lastname", "lastname", Text),
                ("firstname", "firstname", Text),
                ("email", "email", Text),
                ("job", "job", Text),
                ("employee", "employee", Number),
                ("statut", "statut", Number),
                ("datec", "datec", Moment),
                ("tms", "datem", Moment),
            ],
        )
    },
    Kind {
        sort: "t.id",
        mandatory: &["userownerid", "type_code"],
        missing: "actioncomm not found",
        missing_on_get: "Agenda Events not found",
        create_failed: "Error creating event",
        deleted: "Agenda Event deleted",
        created: "datec",
        changed: "datem",
        no_create: "Insuffisant rights to create your Agenda Event",
        ..kind(
            "agendaevents",
            &[
                ("id", "id", Number),
                ("label", "label", Text),
                ("code", "code", Text),
                ("fk_soc", "socid", Number),
                ("fk_user_action", "userownerid", Number),
                ("percent", "percentage", Number),
                ("datep", "datep", Moment),
                ("datep2", "datef", Moment),
                ("datec", "datec", Moment),
                ("tms", "datem", Moment),
            ],
        )
    },
];
