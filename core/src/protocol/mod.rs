//! The protocol kinds: paths, classification of answers, filter dialects, paging. One file each.

mod body;
mod classify;
mod file;
mod filter;
mod page;
mod retry_after;
mod sse;
mod url;

pub use body::{checked_json, json_text, parse_json, text_at, text_of, value_at};
pub use classify::{Answered, classify};
pub use file::{File, from_base64};
pub use filter::{Criterion, Operator, order, render};
pub use page::{Mark, Pager, Turn, Window};
pub use retry_after::retry_after;
pub use sse::EventStream;
pub use url::{check_id, endpoint, instance_url, page_address, told_url};
