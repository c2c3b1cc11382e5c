//! White space out of JSON text, and nothing else changed.

use serde_json::value::RawValue;

use crate::Result;

/// The same JSON without white space between its tokens. Numbers, escapes and the order of keys stay as they are.
pub(super) fn minify(json: &RawValue) -> Result<Box<RawValue>> {
    let mut out = String::with_capacity(json.get().len());
    let (mut in_text, mut escaped) = (false, false);
    for c in json.get().chars() {
        if in_text {
            out.push(c);
            in_text = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if !c.is_ascii_whitespace() {
            out.push(c);
            in_text = c == '"';
        }
    }
    Ok(RawValue::from_string(out)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_the_white_space_between_tokens_goes() {
        let text = "{ \"a b\" : [ 1.50 , 1e-05,\n\t\" x \\\" y \\\\\" ], \"é\": { } }";
        let raw: Box<RawValue> = serde_json::from_str(text).unwrap();
        let small = minify(&raw).unwrap();
        assert_eq!(small.get(), "{\"a b\":[1.50,1e-05,\" x \\\" y \\\\\"],\"é\":{}}");
    }
}
