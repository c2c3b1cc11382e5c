//! Dotted paths and JSON pointers into trees of JSON values (requests, probes, errors; not the hot path).

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

/// Puts a value at a path in one text.
pub(super) fn set_dotted(root: &mut Map<String, Json>, path: &str, value: Json) {
    let path: Vec<Cow<'_, str>> = path.split('.').map(Cow::from).collect();
    set_path(root, &path, value);
}

/// Puts a value at a dotted path and makes the objects on the way. A number steps into an array that is there.
pub fn set_path(root: &mut Map<String, Json>, path: &[Cow<'_, str>], value: Json) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        root.insert(first.to_string(), value);
        return;
    }
    let mut place = root.entry(first.to_string()).or_insert_with(|| Json::Object(Map::new()));
    for (depth, key) in rest.iter().enumerate() {
        let item = key.parse::<usize>().ok().filter(|index| place.as_array().is_some_and(|items| *index < items.len()));
        if item.is_none() && !place.is_object() {
            *place = Json::Object(Map::new());
        }
        let next = match (place, item) {
            (Json::Array(items), Some(index)) => &mut items[index],
            (Json::Object(map), _) => map.entry(key.to_string()).or_insert(Json::Null),
            _ => return,
        };
        if depth + 1 == rest.len() {
            *next = value;
            return;
        }
        place = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_nested_members_and_array_items() {
        let mut root = serde_json::json!({"references": [{"amount": 1}]}).as_object().cloned().unwrap();
        for (path, value) in [("a.b.c", "x"), ("a.b.d", "y"), ("references.0.amount", "z"), ("e", "w")] {
            let path: Vec<Cow<'_, str>> = path.split('.').map(Cow::from).collect();
            set_path(&mut root, &path, Json::from(value));
        }
        let expected = serde_json::json!({"references": [{"amount": "z"}], "a": {"b": {"c": "x", "d": "y"}}, "e": "w"});
        assert_eq!(Json::Object(root), expected);
    }
}
