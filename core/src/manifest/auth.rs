//! How a credential goes onto a request: at once, or by a session that it opens.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

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

/// Where a credential goes. The holes of all texts here are the fields of the credential, `{basic}` (the Base64 of
/// `username:password`) and options; where there is a login, also `{session}` and `{session.<name>}`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthPlacement {
    /// The header that carries it.
    #[serde(default)]
    pub header: Option<String>,
    /// The header's value.
    #[serde(default)]
    pub value: Option<Template>,
    /// More headers; one whose hole has no value is left out.
    #[serde(default)]
    pub headers: IndexMap<String, Template>,
    /// How the credential opens a session.
    #[serde(default)]
    pub login: Option<Login>,
}

impl AuthPlacement {
    /// The holes of all of its texts outside bodies.
    pub(super) fn holes(&self) -> impl Iterator<Item = &str> {
        let login = self.login.iter().flat_map(|login| login.headers.values());
        self.value.iter().chain(self.headers.values()).chain(login).flat_map(Template::holes)
    }
}

/// The call that opens a session. It is made on first use, by one caller for all that wait, and once more when the
/// system no longer knows the session.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The path of the POST.
    pub post: Template,
    /// Headers of that request alone.
    #[serde(default)]
    pub headers: IndexMap<String, Template>,
    /// Its JSON body: constants and texts with holes.
    pub body: Json,
    /// JSON pointer to the session's token.
    pub token: String,
    /// More that the answer tells: name → JSON pointer, for `{session.<name>}`.
    #[serde(default)]
    pub hold: IndexMap<String, String>,
    /// A header of later answers that carries a new token.
    #[serde(default)]
    pub renewed_by: Option<String>,
}
