//! Telling a system where to deliver, where its API takes that.

mod wanted;
mod work;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Deserialize;
use url::Url;

use self::wanted::{Shared, Wanted};
use self::work::Work;
use super::connection::Connection;
use super::endpoints::{Webhooks, settings, told};
use super::options::{deadline, parse};
use super::tenant::Tenant;
use crate::error::{Error, Result};
use crate::manifest::{Registering, Webhooks as Deliveries};
use crate::store::EndpointRow;

/// So many parents are taken by one call; each is several requests.
const MOST_PARENTS: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    /// Where the endpoint is reached.
    url: String,
    /// The only resources that are of interest; all that the system tells of without it.
    #[serde(default)]
    resources: Option<Vec<String>>,
    /// The records below which changes are told, for systems that are told per parent.
    #[serde(default)]
    parents: Option<Vec<String>>,
    #[serde(default)]
    deadline_ms: Option<u64>,
}

impl Webhooks {
    /// Tells the system to deliver to `url`, which must lead to the endpoint; `resources` says of what, and `parents` below what
    /// for systems that are told per parent. What it was told before is replaced; what is the same stays where the system lists
    /// what it was told. Answers as [`Webhooks::list`] does. `UNSUPPORTED` where a person has to do it.
    pub async fn register(&self, id: &str, request_json: &str) -> Result<String> {
        let register = async {
            let request: Register = parse("webhooks.register", request_json)?;
            let row = self.row(id).await?;
            let (tenant, live, deliveries) = self.remote(&row).await?;
            let registering = registering(&live, &deliveries)?;
            tenant.check_serves(&live).await?;
            let url = address(&request.url, &row.id)?;
            let asked = request.parents.as_deref();
            let parents = parents(&live, &deliveries, registering, asked, request.deadline_ms).await?;
            let wanted = Wanted::all(&deliveries, registering, request.resources.as_deref(), &parents)?;
            let mut work = self.work(row, live, registering, request.deadline_ms).await?;
            let own = || format!("CoreFlow Bridge {}", work.row.id.get(..8).unwrap_or_default());
            let shared = Shared {
                url: url.to_string(),
                label: work.settings.label.clone().unwrap_or_else(own),
                endpoint: Shared::mark(&work.row.id),
            };
            work.replace(&wanted, &shared).await?;
            Ok(told(&work.row, &work.settings, None).to_string())
        };
        register.await.map_err(|error| self.located(error, "webhooks.register"))
    }

    /// Tells the system to deliver no more. Answers as [`Webhooks::list`] does. It needs no module, and is no call of a
    /// quota: what was told to a system must be taken back also, and most of all, when its modules have ended.
    pub async fn unregister(&self, id: &str) -> Result<String> {
        let unregister = async {
            let row = self.row(id).await?;
            let (_, live, deliveries) = self.remote(&row).await?;
            let registering = registering(&live, &deliveries)?;
            let mut work = self.work(row, live, registering, None).await?;
            work.end_all().await?;
            Ok(told(&work.row, &work.settings, None).to_string())
        };
        unregister.await.map_err(|error| self.located(error, "webhooks.unregister"))
    }

    async fn work<'w>(
        &'w self,
        row: EndpointRow,
        live: Arc<Connection>,
        how: &'w Registering,
        deadline_ms: Option<u64>,
    ) -> Result<Work<'w>> {
        let (keys, settings) = (self.state().await?.keys(&row).await?, settings(&row)?);
        Ok(Work { webhooks: self, live, how, keys, row, settings, deadline_ms })
    }

    /// The connection of an endpoint, and what its system delivers.
    async fn remote(&self, row: &EndpointRow) -> Result<(Tenant, Arc<Connection>, Deliveries)> {
        let (Some(state), Some(connection)) = (&self.tenant, &row.connection) else {
            return Err(Error::unsupported("its sender is no connection: tell it where to deliver yourself"));
        };
        let tenant = Tenant::new(self.bridge.clone(), Arc::clone(state));
        let live = tenant.live(connection.as_str()).await?;
        let deliveries = live.adapter.manifest.webhooks.as_deref().cloned();
        let none = || Error::unsupported(format!("{} sends no webhooks", live.adapter.manifest.title));
        let deliveries = deliveries.ok_or_else(none)?;
        Ok((tenant, live, deliveries))
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

/// The system's ids of the parents that are asked for; one that is none where it is told without. A parent whose records are
/// discovered must be there: nothing else would say that a name has a mistake.
async fn parents(
    live: &Arc<Connection>,
    deliveries: &Deliveries,
    registering: &Registering,
    asked: Option<&[String]>,
    deadline_ms: Option<u64>,
) -> Result<Vec<Option<String>>> {
    let (title, name) = (&live.adapter.manifest.title, &live.name);
    let asked = asked.unwrap_or_default();
    match (registering.parents, asked.len()) {
        (false, 0) => return Ok(vec![None]),
        (false, _) => {
            return Err(Error::invalid_input(format!("parents: {title} is not told per parent; leave it out")));
        }
        (true, 0) => {
            let message = format!("parents: {title} is told per parent; name them, for example [\"{name}:orders\"]");
            return Err(Error::invalid_input(message));
        }
        (true, many) if many > MOST_PARENTS => {
            return Err(Error::invalid_input(format!("parents: at most {MOST_PARENTS} are taken by one call")));
        }
        (true, _) => {}
    }
    let prefix = format!("{name}:");
    let parents: BTreeSet<&str> = asked.iter().map(|one| one.strip_prefix(&prefix).unwrap_or(one)).collect();
    for thing in deliveries.things.values().flatten() {
        for plan in &live.adapter.resource(&thing.resource)?.entities {
            for parent in &parents {
                let deadline = deadline(live.pipeline.policies(), deadline_ms)?;
                live.discovered(plan, Some(parent), &[], deadline).await?;
            }
        }
    }
    Ok(parents.into_iter().map(|parent| Some(parent.to_owned())).collect())
}
