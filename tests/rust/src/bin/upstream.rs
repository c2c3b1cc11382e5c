//! `upstream [--archives <folder>] [--stay]`: prints `{"url": ...}` and serves until its standard input ends.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use bridge_tests::Result;
use bridge_tests::upstream::Control;

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
    let mut archives = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../recordings"));
    let mut stay = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--archives" => archives = arguments.next().ok_or("--archives needs a folder")?.into(),
            "--stay" => stay = true,
            other => return Err(format!("{other}: use upstream [--archives <folder>] [--stay]").into()),
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let control = runtime.block_on(Control::start(archives))?;
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
