//! A request as it is compared: decoded, and free of order where order means nothing.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::Value;

use crate::multipart::form;
use crate::recording;

/// The headers that carry a credential: of a recording one knows only that they were there.
const CREDENTIALS: &[&str] = &["authorization", "dolapikey"];

/// A request, made comparable.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// The method.
    pub method: String,
    /// The path, each segment decoded; a `/` inside of a segment stays `%2F`.
    pub path: String,
    /// The parameters; a value that is a JSON list or object is one.
    pub query: BTreeMap<String, Vec<Value>>,
    /// The headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body: JSON, the fields of a form, the parts of a multipart form, or text; null for none.
    pub body: Value,
}

impl Seen {
    /// From the parts of a request on the wire. `target` is path and query, encoded.
    pub fn new(method: &str, target: &str, headers: BTreeMap<String, String>, body: &[u8]) -> Seen {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let kind = headers.get("content-type").map(String::as_str).unwrap_or_default();
        let body = read_body(kind, &String::from_utf8_lossy(body));
        Seen { method: method.to_owned(), path: decode_path(path), query: read_query(query), headers, body }
    }

    /// From a recording.
    pub fn recorded(request: &recording::Request) -> Seen {
        let headers: BTreeMap<_, _> =
            request.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
        let body = match (&request.body, &request.body_raw) {
            (Some(body), _) => body.get(),
            (None, Some(raw)) => raw,
            (None, None) => "",
        };
        Seen::new(&request.method, &request.path, headers, body.as_bytes())
    }

    /// The credential headers that it carries.
    pub fn credentials(&self) -> Vec<&str> {
        CREDENTIALS.iter().copied().filter(|name| self.headers.contains_key(*name)).collect()
    }
}

/// Decodes each segment; an encoded slash is data and stays encoded, so that it never makes a new segment.
fn decode_path(path: &str) -> String {
    let segment = |text| percent_decode_str(text).decode_utf8_lossy().replace('/', "%2F");
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn read_query(query: &str) -> BTreeMap<String, Vec<Value>> {
    let mut parameters: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        parameters.entry(decode_form(name)).or_default().push(read_value(decode_form(value)));
    }
    parameters
}

fn decode_form(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

fn read_value(text: String) -> Value {
    let json = text.starts_with(['[', '{']).then(|| serde_json::from_str(&text).ok()).flatten();
    json.unwrap_or(Value::String(text))
}

fn read_body(kind: &str, text: &str) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    if kind.starts_with("application/x-www-form-urlencoded") {
        let fields = read_query(text).into_iter().map(|(name, values)| (name, Value::Array(values)));
        return Value::Object(fields.collect());
    }
    if let Some(form) = form(kind, text) {
        return form;
    }
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_the_same_is_the_same() {
        let one = Seen::new("GET", "/a/M%C3%BCller%20%26%20S?b=1&a=%5B1%2C%202%5D&a=x+y", BTreeMap::new(), b"");
        let two = Seen::new("GET", "/a/M\u{fc}ller%20&%20S?a=[1,2]&a=x%20y&b=1", BTreeMap::new(), b"");
        assert_eq!((&one.path, &one.query, &one.body), (&two.path, &two.query, &two.body));
        assert_ne!(decode_path("/a/b%2Fc"), decode_path("/a/b/c"));
    }
}
