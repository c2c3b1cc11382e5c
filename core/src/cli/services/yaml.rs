//! JSON as YAML that people can read. Texts that could be read as anything else stand in quotes.

use std::fmt::Write as _;

use serde_json::Value as Json;

/// The document.
pub(super) fn render(value: &Json) -> String {
    let mut out = String::new();
    block(&mut out, value, 0);
    out
}

fn block(out: &mut String, value: &Json, depth: usize) {
    match value {
        Json::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                let _ = write!(out, "{:depth$}{}:", "", scalar(key));
                member(out, value, depth);
            }
        }
        Json::Array(items) if !items.is_empty() => {
            for item in items {
                let _ = write!(out, "{:depth$}-", "");
                member(out, item, depth);
            }
        }
        other => {
            let _ = writeln!(out, "{:depth$}{}", "", flat(other));
        }
    }
}

/// What stands behind a key or a dash.
fn member(out: &mut String, value: &Json, depth: usize) {
    match value {
        Json::Object(map) if !map.is_empty() => {
            out.push('\n');
            block(out, value, depth + 2);
        }
        Json::Array(items) if items.iter().any(|item| item.is_object()) => {
            out.push('\n');
            block(out, value, depth + 2);
        }
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(flat).collect();
            let _ = writeln!(out, " [{}]", items.join(", "));
        }
        other => {
            let _ = writeln!(out, " {}", flat(other));
        }
    }
}

fn flat(value: &Json) -> String {
    match value {
        Json::String(text) => scalar(text),
        other => other.to_string(),
    }
}

/// A word as it is, anything else as JSON text, which YAML 1.2 reads alike.
fn scalar(text: &str) -> String {
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '.');
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    let number =
        text.starts_with('.') && text[1..].starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_alphabetic());
    if begins && text.chars().all(fine) && !word && !number { text.to_owned() } else { Json::from(text).to_string() }
}
