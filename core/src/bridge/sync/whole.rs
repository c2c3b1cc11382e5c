//! Records whose lists leave parts out: each is read whole, at a request of its own.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::super::list::expand_each;
use super::super::options::ListOptions;
use super::step::Active;
use crate::error::Result;
use crate::mapping::DecodedPage;
use crate::model::Record;

impl Active {
    /// Reads the records of a page whole. Where the call's time ends before, those that were read are kept, and the call
    /// that reads the page again does not read them again: else a page that takes longer than a call would never end.
    pub(super) async fn whole(
        &mut self,
        index: usize,
        mut records: Vec<Record>,
        options: &ListOptions,
        now: Timestamp,
    ) -> Result<Vec<Record>> {
        let (plan, half) = (Arc::clone(&self.plans[index]), self.part(index)?.half);
        let listed = records.len() as u64;
        if half > 0 {
            let number = self.run()?.number;
            let ids = records.iter().map(|record| record.id.to_string()).collect();
            let known = self.lease.store.sync_items(&self.lease.id, ids).await?;
            let known = known.into_iter().filter(|item| item.generation == number);
            let known: HashMap<String, Option<Timestamp>> = known.map(|item| (item.id, item.updated_at)).collect();
            records.retain(|record| known.get(&*record.id).is_none_or(|read| *read < record.updated_at));
        }
        let again = listed - records.len() as u64;
        let (whole, failed) = expand_each(&self.connection, &plan, records, options).await;
        let Some(error) = failed else {
            let part = self.part(index)?;
            part.half = 0;
            // More than were kept of this page: it has moved.
            part.facts.repeated += again.saturating_sub(half);
            return Ok(whole);
        };
        if self.ran_out(&error) && !whole.is_empty() {
            self.part(index)?.half += whole.len() as u64;
            self.keep(index, DecodedPage { records: whole, quarantined: Vec::new() }, None, now).await?;
        }
        Err(error)
    }
}
