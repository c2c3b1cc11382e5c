//! What the store says of events and feeds, for the metrics. They are asked for by calls that wait for nothing, so the store
//! is asked beside them: what it does not answer at once is told the next time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::{Context, Poll, Wake};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::root::Inner;
use crate::error::Result;
use crate::id::TenantId;
use crate::store::{Gauges, GroupSpec, GroupState, SyncRow, TenantEvents};
use crate::sync::State;
use crate::telemetry::{Exposition, Kind, Sample, Value};

/// So long is an answer waited for: less than anybody notices on an event loop.
const WAIT: Duration = Duration::from_millis(5);

type Asking = BoxFuture<'static, (Timestamp, Result<Gauges>)>;

/// The question that is under way, and the last answer.
#[derive(Default)]
pub(super) struct Watch {
    asking: Option<Asking>,
    last: Option<Arc<Seen>>,
}

/// An answer of the store.
pub(super) struct Seen {
    at: Timestamp,
    found: Gauges,
}

/// The feeds of a resource: one, or one for each parent.
#[derive(Default)]
struct Feeds {
    states: [u64; 4],
    /// The age of the oldest of the last runs, in seconds, of those that have ended.
    age: Option<u64>,
}

const STATES: [&str; 4] = ["idle", "running", "paused", "failed"];

impl Inner {
    /// What the store said last; nothing while it was not opened.
    pub(super) fn seen(&self) -> Option<Arc<Seen>> {
        let store = &self.opened()?.store;
        // Another thread has it for as long as it waits; in a process forked meanwhile, nobody gives it back.
        let mut watch = self.watch.try_lock_for(4 * WAIT)?;
        let until = Instant::now() + WAIT;
        loop {
            let (mut asking, fresh) = match watch.asking.take() {
                Some(asking) => (asking, false),
                None => {
                    let (store, tenants) = (Arc::clone(store), self.tenants());
                    let tenants: Vec<TenantId> = tenants.iter().map(|tenant| tenant.id.clone()).collect();
                    let ask = async move { (Timestamp::now(), store.gauges(tenants).await) };
                    (ask.boxed(), true)
                }
            };
            match wait(&mut asking, until) {
                None => watch.asking = Some(asking),
                Some((at, Ok(found))) => watch.last = Some(Arc::new(Seen { at, found })),
                Some((_, Err(error))) => tracing::debug!(%error, "the store could not be asked for the metrics"),
            }
            // An answer to a question of before is not what there is now.
            if fresh || watch.asking.is_some() {
                return watch.last.clone();
            }
        }
    }
}

/// Waits on this thread, which need not be one of a runtime.
fn wait<T>(asking: &mut BoxFuture<'static, T>, until: Instant) -> Option<T> {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(thread::current())).into();
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(found) = asking.as_mut().poll(&mut context) {
            return Some(found);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return None;
        }
        thread::park_timeout(left);
    }
}

impl Seen {
    /// `store_read_at`, `events` and `feeds`.
    pub(super) fn to_json(seen: Option<&Seen>) -> [(&'static str, Json); 3] {
        let found = seen.map(|seen| &seen.found);
        let groups = found.iter().flat_map(|found| &found.groups).map(|group| {
            let (tenant, name) = whose(&group.spec);
            json!({"tenant": tenant.map(TenantId::as_str), "group": name, "behind": group.behind, "open": group.open,
                "dead_letters": group.dead})
        });
        let tenants = found
            .iter()
            .flat_map(|found| &found.tenants)
            .map(|one| json!({"tenant": one.tenant.as_str(), "events": one.events, "bytes": one.bytes}));
        let events = json!({
            "log": found.map(|found| json!({"events": found.events, "bytes": found.bytes})),
            "tenants": tenants.collect::<Vec<_>>(), "groups": groups.collect::<Vec<_>>(),
        });
        let feeds = found.map(|found| feeds(&found.feeds, Timestamp::now())).unwrap_or_default();
        let feeds = feeds.into_iter().map(|((tenant, connection, resource), one)| {
            let states: serde_json::Map<_, _> =
                STATES.iter().zip(one.states).map(|(state, count)| ((*state).to_owned(), json!(count))).collect();
            json!({"tenant": tenant, "connection": connection, "resource": resource, "states": states,
                "age_seconds": one.age})
        });
        [("store_read_at", json!(seen.map(|seen| seen.at))), ("events", events), ("feeds", feeds.collect())]
    }

    /// The same as series.
    pub(super) fn add_to(&self, metrics: &mut Exposition) {
        let now = Timestamp::now();
        let whole = |value| vec![Sample { labels: Vec::new(), value: Value::Number(value) }];
        metrics.add("coreflow_bridge_store_read_age_seconds", AGE, Kind::Gauge, whole(seconds(self.at, now)));
        metrics.add("coreflow_bridge_event_log_events", EVENTS, Kind::Gauge, whole(self.found.events));
        metrics.add("coreflow_bridge_event_log_bytes", BYTES, Kind::Gauge, whole(self.found.bytes));
        let mut add = |name, help, samples: Vec<(Vec<(&'static str, &str)>, u64)>| {
            let sample = |(labels, value): (Vec<(&'static str, &str)>, u64)| Sample {
                labels: labels.into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
                value: Value::Number(value),
            };
            metrics.add(name, help, Kind::Gauge, samples.into_iter().map(sample).collect());
        };
        let tenants = |value: fn(&TenantEvents) -> u64| {
            self.found.tenants.iter().map(|one| (vec![("tenant", one.tenant.as_str())], value(one))).collect()
        };
        add("coreflow_bridge_event_log_tenant_events", TENANT_EVENTS, tenants(|one| one.events));
        add("coreflow_bridge_event_log_tenant_bytes", TENANT_BYTES, tenants(|one| one.bytes));
        let groups = |value: fn(&GroupState) -> u64| {
            let labels = |spec| {
                let (tenant, name) = whose(spec);
                vec![("tenant", tenant.map_or("", TenantId::as_str)), ("group", name)]
            };
            self.found.groups.iter().map(|group| (labels(&group.spec), value(group))).collect()
        };
        add("coreflow_bridge_event_group_behind", BEHIND, groups(|group| group.behind));
        add("coreflow_bridge_event_group_open", OPEN, groups(|group| group.open));
        add("coreflow_bridge_event_group_dead_letters", DEAD, groups(|group| group.dead));
        let feeds = feeds(&self.found.feeds, now);
        let states = feeds.iter().flat_map(|((tenant, connection, resource), one)| {
            STATES.iter().zip(one.states).map(move |(state, count)| {
                let own = [("tenant", *tenant), ("connection", *connection), ("resource", *resource)];
                (own.into_iter().chain([("state", *state)]).collect(), count)
            })
        });
        add("coreflow_bridge_feeds", FEEDS, states.collect());
        let ages = feeds.iter().filter_map(|((tenant, connection, resource), one)| {
            Some((vec![("tenant", *tenant), ("connection", *connection), ("resource", *resource)], one.age?))
        });
        add("coreflow_bridge_feed_age_seconds", FEED_AGE, ages.collect());
    }
}

/// The tenant of a group, and what it is called there.
fn whose(spec: &GroupSpec) -> (Option<&TenantId>, &str) {
    let own = spec.tenant.as_ref().and_then(|tenant| spec.name.strip_prefix(tenant.as_str())?.strip_prefix('/'));
    (spec.tenant.as_ref(), own.unwrap_or(&spec.name))
}

fn seconds(since: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(now.duration_since(since).as_secs()).unwrap_or(0)
}

/// The feeds by tenant, connection and resource: a parent is the id of a record, and no label.
fn feeds(rows: &[SyncRow], now: Timestamp) -> BTreeMap<(&str, &str, &str), Feeds> {
    let mut all: BTreeMap<_, Feeds> = BTreeMap::new();
    for row in rows {
        let state: State = serde_json::from_str(&row.state).unwrap_or_default();
        let of = all.entry((row.id.tenant.as_str(), row.id.connection.as_str(), row.id.resource.as_str())).or_default();
        let runs = row.runner.as_ref().is_some_and(|(_, until)| *until > now);
        let index = match (runs, state.error.is_some(), state.run.is_some()) {
            (true, ..) => 1,
            (_, true, _) => 3,
            (_, _, true) => 2,
            _ => 0,
        };
        of.states[index] += 1;
        of.age = of.age.max(state.as_of.map(|at| seconds(at, now)));
    }
    all
}

const AGE: &str = "How long ago the store was asked for what follows";
const EVENTS: &str = "Events that the log holds";
const BYTES: &str = "Bytes of the events that the log holds";
const TENANT_EVENTS: &str = "Events that the log holds of a tenant";
const TENANT_BYTES: &str = "Bytes of the events that the log holds of a tenant";
const BEHIND: &str = "Positions of the log that a group has not looked at yet";
const OPEN: &str = "Events of a group that are out, or wait to be tried again";
const DEAD: &str = "Events that a group has given up";
const FEEDS: &str = "Change feeds, by how they stand";
const FEED_AGE: &str = "How long ago the last finished run of a feed began; of several, the longest";
