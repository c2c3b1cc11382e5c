//! `compare-scenarios [runner ...]`: the results of every runner (rust, python, node) must be equal, byte by byte.

use std::path::Path;
use std::process::ExitCode;

use bridge_tests::Result;
use bridge_tests::control::Folders;
use bridge_tests::scenario::{compare, load_all};

fn main() -> ExitCode {
    let mut runners: Vec<String> = std::env::args().skip(1).collect();
    if runners.is_empty() {
        runners = ["rust", "python", "node"].map(str::to_owned).to_vec();
    }
    match run(&Folders::default(), &runners) {
        Ok(wrong) if wrong.is_empty() => ExitCode::SUCCESS,
        Ok(wrong) => {
            eprintln!("{}", wrong.join("\n"));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folders: &Folders, runners: &[String]) -> Result<Vec<String>> {
    let scenarios = load_all(&folders.scenarios)?;
    let read = |runner: &str, scenario: &str| {
        let file = Path::new(&folders.results).join(runner).join(format!("{scenario}.json"));
        std::fs::read_to_string(file).map_err(|e| format!("{scenario}: {runner} has no result: {e}"))
    };
    let mut wrong = Vec::new();
    for scenario in &scenarios {
        let name = &scenario.name;
        let mut results = Vec::new();
        for runner in runners {
            match read(runner, name) {
                Ok(text) => results.push((runner, text)),
                Err(missing) => wrong.push(missing),
            }
        }
        let Some(((first, one), others)) = results.split_first() else { continue };
        for (runner, other) in others {
            if let Some(difference) = compare(one, other).map_err(|e| format!("{name}: {first}, {runner}: {e}"))? {
                wrong.push(format!("{name}: {first} and {runner} differ in {difference}"));
            }
        }
    }
    println!("{} scenarios, runners {}: {} differences", scenarios.len(), runners.join(", "), wrong.len());
    Ok(wrong)
}
