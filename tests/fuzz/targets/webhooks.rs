//! Deliveries from anybody: none that is not signed is good, and no body makes the routing fall over.
#![cfg_attr(fuzzing, no_main)]

use std::sync::LazyLock;

use coreflow_bridge::manifest::{Decoder, Registry, Verify, Webhooks};
use coreflow_bridge::protocol::checked_json;
use coreflow_bridge::webhook::{Incoming, delivery_id, keys, preset, route, verify};
use jiff::Timestamp;
use serde_json::Value as Json;

const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
pub(crate) const SENDERS: &[&str] = &["stripe", "standard", "github", "shopify", "slack", "hubspot"];

pub(crate) static SYSTEMS: LazyLock<Vec<(String, Webhooks)>> = LazyLock::new(|| {
    let registry = Registry::default();
    let webhooks = |system: String| Some((registry.get(&system).ok()?.webhooks.as_deref()?.clone(), system));
    registry.systems().into_iter().filter_map(webhooks).map(|(webhooks, system)| (system, webhooks)).collect()
});

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: (u8, Vec<(&str, &str)>, &[u8])| {
    run(input);
});

/// Whether the body tells of records.
pub(crate) fn run((which, headers, body): (u8, Vec<(&str, &str)>, &[u8])) -> bool {
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
    let (_, system) = &SYSTEMS[usize::from(which) % SYSTEMS.len()];
    check(&system.verify);
    let text = checked_json(body, Decoder::Json).unwrap_or("null");
    let tree: Json = serde_json::from_str(text).unwrap_or_default();
    // What both give goes into the keys of the store.
    for how in [&system.dedupe, &sender.dedupe] {
        let id = delivery_id(how, &incoming, &tree);
        assert!(id.is_none_or(|id| id.len() <= 200), "a long name of a delivery");
    }
    let told = route(system, &incoming, &tree);
    for one in told.iter().flat_map(|(_, told)| told) {
        assert!(!one.remote_id.contains(char::is_control), "a control character in an id");
        assert!(one.remote_id.len() <= 2048, "a long id");
    }
    told.is_ok()
}
