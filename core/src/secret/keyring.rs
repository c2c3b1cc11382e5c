//! The keys that wrap tenants' data keys, and where they come from.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::key::{Key, random_id};
use super::key_file;
use super::secret::Secret;
use crate::error::{Code, Error, Result};

/// Where the keyring's keys come from: at most one of the fields. With none, a key file beside the SQLite file is used.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KeyringConfig {
    /// The key itself, as `id:base64` with 32 bytes.
    pub key: Option<Secret>,
    /// The name of an environment variable that holds keys, one `id:base64` per line, the current key first.
    pub env: Option<String>,
    /// The path of a file that holds keys, one `id:base64` per line, the current key first; `#` starts a comment line.
    pub file: Option<PathBuf>,
}

/// The keys that wrap tenants' data keys: the first wraps new ones, all open old ones.
#[derive(Clone)]
pub struct Keyring(Arc<[Entry]>);

struct Entry {
    id: Box<str>,
    key: Key,
}

impl Keyring {
    /// Gets the keys. `store` is the store's path or `:memory:`; `store_holds_keys` tells whether data keys are stored
    /// there already, in which case a missing key file is an error and never replaced by a new one.
    pub fn from_config(config: &KeyringConfig, store: &str, store_holds_keys: bool) -> Result<Self> {
        let config_error = |message: &'static str| Error::new(Code::ConfigInvalid, message);
        match config {
            KeyringConfig { key: Some(key), env: None, file: None } => Self::parse(key.expose(), "keyring.key"),
            KeyringConfig { key: None, env: Some(name), file: None } => {
                let text = std::env::var(name).map(Zeroizing::new).map_err(|_| {
                    unavailable(format!(
                        "keyring.env names the environment variable {name:?}, which is not set or not text; \
                         set it to `id:base64` with 32 bytes"
                    ))
                })?;
                Self::parse(&text, &format!("the environment variable {name}"))
            }
            KeyringConfig { key: None, env: None, file: Some(path) } => {
                let text = key_file::read(path)?.ok_or_else(|| {
                    unavailable(format!(
                        "the key file {} does not exist; restore it, or write `id:base64` with 32 bytes into it",
                        path.display()
                    ))
                })?;
                Self::parse(&text, &path.display().to_string())
            }
            KeyringConfig { key: None, env: None, file: None } => Self::default_for(store, store_holds_keys),
            _ => Err(config_error("keyring takes only one of key, env and file")),
        }
    }

    fn default_for(store: &str, store_holds_keys: bool) -> Result<Self> {
        if store == ":memory:" {
            return Self::new(vec![Entry { id: "memory".into(), key: Key::random()? }], "the keyring");
        }
        let path = key_file::beside(store);
        if let Some(text) = key_file::read(&path)? {
            return Self::parse(&text, &path.display().to_string());
        }
        if store_holds_keys {
            return Err(unavailable(format!(
                "the key file {} is gone, but {store} holds credentials that were sealed with it; restore the key file \
                 from a backup or set keyring to where the key is now",
                path.display()
            )));
        }
        let text = Self::generate_line()?;
        // Another process may have been faster: its key is the key then.
        let text = key_file::create(&path, text)?;
        Self::parse(&text, &path.display().to_string())
    }

    /// A new random key as the line that a key file holds.
    fn generate_line() -> Result<Zeroizing<String>> {
        let key = Key::random()?;
        let mut line = Zeroizing::new(String::with_capacity(80));
        line.push_str(&random_id()?);
        line.push(':');
        STANDARD.encode_string(key.bytes(), &mut line);
        line.push('\n');
        Ok(line)
    }

    /// Reads lines of `id:base64`. `origin` names the place for messages; a key is never part of one.
    pub(super) fn parse(text: &str, origin: &str) -> Result<Self> {
        let mut entries = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: &str| {
                Error::new(
                    Code::ConfigInvalid,
                    format!("{origin}, line {}: {what}; write `id:base64` with 32 bytes", index + 1),
                )
            };
            let (id, key) = line.split_once(':').ok_or_else(|| wrong("there is no `:` between id and key"))?;
            let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
            if !(1..=64).contains(&id.len()) || !id.chars().all(fine) {
                return Err(wrong("the id must have 1 to 64 characters of A-Z a-z 0-9 . _ -"));
            }
            let bytes = Zeroizing::new(STANDARD.decode(key).map_err(|_| wrong("the key is not base64"))?);
            let key = Key::from_slice(&bytes).ok_or_else(|| wrong("the key does not have 32 bytes"))?;
            entries.push(Entry { id: id.into(), key });
        }
        Self::new(entries, origin)
    }

    fn new(entries: Vec<Entry>, origin: &str) -> Result<Self> {
        let twice = entries.iter().enumerate().find(|(at, entry)| entries[..*at].iter().any(|e| e.id == entry.id));
        if let Some((_, entry)) = twice {
            let message = format!("{origin}: the key id {:?} is used twice", entry.id);
            return Err(Error::new(Code::ConfigInvalid, message));
        }
        if entries.is_empty() {
            return Err(Error::new(
                Code::ConfigInvalid,
                format!("{origin} holds no key; write `id:base64` with 32 bytes"),
            ));
        }
        Ok(Self(entries.into()))
    }

    /// The id of the key that wraps new data keys.
    pub fn current_id(&self) -> &str {
        &self.0[0].id
    }

    /// The ids of all keys, the current one first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|entry| &*entry.id)
    }

    pub(super) fn current(&self) -> (&str, &Key) {
        (&self.0[0].id, &self.0[0].key)
    }

    pub(super) fn key(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|entry| &*entry.id == id).map(|entry| &entry.key)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keyring").field(&self.ids().collect::<Vec<_>>()).finish()
    }
}

fn unavailable(message: String) -> Error {
    Error::new(Code::SecretUnavailable, message)
}

#[cfg(test)]
#[path = "keyring_tests.rs"]
mod tests;
