//! Bigcapital, of the build recorded in February 2026.

use serde_json::Value;

use super::compare::Rules;
use super::harness::{System, replay};

const BIGCAPITAL: System = System {
    name: "bigcapital",
    base: "/api",
    beside: &[],
    plan: include_str!("../fidelity/bigcapital.json"),
    learns: &["access_token"],
    rules: Rules {
        // What the validation was given, the insides of a query builder, and time zones by the hundred.
        overlook: &["target", "_operations", "_context", "value"],
        equal: &["type", "statusCode", "error", "property", "message", "deletable_count", "code"],
    },
    sign,
};

/// Most exchanges were made with an API key. A few are about what is missing or wrong, and some have the token of a user
/// who signed in.
fn sign(name: &str, request: &Value, about: &Value) -> Vec<(String, String)> {
    let (_, what) = name.split_once('-').unwrap_or(("", name));
    let bearer = |token: &str| vec![("authorization".to_owned(), format!("Bearer {token}"))];
    let asks = request["headers"].get("Authorization").is_some();
    match what {
        _ if !asks || what.ends_with("no-auth") => Vec::new(),
        "bad-jwt" => bearer("not.a.token"),
        _ if what.ends_with("bad-key") || what == "bad-api-key" || what == "api-key-revoked-401" => bearer("bc_wrong"),
        _ if what.contains("jwt") || what.starts_with("foreign-user") || what == "before-build" => {
            bearer("sandbox.jwt.1")
        }
        "org-current-built" => bearer(about["limited"]["token"].as_str().unwrap()),
        _ => bearer(about["credential"]["token"].as_str().unwrap()),
    }
}

#[tokio::test]
async fn bigcapital_answers_as_recorded() {
    replay(&BIGCAPITAL).await;
}
