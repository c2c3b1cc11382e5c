//! What all clients use of TLS: the certificates that the machine trusts, read once for the process.
//!
//! They say nothing of a tenant, and are by far the largest part of a client, in bytes and in the time to make one. What a
//! client learns of its system, sessions that can be resumed, stays its own.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls_platform_verifier::Verifier;
use tokio::time::Instant;

use crate::error::{Code, Error, Result};

/// A client that is made this long after they were read reads them again: the machine's owner may have changed them.
const AGAIN: Duration = Duration::from_secs(3_600);
/// Sessions that a client keeps: eight for each host, and most clients have one.
const SESSIONS: usize = 32;

/// No lock: a process that is forked while somebody reads must not wait for it. Of several who read at once, all go by the
/// first.
static TRUST: ArcSwapOption<Trust> = ArcSwapOption::const_empty();

/// Who judges the certificates of systems.
#[derive(Debug)]
struct Trust {
    provider: Arc<CryptoProvider>,
    verifier: Arc<Verifier>,
    read: Instant,
}

impl Trust {
    /// The process's own.
    fn shared() -> Result<Arc<Trust>> {
        let known = TRUST.load_full();
        if let Some(known) = known.as_ref().filter(|known| known.read.elapsed() < AGAIN) {
            return Ok(Arc::clone(known));
        }
        let provider = CryptoProvider::get_default().cloned();
        let provider = provider.unwrap_or_else(|| Arc::new(aws_lc_rs::default_provider()));
        let verifier = Verifier::new(Arc::clone(&provider)).map_err(|error| {
            let message = "this machine names no certificates to trust, so that no system can be verified: install them \
                           (on Debian the package ca-certificates), or name a file of them in SSL_CERT_FILE";
            Error::new(Code::ConfigInvalid, message).with_source(error)
        })?;
        let trust = Arc::new(Trust { provider, verifier: Arc::new(verifier), read: Instant::now() });
        let before = TRUST.compare_and_swap(&known, Some(Arc::clone(&trust)));
        Ok(match &*before {
            Some(faster) if known.as_ref().is_none_or(|known| !Arc::ptr_eq(known, faster)) => Arc::clone(faster),
            _ => trust,
        })
    }
}

/// The configuration of one client.
pub(super) fn config() -> Result<ClientConfig> {
    let trust = Trust::shared()?;
    let versions =
        ClientConfig::builder_with_provider(Arc::clone(&trust.provider)).with_safe_default_protocol_versions();
    let versions = versions.map_err(|error| Error::unexpected("TLS cannot be set up").with_source(error))?;
    let verifier = Arc::clone(&trust.verifier);
    // "Dangerous" is what is not built into rustls: this one asks the machine, as rustls' own would ask a list.
    let mut config = versions.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config.resumption = Resumption::in_memory_sessions(SESSIONS);
    Ok(config)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn certificates_are_read_once_and_again_after_an_hour() {
        let first = Trust::shared().unwrap();
        tokio::time::advance(AGAIN / 2).await;
        assert!(Arc::ptr_eq(&first, &Trust::shared().unwrap()));
        assert!(Arc::ptr_eq(config().unwrap().crypto_provider(), &first.provider));
        tokio::time::advance(AGAIN).await;
        let second = Trust::shared().unwrap();
        assert!(!Arc::ptr_eq(&first, &second));
        assert!(Arc::ptr_eq(&second, &Trust::shared().unwrap()));
    }
}
