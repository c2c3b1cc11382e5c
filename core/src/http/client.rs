//! The client of one connection for one port: made by its first request, and let go when there was none for a while.
//!
//! A client holds a pool and sessions of TLS: kilobytes. Neither may be shared between connections, and most connections
//! of a process are idle, so that an idle one must not keep them. The certificates to trust are the process's (`tls`).

use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;
use reqwest::redirect::Policy;
use tokio::time::{Instant, sleep_until};

use super::egress::Egress;
use super::resolver::GuardedResolver;
use super::tls;
use crate::error::{Error, Result};

/// A client that was not asked for so long is let go; by then its pool has closed all sockets.
const IDLE: Duration = Duration::from_secs(60);

/// The client, when there is one. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct LazyClient {
    port: u16,
    held: Arc<Mutex<Option<Held>>>,
}

#[derive(Debug)]
struct Held {
    client: reqwest::Client,
    used: Instant,
}

impl LazyClient {
    /// None yet, for that port.
    pub(super) fn new(port: u16) -> LazyClient {
        LazyClient { port, held: Arc::default() }
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// The client, made now if there is none. One that is let go while a request is under way ends with that request.
    pub(super) fn get(&self, egress: &Arc<Egress>, connect: Duration) -> Result<reqwest::Client> {
        let mut held = self.held.lock();
        if let Some(held) = held.as_mut() {
            held.used = Instant::now();
            return Ok(held.client.clone());
        }
        let client = client(egress, self.port, connect)?;
        *held = Some(Held { client: client.clone(), used: Instant::now() });
        tokio::spawn(let_go(Arc::downgrade(&self.held)));
        Ok(client)
    }

    /// A request has ended: what it leaves in the pool can be used for a while from now on.
    pub(super) fn used(&self) {
        if let Some(held) = self.held.lock().as_mut() {
            held.used = Instant::now();
        }
    }
}

/// Waits until nothing was asked for a while, takes the client away and ends; so an idle connection has no task either.
async fn let_go(held: Weak<Mutex<Option<Held>>>) {
    let mut until = Instant::now() + IDLE;
    loop {
        sleep_until(until).await;
        let Some(held) = held.upgrade() else { return };
        let mut held = held.lock();
        match &*held {
            Some(client) if client.used + IDLE > Instant::now() => until = client.used + IDLE,
            _ => return drop(held.take()),
        }
    }
}

/// It follows no redirect, reads no proxy from the environment, keeps no cookie and sends no Referer.
fn client(egress: &Arc<Egress>, port: u16, connect: Duration) -> Result<reqwest::Client> {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls::config()?)
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        // Bodies are unpacked here, in bounds, whatever another crate of the build switches on.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .connect_timeout(connect)
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(8)
        .tcp_nodelay(true)
        .user_agent(concat!("coreflow-bridge/", env!("CARGO_PKG_VERSION")))
        .dns_resolver(GuardedResolver { egress: Arc::clone(egress), port })
        .build()
        .map_err(|error| Error::unexpected("the HTTP client cannot be built").with_source(error.without_url()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const CONNECT: Duration = Duration::from_secs(5);

    fn held(lazy: &LazyClient) -> bool {
        lazy.held.lock().is_some()
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_is_there_from_its_first_use_until_it_was_idle() {
        let (lazy, egress) = (LazyClient::new(443), Arc::default());
        assert!(!held(&lazy));
        lazy.get(&egress, CONNECT).unwrap();
        assert!(held(&lazy));
        tokio::time::sleep(IDLE - Duration::from_secs(1)).await;
        lazy.used();
        tokio::time::sleep(IDLE - Duration::from_secs(1)).await;
        assert!(held(&lazy), "it was used meanwhile");
        lazy.get(&egress, CONNECT).unwrap();
        tokio::time::sleep(IDLE + Duration::from_secs(1)).await;
        assert!(!held(&lazy));
        lazy.get(&egress, CONNECT).unwrap();
        tokio::time::sleep(IDLE + Duration::from_secs(1)).await;
        assert!(!held(&lazy), "the second is let go, too");
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_is_gone_leaves_no_task() {
        let lazy = LazyClient::new(443);
        lazy.get(&Arc::default(), CONNECT).unwrap();
        drop(lazy);
        tokio::time::sleep(IDLE * 2).await;
        assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0);
    }
}
