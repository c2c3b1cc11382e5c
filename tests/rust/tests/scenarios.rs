//! The scenarios, run by Rust. `SCENARIO=<part of a name>` runs some of them.
#![allow(clippy::unwrap_used)]

use std::panic::AssertUnwindSafe;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bridge_tests::control::Folders;
use bridge_tests::scenario::{Call, Outcome, Run, Scenario, Verb, load_all};
use coreflow_bridge::Error;
use coreflow_bridge::bridge::{Bridge, Content, Tenant};
use coreflow_bridge::model::Record;
use futures_util::FutureExt;
use serde_json::{Value, json};

type Made = Result<Value, Error>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scenarios() {
    let folders = Folders::default();
    let only = std::env::var("SCENARIO").unwrap_or_default();
    if only.is_empty() {
        folders.clear("rust").unwrap();
    }
    let all = load_all(&folders.scenarios).unwrap();
    let chosen: Vec<Scenario> = all.into_iter().filter(|one| one.name.contains(&only)).collect();
    assert!(!chosen.is_empty(), "no scenario is named {only:?}");
    let (mut passed, mut failed) = (0, Vec::new());
    for scenario in chosen {
        let name = scenario.name.clone();
        // A panic of the bridge is a failure of its scenario, not of all of them.
        let failures = AssertUnwindSafe(Box::pin(play(scenario, &folders))).catch_unwind().await;
        let failures = failures.unwrap_or_else(|_| vec!["a panic, see above".to_owned()]);
        println!("{} {name}", if failures.is_empty() { "ok  " } else { "FAIL" });
        if failures.is_empty() {
            passed += 1;
        } else {
            failed.push(format!("{name}: {}", failures.join("\n")));
        }
    }
    assert!(failed.is_empty(), "{passed} passed, {} failed\n\n{}\n", failed.len(), failed.join("\n\n"));
}

async fn play(scenario: Scenario, folders: &Folders) -> Vec<String> {
    let name = scenario.name.clone();
    let mut run = match Run::start(scenario, &folders.archives).await {
        Ok(run) => run,
        Err(error) => return vec![error.to_string()],
    };
    let config = run.bridge().unwrap().to_string();
    let bridge = match Bridge::open(&config) {
        Ok(bridge) => bridge,
        Err(error) => return vec![format!("the bridge does not open: {error:?}")],
    };
    while let Some(call) = run.next_call() {
        run.outcome(match Box::pin(make(&bridge, &call)).await {
            Ok(result) => Outcome::Result(result),
            Err(error) => Outcome::Error(serde_json::to_value(error.parts()).unwrap()),
        })
        .await;
    }
    bridge.close().await;
    let (failures, results) = run.end();
    folders.write("rust", &name, &results).unwrap();
    failures
}

/// Makes a call. What is large is boxed: without optimisation, the frame of a future that holds all of them is the stack.
async fn make(bridge: &Bridge, call: &Call) -> Made {
    match call.call {
        Verb::BridgeHealth => return json(&bridge.health().await?),
        Verb::Systems => return json(&bridge.systems()?),
        Verb::Catalogue => return json(&bridge.catalogue()?),
        Verb::SubscriptionFromStripe => return json(&bridge.subscription_from_stripe(&call.input.to_string())?),
        Verb::SystemCapabilities => {
            let system = call.input["system"].as_str();
            return json(&bridge.capabilities(system)?);
        }
        Verb::DrainWrites => {
            let counts = json(&bridge.drain_writes(30_000).await?)?;
            let count = |name: &str| counts[name].as_u64().unwrap();
            return Ok(json!({"resolved": count("known") + count("not_applied"), "unknown": count("unknown")}));
        }
        Verb::Close => {
            bridge.close().await;
            return Ok(Value::Null);
        }
        _ => {}
    }
    if call.call == Verb::Deliver {
        return handled(bridge, &call.input).await;
    }
    let tenant = bridge.tenant(&call.tenant)?;
    let resource = call.resource.as_deref().unwrap_or_default();
    let id = call.id.as_deref().unwrap_or_default();
    let connection = call.connection.as_deref().unwrap_or_default();
    let (input, options) = (call.input.to_string(), call.options.to_string());
    match call.call {
        Verb::List => list(&tenant, resource, &options, call.pages).await,
        Verb::Get => record(tenant.get(resource, id, &options).await?),
        Verb::Create => record(tenant.create(resource, &input, &options).await?),
        Verb::CreateMany => {
            let outcomes = tenant.create_many(resource, &input, &options).await?;
            outcomes
                .into_iter()
                .map(|outcome| match outcome {
                    Ok(made) => Ok(json!({"record": record(made)?})),
                    Err(error) => Ok(json!({"error": error.parts()})),
                })
                .collect()
        }
        Verb::Watch => {
            let watch = tenant.watch(resource, id, &options)?;
            let mut states = Vec::new();
            while let Some(state) = watch.next().await? {
                states.push(record(state)?);
            }
            watch.wait().await?;
            Ok(Value::Array(states))
        }
        Verb::Upsert => record(tenant.upsert(resource, &input, &options).await?),
        Verb::Update => record(tenant.update(resource, id, &input, &options).await?),
        Verb::Delete => nothing(tenant.delete(resource, id, &options).await?),
        Verb::Action => {
            let action = call.action.as_deref().unwrap_or_default();
            record(tenant.action(resource, id, action, &input, &options).await?)
        }
        Verb::Deletions => json(&tenant.deletions(resource, &options).await?),
        Verb::Sync => {
            let run = tenant.sync(resource, &options)?;
            let mut last = Value::Null;
            while let Some(report) = run.next().await? {
                last = json(&report)?;
            }
            Ok(last)
        }
        Verb::Mirror => {
            let page = tenant.mirror_page(resource, &options).await?;
            page.records.into_iter().map(record).collect()
        }
        Verb::Events => json(&tenant.events().list(&options).await?),
        Verb::CreateLink => json(&tenant.create_link(&input).await?),
        Verb::Links => json(&tenant.links(&options).await?),
        Verb::DeleteLink => nothing(tenant.delete_link(id).await?),
        Verb::Request => json(&tenant.request(connection, &input).await?),
        Verb::Connect => json(&tenant.connect(&input).await?),
        Verb::Disconnect => nothing(tenant.disconnect(connection).await?),
        Verb::Connections => json(&tenant.connections().await?),
        Verb::ChangeModules => json(&tenant.change_modules(&input).await?),
        Verb::ActiveModules => json(&tenant.active_modules().await?),
        Verb::Capabilities => json(&tenant.capabilities(&options).await?),
        Verb::Health => json(&tenant.health(&options).await?),
        Verb::Isolate => nothing(tenant.isolate(connection).await?),
        Verb::Reset => nothing(tenant.reset(connection).await?),
        Verb::PlanWrite | Verb::ApplyWrite | Verb::Writes | Verb::Write | Verb::ResolveWrite | Verb::SettleWrite => {
            Box::pin(written(&tenant, call)).await
        }
        Verb::Attachments | Verb::Upload | Verb::Download | Verb::DeleteAttachment => {
            Box::pin(filed(&tenant, call)).await
        }
        Verb::DeleteWebhook => Box::pin(hooked(&tenant, call)).await,
        verb if verb.is_of_endpoints() => Box::pin(hooked(&tenant, call)).await,
        _ => Box::pin(sold(&tenant, call)).await,
    }
}

/// The calls on the ledger and on plans.
async fn written(tenant: &Tenant, call: &Call) -> Made {
    let resource = call.resource.as_deref().unwrap_or_default();
    let (input, options) = (call.input.to_string(), call.options.to_string());
    match call.call {
        Verb::PlanWrite => {
            let mut request = call.input.clone();
            request["resource"] = json!(resource);
            json(&tenant.plan_write(&request.to_string(), &options).await?)
        }
        Verb::ApplyWrite => match tenant.apply_write(&input, &options).await? {
            Some(done) => record(done),
            None => Ok(Value::Null),
        },
        Verb::Writes => json(&tenant.writes(&input).await?),
        Verb::Write | Verb::ResolveWrite | Verb::SettleWrite => {
            let mut chosen = call.input.clone();
            let key = chosen.as_object_mut().unwrap().remove("key").unwrap();
            let (key, chosen) = (key.as_str().unwrap(), chosen.to_string());
            match call.call {
                Verb::Write => json(&tenant.write(key, &chosen).await?),
                Verb::ResolveWrite => json(&tenant.resolve_write(key, &chosen).await?),
                _ => nothing(tenant.settle_write(key, &chosen).await?),
            }
        }
        other => unreachable!("{other:?} is none of the ledger"),
    }
}

/// The calls on the files of a record.
async fn filed(tenant: &Tenant, call: &Call) -> Made {
    let resource = call.resource.as_deref().unwrap_or_default();
    let id = call.id.as_deref().unwrap_or_default();
    let options = call.options.to_string();
    match call.call {
        Verb::Attachments => {
            let all = tenant.attachments(resource, id, &options).await?;
            all.iter().map(|one| json(&one.to_json())).collect()
        }
        Verb::Upload => {
            let name = call.input["name"].as_str().unwrap();
            let content = Content::Bytes(content(&call.input).into());
            record(tenant.upload_attachment(resource, id, name, content, &options).await?)
        }
        Verb::Download => {
            let attachment = call.input["attachment"].as_str().unwrap();
            let content = tenant.download_attachment(resource, id, attachment, &options).await?;
            Ok(json!({"size": content.len(), "base64": STANDARD.encode(&content)}))
        }
        Verb::DeleteAttachment => {
            let attachment = call.input["attachment"].as_str().unwrap();
            nothing(tenant.delete_attachment(resource, id, attachment, &options).await?)
        }
        other => unreachable!("{other:?} is none of files"),
    }
}

/// The calls on endpoints of webhooks.
async fn hooked(tenant: &Tenant, call: &Call) -> Made {
    let id = call.id.as_deref().unwrap_or_default();
    let input = call.input.to_string();
    match call.call {
        Verb::CreateWebhook => json(&tenant.webhooks().create(&input).await?),
        Verb::Webhooks => json(&tenant.webhooks().list().await?),
        Verb::RotateWebhook => json(&tenant.webhooks().rotate(id, &input).await?),
        Verb::DeleteWebhook => nothing(tenant.webhooks().delete(id).await?),
        Verb::RegisterWebhook => json(&tenant.webhooks().register(id, &input).await?),
        Verb::UnregisterWebhook => json(&tenant.webhooks().unregister(id).await?),
        other => unreachable!("{other:?} is none of webhooks"),
    }
}

/// What is answered to a delivery.
async fn handled(bridge: &Bridge, sent: &Value) -> Made {
    let text = |name: &str| sent[name].as_str().unwrap();
    let pair = |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap().to_owned());
    let headers: Vec<(String, String)> = sent["headers"].as_object().unwrap().iter().map(pair).collect();
    let (method, url, body) = (text("method"), sent["url"].as_str(), text("body").as_bytes());
    json(&bridge.webhooks().handle(text("endpoint"), method, url, &headers, body).await.to_json())
}

/// The calls on what is sold: modules, subscription, usage.
async fn sold(tenant: &Tenant, call: &Call) -> Made {
    let given = |name: &str| call.input[name].as_str().unwrap_or_default();
    let (module, metric) = (given("module"), given("metric"));
    let input = call.input.to_string();
    let amount = json!({"amount": call.input.get("amount").unwrap_or(&json!(1))}).to_string();
    match call.call {
        Verb::IsModuleActive => {
            let feature = call.input.get("feature").map_or(json!({}), |feature| json!({"feature": feature}));
            Ok(json!(tenant.is_module_active(module, &feature.to_string()).await?))
        }
        Verb::ModuleCapabilities => json(&tenant.module_capabilities(module).await?),
        Verb::ValidateModules => json(&tenant.validate_modules(&input).await?),
        Verb::PlanModules => json(&tenant.plan_modules(&input).await?),
        Verb::ApplyModules => json(&tenant.apply_modules(&input).await?),
        Verb::Subscription => json(&tenant.subscription().await?),
        Verb::SetSubscription => json(&tenant.set_subscription(&input).await?),
        Verb::InstallSubscription => json(&tenant.install_subscription(given("token")).await?),
        Verb::RemoveSubscription => nothing(tenant.remove_subscription().await?),
        Verb::Usage => json(&tenant.usage().await?),
        Verb::RecordUsage => json(&tenant.record_usage(metric, &amount).await?),
        Verb::CheckUsage => json(&tenant.check_usage(metric, &amount).await?),
        other => unreachable!("{other:?} is done, or the run answers it itself"),
    }
}

/// The bytes of a file, told as `text` or as `base64`.
fn content(input: &Value) -> Vec<u8> {
    match input["base64"].as_str() {
        Some(base64) => STANDARD.decode(base64).unwrap(),
        None => input["text"].as_str().unwrap().as_bytes().to_vec(),
    }
}

/// The records and the quarantine of all pages; the total of the first.
async fn list(tenant: &Tenant, resource: &str, options: &str, pages: Option<u32>) -> Made {
    let listing = tenant.list(resource, options)?;
    let (mut records, mut quarantined, mut total) = (Vec::new(), Vec::new(), None);
    let mut seen = 0;
    while pages.is_none_or(|pages| seen < pages) {
        let Some(page) = listing.next_page().await? else { break };
        let mut page = json(&page.to_json())?;
        records.append(page["records"].as_array_mut().unwrap());
        quarantined.append(page["quarantined"].as_array_mut().unwrap());
        total.get_or_insert_with(|| page["total"].take());
        seen += 1;
    }
    Ok(json!({"records": records, "quarantined": quarantined, "total": total}))
}

fn record(record: Record) -> Made {
    json(&record.to_json())
}

fn json(text: &str) -> Made {
    Ok(serde_json::from_str(text).unwrap_or_else(|error| panic!("not JSON: {error}: {text}")))
}

#[allow(clippy::unnecessary_wraps)] // so that all arms of the match look alike
fn nothing((): ()) -> Made {
    Ok(Value::Null)
}
