//! What a template must keep to: pinned images, nothing of the host, nothing exposed, secrets only by file.

use serde_json::Value as Json;

use super::template::Template;

/// Words of a service that would open it to the host, or stand in the way of several projects.
const REFUSED: &[(&str, &str)] = &[
    ("ports", "a port is published with --publish"),
    ("build", "images are not built here"),
    ("privileged", "no service needs the host"),
    ("network_mode", "the networks are made here"),
    ("pid", "no service needs the host"),
    ("devices", "no service needs the host"),
    ("container_name", "the names are the project's"),
    ("labels", "the labels are made here"),
];

/// What is wrong with it; empty where it is fine.
pub(super) fn lint(template: &Template) -> Vec<String> {
    let mut all = Vec::new();
    if template.none.is_some() {
        return all;
    }
    match &template.entry {
        None => all.push("entry is missing: which service is asked".to_owned()),
        Some(entry) => match template.services.get(&entry.service) {
            None => all.push(format!("entry: there is no service {:?}", entry.service)),
            Some(service) if !service.contains_key("healthcheck") => {
                all.push(format!("{}: what is asked needs a healthcheck", entry.service));
            }
            Some(service) if !outside(service.get("networks")) => {
                all.push(format!("{}: what is asked must be in the network outside", entry.service));
            }
            Some(_) => {}
        },
    }
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if template.system.is_empty() || !template.system.chars().all(fine) {
        all.push("system must be lower-case letters, digits and underscores".to_owned());
    }
    for (name, secret) in &template.secrets {
        if !(10..=128).contains(&secret.bytes) {
            all.push(format!("secrets: {name} must have 10 to 128 bytes"));
        }
    }
    for (group, variables) in &template.variables {
        for (name, value) in variables {
            if value.contains(['\n', '\r', '"', '\'', '$', '#', '`', '\\']) {
                all.push(format!(
                    "variables: {group}: {name} holds a character that not every reader of the file takes"
                ));
            }
            for secret in holes(value).filter_map(|hole| hole.strip_prefix("secret.")) {
                if !template.secrets.contains_key(secret) {
                    all.push(format!("variables: {group}: {name}: there is no secret {secret:?}"));
                }
            }
        }
    }
    for (name, service) in &template.services {
        let mut wrong = |what: String| all.push(format!("{name}: {what}"));
        if let Some((word, why)) = REFUSED.iter().find(|(word, _)| service.contains_key(*word)) {
            wrong(format!("{word} is not for a template: {why}"));
        }
        match service.get("image").and_then(Json::as_str) {
            None => wrong("an image is missing".to_owned()),
            Some(image) if !pinned(image) => wrong(format!("the image {image} is not pinned by its version")),
            Some(_) => {}
        }
        if Json::Object(service.clone()).to_string().contains("{{secret.") {
            wrong("a secret comes by a file, or by variables, never in a service".to_owned());
        }
        for (word, known) in [
            ("env_file", &template.variables.keys().map(String::as_str).collect::<Vec<_>>()),
            ("secrets", &template.secrets.keys().map(String::as_str).collect()),
            ("networks", &vec!["outside"]),
        ] {
            for one in texts(service.get(word)) {
                if !known.contains(&one) {
                    wrong(format!("{word}: {one:?} is not defined"));
                }
            }
        }
        for volume in texts(service.get("volumes")) {
            let source = volume.split(':').next().unwrap_or_default();
            if !template.volumes.iter().any(|known| known == source) {
                wrong(format!("volumes: {source:?} is not among the volumes; nothing of the host is mounted"));
            }
        }
        let depends = match service.get("depends_on") {
            Some(Json::Object(map)) => map.keys().map(String::as_str).collect(),
            other => texts(other),
        };
        for other in depends {
            if !template.services.contains_key(other) {
                wrong(format!("depends_on: there is no service {other:?}"));
            }
        }
    }
    all
}

/// Pinned by a tag that says one release, or by a digest: a bare major version (`postgres:16`) and `v1.30-latest` move.
fn pinned(image: &str) -> bool {
    let tag = image.rsplit('/').next().unwrap_or_default().split_once(':').map_or("", |(_, tag)| tag);
    let (version, _) = tag.split_once('-').unwrap_or((tag, ""));
    let major = version.trim_start_matches('v').chars().all(|c| c.is_ascii_digit());
    let told = tag.contains(|c: char| c.is_ascii_digit()) && !tag.contains("latest") && !major;
    image.contains("@sha256:") || told
}

fn outside(networks: Option<&Json>) -> bool {
    texts(networks).contains(&"outside")
}

/// The texts of a list.
pub(super) fn texts(list: Option<&Json>) -> Vec<&str> {
    list.and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect()
}

/// The names between `{{` and `}}`.
pub(super) fn holes(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}").map(|(name, _)| name))
}
