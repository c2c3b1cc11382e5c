//! Requests and answers as the fakes see them: decoded, without any socket.

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A request, read to its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path as it was sent, percent-encoded.
    pub(crate) path: String,
    /// The query as it was sent, without the question mark.
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// The first header of that name (lower case).
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The path's segments, each decoded on its own, so that `%2F` stays inside its segment.
    pub(crate) fn segments(&self) -> Vec<String> {
        self.path.split('/').filter(|s| !s.is_empty()).map(decode).collect()
    }

    /// The query's pairs, decoded. A `+` is a space, as in a form.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        form(&self.query)
    }

    /// One value of the query.
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        self.pairs().into_iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }
}

/// One part of a multipart form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// Of a file.
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) data: Vec<u8>,
}

impl Request {
    /// The parts of a multipart form; none where the body is none.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let kind = self.header("content-type").filter(|kind| kind.starts_with("multipart/form-data"));
        let Some(boundary) = kind.and_then(|kind| kind.split("boundary=").nth(1)) else { return Vec::new() };
        let mark = format!("\r\n--{}", boundary.trim_matches('"'));
        // Each part begins behind a line break, the first one too.
        let body = [b"\r\n", self.body.as_slice()].concat();
        split(&body, mark.as_bytes()).into_iter().skip(1).filter_map(part).collect()
    }
}

fn split<'b>(body: &'b [u8], mark: &[u8]) -> Vec<&'b [u8]> {
    let mut parts = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.windows(mark.len()).position(|window| window == mark) {
        parts.push(&rest[..at]);
        rest = &rest[at + mark.len()..];
    }
    parts
}

fn part(text: &[u8]) -> Option<Part> {
    let text = text.strip_prefix(b"\r\n")?;
    let end = text.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&text[..end]).into_owned();
    let quoted = |word: &str| {
        let rest = head.split_once(&format!("; {word}=\""))?.1;
        Some(rest.split('"').next()?.replace("%22", "\""))
    };
    let line = head.lines().filter_map(|line| line.split_once(':'));
    let content_type = line.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let content_type = content_type.map(|(_, kind)| kind.trim().to_owned());
    Some(Part { name: quoted("name")?, filename: quoted("filename"), content_type, data: text[end + 4..].to_vec() })
}

/// Reads a form or a query.
pub(crate) fn form(text: &str) -> Vec<(String, String)> {
    let plain = |s: &str| decode(&s.replace('+', " "));
    let pair = |p: &str| match p.split_once('=') {
        Some((n, v)) => (plain(n), plain(v)),
        None => (plain(p), String::new()),
    };
    text.split('&').filter(|p| !p.is_empty()).map(pair).collect()
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Body,
}

/// The body: kept as a tree as long as possible, so that a fault can break one record of it.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Json(Value),
    Text(String),
    /// A file.
    Bytes(Vec<u8>),
}

impl Reply {
    pub(crate) fn json(status: u16, body: Value) -> Reply {
        Reply { status, headers: vec![("content-type", "application/json".into())], body: Body::Json(body) }
    }

    pub(crate) fn text(status: u16, kind: &str, body: impl Into<String>) -> Reply {
        Reply { status, headers: vec![("content-type", kind.into())], body: Body::Text(body.into()) }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.retain(|(n, _)| *n != name);
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        match &self.body {
            Body::Json(value) => serde_json::to_vec(value).unwrap_or_default(),
            Body::Text(text) => text.clone().into_bytes(),
            Body::Bytes(bytes) => bytes.clone(),
        }
    }
}
