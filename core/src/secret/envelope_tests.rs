use serde_json::Value;

use super::*;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../tests/vectors/envelope.json")).expect("JSON")
}

fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("hexadecimal text");
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal")).collect()
}

fn key(value: &Value) -> Key {
    Key::from_slice(&bytes(value)).expect("32 bytes")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

fn place(record: &Value) -> Place<'_> {
    Place {
        tenant: text(&record["tenant"]),
        connection: text(&record["connection"]),
        field: text(&record["field"]),
        revision: record["revision"].as_u64().expect("u64"),
    }
}

#[test]
fn the_committed_vectors_are_reproduced_and_opened() {
    let all = vectors();
    let data_key = key(&all["data_key"]);
    let nonce = bytes(&all["nonce"]).try_into().expect("12 bytes");
    let ids = (text(&all["keyring_id"]), text(&all["key_id"]));
    let wrapped = WrappedKey::wrap(&key(&all["keyring_key"]), ids.0, text(&all["tenant"]), ids.1, &data_key, nonce)
        .expect("wrap");
    assert_eq!(wrapped.as_bytes(), bytes(&all["wrapped"]));
    let read = WrappedKey::from_bytes(bytes(&all["wrapped"])).expect("format");
    assert_eq!((read.keyring_id(), read.key_id()), ids);
    let opened = read.unwrap(&key(&all["keyring_key"]), text(&all["tenant"])).expect("opens");
    assert_eq!(opened.bytes(), data_key.bytes());

    for record in all["records"].as_array().expect("records") {
        let salt = bytes(&record["salt"]).try_into().expect("32 bytes");
        let nonce = bytes(&record["nonce"]).try_into().expect("12 bytes");
        let plain = text(&record["plain"]).as_bytes();
        let sealed = seal_record(&data_key, ids.1, &place(record), plain, salt, nonce).expect("seal");
        assert_eq!(sealed, bytes(&record["record"]));
        assert_eq!(record_key_id(&sealed), Some(ids.1));
        assert_eq!(**open_record(&data_key, &place(record), &sealed).expect("opens"), *plain);
    }
}

#[test]
fn no_changed_bit_and_no_shortened_record_opens() {
    let all = vectors();
    let data_key = key(&all["data_key"]);
    for record in all["records"].as_array().expect("records") {
        let sealed = bytes(&record["record"]);
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(open_record(&data_key, &place(record), &changed).is_none(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(open_record(&data_key, &place(record), &sealed[..length]).is_none(), "length {length}");
        }
    }
}

#[test]
fn no_changed_bit_of_a_wrapped_key_opens() {
    let all = vectors();
    let (keyring_key, wrapped) = (key(&all["keyring_key"]), bytes(&all["wrapped"]));
    for bit in 0..wrapped.len() * 8 {
        let mut changed = wrapped.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let opened = WrappedKey::from_bytes(changed).ok().and_then(|wrapped| wrapped.unwrap(&keyring_key, "acme"));
        assert!(opened.is_none(), "bit {bit}");
    }
    let wrapped = WrappedKey::from_bytes(wrapped).expect("format");
    assert!(wrapped.unwrap(&keyring_key, "acme2").is_none(), "another tenant");
    assert!(wrapped.unwrap(&key(&all["data_key"]), "acme").is_none(), "another key");
    assert!(!format!("{wrapped:?} {keyring_key:?}").contains("0, 1, 2"), "no key in Debug");
}

#[test]
fn a_record_opens_at_its_place_only() {
    let all = vectors();
    let record = &all["records"][0];
    let (data_key, sealed, right) = (key(&all["data_key"]), bytes(&record["record"]), place(record));
    assert!(open_record(&data_key, &right, &sealed).is_some());
    for wrong in [
        Place { tenant: "acme2", ..right },
        Place { connection: "dolibarr", ..right },
        Place { field: "other", ..right },
        Place { revision: 2, ..right },
        Place { revision: 0, ..right },
        // The same bytes when joined, in other places.
        Place { tenant: "acmee", connection: "rpnext", ..right },
        Place { connection: "erpnextc", field: "redential", ..right },
    ] {
        assert!(open_record(&data_key, &wrong, &sealed).is_none(), "{wrong:?}");
    }
    assert!(open_record(&key(&all["keyring_key"]), &right, &sealed).is_none(), "another key");
}
