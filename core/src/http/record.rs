//! Records exchanges as they go over the wire, one JSON file each, with everything secret taken out: the truth that a
//! new adapter is held to.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName};
use serde_json::{Map, Value as Json, json};
use zeroize::Zeroizing;

use super::transport::{Request, Response};
use crate::error::{Code, Error, Result};

/// What stands in place of a secret.
const REDACTED: &str = "REDACTED";

/// Headers that carry credentials, besides those that the connection marks as sensitive.
const HEADERS: &[&str] = &["authorization", "cookie", "set-cookie", "proxy-authorization", "x-api-key", "x-new-token"];

/// Members of bodies whose values are secrets, whatever they are called around them.
const MEMBERS: &[&str] =
    &["password", "token", "secret", "api_key", "apikey", "access_token", "refresh_token", "client_secret"];

/// Parameters of addresses that let anyone who has them read or write a file.
const SIGNED: &[&str] = &["X-Amz-Signature=", "?token=", "&token="];

/// A folder of recordings.
#[derive(Debug)]
pub struct Recorder {
    folder: PathBuf,
    next: AtomicU32,
}

/// What one connection records: where to, relative to which URL, and what must not be written.
#[derive(Clone)]
pub struct Tap {
    /// The folder.
    pub recorder: Arc<Recorder>,
    /// The URL that paths are told relative to.
    pub base: String,
    /// The values of the credential.
    pub secrets: Vec<Zeroizing<String>>,
    /// JSON pointers at which an answer may hand out a secret: the token of a session.
    pub handed_out: Vec<String>,
    /// The response header that may do so.
    pub renewed_by: Option<String>,
}

impl std::fmt::Debug for Tap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tap").field("recorder", &self.recorder).finish_non_exhaustive()
    }
}

impl Recorder {
    /// Records into a folder, which is made; numbers go on behind those that are there.
    pub fn new(folder: &Path) -> Result<Recorder> {
        let failed = |error: std::io::Error| {
            let message = format!("the folder of recordings {} cannot be written", folder.display());
            Error::new(Code::ConfigInvalid, message).with_source(error)
        };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let number = |entry: std::io::Result<std::fs::DirEntry>| -> Option<u32> {
            entry.ok()?.file_name().to_str()?.split('-').next()?.parse().ok()
        };
        let last = std::fs::read_dir(folder).map_err(failed)?.filter_map(number).max().unwrap_or(0);
        Ok(Recorder { folder: folder.to_owned(), next: AtomicU32::new(last + 1) })
    }
}

impl Tap {
    /// Writes one exchange.
    pub fn write(&self, request: &Request, response: &Response, took: Duration) -> Result<()> {
        let clean = |text: &str| {
            let text =
                self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), REDACTED));
            SIGNED.iter().fold(text, |text, name| unsigned(&text, name))
        };
        let url = request.url.as_str();
        let path = url.strip_prefix(self.base.trim_end_matches('/')).unwrap_or(url);
        let mut sent: Map<String, Json> = request
            .headers
            .iter()
            .map(|(name, value)| {
                let value = if value.is_sensitive() { REDACTED } else { value.to_str().unwrap_or(REDACTED) };
                (name.to_string(), Json::from(header(name, &clean(value))))
            })
            .collect();
        if let Some((kind, _)) = &request.body {
            sent.insert("content-type".to_owned(), Json::from(kind.as_ref()));
        }
        let mut exchange = json!({
            "request": {"method": request.method.as_str(), "path": clean(path), "headers": sent},
            "response": {"status": response.status, "headers": headers(&response.headers, &clean)},
            "ms": took.as_millis() as u64,
        });
        if let Some((_, bytes)) = &request.body {
            body(&mut exchange["request"], &clean(&String::from_utf8_lossy(bytes)));
        }
        body(&mut exchange["response"], &clean(&String::from_utf8_lossy(&response.body)));
        for pointer in &self.handed_out {
            if let Some(token) = exchange["response"]["body"].pointer_mut(pointer).filter(|token| token.is_string()) {
                *token = Json::from(REDACTED);
            }
        }
        let renewed = self.renewed_by.as_ref().map(|name| name.to_ascii_lowercase());
        if let Some(token) = renewed.and_then(|name| exchange["response"]["headers"].as_object_mut()?.get_mut(&name)) {
            *token = Json::from(REDACTED);
        }
        let number = self.recorder.next.fetch_add(1, Ordering::Relaxed);
        let words = request.url.path().split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.take(6).collect();
        let method = request.method.as_str().to_ascii_lowercase();
        let name = clean(&format!("{number:03}-{method}-{}-{}.json", words.join("-"), response.status));
        let text = serde_json::to_vec_pretty(&exchange).map_err(|error| Error::unexpected(error.to_string()))?;
        std::fs::write(self.recorder.folder.join(&name), text).map_err(|error| {
            Error::new(Code::ConfigInvalid, format!("the recording {name} cannot be written")).with_source(error)
        })
    }
}

/// A text without what signs the addresses in it.
fn unsigned(text: &str, name: &str) -> String {
    let mut parts = text.split(name);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(['&', '"', ' ', '\\', '\n']).unwrap_or(part.len());
        out.extend([name, REDACTED, &part[end..]]);
    }
    out
}

fn header(name: &HeaderName, value: &str) -> String {
    if HEADERS.contains(&name.as_str()) { REDACTED.to_owned() } else { value.to_owned() }
}

fn headers(all: &HeaderMap, clean: &dyn Fn(&str) -> String) -> Map<String, Json> {
    let one = |(name, value): (&HeaderName, &reqwest::header::HeaderValue)| {
        (name.to_string(), Json::from(header(name, &clean(value.to_str().unwrap_or_default()))))
    };
    all.iter().map(one).collect()
}

/// The body, as JSON where it is.
fn body(place: &mut Json, text: &str) {
    if text.is_empty() {
        return;
    }
    match serde_json::from_str::<Json>(text) {
        Ok(mut tree) => {
            redact(&mut tree);
            place["body"] = tree;
        }
        Err(_) => place["body_raw"] = Json::from(text),
    }
}

fn redact(value: &mut Json) {
    match value {
        Json::Object(map) => {
            for (name, value) in map {
                match value.is_string() && MEMBERS.contains(&name.to_ascii_lowercase().as_str()) {
                    true => *value = Json::from(REDACTED),
                    false => redact(value),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(redact),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_secret_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let recorder = Recorder::new(folder.path()).unwrap();
        let mut key: reqwest::header::HeaderValue = "token canary-key".parse().unwrap();
        key.set_sensitive(true);
        let request = Request {
            method: super::super::Method::POST,
            url: "https://erp.acme.test/api/x?key=canary-key".parse().unwrap(),
            headers: vec![("x-anything".parse().unwrap(), key)],
            body: Some((
                "application/json".into(),
                "{\"password\": \"canary-password\", \"a\": [{\"token\": \"canary-t\"}]}".into(),
            )),
            file: None,
            elsewhere: false,
        };
        let mut answered = HeaderMap::new();
        answered.insert("set-cookie", "sid=canary-cookie".parse().unwrap());
        answered.insert("x-renewed", "canary-renewed".parse().unwrap());
        let said = "{\"file\": \"https://s3.test/f?X-Amz-Signature=canary-s&a=1\", \"echo\": \"canary-key\", \"result\": {\"session\": \"canary-session\"}}";
        let response = Response { status: 200, headers: answered, body: said.into() };
        let secrets = vec![Zeroizing::new("canary-key".to_owned())];
        let tap = Tap {
            recorder: Arc::new(recorder),
            base: "https://erp.acme.test".to_owned(),
            secrets,
            handed_out: vec!["/result/session".to_owned()],
            renewed_by: Some("X-Renewed".to_owned()),
        };
        tap.write(&request, &response, Duration::ZERO).unwrap();
        let text = std::fs::read_to_string(folder.path().join("001-post-api-x-200.json")).unwrap();
        assert!(!text.contains("canary"), "{text}");
        assert!(text.contains("/api/x?key=REDACTED"), "{text}");
        assert!(text.contains("\"content-type\": \"application/json\""), "what a body is, is said: {text}");
        let again = Recorder::new(folder.path()).unwrap();
        assert_eq!(again.next.load(Ordering::Relaxed), 2);
    }
}
