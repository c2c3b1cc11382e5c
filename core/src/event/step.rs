//! The keys of the steps of a flow.

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::json;

/// The idempotency key of a step: it follows from the group, the event and the step's name, so that every attempt has the
/// same one. 32 characters of 0-9 a-f, which every system takes.
pub fn step_key(group: &str, tenant: Option<&str>, source: &str, id: &str, step: &str) -> String {
    let text = json!(["coreflow-bridge step", group, tenant, source, id, step]).to_string();
    digest(&SHA256, text.as_bytes()).as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_for_ever_the_same_and_every_part_counts() {
        let key = step_key("g", Some("acme"), "urn:shop", "1", "invoice");
        assert_eq!(key, "84041e6cb9045f592d6266f643035eaa");
        for other in [
            step_key("h", Some("acme"), "urn:shop", "1", "invoice"),
            step_key("g", None, "urn:shop", "1", "invoice"),
            step_key("g", Some("acme"), "urn:other", "1", "invoice"),
            step_key("g", Some("acme"), "urn:shop", "2", "invoice"),
            step_key("g", Some("acme"), "urn:shop", "1", "project"),
        ] {
            assert_ne!(other, key);
        }
    }
}
