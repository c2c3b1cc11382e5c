//! Who says which address a name has: the operating system, or a name server of the host's choice.

use std::error::Error as Cause;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;

use crate::error::{Code, Error, Result};

/// Resolves names, afresh for every connection that is made.
#[derive(Clone, Default)]
pub struct Names(Option<Arc<TokioResolver>>);

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Names(server)" } else { "Names(system)" })
    }
}

/// A name that nobody knows, or a name server that does not answer.
#[derive(Debug)]
pub(super) struct Unresolved;

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name has no address")
    }
}

impl Cause for Unresolved {}

impl Names {
    /// Asks a name server (`10.0.0.2`, `10.0.0.2:53`, `[fd12::1]:53`) over UDP, and TCP where an answer is too long.
    pub fn server(text: &str) -> Result<Names> {
        let wrong = || {
            let message =
                format!("egress.resolver: {text:.100?} is not the address of a name server, like 10.0.0.2:53");
            Error::new(Code::ConfigInvalid, message)
        };
        let at = match (text.parse::<SocketAddr>(), text.parse::<IpAddr>()) {
            (Ok(at), _) => at,
            (_, Ok(address)) => SocketAddr::new(address, 53),
            _ => return Err(wrong()),
        };
        let mut ways = [ConnectionConfig::udp(), ConnectionConfig::tcp()];
        for way in &mut ways {
            way.port = at.port();
        }
        let server = NameServerConfig::new(at.ip(), true, ways.into());
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
        let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        let options = builder.options_mut();
        options.cache_size = 0;
        options.ndots = 0;
        options.attempts = 2;
        options.timeout = Duration::from_secs(2);
        options.use_hosts_file = ResolveHosts::Never;
        let resolver = builder.build().map_err(|error| wrong().with_source(error))?;
        Ok(Names(Some(Arc::new(resolver))))
    }

    /// The addresses of a host.
    pub(super) async fn lookup(&self, host: &str) -> Result<Vec<IpAddr>, Unresolved> {
        let found: Vec<IpAddr> = match &self.0 {
            None => {
                let found = tokio::net::lookup_host((host, 0)).await.map_err(|_| Unresolved)?;
                found.map(|address| address.ip()).collect()
            }
            // With the dot: the name is whole, nothing is appended to it.
            Some(resolver) => {
                let name = format!("{}.", host.trim_end_matches('.'));
                resolver.lookup_ip(name).await.map_err(|_| Unresolved)?.iter().collect()
            }
        };
        if found.is_empty() { Err(Unresolved) } else { Ok(found) }
    }
}
