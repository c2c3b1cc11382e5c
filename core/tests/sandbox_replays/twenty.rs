//! Twenty 2.19: GraphQL, REST and metadata against its fake.

use super::compare::Rules;
use super::harness::{System, replay};

const SYSTEM: System = System {
    name: "twenty",
    base: "",
    beside: &[],
    plan: include_str!("../fidelity/twenty.json"),
    learns: &["id", "createdAt", "updatedAt", "deletedAt", "cursor", "startCursor", "endCursor"],
    rules: Rules {
        // What JSON fields hold belongs to the recorded workspace.
        overlook: &["daten", "settings", "properties"],
        equal: &[
            "code",
            "subCode",
            "message",
            "statusCode",
            "error",
            "totalCount",
            "hasNextPage",
            "hasPreviousPage",
            "conflictingObjectNameSingular",
            "amountMicros",
            "currencyCode",
            "primaryLinkUrl",
            "primaryEmail",
            "primaryPhoneNumber",
            "primaryPhoneCountryCode",
            "primaryPhoneCallingCode",
            "stage",
            "status",
            "closeDate",
            "dueAt",
            "title",
            "markdown",
            "zustand",
            "faellig",
            "menge",
            "isUnique",
            "type",
        ],
    },
    sign: |name, request, about| {
        if request["headers"].get("Authorization").is_none() {
            return Vec::new();
        }
        let what = name.split_once('-').map_or(name, |(_, what)| what.trim_end_matches("-v2.19.0"));
        let token = |pointer: &str| about.pointer(pointer).and_then(|t| t.as_str()).unwrap_or_default().to_owned();
        let bearer = |token: String| vec![("Authorization".to_owned(), format!("Bearer {token}"))];
        match what {
            "error-bad-token" | "error-tampered-token" | "rest-companies-bad-token" => bearer("a.b.c".to_owned()),
            "error-no-bearer" => vec![("Authorization".to_owned(), token("/credential/token"))],
            "meta-current-user" | "user-token-graphql" => bearer(token("/others/session")),
            _ if what.starts_with("ro-") => bearer(token("/limited/token")),
            _ if what.starts_with("revoked-key") => bearer(token("/others/revoked")),
            _ if what.starts_with("rate-limit") => bearer(token("/others/metered")),
            _ => bearer(token("/credential/token")),
        }
    },
};

#[tokio::test]
async fn twenty_answers_as_recorded() {
    replay(&SYSTEM).await;
}
