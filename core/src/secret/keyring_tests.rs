use super::*;

const CANARY: &str = "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LTEyMzQ=";

fn config(json: &str) -> KeyringConfig {
    serde_json::from_str(json).expect(json)
}

fn refused(result: Result<Keyring>, code: Code) -> String {
    let error = result.expect_err("refused");
    assert_eq!(error.code(), code, "{error:?}");
    assert!(!format!("{error:?}").contains(CANARY), "{error:?}");
    error.message().to_owned()
}

#[test]
fn the_first_line_is_the_current_key() {
    let text = format!("# rotated\n\n new:{}\r\nold:{CANARY}\n", STANDARD.encode([7; 32]));
    let keyring = Keyring::parse(&text, "here").expect("two keys");
    assert_eq!(keyring.ids().collect::<Vec<_>>(), ["new", "old"]);
    assert_eq!((keyring.current_id(), keyring.current().1.bytes()), ("new", &[7; 32]));
    assert_eq!(keyring.key("old").expect("old").bytes(), b"canary-canary-canary-canary-1234");
    assert!(keyring.key("other").is_none());
    assert_eq!(format!("{keyring:?}"), r#"Keyring(["new", "old"])"#);
}

#[test]
fn a_wrong_key_text_is_refused_without_the_key() {
    let short = STANDARD.encode([7; 31]);
    for (text, reason) in [
        (CANARY.to_owned(), "no `:`"),
        (format!("a b:{CANARY}"), "id must have"),
        (format!(":{CANARY}"), "id must have"),
        (format!("k:{CANARY}x"), "not base64"),
        (format!("k:{short}"), "does not have 32 bytes"),
        (format!("k:{CANARY}\nk:{CANARY}"), "used twice"),
        (String::new(), "holds no key"),
        ("# none\n".to_owned(), "holds no key"),
    ] {
        let message = refused(Keyring::parse(&text, "here"), Code::ConfigInvalid);
        assert!(message.starts_with("here") && message.contains(reason), "{message}");
    }
}

#[test]
fn the_configuration_takes_one_source() {
    let direct = config(&format!(r#"{{"key": "k1:{CANARY}"}}"#));
    assert!(!format!("{direct:?}").contains(CANARY));
    assert_eq!(Keyring::from_config(&direct, ":memory:", true).expect("direct").current_id(), "k1");
    let two = config(&format!(r#"{{"key": "k1:{CANARY}", "env": "X"}}"#));
    assert!(refused(Keyring::from_config(&two, ":memory:", false), Code::ConfigInvalid).contains("only one"));
    assert!(serde_json::from_str::<KeyringConfig>(r#"{"kms": "x"}"#).is_err());
    let unset = config(r#"{"env": "COREFLOW_BRIDGE_TEST_UNSET"}"#);
    let message = refused(Keyring::from_config(&unset, ":memory:", false), Code::SecretUnavailable);
    assert!(message.contains("COREFLOW_BRIDGE_TEST_UNSET"), "{message}");
    let missing = config(r#"{"file": "/nowhere/keys"}"#);
    let message = refused(Keyring::from_config(&missing, ":memory:", false), Code::SecretUnavailable);
    assert!(message.contains("/nowhere/keys"), "{message}");
}

#[test]
fn the_default_key_file_is_made_once_and_privately() {
    let directory = tempfile::tempdir().expect("directory");
    let store = directory.path().join("bridge.db").display().to_string();
    let from = |held| Keyring::from_config(&KeyringConfig::default(), &store, held);
    let message = refused(from(true), Code::SecretUnavailable);
    assert!(message.contains("bridge.db.key") && message.contains("restore"), "{message}");
    assert_eq!(std::fs::read_dir(directory.path()).expect("list").count(), 0, "no key beside sealed data");

    // Several openers at once agree on one key.
    let ids: Vec<_> = std::thread::scope(|scope| {
        let openers: Vec<_> =
            (0..8).map(|_| scope.spawn(|| from(false).expect("keyring").current_id().to_owned())).collect();
        openers.into_iter().map(|opener| opener.join().expect("joined")).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(from(true).expect("again").current_id(), ids[0]);
    let files: Vec<_> = std::fs::read_dir(directory.path()).expect("list").flatten().collect();
    assert_eq!(files.len(), 1, "nothing is left aside");
    #[cfg(unix)]
    {
        let metadata = files[0].metadata().expect("metadata");
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777, 0o600);
    }
}

#[test]
fn a_store_in_memory_gets_its_own_key() {
    let from = || Keyring::from_config(&KeyringConfig::default(), ":memory:", false).expect("keyring");
    assert_ne!(from().current().1.bytes(), from().current().1.bytes());
}
