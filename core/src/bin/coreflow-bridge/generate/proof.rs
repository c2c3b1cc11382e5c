//! What the recordings prove of a system, for its page: read from `tests/fidelity/<system>.yaml`, which the tests hold to
//! the recordings.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use indexmap::IndexMap;
use serde::Deserialize;

#[derive(Deserialize)]
struct Plan {
    #[serde(default)]
    unproven: IndexMap<String, String>,
    #[serde(default)]
    unread: IndexMap<String, String>,
    #[serde(default)]
    not_covered: Vec<LeftOut>,
}

#[derive(Deserialize)]
struct LeftOut {
    class: String,
    why: String,
}

/// The section of a system; a system without recordings says so.
pub(crate) fn section(root: &Path, system: &str) -> Result<String, String> {
    let mut out = String::from("\n## Proof\n\n");
    let file = root.join(format!("tests/fidelity/{system}.yaml"));
    let Ok(text) = std::fs::read_to_string(&file) else {
        out.push_str("There are no recordings of a real server: the requests and answers follow the contract above.\n");
        return Ok(out);
    };
    let plan: Plan = serde_saphyr::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    out.push_str(
        "Every other request that the bridge sends, and every answer that it reads, is shown by recordings of a real server \
         (`make fidelity`).\n\n",
    );
    list(&mut out, "Not shown by a recording", plan.unproven.iter().chain(&plan.unread));
    let left_out: Vec<(String, String)> = plan.not_covered.into_iter().map(|one| (one.class, one.why)).collect();
    list(&mut out, "Recorded, and left out", left_out.iter().map(|(class, why)| (class, why)));
    out.truncate(out.trim_end().len());
    out.push('\n');
    Ok(out)
}

/// Items that have one reason share a line.
fn list<'p>(out: &mut String, title: &str, items: impl Iterator<Item = (&'p String, &'p String)>) {
    let mut reasons: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for (item, why) in items {
        reasons.entry(why).or_default().push(item);
    }
    if reasons.is_empty() {
        return;
    }
    let _ = writeln!(out, "{title}:\n");
    for (why, items) in reasons {
        let mut unique: BTreeMap<&str, ()> = BTreeMap::new();
        unique.extend(items.into_iter().map(|item| (item, ())));
        let names: Vec<String> = unique.keys().map(|item| format!("`{item}`")).collect();
        let _ = writeln!(out, "- {}: {why}", names.join(", "));
    }
    out.push('\n');
}
