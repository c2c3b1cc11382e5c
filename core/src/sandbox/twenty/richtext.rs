//! Rich text: markdown and blocks, each derived from the other. Blocks keep the text of a paragraph and its kind;
//! styles inside a paragraph are not taken apart.

use serde_json::{Map, Value, json};

/// Fills in the form that was not given. An empty text has neither.
pub(crate) fn complete(body: &mut Map<String, Value>) {
    let text = |body: &Map<String, Value>, key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
    match (text(body, "blocknote"), text(body, "markdown")) {
        (Some(blocks), None) => {
            let parsed: Value = serde_json::from_str(&blocks).unwrap_or(Value::Null);
            body.insert("markdown".into(), markdown(&parsed).into());
            if !parsed.is_null() {
                body.insert("blocknote".into(), parsed.to_string().into());
            }
        }
        (None, Some(markdown)) => drop(body.insert("blocknote".into(), blocks(&markdown).to_string().into())),
        (None, None) if body.contains_key("markdown") || body.contains_key("blocknote") => {
            body.insert("blocknote".into(), Value::Null);
            body.insert("markdown".into(), Value::Null);
        }
        _ => {}
    }
}

fn markdown(blocks: &Value) -> String {
    let line = |block: &Value| -> String {
        block["content"].as_array().into_iter().flatten().filter_map(|c| c["text"].as_str()).collect()
    };
    let lines: Vec<String> = blocks.as_array().into_iter().flatten().map(line).collect();
    lines.join("\n\n") + "\n"
}

fn blocks(markdown: &str) -> Value {
    let mut out = Vec::new();
    for paragraph in markdown.split("\n\n").flat_map(split_list) {
        let (kind, text) = match paragraph {
            p if p.starts_with("# ") => ("heading", &p[2..]),
            p if p.starts_with("- ") => ("bulletListItem", &p[2..]),
            p => ("paragraph", p),
        };
        let mut props = json!({"backgroundColor": "default", "textColor": "default", "textAlignment": "left"});
        if kind == "heading" {
            props["level"] = 1.into();
            props["isToggleable"] = false.into();
        }
        out.push(json!({
            "id": format!("block-{}", out.len() + 1), "type": kind, "props": props,
            "content": [{"type": "text", "text": text, "styles": {}}], "children": []
        }));
    }
    Value::Array(out)
}

fn split_list(paragraph: &str) -> Vec<&str> {
    if paragraph.starts_with("- ") { paragraph.lines().collect() } else { vec![paragraph] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_derived_from_the_other() {
        let Value::Object(mut body) = json!({"markdown": "# Titel\n\n- a\n- b"}) else { unreachable!() };
        complete(&mut body);
        let blocks: Value = serde_json::from_str(body["blocknote"].as_str().unwrap()).unwrap();
        assert_eq!(
            (blocks[0]["type"].as_str(), blocks[2]["content"][0]["text"].as_str()),
            (Some("heading"), Some("b"))
        );
        let Value::Object(mut body) = json!({"blocknote": "[{\"content\": [{\"text\": \"ä\"}]}]"}) else {
            unreachable!()
        };
        complete(&mut body);
        assert_eq!(body["markdown"], json!("ä\n"));
    }
}
