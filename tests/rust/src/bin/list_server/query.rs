//! What a list asks for, as far as this server understands it; anything else is refused, never ignored.

use std::borrow::Cow;

use bridge_tests::Result;
use percent_encoding::percent_decode_str;

use super::invoice;

/// A window on the list, in the order of names.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct ListQuery {
    pub(crate) fields: Vec<&'static str>,
    pub(crate) start: usize,
    pub(crate) length: usize,
    /// The name after which the window begins (keyset paging).
    pub(crate) after: Option<String>,
}

impl ListQuery {
    pub(crate) fn parse(query: &str) -> Result<ListQuery> {
        let mut list = ListQuery { fields: vec!["name"], start: 0, length: 20, after: None };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or_else(|| format!("{pair}: no value"))?;
            let value = value.replace('+', " ");
            let value: Cow<'_, str> = percent_decode_str(&value).decode_utf8()?;
            match name {
                "fields" => list.fields = fields(&value)?,
                "limit_start" => list.start = value.parse()?,
                "limit_page_length" => list.length = value.parse()?,
                "filters" => list.after = after(&value)?,
                "order_by" if matches!(&*value, "name" | "name asc") => {}
                other => return Err(format!("{other}={value}: this server does not understand it").into()),
            }
        }
        Ok(list)
    }
}

fn fields(value: &str) -> Result<Vec<&'static str>> {
    let names: Vec<String> = serde_json::from_str(value)?;
    if names == ["*"] {
        return Ok(invoice::FIELDS.to_vec());
    }
    let known = |name: &String| invoice::FIELDS.iter().find(|known| *known == name).copied();
    names.iter().map(|name| known(name).ok_or_else(|| format!("Field not permitted in query: {name}").into())).collect()
}

/// The only filter that a list in the order of names needs.
fn after(value: &str) -> Result<Option<String>> {
    let filters: Vec<(String, String, String)> = serde_json::from_str(value)?;
    match filters.as_slice() {
        [] => Ok(None),
        [(column, operator, name)] if column == "name" && operator == ">" => Ok(Some(name.clone())),
        _ => Err(format!("{value}: this server does not understand these filters").into()),
    }
}
