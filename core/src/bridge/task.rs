//! Work that a system goes on with after its answer to a write: looked at until it has ended, for as long as the call has
//! time.

use std::time::Duration;

use indexmap::IndexMap;
use serde_json::Value as Json;
use tokio::time::{Instant, sleep};

use super::answer::Call;
use super::exchange::{Holes, Incoming, Named, Outgoing, Wanted};
use crate::error::{Code, Error, Result};
use crate::http::Method;
use crate::manifest::{Effect, Task};
use crate::protocol::{parse_json, text_of, value_at};

/// The wait before the first look; each one after it is half as long again.
const FIRST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(5);

/// How far it is.
enum Stage {
    Ended,
    Failed,
    Going,
}

/// Waits until the work that an answer tells of has ended. A quarter of the call's time is left for what comes after.
///
/// What is still going on then is a warning, and no error: the system has taken the write. `CONFLICT` where it failed.
pub(super) async fn ended(call: Call<'_>, task: &Task, answer: &Incoming, holes: Holes<'_>) -> Result<Option<String>> {
    let until = Instant::now() + call.deadline.remaining() * 3 / 4;
    let decoder = call.connection.adapter.manifest.decoder;
    let tree = |incoming: &Incoming| parse_json(&incoming.response.body, decoder);
    let Some(first) = tree(answer) else { return Ok(None) };
    // What was done at once has an empty id, if any.
    let Some(id) = value_at(&first, &task.id).map(|id| text_of(id).unwrap_or_default()) else { return Ok(None) };
    let (mut stage, mut wait) = (stage(task, &first), FIRST);
    let look = if id.is_empty() { None } else { Some(look_at(call, task, &id, holes)?) };
    while let (Stage::Going, Some(look)) = (&stage, &look) {
        if Instant::now() + wait >= until {
            break;
        }
        sleep(wait).await;
        wait = (wait * 3 / 2).min(LONGEST);
        match call.connection.exchange(look, call.deadline).await {
            Ok(incoming) => stage = tree(&incoming).map_or(Stage::Going, |tree| self::stage(task, &tree)),
            Err(error) if error.retryable() => {}
            // The write itself was taken: that its task cannot be looked at does not undo it.
            Err(_) => break,
        }
    }
    match stage {
        Stage::Ended => Ok(None),
        Stage::Going => {
            Ok(Some(format!("the system still works on this (its task {id:.64}): the record may not show it yet")))
        }
        Stage::Failed => {
            let message = "the system took this, but its background task failed; what it did before that may stand";
            Err(Error::new(Code::Conflict, message).with_context("task", id))
        }
    }
}

fn stage(task: &Task, tree: &Json) -> Stage {
    let holds = |pointer: &str| value_at(tree, pointer).and_then(Json::as_bool) == Some(true);
    match (holds(&task.ended), holds(&task.well)) {
        (true, true) => Stage::Ended,
        (true, false) => Stage::Failed,
        _ => Stage::Going,
    }
}

fn look_at(call: Call<'_>, task: &Task, id: &str, holes: Holes<'_>) -> Result<Outgoing> {
    let named = Named::from([("task".to_owned(), Json::from(id))]);
    let url = call.connection.url(call.plan, &task.get, &IndexMap::new(), Holes { named: Some(&named), ..holes })?;
    Ok(Outgoing {
        operation: "task".to_owned(),
        model: Some(call.plan.mapping.model),
        effect: Effect::Read,
        method: Method::GET,
        url,
        headers: Vec::new(),
        body: None,
        elsewhere: false,
        wanted: Wanted::Said,
    })
}
