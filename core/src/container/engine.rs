//! The engine's HTTP API on its socket: two questions, bounded in time and size. The paths have no version, so that
//! every engine answers in its own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value as Json, json};

use super::state::ContainerState;
use super::{ContainerRef, EngineConfig, ServiceRef};
use crate::error::{Code, Error, Result};

/// The answer about one container is some kilobytes.
const MOST: usize = 4 << 20;

/// An engine.
#[derive(Clone, Debug)]
pub struct Engine {
    socket: PathBuf,
    client: reqwest::Client,
}

impl Engine {
    /// Reads the configuration. Nothing is sent.
    pub fn new(config: &EngineConfig) -> Result<Engine> {
        let wrong = |message: &str| Error::new(Code::ConfigInvalid, format!("containers: {message}"));
        let path = config.socket.strip_prefix("unix://").unwrap_or(&config.socket);
        if !Path::new(path).is_absolute() {
            return Err(wrong("socket must be the absolute path of a socket, like /var/run/docker.sock"));
        }
        if !(100..=30_000).contains(&config.timeout_ms) {
            return Err(wrong("timeout_ms must be 100 to 30000"));
        }
        let client = reqwest::Client::builder()
            .unix_socket(path)
            .timeout(Duration::from_millis(config.timeout_ms))
            .redirect(reqwest::redirect::Policy::none())
            // A health check an hour: a kept connection would only go stale.
            .pool_max_idle_per_host(0)
            .build()
            .map_err(|error| Error::unexpected("no client for the container engine").with_source(error))?;
        Ok(Engine { socket: path.into(), client })
    }

    /// How a container is.
    pub async fn state(&self, container: &ContainerRef) -> Result<ContainerState> {
        container.check()?;
        let (id, others) = match container {
            ContainerRef::Name(name) => (name.clone(), 0),
            ContainerRef::Service(service) => self.find(service, container).await?,
        };
        let found = self.get(&format!("containers/{id}/json"), &[]).await?;
        let found = found.ok_or_else(|| not_found(container))?;
        ContainerState::read(&found, others).ok_or_else(|| self.strange())
    }

    /// The container of a service, and how many more it has: one that runs comes first.
    async fn find(&self, service: &ServiceRef, container: &ContainerRef) -> Result<(String, usize)> {
        let labels = [
            format!("com.docker.compose.project={}", service.project),
            format!("com.docker.compose.service={}", service.service),
        ];
        let filters = json!({"label": labels}).to_string();
        let found = self.get("containers/json", &[("all", "true"), ("filters", &filters)]).await?;
        let found = found.as_ref().and_then(Json::as_array).ok_or_else(|| self.strange())?;
        let runs = |one: &&Json| one.get("State").and_then(Json::as_str) == Some("running");
        let one = found.iter().find(runs).or_else(|| found.first()).ok_or_else(|| not_found(container))?;
        let id = one.get("Id").and_then(Json::as_str).filter(|id| id.chars().all(|c| c.is_ascii_hexdigit()));
        Ok((id.ok_or_else(|| self.strange())?.to_owned(), found.len() - 1))
    }

    /// The answer to a question; `None` where there is no such thing.
    async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Option<Json>> {
        let lost = |error: reqwest::Error| {
            let what = if error.is_timeout() { "does not answer in time" } else { "cannot be reached" };
            let message = format!("the container engine at {} {what}; does it run, and may we use it?", self.shown());
            Error::new(Code::Unavailable, message).with_source(error)
        };
        let mut url = url::Url::parse("http://engine/").map_err(|error| Error::unexpected(error.to_string()))?;
        url.set_path(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let mut answer = self.client.get(url).send().await.map_err(lost)?;
        let status = answer.status().as_u16();
        if status == 404 {
            return Ok(None);
        }
        if status != 200 {
            let message = format!("the container engine at {} answers with {status}", self.shown());
            return Err(Error::new(Code::UpstreamInvalid, message).with_status(status));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(lost)? {
            if body.len() + chunk.len() > MOST {
                return Err(self.strange());
            }
            body.extend_from_slice(&chunk);
        }
        serde_json::from_slice(&body).map(Some).map_err(|_| self.strange())
    }

    fn strange(&self) -> Error {
        let message = format!("what answers at {} is no container engine that we know", self.shown());
        Error::new(Code::UpstreamInvalid, message)
    }

    fn shown(&self) -> std::path::Display<'_> {
        self.socket.display()
    }
}

fn not_found(container: &ContainerRef) -> Error {
    Error::new(Code::NotFound, format!("the engine has no container {container}"))
}
