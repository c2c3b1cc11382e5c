//! From the words of the command line to a bridge with one connection.

use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::{Server, file_error};
use crate::bridge::{Bridge, Tenant};
use crate::error::{Code, Error, Result};
use crate::manifest::{Manifest, Registry, load};

/// The tenant and the connection of the command line.
const NAME: &str = "cli";

/// A manifest from a file, or a built-in one.
pub(super) fn manifest(name: &str) -> Result<(Manifest, Option<String>)> {
    let path = Path::new(name);
    if path.extension().is_none() && !path.exists() {
        return Ok(((*Registry::default().get(name)?).clone(), None));
    }
    let yaml = std::fs::read_to_string(path).map_err(|error| file_error(name, error))?;
    Ok((load(name, &yaml)?, Some(yaml)))
}

/// A bridge in memory that speaks to the target, and its tenant. `wrong` connects with a credential of another value.
pub(super) async fn tenant(
    server: &Server<'_>,
    manifest: &Manifest,
    yaml: Option<&str>,
    record: Option<&Path>,
    wrong: bool,
) -> Result<Tenant> {
    let target = server.target;
    let adapters: Vec<Json> = yaml.iter().map(|yaml| json!({"yaml": yaml})).collect();
    let config = json!({
        "store": ":memory:",
        "adapters": adapters,
        "record": record.map(|folder| folder.display().to_string()),
    });
    let bridge = Bridge::open(&config.to_string())?;
    let tenant = bridge.tenant(NAME)?;
    let mut credential = credential(server)?;
    if wrong {
        for (name, value) in credential.iter_mut().filter(|(name, _)| *name != "type") {
            *value = Json::from(format!("wrong-{name}"));
        }
    }
    let mut options = Map::new();
    for option in &target.option {
        let (name, value) = option
            .split_once('=')
            .ok_or_else(|| Error::invalid_input(format!("--option {option:.64}: write name=value")))?;
        options.insert(name.to_owned(), value.into());
    }
    let request = json!({
        "system": manifest.system, "name": NAME, "instance": target.instance, "credential": credential,
        "options": options, "allow_private": target.allow_private,
        "allow": target.allow, "verify": !wrong,
    });
    tenant.connect(&request.to_string()).await?;
    let mut modules: Vec<&str> = manifest.resources.keys().filter_map(|path| path.split('.').next()).collect();
    modules.dedup();
    tenant.change_modules(&json!({"activate": modules}).to_string()).await?;
    Ok(tenant)
}

fn credential(server: &Server<'_>) -> Result<Map<String, Json>> {
    let name = &server.target.credential_env;
    let text = (server.environment)(name).ok_or_else(|| {
        Error::new(
            Code::ConfigInvalid,
            format!(
                "set {} to the credential as JSON, for example {{\"type\": \"bearer\", \"token\": \"...\"}}; \
                 {{\"type\": \"none\"}} for a server that asks for none",
                name
            ),
        )
    })?;
    // The text is a secret: no part of it is shown.
    serde_json::from_str(&text).map_err(|_| Error::new(Code::ConfigInvalid, format!("{name} is not a JSON object")))
}
