//! The links of the documentation lead somewhere.

use std::path::{Component, Path, PathBuf};

use super::files;

#[test]
fn links_lead_somewhere() {
    let (mut findings, mut seen) = (Vec::new(), 0);
    for (name, text) in files::ending(&[".md"]) {
        for target in targets(&text) {
            seen += 1;
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = if path.is_empty() { PathBuf::from(&name) } else { beside(&name, path) };
            if !files::root().join(&file).exists() {
                findings.push(format!("{name}: {target} does not exist"));
            } else if !anchor.is_empty() && file.extension().is_some_and(|ending| ending == "md") {
                let text = files::text(&file.to_string_lossy()).unwrap_or_default();
                if !headings(&text).contains(&anchor.to_owned()) {
                    findings.push(format!("{name}: {target} has no such heading"));
                }
            }
        }
    }
    assert!(seen > 0, "no link was seen");
    super::none("links that lead nowhere", findings);
}

/// The targets of `[text](target)` inside of the repository. Code is not read for links.
fn targets(text: &str) -> Vec<String> {
    let prose = outside_code(text);
    let after = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let target = after.map(|(target, _)| target.split_whitespace().next().unwrap_or_default().to_owned());
    target.filter(|target| !target.contains("://") && !target.starts_with("mailto:") && !target.is_empty()).collect()
}

/// The text without blocks and spans of code.
fn outside_code(text: &str) -> String {
    let (mut out, mut in_block) = (String::new(), false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            // Every second piece stands between backticks. A link's text may hold code, its target does not.
            out.extend(line.split('`').step_by(2));
            out.push('\n');
        }
    }
    out
}

/// The anchors of the headings, as the hosts of Markdown make them.
fn headings(text: &str) -> Vec<String> {
    let titles = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let anchor = |title: &str| -> String {
        let kept =
            title.to_lowercase().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect::<String>();
        kept.replace(' ', "-")
    };
    titles.map(anchor).collect()
}

/// The path of a link, from the root, without `.` and `..`.
fn beside(name: &str, link: &str) -> PathBuf {
    let mut path = Path::new(name).parent().map(Path::to_path_buf).unwrap_or_default();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => _ = path.pop(),
            Component::Normal(part) => path.push(part),
            _ => {}
        }
    }
    path
}

#[test]
fn links_are_read() {
    let text = "# The `x` of it!\n[a](b.md#c) `[d](e)` [`f`](../g) [h](https://i.example)\n```\n[j](k)\n```\n";
    assert_eq!(targets(text), ["b.md#c", "../g"]);
    assert_eq!(headings(text), ["the-x-of-it"]);
    assert_eq!(beside("docs/a/b.md", "../g"), Path::new("docs/g"));
}
