//! Leasing what is due: first what waits, then what the log has behind the group's position.

use jiff::Timestamp;
use rusqlite::Connection;

use super::super::super::{Claim, Claimed, Delivery, LogLimits, LoggedEvent, Passage};
use super::super::failure::damaged;
use super::gate::Judge;
use super::groups::{self, Group};
use super::heads::{self, Head};
use super::letters;
use super::row::{self, key, last, number, signed};
use super::{excess, steps};
use crate::error::Result;

/// So many events are looked at in one transaction at most, so that others come to write in between.
const SCAN: usize = 5_000;

/// Consumers may die with an event that they never came to handle, so lost leases count less than failures: such an
/// event is given up after this many times the attempts of its group.
const LOST: u32 = 3;

/// What a claim that finds nothing answers, without a write; `None` when there may be something.
pub(in super::super) fn idle(db: &Connection, claim: &Claim) -> Result<Option<Claimed>> {
    let group = groups::get(db, &claim.group)?;
    let due = next_due(db, &group)?;
    let busy = claim.max > 0
        && (due.is_some_and(|due| due <= claim.now) || last(db)? > group.scanned || letters::any_ready(db, group.id)?);
    Ok((!busy).then_some(Claimed { deliveries: Vec::new(), due }))
}

pub(in super::super) fn claim(db: &Connection, limits: &LogLimits, claim: &Claim) -> Result<Claimed> {
    let (group, gate) = (groups::get(db, &claim.group)?, Judge::new(db, &claim.gate));
    let mut run = Run { db, limits, claim, group, gate, found: Vec::new() };
    run.take_due()?;
    run.take_letters()?;
    let complete = run.scan()?;
    let group = &run.group;
    db.prepare_cached("UPDATE event_groups SET scanned = ?2, fence = ?3 WHERE grp = ?1")?.execute((
        group.id,
        signed(group.scanned),
        group.fence,
    ))?;
    let due = if complete { next_due(db, group)? } else { Some(claim.now) };
    Ok(Claimed { deliveries: run.found, due })
}

fn next_due(db: &Connection, group: &Group) -> Result<Option<Timestamp>> {
    let due: Option<i64> = db
        .prepare_cached("SELECT min(due_at) FROM event_heads WHERE grp = ?1")?
        .query_row([group.id], |row| row.get(0))?;
    due.map(|due| Timestamp::from_microsecond(due).map_err(|_| damaged("event"))).transpose()
}

struct Run<'a> {
    db: &'a Connection,
    limits: &'a LogLimits,
    claim: &'a Claim,
    group: Group,
    gate: Judge<'a>,
    found: Vec<Delivery>,
}

impl Run<'_> {
    fn room(&self) -> usize {
        self.claim.max.saturating_sub(self.found.len())
    }

    /// Leases that ended, waits that are over, and the next events of keys that were settled.
    fn take_due(&mut self) -> Result<()> {
        while self.room() > 0 {
            let due = self.due()?;
            if due.is_empty() {
                break;
            }
            for head in due {
                self.take(&head)?;
            }
        }
        Ok(())
    }

    fn due(&self) -> Result<Vec<Head>> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT {} FROM event_heads WHERE grp = ?1 AND due_at <= ?2 ORDER BY due_at, position LIMIT ?3",
            heads::COLUMNS
        ))?;
        let now = self.claim.now.as_microsecond();
        let mut rows = statement.query((self.group.id, now, signed(self.room() as u64)))?;
        let mut due = Vec::new();
        while let Some(row) = rows.next()? {
            due.push(heads::read(row)?);
        }
        Ok(due)
    }

    fn take(&mut self, head: &Head) -> Result<()> {
        if head.fence.is_some() && head.attempt >= self.group.spec.max_attempts.saturating_mul(LOST) {
            let error = head.error.clone().unwrap_or_else(|| "its consumers ended without an answer".to_owned());
            return heads::bury(self.db, self.limits, &self.group, head, &error, self.claim.now);
        }
        let event = match head.letter {
            Some(letter) => letters::get(self.db, letter)?,
            None => row::get(self.db, head.position)?,
        };
        let event = event.filter(|event| self.group.wants(&event.event.kind));
        let passage = event.as_ref().map(|event| self.passage(&head.tenant, &event.event.kind)).transpose()?;
        if let Some(Passage::Closed(module)) = &passage {
            return heads::bury(self.db, self.limits, &self.group, head, &closed(module), self.claim.now);
        }
        let Some(event) = event.filter(|_| passage == Some(Passage::Open)) else {
            match head.letter {
                Some(letter) => {
                    letters::again(self.db, letter, 0, "it is not for this group any more", self.claim.now)?;
                }
                None => steps::forget(self.db, self.group.id, head.position)?,
            }
            return heads::advance(self.db, &self.group, head);
        };
        self.group.fence += 1;
        self.db
            .prepare_cached(
                "UPDATE event_heads SET due_at = ?4, fence = ?5, attempt = attempt + 1
                 WHERE grp = ?1 AND tenant = ?2 AND subject = ?3",
            )?
            .execute((
                self.group.id,
                &head.tenant,
                &head.subject,
                self.claim.until.as_microsecond(),
                self.group.fence,
            ))?;
        self.deliver(event, head.attempt + 1)
    }

    /// Dead letters that were asked for again. One that may not be delivered any more is a dead letter as before.
    fn take_letters(&mut self) -> Result<()> {
        while self.room() > 0 {
            let ready = letters::ready(self.db, self.group.id, self.room())?;
            if ready.is_empty() {
                break;
            }
            for (letter, event) in ready {
                match self.passage(key(event.event.tenant.as_ref()), &event.event.kind)? {
                    Passage::Open => {
                        letters::lend(self.db, letter)?;
                        self.lease(event, Some(letter))?;
                    }
                    Passage::Over(module) | Passage::Closed(module) => {
                        letters::again(self.db, letter, 0, &closed(&module), self.claim.now)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Goes on in the log. Tells whether it came to the end of it, or to as many events as were asked for.
    fn scan(&mut self) -> Result<bool> {
        if self.room() == 0 {
            return Ok(true);
        }
        let db = self.db;
        let mut statement = db.prepare_cached(&format!(
            "SELECT {} FROM events WHERE position > ?1 ORDER BY position LIMIT ?2",
            row::COLUMNS
        ))?;
        let mut rows = statement.query((signed(self.group.scanned), signed(SCAN as u64)))?;
        let mut seen = 0;
        while let Some(row) = rows.next()? {
            seen += 1;
            let text = |column: usize| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str().unwrap_or_default());
            let (tenant, kind, subject) = (text(1)?, text(4)?, text(5)?);
            self.group.scanned = number(row.get(0)?)?;
            let of = self.group.spec.tenant.as_ref();
            if !self.group.wants(kind) || of.is_some_and(|of| of.as_str() != tenant) {
                continue;
            }
            if heads::passed(db, self.group.id, tenant, subject)? {
                continue;
            }
            match self.passage(tenant, kind)? {
                Passage::Open => self.lease(row::read(row)?, None)?,
                Passage::Over(_) => {}
                // Not lost: it can be asked for again when the module is open. Nor does it hold the log up until then.
                Passage::Closed(module) => {
                    letters::insert(db, self.group.id, self.group.scanned, 0, &closed(&module), self.claim.now)?;
                    excess::drop_letters(db, self.limits, self.claim.now)?;
                }
            }
            if self.room() == 0 {
                return Ok(true);
            }
        }
        Ok(seen < SCAN)
    }

    fn lease(&mut self, event: LoggedEvent, letter: Option<i64>) -> Result<()> {
        self.group.fence += 1;
        let settled = if letter.is_some() { self.group.scanned } else { event.position };
        let (tenant, subject) = (key(event.event.tenant.as_ref()), event.event.subject.as_deref().unwrap_or(""));
        self.db
            .prepare_cached(
                "INSERT INTO event_heads (grp, tenant, subject, position, settled, due_at, fence, attempt, letter)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8)",
            )?
            .execute((
                self.group.id,
                tenant,
                subject,
                signed(event.position),
                signed(settled),
                self.claim.until.as_microsecond(),
                self.group.fence,
                letter,
            ))?;
        self.deliver(event, 1)
    }

    fn deliver(&mut self, event: LoggedEvent, attempt: u32) -> Result<()> {
        self.found.push(Delivery { event, fence: number(self.group.fence)?, attempt, until: self.claim.until });
        Ok(())
    }

    fn passage(&mut self, tenant: &str, kind: &str) -> Result<Passage> {
        self.gate.passage(tenant, kind, &self.group.spec.requires)
    }
}

/// Why an event was not delivered.
fn closed(module: &str) -> String {
    format!("MODULE_INACTIVE: its tenant may not use the module {module}; ask for it again when it may")
}
