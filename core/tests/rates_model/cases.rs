//! What the cases are drawn from.

use proptest::prelude::*;

use crate::case::{Case, Process, ms};

pub(crate) fn processes(
    interactive: std::ops::Range<u32>,
    background: std::ops::Range<u32>,
) -> BoxedStrategy<Vec<Process>> {
    let one = (0..2_u32, interactive, background).prop_map(|(tenant, interactive, background)| Process {
        tenant,
        interactive,
        background,
    });
    prop::collection::vec(one, 1..5).boxed()
}

pub(crate) fn cases(processes: BoxedStrategy<Vec<Process>>, late: u32, leave: bool) -> impl Strategy<Value = Case> {
    let leaves = if leave { prop::option::weighted(0.3, 0..800_u32).boxed() } else { Just(None).boxed() };
    (
        (1..=60_u32, 1_000..=60_000_u64, processes),
        (prop::collection::vec(0..=late, 1..6), prop::collection::vec(leaves, 5), 0..=4_u32, any::<bool>()),
    )
        .prop_map(|((limit, per, processes), (late, leaves, slow, tells))| Case {
            limit,
            per: ms(per),
            processes,
            late,
            leaves,
            slow,
            pause: 0,
            tells,
        })
}
