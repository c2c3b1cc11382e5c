//! Records on their way to JavaScript: one JSON text per record or page, with the keys that TypeScript shows.
//!
//! The text is written on a thread of the runtime; the JavaScript thread only parses it.

use std::sync::Arc;

use coreflow_bridge::bridge::{Listing, Page};
use coreflow_bridge::model::{KeyStyle, Record, write_records};
use napi::bindgen_prelude::{Latin1String, Object};
use napi::{Env, Result};
use napi_derive::napi;

use crate::cancel::CancelHandle;
use crate::guard::Held;
use crate::settle::settle;

/// One run over a list.
#[napi]
pub struct NativeListing(Held<Arc<Listing>>);

impl NativeListing {
    pub(crate) fn new(listing: Listing) -> Self {
        NativeListing(Held::new(Arc::new(listing)))
    }
}

#[napi]
impl NativeListing {
    /// The next page as JSON, or null after the last.
    #[napi]
    pub fn next_page<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(
            &self.0,
            env,
            cancel,
            |listing| async move { Ok(listing.next_page().await?.map(|page| page_json(&page))) },
        )
    }

    /// Ends the run: prefetching stops.
    #[napi]
    pub fn close(&mut self) {
        self.0.release();
    }
}

/// A record as JSON, with the keys that TypeScript shows.
pub(crate) fn record_json(record: &Record) -> String {
    record.to_json_as(KeyStyle::Camel)
}

/// Records as a JSON array.
pub(crate) fn records_json(records: &[Record]) -> Latin1String {
    let mut out = Vec::with_capacity(64 + 512 * records.len());
    write_records(&mut out, records, KeyStyle::Camel);
    ascii_text(out)
}

/// Appends records as a JSON array, with the keys that TypeScript shows.
pub(crate) fn records_text(out: &mut Vec<u8>, records: &[Record]) {
    write_records(out, records, KeyStyle::Camel);
}

fn page_json(page: &Page) -> Latin1String {
    let mut out = Vec::with_capacity(64 + 1024 * page.records.len());
    out.extend_from_slice(b"{\"records\":");
    write_records(&mut out, &page.records, KeyStyle::Camel);
    out.extend_from_slice(b",\"quarantined\":[");
    for (index, bad) in page.quarantined.iter().enumerate() {
        // `raw` is text: parsed in JavaScript it would lose digits.
        let item = serde_json::json!({"pointer": bad.pointer, "reason": bad.reason, "raw": bad.raw.get()});
        out.extend(format!("{}{item}", if index > 0 { "," } else { "" }).bytes());
    }
    let total = page.total.map_or_else(|| "null".to_owned(), |total| total.to_string());
    out.extend(format!("],\"total\":{total}}}").bytes());
    ascii_text(out)
}

/// JSON as V8 takes it fastest.
pub(crate) fn ascii_text(json: Vec<u8>) -> Latin1String {
    // Only text that was UTF-8 before has been written.
    let json = String::from_utf8(json).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    // ASCII is Latin-1, which V8 copies instead of decoding it.
    ascii(json).into()
}

/// The same JSON in ASCII. One character beyond Latin-1 makes V8 keep a whole page in two bytes per character, which
/// takes three times as long; in JSON such characters stand in strings only, where they can be escaped.
fn ascii(json: String) -> String {
    const BLOCK: usize = 32;
    let beyond = |text: &str| {
        let block = text.as_bytes().chunks(BLOCK).position(|block| !block.is_ascii())?;
        let start = block * BLOCK;
        text.as_bytes()[start..].iter().position(|byte| !byte.is_ascii()).map(|at| start + at)
    };
    let mut rest = json.as_str();
    let mut out = String::new();
    while let Some(at) = beyond(rest) {
        if out.is_empty() {
            out.reserve(json.len() + json.len() / 8);
        }
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let mut after = after.chars();
        if let Some(c) = after.next() {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str("\\u");
                out.extend(
                    [12, 8, 4, 0].map(|shift| char::from_digit(u32::from(*unit >> shift) & 15, 16).unwrap_or('0')),
                );
            }
        }
        rest = after.as_str();
    }
    if out.is_empty() {
        return json;
    }
    out.push_str(rest);
    out
}
