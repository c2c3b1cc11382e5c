//! Nothing of the machine that a file was written on is in the file.

use std::io::Read;

use flate2::read::GzDecoder;

use super::files;

/// The starts of paths that exist on one machine only. Written in two parts, so that this file is not a finding.
const LOCAL: &[(&str, &str)] = &[("/wor", "k/"), ("/roo", "t/"), ("/hom", "e/"), ("/User", "s/"), ("C:", "\\\\Users")];

/// What is told there lies inside of images.
const OF_IMAGES: &str = "core/adapters/services/";

/// The hosts from which lock files may fetch.
const REGISTRIES: &[&str] = &["github.com", "registry.npmjs.org", "pypi.org", "files.pythonhosted.org", "crates.io"];

#[test]
fn no_paths_of_one_machine() {
    let mut findings = Vec::new();
    for name in files::all().into_iter().filter(|name| !name.starts_with(OF_IMAGES)) {
        let bytes = std::fs::read(files::root().join(&name)).unwrap();
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if name.ends_with(".gz") {
            text.clear();
            GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        }
        for (number, line) in text.lines().enumerate() {
            for local in LOCAL.iter().map(|(one, other)| format!("{one}{other}")) {
                if starts_a_path(line, &local) {
                    findings.push(format!("{name}:{} {local}", number + 1));
                }
            }
        }
    }
    super::none("paths of one machine", findings);
}

/// Whether it starts a path there, and is not the middle of a URL or of a relative path.
fn starts_a_path(line: &str, local: &str) -> bool {
    line.match_indices(local).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '~' | '}' | '/' | '$' | '*'))
    })
}

#[test]
fn locks_fetch_from_the_public_registries() {
    let locks = ["Cargo.lock", "package-lock.json", "uv.lock", "poetry.lock", "pnpm-lock.yaml", "yarn.lock"];
    let config = [".npmrc", "pip.conf", "config.toml", "pyproject.toml", "package.json"];
    let mut findings = Vec::new();
    for (name, text) in files::ending(&locks).into_iter().chain(files::ending(&config)) {
        let keyed = |line: &str| {
            let line = line.trim().trim_start_matches('"');
            ["source =", "resolved", "registry", "url =", "index-url", "extra-index-url"]
                .iter()
                .any(|key| line.starts_with(key))
        };
        for line in text.lines().filter(|line| keyed(line) && line.contains("://")) {
            let host =
                line.split("://").nth(1).and_then(|rest| rest.split(['/', '"', ':', '?']).next()).unwrap_or_default();
            if !REGISTRIES.iter().any(|one| host == *one || host.ends_with(&format!(".{one}"))) {
                findings.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    super::none("fetches from other hosts", findings);
}

#[test]
fn paths_are_told_from_parts_of_urls() {
    let home = format!("{}{}", LOCAL[2].0, LOCAL[2].1);
    assert!(starts_a_path(&format!("cd {home}x"), &home) && starts_a_path(&format!("\"{home}x"), &home));
    assert!(!starts_a_path(&format!("https://a.example{home}x"), &home));
}
