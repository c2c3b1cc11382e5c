//! The span of each event that is being handled: from its handing out until it is settled, whatever calls the handler.

use std::collections::HashMap;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

use super::spans;
use crate::error::{Code, Error};
use crate::store::{Delivery, Settled};
use crate::telemetry::{Parent, TracedSpan, Tracer};

/// How the handling of an event has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// It was handled.
    Ack,
    /// It failed, and comes again.
    Retry,
    /// It failed for the last time.
    Dead,
    /// It was given back without a try.
    Release,
    /// Its lease ended before: another consumer may have it.
    Lost,
}

impl Ending {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Ending::Ack => "ack",
            Ending::Retry => "retry",
            Ending::Dead => "dead",
            Ending::Release => "release",
            Ending::Lost => "lost",
        }
    }
}

/// The events that one consumer has in hand, by their fences. Empty where nobody listens to spans.
#[derive(Default)]
pub(super) struct Handling(Mutex<HashMap<u64, Held>>);

struct Held {
    span: TracedSpan,
    /// By then its lease has ended, unless it was extended since.
    until: Instant,
}

impl Handling {
    /// An event of a group is handed out, for so long at most. What calls of its handler hang on, where spans are exported.
    pub(super) fn begin(&self, tracer: &Tracer, group: &str, one: &Delivery, longest: Duration) -> Option<Parent> {
        let span = spans::handle(tracer, group, one);
        let parent = span.parent();
        if parent.is_some() || !span.log().is_disabled() {
            self.0.lock().insert(one.fence, Held { span, until: Instant::now() + longest });
        }
        parent
    }

    /// The handler takes longer: for so long, at least.
    pub(super) fn extend(&self, fence: u64, lease: Duration) {
        if let Some(held) = self.0.lock().get_mut(&fence) {
            held.until = held.until.max(Instant::now() + lease);
        }
    }

    /// An event was settled, or could not be. Where the store has failed, its lease goes on, and so does the span.
    pub(super) fn settled(&self, fence: u64, given: Ending, settled: &Result<Settled, Error>) {
        let ending = match settled {
            Ok(Settled::Dead) => Ending::Dead,
            Ok(_) => given,
            Err(error) if error.code() == Code::StaleLease => Ending::Lost,
            Err(_) => return,
        };
        if let Some(held) = self.0.lock().remove(&fence) {
            spans::handled(held.span, ending);
        }
    }

    /// Ends the spans of events that nobody has settled while their leases lasted.
    pub(super) fn sweep(&self) {
        let now = Instant::now();
        let lost = self.0.lock().extract_if(|_, held| held.until <= now).collect::<Vec<_>>();
        lost.into_iter().for_each(|(_, held)| spans::handled(held.span, Ending::Lost));
    }
}
