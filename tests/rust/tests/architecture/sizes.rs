//! Files stay small: one idea each.

use super::files;

/// Half of the files are not longer than this.
const MEDIAN: usize = 120;
/// 95 of 100 files are not longer than this.
const MOST: usize = 400;
/// No file is longer than this.
const ALL: usize = 700;

#[test]
fn files_are_small() {
    let sources = files::ending(&[".rs", ".py", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"]);
    let mut lengths: Vec<(usize, String)> = sources
        .into_iter()
        .filter(|(_, text)| !files::is_generated(text) && !text.trim().is_empty())
        .map(|(name, text)| (text.lines().count(), name))
        .collect();
    lengths.sort();
    let (median, most) = (&lengths[lengths.len() / 2], &lengths[lengths.len() * 95 / 100]);
    println!("{} files, median {} lines, 95 % at most {}", lengths.len(), median.0, most.0);
    assert!(median.0 <= MEDIAN, "half of the files are longer than {MEDIAN} lines: the middle one is {median:?}");
    assert!(
        most.0 <= MOST,
        "more than 5 % of the files are longer than {MOST} lines: {:?}",
        &lengths[lengths.len() * 95 / 100..]
    );
    let long = lengths.iter().filter(|(lines, _)| *lines > ALL);
    super::none(
        &format!("files of more than {ALL} lines"),
        long.map(|(lines, name)| format!("{name}: {lines}")).collect(),
    );
}
