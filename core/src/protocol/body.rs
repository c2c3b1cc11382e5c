//! From the bytes of an answer to its JSON text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use crate::error::{Code, Error, Result};
use crate::manifest::Decoder;

/// How many places a JSON value may begin at before a body is given up.
const MOST_TRIES: usize = 2000;
/// How many bytes are read for that, all tries together: a body that opens a bracket everywhere is read to its end each
/// time.
const MOST_READ: usize = 64 * 1024 * 1024;

/// The JSON text of a body.
pub fn json_text(body: &[u8], decoder: Decoder) -> Result<&str> {
    let text = std::str::from_utf8(body)
        .map_err(|error| Error::new(Code::UpstreamInvalid, "the system's answer is not UTF-8").with_source(error))?
        .trim();
    match decoder {
        Decoder::Json => Ok(text),
        Decoder::JsonTail => Ok(tail(text)),
    }
}

/// The JSON value at the end of a text; the text itself where there is none.
fn tail(text: &str) -> &str {
    let whole = |part: &str| serde_json::from_str::<IgnoredAny>(part).is_ok();
    if !text.starts_with('<') && (matches!(text.as_bytes().first(), Some(b'{' | b'[')) || whole(text)) {
        return text;
    }
    let begins = |c: char| matches!(c, '{' | '[' | '"') || c.is_ascii_digit();
    let mut left = MOST_READ;
    let affordable = |at: &usize| {
        let rest = text.len() - at;
        left = left.saturating_sub(rest);
        left > 0 || rest == text.len()
    };
    let starts = text.char_indices().filter(|(_, c)| begins(*c)).map(|(at, _)| at).take(MOST_TRIES);
    let starts = starts.take_while(affordable);
    starts.map(|at| &text[at..]).find(|part| whole(part)).unwrap_or(text)
}

/// The JSON of a body as a tree, for errors and small answers.
pub fn parse_json(body: &[u8], decoder: Decoder) -> Option<Json> {
    serde_json::from_str(json_text(body, decoder).ok()?).ok()
}

/// The JSON text of a body that a caller's own parser reads, without a tree of it: every text in it is good Unicode, and it
/// is nested no deeper than trees are.
pub fn checked_json(body: &[u8], decoder: Decoder) -> Option<&str> {
    let text = json_text(body, decoder).ok()?;
    serde_json::from_str::<Checked>(text).is_ok().then_some(text)
}

/// A value that was read and let go. [`IgnoredAny`] skips texts, and so lets half a surrogate pair pass.
struct Checked;

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(Checked)
    }
}

impl<'de> Visitor<'de> for Checked {
    type Value = Checked;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> std::result::Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_bool<E>(self, _: bool) -> std::result::Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_u64<E>(self, _: u64) -> std::result::Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_i64<E>(self, _: i64) -> std::result::Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_f64<E>(self, _: f64) -> std::result::Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_str<E>(self, _: &str) -> std::result::Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Checked, A::Error> {
        while items.next_element::<Checked>()?.is_some() {}
        Ok(Checked)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> std::result::Result<Checked, A::Error> {
        while members.next_entry::<Checked, Checked>()?.is_some() {}
        Ok(Checked)
    }
}

/// What stands at a pointer of a manifest: a segment `*` is the first member, and an array gives its first item.
pub fn value_at<'t>(root: &'t Json, pointer: &str) -> Option<&'t Json> {
    let mut place = root;
    for segment in pointer.split('/').skip(1) {
        if let Json::Array(items) = place
            && segment.parse::<usize>().is_err()
        {
            place = items.first()?;
        }
        place = match (place, segment) {
            (Json::Object(members), "*") => members.values().next()?,
            (place, segment) => place.pointer(&format!("/{segment}"))?,
        };
    }
    Some(place)
}

/// The text at a pointer of a manifest; numbers and truth values as their text. Empty text is nothing.
pub fn text_at(root: &Json, pointer: &str) -> Option<String> {
    text_of(value_at(root, pointer)?)
}

/// The text of a scalar, if it has one.
pub fn text_of(value: &Json) -> Option<String> {
    match value {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// It takes what a tree takes, and nothing else.
    #[test]
    fn a_text_is_checked_as_a_tree_is() {
        let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        let long = "0.1234567890123456789012345678901234567890123456789012345";
        let (most, more) = (deep(127), deep(200));
        let good = [
            r#"{"a": [1, -2, 1.5, true, null, "\u00e9\ud83d\ude00"], "a": 2}"#,
            "12345678901234567890123",
            "1e400",
            long,
            &most,
        ];
        let bad = [r#""\ud800""#, r#"{"\udc00": 1}"#, "[1,]", "1 2", "", "{1: 2}", "nul", "01", &more];
        for text in good.iter().chain(&bad) {
            let tree = parse_json(text.as_bytes(), Decoder::Json);
            assert_eq!(checked_json(text.as_bytes(), Decoder::Json).is_some(), tree.is_some(), "{text:.60}");
        }
        assert!(good.iter().all(|text| checked_json(text.as_bytes(), Decoder::Json) == Some(text)));
        assert_eq!(checked_json(b" {} \n", Decoder::Json), Some("{}"));
        assert_eq!(checked_json(b"\xff", Decoder::Json), None);
    }

    #[test]
    fn a_large_body_of_open_brackets_is_not_read_over_and_over() {
        let body = format!("<{}", "[".repeat(8 * 1024 * 1024));
        // 2,000 times 8 MiB would take a minute; a few times is nothing.
        assert_eq!(json_text(body.as_bytes(), Decoder::JsonTail).unwrap().len(), body.len());
    }

    #[test]
    fn finds_the_json_behind_warnings() {
        for (body, expected) in [
            ("{\"a\": 1}", "{\"a\": 1}"),
            (
                "<br />\n<b>Warning</b>: x [y] in <b>/a/b.php</b><br />\n{\"error\": {\"code\": 500}}",
                "{\"error\": {\"code\": 500}}",
            ),
            ("<b>Notice</b>: z on line <b>12</b><br />\n17", "17"),
            ("42", "42"),
            ("<html>Bad gateway</html>", "<html>Bad gateway</html>"),
        ] {
            assert_eq!(json_text(body.as_bytes(), Decoder::JsonTail).unwrap(), expected);
        }
    }
}
