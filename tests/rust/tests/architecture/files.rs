//! The files of the repository: what git tracks, and what is about to be tracked.

use std::path::PathBuf;
use std::process::Command;

use super::code::test_files;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file, relative to the root.
pub(crate) fn all() -> Vec<String> {
    let git = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = Command::new("git").args(git).current_dir(root()).output().unwrap();
    assert!(listed.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
    let names = String::from_utf8(listed.stdout).unwrap();
    let names: Vec<String> = names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    // A file that was deleted but is not staged is listed and not there.
    let there: Vec<String> = names.into_iter().filter(|name| root().join(name).is_file()).collect();
    assert!(there.len() > 20, "only {} files were found", there.len());
    there
}

/// The text of a file; none for one that is not UTF-8.
pub(crate) fn text(name: &str) -> Option<String> {
    String::from_utf8(std::fs::read(root().join(name)).unwrap()).ok()
}

/// Every file whose name ends so, with its text.
pub(crate) fn ending(endings: &[&str]) -> Vec<(String, String)> {
    let fits = |name: &String| endings.iter().any(|ending| name.ends_with(ending));
    all()
        .into_iter()
        .filter(fits)
        .filter_map(|name| Some((text(&name)?, name)))
        .map(|(text, name)| (name, text))
        .collect()
}

/// Whether the file says in its first lines that a program wrote it.
pub(crate) fn is_generated(text: &str) -> bool {
    text.lines().take(5).any(|line| line.to_lowercase().contains("generated") && line.contains("do not edit"))
}

/// The starts of the paths of all files that are compiled for tests only.
pub(crate) fn of_tests(sources: &[(String, String)]) -> Vec<String> {
    sources.iter().flat_map(|(name, source)| test_paths(name, &test_files(source))).collect()
}

/// The files of the tests that a file declares: beside a `mod.rs`, else in the folder of its name.
fn test_paths(name: &str, files: &[String]) -> Vec<String> {
    let folder = name.strip_suffix("/mod.rs").or_else(|| name.strip_suffix(".rs")).unwrap_or(name);
    let beside = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = |file: &String| match file.strip_prefix("../") {
        Some(file) => format!("{beside}/{file}"),
        None => format!("{folder}/{file}"),
    };
    files.iter().map(path).collect()
}
