//! Processes that tell each other of their breakers, on a paused clock, held against the plain promises:
//!
//! - whose breaker has not opened by itself is refused only while two or more others, and more than half of all, say that it is down;
//! - who knows nothing itself and is told of an outage sends one request, not more, until it is answered;
//! - a store that is slow or gone costs 50 ms, and nobody a call.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use coreflow_bridge::manifest::Effect;
use coreflow_bridge::resilience::{
    Board, BreakerPolicy, BreakerState, BulkheadPolicy, Failure, Pipeline, Policies, Reason, RetryPolicy, Seen,
    Sighting,
};
use coreflow_bridge::{Code, Error};
use futures::FutureExt as _;
use futures::future::{BoxFuture, join_all, pending};
use parking_lot::Mutex;
use proptest::prelude::*;
use tokio::time::{Instant, sleep};

/// How the store of a fleet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Well,
    Gone,
    Hangs,
}

/// What a store keeps of one breaker, in the plainest way.
struct Store {
    mood: Mood,
    live: usize,
    hints: BTreeMap<usize, (Instant, Instant)>,
    turn: Option<(usize, Instant)>,
    /// By process: when it looked last, and what it was shown.
    looks: BTreeMap<usize, (Instant, Seen)>,
    /// How often the store was asked or told anything.
    uses: usize,
}

#[derive(Clone)]
struct Member {
    number: usize,
    store: Arc<Mutex<Store>>,
}

impl Member {
    fn answer<T: Send + 'static>(&self, answer: impl FnOnce(&mut Store) -> T) -> BoxFuture<'static, Result<T, Error>> {
        let mut store = self.store.lock();
        store.uses += 1;
        match store.mood {
            Mood::Well => futures::future::ready(Ok(answer(&mut store))).boxed(),
            Mood::Gone => futures::future::ready(Err(Error::new(Code::StorageUnavailable, "gone"))).boxed(),
            Mood::Hangs => pending().boxed(),
        }
    }
}

impl Board for Member {
    fn look(&self) -> BoxFuture<'static, Result<Seen, Error>> {
        let number = self.number;
        self.answer(|store| {
            let now = Instant::now();
            let open = store.hints.iter().filter(|(other, (_, until))| **other != number && *until > now);
            let times: Vec<Instant> = open.map(|(_, (retry_at, _))| *retry_at).collect();
            let retry_at = times.iter().min().copied();
            let seen = Seen { observers: times.len() as u32, retry_at, live: store.live as u32 };
            store.looks.insert(number, (now, seen));
            seen
        })
    }

    fn take_turn(&self, until: Instant) -> BoxFuture<'static, Result<Option<Instant>, Error>> {
        let number = self.number;
        self.answer(|store| match store.turn {
            Some((owner, held)) if owner != number && held > Instant::now() => Some(held),
            _ => {
                store.turn = Some((number, until));
                None
            }
        })
    }

    fn appear(&self) {
        self.store.lock().uses += 1;
    }

    fn opened(&self, sighting: Sighting) {
        let (now, number) = (Instant::now(), self.number);
        drop(self.answer(|store| store.hints.insert(number, (now + sighting.retry_after, now + sighting.holds))));
    }

    fn recovered(&self) {
        let number = self.number;
        drop(self.answer(|store| {
            store.hints.remove(&number);
            store.turn = store.turn.filter(|(owner, _)| *owner != number);
        }));
    }

    fn late(&self) {}
}

struct Process {
    pipeline: Pipeline,
    /// Its own network is broken.
    broken: bool,
    /// When its last call ended.
    called: Option<Instant>,
}

/// How the calls of a process came out.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    sent: usize,
    well: usize,
    refused: usize,
}

struct Fleet {
    store: Arc<Mutex<Store>>,
    processes: Vec<Process>,
    down: bool,
    /// When requests were sent, of all processes.
    sent: Vec<Instant>,
}

const ANSWER: Duration = Duration::from_millis(20);

impl Fleet {
    fn new(size: usize) -> Fleet {
        Fleet::with(size, BreakerPolicy { open_jitter: 0.0, open_max_ms: 20_000, ..BreakerPolicy::default() })
    }

    fn with(size: usize, breaker: BreakerPolicy) -> Fleet {
        let store =
            Store { mood: Mood::Well, live: size, hints: BTreeMap::new(), turn: None, looks: BTreeMap::new(), uses: 0 };
        let store = Arc::new(Mutex::new(store));
        let process = |number| {
            let policies = Policies {
                breaker: breaker.clone(),
                bulkhead: BulkheadPolicy { max_concurrent: 50, ..BulkheadPolicy::default() },
                retry: RetryPolicy { max_attempts: 1, ..RetryPolicy::default() },
                ..Policies::default()
            };
            let pipeline = Pipeline::new(policies);
            pipeline.hear(Box::new(Member { number, store: Arc::clone(&store) }));
            Process { pipeline, broken: false, called: None }
        };
        let processes = (0..size).map(process).collect();
        Fleet { store, processes, down: false, sent: Vec::new() }
    }

    /// So many calls at once.
    async fn calls(&mut self, number: usize, count: usize) -> Outcome {
        let process = &mut self.processes[number];
        let fails = self.down || process.broken;
        let sent = Mutex::new(Vec::new());
        let attempt = |_| async {
            sent.lock().push(Instant::now());
            sleep(ANSWER).await;
            match fails {
                true => Err(Failure::from(Error::new(Code::Unavailable, "down"))),
                false => Ok(()),
            }
        };
        let pipeline = &process.pipeline;
        let results = join_all((0..count).map(|_| pipeline.run(Effect::Read, pipeline.deadline(), attempt))).await;
        let sent = sent.into_inner();
        let well = results.iter().filter(|result| result.is_ok()).count();
        let refused = |error: &Error| error.code() == Code::CircuitOpen;
        let refused = results.iter().filter_map(|result| result.as_ref().err()).filter(|error| refused(error)).count();
        let outcome = Outcome { sent: sent.len(), well, refused };
        process.called = Some(Instant::now());
        self.sent.extend(sent);
        outcome
    }

    fn uses(&self) -> usize {
        self.store.lock().uses
    }

    fn mood(&self, mood: Mood) {
        self.store.lock().mood = mood;
    }
}

#[tokio::test(start_paused = true)]
async fn one_with_a_broken_network_stops_nobody() {
    let mut fleet = Fleet::new(4);
    fleet.processes[0].broken = true;
    assert_eq!(fleet.calls(0, 5).await, Outcome { sent: 5, ..Outcome::default() });
    assert_eq!(fleet.calls(0, 1).await.refused, 1);
    for number in 1..4 {
        let all = Outcome { sent: 30, well: 30, refused: 0 };
        assert_eq!(fleet.calls(number, 30).await, all, "it looks for itself, and nobody is refused meanwhile");
    }
}

#[tokio::test(start_paused = true)]
async fn one_that_is_cold_asks_an_outage_once() {
    for observers in [1, 2] {
        let mut fleet = Fleet::new(4);
        fleet.down = true;
        for number in 0..observers {
            fleet.calls(number, 5).await;
        }
        let sent = fleet.calls(3, 50).await;
        assert_eq!(sent, Outcome { sent: 1, well: 0, refused: 49 }, "{observers}");
        sleep(Duration::from_secs(4)).await;
        assert_eq!(fleet.calls(3, 50).await.sent, 0, "then it has opened itself");
    }
}

#[tokio::test(start_paused = true)]
async fn one_that_is_cold_asks_nothing_while_most_agree() {
    let mut fleet = Fleet::new(4);
    fleet.down = true;
    for number in 0..3 {
        fleet.calls(number, 5).await;
    }
    assert_eq!(fleet.calls(3, 50).await, Outcome { sent: 0, well: 0, refused: 50 });
    fleet.down = false;
    sleep(Duration::from_secs(5)).await;
    // The first who asks has the turn; when it was answered, the others find out in their turn.
    let first = fleet.calls(3, 50).await;
    assert_eq!(first, Outcome { sent: 50, well: 50, refused: 0 });
    for number in 0..3 {
        for _ in 0..3 {
            assert_eq!(fleet.calls(number, 1).await.well, 1, "{number}");
        }
    }
    assert!(fleet.store.lock().hints.is_empty());
}

#[tokio::test(start_paused = true)]
async fn while_all_agree_one_probe_goes_out_in_an_interval() {
    let outage = async |shared| {
        let policy = BreakerPolicy { open_jitter: 0.0, open_max_ms: 5_000, shared, ..BreakerPolicy::default() };
        let mut fleet = Fleet::with(4, policy);
        fleet.down = true;
        for number in 0..4 {
            fleet.calls(number, 5).await;
        }
        fleet.sent.clear();
        for round in 0..1_200 {
            fleet.calls(round % 4, 3).await;
            sleep(Duration::from_millis(80)).await;
        }
        fleet
    };
    let fleet = outage(true).await;
    let gaps: Vec<Duration> = fleet.sent.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.iter().all(|gap| *gap >= Duration::from_secs(5)), "{gaps:?}");
    assert!(gaps.len() >= 8, "the system is still asked: {gaps:?}");
    assert!(outage(false).await.sent.len() > 2 * fleet.sent.len(), "each for itself asks more often");
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_given_up_lets_the_next_one_look() {
    let mut fleet = Fleet::new(4);
    fleet.processes[0].broken = true;
    fleet.calls(0, 5).await;
    let pipeline = fleet.processes[1].pipeline.clone();
    let mut forgotten = Box::pin(pipeline.run(Effect::Read, pipeline.deadline(), |_| pending::<Result<(), Failure>>()));
    assert!(forgotten.as_mut().now_or_never().is_none());
    let waiting = fleet.calls(1, 5);
    let given_up = async {
        sleep(Duration::from_secs(1)).await;
        drop(forgotten);
    };
    let begun = Instant::now();
    let (outcome, ()) = tokio::join!(waiting, given_up);
    assert_eq!(outcome, Outcome { sent: 5, well: 5, refused: 0 });
    assert_eq!(begun.elapsed(), Duration::from_secs(1) + 2 * ANSWER, "woken by the end of the probe");
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_deadline_is_nearer_than_the_probes_end_does_not_wait_for_it() {
    let mut fleet = Fleet::new(4);
    fleet.processes[0].broken = true;
    fleet.calls(0, 5).await;
    let pipeline = fleet.processes[1].pipeline.clone();
    let mut probe = Box::pin(pipeline.run(Effect::Read, pipeline.deadline(), |_| pending::<Result<(), Failure>>()));
    assert!(probe.as_mut().now_or_never().is_none());
    let (begun, soon) = (Instant::now(), coreflow_bridge::resilience::Deadline::after(Duration::from_millis(700)));
    let call = pipeline.run(Effect::Read, soon, |_| async { Ok::<_, Failure>(()) });
    assert_eq!(call.await.unwrap_err().code(), Code::DeadlineExceeded);
    assert_eq!(begun.elapsed(), Duration::from_millis(700));
}

#[tokio::test(start_paused = true)]
async fn without_a_store_each_goes_by_what_it_knows() {
    for (mood, most) in [(Mood::Gone, 0), (Mood::Hangs, 50)] {
        let mut fleet = Fleet::new(4);
        fleet.mood(mood);
        let begun = Instant::now();
        assert_eq!(fleet.calls(0, 30).await, Outcome { sent: 30, well: 30, refused: 0 });
        assert_eq!(begun.elapsed(), ANSWER + Duration::from_millis(most), "{mood:?}");
        fleet.down = true;
        fleet.calls(0, 5).await;
        assert_eq!(fleet.calls(0, 10).await.refused, 10);
        sleep(Duration::from_secs(5)).await;
        let begun = Instant::now();
        assert_eq!(fleet.calls(0, 10).await, Outcome { sent: 1, well: 0, refused: 9 }, "its own probe");
        assert!(begun.elapsed() <= ANSWER + Duration::from_millis(most), "{mood:?}");
    }
}

/// A store that is lost in the middle: who was kept back by the others' word is so no longer.
#[tokio::test(start_paused = true)]
async fn a_store_that_is_lost_ends_what_was_only_told() {
    let mut fleet = Fleet::new(4);
    fleet.down = true;
    for number in 0..3 {
        fleet.calls(number, 5).await;
    }
    assert_eq!(fleet.calls(3, 5).await.refused, 5);
    (fleet.down, fleet.store.lock().mood) = (false, Mood::Gone);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(fleet.calls(3, 5).await.well, 5);
}

#[tokio::test(start_paused = true)]
async fn the_store_is_not_touched_by_calls_of_a_breaker_that_knows() {
    let mut fleet = Fleet::new(1);
    let first = fleet.calls(0, 5).await;
    assert_eq!((first.well, fleet.uses()), (5, 2), "one look, and that the process is live");
    let begun = Instant::now();
    for _ in 0..2_000 {
        fleet.calls(0, 5).await;
    }
    assert_eq!(begun.elapsed(), 2_000 * ANSWER);
    assert_eq!(fleet.uses(), 2, "10,000 calls");
    sleep(Duration::from_secs(60)).await;
    fleet.calls(0, 1).await;
    assert_eq!(fleet.uses(), 4, "once a minute it says that it is live; and after a pause it asks again");
}

#[tokio::test(start_paused = true)]
async fn refusals_do_not_touch_the_store_either() {
    let mut fleet = Fleet::new(4);
    fleet.down = true;
    for number in 0..3 {
        fleet.calls(number, 5).await;
    }
    fleet.calls(3, 1).await;
    let before = fleet.uses();
    for _ in 0..100 {
        assert_eq!(fleet.calls(3, 40).await.refused, 40);
        assert_eq!(fleet.calls(0, 40).await.refused, 40);
    }
    assert_eq!(fleet.uses(), before);
}

#[tokio::test(start_paused = true)]
async fn what_only_one_credential_is_refused_is_not_told() {
    let fleet = Fleet::new(2);
    let pipeline = &fleet.processes[0].pipeline;
    for code in [Code::Unauthenticated, Code::PermissionDenied, Code::RateLimited].into_iter().cycle().take(300) {
        let failed = move |_| async move { Err::<(), _>(Failure::not_applied(Error::new(code, "no"))) };
        pipeline.run(Effect::Read, pipeline.deadline(), failed).await.unwrap_err();
    }
    assert!(fleet.store.lock().hints.is_empty());
}

#[tokio::test(start_paused = true)]
async fn by_hand_goes_before_what_others_say() {
    let mut fleet = Fleet::new(4);
    fleet.down = true;
    for number in 0..3 {
        fleet.calls(number, 5).await;
    }
    assert_eq!(fleet.calls(3, 1).await.refused, 1);
    fleet.down = false;
    fleet.processes[3].pipeline.reset();
    assert_eq!(fleet.calls(3, 20).await.well, 20);
    fleet.processes[0].pipeline.reset();
    assert_eq!(fleet.store.lock().hints.len(), 2, "and is taken back where it was told");
}

#[tokio::test(start_paused = true)]
async fn it_can_be_turned_off() {
    let mut fleet = Fleet::with(4, BreakerPolicy { shared: false, ..BreakerPolicy::default() });
    fleet.down = true;
    for number in 0..4 {
        assert_eq!(fleet.calls(number, 5).await.sent, 5);
    }
    assert_eq!(fleet.uses(), 0);
}

#[derive(Clone, Debug)]
enum Step {
    Calls(usize, usize),
    Wait(u64),
    Outage(bool),
    Broken(usize, bool),
    Store(Mood),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        30 => (0..5_usize, 1..12_usize).prop_map(|(process, count)| Step::Calls(process, count)),
        20 => prop_oneof![6 => 0..900_u64, 4 => 1_000..7_000_u64, 1 => Just(31_000)].prop_map(Step::Wait),
        3 => any::<bool>().prop_map(Step::Outage),
        3 => (0..5_usize, any::<bool>()).prop_map(|(process, broken)| Step::Broken(process, broken)),
        2 => prop_oneof![3 => Just(Mood::Well), 1 => Just(Mood::Gone), 1 => Just(Mood::Hangs)].prop_map(Step::Store),
    ]
}

/// What was seen on the way: refusals for the others' sake, and looks into a hint.
async fn drive(steps: Vec<Step>) -> Result<(usize, usize), TestCaseError> {
    let mut fleet = Fleet::new(5);
    let (mut skipped, mut looked) = (0, 0);
    for step in steps {
        match step {
            Step::Wait(ms) => sleep(Duration::from_millis(ms)).await,
            Step::Outage(down) => fleet.down = down,
            Step::Broken(process, broken) => fleet.processes[process].broken = broken,
            Step::Store(mood) => fleet.mood(mood),
            Step::Calls(number, count) => {
                let begun = Instant::now();
                let (alone, idle) = {
                    let process = &fleet.processes[number];
                    let breaker = process.pipeline.breaker();
                    // It goes by nothing of its own.
                    let alone = breaker.state == BreakerState::Closed || breaker.reason == Some(Reason::Hint);
                    (alone, process.called.is_none_or(|at| at.elapsed() > Duration::from_secs(31)))
                };
                let fails = fleet.down || fleet.processes[number].broken;
                let hinted = {
                    let store = fleet.store.lock();
                    let mut others = store.hints.iter().filter(|(other, _)| **other != number);
                    store.mood == Mood::Well && others.any(|(_, (_, until))| *until > begun)
                };
                let outcome = fleet.calls(number, count).await;
                prop_assert_eq!(outcome.well > 0 && outcome.sent > outcome.well, false);
                let took = begun.elapsed();
                if outcome.sent == 0 {
                    prop_assert!(took <= Duration::from_millis(50), "a refusal took {took:?}");
                }
                let shown = fleet.store.lock().looks.get(&number).copied();
                let agreed = shown.filter(|(at, seen)| {
                    let most = u64::from(seen.observers) * 2 > u64::from(seen.live);
                    begun < *at + Duration::from_millis(1_100) && seen.observers >= 2 && most
                });
                if alone && !fails && outcome.refused > 0 {
                    skipped += outcome.refused;
                    prop_assert!(agreed.is_some(), "{} refused on the word of {:?}", outcome.refused, shown);
                }
                if idle && alone && hinted {
                    looked += 1;
                    if fails {
                        prop_assert!(outcome.sent <= 1, "{outcome:?} into an outage that it was told of");
                    }
                    prop_assert!(took <= 2 * ANSWER + Duration::from_millis(50), "{took:?}");
                }
            }
        }
    }
    Ok((skipped, looked))
}

fn in_time<T>(run: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(run)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_promises_hold_for_any_course_of_things(steps in prop::collection::vec(step(), 1..150)) {
        in_time(drive(steps))?;
    }
}

/// The random sequences are worth something only if they get there.
#[test]
fn random_sequences_skip_and_look() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut skipped, mut looked) = (0, 0);
    for _ in 0..100 {
        let tree = prop::collection::vec(step(), 150).new_tree(&mut runner).unwrap();
        let found = in_time(drive(tree.current())).unwrap();
        (skipped, looked) = (skipped + found.0, looked + found.1);
    }
    assert!(skipped > 50, "skipped only {skipped} times");
    assert!(looked > 50, "looked only {looked} times");
}
