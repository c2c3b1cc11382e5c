//! The archive of one system: gzipped, one recording a line.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

use super::Recording;
use crate::Result;

/// Reads `<system>.ndjson.gz`, in the order of the recording.
pub fn load(file: &Path) -> Result<Vec<Recording>> {
    let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    parse(&bytes).map_err(|e| format!("{}: {e}", file.display()).into())
}

/// Reads the bytes of an archive.
pub fn parse(gzipped: &[u8]) -> Result<Vec<Recording>> {
    let mut text = String::new();
    GzDecoder::new(gzipped).read_to_string(&mut text)?;
    let line = |(index, line)| serde_json::from_str(line).map_err(|e| format!("line {}: {e}", index + 1).into());
    text.lines().enumerate().map(line).collect()
}

/// The recordings that the patterns name, in the order of the patterns; a pattern is a name, its number, or a name
/// with `*` in it. A pattern that matches nothing is a mistake in the scenario.
pub fn select(all: &[Recording], patterns: &[String]) -> Result<Vec<Recording>> {
    let mut chosen: Vec<Recording> = Vec::new();
    for pattern in patterns {
        let before = chosen.len();
        chosen.extend(all.iter().filter(|one| pattern_matches(pattern, &one.name)).cloned());
        if chosen.len() == before {
            return Err(format!("no recording is named {pattern:?}").into());
        }
    }
    Ok(chosen)
}

/// Whether the name is the pattern: the whole name, its leading number, or `*` for any run of characters.
pub fn pattern_matches(pattern: &str, name: &str) -> bool {
    if !pattern.contains('*') {
        return name == pattern || name.split('-').next() == Some(pattern);
    }
    let parts: Vec<&str> = pattern.split('*').collect();
    let (first, rest) = (parts[0], &parts[1..]);
    let Some(mut left) = name.strip_prefix(first) else { return false };
    let (last, middle) = rest.split_last().unwrap_or((&"", &[]));
    for part in middle {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, name, expected) in [
            ("117-customers-get", "117-customers-get", true),
            ("117", "117-customers-get", true),
            ("11", "117-customers-get", false),
            ("*-customers-*", "117-customers-get", true),
            ("117-*", "117-customers-get", true),
            ("*-get", "117-customers-get-awkward", false),
            ("117-*-awkward*", "117-customers-get", false),
            ("*", "1-a", true),
        ] {
            assert_eq!(pattern_matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
