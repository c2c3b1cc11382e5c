//! Values in filters: the hostile ids of `tests/faults` and names that are merely awkward, edited.

use proptest::prelude::*;

use crate::edit::edited;
use crate::{filters, hold::hold, hostile};

const NAMES: &[&str] =
    &["O'Brien & Söhne (Holding) \"GmbH\"", "株式会社 100%", "a\\'b", "100", "2026-11-30", "x_y%z", ""];

#[test]
fn filters() {
    let texts = hostile::texts().into_iter().chain(NAMES.iter().map(|name| (*name).to_owned()));
    let text = edited(texts.map(|text| ((), text.into_bytes())).collect());
    let text = text.prop_map(|(_, text)| String::from_utf8_lossy(&text.0).into_owned());
    // One value more often than none or many: of one it is known how it must arrive.
    let some = prop_oneof![3 => Just(1_usize), 1 => 0..6_usize];
    let texts = prop::collection::vec(text, 5);
    let operator = prop_oneof![Just(0), any::<u8>()];
    let inputs = (texts, some, any::<u8>(), operator);
    hold(20_000, 30, &inputs, |(texts, some, dialect, operator)| {
        filters::run((*dialect, *operator, texts.iter().take(*some).map(String::as_str).collect()))
    });
}
