//! Deliveries of real servers, as they were recorded with their secrets.

use std::io::Read;

use coreflow_bridge::manifest::{Registry, Verify, Webhooks};
use coreflow_bridge::webhook::{Incoming, NotRouted, Routed, delivery_id, preset, route};
use jiff::Timestamp;
use serde_json::Value as Json;

use crate::support::Sent;

/// What a delivery tells: the system's name of the event, and the records.
type Told = Result<(String, Vec<Routed>), NotRouted>;

struct Recorded {
    name: String,
    secret: Option<String>,
    headers: Vec<(String, String)>,
    body: String,
}

/// The recordings of a system.
pub(crate) fn archive(system: &str) -> Vec<Json> {
    let path = format!("{}/../tests/recordings/{system}.ndjson.gz", env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The bodies of recorded requests that make something at a path.
pub(crate) fn create_requests(system: &str, path: &str) -> Vec<Json> {
    let made = |one: &Json| one["request"]["method"] == "POST" && one["request"]["path"] == path;
    let all = archive(system).into_iter().filter(made).map(|one| one["request"]["body"].clone());
    all.filter(Json::is_object).collect()
}

/// The headers and the body of a recorded delivery.
#[cfg(feature = "sandbox")]
pub(crate) fn delivered(system: &str, name: &str) -> (Vec<(String, String)>, String) {
    let found = recorded(system, |one| one["name"] == name).pop().unwrap_or_else(|| panic!("{name}"));
    (found.headers, found.body)
}

fn recorded(system: &str, is: impl Fn(&Json) -> bool) -> Vec<Recorded> {
    let all = archive(system).into_iter().filter(is);
    all.map(|one| {
        let headers = one["request"]["headers"].as_object().unwrap();
        let note = one["note"].as_str().and_then(|note| note.split("webhook secret: ").nth(1)?.split(';').next());
        Recorded {
            name: one["name"].as_str().unwrap().to_owned(),
            secret: one["webhook"]["secret"].as_str().or(note).map(str::to_owned),
            headers: headers.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect(),
            body: one["request"]["body_raw"].as_str().unwrap_or_default().to_owned(),
        }
    })
    .collect()
}

fn webhooks(system: &str) -> Webhooks {
    *Registry::default().get(system).unwrap().webhooks.clone().unwrap()
}

/// Every signed delivery is good, each flipped bit is seen; what it tells is what happened.
fn hold(system: &str, header: &str, timestamp: Option<&str>, told: &dyn Fn(&str, &Json, Told)) -> usize {
    let how = webhooks(system);
    let deliveries = recorded(system, |one| {
        one["request"]["headers"].get(header).is_some() && one["name"].as_str().unwrap().contains("webhook")
    });
    let mut seen = std::collections::BTreeSet::new();
    for one in &deliveries {
        let secret = one.secret.clone().unwrap_or_else(|| panic!("{} has no secret", one.name));
        let value = |name: &str| one.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let now = timestamp.map_or(Timestamp::UNIX_EPOCH, |name| {
            Timestamp::from_millisecond(value(name).unwrap().parse().unwrap()).unwrap()
        });
        let body = one.body.clone().into_bytes();
        let sent = Sent {
            how: how.verify.clone(),
            secret,
            method: "POST",
            url: None,
            headers: one.headers.clone(),
            body,
            now,
        };
        let signed: Vec<&str> = std::iter::once(header).chain(timestamp).collect();
        sent.holds(&signed);
        if timestamp.is_some() {
            sent.has_a_window();
        }
        let json: Json = serde_json::from_slice(&sent.body).unwrap();
        let incoming = Incoming { method: "POST", url: None, headers: &sent.headers, body: &sent.body, now };
        let id = delivery_id(&how.dedupe, &incoming, &json).unwrap();
        told(&one.name, &json, route(&how, &incoming, &json));
        seen.insert(id);
    }
    assert!(!seen.is_empty());
    deliveries.len()
}

#[test]
fn erpnext() {
    let count = hold("erpnext", "X-Frappe-Webhook-Signature", None, &|name, body, routed| {
        // Those of another form than the one that is registered here tell nothing.
        let (Some(doctype), Some(event)) = (body["doctype"].as_str(), body["event"].as_str()) else {
            return assert_eq!(routed, Err(NotRouted::Malformed), "{name}");
        };
        let change = match event {
            "after_insert" => "created",
            "on_trash" => "deleted",
            "on_update" | "on_change" | "on_submit" | "on_cancel" => "updated",
            other => panic!("{name}: {other}"),
        };
        let resource = match doctype {
            "Customer" | "Supplier" => "accounting.contacts",
            "Sales Invoice" => "accounting.invoices",
            "Payment Entry" => "accounting.payments",
            "Expense Claim" => "accounting.expenses",
            "Quotation" => "accounting.quotes",
            "Employee" => "hr.employees",
            "Leave Application" => "hr.leaves",
            "ToDo" => return assert_eq!(routed, Err(NotRouted::Unknown), "{name}"),
            other => panic!("{name}: {other}"),
        };
        let (said, told) = routed.unwrap_or_else(|why| panic!("{name}: {why:?}"));
        assert_eq!(said, format!("{doctype}.{event}"));
        let one = (told[0].resource.as_str(), told[0].change.as_str(), Json::from(told[0].remote_id.as_str()));
        assert_eq!((told.len(), one), (1, (resource, change, body["name"].clone())), "{name}");
    });
    assert_eq!(count, 48);
}

#[test]
fn twenty() {
    let header = "X-Twenty-Webhook-Signature";
    let count = hold("twenty", header, Some("X-Twenty-Webhook-Timestamp"), &|name, _, routed| {
        let expected = match name {
            name if name.contains("company-created") => Ok(("crm.companies", "created")),
            name if name.contains("company-updated") || name.contains("restored") => Ok(("crm.companies", "updated")),
            name if name.contains("company-deleted") || name.contains("destroyed") => Ok(("crm.companies", "deleted")),
            name if name.contains("person-created") => Ok(("crm.people", "created")),
            name if name.contains("task-updated") => Ok(("crm.tasks", "updated")),
            name if name.contains("workflowRun") => Err(NotRouted::Unknown),
            _ => return,
        };
        let routed = routed.map(|(_, mut routed)| routed.remove(0));
        assert_eq!(
            routed.as_ref().map(|one| (one.resource.as_str(), one.change.as_str())),
            expected.as_ref().map(|one| *one),
            "{name}"
        );
    });
    assert_eq!(count, 16);
}

#[test]
fn plane() {
    let count = hold("plane", "X-Plane-Signature", None, &|name, _, routed| {
        let (event, mut routed) = routed.unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let one = routed.remove(0);
        let parts = one.remote_id.split('/').count();
        match event.split('.').next().unwrap() {
            "project" => assert_eq!((one.resource.as_str(), parts), ("projects.projects", 1), "{name}"),
            "issue" => assert_eq!((one.resource.as_str(), parts), ("projects.tasks", 2), "{name}"),
            "cycle" => assert_eq!((one.resource.as_str(), parts), ("projects.cycles", 2), "{name}"),
            "module" => assert_eq!((one.resource.as_str(), parts), ("projects.module_groups", 2), "{name}"),
            "issue_comment" => assert_eq!((one.resource.as_str(), parts), ("projects.comments", 3), "{name}"),
            other => panic!("{other}"),
        }
        assert!(name.ends_with(one.change.as_str()), "{name}");
    });
    assert_eq!(count, 27);
}

/// Dolibarr signs nothing; what its deliveries tell is all that there is.
#[test]
fn dolibarr() {
    let how = webhooks("dolibarr");
    assert!(matches!(how.verify, Verify::Endpoint(_)));
    let deliveries = recorded("dolibarr", |one| {
        one["request"]["body_raw"].as_str().is_some_and(|body| body.starts_with(r#"{"triggercode"#))
    });
    assert_eq!(deliveries.len(), 19);
    let mut told = std::collections::BTreeMap::new();
    for one in deliveries {
        let body: Json = serde_json::from_str(&one.body).unwrap();
        let incoming = Incoming {
            method: "POST",
            url: None,
            headers: &one.headers,
            body: one.body.as_bytes(),
            now: Timestamp::UNIX_EPOCH,
        };
        let code = body["triggercode"].as_str().unwrap().to_owned();
        let routed = route(&how, &incoming, &body).map(|(name, routed)| {
            assert_eq!(name, code);
            let ids: Vec<String> = routed.iter().map(|one| one.remote_id.clone()).collect();
            assert!(ids.iter().all(|id| id.parse::<u32>().is_ok()), "{ids:?}");
            routed.iter().map(|one| format!("{} {}", one.resource, one.change.as_str())).collect::<Vec<_>>().join(", ")
        });
        told.insert(code, routed.unwrap_or_else(|why| format!("{why:?}")));
    }
    let is = |code: &str| told.get(code).map(String::as_str);
    assert_eq!(is("COMPANY_CREATE"), Some("accounting.contacts created, crm.companies created"));
    assert_eq!(is("COMPANY_MODIFY"), Some("accounting.contacts updated, crm.companies updated"));
    assert_eq!(is("COMPANY_DELETE"), Some("accounting.contacts deleted, crm.companies deleted"));
    assert_eq!(is("BILL_CREATE"), Some("accounting.invoices created"));
    assert_eq!(is("BILL_PAYED"), Some("accounting.invoices updated"));
    assert_eq!(is("BILL_DELETE"), Some("accounting.invoices deleted"));
    assert_eq!(is("STOCK_MOVEMENT"), Some("inventory.stock_moves created"));
    assert_eq!(is("PRODUCT_DELETE"), Some("accounting.items deleted, inventory.parts deleted"));
    assert_eq!(is("ORDER_VALIDATE"), Some("accounting.orders updated"));
    assert_eq!(is("LINEBILL_INSERT"), Some("Unknown"));
    assert_eq!(is("PAYMENT_CUSTOMER_CREATE"), Some("Unknown"));
}

/// They become keys of the store.
#[test]
fn ids_that_are_numbers_have_bounds_too() {
    let how = webhooks("erpnext");
    for (digits, expected) in [(1, true), (512, true), (513, false), (5_000, false)] {
        let number = "9".repeat(digits);
        let text = format!(r#"{{"doctype": "Customer", "event": "on_trash", "name": {number}, "id": {number}}}"#);
        let body: Json = serde_json::from_str(&text).unwrap();
        let incoming =
            Incoming { method: "POST", url: None, headers: &[], body: text.as_bytes(), now: Timestamp::UNIX_EPOCH };
        assert_eq!(route(&how, &incoming, &body).is_ok(), expected, "{digits}");
        let name = delivery_id(&preset("stripe").unwrap().dedupe, &incoming, &body).unwrap();
        assert_eq!(name.len(), if digits <= 200 { digits } else { 64 }, "{digits}");
    }
}
