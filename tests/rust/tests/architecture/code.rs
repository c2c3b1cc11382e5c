//! Rust source without what is not code: comments, texts, and tests.

/// The source with comments and the contents of texts blanked; line breaks stay, so lines keep their numbers.
pub(crate) fn bare(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let end = match (chars[at], chars.get(at + 1)) {
            ('/', Some('/')) => line_end(&chars, at),
            ('/', Some('*')) => comment_end(&chars, at),
            ('"', _) => text_end(&chars, at + 1),
            ('r', Some('"' | '#')) if !at.checked_sub(1).is_some_and(|before| is_word(chars[before])) => {
                raw_text_end(&chars, at).unwrap_or(at)
            }
            ('\'', Some('\\')) => char_end(&chars, at + 2),
            ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => at + 3,
            _ => at,
        };
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(chars[at..end.min(chars.len())].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

/// The bare source without the modules that are compiled for tests only.
pub(crate) fn without_tests(bare: &str) -> String {
    let mut out = bare.to_owned();
    while let Some(start) = out.find("#[cfg(test)]") {
        let rest = &out[start..];
        let open = rest.find('{').unwrap_or(rest.len());
        let semicolon = rest.find(';').unwrap_or(rest.len());
        let end = if semicolon < open { semicolon + 1 } else { open + block_length(&rest[open..]) };
        let blank: String = rest[..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        out.replace_range(start..start + end, &blank);
    }
    out
}

/// The files of modules that are compiled for tests only, relative to the folder of the module's own modules:
/// `#[cfg(test)] mod name;` gives `name.rs` and `name/`, and with a `#[path]` that path.
pub(crate) fn test_files(source: &str) -> Vec<String> {
    let after = source.split("#[cfg(test)]").skip(1);
    let file = |rest: &str| {
        let (declared, _) = rest.split_once(';')?;
        if let Some((_, path)) = declared.trim().strip_prefix("#[path").and_then(|rest| rest.split_once('"')) {
            return Some(vec![format!("../{}", path.split('"').next()?)]);
        }
        let name = declared.trim().strip_prefix("mod ")?.trim();
        (!name.contains(|c| !is_word(c))).then(|| vec![format!("{name}.rs"), format!("{name}/")])
    };
    after.filter_map(file).flatten().collect()
}

/// Whether the character is part of a name.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn block_length(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

fn line_end(chars: &[char], at: usize) -> usize {
    chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |length| at + length)
}

fn comment_end(chars: &[char], at: usize) -> usize {
    let (mut depth, mut at) = (0, at);
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn text_end(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn char_end(chars: &[char], mut at: usize) -> usize {
    at += 1; // the character after the backslash may be a quote itself
    while at < chars.len() && chars[at] != '\'' {
        at += 1;
    }
    at + 1
}

fn raw_text_end(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let mut at = at + 1 + hashes;
    if chars.get(at) != Some(&'"') {
        return None; // a raw name, r#type
    }
    at += 1;
    while at < chars.len() {
        let closes = chars[at] == '"' && chars[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
        if closes {
            return Some(at + 1 + hashes);
        }
        at += 1;
    }
    Some(chars.len())
}

#[test]
fn what_is_not_code_is_blank() {
    let source = "a // b\nc /* d /* e */ f */ g \"h \\\" i\" 'j' '\\'' r#\"k\" l\"# &'m n r#type";
    let words: Vec<String> = bare(source).split_whitespace().map(str::to_owned).collect();
    assert_eq!(words, ["a", "c", "g", "&'m", "n", "r#type"]);
    let source = "x\n#[cfg(test)]\nmod tests { y { } }\nz #[cfg(test)] mod more; w";
    assert_eq!(without_tests(source).split_whitespace().collect::<Vec<_>>(), ["x", "z", "w"]);
    assert_eq!(test_files(source), ["more.rs", "more/"]);
    assert_eq!(test_files("#[cfg(test)]\n#[path = \"a_tests.rs\"]\nmod tests;"), ["../a_tests.rs"]);
}
