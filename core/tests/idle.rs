//! Many open connections that make no call must cost little. A process of its own: its memory is what is measured.
#![allow(clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use coreflow_bridge::bridge::Bridge;
use serde_json::json;

const TENANTS: usize = 200;
const OF_EACH: usize = 10;
/// The promise, a connection's part of its tenant included.
const MOST: usize = 4 * 1024;

/// The system's allocator, counting what is in use. The store's own memory is not in it.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What an allocation takes of the heap: usual allocators add a word and round up to two.
fn taken(layout: Layout) -> usize {
    (layout.size() + 8).next_multiple_of(16).max(32)
}

// SAFETY: everything is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(taken(layout), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(taken(layout), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[tokio::test]
async fn two_thousand_idle_connections_are_cheap() {
    let key = format!("test:{}=", "A".repeat(43));
    let bridge = Bridge::open(&json!({"store": ":memory:", "keyring": {"key": key}}).to_string()).unwrap();
    // The store, the first adapter and the like are not a connection's.
    open(&bridge, "first").await;
    let before = IN_USE.load(Ordering::Relaxed);
    for number in 0..TENANTS {
        open(&bridge, &format!("tenant-{number}")).await;
    }
    // What was read of the tenants' rows is forgotten after a minute without a call.
    tokio::time::pause();
    tokio::time::sleep(Duration::from_secs(125)).await;
    tokio::time::resume();
    let each = IN_USE.load(Ordering::Relaxed).saturating_sub(before) / (TENANTS * OF_EACH);
    println!("{each} bytes are in use for each open connection");
    // Its own state alone is more than that: less would mean that they are not open.
    assert!((1024..=MOST).contains(&each), "{each} bytes are in use for each open connection, at most {MOST} may be");
    let health: serde_json::Value = serde_json::from_str(&bridge.health().await.unwrap()).unwrap();
    assert_eq!(health["connections"].as_array().unwrap().len(), (TENANTS + 1) * OF_EACH, "all are open");
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
