//! Multipart forms as JSON, so that two of them can be compared whatever their boundary is.

use serde_json::{Map, Value, json};

/// The parts of a form: name → text, or for a file an object of `filename`, `type` and `content`. Nothing where the body is
/// no form.
pub fn form(content_type: &str, body: &str) -> Option<Value> {
    let boundary = content_type.strip_prefix("multipart/form-data")?.split("boundary=").nth(1)?.trim_matches('"');
    let mut members = Map::new();
    let between = format!("--{boundary}");
    let mut parts = body.split(between.as_str());
    parts.next();
    for part in parts.filter(|part| !part.starts_with("--")) {
        let (head, content) = part.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
        let content = content.strip_suffix("\r\n")?;
        let quoted = |word: &str| {
            let rest = head.split_once(&format!("; {word}=\""))?.1;
            Some(rest.split("\"\r\n").next()?.split("\"; ").next()?.trim_end_matches('"').to_owned())
        };
        let kind = head.split_once("\r\nContent-Type: ").map(|(_, kind)| kind.split("\r\n").next().unwrap_or_default());
        let value = match quoted("filename") {
            Some(filename) => json!({"filename": filename, "type": kind, "content": content}),
            None => Value::from(content),
        };
        members.insert(quoted("name")?, value);
    }
    Some(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boundary_does_not_count() {
        let text = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nä\r\n--X\r\nContent-Disposition: form-data; \
                    name=\"file\"; filename=\"ü &.txt\"\r\nContent-Type: text/plain\r\n\r\none\r\ntwo\n\r\n--X--\r\n";
        let expected =
            json!({"a": "ä", "file": {"filename": "ü &.txt", "type": "text/plain", "content": "one\r\ntwo\n"}});
        assert_eq!(form("multipart/form-data; boundary=X", text), Some(expected.clone()));
        assert_eq!(form("multipart/form-data; boundary=Y2", &text.replace("--X", "--Y2")), Some(expected));
        assert_eq!(form("application/json", "{}"), None);
    }
}
