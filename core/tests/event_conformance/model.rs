//! A random run against a model: per key a queue, of which only the first may be out.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use coreflow_bridge::Code;
use coreflow_bridge::store::{DeadLetterFilter, Delivery, LogLimits, Outcome};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};

use super::support::*;

#[derive(Clone, Debug)]
enum Step {
    Append { key: u8, again: bool },
    Claim { max: usize },
    Ack(usize),
    Nack { which: usize, wait: i64 },
    Release(usize),
    Extend(usize),
    Pass(i64),
    Replay,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..4_u8, prop::bool::weighted(0.1)).prop_map(|(key, again)| Step::Append { key, again }),
        4 => (1..4_usize).prop_map(|max| Step::Claim { max }),
        4 => (0..8_usize).prop_map(Step::Ack),
        3 => (0..8_usize, 0..15_i64).prop_map(|(which, wait)| Step::Nack { which, wait }),
        1 => (0..8_usize).prop_map(Step::Release),
        1 => (0..8_usize).prop_map(Step::Extend),
        2 => (1..15_i64).prop_map(Step::Pass),
        1 => Just(Step::Replay),
    ]
}

/// What the log should know of one key.
#[derive(Default)]
struct Key {
    queue: VecDeque<String>,
    /// When the first of the queue may be claimed, and the lease under which it is out.
    due: i64,
    fence: Option<u64>,
    attempt: u32,
}

#[derive(Default)]
struct Model {
    keys: BTreeMap<u8, Key>,
    now: i64,
    dead: BTreeMap<String, u8>,
    done: HashSet<String>,
    appended: u32,
    fence: u64,
}

impl Model {
    fn key_of(id: &str) -> u8 {
        id.split('-').next().and_then(|key| key.parse().ok()).unwrap()
    }

    fn may_claim(&self) -> HashSet<String> {
        let free = self.keys.values().filter(|key| key.due <= self.now);
        free.filter_map(|key| key.queue.front().cloned()).collect()
    }

    /// The lease ended unanswered too often, or the last failure was one too many.
    fn bury(&mut self, key: u8) {
        let one = self.keys.get_mut(&key).unwrap();
        let id = one.queue.pop_front().unwrap();
        self.dead.insert(id, key);
        (one.due, one.fence, one.attempt) = (0, None, 0);
    }
}

pub(super) async fn a_random_run_agrees_with_the_model(engine: &impl Engine) {
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(1) });
    let steps = prop::collection::vec(step(), 1_500);
    // One store, many groups of keys: every step is checked, so one long run is worth many short ones.
    for _ in 0..2 {
        let steps = steps.new_tree(&mut runner).unwrap().current();
        let log = engine.open(LogLimits::default()).await;
        log.drop_group("g").await.unwrap();
        let last = log.events(None, 0, 100_000).await.unwrap().last().map_or(0, |one| one.position);
        log.open_group(spec("g"), coreflow_bridge::store::Start::Position(last + 1)).await.unwrap();
        run(&log, steps, last).await;
    }
}

async fn run(log: &Shared, steps: Vec<Step>, base: u64) {
    let mut model = Model::default();
    // Leases that were given out, valid or not any more.
    let mut out: Vec<Delivery> = Vec::new();
    for (index, step) in steps.into_iter().enumerate() {
        let told = format!("step {index}: {step:?}");
        match step {
            Step::Append { key, again } => {
                if !again {
                    model.appended += 1;
                }
                let id = format!("{key}-{base}-{}", model.appended);
                let placed = append(log, &[event(&id, &format!("key-{key}"))]).await;
                if !placed[0].duplicate {
                    model.keys.entry(key).or_default().queue.push_back(id);
                }
            }
            Step::Claim { max } => {
                exhaust(&mut model);
                let may = model.may_claim();
                let claimed = claim(log, "g", max, model.now).await;
                assert_eq!(claimed.deliveries.len(), may.len().min(max), "{told}: {may:?}");
                for one in claimed.deliveries {
                    let id = &one.event.event.id;
                    assert!(may.contains(id), "{told}: {id} is not one of {may:?}");
                    assert!(one.fence > model.fence, "{told}");
                    model.fence = one.fence;
                    let key = model.keys.get_mut(&Model::key_of(id)).unwrap();
                    key.attempt += 1;
                    assert_eq!(one.attempt, key.attempt, "{told}");
                    (key.fence, key.due) = (Some(one.fence), model.now + 10);
                    out.push(one);
                }
            }
            Step::Ack(which) => answer(log, &mut model, &mut out, which, Outcome::Ack, &told).await,
            Step::Nack { which, wait } => {
                let outcome = nack(model.now + wait);
                answer(log, &mut model, &mut out, which, outcome, &told).await;
            }
            Step::Release(which) => answer(log, &mut model, &mut out, which, Outcome::Release, &told).await,
            Step::Extend(which) => {
                let until = at(model.now + 10);
                answer(log, &mut model, &mut out, which, Outcome::Extend { until }, &told).await;
            }
            Step::Pass(seconds) => model.now += seconds,
            Step::Replay => {
                // Only keys that are at rest: which of several comes first is not promised.
                let ids: Vec<String> = model.dead.keys().cloned().collect();
                let resting = ids.into_iter().find(|id| model.keys[&Model::key_of(id)].queue.is_empty());
                let Some(id) = resting else { continue };
                let letters = log.dead_letters(DeadLetterFilter::default()).await.unwrap();
                let letter = letters.iter().find(|letter| letter.event.event.id == id).unwrap();
                let filter = DeadLetterFilter { ids: Some(vec![letter.id]), ..DeadLetterFilter::default() };
                assert_eq!(replay(log, filter).await, 1, "{told}");
                let key = model.keys.get_mut(&Model::key_of(&id)).unwrap();
                key.queue.push_back(id.clone());
                model.dead.remove(&id);
                // Taken out at once, so that it stands before what comes.
                let taken = claim_only(log, &mut model, &id).await;
                out.extend(taken);
            }
        }
    }
    finish(log, model).await;
}

/// Leases that ran out as often as an event is given, by the next claim that looks at them.
fn exhaust(model: &mut Model) {
    let now = model.now;
    let spent = |key: &Key| key.fence.is_some() && key.due <= now && key.attempt >= 3 * ATTEMPTS;
    let keys: Vec<u8> = model.keys.iter().filter(|(_, key)| spent(key)).map(|(key, _)| *key).collect();
    keys.into_iter().for_each(|key| model.bury(key));
}

async fn claim_only(log: &Shared, model: &mut Model, wanted: &str) -> Vec<Delivery> {
    exhaust(model);
    let claimed = claim(log, "g", 100, model.now).await.deliveries;
    assert!(claimed.iter().any(|one| one.event.event.id == wanted));
    for one in &claimed {
        model.fence = model.fence.max(one.fence);
        let key = model.keys.get_mut(&Model::key_of(&one.event.event.id)).unwrap();
        key.attempt += 1;
        (key.fence, key.due) = (Some(one.fence), model.now + 10);
    }
    claimed
}

async fn answer(log: &Shared, model: &mut Model, out: &mut Vec<Delivery>, which: usize, outcome: Outcome, told: &str) {
    if out.is_empty() {
        return;
    }
    let index = which % out.len();
    let one = out[index].clone();
    let id = one.event.event.id.clone();
    let of = Model::key_of(&id);
    let key = model.keys.get_mut(&of).unwrap();
    let valid = key.fence == Some(one.fence);
    let result = settle(log, "g", &one, outcome.clone(), model.now).await;
    if !matches!(outcome, Outcome::Extend { .. }) || !valid {
        out.remove(index);
    }
    if !valid {
        assert_eq!(result.unwrap_err().code(), Code::StaleLease, "{told}: {id}");
        return;
    }
    result.unwrap();
    match outcome {
        Outcome::Ack => {
            key.queue.pop_front();
            (key.due, key.fence, key.attempt) = (0, None, 0);
            assert!(model.done.insert(id), "{told}: settled twice");
        }
        Outcome::Nack { .. } if key.attempt >= ATTEMPTS => model.bury(of),
        Outcome::Nack { retry_at, .. } => {
            (key.due, key.fence) = (retry_at.as_second() - at(0).as_second(), None);
        }
        Outcome::Release => (key.due, key.fence, key.attempt) = (0, None, key.attempt - 1),
        Outcome::Extend { .. } => key.due = model.now + 10,
    }
}

/// At the end everything is delivered, acked or dead: nothing is lost and nothing is done twice.
async fn finish(log: &Shared, mut model: Model) {
    model.now += 100;
    let mut order: HashMap<u8, Vec<String>> = HashMap::new();
    for id in drain(log, "g", model.now).await {
        assert!(model.done.insert(id.clone()), "{id} was done before");
        order.entry(Model::key_of(&id)).or_default().push(id);
    }
    exhaust(&mut model);
    for (key, one) in &model.keys {
        let rest: Vec<String> = one.queue.iter().cloned().collect();
        assert_eq!(order.remove(key).unwrap_or_default(), rest, "the rest of key {key}, in order");
    }
    let dead: HashSet<String> = log
        .dead_letters(DeadLetterFilter::default())
        .await
        .unwrap()
        .into_iter()
        .map(|letter| letter.event.event.id)
        .collect();
    assert_eq!(dead, model.dead.keys().cloned().collect());
}
