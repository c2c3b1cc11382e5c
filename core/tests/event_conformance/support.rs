//! Short words for the cases. Time is a number of seconds that the case chooses.

use std::future::Future;
use std::sync::Arc;

use coreflow_bridge::Error;
use coreflow_bridge::id::TenantId;
use coreflow_bridge::store::{
    Appended, Claim, Claimed, DeadLetterFilter, Delivery, Gate, GroupSpec, LogLimits, NewEvent, Outcome, Passage,
    Pattern, Settled, Start, Store,
};
use jiff::Timestamp;

pub(super) type Shared = Arc<dyn Store>;

/// Opens stores of one engine, all on the same place.
pub(super) trait Engine {
    fn open(&self, limits: LogLimits) -> impl Future<Output = Shared>;
}

pub(super) const ATTEMPTS: u32 = 3;

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

pub(super) fn tenant(id: &str) -> TenantId {
    TenantId::new(id).unwrap()
}

/// `crm.deal.won` of tenant acme.
pub(super) fn event(id: &str, subject: &str) -> NewEvent {
    NewEvent {
        tenant: Some(tenant("acme")),
        source: "urn:test".into(),
        id: id.into(),
        kind: "crm.deal.won".into(),
        subject: (!subject.is_empty()).then(|| subject.into()),
        time: at(-5),
        data: Some(format!(r#"{{"id":"{id}","amount":1.10}}"#)),
        attributes: Some(r#"{"correlationid":"c"}"#.into()),
    }
}

pub(super) fn spec(name: &str) -> GroupSpec {
    GroupSpec {
        name: name.into(),
        types: vec![Pattern::new("*").unwrap()],
        tenant: None,
        requires: Vec::new(),
        max_attempts: ATTEMPTS,
    }
}

pub(super) fn patterns(texts: &[&str]) -> Vec<Pattern> {
    texts.iter().map(|text| Pattern::new(text).unwrap()).collect()
}

/// Lets through who has activated all modules; the events `stock.*` of a tenant are of the module `inventory`.
pub(super) fn gate() -> Gate {
    Arc::new(|passing| {
        let has = |module: &str| match passing.tenant {
            Some(tenant) => Ok((passing.modules)(tenant)?.active.iter().any(|active| active.module == module)),
            None => Ok::<_, Error>(false),
        };
        for module in passing.requires {
            if !has(module)? {
                return Ok(Passage::Over(module.clone()));
            }
        }
        match passing.tenant.is_some() && passing.kind.starts_with("stock.") && !has("inventory")? {
            true => Ok(Passage::Closed("inventory".into())),
            false => Ok(Passage::Open),
        }
    })
}

/// Asks for dead letters again; how many come.
pub(super) async fn replay(log: &Shared, filter: DeadLetterFilter) -> u64 {
    log.replay_dead_letters(filter, gate()).await.unwrap().count
}

pub(super) async fn append(log: &Shared, events: &[NewEvent]) -> Vec<Appended> {
    log.append(events.to_vec(), at(0)).await.unwrap()
}

/// Leases for ten seconds.
pub(super) async fn claim(log: &Shared, group: &str, max: usize, second: i64) -> Claimed {
    let claim = Claim { group: group.into(), max, now: at(second), until: at(second + 10), gate: gate() };
    log.claim(claim).await.unwrap()
}

pub(super) async fn settle(
    log: &Shared,
    group: &str,
    one: &Delivery,
    outcome: Outcome,
    second: i64,
) -> Result<Settled, Error> {
    log.settle(group, one.fence, outcome, at(second)).await
}

pub(super) async fn ack(log: &Shared, group: &str, one: &Delivery) {
    assert_eq!(settle(log, group, one, Outcome::Ack, 0).await.unwrap(), Settled::Done);
}

pub(super) fn nack(second: i64) -> Outcome {
    Outcome::Nack { retry_at: at(second), error: "it broke".into() }
}

pub(super) fn ids(claimed: &Claimed) -> Vec<&str> {
    claimed.deliveries.iter().map(|one| one.event.event.id.as_str()).collect()
}

/// Claims and acks until nothing comes any more; the ids in their order.
pub(super) async fn drain(log: &Shared, group: &str, second: i64) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        let claimed = claim(log, group, 7, second).await;
        if claimed.deliveries.is_empty() && claimed.due.is_none_or(|due| due > at(second)) {
            return all;
        }
        for one in &claimed.deliveries {
            all.push(one.event.event.id.clone());
            ack(log, group, one).await;
        }
    }
}

pub(super) async fn open(log: &Shared, spec: GroupSpec) {
    log.open_group(spec, Start::Beginning).await.unwrap();
}
