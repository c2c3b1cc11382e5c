//! What a request must look like to be one of an operation: method, path, fixed parameters, the root field of its
//! GraphQL document, and the constants of its body.

use bridge_tests::multipart::form;
use bridge_tests::recording::Recording;
use serde_json::Value as Json;

#[derive(Clone, Debug, Default)]
pub(crate) struct Route {
    pub(crate) method: String,
    /// The segments; a hole is an asterisk.
    pub(crate) path: Vec<String>,
    /// Parameters with a fixed value.
    pub(crate) query: Vec<(String, String)>,
    /// Parameters that are always there, with any value.
    pub(crate) asked: Vec<String>,
    /// The root field of the document.
    pub(crate) root: Option<String>,
    /// Arguments that are always true in the document.
    pub(crate) flags: Vec<String>,
    /// Columns by which the request always filters; they stand in its variables.
    pub(crate) columns: Vec<String>,
    /// Whether the body is a list of records.
    pub(crate) list: bool,
    /// Whether the body is a form, with a file in it.
    pub(crate) form: bool,
    /// Constants of the body: dotted path → value.
    pub(crate) body: Vec<(String, Json)>,
}

impl Route {
    /// The path of a template, without `base` in front.
    pub(crate) fn path(template: &str, kind: &str) -> Vec<String> {
        let path = template.split('?').next().unwrap_or_default().replace("{type}", kind);
        let hole = |segment: &str| {
            let mut out = String::new();
            let mut rest = segment;
            while let Some(open) = rest.find('{') {
                let close = rest[open..].find('}').map_or(rest.len(), |at| open + at + 1);
                out.push_str(&rest[..open]);
                out.push('*');
                rest = &rest[close..];
            }
            out + rest
        };
        path.split('/').filter(|segment| !segment.is_empty()).map(|segment| decoded(&hole(segment))).collect()
    }

    /// How much of the request the route says; nothing when it is another request.
    pub(crate) fn fits(&self, recording: &Recording) -> Option<usize> {
        let request = &recording.request;
        if request.method != self.method {
            return None;
        }
        let path = segments(&request.path);
        if path.len() != self.path.len() || !path.iter().zip(&self.path).all(|(have, want)| segment_fits(have, want)) {
            return None;
        }
        let mut score = self.path.iter().filter(|segment| !segment.contains('*') && *segment != DIGITS).count();
        let query = query(&request.path);
        for (name, value) in &self.query {
            if !query.iter().any(|(have, text)| have == name && text == value) {
                return None;
            }
            score += 1;
        }
        for name in &self.asked {
            if !query.iter().any(|(have, _)| have == name) {
                return None;
            }
            score += 1;
        }
        let body = body(recording);
        if let Some(root) = &self.root {
            let document = body.get("query").and_then(Json::as_str)?;
            if root_field(document).as_ref() != Some(root) {
                return None;
            }
            if !self.flags.iter().all(|flag| is_set(document, flag, &body["variables"])) {
                return None;
            }
            score += 1 + self.flags.len();
        }
        if !self.columns.is_empty() {
            let variables = body["variables"].to_string();
            if !self.columns.iter().all(|column| variables.contains(&format!("\"{column}\":"))) {
                return None;
            }
            score += self.columns.len();
        }
        if self.list {
            if !body.is_array() {
                return None;
            }
            score += 1;
        }
        if self.form {
            let is_form = |(name, value): (&String, &String)| {
                name.eq_ignore_ascii_case("content-type") && value.starts_with("multipart/form-data")
            };
            if !request.headers.iter().any(is_form) {
                return None;
            }
            score += 1;
        }
        for (path, value) in &self.body {
            if body.pointer(&format!("/{}", path.replace('.', "/"))) != Some(value) {
                return None;
            }
            score += 1;
        }
        Some(score)
    }
}

/// The JSON of a request's body; null where there is none.
pub(crate) fn body(recording: &Recording) -> Json {
    let kind = recording.request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if let (Some((_, kind)), Some(raw)) = (kind, &recording.request.body_raw)
        && let Some(form) = form(kind, raw)
    {
        return form;
    }
    let text = recording.request.body.as_ref().map(|body| body.get());
    text.or(recording.request.body_raw.as_deref()).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The decoded segments of a path.
pub(crate) fn segments(path: &str) -> Vec<String> {
    let path = path.split('?').next().unwrap_or_default();
    path.split('/').filter(|segment| !segment.is_empty()).map(decoded).collect()
}

/// The decoded parameters of a path.
pub(crate) fn query(path: &str) -> Vec<(String, String)> {
    let text = path.split_once('?').map_or("", |(_, query)| query);
    let plain = |text: &str| decoded(&text.replace('+', " "));
    text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (plain(name), plain(value))).collect()
}

/// A segment that is a whole number: the id of an entity whose ids are.
pub(crate) const DIGITS: &str = "#";

fn segment_fits(have: &str, want: &str) -> bool {
    if want == DIGITS {
        return !have.is_empty() && have.bytes().all(|byte| byte.is_ascii_digit());
    }
    let Some((before, after)) = want.split_once('*') else { return have == want };
    // More holes in one segment: the first literal and the last one are looked at.
    let after = after.rsplit('*').next().unwrap_or_default();
    have.len() > before.len() + after.len() && have.starts_with(before) && have.ends_with(after)
}

/// The arguments of a document that are the constant true.
pub(crate) fn flags(document: &str) -> Vec<String> {
    let word = |text: &str| text.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned();
    document
        .split(": true")
        .collect::<Vec<_>>()
        .split_last()
        .map_or(&[][..], |(_, all)| all)
        .iter()
        .map(|t| word(t))
        .collect()
}

/// Whether an argument of a recorded document is true, as it stands or by its variable.
fn is_set(document: &str, flag: &str, variables: &Json) -> bool {
    document.match_indices(&format!("{flag}:")).any(|(at, found)| {
        let value = document[at + found.len()..].trim_start();
        let name = value
            .strip_prefix('$')
            .map(|text| -> String { text.chars().take_while(char::is_ascii_alphanumeric).collect() });
        name.map_or(value.starts_with("true"), |name| variables[name] == Json::Bool(true))
    })
}

/// The first field of a GraphQL document, without its alias.
pub(crate) fn root_field(document: &str) -> Option<String> {
    let inside = document.split_once('{')?.1.trim_start();
    let name = |text: &str| -> String { text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect() };
    let first = name(inside);
    let rest = inside[first.len()..].trim_start();
    match rest.strip_prefix(':') {
        Some(rest) => Some(name(rest.trim_start())),
        None => Some(first),
    }
}

pub(crate) fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[test]
fn a_route_says_what_it_is_about() {
    assert_eq!(Route::path("/api/{parent}:list", ""), ["api", "*:list"]);
    assert!(segment_fits("orders:list", "*:list") && !segment_fits(":list", "*:list") && !segment_fits("a", "b"));
    assert!(segment_fits("12", DIGITS) && !segment_fits("category", DIGITS));
    assert_eq!(root_field("query($a: Int) { x: people(first: $a) { id } }").as_deref(), Some("people"));
    assert_eq!(flags("mutation { createX(data: $data, upsert: true) { id } }"), ["upsert"]);
    assert!(is_set("createX(data:$d,upsert:$u)", "upsert", &serde_json::json!({"u": true})));
    assert!(!is_set("createX(data:$d)", "upsert", &Json::Null) && is_set("x(upsert:true)", "upsert", &Json::Null));
    assert_eq!(query("/a?filter=%7B%7D&x=a+b"), [("filter".into(), "{}".into()), ("x".into(), "a b".into())]);
}
