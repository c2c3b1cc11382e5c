//! ERPNext (Frappe 15): resources, a few methods, token auth; answers as recorded from 15.90.0 on 15.41.0.

mod build;
mod business;
mod check;
mod claims;
mod deal;
mod errors;
mod files;
mod fill;
mod filters;
mod hooks;
mod invoice;
mod journal;
mod leaves;
mod lines;
mod list;
mod masters;
mod methods;
mod operations;
mod orders;
mod parties;
mod payment;
mod people;
mod schema;
mod seed;
mod staff;
mod state;
mod stock;
mod totals;
mod view;
mod webhooks;
mod words;
mod write;

use base64::Engine;
use serde_json::{Value, json};

use self::errors::{Fail, Outcome};
use self::list::{Args, Source};
use self::schema::Schema;
use self::state::{Doc, Documents, text};
use self::write::Site;
use super::Fake;
use super::clock::Clock;
use super::delivery::{Manner, Outgoing, Tried};
use super::message::{Reply, Request, form};
use super::random::Random;
use crate::error::Result;

/// The API key of the user who may do everything.
pub(crate) const KEY: &str = "5a9d0c1b2e3f4a5";
/// Its secret.
pub(crate) const SECRET: &str = "f0e1d2c3b4a5968";
/// The API key of a user who may do very little.
pub(crate) const LIMITED_KEY: &str = "1b1b2c2c3d3d4e4";
/// Its secret.
pub(crate) const LIMITED_SECRET: &str = "9f9f8e8e7d7d6c6";

/// The field that keeps callers' keys, where the site is not empty.
const KEY_FIELD: &str = "custom_bridge_key";

const LIMITED_USER: &str = "limited@example.com";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum User {
    Guest,
    Admin,
    Limited,
}

impl User {
    pub(crate) fn name(self) -> &'static str {
        match self {
            User::Guest => "Guest",
            User::Admin => "Administrator",
            User::Limited => LIMITED_USER,
        }
    }
}

/// How it is connected to.
pub(crate) fn access() -> Value {
    json!({
        "credential": {"type": "api_key", "key": KEY, "secret": SECRET},
        "limited": {"type": "api_key", "key": LIMITED_KEY, "secret": LIMITED_SECRET},
    })
}

/// The fake.
pub(crate) struct Erpnext {
    site: Site,
    outgoing: Vec<Outgoing>,
}

impl Erpnext {
    pub(crate) fn new(seed: u64, records: u32) -> Result<Erpnext> {
        let mut site = Site {
            schema: Schema::load()?,
            documents: Documents::default(),
            clock: Clock::new(),
            random: Random::new(seed),
            user: "Administrator".to_owned(),
            files: std::collections::BTreeMap::new(),
        };
        seed::fill(&mut site, records)?;
        Ok(Erpnext { site, outgoing: Vec::new() })
    }

    fn route(&mut self, request: &Request) -> Outcome<Reply> {
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        let (rest, v2) = match parts.as_slice() {
            ["api", "v1", rest @ ..] => (rest, false),
            ["api", "v2", rest @ ..] => (rest, true),
            ["api", rest @ ..] => (rest, false),
            ["private", "files", name @ ..] => {
                let user = authenticate(request)?;
                let path = format!("/private/files/{}", name.join("/"));
                return files::plain(&self.site, user, &path).ok_or_else(Fail::nowhere);
            }
            _ => return Ok(Reply::text(404, "text/html; charset=utf-8", "<html><body>Not Found</body></html>")),
        };
        let user = authenticate(request)?;
        if rest == ["method", "upload_file"] && request.method == "POST" {
            return files::upload(&mut self.site, user, request);
        }
        let args = arguments(request)?;
        match rest {
            ["method", "frappe.utils.file_manager.download_file"] => files::download(&self.site, user, &args),
            ["method", name] => methods::call(&mut self.site, user, &request.method, name, &args, v2),
            ["resource", doctype, name @ ..] if !v2 => {
                self.resource(user, &request.method, doctype, &name.join("/"), args)
            }
            _ => Err(Fail::nowhere()),
        }
    }

    fn resource(&mut self, user: User, method: &str, doctype: &str, name: &str, args: Args) -> Outcome<Reply> {
        self.site.user = user.name().to_owned();
        match (method, name.is_empty()) {
            ("GET" | "HEAD", true) => {
                let list = read_list(&self.site, user, doctype, &args)?;
                Ok(Reply::json(200, json!({"data": list})))
            }
            ("GET" | "HEAD", false) => {
                if self.site.schema.get(doctype).is_none() {
                    let module = doctype.to_lowercase().replace(' ', "_");
                    return Err(Fail::bug(
                        "ImportError",
                        format!("Module import failed for {doctype} (frappe.core.doctype.{module}.{module})"),
                    ));
                }
                let doc = self.site.documents.get(doctype, name).ok_or_else(|| Fail::not_found(doctype, name))?;
                permit_document(&self.site, user, doctype, doc, "read")?;
                Ok(Reply::json(200, json!({"data": view::document(&self.site.schema, doctype, doc)})))
            }
            ("POST", true) => {
                permit(&self.site, user, doctype, "create")?;
                let doc = self.site.insert(doctype, &args)?;
                Ok(Reply::json(200, json!({"data": view::fresh(&self.site.schema, doctype, &doc, &args)})))
            }
            ("PUT", false) => {
                let doc = self.site.documents.get(doctype, name).ok_or_else(|| Fail::not_found(doctype, name))?;
                permit_document(&self.site, user, doctype, doc, "write")?;
                let doc = self.site.update(doctype, name, &args)?;
                Ok(Reply::json(200, json!({"data": view::fresh(&self.site.schema, doctype, &doc, &args)})))
            }
            ("DELETE", false) => {
                let doc = self.site.documents.get(doctype, name).ok_or_else(Fail::nowhere)?;
                permit_delete(&self.site, user, doctype, doc)?;
                let url = text(doc, "file_url").to_owned();
                self.site.delete(doctype, name)?;
                if doctype == "File" {
                    files::forget(&mut self.site, &url);
                }
                Ok(Reply::json(202, json!({"data": "ok"})))
            }
            _ => Err(Fail::nowhere()),
        }
    }
}

impl Fake for Erpnext {
    fn answer(&mut self, request: &Request) -> Reply {
        let before = webhooks::before(&self.site, &request.method);
        let reply = self.route(request).unwrap_or_else(|fail| fail.reply());
        if let Some(before) = before {
            self.outgoing.extend(webhooks::after(&self.site, before));
        }
        reply.with("server", "gunicorn")
    }

    fn outgoing(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.outgoing)
    }

    /// Recorded: three tries, after 1.1 and 5.1 seconds. Who is too slow is not asked again.
    fn manner(&self) -> Option<Manner> {
        let again = |tried| !matches!(tried, Tried::Answer(200..300) | Tried::Late);
        Some(Manner { waits: &[1000, 4000], again, ..Manner::ONCE })
    }
}

/// Who sends: by `token key:secret` or Basic. A wrong key is 401; no key is a guest.
fn authenticate(request: &Request) -> Outcome<User> {
    let Some(header) = request.header("authorization") else { return Ok(User::Guest) };
    let (scheme, rest) = header.split_once(' ').unwrap_or((header, ""));
    let pair = match scheme.to_lowercase().as_str() {
        "token" => rest.trim().to_owned(),
        "basic" => {
            let bytes = base64::engine::general_purpose::STANDARD.decode(rest.trim()).unwrap_or_default();
            String::from_utf8(bytes).unwrap_or_default()
        }
        _ => return Err(Fail::unauthenticated()),
    };
    match pair.split_once(':') {
        Some((KEY, SECRET)) => Ok(User::Admin),
        Some((LIMITED_KEY, LIMITED_SECRET)) => Ok(User::Limited),
        _ => Err(Fail::unauthenticated()),
    }
}

/// The call's arguments: with a JSON body the query is not read at all.
fn arguments(request: &Request) -> Outcome<Args> {
    let query = || request.pairs().into_iter().map(|(k, v)| (k, Value::String(v))).collect::<Args>();
    if request.body.is_empty() {
        return Ok(query());
    }
    let Ok(text) = std::str::from_utf8(&request.body) else {
        return Err(Fail::bug("AttributeError", "'bytes' object has no attribute 'pop'"));
    };
    if request.header("content-type").is_some_and(|c| c.starts_with("application/x-www-form-urlencoded")) {
        let body = form(text).into_iter().map(|(k, v)| (k, Value::String(v)));
        return Ok(query().into_iter().chain(body).collect());
    }
    match filters::json_text(text)? {
        Value::Object(map) => Ok(map),
        _ => Ok(query()),
    }
}

/// A list, with the permission check of a list.
pub(crate) fn read_list(site: &Site, user: User, doctype: &str, args: &Args) -> Outcome<Value> {
    let meta = site.schema.get(doctype).ok_or_else(|| Fail::not_found("DocType", doctype))?;
    let rules = &meta.rules;
    if meta.child && args.get("parent").is_none() {
        return Err(Fail::forbidden("", None, None));
    }
    let open = rules.limited.is_some() && user == User::Limited;
    if user != User::Admin && !open {
        let shown = format!(
            "User <strong>{}</strong> does not have doctype access via role permission for document <strong>{doctype}</strong>",
            user.name()
        );
        return Err(Fail::forbidden("", Some(shown), Some(format!("No permission for {doctype}"))));
    }
    let visible: &[String] = if user == User::Limited { &rules.limited_fields } else { &[] };
    let own = user == User::Limited && rules.limited.as_deref() == Some("own");
    let today = site.clock.today();
    let source = Source { schema: &site.schema, documents: &site.documents, today: &today };
    list::list(&source, doctype, args, visible, own.then_some(LIMITED_USER))
}

/// The same for a document that is there; some doctypes let a user have what is the user's own.
fn permit_document(site: &Site, user: User, doctype: &str, doc: &Doc, right: &str) -> Outcome<()> {
    let rules = site.schema.get(doctype).map(|m| &m.rules);
    let own = user == User::Limited && rules.is_some_and(|rules| rules.limited.as_deref() == Some("own"));
    match own {
        false => permit(site, user, doctype, right),
        true if text(doc, "owner") == user.name() => Ok(()),
        true => {
            let shown = format!(
                "User <strong>{}</strong> does not have access to this document: {doctype} - {}",
                user.name(),
                text(doc, "name")
            );
            let summary = format!("Insufficient Permission for {doctype} (<strong>{right}</strong>)");
            Err(Fail::forbidden("", Some(shown), (right != "read").then_some(summary)))
        }
    }
}

/// The permission check of one document. `right` is read, create, write or delete.
pub(crate) fn permit(site: &Site, user: User, doctype: &str, right: &str) -> Outcome<()> {
    let limited = site.schema.get(doctype).and_then(|m| m.rules.limited.clone());
    let may_read = user == User::Limited && limited.as_deref() == Some("read");
    let may_all = user == User::Limited && limited.as_deref() == Some("all");
    let may_make = user == User::Limited && limited.as_deref() == Some("own") && right == "create";
    if user == User::Admin || may_all || may_make || (may_read && right == "read") {
        return Ok(());
    }
    let who = user.name();
    let shown = match may_read {
        true => format!("User <strong>{who}</strong> does not have access to this document: {doctype}"),
        false => format!(
            "User <strong>{who}</strong> does not have doctype access via role permission for document <strong>{doctype}</strong><br>User <strong>{who}</strong> does not have access to this document"
        ),
    };
    let summary = format!("Insufficient Permission for {doctype} (<strong>{right}</strong>)");
    // A refused read says less.
    Err(Fail::forbidden("", Some(shown), (right != "read").then_some(summary)))
}

fn permit_delete(site: &Site, user: User, doctype: &str, doc: &Doc) -> Outcome<()> {
    permit_document(site, user, doctype, doc, "delete").map_err(|_| {
        let who = user.name();
        // A file is as open as the record that it hangs on.
        let of = match text(doc, "attached_to_doctype") {
            "" => doctype,
            of => of,
        };
        let shown = format!("User <strong>{who}</strong> does not have doctype access via role permission for document <strong>{of}</strong><br>User <strong>{who}</strong> does not have access to this document");
        Fail::forbidden(&format!("User not allowed to delete {doctype}: {}", text(doc, "name")), Some(shown), None)
    })
}
