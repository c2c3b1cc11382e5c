//! Reading.

use coreflow_bridge::Code;
use serde_json::{Value as Json, json};

use super::{context, mapping};

fn read(resource: &str, parent: Option<&str>, record: &Json) -> Json {
    let record = mapping(resource).record(&record.to_string(), "", &context(resource, parent));
    serde_json::from_str(&record.unwrap_or_else(|error| panic!("{}", error.message())).to_json()).unwrap()
}

fn task(members: &Json) -> Json {
    let mut record = json!({"id": "t1", "project": "p1"});
    record.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    read("projects.tasks", Some("p1"), &record)
}

#[test]
fn texts_are_joined_without_the_empty_ones() {
    for (name, expected) in [
        (json!({"first": "Ada", "last": "Lovelace"}), json!("Ada Lovelace")),
        (json!({"first": "", "last": "Lovelace"}), json!("Lovelace")),
        (json!({"first": null}), Json::Null),
        (Json::Null, Json::Null),
    ] {
        assert_eq!(task(&json!({"name": name}))["name"], expected);
    }
}

#[test]
fn the_first_case_that_holds_decides() {
    for (members, expected) in [
        (json!({"gone": "2026-11-23", "done": 1}), "cancelled"),
        (json!({"gone": [{"by": 1}]}), "cancelled"),
        (json!({"gone": [], "done": true}), "completed"),
        (json!({"gone": {}, "done": "1", "open": null}), "completed"),
        (json!({"done": 1, "open": 1, "percent": "50.0"}), "started"),
        (json!({"done": 0}), "other"),
        (json!({}), "other"),
    ] {
        assert_eq!(task(&members)["status"], expected, "{members}");
    }
    assert_eq!(task(&json!({"published": ""}))["draft"], true);
    assert_eq!(task(&json!({"published": "yes"}))["draft"], false);
}

#[test]
fn references_are_ids_or_objects_and_stand_under_their_parents() {
    let read = task(&json!({
        "state_ref": "s1", "parent": "t0", "labels": [1, "2", null], "author": {"_id": "u1", "name": "Ada"},
        "people": [{"user": {"id": "u1"}}, {"user": null}, {}, {"user": {"id": 7}}],
    }));
    assert_eq!(read["project_id"], "acme:p1");
    assert_eq!(read["state_id"], "acme:p1/s1");
    assert_eq!(read["parent_id"], "acme:p1/t0");
    assert_eq!(read["label_ids"], json!(["acme:p1/1", "acme:p1/2"]));
    assert_eq!(read["assignee_ids"], json!(["acme:u1", "acme:7"]));
    assert_eq!(read["author_id"], "acme:u1");
    assert_eq!(task(&json!({"author": "u2"}))["author_id"], "acme:u2");
    for empty in [json!({}), json!({"_id": null}), json!(null), json!("")] {
        assert_eq!(task(&json!({"author": empty}))["author_id"], Json::Null);
    }
    // The parent itself may be sent as an object.
    let expanded = read_task_of(&json!({"id": "t1", "project": {"id": "p9"}, "state_ref": "s1"}));
    assert_eq!(expanded["state_id"], "acme:p9/s1");
    // Nothing refers to nothing, whatever the parent.
    assert_eq!(read_task_of(&json!({"id": "t1", "state_ref": null}))["state_id"], Json::Null);
}

fn read_task_of(record: &Json) -> Json {
    read("projects.tasks", Some("p1"), record)
}

#[test]
fn a_reference_whose_parent_is_not_told_is_a_fault_and_not_another_record() {
    let body = json!({"id": "t1", "state_ref": "s1"}).to_string();
    let error = mapping("projects.tasks").record(&body, "", &context("projects.tasks", Some("p1"))).unwrap_err();
    assert_eq!(error.code(), Code::UpstreamInvalid);
    assert!(error.message().contains("state_id: the parent of the reference is not told"), "{}", error.message());
}

#[test]
fn small_units_are_exact() {
    for (micros, expected) in [
        (json!(1_500_000), json!("1.5")),
        (json!("-1"), json!("-0.000001")),
        (json!(9_007_199_254_740_992_u64), json!("9007199254.740992")),
        (json!(0), json!("0")),
        (Json::Null, Json::Null),
    ] {
        assert_eq!(task(&json!({"cost": {"micros": micros}}))["estimate_points"], expected);
    }
    assert_eq!(task(&json!({"cents": 1999}))["estimate_hours"], "19.99");
}

#[test]
fn dates_times_and_truths() {
    let read = task(&json!({
        "start": "2026-11-23T00:00:00.000Z", "closed": 1_795_406_400.5, "bill": "Yes",
        "created": "2026-11-23 04:05", "updated": 1_795_406_400_123_u64,
    }));
    assert_eq!(read["start_date"], "2026-11-23");
    assert_eq!(read["completed_at"], "2026-11-23T04:00:00.5Z");
    assert_eq!(read["billable"], true);
    assert_eq!(read["created_at"], "2026-11-23T03:05:00Z");
    assert_eq!(read["updated_at"], "2026-11-23T04:00:00.123Z");
    for (word, expected) in [("true", true), ("1", true), ("off", false), ("False", false), ("0", false)] {
        assert_eq!(task(&json!({"bill": word}))["billable"], expected, "{word}");
    }
}

#[test]
fn what_nothing_reads_is_custom_or_the_rest() {
    let read_task = task(&json!({"name": {"first": "x"}, "mine": {"deep": [1.50]}, "other": null}));
    assert_eq!(read_task["custom"], json!({"mine": {"deep": [1.50]}, "other": null}));
    let record = json!({"id": 1, "collection": "orders", "total": 12.5, "a \"b\"": [1], "nested": {"x": null}});
    let record = read("workspace.records", None, &record);
    assert_eq!(record["collection_id"], "acme:orders");
    assert_eq!(record["values"].to_string(), r#"{"total":12.5,"a \"b\"":[1],"nested":{"x":null}}"#);
    assert_eq!(record["custom"], json!({}));
}

#[test]
fn lists_of_texts_take_a_single_text_too() {
    for (tags, expected) in [
        (json!([{"name": "a"}, {"name": ""}, {"name": "b"}]), json!(["a", "b"])),
        (json!(["a", 7]), json!(["a", "7"])),
        (json!("a"), json!(["a"])),
        (json!([]), json!([])),
        (Json::Null, Json::Null),
    ] {
        assert_eq!(read("inventory.parts", None, &json!({"id": 1, "tags": tags}))["tags"], expected);
    }
    let body = json!({"id": 1, "tags": [["a"]]}).to_string();
    assert!(mapping("inventory.parts").record(&body, "", &context("inventory.parts", None)).is_err());
}

#[test]
fn one_bad_record_among_a_thousand_is_quarantined_and_the_others_arrive() {
    let mut records: Vec<Json> = (0..1000).map(|n| json!({"id": n, "project": "p1", "cents": n})).collect();
    for (member, bad) in [("cents", json!("ten")), ("start", json!("2026-02-30")), ("labels", json!([{}, [1]]))] {
        records[617] = json!({"id": 617, "project": "p1"});
        records[617][member] = bad.clone();
        let body = json!({"data": records}).to_string();
        let page = mapping("projects.tasks").page(&body, "/data", "", &context("projects.tasks", Some("p1"))).unwrap();
        assert_eq!((page.records.len(), page.quarantined.len()), (999, 1), "{bad}");
        let quarantined = &page.quarantined[0];
        assert_eq!(quarantined.pointer, format!("/data/617/{member}"));
        assert_eq!(serde_json::from_str::<Json>(quarantined.raw.get()).unwrap(), records[617]);
        assert!(page.records.iter().all(|record| &*record.remote_id != "p1/617"));
        assert_eq!(&*page.records[617].remote_id, "p1/618");
    }
    // Not even an object.
    records[617] = json!("gone");
    let body = Json::from(records).to_string();
    let page = mapping("projects.tasks").page(&body, "", "", &context("projects.tasks", Some("p1"))).unwrap();
    assert_eq!((page.records.len(), page.quarantined.len()), (999, 1));
}

#[test]
fn graphql_selections_reach_into_references_and_lists() {
    let selection = mapping("projects.tasks").selection(false, &[]);
    for wanted in ["name{first last}", "people{user{id}}", "author{_id}", "labels", "cost{micros}", "project"] {
        assert!(selection.contains(wanted), "{wanted}: {selection}");
    }
    assert!(!selection.contains("labels{"), "{selection}");
}

#[test]
fn days_are_read_from_their_first_and_last_moments_in_any_zone() {
    for (from, until) in [
        ("2028-02-29T00:00:01Z", "2028-02-29T23:59:00Z"),
        // Berlin, Honolulu, Auckland in winter, Pago Pago.
        ("2028-02-28T23:00:01Z", "2028-02-29T22:59:00Z"),
        ("2028-02-29T10:00:01Z", "2028-03-01T09:59:00Z"),
        ("2028-02-28T12:00:01Z", "2028-02-29T11:59:00Z"),
        ("2028-02-29T11:00:01Z", "2028-03-01T10:59:00Z"),
    ] {
        let read = read("projects.cycles", None, &json!({"id": "c1", "from": from, "until": until}));
        assert_eq!((&read["start_date"], &read["end_date"]), (&json!("2028-02-29"), &json!("2028-02-29")), "{from}");
    }
    let none = read("projects.cycles", None, &json!({"id": "c1", "from": null, "until": ""}));
    assert_eq!((&none["start_date"], &none["end_date"]), (&Json::Null, &Json::Null));
}
