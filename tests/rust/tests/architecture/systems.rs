//! A system is data: the core's code does not know its name.

use super::code::without_tests;
use super::files;

/// Where a system may be named, each with its reason.
const MAY: &[(&str, &str)] = &[
    ("core/src/manifest/paging.rs", "names the dialects of filters"),
    ("core/src/manifest/registry.rs", "lists the manifests that are built in"),
    ("core/src/protocol/filter/", "the named dialects of filters"),
    ("core/src/sandbox/", "the fakes of the systems"),
    ("core/src/bin/", "the program of the developers"),
];

#[test]
fn the_core_knows_no_system() {
    let all = files::all();
    let systems: Vec<&str> =
        all.iter().filter_map(|name| name.strip_prefix("core/adapters/")?.strip_suffix(".yaml")).collect();
    assert!(systems.len() >= 2, "there are only the manifests {systems:?}");
    let mut findings = Vec::new();
    let sources = files::ending(&[".rs"]);
    let tests = files::of_tests(&sources);
    for (name, text) in sources {
        let is_test = tests.iter().any(|test| name.starts_with(test.as_str()));
        if is_test || !name.starts_with("core/src/") || MAY.iter().any(|(place, _)| name.starts_with(place)) {
            continue;
        }
        for (number, line) in without_tests(&text).lines().enumerate() {
            // Comments may name a system as an example of what a rule is for.
            let code = line.split("//").next().unwrap_or_default().to_lowercase();
            for system in systems.iter().filter(|system| code.contains(**system)) {
                findings.push(format!("{name}:{} {system}", number + 1));
            }
        }
    }
    super::none("systems in the core's code (they belong into their manifest)", findings);
}
