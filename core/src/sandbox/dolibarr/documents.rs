//! Files of invoices and projects: base64 in JSON, a folder per object.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::kinds::{KINDS, Kind, Object, plain};
use super::state::{Books, id_of};
use crate::sandbox::fold::fold;
use crate::sandbox::message::Request;

/// One file of an object.
#[derive(Clone, Debug)]
pub(crate) struct File {
    id: i64,
    /// The object: route and id. Its folder is named by its reference, and goes along when that changes.
    of: (&'static str, i64),
    name: String,
    data: Vec<u8>,
    stamp: i64,
    user: i64,
}

/// The names of a module's part: in lists and uploads, of its folder, in the answers, and the objects' route.
const PARTS: &[(&str, &str, &str, &str)] =
    &[("invoice", "facture", "facture", "invoices"), ("project", "project", "projet", "projects")];

pub(crate) fn answer(
    books: &mut Books,
    limited: bool,
    request: &Request,
    rest: &[&str],
    body: &Object,
) -> Outcome<Value> {
    match (request.method.as_str(), rest) {
        ("GET", []) => list(books, limited, request),
        ("POST", ["upload"]) => upload(books, limited, body),
        ("GET", ["download"]) => {
            let file = found(books, limited, request)?;
            let file = &books.files[file];
            Ok(json!({"filename": file.name, "content-type": media_type(&file.name), "filesize": file.data.len(),
                "content": STANDARD.encode(&file.data), "encoding": "base64"}))
        }
        ("DELETE", []) => {
            let file = found(books, limited, request)?;
            books.files.remove(file);
            Ok(json!({"success": {"code": 200, "message": "Document deleted"}}))
        }
        _ => Err(Fail::no_route()),
    }
}

fn kind_of(route: &str) -> Outcome<&'static Kind> {
    KINDS.iter().find(|kind| kind.route == route).ok_or_else(Fail::no_route)
}

fn list(books: &Books, limited: bool, request: &Request) -> Outcome<Value> {
    let part = request.param("modulepart").unwrap_or_default();
    let id: i64 = request.param("id").and_then(|id| id.parse().ok()).unwrap_or(0);
    if part.is_empty() || id == 0 {
        return Err(Fail::call(400, "bad value for parameter id or ref"));
    }
    let Some((_, _, folder, route)) = PARTS.iter().find(|(name, folder, ..)| part == *name || part == *folder) else {
        return Err(Fail::call(500, format!("Modulepart {part} not implemented yet.")));
    };
    if limited {
        return Err(Fail::call(403, ""));
    }
    let object = books.get(kind_of(route)?, id)?;
    let reference = plain(&object["ref"]);
    let most = request.param("limit").and_then(|most| most.parse().ok()).unwrap_or(usize::MAX);
    let files: Vec<&File> = books.files.iter().filter(|file| file.of == (*route, id)).take(most).collect();
    if files.is_empty() {
        let text =
            format!("Search for modulepart {part} with Id {id} or Ref {reference} does not return any document.");
        return Err(Fail::not_found(text));
    }
    let root = format!("/srv/dolibarr/documents/{folder}/{reference}");
    // The type is worked out from the last file in the index, for all of them.
    let kind = files.last().map_or("", |file| media_type(&file.name));
    let one = |file: &&File| {
        json!({"name": null, "path": root, "level1name": reference, "relativename": file.name,
            "fullname": format!("{root}/{}", file.name), "date": file.stamp, "size": file.data.len(), "type": "file",
            "id": file.id.to_string(), "entity": "1", "ref": file.id.to_string(), "filename": file.name,
            "filepath": format!("{folder}/{reference}"), "fullpath_orig": file.name, "gen_or_uploaded": "api",
            "date_c": file.stamp, "date_m": file.stamp, "fk_user_c": file.user.to_string(), "src_object_type": folder,
            "src_object_id": id.to_string(), "content-type": kind})
    };
    Ok(files.iter().map(one).collect())
}

/// The limited user may upload to invoices that he may not read.
fn upload(books: &mut Books, limited: bool, body: &Object) -> Outcome<Value> {
    let text = |name: &str| body.get(name).map(plain).unwrap_or_default();
    let (part, reference) = (text("modulepart"), text("ref"));
    let Some((_, _, _, route)) = PARTS.iter().find(|(name, folder, ..)| part == *name || part == *folder) else {
        return Err(Fail::call(500, format!("Modulepart {part} not implemented yet.")));
    };
    let object = books.all(kind_of(route)?).find(|object| plain(&object["ref"]) == reference).map(id_of);
    let object = object.ok_or_else(|| Fail::not_found(format!("Object with ref '{reference}' was not found.")))?;
    let name = sanitized(&text("filename"));
    // What a web server could run gets another name, which the answer does not tell.
    let stored = if name.ends_with(".php") { format!("{name}.noexe") } else { name.clone() };
    let of = (*route, object);
    let there = books.files.iter().position(|file| file.of == of && file.name == stored);
    let overwrite = body.get("overwriteifexists").is_none_or(|yes| plain(yes) != "0");
    if there.is_some() && !overwrite {
        return Err(Fail::call(400, format!("File with name '{name}' already exists.")));
    }
    let data = match text("fileencoding").as_str() {
        "base64" => lenient(&text("filecontent")),
        _ => text("filecontent").into_bytes(),
    };
    let (id, stamp, user) = (books.next_id("documents"), books.stamp(), if limited { 2 } else { 1 });
    let file = File { id, of, name: stored, data, stamp, user };
    match there {
        Some(place) => books.files[place] = file,
        None => books.files.push(file),
    }
    Ok(json!(name))
}

/// The place of the file that `modulepart` and `original_file` name.
fn found(books: &Books, limited: bool, request: &Request) -> Outcome<usize> {
    let part = request.param("modulepart").unwrap_or_default();
    let path = request.param("original_file").unwrap_or_default();
    let known = PARTS.iter().find(|(_, folder, ..)| part == *folder);
    let (false, false, Some((.., route))) = (limited, path.contains(".."), known) else {
        return Err(Fail::call(403, ""));
    };
    let missing = || Fail::not_found("File not found");
    let (reference, name) = path.rsplit_once('/').ok_or_else(missing)?;
    let object = books.all(kind_of(route)?).find(|object| plain(&object["ref"]) == reference).map(id_of);
    let object = object.ok_or_else(missing)?;
    books.files.iter().position(|file| file.of == (*route, object) && file.name == name).ok_or_else(missing)
}

/// `dol_sanitizeFileName`: ASCII where there is one, and nothing that leads elsewhere.
fn sanitized(name: &str) -> String {
    let plain = |c: char| match c {
        '<' | '>' | '/' | '\\' | '?' | '*' | '|' | '"' | ':' | '°' | '$' | ';' | '`' => "_".to_owned(),
        c if c.is_ascii() || !c.is_alphabetic() => c.to_string(),
        c if c.is_uppercase() => fold(&c.to_string()).to_uppercase(),
        c => fold(&c.to_string()),
    };
    name.replace("..", "").chars().map(plain).collect::<String>().trim().to_owned()
}

/// PHP's `base64_decode`: what does not belong there is passed over.
fn lenient(text: &str) -> Vec<u8> {
    let clean: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/')).collect();
    base64::engine::general_purpose::STANDARD_NO_PAD.decode(clean).unwrap_or_default()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("txt" | "noexe") => "text/plain",
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
