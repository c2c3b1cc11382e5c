//! Rate budgets: blocks of slots, who waits for more, and what the system asked for.

mod pace;
mod share;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};

use self::share::{Standing, Wanting, share};
use super::super::{RateAsk, RateGrant, RateReport, RateState, RateTold, RateWindow};
use super::failure::damaged;
use crate::error::Result;

/// Blocks stay for so long after they are free: what a system told a moment ago is held against what was taken then.
const LAG: SignedDuration = SignedDuration::from_secs(5);
/// A block that is taken for longer than this beyond its window was written before the clock was set back.
const ODD: SignedDuration = SignedDuration::from_mins(20);
/// The clocks of two processes on one host differ by less, and so do their roundings.
const GRAIN: SignedDuration = SignedDuration::from_millis(2);
/// So many times are told.
const TOLD: usize = 64;
/// Budgets that nobody asked for are forgotten.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn take(db: &Connection, window: &RateWindow, ask: &RateAsk, now: Timestamp) -> Result<RateGrant> {
    let budget = window.budget.as_str();
    tidy(db, window, now)?;
    for report in &ask.reports {
        settle(db, window, ask, report)?;
    }
    let limit = enter(db, window, ask.told.as_ref(), now)?;
    if let Some(told) = &ask.told {
        correct(db, window, limit, told)?;
    }
    let (not_before, paced_at): (i64, i64) = db
        .prepare_cached("SELECT not_before, paced_at FROM rate_budgets WHERE budget = ?1")?
        .query_row([budget], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let others = wanting(db, budget, &ask.owner)?;
    let tenants = taken(db, budget, now)?;
    let at = now.as_microsecond();
    let mut frees = frees(db, budget, at)?;
    let mut given = share::Given { paced_at, ..Default::default() };
    if not_before <= at {
        given = share(window, ask, &others, &Standing { limit, now: at, taken: &tenants, frees: &frees, paced_at });
    }
    let slots = given.interactive + given.background + given.spare;
    if slots > 0 {
        let expected = now + window.per + GRAIN;
        put_block(db, budget, ask, ask.number, slots, expected + window.hold(), expected)?;
        db.prepare_cached("UPDATE rate_budgets SET paced_at = ?2 WHERE budget = ?1")?
            .execute((budget, given.paced_at))?;
        frees.push((expected.as_microsecond(), slots));
        frees.sort_by_key(|(at, _)| *at);
    }
    want(db, window, ask, &given, frees.first().map_or(at, |(first, _)| *first))?;
    let owners = db
        .prepare_cached(
            "SELECT count(*) FROM (SELECT owner FROM rate_blocks WHERE budget = ?1 AND owner <> ''
             UNION SELECT owner FROM rate_wants WHERE budget = ?1)",
        )?
        .query_row([budget], |row| row.get(0))?;
    let ahead = others.iter().fold([0_u32, 0], |sum, one| {
        [sum[0].saturating_add(one.interactive), sum[1].saturating_add(one.interactive + one.background)]
    });
    let paced_until = given.paced_until.and_then(|at| Timestamp::from_microsecond(at).ok());
    Ok(RateGrant {
        slots,
        limit,
        owners,
        ahead,
        frees: told(&frees)?,
        paced_until,
        not_before: later(not_before, now)?,
    })
}

pub(super) fn hold(db: &Connection, budget: &str, until: Timestamp) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO rate_budgets (budget, not_before, seen_at) VALUES (?1, ?2, ?2)
         ON CONFLICT (budget) DO UPDATE SET not_before = max(not_before, excluded.not_before)",
    )?
    .execute((budget, until.as_microsecond()))?;
    Ok(())
}

pub(super) fn held(db: &Connection, budget: &str, now: Timestamp) -> Result<Option<Timestamp>> {
    let found: Option<i64> = db
        .prepare_cached("SELECT not_before FROM rate_budgets WHERE budget = ?1")?
        .query_row([budget], |row| row.get(0))
        .optional()?;
    later(found.unwrap_or(0), now)
}

pub(super) fn states(db: &Connection, prefix: &str, now: Timestamp) -> Result<Vec<RateState>> {
    let mut statement = db.prepare_cached(
        "SELECT budgets.budget, requests, per, not_before,
             (SELECT sum(slots) FROM rate_blocks AS one WHERE one.budget = budgets.budget AND frees_at > ?2),
             (SELECT max(expected_at) FROM rate_blocks AS one WHERE one.budget = budgets.budget AND frees_at > ?2)
         FROM rate_budgets AS budgets WHERE substr(budgets.budget, 1, length(?1)) = ?1 ORDER BY budgets.budget",
    )?;
    let mut rows = statement.query((prefix, now.as_microsecond()))?;
    let mut states = Vec::new();
    while let Some(row) = rows.next()? {
        let limit: Option<u32> = row.get(1)?;
        let used: Option<u32> = row.get(4)?;
        let resets: Option<i64> = row.get(5)?;
        states.push(RateState {
            budget: row.get(0)?,
            limit,
            per: SignedDuration::from_micros(row.get(2)?),
            remaining: limit.unwrap_or(0).saturating_sub(used.unwrap_or(0)),
            resets_at: later(resets.unwrap_or(0), now)?,
            not_before: later(row.get(3)?, now)?,
        });
    }
    Ok(states)
}

/// A time that is still to come, and that the clock was not set back behind.
fn later(at: i64, now: Timestamp) -> Result<Option<Timestamp>> {
    let at = Timestamp::from_microsecond(at).map_err(|_| damaged("rate budget"))?;
    Ok((at > now).then_some(at))
}

/// Takes away what is over.
fn tidy(db: &Connection, window: &RateWindow, now: Timestamp) -> Result<()> {
    let (gone, odd) = ((now - LAG).as_microsecond(), (now + window.per + ODD).as_microsecond());
    db.prepare_cached("DELETE FROM rate_blocks WHERE budget = ?1 AND (frees_at <= ?2 OR frees_at > ?3)")?.execute((
        &window.budget,
        gone,
        odd,
    ))?;
    db.prepare_cached("DELETE FROM rate_wants WHERE budget = ?1 AND (until <= ?2 OR until > ?3)")?.execute((
        &window.budget,
        now.as_microsecond(),
        odd,
    ))?;
    Ok(())
}

/// Notes that the budget is in use; gives its limit. One that is new takes what was long not asked for with it.
fn enter(db: &Connection, window: &RateWindow, told: Option<&RateTold>, now: Timestamp) -> Result<u32> {
    // Who has more left than what was thought to fit has a higher limit.
    let (told, least) = told.map_or((None, None), |told| (told.limit, told.remaining));
    let known: Option<(Option<u32>, i64)> = db
        .prepare_cached("SELECT told, paced_at FROM rate_budgets WHERE budget = ?1 AND requests IS NOT NULL")?
        .query_row([&window.budget], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if known.is_none() {
        let old = (now - KEPT - window.per).as_microsecond();
        db.prepare_cached("DELETE FROM rate_budgets WHERE seen_at <= ?1")?.execute([old])?;
        db.prepare_cached("DELETE FROM rate_blocks WHERE frees_at <= ?1")?.execute([old])?;
        db.prepare_cached("DELETE FROM rate_wants WHERE until <= ?1")?.execute([old])?;
    }
    let last = told.or(known.and_then(|(told, _)| told));
    let told = match least {
        Some(least) if least > last.unwrap_or(window.requests) => Some(least),
        _ => last,
    };
    let limit = told.unwrap_or(window.requests).max(1);
    db.prepare_cached(
        "INSERT INTO rate_budgets (budget, requests, told, per, seen_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (budget) DO UPDATE SET requests = excluded.requests, told = excluded.told, per = excluded.per,
             seen_at = excluded.seen_at",
    )?
    .execute((&window.budget, limit, told, micros(window.per), now.as_microsecond()))?;
    Ok(limit)
}

/// What the system has counted beyond what was taken here is taken by others, who do not share this store.
fn correct(db: &Connection, window: &RateWindow, limit: u32, told: &RateTold) -> Result<()> {
    let Some(remaining) = told.remaining else { return Ok(()) };
    let here: u32 = db
        .prepare_cached("SELECT coalesce(sum(slots), 0) FROM rate_blocks WHERE budget = ?1 AND frees_at > ?2")?
        .query_row((&window.budget, told.at.as_microsecond()), |row| row.get(0))?;
    let elsewhere = limit.saturating_sub(remaining).saturating_sub(here);
    if elsewhere == 0 {
        return Ok(());
    }
    let end = told.at + window.per;
    let free = told.resets_at.map_or(end, |reset| reset.min(end)).as_microsecond();
    let number: i64 = db
        .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM rate_blocks WHERE budget = ?1 AND owner = ''")?
        .query_row([&window.budget], |row| row.get(0))?;
    db.prepare_cached(
        "INSERT INTO rate_blocks (budget, owner, number, tenant, slots, frees_at, expected_at) VALUES (?1, '', ?2, '', ?3, ?4, ?4)",
    )?
    .execute((&window.budget, number, elsewhere, free))?;
    Ok(())
}

fn settle(db: &Connection, window: &RateWindow, ask: &RateAsk, report: &RateReport) -> Result<()> {
    if report.spent == 0 {
        db.prepare_cached("DELETE FROM rate_blocks WHERE budget = ?1 AND owner = ?2 AND number = ?3")?.execute((
            &window.budget,
            &ask.owner,
            report.number as i64,
        ))?;
        return Ok(());
    }
    let resets = ask.told.as_ref().and_then(|told| told.resets_at.filter(|reset| *reset > report.counted));
    let end = report.counted + window.per;
    let free = resets.map_or(end, |reset| reset.min(end)) + GRAIN;
    put_block(db, &window.budget, ask, report.number, report.spent, free, free)
}

fn put_block(
    db: &Connection,
    budget: &str,
    ask: &RateAsk,
    number: u64,
    slots: u32,
    frees_at: Timestamp,
    expected_at: Timestamp,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO rate_blocks (budget, owner, number, tenant, slots, frees_at, expected_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (budget, owner, number) DO UPDATE SET slots = excluded.slots, frees_at = excluded.frees_at,
             expected_at = excluded.expected_at",
    )?
    .execute((
        budget,
        &ask.owner,
        number as i64,
        &ask.tenant,
        slots,
        frees_at.as_microsecond(),
        expected_at.as_microsecond(),
    ))?;
    Ok(())
}

fn wanting(db: &Connection, budget: &str, owner: &str) -> Result<Vec<Wanting>> {
    let mut statement = db.prepare_cached(
        "SELECT tenant, interactive, background FROM rate_wants WHERE budget = ?1 AND owner <> ?2 ORDER BY owner",
    )?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Wanting { tenant: row.get(0)?, interactive: row.get(1)?, background: row.get(2)? })
    };
    Ok(statement.query_map((budget, owner), read)?.collect::<std::result::Result<_, _>>()?)
}

/// The slots that are taken by each tenant, and by others with an empty name.
fn taken(db: &Connection, budget: &str, now: Timestamp) -> Result<Vec<(String, u32)>> {
    let mut statement = db.prepare_cached(
        "SELECT tenant, sum(slots) FROM rate_blocks WHERE budget = ?1 AND frees_at > ?2 GROUP BY tenant",
    )?;
    let rows = statement.query_map((budget, now.as_microsecond()), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

/// Who got less than he asked for waits; others leave him his part until he asks again: that is when the next slot is free
/// or, for background work, due; or a moment later.
fn want(db: &Connection, window: &RateWindow, ask: &RateAsk, given: &share::Given, next: i64) -> Result<()> {
    let left = (ask.interactive - given.interactive, ask.background - given.background);
    if left == (0, 0) {
        db.prepare_cached("DELETE FROM rate_wants WHERE budget = ?1 AND owner = ?2")?
            .execute((&window.budget, &ask.owner))?;
        return Ok(());
    }
    let paced = given.paced_until.filter(|_| left.0 == 0).unwrap_or(next);
    let until = next.max(paced) + micros(window.hold());
    db.prepare_cached(
        "INSERT INTO rate_wants (budget, owner, tenant, interactive, background, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (budget, owner) DO UPDATE SET interactive = excluded.interactive,
             background = excluded.background, until = excluded.until",
    )?
    .execute((&window.budget, &ask.owner, &ask.tenant, left.0, left.1, until))?;
    Ok(())
}

/// When taken slots are free again, the earliest first. What is overdue may be free at any moment.
fn frees(db: &Connection, budget: &str, now: i64) -> Result<Vec<(i64, u32)>> {
    let mut statement = db.prepare_cached(
        "SELECT max(expected_at, ?2), slots FROM rate_blocks WHERE budget = ?1 AND frees_at > ?2 ORDER BY expected_at",
    )?;
    let rows = statement.query_map((budget, now), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

/// The same, in a few times: slots that become free one after the other are told together, at the time of the first.
fn told(frees: &[(i64, u32)]) -> Result<Vec<(Timestamp, u32)>> {
    let together = frees.len().div_ceil(TOLD).max(1);
    let tell = |few: &[(i64, u32)]| {
        let at = Timestamp::from_microsecond(few[0].0).map_err(|_| damaged("rate budget"))?;
        Ok((at, few.iter().fold(0_u32, |sum, (_, slots)| sum.saturating_add(*slots))))
    };
    frees.chunks(together).map(tell).collect()
}

fn micros(time: SignedDuration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}
