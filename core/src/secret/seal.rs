//! Seals values for the store: keyring key, tenant's data key, one derived key per record.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::aead::NONCE_LEN;
use aws_lc_rs::hmac;
use futures::future::BoxFuture;
use parking_lot::Mutex;
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::envelope::{Place, WrappedKey, open_record, record_key_id, seal_record, unreadable};
use super::key::{Key, fill_random, random_id};
use super::keyring::{Keyring, KeyringConfig};
use crate::error::{Code, Error, Result};
use crate::id::{ConnectionName, TenantId};

/// How long an opened data key may be used before it is asked for again.
const KEY_LIFE: Duration = Duration::from_secs(300);

/// Where wrapped data keys are kept. The store implements it.
pub trait TenantKeys: Send + Sync {
    /// The tenant's wrapped data key.
    fn tenant_key(&self, tenant: &TenantId) -> BoxFuture<'_, Result<Option<WrappedKey>>>;

    /// Keeps the key unless the tenant has one already; returns the one that is kept.
    fn insert_tenant_key(&self, tenant: &TenantId, key: WrappedKey) -> BoxFuture<'_, Result<WrappedKey>>;

    /// For each keyring key in use, one data key that it wraps: shows at start whether the keyring is the right one.
    fn key_samples(&self) -> BoxFuture<'_, Result<Vec<(TenantId, WrappedKey)>>>;
}

/// Seals and opens values. Cheap to clone.
#[derive(Clone)]
pub struct Sealer(Arc<Inner>);

struct Inner {
    keyring: Keyring,
    keys: Arc<dyn TenantKeys>,
    opened: Mutex<HashMap<TenantId, Opened>>,
}

#[derive(Clone)]
struct Opened {
    id: Arc<str>,
    key: Arc<Key>,
    until: Instant,
}

impl Sealer {
    /// Gets the keyring and checks that it opens what the store holds. `store` is the store's path or `:memory:`.
    pub async fn start(config: KeyringConfig, store: &str, keys: Arc<dyn TenantKeys>) -> Result<Self> {
        let samples = keys.key_samples().await?;
        let (path, held) = (store.to_owned(), !samples.is_empty());
        let keyring = tokio::task::spawn_blocking(move || Keyring::from_config(&config, &path, held))
            .await
            .map_err(|_| Error::unexpected("reading the keyring did not end"))??;
        for (tenant, wrapped) in &samples {
            unwrap(&keyring, tenant, wrapped)?;
        }
        Ok(Self::new(keyring, keys))
    }

    /// Seals with this keyring, unchecked: [`Sealer::start`] finds a wrong keyring before it is used.
    pub fn new(keyring: Keyring, keys: Arc<dyn TenantKeys>) -> Self {
        Self(Arc::new(Inner { keyring, keys, opened: Mutex::default() }))
    }

    /// Seals a value for one place and revision. Makes the tenant's data key when it is the first one.
    pub async fn seal(
        &self,
        tenant: &TenantId,
        connection: &ConnectionName,
        field: &str,
        revision: u64,
        plain: &[u8],
    ) -> Result<Vec<u8>> {
        let opened = match self.cached(tenant) {
            Some(opened) => opened,
            None => match self.0.keys.tenant_key(tenant).await? {
                Some(wrapped) => self.remember(tenant, &wrapped)?,
                None => self.make_key(tenant).await?,
            },
        };
        let (mut salt, mut nonce) = ([0; 32], [0; NONCE_LEN]);
        fill_random(&mut salt)?;
        fill_random(&mut nonce)?;
        let place = Place { tenant: tenant.as_str(), connection: connection.as_str(), field, revision };
        seal_record(&opened.key, &opened.id, &place, plain, salt, nonce)
    }

    /// Opens a value that was sealed for exactly this place and revision; else `SECRET_UNAVAILABLE`.
    pub async fn open(
        &self,
        tenant: &TenantId,
        connection: &ConnectionName,
        field: &str,
        revision: u64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>> {
        let refused = || unreadable("the sealed value").in_tenant(tenant.as_str());
        let id = record_key_id(sealed).ok_or_else(refused)?;
        let opened = match self.cached(tenant).filter(|opened| &*opened.id == id) {
            Some(opened) => opened,
            None => {
                let wrapped = self.0.keys.tenant_key(tenant).await?.filter(|wrapped| wrapped.key_id() == id);
                let wrapped = wrapped.ok_or_else(|| {
                    Error::new(
                        Code::SecretUnavailable,
                        "the data key that sealed this value is not in the store: it belongs to another database, or the \
                         tenant was shredded; restore the whole database from a backup or connect again",
                    )
                    .in_tenant(tenant.as_str())
                })?;
                self.remember(tenant, &wrapped)?
            }
        };
        let place = Place { tenant: tenant.as_str(), connection: connection.as_str(), field, revision };
        open_record(&opened.key, &place, sealed).ok_or_else(refused)
    }

    /// A short text that is the same for the same value and keyring, and tells nothing of the value to who has not the
    /// keyring.
    pub(crate) fn fingerprint(&self, value: &[u8]) -> String {
        let (_, key) = self.0.keyring.current();
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.bytes());
        let mut context = hmac::Context::with_key(&key);
        context.update(b"coreflow-bridge fingerprint\n");
        context.update(value);
        context.sign().as_ref()[..12].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    async fn make_key(&self, tenant: &TenantId) -> Result<Opened> {
        let (keyring_id, keyring_key) = self.0.keyring.current();
        let mut nonce = [0; NONCE_LEN];
        fill_random(&mut nonce)?;
        let made = WrappedKey::wrap(keyring_key, keyring_id, tenant.as_str(), &random_id()?, &Key::random()?, nonce)?;
        // Another process may have been faster: then its key is the tenant's.
        let kept = self.0.keys.insert_tenant_key(tenant, made).await?;
        self.remember(tenant, &kept)
    }

    fn cached(&self, tenant: &TenantId) -> Option<Opened> {
        let mut opened = self.0.opened.lock();
        if opened.get(tenant)?.until <= Instant::now() {
            opened.remove(tenant);
        }
        opened.get(tenant).cloned()
    }

    fn remember(&self, tenant: &TenantId, wrapped: &WrappedKey) -> Result<Opened> {
        let key = Arc::new(unwrap(&self.0.keyring, tenant, wrapped)?);
        let opened = Opened { id: wrapped.key_id().into(), key, until: Instant::now() + KEY_LIFE };
        self.0.opened.lock().insert(tenant.clone(), opened.clone());
        Ok(opened)
    }
}

fn unwrap(keyring: &Keyring, tenant: &TenantId, wrapped: &WrappedKey) -> Result<Key> {
    let id = wrapped.keyring_id();
    let known = || keyring.ids().collect::<Vec<_>>().join(", ");
    let key = keyring.key(id).ok_or_else(|| {
        Error::new(
            Code::SecretUnavailable,
            format!(
                "the store's data keys are wrapped with the keyring key {id:?}, but the keyring has only: {}; give the \
                 keyring that key too, on a line after the current one",
                known()
            ),
        )
    });
    let refused = || {
        Error::new(
            Code::SecretUnavailable,
            format!(
                "the keyring key {id:?} does not open the tenant's data key: it is another key under the same id, or the \
                 database was changed; set keyring to the key that was in use, or restore the database from a backup"
            ),
        )
    };
    key.and_then(|key| wrapped.unwrap(key, tenant.as_str()).ok_or_else(refused))
        .map_err(|error| error.in_tenant(tenant.as_str()))
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sealer").field(&self.0.keyring).finish()
    }
}

#[cfg(test)]
#[path = "seal_tests.rs"]
mod tests;
