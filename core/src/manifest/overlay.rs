//! What differs from one instance of a system to the next: facts that are asked for, and the parts of the manifest
//! that stand on them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, de};
use serde_json::Value as Json;

use super::system::Manifest;
use crate::error::{Code, Error, Result};

/// Something that is asked once, when a connection is made.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The path of a GET; it may hold a query.
    pub get: String,
    /// JSON pointer to the fact. Without it the fact is `yes` when the answer is good, and `no` when the system has
    /// no such thing.
    #[serde(default)]
    pub at: Option<String>,
}

/// A part of the manifest that stands on facts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// Fact → what must hold of it; a fact that is not known never holds.
    pub when: IndexMap<String, Conditions>,
    /// What is laid over the manifest (RFC 7396): members replace members, null takes one away.
    pub merge: Json,
}

/// Conditions on one fact, all of which must hold: one text or a list of them. `yes`, `no` and `=text` mean that very
/// text; `>=`, `>`, `<=`, `<` compare numbers and versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Conditions(Vec<String>);

impl Conditions {
    /// Whether they hold of a fact.
    pub fn hold(&self, fact: &str) -> bool {
        self.0.iter().all(|condition| match parse(condition) {
            Some(("=", wanted)) => fact == wanted,
            Some((sign, wanted)) => match compare(fact, wanted) {
                Some(Ordering::Less) => sign.starts_with('<'),
                Some(Ordering::Greater) => sign.starts_with('>'),
                Some(Ordering::Equal) => sign.ends_with('='),
                None => false,
            },
            None => false,
        })
    }

    /// The first that is not a condition.
    pub fn wrong(&self) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|condition| parse(condition).is_none())
    }
}

impl fmt::Display for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" and "))
    }
}

/// A condition's sign and what stands behind it.
fn parse(condition: &str) -> Option<(&str, &str)> {
    if matches!(condition, "yes" | "no") {
        return Some(("=", condition));
    }
    let (sign, wanted) =
        [">=", "<=", ">", "<", "="].iter().find_map(|sign| Some((*sign, condition.strip_prefix(sign)?)))?;
    let fine = !wanted.is_empty() && (sign == "=" || numbers(wanted).is_some());
    fine.then_some((sign, wanted))
}

/// Compares numbers or versions, part by part.
fn compare(a: &str, b: &str) -> Option<Ordering> {
    let (mut a, mut b) = (numbers(a)?, numbers(b)?);
    let length = a.len().max(b.len());
    a.resize(length, 0);
    b.resize(length, 0);
    Some(a.cmp(&b))
}

/// The numbers of a version: `v15.103.2-beta` is 15, 103, 2.
fn numbers(text: &str) -> Option<Vec<u64>> {
    let start = text.trim().trim_start_matches(['v', 'V']);
    let end = start.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(start.len());
    start[..end].trim_end_matches('.').split('.').map(|part| part.parse().ok()).collect()
}

impl Manifest {
    /// The overlays that hold for an instance, by their place.
    pub fn overlays_for(&self, facts: &BTreeMap<String, String>) -> Vec<usize> {
        let holds = |overlay: &Overlay| {
            overlay.when.iter().all(|(name, conditions)| facts.get(name).is_some_and(|fact| conditions.hold(fact)))
        };
        self.overlays.iter().enumerate().filter(|(_, overlay)| holds(overlay)).map(|(place, _)| place).collect()
    }

    /// The manifest with documents laid over it, in their order. What comes out is not linted here.
    pub fn overlaid<'o>(&self, overlays: impl IntoIterator<Item = &'o Json>) -> Result<Manifest> {
        let mut tree = serde_json::to_value(self).map_err(|error| Error::unexpected(error.to_string()))?;
        overlays.into_iter().for_each(|overlay| merge(&mut tree, overlay));
        serde_json::from_value(tree)
            .map_err(|error| Error::new(Code::ManifestInvalid, format!("the manifest with its overlay: {error}")))
    }
}

/// RFC 7396.
fn merge(target: &mut Json, patch: &Json) {
    let Json::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Json::Object(serde_json::Map::new());
    }
    let Json::Object(target) = target else { return };
    for (name, value) in patch {
        match value {
            Json::Null => drop(target.shift_remove(name)),
            value => merge(target.entry(name.as_str()).or_insert(Json::Null), value),
        }
    }
}

impl<'de> Deserialize<'de> for Conditions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore;
        impl<'de> Visitor<'de> for OneOrMore {
            type Value = Conditions;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a condition like \">=465\", or a list of them")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Conditions, E> {
                Ok(Conditions(vec![text.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Conditions, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(Conditions(all))
            }
        }
        deserializer.deserialize_any(OneOrMore)
    }
}

impl JsonSchema for Conditions {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Conditions".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one = json_schema!({"type": "string", "pattern": "^(yes|no|=.+|[<>]=?v?[0-9].*)$"});
        json_schema!({
            "description": "yes, no, =text, >=n, >n, <=n, <n; a list: all of them",
            "anyOf": [one, {"type": "array", "items": one}],
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::manifest::Registry;

    fn holds(conditions: &str, fact: &str) -> bool {
        serde_json::from_str::<Conditions>(conditions).unwrap().hold(fact)
    }

    #[test]
    fn conditions_compare_numbers_versions_and_texts() {
        for (conditions, fact, expected) in [
            (r#"">=465""#, "465", true),
            (r#"">=465""#, "1000", true),
            (r#"">=465""#, "99", false),
            (r#"["<465", ">=425"]"#, "434", true),
            (r#"["<465", ">=425"]"#, "465", false),
            (r#"">=1.10""#, "v1.9.3", false),
            (r#"">=1.10""#, "1.10.0-beta.1", true),
            (r#""<2""#, "1.15.2", true),
            (r#"">2""#, "2.0", false),
            (r#""yes""#, "yes", true),
            (r#""no""#, "yes", false),
            (r#""=community""#, "community", true),
            (r#"">=465""#, "unknown", false),
        ] {
            assert_eq!(holds(conditions, fact), expected, "{conditions} of {fact}");
        }
        for wrong in ["maybe", ">=", ">=x", ""] {
            assert_eq!(Conditions(vec![wrong.to_owned()]).wrong(), Some(wrong));
        }
    }

    #[test]
    fn every_built_in_manifest_survives_a_merge_that_changes_nothing() {
        let registry = Registry::default();
        for system in registry.systems() {
            let manifest = registry.get(&system).unwrap();
            let merged = manifest.overlaid([&Json::Object(serde_json::Map::new())]).unwrap();
            let tree = |manifest: &Manifest| serde_json::to_value(manifest).unwrap().to_string();
            assert_eq!(tree(&manifest), tree(&merged), "{system}");
        }
    }

    #[test]
    fn an_overlay_replaces_adds_and_takes_away() {
        let manifest = Registry::default().get("dolibarr").unwrap();
        let overlay = serde_json::json!({
            "title": "Other", "resources": {"projects.projects": null, "accounting.items": {"fields": {"unit": null}}},
        });
        let merged = manifest.overlaid([&overlay]).unwrap();
        assert_eq!(merged.title, "Other");
        assert!(!merged.resources.contains_key("projects.projects"));
        let items = merged.resources["accounting.items"].entities()[0].1;
        assert!(!items.fields.contains_key("unit") && items.fields.contains_key("name"));
        let wrong = manifest.overlaid([&serde_json::json!({"resources": {"accounting.items": {"colour": 1}}})]);
        assert_eq!(wrong.unwrap_err().code(), Code::ManifestInvalid);
    }
}
