//! Dead letters for which there is no room any more: each leaves with an event that says so.

use jiff::{Timestamp, ToSpan as _};
use rusqlite::Connection;
use serde_json::json;

use super::super::super::{DEAD_LETTER_DROPPED, LogLimits, NewEvent};
use super::append::append_anyway;
use super::letters::{self, Excess};
use super::steps;
use crate::error::Result;

/// Who says so.
const BRIDGE: &str = "urn:coreflow:bridge";
/// So many leave in one step at most, so that no step takes long.
const MOST: usize = 100;

/// Drops the oldest letters, as far as there are more than may be, or as they are too old.
pub(super) fn drop_letters(db: &Connection, limits: &LogLimits, now: Timestamp) -> Result<()> {
    let days = i64::from(limits.max_dead_letter_age_days);
    let oldest = now.checked_sub((days * 24).hours()).unwrap_or(Timestamp::MIN);
    for _ in 0..MOST {
        let Some(excess) = letters::in_excess(db, limits.max_dead_letters, oldest)? else { break };
        // What tells of a loss is not told of itself, or a group that fails at it would never come to an end.
        if excess.event.event.kind != DEAD_LETTER_DROPPED {
            append_anyway(db, limits, &[told(&excess, now)], now)?;
        }
        steps::forget(db, excess.group, excess.event.position)?;
        letters::delete(db, excess.letter)?;
    }
    Ok(())
}

fn told(excess: &Excess, now: Timestamp) -> NewEvent {
    let event = &excess.event.event;
    let tenant = event.tenant.as_ref().map(|tenant| format!("{tenant}/"));
    let group = tenant.and_then(|tenant| excess.name.strip_prefix(tenant.as_str())).unwrap_or(&excess.name);
    let data = json!({
        "id": excess.letter, "group": group, "attempts": excess.attempts, "error": excess.error,
        "died_at": excess.died_at.to_string(), "because": if excess.too_many { "count" } else { "age" },
        "event": {
            "id": event.id, "source": event.source, "type": event.kind, "subject": event.subject,
            "time": event.time.to_string(), "position": excess.event.position,
        },
    });
    NewEvent {
        tenant: event.tenant.clone(),
        source: BRIDGE.to_owned(),
        id: format!("dead-letter-{}", excess.letter),
        kind: DEAD_LETTER_DROPPED.to_owned(),
        subject: Some("dead-letters".to_owned()),
        time: now,
        data: Some(data.to_string()),
        attributes: None,
    }
}
