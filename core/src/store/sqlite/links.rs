//! Links between records.

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::super::{Link, LinkEnd, LinkFilter};
use super::failure::damaged;
use crate::error::Result;
use crate::id::TenantId;

const COLUMNS: &str = "id, from_resource, from_id, to_resource, to_id, kind, created_at";

pub(super) fn put(db: &Connection, tenant: &TenantId, link: &Link) -> Result<Link> {
    db.prepare_cached(
        "INSERT INTO links (tenant, id, from_resource, from_id, to_resource, to_id, kind, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
    )?
    .execute((
        tenant.as_str(),
        &link.id,
        &link.from.resource,
        &link.from.id,
        &link.to.resource,
        &link.to.id,
        &link.kind,
        link.created_at.as_microsecond(),
    ))?;
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM links WHERE tenant = ?1 AND id = ?2"))?;
    let mut rows = statement.query((tenant.as_str(), &link.id))?;
    rows.next()?.map_or_else(|| Err(damaged("link")), read)
}

pub(super) fn list(db: &Connection, tenant: &TenantId, filter: &LinkFilter) -> Result<Vec<Link>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM links WHERE tenant = ?1
             AND (?2 IS NULL OR (from_resource = ?2 AND from_id = ?3))
             AND (?4 IS NULL OR (to_resource = ?4 AND to_id = ?5))
             AND (?6 IS NULL OR kind = ?6)
         ORDER BY created_at, id"
    ))?;
    let end = |end: &Option<LinkEnd>| end.as_ref().map(|end| (end.resource.clone(), end.id.clone())).unzip();
    let ((from_resource, from_id), (to_resource, to_id)) = (end(&filter.from), end(&filter.to));
    let mut rows = statement.query((tenant.as_str(), from_resource, from_id, to_resource, to_id, &filter.kind))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

pub(super) fn delete(db: &Connection, tenant: &TenantId, id: &str) -> Result<bool> {
    let deleted =
        db.prepare_cached("DELETE FROM links WHERE tenant = ?1 AND id = ?2")?.execute((tenant.as_str(), id))?;
    Ok(deleted > 0)
}

fn read(row: &Row<'_>) -> Result<Link> {
    Ok(Link {
        id: row.get(0)?,
        from: LinkEnd { resource: row.get(1)?, id: row.get(2)? },
        to: LinkEnd { resource: row.get(3)?, id: row.get(4)? },
        kind: row.get(5)?,
        created_at: Timestamp::from_microsecond(row.get(6)?).map_err(|_| damaged("link"))?,
    })
}
