//! JSON as other languages write it: deliveries are signed over these bytes.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

/// As Python's `json.dumps`: a blank behind commas and colons, ASCII only.
pub(crate) fn python(value: &Value) -> String {
    write(value, Spelling { blanks: true, slashes: false })
}

/// As PHP's `json_encode`: ASCII only, slashes escaped.
pub(crate) fn php(value: &Value) -> String {
    write(value, Spelling { blanks: false, slashes: true })
}

fn write(value: &Value, spelling: Spelling) -> String {
    let mut out = Vec::new();
    let written = value.serialize(&mut Serializer::with_formatter(&mut out, spelling));
    written.ok().and_then(|()| String::from_utf8(out).ok()).unwrap_or_default()
}

struct Spelling {
    blanks: bool,
    slashes: bool,
}

impl Spelling {
    fn comma<W: ?Sized + Write>(&self, writer: &mut W, first: bool) -> io::Result<()> {
        match (first, self.blanks) {
            (true, _) => Ok(()),
            (false, true) => writer.write_all(b", "),
            (false, false) => writer.write_all(b","),
        }
    }
}

impl Formatter for Spelling {
    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.comma(writer, first)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.comma(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.blanks { b": " } else { b":" })
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut units = [0; 2];
        for c in fragment.chars() {
            match c {
                '/' if self.slashes => writer.write_all(b"\\/")?,
                c if c.is_ascii() && c != '\u{7f}' => writer.write_all(&[c as u8])?,
                c => c.encode_utf16(&mut units).iter().try_for_each(|unit| write!(writer, "\\u{unit:04x}"))?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn as_the_others_write() {
        let value = json!({"a": ["ü/\"", 1, 1.0, null], "b": {}, "c": "漢😀\n"});
        assert_eq!(python(&value), r#"{"a": ["\u00fc/\"", 1, 1.0, null], "b": {}, "c": "\u6f22\ud83d\ude00\n"}"#);
        assert_eq!(php(&value), r#"{"a":["\u00fc\/\"",1,1.0,null],"b":{},"c":"\u6f22\ud83d\ude00\n"}"#);
    }
}
