//! What resilience costs a call that has nothing to wait for.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot start may panic")]

use std::hint::black_box;

use coreflow_bridge::Result;
use coreflow_bridge::manifest::Effect;
use coreflow_bridge::resilience::{
    Board, Breaker, BreakerPolicy, Failure, Pipeline, Policies, Seen, Sighting, Verdict,
};
use divan::Bencher;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::runtime::{Builder, Runtime};
use tokio::time::Instant;

fn main() {
    divan::main();
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

/// Acquire and record of a success; the clock moves on, so that buckets turn over.
#[divan::bench]
fn breaker_admitted_call(bencher: Bencher<'_, '_>) {
    let breaker = Breaker::new(&BreakerPolicy::default(), 11_000);
    let mut now = 0;
    bencher.bench_local(|| {
        now += 1;
        if let Ok(permit) = breaker.acquire(black_box(now)) {
            permit.record(Verdict::Success, black_box(3), now);
        }
    });
}

#[divan::bench]
fn breaker_refusal(bencher: Bencher<'_, '_>) {
    let breaker = Breaker::new(&BreakerPolicy::default(), 11_000);
    breaker.isolate();
    bencher.bench_local(|| breaker.acquire(black_box(1)).is_err());
}

/// The whole pipeline around a future that is ready, one thousand calls per sample.
#[divan::bench]
fn pipeline_ready_future_x1000(bencher: Bencher<'_, '_>) {
    let (runtime, pipeline) = (runtime(), Pipeline::new(Policies::default()));
    bencher.bench_local(|| {
        runtime.block_on(async {
            let deadline = pipeline.deadline();
            for _ in 0..1_000 {
                let call = pipeline.run(Effect::Read, deadline, |_| async { Ok::<_, Failure>(black_box(1)) });
                black_box(call.await.is_ok());
            }
        });
    });
}

/// The whole pipeline around an open breaker, one thousand calls per sample.
#[divan::bench]
fn pipeline_refusal_x1000(bencher: Bencher<'_, '_>) {
    let (runtime, pipeline) = (runtime(), Pipeline::new(Policies::default()));
    pipeline.isolate();
    bencher.bench_local(|| {
        runtime.block_on(async {
            let deadline = pipeline.deadline();
            for _ in 0..1_000 {
                let call = pipeline.run(Effect::Read, deadline, |_| async { Ok::<_, Failure>(black_box(1)) });
                black_box(call.await.is_err());
            }
        });
    });
}

/// A board that has nothing to say: what it costs to have one.
struct Silent;

impl Board for Silent {
    fn look(&self) -> BoxFuture<'static, Result<Seen>> {
        async { Ok(Seen::default()) }.boxed()
    }

    fn take_turn(&self, _: Instant) -> BoxFuture<'static, Result<Option<Instant>>> {
        async { Ok(None) }.boxed()
    }

    fn appear(&self) {}
    fn opened(&self, _: Sighting) {}
    fn recovered(&self) {}
    fn late(&self) {}
}

/// The whole pipeline of a connection whose processes share hints, one thousand calls per sample.
#[divan::bench]
fn pipeline_with_hints_x1000(bencher: Bencher<'_, '_>) {
    let (runtime, pipeline) = (runtime(), Pipeline::new(Policies::default()));
    pipeline.hear(Box::new(Silent));
    bencher.bench_local(|| {
        runtime.block_on(async {
            let deadline = pipeline.deadline();
            for _ in 0..1_000 {
                let call = pipeline.run(Effect::Read, deadline, |_| async { Ok::<_, Failure>(black_box(1)) });
                black_box(call.await.is_ok());
            }
        });
    });
}
