//! One member of an object that was kept as text, without reading the others.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The names on the way into an object.
pub(super) type Path = Vec<Box<str>>;

/// What stands at a path inside an object: the value itself where it is no object, nothing where the path leads nowhere.
pub(super) fn within<'r>(raw: &'r str, path: &[Box<str>]) -> Result<Option<&'r str>, String> {
    let mut found = raw;
    for key in path {
        if !found.starts_with('{') {
            break;
        }
        let seed = Member(key);
        let member = seed.deserialize(&mut serde_json::Deserializer::from_str(found));
        match member.map_err(|error| error.to_string())? {
            Some(member) => found = member.get(),
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

struct Member<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut found = None;
        while let Some(here) = map.next_key_seed(Is(self.0))? {
            if here {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Whether a key is this one.
struct Is<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Is<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}
