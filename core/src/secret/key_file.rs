//! The key file: read, and made once, atomically, for its owner only.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::key::random_id;
use crate::error::{Code, Error, Result};

/// No real key file is longer; it may be a wrong path.
const MAX_BYTES: u64 = 64 * 1024;

/// The default key file of a SQLite store.
pub(super) fn beside(store: &str) -> PathBuf {
    PathBuf::from(format!("{store}.key"))
}

/// The text, or `None` when there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<Zeroizing<String>>> {
    let failed = |error| unavailable(path, "cannot be read; check its path and permissions", error);
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    warn_if_open_to_others(path, &file);
    let mut text = Zeroizing::new(String::with_capacity(4096));
    file.take(MAX_BYTES).read_to_string(&mut text).map_err(failed)?;
    Ok(Some(text))
}

/// Makes the file with this text, or returns the text of the file that somebody else made first.
pub(super) fn create(path: &Path, text: Zeroizing<String>) -> Result<Zeroizing<String>> {
    // Written aside and linked into place: nobody ever reads half a key, and an existing key is never replaced.
    let aside = PathBuf::from(format!("{}.{}", path.display(), random_id()?));
    let failed = |error| unavailable(path, "cannot be made; make its directory writable or set keyring", error);
    let written = write_aside(&aside, &text).and_then(|()| fs::hard_link(&aside, path));
    // Once linked, the other name is of no use; before, it is a half-made file.
    let removed = fs::remove_file(&aside);
    match written {
        Ok(()) => {
            removed.map_err(failed)?;
            sync_directory(path).map_err(failed)?;
            tracing::warn!(
                path = %path.display(),
                "made a key file beside the database; back it up apart from the database, without it no credential can be read"
            );
            Ok(text)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => read(path)?.ok_or_else(|| failed(error)),
        Err(error) => Err(failed(error)),
    }
}

fn write_aside(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A sealed credential must never outlive its key in a power cut, so the new name is made durable too.
fn sync_directory(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}

fn warn_if_open_to_others(path: &Path, file: &fs::File) {
    #[cfg(unix)]
    if let Ok(metadata) = file.metadata() {
        let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions());
        if metadata.is_file() && mode & 0o077 != 0 {
            tracing::warn!(path = %path.display(), mode = format!("{:o}", mode & 0o777), "the key file is readable by others");
        }
    }
}

fn unavailable(path: &Path, what: &str, error: std::io::Error) -> Error {
    let message = format!("the key file {} {what} ({})", path.display(), error.kind());
    Error::new(Code::SecretUnavailable, message).with_source(error)
}
