//! Reads the two places where a manifest may say the same in a short and a long form. Written by hand, without
//! buffering, so that a mistake inside keeps its own message and line.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, de};

use super::entity::{Entity, Resource, Variants};
use super::field::{FieldMap, FieldSpec};

impl<'de> Deserialize<'de> for FieldSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Spec;
        impl<'de> Visitor<'de> for Spec {
            type Value = FieldSpec;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a path, or the words of a field (`at`, `as`, ...)")
            }

            fn visit_str<E: de::Error>(self, path: &str) -> Result<FieldSpec, E> {
                Ok(FieldSpec::Path(path.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FieldSpec, A::Error> {
                FieldMap::deserialize(MapAccessDeserializer::new(map)).map(|map| FieldSpec::Map(Box::new(map)))
            }
        }
        deserializer.deserialize_any(Spec)
    }
}

impl<'de> Deserialize<'de> for Resource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Resource;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an entity (`type`, `fields`, ...), or `by` and `variants`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Resource, A::Error> {
                let first: String = map.next_key()?.ok_or_else(|| A::Error::missing_field("type"))?;
                let several = matches!(first.as_str(), "by" | "variants");
                let all = MapAccessDeserializer::new(WithFirst { first: Some(first), rest: map });
                if several {
                    Variants::deserialize(all).map(Resource::Variants)
                } else {
                    Entity::deserialize(all).map(|entity| Resource::One(Box::new(entity)))
                }
            }
        }
        deserializer.deserialize_map(Shape)
    }
}

/// A map whose first key was read already.
struct WithFirst<A> {
    first: Option<String>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for WithFirst<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(key) => seed.deserialize(key.into_deserializer()).map(Some),
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.rest.next_value_seed(seed)
    }
}
