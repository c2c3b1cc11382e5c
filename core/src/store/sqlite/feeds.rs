//! Change feeds as the trait asks for them.

use futures::future::BoxFuture;
use jiff::Timestamp;

use super::super::{Leased, SyncChange, SyncId, SyncItem, SyncRow, Syncs};
use super::{SqliteStore, sync_items, syncs};
use crate::error::Result;
use crate::id::TenantId;

impl Syncs for SqliteStore {
    fn lease_sync(&self, id: &SyncId, owner: &str, now: Timestamp, until: Timestamp) -> BoxFuture<'_, Result<Leased>> {
        let (id, owner) = (id.clone(), owner.to_owned());
        self.write(move |db| syncs::lease(db, &id, &owner, now, until))
    }

    fn commit_sync(&self, id: &SyncId, fence: u64, change: SyncChange, now: Timestamp) -> BoxFuture<'_, Result<()>> {
        let (id, limits) = (id.clone(), self.0.limits.clone());
        self.write(move |db| syncs::commit(db, &limits, &id, fence, &change, now))
    }

    fn renew_sync(&self, id: &SyncId, fence: u64, until: Timestamp) -> BoxFuture<'_, Result<()>> {
        let id = id.clone();
        self.write(move |db| syncs::renew(db, &id, fence, until))
    }

    fn release_sync(&self, id: &SyncId, fence: u64, due_at: Option<Timestamp>) -> BoxFuture<'_, Result<()>> {
        let id = id.clone();
        self.write(move |db| syncs::release(db, &id, fence, due_at))
    }

    fn clear_sync(&self, id: &SyncId, fence: u64) -> BoxFuture<'_, Result<()>> {
        let id = id.clone();
        self.write(move |db| syncs::clear(db, &id, fence))
    }

    fn sync_items(&self, id: &SyncId, ids: Vec<String>) -> BoxFuture<'_, Result<Vec<SyncItem>>> {
        let id = id.clone();
        self.read(move |db| syncs::items(db, &id, &ids))
    }

    fn unseen(
        &self,
        id: &SyncId,
        part: &str,
        generation: u64,
        after: &str,
        limit: u32,
    ) -> BoxFuture<'_, Result<Vec<SyncItem>>> {
        let (id, part, after) = (id.clone(), part.to_owned(), after.to_owned());
        self.read(move |db| sync_items::unseen(db, &id, &part, generation, &after, limit))
    }

    fn sync_page(&self, id: &SyncId, after: &str, limit: u32) -> BoxFuture<'_, Result<Vec<SyncItem>>> {
        let (id, after) = (id.clone(), after.to_owned());
        self.read(move |db| sync_items::page(db, &id, &after, limit))
    }

    fn sync_count(&self, id: &SyncId) -> BoxFuture<'_, Result<u64>> {
        let id = id.clone();
        self.read(move |db| sync_items::count(db, &id))
    }

    fn sync(&self, id: &SyncId) -> BoxFuture<'_, Result<Option<SyncRow>>> {
        let id = id.clone();
        self.read(move |db| syncs::get(db, &id))
    }

    fn syncs(&self, tenant: &TenantId) -> BoxFuture<'_, Result<Vec<SyncRow>>> {
        let tenant = tenant.clone();
        self.read(move |db| syncs::all(db, &tenant))
    }

    fn due_syncs(&self, now: Timestamp, limit: u32) -> BoxFuture<'_, Result<Vec<SyncRow>>> {
        self.read(move |db| syncs::due(db, now, limit))
    }

    fn forget_sync(&self, id: &SyncId, now: Timestamp) -> BoxFuture<'_, Result<bool>> {
        let id = id.clone();
        self.write(move |db| syncs::forget(db, &id, now))
    }
}
