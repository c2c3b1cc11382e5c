//! A folder of recordings, one JSON file each, into one small archive.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::minify::minify;
use super::{Recording, Request, Response};
use crate::Result;

/// The headers of answers that a client can act on. All others are noise of one server on one day.
const ANSWER_HEADERS: &[&str] = &[
    "Content-Disposition",
    "Content-Type",
    "Etag",
    "Last-Modified",
    "Link",
    "Location",
    "Retry-After",
    "Www-Authenticate",
];

/// The headers of requests that only say which program sent them, and from where.
const SENDER_HEADERS: &[&str] = &["Accept-Encoding", "Connection", "Content-Length", "Host", "User-Agent"];

/// The paths that are left out: the API descriptions that systems ship are theirs, under their own licences.
const LEFT_OUT: &[&str] = &["/explorer/swagger.json"];

/// What an import did.
#[derive(Debug, Default)]
pub struct Imported {
    /// The recordings that the archive holds.
    pub kept: usize,
    /// The names of those left out.
    pub left_out: Vec<String>,
    /// The size of the archive.
    pub bytes: usize,
}

/// The format of the recorder: as ours, but headers may be a list, and there are more notes.
#[derive(Deserialize)]
struct Source {
    request: Request,
    response: SourceResponse,
    note: Option<String>,
    webhook: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct SourceResponse {
    status: u16,
    headers: Headers,
    body: Option<Box<RawValue>>,
    body_raw: Option<String>,
    body_truncated_from: Option<u64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Headers {
    Map(BTreeMap<String, String>),
    Pairs(Vec<(String, String)>),
}

/// Reads every `<number>-<what>.json` of the folder and writes the archive. The same folder gives the same bytes.
pub fn import(folder: &Path, archive: &Path) -> Result<Imported> {
    let mut done = Imported::default();
    let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    for (name, file) in files(folder)? {
        let text = std::fs::read_to_string(&file)?;
        let source: Source = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
        if LEFT_OUT.iter().any(|path| source.request.path.starts_with(path)) {
            done.left_out.push(name);
            continue;
        }
        serde_json::to_writer(&mut gzip, &tidy(name, source)?)?;
        gzip.write_all(b"\n")?;
        done.kept += 1;
    }
    let bytes = gzip.finish()?;
    done.bytes = bytes.len();
    std::fs::write(archive, bytes)?;
    Ok(done)
}

/// The files in the order of their numbers, with their names. `_about.json` and its like are no recordings.
fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".json")) else { continue };
        let number = name.split('-').next().and_then(|number| number.parse::<u32>().ok());
        if let Some(number) = number {
            found.push((number, name.to_owned(), path));
        }
    }
    found.sort();
    Ok(found.into_iter().map(|(_, name, path)| (name, path)).collect())
}

fn tidy(name: String, source: Source) -> Result<Recording> {
    let mut request = source.request;
    // A delivery of a webhook is the system's own request: there every header counts.
    if source.webhook.is_none() {
        request.headers.retain(|header, _| !SENDER_HEADERS.contains(&title_case(header).as_str()));
    }
    request.body = request.body.as_deref().map(minify).transpose()?;
    let answer = source.response;
    let response = Response {
        status: answer.status,
        headers: answer_headers(answer.headers),
        body: answer.body.as_deref().map(minify).transpose()?,
        body_raw: answer.body_raw,
        body_truncated_from: answer.body_truncated_from,
    };
    let webhook = source.webhook.as_deref().map(minify).transpose()?;
    Ok(Recording { name, request, response, note: source.note, webhook })
}

fn answer_headers(headers: Headers) -> BTreeMap<String, String> {
    let pairs = match headers {
        Headers::Map(map) => map.into_iter().collect(),
        Headers::Pairs(pairs) => pairs,
    };
    let mut kept = BTreeMap::new();
    for (name, value) in pairs {
        let name = title_case(&name);
        if ANSWER_HEADERS.contains(&name.as_str())
            || name.starts_with("X-Ratelimit-")
            || name.starts_with("Retry-After-")
        {
            kept.insert(name, value);
        }
    }
    kept
}

/// `content-type` and `Content-type` as `Content-Type`, so that readers need not fold the case.
fn title_case(name: &str) -> String {
    let part = |part: &str| match part.split_at_checked(1) {
        Some((first, rest)) => first.to_ascii_uppercase() + &rest.to_ascii_lowercase(),
        None => String::new(),
    };
    name.split('-').map(part).collect::<Vec<_>>().join("-")
}
