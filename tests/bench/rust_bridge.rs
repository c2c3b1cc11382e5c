//! The core itself, without a binding: `bench-bridge <url> <collect | iterate> [limit]`.

use std::error::Error;

use coreflow_bridge::bridge::Bridge;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(url), Some(mode)) = (arguments.first(), arguments.get(1)) else {
        return Err("bench-bridge <url> <collect | iterate> [limit]".into());
    };
    let limit = arguments.get(2).map(|limit| limit.parse::<u64>()).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let count = runtime.block_on(pull(url, mode == "collect", limit))?;
    println!("{count}");
    Ok(())
}

async fn pull(url: &str, collect: bool, limit: Option<u64>) -> coreflow_bridge::Result<usize> {
    let key = format!("bench:{}=", "A".repeat(43));
    let bridge = Bridge::open(&json!({"store": ":memory:", "keyring": {"key": key}}).to_string())?;
    let tenant = bridge.tenant("acme")?;
    let credential = json!({"type": "api_key", "key": "key", "secret": "secret"});
    let connect = json!({"system": "erpnext", "instance": url, "credential": credential, "allow_private": true});
    tenant.connect(&connect.to_string()).await?;
    let modules = json!({"activate": ["accounting"], "provider": {"accounting": "erpnext"}});
    tenant.change_modules(&modules.to_string()).await?;
    let mut options = json!({"where": {"direction": "sales"}, "page_size": 1000});
    if let Some(limit) = limit {
        options["limit"] = Value::from(limit);
    }
    let listing = tenant.list("accounting.invoices", &options.to_string())?;
    let (mut records, mut count) = (Vec::new(), 0);
    while let Some(page) = listing.next_page().await? {
        count += page.records.len();
        if collect {
            records.extend(page.records);
        }
    }
    Ok(count)
}
