//! Every kind of request that a manifest can send.

use std::collections::BTreeSet;

use coreflow_bridge::manifest::{Entity, FileForm, Operation, Template};
use coreflow_bridge::native::{Codec, codec};
use serde_json::Value as Json;

use super::route::{DIGITS, Route, flags, root_field};
use super::system::{Place, System};

/// One kind of request.
#[derive(Clone)]
pub(crate) struct Kind<'s> {
    /// `<resource> <variant> <operation>`, or `system <probe>`.
    pub(crate) name: String,
    /// The entity, or the system: a recording goes to one operation of each owner.
    pub(crate) owner: String,
    /// The operation's name in the manifest.
    pub(crate) operation: String,
    pub(crate) route: Route,
    pub(crate) place: Option<Place<'s>>,
    pub(crate) spec: Option<&'s Operation>,
}

impl Kind<'_> {
    /// The compiled codec that makes its requests and reads its answers.
    pub(crate) fn codec(&self) -> Option<&'static dyn Codec> {
        self.spec.and_then(|spec| spec.native.as_deref()).map(|name| codec(name).unwrap())
    }

    /// The operation as the bridge names it when it judges an answer: the requests behind the first one have one name.
    pub(crate) fn judged_as(&self) -> &str {
        match self.operation.split_once(".then") {
            Some((name, _)) => &self.operation[..name.len() + ".then".len()],
            None => &self.operation,
        }
    }
}

pub(crate) fn kinds(system: &System) -> Vec<Kind<'_>> {
    let manifest = &system.manifest;
    let mut all = Vec::new();
    let mut probe = |name: &str, get: &str| {
        let path = get.split('?').next().unwrap_or_default();
        let route = Route { method: "GET".to_owned(), path: Route::path(path, ""), ..Route::default() };
        all.push(Kind {
            name: format!("system {name}"),
            owner: format!("system {name}"),
            operation: name.to_owned(),
            route,
            place: None,
            spec: None,
        });
    };
    probe("health", &manifest.health.get);
    manifest.health.version.iter().for_each(|version| probe("version", &version.get));
    for (name, fact) in &manifest.facts {
        probe(&format!("fact {name}"), &fact.get);
    }
    manifest.zone.probe.iter().for_each(|zone| probe("zone", &zone.get));
    let mut shared = BTreeSet::new();
    for place in system.places() {
        let owner = [place.resource, place.variant.unwrap_or_default()].join(" ").trim().to_owned();
        let mut operations: Vec<(String, &Operation)> = Vec::new();
        // Attachments have no operations but their own.
        for (name, operation) in manifest.operations.iter().filter(|_| !place.is_attachments()) {
            if !place.entity.operations.contains_key(name) {
                operations.push((name.clone(), operation));
            }
        }
        operations.extend(place.entity.operations.iter().map(|(name, operation)| (name.clone(), operation)));
        operations.extend(place.entity.actions.iter().map(|(name, operation)| (name.clone(), operation)));
        operations.extend(place.entity.deleted.feed.iter().map(|feed| ("deletions".to_owned(), feed)));
        for (name, operation) in &place.entity.operations {
            let then = operation.then.iter().enumerate();
            operations.extend(then.map(|(index, step)| (format!("{name}.then{index}"), step)));
        }
        for (name, operation) in manifest.operations.iter().chain(&place.entity.operations) {
            let own = operation.bulk.iter().filter(|_| !place.is_attachments());
            operations.extend(own.map(|bulk| (format!("{name}.bulk"), &bulk.request)));
        }
        let lookup = place.entity.key.iter().filter_map(|key| key.lookup.as_ref());
        operations.extend(lookup.map(|lookup| ("lookup".to_owned(), lookup)));
        for (name, operation) in operations.into_iter().filter(|(_, operation)| operation.unsupported.is_none()) {
            // What is the same for all who carry files is looked at once.
            let again = place.is_attachments() && !shared.insert(serde_json::to_string(operation).unwrap());
            if again || operation.told.is_some() {
                continue;
            }
            if let Some(prefill) = &operation.prefill {
                let path = prefill.get.to_string();
                let route =
                    Route { method: "GET".into(), path: Route::path(&path, &place.entity.kind), ..Route::default() };
                // A document that is read for a write is a request of its own only where no `get` reads the same.
                let name = format!("{owner} {name}.prefill");
                all.push(Kind {
                    owner: name.clone(),
                    name,
                    operation: "get".into(),
                    route,
                    place: Some(place),
                    spec: None,
                });
            }
            all.push(Kind {
                name: format!("{owner} {name}"),
                owner: owner.clone(),
                route: Route {
                    columns: match name.as_str() {
                        "deletions" if operation.graphql.is_some() => {
                            place.entity.deleted.filter.iter().map(|(column, ..)| column.clone()).collect()
                        }
                        _ => Vec::new(),
                    },
                    list: name.ends_with(".bulk") && operation.body.as_ref().is_some_and(|body| body.at.is_none()),
                    ..route(place.entity, operation)
                },
                operation: name,
                place: Some(place),
                spec: Some(operation),
            });
        }
    }
    all
}

fn route(entity: &Entity, operation: &Operation) -> Route {
    let plain = |template: &Template| template.holes().next().is_none().then(|| template.to_string());
    let query = operation.query.iter().filter_map(|(name, value)| Some((name.clone(), plain(value)?)));
    // A key that is looked up is always there.
    let sure = |template: &Template| template.holes().next().is_some() && template.holes().all(|hole| hole == "key");
    let asked = operation.query.iter().filter(|(_, value)| sure(value)).map(|(name, _)| name.clone());
    let constants = operation.body.iter().flat_map(|body| &body.set);
    let scalar = |value: &Json| match value {
        Json::String(text) => !text.contains('{'),
        Json::Number(_) | Json::Bool(_) => true,
        _ => false,
    };
    // The parts of a form are texts.
    let form = operation.body.as_ref().and_then(|body| body.file.as_ref()).is_some_and(|it| it.form == FileForm::Part);
    let as_text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned).into();
    let path = operation.path.to_string();
    let path = if entity.id_integer { path.replace("/{id}", &format!("/{DIGITS}")) } else { path };
    Route {
        method: operation.method.clone(),
        path: Route::path(&path, &entity.kind),
        query: query.collect(),
        asked: asked.collect(),
        root: operation.graphql.as_deref().and_then(root_field),
        flags: operation.graphql.as_deref().map(flags).unwrap_or_default(),
        columns: Vec::new(),
        list: false,
        // Where no member of the form tells what it is about.
        form: form && operation.body.as_ref().is_some_and(|body| body.set.is_empty()),
        body: constants
            .filter(|(path, value)| scalar(value) && !path.contains('{'))
            .map(|(p, v)| (p.clone(), if form { as_text(v) } else { v.clone() }))
            .collect(),
    }
}
