//! Incremental reads: how the changes since a moment are asked for, and what of the answer is older.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;

use super::adapter::EntityPlan;
use super::criteria::{moment, updated_at};
use crate::error::{Error, Result};
use crate::manifest::{Converter, FieldMap, SinceKind};
use crate::model::Record;
use crate::protocol::{Criterion, Operator};
use crate::value::parse_instant;

/// The part of a list that an incremental read asks for.
pub(super) enum Since {
    /// Everything.
    All,
    /// A filter on the time of the last change: its column and the moment in the system's form.
    Watermark(String, Json),
    /// A parameter that is coarser than a moment.
    Param(String, Json, Timestamp),
    /// The list comes with the last change first; it ends at the moment.
    Descending(Timestamp),
    /// What is older is dropped here.
    Dropped(Timestamp),
}

impl Since {
    /// What an entity does for a moment.
    pub(super) fn new(plan: &EntityPlan, since: Option<&str>, zone: &TimeZone) -> Result<Since> {
        let Some(text) = since else { return Ok(Since::All) };
        let spec = &plan.entity.since;
        let wrong = |error: Error| Error::invalid_input(format!("updated_since: {}", error.message()));
        let at = parse_instant(text).map_err(wrong)?;
        let earlier = at.checked_sub(SignedDuration::from_secs(i64::from(spec.lookback_seconds)));
        let earlier = earlier.map_err(|_| Error::invalid_input("updated_since is out of range"))?;
        match (spec.kind, &spec.param) {
            (SinceKind::Watermark, _) => {
                let (column, value) = updated_at(plan, &earlier.to_string(), zone)?;
                Ok(Since::Watermark(column, value))
            }
            (SinceKind::Param, Some(param)) => {
                // The parameter may mean "later than that day": the day before is never too late.
                let whole = earlier;
                let earlier = match param.converter {
                    Converter::Date => earlier.checked_sub(SignedDuration::from_hours(24)).unwrap_or(earlier),
                    _ => earlier,
                };
                let map = FieldMap { converter: Some(param.converter), ..FieldMap::default() };
                let text = match param.converter {
                    Converter::Date => Json::from(earlier.to_zoned(zone.clone()).date().to_string()),
                    _ => moment(&map, &earlier.to_string(), zone)?,
                };
                Ok(Since::Param(param.param.clone(), text, whole))
            }
            (SinceKind::Descending, _) => Ok(Since::Descending(earlier)),
            (SinceKind::ClientFilter, _) => Ok(Since::Dropped(earlier)),
            (SinceKind::None | SinceKind::Param, _) => Err(Error::unsupported(format!(
                "{} cannot be read incrementally in this system: leave out updated_since",
                plan.resource
            ))),
        }
    }

    pub(super) fn is_none(&self) -> bool {
        matches!(self, Since::All)
    }

    pub(super) fn is_watermark(&self) -> bool {
        matches!(self, Since::Watermark(..))
    }

    /// Whether the system sends just what is wanted.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self, Since::All | Since::Watermark(..))
    }

    /// The order that the read needs.
    pub(super) fn order(&self) -> Option<&'static str> {
        match self {
            Since::Watermark(..) => Some("updated_at"),
            Since::Descending(_) => Some("-updated_at"),
            _ => None,
        }
    }

    /// The read as it is when the caller wants an order of its own: it cannot end early then.
    pub(super) fn ordered(self, free: bool) -> Since {
        match self {
            Since::Descending(at) if !free => Since::Dropped(at),
            other => other,
        }
    }

    /// The filter, from `edge` on or from the beginning.
    pub(super) fn criterion(&self, edge: Option<&String>) -> Option<Criterion> {
        let Since::Watermark(column, start) = self else { return None };
        let value = edge.map_or_else(|| start.clone(), |edge| edge.as_str().into());
        Some(Criterion { column: column.clone(), operator: Operator::Gte, values: vec![value] })
    }

    /// The parameter.
    pub(super) fn params(&self) -> Option<(String, Json)> {
        match self {
            Since::Param(name, value, _) => Some((name.clone(), value.clone())),
            _ => None,
        }
    }

    /// Drops what is surely older. A record that tells no time stays: it may be new. Tells whether the list has ended.
    pub(super) fn drop_older(&self, records: &mut Vec<Record>) -> bool {
        let at = match self {
            Since::All | Since::Watermark(..) => return false,
            Since::Param(_, _, at) | Since::Descending(at) | Since::Dropped(at) => *at,
        };
        let older = |record: &Record| record.updated_at.or(record.created_at).is_some_and(|changed| changed < at);
        let ends = matches!(self, Since::Descending(_)) && records.last().is_some_and(older);
        records.retain(|record| !older(record));
        ends
    }
}
