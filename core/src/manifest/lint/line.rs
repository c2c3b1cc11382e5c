//! The line of a key, found by its trail of keys and the indentation.

/// The line, from 1, on which the trail of keys ends; `#0` is the first item of a list. Where a key cannot be found (it stands behind an alias), the
/// line of the last one that can.
pub(crate) fn line_of(yaml: &str, trail: &[&str]) -> usize {
    let lines: Vec<&str> = yaml.lines().collect();
    let (mut at, mut from, mut to) = (0, 0, lines.len());
    for key in trail {
        let Some(found) = child(&lines[from..to], key) else { break };
        at = from + found;
        let depth = indent(lines[at]);
        from = at + 1;
        to =
            lines[from..to].iter().position(|line| content(line) && indent(line) <= depth).map_or(to, |end| from + end);
    }
    at + 1
}

/// The line of a key among the direct children of a block; else the first line that holds the key in braces.
fn child(block: &[&str], key: &str) -> Option<usize> {
    let depth = block.iter().find(|line| content(line)).map(|line| indent(line))?;
    if let Some(index) = key.strip_prefix('#').and_then(|index| index.parse().ok()) {
        let items =
            block.iter().enumerate().filter(|(_, line)| indent(line) == depth && line.trim_start().starts_with('-'));
        return items.map(|(at, _)| at).nth(index);
    }
    let is_key = |text: &str| {
        let text = text.strip_prefix('"').unwrap_or(text);
        text.strip_prefix(key).is_some_and(|rest| rest.starts_with(':') || rest.starts_with("\":"))
    };
    let direct = block.iter().position(|line| content(line) && indent(line) == depth && is_key(line.trim_start()));
    let inside = || block.iter().position(|line| content(line) && line.split(['{', ',', ' ']).any(is_key));
    direct.or_else(inside)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn content(line: &str) -> bool {
    let text = line.trim_start();
    !text.is_empty() && !text.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_indentation() {
        let yaml = "a:\n  x: 1\n  # b: no\n  b:\n    type: y\n    x: 2\nb:\n  type: {x: 1}\nc:\n  - x: 1\n    y: 2\n  - x: 3\n    y: 4\n";
        for (trail, line) in [
            (&["a"][..], 1),
            (&["a", "x"], 2),
            (&["a", "b"], 4),
            (&["a", "b", "x"], 6),
            (&["b"], 7),
            (&["b", "type"], 8),
            (&["b", "type", "x"], 8),
            (&["b", "nothing"], 7),
            (&["c", "#1"], 12),
            (&["c", "#1", "y"], 13),
        ] {
            assert_eq!(line_of(yaml, trail), line, "{trail:?}");
        }
    }
}
