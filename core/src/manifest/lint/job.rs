//! Jobs: the states in which they end, and what else of the model they name.

use super::{Linter, list};
use crate::manifest::{Entity, Job};
use crate::model::{FieldKind, Model};

impl Linter<'_> {
    pub(super) fn job(&mut self, trail: &[&str], model: &Model, entity: &Entity, job: &Job) {
        let mut report = |member: &str, message: String| self.report(&[trail, &[member]].concat(), message);
        let words = match model.fields.iter().find(|field| field.name == job.status).map(|field| field.kind) {
            Some(FieldKind::Enum(words)) => words,
            _ => return report("status", format!("{} is not an enum field of the model", job.status)),
        };
        for (member, states) in [("done", &job.done), ("failed", &job.failed)] {
            for word in states.iter().filter(|word| !words.contains(&word.as_str())) {
                let known = list(words.iter().copied());
                report(member, format!("{word} is not a value of {}; it has: {known}", job.status));
            }
        }
        if job.done.is_empty() {
            report("done", "a job needs a state in which it is done".to_owned());
        }
        if let Some(both) = job.done.iter().find(|word| job.failed.contains(word)) {
            report("failed", format!("{both} is a state of done"));
        }
        if let Some(word) = job.cancelled.as_ref().filter(|word| !job.failed.contains(word)) {
            report("cancelled", format!("{word} is not a state of failed"));
        }
        let fields = [
            ("status", Some(&job.status)),
            ("error_code", job.error_code.as_ref()),
            ("error_message", job.error_message.as_ref()),
        ];
        for (member, name) in fields {
            if let Some(name) = name.filter(|name| !entity.fields.contains_key(*name)) {
                report(member, format!("{name} is not a field of this entity"));
            }
        }
        if let Some(name) = job.cancel.as_ref().filter(|name| !entity.actions.contains_key(*name)) {
            let known = list(entity.actions.keys().map(String::as_str));
            report("cancel", format!("there is no action {name}; there is: {known}"));
        }
        if job.first_ms == 0 || job.first_ms > job.most_ms {
            report("first_ms", "is at least 1 and at most most_ms".to_owned());
        }
        if job.stream.as_ref().is_some_and(|stream| stream.wakes.is_empty()) {
            report("stream", "needs `wakes`: a stream that says nothing of interest is not worth opening".to_owned());
        }
        if let Some(stream) = &job.stream {
            self.holes(&[trail, &["stream", "path"]].concat(), &stream.path, &["id", "type", "parent"]);
        }
    }
}
