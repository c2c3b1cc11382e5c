//! An opaque text that prints `[redacted]` and is wiped when dropped.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use zeroize::Zeroizing;

/// A secret text. It has no `Serialize`, its `Debug` and `Display` are `[redacted]`, its memory is wiped on drop.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text; the caller's own copies, if any, stay the caller's.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself: for the place that must send or seal it, nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

struct SecretVisitor;

/// Refuses every scalar with the message: serde's default quotes the value ("invalid type: integer `1234`").
macro_rules! refuse_scalars {
    ($value:ty, $message:expr, $($method:ident $type:ty),*) => { $(
        fn $method<E: serde::de::Error>(self, _: $type) -> std::result::Result<$value, E> { Err(E::custom($message)) }
    )* };
    ($value:ty, $message:expr) => {
        refuse_scalars!($value, $message, visit_bool bool, visit_i64 i64, visit_i128 i128, visit_u64 u64,
            visit_u128 u128, visit_f64 f64, visit_bytes &[u8]);
    };
}
pub(super) use refuse_scalars;

const NOT_TEXT: &str = "a secret must be a string";

impl<'de> Visitor<'de> for SecretVisitor {
    type Value = Option<Secret>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Option<Secret>, E> {
        Ok(Some(Secret::new(text)))
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Option<Secret>, E> {
        Ok(Some(Secret::new(text)))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Option<Secret>, E> {
        Ok(None)
    }

    refuse_scalars!(Option<Secret>, NOT_TEXT);

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, _: A) -> Result<Option<Secret>, A::Error> {
        Err(A::Error::custom(NOT_TEXT))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, _: A) -> Result<Option<Secret>, A::Error> {
        Err(A::Error::custom(NOT_TEXT))
    }
}

/// A secret or null. Not `Option<Secret>`, whose way into serde_json may quote the value.
pub(super) struct Nullable(pub(super) Option<Secret>);

impl<'de> Deserialize<'de> for Nullable {
    /// Through `deserialize_any`, so that a wrong type reaches our visitor: `deserialize_str` of serde_json would
    /// write the value into its own message.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SecretVisitor).map(Nullable)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Nullable::deserialize(deserializer)?.0.ok_or_else(|| D::Error::custom(NOT_TEXT))
    }
}

impl JsonSchema for Secret {
    fn schema_name() -> Cow<'static, str> {
        "Secret".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "writeOnly": true})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_redacted() {
        let secret = Secret::new("canary-1");
        assert_eq!(format!("{secret} {secret:?} {secret:#?}"), "[redacted] [redacted] [redacted]");
        assert_eq!(secret.expose(), "canary-1");
    }

    #[test]
    fn a_wrong_type_is_refused_without_its_value() {
        for text in ["4711", "-4711", "4711.5", "true", "null", "[\"4711\"]", "{\"4711\": 1}"] {
            let error = serde_json::from_str::<Secret>(text).expect_err(text).to_string();
            assert!(error.contains(NOT_TEXT) && !error.contains("4711"), "{error}");
        }
    }
}
