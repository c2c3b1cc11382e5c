//! Files: a place is asked for, the bytes go there, and a row names what came. Addresses carry a signature for a day, which
//! is one word here, and are relative to the sandbox.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::document::Field as Selected;
use super::errors::{Fail, Outcome};
use super::state::Workspace;
use crate::sandbox::message::{Body, Reply, Request};

/// What stands behind an address; without it nobody comes in, not even with a key.
const SIGNATURE: &str = "signed";
/// The largest file.
const MOST: u64 = 1 << 30;

/// A file, whose bytes come after its name.
pub(crate) struct Stored {
    name: String,
    size: u64,
    created: String,
    content: Option<Vec<u8>>,
}

/// Where the content of a file is read.
pub(crate) fn address(id: &str) -> String {
    format!("/file/files-field/{id}?token={SIGNATURE}")
}

/// `createFileUpload`.
pub(crate) fn begin(space: &mut Workspace, root: &Selected) -> Outcome<Value> {
    let word = |name: &str| root.args.get(name).and_then(Value::as_str);
    if word("fieldMetadataId").or(word("fieldMetadataUniversalIdentifier")).is_none() {
        return Err(Fail::crash("fieldMetadataId or fieldMetadataUniversalIdentifier must be provided"));
    }
    let size = root.args.get("size").and_then(Value::as_f64).unwrap_or_default() as u64;
    if size == 0 || size > MOST {
        return Err(Fail::crash(format!("Invalid file size {size} (max {MOST} bytes)")));
    }
    let (id, created) = (space.uuid(), space.now());
    let name = word("filename").unwrap_or_default().to_owned();
    let told = json!({"fileId": id, "uploadUrl": format!("/file-upload/{id}?token={SIGNATURE}"),
        "contentType": "application/octet-stream", "expiresAt": created});
    space.files.insert(id, Stored { name, size, created, content: None });
    Ok(told)
}

/// `completeFileUpload`.
pub(crate) fn complete(space: &Workspace, root: &Selected) -> Outcome<Value> {
    let id = root.args.get("fileId").and_then(Value::as_str).unwrap_or_default();
    let Some((file, content)) = space.files.get(id).and_then(|file| Some((file, file.content.as_ref()?))) else {
        return Err(Fail::crash(format!("File {id} has not been uploaded to storage yet")));
    };
    let ending = file.name.rfind('.').map_or("", |dot| &file.name[dot..]);
    Ok(json!({"id": id, "path": format!("files-field/{id}{ending}"), "size": content.len(), "createdAt": file.created,
        "url": address(id)}))
}

/// `PUT /file-upload/<id>`.
pub(crate) fn put(space: &mut Workspace, request: &Request, id: &str) -> Reply {
    let Some(file) = space.files.get_mut(id).filter(|_| is_signed(request)) else { return forbidden() };
    // The parsers read plain text, JSON and forms away before the storage sees them.
    let kind = request.header("content-type").unwrap_or_default();
    let eaten = ["text/plain", "application/json", "application/x-www-form-urlencoded"];
    let came = if eaten.iter().any(|eaten| kind.starts_with(eaten)) { &[] } else { &request.body[..] };
    match (came.len() as u64).cmp(&file.size) {
        Ordering::Greater => {
            refused(413, "FILE_TOO_LARGE", &format!("Upload exceeds declared size of {} bytes", file.size))
        }
        Ordering::Less => {
            let message = format!("Uploaded {} bytes but {} were declared", came.len(), file.size);
            refused(400, "FILE_SIZE_MISMATCH", &message)
        }
        Ordering::Equal => {
            file.content = Some(came.to_vec());
            Reply::text(204, "text/plain", "")
        }
    }
}

/// `GET /file/files-field/<id>`.
pub(crate) fn get(space: &Workspace, request: &Request, id: &str) -> Reply {
    if !is_signed(request) {
        return forbidden();
    }
    let Some((file, content)) = space.files.get(id).and_then(|file| Some((file, file.content.as_ref()?))) else {
        return refused(404, "FILE_NOT_FOUND", "File not found");
    };
    let kind = if file.name.ends_with(".txt") { "text/plain" } else { "application/octet-stream" };
    Reply { status: 200, headers: vec![("content-type", kind.into())], body: Body::Bytes(content.clone()) }
}

fn refused(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, json!({"statusCode": status, "error": "Error", "messages": [message], "code": code}))
}

fn is_signed(request: &Request) -> bool {
    request.param("token").as_deref() == Some(SIGNATURE)
}

fn forbidden() -> Reply {
    Reply::json(403, json!({"message": "Forbidden resource", "error": "Forbidden", "statusCode": 403}))
}
