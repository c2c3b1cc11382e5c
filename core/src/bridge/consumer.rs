//! A consumer of events in the hands of a caller.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use tokio::sync::{OnceCell, watch};

use super::events::{Events, array};
use super::handling::{Ending, Handling};
use super::options::{ConsumerOptions, parse};
use crate::error::{Error, Result};
use crate::event::{Consumer, step_key, to_json};
use crate::store::{Delivery, EventLog, GroupSpec, Pattern, Settled, Start};
use crate::telemetry::Parent;

/// How many events one call takes at most.
const BATCH: usize = 1_000;
/// How many bytes of an error are kept with an event.
const ERROR: usize = 2_000;

/// The longest lease, and for so long one is renewed at most; in milliseconds.
const DAY: u64 = 86_400_000;
/// How many bytes of what came of a step are kept.
const RESULT: usize = 262_144;

/// A consumer of a group of the event log. Consumers of one group share its events, wherever they are.
pub struct EventConsumer {
    events: Events,
    spec: GroupSpec,
    /// The group's name, as the host gave it.
    group: String,
    start: Start,
    lease: Duration,
    renew: Duration,
    consumer: OnceCell<Consumer>,
    handling: Handling,
    closed: watch::Sender<bool>,
}

/// What became of a delivery.
#[derive(Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
enum Answer {
    Ack { fence: u64 },
    Nack { fence: u64, attempt: u32, error: String, delay_ms: Option<u64> },
    Release { fence: u64 },
    Extend { fence: u64, lease_ms: Option<u64> },
}

/// A step of the handling of an event.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepOf {
    name: String,
    id: String,
    source: String,
    tenant: Option<String>,
}

/// The begin of a step, or its end.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepAnswer {
    fence: u64,
    name: String,
    #[serde(default)]
    result: Option<Box<RawValue>>,
}

impl EventConsumer {
    pub(super) fn new(events: Events, options: ConsumerOptions) -> Result<Self> {
        let name = match events.tenant_id() {
            None if options.id.contains('/') => {
                return Err(Error::invalid_input("a tenant's group is consumed by the tenant's handle"));
            }
            _ => events.group(&options.id)?,
        };
        if options.types.is_empty() {
            return Err(Error::invalid_input("name the types of events, or \"*\" for all"));
        }
        let catalogue = &events.bridge.inner.catalogue;
        if let Some(unknown) = options.requires.iter().find(|module| !catalogue.modules.contains_key(*module)) {
            let known = catalogue.known();
            return Err(Error::invalid_input(format!("there is no module {unknown:.64?}; there is: {known}")));
        }
        if options.renew_ms > DAY {
            return Err(Error::invalid_input("a lease is renewed for a day at most"));
        }
        if !(1..=1_000).contains(&options.max_attempts) || !(100..=DAY).contains(&options.lease_ms) {
            return Err(Error::invalid_input("max_attempts must be 1 to 1000, and a lease 0.1 s to a day"));
        }
        let types: Vec<Pattern> = options.types.iter().map(|text| Pattern::new(text)).collect::<Result<_>>()?;
        let requires: BTreeSet<String> = options.requires.into_iter().collect();
        Ok(Self {
            spec: GroupSpec {
                name,
                types,
                tenant: events.tenant_id().cloned(),
                requires: requires.into_iter().collect(),
                max_attempts: options.max_attempts,
            },
            group: options.id,
            start: options.start.start()?,
            lease: Duration::from_millis(options.lease_ms),
            renew: Duration::from_millis(options.renew_ms),
            consumer: OnceCell::new(),
            handling: Handling::default(),
            closed: watch::Sender::new(false),
            events,
        })
    }

    /// Makes the group, so that from now on nothing is missed.
    pub async fn open(&self) -> Result<()> {
        self.consumer().await.map(drop).map_err(|error| self.events.located(error, "events.consumer"))
    }

    /// Up to `max` deliveries as a JSON array of `event`, `position`, `fence`, `attempt`, `until`, and of `traceparent` where
    /// spans are exported: the span of its handling. Waits that long for the first. Empty at the end of the wait, and once
    /// the consumer is closed.
    pub async fn next(&self, max: u32, wait_ms: u64) -> Result<String> {
        let next = async {
            let consumer = self.consumer().await?;
            let max = (max as usize).clamp(1, BATCH);
            let mut closing = self.events.bridge.inner.closing.subscribe();
            tokio::select! {
                biased;
                deliveries = consumer.next(max, Duration::from_millis(wait_ms)) => {
                    self.handling.sweep();
                    Ok(array(deliveries?.iter().map(|one| delivery_json(one, self.handed_out(one)))))
                }
                _ = closing.wait_for(|closing| *closing) => Err(super::root::closed()),
            }
        };
        next.await.map_err(|error| self.events.located(error, "events.consumer"))
    }

    /// Settles a delivery: `fence` and `outcome` (`ack`; `nack` with `attempt`, `error` and perhaps `delay_ms`; `release`;
    /// `extend`, perhaps with `lease_ms`). Answers `dead`: whether it became a dead letter. `STALE_LEASE` when it is
    /// somebody else's by now.
    pub async fn settle(&self, answer_json: &str) -> Result<String> {
        let settle = async {
            let consumer = self.consumer().await?;
            let (fence, ending, settled) = match parse::<Answer>("settle", answer_json)? {
                Answer::Ack { fence } => (fence, Ending::Ack, consumer.ack(fence).await.map(|()| Settled::Done)),
                Answer::Release { fence } => {
                    (fence, Ending::Release, consumer.release(fence).await.map(|()| Settled::Done))
                }
                Answer::Extend { fence, lease_ms } => {
                    let lease = lease_ms.map(Duration::from_millis);
                    consumer.extend(fence, lease).await?;
                    self.handling.extend(fence, lease.unwrap_or(self.lease));
                    return Ok(json!({"dead": false}).to_string());
                }
                Answer::Nack { fence, attempt, mut error, delay_ms } => {
                    let end = (0..=ERROR.min(error.len())).rev().find(|at| error.is_char_boundary(*at));
                    error.truncate(end.unwrap_or(0));
                    let settled = consumer.nack(fence, attempt, error, delay_ms.map(Duration::from_millis)).await;
                    (fence, Ending::Retry, settled)
                }
            };
            self.handling.settled(fence, ending, &settled);
            Ok(json!({"dead": settled? == Settled::Dead}).to_string())
        };
        settle.await.map_err(|error| self.events.located(error, "events.consumer"))
    }

    /// The idempotency key of a step: `name`, and `id`, `source` and perhaps `tenant` of the event. Every attempt at the
    /// event has the same one.
    pub fn step_key(&self, step_json: &str) -> Result<String> {
        let key = || {
            let step: StepOf = parse("step", step_json)?;
            check_step(&step.name)?;
            Ok(step_key(&self.spec.name, step.tenant.as_deref(), &step.source, &step.id, &step.name))
        };
        key().map_err(|error| self.events.located(error, "events.step"))
    }

    /// Begins a step of a delivery (`fence`, `name`); its lease begins anew. Answers `begun`: whether an attempt before
    /// began it, and, where one finished it, `done` with the `result`. `STALE_LEASE` when the event is somebody else's.
    pub async fn begin_step(&self, step_json: &str) -> Result<String> {
        let begin = async {
            let step: StepAnswer = parse("step", step_json)?;
            check_step(&step.name)?;
            let known = self.consumer().await?.begin_step(step.fence, &step.name).await?;
            self.handling.extend(step.fence, self.lease);
            let (begun, done) = (known.begun, known.result.is_some());
            let result = known.result.as_deref().unwrap_or("null");
            Ok(format!(r#"{{"begun":{begun},"done":{done},"result":{result}}}"#))
        };
        begin.await.map_err(|error| self.events.located(error, "events.step"))
    }

    /// Remembers the `result` of a step of a delivery (`fence`, `name`), any JSON, until the event is settled.
    pub async fn finish_step(&self, step_json: &str) -> Result<()> {
        let finish = async {
            let step: StepAnswer = parse("step", step_json)?;
            check_step(&step.name)?;
            let result = step.result.map_or_else(|| "null".to_owned(), |result| Box::<str>::from(result).into_string());
            if result.len() > RESULT {
                return Err(Error::invalid_input(format!(
                    "what the step {:.64?} came to is larger than 256 KiB; let it return less, for example the id of a record",
                    step.name
                )));
            }
            self.consumer().await?.finish_step(step.fence, &step.name, result).await
        };
        finish.await.map_err(|error| self.events.located(error, "events.step"))
    }

    /// Ends the waits that are under way, and lets none begin.
    pub fn close(&self) {
        self.closed.send_replace(true);
        if let Some(consumer) = self.consumer.get() {
            consumer.close();
        }
    }

    /// The span of its handling begins: for as long as its lease may last.
    fn handed_out(&self, one: &Delivery) -> Option<Parent> {
        self.handling.begin(&self.events.bridge.inner.tracer, &self.group, one, self.lease.max(self.renew) + self.lease)
    }

    async fn consumer(&self) -> Result<&Consumer> {
        self.events.bridge.inner.check_open()?;
        let opened = self.consumer.get_or_try_init(|| async {
            let store = self.events.store().await?;
            store.open_group(self.spec.clone(), self.start).await?;
            let gate = self.events.bridge.inner.gate();
            let log: Arc<dyn EventLog> = Arc::clone(store) as _;
            Ok::<_, Error>(Consumer::new(log, self.spec.name.clone(), self.lease, self.renew, gate))
        });
        let consumer = opened.await?;
        if *self.closed.borrow() {
            consumer.close();
        }
        Ok(consumer)
    }
}

fn check_step(name: &str) -> Result<()> {
    if (1..=128).contains(&name.len()) && !name.chars().any(char::is_control) {
        return Ok(());
    }
    Err(Error::invalid_input("the name of a step must be 1 to 128 bytes without control characters"))
}

fn delivery_json(one: &Delivery, span: Option<Parent>) -> String {
    let span = span.map(|span| format!(r#""traceparent":"{span}","#)).unwrap_or_default();
    format!(
        r#"{{{span}"position":{},"fence":{},"attempt":{},"until":"{}","event":{}}}"#,
        one.event.position,
        one.fence,
        one.attempt,
        one.until,
        to_json(&one.event),
    )
}
