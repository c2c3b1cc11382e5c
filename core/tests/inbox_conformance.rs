//! What every store engine must do alike with webhooks. The suite knows only the trait.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;

use coreflow_bridge::id::{ConnectionName, TenantId};
use coreflow_bridge::store::{
    ConnectionRow, EndpointRow, LogLimits, ModuleChange, NewEvent, Receipt, Received, Start, Store, Tell,
    open_sqlite_with,
};
use coreflow_bridge::{Code, Error};
use jiff::{Timestamp, ToSpan};

type Shared = Arc<dyn Store>;

fn tenant(id: &str) -> TenantId {
    TenantId::new(id).unwrap()
}

fn at(hours: i64) -> Timestamp {
    "2026-11-29T00:00:00Z".parse::<Timestamp>().unwrap() + hours.hours()
}

fn endpoint(id: &str, of: Option<&str>, revision: u64) -> EndpointRow {
    EndpointRow {
        id: id.into(),
        tenant: of.map(tenant),
        connection: of.map(|_| ConnectionName::new("erp").unwrap()),
        settings: serde_json::json!({"label": "Grün", "revision": revision}),
        secrets: vec![0, 255, revision as u8],
        revision,
        created_at: at(0),
    }
}

fn event(id: &str) -> NewEvent {
    NewEvent {
        tenant: Some(tenant("acme")),
        source: "urn:test".into(),
        id: id.into(),
        kind: "crm.deal.won".into(),
        subject: None,
        time: at(0),
        data: None,
        attributes: None,
    }
}

fn receipt(delivery: &str, revision: u64, hours: i64) -> Receipt {
    Receipt { endpoint: "e1".into(), revision, delivery: delivery.into(), now: at(hours) }
}

fn tells(id: &str) -> Tell {
    let id = id.to_owned();
    Box::new(move |_| Ok(vec![event(&id)]))
}

async fn logged(store: &Shared) -> Vec<String> {
    store.events(None, 0, 1000).await.unwrap().into_iter().map(|one| one.event.id).collect()
}

async fn endpoints_are_their_owners(store: Shared) {
    let (acme, other) = (tenant("acme"), tenant("other"));
    store.put_endpoint(endpoint("e1", Some("acme"), 1)).await.unwrap();
    store.put_endpoint(endpoint("e2", Some("acme"), 1)).await.unwrap();
    store.put_endpoint(endpoint("h1", None, 1)).await.unwrap();
    assert_eq!(store.endpoint("e1").await.unwrap(), Some(endpoint("e1", Some("acme"), 1)));
    assert_eq!(store.endpoint("e3").await.unwrap(), None);
    assert_eq!(store.endpoints(Some(&acme)).await.unwrap().len(), 2);
    assert_eq!(store.endpoints(Some(&other)).await.unwrap(), []);
    assert_eq!(store.endpoints(None).await.unwrap(), [endpoint("h1", None, 1)]);
    for revision in [0, 1, 3] {
        let error = store.put_endpoint(endpoint("e1", Some("acme"), revision)).await.unwrap_err();
        assert_eq!(error.code(), Code::Conflict, "{revision}");
    }
    store.put_endpoint(endpoint("e1", Some("acme"), 2)).await.unwrap();
    assert_eq!(store.endpoint("e1").await.unwrap().unwrap().secrets, [0, 255, 2]);
    assert!(!store.delete_endpoint(Some(&other), "e1").await.unwrap());
    assert!(!store.delete_endpoint(None, "e1").await.unwrap());
    assert!(store.delete_endpoint(Some(&acme), "e1").await.unwrap());
    assert!(!store.delete_endpoint(Some(&acme), "e1").await.unwrap());
    assert!(store.delete_endpoint(None, "h1").await.unwrap());
}

async fn endpoints_end_with_their_connection(store: Shared) {
    let (acme, name) = (tenant("acme"), ConnectionName::new("erp").unwrap());
    let row = ConnectionRow {
        name: name.clone(),
        system: "erpnext".into(),
        instance: "https://erp.test".into(),
        options: "{}".into(),
        credential: vec![1],
        revision: 1,
        created_at: at(0),
    };
    store.put_connection(&acme, row).await.unwrap();
    store.put_endpoint(endpoint("e1", Some("acme"), 1)).await.unwrap();
    store.put_endpoint(endpoint("h1", None, 1)).await.unwrap();
    store.delete_connection(&acme, &name).await.unwrap();
    assert_eq!(store.endpoint("e1").await.unwrap(), None);
    assert_eq!(store.receive(receipt("d", 1, 0), tells("a")).await.unwrap(), Received::Changed);
    assert!(store.endpoint("h1").await.unwrap().is_some());
}

async fn a_delivery_and_its_events_are_one(store: Shared) {
    store.put_endpoint(endpoint("e1", Some("acme"), 1)).await.unwrap();
    let refuse: Tell = Box::new(|_| Err(Error::new(Code::ModuleInactive, "not now")));
    assert_eq!(store.receive(receipt("d1", 1, 0), refuse).await.unwrap_err().code(), Code::ModuleInactive);
    assert!(!store.was_received("e1", "d1").await.unwrap(), "what was refused may come again");
    assert!(
        matches!(store.receive(receipt("d1", 1, 0), tells("a")).await.unwrap(), Received::Kept(placed) if placed.len() == 1)
    );
    assert!(store.was_received("e1", "d1").await.unwrap());
    assert_eq!(store.receive(receipt("d1", 1, 1), tells("b")).await.unwrap(), Received::Again);
    assert_eq!(store.receive(receipt("d2", 2, 1), tells("c")).await.unwrap(), Received::Changed, "another revision");
    assert_eq!(logged(&store).await, ["a"]);
    // Without a name each delivery is one.
    store.receive(receipt("", 1, 1), tells("d")).await.unwrap();
    store.receive(receipt("", 1, 1), tells("e")).await.unwrap();
    assert_eq!(logged(&store).await, ["a", "d", "e"]);
}

async fn a_full_log_remembers_no_delivery(store: Shared) {
    store.put_endpoint(endpoint("e1", Some("acme"), 1)).await.unwrap();
    let spec = coreflow_bridge::store::GroupSpec {
        name: "slow".into(),
        types: vec![coreflow_bridge::store::Pattern::new("*").unwrap()],
        tenant: None,
        requires: Vec::new(),
        max_attempts: 1,
    };
    store.open_group(spec, Start::Beginning).await.unwrap();
    let mut refused = None;
    for number in 0..10 {
        let delivery = format!("d{number}");
        if let Err(error) = store.receive(receipt(&delivery, 1, 0), tells(&delivery)).await {
            assert_eq!(error.code(), Code::Backpressure);
            refused = Some(delivery);
            break;
        }
    }
    let refused = refused.expect("a limit of 5 events");
    assert!(!store.was_received("e1", &refused).await.unwrap());
    store.drop_group("slow").await.unwrap();
    assert!(matches!(store.receive(receipt(&refused, 1, 0), tells(&refused)).await.unwrap(), Received::Kept(_)));
}

async fn modules_are_seen_as_of_the_entry(store: Shared) {
    store.put_endpoint(endpoint("e1", Some("acme"), 1)).await.unwrap();
    let change = ModuleChange { activate: vec!["crm".into()], ..ModuleChange::default() };
    store.change_modules(&tenant("acme"), change.into()).await.unwrap();
    let look: Tell = Box::new(|state| {
        assert_eq!(state.active.len(), 1);
        Ok(vec![event("a")])
    });
    store.receive(receipt("d1", 1, 0), look).await.unwrap();
}

async fn deliveries_are_forgotten_after_seven_days(store: Shared) {
    store.put_endpoint(endpoint("e1", Some("acme"), 1)).await.unwrap();
    store.receive(receipt("d1", 1, 0), tells("a")).await.unwrap();
    store.receive(receipt("d2", 1, 7 * 24), tells("b")).await.unwrap();
    assert!(store.was_received("e1", "d1").await.unwrap(), "on the seventh day");
    store.receive(receipt("d3", 1, 7 * 24 + 1), tells("c")).await.unwrap();
    assert!(!store.was_received("e1", "d1").await.unwrap());
    assert!(store.was_received("e1", "d2").await.unwrap());
}

async fn of_many_at_once_one_is_kept(store: Shared) {
    store.put_endpoint(endpoint("e1", Some("acme"), 1)).await.unwrap();
    let all = (0..200).map(|number| store.receive(receipt("same", 1, 0), tells(&number.to_string())));
    let all = futures::future::join_all(all).await;
    let kept = all.iter().filter(|one| matches!(one, Ok(Received::Kept(_)))).count();
    let again = all.iter().filter(|one| matches!(one, Ok(Received::Again))).count();
    assert_eq!((kept, again, logged(&store).await.len()), (1, 199, 1));
}

macro_rules! conformance {
    ($($case:ident)*) => {$(
        mod $case {
            #[tokio::test]
            async fn in_a_file() {
                let directory = tempfile::tempdir().unwrap();
                super::$case(super::open(directory.path().join("bridge.db")).await).await;
            }

            #[tokio::test]
            async fn in_memory() {
                super::$case(super::open(":memory:".into()).await).await;
            }
        }
    )*};
}

async fn open(path: std::path::PathBuf) -> Shared {
    open_sqlite_with(path, LogLimits { max_events: 5, max_tenant_events: Some(5), ..LogLimits::default() })
        .await
        .unwrap()
}

conformance! {
    endpoints_are_their_owners
    endpoints_end_with_their_connection
    a_delivery_and_its_events_are_one
    a_full_log_remembers_no_delivery
    modules_are_seen_as_of_the_entry
    deliveries_are_forgotten_after_seven_days
    of_many_at_once_one_is_kept
}
