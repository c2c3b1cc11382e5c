//! Which delivery it is.

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value as Json;

use super::verify::Incoming;
use crate::manifest::Dedupe;

/// What names the delivery within its endpoint; `None` when it does not tell although it should, and an empty text where
/// deliveries have no name.
pub fn delivery_id(how: &Dedupe, incoming: &Incoming<'_>, body: &Json) -> Option<String> {
    match how {
        Dedupe::None(_) => Some(String::new()),
        Dedupe::Hash(_) => Some(hash(incoming.body)),
        Dedupe::Header(named) => short(incoming.header(&named.header)?),
        Dedupe::Body(member) => match body.pointer(&member.at)? {
            Json::String(text) => short(text),
            Json::Number(number) => short(&number.to_string()),
            _ => None,
        },
    }
}

/// A text as it is, unless it is long or odd.
fn short(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    let plain = text.len() <= 200 && text.bytes().all(|byte| byte.is_ascii_graphic());
    Some(if plain { text.to_owned() } else { hash(text.as_bytes()) })
}

fn hash(bytes: &[u8]) -> String {
    digest(&SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
