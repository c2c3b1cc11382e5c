//! How Twenty's server takes a filter of REST apart.

/// Which quotes and brackets are open, as the server counts: each kind for itself, also inside of the others.
#[derive(Clone, Copy, Default)]
struct Marks {
    single: bool,
    double: bool,
    bracket: bool,
}

impl Marks {
    fn pass(&mut self, c: char) {
        match c {
            '\'' => self.single = !self.single,
            '"' => self.double = !self.double,
            '[' | ']' => self.bracket = !self.bracket,
            _ => {}
        }
    }

    fn open(self) -> bool {
        self.single || self.double || self.bracket
    }
}

/// Whether a condition hides the comma behind it.
pub(super) fn is_open(condition: &str) -> bool {
    let mut marks = Marks::default();
    condition.chars().for_each(|c| marks.pass(c));
    marks.open()
}

/// The conditions that the server reads; nothing where the parentheses do not match.
pub(super) fn parts(text: &str) -> Option<Vec<&str>> {
    let (mut parts, mut start, mut depth, mut marks) = (Vec::new(), 0, 0_usize, Marks::default());
    for (at, c) in text.char_indices() {
        marks.pass(c);
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 && !marks.open() => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    (depth == 0).then_some(parts)
}
