//! A registration being made or ended. What the system was told is kept in mind at once, so that it can be taken back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;
use url::Url;

use super::super::connection::Connection;
use super::super::endpoints::{EndpointSettings, Webhooks};
use super::super::exchange::{Outgoing, Wanted as Expected, method};
use super::super::options::deadline;
use super::wanted::{Shared, Wanted};
use crate::error::{Code, Error, Result};
use crate::http::Method;
use crate::manifest::{Effect, KnownRegistrations, RegisterCall, Registering, Template};
use crate::protocol::{endpoint, parse_json, text_of, value_at};
use crate::store::EndpointRow;
use crate::webhook::Keys;

/// What earlier calls kept: the name of a hole → its value.
type Kept = BTreeMap<String, String>;

/// An endpoint whose registrations are worked on.
pub(super) struct Work<'w> {
    pub(super) webhooks: &'w Webhooks,
    pub(super) live: Arc<Connection>,
    pub(super) how: &'w Registering,
    pub(super) keys: Keys,
    pub(super) row: EndpointRow,
    pub(super) settings: EndpointSettings,
    pub(super) deadline_ms: Option<u64>,
}

/// A registration that the system knows, and whether it delivers.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) on: bool,
}

impl Work<'_> {
    /// Makes those that are not there, and ends all others of this endpoint. Where one cannot be made, those that were made
    /// are ended, and what was there before stays.
    pub(super) async fn replace(&mut self, wanted: &[Wanted], shared: &Shared) -> Result<()> {
        let known = self.known().await?;
        let found = known.iter().flatten().map(|one| one.id.clone());
        let before: BTreeSet<String> = self.settings.registered.iter().cloned().chain(found).collect();
        self.settings.registered = before.iter().cloned().collect();
        let mut stay = BTreeSet::new();
        for one in wanted {
            let print = one.print(self.how, shared);
            if let Some(id) = self.still(&print, known.as_deref()) {
                stay.insert(id);
            } else if let Err(error) = self.make(one, shared, &print).await {
                let error = error.without_secrets(&[self.keys.current()]);
                // One whose answer was lost has no id here, but may be known there.
                let lost = self.known().await.ok().flatten().into_iter().flatten().map(|one| one.id);
                let made = self.settings.registered.iter().cloned().chain(lost).filter(|id| !before.contains(id));
                let made: BTreeSet<String> = made.collect();
                // What cannot be ended now is kept in mind, and ended by the next call. The first error says more.
                let _ = self.end(made).await;
                return Err(error);
            }
        }
        self.settings.url = Some(shared.url.clone());
        self.save().await?;
        self.end(before.difference(&stay).cloned().collect()).await
    }

    /// Ends all registrations of this endpoint.
    pub(super) async fn end_all(&mut self) -> Result<()> {
        let found = self.known().await?.into_iter().flatten().map(|one| one.id);
        let all = self.settings.registered.iter().cloned().chain(found).collect();
        self.end(all).await
    }

    /// The registration that was made by the same calls, if the system still has it.
    fn still(&self, print: &str, known: Option<&[Known]>) -> Option<String> {
        let known = known?;
        let mut same = self.settings.told.iter().filter(|(_, told)| *told == print).map(|(id, _)| id);
        same.find(|id| known.iter().any(|one| one.on && one.id == **id)).cloned()
    }

    /// Makes one registration.
    async fn make(&mut self, wanted: &Wanted, shared: &Shared, print: &str) -> Result<()> {
        let how = self.how;
        let mut kept = Kept::new();
        kept.extend(wanted.parent.clone().map(|parent| ("parent".to_owned(), parent)));
        let mut id = None;
        for step in &how.steps {
            let more = |name: &str| match name {
                "secret" => Some(self.keys.current().to_owned()),
                name => kept.get(name).cloned(),
            };
            let body = step.body.as_ref().map(|body| wanted.filled(body, shared, &more));
            let answer = self.call("create", Effect::Unsafe, step, &kept, body).await?;
            for (name, at) in &step.keep {
                let value = answer.as_ref().and_then(|answer| value_at(answer, at)).and_then(text_of);
                let value = value.ok_or_else(|| self.located(nameless(), "webhooks.register"))?;
                kept.insert(name.clone(), value);
            }
            if id.is_none() {
                id = kept.get("id").cloned();
                self.settings.registered.extend(id.clone());
                self.save().await?;
            }
        }
        self.settings.told.extend(id.map(|id| (id, print.to_owned())));
        Ok(())
    }

    /// Ends registrations, and forgets those that are ended. One that is gone is ended.
    async fn end(&mut self, ids: BTreeSet<String>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let how = self.how;
        let mut failed = None;
        for id in ids {
            let kept = Kept::from([("id".to_owned(), id.clone())]);
            match self.call("delete", Effect::Idempotent, &how.end, &kept, how.end.body.clone()).await {
                Err(error) if error.code() != Code::NotFound => failed = Some(error),
                _ => {
                    self.settings.registered.retain(|known| *known != id);
                    self.settings.told.remove(&id);
                }
            }
        }
        if self.settings.registered.is_empty() {
            self.settings.url = None;
        }
        self.save().await?;
        failed.map_or(Ok(()), Err)
    }

    /// The registrations of this endpoint that the system lists; nothing where it lists none.
    async fn known(&self) -> Result<Option<Vec<Known>>> {
        let Some(KnownRegistrations { path, query, items, id, marked, mark, on }) = &self.how.known else {
            return Ok(None);
        };
        let holes = Kept::from([("endpoint".to_owned(), Shared::mark(&self.row.id))]);
        let mark = mark.fill(|name| holes.get(name).map(|value| value.as_str().into())).unwrap_or_default();
        let url = self.url(path, query, &holes)?;
        let answer = self.exchange("list", Method::GET, Effect::Read, url, None, "webhooks.register").await?;
        let items = answer.as_ref().and_then(|answer| value_at(answer, items)).and_then(Json::as_array);
        let items = items.ok_or_else(|| {
            let error = Error::new(Code::UpstreamInvalid, "the system does not say where it was told to deliver");
            self.located(error, "webhooks.register")
        })?;
        // Whatever the system answers: only what bears the endpoint's mark is its own.
        let own = items.iter().filter(|item| {
            let text = value_at(item, marked).and_then(Json::as_str);
            !mark.is_empty() && text.is_some_and(|text| text.ends_with(&mark))
        });
        let known = own.filter_map(|item| {
            let on = on.as_ref().is_none_or(|on| value_at(item, on).and_then(Json::as_bool) == Some(true));
            Some(Known { id: value_at(item, id).and_then(text_of)?, on })
        });
        Ok(Some(known.collect()))
    }

    async fn call(
        &self,
        operation: &str,
        effect: Effect,
        call: &RegisterCall,
        kept: &Kept,
        body: Option<Json>,
    ) -> Result<Option<Json>> {
        let url = self.url(&call.path, &call.query, kept)?;
        let named = if operation == "delete" { "webhooks.unregister" } else { "webhooks.register" };
        self.exchange(operation, method(&call.method)?, effect, url, body, named).await
    }

    async fn exchange(
        &self,
        operation: &str,
        method: Method,
        effect: Effect,
        url: Url,
        body: Option<Json>,
        named: &str,
    ) -> Result<Option<Json>> {
        let outgoing = Outgoing {
            operation: operation.to_owned(),
            model: None,
            effect,
            method,
            url,
            headers: Vec::new(),
            body: body.map(|body| ("application/json".into(), body.to_string().into())),
            elsewhere: false,
            wanted: Expected::Said,
        };
        let deadline = deadline(self.live.pipeline.policies(), self.deadline_ms)?;
        let incoming = self.live.exchange(&outgoing, deadline).await.map_err(|error| self.located(error, named))?;
        Ok(parse_json(&incoming.response.body, self.live.adapter.manifest.decoder))
    }

    fn url(&self, path: &Template, query: &IndexMap<String, Template>, kept: &Kept) -> Result<Url> {
        let value = |name: &str| kept.get(name).map(|value| value.clone().into()).or_else(|| self.live.option(name));
        let mut url = endpoint(&self.live.base, path, value)?;
        self.live.end(&mut url)?;
        for (name, template) in query {
            if let Some(text) = template.fill(value) {
                url.query_pairs_mut().append_pair(name, &text);
            }
        }
        Ok(url)
    }

    /// Keeps in the store what the system was told.
    async fn save(&mut self) -> Result<()> {
        let row = EndpointRow { revision: self.row.revision + 1, ..self.row.clone() };
        self.row = self.webhooks.put(row, &self.settings, &self.keys).await?;
        Ok(())
    }

    fn located(&self, error: Error, operation: &str) -> Error {
        self.live.locate(error, operation)
    }
}

fn nameless() -> Error {
    Error::new(Code::UpstreamInvalid, "the system was told where to deliver, but does not say how it calls that")
}
