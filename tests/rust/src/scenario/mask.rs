//! Members that differ from run to run are hidden, but not whether they are there.

use serde_json::Value;

/// Puts `<masked>` in place of every matching member that is not null. A pattern without a dot is a name anywhere; one
/// with dots is a path from the top, with `*` for any member or item.
pub(super) fn mask(value: &mut Value, patterns: &[String]) {
    for pattern in patterns {
        let parts: Vec<&str> = pattern.split('.').collect();
        match parts.as_slice() {
            [name] => mask_name(value, name),
            parts => mask_path(value, parts),
        }
    }
}

fn mask_name(value: &mut Value, name: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| mask_name(item, name)),
        Value::Object(members) => {
            for (member, value) in members {
                if member == name { hide(value) } else { mask_name(value, name) }
            }
        }
        _ => {}
    }
}

fn mask_path(value: &mut Value, parts: &[&str]) {
    let Some((first, rest)) = parts.split_first() else { return hide(value) };
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                if *first == "*" || first.parse() == Ok(index) {
                    mask_path(item, rest);
                }
            }
        }
        Value::Object(members) => {
            let fitting = members.iter_mut().filter(|(name, _)| *first == "*" || name.as_str() == *first);
            fitting.for_each(|(_, value)| mask_path(value, rest));
        }
        _ => {}
    }
}

fn hide(value: &mut Value) {
    if !value.is_null() {
        *value = Value::from("<masked>");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_paths() {
        let mut value =
            json!({"at": 1, "rows": [{"at": null, "x": {"y": 2}}, {"at": 3, "x": {"y": 4}}], "x": {"y": 5}});
        mask(&mut value, &["at".into(), "rows.*.x.y".into()]);
        let expected = json!({"at": "<masked>", "rows": [{"at": null, "x": {"y": "<masked>"}},
            {"at": "<masked>", "x": {"y": "<masked>"}}], "x": {"y": 5}});
        assert_eq!(value, expected);
    }
}
