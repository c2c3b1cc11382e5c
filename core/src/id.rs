//! Names and ids, each with one validation.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks and takes the text.
            pub fn new(text: &str) -> Result<Self> {
                check_name($what, text)?;
                Ok(Self(text.into()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;
            fn try_from(text: String) -> Result<Self> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.as_str().to_owned()
            }
        }
    };
}

name_type!(
    /// A tenant: the isolation unit. The host's own id of its customer.
    TenantId, "tenant id"
);
name_type!(
    /// One tenant's name for one connection; the system's name unless the tenant has several of that system.
    ConnectionName, "connection name"
);

impl ConnectionName {
    /// The text, shared with all clones.
    pub(crate) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

/// 1 to 128 characters of `A-Z a-z 0-9 . _ - @`: safe in a file name, a log line, a URL and a record id.
fn check_name(what: &str, text: &str) -> Result<()> {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
    if (1..=128).contains(&text.len()) && text.chars().all(fine) && !text.chars().all(|c| c == '.') {
        return Ok(());
    }
    Err(Error::invalid_input(format!("{text:.64?} is not a {what}: use 1 to 128 characters of A-Z a-z 0-9 . _ - @")))
}
