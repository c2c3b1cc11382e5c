//! Nothing in the core or in the bindings ends a program: errors are values.

use super::code::{bare, test_files, without_tests};
use super::files;

/// What must not be written outside of tests.
const FORBIDDEN: &[&str] = &[".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "dbg!("];

/// Where one of them is right, each with its reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

#[test]
fn nothing_panics_on_purpose() {
    let inside = |name: &str| name.starts_with("core/src/") || name.starts_with("bindings-") && name.contains("/src/");
    let sources: Vec<(String, String)> = files::ending(&[".rs"])
        .into_iter()
        .filter(|(name, _)| inside(name))
        .map(|(name, text)| (name, bare(&text)))
        .collect();
    assert!(sources.len() > 20, "only {} sources were found", sources.len());
    let tests: Vec<String> = sources.iter().flat_map(|(name, source)| test_paths(name, &test_files(source))).collect();
    let mut findings = Vec::new();
    for (name, source) in sources.iter().filter(|(name, _)| !tests.iter().any(|test| name.starts_with(test.as_str()))) {
        for (number, line) in without_tests(source).lines().enumerate() {
            let excepted = |word: &str| EXCEPTIONS.iter().any(|(file, what, _)| *file == name && *what == word);
            for word in FORBIDDEN.iter().filter(|word| line.contains(**word) && !excepted(word)) {
                findings.push(format!("{name}:{} {word}", number + 1));
            }
        }
    }
    super::none("panics outside of tests", findings);
}

/// Where the files of the test modules are that a file declares: beside a `mod.rs`, else in the folder of its name.
fn test_paths(name: &str, modules: &[String]) -> Vec<String> {
    let folder = name.strip_suffix("/mod.rs").or_else(|| name.strip_suffix(".rs")).unwrap_or(name);
    modules.iter().flat_map(|module| [format!("{folder}/{module}.rs"), format!("{folder}/{module}/")]).collect()
}
