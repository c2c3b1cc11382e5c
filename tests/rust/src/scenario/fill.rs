//! Placeholders: `${saved.path.to.0.member}` and `${upstream.<name>}` in the texts of a step.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Result;

/// What placeholders stand for.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The results that steps have saved.
    pub(super) saved: BTreeMap<String, Value>,
    /// The addresses of the upstreams.
    pub(super) urls: BTreeMap<String, String>,
}

impl Known {
    /// Fills every text of the value. A text that is one placeholder becomes the value itself, whatever its type.
    pub(super) fn fill(&self, value: &Value) -> Result<Value> {
        Ok(match value {
            Value::String(text) => self.fill_value(text)?,
            Value::Array(items) => Value::Array(items.iter().map(|item| self.fill(item)).collect::<Result<_>>()?),
            Value::Object(members) => {
                let member = |(name, value): (&String, _)| Ok((name.clone(), self.fill(value)?));
                Value::Object(members.iter().map(member).collect::<Result<_>>()?)
            }
            other => other.clone(),
        })
    }

    /// Fills a text.
    pub(super) fn fill_text(&self, text: &str) -> Result<String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').ok_or_else(|| format!("{text:?}: a placeholder has no end"))?;
            out += before;
            out += &match self.look_up(name)? {
                Value::String(text) => text,
                other => other.to_string(),
            };
            rest = after;
        }
        Ok(out + rest)
    }

    fn fill_value(&self, text: &str) -> Result<Value> {
        match text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            Some(name) if !name.contains("${") => self.look_up(name),
            _ => Ok(Value::String(self.fill_text(text)?)),
        }
    }

    fn look_up(&self, name: &str) -> Result<Value> {
        if let Some(upstream) = name.strip_prefix("upstream.") {
            let url = self.urls.get(upstream).ok_or_else(|| format!("there is no upstream {upstream:?}"))?;
            return Ok(Value::from(url.as_str()));
        }
        let mut parts = name.split('.');
        let saved = parts.next().and_then(|first| self.saved.get(first));
        let found = parts.try_fold(saved, |value, part| {
            let value = value?;
            Some(part.parse::<usize>().ok().and_then(|index| value.get(index)).or_else(|| value.get(part)))
        });
        found.flatten().cloned().ok_or_else(|| format!("nothing is saved as {name:?}").into())
    }

    /// The reverse for addresses: they differ from run to run, so results name the upstream instead.
    pub(super) fn hide_urls(&self, text: &str) -> String {
        self.urls.iter().fold(text.to_owned(), |text, (name, url)| {
            let host = url.trim_start_matches("http://");
            let text = text.replace(url.as_str(), &format!("<{name}>"));
            text.replace(host, &format!("<{name} host>"))
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn placeholders() {
        let mut known = Known::default();
        known.saved.insert("made".into(), json!({"id": "a:1", "lines": [{"n": 2}]}));
        known.urls.insert("erp".into(), "http://127.0.0.1:9".into());
        let value = json!({"id": "${made.id}", "n": "${made.lines.0.n}", "u": ["${upstream.erp}/x${made.lines.0.n}"]});
        let filled = known.fill(&value).unwrap();
        assert_eq!(filled, json!({"id": "a:1", "n": 2, "u": ["http://127.0.0.1:9/x2"]}));
        assert!(known.fill(&json!("${made.nope}")).is_err());
        assert_eq!(known.hide_urls("at http://127.0.0.1:9/x (127.0.0.1:9)"), "at <erp>/x (<erp host>)");
    }
}
