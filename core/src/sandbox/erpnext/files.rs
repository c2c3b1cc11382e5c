//! Files: uploads as forms, the File documents that stand for them, and their bytes.

use serde_json::{Map, Value, json};

use super::errors::{Fail, Outcome};
use super::list::Args;
use super::state::text;
use super::write::Site;
use super::{User, view};
use crate::sandbox::message::{Body, Part, Reply, Request};

/// The rights to a record are not looked at; who has none is told so beside the success.
pub(crate) fn upload(site: &mut Site, user: User, request: &Request) -> Outcome<Reply> {
    if user == User::Guest {
        return Err(Fail::forbidden("Not permitted", None, None));
    }
    site.user = user.name().to_owned();
    let parts = request.parts();
    let of = |name: &str| {
        let part = parts.iter().find(|part| part.name == name && part.filename.is_none());
        part.map(|part| String::from_utf8_lossy(&part.data).into_owned()).unwrap_or_default()
    };
    let Some(Part { filename: Some(name), data, .. }) = parts.iter().find(|part| part.filename.is_some()) else {
        return Err(Fail::class("MandatoryError", "Fields `file_name` or `file_url` must be set for File"));
    };
    if data.is_empty() {
        return Err(Fail::raised_bug("OSError", "File  does not exist"));
    }
    let private = of("is_private") == "1";
    let name: String = name.chars().filter(|c| !matches!(c, '/' | '\\')).collect();
    let folder = if private { "/private/files" } else { "/files" };
    // The same content is kept once.
    let hash = format!("{:016x}{:016x}", fnv(data, 0), fnv(data, 1));
    let same = site.documents.all("File").find(|doc| text(doc, "content_hash") == hash);
    let same = same.filter(|doc| text(doc, "file_url").starts_with(folder)).map(|doc| text(doc, "file_url").to_owned());
    let url = same.unwrap_or_else(|| {
        let plain = format!("{folder}/{name}");
        if site.files.contains_key(&plain) { suffixed(&plain, &hash[26..]) } else { plain }
    });
    let kind = name.rsplit_once('.').map(|(_, ending)| ending.to_uppercase()).unwrap_or_default();
    let optional = |text: String| if text.is_empty() { Value::Null } else { json!(text) };
    let fields = json!({"file_name": name, "is_private": u8::from(private), "file_type": kind, "file_size": data.len(),
        "file_url": url, "folder": "Home", "attached_to_doctype": optional(of("doctype")),
        "attached_to_name": optional(of("docname")), "content_hash": hash});
    let doc = site.insert("File", fields.as_object().unwrap_or(&Map::new()))?;
    site.files.insert(url, data.clone());
    let mut body = json!({"message": view::document(&site.schema, "File", &doc)});
    if user != User::Admin && !of("doctype").is_empty() {
        let shown = json!([json!({"message": refused(user, &of("doctype")), "title": "Message"}).to_string()]);
        body["_server_messages"] = json!(shown.to_string());
    }
    Ok(Reply::json(200, body))
}

/// `name.txt` as `name<six digits>.txt`, where another file has the name.
fn suffixed(url: &str, suffix: &str) -> String {
    match url.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}{suffix}.{ending}"),
        None => format!("{url}{suffix}"),
    }
}

fn refused(user: User, doctype: &str) -> String {
    let who = user.name();
    format!(
        "User <strong>{who}</strong> does not have doctype access via role permission for document <strong>{doctype}</strong><br>User <strong>{who}</strong> does not have access to this document"
    )
}

/// A file by its address, as its method gives it.
pub(crate) fn download(site: &Site, user: User, args: &Args) -> Outcome<Reply> {
    let url = args.get("file_url").and_then(Value::as_str).unwrap_or_default();
    if user == User::Guest {
        return Err(Fail::forbidden("Not permitted", None, None));
    }
    let doc = site.documents.all("File").find(|doc| text(doc, "file_url") == url);
    let doc = doc.ok_or_else(|| Fail::not_found("File", &format!("{{'file_url': '{url}'}}")))?;
    if user != User::Admin && text(doc, "owner") != user.name() {
        return Err(Fail::forbidden("", Some(refused(user, text(doc, "attached_to_doctype"))), None));
    }
    let name = url.rsplit('/').next().unwrap_or_default();
    Ok(bytes(site, url).with("content-disposition", format!("attachment; filename=\"{}\"", name.replace('"', ""))))
}

/// A file by its address alone. Whoever may not read it, and whoever asks for one that is not there, hears the same;
/// those under `/files` are the web server's in front.
pub(crate) fn plain(site: &Site, user: User, path: &str) -> Option<Reply> {
    let known = site.files.contains_key(path) && user == User::Admin;
    let refusal = "<!doctype html>\n<html lang=en>\n<title>403 Forbidden</title>\n<h1>Forbidden</h1>\n<p>You don&#39;t have permission to access this file</p>\n";
    match path.starts_with("/private/files/") {
        true if known => Some(bytes(site, path)),
        true => Some(Reply::text(403, "text/html; charset=utf-8", refusal)),
        false => None,
    }
}

/// A deleted File takes its bytes along, unless another one has them too.
pub(crate) fn forget(site: &mut Site, url: &str) {
    if site.documents.all("File").all(|doc| text(doc, "file_url") != url) {
        site.files.remove(url);
    }
}

fn bytes(site: &Site, url: &str) -> Reply {
    let kind = match url.rsplit('.').next() {
        Some("txt") => "text/plain; charset=utf-8",
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let body = Body::Bytes(site.files.get(url).cloned().unwrap_or_default());
    Reply { status: 200, headers: vec![("content-type", kind.to_owned())], body }
}

/// FNV-1a, in place of the server's MD5.
fn fnv(data: &[u8], seed: u64) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    data.iter().fold(0xcbf2_9ce4_8422_2325 ^ seed, step)
}
