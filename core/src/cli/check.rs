//! `adapter check`, `adapter docs`, `systems`.

use std::io::Write;
use std::path::PathBuf;

use super::target::manifest;
use super::{file_error, print};
use crate::error::{Code, Error, Result};
use crate::manifest::{Manifest, Registry, docs_page};

/// Checks files, and with `all` the built-in manifests; prints what each can do. Every file is looked at.
pub(super) fn check(files: &[PathBuf], all: bool, out: &mut dyn Write) -> Result<()> {
    let mut names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    if all {
        names.extend(Registry::default().systems());
    }
    if names.is_empty() {
        return Err(Error::invalid_input("name the files to check, or --all for the built-in manifests"));
    }
    let width = names.iter().map(String::len).max().unwrap_or(0);
    let (mut findings, mut operations, mut native) = (Vec::new(), 0, Vec::new());
    for name in &names {
        match manifest(name) {
            Err(error) => findings.push(error.message().to_owned()),
            Ok((manifest, _)) => {
                let (count, own) = count(&manifest);
                let resources = manifest.resources.len();
                print(
                    out,
                    &format!("{name:width$}  fine: {resources} resources, {count} operations, {} native", own.len()),
                )?;
                operations += count;
                native.extend(own.into_iter().map(|one| format!("{}: {one}", manifest.system)));
            }
        }
    }
    if names.len() > 1 {
        let share = 100.0 * native.len() as f64 / f64::from(operations.max(1));
        print(out, &format!("{operations} operations, {} native ({share:.1} %)", native.len()))?;
    }
    for one in &native {
        print(out, &format!("  native: {one}"))?;
    }
    match findings.is_empty() {
        true => Ok(()),
        false => Err(Error::new(Code::ManifestInvalid, findings.join("\n"))),
    }
}

/// How many operations a manifest offers, and which of them need compiled code.
fn count(manifest: &Manifest) -> (u32, Vec<String>) {
    let (mut count, mut native) = (0, Vec::new());
    for (path, resource) in &manifest.resources {
        for (variant, entity) in resource.entities() {
            let shared = manifest.operations.iter().filter(|(name, _)| !entity.operations.contains_key(*name));
            for (name, operation) in shared.chain(&entity.operations).chain(&entity.actions) {
                if operation.unsupported.is_some() {
                    continue;
                }
                count += 1;
                if let Some(codec) = &operation.native {
                    let variant = variant.map(|variant| format!(" {variant}")).unwrap_or_default();
                    native.push(format!("{path}{variant} {name} ({codec})"));
                }
            }
        }
    }
    (count, native)
}

/// Writes the docs page.
pub(super) fn docs(name: &str, file: Option<PathBuf>, out: &mut dyn Write) -> Result<()> {
    let page = docs_page(&manifest(name)?.0);
    match file {
        None => print(out, &page),
        Some(file) => {
            std::fs::write(&file, page).map_err(|error| file_error(&file.display().to_string(), error))?;
            print(out, &format!("wrote {}", file.display()))
        }
    }
}

/// Lists the built-in systems.
pub(super) fn systems(out: &mut dyn Write) -> Result<()> {
    let registry = Registry::default();
    for system in registry.systems() {
        let manifest = registry.get(&system)?;
        let resources: Vec<&str> = manifest.resources.keys().map(String::as_str).collect();
        print(out, &format!("{system:12} {}: {}", manifest.title, resources.join(", ")))?;
    }
    Ok(())
}
