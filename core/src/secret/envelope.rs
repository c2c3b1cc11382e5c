//! The bytes of sealed things, exactly as `docs/envelope.md` describes them.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{constant_time, hkdf};
use zeroize::Zeroizing;

use super::key::Key;
use crate::error::{Code, Error, Result};

const KEY_MAGIC: &[u8] = b"CFBK\x01";
const KEY_FORMAT: &[u8] = b"coreflow-bridge/tenant-key/1";
const RECORD_MAGIC: &[u8] = b"CFBR\x01";
const RECORD_FORMAT: &[u8] = b"coreflow-bridge/record/1";
const SALT_LEN: usize = 32;
const COMMITMENT_LEN: usize = 32;
const TAG_LEN: usize = 16;

/// A tenant's data key, sealed under a key of the keyring: what the store keeps.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    bytes: Vec<u8>,
    keyring_id: String,
    key_id: String,
}

impl WrappedKey {
    /// Reads the stored bytes. `SECRET_UNAVAILABLE` when they are not of a known format.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        let ids = || {
            let rest = bytes.strip_prefix(KEY_MAGIC)?;
            let (keyring_id, rest) = take_text(rest)?;
            let (key_id, rest) = take_text(rest)?;
            (rest.len() == NONCE_LEN + 32 + TAG_LEN).then(|| (keyring_id.to_owned(), key_id.to_owned()))
        };
        let (keyring_id, key_id) = ids().ok_or_else(|| unreadable("the tenant's data key"))?;
        Ok(Self { bytes, keyring_id, key_id })
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The id of the keyring key that opens it.
    pub fn keyring_id(&self) -> &str {
        &self.keyring_id
    }

    /// The id of the tenant's data key inside.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    pub(super) fn wrap(
        keyring_key: &Key,
        keyring_id: &str,
        tenant: &str,
        key_id: &str,
        tenant_key: &Key,
        nonce: [u8; NONCE_LEN],
    ) -> Result<Self> {
        let aad = prefixed(&[KEY_FORMAT, tenant.as_bytes(), keyring_id.as_bytes(), key_id.as_bytes()]);
        let mut bytes = KEY_MAGIC.to_vec();
        bytes.extend(prefixed(&[keyring_id.as_bytes(), key_id.as_bytes()]));
        bytes.extend(nonce);
        bytes.extend(encrypt(keyring_key, nonce, &aad, tenant_key.bytes())?.iter());
        Ok(Self { bytes, keyring_id: keyring_id.to_owned(), key_id: key_id.to_owned() })
    }

    /// `None` when the key is not the one that wrapped it, or tenant, ids or bytes are not those that were wrapped.
    pub(super) fn unwrap(&self, keyring_key: &Key, tenant: &str) -> Option<Key> {
        let aad = prefixed(&[KEY_FORMAT, tenant.as_bytes(), self.keyring_id.as_bytes(), self.key_id.as_bytes()]);
        let sealed = &self.bytes[self.bytes.len() - (NONCE_LEN + 32 + TAG_LEN)..];
        let (nonce, text) = sealed.split_first_chunk::<NONCE_LEN>()?;
        Key::from_slice(&decrypt(keyring_key, *nonce, &aad, text)?)
    }
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WrappedKey").field("keyring_id", &self.keyring_id).field("key_id", &self.key_id).finish()
    }
}

/// Where a sealed value belongs. It opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) tenant: &'a str,
    pub(super) connection: &'a str,
    pub(super) field: &'a str,
    pub(super) revision: u64,
}

impl Place<'_> {
    /// Both the associated data and the derivation context.
    fn context(&self, key_id: &str) -> Vec<u8> {
        prefixed(&[
            RECORD_FORMAT,
            self.tenant.as_bytes(),
            self.connection.as_bytes(),
            self.field.as_bytes(),
            &self.revision.to_be_bytes(),
            key_id.as_bytes(),
        ])
    }
}

/// Seals a value under a key derived for this one record.
pub(super) fn seal_record(
    tenant_key: &Key,
    key_id: &str,
    place: &Place<'_>,
    plain: &[u8],
    salt: [u8; SALT_LEN],
    nonce: [u8; NONCE_LEN],
) -> Result<Vec<u8>> {
    let context = place.context(key_id);
    let (key, commitment) = derive(tenant_key, &salt, &context).ok_or_else(failed)?;
    let text = encrypt(&key, nonce, &context, plain)?;
    let mut sealed = RECORD_MAGIC.to_vec();
    sealed.extend(prefixed(&[key_id.as_bytes()]));
    sealed.extend(salt);
    sealed.extend(commitment.iter());
    sealed.extend(nonce);
    sealed.extend(text.iter());
    Ok(sealed)
}

/// The id of the tenant key that sealed the record; `None` when these bytes are not a record of a known format.
pub(super) fn record_key_id(sealed: &[u8]) -> Option<&str> {
    take_text(sealed.strip_prefix(RECORD_MAGIC)?).map(|(id, _)| id)
}

/// `None` unless key, place and every byte are those of the sealing.
pub(super) fn open_record(tenant_key: &Key, place: &Place<'_>, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (key_id, rest) = take_text(sealed.strip_prefix(RECORD_MAGIC)?)?;
    let (salt, rest) = rest.split_first_chunk::<SALT_LEN>()?;
    let (stored, rest) = rest.split_first_chunk::<COMMITMENT_LEN>()?;
    let (nonce, text) = rest.split_first_chunk::<NONCE_LEN>()?;
    let context = place.context(key_id);
    let (key, commitment) = derive(tenant_key, salt, &context)?;
    constant_time::verify_slices_are_equal(&*commitment, stored).ok()?;
    decrypt(&key, *nonce, &context, text)
}

/// Each part after its length in 4 bytes, big endian: no two lists of parts give the same bytes.
fn prefixed(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 4).sum());
    for part in parts {
        // Names are checked to be short; a longer part could only come from a defect, and then fails to open.
        bytes.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend(*part);
    }
    bytes
}

fn take_text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (text, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

struct Okm;

impl hkdf::KeyType for Okm {
    fn len(&self) -> usize {
        32 + COMMITMENT_LEN
    }
}

/// The record's encryption key, and the commitment that only this key and place have.
fn derive(tenant_key: &Key, salt: &[u8], context: &[u8]) -> Option<(Key, Zeroizing<[u8; COMMITMENT_LEN]>)> {
    let mut out = Zeroizing::new([0; 32 + COMMITMENT_LEN]);
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA512, salt).extract(tenant_key.bytes());
    prk.expand(&[context], Okm).and_then(|okm| okm.fill(&mut *out)).ok()?;
    let (key, commitment) = out.split_at(32);
    Some((Key::from_slice(key)?, Zeroizing::new(commitment.try_into().ok()?)))
}

fn encrypt(key: &Key, nonce: [u8; NONCE_LEN], aad: &[u8], plain: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.bytes()).map_err(|_| failed())?);
    // Room for the tag, so that appending it does not leave the plain text behind in an outgrown buffer.
    let mut text = Zeroizing::new(Vec::with_capacity(plain.len() + TAG_LEN));
    text.extend(plain);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), &mut *text)
        .map_err(|_| failed())?;
    Ok(text)
}

fn decrypt(key: &Key, nonce: [u8; NONCE_LEN], aad: &[u8], text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.bytes()).ok()?);
    let mut plain = Zeroizing::new(text.to_vec());
    let length = key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(aad), &mut plain).ok()?.len();
    plain.truncate(length);
    Some(plain)
}

fn failed() -> Error {
    Error::unexpected("encryption failed")
}

/// `SECRET_UNAVAILABLE` for bytes that are damaged, of another place, or of a newer version.
pub(super) fn unreadable(what: &str) -> Error {
    Error::new(
        Code::SecretUnavailable,
        format!(
            "{what} cannot be opened: the stored bytes were changed, belong elsewhere, or come from a newer version; \
             restore the database from a backup or connect again"
        ),
    )
}

#[cfg(test)]
#[path = "envelope_tests.rs"]
mod tests;
