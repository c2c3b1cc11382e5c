#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use super::*;

type Out = std::result::Result<String, Error>;

fn run(folder: &Path, systems: &str, publish: &[&str]) -> Out {
    let wanted = Wanted {
        systems: systems.split(',').map(str::to_owned).collect(),
        name: "team".to_owned(),
        out: folder.join("compose.yaml"),
        secrets: None,
        publish: publish.iter().map(|word| (*word).to_owned()).collect(),
    };
    let mut out = Vec::new();
    compose(&wanted, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

fn file(folder: &Path) -> Json {
    serde_saphyr::from_str(&std::fs::read_to_string(folder.join("compose.yaml")).unwrap()).unwrap()
}

/// The texts of all secrets.
fn secrets(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder.join("secrets")).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn all_systems_stand_in_one_file_and_nothing_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let all = template::built_in();
    assert_eq!(all.len(), 8, "{all:?}");
    let out = run(folder.path(), &all.join(","), &[]).unwrap();
    let text = std::fs::read_to_string(folder.path().join("compose.yaml")).unwrap();
    assert!(!text.contains("{{") && !text.contains("ports:"), "{text}");
    for (name, secret) in secrets(folder.path()) {
        if !name.ends_with(".env") {
            assert!(secret.len() >= 20 && secret.chars().all(|c| c.is_ascii_hexdigit()), "{name}");
            assert!(!text.contains(&secret) && !out.contains(&secret), "{name} is told");
        }
    }
    let compose = file(folder.path());
    for (name, service) in compose["services"].as_object().unwrap() {
        let networks = service["networks"].as_object().unwrap();
        assert!(networks.keys().any(|network| network.ends_with("-inside")), "{name}");
        let test = service["healthcheck"]["test"].as_array().into_iter().flatten();
        assert!(test.clone().all(Json::is_string), "{name}");
        // What runs once and ends is waited for until it has ended well.
        let once = service["restart"] == "no";
        assert_eq!(service["healthcheck"]["test"].is_array(), !once, "{name}: a health check");
        let store = ["db", "redis", "cache", "mq", "minio"].iter().any(|store| name.ends_with(store));
        assert!(!store || networks.len() == 1, "{name} can reach out");
    }
    for (name, network) in compose["networks"].as_object().unwrap() {
        assert_eq!(network["internal"] == true, name.ends_with("-inside"), "{name}");
    }
}

#[test]
fn a_system_is_published_on_this_host_alone() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), "twenty,dolibarr,plane", &["twenty", "dolibarr=8099"]).unwrap();
    let compose = file(folder.path());
    assert_eq!(compose["services"]["twenty-server"]["ports"], json(r#"["127.0.0.1:13000:3000"]"#));
    assert_eq!(compose["services"]["dolibarr-web"]["ports"], json(r#"["127.0.0.1:8099:80"]"#));
    assert_eq!(compose["services"]["dolibarr-web"]["environment"]["DOLI_URL_ROOT"], "http://127.0.0.1:8099");
    let text = std::fs::read_to_string(folder.path().join("compose.yaml")).unwrap();
    assert_eq!(text.matches("ports:").count(), 2);
    assert_eq!(compose["services"]["plane-api"]["environment"]["WEB_URL"], "http://plane-proxy");
    for (publish, reason) in [
        ("erpnext", "not among the systems"),
        ("twenty=0", "1 to 65535"),
        ("twenty=70000", "1 to 65535"),
        ("twenty=0.0.0.0:80", "1 to 65535"),
    ] {
        let error = run(folder.path(), "twenty", &[publish]).unwrap_err();
        assert!(error.code() == Code::InvalidInput && error.message().contains(reason), "{publish}: {error}");
    }
    let error = run(folder.path(), "twenty,plane", &["twenty=81", "plane=81"]).unwrap_err();
    assert!(error.message().contains("published before"), "{error}");
}

#[test]
fn a_second_run_keeps_the_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let first = run(folder.path(), "twenty,erpnext", &[]).unwrap();
    assert!(first.contains("5 made, 0 kept"), "{first}");
    let before = secrets(folder.path());
    let second = run(folder.path(), "twenty,erpnext,fingpt", &["twenty"]).unwrap();
    assert!(second.contains("1 made, 5 kept"), "{second}");
    let after = secrets(folder.path());
    assert!(before.iter().all(|(name, text)| after[name] == *text));
    let password = &after["twenty_db_password"];
    assert!(after["twenty.app.env"].contains(&format!("postgres:{password}@db:5432")));
    // Each is another one.
    let made: std::collections::BTreeSet<&String> =
        after.iter().filter(|(name, _)| !name.ends_with(".env")).map(|(_, text)| text).collect();
    assert_eq!(made.len(), 6);
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_secrets_and_is_told_where_others_can() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), "twenty", &[]).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = folder.path().join("secrets");
    assert_eq!(mode(&place), 0o700);
    for entry in std::fs::read_dir(&place).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
    std::fs::set_permissions(place.join("twenty_app_secret"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let out = run(folder.path(), "twenty", &[]).unwrap();
    assert!(out.contains("others on this host can read") && out.contains("twenty_app_secret"), "{out}");
}

#[test]
fn what_has_no_image_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    for (system, reason) in [("finrobot", "no image of it is published"), ("idurar", "no image and no compose file")] {
        let error = run(folder.path(), system, &[]).unwrap_err();
        assert!(error.code() == Code::Unsupported && error.message().contains(reason), "{error}");
    }
    let error = run(folder.path(), "acme", &[]).unwrap_err();
    assert!(error.code() == Code::InvalidInput && error.message().contains("known are"), "{error}");
    let error = run(folder.path(), "twenty,twenty", &[]).unwrap_err();
    assert!(error.message().contains("named twice"), "{error}");
    assert!(!folder.path().join("compose.yaml").exists() && !folder.path().join("secrets").exists());
}

#[test]
fn a_file_of_somebody_else_stays() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("compose.yaml"), "services: {}\n").unwrap();
    let error = run(folder.path(), "twenty", &[]).unwrap_err();
    assert_eq!(error.code(), Code::AlreadyExists, "{error}");
    assert_eq!(std::fs::read_to_string(folder.path().join("compose.yaml")).unwrap(), "services: {}\n");
}

#[test]
fn a_secret_that_would_break_an_address_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("secrets")).unwrap();
    std::fs::write(folder.path().join("secrets/twenty_db_password"), "p@ss/word\nX=1").unwrap();
    let error = run(folder.path(), "twenty", &[]).unwrap_err();
    assert!(error.code() == Code::ConfigInvalid && !error.message().contains("p@ss"), "{error}");
    std::fs::write(folder.path().join("secrets/twenty_db_password"), "mine-1\n").unwrap();
    run(folder.path(), "twenty", &[]).unwrap();
    assert!(secrets(folder.path())["twenty.app.env"].contains("postgres:mine-1@db"));
}

#[test]
fn a_template_of_ones_own_is_held_to_the_same_rules() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acme.yaml");
    let fine = "system: acme\nentry: {service: web, port: 80, publish: 8080}\nsecrets: {key: {}}\nservices:\n  web:\n    \
                image: acme/acme:1.2\n    secrets: [key]\n    networks: [outside]\n    healthcheck: {test: [CMD, ok]}\n";
    let name = path.display().to_string();
    std::fs::write(&path, fine).unwrap();
    run(folder.path(), &name, &[]).unwrap();
    assert_eq!(file(folder.path())["secrets"]["acme_key"]["file"], "./secrets/acme_key");
    for (from, to, reason) in [
        ("acme/acme:1.2", "acme/acme:latest", "not pinned"),
        ("acme/acme:1.2", "acme/acme:v1.2-latest", "not pinned"),
        ("acme/acme:1.2", "acme/acme:16", "not pinned"),
        ("acme/acme:1.2", "acme/acme:7-alpine", "not pinned"),
        ("acme/acme:1.2", "registry.example:5000/acme", "not pinned"),
        ("acme/acme:1.2", "acme/acme:1.2\n    ports: ['80:80']", "ports is not for a template"),
        ("acme/acme:1.2", "acme/acme:1.2\n    privileged: true", "privileged is not for a template"),
        ("acme/acme:1.2", "acme/acme:1.2\n    volumes: ['/var/run/docker.sock:/s']", "nothing of the host is mounted"),
        ("acme/acme:1.2", "acme/acme:1.2\n    environment: {KEY: '{{secret.key}}'}", "never in a service"),
        ("acme/acme:1.2", "acme/acme:1.2\n    depends_on: [db]", "no service \"db\""),
        ("secrets: [key]", "secrets: [other]", "not defined"),
        ("networks: [outside]", "command: x", "must be in the network outside"),
        ("healthcheck: {test: [CMD, ok]}", "command: x", "needs a healthcheck"),
        ("key: {}", "key: {bytes: 4}", "10 to 128"),
        ("system: acme", "system: acme\nfoo: 1", "foo"),
    ] {
        std::fs::write(&path, fine.replace(from, to)).unwrap();
        let error = run(folder.path(), &name, &[]).unwrap_err();
        assert!(error.code() == Code::ConfigInvalid && error.message().contains(reason), "{to}: {error}");
    }
}

#[test]
fn names_of_projects_are_those_of_compose() {
    for (name, fine) in [("team-1", true), ("Team", false), ("-a", false), ("", false), ("a b", false), ("../x", false)]
    {
        assert_eq!(check_name(name).is_ok(), fine, "{name}");
    }
}

#[test]
fn what_is_written_reads_as_it_was() {
    let value = json(
        r#"{"a": "yes", "no": "1", "b": ["x: y", "", "- a", "{c}", 5, true, null], "list": [{"k": ["v"]}, {}],
           "text": "one\ntwo \"three\"\t#four", ".inf": ".nan", "e": {}, "f": [], "./path/x": "1e3", "key with: space": "~"}"#,
    );
    let read: Json = serde_saphyr::from_str(&yaml::render(&value)).unwrap();
    assert_eq!(read, value, "{}", yaml::render(&value));
}

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}
