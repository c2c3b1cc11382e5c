//! The built-in manifests load and lint clean.
#![allow(clippy::unwrap_used)]
use coreflow_bridge::manifest::Registry;

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
