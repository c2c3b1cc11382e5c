//! What every engine of the event log must do alike. The suite knows only the traits; each engine runs all of it, and a
//! random run against a model that fits on a page.
#![allow(clippy::unwrap_used, missing_docs)]

mod cases;
mod model;
mod parts;
mod support;

use std::sync::Arc;

use coreflow_bridge::store::{LogLimits, Store, open_sqlite_with};
use tempfile::TempDir;

use support::{Engine, Shared};

/// One SQLite file per case, or a store in memory.
struct Sqlite(Option<TempDir>);

impl Engine for Sqlite {
    async fn open(&self, limits: LogLimits) -> Shared {
        let path = self.0.as_ref().map(|folder| folder.path().join("bridge.db"));
        let store: Arc<dyn Store> =
            open_sqlite_with(path.as_deref().unwrap_or(":memory:".as_ref()), limits).await.unwrap();
        store
    }
}

macro_rules! conformance {
    ($of:ident: $($case:ident)*) => {$(
        mod $case {
            #[tokio::test]
            async fn in_a_file() {
                super::$of::$case(&super::Sqlite(Some(tempfile::tempdir().unwrap()))).await;
            }

            #[tokio::test]
            async fn in_memory() {
                super::$of::$case(&super::Sqlite(None)).await;
            }
        }
    )*};
}

conformance! { cases:
    positions_grow_and_a_name_is_one_event
    all_or_none_are_appended
    a_key_is_delivered_in_order_and_keys_do_not_wait_for_each_other
    a_lease_that_ended_is_refused
    a_released_attempt_does_not_count
    a_poison_event_becomes_a_dead_letter_and_its_key_goes_on
    a_dead_letter_is_replayed_once_and_dropped_for_good
    an_event_whose_consumers_die_is_given_up_in_the_end
    a_group_begins_where_it_was_told
    a_rewound_group_sees_everything_again
    types_tenants_and_modules_decide_what_is_seen
    an_event_of_a_closed_module_waits_as_a_dead_letter
    a_full_log_refuses_and_loses_nothing
    old_events_leave_when_every_group_is_done
    a_change_of_modules_and_its_events_are_one
    a_step_is_remembered_until_its_event_is_settled
    a_lease_that_ended_begins_no_step
    dead_letters_keep_their_steps
    too_many_dead_letters_leave_with_an_event
    dead_letters_that_are_too_old_leave_with_an_event
    groups_tell_how_they_stand
    looking_wakes_nobody
    a_random_run_agrees_with_the_model
}

conformance! { parts:
    a_tenant_that_floods_the_log_is_refused_alone
    a_part_is_a_quarter_unless_it_is_said
    a_group_of_a_tenant_that_stands_still_holds_up_that_tenant_alone
    what_a_tenant_is_done_with_leaves_its_part
    what_leaves_of_a_part_is_counted
    a_batch_that_a_part_refuses_leaves_no_trace
    gauges_are_of_the_host_and_of_the_tenants_that_are_asked_for
}

#[tokio::test]
async fn what_was_appended_and_leased_outlives_the_store() {
    let folder = tempfile::tempdir().unwrap();
    cases::what_was_appended_and_leased_outlives_the_store(&Sqlite(Some(folder))).await;
}

#[tokio::test]
async fn processes_share_a_group() {
    let folder = tempfile::tempdir().unwrap();
    cases::stores_on_one_place_share_a_group(&Sqlite(Some(folder))).await;
}
