//! Reads from the mirror: what the last run of a change feed has kept, and how old that is.

use std::time::Duration;

use jiff::Timestamp;

use super::super::connection::Connection;
use super::super::options::parse;
use super::super::tenant::{Tenant, model};
use super::apply::place;
use super::options::MirrorOptions;
use crate::error::{Code, Error, Result};
use crate::model::{Model, Record};
use crate::store::{SyncItem, SyncRow};
use crate::sync::{Sieve, State};

/// How many records one page holds unless it is told otherwise, and at most.
const PAGE: u32 = 100;
const MOST: u32 = 1_000;

/// Records as the mirror has them.
#[derive(Debug)]
pub struct MirrorPage {
    /// The records, by id.
    pub records: Vec<Record>,
    /// They are at least as new as this, by our clock.
    pub as_of: Timestamp,
    /// How long that is ago, in milliseconds.
    pub age_ms: u64,
    /// Pass it as `after` for the next page; `None` behind the last.
    pub next: Option<String>,
}

/// One record, from the mirror or from the system.
#[derive(Debug)]
pub struct MirrorRead {
    /// The record.
    pub record: Record,
    /// It is at least as new as this, by our clock.
    pub as_of: Timestamp,
    /// How long that is ago, in milliseconds.
    pub age_ms: u64,
    /// Whether it comes from the mirror; else from the system, because the mirror was too old.
    pub mirrored: bool,
}

/// A mirror that there is.
struct Kept {
    row: SyncRow,
    as_of: Timestamp,
}

impl Tenant {
    /// Records of a resource from its mirror (`connection`, `where`, `after`, `limit`); nothing is asked of the system.
    /// `INVALID_INPUT` where there is no mirror, `MODULE_INACTIVE` as for the system itself.
    pub async fn mirror_page(&self, resource: &str, options_json: &str) -> Result<MirrorPage> {
        let read = async {
            let options: MirrorOptions = parse("mirror.list", options_json)?;
            let limit = options.limit.unwrap_or(PAGE);
            if !(1..=MOST).contains(&limit) {
                return Err(Error::invalid_input(format!("limit must be 1 to {MOST}")));
            }
            if options.max_age_ms.is_some() {
                return Err(Error::invalid_input("max_age is for one record; a list tells its age"));
            }
            let model = model(resource)?;
            let (connection, kept) = self.kept(model, options.connection.as_deref()).await?;
            let sieve = Sieve::new(model, &options.filter, connection.name.as_str())?;
            self.page(model, &connection, kept, &sieve, options.after.as_deref(), limit).await
        };
        read.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation(&format!("{resource}.mirror.list")))
    }

    /// One record of a resource from its mirror (`connection`, `max_age_ms`), or from the system where the mirror is older
    /// than that. `NOT_FOUND` where it is not in the mirror.
    pub async fn mirror_get(&self, resource: &str, id: &str, options_json: &str) -> Result<MirrorRead> {
        let read = async {
            let options: MirrorOptions = parse("mirror.get", options_json)?;
            if options.after.is_some() || options.limit.is_some() || !options.filter.is_empty() {
                return Err(Error::invalid_input("mirror.get takes no where, no after and no limit"));
            }
            let model = model(resource)?;
            let view = self.state.view(&self.bridge.inner).await?;
            let named = id.split_once(':').map(|(name, _)| name).filter(|name| view.row(name).is_ok());
            let (connection, kept) = self.kept(model, named.or(options.connection.as_deref())).await?;
            let own = if named.is_some() { id.to_owned() } else { format!("{}:{id}", connection.name) };
            let now = Timestamp::now();
            let store = &self.bridge.inner.state().await?.store;
            for Kept { row, as_of } in kept {
                let found = store.sync_items(&row.id, vec![own.clone()]).await?;
                let as_of = found.first().map_or(as_of, |item| item.read_at.max(as_of));
                let age_ms = age(as_of, now);
                if options.max_age_ms.is_some_and(|most| age_ms > most) {
                    let live = serde_json::json!({"connection": connection.name, "deadline_ms": options.deadline_ms});
                    let record = self.get(resource, id, &live.to_string()).await?;
                    return Ok(MirrorRead { record, as_of: now, age_ms: 0, mirrored: false });
                }
                if let Some(item) = found.first() {
                    let record = self.unsealed(model, &connection, item).await?;
                    return Ok(MirrorRead { record, as_of, age_ms, mirrored: true });
                }
            }
            Err(Error::new(Code::NotFound, format!("{own:.120?} is not in the mirror")))
        };
        read.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation(&format!("{resource}.mirror.get")))
    }

    async fn kept(
        &self,
        model: &'static Model,
        named: Option<&str>,
    ) -> Result<(std::sync::Arc<Connection>, Vec<Kept>)> {
        let connection = self.serving(model, named).await?;
        let store = &self.bridge.inner.state().await?.store;
        let mut kept = Vec::new();
        for row in store.syncs(&self.state.id).await? {
            if row.id.connection != connection.name || row.id.resource != model.path() {
                continue;
            }
            let state: State = serde_json::from_str(&row.state).unwrap_or_default();
            let as_of = state.as_of.filter(|_| state.setup.mirror && state.instance == connection.instance);
            kept.extend(as_of.map(|as_of| Kept { row, as_of }));
        }
        match kept.is_empty() {
            false => Ok((connection, kept)),
            true => Err(Error::invalid_input(format!(
                "there is no mirror of {} of connection {} yet: run its sync to its end with mirror",
                model.path(),
                connection.name
            ))),
        }
    }

    async fn page(
        &self,
        model: &'static Model,
        connection: &Connection,
        kept: Vec<Kept>,
        sieve: &Sieve,
        after: Option<&str>,
        limit: u32,
    ) -> Result<MirrorPage> {
        let wrong = || Error::invalid_input("after is not the next of a page of this mirror");
        let place = |after: &str| Some((after.split_once(' ')?.0.parse().ok()?, after.split_once(' ')?.1.to_owned()));
        let (number, mut after): (u64, String) = match after {
            None => (0, String::new()),
            Some(after) => place(after).ok_or_else(wrong)?,
        };
        let as_of = kept.iter().map(|kept| kept.as_of).min().ok_or_else(wrong)?;
        let store = &self.bridge.inner.state().await?.store;
        let mut rows: Vec<SyncRow> = kept.into_iter().map(|kept| kept.row).filter(|row| row.number >= number).collect();
        rows.sort_by_key(|row| row.number);
        let mut page = MirrorPage { records: Vec::new(), as_of, age_ms: age(as_of, Timestamp::now()), next: None };
        for row in rows {
            if row.number != number {
                after.clear();
            }
            loop {
                let left = limit as usize - page.records.len();
                // One more tells whether there is a next page.
                let most = if sieve.is_empty() { left + 1 } else { MOST as usize };
                let items = store.sync_page(&row.id, &after, u32::try_from(most).unwrap_or(MOST)).await?;
                let ended = items.len() < most;
                for item in items {
                    let record = self.unsealed(model, connection, &item).await?;
                    if sieve.passes(&record) {
                        if page.records.len() == limit as usize {
                            page.next = Some(format!("{} {after}", row.number));
                            return Ok(page);
                        }
                        page.records.push(record);
                    }
                    after = item.id;
                }
                if ended {
                    break;
                }
            }
        }
        Ok(page)
    }

    async fn unsealed(&self, model: &'static Model, connection: &Connection, item: &SyncItem) -> Result<Record> {
        let unread = || Error::new(Code::NotFound, "the mirror does not hold this record yet: run its sync to its end");
        let sealed = item.sealed.as_ref().ok_or_else(unread)?;
        let sealer = &self.bridge.inner.state().await?.sealer;
        let place = place(&model.path(), &item.id);
        let plain = sealer.open(&self.state.id, &connection.name, &place, item.sealed_in, sealed).await?;
        Record::from_json(model, &String::from_utf8_lossy(&plain))
    }
}

fn age(as_of: Timestamp, now: Timestamp) -> u64 {
    let age = Duration::try_from(now.duration_since(as_of)).unwrap_or_default();
    u64::try_from(age.as_millis()).unwrap_or(u64::MAX)
}
