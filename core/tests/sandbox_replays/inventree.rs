//! InvenTree: the archive of exchanges with API 425 against its fake.

use super::compare::Rules;
use super::harness::{System, replay};

const SYSTEM: System = System {
    name: "inventree",
    base: "/api",
    beside: &["/media/"],
    plan: include_str!("../fidelity/inventree.json"),
    learns: &[],
    rules: Rules {
        // What moved belongs to the kind of movement; the last one of a list may be another.
        overlook: &["deltas", "permissions"],
        equal: &["detail", "success", "count", "status", "quantity", "received", "shipped", "completed"],
    },
    sign: |name, request, about| {
        let what = name.split_once('-').map_or(name, |(_, what)| what);
        if request["headers"].get("Authorization").is_none() {
            return Vec::new();
        }
        let token = |which: &str| about[which]["key"].as_str().unwrap_or_default().to_owned();
        let value = match what {
            "bad-token-401" | "media-bad-token" => "Token inv-0000".to_owned(),
            // admin:inventree, and a wrong password.
            "token-basic" | "info-basic-auth" | "media-basic" => "Basic YWRtaW46aW52ZW50cmVl".to_owned(),
            "basic-wrong" => "Basic YWRtaW46d3Jvbmc=".to_owned(),
            "bearer-instead-of-token" => format!("Bearer {}", token("credential")),
            _ if what.contains("reader") => format!("Token {}", token("limited")),
            _ => format!("Token {}", token("credential")),
        };
        vec![("authorization".to_owned(), value)]
    },
};

#[tokio::test]
async fn inventree_answers_as_recorded() {
    replay(&SYSTEM).await;
}
