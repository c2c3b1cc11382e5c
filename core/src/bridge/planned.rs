//! Plans: a write is shown before it is done, kept as plain data, and applied later, unless the record has changed.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::answer::Call;
use super::exchange::Outgoing;
use super::keyed::{look_up, sorted};
use super::options::{CallOptions, deadline, parse, parse_input};
use super::order::{FIND_OR_CREATE, Order, Ready, Verb};
use super::reconcile::{differing, record_id};
use super::tenant::{Tenant, model};
use crate::error::{Code, Error, Result};
use crate::id::ConnectionName;
use crate::manifest::{Effect, Quality, VersionBy};
use crate::model::Record;
use crate::secret::random_id;
use crate::store::{WriteFilter, WriteStage};

/// How long a plan can be applied when the caller does not say, and at the most.
const VALID: Duration = Duration::from_secs(24 * 3_600);
const LONGEST: Duration = Duration::from_secs(30 * 24 * 3_600);

/// A plan, as it crosses to callers and comes back.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Plan {
    /// Names it.
    plan: String,
    connection: String,
    system: String,
    instance: String,
    resource: String,
    operation: Verb,
    action: Option<String>,
    record_id: Option<String>,
    input: Map<String, Json>,
    by: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    update: Option<bool>,
    idempotency_key: Option<String>,
    if_version: Option<String>,
    effect: Effect,
    /// What is sent, without the credential.
    requests: Vec<Json>,
    /// Per field: before and after.
    changes: Vec<Json>,
    /// The record before, as a digest.
    before: Option<String>,
    warnings: Vec<String>,
    created_at: Timestamp,
    expires_at: Timestamp,
    /// Shows that this tenant made it, and that nobody changed it.
    #[serde(default)]
    seal: String,
}

/// What is planned, beside the options of the call itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanRequest {
    resource: String,
    operation: Verb,
    #[serde(default)]
    action: Option<String>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    input: Option<Map<String, Json>>,
}

/// How long a plan holds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PlanOptions {
    valid_ms: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ApplyOptions {
    deadline_ms: Option<u64>,
    raw: bool,
    /// What the plan must be of.
    resource: Option<String>,
}

impl Tenant {
    /// Shows a write without doing it. The request: `resource`, `operation` (create, update, upsert, delete, action),
    /// `action`, `id`, `input`. The options are those of the operation, and `valid_ms`.
    pub async fn plan_write(&self, request_json: &str, options_json: &str) -> Result<String> {
        let request: PlanRequest = parse("plan", request_json)?;
        let (options, valid) = options(options_json)?;
        let takes: &[&str] = match request.operation {
            Verb::Create | Verb::Delete | Verb::Action => &["idempotency_key"],
            Verb::Update => &["idempotency_key", "if_version"],
            Verb::Upsert => &["idempotency_key", "by", "update"],
        };
        let options = options.only(request.operation.as_str(), takes)?;
        let is_new = matches!(request.operation, Verb::Create | Verb::Upsert);
        if is_new == request.id.is_some() || (request.operation == Verb::Action) != request.action.is_some() {
            return Err(Error::invalid_input(
                "plan: create and upsert take no id, all others do; only an action has a name",
            ));
        }
        let input = request.input.unwrap_or_default();
        let order = Order {
            id: request.id,
            action: request.action,
            ..Order::of(&request.resource, request.operation, input, options)
        };
        let path = format!("{}.plan.{}", order.resource, order.name());
        let plan = self.plan(order, valid).await;
        plan.map(|plan| json!(plan).to_string()).map_err(|error| error.in_tenant(self.id()).in_operation(&path))
    }

    /// Does what a plan shows; answers the record, nothing after a delete. `NOT_FOUND` where this tenant did not make it,
    /// `CONFLICT` where the record has changed since, or the plan has expired. Twice is like once.
    pub async fn apply_write(&self, plan_json: &str, options_json: &str) -> Result<Option<Record>> {
        let options: ApplyOptions = parse("apply", options_json)?;
        let plan = self.opened(plan_json).await.map_err(|error| error.in_tenant(self.id()).in_operation("apply"))?;
        if let Some(resource) = options.resource.as_ref().filter(|wanted| **wanted != plan.resource) {
            let message = format!("the plan is one of {}, not of {resource:.64}", plan.resource);
            return Err(Error::invalid_input(message).in_tenant(self.id()).in_operation("apply"));
        }
        let path = format!("{}.apply", plan.resource);
        let connection = plan.connection.clone();
        let system = plan.system.clone();
        let done = self.apply(plan, &options).await;
        done.map_err(|error| error.in_tenant(self.id()).in_connection(&system, &connection).in_operation(&path))
    }

    async fn plan(&self, order: Order, valid: Duration) -> Result<Plan> {
        let mut order = order;
        let mut ready = self.prepare(order.clone()).await?;
        if ready.for_codec.is_some() || ready.outgoing.effect == Effect::Read {
            return Err(Error::unsupported("this call changes nothing in the system: there is nothing to plan"));
        }
        let before = self.before(&ready).await?;
        let version = before.as_ref().and_then(|record| record.version.as_deref());
        if let (Verb::Update, None, Some(version), true) =
            (ready.verb, &order.options.if_version, version, checks_version(&ready))
        {
            // The system itself then refuses what has changed, also between our look and the write.
            order.options.if_version = Some(version.to_owned());
            ready = self.readied(order.clone(), false).await?;
        }
        let now = Timestamp::now().round(jiff::Unit::Second).unwrap_or_else(|_| Timestamp::now());
        let manifest = &ready.connection.adapter.manifest;
        let changes = changes(&ready, before.as_ref());
        let mut plan = Plan {
            plan: format!("plan-{}", random_id()?),
            connection: ready.connection.name.to_string(),
            system: manifest.system.clone(),
            instance: ready.connection.instance.clone(),
            resource: ready.resource.clone(),
            operation: ready.verb,
            action: order.action.clone(),
            record_id: ready
                .target
                .as_deref()
                .map(|id| record_id(ready.connection.name.as_str(), ready.plan.variant.as_deref(), id)),
            input: order.input.clone(),
            by: order.options.by.clone(),
            update: order.options.update,
            idempotency_key: order.options.idempotency_key.clone(),
            if_version: order.options.if_version.clone(),
            effect: ready.outgoing.effect,
            requests: vec![shown(&ready)?],
            warnings: warnings(&ready, before.as_ref(), &changes),
            changes,
            before: before.as_ref().map(state_of),
            created_at: now,
            expires_at: SignedDuration::try_from(valid).ok().and_then(|it| now.checked_add(it).ok()).unwrap_or(now),
            seal: String::new(),
        };
        let sealer = &self.bridge.inner.state().await?.sealer;
        let name = &ready.connection.name;
        let sealed = sealer.seal(&self.state.id, name, &format!("plan/{}", plan.plan), 1, &plan.digest()).await?;
        plan.seal = URL_SAFE_NO_PAD.encode(sealed);
        Ok(plan)
    }

    /// A plan that this tenant has made; else there is none.
    async fn opened(&self, plan_json: &str) -> Result<Plan> {
        let unknown = || Error::new(Code::NotFound, "there is no such plan of this tenant");
        let plan: Plan = serde_json::from_str(plan_json).map_err(|_| unknown())?;
        let seal = URL_SAFE_NO_PAD.decode(&plan.seal).map_err(|_| unknown())?;
        let connection = ConnectionName::new(&plan.connection).map_err(|_| unknown())?;
        let sealer = &self.bridge.inner.state().await?.sealer;
        let opened = sealer.open(&self.state.id, &connection, &format!("plan/{}", plan.plan), 1, &seal).await;
        let known = match opened {
            Ok(known) => known,
            Err(error) if error.code() == Code::SecretUnavailable => return Err(unknown()),
            Err(error) => return Err(error),
        };
        match known.as_slice() == plan.digest() {
            true => Ok(plan),
            false => Err(unknown()),
        }
    }

    async fn apply(&self, plan: Plan, options: &ApplyOptions) -> Result<Option<Record>> {
        if plan.expires_at <= Timestamp::now() {
            let error = Error::new(Code::Conflict, "the plan has expired; plan again");
            return Err(error.with_context("expires_at", plan.expires_at.to_string()));
        }
        let call = CallOptions {
            connection: Some(plan.connection.clone()),
            deadline_ms: options.deadline_ms,
            background: false,
            hedge: None,
            raw: options.raw,
            idempotency_key: plan.idempotency_key.clone(),
            if_version: plan.if_version.clone(),
            by: plan.by.clone(),
            update: plan.update,
        };
        let order = Order {
            id: plan.record_id.clone(),
            action: plan.action.clone(),
            ..Order::of(&plan.resource, plan.operation, plan.input.clone(), call)
        };
        // The plan's own name is its key in the ledger: applied twice, it is done once.
        let name = order.name().to_owned();
        let key = match plan.operation {
            Verb::Upsert => plan.plan.clone(),
            _ => plan.idempotency_key.clone().unwrap_or_else(|| plan.plan.clone()),
        };
        let begun = self.begun(&plan, &name, &key).await?;
        if begun.is_none() {
            self.check_unchanged(&plan).await?;
        }
        let mut ready = match self.prepare(order).await {
            // A system that compares versions would refuse what the plan itself has done.
            Err(error) if begun.is_some() && error.code() == Code::Conflict => {
                return self.after(&plan, &key, error).await;
            }
            ready => ready?,
        };
        if begun.is_none() && plan.requests != [shown(&ready)?] {
            let message =
                "what would be sent is not what the plan shows: the system or its adapter has changed; plan again";
            return Err(Error::new(Code::Conflict, message));
        }
        ready.key.get_or_insert(key);
        self.perform(ready).await
    }

    /// How far the plan has come, where it was applied before.
    async fn begun(&self, plan: &Plan, name: &str, key: &str) -> Result<Option<WriteStage>> {
        let filter = WriteFilter {
            connection: Some(plan.connection.clone()),
            operation: Some(format!("{}.{name}", plan.resource)),
            key: Some(key.to_owned()),
            limit: 1,
            stage: None,
        };
        let rows = self.bridge.inner.state().await?.store.writes(&self.state.id, filter).await?;
        Ok(rows.first().map(|row| row.stage).filter(|stage| *stage != WriteStage::Intent))
    }

    /// What the plan has made of its record, where it was applied before.
    async fn after(&self, plan: &Plan, key: &str, error: Error) -> Result<Option<Record>> {
        let told = self.resolve_write(key, &json!({"connection": plan.connection}).to_string()).await?;
        let told: Json = serde_json::from_str(&told).unwrap_or_default();
        let (Some("known"), Some(id)) = (told["state"].as_str(), told["record_id"].as_str()) else { return Err(error) };
        let options = json!({"connection": plan.connection}).to_string();
        self.get(&plan.resource, id, &options).await.map(Some)
    }

    /// The record before the write, where there is one.
    async fn before(&self, ready: &Ready) -> Result<Option<Record>> {
        let name = ready.connection.name.as_str();
        match (&ready.target, ready.written()) {
            (Some(target), _) => {
                let id = record_id(name, ready.plan.variant.as_deref(), target);
                self.seen(&ready.resource, &id, name).await.map(Some)
            }
            (None, Some(written)) => look_up(Call { raw: false, ..ready.call() }, &written, ready.holes()?).await,
            (None, None) => Ok(None),
        }
    }

    /// A record as it is now: a part of planning, or of applying, and no call of its own.
    async fn seen(&self, resource: &str, id: &str, connection: &str) -> Result<Record> {
        let target = self.sought(model(resource)?, id, Some(connection), false).await?;
        let deadline = deadline(target.connection.pipeline.policies(), None)?;
        target.read(false, deadline).await.map_err(|error| target.connection.locate(error, &format!("{resource}.get")))
    }

    async fn check_unchanged(&self, plan: &Plan) -> Result<()> {
        let (Some(id), Some(before)) = (&plan.record_id, &plan.before) else { return Ok(()) };
        let now = self.seen(&plan.resource, id, &plan.connection).await?;
        if state_of(&now) == *before {
            return Ok(());
        }
        let error = Error::new(Code::Conflict, "the record has changed since the plan was made; plan again");
        Err(error.with_context("version", now.version.as_deref().unwrap_or_default()))
    }
}

impl Plan {
    /// What is sealed: all of it, whatever the order of its members and the spelling of its numbers.
    fn digest(&self) -> Vec<u8> {
        let plain = Plan { seal: String::new(), ..self.clone() };
        hash(&json!(plain))
    }
}

/// The options of the operation, and how long the plan holds.
fn options(options_json: &str) -> Result<(CallOptions, Duration)> {
    let mut given = parse_input(options_json)?;
    let valid = given.remove("valid_ms").map(|valid| PlanOptions { valid_ms: valid.as_u64() });
    let valid = match valid {
        None => VALID,
        Some(PlanOptions { valid_ms: Some(valid) }) if Duration::from_millis(valid) <= LONGEST && valid > 0 => {
            Duration::from_millis(valid)
        }
        Some(_) => return Err(Error::invalid_input("a plan can be valid for 1 ms up to 30 days")),
    };
    Ok((parse("plan", &Json::Object(given).to_string())?, valid))
}

/// Whether the system itself compares the version of an update.
fn checks_version(ready: &Ready) -> bool {
    ready.plan.entity.version.as_ref().is_some_and(|check| check.by == VersionBy::Body)
}

/// A request as it is sent, without the credential.
fn shown(ready: &Ready) -> Result<Json> {
    let Outgoing { method, url, headers, body, .. } = &ready.outgoing;
    let mut query: Map<String, Json> = Map::new();
    for (name, value) in url.query_pairs() {
        match query.entry(name).or_insert_with(|| json!([])) {
            Json::Array(values) => values.push(Json::from(&*value)),
            _ => return Err(Error::unexpected("a query that is no list")),
        }
    }
    let mut shown: Map<String, Json> = Map::new();
    if let Some((kind, _)) = body {
        shown.insert("content-type".to_owned(), Json::from(&**kind));
    }
    for (name, value) in ready.connection.headers.iter().chain(headers) {
        let text = if value.is_sensitive() { None } else { value.to_str().ok() };
        shown.insert(name.as_str().to_owned(), text.unwrap_or("[redacted]").into());
    }
    for name in ready.connection.auth.header_names() {
        shown.insert(name, "[redacted]".into());
    }
    let body = body.as_ref().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    Ok(json!({"method": method.as_str(), "path": url.path(), "query": query, "headers": shown, "body": body}))
}

/// What changes, field by field.
fn changes(ready: &Ready, before: Option<&Record>) -> Vec<Json> {
    let now = before.map_or(Json::Null, |record| serde_json::from_str(&record.to_json()).unwrap_or_default());
    let there = |name: &str| now.get(name).cloned().unwrap_or(Json::Null);
    let change = |name: &str, before: Json, after: Json| json!({"field": name, "before": before, "after": after});
    match ready.verb {
        Verb::Action => Vec::new(),
        Verb::Delete => {
            let fields = ready.plan.mapping.model.fields.iter().map(|field| field.name);
            fields
                .map(|name| (name, there(name)))
                .filter(|(_, value)| !is_empty(value))
                .map(|(name, value)| change(name, value, Json::Null))
                .collect()
        }
        Verb::Create | Verb::Update | Verb::Upsert => {
            let differs = before.map(|record| differing(&ready.input, record));
            let changed = |name: &&String| differs.as_ref().is_none_or(|differs| differs.contains(name));
            ready
                .input
                .keys()
                .filter(changed)
                .map(|name| change(name, there(name), ready.input[name].clone()))
                .collect()
        }
    }
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// What the system cannot do, and what to think of.
fn warnings(ready: &Ready, before: Option<&Record>, changes: &[Json]) -> Vec<String> {
    let mut warnings = Vec::new();
    for name in ready.input.keys() {
        let map = ready.plan.mapping.fields.get(name.as_str());
        if map.is_some() && Quality::of(map).as_str() == "lossy" {
            warnings.push(format!("{name}: the system does not keep all of it"));
        }
    }
    match ready.verb {
        Verb::Create if before.is_some() => {
            warnings.push("the record of this idempotency_key is there already: applying answers it".to_owned());
        }
        Verb::Update if changes.is_empty() => warnings.push("the record holds all of this already".to_owned()),
        Verb::Upsert if ready.name == FIND_OR_CREATE => {
            warnings.push("the system decides whether a record is made; one that is found stays as it is".to_owned());
        }
        Verb::Upsert if before.is_none() => {
            warnings.push("the system decides whether a record is made or changed, and which".to_owned());
        }
        Verb::Action => warnings.push("what the action changes beside its input is the system's".to_owned()),
        _ => {}
    }
    let own_check = checks_version(ready) && ready.verb == Verb::Update;
    if ready.target.is_some() && !own_check {
        warnings.push(
            "the system does not compare versions here: a change between the last look and the write is not seen"
                .to_owned(),
        );
    }
    if ready.verb == Verb::Create && ready.system_key.is_none() && ready.outgoing.effect == Effect::Unsafe {
        warnings.push(
            "no key is kept with the record: if the answer is lost, the outcome stays unknown until somebody looks"
                .to_owned(),
        );
    }
    warnings
}

/// A record's state, as a digest.
fn state_of(record: &Record) -> String {
    URL_SAFE_NO_PAD.encode(hash(&serde_json::from_str(&record.to_json()).unwrap_or_default()))
}

fn hash(value: &Json) -> Vec<u8> {
    digest(&SHA256, plainly(&sorted(value)).to_string().as_bytes()).as_ref().to_vec()
}

/// Numbers as every language reads and writes them again.
fn plainly(value: &Json) -> Json {
    match value {
        Json::Number(number) => number.as_f64().map_or_else(|| value.clone(), Json::from),
        Json::Array(items) => items.iter().map(plainly).collect(),
        Json::Object(members) => {
            Json::Object(members.iter().map(|(name, value)| (name.clone(), plainly(value))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_of_the_meaning_not_of_the_spelling() {
        let digest = |text: &str| hash(&serde_json::from_str(text).unwrap_or_default());
        let one = digest(r#"{"a": 1.50, "b": [1, {"c": null, "d": 100000000000000000000}]}"#);
        assert_eq!(one, digest(r#"{"b": [1.0, {"d": 1e20, "c": null}], "a": 1.5}"#));
        for other in [r#"{"a": 1.51, "b": []}"#, r#"{"a": "1.50", "b": [1, {"c": null, "d": 1e20}]}"#, "null"] {
            assert_ne!(one, digest(other), "{other}");
        }
    }
}
