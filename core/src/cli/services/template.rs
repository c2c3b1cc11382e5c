//! What runs a system, as data: its services in compose's own words, its secrets, and the one service that is asked.

use std::path::Path;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::super::file_error;
use super::lint::lint;
use crate::error::{Code, Error, Result};
use crate::manifest::Registry;

/// What runs one system.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Template {
    pub(super) system: String,
    /// Why there is nothing to run it: then this stands alone.
    #[serde(default)]
    pub(super) none: Option<String>,
    /// The service that the bridge asks.
    #[serde(default)]
    pub(super) entry: Option<Entry>,
    /// What a person does after the first start.
    #[serde(default)]
    pub(super) then: String,
    #[serde(default)]
    pub(super) secrets: IndexMap<String, SecretSpec>,
    /// Files of variables for services whose images read no secrets from files, by the name in `env_file`.
    #[serde(default)]
    pub(super) variables: IndexMap<String, IndexMap<String, String>>,
    #[serde(default)]
    pub(super) volumes: Vec<String>,
    /// The services in compose's words, under short names. `networks: [outside]` is for those that may reach out.
    #[serde(default)]
    pub(super) services: IndexMap<String, Map<String, Json>>,
}

/// The service that the bridge asks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) service: String,
    /// Its port in the container.
    pub(super) port: u16,
    /// The port on the host, where one is wanted and none is given.
    pub(super) publish: u16,
}

/// How a secret is made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SecretSpec {
    /// How many random bytes; the text is their hexadecimal form.
    #[serde(default = "long")]
    pub(super) bytes: usize,
}

fn long() -> usize {
    24
}

impl Template {
    pub(super) fn entry(&self) -> Result<&Entry> {
        self.entry.as_ref().ok_or_else(|| Error::unexpected(format!("the template of {} has no entry", self.system)))
    }

    /// The name of the entry's service in the compose file.
    pub(super) fn entry_service(&self) -> Result<String> {
        Ok(self.service(&self.entry()?.service))
    }

    /// The address under which the system is used: on this host, else among the containers.
    pub(super) fn url(&self, port: Option<u16>) -> Result<String> {
        let entry = self.entry()?;
        Ok(match port {
            Some(port) => format!("http://127.0.0.1:{port}"),
            None if entry.port == 80 => format!("http://{}", self.service(&entry.service)),
            None => format!("http://{}:{}", self.service(&entry.service), entry.port),
        })
    }

    pub(super) fn service(&self, short: &str) -> String {
        format!("{}-{short}", self.system)
    }

    pub(super) fn secret(&self, short: &str) -> String {
        format!("{}_{short}", self.system)
    }

    pub(super) fn variables_file(&self, group: &str) -> String {
        format!("{}.{group}.env", self.system)
    }
}

/// The systems that can be run.
pub(super) fn built_in() -> Vec<String> {
    let systems = Registry::default().systems();
    systems.into_iter().filter(|system| matches!(read(system), Ok(template) if template.none.is_none())).collect()
}

/// A template by the name of its system, or of its file.
pub(super) fn read(name: &str) -> Result<Template> {
    let path = Path::new(name);
    let template = if path.extension().is_some() {
        let yaml = std::fs::read_to_string(path).map_err(|error| file_error(name, error))?;
        parse(name, &yaml)?
    } else {
        // An unknown system is told as everywhere else.
        Registry::default().get(name)?;
        let yaml = Registry::services(name).ok_or_else(|| {
            Error::new(Code::Unsupported, format!("nothing is known of how to run {name}; give a file of its services"))
        })?;
        parse(&format!("services/{name}.yaml"), yaml)?
    };
    match &template.none {
        Some(why) => Err(Error::new(Code::Unsupported, format!("{} cannot be run so: {why}", template.system))),
        None => Ok(template),
    }
}

fn parse(origin: &str, yaml: &str) -> Result<Template> {
    let options = serde_saphyr::options! { strict_booleans: true };
    let template: Template = serde_saphyr::from_str_with_options(yaml, options).map_err(|error| {
        let place = error.location().map(|at| format!(":{}", at.line())).unwrap_or_default();
        let reason = error.without_snippet().to_string();
        Error::new(Code::ConfigInvalid, format!("{origin}{place}: {}", reason.trim()))
    })?;
    let findings = lint(&template);
    if findings.is_empty() {
        return Ok(template);
    }
    let lines: Vec<String> = findings.iter().map(|finding| format!("{origin}: {finding}")).collect();
    Err(Error::new(Code::ConfigInvalid, lines.join("\n")))
}
