//! Files: rows of the collection `attachments`, which fields of other collections point to, and their bytes. A file is
//! asked for by its row, which leads to where it is kept.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::super::message::{Body, Part, Reply, Request};
use super::access::{self, Right, Who};
use super::fail::{Fail, Outcome};
use super::schema::{Table, object, plain, text};
use super::state::Base;
use super::{links, write};

const NAME: &str = "attachments";
/// How large a file may be in the storage of the installation.
const MOST: usize = 20 * 1024 * 1024;
/// What JavaScript leaves as it is in a part of an address.
const PART: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'(')
    .remove(b')');

/// The collection, as the server has it after its installation: with the logo as its first row.
pub(crate) fn install(base: &mut Base) {
    let about = json!({"name": NAME, "createdAt": true, "updatedAt": true, "createdBy": true, "updatedBy": true,
        "template": "file", "filterTargetKey": "id"});
    let texts = ["title", "filename", "extname", "mimetype", "path", "url", "preview"].map(|name| (name, "string"));
    let others = [("size", "integer"), ("storageId", "bigInt")];
    let fields = texts.into_iter().chain(others).map(|(name, kind)| json!({"name": name, "type": kind}));
    let meta = json!({"name": "meta", "type": "json", "defaultValue": {}});
    let table = Table { last: 1, ..Table::new(about, fields.chain([meta]).collect()) };
    base.tables.insert(NAME.to_owned(), table);
}

/// `create` of an attachment, by itself or in a field of a row; nothing where the request is none.
pub(crate) fn uploaded(
    base: &mut Base,
    request: &Request,
    path: &[&str],
    resource: &str,
    action: &str,
) -> Option<Outcome<Value>> {
    let is_form = request.header("content-type").is_some_and(|kind| kind.starts_with("multipart/form-data"));
    (is_form && action == "create").then(|| {
        let who = access::authenticate(base, request)?;
        match path {
            [] if resource == NAME => {
                access::right(base, &who, NAME, "create")?;
                keep(base, request, &who)
            }
            [collection, key] => {
                access::right(base, &who, collection, "update")?;
                let table = base.table(collection)?;
                let unknown = || Fail::new(500, "Cannot read properties of undefined (reading 'create')");
                let relation = table.relation(resource).filter(|it| it.target == NAME).ok_or_else(unknown)?;
                let row = table.find(&json!(key)).map(|index| table.rows[index].clone()).ok_or(Fail::NoRoute)?;
                let made = keep(base, request, &who)?;
                links::join(base, &relation, &row[&relation.source_key], &made["id"])?;
                Ok(made)
            }
            _ => Err(Fail::NoRoute),
        }
        .map(|data| json!({"data": data}))
    })
}

fn keep(base: &mut Base, request: &Request, who: &Who) -> Outcome<Value> {
    let parts = request.parts();
    let file = parts.iter().find(|part| part.name == "file" && part.filename.is_some());
    let Some(Part { filename: Some(name), data, content_type, .. }) = file else {
        return Err(Fail::new(400, "file validation failed"));
    };
    if data.len() > MOST {
        return Err(Fail::new(400, "File too large"));
    }
    let (title, ending) = name.rsplit_once('.').map_or((name.as_str(), String::new()), |(t, e)| (t, format!(".{e}")));
    let kept = format!("{title}-{}{ending}", base.hash().chars().take(6).collect::<String>());
    let row = json!({"title": title, "filename": kept, "extname": ending, "size": data.len(), "path": "",
        "mimetype": content_type, "storageId": 400_426_541_252_608_i64});
    base.files.insert(kept, data.clone());
    let made = write::create(base, NAME, &row, who, &Right::default())?;
    let address = format!("/files/main/main/attachments/{}{ending}", made["id"]);
    let told = json!({"url": address, "preview": format!("{address}?preview=1")});
    let mut made = write::change(base, NAME, &made["id"], &object(told), who)?;
    made["local"] = json!(true);
    Ok(made)
}

/// Says of the files of an answer that they are kept by the server itself. Where they stand inside of other rows, it does not.
pub(crate) fn local(mut answer: Value) -> Value {
    match &mut answer["data"] {
        Value::Array(rows) => rows.iter_mut().for_each(|row| row["local"] = json!(true)),
        Value::Object(row) => drop(row.insert("local".into(), json!(true))),
        _ => {}
    }
    answer
}

/// What an address beside the API leads to; nothing where the request is none of them.
pub(crate) fn beside(base: &Base, request: &Request) -> Option<Reply> {
    let segments = request.segments();
    let found = match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["files", "main", "main", NAME, name] => lead(base, request, name),
        ["storage", "uploads", name] => bytes(base, request, name),
        _ => return None,
    };
    Some(found.unwrap_or_else(Fail::reply))
}

fn lead(base: &Base, request: &Request, name: &str) -> Outcome<Reply> {
    access::authenticate(base, request).map_err(|_| Fail::forbidden())?;
    let id = name.split('.').next().unwrap_or_default();
    let table = base.table(NAME)?;
    let row = table.find(&json!(id)).map(|index| &table.rows[index]).ok_or(Fail::NoRoute)?;
    let location = format!("/storage/uploads/{}", utf8_percent_encode(text(row, "filename"), PART));
    let body = json!({"data": format!("Redirecting to {location}.")});
    Ok(Reply::json(302, body).with("location", location))
}

fn bytes(base: &Base, request: &Request, name: &str) -> Outcome<Reply> {
    access::authenticate(base, request)?;
    let data = base.files.get(name).ok_or(Fail::NoRoute)?;
    let row = base.table(NAME)?.rows.iter().find(|row| row.get("filename").map(plain).as_deref() == Some(name));
    let kind =
        row.map(|row| text(row, "mimetype")).filter(|kind| !kind.is_empty()).unwrap_or("application/octet-stream");
    let reply = Reply { status: 200, headers: Vec::new(), body: Body::Bytes(data.clone()) };
    Ok(reply.with("content-type", kind).with("content-disposition", "inline"))
}
