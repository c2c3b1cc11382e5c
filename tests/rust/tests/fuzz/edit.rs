//! Texts as they came, with up to eight edits.

use std::fmt;
use std::ops::Range;

use proptest::prelude::RngExt;
use proptest::strategy::{NewTree, Strategy};
use proptest::test_runner::{TestRng, TestRunner};

use crate::hostile::{TOKENS, VALUES};
use crate::shrink::Shrinking;

/// Longer texts only take longer.
pub(crate) const LONGEST: usize = 16 * 1024;

/// A strategy: one of the texts with what belongs to it, edited.
pub(crate) fn edited<L: Clone + fmt::Debug>(texts: Vec<(L, Vec<u8>)>) -> Edited<L> {
    assert!(!texts.is_empty(), "there is nothing to edit");
    Edited(texts)
}

pub(crate) struct Edited<L>(Vec<(L, Vec<u8>)>);

impl<L> fmt::Debug for Edited<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} texts, edited", self.0.len())
    }
}

impl<L: Clone + fmt::Debug> Strategy for Edited<L> {
    type Tree = Shrinking<L>;
    type Value = <Shrinking<L> as proptest::strategy::ValueTree>::Value;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let rng = runner.rng();
        let (label, text) = &self.0[rng.random_range(0..self.0.len())];
        let mut bytes = text.clone();
        // Few are likelier than many: what is no JSON any more is refused by the first check.
        let most = rng.random_range(0..=8);
        for _ in 0..rng.random_range(0..=most) {
            edit(&mut bytes, rng);
        }
        bytes.truncate(2 * LONGEST);
        Ok(Shrinking::new(label.clone(), bytes))
    }
}

fn edit(bytes: &mut Vec<u8>, rng: &mut TestRng) {
    let range = range(bytes, rng);
    let one = |tokens: &'static [String], rng: &mut TestRng| tokens[rng.random_range(0..tokens.len())].as_bytes();
    match rng.random_range(0..12) {
        0 => drop(bytes.drain(range)),
        1 => {
            let again = bytes[range.clone()].repeat(rng.random_range(1..=3));
            bytes.splice(range.end..range.end, again).for_each(drop);
        }
        2 => {
            let by = rng.random_range(0..=range.len());
            bytes[range].rotate_left(by);
        }
        3 => put(bytes, range.start..range.start, one(&TOKENS, rng)),
        4 => put(bytes, word(bytes, range.start), one(&TOKENS, rng)),
        5..=9 => put(bytes, word(bytes, range.start), one(&VALUES, rng)),
        10 => {
            if let Some(byte) = bytes.get_mut(range.start) {
                *byte ^= 1 << rng.random_range(0..8);
            }
        }
        _ if rng.random_range(0..4) == 0 => bytes.truncate(range.start),
        _ => drop(bytes.drain(word(bytes, range.start))),
    }
}

fn put(bytes: &mut Vec<u8>, place: Range<usize>, token: &[u8]) {
    bytes.splice(place, token.iter().copied()).for_each(drop);
}

/// A part of the text, likelier a short one.
fn range(bytes: &[u8], rng: &mut TestRng) -> Range<usize> {
    let start = rng.random_range(0..=bytes.len());
    let most = 1_usize << rng.random_range(0..12);
    start..(start + rng.random_range(0..=most)).min(bytes.len())
}

/// The word at a place, with its quotes: what stands between two separators.
fn word(bytes: &[u8], at: usize) -> Range<usize> {
    let separates = |byte: &u8| b",:{}[]()=;&?/ \t\r\n".contains(byte);
    let start = bytes[..at].iter().rposition(separates).map_or(0, |before| before + 1);
    start..bytes[at..].iter().position(separates).map_or(bytes.len(), |length| at + length)
}
