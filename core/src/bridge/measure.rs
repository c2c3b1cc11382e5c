//! Metrics are sent to a collector now and then, where the host has named one.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::root::Bridge;
use crate::telemetry::Exposition;

/// How long closing waits for the last export.
const PATIENCE: Duration = Duration::from_secs(5);

impl Bridge {
    /// Sends the metrics from now on: called when the first connection is used. Once; later calls change nothing.
    pub(super) fn send_metrics(&self) {
        let Some(every) = self.inner.meter.begin() else { return };
        let (bridge, mut closing) = (Arc::downgrade(&self.inner), self.inner.closing.subscribe());
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    biased;
                    // The last ones are sent by whoever closes the bridge.
                    _ = closing.wait_for(|closed| *closed) => return,
                    () = sleep(every) => {}
                }
                let Some(inner) = bridge.upgrade() else { return };
                let bridge = Bridge { inner };
                bridge.inner.meter.export(&bridge.exposition()).await;
            }
        });
    }

    /// The metrics as they are before the bridge is closed, if they are sent.
    pub(super) fn last_metrics(&self) -> Option<Exposition> {
        let sent = self.inner.meter.has_begun() && self.inner.check_open().is_ok();
        sent.then(|| self.exposition())
    }

    /// Sends them for the last time.
    pub(super) async fn send_last(&self, metrics: Option<Exposition>) {
        if let Some(metrics) = metrics {
            // A collector that is late or gone is told of by the count of failures, which nobody reads any more.
            let _ = timeout(PATIENCE, self.inner.meter.export(&metrics)).await;
        }
    }
}
