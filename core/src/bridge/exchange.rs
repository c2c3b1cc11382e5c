//! One operation against the system, through the pipeline.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use bytes::Bytes;
use indexmap::IndexMap;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value as Json;
use tokio::time::Instant;
use url::Url;

use super::adapter::EntityPlan;
use super::connection::Connection;
use super::login::Ticket;
use super::root::closed;
use super::spans;
use crate::error::{Code, Error, Result};
use crate::http::{Method, Reached, Request, Response, is_redirect};
use crate::manifest::{Effect, OptionKind, Part, Slash, Template};
use crate::model::Model;
use crate::protocol::{Answered, classify, endpoint, json_text, parse_json};
use crate::resilience::{Applied, Attempt, Deadline, Failure, one_call};
use crate::telemetry::Parent;

/// A request that is ready to be sent, again if need be.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    /// The name of the operation in the manifest.
    pub(super) operation: String,
    /// The unified model that it is about, for those who watch.
    pub(super) model: Option<&'static Model>,
    pub(super) effect: Effect,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    /// The body and its media type.
    pub(super) body: Option<(Cow<'static, str>, Bytes)>,
    /// Whether it goes to an address that the system told, without anything of the connection's.
    pub(super) elsewhere: bool,
    pub(super) wanted: Wanted,
}

impl Outgoing {
    /// Whether a slow answer may be asked for a second time: only what reads by its method or, for what the manifest reads
    /// by another method, by its operation. Work that a system does to answer, and files, are not asked for twice.
    fn may_hedge(&self) -> bool {
        let reads = self.method.is_safe() || matches!(self.operation.as_str(), "list" | "get");
        self.effect == Effect::Read && reads && self.wanted == Wanted::Said && !self.elsewhere
    }
}

/// Which of a call's requests one is.
#[derive(Clone, Copy)]
pub(super) struct Nth {
    /// The attempt, from 1.
    pub(super) number: u32,
    /// How many requests went before it.
    pub(super) resend: u32,
    pub(super) hedge: bool,
}

/// What a good answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// What the system says.
    Said,
    /// The same, with a file in it: so many bytes at the most.
    SaidWithFile(usize),
    /// A file of so many bytes at the most. What is in it says nothing of success.
    File(usize),
}

/// A good answer.
pub(super) struct Incoming {
    pub(super) response: Response,
    /// There is nothing to read: an empty list, or a state that held already.
    pub(super) nothing: bool,
}

/// A failed exchange.
pub(super) struct Lost {
    pub(super) error: Error,
    /// Whether the system may have done it.
    pub(super) maybe_done: bool,
}

impl Lost {
    /// A failure before anything that counts was sent.
    pub(super) fn before(error: Error) -> Lost {
        Lost { error, maybe_done: false }
    }
}

/// The values of the holes of one call.
#[derive(Clone, Copy, Default)]
pub(super) struct Holes<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) parent: Option<&'a str>,
    pub(super) key: Option<&'a str>,
    /// The inputs of an action, in the system's form.
    pub(super) inputs: Option<&'a BTreeMap<String, Json>>,
    /// The columns by which an upsert finds its record.
    pub(super) by: &'a [String],
    /// More holes, by their whole names: those of attachments.
    pub(super) named: Option<&'a Named>,
}

/// The values of holes by their whole names.
pub(super) type Named = BTreeMap<String, Json>;

impl<'a> Holes<'a> {
    pub(super) fn id(id: &'a str) -> Self {
        Holes { id: Some(id), ..Holes::default() }
    }

    pub(super) fn value(&self, name: &str) -> Option<Cow<'a, str>> {
        let text = |value: &'a Json| value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed);
        if let Some(value) = self.named.and_then(|named| named.get(name)) {
            return Some(text(value));
        }
        match name {
            "id" => self.id.map(Cow::Borrowed),
            "parent" => self.parent.and_then(|parent| parent.rsplit('/').next()).map(Cow::Borrowed),
            "key" => self.key.map(Cow::Borrowed),
            "by" if !self.by.is_empty() => Some(Cow::Owned(self.by.join(","))),
            // The parts of a parent that is nested itself, from 1.
            _ => {
                if let Some(input) = name.strip_prefix("input.") {
                    return self.inputs?.get(input).map(text);
                }
                let part: usize = name.strip_prefix("parent.")?.parse().ok()?;
                self.parent?.split('/').nth(part.checked_sub(1)?).map(Cow::Borrowed)
            }
        }
    }
}

impl Connection {
    /// The URL of a path, with its query parameters; one whose hole has no value is left out.
    pub(super) fn url(
        &self,
        plan: &EntityPlan,
        path: &Template,
        query: &IndexMap<String, Template>,
        holes: Holes<'_>,
    ) -> Result<Url> {
        let value = |name: &str| holes.value(name).or_else(|| self.hole(plan, name));
        let mut url = endpoint(&self.base, path, value)?;
        self.end(&mut url)?;
        for (name, template) in query {
            // One parameter per column of an upsert.
            let repeated = template.holes().any(|hole| hole == "by");
            let each: Vec<&[String]> = if repeated { holes.by.chunks(1).collect() } else { vec![holes.by] };
            for by in each {
                let holes = Holes { by, ..holes };
                let value = |name: &str| holes.value(name).or_else(|| self.hole(plan, name));
                if let Some(text) = template.fill(value) {
                    url.query_pairs_mut().append_pair(name, &text);
                }
            }
        }
        Ok(url)
    }

    /// Fills the texts with holes in a constant, at any depth. Nothing when a hole has no value: a member or item whose
    /// hole has none is left out.
    pub(super) fn fill(&self, plan: &EntityPlan, constant: &Json, holes: Holes<'_>) -> Option<Json> {
        match constant {
            Json::String(text) => self.fill_text(plan, text, holes),
            Json::Array(items) => Some(items.iter().filter_map(|item| self.fill(plan, item, holes)).collect()),
            Json::Object(members) => {
                let filled = |(name, member): (&String, &Json)| Some((name.clone(), self.fill(plan, member, holes)?));
                Some(Json::Object(members.iter().filter_map(filled).collect()))
            }
            other => Some(other.clone()),
        }
    }

    /// A text with its holes filled. One that is nothing but a hole becomes what stands for it: an input as it is, the
    /// id of an entity with whole numbers and an integer option as a number, the columns of an upsert as a list.
    fn fill_text(&self, plan: &EntityPlan, text: &str, holes: Holes<'_>) -> Option<Json> {
        let template = match Template::try_from(text.to_owned()) {
            Ok(template) if template.holes().next().is_some() => template,
            _ => return Some(Json::from(text)),
        };
        let filled = template.fill(|name| holes.value(name).or_else(|| self.hole(plan, name)));
        let [Part::Hole(alone)] = template.parts() else { return filled.map(Json::from) };
        if let Some(value) = holes.named.and_then(|named| named.get(alone)) {
            return Some(value.clone());
        }
        if let Some(input) = alone.strip_prefix("input.") {
            return holes.inputs?.get(input).cloned();
        }
        let option = |name: &str| self.adapter.manifest.options.get(name);
        let whole = match alone.as_str() {
            "by" => return (!holes.by.is_empty()).then(|| Json::from(holes.by.to_vec())),
            "id" => plan.entity.id_integer,
            name => name.strip_prefix("option.").and_then(option).is_some_and(|it| it.kind == OptionKind::Integer),
        };
        let number = |text: &str| text.parse::<i64>().ok().filter(|_| whole).map(Json::from);
        filled.map(|text| number(&text).unwrap_or_else(|| Json::from(text)))
    }

    /// Sends a request through the pipeline until it is answered well, or not.
    pub(super) async fn exchange(&self, outgoing: &Outgoing, deadline: Deadline) -> Result<Incoming> {
        self.exchange_told(outgoing, deadline).await.map_err(|lost| lost.error)
    }

    /// The same; a failure tells whether it may have had an effect all the same.
    pub(super) async fn exchange_told(
        &self,
        outgoing: &Outgoing,
        deadline: Deadline,
    ) -> std::result::Result<Incoming, Lost> {
        let read = outgoing.effect == Effect::Read;
        let deadline = if outgoing.may_hedge() { deadline } else { deadline.hedged(Some(false)) };
        let route = self.rates.route(&self.base, &outgoing.method, &outgoing.url);
        let carried = self.carried();
        let (started, doubtful) = (AtomicBool::new(false), AtomicBool::new(false));
        let (begun, attempts) = (Instant::now(), AtomicU32::new(0));
        let (sends, hedged) = (AtomicU32::new(0), AtomicBool::new(false));
        let attempt = |attempt: Attempt| {
            let (started, doubtful, attempts, route) = (&started, &doubtful, &attempts, route.as_str());
            let carried = &carried;
            let sending =
                Nth { hedge: attempt.hedge, number: attempt.number, resend: sends.fetch_add(1, Ordering::Relaxed) };
            hedged.fetch_or(attempt.hedge, Ordering::Relaxed);
            async move {
                attempts.store(attempt.number, Ordering::Relaxed);
                started.store(true, Ordering::Relaxed);
                let ticket = carried.ticket();
                let done = self.send(outgoing, route, sending, &ticket, doubtful).await;
                let done = done.map_err(|failure| carried.judge(failure, &ticket));
                done.map(|incoming| (incoming, attempt.hedge))
            }
        };
        let mut span = self.call_span(outgoing);
        let run = async {
            let ready = || self.carry(&carried, deadline);
            let done = self.pipeline.run_on(&route, outgoing.effect, deadline, ready, attempt).await;
            self.tell_breaker();
            done
        };
        let run = span.around(one_call(run));
        let done = if read {
            let mut closing = self.closing.clone();
            tokio::select! {
                biased;
                done = run => done,
                Ok(_) = closing.wait_for(|closed| *closed) => Err(closed()),
            }
        } else {
            // A write that is under way is left to end: giving it up would only hide its outcome.
            run.await
        };
        if hedged.load(Ordering::Relaxed) {
            spans::hedged(&mut span, done.as_ref().is_ok_and(|(_, by_hedge)| *by_hedge));
        }
        spans::ended(&mut span, attempts.load(Ordering::Relaxed), begun.elapsed(), done.as_ref().err());
        done.map(|(incoming, _)| incoming).map_err(|error| {
            let open = match error.code() {
                Code::OutcomeUnknown | Code::DeadlineExceeded => true,
                Code::Unavailable | Code::UpstreamInvalid => doubtful.load(Ordering::Relaxed),
                _ => false,
            };
            Lost { maybe_done: !read && open && started.load(Ordering::Relaxed), error }
        })
    }

    /// Sends a request once. `doubtful` turns true when it may have had an effect that its answer does not tell.
    async fn send(
        &self,
        outgoing: &Outgoing,
        route: &str,
        nth: Nth,
        ticket: &Ticket,
        doubtful: &AtomicBool,
    ) -> std::result::Result<Incoming, Failure> {
        let manifest = &self.adapter.manifest;
        // What the connection's options say goes before what a session told.
        let free = |(name, _): &&(HeaderName, HeaderValue)| self.headers.iter().all(|(known, _)| known != name);
        let own = ticket.session.headers.iter().filter(free);
        let mut request = Request {
            method: outgoing.method.clone(),
            url: outgoing.url.clone(),
            headers: match outgoing.elsewhere {
                true => outgoing.headers.clone(),
                false => self.headers.iter().chain(own).chain(&outgoing.headers).cloned().collect(),
            },
            body: outgoing.body.clone(),
            file: match outgoing.wanted {
                Wanted::Said => None,
                Wanted::SaidWithFile(most) | Wanted::File(most) => Some(most),
            },
            elsewhere: outgoing.elsewhere,
        };
        let mut span = self.attempt_span(outgoing, nth);
        if let Some(parent) = span.parent().filter(|_| self.propagates && !outgoing.elsewhere) {
            request.headers.extend(traceparent(parent));
        }
        let sent = Instant::now();
        let answer = span.around(self.transport.send(request)).await;
        spans::answered(&mut span, &answer);
        let response = answer.map_err(|failed| {
            let applied = match failed.reached {
                Reached::No => Applied::No,
                Reached::Maybe => Applied::Maybe,
            };
            doubtful.fetch_or(applied == Applied::Maybe, Ordering::Relaxed);
            Failure { applied, ..Failure::not_applied(failed.error) }
        })?;
        let (status, decoder, operation) = (response.status, manifest.decoder, &outgoing.operation);
        if outgoing.elsewhere {
            return answered_elsewhere(response);
        }
        self.heard(ticket, &response.headers);
        self.rates.heard(route, sent, &response.headers);
        let read = outgoing.effect == Effect::Read;
        // What a file holds is no answer of the system's.
        let is_file = matches!(outgoing.wanted, Wanted::File(_)) && (200..300).contains(&status);
        if is_file || outgoing.wanted != Wanted::Said && is_redirect(status) {
            return Ok(Incoming { response, nothing: false });
        }
        match classify(&manifest.errors, decoder, operation, read, status, &response.headers, &response.body) {
            Answered::Well => Ok(Incoming { response, nothing: false }),
            Answered::Nothing => Ok(Incoming { response, nothing: true }),
            // The delete before this one was answered by nobody, but it was done.
            Answered::Badly(error, _)
                if error.code() == Code::NotFound && operation == "delete" && doubtful.load(Ordering::Relaxed) =>
            {
                Ok(Incoming { response, nothing: true })
            }
            Answered::Badly(error, unchanged) => {
                let unchanged = unchanged || error.code() == Code::Unauthenticated;
                doubtful.fetch_or(!unchanged, Ordering::Relaxed);
                // The pipeline keeps the last error: secrets go before it sees them.
                let error = self.auth.scrub(*error);
                Err(if unchanged { Failure::not_applied(error) } else { Failure::from(error) })
            }
        }
    }

    /// A GET of the manifest's own (health, probes, prefill): its answer as a tree. It is never hedged: a check tells how
    /// long the system takes.
    pub(super) async fn fetch(&self, operation: &str, url: Url, deadline: Deadline) -> Result<Json> {
        Ok(self.fetch_with(operation, url, deadline).await?.0)
    }

    /// The same, with the answer's headers.
    pub(super) async fn fetch_with(&self, operation: &str, url: Url, deadline: Deadline) -> Result<(Json, HeaderMap)> {
        let outgoing = Outgoing {
            operation: operation.to_owned(),
            model: None,
            effect: Effect::Read,
            method: Method::GET,
            url,
            headers: Vec::new(),
            body: None,
            elsewhere: false,
            wanted: Wanted::Said,
        };
        let incoming = self.exchange(&outgoing, deadline.hedged(Some(false))).await?;
        let Response { headers, body, .. } = incoming.response;
        let tree = parse_json(&body, self.adapter.manifest.decoder).ok_or_else(|| {
            Error::new(Code::UpstreamInvalid, "the system's answer is not JSON; is the instance's URL right?")
        })?;
        Ok((tree, headers))
    }

    /// The URL of a path of the manifest, whose only holes are options, and which may hold a query.
    pub(super) fn plain_url(&self, path: &str) -> Result<Url> {
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let template = Template::try_from(path.to_owned()).map_err(Error::unexpected)?;
        let mut url = endpoint(&self.base, &template, |name| self.option(name))?;
        self.end(&mut url)?;
        url.set_query(query);
        Ok(url)
    }

    /// Puts the slash behind a path, for systems that want it.
    pub(super) fn end(&self, url: &mut Url) -> Result<()> {
        if self.adapter.manifest.slash == Slash::Always {
            let mut segments = url.path_segments_mut().map_err(|()| Error::unexpected("an instance without a path"))?;
            segments.pop_if_empty().push("");
        }
        Ok(())
    }

    /// The JSON text of an answer.
    pub(super) fn text<'b>(&self, response: &'b Response) -> Result<&'b str> {
        json_text(&response.body, self.adapter.manifest.decoder)
    }
}

/// The header by which a system can hold its own spans against ours.
fn traceparent(parent: Parent) -> Option<(HeaderName, HeaderValue)> {
    let value = HeaderValue::from_str(&parent.to_string()).ok()?;
    Some((HeaderName::from_static("traceparent"), value))
}

/// What a host says that is not the system, and does not know the credential: only its status counts.
fn answered_elsewhere(response: Response) -> std::result::Result<Incoming, Failure> {
    let status = response.status;
    let (code, message) = match status {
        200..300 => return Ok(Incoming { response, nothing: false }),
        401 | 403 => (Code::PermissionDenied, "the host that keeps the files refused the address that the system gave"),
        404 | 410 => (Code::NotFound, "the host that keeps the files has no such file"),
        429 => (Code::RateLimited, "the host that keeps the files takes no more requests for now"),
        500.. => (Code::Unavailable, "the host that keeps the files failed"),
        _ => (Code::UpstreamInvalid, "the host that keeps the files did not take the request"),
    };
    let applied = if (400..500).contains(&status) { Applied::No } else { Applied::Maybe };
    Err(Failure { applied, ..Failure::not_applied(Error::new(code, message).with_status(status)) })
}

/// The HTTP method of an operation.
pub(super) fn method(name: &str) -> Result<Method> {
    name.parse().map_err(|_| Error::invalid_input(format!("{name:.32?} is not an HTTP method")))
}
