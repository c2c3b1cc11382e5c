//! What creates of the simpler kinds check and fill in: tasks, contacts, users, events, warehouses, categories.

use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::kinds::{KINDS, Kind, Object, plain};
use super::state::Books;

fn duplicate(kind: &Kind, value: &str, key: &str, detail: &str) -> Fail {
    let text = format!("{detail}Duplicate entry '{value}-1' for key '{key}'");
    Fail::detailed(500, kind.create_failed, told(detail, text))
}

/// Tasks tell what is wrong twice.
fn told(detail: &str, text: String) -> Vec<Value> {
    vec![json!(text); if detail.is_empty() { 1 } else { 2 }]
}

fn foreign(kind: &Kind, table: &str, key: &str, detail: &str) -> Fail {
    let text = format!(
        "{detail}Cannot add or update a child row: a foreign key constraint fails (`dolibarr`.`llx_{table}`, CONSTRAINT `{key}`)"
    );
    Fail::detailed(500, kind.create_failed, told(detail, text))
}

fn given(body: &Object, name: &str) -> String {
    body.get(name).map(plain).filter(|id| id != "0").unwrap_or_default()
}

/// The kinds of events that a new installation knows.
const EVENTS: [(&str, &str); 7] = [
    ("AC_TEL", "Phone call"),
    ("AC_RDV", "Rendez-Vous"),
    ("AC_EMAIL", "Send Email"),
    ("AC_EMAIL_IN", "Reception Email"),
    ("AC_FAX", "Send Fax"),
    ("AC_OTH_AUTO", "Other (automatically inserted events)"),
    ("AC_OTH", "Other (manually inserted events)"),
];

pub(crate) fn fill(books: &Books, kind: &'static Kind, object: &mut Object, body: &Object) -> Outcome<()> {
    let taken = |field: &str, value: &str| books.all(kind).any(|o| plain(&o[field]) == value);
    let known = |of: &Kind, id: &str| id.is_empty() || books.all(of).any(|o| plain(&o["id"]) == id);
    match kind.route {
        "contacts" => {
            if !known(&KINDS[0], &given(body, "socid")) {
                return Err(foreign(kind, "socpeople", "fk_socpeople_fk_soc", ""));
            }
            object.insert("mail".into(), object["email"].clone());
            object.insert("fk_soc".into(), object["socid"].clone());
        }
        "tasks" => {
            if taken("ref", &given(body, "ref")) {
                return Err(duplicate(kind, &given(body, "ref"), "uk_projet_task_ref", "Error "));
            }
            if !known(&KINDS[4], &given(body, "fk_project")) {
                return Err(foreign(kind, "projet_task", "fk_projet_task_fk_projet", "Error "));
            }
        }
        "users" => {
            let login = given(body, "login");
            if body.contains_key("api_key") {
                return Err(Fail::call(405, "The property api_key can't be set/modified using the APIs"));
            }
            if login.is_empty() {
                return Err(Fail::detailed(500, kind.create_failed, vec![json!("Field 'Login' is required")]));
            }
            if taken("login", &login) {
                let text = format!("Login {login} already exists.");
                return Err(Fail::detailed(500, kind.create_failed, vec![json!(text)]));
            }
        }
        "agendaevents" => {
            let code = given(body, "type_code");
            let Some((_, label)) = EVENTS.iter().find(|(known, _)| *known == code) else {
                return Err(Fail::detailed(500, kind.create_failed, vec![json!("ErrorActionCommBadType")]));
            };
            object.insert("code".into(), json!(code));
            object.insert("type_label".into(), json!(label));
            if let Some(note) = body.get("note") {
                object.insert("note_private".into(), json!(plain(note)));
            }
            let owner = given(body, "userownerid");
            let assigned = json!({"id": owner, "mandatory": "0", "answer_status": "0", "transparency": "0"});
            object.insert("userassigned".into(), json!({owner: assigned}));
        }
        "warehouses" => {
            let label = given(body, "label");
            if taken("label", &label) {
                return Err(duplicate(kind, &label, "uk_entrepot_label", ""));
            }
            object.insert("ref".into(), json!(label));
        }
        "categories" => {
            let label = given(body, "label");
            object.insert("type".into(), json!(category(&given(body, "type"))));
            if books.all(kind).any(|o| plain(&o["label"]) == label && o["type"] == object["type"]) {
                let text =
                    format!("Impossible to add the tag/category {label} : This category already exists with this ref");
                return Err(Fail::detailed(500, kind.create_failed, vec![json!(text)]));
            }
        }
        _ => {}
    }
    Ok(())
}

/// The number of a kind of category; an unknown word is a product's (seen).
pub(crate) fn category(word: &str) -> &'static str {
    match word {
        "supplier" => "1",
        "customer" => "2",
        "member" => "3",
        "contact" => "4",
        _ => "0",
    }
}

/// What follows from a change.
pub(crate) fn updated(kind: &Kind, object: &mut Object, body: &Object) {
    match kind.route {
        // Two names of one state.
        "users" => {
            if let Some(state) = body.get("status").or(body.get("statut")) {
                object.insert("status".into(), json!(plain(state)));
                object.insert("statut".into(), json!(plain(state)));
            }
        }
        "contacts" => {
            object.insert("mail".into(), object["email"].clone());
            object.insert("fk_soc".into(), object["socid"].clone());
        }
        // Seen: what kind of event it is stays as it was.
        "agendaevents" => drop(object.insert("type_code".into(), object["code"].clone())),
        "thirdparties" => prospect(object),
        _ => {}
    }
}

/// How far one is with somebody who may become a customer.
pub(crate) fn prospect(object: &mut Object) {
    let label = match plain(&object["stcomm_id"]).as_str() {
        "-1" => "Do not contact",
        "1" => "To contact",
        "2" => "Contact in process",
        "3" => "Contacted",
        _ => "Never contacted",
    };
    let may = ["1", "2", "3"].contains(&plain(&object["client"]).as_str());
    object.insert("status_prospect_label".into(), if may { json!(label) } else { Value::Null });
}
