//! The manifests against what real servers did, in both directions, for every system.
//!
//! - Answers: every recorded answer to an operation that a manifest declares becomes the right records or the right
//!   error. What is right stands in `tests/fidelity/<system>.golden.json`, grouped by equal outcomes, for people to review.
//! - Requests: every route, parameter, header and body member that the bridge can send was accepted by a real server, or
//!   is listed as unproven with the reason, in `tests/fidelity/<system>.yaml`. A member that a create took counts for
//!   the update of the same entity, and the other way round.
//! - Reads: every member that a map reads was sent by a real server, or is listed as unread there.
//! - Not covered: every other recorded exchange belongs to a class there, with the reason why it is left out.
//!
//! A system whose versions differ has an archive and a plan for each that was recorded, `<system>-<version>`: its plan says
//! the facts by which overlays are chosen.
//!
//! `FIDELITY=<system>` looks at one system, `FIDELITY_MANIFEST=<file>` at a manifest from a file, and
//! `FIDELITY_WRITE=1` writes what is found over the golden file, to be reviewed as a difference.
#![allow(clippy::unwrap_used)]

mod answers;
mod codecs;
mod deletions;
mod kinds;
mod plan;
mod reads;
mod requests;
mod route;
mod system;
mod table;

use system::System;

#[test]
fn manifests_are_faithful() {
    let mut failures = Vec::new();
    let mut rows = Vec::new();
    for system in System::all() {
        let plan = plan::Plan::of(&system.name);
        let matched = system.matched();
        let answers = answers::check(&system, &plan, &matched, &mut failures);
        let requests = requests::check(&system, &plan, &matched, &mut failures);
        reads::check(&system, &plan, &matched, &mut failures);
        plan.check_not_covered(&system, &matched, &mut failures);
        rows.push(table::Row::new(&system, &matched, answers, requests));
    }
    assert!(!rows.is_empty(), "no system was looked at");
    table::print(&rows);
    assert!(failures.is_empty(), "{} findings:\n{}", failures.len(), failures.join("\n"));
}
