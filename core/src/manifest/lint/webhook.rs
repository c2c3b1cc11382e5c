//! Webhooks: signatures that can be checked, things and changes that are known here, calls that can be made.

use super::{Linter, list};
use crate::manifest::{Dedupe, HmacHeader, Per, RegisterCall, Registering, Thing, Verify, Webhooks};

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
        for gain in &webhooks.gains {
            if !known(webhooks, &gain.name) {
                let message = "is no event: it must be a word of things, the separator, and a word of changes";
                self.report(&[TRAIL, "gains", &gain.name], message);
            }
            if webhooks.fields.is_none() {
                self.report(&[TRAIL, "gains", &gain.name], "needs `fields`: where the names of the fields stand");
            }
            [&gain.old, &gain.new].into_iter().for_each(|at| self.pointer(&[TRAIL, "gains", &gain.name], at));
            if !is_event_type(&gain.tells) {
                self.report(&[TRAIL, "gains", &gain.name], format!("{} is not the type of an event", gain.tells));
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
        let unknown = |change: &&String| !webhooks.changes.contains_key(*change);
        for change in registering.changes.iter().chain(registering.codes.keys()).filter(unknown) {
            self.report(&trail("changes"), format!("{change} is no word of changes"));
        }
        let uses = |hole: &str| registering.steps.iter().any(|step| holds(step.body.as_ref(), hole));
        let codeless = |change: &&String| !registering.codes.contains_key(*change);
        for change in registering.changes.iter().filter(codeless).filter(|_| uses("{event.code}")) {
            self.report(&trail("codes"), format!("{change} has no code, and {{event.code}} is used"));
        }
        if registering.per == Per::All && uses("{event.") {
            self.report(&trail("steps"), "{event} is one event, so it goes with per: event");
        }
        if !registering.steps.first().is_some_and(|first| first.keep.contains_key("id")) {
            self.report(&trail("steps"), "the first call must keep id, by which the registration is ended");
        }
        let mut names = if registering.parents { vec!["parent"] } else { Vec::new() };
        for step in &registering.steps {
            self.register_call(&trail("steps"), step, &names);
            names.extend(step.keep.keys().map(String::as_str));
        }
        self.register_call(&trail("end"), &registering.end, &["id"]);
        if let Some(known) = &registering.known {
            for text in std::iter::once(&known.path).chain(known.query.values()) {
                self.holes(&trail("known"), text, &["endpoint"]);
            }
            for at in [&known.items, &known.id, &known.marked].into_iter().chain(&known.on) {
                self.pointer(&trail("known"), at);
            }
            self.holes(&trail("known"), &known.mark, &["endpoint"]);
            if known.mark.holes().next().is_none() {
                self.report(&trail("known"), "mark must hold {endpoint}: another endpoint's are not its own");
            }
            if !holds(registering.steps.first().and_then(|first| first.body.as_ref()), &known.mark.to_string()) {
                self.report(&trail("known"), format!("no text of the first call's body holds the mark {}", known.mark));
            }
        }
    }

    fn register_call(&mut self, trail: &[&str], call: &RegisterCall, names: &[&str]) {
        for text in std::iter::once(&call.path).chain(call.query.values()) {
            self.holes(trail, text, names);
        }
        for at in call.keep.values() {
            self.pointer(trail, at);
        }
    }
}

fn holds(body: Option<&serde_json::Value>, text: &str) -> bool {
    body.is_some_and(|body| body.to_string().contains(text))
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
