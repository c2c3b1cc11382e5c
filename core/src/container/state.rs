//! How a container is, in the words that Docker and Podman share.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value as Json;

/// How a container is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContainerState {
    /// Its name.
    pub name: String,
    /// Its image, as it was asked for.
    pub image: Option<String>,
    /// `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead` (Podman: `stopped`, `initialized` too).
    pub state: String,
    /// What its health check says: `starting`, `healthy`, `unhealthy`. Nothing where it has none.
    pub health: Option<String>,
    /// Since when it is so: when it was started, or when it ended.
    pub since: Option<Timestamp>,
    /// How often the engine has started it again.
    pub restarts: u64,
    /// With what it ended.
    pub exit_code: Option<i64>,
    /// Whether it was killed because the memory was used up.
    pub oom_killed: bool,
    /// How many more containers the service has.
    pub others: usize,
}

impl ContainerState {
    /// From the engine's answer.
    pub(super) fn read(found: &Json, others: usize) -> Option<ContainerState> {
        let text = |at: &str| found.pointer(at).and_then(Json::as_str);
        let state = text("/State/Status")?.to_owned();
        let runs = matches!(state.as_str(), "running" | "paused");
        let since = text(if runs { "/State/StartedAt" } else { "/State/FinishedAt" });
        // Podman gave it the other name before version 5, in its own API also today.
        let health = text("/State/Health/Status").or_else(|| text("/State/Healthcheck/Status"));
        Some(ContainerState {
            name: text("/Name")?.trim_start_matches('/').to_owned(),
            image: text("/Config/Image").filter(|image| !image.is_empty()).map(str::to_owned),
            health: health.filter(|health| !matches!(*health, "" | "none")).map(str::to_owned),
            // What has not happened yet is told as the first day of the year 1.
            since: since.and_then(|since| since.parse().ok()).filter(|at: &Timestamp| at.as_second() > 0),
            restarts: found.get("RestartCount").and_then(Json::as_u64).unwrap_or(0),
            exit_code: found.pointer("/State/ExitCode").and_then(Json::as_i64).filter(|_| !runs),
            oom_killed: found.pointer("/State/OOMKilled").and_then(Json::as_bool).unwrap_or(false),
            state,
            others,
        })
    }

    /// The one word for it: where it runs, what its own check says, if it has one; else the engine's.
    pub fn word(&self) -> &str {
        match (self.state.as_str(), self.health.as_deref()) {
            ("running", Some(health @ ("healthy" | "unhealthy" | "starting"))) => health,
            (state, _) => state,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::super::Trouble;
    use super::*;

    fn container(state: Json) -> ContainerState {
        let found =
            json!({"Name": "/shop-web-1", "RestartCount": 3, "Config": {"Image": "acme/web:1"}, "State": state});
        ContainerState::read(&found, 0).unwrap()
    }

    #[test]
    fn the_words_of_both_engines_are_read() {
        let running = container(json!({
            "Status": "running", "StartedAt": "2026-11-01T10:00:00.123456789Z", "FinishedAt": "0001-01-01T00:00:00Z",
            "ExitCode": 0, "Health": {"Status": "healthy"},
        }));
        assert_eq!((running.name.as_str(), running.restarts, running.exit_code), ("shop-web-1", 3, None));
        assert_eq!(running.since.unwrap().to_string(), "2026-11-01T10:00:00.123456789Z");
        assert_eq!((running.health.as_deref(), running.word()), (Some("healthy"), "healthy"));
        let ended = container(json!({
            "Status": "exited", "StartedAt": "2026-11-01T10:00:00Z", "FinishedAt": "2026-11-01T11:00:00+01:00",
            "ExitCode": 137, "OOMKilled": true, "Healthcheck": {"Status": ""},
        }));
        assert_eq!((ended.exit_code, ended.oom_killed, ended.health.as_deref()), (Some(137), true, None));
        assert_eq!(ended.since.unwrap().to_string(), "2026-11-01T10:00:00Z");
        let made = container(json!({"Status": "created", "FinishedAt": "0001-01-01T00:00:00Z"}));
        assert_eq!((made.since, Trouble::of(made.word())), (None, Some(Trouble::Down)));
    }

    #[test]
    fn every_state_has_its_meaning() {
        for (state, health, trouble) in [
            ("running", "healthy", None),
            ("running", "none", None),
            ("running", "starting", Some(Trouble::Starting)),
            ("running", "unhealthy", Some(Trouble::Unhealthy)),
            ("restarting", "healthy", Some(Trouble::Restarting)),
            ("exited", "healthy", Some(Trouble::Down)),
            ("paused", "healthy", Some(Trouble::Down)),
            ("dead", "", Some(Trouble::Down)),
        ] {
            let found = container(json!({"Status": state, "Health": {"Status": health}}));
            assert_eq!(Trouble::of(found.word()), trouble, "{state} {health}");
        }
        assert_eq!(ContainerState::read(&json!({"Name": "/x"}), 0), None);
    }
}
