//! Deliveries from anybody: none that is not signed is good, and no body makes the routing fall over.
#![no_main]

use coreflow_bridge::manifest::{Decoder, Registry, Verify, Webhooks};
use coreflow_bridge::protocol::checked_json;
use coreflow_bridge::webhook::{Incoming, delivery_id, keys, preset, route, verify};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use once_cell::sync::Lazy;
use serde_json::Value as Json;

const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const SENDERS: &[&str] = &["stripe", "standard", "github", "shopify", "slack", "hubspot"];

static SYSTEMS: Lazy<Vec<Webhooks>> = Lazy::new(|| {
    let registry = Registry::default();
    let manifests = registry.systems().into_iter().filter_map(|system| registry.get(&system).ok());
    manifests.filter_map(|manifest| manifest.webhooks.as_deref().cloned()).collect()
});

fuzz_target!(|input: (u8, Vec<(&str, &str)>, &[u8])| {
    let (which, headers, body) = input;
    let headers: Vec<(String, String)> =
        headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let now = Timestamp::from_second(1_800_000_000).expect("a time");
    let incoming = Incoming { method: "POST", url: Some("https://app.test/hooks/1"), headers: &headers, body, now };
    let check = |how: &Verify| {
        if let Some(keys) = keys(how, SECRET) {
            let good = verify(how, &keys, &incoming).is_ok();
            assert!(!good || matches!(how, Verify::Endpoint(_)), "nobody signed this");
        }
    };
    let sender = preset(SENDERS[usize::from(which) % SENDERS.len()]).expect("it is known");
    check(&sender.verify);
    let system = &SYSTEMS[usize::from(which) % SYSTEMS.len()];
    check(&system.verify);
    let text = checked_json(body, Decoder::Json).unwrap_or("null");
    let tree: Json = serde_json::from_str(text).unwrap_or_default();
    let _ = delivery_id(&system.dedupe, &incoming, &tree);
    let _ = route(system, &incoming, &tree);
});
