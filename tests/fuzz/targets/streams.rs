//! Streams of events and what is told between pages: the same however the bytes come, and a list ends.
#![cfg_attr(fuzzing, no_main)]

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use coreflow_bridge::manifest::{Page, Registry};
use coreflow_bridge::protocol::{EventStream, Pager, Turn, Window, retry_after};
use reqwest::header::{HeaderMap, HeaderValue};

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let registry = Registry::default();
    registry.systems().into_iter().filter_map(|system| Some(registry.get(&system).ok()?.page.clone())).collect()
});

/// What a page tells: how many records, an id, whether there is more, and how many there are in all.
pub(crate) type Told<'t> = (u16, Option<&'t str>, bool, Option<u64>);

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: (u8, u16, Vec<Told>, &[u8])| {
    run(input);
});

/// Whether the stream told an event, or the list went on.
pub(crate) fn run((which, cut, turns, bytes): (u8, u16, Vec<Told<'_>>, &[u8])) -> bool {
    let read = |pieces: &[&[u8]]| {
        let (mut stream, mut kinds) = (EventStream::default(), Vec::new());
        for piece in pieces {
            stream.feed(piece, |kind| kinds.push(kind.to_owned()));
        }
        (kinds, stream.last_id().map(str::to_owned), stream.retry())
    };
    let (one, other) = bytes.split_at(usize::from(cut).min(bytes.len()));
    let whole = read(&[bytes]);
    assert_eq!(whole, read(&[one, other]));
    assert_eq!(whole, read(&bytes.chunks(1 + usize::from(cut % 7)).collect::<Vec<_>>()));
    let mut taken = !whole.0.is_empty();

    if let Ok(value) = HeaderValue::from_bytes(one) {
        let headers = HeaderMap::from_iter([(reqwest::header::RETRY_AFTER, value)]);
        let _ = retry_after(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
    }

    let page = &PAGES[usize::from(which) % PAGES.len()];
    let windows = [Window::Position, Window::Cursor, Window::After, Window::Changed];
    let Ok(mut pager) = Pager::new(page, windows[usize::from(cut) % 4].clone(), None) else { return taken };
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
        taken = true;
        let _ = pager.query(page, u64::from(which));
        let mark = serde_json::to_string(&pager.mark()).expect("a mark");
        pager.resume(serde_json::from_str(&mark).expect("the same mark"));
        assert_eq!(serde_json::to_string(&pager.mark()).expect("a mark"), mark);
    }
    taken
}
