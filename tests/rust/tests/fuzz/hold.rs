//! Runs a target on many inputs, and tells the smallest one that it does not hold for.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;
use std::time::{Duration, Instant};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

/// No input takes so long, on however busy a machine.
const LONGEST: Duration = Duration::from_secs(10);

thread_local! {
    /// Panics are counted and not told: while an input is made smaller, there are thousands.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Gives the target so many inputs. It tells whether it took one; `taken` of a hundred at least must be, or the inputs are no
/// test of what lies behind the first check.
pub(crate) fn hold<S: Strategy>(inputs: u32, taken: u32, strategy: &S, target: impl Fn(&S::Value) -> bool) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let tell: Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send> = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                tell(info);
            }
        }));
    });
    let inputs = std::env::var("RUNS").map_or(inputs, |runs| runs.parse().expect("RUNS is a number"));
    let (seen, good, found) = (Cell::new(0_u32), Cell::new(0_u32), Cell::new(false));
    let config = Config {
        cases: inputs,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        max_shrink_iters: 4096,
        max_shrink_time: 60_000,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(strategy, |input| {
        seen.set(seen.get() + u32::from(!found.get()));
        let began = Instant::now();
        QUIET.set(true);
        let held = panic::catch_unwind(AssertUnwindSafe(|| target(&input)));
        QUIET.set(false);
        let why = match held {
            Ok(_) if began.elapsed() > LONGEST => format!("it took {:?}", began.elapsed()),
            Ok(taken) => {
                good.set(good.get() + u32::from(taken));
                return Ok(());
            }
            Err(_) => "it panicked".to_owned(),
        };
        found.set(true);
        Err(TestCaseError::fail(why))
    });
    match outcome {
        Ok(()) => {
            let share = u64::from(good.get()) * 100 / u64::from(inputs.max(1));
            println!("{inputs} inputs, {share} of a hundred taken");
            assert!(share >= u64::from(taken), "only {share} of a hundred inputs were taken");
        }
        Err(TestError::Fail(why, input)) => {
            println!("input {} of {inputs}: {why}. Made smaller, it is\n{input:?}", seen.get());
            target(&input);
            panic!("{why}");
        }
        Err(TestError::Abort(why)) => panic!("no inputs: {why}"),
    }
}
