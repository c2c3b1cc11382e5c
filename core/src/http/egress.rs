//! The egress guard: which addresses one connection may dial.

use std::fmt;
use std::net::IpAddr;

use super::address::{Verdict, verdict};
use super::grant::{Grant, place};
use super::names::Names;
use crate::error::{Code, Error};

/// Which addresses may be dialled, and who says which address a name has.
#[derive(Clone, Debug, Default)]
pub struct Egress {
    /// All private networks and this host, for self-hosted systems.
    pub allow_private: bool,
    /// Some of them.
    pub allow: Vec<Grant>,
    /// Resolves names.
    pub names: Names,
}

/// The refusal; found again in the client's chain of causes.
#[derive(Clone, Debug)]
pub(super) struct Denied {
    message: String,
    /// The entry of `allow` that would have let it through.
    entry: Option<String>,
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Denied {}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Error {
        let error = Error::new(Code::EgressDenied, denied.message);
        match denied.entry {
            Some(entry) => error.with_context("allow", entry),
            None => error,
        }
    }
}

impl Egress {
    /// Refuses an address that a host stands for, and that may not be dialled.
    pub(super) fn check(&self, host: &str, port: u16, address: IpAddr) -> Result<(), Denied> {
        let granted = || self.allow_private || self.allow.iter().any(|grant| grant.covers(host, port, address));
        match verdict(address) {
            Verdict::Public => Ok(()),
            Verdict::Private if granted() => Ok(()),
            Verdict::Private => {
                let bare = host.trim_matches(['[', ']']);
                let entry = place(bare, Some(port));
                let message = format!(
                    "{} is not on the public Internet ({address}); if it is meant, connect with allow: [\"{entry}\"], or \
                     with allow_private for all private networks and this host",
                    if bare.parse::<IpAddr>().is_ok() { "the instance" } else { bare }
                );
                Err(Denied { message, entry: Some(entry) })
            }
            Verdict::Forbidden => {
                let message = format!("{host} is the reserved address {address}, which is never dialled");
                Err(Denied { message, entry: None })
            }
        }
    }
}
