//! `adapter new`: a manifest to begin with, which is checked before it is written.

use std::io::Write;
use std::path::PathBuf;

use super::{Style, file_error, print};
use crate::error::{Error, Result};
use crate::manifest::load;

const REST: &str = include_str!("templates/rest.yaml");
const GRAPHQL: &str = include_str!("templates/graphql.yaml");

/// Writes the file; one that is there is never replaced.
pub(super) fn write(system: &str, style: Style, file: Option<PathBuf>, out: &mut dyn Write) -> Result<()> {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if system.is_empty() || !system.chars().all(fine) || system.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Error::invalid_input(format!(
            "{system:.64?} is no id of a system: write lower-case letters, digits and underscores, a letter first"
        )));
    }
    let template = match style {
        Style::Rest => REST,
        Style::Graphql => GRAPHQL,
    };
    let yaml = template.replace("SYSTEM", system);
    load("the template", &yaml)?;
    let file = file.unwrap_or_else(|| PathBuf::from(format!("{system}.yaml")));
    let name = file.display().to_string();
    let mut made = std::fs::File::create_new(&file).map_err(|error| file_error(&name, error))?;
    made.write_all(yaml.as_bytes()).map_err(|error| file_error(&name, error))?;
    print(
        out,
        &format!(
            "wrote {name}: say in it how {system} speaks, then\n  \
             coreflow-bridge adapter check {name}\n  \
             coreflow-bridge adapter try {name} --instance https://... list <resource>"
        ),
    )
}
