//! Writing and filtering.

use coreflow_bridge::mapping::{Mode, filter_value};
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::mapping;

fn zone() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn write(resource: &str, input: &Json) -> Result<Json, String> {
    let body = mapping(resource).encode(input.as_object().unwrap(), Mode::Create, "acme", &zone());
    body.map(Json::Object).map_err(|error| error.message().to_owned())
}

#[test]
fn every_word_is_written_in_the_systems_form() {
    for (input, expected) in [
        (json!({"name": "Ada"}), json!({"name": {"first": "Ada"}})),
        (json!({"status": "completed"}), json!({"state": "CLOSED"})),
        (json!({"status": "started"}), json!({"state": 7})),
        (json!({"state_id": "acme:p1/s1"}), json!({"state_ref": "s1"})),
        (json!({"state_id": "s1"}), json!({"state_ref": "s1"})),
        (json!({"parent_id": null}), json!({"parent": null})),
        (json!({"label_ids": ["acme:p1/3", "4"]}), json!({"labels": [3, 4]})),
        (json!({"label_ids": []}), json!({"labels": []})),
        (json!({"assignee_ids": ["acme:u1"]}), json!({"people": [{"user": {"id": "u1"}}]})),
        (json!({"author_id": "acme:u1"}), json!({"author": "u1"})),
        (json!({"estimate_points": "-12.000001"}), json!({"cost": {"micros": -12_000_001}})),
        (json!({"estimate_hours": 3}), json!({"cents": 300})),
        (json!({"start_date": "2026-11-23"}), json!({"start": "2026-11-23T00:00:00.000Z", "year": 2026})),
        (json!({"start_date": null}), json!({"start": null})),
        (json!({"billable": false}), json!({"bill": "false"})),
        (json!({"custom": {"mine": {"a": 1}}}), json!({"mine": {"a": 1}})),
        // The parent stands in the path.
        (json!({"project_id": "acme:p1"}), json!({})),
    ] {
        assert_eq!(write("projects.tasks", &input), Ok(expected), "{input}");
    }
    let cycle = write("projects.cycles", &json!({"start_date": "2028-02-29", "end_date": "2028-03-14"}));
    assert_eq!(cycle, Ok(json!({"from": "2028-02-29", "until": "2028-03-14"})));
    let parts = write("inventory.parts", &json!({"tags": ["a", "b"]}));
    assert_eq!(parts, Ok(json!({"tags": [{"name": "a"}, {"name": "b"}]})));
    let lines = write("accounting.journal_entries", &json!({"lines": [{}, {}, {"position": 7}]}));
    let line = |place: u8| json!({"kind": "line", "place": place});
    assert_eq!(lines, Ok(json!({"rows": [line(1), line(2), line(7)]})));
    let party = json!({"lines": [{"debit": "1.50", "contact_id": "acme:supplier:S 1"}, {"debit": "-1.50", "contact_id": "S2", "description": "x"}]});
    let one = json!({"kind": "line", "place": 1, "debit": 1.5, "sums": {"debit": 1.5}, "party": "S 1", "party_kind": "Supplier"});
    let two = json!({"kind": "line", "place": 2, "noted": -1.5, "sums": {"debit": -1.5}, "party": "S2", "about": "x"});
    assert_eq!(write("accounting.journal_entries", &party), Ok(json!({"rows": [one, two]})));
    let people = write("crm.people", &json!({"other_emails": ["a@example.com"]}));
    assert_eq!(people, Ok(json!({"emails": {"more": ["a@example.com"]}})));
    let records =
        write("workspace.records", &json!({"collection_id": "acme:orders", "values": {"total": 1.5, "x": [1]}}));
    assert_eq!(records, Ok(json!({"collection": "orders", "total": 1.5, "x": [1]})));
}

#[test]
fn what_cannot_be_kept_is_refused_before_it_leaves() {
    for (resource, input, wanted) in [
        ("projects.tasks", json!({"estimate_points": "0.0000001"}), "at most 6 places"),
        ("projects.tasks", json!({"estimate_points": "9007199254.740993"}), "the system rounds larger ones"),
        ("projects.tasks", json!({"estimate_hours": "79228162514264337593543950335"}), "estimate_hours must be"),
        ("projects.tasks", json!({"estimate_hours": "0.005"}), "at most 2 places"),
        ("projects.tasks", json!({"description": "x"}), "description cannot be written"),
        ("projects.tasks", json!({"draft": true}), "draft cannot be written"),
        ("projects.tasks", json!({"status": "backlog"}), "has no word for"),
        ("projects.tasks", json!({"status": "finished"}), "must be one of backlog"),
        ("projects.tasks", json!({"label_ids": "acme:p1/3"}), "must be a list of ids"),
        ("projects.tasks", json!({"label_ids": ["acme:p1/three"]}), "is not an id of this system"),
        ("projects.tasks", json!({"assignee_ids": [7]}), "must be a list of ids"),
        ("projects.tasks", json!({"start_date": "2026-02-30"}), "must be a date"),
        ("projects.tasks", json!({"billable": "false"}), "must be true or false"),
        ("projects.tasks", json!({"custom": {"cents": 1}}), "say it as estimate_hours"),
        ("projects.tasks", json!({"custom": {"created": "x"}}), "created is not an extra field"),
        ("inventory.parts", json!({"tags": "a"}), "must be a list of texts"),
        ("workspace.records", json!({"values": {"id": 2}}), "id is not an extra field"),
        ("workspace.records", json!({"values": [1]}), "must be an object"),
    ] {
        let error = write(resource, &input).expect_err(wanted);
        assert!(error.contains(wanted), "{input}: {error}");
    }
}

fn filtered(resource: &str, name: &str, value: &Json) -> Result<Vec<Json>, String> {
    let mapping = mapping(resource);
    let slot = mapping.model.slot(name).unwrap();
    let native = filter_value(&mapping.model.fields[slot], &mapping.fields[name], value, "acme", &zone());
    native.map(|native| native.all()).map_err(|error| error.message().to_owned())
}

#[test]
fn filters_take_the_form_of_the_column() {
    for (name, value, expected) in [
        ("estimate_points", json!("1.5"), json!(1_500_000)),
        ("estimate_hours", json!("1.5"), json!(150)),
        ("start_date", json!("2026-11-23"), json!("2026-11-23T00:00:00.000Z")),
        ("completed_at", json!("2026-11-23T04:00:00Z"), json!("2026-11-23 05:00:00")),
        ("billable", json!(true), json!("true")),
        ("state_id", json!("acme:p1/s1"), json!("s1")),
        // A list is filtered by one of its items.
        ("label_ids", json!("acme:p1/3"), json!(3)),
        ("assignee_ids", json!("acme:u1"), json!("u1")),
        ("author_id", json!("acme:u1"), json!("u1")),
    ] {
        assert_eq!(filtered("projects.tasks", name, &value), Ok(vec![expected]), "{name}");
    }
    assert_eq!(filtered("inventory.parts", "tags", &json!("a")), Ok(vec![json!("a")]));
    assert!(filtered("workspace.records", "values", &json!({})).unwrap_err().contains("cannot be filtered by"));
}
