//! Text as the systems' databases compare it: without regard to case and accents (utf8mb4_unicode_ci and its like).

/// The form under which two texts are the same to the database. Trailing spaces do not count.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim_end().chars().flat_map(char::to_lowercase) {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => out.push('a'),
            'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => out.push('c'),
            'ď' => out.push('d'),
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => out.push('e'),
            'ì'..='ï' | 'ī' | 'ĭ' | 'į' => out.push('i'),
            'ñ' | 'ń' | 'ň' => out.push('n'),
            'ò'..='ö' | 'ō' | 'ŏ' | 'ő' => out.push('o'),
            'ř' | 'ŕ' => out.push('r'),
            'ś' | 'š' | 'ş' => out.push('s'),
            'ť' | 'ţ' => out.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'ź' | 'ż' | 'ž' => out.push('z'),
            'ß' => out.push_str("ss"),
            '\u{300}'..='\u{36f}' => {}
            other => out.push(other),
        }
    }
    out
}

/// SQL's `like` on folded text: `%` any run, `_` one character, a backslash takes the next one as it is.
pub(crate) fn like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = fold(text).chars().collect();
    let pattern: Vec<char> = fold(pattern).chars().collect();
    let (mut t, mut p) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        let step = match pattern.get(p) {
            Some('%') => {
                back = Some((p, t));
                p += 1;
                continue;
            }
            Some('_') => Some(1),
            Some('\\') if p + 1 < pattern.len() => (pattern[p + 1] == text[t]).then_some(2),
            Some(c) => (*c == text[t]).then_some(1),
            None => None,
        };
        match (step, back) {
            (Some(width), _) => (t, p) = (t + 1, p + width),
            (None, Some((star, from))) => {
                back = Some((star, from + 1));
                (t, p) = (from + 1, star + 1);
            }
            (None, None) => return false,
        }
    }
    pattern[p..].iter().all(|c| *c == '%')
}

#[cfg(test)]
mod tests {
    use super::{fold, like};

    #[test]
    fn case_and_accents_do_not_count() {
        assert_eq!(fold("MÜLLER & SÖHNE"), fold("Muller & Sohne"));
        assert_eq!(fold("Straße "), "strasse");
        assert_ne!(fold("株式"), fold("株"));
    }

    #[test]
    fn like_knows_its_wildcards() {
        assert!(like("Müller & Söhne GmbH", "%sohne%"));
        assert!(like("abc", "a_c") && !like("abbc", "a_c"));
        assert!(like("50%", "50\\%") && !like("500", "50\\%"));
        assert!(like("", "%") && !like("x", ""));
        assert!(like("aXbXc", "a%c") && !like("aXbXd", "a%c"));
    }
}
