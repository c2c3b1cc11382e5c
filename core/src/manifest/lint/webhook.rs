//! Webhooks: signatures that can be checked, things and changes that are known here, calls that can be made.

use super::{Linter, list};
use crate::manifest::{Dedupe, HmacHeader, Registering, Thing, Verify, Webhooks};

const TRAIL: &str = "webhooks";

impl Linter<'_> {
    pub(super) fn webhooks(&mut self) {
        let Some(webhooks) = &self.manifest.webhooks else { return };
        self.verified(&webhooks.verify);
        match &webhooks.dedupe {
            Dedupe::Header(header) => self.header_name(&[TRAIL, "dedupe", "header"], &header.header),
            Dedupe::Body(member) => self.pointer(&[TRAIL, "dedupe", "at"], &member.at),
            Dedupe::Hash(_) | Dedupe::None(_) => {}
        }
        for source in webhooks.name.iter().filter(|source| !source.starts_with('/')) {
            self.header_name(&[TRAIL, "name"], source);
        }
        for (trail, empty) in [("name", webhooks.name.is_empty()), ("id", webhooks.id.is_empty())] {
            if empty {
                self.report(&[TRAIL, trail], "must say where to look");
            }
        }
        if webhooks.separator.is_empty() {
            self.report(&[TRAIL, "separator"], "must not be empty");
        }
        for at in webhooks.id.iter().chain(&webhooks.fields) {
            self.pointer(&[TRAIL], at);
        }
        for (word, things) in &webhooks.things {
            things.iter().for_each(|thing| self.thing(word, thing));
        }
        for (name, types) in &webhooks.also {
            if !known(webhooks, name) {
                let message = "is no event: it must be a word of things, the separator, and a word of changes";
                self.report(&[TRAIL, "also", name], message);
            }
            for kind in types.iter().filter(|kind| !is_event_type(kind)) {
                self.report(&[TRAIL, "also", name], format!("{kind} is not the type of an event"));
            }
        }
        if let Some(registering) = &webhooks.register {
            self.registering(webhooks, registering);
        }
    }

    fn verified(&mut self, verify: &Verify) {
        let trail = [TRAIL, "verify"];
        match verify {
            Verify::Hmac(HmacHeader { header, signs, timestamp, .. }) => {
                self.header_name(&trail, header);
                self.holes(&[TRAIL, "verify", "signs"], signs, &["body", "timestamp", "method", "url"]);
                let (holes, timed) = (signs.holes().collect::<Vec<_>>(), timestamp.is_some());
                if !holes.contains(&"body") {
                    self.report(&[TRAIL, "verify", "signs"], "the body must be signed: {body}");
                }
                if holes.contains(&"timestamp") != timed {
                    self.report(&[TRAIL, "verify", "signs"], "{timestamp} and the word timestamp go together");
                }
                if let Some(timestamp) = timestamp {
                    self.header_name(&[TRAIL, "verify", "timestamp"], &timestamp.header);
                }
            }
            Verify::Stripe(named) | Verify::Secret(named) => self.header_name(&trail, &named.header),
            Verify::Standard(headers) => self.header_name(&trail, &headers.prefix),
            Verify::Endpoint(_) => {}
        }
    }

    fn header_name(&mut self, trail: &[&str], name: &str) {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            self.report(trail, format!("{name:?} is not the name of a header (a JSON pointer begins with /)"));
        }
    }

    fn thing(&mut self, word: &str, thing: &Thing) {
        let trail = [TRAIL, "things", word];
        let Some(resource) = self.manifest.resources.get(&thing.resource) else {
            let known = list(self.manifest.resources.keys().map(String::as_str));
            return self.report(&trail, format!("{} is no resource here; known are: {known}", thing.resource));
        };
        let entities = resource.entities();
        if !entities.iter().any(|(variant, _)| *variant == thing.variant.as_deref()) {
            let known = list(entities.iter().filter_map(|(variant, _)| *variant));
            self.report(&trail, format!("{} has no such variant; it has: {known}", thing.resource));
        }
        for at in thing.id.iter().flatten() {
            self.pointer(&trail, at);
        }
    }

    fn registering(&mut self, webhooks: &Webhooks, registering: &Registering) {
        let trail = |member| [TRAIL, "register", member];
        for change in registering.changes.iter().filter(|change| !webhooks.changes.contains_key(*change)) {
            self.report(&trail("changes"), format!("{change} is no word of changes"));
        }
        self.holes(&trail("post"), &registering.post, &[]);
        self.holes(&trail("delete"), &registering.delete, &["id"]);
        self.pointer(&trail("id"), &registering.id);
    }
}

fn known(webhooks: &Webhooks, name: &str) -> bool {
    let parts = name.rsplit_once(webhooks.separator.as_str());
    parts.is_some_and(|(thing, change)| webhooks.things.contains_key(thing) && webhooks.changes.contains_key(change))
}

/// Words with dots in between, a module first.
fn is_event_type(text: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    text.split('.').count() > 2 && text.split('.').all(word)
}
