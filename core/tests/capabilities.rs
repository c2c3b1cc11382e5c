//! What `capabilities()` says is what calls do: for every built-in system, operation and field. Nothing listens at the
//! instance, so a call that is refused for another reason than the network was refused by the bridge itself.
#![allow(clippy::unwrap_used)]

use coreflow_bridge::Code;
use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::manifest::{Entity, Manifest, Registry};
use coreflow_bridge::model::{FieldKind, Model};
use serde_json::{Map, Value as Json, json};

/// One connection per system, to a port where nobody listens.
async fn connected(manifest: &Manifest) -> Tenant {
    let policies = json!({
        "retry": {"max_attempts": 1}, "deadline_ms": 2000,
        "breaker": {"enabled": false},
    });
    let bridge = Bridge::open(&json!({"store": ":memory:", "policies": policies}).to_string()).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let kind = manifest.auth.keys().next().unwrap();
    let mut credential = Map::from_iter([("type".to_owned(), Json::from(kind.as_str()))]);
    credential.extend(kind.fields().iter().map(|field| (field.trim_end_matches('?').to_owned(), "x".into())));
    // Every option is set, so that what stands on one is there.
    let mut options: Map<String, Json> = manifest.options.keys().map(|name| (name.clone(), "1".into())).collect();
    options.insert("zone".into(), "UTC".into());
    let request = json!({
        "system": manifest.system, "name": "it", "instance": "http://127.0.0.1:9", "credential": credential,
        "options": options, "allow_private": true, "verify": false,
    });
    tenant.connect(&request.to_string()).await.unwrap();
    let mut modules: Vec<&str> = manifest.resources.keys().filter_map(|path| path.split('.').next()).collect();
    modules.sort_unstable();
    modules.dedup();
    tenant.change_modules(&json!({"activate": modules}).to_string()).await.unwrap();
    tenant
}

/// What a call came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    /// It was sent, or would have been: only the network was in the way.
    Through,
    /// The system cannot do it.
    Unsupported,
    /// The bridge refuses the input.
    Refused,
}

fn came<T>(outcome: coreflow_bridge::Result<T>) -> (Came, String) {
    match outcome {
        Ok(_) => (Came::Through, "done".to_owned()),
        Err(error) => match error.code() {
            Code::Unsupported => (Came::Unsupported, error.message().to_owned()),
            Code::InvalidInput => (Came::Refused, error.message().to_owned()),
            _ => (Came::Through, error.to_string()),
        },
    }
}

/// A value that a field takes. Of an enum, each word is tried: a system may have only some.
fn samples(kind: FieldKind) -> Vec<Json> {
    match kind {
        FieldKind::Text => vec!["x".into(), "1".into()],
        FieldKind::Integer => vec![1.into()],
        FieldKind::Decimal => vec!["1.5".into(), "1".into()],
        FieldKind::Bool => vec![true.into()],
        FieldKind::Date => vec!["2026-11-23".into()],
        FieldKind::Instant => vec!["2026-11-23T04:00:00Z".into()],
        FieldKind::Enum(words) => words.iter().map(|word| Json::from(*word)).collect(),
        FieldKind::EnumList(words) => words.iter().map(|word| json!([word])).collect(),
        FieldKind::Ref(_) => vec!["1".into(), "1/1".into()],
        FieldKind::Texts | FieldKind::Refs(_) => vec![json!(["1"])],
        FieldKind::Json => vec![json!({"a": 1})],
        FieldKind::Rows(_) => vec![json!([])],
    }
}

struct Subject<'s> {
    tenant: &'s Tenant,
    path: &'s str,
    model: &'static Model,
    by: Option<(&'s str, &'s str)>,
    entity: &'s Entity,
    said: &'s Json,
    findings: Vec<String>,
}

impl Subject<'_> {
    fn report(&mut self, what: &str, expected: &str, got: &(Came, String)) {
        let variant = self.by.map(|(_, variant)| format!(" {variant}")).unwrap_or_default();
        self.findings
            .push(format!("{}{variant} {what}: the table says {expected}, it came {:?}: {}", self.path, got.0, got.1));
    }

    fn says(&self, operation: &str) -> bool {
        self.said["operations"].as_array().unwrap().iter().any(|name| name == operation)
    }

    fn id(&self) -> String {
        let own = if self.entity.nested { "1/1/1" } else { "1" };
        self.by.map_or_else(|| format!("it:{own}"), |(_, variant)| format!("it:{variant}:{own}"))
    }

    /// What a filter or an input must name: variant and parent.
    fn fixed(&self) -> Map<String, Json> {
        let mut fixed = Map::new();
        if let Some((by, variant)) = self.by {
            let list =
                self.model.slot(by).is_some_and(|slot| matches!(self.model.fields[slot].kind, FieldKind::EnumList(_)));
            fixed.insert(by.to_owned(), if list { json!([variant]) } else { variant.into() });
        }
        if let Some(parent) = self.entity.parent.as_deref().filter(|parent| !parent.contains('.')) {
            fixed.insert(parent.to_owned(), if self.entity.nested { "1/1".into() } else { "1".into() });
        }
        fixed
    }

    async fn listed(&self, filter: Map<String, Json>) -> (Came, String) {
        let mut wanted = filter;
        for (name, value) in self.fixed() {
            // A filter names one word of a list.
            let value = value.as_array().map_or(value.clone(), |words| words[0].clone());
            wanted.entry(name).or_insert(value);
        }
        if let Some(parent) = self.entity.parent.as_deref().filter(|parent| parent.contains('.')) {
            wanted.insert(parent.to_owned(), "1".into());
        }
        let listing = match self.tenant.list(self.path, &json!({"where": wanted, "prefetch": 0}).to_string()) {
            Ok(listing) => listing,
            Err(error) => return came::<()>(Err(error)),
        };
        came(listing.next_page().await)
    }

    async fn check(&mut self) {
        let id = self.id();
        for (operation, done) in [
            ("list", self.listed(Map::new()).await),
            ("get", came(self.tenant.get(self.path, &id, "").await)),
            ("delete", came(self.tenant.delete(self.path, &id, "").await)),
        ] {
            let expected = if self.says(operation) { Came::Through } else { Came::Unsupported };
            if done.0 != expected {
                self.report(operation, if self.says(operation) { "it can" } else { "it cannot" }, &done);
            }
        }
        for operation in ["create", "update"] {
            if !self.says(operation) {
                let input = Json::Object(self.fixed()).to_string();
                let done = match operation {
                    "create" => came(self.tenant.create(self.path, &input, "").await),
                    _ => came(self.tenant.update(self.path, &id, r#"{"native": {"a": 1}}"#, "").await),
                };
                if done.0 != Came::Unsupported {
                    self.report(operation, "it cannot", &done);
                }
            }
        }
        for action in self.entity.actions.keys() {
            let said = self.said["actions"].get(action).is_some();
            let done = came(self.tenant.action(self.path, &id, action, "{}", "").await);
            // An action may want inputs.
            if (done.0 == Came::Unsupported) == said {
                self.report(action, if said { "it can" } else { "it cannot" }, &done);
            }
        }
        // What a collection's records take is known only once the server has told it.
        for field in self.model.fields.iter().filter(|_| self.entity.discover.is_none()) {
            self.field(field.name, field.kind).await;
        }
    }

    async fn field(&mut self, name: &str, kind: FieldKind) {
        let said = self.said["fields"][name].clone();
        if self.by.is_some_and(|(by, _)| by == name) || self.entity.parent.as_deref() == Some(name) {
            return;
        }
        let mut filtered = (Came::Unsupported, String::new());
        for sample in samples(kind) {
            let one = sample.as_array().and_then(|items| items.first()).cloned().unwrap_or(sample);
            // A system may have a field only for some comparisons.
            for operator in ["eq", "contains", "gt", "gte", "lt", "lte"] {
                filtered = self.listed(Map::from_iter([(name.to_owned(), json!({operator: one}))])).await;
                if filtered.0 == Came::Through {
                    break;
                }
            }
            if filtered.0 == Came::Through {
                break;
            }
        }
        let can = said["filter"] == json!(true);
        if can != (filtered.0 == Came::Through) && self.says("list") {
            self.report(&format!("filter by {name}"), if can { "it can" } else { "it cannot" }, &filtered);
        }
        let can = said["write"] == json!(true);
        let mut written = (Came::Unsupported, String::new());
        for sample in samples(kind) {
            let input = json!({name: sample}).to_string();
            written = came(self.tenant.update(self.path, &self.id(), &input, "").await);
            if written.0 == Came::Through {
                break;
            }
        }
        let constant = said["quality"] == json!("derived") && !can;
        let create_only = written.1.contains("only when the record is made");
        if self.says("update") && !create_only && !constant && can != (written.0 == Came::Through) {
            self.report(&format!("write {name}"), if can { "it can" } else { "it cannot" }, &written);
        }
    }
}

#[tokio::test]
async fn calls_do_what_capabilities_say() {
    let registry = Registry::default();
    let (mut findings, mut seen) = (Vec::new(), 0);
    for system in registry.systems() {
        let manifest = registry.get(&system).unwrap();
        let tenant = connected(&manifest).await;
        let said: Json = serde_json::from_str(&tenant.capabilities("{}").await.unwrap()).unwrap();
        for (path, resource) in &manifest.resources {
            for (variant, entity) in resource.entities() {
                let table = &said["it"]["resources"][path];
                let by = table["by"].as_str();
                let mut subject = Subject {
                    tenant: &tenant,
                    path,
                    model: Model::find(path).unwrap(),
                    by: by.zip(variant),
                    entity,
                    said: variant.map_or(table, |variant| &table["variants"][variant]),
                    findings: Vec::new(),
                };
                subject.check().await;
                seen += 1;
                findings.extend(subject.findings.into_iter().map(|finding| format!("{system} {finding}")));
            }
        }
    }
    assert!(seen > 10, "only {seen} entities were looked at");
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}
