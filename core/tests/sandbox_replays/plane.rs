//! Plane: the archive of 359 exchanges against its fake.

use super::compare::Rules;
use super::harness::{System, replay};

const SYSTEM: System = System {
    name: "plane",
    base: "/api/v1",
    beside: &[],
    plan: include_str!("../fidelity/plane.json"),
    learns: &["id", "project", "workspace", "state", "created_by", "asset_id", "issue", "cycle", "module", "actor"],
    rules: Rules {
        // Days of the recorded cycle, and what the page behind a link said.
        overlook: &["progress_snapshot", "metadata", "fields"],
        equal: &[
            "error",
            "detail",
            "code",
            "message",
            "error_code",
            "error_message",
            "status",
            "count",
            "total_pages",
            "next_cursor",
            "prev_cursor",
            "next_page_results",
            "prev_page_results",
            "relation_type",
            "group",
            "priority",
            "sequence_id",
            "external_id",
            "start_date",
            "end_date",
            "slug",
        ],
    },
    sign: |name, request, about| {
        let what = name.split_once('-').map_or(name, |(_, what)| what);
        let path = request["path"].as_str().unwrap_or_default();
        let key = |which: &str| about[which]["key"].as_str().unwrap_or_default().to_owned();
        let value = match what {
            "no-key-401" | "bearer-instead-of-key" | "rate-limit-no-key" => return Vec::new(),
            "bad-key" => "plane_api_00000000000000000000000000000000".to_owned(),
            _ if what.starts_with("guest") || what.ends_with("guest") => key("limited"),
            _ if what.starts_with("rate-limit") || path.ends_with("per_page=1&fields=id") => key("slow"),
            _ => key("credential"),
        };
        vec![("x-api-key".to_owned(), value)]
    },
};

#[tokio::test]
async fn plane_answers_as_recorded() {
    replay(&SYSTEM).await;
}
