//! What a page means: records that are new, changed or as they were, and the events that tell of it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::super::leg::Leg;
use super::step::{Active, text};
use crate::error::Result;
use crate::event::{Milestone, change_id, change_type, connection_source, milestones, state_stamp};
use crate::mapping::DecodedPage;
use crate::model::{Change, Record};
use crate::store::{NewEvent, SyncChange, SyncItem};
use crate::sync::{Hole, Mode, Seen, Told, compare, digest, event_id};

/// So many records that could not be read are named in a report.
const NAMED: usize = 20;
/// What an event's data may hold; a record that is larger is left out of it.
const MAX_DATA: usize = 1_000_000;

/// What is to be told of one record.
pub(super) struct News<'n> {
    pub(super) change: Change,
    pub(super) id: &'n str,
    /// How it is known.
    pub(super) by: &'static str,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) digest: &'n [u8],
    pub(super) time: Timestamp,
    /// Whether the change has moved the record's time beyond all that was known: no state that was told before has it.
    pub(super) moved: bool,
}

impl Active {
    /// Keeps a page of the list, and where the list stands behind it.
    pub(super) async fn keep(
        &mut self,
        index: usize,
        page: DecodedPage,
        leg: Option<&Leg>,
        now: Timestamp,
    ) -> Result<()> {
        let bad: Vec<Option<String>> =
            page.quarantined.iter().map(|bad| Some(leg?.quarantined_id(bad)?.into())).collect();
        let ids = page.records.iter().map(|record| String::from(&*record.id)).chain(bad.iter().flatten().cloned());
        let found = self.lease.store.sync_items(&self.lease.id, ids.collect()).await?;
        let mut known: HashMap<String, SyncItem> = found.into_iter().map(|item| (item.id.clone(), item)).collect();
        let mut change = SyncChange::default();
        for record in &page.records {
            self.record(index, record, &mut known, &mut change, now).await?;
        }
        let number = self.run()?.number;
        for (quarantined, id) in page.quarantined.iter().zip(bad) {
            let run = self.run()?;
            run.counts.quarantined += 1;
            if run.quarantine.len() < NAMED {
                let (pointer, reason) = (quarantined.pointer.clone(), quarantined.reason.clone());
                run.quarantine.push(Hole { id: id.clone(), pointer, reason });
            }
            let facts = &mut self.part(index)?.facts;
            (facts.quarantined, facts.seen) = (facts.quarantined + 1, facts.seen + 1);
            match id {
                None => facts.holes += 1,
                // It is there: what cannot be read is not gone.
                Some(id) => change.put.extend(known.remove(&id).map(|item| SyncItem { generation: number, ..item })),
            }
        }
        let plan = Arc::clone(&self.plans[index]);
        let part = self.part(index)?;
        if part.facts.ended {
            part.phase = Self::after_list(&plan, part);
        }
        change.state = text(&self.state)?;
        self.lease.commit(change).await
    }

    async fn record(
        &mut self,
        index: usize,
        record: &Record,
        known: &mut HashMap<String, SyncItem>,
        change: &mut SyncChange,
        now: Timestamp,
    ) -> Result<()> {
        let (number, mirror) = (self.run()?.number, self.state.setup.mirror);
        let json = record.to_json();
        let digest = digest(json.as_bytes());
        let old = known.get(&*record.id);
        let updated_before = old.and_then(|old| old.updated_at);
        let told = compare(old.map(|old| Seen { digest: &old.digest, generation: old.generation }), &digest, number);
        let before = match old {
            Some(old) if told == Told::Updated => self.opened(old).await?,
            _ => None,
        };
        let kept = old.filter(|_| told == Told::Unchanged).and_then(|old| Some((old.sealed.clone()?, old.sealed_in)));
        let (sealed, sealed_in) = match kept {
            Some((sealed, sealed_in)) if mirror => (Some(sealed), sealed_in),
            _ if mirror => (Some(self.sealed(&record.id, &json).await?), number),
            _ => (None, number),
        };
        let again = old.is_some_and(|old| old.generation == number);
        let part = self.part(index)?;
        let name = part.name.clone();
        if again {
            part.facts.repeated += u64::from(told == Told::Repeated);
        } else {
            part.facts.seen += 1;
        }
        part.facts.news |= matches!(told, Told::Created | Told::Updated);
        if part.mode == Mode::Changes || !part.facts.probed {
            part.high = part.high.max(record.updated_at);
        }
        let counts = &mut self.run()?.counts;
        let (count, told) = match told {
            Told::Repeated => return Ok(()),
            Told::Unchanged => (&mut counts.unchanged, None),
            Told::Created => (&mut counts.created, Some(Change::Created)),
            Told::Updated => (&mut counts.updated, Some(Change::Updated)),
        };
        *count += 1;
        if let Some(told) = told {
            let known = self.state.known.get(&name).and_then(|known| known.watermark);
            let moved = record.updated_at > known && record.updated_at > updated_before;
            let news = News {
                change: told,
                id: &record.id,
                by: if before.is_some() || told == Change::Created { "record" } else { "digest" },
                before,
                after: Some(json),
                digest: &digest,
                time: record.updated_at.unwrap_or(now),
                moved: known.is_some() && moved,
            };
            self.tell(&news, change)?;
        }
        let item = SyncItem {
            id: record.id.to_string(),
            part: name,
            digest,
            generation: number,
            updated_at: record.updated_at,
            read_at: now,
            sealed,
            sealed_in,
        };
        known.insert(item.id.clone(), item.clone());
        change.put.push(item);
        Ok(())
    }

    /// Adds the events of a change, where they are wanted.
    pub(super) fn tell(&mut self, news: &News<'_>, change: &mut SyncChange) -> Result<()> {
        if !self.state.events {
            return Ok(());
        }
        let (feed, backfill, number) = (self.number, self.run()?.backfill, self.run()?.number);
        let id = &self.lease.id;
        let parsed = |text: &Option<String>| text.as_ref().and_then(|text| serde_json::from_str::<Json>(text).ok());
        let (before, after) = (parsed(&news.before), parsed(&news.after));
        let data = data(id.connection.as_str(), &id.resource, backfill, news, before.as_ref(), after.as_ref());
        let event = |id_of: String, kind: String| NewEvent {
            tenant: Some(id.tenant.clone()),
            source: connection_source(id.connection.as_str()),
            id: id_of,
            kind,
            subject: Some(news.id.to_owned()),
            time: news.time,
            data: Some(data.clone()),
            attributes: None,
        };
        // A webhook may tell the same. What goes back to a state of before (a restored backup) is told again, though: so only
        // news that are later than all that was known have the id that follows from the state alone.
        let shared = after.as_ref().filter(|_| news.moved && !backfill);
        let shared = shared.and_then(|after| change_id(&id.resource, news.change, after));
        let own = || event_id(feed, number, news.id, news.change.as_str(), news.digest);
        change.events.push(event(shared.unwrap_or_else(own), change_type(&id.resource, news.change)));
        // Deals that were won long ago are won for nobody now.
        if !backfill {
            // What was before an update is known only from a mirror; without, nothing is said to have been reached by it.
            let before = before.as_ref().or(after.as_ref().filter(|_| news.change == Change::Updated));
            let open = |one: &&Milestone| !self.closed.contains(&one.kind);
            for reached in milestones(&id.resource, news.change, before, after.as_ref()).filter(open) {
                let stamp = after.as_ref().and_then(state_stamp).unwrap_or_default();
                change.events.push(event(reached.event_id(news.id, stamp), reached.kind.to_owned()));
            }
        }
        self.run()?.counts.events = self.run()?.counts.events.saturating_add(change_count(change, news.id));
        Ok(())
    }

    /// Seals a record for the mirror.
    async fn sealed(&mut self, id: &str, json: &str) -> Result<Vec<u8>> {
        let number = self.run()?.number;
        let feed = &self.lease.id;
        self.sealer.seal(&feed.tenant, &feed.connection, &place(&feed.resource, id), number, json.as_bytes()).await
    }

    /// The record as the mirror has it.
    pub(super) async fn opened(&self, item: &SyncItem) -> Result<Option<String>> {
        let Some(sealed) = &item.sealed else { return Ok(None) };
        let feed = &self.lease.id;
        let place = place(&feed.resource, &item.id);
        let plain = self.sealer.open(&feed.tenant, &feed.connection, &place, item.sealed_in, sealed).await?;
        Ok(Some(String::from_utf8_lossy(&plain).into_owned()))
    }
}

/// Where a record of the mirror is sealed for.
pub(super) fn place(resource: &str, id: &str) -> String {
    format!("mirror/{resource}/{id}")
}

/// The events at the end of a step that are of one record.
fn change_count(change: &SyncChange, id: &str) -> u64 {
    change.events.iter().rev().take_while(|event| event.subject.as_deref() == Some(id)).count() as u64
}

/// The data of a change's events.
fn data(
    connection: &str,
    resource: &str,
    backfill: bool,
    news: &News<'_>,
    before: Option<&Json>,
    after: Option<&Json>,
) -> String {
    let fits = |text: &Option<String>, more: usize| text.as_ref().is_none_or(|text| text.len() + more < MAX_DATA);
    let size = news.after.as_ref().map_or(0, String::len);
    let (has_after, has_before) = (fits(&news.after, 0), fits(&news.before, size));
    let raw = |text: &Option<String>, has: bool| text.clone().filter(|_| has).unwrap_or_else(|| "null".to_owned());
    let changed = before.zip(after).map(|(before, after)| differing(before, after));
    let mut omitted = Vec::new();
    omitted.extend((!has_before).then_some("before"));
    omitted.extend((!has_after).then_some("after"));
    format!(
        r#"{{"resource":{},"connection":{},"change":{},"id":{},"by":{},"backfill":{backfill},"changed":{},"omitted":{},"before":{},"after":{}}}"#,
        json!(resource),
        json!(connection),
        json!(news.change.as_str()),
        json!(news.id),
        json!(news.by),
        json!(changed),
        json!(omitted),
        raw(&news.before, has_before),
        raw(&news.after, has_after),
    )
}

/// The names of the fields that differ.
fn differing<'j>(before: &'j Json, after: &'j Json) -> Vec<&'j str> {
    let (Json::Object(before), Json::Object(after)) = (before, after) else { return Vec::new() };
    let names = after.keys().chain(before.keys().filter(|name| !after.contains_key(*name)));
    names.filter(|name| before.get(*name) != after.get(*name)).map(String::as_str).collect()
}
