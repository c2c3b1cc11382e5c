//! What every store engine must do alike with the checks of connections.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use coreflow_bridge::id::{ConnectionName, TenantId};
use coreflow_bridge::store::{CheckRow, ConnectionRow, NewEvent, Store, open_sqlite};
use coreflow_bridge::{Code, Error};
use jiff::Timestamp;

type Shared = Arc<dyn Store>;

fn tenant(id: &str) -> TenantId {
    TenantId::new(id).unwrap()
}

fn name(id: &str) -> ConnectionName {
    ConnectionName::new(id).unwrap()
}

fn row(id: &str, revision: u64) -> ConnectionRow {
    ConnectionRow {
        name: name(id),
        system: "erpnext".into(),
        instance: format!("https://{id}.test"),
        options: serde_json::json!({"company": "Grün & Söhne", "revision": revision}).to_string().into(),
        credential: vec![0, 255, revision as u8],
        revision,
        created_at: "2026-11-23T10:00:00.000001Z".parse().unwrap(),
    }
}

fn check(id: &str, revision: u64, status: &str, at: Timestamp) -> CheckRow {
    let report = serde_json::json!({"latency_ms": 3});
    CheckRow { connection: name(id), revision, status: status.into(), checked_at: at, report }
}

async fn a_check_is_made_by_one_at_a_time_and_known_to_all(store: Shared) {
    let (acme, erp) = (tenant("acme"), name("erp"));
    let at = |second: i64| Timestamp::from_second(1_700_000_000 + second).unwrap();
    store.put_connection(&acme, row("erp", 1)).await.unwrap();
    let due = async |older: i64, now: i64| store.due_checks(at(older), at(now), 10).await.unwrap();
    assert_eq!(due(0, 0).await, [(acme.clone(), erp.clone())]);
    let begins = (0..20).map(|_| store.begin_check(&acme, &erp, at(0), at(30)));
    let begun = futures::future::join_all(begins).await.into_iter().filter(|turn| *turn.as_ref().unwrap()).count();
    assert_eq!(begun, 1);
    assert_eq!((due(0, 29).await.len(), due(0, 30).await.len()), (0, 1), "a turn that was never given back ends");
    assert_eq!(store.checks(&acme).await.unwrap(), [], "begun is not ended");
    store.leave_check(&acme, &erp).await.unwrap();
    assert!(store.begin_check(&acme, &erp, at(1), at(31)).await.unwrap());

    let event = |id: &str| NewEvent {
        tenant: Some(tenant("acme")),
        source: "urn:test".into(),
        id: id.into(),
        kind: "connection.health.changed".into(),
        subject: Some("erp".into()),
        time: at(2),
        data: None,
        attributes: None,
    };
    let first = check("erp", 1, "healthy", at(2));
    let made = event("1");
    store
        .finish_check(&acme, first.clone(), Box::new(|before| Ok(before.map_or(vec![made], |_| vec![]))))
        .await
        .unwrap();
    assert_eq!(store.checks(&acme).await.unwrap(), std::slice::from_ref(&first));
    assert_eq!(store.checks(&tenant("other")).await.unwrap(), []);
    assert_eq!((due(2, 3).await.len(), due(3, 3).await.len()), (0, 1));
    let (seen, made) = (first.clone(), event("2"));
    let second = check("erp", 1, "unhealthy", at(4));
    let tell = move |before: Option<&CheckRow>| Ok(if before == Some(&seen) { vec![made] } else { vec![] });
    store.finish_check(&acme, second, Box::new(tell)).await.unwrap();
    assert_eq!(store.events(Some(&acme), 0, 10).await.unwrap().len(), 2);

    // A refused event takes its check along; a replaced connection was not checked, and one that is gone is forgotten.
    let refused =
        store.finish_check(&acme, check("erp", 1, "healthy", at(9)), Box::new(|_| Err(Error::invalid_input("no"))));
    assert_eq!(refused.await.unwrap_err().code(), Code::InvalidInput);
    assert_eq!(store.checks(&acme).await.unwrap()[0].status, "unhealthy");
    store.put_connection(&acme, row("erp", 2)).await.unwrap();
    assert_eq!(due(3, 5).await.len(), 1);
    let fresh = check("erp", 2, "healthy", at(6));
    let new =
        |before: Option<&CheckRow>| if before.is_none() { Ok(vec![]) } else { Err(Error::invalid_input("known")) };
    store.finish_check(&acme, fresh, Box::new(new)).await.unwrap();
    store.delete_connection(&acme, &erp).await.unwrap();
    assert_eq!((store.checks(&acme).await.unwrap(), due(100, 100).await), (vec![], vec![]));
}

#[tokio::test]
async fn in_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let store = open_sqlite(directory.path().join("bridge.db")).await.unwrap();
    a_check_is_made_by_one_at_a_time_and_known_to_all(store).await;
}

#[tokio::test]
async fn in_memory() {
    a_check_is_made_by_one_at_a_time_and_known_to_all(open_sqlite(":memory:").await.unwrap()).await;
}
