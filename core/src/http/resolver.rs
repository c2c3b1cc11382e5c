//! Names are resolved here, and only addresses that the connection may dial are given to the client.

use std::fmt;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{Verdict, verdict};

/// Resolves names for one connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct GuardedResolver {
    pub(super) allow_private: bool,
}

/// The refusal; found again in the client's chain of causes.
#[derive(Clone, Debug)]
pub(super) struct Denied(pub(super) String);

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Denied {}

/// Refuses an address that may not be dialled.
pub(super) fn check(host: &str, address: std::net::IpAddr, allow_private: bool) -> Result<(), Denied> {
    match verdict(address) {
        Verdict::Public => Ok(()),
        Verdict::Private if allow_private => Ok(()),
        Verdict::Private => Err(Denied(format!(
            "{host} is the private address {address}; for a self-hosted system, connect with allow_private"
        ))),
        Verdict::Forbidden => Err(Denied(format!("{host} is the reserved address {address}, which is never dialled"))),
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            // One forbidden address among good ones is an attack (rebinding), not a choice.
            for address in &found {
                check(&host, address.ip(), allow_private)?;
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
