//! Writes the parts of the facades that follow from core's tables, so that they cannot drift from them.

mod actions;
mod coverage;
mod docs;
mod events;
mod names;
mod proof;
mod python;
mod told;
mod typescript;

use std::fs;
use std::path::Path;

use clap::ValueEnum;

/// A language that has a facade.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// `bindings-python/python/coreflow_bridge`.
    Python,
    /// `docs/systems`, `docs/coverage.md`, a table of `docs/events.md`, `docs/manifest.schema.json` and
    /// `docs/catalogue.schema.json`.
    Docs,
    /// `bindings-node/ts/generated`.
    Typescript,
}

/// One generated file: its path from the root of the repository, and its text.
pub(crate) struct Generated {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Writes the files of one language or of all, or checks that they stand as they would be written.
pub(crate) fn run(language: Option<Language>, root: &Path, check: bool) -> Result<(), String> {
    let mut files = Vec::new();
    for language in Language::value_variants().iter().filter(|known| language.is_none_or(|one| one == **known)) {
        files.extend(match language {
            Language::Python => python::files(),
            Language::Docs => docs::files(root)?,
            Language::Typescript => typescript::files(),
        });
    }
    let mut stale = Vec::new();
    for file in files {
        let path = root.join(&file.path);
        if fs::read_to_string(&path).is_ok_and(|text| text == file.text) {
            continue;
        }
        if check {
            stale.push(file.path);
        } else {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
            }
            fs::write(&path, &file.text).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
            println!("wrote {}", file.path);
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("not as generated: {}; run `coreflow-bridge generate` without --check", stale.join(", ")))
}
