//! The built-in manifests load and lint clean.
#![allow(clippy::unwrap_used)]
use coreflow_bridge::Code;
use coreflow_bridge::manifest::{Registry, docs_page, json_schema, load};

#[test]
fn built_in_manifests_load() {
    let registry = Registry::default();
    for system in registry.systems() {
        let manifest = registry.get(&system);
        assert!(manifest.is_ok(), "{:?}", manifest.err());
    }
}

/// What the YAML reader could get wrong without a word: empty texts, numbers as keys, numbers as values.
#[test]
fn values_keep_their_types() {
    let registry = Registry::default();
    let dolibarr = serde_json::to_value(&*registry.get("dolibarr").unwrap()).unwrap();
    assert_eq!(dolibarr.pointer("/operations/list/answer/items"), Some(&serde_json::json!("")));
    assert_eq!(dolibarr.pointer("/operations/create/answer/id"), Some(&serde_json::json!("")));
    let invoices = dolibarr.pointer("/resources/accounting.invoices/variants/sales").unwrap();
    assert_eq!(invoices.pointer("/create_set/type"), Some(&serde_json::json!(0)));
    assert_eq!(invoices.pointer("/fields/kind/table/0"), Some(&serde_json::json!("standard")));
    assert_eq!(invoices.pointer("/actions/pay/body/set/closepaidinvoices"), Some(&serde_json::json!("yes")));
    let contacts = dolibarr.pointer("/resources/accounting.contacts").unwrap();
    assert_eq!(contacts.pointer("/fields/roles/flags/customer/set"), Some(&serde_json::json!(1)));
    assert_eq!(contacts.pointer("/fields/roles/flags/customer/yes/1"), Some(&serde_json::json!("3")));
}

#[test]
fn a_path_can_be_an_option() {
    let manifest = Registry::default().get("erpnext").unwrap();
    let entity = |options: &[(&str, &str)]| {
        let options = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let manifest = manifest.with_options(&options);
        let (_, entity) = manifest.resources["accounting.contacts"].entities().remove(1);
        (entity.key.clone(), entity.external_ref.as_ref().and_then(|spec| spec.map().at))
    };
    let (key, external_ref) = entity(&[("key_field", "cf_ext_ref")]);
    assert_eq!(key.map(|key| (key.at, key.column)), Some(("cf_ext_ref".to_owned(), Some("cf_ext_ref".to_owned()))));
    assert_eq!(external_ref.as_deref(), Some("cf_ext_ref"));
    for options in [&[][..], &[("key_field", "")]] {
        let (key, external_ref) = entity(options);
        assert!(key.is_none() && external_ref.is_none());
    }
}

/// A built-in manifest with one text replaced, and the line on which that text stands.
fn broken(system: &str, from: &str, to: &str) -> (String, usize) {
    let path = format!("{}/adapters/{system}.yaml", env!("CARGO_MANIFEST_DIR"));
    let yaml = std::fs::read_to_string(path).unwrap();
    let at = yaml.find(from).unwrap_or_else(|| panic!("{from:?} is not in the manifest"));
    (yaml.replacen(from, to, 1), yaml[..at].matches('\n').count() + 1)
}

#[test]
fn mistakes_are_told_with_their_line() {
    for (system, from, to, wanted) in [
        ("dolibarr", "id_integer: true", "id_integral: true", "id_integral"),
        ("dolibarr", "filter: false, lossy: true", "filtered: false, lossy: true", "filtered"),
        ("dolibarr", "city: {at: town", "town: {at: town", "is not a field of Contact"),
        ("dolibarr", "email: {at: email, column: t.email}", "email: {at: email, as: bool01}", "bool01 does not fit"),
        ("dolibarr", "as: epoch_date, column: t.datef", "as: epoch_day", "epoch_day"),
        ("dolibarr", "{\"0\": product, \"1\": service}", "{\"0\": goods}", "goods is not a value of the field"),
        ("dolibarr", "DOLAPIENTITY: \"{option.entity}\"", "X: \"{option.entitty}\"", "no option entitty"),
        ("dolibarr", "path: \"/invoices/{id}/validate\"", "path: \"/invoices/{id/validate\"", "without its }"),
        ("dolibarr", "path: \"/invoices/{id}/settodraft\"", "path: \"/invoices/{ref}/x\"", "{ref} cannot be filled"),
        ("dolibarr", "required: [code, name]", "required: [code, label]", "label is not a field"),
        ("dolibarr", "projects.projects:", "projects.plans:", "no such unified resource"),
        ("dolibarr", "parent: allocations.invoice_id", "parent: allocations.bill", "allocations.bill is not a field"),
        (
            "dolibarr",
            "type: integer\n                to: [{at: paymentid",
            "type: int\n                to: [{at: paymentid",
            "int is no type",
        ),
        ("dolibarr", "answer: {items: \"\"}", "answer: {items: data}", "is not a JSON pointer"),
        ("dolibarr", "then: empty", "then: nothing", "nothing"),
        ("erpnext", "value: \"token {key}:{secret}\"", "value: \"token {user}\"", "{user} cannot be filled"),
        ("erpnext", "to: {variant: customer}", "to: {variant: client}", "client is not a variant"),
        ("erpnext", "on: [cancel]", "on: [cancle]", "cancle is no operation"),
        ("erpnext", "at: \"{option.key_field}\", column", "at: \"{option.key}\", column", "no option key"),
        ("erpnext", "  by: roles", "  by: name", "not an enum field"),
        ("finrobot", "      status: status\n", "      status: task\n", "task is not an enum field"),
        ("finrobot", "done: [succeeded]", "done: [success]", "success is not a value of status"),
        (
            "finrobot",
            "failed: [failed, cancelled]",
            "failed: [failed, succeeded, cancelled]",
            "succeeded is a state of done",
        ),
        ("finrobot", "cancelled: cancelled\n", "cancelled: queued\n", "queued is not a state of failed"),
        ("finrobot", "error_code: error_code", "error_code: why", "why is not a field"),
        ("finrobot", "cancel: cancel\n", "cancel: stop\n", "no action stop"),
        ("erpnext", "[{resource: crm.deals}]", "[{resource: crm.offers}]", "crm.offers is no resource here"),
        (
            "erpnext",
            "[{resource: accounting.orders, variant: sales}]",
            "[{resource: accounting.orders}]",
            "no such variant",
        ),
        ("twenty", "signs: \"{timestamp}:{body}\"", "signs: \"{timestamp}\"", "the body must be signed"),
        ("twenty", "signs: \"{timestamp}:{body}\"", "signs: \"{body}\"", "go together"),
        (
            "twenty",
            "changes: [created, updated, deleted, restored, destroyed]",
            "changes: [made]",
            "made is no word of",
        ),
        ("plane", "name: [/event, /action]", "name: [\"an event\", /action]", "not the name of a header"),
        ("dolibarr", "BILL_PAYED: [accounting", "BILL_PAID: [accounting", "is no event"),
        ("dolibarr", "PROPAL_CLOSE_SIGNED: [crm.quote.accepted]", "PROPAL_CLOSE_SIGNED: [accepted]", "is not the type"),
        ("erpnext", "system: erpnext", "system: [erpnext", ""),
    ] {
        let (yaml, line) = broken(system, from, to);
        let error = load("test.yaml", &yaml).expect_err(to);
        assert_eq!(error.code(), Code::ManifestInvalid, "{to}");
        let message = error.message();
        assert!(message.contains(wanted), "{to}: {message}");
        let near = |line: usize| message.starts_with(&format!("test.yaml:{line}:"));
        // A syntax mistake is found where the text stops making sense, not where it begins to be wrong.
        assert!(wanted.is_empty() || near(line), "{to}: line {line}, but: {message}");
    }
}

#[test]
fn committed_pages_are_the_generated_ones() {
    let docs = format!("{}/../docs", env!("CARGO_MANIFEST_DIR"));
    let registry = Registry::default();
    for system in registry.systems() {
        let committed = std::fs::read_to_string(format!("{docs}/systems/{system}.md")).unwrap_or_default();
        let page = docs_page(&registry.get(&system).unwrap());
        assert!(committed.starts_with(&page), "docs/systems/{system}.md is stale; run `coreflow-bridge generate docs`");
    }
    let committed = std::fs::read_to_string(format!("{docs}/manifest.schema.json")).unwrap_or_default();
    let schema: serde_json::Value = serde_json::from_str(&committed).unwrap_or_default();
    assert!(schema == json_schema(), "docs/manifest.schema.json is stale; run `coreflow-bridge generate docs`");
}
