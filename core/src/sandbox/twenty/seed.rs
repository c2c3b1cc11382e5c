//! The data of a new workspace: its member, keys, the story's customer, and generated records.

use serde_json::{Value, json};

use super::super::names;
use super::super::story;
use super::composites::actor;
use super::errors::Outcome;
use super::metawrite;
use super::state::{Caller, Workspace};
use super::values::stamp;
use super::write;
use crate::error::{Error, Result};

const STAGES: [&str; 5] = ["NEW", "SCREENING", "MEETING", "PROPOSAL", "CUSTOMER"];
const STATUSES: [&str; 3] = ["TODO", "IN_PROGRESS", "DONE"];

/// Fills a workspace with about so many records; with none it has only its member and its keys.
pub(crate) fn fill(space: &mut Workspace, records: u32) -> Result<()> {
    member(space);
    keys(space);
    if records == 0 {
        return Ok(());
    }
    data(space, records).map_err(|fail| Error::unexpected(format!("the sandbox's seed: {}", fail.message)))
}

fn member(space: &mut Workspace) {
    let Some(object) = space.schema.object("workspaceMember").cloned() else { return };
    let now = stamp(space.clock.now());
    let mut row = space.blank(&object, &now, &actor("MANUAL", "System", None));
    for (column, value) in [
        ("id", json!(space.member)),
        ("userId", json!(space.user)),
        ("userEmail", json!("ada@example.com")),
        ("name", json!({"firstName": null, "lastName": null})),
        ("locale", json!("en")),
        ("timeZone", json!("system")),
        ("colorScheme", json!("System")),
        ("calendarStartDay", json!(7)),
        ("position", json!(0)),
    ] {
        row.insert(column.into(), value);
    }
    space.put("workspaceMember", row);
}

fn keys(space: &mut Workspace) {
    let now = stamp(space.clock.now());
    let admin = json!({"id": space.uuid(), "label": "Admin"});
    let reader = json!({"id": space.uuid(), "label": "Reader"});
    for (name, role) in [(super::KEY_NAME, &admin), ("reader", &reader), ("metered", &admin)] {
        let id = space.uuid();
        space.keys.push(json!({
            "id": id, "name": name, "expiresAt": "2027-12-31T00:00:00.000Z", "revokedAt": null, "role": role,
            "createdAt": now,
        }));
    }
}

fn make(space: &mut Workspace, object: &str, data: Value) -> Outcome<String> {
    let Some(object) = space.schema.object(object).cloned() else { return Ok(String::new()) };
    Ok(write::create(space, &Caller::Key, &object, &[data], false)?.pop().unwrap_or_default())
}

fn data(space: &mut Workspace, records: u32) -> Outcome<()> {
    custom(space)?;
    story(space)?;
    let mut companies = Vec::new();
    for n in 0..(records / 3).max(3) {
        at(space, n);
        let name = if n % 50 == 7 { names::long(n) } else { names::company(&mut space.random, n) };
        let amount = (space.random.below(5_000_000) as i64 - 1_000) * 10_000;
        companies.push(make(
            space,
            "company",
            json!({
                "name": name, "domainName": {"primaryLinkUrl": format!("https://sample{n}.example")},
                "address": {"addressStreet1": format!("Beispielweg {n}"), "addressPostcode": format!("{:05}", 1_000 + n), "addressCity": "Musterstadt", "addressCountry": "Germany"},
                "annualRevenue": {"amountMicros": amount, "currencyCode": if n % 3 == 0 { "USD" } else { "EUR" }},
                "customerNumber": if n % 2 == 0 { json!(format!("{n:06}")) } else { Value::Null },
            }),
        )?);
    }
    let pick = |space: &mut Workspace| companies[space.random.below(companies.len() as u64) as usize].clone();
    for n in 0..records / 3 {
        at(space, n + 3);
        let (company, last) = (pick(space), names::thing(&mut space.random, n));
        make(
            space,
            "person",
            json!({
                "name": {"firstName": format!("Vor{n}"), "lastName": last},
                "emails": {"primaryEmail": names::email(n)}, "companyId": company,
                "phones": {"primaryPhoneNumber": format!("30{:06}", n + 100_000), "primaryPhoneCountryCode": "DE"},
            }),
        )?;
    }
    for n in 0..(records / 5).max(1) {
        at(space, n + 7);
        let (company, amount) = (pick(space), space.random.below(900_000) as i64 * 10_000);
        let name = names::thing(&mut space.random, n);
        let close = json!(format!("2027-{:02}-{:02}T00:00:00.000Z", 1 + n % 12, 1 + n % 28));
        make(
            space,
            "opportunity",
            json!({
                "name": name, "stage": STAGES[n as usize % 5], "companyId": company,
                "amount": {"amountMicros": amount, "currencyCode": "EUR"},
                "closeDate": if n % 4 == 3 { Value::Null } else { close },
            }),
        )?;
    }
    for n in 0..(records / 15).max(1) {
        at(space, n + 11);
        let company = pick(space);
        let note = make(
            space,
            "note",
            json!({"title": format!("Notiz {n}"), "bodyV2": {"markdown": format!("# Stand {n}\n\nÜberblick & \"Zahlen\"")}}),
        )?;
        make(space, "noteTarget", json!({"noteId": note, "targetCompanyId": company}))?;
        let due = format!("2027-01-{:02}T09:00:00.000Z", 1 + n % 28);
        let task = make(
            space,
            "task",
            json!({"title": format!("Rückruf {n}"), "status": STATUSES[n as usize % 3], "dueAt": due}),
        )?;
        make(space, "taskTarget", json!({"taskId": task, "targetCompanyId": company}))?;
        make(
            space,
            "machine",
            json!({"name": format!("Maschine {n}"), "serialNumber": format!("{n:05}"), "hours": n, "state": "RUNNING", "ownerCompanyId": company}),
        )?;
    }
    // A few records were deleted.
    let company = space.schema.object("company").cloned();
    if let Some(object) = company {
        for id in companies.iter().filter(|id| !id.is_empty()).skip(2).step_by(40) {
            let now = space.now();
            write::mark(space, &object, id, true, &now)?;
        }
    }
    space.clock.jump("2026-11-23T09:00:00Z");
    Ok(())
}

/// Records are some hours apart, so that lists by time have something to tell.
fn at(space: &mut Workspace, n: u32) {
    let hours = n % 2_000;
    space.clock.jump(&format!(
        "2026-{:02}-{:02}T{:02}:15:00Z",
        1 + hours / 24 / 28 % 10,
        1 + hours / 24 % 28,
        hours % 24
    ));
}

/// A field and an object that an administrator added.
fn custom(space: &mut Workspace) -> Outcome<()> {
    let id = |space: &Workspace, object: &str| space.schema.object(object).map(|o| o.id.clone());
    let company = id(space, "company");
    metawrite::create_field(
        space,
        &json!({"objectMetadataId": company, "type": "TEXT", "name": "customerNumber", "label": "Customer number"}),
    )?;
    metawrite::create_object(
        space,
        &json!({"nameSingular": "machine", "namePlural": "machines", "labelSingular": "Machine", "labelPlural": "Machines"}),
    )?;
    let machine = id(space, "machine");
    for field in [
        json!({"type": "TEXT", "name": "serialNumber", "label": "Serial number", "isUnique": true}),
        json!({"type": "NUMBER", "name": "hours", "label": "Hours"}),
        json!({"type": "SELECT", "name": "state", "label": "State", "options": [{"value": "RUNNING", "label": "Running", "color": "green", "position": 0}, {"value": "BROKEN", "label": "Broken", "color": "red", "position": 1}]}),
        json!({"type": "RELATION", "name": "ownerCompany", "label": "Owner", "relationCreationPayload": {"type": "MANY_TO_ONE", "targetObjectMetadataId": company, "targetFieldLabel": "Machines"}}),
    ] {
        let mut field = field;
        field["objectMetadataId"] = json!(machine);
        metawrite::create_field(space, &field)?;
    }
    Ok(())
}

fn story(space: &mut Workspace) -> Outcome<()> {
    at(space, 0);
    let member = space.member.clone();
    let company = make(
        space,
        "company",
        json!({
            "name": story::CUSTOMER, "domainName": {"primaryLinkUrl": story::CUSTOMER_SITE}, "accountOwnerId": member,
            "address": {"addressStreet1": "Hafenstraße 7", "addressPostcode": "01067", "addressCity": "Musterstadt", "addressCountry": "Germany"},
        }),
    )?;
    let person = make(
        space,
        "person",
        json!({
            "name": {"firstName": story::PERSON.0, "lastName": story::PERSON.1}, "jobTitle": "Einkauf",
            "emails": {"primaryEmail": story::PERSON_EMAIL}, "companyId": company,
        }),
    )?;
    let deal = make(
        space,
        "opportunity",
        json!({
            "name": story::DEAL, "stage": "CUSTOMER", "companyId": company, "pointOfContactId": person, "ownerId": member,
            "amount": {"amountMicros": i64::from(story::DEAL_AMOUNT) * 1_000_000, "currencyCode": "EUR"},
            "closeDate": "2026-12-15T00:00:00.000Z",
        }),
    )?;
    let note = make(space, "note", json!({"title": story::PROJECT, "bodyV2": {"markdown": story::NEWS}}))?;
    make(space, "noteTarget", json!({"noteId": note, "targetCompanyId": company}))?;
    let task =
        make(space, "task", json!({"title": story::TASK, "assigneeId": member, "dueAt": "2026-12-01T09:00:00.000Z"}))?;
    make(space, "taskTarget", json!({"taskId": task, "targetOpportunityId": deal}))?;
    Ok(())
}
