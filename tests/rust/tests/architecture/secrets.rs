//! The recordings hold no secret of a real server.

use bridge_tests::recording::{Recording, load};

use super::files;

/// The headers that carry a credential.
const HEADERS: &[&str] = &["authorization", "dolapikey", "cookie", "set-cookie", "x-api-key", "proxy-authorization"];

/// The parameters that do.
const PARAMETERS: &[&str] = &["dolapikey", "api_key", "access_token", "token", "key", "secret", "client_secret"];

#[test]
fn recorded_credentials_are_redacted() {
    let archives: Vec<String> = files::all().into_iter().filter(|name| name.ends_with(".ndjson.gz")).collect();
    assert!(archives.len() >= 2, "there are only {archives:?}");
    let mut findings = Vec::new();
    // The deliveries of webhooks carry the secrets of the recorder's own receiver, which their tests need.
    for archive in archives {
        let recordings = load(&files::root().join(&archive)).unwrap();
        let (with, plain): (Vec<_>, Vec<_>) = recordings
            .iter()
            .filter(|one| one.webhook.is_none())
            .flat_map(credentials)
            .partition(|(_, value)| is_redacted(value));
        assert!(
            with.len() > usize::min(100, recordings.len() / 2),
            "{archive}: only {} credentials were seen",
            with.len()
        );
        findings.extend(plain.into_iter().map(|(place, _)| format!("{archive}: {place}")));
    }
    super::none("credentials in recordings", findings);
}

/// Every credential of a recording, with its place.
fn credentials(one: &Recording) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, value) in one.request.headers.iter().chain(&one.response.headers) {
        if HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            found.push((format!("{} {name}", one.name), value.clone()));
        }
    }
    let query = one.request.path.split_once('?').map_or("", |(_, query)| query);
    let form = one.request.body_raw.as_deref().filter(|body| !body.starts_with(['{', '-'])).unwrap_or_default();
    for (name, value) in query.split('&').chain(form.split('&')).filter_map(|pair| pair.split_once('=')) {
        if PARAMETERS.contains(&name.to_ascii_lowercase().as_str()) {
            found.push((format!("{} ?{name}", one.name), value.to_owned()));
        }
    }
    found
}

fn is_redacted(value: &str) -> bool {
    value.is_empty() || value.contains("REDACTED")
}
