//! Secrets: opaque values, typed credentials, the keyring, and sealing for the store (`docs/envelope.md`).

mod claim;
mod credential;
mod envelope;
mod key;
mod key_file;
mod keyring;
mod seal;
#[allow(clippy::module_inception)]
mod secret;

pub use credential::Credential;
pub use envelope::WrappedKey;
pub(crate) use key::random_id;
#[cfg(feature = "cli")]
pub(crate) use key::random_text;
pub use keyring::{Keyring, KeyringConfig};
pub use seal::{Sealer, TenantKeys};
pub use secret::Secret;
