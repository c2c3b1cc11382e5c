//! `services compose`: a compose file for the systems that a team runs itself. What runs a system is data, beside its
//! manifest; secrets are made into files and are in no compose file.

mod compose;
mod lint;
mod secrets;
mod template;
mod yaml;

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use self::compose::Compose;
use self::secrets::{Secrets, write_private};
use self::template::Template;
use super::{file_error, print};
use crate::error::{Code, Error, Result};

/// The first line of what we write; a file that begins otherwise is somebody else's, and stays.
const OURS: &str = "# Written by coreflow-bridge services compose; changes go into a file beside it";

/// What is asked for.
pub(super) struct Wanted {
    pub(super) systems: Vec<String>,
    pub(super) name: String,
    pub(super) out: PathBuf,
    pub(super) secrets: Option<PathBuf>,
    pub(super) publish: Vec<String>,
}

/// Writes the compose file, and the secrets that are not there yet.
pub(super) fn compose(wanted: &Wanted, out: &mut dyn Write) -> Result<()> {
    check_name(&wanted.name)?;
    let templates = templates(&wanted.systems)?;
    let published = published(&wanted.publish, &templates)?;
    refuse_other_file(&wanted.out)?;
    let folder = wanted.secrets.clone().unwrap_or_else(|| beside(&wanted.out, "secrets"));
    let mut secrets = Secrets::open(&folder)?;
    // Relative where it lies beside the compose file, so that both can be moved together.
    let named = match wanted.secrets {
        None => "./secrets".to_owned(),
        Some(_) => secrets.place()?,
    };
    let mut whole = Compose::new(&wanted.name, &named);
    for template in &templates {
        let port = published.iter().find(|(system, _)| *system == template.system).map(|(_, port)| *port);
        secrets.make(template)?;
        secrets.write_variables(template)?;
        whole.add(template, port)?;
    }
    let text = format!("{OURS}.\n{}", yaml::render(&Json::Object(whole.finish())));
    std::fs::write(&wanted.out, text).map_err(|error| file_error(&wanted.out.display().to_string(), error))?;
    tell(wanted, &templates, &published, &secrets, out)
}

/// The names of the templates: a built-in system, or a file.
fn templates(names: &[String]) -> Result<Vec<Template>> {
    let mut all: Vec<Template> = Vec::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        let template = template::read(name)?;
        if all.iter().any(|known| known.system == template.system) {
            return Err(Error::invalid_input(format!("the system {} is named twice", template.system)));
        }
        all.push(template);
    }
    if all.is_empty() {
        return Err(Error::invalid_input(format!("name the systems: --systems {}", template::built_in().join(","))));
    }
    Ok(all)
}

/// What is bound on this host, each with its port: `system` or `system=port`.
fn published(words: &[String], templates: &[Template]) -> Result<Vec<(String, u16)>> {
    let mut all: Vec<(String, u16)> = Vec::new();
    for word in words {
        let (system, port) = word.split_once('=').map_or((word.as_str(), None), |(one, port)| (one, Some(port)));
        let template = templates.iter().find(|template| template.system == system).ok_or_else(|| {
            Error::invalid_input(format!("--publish {word:.64}: {system:.64?} is not among the systems of --systems"))
        })?;
        let port = match port {
            None => template.entry()?.publish,
            Some(port) => port.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
                Error::invalid_input(format!("--publish {word:.64}: a port is a number from 1 to 65535"))
            })?,
        };
        if let Some((other, _)) = all.iter().find(|(other, taken)| *taken == port || other == system) {
            let message = format!("--publish {word:.64}: the port or the system was published before, for {other}");
            return Err(Error::invalid_input(message));
        }
        all.push((system.to_owned(), port));
    }
    Ok(all)
}

/// Compose takes no other names of projects.
fn check_name(name: &str) -> Result<()> {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    if begins && name.len() <= 63 && name.chars().all(fine) {
        return Ok(());
    }
    let message =
        format!("--name {name:.64?}: lower-case letters, digits, - and _, a letter or digit first, at most 63");
    Err(Error::invalid_input(message))
}

fn refuse_other_file(path: &Path) -> Result<()> {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(file_error(&path.display().to_string(), error)),
        Ok(text) if text.starts_with(OURS) => Ok(()),
        Ok(_) => Err(Error::new(
            Code::AlreadyExists,
            format!("{} is there and was not written by this command; give another --out", path.display()),
        )),
    }
}

fn beside(path: &Path, name: &str) -> PathBuf {
    path.parent().unwrap_or_else(|| Path::new("")).join(name)
}

fn tell(
    wanted: &Wanted,
    templates: &[Template],
    published: &[(String, u16)],
    secrets: &Secrets,
    out: &mut dyn Write,
) -> Result<()> {
    let file = wanted.out.display();
    print(out, &format!("wrote {file}: {} systems, project {}", templates.len(), wanted.name))?;
    let (made, kept) = (secrets.made, secrets.kept);
    print(out, &format!("secrets in {}: {made} made, {kept} kept; only their owner can read them", secrets.shown()))?;
    for path in &secrets.open_to_others {
        print(out, &format!("  careful: others on this host can read {}; chmod 600 it", path.display()))?;
    }
    for template in templates {
        let port = published.iter().find(|(system, _)| *system == template.system).map(|(_, port)| *port);
        let reached = match port {
            Some(port) => format!("http://127.0.0.1:{port}, on this host only"),
            None => {
                format!("not published; from a container in the network {}_{}-outside", wanted.name, template.system)
            }
        };
        print(out, &format!("\n{}: {reached}", template.system))?;
        let url = template.url(port)?;
        print(out, &format!("  {}", template.then.replace("{{url}}", &url)))?;
        print(out, &format!("  container of health: project {}, service {}", wanted.name, template.entry_service()?))?;
    }
    print(out, &format!("\nstart: docker compose -f {file} up -d --wait"))
}

/// A file for its owner only, replaced whole.
fn replace_private(path: &Path, text: &str) -> Result<()> {
    let aside = path.with_extension("new");
    let _ = std::fs::remove_file(&aside);
    write_private(&aside, text)?;
    std::fs::rename(&aside, path).map_err(|error| file_error(&path.display().to_string(), error))
}

#[cfg(test)]
mod tests;
