//! The stream of a job: it says when something has changed, so that the job is looked at then and not by the clock.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use indexmap::IndexMap;
use reqwest::header::{ACCEPT, HeaderName, HeaderValue};
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::adapter::EntityPlan;
use super::connection::Connection;
use crate::error::{Code, Error, Result};
use crate::http::{Method, Request, Stream};
use crate::manifest::{Effect, JobStream};
use crate::protocol::EventStream;
use crate::resilience::{Deadline, Failure};

/// How long opening it may take.
const OPEN: Duration = Duration::from_secs(10);
/// A stream that says nothing for so long, not even that it is alive, has broken.
const SILENCE: Duration = Duration::from_secs(60);
/// How often one is opened again that ends at once and says nothing, until it is left alone.
const TRIES: u32 = 3;
/// One that lasted so long did not end at once.
const LASTING: Duration = Duration::from_secs(10);
/// The wait before it is opened again, where the server does not say.
const RETRY: Duration = Duration::from_millis(500);
/// The longest wait that a server may ask for before the stream is opened again.
const LONGEST_RETRY: Duration = Duration::from_secs(60);

/// An open stream.
pub(super) struct Listening {
    stream: Stream,
    events: EventStream,
    wakes: Arc<[String]>,
    closing: watch::Receiver<bool>,
    since: Instant,
    /// Something came, if only a comment: nothing on the way holds it back.
    alive: bool,
}

/// What is known of a job's stream between its openings.
#[derive(Default)]
pub(super) struct Ear {
    pub(super) open: Option<Listening>,
    last_id: Option<String>,
    tries: u32,
    /// Not before that is it opened again.
    again: Option<Instant>,
}

impl Ear {
    /// Whether it should be opened (again).
    pub(super) fn wants(&self) -> bool {
        self.open.is_none() && self.tries < TRIES
    }

    /// Not before that is it opened.
    pub(super) fn again(&self) -> Instant {
        self.again.unwrap_or_else(Instant::now)
    }

    /// Opens it behind the last event that was heard. A system that has none is not asked again.
    pub(super) async fn listen(
        &mut self,
        connection: &Connection,
        plan: &EntityPlan,
        spec: &JobStream,
        remote_id: &str,
        left: Duration,
    ) {
        match connection.listen(plan, spec, remote_id, self.last_id.as_deref(), Deadline::after(left.min(OPEN))).await {
            Ok(open) => self.open = Some(open),
            Err(error) if error.code() == Code::Unavailable => {
                self.tries += 1;
                self.again = Some(Instant::now() + RETRY);
            }
            Err(error) => {
                tracing::debug!(%error, "the stream of a job is not offered; it is looked at by the clock");
                self.tries = TRIES;
            }
        }
    }

    /// Waits until the stream says that something has changed: true. False when it has ended.
    pub(super) async fn heard(&mut self) -> bool {
        let Some(open) = &mut self.open else { return false };
        if open.next().await {
            self.tries = 0;
            return true;
        }
        self.last_id = open.events.last_id().map(str::to_owned).or(self.last_id.take());
        self.again = Some(Instant::now() + open.events.retry().unwrap_or(RETRY).min(LONGEST_RETRY));
        self.tries = if open.since.elapsed() < LASTING { self.tries + 1 } else { 0 };
        self.open = None;
        false
    }

    /// Whether what comes is heard at once.
    pub(super) fn is_alive(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.alive)
    }
}

impl Listening {
    async fn next(&mut self) -> bool {
        let mut woken = false;
        loop {
            let chunk = tokio::select! {
                biased;
                _ = self.closing.wait_for(|closed| *closed) => return false,
                chunk = timeout(SILENCE, self.stream.chunk()) => chunk,
            };
            let Ok(Ok(Some(chunk))) = chunk else { return woken };
            woken |= self.feed(&chunk);
            // What has come already is one reason to look, not several.
            while let Some(Ok(Some(chunk))) = self.stream.chunk().now_or_never() {
                woken |= self.feed(&chunk);
            }
            if woken {
                return true;
            }
        }
    }

    fn feed(&mut self, chunk: &[u8]) -> bool {
        let (wakes, mut woken) = (&self.wakes, false);
        self.alive = true;
        self.events.feed(chunk, |kind| woken |= wakes.iter().any(|word| word == kind));
        woken
    }
}

impl Connection {
    async fn listen(
        &self,
        plan: &EntityPlan,
        spec: &JobStream,
        remote_id: &str,
        last_id: Option<&str>,
        deadline: Deadline,
    ) -> Result<Listening> {
        let url = self.url(plan, &spec.path, &IndexMap::new(), plan.holes(remote_id)?)?;
        let mut asked = vec![(ACCEPT, HeaderValue::from_static("text/event-stream"))];
        let last = last_id.and_then(|id| HeaderValue::from_str(id).ok());
        asked.extend(last.map(|id| (HeaderName::from_static("last-event-id"), id)));
        let carried = self.carried();
        let attempt = |_| async {
            let ticket = carried.ticket();
            let own = self.headers.iter().chain(ticket.session.headers.iter());
            let own = own.filter(|(name, _)| asked.iter().all(|(mine, _)| mine != name));
            let headers = own.chain(&asked).cloned().collect();
            let request =
                Request { method: Method::GET, url: url.clone(), headers, body: None, file: None, elsewhere: false };
            let opened = self.transport.open(request).await;
            let stream = opened.map_err(|failed| Failure::not_applied(failed.error))?;
            match stream.is_events() {
                true => Ok(stream),
                // What is wrong is told by the look at the job.
                false => {
                    let error = Error::unsupported("the system gives no stream of events");
                    Err(Failure::not_applied(error.with_status(stream.status())))
                }
            }
        };
        let ready = || self.carry(&carried, deadline);
        let stream = self.pipeline.run_on("", Effect::Read, deadline, ready, attempt).await?;
        let (wakes, closing) = (spec.wakes.clone().into(), self.closing.clone());
        Ok(Listening { stream, events: EventStream::default(), wakes, closing, since: Instant::now(), alive: false })
    }
}
