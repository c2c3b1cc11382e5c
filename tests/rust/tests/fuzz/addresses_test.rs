//! Ids and addresses: those of `tests/faults` and good ones, edited; and addresses that carry others.

use proptest::prelude::*;

use crate::edit::edited;
use crate::{addresses, hold::hold, hostile};

const GOOD: &[&str] = &[
    "https://erp.acme.test",
    "https://erp.acme.test:8443/sub/path/",
    "http://10.1.2.3:8000",
    "https://[fd12::1]:8000/x",
    "/storage/a b/ü.txt?token=x",
    "10.0.0.0/8",
    "10.1.2.3:8000",
    "[fd12::1]:8000",
    "fd12::/64",
    "erp.internal:8000",
    "INV-2026-0001",
    "01920f6c-7a5e-7c3b-9d2a-3f1b2c4d5e6f",
];

/// The forms in which an IPv6 address carries an IPv4 one, which stands at the place.
const CARRIERS: &[([u8; 16], usize)] = &[
    ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0], 12),
    ([0; 16], 12),
    ([0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0], 12),
    ([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 12),
    ([0, 0x64, 0xff, 0x9b, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 12),
    ([0x20, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 2),
];

/// Half of the addresses that are carried are ones that must not be reached.
fn address() -> impl Strategy<Value = [u8; 16]> {
    let inside =
        prop::sample::select(&[[127, 0, 0, 1], [10, 0, 0, 1], [192, 168, 1, 1], [169, 254, 169, 254], [0, 0, 0, 0]]);
    let carried = (prop::sample::select(CARRIERS), prop_oneof![inside, any::<[u8; 4]>()]);
    let carried = carried.prop_map(|((mut address, at), four)| {
        address[at..at + 4].copy_from_slice(&four);
        address
    });
    prop_oneof![3 => carried, 1 => any::<[u8; 16]>()]
}

#[test]
fn addresses() {
    let texts = hostile::texts().into_iter().chain(GOOD.iter().map(|text| (*text).to_owned()));
    let texts = edited(texts.map(|text| ((), text.into_bytes())).collect());
    let inputs = (texts.prop_map(|(_, text)| String::from_utf8_lossy(&text.0).into_owned()), address());
    hold(20_000, 30, &inputs, |(text, bytes)| addresses::run((text.as_str(), *bytes)));
}
