//! The secrets of the services: random, one file each, for its owner only, and never made twice.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::super::file_error;
use super::lint::holes;
use super::replace_private;
use super::template::Template;
use crate::error::{Code, Error, Result};
use crate::secret::random_text;

/// The folder of the secrets.
pub(super) struct Secrets {
    folder: PathBuf,
    pub(super) made: usize,
    pub(super) kept: usize,
    pub(super) open_to_others: Vec<PathBuf>,
}

impl Secrets {
    pub(super) fn open(folder: &Path) -> Result<Secrets> {
        make_folder(folder).map_err(|error| file_error(&folder.display().to_string(), error))?;
        Ok(Secrets { folder: folder.to_owned(), made: 0, kept: 0, open_to_others: Vec::new() })
    }

    pub(super) fn shown(&self) -> std::path::Display<'_> {
        self.folder.display()
    }

    /// The folder as an absolute path.
    pub(super) fn place(&self) -> Result<String> {
        let path = fs::canonicalize(&self.folder).map_err(|error| file_error(&self.shown().to_string(), error))?;
        let text = path.to_str().filter(|text| !text.contains('$')).ok_or_else(|| {
            Error::invalid_input(format!("--secrets {}: compose does not take this path as it is", self.shown()))
        })?;
        Ok(text.to_owned())
    }

    /// Makes the secrets that are not there; one that is there stays, since the system's data hang on it.
    pub(super) fn make(&mut self, template: &Template) -> Result<()> {
        for (name, spec) in &template.secrets {
            let path = self.folder.join(template.secret(name));
            match write_private(&path, &random_text(spec.bytes)?) {
                Ok(()) => self.made += 1,
                Err(error) if error.code() == Code::AlreadyExists => {
                    self.kept += 1;
                    if is_open_to_others(&path) {
                        self.open_to_others.push(path);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Writes the files of variables, made of the secrets.
    pub(super) fn write_variables(&self, template: &Template) -> Result<()> {
        for (group, variables) in &template.variables {
            let mut text = Zeroizing::new("# Made of the secrets beside it; written anew each time.\n".to_owned());
            for (name, value) in variables {
                let mut filled = Zeroizing::new(value.clone());
                for secret in holes(value).filter_map(|hole| hole.strip_prefix("secret.")) {
                    let kept = self.read(&template.secret(secret))?;
                    filled = Zeroizing::new(filled.replace(&format!("{{{{secret.{secret}}}}}"), &kept));
                }
                text.push_str(&format!("{name}={}\n", *filled));
            }
            replace_private(&self.folder.join(template.variables_file(group)), &text)?;
        }
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Zeroizing<String>> {
        let path = self.folder.join(name);
        let text = fs::read_to_string(&path).map_err(|error| file_error(&path.display().to_string(), error))?;
        let text = Zeroizing::new(text);
        // A person may have put one of his own there, with a line's end.
        let line = Zeroizing::new(text.trim().to_owned());
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
        if !line.is_empty() && line.chars().all(fine) {
            return Ok(line);
        }
        let message = format!(
            "{} must be one line of letters, digits and - _ . ~, since it goes into an address",
            path.display()
        );
        Err(Error::new(Code::ConfigInvalid, message))
    }
}

/// Writes a new file that only its owner can read.
pub(super) fn write_private(path: &Path, text: &str) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Error::new(Code::AlreadyExists, format!("{} is there already", path.display())),
        _ => file_error(&path.display().to_string(), error),
    })
}

fn make_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
