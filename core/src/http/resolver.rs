//! Names are resolved here, and only addresses that the connection may dial are given to the client.

use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::egress::Egress;

/// Resolves names for one connection, every time that it dials.
#[derive(Clone, Debug)]
pub(super) struct GuardedResolver {
    pub(super) egress: Arc<Egress>,
    /// The port that is dialled.
    pub(super) port: u16,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let Self { egress, port } = self.clone();
        Box::pin(async move {
            let found = egress.names.lookup(name.as_str()).await?;
            // One address among good ones that may not be dialled is an attack (rebinding), not a choice.
            for address in &found {
                egress.check(name.as_str(), port, *address)?;
            }
            // Port 0: the client puts that of the URL there.
            Ok(Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}
