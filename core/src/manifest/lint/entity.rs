//! Resources and entities: models, variants, keys, deletions.

use super::{Linter, list};
use crate::manifest::{DeletedBy, Entity, KeyForm, Resource, SinceKind};
use crate::model::{FieldKind, Model};

impl Linter<'_> {
    pub(super) fn resource(&mut self, path: &str, resource: &Resource) {
        let Some(model) = Model::find(path) else {
            let known: Vec<String> = Model::all().map(Model::path).collect();
            let message = format!("there is no such unified resource; known are: {}", known.join(", "));
            self.report(&["resources", path], message);
            return;
        };
        if let Resource::Variants(all) = resource {
            match model.fields.iter().find(|field| field.name == all.by).map(|field| field.kind) {
                Some(FieldKind::Enum(words) | FieldKind::EnumList(words)) => {
                    for variant in all.variants.keys().filter(|variant| !words.contains(&variant.as_str())) {
                        let message = format!("is not a value of {}; it has: {}", all.by, words.join(", "));
                        self.report(&["resources", path, "variants", variant], message);
                    }
                }
                _ => self.report(&["resources", path, "by"], format!("{} is not an enum field of the model", all.by)),
            }
        }
        for (variant, entity) in resource.entities() {
            let mut trail = vec!["resources", path];
            trail.extend(variant.iter().flat_map(|variant| ["variants", *variant]));
            self.entity(&trail, model, entity);
        }
    }

    pub(super) fn entity(&mut self, trail: &[&str], model: &Model, entity: &Entity) {
        self.fields(&[trail, &["fields"]].concat(), model, &entity.fields);
        let envelope = [
            ("created_at", &entity.created_at),
            ("updated_at", &entity.updated_at),
            ("external_ref", &entity.external_ref),
        ];
        for (name, spec) in envelope {
            if let Some(at) = spec.as_ref().and_then(|spec| spec.map().at) {
                self.path(&[trail, &[name]].concat(), &at, &[]);
            }
        }
        for name in entity.required.iter().filter(|name| model.slot(name).is_none()) {
            self.report(&[trail, &["required"]].concat(), format!("{name} is not a field of the model"));
        }
        if let Some(job) = &entity.job {
            self.job(&[trail, &["job"]].concat(), model, entity, job);
        }
        if let Some(discover) = &entity.discover {
            self.discover(trail, model, entity, discover);
        }
        let discovered = entity.discover.as_ref().and_then(|discover| discover.updated_at.as_ref());
        if entity.since.kind != SinceKind::None && entity.updated_at.is_none() && discovered.is_none() {
            self.report(&[trail, &["since"]].concat(), "incremental reads need updated_at");
        }
        if (entity.since.kind == SinceKind::Param) != entity.since.param.is_some() {
            self.report(&[trail, &["since"]].concat(), "the kind param needs `param`, and only that kind");
        }
        if entity.nested && entity.parent.is_none() {
            self.report(&[trail, &["nested"]].concat(), "a nested entity needs `parent`, the field that names it");
        }
        if let Some(parent) = entity.parent.as_deref().filter(|parent| !is_field(model, parent)) {
            self.report(&[trail, &["parent"]].concat(), format!("{parent} is not a field of the model"));
        }
        if let Some(url) = &entity.url {
            self.holes(&[trail, &["url"]].concat(), url, &["id", "type", "parent", "parent.1", "parent.2"]);
        }
        for (name, value) in &entity.create_set {
            self.texts(&[trail, &["create_set", name]].concat(), value, &["type"]);
        }
        let more = self.more.clone();
        let known: Vec<&str> = more.iter().map(String::as_str).chain(["type"]).collect();
        for (.., value) in &entity.list_filter {
            self.texts(&[trail, &["list_filter"]].concat(), value, &known);
        }
        self.key(trail, entity);
        self.deleted(trail, entity);
        for (name, operation) in &entity.operations {
            self.operation(&[trail, &["operations"]].concat(), name, operation);
            self.on_model(&[trail, &["operations"]].concat(), name, operation, model);
            if operation.by_unique && (entity.discover.is_none() || !operation.by.is_empty()) {
                let trail = [trail, &["operations", name, "by_unique"]].concat();
                self.report(&trail, "is for discovered fields that the caller names: it needs discover, and no by");
            }
        }
        for (name, operation) in &entity.actions {
            self.operation(&[trail, &["actions"]].concat(), name, operation);
            self.on_model(&[trail, &["actions"]].concat(), name, operation, model);
        }
        let lists = entity.operations.get("list").or_else(|| self.manifest.operations.get("list"));
        // Attachments share no operation with others, and their own are looked at elsewhere.
        if lists.is_none() && trail != ["attachments"] {
            self.report(trail, "needs an operation list, here or for the whole system");
        }
    }

    fn key(&mut self, trail: &[&str], entity: &Entity) {
        let Some(key) = &entity.key else { return };
        let trail = [trail, &["key"]].concat();
        self.path(&trail, &key.at, &[]);
        if let Some(column) = &key.column {
            self.path(&trail, column, &[]);
        }
        if let Some(lookup) = &key.lookup {
            self.operation(&trail, "lookup", lookup);
        }
        for (path, value) in &key.set {
            let trail = [&trail[..], &["set", path]].concat();
            self.path(&trail, path, &[]);
            self.texts(&trail, value, &["type", "parent", "parent.1", "parent.2"]);
        }
        let looked_up = key.column.is_some() || key.lookup.is_some() || key.scan;
        match key.form {
            KeyForm::Text if !looked_up => {
                self.report(
                    &trail,
                    "needs `column`, `lookup` or `scan`: a key that cannot be looked up proves nothing",
                );
            }
            KeyForm::Uuid | KeyForm::ObjectId if looked_up => {
                self.report(
                    &trail,
                    "is the record's own id, which `get` looks up: leave out `column`, `lookup` and `scan`",
                );
            }
            KeyForm::Uuid | KeyForm::ObjectId => {
                let get = entity.operations.get("get").or_else(|| self.manifest.operations.get("get"));
                if get.is_none_or(|get| get.unsupported.is_some()) {
                    self.report(&trail, "is the record's own id, but there is no operation get to look it up");
                }
            }
            KeyForm::Text => {}
        }
    }

    fn deleted(&mut self, trail: &[&str], entity: &Entity) {
        let deleted = &entity.deleted;
        let trail = [trail, &["deleted"]].concat();
        if let Some(feed) = &deleted.feed {
            self.operation(&trail, "feed", feed);
        }
        if deleted.by == DeletedBy::Feed && (deleted.feed.is_none() || deleted.id.is_none()) {
            self.report(&trail, "a feed needs `feed` and `id`");
        }
    }
}

/// Whether a name is a field of the model, or with a dot, of its rows.
fn is_field(model: &Model, name: &str) -> bool {
    match name.split_once('.') {
        None => model.slot(name).is_some(),
        Some((rows, inner)) => model.slot(rows).is_some_and(|slot| match model.fields[slot].kind {
            FieldKind::Rows(child) => child.slot(inner).is_some(),
            _ => false,
        }),
    }
}

/// The names of a model's fields, for messages.
pub(super) fn fields_of(model: &Model) -> String {
    list(model.fields.iter().map(|field| field.name))
}
