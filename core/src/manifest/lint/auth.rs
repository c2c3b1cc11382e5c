//! Credentials and logins.

use serde_json::Value as Json;

use super::Linter;
use crate::manifest::{AuthPlacement, CredentialKind, Template};

impl Linter<'_> {
    pub(super) fn credentials(&mut self) {
        let manifest = self.manifest;
        for (kind, placement) in &manifest.auth {
            self.credential(*kind, placement);
        }
    }

    fn credential(&mut self, kind: CredentialKind, placement: &AuthPlacement) {
        let trail = ["auth", kind.as_str()];
        let at = |rest: &[&'static str]| [&trail[..], rest].concat();
        let mut names: Vec<&str> = kind.fields().iter().map(|field| field.trim_end_matches('?')).collect();
        if kind == CredentialKind::Basic {
            names.push("basic");
        }
        if placement.header.is_some() != placement.value.is_some() {
            self.report(&trail, "`header` and `value` belong together");
        }
        let carries = placement.header.is_some() || !placement.headers.is_empty();
        if !carries && kind != CredentialKind::None {
            self.report(&trail, "needs `header` and `value`, or `headers`: else the credential goes nowhere");
        }
        let login_names = names.clone();
        let held: Vec<String> =
            placement.login.iter().flat_map(|login| login.hold.keys()).map(|name| format!("session.{name}")).collect();
        if placement.login.is_some() {
            names.push("session");
            names.extend(held.iter().map(String::as_str));
        }
        if let Some(value) = &placement.value {
            self.holes(&at(&["value"]), value, &names);
        }
        for (name, value) in &placement.headers {
            self.holes(&[&trail[..], &["headers", name]].concat(), value, &names);
        }
        let Some(login) = &placement.login else { return };
        let uses = |hole: &str| hole == "session" || hole.starts_with("session.");
        if !placement.holes().any(uses) {
            self.report(&at(&["login"]), "no header holds {session}: the session is opened for nothing");
        }
        self.holes(&at(&["login", "post"]), &login.post, &[]);
        for (name, value) in &login.headers {
            self.holes(&[&trail[..], &["login", "headers", name]].concat(), value, &login_names);
        }
        self.texts(&at(&["login", "body"]), &login.body, &login_names);
        self.pointer(&at(&["login", "token"]), &login.token);
        for (name, pointer) in &login.hold {
            self.pointer(&[&trail[..], &["login", "hold", name]].concat(), pointer);
        }
    }

    /// The texts with holes in a constant, at any depth.
    pub(super) fn texts(&mut self, trail: &[&str], value: &Json, holes: &[&str]) {
        match value {
            Json::String(text) => match Template::try_from(text.clone()) {
                Ok(text) => self.holes(trail, &text, holes),
                Err(message) => self.report(trail, message),
            },
            Json::Array(items) => items.iter().for_each(|item| self.texts(trail, item, holes)),
            Json::Object(members) => {
                members.iter().for_each(|(name, member)| self.texts(&[trail, &[name]].concat(), member, holes));
            }
            _ => {}
        }
    }
}
