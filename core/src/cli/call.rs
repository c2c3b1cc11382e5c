//! `adapter try` and `adapter record`: calls against a real server.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::target::{manifest, tenant};
use super::{Server, print};
use crate::bridge::Tenant;
use crate::error::{Code, Error, Result};

/// One call of `try`.
pub(super) struct Call {
    pub(super) operation: String,
    pub(super) resource: Option<String>,
    pub(super) id: Option<String>,
    pub(super) input: String,
    pub(super) options: String,
}

/// Makes one call and prints its result as JSON.
pub(super) async fn try_one(
    server: &Server<'_>,
    call: Call,
    record: Option<PathBuf>,
    out: &mut dyn Write,
) -> Result<()> {
    let (manifest, yaml) = manifest(&server.target.manifest)?;
    let tenant = tenant(server, &manifest, yaml.as_deref(), record.as_deref(), false).await?;
    if call.operation == "health" {
        return pretty(out, &tenant.health("{}").await?);
    }
    let needs = |what: &str| Error::invalid_input(format!("{} needs {what}", call.operation));
    let resource = call.resource.as_deref().ok_or_else(|| needs("a resource, for example accounting.invoices"))?;
    let id = || call.id.as_deref().ok_or_else(|| needs("--id"));
    let (input, options) = (call.input.as_str(), call.options.as_str());
    match call.operation.as_str() {
        "list" => {
            let listing = tenant.list(resource, options)?;
            while let Some(page) = listing.next_page().await? {
                for record in &page.records {
                    pretty(out, &record.to_json())?;
                }
                for bad in &page.quarantined {
                    print(out, &format!("quarantined: {} {}", bad.pointer, bad.reason))?;
                }
            }
            Ok(())
        }
        "get" => pretty(out, &tenant.get(resource, id()?, options).await?.to_json()),
        "create" => pretty(out, &tenant.create(resource, input, options).await?.to_json()),
        "update" => pretty(out, &tenant.update(resource, id()?, input, options).await?.to_json()),
        "upsert" => pretty(out, &tenant.upsert(resource, input, options).await?.to_json()),
        "delete" => {
            tenant.delete(resource, id()?, options).await?;
            print(out, "deleted")
        }
        "deletions" => pretty(out, &tenant.deletions(resource, options).await?),
        action => pretty(out, &tenant.action(resource, id()?, action, input, options).await?.to_json()),
    }
}

/// Reads what every resource answers. A resource that cannot be read is told, and the others go on.
pub(super) async fn record(server: &Server<'_>, folder: &Path, only: &[String], out: &mut dyn Write) -> Result<()> {
    let (manifest, yaml) = manifest(&server.target.manifest)?;
    let reader = tenant(server, &manifest, yaml.as_deref(), Some(folder), false).await?;
    let wanted = |path: &&String| only.is_empty() || only.contains(path);
    for path in manifest.resources.keys().filter(wanted) {
        match read(&reader, path).await {
            Ok(count) => print(out, &format!("{path}: {count} records read"))?,
            Err(error) => print(out, &format!("{path}: {}: {}", error.code(), error.message()))?,
        }
    }
    if let Some(path) = manifest.resources.keys().find(wanted) {
        let stranger = tenant(server, &manifest, yaml.as_deref(), Some(folder), true).await?;
        let refused = first_page(&stranger, path).await.err().map(|error| error.code());
        let told = refused.map_or_else(|| "it was taken".to_owned(), |code: Code| code.to_string());
        print(out, &format!("a wrong credential: {told}"))?;
    }
    let count = std::fs::read_dir(folder).map(Iterator::count).unwrap_or(0);
    print(out, &format!("{count} exchanges stand in {}; look through them before you share them", folder.display()))
}

/// Two pages, one record, and one that is missing.
async fn read(tenant: &Tenant, path: &str) -> Result<usize> {
    let options = json!({"page_size": 2, "prefetch": 0}).to_string();
    let listing = tenant.list(path, &options)?;
    let (mut count, mut first) = (0, None);
    for _ in 0..2 {
        let Some(page) = listing.next_page().await? else { break };
        count += page.records.len();
        first = first.or_else(|| page.records.first().map(|record| record.id.to_string()));
    }
    if let Some(id) = first {
        tenant.get(path, &id, "").await?;
        // The same id with another ending, so that it has the form that the system expects.
        let missing = format!("{}0000000", id.trim_end_matches(|c: char| c.is_ascii_alphanumeric()));
        if let Err(error) = tenant.get(path, &missing, "").await
            && error.code() != Code::NotFound
        {
            return Err(error);
        }
    }
    Ok(count)
}

async fn first_page(tenant: &Tenant, path: &str) -> Result<()> {
    tenant.list(path, &json!({"page_size": 1, "prefetch": 0}).to_string())?.next_page().await.map(drop)
}

fn pretty(out: &mut dyn Write, text: &str) -> Result<()> {
    let tree: Json = serde_json::from_str(text).map_err(|error| Error::unexpected(error.to_string()))?;
    print(out, &format!("{tree:#}"))
}
