//! `catalogue check`.

use std::io::Write;
use std::path::PathBuf;

use super::{file_error, print};
use crate::error::{Code, Error, Result};
use crate::manifest::{Registry, line_of};
use crate::model::Model;
use crate::module::{Catalogue, load};

/// Checks files; prints what each sells, and what of it no built-in system provides. Every file is looked at.
pub(super) fn check(files: &[PathBuf], out: &mut dyn Write) -> Result<()> {
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let width = names.iter().map(String::len).max().unwrap_or(0);
    let mut findings = Vec::new();
    for (file, name) in files.iter().zip(&names) {
        let read = std::fs::read_to_string(file).map_err(|error| file_error(name, error));
        match read.and_then(|yaml| Ok((load(name, &yaml)?, yaml))) {
            Err(error) => findings.push(error.message().to_owned()),
            Ok((catalogue, yaml)) => {
                let Catalogue { modules, tiers, bundles, quotas, .. } = &catalogue;
                let counted = quotas.values().filter(|quota| quota.counts.is_some()).count();
                print(
                    out,
                    &format!(
                        "{name:width$}  fine: {} modules, {} tiers, {} bundles, {} quotas ({counted} counted by the bridge)",
                        modules.len(),
                        tiers.len(),
                        bundles.len(),
                        quotas.len()
                    ),
                )?;
                for (line, note) in notes(&catalogue, &yaml)? {
                    print(out, &format!("  note: {name}:{line}: {note}"))?;
                }
            }
        }
    }
    match findings.is_empty() {
        true => Ok(()),
        false => Err(Error::new(Code::ConfigInvalid, findings.join("\n"))),
    }
}

/// What is no mistake where the host brings adapters of its own, with the lines.
fn notes(catalogue: &Catalogue, yaml: &str) -> Result<Vec<(usize, String)>> {
    let registry = Registry::default();
    let known = registry.systems();
    let mut notes = Vec::new();
    for (name, module) in &catalogue.modules {
        let of_the_models = Model::modules().contains(&name.as_str());
        let prefix = format!("{name}.");
        for system in &module.systems {
            let note = if !known.contains(system) {
                format!("there is no built-in system {system}; the bridge needs its manifest")
            } else if of_the_models && !registry.get(system)?.resources.keys().any(|path| path.starts_with(&prefix)) {
                format!("the built-in manifest of {system} has no resource of {name}")
            } else {
                continue;
            };
            notes.push((line_of(yaml, &["modules", name, "systems"]), note));
        }
    }
    Ok(notes)
}

#[cfg(test)]
mod tests {
    use crate::cli::run_in;

    const MINE: &str = "catalogue: mine
title: Mine
tiers: {basic: {title: Basic}}
modules:
  crm:
    title: Customers
    tier: basic
    systems: [twenty, plane, own_crm]
quotas:
  calls: {title: Calls, counts: calls, modules: [crm], per: day, limits: {basic: 10}, when_exceeded: refuse, when_unknown: allow}
";

    fn check(yaml: &[&str]) -> (u8, String, String) {
        let folder = tempfile::tempdir().unwrap();
        let write = |(index, yaml): (usize, &&str)| {
            let file = folder.path().join(format!("{index}.yaml"));
            std::fs::write(&file, yaml).unwrap();
            file.display().to_string()
        };
        let words = ["catalogue".to_owned(), "check".to_owned()];
        let words: Vec<String> = words.into_iter().chain(yaml.iter().enumerate().map(write)).collect();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = run_in(&words, &|_| None, &mut out, &mut err);
        let text =
            |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&format!("{}/", folder.path().display()), "");
        (status, text(out), text(err))
    }

    #[test]
    fn a_fine_catalogue_is_counted_and_strange_systems_are_noted_with_their_line() {
        let (status, out, err) = check(&[MINE]);
        let wanted = "0.yaml  fine: 1 modules, 1 tiers, 0 bundles, 1 quotas (1 counted by the bridge)
  note: 0.yaml:8: the built-in manifest of plane has no resource of crm
  note: 0.yaml:8: there is no built-in system own_crm; the bridge needs its manifest
";
        assert_eq!((status, out.as_str(), err.as_str()), (0, wanted, ""));
        let (status, out, _) = check(&[include_str!("../../catalogue/coreflow360.yaml")]);
        assert!(status == 0 && out.lines().count() == 1, "{out}");
    }

    #[test]
    fn mistakes_of_all_files_are_told_with_their_lines() {
        let other = MINE.replace("modules: [crm]", "modules: [cmr]").replace("per: day", "per: total");
        let (status, out, err) = check(&[&MINE.replace("tier: basic", "tier: base"), MINE, &other]);
        assert!(status == 1 && out.starts_with("1.yaml  fine"), "{out}");
        let told: Vec<&str> = err.lines().collect();
        assert_eq!(
            told,
            [
                "CONFIG_INVALID: 0.yaml:7: modules > crm > tier: there is no tier \"base\"; there is: basic",
                "2.yaml:10: quotas > calls > modules: there is no module \"cmr\"",
                "2.yaml:10: quotas > calls > per: calls are used up: say hour, day or month",
            ]
        );
    }

    #[test]
    fn a_file_that_is_none_is_told_and_no_file_is_a_mistake_of_the_words() {
        let mut err = Vec::new();
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let status = run_in(&words(&["catalogue", "check", "no/such.yaml"]), &|_| None, &mut Vec::new(), &mut err);
        assert!(status == 1 && String::from_utf8_lossy(&err).contains("no/such.yaml"));
        assert_eq!(run_in(&words(&["catalogue", "check"]), &|_| None, &mut Vec::new(), &mut Vec::new()), 2);
    }
}
