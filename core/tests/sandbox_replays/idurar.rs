//! IDURAR: the newest tree, and 4.1.0 where the recording says so.

use serde_json::Value;

use super::compare::Rules;
use super::harness::{System, replay};

const IDURAR: System = System {
    name: "idurar",
    base: "/api",
    beside: &[],
    plan: include_str!("../fidelity/idurar.json"),
    learns: &["_id"],
    rules: Rules {
        overlook: &["settingValue", "_original"],
        equal: &[
            "success",
            "message",
            "paymentStatus",
            "status",
            "currency",
            "total",
            "subTotal",
            "taxTotal",
            "code",
            "credit",
        ],
    },
    sign,
};

/// The token that a recording was sent with: of the installation and the login that it belongs to.
fn sign(name: &str, request: &Value, _about: &Value) -> Vec<(String, String)> {
    if request["headers"].get("Authorization").is_none() {
        return Vec::new();
    }
    let (number, _) = name.split_once('-').unwrap_or(("0", ""));
    let value = match number.parse().unwrap_or(0) {
        6 => "Bearer broken".to_owned(),
        56 => "Token sandbox.head.2".to_owned(),
        57 => "Bearer sandbox.head.shortened".to_owned(),
        226 | 258 | 275 => "Bearer sandbox.head.2".to_owned(),
        227..=288 | 298 | 310 | 312 | 314..=324 => "Bearer sandbox.former.1".to_owned(),
        0..=50 => "Bearer sandbox.head.1".to_owned(),
        _ => "Bearer sandbox.head.2".to_owned(),
    };
    vec![("authorization".into(), value)]
}

#[tokio::test]
async fn answers_as_the_server_did() {
    replay(&IDURAR).await;
}
