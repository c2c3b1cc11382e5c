//! Telling a system where to deliver, where its API takes that.

use serde::Deserialize;
use serde_json::{Value as Json, json};
use url::Url;

use super::connection::Connection;
use super::endpoints::{EndpointSettings, Webhooks, settings, told};
use super::exchange::{Holes, Outgoing, Wanted};
use super::options::{deadline, parse};
use super::tenant::Tenant;
use crate::error::{Code, Error, Result};
use crate::http::Method;
use crate::manifest::{Effect, Per, Registering, Template, Webhooks as Deliveries};
use crate::protocol::{endpoint, parse_json, text_of, value_at};
use crate::store::EndpointRow;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    /// Where the endpoint is reached.
    url: String,
    /// The only resources that are of interest; all that the system tells of without it.
    #[serde(default)]
    resources: Option<Vec<String>>,
    #[serde(default)]
    deadline_ms: Option<u64>,
}

/// An event of the system: its name, its thing, its change.
type Wish<'w> = (String, &'w str, &'w str);

impl Webhooks {
    /// Tells the system to deliver to `url`, which must lead to the endpoint; `resources` says of what. What it was told
    /// before is replaced. Answers as [`Webhooks::list`] does. `UNSUPPORTED` where a person has to do it.
    pub async fn register(&self, id: &str, request_json: &str) -> Result<String> {
        let register = async {
            let request: Register = parse("webhooks.register", request_json)?;
            let row = self.row(id).await?;
            let (tenant, live, deliveries) = self.remote(&row).await?;
            let registering = registering(&live, &deliveries)?;
            tenant.check_serves(&live).await?;
            let url = address(&request.url, &row.id)?;
            let wishes = wishes(&deliveries, registering, request.resources.as_deref())?;
            let keys = self.state().await?.keys(&row).await?;
            let mut settings = settings(&row)?;
            let label = settings
                .label
                .clone()
                .unwrap_or_else(|| format!("CoreFlow Bridge {}", row.id.get(..8).unwrap_or_default()));
            let calls: Vec<Vec<&Wish<'_>>> = match registering.per {
                Per::All => vec![wishes.iter().collect()],
                Per::Event => wishes.iter().map(|wish| vec![wish]).collect(),
            };
            let before = std::mem::take(&mut settings.registered);
            let mut failed = None;
            for wishes in calls {
                let value = |name: &str| {
                    Some(match name {
                        "url" => url.to_string(),
                        "secret" => keys.current().to_owned(),
                        "label" => label.clone(),
                        "events.joined" => wishes.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>().join(","),
                        "event" => wishes.first()?.0.clone(),
                        "event.thing" => wishes.first()?.1.to_owned(),
                        "event.change" => wishes.first()?.2.to_owned(),
                        _ => return None,
                    })
                };
                let names: Vec<&str> = wishes.iter().map(|(name, ..)| name.as_str()).collect();
                let body = filled(&registering.body, &value, &json!(names));
                match live.announce(registering, body, request.deadline_ms).await {
                    Ok(remote) => settings.registered.push(remote),
                    Err(error) => {
                        failed = Some(error.without_secrets(&[keys.current()]));
                        break;
                    }
                }
            }
            // What was made is kept in mind before anything else is done, so that it can be taken back.
            settings.url = Some(url.to_string());
            let made = settings.registered.clone();
            settings.registered.extend(before.iter().cloned());
            let row = self.put(EndpointRow { revision: row.revision + 1, ..row }, &settings, &keys).await?;
            if let Some(error) = failed {
                self.take_back(&live, registering, row, settings, &keys, &made, request.deadline_ms).await?;
                return Err(error);
            }
            let row = self.take_back(&live, registering, row, settings, &keys, &before, request.deadline_ms).await?;
            Ok(told(&row.0, &row.1, None).to_string())
        };
        register.await.map_err(|error| self.located(error, "webhooks.register"))
    }

    /// Tells the system to deliver no more. Answers as [`Webhooks::list`] does.
    pub async fn unregister(&self, id: &str) -> Result<String> {
        let unregister = async {
            let row = self.row(id).await?;
            let (_, live, deliveries) = self.remote(&row).await?;
            let registering = registering(&live, &deliveries)?;
            let keys = self.state().await?.keys(&row).await?;
            let settings = settings(&row)?;
            let all = settings.registered.clone();
            let (row, settings) = self.take_back(&live, registering, row, settings, &keys, &all, None).await?;
            Ok(told(&row, &settings, None).to_string())
        };
        unregister.await.map_err(|error| self.located(error, "webhooks.unregister"))
    }

    /// Ends registrations, and forgets those that are ended.
    #[allow(clippy::too_many_arguments)]
    async fn take_back(
        &self,
        live: &Connection,
        registering: &Registering,
        row: EndpointRow,
        mut settings: EndpointSettings,
        keys: &crate::webhook::Keys,
        ids: &[String],
        deadline_ms: Option<u64>,
    ) -> Result<(EndpointRow, EndpointSettings)> {
        if ids.is_empty() {
            return Ok((row, settings));
        }
        let mut failed = None;
        for id in ids {
            match live.renounce(registering, id, deadline_ms).await {
                Ok(()) => settings.registered.retain(|known| known != id),
                Err(error) => failed = Some(error),
            }
        }
        if settings.registered.is_empty() {
            settings.url = None;
        }
        let row = self.put(EndpointRow { revision: row.revision + 1, ..row }, &settings, keys).await?;
        match failed {
            Some(error) => Err(error),
            None => Ok((row, settings)),
        }
    }

    /// The connection of an endpoint, and what its system delivers.
    async fn remote(&self, row: &EndpointRow) -> Result<(Tenant, std::sync::Arc<Connection>, Deliveries)> {
        let (Some(state), Some(connection)) = (&self.tenant, &row.connection) else {
            return Err(Error::unsupported("its sender is no connection: tell it where to deliver yourself"));
        };
        let tenant = Tenant::new(self.bridge.clone(), std::sync::Arc::clone(state));
        let live = tenant.live(connection.as_str()).await?;
        let deliveries = live.adapter.manifest.webhooks.as_deref().cloned();
        let none = || Error::unsupported(format!("{} sends no webhooks", live.adapter.manifest.title));
        let deliveries = deliveries.ok_or_else(none)?;
        Ok((tenant, live, deliveries))
    }
}

impl Connection {
    /// Makes a registration: its id in the system.
    async fn announce(&self, how: &Registering, body: Json, deadline_ms: Option<u64>) -> Result<String> {
        let url = self.webhook_url(&how.post, None)?;
        let outgoing = self.webhook_call("create", Method::POST, Effect::Unsafe, url, Some(body));
        let sent = async {
            let incoming = self.exchange(&outgoing, deadline(self.pipeline.policies(), deadline_ms)?).await?;
            let tree = parse_json(&incoming.response.body, self.adapter.manifest.decoder).unwrap_or_default();
            value_at(&tree, &how.id).and_then(text_of).ok_or_else(|| {
                Error::new(
                    Code::UpstreamInvalid,
                    "the system was told where to deliver, but does not say how it calls that",
                )
            })
        };
        sent.await.map_err(|error| self.locate(error, "webhooks.register"))
    }

    /// Ends a registration; one that is gone is ended.
    async fn renounce(&self, how: &Registering, id: &str, deadline_ms: Option<u64>) -> Result<()> {
        let url = self.webhook_url(&how.delete, Some(id))?;
        let outgoing = self.webhook_call("delete", Method::DELETE, Effect::Idempotent, url, None);
        let sent = async { self.exchange(&outgoing, deadline(self.pipeline.policies(), deadline_ms)?).await };
        match sent.await {
            Ok(_) => Ok(()),
            Err(error) if error.code() == Code::NotFound => Ok(()),
            Err(error) => Err(self.locate(error, "webhooks.unregister")),
        }
    }

    fn webhook_url(&self, path: &Template, id: Option<&str>) -> Result<Url> {
        let holes = Holes { id, ..Holes::default() };
        let option = |name: &str| self.option(name);
        let mut url = endpoint(&self.base, path, |name| holes.value(name).or_else(|| option(name)))?;
        self.end(&mut url)?;
        Ok(url)
    }

    fn webhook_call(&self, operation: &str, method: Method, effect: Effect, url: Url, body: Option<Json>) -> Outgoing {
        Outgoing {
            operation: operation.to_owned(),
            model: None,
            effect,
            method,
            url,
            headers: Vec::new(),
            body: body.map(|body| ("application/json".into(), body.to_string().into())),
            elsewhere: false,
            wanted: Wanted::Said,
        }
    }
}

fn registering<'d>(live: &Connection, deliveries: &'d Deliveries) -> Result<&'d Registering> {
    deliveries.register.as_ref().ok_or_else(|| {
        let title = &live.adapter.manifest.title;
        Error::unsupported(format!("{title} is told by a person where to deliver: {}", deliveries.setup.join(" ")))
    })
}

/// The address for the system; it must hold the endpoint.
fn address(text: &str, endpoint: &str) -> Result<Url> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let url = url
        .ok_or_else(|| Error::invalid_input("url must be the https:// address under which the endpoint is reached"))?;
    match url.as_str().contains(endpoint) {
        true => Ok(url),
        false => {
            Err(Error::invalid_input("url must hold the endpoint's id, or its deliveries could not be told apart"))
        }
    }
}

/// The events that are asked for.
fn wishes<'d>(how: &'d Deliveries, registering: &'d Registering, only: Option<&[String]>) -> Result<Vec<Wish<'d>>> {
    let known = || how.things.values().flatten().map(|thing| thing.resource.as_str());
    if let Some(wrong) = only.unwrap_or_default().iter().find(|wanted| !known().any(|resource| resource == **wanted)) {
        let mut names: Vec<&str> = known().collect();
        names.sort_unstable();
        names.dedup();
        return Err(Error::invalid_input(format!(
            "{wrong:.64?} is not told by webhooks; told are: {}",
            names.join(", ")
        )));
    }
    let wanted = |resource: &String| only.is_none_or(|only| only.contains(resource));
    let things = how.things.iter().filter(|(_, things)| things.iter().any(|thing| wanted(&thing.resource)));
    let each = things.flat_map(|(thing, _)| registering.changes.iter().map(move |change| (thing, change)));
    let one = |(thing, change): (&'d String, &'d String)| {
        (format!("{thing}{}{change}", how.separator), thing.as_str(), change.as_str())
    };
    Ok(each.map(one).collect())
}

/// A constant with its known holes filled; other braces are the system's own.
fn filled(constant: &Json, value: &dyn Fn(&str) -> Option<String>, events: &Json) -> Json {
    match constant {
        Json::String(text) if text == "{events}" => events.clone(),
        Json::String(text) => Json::from(text_filled(text, value)),
        Json::Array(items) => items.iter().map(|item| filled(item, value, events)).collect(),
        Json::Object(members) => {
            Json::Object(members.iter().map(|(name, member)| (name.clone(), filled(member, value, events))).collect())
        }
        other => other.clone(),
    }
}

fn text_filled(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let hole = rest.find('}').and_then(|close| Some((close, value(rest.get(1..close)?)?)));
        match hole {
            Some((close, text)) => {
                out.push_str(&text);
                rest = &rest[close + 1..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
