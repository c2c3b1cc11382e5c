//! `upstream [--archives <folder>] [--scenarios <folder>] [--results <folder>] [--stay]`: prints `{"url": ...}` and serves until its standard input ends.

use std::io::{Read, Write};
use std::process::ExitCode;

use bridge_tests::Result;
use bridge_tests::control::{Control, Folders};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut folders = Folders::default();
    let mut stay = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut folder = || arguments.next().ok_or_else(|| format!("{argument} needs a folder"));
        match argument.as_str() {
            "--archives" => folders.archives = folder()?.into(),
            "--scenarios" => folders.scenarios = folder()?.into(),
            "--results" => folders.results = folder()?.into(),
            "--stay" => stay = true,
            other => return Err(format!("{other}: see tests/scenarios/README.md").into()),
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let control = runtime.block_on(Control::start(folders))?;
    println!("{}", serde_json::json!({"url": control.url()}));
    std::io::stdout().flush()?;
    if stay {
        loop {
            std::thread::park();
        }
    }
    // The program that started this one holds the other end: when it ends, so does this.
    let mut rest = Vec::new();
    std::io::stdin().read_to_end(&mut rest)?;
    Ok(())
}
