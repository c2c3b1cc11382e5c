//! One operation against the system, through the pipeline.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use indexmap::IndexMap;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value as Json;
use tracing::Instrument;
use url::Url;

use super::adapter::EntityPlan;
use super::connection::{Connection, option_value};
use super::root::closed;
use super::session::Ticket;
use crate::error::{Code, Error, Result};
use crate::http::{Method, Reached, Request, Response};
use crate::manifest::{Effect, OptionKind, Part, Slash, Template};
use crate::protocol::{Answered, classify, endpoint, json_text, parse_json};
use crate::resilience::{Applied, Deadline, Failure};

/// A request that is ready to be sent, again if need be.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    /// The name of the operation in the manifest.
    pub(super) operation: String,
    pub(super) effect: Effect,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Option<Bytes>,
}

/// A good answer.
pub(super) struct Incoming {
    pub(super) response: Response,
    /// There is nothing to read: an empty list, or a state that held already.
    pub(super) nothing: bool,
}

/// The values of the holes of one call.
#[derive(Clone, Copy, Default)]
pub(super) struct Holes<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) parent: Option<&'a str>,
    pub(super) key: Option<&'a str>,
}

impl<'a> Holes<'a> {
    pub(super) fn id(id: &'a str) -> Self {
        Holes { id: Some(id), ..Holes::default() }
    }

    pub(super) fn value(&self, name: &str) -> Option<Cow<'a, str>> {
        match name {
            "id" => self.id.map(Cow::Borrowed),
            "parent" => self.parent.and_then(|parent| parent.rsplit('/').next()).map(Cow::Borrowed),
            "key" => self.key.map(Cow::Borrowed),
            // The parts of a parent that is nested itself, from 1.
            _ => {
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
            if let Some(text) = template.fill(value) {
                url.query_pairs_mut().append_pair(name, &text);
            }
        }
        Ok(url)
    }

    /// Fills the texts with holes in a constant; nothing when a hole has no value.
    pub(super) fn fill(
        &self,
        plan: &EntityPlan,
        constant: &Json,
        holes: Holes<'_>,
        inputs: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Json> {
        let Json::String(text) = constant else { return Some(constant.clone()) };
        let Ok(template) = Template::try_from(text.clone()) else { return Some(constant.clone()) };
        if template.holes().next().is_none() {
            return Some(constant.clone());
        }
        let value = |name: &str| {
            let input = name.strip_prefix("input.").and_then(|name| inputs(name).map(Cow::Owned));
            input.or_else(|| holes.value(name)).or_else(|| self.hole(plan, name))
        };
        let filled = template.fill(value)?;
        let whole = |part: &Part| match part {
            Part::Hole(name) => name.strip_prefix("option.").and_then(|name| self.adapter.manifest.options.get(name)),
            Part::Literal(_) => None,
        };
        let alone = template.parts().first().filter(|_| template.parts().len() == 1).and_then(whole);
        match alone.filter(|option| option.kind == OptionKind::Integer) {
            Some(_) => filled.parse::<i64>().map_or_else(|_| Some(Json::from(filled.clone())), |n| Some(Json::from(n))),
            None => Some(Json::from(filled)),
        }
    }

    /// Sends a request through the pipeline until it is answered well, or not.
    pub(super) async fn exchange(&self, outgoing: &Outgoing, deadline: Deadline) -> Result<Incoming> {
        let read = outgoing.effect == Effect::Read;
        let manifest = &self.adapter.manifest;
        let doubtful = AtomicBool::new(false);
        let attempt = |_| {
            let doubtful = &doubtful;
            async move {
                let ticket = self.ticket().await.map_err(Failure::not_applied)?;
                match self.send(outgoing, &ticket, doubtful).await {
                    Err(failure) if failure.error.code() == Code::Unauthenticated => {
                        match self.renewed(&ticket).await.map_err(Failure::not_applied)? {
                            Some(ticket) => self.send(outgoing, &ticket, doubtful).await,
                            None => Err(failure),
                        }
                    }
                    done => done,
                }
            }
        };
        let span = tracing::debug_span!(
            "exchange",
            tenant = %self.tenant,
            system = %manifest.system,
            connection = %self.name,
            operation = %outgoing.operation,
        );
        let run = self.pipeline.run(outgoing.effect, deadline, attempt).instrument(span);
        if !read {
            // A write that is under way is left to end: giving it up would only hide its outcome.
            return run.await;
        }
        let mut closing = self.closing.clone();
        tokio::select! {
            biased;
            done = run => done,
            Ok(_) = closing.wait_for(|closed| *closed) => Err(closed()),
        }
    }

    /// Sends a request once. `doubtful` turns true when it may have had an effect that its answer does not tell.
    async fn send(
        &self,
        outgoing: &Outgoing,
        ticket: &Ticket,
        doubtful: &AtomicBool,
    ) -> std::result::Result<Incoming, Failure> {
        let manifest = &self.adapter.manifest;
        // What the connection's options say goes before what a session told.
        let free = |(name, _): &&(HeaderName, HeaderValue)| self.headers.iter().all(|(known, _)| known != name);
        let own = ticket.session.headers.iter().filter(free);
        let request = Request {
            method: outgoing.method.clone(),
            url: outgoing.url.clone(),
            headers: self.headers.iter().chain(own).chain(&outgoing.headers).cloned().collect(),
            body: outgoing.body.clone().map(|body| ("application/json", body)),
        };
        let response = self.transport.send(request).await.map_err(|failed| {
            let applied = match failed.reached {
                Reached::No => Applied::No,
                Reached::Maybe => Applied::Maybe,
            };
            doubtful.fetch_or(applied == Applied::Maybe, Ordering::Relaxed);
            Failure { error: failed.error, applied }
        })?;
        self.heard(ticket, &response.headers);
        let read = outgoing.effect == Effect::Read;
        let (status, decoder, operation) = (response.status, manifest.decoder, &outgoing.operation);
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
                Err(Failure { error, applied: if unchanged { Applied::No } else { Applied::Maybe } })
            }
        }
    }

    /// A GET of the manifest's own (health, probes, prefill): its answer as a tree.
    pub(super) async fn fetch(&self, operation: &str, url: Url, deadline: Deadline) -> Result<Json> {
        let outgoing = Outgoing {
            operation: operation.to_owned(),
            effect: Effect::Read,
            method: Method::GET,
            url,
            headers: Vec::new(),
            body: None,
        };
        let incoming = self.exchange(&outgoing, deadline).await?;
        parse_json(&incoming.response.body, self.adapter.manifest.decoder).ok_or_else(|| {
            Error::new(Code::UpstreamInvalid, "the system's answer is not JSON; is the instance's URL right?")
        })
    }

    /// The URL of a path of the manifest, whose only holes are options, and which may hold a query.
    pub(super) fn plain_url(&self, path: &str) -> Result<Url> {
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let template = Template::try_from(path.to_owned()).map_err(Error::unexpected)?;
        let mut url = endpoint(&self.base, &template, |name| option_value(&self.adapter, &self.settings, name))?;
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

/// The HTTP method of an operation.
pub(super) fn method(name: &str) -> Result<Method> {
    name.parse().map_err(|_| Error::invalid_input(format!("{name:.32?} is not an HTTP method")))
}
