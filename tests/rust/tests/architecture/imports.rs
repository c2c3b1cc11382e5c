//! Imports point down only, and modules on one level do not know each other.

use std::collections::BTreeSet;

use super::code::{bare, is_word, without_tests};
use super::files;

/// The levels, lowest first. A module may import every module of a lower level, and nothing else.
const LEVELS: &[&[&str]] = &[
    &["error", "id", "value"],
    &["secret", "model", "manifest"],
    &["mapping", "protocol", "http", "native", "container", "telemetry"],
    &["resilience", "store"],
    &["module", "event", "webhook", "sync"],
    &["bridge"],
    &["cli"],
];

/// Modules that stand alone, with all that they may import.
const ALONE: &[(&str, &[&str])] = &[("sandbox", &["error", "value"])];

/// Imports inside of one level, each with its reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("id", "error", "a wrong name is an error like any other"),
    ("value", "error", "a wrong number or date is an error like any other"),
    ("manifest", "model", "the linter holds a manifest's fields against the models"),
];

#[test]
fn imports_point_down() {
    let mut findings = Vec::new();
    let mut edges = BTreeSet::new();
    for (name, text) in files::ending(&[".rs"]) {
        let Some(below) = name.strip_prefix("core/src/") else { continue };
        let from = below.split(['/', '.']).next().unwrap_or_default();
        // The crate's own root declares the modules; its programs stand above all of them.
        if matches!(from, "lib" | "bin") {
            continue;
        }
        for to in imported(&without_tests(&bare(&text)), depth(below)) {
            if to != from && is_module(&to) {
                edges.insert((from.to_owned(), to.clone()));
                if !allowed(from, &to) {
                    findings.push(format!("{name} imports {to}"));
                }
            }
        }
    }
    assert!(edges.len() > 5, "only {edges:?} were found: the test does not see the imports");
    findings.sort();
    findings.dedup();
    super::none("imports that do not point down (see LEVELS and EXCEPTIONS of this test)", findings);
}

#[test]
fn every_module_has_its_place() {
    let all = files::all();
    let modules: BTreeSet<&str> = all
        .iter()
        .filter_map(|name| name.strip_prefix("core/src/")?.split(['/', '.']).next())
        .filter(|module| !matches!(*module, "lib" | "bin"))
        .collect();
    let unknown: Vec<String> =
        modules.iter().filter(|one| !is_module(one)).map(|one| format!("core/src/{one}")).collect();
    super::none("modules without a level", unknown);
}

/// An exception that nothing needs any more is a door left open.
#[test]
fn every_exception_is_used() {
    let unused = EXCEPTIONS.iter().filter(|(from, to, _)| {
        let of = |name: &str| name.starts_with(&format!("core/src/{from}/")) || name == format!("core/src/{from}.rs");
        let sources = files::ending(&[".rs"]);
        !sources.iter().any(|(name, text)| of(name) && imported(&bare(text), depth(&name[9..])).contains(*to))
    });
    super::none("exceptions that nothing uses", unused.map(|(from, to, _)| format!("{from} imports {to}")).collect());
}

fn is_module(name: &str) -> bool {
    level(name).is_some() || ALONE.iter().any(|(module, _)| *module == name)
}

fn level(module: &str) -> Option<usize> {
    LEVELS.iter().position(|level| level.contains(&module))
}

fn allowed(from: &str, to: &str) -> bool {
    if let Some((_, may)) = ALONE.iter().find(|(module, _)| *module == from) {
        return may.contains(&to);
    }
    // The sandbox is started by way of the bridge.
    let alone = ALONE.iter().any(|(module, _)| *module == to);
    let down = if alone { from == "bridge" } else { level(to) < level(from) };
    down || EXCEPTIONS.iter().any(|(one, other, _)| (*one, *other) == (from, to))
}

/// How many modules lie between the crate's root and this file: `error.rs` and `store/mod.rs` 1, `store/sqlite.rs` 2.
fn depth(below: &str) -> usize {
    let parts = below.trim_end_matches(".rs").trim_end_matches("/mod");
    parts.split('/').count()
}

/// The modules of the crate's root that the source names, by `crate::` or by enough `super::`.
fn imported(source: &str, depth: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for start in ["crate::".to_owned(), "super::".repeat(depth)] {
        for (at, _) in source.match_indices(&start) {
            let before = source[..at].chars().next_back();
            if before.is_some_and(|c| is_word(c) || c == '$') || source[..at].ends_with("super::") {
                continue;
            }
            let rest = source[at + start.len()..].trim_start();
            match rest.strip_prefix('{') {
                Some(group) => found.extend(first_names(group)),
                None => found.extend(first_name(rest)),
            }
        }
    }
    found
}

fn first_name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| is_word(*c)).collect();
    (!name.is_empty()).then_some(name)
}

/// The first name of each member of a `{...}` group, whose opening brace is gone.
fn first_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut fresh) = (0, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            _ if fresh && is_word(c) => {
                names.extend(first_name(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn all_ways_to_name_a_module_are_seen() {
    let names = |source: &str, depth| imported(source, depth).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(names("use crate::error::Error;", 1), "error");
    assert_eq!(names("use crate::{model::{Record, Model}, store,\n value as v};", 1), "model store value");
    assert_eq!(names("let x = crate::http::get(); use ::other::y;", 1), "http");
    assert_eq!(names("use super::store::Store;", 1), "store");
    assert_eq!(names("use super::store::Store; use super::super::http::get;", 2), "http");
    assert_eq!(depth("store/sqlite.rs"), 2);
    assert_eq!((depth("error.rs"), depth("store/mod.rs")), (1, 1));
    assert!(!allowed("error", "model") && !allowed("mapping", "http") && allowed("bridge", "store"));
    assert!(!allowed("sandbox", "http") && !allowed("http", "sandbox") && allowed("manifest", "model"));
}
