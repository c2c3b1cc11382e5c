//! Entitlements that are signed where the subscription is sold and checked where there is no way to ask: a JWT of one
//! kind, `EdDSA` over Ed25519, by a key that the host configures.
//!
//! One algorithm by one kind of key is why this is ours: a crate for all of JOSE would bring a choice, which is where its
//! mistakes come from, and further features of the cryptography to be compiled. What is not understood is refused.

use std::collections::BTreeMap;
use std::fmt;

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;

use super::subscription::{Status, Subscription};
use crate::error::{Code, Error, Result};

/// So long is no entitlement.
const MOST: usize = 16 * 1024;

/// Whose signatures are good, and whether there must be one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signers {
    /// The public keys by their `kid`: 32 bytes in base64url, as `x` in a JWK.
    pub keys: BTreeMap<String, Signer>,
    /// The `iss` that an entitlement must have.
    #[serde(default)]
    pub issuer: Option<String>,
    /// Whether a tenant without a good entitlement has no module at all.
    #[serde(default)]
    pub required: bool,
}

/// A public key.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct Signer([u8; 32]);

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

impl TryFrom<String> for Signer {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
        let key = bytes.ok().and_then(|bytes| bytes.try_into().ok());
        key.map(Signer).ok_or("a key of an entitlement is 32 bytes in base64url")
    }
}

/// Anything else in a header could ask for something that is not done here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    #[serde(default)]
    typ: Option<String>,
}

/// What is signed. Further claims are the issuer's own.
#[derive(Deserialize)]
struct Claims {
    iss: Option<String>,
    sub: String,
    iat: i64,
    nbf: Option<i64>,
    exp: Option<i64>,
    jti: Option<String>,
    subscription: Bought,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bought {
    tier: Option<String>,
    bundle: Option<String>,
    #[serde(default)]
    modules: Vec<String>,
    users: Option<u32>,
    #[serde(default)]
    grace_days: u32,
}

impl Signers {
    /// The subscription in an entitlement for a tenant. An end that has passed is no mistake: the subscription has ended.
    pub fn open(&self, tenant: &str, token: &str, now: Timestamp) -> Result<Subscription> {
        let wrong = |what: &str| Error::invalid_input(format!("the entitlement {what}"));
        if token.len() > MOST {
            return Err(wrong("is too long"));
        }
        let mut parts = token.split('.');
        let (Some(header), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong("is not a JWT of three parts"));
        };
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| wrong("is not in base64url"));
        let known: Header = serde_json::from_slice(&bytes(header)?)
            .map_err(|error| wrong(&format!("has a header that is not understood: {error}")))?;
        if known.alg != "EdDSA" || known.typ.as_deref().is_some_and(|kind| !kind.eq_ignore_ascii_case("jwt")) {
            return Err(wrong("is not a JWT by EdDSA"));
        }
        let key = self.keys.get(&known.kid).ok_or_else(|| wrong("is signed by a key that is not known here"))?;
        let signed = &token[..header.len() + 1 + claims.len()];
        let signer = UnparsedPublicKey::new(&ED25519, key.0);
        signer.verify(signed.as_bytes(), &bytes(signature)?).map_err(|_| wrong("has a wrong signature"))?;
        let claims: Claims = serde_json::from_slice(&bytes(claims)?)
            .map_err(|error| wrong(&format!("does not say what it should: {error}")))?;
        if claims.sub != tenant {
            let message = "the entitlement is another tenant's";
            return Err(Error::new(Code::TenantIsolation, message).in_tenant(tenant));
        }
        if self.issuer.is_some() && self.issuer != claims.iss {
            return Err(wrong("is of another issuer"));
        }
        let second = |seconds: i64| Timestamp::from_second(seconds).map_err(|_| wrong("has a time that is none"));
        if let Some(from) = claims.nbf.map(second).transpose()?.filter(|from| *from > now) {
            return Err(wrong(&format!("is not valid before {from}")));
        }
        let Bought { tier, bundle, modules, users, grace_days } = claims.subscription;
        Ok(Subscription {
            status: Status::Active,
            tier,
            bundle,
            modules,
            users,
            period_end: claims.exp.map(second).transpose()?,
            grace_days: Some(grace_days),
            as_of: Some(second(claims.iat)?),
            reference: claims.jti,
            token: Some(token.to_owned()),
            ..Subscription::default()
        })
    }
}
