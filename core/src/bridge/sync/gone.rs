//! What is gone: by the system's own list of deletions, or because a list that is proved to be whole does not show it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::super::adapter::EntityPlan;
use super::super::answer::{Call, read_record};
use super::super::deletions::feed;
use super::apply::News;
use super::step::{Active, text};
use crate::error::{Code, Error, Result};
use crate::model::Change;
use crate::store::{SyncChange, SyncItem};
use crate::sync::{Phase, Proof, doubt, read_from};

/// So many records are looked for in one step.
const CHUNK: u32 = 50;
/// So many are asked for one by one although the list proves that they are gone: a list that hides records is noticed so.
const SAMPLE: u64 = 50;

/// What became of a record that the list does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Gone,
    There,
    /// The system does not say.
    Unknown,
}

impl Active {
    /// Reads the system's list of deletions.
    pub(super) async fn feed(&mut self, index: usize, now: Timestamp) -> Result<()> {
        let plan = Arc::clone(&self.plans[index]);
        let name = self.part(index)?.name.clone();
        let dated = plan.entity.deleted.at.is_some();
        // One more: the list's filter does not include its own moment.
        let lookback = self.lookback().saturating_add(SignedDuration::from_secs(1));
        let since = self.state.known.get(&name).and_then(|known| known.deleted).filter(|_| dated);
        let zone = self.connection.zone().await?;
        let since = since.map(|since| read_from(since, lookback, zone).to_string());
        // Nothing can be deleted for one who knows nothing.
        let first = self.run()?.backfill;
        let deadline = self.deadline()?;
        let told = match first {
            true => Vec::new(),
            false => feed(&self.connection, &plan, since.as_deref(), deadline).await?,
        };
        let told: Vec<(String, Option<Timestamp>)> = told
            .into_iter()
            .map(|(_, one)| {
                let id = one["id"].as_str().unwrap_or_default().to_owned();
                (id, one["deleted_at"].as_str().and_then(|at| at.parse().ok()))
            })
            .collect();
        for chunk in told.chunks(CHUNK as usize) {
            let ids = chunk.iter().map(|(id, _)| id.clone()).collect();
            let known = self.lease.store.sync_items(&self.lease.id, ids).await?;
            let (mut change, mut late) = (SyncChange::default(), None);
            for item in known {
                let at = chunk.iter().rev().find(|(id, _)| *id == item.id).and_then(|(_, at)| *at);
                match self.is_deleted(index, &plan, &item, at).await {
                    Ok(true) => self.gone(item, "feed", at.unwrap_or(now), &mut change).await?,
                    Ok(false) => {}
                    Err(error) if self.ran_out(&error) => {
                        late = Some(error);
                        break;
                    }
                    Err(error) => return Err(error),
                }
            }
            if !change.remove.is_empty() {
                change.state = text(&self.state)?;
                self.lease.commit(change).await?;
            }
            if let Some(late) = late {
                return Err(late);
            }
        }
        let part = self.part(index)?;
        part.deleted = part.deleted.max(told.iter().filter_map(|(_, at)| *at).max());
        part.phase = Self::after_feed(&plan, part);
        self.lease.commit(SyncChange { state: text(&self.state)?, ..SyncChange::default() }).await
    }

    fn lookback(&self) -> SignedDuration {
        SignedDuration::from_secs(i64::from(self.state.lookback_seconds.unwrap_or(60)))
    }

    /// Whether a record that was deleted once is deleted now: one that was made anew with the same id, or restored, is there.
    async fn is_deleted(
        &mut self,
        index: usize,
        plan: &Arc<EntityPlan>,
        item: &SyncItem,
        at: Option<Timestamp>,
    ) -> Result<bool> {
        let number = self.run()?.number;
        // The clocks of the system may disagree by as much as is read again.
        let zone = self.connection.zone().await?;
        let doubt = |changed: Timestamp| doubt(changed, self.lookback(), zone);
        let sure = |changed: Timestamp| changed.checked_add(doubt(changed)).unwrap_or(Timestamp::MAX);
        let later = at.zip(item.updated_at).map(|(at, changed)| at > sure(changed));
        if later == Some(true) && item.generation < number {
            return Ok(true);
        }
        if !self.part(index)?.facts.can_ask {
            return Ok(later.unwrap_or(item.generation < number));
        }
        Ok(self.ask(plan, item).await? == Found::Gone)
    }

    /// Looks for what the list did not show.
    pub(super) async fn sweep(&mut self, index: usize, now: Timestamp) -> Result<()> {
        let plan = Arc::clone(&self.plans[index]);
        let part = self.part(index)?.clone();
        let number = self.run()?.number;
        let unseen = self.lease.store.unseen(&self.lease.id, &part.name, number, &part.after, CHUNK).await?;
        let mut change = SyncChange::default();
        let before = part.facts.gone + part.facts.hidden + part.facts.unconfirmed;
        let (mut last, mut late) = (None, None);
        for (asked, item) in (before..).zip(&unseen) {
            let facts = &self.part(index)?.facts;
            let sure = facts.proof() == Proof::List && facts.hidden == 0 && (asked >= SAMPLE || !facts.can_ask);
            let (found, by) = match sure {
                true => (Found::Gone, "list"),
                false => match self.ask(&plan, item).await {
                    // What was asked before the call's time was over is kept.
                    Err(error) if self.ran_out(&error) => {
                        late = Some(error);
                        break;
                    }
                    found => (found?, "asked"),
                },
            };
            let facts = &mut self.part(index)?.facts;
            match found {
                Found::Gone => {
                    facts.gone += 1;
                    self.gone(item.clone(), by, now, &mut change).await?;
                }
                Found::There => {
                    facts.hidden += 1;
                    change.put.push(SyncItem { generation: number, ..item.clone() });
                }
                Found::Unknown => facts.unconfirmed += 1,
            }
            last = Some(&item.id);
        }
        let part = self.part(index)?;
        if let Some(last) = last {
            part.after.clone_from(last);
        }
        if late.is_none() && unseen.len() < CHUNK as usize {
            part.phase = Phase::Done;
        }
        change.state = text(&self.state)?;
        self.lease.commit(change).await?;
        late.map_or(Ok(()), Err)
    }

    /// Asks the system for one record.
    async fn ask(&mut self, plan: &Arc<EntityPlan>, item: &SyncItem) -> Result<Found> {
        let mut remote = item.id.strip_prefix(self.connection.name.as_str()).and_then(|rest| rest.strip_prefix(':'));
        if let Some(variant) = &plan.variant {
            remote = remote.and_then(|rest| rest.strip_prefix(variant.as_str())?.strip_prefix(':'));
        }
        let Some(remote) = remote else { return Err(Error::unexpected("a sync knows a record of another connection")) };
        let call = Call { connection: &self.connection, plan, raw: false, deadline: self.deadline()? };
        match read_record(call, remote).await {
            Ok(_) => Ok(Found::There),
            Err(error) if error.code() == Code::NotFound => Ok(Found::Gone),
            // It is there, and cannot be read, or may not be.
            Err(error)
                if matches!(error.code(), Code::UpstreamInvalid | Code::PermissionDenied | Code::InvalidInput) =>
            {
                Ok(Found::Unknown)
            }
            Err(error) => Err(error),
        }
    }

    /// Takes a record for deleted.
    async fn gone(&mut self, item: SyncItem, by: &'static str, time: Timestamp, change: &mut SyncChange) -> Result<()> {
        let before = self.opened(&item).await?;
        self.run()?.counts.deleted += 1;
        let news = News {
            change: Change::Deleted,
            id: &item.id,
            by,
            before,
            after: None,
            digest: &item.digest,
            time,
            moved: false,
        };
        self.tell(&news, change)?;
        change.remove.push(item.id);
        Ok(())
    }
}
