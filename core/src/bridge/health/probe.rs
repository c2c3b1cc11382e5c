//! What the manifest asks of an instance: the cheap health call, its version, its zone, the facts in which instances differ.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::super::connection::Connection;
use crate::error::{Code, Error, Result};
use crate::protocol::{text_at, text_of, value_at};
use crate::resilience::Deadline;

/// How long a health call may take.
pub(super) const PROBE: Duration = Duration::from_secs(10);

/// What a good answer to the health call tells beside itself.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Answer {
    /// Milliseconds by which the server's clock is ahead of ours, as exact as its `Date` header: seconds.
    pub(super) skew_ms: Option<i64>,
    /// The version, where the same answer tells it.
    pub(super) version: Option<String>,
}

impl Connection {
    /// Asks the system whether it answers and takes the credential.
    pub(in super::super) async fn check(&self) -> Result<Answer> {
        let health = &self.adapter.manifest.health;
        let (asked, start) = (Timestamp::now(), Instant::now());
        let (tree, headers) = self.fetch_with("health", self.plain_url(&health.get)?, Deadline::after(PROBE)).await?;
        if tree.pointer(&health.expect).is_none_or(serde_json::Value::is_null) {
            let title = &self.adapter.manifest.title;
            let message = format!("the instance answers, but not like {title}; is its URL right?");
            return Err(Error::new(Code::UpstreamInvalid, message));
        }
        let version = health.version.as_ref().filter(|probe| probe.get == health.get);
        Ok(Answer {
            skew_ms: skew(headers.get("date").and_then(|date| date.to_str().ok()), asked, start.elapsed()),
            version: version.and_then(|probe| text_at(&tree, &probe.at)),
        })
    }

    /// The zone that the instance tells, else the manifest's default.
    pub(in super::super) async fn probe_zone(&self) -> Result<String> {
        let spec = &self.adapter.manifest.zone;
        let Some(probe) = &spec.probe else { return Ok(spec.default.clone()) };
        let tree = self.fetch("probe", self.plain_url(&probe.get)?, Deadline::after(PROBE)).await?;
        Ok(text_at(&tree, &probe.at).unwrap_or_else(|| spec.default.clone()))
    }

    /// What the manifest asks about the instance. What the credential may not ask, or is not told, stays unknown.
    pub(in super::super) async fn probe_facts(&self) -> Result<BTreeMap<String, String>> {
        let mut facts = BTreeMap::new();
        for (name, fact) in &self.adapter.manifest.facts {
            let answer = self.fetch("probe", self.plain_url(&fact.get)?, Deadline::after(PROBE)).await;
            let told = match (answer, &fact.at) {
                (Ok(tree), Some(at)) => value_at(&tree, at).and_then(text_of),
                (Ok(_), None) => Some("yes".to_owned()),
                (Err(error), at) => match error.code() {
                    // A page instead of JSON is what a server sends for a path that it does not know.
                    Code::NotFound | Code::Unsupported | Code::UpstreamInvalid => at.is_none().then(|| "no".to_owned()),
                    Code::PermissionDenied | Code::InvalidInput => None,
                    _ => return Err(error),
                },
            };
            facts.extend(told.map(|told| (name.clone(), told)));
        }
        Ok(facts)
    }

    /// The version that the instance tells.
    pub(in super::super) async fn probe_version(&self) -> Result<Option<String>> {
        let Some(probe) = &self.adapter.manifest.health.version else { return Ok(None) };
        match self.fetch("probe", self.plain_url(&probe.get)?, Deadline::after(PROBE)).await {
            Ok(tree) => Ok(text_at(&tree, &probe.at)),
            // A plain user may not ask; the connection works all the same.
            Err(error) if matches!(error.code(), Code::PermissionDenied | Code::NotFound | Code::InvalidInput) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// The server's clock against ours: the header tells whole seconds, of a moment while we waited. Within that there is no skew.
fn skew(date: Option<&str>, asked: Timestamp, took: Duration) -> Option<i64> {
    let told = httpdate::parse_http_date(date?).ok()?;
    let told = Timestamp::try_from(told).ok()?.as_millisecond();
    let (first, last) = (asked.as_millisecond() - 999, asked.as_millisecond() + i64::try_from(took.as_millis()).ok()?);
    Some(if told < first { told - first } else { (told - last).max(0) })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_skew_is_what_neither_the_wait_nor_the_second_explains() {
        let asked: Timestamp = "2026-11-29T10:00:00.900Z".parse().unwrap();
        let of = |date: &str| skew(Some(date), asked, Duration::from_millis(300));
        assert_eq!(of("Sun, 29 Nov 2026 10:00:00 GMT"), Some(0));
        assert_eq!(of("Sun, 29 Nov 2026 10:00:01 GMT"), Some(0));
        assert_eq!(of("Sun, 29 Nov 2026 10:01:01 GMT"), Some(59_800));
        assert_eq!(of("Sun, 29 Nov 2026 09:59:00 GMT"), Some(-59_901));
        assert_eq!((of("yesterday"), skew(None, asked, Duration::ZERO)), (None, None));
    }
}
