//! This process among those on the store.

use std::time::Duration;

use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::time::Instant;

use crate::error::Result;
use crate::secret::random_id;
use crate::store::Store;

/// How often a process that makes calls says so.
const APPEARS: Duration = Duration::from_secs(60);
/// So long it is believed to be live. Long, because one too many only makes it harder for the others to agree.
const LIVE: Duration = Duration::from_secs(600);

/// This process, as the others see it.
pub(in super::super) struct Fleet {
    name: String,
    appeared: Mutex<Option<Instant>>,
}

impl Fleet {
    /// A name of its own: the process id, and what tells two bridges and two hosts apart.
    pub(in super::super) fn new() -> Result<Fleet> {
        let random = random_id()?;
        let name = format!("{}-{}", std::process::id(), random.get(..8).unwrap_or(&random));
        Ok(Fleet { name, appeared: Mutex::default() })
    }

    pub(in super::super) fn name(&self) -> &str {
        &self.name
    }

    /// Says that this process is live, now and then. Queued: nobody waits for it.
    pub(in super::super) fn appear(&self, store: &dyn Store) {
        {
            let mut appeared = self.appeared.lock();
            if appeared.is_some_and(|at| at.elapsed() < APPEARS) {
                return;
            }
            *appeared = Some(Instant::now());
        }
        let now = Timestamp::now();
        drop(store.appear(&self.name, now, now + LIVE));
    }

    /// Takes back all that this process has said: it ends.
    pub(in super::super) fn disappear(&self, store: &dyn Store) {
        if self.appeared.lock().take().is_some() {
            drop(store.disappear(&self.name));
        }
    }
}
