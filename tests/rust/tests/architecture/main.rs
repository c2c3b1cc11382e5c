//! The rules of the repository that no compiler knows: who may import whom, how big files may get, what must not be in them.
#![allow(clippy::unwrap_used)]

mod code;
mod files;
mod imports;
mod links;
mod panics;
mod paths;
mod secrets;
mod sizes;
mod systems;

/// Fails with all findings, one a line.
fn none(what: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{what}:\n  {}\n", findings.join("\n  "));
}
