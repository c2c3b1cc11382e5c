//! Standard Webhooks 1.0.0: `<id>.<timestamp>.<body>`, signed by HMAC (`v1`) or by Ed25519 (`v1a`).

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::code::decode;
use super::keys::{Keys, is_hmac};
use super::verify::{Incoming, Refused, any, fresh};
use crate::manifest::{Encoding, TimeUnit};

/// What a secret begins with, and the key to check `v1a` with.
const SECRET: &str = "whsec_";
const PUBLIC: &str = "whpk_";
/// So many signatures are looked at.
const MOST: usize = 16;

pub(super) fn verify(prefix: &str, keys: &Keys, incoming: &Incoming<'_>) -> Result<(), Refused> {
    let header = |name: &'static str| incoming.header(&format!("{prefix}-{name}")).ok_or(Refused::Header(name));
    let (id, time, signatures) = (header("id")?, header("timestamp")?, header("signature")?);
    if id.is_empty() || id.contains('.') {
        return Err(Refused::Header("id"));
    }
    fresh(time, TimeUnit::Seconds, incoming.now)?;
    let given: Vec<(&str, Vec<u8>)> = signatures
        .split(' ')
        .take(MOST)
        .filter_map(|one| one.split_once(','))
        .filter_map(|(version, code)| Some((version, decode(Encoding::Base64, code)?)))
        .collect();
    let parts = [id.as_bytes(), b".", time.as_bytes(), b".", incoming.body];
    any(keys, incoming.now, |secret| {
        let wanted = if secret.starts_with(PUBLIC) { "v1a" } else { "v1" };
        let Some(key) = key(secret) else { return false };
        given.iter().filter(|(version, _)| *version == wanted).fold(false, |good, (_, code)| {
            let made = match wanted {
                "v1a" => UnparsedPublicKey::new(&ED25519, &key).verify(&parts.concat(), code).is_ok(),
                _ => is_hmac(&key, &parts, code),
            };
            made | good
        })
    })
}

/// The bytes of a key, which is written in Base64.
fn key(secret: &str) -> Option<Vec<u8>> {
    if let Some(public) = secret.strip_prefix(PUBLIC) {
        return STANDARD.decode(public).ok().filter(|key| key.len() == 32);
    }
    let key = STANDARD.decode(secret.strip_prefix(SECRET).unwrap_or(secret)).ok()?;
    (24..=64).contains(&key.len()).then_some(key)
}

/// Whether this is a secret, or a public key, of Standard Webhooks.
pub(super) fn is_key(secret: &str) -> bool {
    key(secret).is_some()
}
