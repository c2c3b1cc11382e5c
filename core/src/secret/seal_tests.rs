use super::*;
use crate::secret::Secret;

/// Keeps one data key per tenant, as a store would.
#[derive(Default)]
struct Memory(Mutex<HashMap<TenantId, WrappedKey>>);

impl TenantKeys for Memory {
    fn tenant_key(&self, tenant: &TenantId) -> BoxFuture<'_, Result<Option<WrappedKey>>> {
        let key = self.0.lock().get(tenant).cloned();
        Box::pin(async move { Ok(key) })
    }

    fn insert_tenant_key(&self, tenant: &TenantId, key: WrappedKey) -> BoxFuture<'_, Result<WrappedKey>> {
        let kept = self.0.lock().entry(tenant.clone()).or_insert(key).clone();
        Box::pin(async move { Ok(kept) })
    }

    fn key_samples(&self) -> BoxFuture<'_, Result<Vec<(TenantId, WrappedKey)>>> {
        let all = self.0.lock().iter().map(|(tenant, key)| (tenant.clone(), key.clone())).collect();
        Box::pin(async move { Ok(all) })
    }
}

fn tenant(id: &str) -> TenantId {
    TenantId::new(id).expect(id)
}

fn connection(id: &str) -> ConnectionName {
    ConnectionName::new(id).expect(id)
}

/// Two letters give two different keys; the last one is fixed so that the base64 is canonical.
fn key_line(id: &str, letter: char) -> String {
    format!("{id}:{}=", letter.to_string().repeat(42) + "A")
}

async fn start(keys: &Arc<Memory>, line: String) -> Result<Sealer> {
    let config = KeyringConfig { key: Some(Secret::new(line)), ..Default::default() };
    Sealer::start(config, ":memory:", keys.clone()).await
}

#[tokio::test]
async fn a_value_opens_at_its_place_only() {
    let keys = Arc::new(Memory::default());
    let sealer = start(&keys, key_line("k", 'A')).await.expect("start");
    let (acme, erp) = (tenant("acme"), connection("erp"));
    let sealed = sealer.seal(&acme, &erp, "credential", 3, b"canary").await.expect("seal");
    let again = sealer.seal(&acme, &erp, "credential", 3, b"canary").await.expect("seal");
    assert_ne!(sealed, again, "fresh salt and nonce");
    assert_eq!(**sealer.open(&acme, &erp, "credential", 3, &sealed).await.expect("open"), *b"canary");

    let other = tenant("other");
    sealer.seal(&other, &erp, "credential", 3, b"x").await.expect("the other tenant has a key too");
    for (tenant, connection, field, revision) in [
        (&other, &erp, "credential", 3),
        (&acme, &connection("crm"), "credential", 3),
        (&acme, &erp, "token", 3),
        (&acme, &erp, "credential", 2),
        (&acme, &erp, "credential", 4),
    ] {
        let error = sealer.open(tenant, connection, field, revision, &sealed).await.expect_err("refused");
        assert_eq!(error.code(), Code::SecretUnavailable);
        assert!(!format!("{error:?}").contains("canary"));
    }
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let error = sealer.open(&acme, &erp, "credential", 3, &changed).await.expect_err("refused");
        assert_eq!(error.code(), Code::SecretUnavailable, "bit {bit}");
    }
}

#[tokio::test]
async fn a_wrong_or_missing_keyring_key_is_refused_at_start() {
    let keys = Arc::new(Memory::default());
    let sealer = start(&keys, key_line("old", 'A')).await.expect("start");
    let (acme, erp) = (tenant("acme"), connection("erp"));
    let sealed = sealer.seal(&acme, &erp, "credential", 1, b"canary").await.expect("seal");

    let missing = start(&keys, key_line("new", 'B')).await.expect_err("missing");
    assert_eq!(missing.code(), Code::SecretUnavailable);
    assert!(missing.message().contains("\"old\"") && missing.message().contains("new"), "{missing}");
    let wrong = start(&keys, key_line("old", 'B')).await.expect_err("wrong");
    assert_eq!(wrong.code(), Code::SecretUnavailable);
    assert!(wrong.message().contains("another key under the same id"), "{wrong}");

    // Rotation: the new key is current, the old one still opens.
    let both = start(&keys, format!("{}\n{}", key_line("new", 'B'), key_line("old", 'A'))).await.expect("both");
    assert_eq!(**both.open(&acme, &erp, "credential", 1, &sealed).await.expect("open"), *b"canary");
    both.seal(&tenant("later"), &erp, "credential", 1, b"x").await.expect("seal");
    assert_eq!(keys.0.lock()[&tenant("later")].keyring_id(), "new");
    assert_eq!(keys.0.lock()[&acme].keyring_id(), "old");
}

#[tokio::test(start_paused = true)]
async fn an_opened_data_key_is_asked_for_again_after_its_life() {
    let keys = Arc::new(Memory::default());
    let sealer = start(&keys, key_line("k", 'A')).await.expect("start");
    let (acme, erp) = (tenant("acme"), connection("erp"));
    let sealed = sealer.seal(&acme, &erp, "credential", 1, b"canary").await.expect("seal");
    keys.0.lock().clear();
    tokio::time::advance(KEY_LIFE - Duration::from_secs(1)).await;
    sealer.open(&acme, &erp, "credential", 1, &sealed).await.expect("still known");
    tokio::time::advance(Duration::from_secs(1)).await;
    let error = sealer.open(&acme, &erp, "credential", 1, &sealed).await.expect_err("gone");
    assert_eq!(error.code(), Code::SecretUnavailable);
}
