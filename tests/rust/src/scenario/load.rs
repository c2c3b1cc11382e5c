//! Finds and reads the scenarios.

use std::path::Path;

use super::format::{Scenario, Step, Verb};
use crate::Result;

/// All scenarios below the folder, by name.
pub fn load_all(folder: &Path) -> Result<Vec<Scenario>> {
    let mut names = Vec::new();
    find(folder, "", &mut names)?;
    names.sort();
    names.iter().map(|name| load(folder, name)).collect()
}

/// One scenario: `load(folder, "erpnext/list")` reads `erpnext/list.yaml`.
pub fn load(folder: &Path, name: &str) -> Result<Scenario> {
    let file = folder.join(format!("{name}.yaml"));
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut scenario: Scenario =
        serde_saphyr::from_str_with_options(&text, options()).map_err(|e| format!("{name}.yaml: {e}"))?;
    name.clone_into(&mut scenario.name);
    for (index, step) in scenario.steps.iter().enumerate() {
        check(step, &scenario).map_err(|e| format!("{name}.yaml: step {index}: {e}"))?;
    }
    Ok(scenario)
}

/// `no` and `Y` are texts: only `true` and `false` are truth values.
fn options() -> serde_saphyr::Options {
    serde_saphyr::options! { strict_booleans: true }
}

fn find(folder: &Path, below: &str, names: &mut Vec<String>) -> Result<()> {
    for entry in std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            find(&entry.path(), &format!("{below}{name}/"), names)?;
        } else if let Some(stem) = name.strip_suffix(".yaml") {
            names.push(format!("{below}{stem}"));
        }
    }
    Ok(())
}

/// A step that expects nothing tests nothing, except that the call works.
fn check(step: &Step, scenario: &Scenario) -> Result<(), String> {
    let expectations = [&step.expect, &step.expect_subset, &step.error];
    if expectations.iter().filter(|one| one.is_some()).count() > 1 {
        return Err("has more than one of expect, expect_subset, error".to_owned());
    }
    let on_record = matches!(
        step.call,
        Verb::List
            | Verb::Get
            | Verb::Create
            | Verb::CreateMany
            | Verb::Watch
            | Verb::Update
            | Verb::Upsert
            | Verb::Delete
            | Verb::Action
            | Verb::PlanWrite
            | Verb::Deletions
            | Verb::Sync
            | Verb::Mirror
            | Verb::Attachments
            | Verb::Upload
            | Verb::Download
            | Verb::DeleteAttachment
    );
    if on_record != step.resource.is_some() {
        return Err(format!("{:?} {} a resource", step.call, if on_record { "needs" } else { "has no" }));
    }
    if let Some(upstream) = &step.upstream {
        if !scenario.upstreams.contains_key(upstream) {
            return Err(format!("there is no upstream {upstream:?}"));
        }
    } else if step.call == Verb::Hits {
        return Err("hits needs an upstream".to_owned());
    }
    Ok(())
}
