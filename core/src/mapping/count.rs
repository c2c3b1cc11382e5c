//! How much a JSON text would become, told without reading it into anything.

/// Whether a JSON text has at most so many values: members of objects, items of arrays, and the whole. Looks at no more of
/// it than it takes to know. An object or array that is empty counts as if it had one.
pub fn has_at_most(text: &str, most: u64) -> bool {
    let (mut values, mut quoted, mut escaped) = (1_u64, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b',' | b'{' | b'[' if !quoted => values += 1,
            _ => continue,
        }
        if values > most {
            return false;
        }
    }
    values <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_texts_does_not_count() {
        for (text, values) in [
            ("1", 1),
            (r#""a,{[""#, 1),
            ("[]", 2),
            ("[1, 2, 3]", 4),
            (r#"{"a": 1, "b": {"c": [1, 2]}}"#, 6),
            (r#"["\",[", "\\", 2]"#, 4),
            (r#"{"größe \u005b,": "🚀,"}"#, 2),
        ] {
            assert!(has_at_most(text, values), "{text}");
            assert!(!has_at_most(text, values - 1), "{text}");
        }
    }
}
