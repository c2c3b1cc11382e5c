//! One operation against the system, through the pipeline.

use std::borrow::Cow;

use bytes::Bytes;
use indexmap::IndexMap;
use serde_json::Value as Json;
use tracing::Instrument;
use url::Url;

use super::adapter::EntityPlan;
use super::connection::{Connection, option_value};
use super::root::closed;
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
    pub(super) headers: Vec<(reqwest::header::HeaderName, reqwest::header::HeaderValue)>,
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
        let doubtful = std::sync::atomic::AtomicBool::new(false);
        let attempt = |_| {
            let request = Request {
                method: outgoing.method.clone(),
                url: outgoing.url.clone(),
                headers: self.headers.iter().chain(&outgoing.headers).cloned().collect(),
                body: outgoing.body.clone().map(|body| ("application/json", body)),
            };
            let doubtful = &doubtful;
            async move {
                let response = self.transport.send(request).await.map_err(|failed| {
                    let applied = match failed.reached {
                        Reached::No => Applied::No,
                        Reached::Maybe => Applied::Maybe,
                    };
                    doubtful.fetch_or(applied == Applied::Maybe, std::sync::atomic::Ordering::Relaxed);
                    Failure { error: failed.error, applied }
                })?;
                let (errors, decoder) = (&manifest.errors, manifest.decoder);
                match classify(
                    errors,
                    decoder,
                    &outgoing.operation,
                    read,
                    response.status,
                    &response.headers,
                    &response.body,
                ) {
                    Answered::Well => Ok(Incoming { response, nothing: false }),
                    Answered::Nothing => Ok(Incoming { response, nothing: true }),
                    // The delete before this one was answered by nobody, but it was done.
                    Answered::Badly(error, _)
                        if error.code() == Code::NotFound
                            && outgoing.operation == "delete"
                            && doubtful.load(std::sync::atomic::Ordering::Relaxed) =>
                    {
                        Ok(Incoming { response, nothing: true })
                    }
                    Answered::Badly(error, unchanged) => {
                        doubtful.fetch_or(!unchanged, std::sync::atomic::Ordering::Relaxed);
                        // The pipeline keeps the last error: secrets go before it sees them.
                        let error = error.without_secrets(&self.secrets);
                        Err(Failure { error, applied: if unchanged { Applied::No } else { Applied::Maybe } })
                    }
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
    fn end(&self, url: &mut Url) -> Result<()> {
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
