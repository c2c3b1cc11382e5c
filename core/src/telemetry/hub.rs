//! Who listens to the log of this process. The list is read at every event, so without a lock: a fork at any moment
//! leaves nothing locked in the child.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Once, Weak};

use arc_swap::ArcSwap;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Registry;
use tracing_subscriber::layer::SubscriberExt;

use super::layer::LogLayer;
use super::queue::Listener;
use super::record::{Level, LogRecord};

type List = Vec<Weak<Listener>>;

static LISTENERS: LazyLock<ArcSwap<List>> = LazyLock::new(ArcSwap::default);
/// What listeners dropped that are gone.
static GONE: AtomicU64 = AtomicU64::new(0);
static INSTALLED: Once = Once::new();

/// Hears the log of this process at a level; `None` hears nothing until the level is set. For the bindings: the first call
/// makes a subscriber of the core the default one of this library, unless the host has set its own.
pub fn listen(level: Option<Level>) -> Arc<Listener> {
    INSTALLED.call_once(|| {
        // Refused where a host has its own: then that one hears everything, and listeners nothing.
        let _ = tracing::subscriber::set_global_default(Registry::default().with(LogLayer));
    });
    let listener = Arc::new(Listener::new(level));
    LISTENERS.rcu(|list| {
        let mut list: List = list.iter().filter(|one| one.strong_count() > 0).cloned().collect();
        list.push(Arc::downgrade(&listener));
        list
    });
    refresh();
    listener
}

impl Listener {
    /// Hears at another level from now on; `None` hears nothing.
    pub fn set_level(&self, level: Option<Level>) {
        if !self.is(level) {
            self.put_level(level);
            refresh();
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        GONE.fetch_add(self.dropped(), Ordering::Relaxed);
        self.put_level(None);
        refresh();
    }
}

/// How many records were dropped in this process.
pub fn dropped() -> u64 {
    let live = LISTENERS.load();
    GONE.load(Ordering::Relaxed) + live.iter().filter_map(Weak::upgrade).map(|one| one.dropped()).sum::<u64>()
}

/// Lets `tracing` ask again what is heard: what nobody hears costs one comparison.
pub(super) fn refresh() {
    tracing::callsite::rebuild_interest_cache();
}

/// The most talkative level that somebody hears.
pub(super) fn loudest() -> LevelFilter {
    let loudest = LISTENERS.load().iter().filter_map(Weak::upgrade).map(|one| one.level()).max();
    match loudest.unwrap_or(0) {
        0 => LevelFilter::OFF,
        1 => LevelFilter::ERROR,
        2 => LevelFilter::WARN,
        3 => LevelFilter::INFO,
        4 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}

/// Gives a record to all who hear its level; it is made for the first of them.
pub(super) fn tell(level: Level, make: impl FnOnce() -> LogRecord) {
    let listeners = LISTENERS.load();
    let mut hearing = listeners.iter().filter_map(Weak::upgrade).filter(|one| one.hears(level));
    let Some(first) = hearing.next() else { return };
    let record = make();
    hearing.for_each(|one| one.push(record.clone()));
    first.push(record);
}
