//! Files in bodies: multipart forms, base64 inside JSON, and names that cannot break out of either.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Map, Value as Json};

use crate::error::{Error, Result};

/// The longest name that file systems take.
const LONGEST_NAME: usize = 255;
/// The type of a file whose type is not said.
const ANY_TYPE: &str = "application/octet-stream";

/// A file on its way to a system.
#[derive(Clone, Debug)]
pub struct File {
    name: String,
    content_type: String,
    data: Bytes,
}

impl File {
    /// A file with a plain name: no path, no control characters.
    pub fn new(name: &str, content_type: Option<&str>, data: Bytes) -> Result<File> {
        let odd = |c: char| c.is_control() || matches!(c, '/' | '\\');
        if name.trim().is_empty() || matches!(name, "." | "..") || name.chars().any(odd) || name.len() > LONGEST_NAME {
            return Err(Error::invalid_input(format!(
                "{name:.64?} is not the name of a file: 1 to {LONGEST_NAME} bytes, no / or \\ and no control characters"
            )));
        }
        let content_type = content_type.unwrap_or(ANY_TYPE);
        let plain = |c: char| c.is_ascii_graphic() || c == ' ';
        if !content_type.contains('/') || !content_type.chars().all(plain) {
            return Err(Error::invalid_input(format!("content_type {content_type:.64?} is not like text/plain")));
        }
        Ok(File { name: name.to_owned(), content_type: content_type.to_owned(), data })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The media type.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The content.
    pub fn data(&self) -> &Bytes {
        &self.data
    }

    /// A multipart form of members and, at its end, the file: its media type and its bytes.
    pub fn multipart(&self, members: &Map<String, Json>, part: &str) -> (String, Bytes) {
        // It cannot be in the content by chance, and no caller can know it before.
        let boundary = format!("bridge-{:032x}", fastrand::u128(..));
        let mut out = Vec::with_capacity(self.data.len() + 512 + 256 * members.len());
        for (name, value) in members {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            out.extend(
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n", quoted(name)).bytes(),
            );
            out.extend([text.as_bytes(), b"\r\n"].concat());
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
            quoted(part),
            quoted(&self.name),
            self.content_type
        );
        out.extend(head.bytes());
        out.extend_from_slice(&self.data);
        out.extend(format!("\r\n--{boundary}--\r\n").bytes());
        (format!("multipart/form-data; boundary={boundary}"), out.into())
    }

    /// What stands for the content in a tree that [`File::json`] writes. Nothing a caller passes can hold it.
    pub const MARK: &'static str = "\u{0}file\u{0}";

    /// A JSON body with the content as base64 in place of its mark. The content is written once, into the body itself.
    pub fn json(&self, body: &Json) -> Bytes {
        let text = body.to_string();
        let mark = Json::from(Self::MARK).to_string();
        let (before, after) = text.split_once(&mark).unwrap_or((&text, ""));
        let mut out = String::with_capacity(text.len() + self.data.len().div_ceil(3) * 4);
        out.extend([before, "\""]);
        STANDARD.encode_string(&self.data, &mut out);
        out.extend(["\"", after]);
        out.into()
    }
}

/// The content of base64 text; line breaks in it are passed over.
pub fn from_base64(text: &str) -> Option<Bytes> {
    let decoded = match text.contains(['\r', '\n']) {
        true => STANDARD.decode(text.replace(['\r', '\n'], "")),
        false => STANDARD.decode(text),
    };
    decoded.ok().map(Bytes::from)
}

/// A name inside quotes, as browsers write it: a quote and line breaks are percent-encoded, all else stands as it is.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, data: &'static [u8]) -> File {
        File::new(name, Some("text/plain"), Bytes::from_static(data)).unwrap()
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in ["", " ", ".", "..", "a/b", "..\\x", "a\r\nb", "a\0b", "\u{85}x"] {
            assert!(File::new(name, None, Bytes::new()).is_err(), "{name:?}");
        }
        assert!(File::new(&"ä".repeat(128), None, Bytes::new()).is_err(), "256 bytes");
        for name in ["a.txt", "Vertrag ÄÖÜ & „x“ 😀.txt", "..a", "a\"b'.txt", "a;b=c.txt"] {
            assert_eq!(file(name, b"").name(), name);
        }
        for kind in ["text", "a/b\r\nX-Evil: 1", "ä/b", ""] {
            assert!(File::new("a", Some(kind), Bytes::new()).is_err(), "{kind:?}");
        }
    }

    #[test]
    fn a_form_holds_its_members_and_the_file() {
        let members = serde_json::json!({"is_private": 1, "docname": "Müller \"& Söhne"});
        let (kind, body) = file("Größe \"x\".txt", b"--\r\nbytes\xff").multipart(members.as_object().unwrap(), "file");
        let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
        let text = String::from_utf8_lossy(&body).replace(boundary, "B");
        assert_eq!(
            text,
            "--B\r\nContent-Disposition: form-data; name=\"is_private\"\r\n\r\n1\r\n\
             --B\r\nContent-Disposition: form-data; name=\"docname\"\r\n\r\nMüller \"& Söhne\r\n\
             --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Größe %22x%22.txt\"\r\n\
             Content-Type: text/plain\r\n\r\n--\r\nbytes\u{fffd}\r\n--B--\r\n"
        );
    }

    #[test]
    fn a_json_body_holds_the_content_as_base64() {
        let body = serde_json::json!({"filename": "a.txt", "filecontent": File::MARK, "overwrite": 0});
        let sent: Json = serde_json::from_slice(&file("a.txt", b"\0\xff data").json(&body)).unwrap();
        assert_eq!(sent, serde_json::json!({"filename": "a.txt", "filecontent": "AP8gZGF0YQ==", "overwrite": 0}));
        assert_eq!(from_base64("AP8g\r\nZGF0YQ==\n").unwrap(), &b"\0\xff data"[..]);
        assert!(from_base64("%%%").is_none());
    }
}
