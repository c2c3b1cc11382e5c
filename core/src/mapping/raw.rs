//! Whether a record can be given as the system sent it: it must be readable by the parsers of both languages.

use serde_json::Value as Json;

/// As deep as the trees that serde_json reads. Python's own parser gives up near 1,000.
const MOST: u32 = 128;

/// Why a valid JSON text cannot be given raw.
pub(super) fn why_not_raw(json: &str) -> Option<&'static str> {
    if is_too_deep(json) {
        return Some("it is nested too deeply to be given raw");
    }
    // Found by fuzzing: members that nothing reads are skipped, and what is skipped may hold half a surrogate pair.
    let may = json.contains("\\ud") || json.contains("\\uD");
    (may && serde_json::from_str::<Json>(json).is_err())
        .then_some("it holds half a surrogate pair, so it cannot be given raw")
}

/// Whether it is nested deeper than a caller's parser can read.
fn is_too_deep(json: &str) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_u32, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'[' | b'{' => {
                depth += 1;
                if depth > MOST {
                    return true;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_texts_do_not_count() {
        let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!((is_too_deep(&deep(128)), is_too_deep(&deep(129))), (false, true));
        let text = format!(r#"["\"{}", "\\", {{"a": "{}"}}]"#, "[".repeat(500), "{".repeat(500));
        assert!(!is_too_deep(&text));
        assert!(!is_too_deep(&format!("[{}]", vec!["[]"; 1_000].join(","))));
    }

    #[test]
    fn half_a_pair_is_no_text() {
        for (json, is_fit) in [
            (r#"{"a": "\ud83d\ude00", "b": "\\ud83d"}"#, true),
            (r#"{"a": "\ud83d"}"#, false),
            (r#"{"a": {"b": ["\uDE00x"]}}"#, false),
            (r#"{"\udc00": 1}"#, false),
        ] {
            assert_eq!(why_not_raw(json).is_none(), is_fit, "{json}");
        }
    }
}
