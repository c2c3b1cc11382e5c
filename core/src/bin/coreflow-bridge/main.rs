//! `coreflow-bridge`: the command line of the packages, and `generate` for the project's own developers.

mod generate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Writes what follows from the tables and manifests of core: the types and namespaces of a facade, the docs.
#[derive(Parser)]
#[command(name = "coreflow-bridge generate", version)]
struct Generate {
    /// What to generate; everything unless told otherwise.
    language: Option<generate::Language>,
    /// Writes nothing; fails when a file differs from what would be written.
    #[arg(long)]
    check: bool,
    /// The root of the repository.
    #[arg(long, default_value = ".")]
    root: PathBuf,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_none_or(|verb| verb != "generate") {
        return ExitCode::from(coreflow_bridge::cli::run(&arguments, &mut std::io::stdout(), &mut std::io::stderr()));
    }
    let wanted = Generate::parse_from(arguments);
    match generate::run(wanted.language, &wanted.root, wanted.check) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("coreflow-bridge: {message}");
            ExitCode::FAILURE
        }
    }
}
