//! Streams of events and what is told between pages: the same however the bytes come, and a list ends.
#![no_main]

use std::time::{Duration, SystemTime};

use coreflow_bridge::manifest::{Page, Registry};
use coreflow_bridge::protocol::{EventStream, Pager, Turn, Window, retry_after};
use libfuzzer_sys::fuzz_target;
use once_cell::sync::Lazy;
use reqwest::header::{HeaderMap, HeaderValue};

static PAGES: Lazy<Vec<Page>> = Lazy::new(|| {
    let registry = Registry::default();
    registry.systems().into_iter().filter_map(|system| Some(registry.get(&system).ok()?.page.clone())).collect()
});

fuzz_target!(|input: (u8, u8, Vec<(u16, Option<&str>, bool, Option<u64>)>, &[u8])| {
    let (which, cut, turns, bytes) = input;
    let read = |pieces: &[&[u8]]| {
        let (mut stream, mut kinds) = (EventStream::default(), Vec::new());
        for piece in pieces {
            stream.feed(piece, |kind| kinds.push(kind.to_owned()));
        }
        (kinds, stream.last_id().map(str::to_owned), stream.retry())
    };
    let (one, other) = bytes.split_at(usize::from(cut).min(bytes.len()));
    assert_eq!(read(&[bytes]), read(&[one, other]));

    if let Ok(value) = HeaderValue::from_bytes(one) {
        let headers = HeaderMap::from_iter([(reqwest::header::RETRY_AFTER, value)]);
        let _ = retry_after(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
    }

    let page = &PAGES[usize::from(which) % PAGES.len()];
    let windows = [Window::Position, Window::Cursor, Window::After, Window::Changed];
    let Ok(mut pager) = Pager::new(page, windows[usize::from(cut) % 4].clone(), None) else { return };
    for (count, text, more, total) in turns {
        let text = text.map(str::to_owned);
        let first = text.clone();
        let turn = Turn {
            count: usize::from(count),
            first_id: first.as_deref(),
            edge: text.clone(),
            at_edge: first.iter().map(|id| id.as_str().into()).collect(),
            next: text,
            more,
            total,
        };
        if pager.advance(page, turn).is_err() || pager.done() {
            break;
        }
        let _ = pager.query(page, u64::from(which));
        let mark = serde_json::to_string(&pager.mark()).expect("a mark");
        pager.resume(serde_json::from_str(&mark).expect("the same mark"));
        assert_eq!(serde_json::to_string(&pager.mark()).expect("a mark"), mark);
    }
});
