//! A tenant has a part of the log: what it does not consume is refused to it, and to nobody else.

use coreflow_bridge::error::Code;
use coreflow_bridge::store::{GroupSpec, LogLimits, NewEvent, Start};

use super::support::*;

/// An event of a tenant; `""` is the host itself.
fn of(whose: &str, id: &str) -> NewEvent {
    NewEvent { tenant: (!whose.is_empty()).then(|| tenant(whose)), ..event(id, "a") }
}

/// Ten events in all, three of a tenant.
fn limits() -> LogLimits {
    LogLimits { max_events: 10, max_tenant_events: Some(3), ..LogLimits::default() }
}

/// Publishes until it is refused; how many there was room for, and what was said.
async fn flood(log: &Shared, whose: &str, at_second: i64) -> (usize, String) {
    for number in 0..100 {
        if let Err(error) = log.append(vec![of(whose, &format!("{at_second}-{number}"))], at(0)).await {
            assert_eq!((error.code(), error.retryable()), (Code::Backpressure, true));
            return (number, error.to_string());
        }
    }
    panic!("{whose} was never refused");
}

/// The ids that the log holds of a tenant.
async fn held(log: &Shared, whose: &str) -> Vec<String> {
    let all = log.events(Some(&tenant(whose)), 0, 1000).await.unwrap();
    all.into_iter().map(|one| one.event.id).collect()
}

pub(super) async fn a_tenant_that_floods_the_log_is_refused_alone(engine: &impl Engine) {
    let log = engine.open(limits()).await;
    open(&log, spec("g")).await;
    let (room, said) = flood(&log, "acme", 0).await;
    assert_eq!(room, 3);
    assert!(said.contains("the tenant's part of the event log is full"), "{said}");
    assert_eq!(flood(&log, "globex", 0).await.0, 3, "the other has its own part");
    // The host's own events are nobody's part; they have what is left of the whole.
    let (room, said) = flood(&log, "", 0).await;
    assert_eq!(room, 4);
    assert!(said.contains("the event log is full"), "{said}");
    assert!(log.append(vec![of("acme", "0-0")], at(0)).await.unwrap()[0].duplicate, "what is there needs no room");
    assert_eq!(drain(&log, "g", 0).await.len(), 10, "nothing was dropped");
    assert_eq!(flood(&log, "acme", 1).await.0, 3, "what is done makes room");
}

pub(super) async fn a_part_is_a_quarter_unless_it_is_said(engine: &impl Engine) {
    let log = engine.open(LogLimits { max_events: 14, ..LogLimits::default() }).await;
    open(&log, spec("g")).await;
    assert_eq!(flood(&log, "acme", 0).await.0, 4);
    let log = engine.open(LogLimits { max_tenant_bytes: Some(250_000), ..LogLimits::default() }).await;
    log.open_group(spec("g"), Start::Now).await.unwrap();
    let large = |id: &str| NewEvent { data: Some(format!("{:?}", "x".repeat(100_000))), ..of("initech", id) };
    append(&log, &[large("1"), large("2")]).await;
    assert_eq!(log.append(vec![large("3")], at(0)).await.unwrap_err().code(), Code::Backpressure, "bytes count, too");
    append(&log, &[of("globex", "1")]).await;
}

pub(super) async fn a_group_of_a_tenant_that_stands_still_holds_up_that_tenant_alone(engine: &impl Engine) {
    let log = engine.open(limits()).await;
    open(&log, GroupSpec { tenant: Some(tenant("acme")), ..spec("acme/idle") }).await;
    open(&log, spec("all")).await;
    append(&log, &[of("acme", "held")]).await;
    // More than the whole log has room for, and the oldest event may not go.
    for round in 0..8 {
        for whose in ["globex", "initech", ""] {
            append(&log, &[of(whose, &format!("{round}"))]).await;
        }
        assert_eq!(drain(&log, "all", 0).await.len(), if round == 0 { 4 } else { 3 });
    }
    assert_eq!(held(&log, "acme").await, ["held"], "what a group has not seen stays");
    assert_eq!(held(&log, "globex").await.last().unwrap(), "7");
    assert!(log.events(None, 0, 1000).await.unwrap().len() <= 10);
    assert_eq!(flood(&log, "acme", 1).await.0, 2);
    assert_eq!(drain(&log, "acme/idle", 0).await, ["held", "1-0", "1-1"]);
}

pub(super) async fn what_a_tenant_is_done_with_leaves_its_part(engine: &impl Engine) {
    let log = engine.open(limits()).await;
    open(&log, spec("g")).await;
    // Another tenant's event is the oldest, and out with a consumer.
    append(&log, &[of("globex", "slow")]).await;
    let slow = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    for number in 0..20 {
        append(&log, &[of("acme", &number.to_string())]).await;
        assert_eq!(drain(&log, "g", 0).await, [number.to_string()]);
    }
    let kept = held(&log, "acme").await;
    assert!(kept.len() <= 3 && kept.last().unwrap() == "19", "{kept:?}");
    // One that is not settled keeps those of its tenant that come after it.
    append(&log, &[of("acme", "held")]).await;
    let out = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    let (room, _) = flood(&log, "acme", 2).await;
    assert_eq!(held(&log, "acme").await.first().unwrap(), "held");
    ack(&log, "g", &out).await;
    ack(&log, "g", &slow).await;
    assert_eq!((room, drain(&log, "g", 0).await.len()), (2, 2));
}

pub(super) async fn what_leaves_of_a_part_is_counted(engine: &impl Engine) {
    let log = engine.open(LogLimits { max_age_days: 1, ..limits() }).await;
    open(&log, spec("g")).await;
    for day in 0..5_i64 {
        // Dropped by age with the first append of the day, each time.
        let now = at(day * 3 * 86_400);
        for number in 0..3 {
            log.append(vec![of("acme", &format!("{day}-{number}"))], now).await.unwrap();
        }
        let refused = log.append(vec![of("acme", &format!("{day}-3"))], now).await.unwrap_err();
        assert_eq!(refused.code(), Code::Backpressure, "day {day}");
        assert_eq!(drain(&log, "g", day * 3 * 86_400).await.len(), 3);
    }
}

pub(super) async fn a_batch_that_a_part_refuses_leaves_no_trace(engine: &impl Engine) {
    let log = engine.open(limits()).await;
    open(&log, spec("g")).await;
    let batch: Vec<NewEvent> = [("globex", "1"), ("acme", "1"), ("acme", "2"), ("acme", "3"), ("acme", "4")]
        .map(|(who, id)| of(who, id))
        .into();
    for _ in 0..3 {
        assert_eq!(log.append(batch.clone(), at(0)).await.unwrap_err().code(), Code::Backpressure);
    }
    assert_eq!(log.events(None, 0, 9).await.unwrap(), []);
    assert_eq!((flood(&log, "globex", 0).await.0, flood(&log, "acme", 0).await.0), (3, 3), "nor in the counts");
}

pub(super) async fn gauges_are_of_the_host_and_of_the_tenants_that_are_asked_for(engine: &impl Engine) {
    let log = engine.open(limits()).await;
    open(&log, spec("all")).await;
    for whose in ["acme", "globex"] {
        let own = format!("{whose}/own");
        open(&log, GroupSpec { tenant: Some(tenant(whose)), ..spec(&own) }).await;
    }
    append(&log, &[of("acme", "1"), of("acme", "2"), of("globex", "1"), of("", "1")]).await;
    let found = log.gauges(vec![tenant("acme"), tenant("initech")]).await.unwrap();
    let own: Vec<_> = found.tenants.iter().map(|one| (one.tenant.as_str(), one.events)).collect();
    assert_eq!((found.events, own), (4, vec![("acme", 2)]));
    assert!(found.bytes > found.tenants[0].bytes && found.tenants[0].bytes > 0);
    let groups: Vec<_> = found.groups.iter().map(|group| (group.spec.name.as_str(), group.behind)).collect();
    assert_eq!(groups, [("acme/own", 4), ("all", 4)]);
    assert_eq!(found.feeds, []);
    assert_eq!(log.gauges(Vec::new()).await.unwrap().tenants, []);
    assert_eq!(drain(&log, "all", 0).await.len(), 4);
    let found = log.gauges(Vec::new()).await.unwrap();
    assert_eq!((found.groups.len(), found.groups[0].behind, found.events), (1, 0, 4), "what is done is kept");
}
