//! Makes an input smaller: piece after piece is left out, first halves, at last single bytes, as long as it stays a finding.

use std::fmt;

use proptest::strategy::ValueTree;

/// Bytes that a person can read.
#[derive(Clone)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// A text with what belongs to it, which stays as it is.
pub(crate) struct Shrinking<L> {
    label: L,
    bytes: Vec<u8>,
    piece: usize,
    at: usize,
    left_out: Vec<u8>,
}

impl<L> Shrinking<L> {
    pub(crate) fn new(label: L, bytes: Vec<u8>) -> Self {
        Shrinking { label, piece: bytes.len(), bytes, at: 0, left_out: Vec::new() }
    }
}

impl<L: Clone + fmt::Debug> ValueTree for Shrinking<L> {
    type Value = (L, Bytes);

    fn current(&self) -> Self::Value {
        (self.label.clone(), Bytes(self.bytes.clone()))
    }

    fn simplify(&mut self) -> bool {
        if self.at >= self.bytes.len() {
            (self.piece, self.at) = (self.piece / 2, 0);
        }
        let end = (self.at + self.piece).min(self.bytes.len());
        self.left_out = self.bytes.drain(self.at..end).collect();
        !self.left_out.is_empty()
    }

    /// Without that piece it is no finding: it is put back, and the next one is tried.
    fn complicate(&mut self) -> bool {
        let end = self.at + self.left_out.len();
        self.bytes.splice(self.at..self.at, std::mem::take(&mut self.left_out));
        self.at = end;
        self.simplify()
    }
}

#[test]
fn what_does_not_matter_is_left_out() {
    let mut tree = Shrinking::new((), b"a long text with an x and a y in it".to_vec());
    let is_finding = |tree: &Shrinking<()>| {
        let text = tree.current().1.0;
        text.contains(&b'x') && text.contains(&b'y')
    };
    let mut goes_on = tree.simplify();
    while goes_on {
        goes_on = if is_finding(&tree) { tree.simplify() } else { tree.complicate() };
    }
    assert_eq!(tree.current().1.0, b"xy");
}
