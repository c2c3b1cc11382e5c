//! `coreflow-bridge`: the project's own command line tool.

mod generate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generates code from the unified models.
#[derive(Parser)]
#[command(name = "coreflow-bridge", version)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Writes what follows from the tables and manifests of core: the types and namespaces of a facade, the docs.
    Generate {
        /// What to generate; everything unless told otherwise.
        language: Option<generate::Language>,
        /// Writes nothing; fails when a file differs from what would be written.
        #[arg(long)]
        check: bool,
        /// The root of the repository.
        #[arg(long, default_value = ".")]
        root: PathBuf,
    },
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().verb {
        Verb::Generate { language, check, root } => generate::run(language, &root, check),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("coreflow-bridge: {message}");
            ExitCode::FAILURE
        }
    }
}
