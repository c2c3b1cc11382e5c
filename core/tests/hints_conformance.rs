//! What every store engine must do alike with the hints of breakers. The suite knows only the trait; each engine runs all of it.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use coreflow_bridge::id::{ConnectionName, TenantId};
use coreflow_bridge::store::{BreakerHint, BreakerHints, BreakerId, ConnectionRow, Store, open_sqlite};
use jiff::Timestamp;

type Shared = Arc<dyn Store>;

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_795_000_000_000 + ms).unwrap()
}

fn breaker(tenant: &str, connection: &str, revision: u64) -> BreakerId {
    let (tenant, connection) = (TenantId::new(tenant).unwrap(), ConnectionName::new(connection).unwrap());
    BreakerId { tenant, connection, revision }
}

fn hint(observer: &str, opened: i64, until: i64) -> BreakerHint {
    BreakerHint {
        observer: observer.into(),
        reason: "consecutive_failures".into(),
        opened_at: at(opened),
        retry_at: at((opened + until) / 2),
        until: at(until),
        calls: 7,
        failure_ratio: 5.0 / 7.0,
    }
}

async fn a_hint_is_known_to_all_until_it_ends_or_is_taken_back(store: Shared) {
    let erp = breaker("acme", "erp", 1);
    let hints = async |ms: i64| store.hints(&erp, at(ms)).await.unwrap().hints;
    assert_eq!(store.hints(&erp, at(0)).await.unwrap(), BreakerHints::default());
    store.tell_hint(&erp, hint("b", 0, 10_000), at(0)).await.unwrap();
    store.tell_hint(&erp, hint("a", 500, 8_000), at(500)).await.unwrap();
    assert_eq!(hints(7_999).await, [hint("a", 500, 8_000), hint("b", 0, 10_000)]);
    assert_eq!(hints(8_000).await, [hint("b", 0, 10_000)], "it ends by itself");
    store.tell_hint(&erp, hint("b", 6_000, 26_000), at(6_000)).await.unwrap();
    assert_eq!(hints(8_000).await, [hint("b", 6_000, 26_000)], "one of each process, the latest");
    store.withdraw_hint(&erp, "a").await.unwrap();
    assert_eq!(hints(8_000).await.len(), 1, "another one's stays");
    store.withdraw_hint(&erp, "b").await.unwrap();
    store.withdraw_hint(&erp, "b").await.unwrap();
    assert_eq!(hints(8_000).await, []);
}

async fn hints_and_turns_are_of_one_tenant_and_one_connection(store: Shared) {
    let erp = breaker("acme", "erp", 1);
    store.tell_hint(&erp, hint("a", 0, 10_000), at(0)).await.unwrap();
    assert_eq!(store.take_probe(&erp, "a", at(0), at(5_000)).await.unwrap(), None);
    for other in [breaker("globex", "erp", 1), breaker("acme", "crm", 1), breaker("acme", "erp", 2)] {
        let found = store.hints(&other, at(1)).await.unwrap();
        assert_eq!((found.hints.len(), &found.probe), (0, &None), "{other:?}");
        assert_eq!(store.take_probe(&other, "b", at(1), at(5_000)).await.unwrap(), None, "{other:?}");
    }
    let found = store.hints(&breaker("globex", "erp", 1), at(1)).await.unwrap();
    assert_eq!(found.probe, Some(("b".to_owned(), at(5_000))));
}

async fn one_process_at_a_time_has_the_turn_to_probe(store: Shared) {
    let erp = breaker("acme", "erp", 1);
    let names: Vec<String> = (0..20).map(|number| format!("process-{number}")).collect();
    let takes = names.iter().map(|name| store.take_probe(&erp, name, at(0), at(5_000)));
    let taken: Vec<_> = futures::future::join_all(takes).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(taken.iter().filter(|held| held.is_none()).count(), 1);
    assert!(taken.iter().flatten().all(|until| *until == at(5_000)));
    let (owner, until) = store.hints(&erp, at(4_999)).await.unwrap().probe.unwrap();
    assert_eq!(until, at(5_000));
    assert_eq!(store.take_probe(&erp, &owner, at(4_000), at(6_000)).await.unwrap(), None, "it may keep its own");
    assert_eq!(store.take_probe(&erp, "late", at(5_999), at(9_000)).await.unwrap(), Some(at(6_000)));
    assert_eq!(store.take_probe(&erp, "late", at(6_000), at(9_000)).await.unwrap(), None, "a turn ends by itself");
    store.withdraw_hint(&erp, "another").await.unwrap();
    assert_eq!(store.take_probe(&erp, "next", at(6_001), at(9_000)).await.unwrap(), Some(at(9_000)));
    store.withdraw_hint(&erp, "late").await.unwrap();
    assert_eq!(store.take_probe(&erp, "next", at(6_001), at(9_000)).await.unwrap(), None, "and is given back");
}

async fn processes_are_live_for_as_long_as_they_say(store: Shared) {
    let erp = breaker("acme", "erp", 1);
    let live = async |ms: i64| store.hints(&erp, at(ms)).await.unwrap().live;
    store.appear("b", at(0), at(600)).await.unwrap();
    store.appear("a", at(0), at(100)).await.unwrap();
    assert_eq!((live(99).await, live(100).await), (vec!["a".into(), "b".into()], vec!["b".to_owned()]));
    store.appear("b", at(500), at(1_100)).await.unwrap();
    assert_eq!((live(1_099).await.len(), live(1_100).await.len()), (1, 0));
    store.appear("a", at(600), at(1_200)).await.unwrap();
    store.tell_hint(&erp, hint("a", 600, 2_000), at(600)).await.unwrap();
    store.take_probe(&erp, "a", at(600), at(2_000)).await.unwrap();
    store.tell_hint(&erp, hint("b", 600, 2_000), at(600)).await.unwrap();
    store.disappear("a").await.unwrap();
    let left = store.hints(&erp, at(700)).await.unwrap();
    assert_eq!((left.live, left.hints, left.probe), (vec!["b".to_owned()], vec![hint("b", 600, 2_000)], None));
}

async fn a_connection_that_is_deleted_has_no_hints(store: Shared) {
    let erp = breaker("acme", "erp", 1);
    let row = ConnectionRow {
        name: erp.connection.clone(),
        system: "erpnext".into(),
        instance: "https://erp.test".into(),
        options: "{}".into(),
        credential: vec![1],
        revision: 1,
        created_at: at(0),
    };
    store.put_connection(&erp.tenant, row).await.unwrap();
    store.tell_hint(&erp, hint("a", 0, 10_000), at(0)).await.unwrap();
    store.take_probe(&erp, "a", at(0), at(10_000)).await.unwrap();
    store.delete_connection(&erp.tenant, &erp.connection).await.unwrap();
    let left = store.hints(&erp, at(1)).await.unwrap();
    assert_eq!((left.hints, left.probe), (vec![], None));
}

async fn a_turn_of_a_connection_that_was_replaced_is_none(store: Shared) {
    assert_eq!(store.take_probe(&breaker("acme", "erp", 1), "a", at(0), at(5_000)).await.unwrap(), None);
    assert_eq!(store.take_probe(&breaker("acme", "erp", 2), "b", at(1), at(5_000)).await.unwrap(), None);
    let held = store.take_probe(&breaker("acme", "erp", 1), "a", at(2), at(5_000)).await.unwrap();
    assert_eq!(held, Some(at(5_000)));
}

macro_rules! conformance {
    ($($case:ident)*) => {
        mod sqlite_file { $(
            #[tokio::test]
            async fn $case() {
                let directory = tempfile::tempdir().unwrap();
                super::$case(super::open_sqlite(directory.path().join("bridge.db")).await.unwrap()).await;
            }
        )* }
        mod sqlite_memory { $(
            #[tokio::test]
            async fn $case() {
                super::$case(super::open_sqlite(":memory:").await.unwrap()).await;
            }
        )* }
    };
}

conformance! {
    a_hint_is_known_to_all_until_it_ends_or_is_taken_back
    hints_and_turns_are_of_one_tenant_and_one_connection
    one_process_at_a_time_has_the_turn_to_probe
    processes_are_live_for_as_long_as_they_say
    a_connection_that_is_deleted_has_no_hints
    a_turn_of_a_connection_that_was_replaced_is_none
}
