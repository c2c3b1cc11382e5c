//! Typed credentials of a connection.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use zeroize::Zeroizing;

use super::secret::{Nullable, Secret, refuse_scalars};
use crate::error::{Code, Error, Result};

/// What proves to a system who calls. As JSON: an object whose `type` is the kind and whose other fields are strings.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Credential {
    /// `none`: the system asks for nothing.
    None,
    /// `api_key`: one key, or a key with its secret.
    ApiKey {
        /// The key.
        key: Secret,
        /// The secret that belongs to the key, where the system has one.
        secret: Option<Secret>,
    },
    /// `bearer`: a token for `Authorization: Bearer`.
    Bearer {
        /// The token.
        token: Secret,
    },
    /// `basic`: name and password of a user.
    Basic {
        /// The user's name.
        username: Secret,
        /// The user's password.
        password: Secret,
    },
}

/// The kinds, their fields, and whether a field must be there: reading, writing and the schema all follow this table.
const KINDS: &[(&str, &[(&str, bool)])] = &[
    ("none", &[]),
    ("api_key", &[("key", true), ("secret", false)]),
    ("bearer", &[("token", true)]),
    ("basic", &[("username", true), ("password", true)]),
];

impl Credential {
    /// The kind, as the JSON names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Credential::None => "none",
            Credential::ApiKey { .. } => "api_key",
            Credential::Bearer { .. } => "bearer",
            Credential::Basic { .. } => "basic",
        }
    }

    /// The fields that are set, by name.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &Secret)> {
        let fields = match self {
            Credential::None => [None, None],
            Credential::ApiKey { key, secret } => {
                [Some(("key", key)), secret.as_ref().map(|secret| ("secret", secret))]
            }
            Credential::Bearer { token } => [Some(("token", token)), None],
            Credential::Basic { username, password } => [Some(("username", username)), Some(("password", password))],
        };
        fields.into_iter().flatten()
    }

    /// Reads the JSON that a user wrote. No value is ever part of the error.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json)
            .map_err(|error| Error::invalid_input(format!("the credential is not valid: {error}")))
    }

    /// The JSON to be sealed. It is plain text: seal it at once.
    pub fn to_plain_json(&self) -> Zeroizing<Vec<u8>> {
        // Room for the worst escaping, so that no grown buffer leaves a copy behind.
        let room: usize = self.fields().map(|(name, secret)| name.len() + 6 * secret.expose().len() + 6).sum();
        let mut json = Zeroizing::new(Vec::with_capacity(room + 32));
        let mut object = BTreeMap::from([("type", self.kind())]);
        object.extend(self.fields().map(|(name, secret)| (name, secret.expose())));
        if serde_json::to_writer(&mut *json, &object).is_err() {
            unreachable!("a map of strings is JSON, and a Vec takes every byte");
        }
        json
    }

    /// Reads what [`Credential::to_plain_json`] wrote.
    pub fn from_plain_json(json: &[u8]) -> Result<Self> {
        serde_json::from_slice(json).map_err(|_| {
            Error::new(
                Code::SecretUnavailable,
                "the stored credential was written by another version of the bridge; connect again",
            )
        })
    }

    fn build(kind: &str, mut fields: BTreeMap<String, Secret>) -> Result<Self, String> {
        let Some((kind, known)) = KINDS.iter().find(|(name, _)| *name == kind) else {
            let names: Vec<_> = KINDS.iter().map(|(name, _)| *name).collect();
            return Err(format!("`type` must be one of {}", names.join(", ")));
        };
        for (name, required) in *known {
            let empty = fields.get(*name).is_none_or(|secret| secret.expose().is_empty());
            if empty && *required {
                return Err(format!("a credential of type {kind} needs `{name}`"));
            }
            if empty {
                fields.remove(*name);
            }
        }
        if fields.keys().any(|name| known.iter().all(|(known, _)| known != name)) {
            let names: Vec<_> = known.iter().map(|(name, _)| format!("`{name}`")).collect();
            let names = if names.is_empty() { "no other field".to_owned() } else { names.join(", ") };
            return Err(format!("a credential of type {kind} has an unknown field; beside `type` it takes {names}"));
        }
        let mut take = |name: &str| fields.remove(name).ok_or_else(|| format!("`{name}` is missing"));
        Ok(match *kind {
            "api_key" => Credential::ApiKey { key: take("key")?, secret: take("secret").ok() },
            "bearer" => Credential::Bearer { token: take("token")? },
            "basic" => Credential::Basic { username: take("username")?, password: take("password")? },
            _ => Credential::None,
        })
    }
}

struct CredentialVisitor;

impl<'de> Visitor<'de> for CredentialVisitor {
    type Value = Credential;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a credential: an object with `type`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Credential, A::Error> {
        let mut kind = None;
        let mut fields = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == "type" {
                kind = Some(map.next_value::<Secret>()?);
            } else if let Some(value) = map.next_value::<Nullable>()?.0
                && fields.insert(name, value).is_some()
            {
                return Err(A::Error::custom("a field is given twice"));
            }
        }
        let kind = kind.ok_or_else(|| A::Error::custom("a credential needs `type`"))?;
        Credential::build(kind.expose(), fields).map_err(A::Error::custom)
    }

    refuse_scalars!(Credential, NOT_OBJECT, visit_str & str);
    refuse_scalars!(Credential, NOT_OBJECT);
}

/// Also for a bare key that somebody passes instead of the object.
const NOT_OBJECT: &str = "a credential must be an object with `type`";

impl<'de> Deserialize<'de> for Credential {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CredentialVisitor)
    }
}

impl JsonSchema for Credential {
    fn schema_name() -> Cow<'static, str> {
        "Credential".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = Secret::json_schema(generator);
        let kinds: Vec<_> = KINDS
            .iter()
            .map(|(kind, fields)| {
                let mut properties =
                    serde_json::Map::from_iter([("type".to_owned(), serde_json::json!({"const": kind}))]);
                properties.extend(fields.iter().map(|(name, _)| ((*name).to_owned(), text.clone().to_value())));
                let required = fields.iter().filter(|(_, required)| *required).map(|(name, _)| *name);
                let required: Vec<_> = std::iter::once("type").chain(required).collect();
                serde_json::json!({
                    "type": "object", "properties": properties, "required": required, "additionalProperties": false,
                })
            })
            .collect();
        json_schema!({"oneOf": kinds})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_survives_its_json() {
        for json in [
            r#"{"type":"none"}"#,
            r#"{"key":"canary","type":"api_key"}"#,
            r#"{"key":"canary","secret":"a\"b\u0001","type":"api_key"}"#,
            r#"{"token":"canary","type":"bearer"}"#,
            r#"{"password":"canary","type":"basic","username":"u"}"#,
        ] {
            let credential = Credential::from_json(json).expect(json);
            let plain = credential.to_plain_json();
            assert_eq!(std::str::from_utf8(&plain).expect("UTF-8"), json);
            assert_eq!(Credential::from_plain_json(&plain).expect("plain").kind(), credential.kind());
            assert!(!format!("{credential:?}").contains("canary"), "{credential:?}");
        }
    }

    #[test]
    fn a_wrong_credential_is_refused_without_its_values() {
        for (json, reason) in [
            (r#"{"type":"api_key"}"#, "needs `key`"),
            (r#"{"type":"api_key","key":""}"#, "needs `key`"),
            (r#"{"type":"api_key","key":4711}"#, "must be a string"),
            (r#"{"type":"api_key","key":47.11}"#, "must be a string"),
            (r#"{"type":"api_key","key":["4711"]}"#, "must be a string"),
            (r#"{"type":"api_key","key":"4711","canary":"4711"}"#, "unknown field"),
            (r#"{"type":"api_key","key":"4711","key":"4711"}"#, "given twice"),
            (r#"{"type":"none","key":"4711"}"#, "unknown field"),
            (r#"{"type":"4711","key":"4711"}"#, "must be one of none, api_key"),
            (r#"{"key":"4711"}"#, "needs `type`"),
            (r#""4711""#, "must be an object"),
            ("4711", "must be an object"),
            ("47.11", "needs `type`"),
            ("47.11e9999", "needs `type`"),
        ] {
            let error = Credential::from_json(json).expect_err(json);
            let text = format!("{error:?}");
            assert_eq!(error.code(), Code::InvalidInput);
            assert!(
                text.contains(reason) && !text.contains("4711") && !text.contains("47.11") && !text.contains("canary"),
                "{json}: {text}"
            );
        }
    }

    #[test]
    fn the_table_names_what_the_variants_have() {
        for (kind, fields) in KINDS {
            let all = fields.iter().map(|(name, _)| ((*name).to_owned(), Secret::new("x"))).collect();
            let credential = Credential::build(kind, all).expect(kind);
            assert_eq!(credential.kind(), *kind);
            let names: Vec<_> = credential.fields().map(|(name, _)| name).collect();
            assert_eq!(names, fields.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        }
    }
}
