//! NocoBase 2.2.15.

use serde_json::Value;

use super::compare::Rules;
use super::harness::{System, replay};

const NOCOBASE: System = System {
    name: "nocobase",
    base: "/api",
    beside: &["/files/", "/storage/"],
    plan: include_str!("../fidelity/nocobase.json"),
    learns: &["#numbers", "filename"],
    rules: Rules {
        overlook: &["uiSchema", "strategy", "patterns", "actions", "dumpRules", "migrationRules"],
        equal: &["code", "message", "name", "type", "interface", "count", "page", "pageSize", "totalPage", "status"],
    },
    sign,
};

/// Whose token a recording was sent with. The names of the archive say it where it is not the administrator's key.
fn sign(name: &str, request: &Value, about: &Value) -> Vec<(String, String)> {
    if request["headers"].get("Authorization").is_none() {
        return Vec::new();
    }
    let (number, _) = name.split_once('-').unwrap_or(("0", ""));
    let token = match number.parse().unwrap_or(0) {
        5 => "nobody",
        // The member's session, and that of the user with few rights.
        40..=42 => "nocobase.session.2.1",
        268..=282 | 284 | 287 | 288 => "nocobase.session.3.1",
        349..=351 | 356 => "nocobase.key.3",
        347 | 358 | 360 => "nocobase.session.3.2",
        // From 379 on: another installation.
        442..=447 => about["limited"]["token"].as_str().unwrap_or(""),
        _ => about["credential"]["token"].as_str().unwrap_or(""),
    };
    vec![("authorization".into(), format!("Bearer {token}"))]
}

#[tokio::test]
async fn answers_as_the_server_did() {
    replay(&NOCOBASE).await;
}
