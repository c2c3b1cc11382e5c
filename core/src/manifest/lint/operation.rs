//! Operations: holes that can be filled, pointers, inputs.

use indexmap::IndexMap;

use super::{Linter, list};
use crate::manifest::{Bulk, Input, Operation, Prefill};
use crate::model::Model;

const HOLES: &[&str] = &["id", "type", "parent", "parent.1", "parent.2", "key", "by"];
const INPUTS: &[&str] = &["text", "decimal", "date", "instant", "integer", "bool", "enum", "ref", "refs", "rows"];

impl Linter<'_> {
    pub(super) fn operation(&mut self, trail: &[&str], name: &str, operation: &Operation) {
        let trail = [trail, &[name]].concat();
        if operation.unsupported.is_some() {
            return;
        }
        if !matches!(operation.method.as_str(), "GET" | "POST" | "PUT" | "PATCH" | "DELETE") {
            let message = format!("{} is none of GET, POST, PUT, PATCH, DELETE", operation.method);
            self.report(&[&trail[..], &["method"]].concat(), message);
        }
        let inputs: Vec<String> = operation.input.keys().map(|name| format!("input.{name}")).collect();
        let more = self.more.clone();
        let holes = HOLES.iter().copied().chain(inputs.iter().chain(&more).map(String::as_str));
        let holes: Vec<&str> = holes.collect();
        if more.is_empty() {
            self.plain(&trail, operation);
        }
        self.holes(&[&trail[..], &["path"]].concat(), &operation.path, &holes);
        for value in operation.query.values() {
            self.holes(&[&trail[..], &["query"]].concat(), value, &holes);
        }
        if let Some(prefill) = &operation.prefill {
            self.prefill(&[&trail[..], &["prefill"]].concat(), prefill, &holes);
        }
        if let Some(body) = &operation.body {
            for (path, value) in &body.set {
                let trail = [&trail[..], &["body", "set", path]].concat();
                if path != "*" {
                    self.path(&trail, path, &holes);
                }
                self.texts(&trail, value, &holes);
            }
            if let Some(wanted) = body.file.as_ref().and_then(|file| file.content_type.as_ref()) {
                self.holes(&[&trail[..], &["body", "file", "type"]].concat(), wanted, &holes);
            }
        }
        if operation
            .graphql
            .as_deref()
            .is_some_and(|document| document.matches('{').count() != document.matches('}').count())
        {
            self.report(&[&trail[..], &["graphql"]].concat(), "its braces do not match");
        }
        if let Some(bulk) = &operation.bulk {
            self.bulk(&trail, name, operation, bulk);
        }
        let answer = &operation.answer;
        for at in [&answer.items, &answer.item, &answer.record, &answer.id].into_iter().flatten() {
            self.pointer(&[&trail[..], &["answer"]].concat(), at);
        }
        if let Some(task) = &answer.task {
            let trail = [&trail[..], &["answer", "task"]].concat();
            [&task.id, &task.ended, &task.well].into_iter().for_each(|at| self.pointer(&trail, at));
            self.holes(&[&trail[..], &["get"]].concat(), &task.get, &[&holes[..], &["task"]].concat());
            if !task.get.holes().any(|hole| hole == "task") {
                self.report(
                    &[&trail[..], &["get"]].concat(),
                    "needs the hole {task}: else it is the same for every task",
                );
            }
            if !answer.read_back {
                self.report(&trail, "needs `read_back`: what it does shows in the record only when it has ended");
            }
        }
        let text = serde_json::to_string(&(&operation.path, &operation.query, &operation.body)).unwrap_or_default();
        let in_hole = |name: &str| text.contains(&format!("{{input.{name}}}"));
        self.inputs(&[&trail[..], &["input"]].concat(), &operation.input, &in_hole);
    }

    /// A request for several records makes what the operation makes of one.
    fn bulk(&mut self, trail: &[&str], name: &str, operation: &Operation, bulk: &Bulk) {
        let trail = [trail, &["bulk"]].concat();
        if name != "create" {
            self.report(&trail, "is a word of create only");
        }
        let more = operation.prefill.is_some() || operation.native.is_some() || operation.key_header.is_some();
        if more || !operation.then.is_empty() {
            self.report(&trail, "does not go with prefill, native, key_header or then: each is about one record");
        }
        if bulk.max < 2 {
            self.report(&[&trail[..], &["max"]].concat(), "must be at least 2");
        }
        let request = [&trail[..], &["request"]].concat();
        match bulk.request.body.as_ref().filter(|body| body.fields) {
            None => self.report(&request, "needs `body: {fields: true}`: the records go there"),
            Some(body) if body.at.is_none() && !body.set.is_empty() => {
                self.report(&request, "its body is the list of records, so that there is no place for `set`");
            }
            Some(_) => {}
        }
        if bulk.request.answer.items.is_none() {
            self.report(&request, "needs `answer: {items: ...}`: the records that were made");
        }
        self.operation(&trail, "request", &bulk.request);
    }

    fn prefill(&mut self, trail: &[&str], prefill: &Prefill, holes: &[&str]) {
        self.holes(&[trail, &["get"]].concat(), &prefill.get, holes);
        for value in prefill.query.values() {
            self.holes(&[trail, &["query"]].concat(), value, holes);
        }
        self.pointer(&[trail, &["at"]].concat(), &prefill.at);
        for (to, from) in &prefill.keep {
            let trail = [trail, &["keep", to]].concat();
            self.path(&trail, to, &[]);
            self.path(&trail, from, &[]);
        }
        for to in prefill.forms.keys().filter(|to| !prefill.keep.contains_key(*to)) {
            self.report(&[trail, &["as"]].concat(), format!("{to} is not kept, so that it has no form"));
        }
        for (to, rows) in &prefill.rows {
            let trail = [trail, &["rows", to]].concat();
            self.path(&trail, to, &[]);
            self.path(&trail, &rows.from, &[]);
            for (to, from) in &rows.keep {
                let trail = [&trail[..], &["keep", to]].concat();
                self.path(&trail, to, &[]);
                self.path(&trail, from, &[]);
            }
        }
    }

    fn inputs(&mut self, trail: &[&str], inputs: &IndexMap<String, Input>, in_hole: &dyn Fn(&str) -> bool) {
        for (input, spec) in inputs {
            let trail = [trail, &[input]].concat();
            let kind = spec.kind.as_str();
            if !INPUTS.contains(&kind) {
                let known = list(INPUTS.iter().copied());
                let trail = [&trail[..], &["type"]].concat();
                self.report(&trail, format!("{kind} is no type of an input; known are: {known}"));
            }
            let placed = !spec.to.is_empty() && spec.to.iter().all(|to| to.at.is_some() || to.write_at.is_some());
            if !placed && !in_hole(input) {
                self.report(&trail, format!("needs `to` with `at`, or a hole {{input.{input}}}: else it goes nowhere"));
            }
            if kind == "enum" && (spec.to.is_empty() || spec.to.iter().any(|to| to.table.is_empty())) {
                self.report(&trail, "an enum needs `to` with its `table`");
            }
            if (kind == "rows") == spec.fields.is_empty() {
                self.report(&trail, "the type rows needs `fields`, and only that type");
            }
            for at in spec.to.iter().flat_map(|to| [&to.at, &to.write_at]).flatten() {
                self.path(&trail, at, HOLES);
            }
            self.inputs(&[&trail[..], &["fields"]].concat(), &spec.fields, &|_| false);
        }
    }

    /// What stands on the model: the fields of an upsert, the checks of an action.
    pub(super) fn on_model(&mut self, trail: &[&str], name: &str, operation: &Operation, model: &Model) {
        let trail = [trail, &[name]].concat();
        for field in operation.by.iter().filter(|field| *field != "external_ref" && model.slot(field).is_none()) {
            self.report(&[&trail[..], &["by"]].concat(), format!("{field} is not a field of the model"));
        }
        for check in &operation.check {
            let trail = [&trail[..], &["check"]].concat();
            if model.slot(&check.at).is_none() {
                self.report(&trail, format!("{} is not a field of the model", check.at));
            }
            if !operation
                .input
                .get(&check.at_least)
                .is_some_and(|input| input.kind == "decimal" || input.kind == "integer")
            {
                self.report(&trail, format!("{} is not a decimal or integer input of the action", check.at_least));
            }
        }
        let answer = &operation.answer;
        if answer.vanishes.is_some() && answer.record.is_some() && !answer.read_back {
            let message = "`vanishes` needs `read_back`: only then it is seen that the record is gone";
            self.report(&[&trail[..], &["answer", "vanishes"]].concat(), message);
        }
    }
}
