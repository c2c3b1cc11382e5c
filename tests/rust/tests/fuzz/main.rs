//! The fuzz targets of `tests/fuzz/` without a fuzzer: what systems and senders really said, with some edits each, from a
//! fixed seed. libFuzzer looks for what nobody thought of and takes its time (`make fuzz`); this holds the promises of the
//! same functions in every run of `cargo test`.
//!
//! `RUNS=1000000 cargo test -p bridge-tests --test fuzz answers` gives one target that many inputs.
#![allow(clippy::unwrap_used)]
// `fuzzing` is set by cargo-fuzz, which builds the targets as programs.
#![allow(unexpected_cfgs)]

#[path = "../../../fuzz/targets/addresses.rs"]
mod addresses;
mod addresses_test;
#[path = "../../../fuzz/targets/answers.rs"]
mod answers;
mod answers_test;
mod edit;
#[path = "../../../fuzz/targets/filters.rs"]
mod filters;
mod filters_test;
mod hold;
mod hostile;
#[path = "../../../fuzz/targets/manifests.rs"]
mod manifests;
mod manifests_test;
mod shrink;
#[path = "../../../fuzz/targets/streams.rs"]
mod streams;
mod streams_test;
#[path = "../../../fuzz/targets/webhooks.rs"]
mod webhooks;
mod webhooks_test;

// Which recording is the answer to which operation, the fidelity test knows.
#[allow(dead_code)]
#[path = "../fidelity/kinds.rs"]
mod kinds;
#[allow(dead_code)]
#[path = "../fidelity/plan.rs"]
mod plan;
#[allow(dead_code)]
#[path = "../fidelity/route.rs"]
mod route;
#[allow(dead_code)]
#[path = "../fidelity/system.rs"]
mod system;
