//! Cancellation: the facade turns an `AbortSignal` into a [`CancelHandle`].

use std::future::Future;

use napi_derive::napi;
use tokio::sync::watch;

/// Cancels the calls that were given it. One handle may serve several calls.
#[napi]
pub struct CancelHandle(watch::Sender<bool>);

#[napi]
impl CancelHandle {
    #[napi(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        CancelHandle(watch::Sender::new(false))
    }

    #[napi]
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }
}

/// Resolves when the handle is cancelled; never without one.
pub(crate) fn cancelled(handle: Option<&CancelHandle>) -> impl Future<Output = ()> + Send + 'static {
    let receiver = handle.map(|handle| handle.0.subscribe());
    async move {
        if let Some(mut receiver) = receiver
            && receiver.wait_for(|cancelled| *cancelled).await.is_ok()
        {
            return;
        }
        // No handle, or one that was dropped unused.
        std::future::pending().await
    }
}
