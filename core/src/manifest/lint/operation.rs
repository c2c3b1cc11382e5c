//! Operations: holes that can be filled, pointers, inputs.

use serde_json::Value as Json;

use super::{Linter, list};
use crate::manifest::{Operation, Template};

const HOLES: &[&str] = &["id", "type", "parent", "parent.1", "parent.2", "key"];
const INPUTS: &[&str] = &["text", "decimal", "date", "integer", "bool"];

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
        self.holes(&[&trail[..], &["path"]].concat(), &operation.path, HOLES);
        for value in operation.query.values() {
            self.holes(&[&trail[..], &["query"]].concat(), value, HOLES);
        }
        if let Some(prefill) = &operation.prefill {
            let trail = [&trail[..], &["prefill"]].concat();
            self.holes(&[&trail[..], &["get"]].concat(), &prefill.get, HOLES);
            for value in prefill.query.values() {
                self.holes(&[&trail[..], &["query"]].concat(), value, HOLES);
            }
            self.pointer(&[&trail[..], &["at"]].concat(), &prefill.at);
        }
        if let Some(body) = &operation.body {
            for (path, value) in &body.set {
                let trail = [&trail[..], &["body", "set", path]].concat();
                self.path(&trail, path, HOLES);
                self.value(&trail, value, HOLES);
            }
        }
        if operation
            .graphql
            .as_deref()
            .is_some_and(|document| document.matches('{').count() != document.matches('}').count())
        {
            self.report(&[&trail[..], &["graphql"]].concat(), "its braces do not match");
        }
        let answer = &operation.answer;
        for at in [&answer.items, &answer.item, &answer.record, &answer.id].into_iter().flatten() {
            self.pointer(&[&trail[..], &["answer"]].concat(), at);
        }
        for (input, spec) in &operation.input {
            let trail = [&trail[..], &["input", input]].concat();
            if !INPUTS.contains(&spec.kind.as_str()) {
                let known = list(INPUTS.iter().copied());
                let trail = [&trail[..], &["type"]].concat();
                self.report(&trail, format!("{} is no type of an input; known are: {known}", spec.kind));
            }
            if spec.to.is_empty() || spec.to.iter().any(|to| to.at.is_none()) {
                self.report(&trail, "needs `to`, and each place needs `at`");
            }
            for at in spec.to.iter().filter_map(|to| to.at.as_deref()) {
                self.path(&trail, at, HOLES);
            }
        }
    }

    /// A constant, or a text with holes.
    pub(super) fn value(&mut self, trail: &[&str], value: &Json, holes: &[&str]) {
        let Some(text) = value.as_str() else { return };
        match Template::try_from(text.to_owned()) {
            Ok(text) => self.holes(trail, &text, holes),
            Err(message) => self.report(trail, message),
        }
    }
}
