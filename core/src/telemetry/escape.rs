//! Text for a line of a log: one line, without anything that a terminal or a reader of logs would obey.

/// A longer text is cut.
const MOST_CHARS: usize = 2_000;

/// The text with control characters, line separators and characters that turn the direction of writing escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (count, character) in text.chars().enumerate() {
        if count == MOST_CHARS {
            out.push('…');
            break;
        }
        match character {
            harmful if is_harmful(harmful) => out.extend(harmful.escape_default()),
            plain => out.push(plain),
        }
    }
    out
}

fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_one_line() {
        assert_eq!(escaped("a\r\nb\x1b[31m\u{9b}c\0"), "a\\r\\nb\\u{1b}[31m\\u{9b}c\\u{0}");
        assert_eq!(escaped("Größe 7 \"x\" \\ 漢字"), "Größe 7 \"x\" \\ 漢字");
        assert_eq!(escaped("a\u{2028}b\u{202e}c"), "a\\u{2028}b\\u{202e}c");
    }

    #[test]
    fn a_long_text_is_cut() {
        let cut = escaped(&"é".repeat(MOST_CHARS + 1));
        assert_eq!(cut.chars().count(), MOST_CHARS + 1);
        assert!(cut.ends_with("é…"));
    }
}
