//! Nothing in the core or in the bindings ends a program: errors are values.

use super::code::{bare, without_tests};
use super::files;

/// What must not be written outside of tests.
const FORBIDDEN: &[&str] = &[".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "dbg!("];

/// Where one of them is right, each with its reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("bindings-node/src/probe.rs", "panic!(", "a call that panics, so that the tests see what becomes of a panic"),
    ("bindings-python/src/lib.rs", "panic!(", "a call that panics, so that the tests see what becomes of a panic"),
    (
        "bindings-python/src/runtime.rs",
        ".expect(",
        "a trait without errors; every entry has asked for the runtime before",
    ),
];

#[test]
fn nothing_panics_on_purpose() {
    let inside = |name: &str| name.starts_with("core/src/") || name.starts_with("bindings-") && name.contains("/src/");
    let sources: Vec<(String, String)> = files::ending(&[".rs"]).into_iter().filter(|(name, _)| inside(name)).collect();
    assert!(sources.len() > 20, "only {} sources were found", sources.len());
    let tests = files::of_tests(&sources);
    let mut findings = Vec::new();
    for (name, source) in sources.iter().filter(|(name, _)| !tests.iter().any(|test| name.starts_with(test.as_str()))) {
        for (number, line) in without_tests(&bare(source)).lines().enumerate() {
            let excepted = |word: &str| EXCEPTIONS.iter().any(|(file, what, _)| *file == name && *what == word);
            for word in FORBIDDEN.iter().filter(|word| line.contains(**word) && !excepted(word)) {
                findings.push(format!("{name}:{} {word}", number + 1));
            }
        }
    }
    super::none("panics outside of tests", findings);
}

#[test]
fn every_exception_is_used() {
    let unused = EXCEPTIONS.iter().filter(|(name, word, _)| {
        let text = files::all().contains(&(*name).to_owned()).then(|| files::text(name)).flatten();
        !text.is_some_and(|text| without_tests(&bare(&text)).contains(word))
    });
    super::none("exceptions that nothing uses", unused.map(|(name, word, _)| format!("{name} {word}")).collect());
}
