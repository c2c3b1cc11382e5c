//! Streams of events, a recorded one among them, and what pages tell, edited.

use bridge_tests::recording;
use bridge_tests::tests_folder;
use proptest::prelude::*;

use crate::edit::edited;
use crate::{hold::hold, streams};

/// The forms that the standard allows, and some of `Retry-After`.
const TEXTS: &[&str] = &[
    "event: progress\nid: 1\nretry: 2500\ndata: {\"step\": 1}\n\nevent: done\nid: 2\ndata: {}\n\n",
    "\u{feff}data\r\rdata:x\r\n\r\n: alive\n\nid\nevent:e\ndata: a\ndata: b\n\n",
    "id: 7\n\nretry: x\nevent\ndata:\n\n",
    ": ping\n\n: ping\n\nevent: message\ndata: ünï😀\n\n",
    "120",
    "Wed, 21 Oct 2026 07:28:00 GMT",
];

fn texts() -> Vec<((), Vec<u8>)> {
    let recordings = recording::load(&tests_folder("recordings/fingpt.ndjson.gz")).unwrap();
    let is_stream = |one: &recording::Recording| one.response.text().starts_with("data:");
    let recorded: Vec<Vec<u8>> =
        recordings.iter().filter(|one| is_stream(one)).map(|one| one.response.text().as_bytes().to_vec()).collect();
    assert!(!recorded.is_empty(), "no stream was recorded");
    TEXTS.iter().map(|text| text.as_bytes().to_vec()).chain(recorded).map(|text| ((), text)).collect()
}

/// A page that is often full, and says that there are more.
fn told() -> impl Strategy<Value = (u16, Option<String>, bool, Option<u64>)> {
    let count = prop_oneof![3 => Just(1_000_u16), 1 => any::<u16>()];
    let text = prop::option::weighted(
        0.8,
        prop_oneof![4 => "[a-z0-9]{1,6}", 1 => "\\PC{0,8}", 1 => Just("2026-11-30T00:00:00Z".to_owned())],
    );
    let total = prop::option::weighted(0.8, prop_oneof![Just(u64::MAX), any::<u64>(), 0..5_000_u64]);
    (count, text, prop::bool::weighted(0.8), total)
}

#[test]
fn streams() {
    let inputs = (edited(texts()), any::<u8>(), any::<u16>(), prop::collection::vec(told(), 0..8));
    hold(10_000, 50, &inputs, |((_, bytes), which, cut, turns)| {
        let turns = turns.iter().map(|(count, text, more, total)| (*count, text.as_deref(), *more, *total)).collect();
        // Within the text, or behind it.
        let cut = u16::try_from(usize::from(*cut) % (bytes.0.len() + 2)).unwrap_or(*cut);
        streams::run((*which, cut, turns, &bytes.0))
    });
}
