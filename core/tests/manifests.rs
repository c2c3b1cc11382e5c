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
