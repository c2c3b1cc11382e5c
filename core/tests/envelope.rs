//! An independent decryptor, written from `docs/envelope.md` with the RustCrypto crates, opens the committed vectors.
#![allow(clippy::unwrap_used, missing_docs)]

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use serde_json::Value;

fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn lp(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().flat_map(|part| [&u32::try_from(part.len()).unwrap().to_be_bytes(), *part].concat()).collect()
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, left) = rest.split_at(length);
    *rest = left;
    taken
}

fn take_lp<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let length = u32::from_be_bytes(take(rest, 4).try_into().unwrap());
    take(rest, length as usize)
}

fn decrypt(key: &[u8], nonce: &[u8], aad: &[u8], msg: &[u8]) -> Vec<u8> {
    let nonce = Nonce::try_from(nonce).unwrap();
    Aes256Gcm::new_from_slice(key).unwrap().decrypt(&nonce, Payload { msg, aad }).unwrap()
}

fn unwrap(keyring_key: &[u8], tenant: &str, wrapped: &[u8]) -> Vec<u8> {
    let mut rest = wrapped;
    assert_eq!(take(&mut rest, 5), b"CFBK\x01");
    let (keyring_id, key_id) = (take_lp(&mut rest), take_lp(&mut rest));
    let nonce = take(&mut rest, 12);
    decrypt(keyring_key, nonce, &lp(&[b"coreflow-bridge/tenant-key/1", tenant.as_bytes(), keyring_id, key_id]), rest)
}

fn open(data_key: &[u8], place: &Value, record: &[u8]) -> Vec<u8> {
    let mut rest = record;
    assert_eq!(take(&mut rest, 5), b"CFBR\x01");
    let key_id = take_lp(&mut rest);
    let (salt, commitment, nonce) = (take(&mut rest, 32), take(&mut rest, 32), take(&mut rest, 12));
    let text = |name: &str| place[name].as_str().unwrap().as_bytes();
    let revision = place["revision"].as_u64().unwrap().to_be_bytes();
    let context =
        lp(&[b"coreflow-bridge/record/1", text("tenant"), text("connection"), text("field"), &revision, key_id]);
    let mut derived = [0; 64];
    hkdf::Hkdf::<sha2::Sha512>::new(Some(salt), data_key).expand(&context, &mut derived).unwrap();
    assert_eq!(&derived[32..], commitment);
    decrypt(&derived[..32], nonce, &context, rest)
}

#[test]
fn the_vectors_open_from_the_page_alone() {
    let all: Value = serde_json::from_str(include_str!("../../tests/vectors/envelope.json")).unwrap();
    let data_key = unwrap(&bytes(&all["keyring_key"]), all["tenant"].as_str().unwrap(), &bytes(&all["wrapped"]));
    assert_eq!(data_key, bytes(&all["data_key"]));
    let records = all["records"].as_array().unwrap();
    assert_eq!(records.len(), 3);
    for record in records {
        assert_eq!(open(&data_key, record, &bytes(&record["record"])), record["plain"].as_str().unwrap().as_bytes());
    }
}

/// What the bridge seals today, not only what stands in the file.
#[tokio::test]
async fn a_fresh_record_opens_from_the_page_alone() {
    use coreflow_bridge::id::{ConnectionName, TenantId};
    use coreflow_bridge::secret::{KeyringConfig, Sealer, Secret};

    let store = coreflow_bridge::store::open_sqlite(":memory:").await.unwrap();
    let config = KeyringConfig { key: Some(Secret::new(format!("k:{}=", "A".repeat(43)))), ..Default::default() };
    let sealer = Sealer::start(config, ":memory:", store.clone()).await.unwrap();
    let (tenant, connection) = (TenantId::new("acme").unwrap(), ConnectionName::new("erp").unwrap());
    let sealed = sealer.seal(&tenant, &connection, "credential", 5, b"plain").await.unwrap();
    let wrapped = store.tenant_key(&tenant).await.unwrap().unwrap();
    let data_key = unwrap(&[0; 32], "acme", wrapped.as_bytes());
    let place = serde_json::json!({"tenant": "acme", "connection": "erp", "field": "credential", "revision": 5});
    assert_eq!(open(&data_key, &place, &sealed), b"plain");
}
