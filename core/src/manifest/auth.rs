//! How a credential goes onto a request.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::template::Template;

/// The kinds of credentials that a manifest can place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// No credential.
    None,
    /// A key, with or without a secret.
    ApiKey,
    /// A bearer token.
    Bearer,
    /// User name and password.
    Basic,
}

impl CredentialKind {
    /// The word in manifests and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            CredentialKind::None => "none",
            CredentialKind::ApiKey => "api_key",
            CredentialKind::Bearer => "bearer",
            CredentialKind::Basic => "basic",
        }
    }

    /// The fields of such a credential; a trailing `?` marks an optional one.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            CredentialKind::None => &[],
            CredentialKind::ApiKey => &["key", "secret?"],
            CredentialKind::Bearer => &["token"],
            CredentialKind::Basic => &["username", "password"],
        }
    }
}

/// Where a credential goes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthPlacement {
    /// The header that carries it.
    pub header: String,
    /// The header's value; its holes are the fields of the credential. `{basic}` is the Base64 of `username:password`.
    pub value: Template,
}
