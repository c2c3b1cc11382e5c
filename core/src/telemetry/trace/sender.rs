//! The HTTP client of the export. The SDK exports from a thread of its own; requests run on the runtime of the bridge.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use opentelemetry_http::{HttpClient, HttpError, Request, Response};
use tokio::runtime::Handle;

use crate::error::{Error, Result};

/// The longest answer of a collector that is read.
const MOST: usize = 1 << 20;
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(30);

/// Sends exports. Clones are one.
#[derive(Clone, Debug)]
pub(in crate::telemetry) struct Sender(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// What it sends, in a word.
    what: &'static str,
    client: reqwest::Client,
    runtime: OnceLock<Handle>,
    failed: AtomicU64,
    failing: AtomicBool,
}

impl Sender {
    pub(in crate::telemetry) fn new(what: &'static str) -> Result<Sender> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .build()
            .map_err(|error| Error::unexpected("the client for a collector cannot be made").with_source(error))?;
        let (failed, failing) = (AtomicU64::new(0), AtomicBool::new(false));
        Ok(Sender(Arc::new(Inner { what, client, runtime: OnceLock::new(), failed, failing })))
    }

    /// Remembers the runtime of the task that calls it.
    pub(in crate::telemetry) fn learn_runtime(&self) {
        if self.0.runtime.get().is_none()
            && let Ok(handle) = Handle::try_current()
        {
            let _ = self.0.runtime.set(handle);
        }
    }

    pub(in crate::telemetry) fn failed(&self) -> u64 {
        self.0.failed.load(Ordering::Relaxed)
    }

    async fn post(&self, request: Request<Bytes>) -> std::result::Result<Response<Bytes>, HttpError> {
        let mut answer = self.0.client.execute(request.try_into()?).await?;
        let mut response = Response::builder().status(answer.status());
        for (name, value) in answer.headers() {
            response = response.header(name, value);
        }
        let mut body = BytesMut::new();
        while let Some(piece) = answer.chunk().await? {
            if body.len() + piece.len() > MOST {
                return Err("the collector's answer is too long".into());
            }
            body.extend_from_slice(&piece);
        }
        Ok(response.body(body.freeze())?)
    }

    /// Counts an export, and tells when it begins to fail and when it works again. Neither the collector's words nor its
    /// address are told: they may hold a key.
    fn note(&self, status: Option<u16>) {
        let well = status.is_some_and(|status| (200..300).contains(&status));
        let before = self.0.failing.swap(!well, Ordering::Relaxed);
        if !well {
            self.0.failed.fetch_add(1, Ordering::Relaxed);
        }
        let what = self.0.what;
        match (before, well) {
            (false, false) => tracing::warn!(status, "{what} cannot be exported"),
            (true, true) => tracing::info!("{what} are exported again"),
            _ => {}
        }
    }
}

type Sending<'a> = Pin<Box<dyn Future<Output = std::result::Result<Response<Bytes>, HttpError>> + Send + 'a>>;

impl HttpClient for Sender {
    fn send_bytes<'life0, 'async_trait>(&'life0 self, request: Request<Bytes>) -> Sending<'async_trait>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            let Some(runtime) = self.0.runtime.get() else { return Err("no span was made on a runtime".into()) };
            let sender = self.clone();
            let answer = runtime.spawn(async move { sender.post(request).await }).await;
            // The runtime has ended with the host's environment.
            let answer = answer.map_err(|_| HttpError::from("the runtime has ended"))?;
            self.note(answer.as_ref().ok().map(|answer| answer.status().as_u16()));
            answer
        })
    }
}
