//! Many open connections that make no call must cost little. A process of its own: its memory is what is measured.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use coreflow_bridge::bridge::Bridge;
use serde_json::json;

const TENANTS: usize = 200;
const OF_EACH: usize = 10;
/// About twice what one needs here, where its row lies in memory, too, and what was read of it is not forgotten yet. With
/// a client made for each when it was opened it was 54 kB, some of them let go meanwhile.
const MOST: u64 = 32 * 1024;

/// What is resident, in bytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

#[tokio::test]
async fn two_thousand_idle_connections_are_cheap() {
    let key = format!("test:{}=", "A".repeat(43));
    let bridge = Bridge::open(&json!({"store": ":memory:", "keyring": {"key": key}}).to_string()).unwrap();
    // The store, the first adapter and the like are not a connection's.
    open(&bridge, "first").await;
    let before = resident();
    for number in 0..TENANTS {
        open(&bridge, &format!("tenant-{number}")).await;
    }
    let health: serde_json::Value = serde_json::from_str(&bridge.health().await.unwrap()).unwrap();
    assert_eq!(health["connections"].as_array().unwrap().len(), (TENANTS + 1) * OF_EACH, "all are open");
    let each = resident().saturating_sub(before) / (TENANTS * OF_EACH) as u64;
    println!("{each} bytes are resident for each open connection");
    assert!(each <= MOST, "{each} bytes are resident for each open connection, more than {MOST}");
}

/// Connects a tenant and opens its connections. Nothing is sent.
async fn open(bridge: &Bridge, id: &str) {
    let tenant = bridge.tenant(id).unwrap();
    tenant.change_modules(&json!({"activate": ["accounting"]}).to_string()).await.unwrap();
    for number in 0..OF_EACH {
        let wanted = json!({
            "system": "erpnext", "name": format!("erpnext-{number}"), "instance": "https://erp.example.com",
            "credential": {"type": "api_key", "key": "key", "secret": "secret"},
            "verify": false, "options": {"zone": "UTC"},
        });
        tenant.connect(&wanted.to_string()).await.unwrap();
    }
    tenant.health(r#"{"probe": false}"#).await.unwrap();
}
