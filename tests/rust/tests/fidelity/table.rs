//! The table that people read.

use std::collections::BTreeMap;

use super::answers::Looked;
use super::requests::Proof;
use super::system::{Matched, System};

pub(crate) struct Row {
    system: String,
    recordings: usize,
    matched: usize,
    looked: Looked,
    requests: BTreeMap<String, Proof>,
}

impl Row {
    pub(crate) fn new(
        system: &System,
        matched: &Matched<'_>,
        looked: Looked,
        requests: BTreeMap<String, Proof>,
    ) -> Row {
        let mut names: Vec<&str> =
            matched.values().flat_map(|(_, all)| all.iter().map(|one| one.name.as_str())).collect();
        names.sort_unstable();
        names.dedup();
        Row { system: system.name.clone(), recordings: system.recordings.len(), matched: names.len(), looked, requests }
    }
}

pub(crate) fn print(rows: &[Row]) {
    println!(
        "\n{:12} {:>10} {:>8} {:>8} {:>8}  {:>14}",
        "system", "recordings", "matched", "answers", "passed", "requests"
    );
    for row in rows {
        let answers: usize = row.looked.right.values().sum();
        let all = row
            .requests
            .values()
            .fold(Proof::default(), |sum, one| Proof { parts: sum.parts + one.parts, proven: sum.proven + one.proven });
        println!(
            "{:12} {:>10} {:>8} {:>8} {:>8}  {:>14}",
            row.system,
            row.recordings,
            row.matched,
            answers,
            row.looked.passed,
            percent(all)
        );
        for (operation, proof) in &row.requests {
            let answers = row.looked.right.get(operation).copied().unwrap_or(0);
            println!("  {operation:30} {answers:>18} {:>8}  {:>14}", "", percent(*proof));
        }
    }
    println!(
        "\nanswers: recorded answers that became the right records or the right error; passed: answers to narrower requests"
    );
    println!(
        "requests: parts (route, parameters, headers, body members) that a real server accepted, of all that can be sent"
    );
}

fn percent(proof: Proof) -> String {
    let share = if proof.parts == 0 { 100.0 } else { 100.0 * proof.proven as f64 / proof.parts as f64 };
    format!("{}/{} {share:.1}%", proof.proven, proof.parts)
}
