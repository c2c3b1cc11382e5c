//! What a connection can do, generated from its manifest.

use serde_json::{Map, Value as Json, json};

use super::adapter::{Adapter, EntityPlan, effect};
use super::connection::Settings;
use super::options::{CapabilityOptions, parse};
use super::order::FIND_OR_CREATE;
use super::root::Bridge;
use super::tenant::Tenant;
use crate::error::{Error, Result};
use crate::manifest::{DeletedBy, Effect, Input, Quality, SinceKind, VersionBy};
use crate::model::{Field, FieldKind};

impl Tenant {
    /// What the tenant's connections can do: connection → resource → variant → operations, actions and fields.
    pub async fn capabilities(&self, options_json: &str) -> Result<String> {
        let options: CapabilityOptions = parse("capabilities", options_json)?;
        let found = async {
            let view = self.state.view(&self.bridge.inner).await?;
            let rows = match &options.connection {
                Some(name) => vec![view.row(name)?],
                None => view.rows.iter().collect(),
            };
            let mut all = Map::new();
            for row in rows {
                let adapter = self.bridge.inner.adapters.get(&row.system, &Settings::of(row)?)?;
                all.insert(row.name.to_string(), connection(&adapter)?);
            }
            Ok(Json::Object(all).to_string())
        };
        found.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("capabilities"))
    }
}

impl Bridge {
    /// What the systems can do, without a connection: system → as in [`Tenant::capabilities`]. An instance may differ,
    /// by its version and options.
    pub fn capabilities(&self, system: Option<&str>) -> Result<String> {
        self.inner.check_open()?;
        let adapters = &self.inner.adapters;
        let systems = system.map_or_else(|| adapters.registry.systems(), |system| vec![system.to_owned()]);
        let one = |system: String| {
            let adapter = adapters.get(&system, &Settings::default())?;
            Ok((system, connection(&adapter)?))
        };
        Ok(Json::Object(systems.into_iter().map(one).collect::<Result<_>>()?).to_string())
    }
}

fn connection(adapter: &Adapter) -> Result<Json> {
    Ok(json!({"system": adapter.manifest.system, "resources": resources_of(adapter, None)?}))
}

/// What can be done with each resource, or with those of one module.
pub(super) fn resources_of(adapter: &Adapter, module: Option<&str>) -> Result<Map<String, Json>> {
    let mut resources = Map::new();
    let wanted = |path: &&String| module.is_none_or(|module| path.split('.').next() == Some(module));
    for path in adapter.manifest.resources.keys().filter(wanted) {
        let plan = adapter.resource(path)?;
        let entity = |plan: &std::sync::Arc<EntityPlan>| (plan.variant.clone().unwrap_or_default(), entity(plan));
        let value = match &plan.by {
            None => plan.entities.first().map_or(Json::Null, |plan| self::entity(plan)),
            Some(by) => json!({"by": by, "variants": plan.entities.iter().map(entity).collect::<Map<_, _>>()}),
        };
        resources.insert(path.clone(), value);
    }
    Ok(resources)
}

fn entity(plan: &EntityPlan) -> Json {
    let spec = &plan.entity;
    let operations: Vec<&str> = ["list", "get", "create", "update", "upsert", "delete"]
        .into_iter()
        .filter(|name| plan.supports(name))
        .collect();
    let actions: Map<String, Json> = plan
        .supported_actions()
        .filter_map(|name| Some((name.to_owned(), plan.action(name).ok()?)))
        .map(|(name, operation)| {
            let inputs: Map<String, Json> =
                operation.input.iter().map(|(name, spec)| (name.clone(), input(spec))).collect();
            (name, json!(inputs))
        })
        .collect();
    let fields: Map<String, Json> =
        plan.mapping.model.fields.iter().map(|field| (field.name.to_owned(), quality(plan, field))).collect();
    json!({
        "operations": operations,
        "actions": actions,
        "required": spec.required,
        "bulk_create": super::bulk::bulk(plan, false).map(|bulk| bulk.max),
        "upsert_by": plan.operation("upsert").ok().map(|upsert| &upsert.by),
        "find_or_create": plan.supports(FIND_OR_CREATE),
        "incremental": spec.since.kind != SinceKind::None,
        "incremental_by": (spec.since.kind != SinceKind::None).then_some(spec.since.kind),
        "incremental_misses": spec.since.misses,
        "deletions": match spec.deleted.by { DeletedBy::Feed => "feed", DeletedBy::Sweep => "sweep", DeletedBy::None => "none" },
        "version_check": spec.version.as_ref().map(|check| match check.by { VersionBy::Body => "system", VersionBy::Compare => "compared" }),
        "idempotency_key": spec.key.is_some(),
        "idempotency": idempotency(plan),
        "custom_fields": spec.custom.is_some(),
        "attachments": attachments(plan),
        "fields": fields,
    })
}

/// Who knows a create again by its key: the `system` keeps it with the record or joins repetitions by it, or only the
/// `ledger` does: then nothing is sent twice, but a lost answer stays open until somebody settles it.
fn idempotency(plan: &EntityPlan) -> Option<&'static str> {
    let create = plan.operation("create").ok()?;
    match plan.entity.key.is_some() || create.key_header.is_some() {
        true => Some("system"),
        false => (effect("create", create) != Effect::Read).then_some("ledger"),
    }
}

/// What can be done with the files of a record.
fn attachments(plan: &EntityPlan) -> Vec<&'static str> {
    let files = plan.attachments.as_ref();
    ["list", "upload", "download", "delete"]
        .into_iter()
        .filter(|name| files.is_some_and(|it| it.supports(name)))
        .collect()
}

/// What an action takes: its type, for an enum its words, for rows what each takes.
fn input(spec: &Input) -> Json {
    let mut told = json!({"type": spec.kind, "required": spec.required, "doc": spec.doc});
    if spec.kind == "enum" {
        let mut words: Vec<&String> = spec.to.iter().flat_map(|to| to.table.values()).collect();
        words.sort();
        words.dedup();
        told["words"] = json!(words);
    }
    if !spec.fields.is_empty() {
        let fields: Map<String, Json> = spec.fields.iter().map(|(name, spec)| (name.clone(), input(spec))).collect();
        told["fields"] = Json::Object(fields);
    }
    told
}

/// How a field of the model stands in the system.
fn quality(plan: &EntityPlan, field: &Field) -> Json {
    let Some(map) = plan.mapping.fields.get(field.name) else { return json!({"quality": "unsupported"}) };
    let quality = Quality::of(Some(map)).as_str();
    let filter = map.constant.is_some()
        || map.filter_param.is_some()
        || (map.filter && map.flags.is_empty() && map.rows.is_empty() && !matches!(field.kind, FieldKind::Json));
    json!({
        "quality": quality, "read": map.read, "write": map.write && map.constant.is_none(), "listed": map.listed, "filter": filter,
    })
}
