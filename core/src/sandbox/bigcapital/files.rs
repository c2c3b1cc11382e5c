//! Files: the bytes go to an object store, a document keeps their name and key, and a link hangs it on an invoice. What a
//! read shows of a linked file, and that invoices alone take any, is read in the source of the build; the rest is recorded.

use serde_json::{Value, json};

use super::super::message::{Body, Reply, Request};
use super::errors::{Fail, Outcome};
use super::state::{Books, id_in};
use super::table::Object;

/// The bucket of the object store, which the fake is itself.
pub(crate) const BUCKET: &str = "test-bucket";
/// What stands behind an address; without it the store lets nobody in.
const SIGNATURE: &str = "X-Amz-Signature";
/// The key of the first file: the milliseconds of an instant.
const FIRST_KEY: i64 = 1_795_406_197_520;

/// The files of an organisation.
#[derive(Default)]
pub(crate) struct Files {
    stored: Vec<Stored>,
    /// The first link after the server's start fails, and does nothing; nothing tells why.
    warm: bool,
}

struct Stored {
    key: String,
    /// The document, as a record shows it.
    shown: Value,
    kind: String,
    content: Vec<u8>,
}

/// `/attachments...`, the rest of the path given.
pub(crate) fn answer(books: &mut Books, request: &Request, rest: &[&str], body: &Object) -> Outcome<(u16, Value)> {
    let said = |status: u16, word: &str| {
        Ok((status, json!({"status": 200, "message": format!("The document has {word} successfully.")})))
    };
    match (request.method.as_str(), rest) {
        ("POST", []) => upload(books, request),
        // It reads from the store without finding anything there.
        ("GET", [_]) => Err(Fail::crash()),
        ("GET", [key, "presigned-url"]) => {
            let name = books.files.get(key).map_or("", |file| file.shown["origin_name"].as_str().unwrap_or_default());
            Ok((200, json!({"presigned_url": format!("/{BUCKET}/{key}?{SIGNATURE}=signed&filename={name}")})))
        }
        ("DELETE", [key]) => {
            let at = books.files.stored.iter().position(|file| file.key == *key).ok_or_else(Fail::missing)?;
            books.files.stored.remove(at);
            let holders: Vec<i64> = books.all("sale-invoices").filter_map(|invoice| id_in(invoice, "id")).collect();
            for id in holders {
                if let Some(list) = books.get_mut("sale-invoices", id).and_then(|one| one["attachments"].as_array_mut())
                {
                    list.retain(|file| file["key"] != *key);
                }
            }
            said(200, "been delete")
        }
        // To take a link away calls what makes one.
        ("POST", [key, "link" | "unlink"]) => {
            link(books, key, body)?;
            said(201, "been linked")
        }
        _ => Err(Fail::no_route(&request.method, &super::full(request))),
    }
}

fn upload(books: &mut Books, request: &Request) -> Outcome<(u16, Value)> {
    let none = || Fail::Raw(401, json!({"errorType": "FILE_UPLOAD_FAILED", "message": "Now file uploaded."}));
    let part = request.parts().into_iter().find(|part| part.name == "file").ok_or_else(none)?;
    let name = part.filename.ok_or_else(none)?;
    let id = books.next_id("documents", 1);
    // Names are read byte by byte.
    let name: String = name.replace('"', "%22").bytes().map(char::from).collect();
    let kind = part.content_type.unwrap_or_else(|| "text/plain".to_owned());
    let key = (FIRST_KEY + id - 1).to_string();
    let shown = json!({"key": key, "size": part.data.len(), "mime_type": kind, "origin_name": name});
    let mut told = shown.clone();
    told["id"] = json!(id);
    books.files.stored.push(Stored { key, shown, kind, content: part.data });
    Ok((200, json!({"status": 200, "message": "The document has uploaded successfully.", "data": told})))
}

fn link(books: &mut Books, key: &str, body: &Object) -> Outcome<()> {
    if body.get("modelRef").and_then(Value::as_str) != Some("SaleInvoice") {
        return Err(Fail::code("DOCUMENT_LINK_REF_INVALID"));
    }
    let shown = books.files.get(key).map(|file| file.shown.clone()).ok_or_else(Fail::missing)?;
    if !std::mem::replace(&mut books.files.warm, true) {
        return Err(Fail::crash());
    }
    let invoice = id_in(body, "modelId").and_then(|id| books.get_mut("sale-invoices", id));
    let invoice = invoice.ok_or_else(|| Fail::code("DOCUMENT_LINK_ID_INVALID"))?;
    if hang(invoice, shown) { Ok(()) } else { Err(Fail::code("DOCUMENT_LINK_ALREADY_LINKED")) }
}

/// Hangs the files that a body names on an invoice; keys that nothing has are dropped without a word. Files that a change
/// does not name stay: to take their links away fails behind the answer.
pub(crate) fn take_over(books: &Books, invoice: &mut Object, body: &Object) {
    let named = body.get("attachments").and_then(Value::as_array).into_iter().flatten();
    for file in named.filter_map(|one| books.files.get(one["key"].as_str()?)) {
        hang(invoice, file.shown.clone());
    }
}

/// Whether it did not hang there before.
fn hang(invoice: &mut Object, file: Value) -> bool {
    let Some(list) = invoice.get_mut("attachments").and_then(Value::as_array_mut) else { return false };
    let new = !list.iter().any(|one| one["key"] == file["key"]);
    if new {
        list.push(file);
    }
    new
}

impl Files {
    fn get(&self, key: &str) -> Option<&Stored> {
        self.stored.iter().find(|file| file.key == key)
    }

    /// What the object store answers.
    pub(crate) fn content(&self, request: &Request, key: &str) -> Reply {
        if request.method != "GET" || request.param(SIGNATURE).is_none() {
            return Reply::text(403, "application/xml", "<Error><Code>AccessDenied</Code></Error>");
        }
        match self.get(key) {
            None => Reply::text(404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>"),
            Some(file) => Reply {
                status: 200,
                headers: vec![("content-type", file.kind.clone())],
                body: Body::Bytes(file.content.clone()),
            },
        }
    }
}
