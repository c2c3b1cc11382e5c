//! How deep JSON is nested: what is given raw must be readable by the parsers of both languages.

/// As deep as the trees that serde_json reads. Python's own parser gives up near 1,000.
const MOST: u32 = 128;

/// Whether a valid JSON text is nested deeper than a caller's parser can read.
pub(super) fn is_too_deep(json: &str) -> bool {
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
}
