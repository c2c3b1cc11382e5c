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
        }
    }
}
