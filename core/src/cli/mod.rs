//! The command line, one for all packages: `coreflow-bridge adapter new | check | docs | record | try`,
//! `coreflow-bridge catalogue check` and `coreflow-bridge services compose`.
//!
//! The wheel and the npm package hand their arguments to [`run`]; what is printed goes to the given writers, so that
//! tests read what a person would.

mod call;
mod catalogue;
mod check;
mod scaffold;
mod services;
mod target;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::error::{Code, Error, Result};

/// Works on adapter manifests (how a system speaks, as one YAML file), on catalogues of modules, and on the services that
/// run the systems.
#[derive(Parser)]
#[command(name = "coreflow-bridge", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
#[allow(clippy::large_enum_variant)] // made once, from the words of the command line
enum Verb {
    /// Work on an adapter manifest.
    #[command(subcommand)]
    Adapter(Box<Work>),
    /// Work on a catalogue: modules, tiers, bundles, quotas.
    #[command(subcommand)]
    Catalogue(Sold),
    /// Run systems in containers of your own.
    #[command(subcommand)]
    Services(Run),
    /// List the systems that can be connected.
    Systems,
}

#[derive(Subcommand)]
enum Work {
    /// Write the beginning of a manifest for a new system.
    New {
        /// The system's id: lower-case letters, digits and underscores.
        system: String,
        /// How it speaks.
        #[arg(long, value_enum, default_value_t = Style::Rest)]
        style: Style,
        /// The file to write; `<system>.yaml` unless told otherwise.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Check manifests, with the line of each mistake, and count their operations.
    Check {
        /// The files.
        files: Vec<PathBuf>,
        /// The built-in manifests too.
        #[arg(long)]
        all: bool,
    },
    /// Write the docs page of a manifest.
    Docs {
        /// A file, or the id of a built-in system.
        manifest: String,
        /// The file to write; standard output unless told otherwise.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Ask a real server what every resource answers, and record it, redacted: lists, pages, one record, one that is
    /// missing, and a refused credential. Nothing is written at the server.
    Record {
        #[command(flatten)]
        target: Target,
        /// The folder of the recordings.
        #[arg(long)]
        out: PathBuf,
        /// Only these resources.
        #[arg(long)]
        resource: Vec<String>,
    },
    /// Call one operation and print what comes of it.
    Try {
        #[command(flatten)]
        target: Target,
        /// `list`, `get`, `create`, `update`, `upsert`, `delete`, the name of an action, `deletions` or `health`.
        operation: String,
        /// The resource, for example `accounting.invoices`.
        resource: Option<String>,
        /// The record's id, for operations on one.
        #[arg(long)]
        id: Option<String>,
        /// The input as JSON.
        #[arg(long, default_value = "{}")]
        input: String,
        /// The options of the call as JSON: `{"where": {"status": "open"}, "limit": 5}`.
        #[arg(long, default_value = "{}")]
        options: String,
        /// Records the exchanges into this folder, redacted.
        #[arg(long)]
        record: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Sold {
    /// Check catalogues, with the line of each mistake, and tell which of their systems are not built in.
    Check {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Run {
    /// Write a compose file for systems that you run yourself: pinned images, health checks, volumes, networks of their
    /// own, nothing published. Secrets are made into files that only their owner can read; those that are there stay.
    Compose {
        /// The systems, or files of services.
        #[arg(long, value_delimiter = ',', required = true)]
        systems: Vec<String>,
        /// The name of the project.
        #[arg(long, default_value = "coreflow")]
        name: String,
        /// The file to write.
        #[arg(long, default_value = "compose.yaml")]
        out: PathBuf,
        /// The folder of the secrets; `secrets` beside the file unless told otherwise.
        #[arg(long)]
        secrets: Option<PathBuf>,
        /// Binds a system to a port of 127.0.0.1: `system` or `system=port`.
        #[arg(long, value_name = "SYSTEM[=PORT]")]
        publish: Vec<String>,
    },
}

/// How a new system speaks.
#[derive(Clone, Copy, ValueEnum)]
enum Style {
    /// JSON over resource paths.
    Rest,
    /// GraphQL documents.
    Graphql,
}

/// A manifest and a server.
#[derive(Args)]
struct Target {
    /// A file, or the id of a built-in system.
    manifest: String,
    /// The server's address.
    #[arg(long)]
    instance: String,
    /// The environment variable that holds the credential as JSON, `{"type": "api_key", "key": "..."}`. It is no
    /// argument, so that it does not stay in the shell's history.
    #[arg(long, default_value = "COREFLOW_CREDENTIAL")]
    credential_env: String,
    /// An option of the connection: `name=value`.
    #[arg(long, value_name = "NAME=VALUE")]
    option: Vec<String>,
    /// Grants private addresses and this host.
    #[arg(long)]
    allow_private: bool,
    /// Grants some of them: a network, an address, a host; the last two with a port if wanted.
    #[arg(long, value_name = "ENTRY")]
    allow: Vec<String>,
}

/// How a variable of the environment is looked up.
pub type Environment<'e> = &'e dyn Fn(&str) -> Option<String>;

/// A target, and the environment that its credential comes from.
struct Server<'s> {
    target: &'s Target,
    environment: Environment<'s>,
}

/// Runs the command line; gives the exit status. The first argument is the first word behind the program's name.
pub fn run(arguments: &[String], out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    run_in(arguments, &|name| std::env::var(name).ok(), out, err)
}

/// The same for a package in another language, which prints itself: the exit status, and what goes to the standard
/// output and to the standard error. It blocks until the command has ended.
pub fn captured(arguments: &[String]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = run(arguments, &mut out, &mut err);
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (status, text(out), text(err))
}

/// The same in another environment.
pub fn run_in(arguments: &[String], environment: Environment<'_>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let name = std::iter::once("coreflow-bridge".to_owned());
    let cli = match Cli::try_parse_from(name.chain(arguments.iter().cloned())) {
        Ok(cli) => cli,
        Err(error) => {
            let text = error.render().to_string();
            let wanted = !error.use_stderr();
            let _ = if wanted { write!(out, "{text}") } else { write!(err, "{text}") };
            return if wanted { 0 } else { 2 };
        }
    };
    match act(cli.verb, environment, out) {
        Ok(()) => 0,
        Err(error) => {
            let _ = writeln!(err, "{}: {}", error.code(), error.message());
            1
        }
    }
}

fn act(verb: Verb, environment: Environment<'_>, out: &mut dyn Write) -> Result<()> {
    let work = match verb {
        Verb::Systems => return check::systems(out),
        Verb::Catalogue(Sold::Check { files }) => return catalogue::check(&files, out),
        Verb::Services(Run::Compose { systems, name, out: file, secrets, publish }) => {
            let wanted = services::Wanted { systems, name, out: file, secrets, publish };
            return services::compose(&wanted, out);
        }
        Verb::Adapter(work) => *work,
    };
    match work {
        Work::New { system, style, out: file } => scaffold::write(&system, style, file, out),
        Work::Check { files, all } => check::check(&files, all, out),
        Work::Docs { manifest, out: file } => check::docs(&manifest, file, out),
        Work::Record { target, out: folder, resource } => {
            let server = Server { target: &target, environment };
            block_on(call::record(&server, &folder, &resource, out))
        }
        Work::Try { target, operation, resource, id, input, options, record } => {
            let call = call::Call { operation, resource, id, input, options };
            let server = Server { target: &target, environment };
            block_on(call::try_one(&server, call, record, out))
        }
    }
}

/// Runs a future to its end on a runtime of its own: the command line is nobody's event loop.
fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| Error::unexpected("no runtime can be started").with_source(error))?;
    runtime.block_on(work)
}

/// The error of a file that cannot be read or written.
fn file_error(what: &str, error: std::io::Error) -> Error {
    Error::new(Code::InvalidInput, format!("{what}: {error}"))
}

fn print(out: &mut dyn Write, text: &str) -> Result<()> {
    writeln!(out, "{text}").map_err(|error| file_error("standard output", error))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_words_of_the_command_line_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_goes_out_and_mistakes_go_to_the_other_side() {
        let run = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let status = run(&words, &mut out, &mut err);
            (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
        };
        let (status, out, err) = run(&["adapter", "--help"]);
        assert!(status == 0 && out.contains("record") && err.is_empty(), "{out}{err}");
        let (status, out, err) = run(&["adapter", "chek"]);
        assert!(status == 2 && out.is_empty() && err.contains("check"), "{out}{err}");
        let (status, _, err) = run(&["adapter", "new", "Acme Books"]);
        assert!(status == 1 && err.contains("lower-case letters"), "{err}");
        let (status, _, err) = run(&["adapter", "check", "no/such/file.yaml"]);
        assert!(status == 1 && err.contains("no/such/file.yaml"), "{err}");
    }
}
