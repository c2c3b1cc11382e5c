//! Attachments: their operations, and the words that each entity gives for their holes.

use std::collections::BTreeSet;

use super::{Linter, list};
use crate::manifest::{Entity, FileForm, Operation, Part};
use crate::model::{ATTACHMENT, Model};

const OPERATIONS: &[&str] = &["list", "upload", "download", "delete"];
/// What is known in every operation, and only in an upload.
const ALWAYS: &[&str] = &["record", "record.parent", "of.type"];
const FIELD: &str = "field";
const FILE: &[&str] = &["file.name", "file.type", "file.size"];

impl Linter<'_> {
    pub(super) fn attachments(&mut self) {
        let manifest = self.manifest;
        let resources = manifest.resources.iter();
        let carriers: Vec<(&str, Option<&str>, &Entity)> = resources
            .flat_map(|(path, one)| {
                one.entities().into_iter().map(|(variant, entity)| (path.as_str(), variant, entity))
            })
            .filter(|(.., entity)| entity.attachments.is_some())
            .collect();
        let Some(files) = &manifest.attachments else {
            for (path, variant, _) in carriers {
                let trail = carrier(path, variant);
                self.report(&trail, "the manifest does not say how files hang on records: it has no `attachments`");
            }
            return;
        };
        if carriers.is_empty() {
            self.report(&["attachments"], "no entity takes part: say `attachments` at those whose records carry files");
        }
        let used = holes(files);
        for (path, variant, entity) in &carriers {
            self.words(&carrier(path, *variant), Model::find(path), entity, &used);
        }
        if used.contains(FIELD) {
            for (path, variant, _) in carriers.iter().filter(|(.., entity)| entity.discover.is_none()) {
                self.report(&carrier(path, *variant), "the hole {field} is for records whose fields are discovered");
            }
        }
        self.more = ALWAYS.iter().map(|name| (*name).to_owned()).collect();
        self.more.extend(used.get(FIELD).cloned());
        self.more.extend(used.iter().filter(|name| name.starts_with("of.") || name.starts_with("record.")).cloned());
        let operations = files.operations.clone();
        let plain = Entity { operations: indexmap::IndexMap::new(), ..(**files).clone() };
        self.entity(&["attachments"], &ATTACHMENT, &plain);
        let trail = ["attachments", "operations"];
        for (name, operation) in &operations {
            if !OPERATIONS.contains(&name.as_str()) {
                let known = list(OPERATIONS.iter().copied());
                self.report(
                    &["attachments", "operations", name],
                    format!("there is no such operation; there is: {known}"),
                );
            }
            let known = self.more.len();
            match name.as_str() {
                "upload" => self.more.extend(FILE.iter().map(|name| (*name).to_owned())),
                "download" | "delete" => {
                    let fields = ATTACHMENT.fields.iter().filter(|field| files.fields.contains_key(field.name));
                    self.more.extend(fields.map(|field| format!("attachment.{}", field.name)));
                    self.more.push("attachment.id".to_owned());
                }
                _ => {}
            }
            self.operation(&trail, name, operation);
            self.steps(&["attachments", "operations", name], operation);
            self.more.truncate(known);
            self.upload_or_not(&["attachments", "operations", name], operation, name == "upload");
        }
        self.more.clear();
        if !operations.contains_key("list") {
            self.report(&["attachments"], "needs an operation list, by which attachments are found");
        }
    }

    /// The requests behind the first one know what the ones before hold.
    fn steps(&mut self, trail: &[&str], operation: &Operation) {
        let hold = |step: &Operation| step.answer.hold.keys().map(|name| format!("held.{name}")).collect::<Vec<_>>();
        self.told(trail, operation);
        self.more.extend(hold(operation));
        for step in &operation.then {
            self.operation(trail, "then", step);
            self.told(trail, step);
            self.more.extend(hold(step));
            if !step.then.is_empty() {
                self.report(trail, "`then` stands at the first request only");
            }
        }
        for pointer in
            operation.answer.hold.values().chain(operation.then.iter().flat_map(|step| step.answer.hold.values()))
        {
            self.pointer(&[trail, &["hold"]].concat(), pointer);
        }
    }

    /// An address that the system told is a hole and nothing else.
    fn told(&mut self, trail: &[&str], step: &Operation) {
        let told =
            matches!(step.path.parts(), [Part::Hole(name)] if name.starts_with("held.") || name == "attachment.url");
        if step.told.is_some() && !told {
            self.report(
                trail,
                "`told` needs an address of the system's as its path: {held.<name>} or {attachment.url}",
            );
        }
    }

    fn upload_or_not(&mut self, trail: &[&str], operation: &Operation, upload: bool) {
        if operation.unsupported.is_some() {
            return;
        }
        let steps = || std::iter::once(operation).chain(&operation.then);
        let bodies: Vec<_> = steps().filter_map(|step| step.body.as_ref()?.file.as_ref()).collect();
        match (upload, bodies.as_slice()) {
            (true, [file]) if file.form != FileForm::Whole && file.at.is_empty() => {
                self.report(trail, "`file` needs `at`: where in the body it goes");
            }
            (true, [file]) if file.form != FileForm::Whole && file.content_type.is_some() => {
                self.report(trail, "`type` is for a `whole` file");
            }
            (true, [_]) | (false, []) => {}
            (true, _) => self.report(trail, "one request of an upload carries the file: say `file` in its body"),
            (false, _) => self.report(trail, "only an upload carries a file"),
        }
        if upload && steps().all(|step| step.answer.record.is_none() && step.answer.id.is_none()) {
            self.report(trail, "the answer tells no `record` and no `id`, so that the new attachment is not known");
        }
    }

    /// The words of an entity are those that the holes ask for.
    fn words(&mut self, trail: &[&str], model: Option<&'static Model>, entity: &Entity, used: &BTreeSet<String>) {
        let words = entity.attachments.iter().flatten().map(|(name, _)| name.as_str()).collect::<BTreeSet<_>>();
        let asked = used.iter().filter_map(|name| name.strip_prefix("of.")).filter(|name| *name != "type");
        let asked: BTreeSet<&str> = asked.collect();
        for word in words.difference(&asked) {
            self.report(
                trail,
                format!("{word} fills no hole: there is no {{of.{word}}} in the manifest's attachments"),
            );
        }
        for word in asked.difference(&words) {
            self.report(trail, format!("needs {word}, for the hole {{of.{word}}} in the manifest's attachments"));
        }
        let fields = used.iter().filter_map(|name| name.strip_prefix("record.")).filter(|name| *name != "parent");
        for field in fields {
            if !entity.fields.contains_key(field) || model.is_none_or(|model| model.slot(field).is_none()) {
                self.report(
                    trail,
                    format!("the hole {{record.{field}}} needs the field {field}, which the entity does not have"),
                );
            }
        }
    }

    /// What only the operations of attachments have.
    pub(super) fn plain(&mut self, trail: &[&str], operation: &Operation) {
        let given = [
            ("told", operation.told.is_some()),
            ("follow", operation.follow.is_some()),
            ("then", !operation.then.is_empty()),
            ("base64", operation.answer.base64.is_some()),
            ("hold", !operation.answer.hold.is_empty()),
            ("file", operation.body.as_ref().is_some_and(|body| body.file.is_some())),
        ];
        for (name, _) in given.iter().filter(|(_, given)| *given) {
            self.report(trail, format!("`{name}` is for the operations of attachments"));
        }
    }
}

fn carrier<'t>(path: &'t str, variant: Option<&'t str>) -> Vec<&'t str> {
    let mut trail = vec!["resources", path];
    trail.extend(variant.iter().flat_map(|variant| ["variants", *variant]));
    trail.push("attachments");
    trail
}

/// The names of all holes of the operations and filters.
fn holes(files: &Entity) -> BTreeSet<String> {
    let text = serde_json::to_string(&(&files.operations, &files.list_filter, &files.list_query)).unwrap_or_default();
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
}
