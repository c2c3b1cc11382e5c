//! Windows of counting and limits.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Unit, Zoned, ZonedRound};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// After what time counting begins anew. All windows are those of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// On the hour.
    Hour,
    /// At midnight.
    Day,
    /// On the first of the month.
    Month,
    /// Never: for what is kept, not for what is used up.
    Total,
}

/// The window in which a moment lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its first moment; for `total`, 1970.
    pub from: Timestamp,
    /// The first moment of the next one; never for `total`.
    pub until: Option<Timestamp>,
}

impl Per {
    /// The window in which a moment lies.
    pub fn window(self, at: Timestamp) -> Window {
        let utc = at.to_zoned(TimeZone::UTC);
        // Neither rounding down nor one step on leaves the range of times, except in the last year that there is.
        let trunc = |unit| utc.round(ZonedRound::new().smallest(unit).mode(jiff::RoundMode::Trunc)).ok();
        let bounds: Option<(Zoned, Zoned)> = match self {
            Per::Hour => trunc(Unit::Hour).and_then(|from| Some((from.clone(), from.checked_add(1.hour()).ok()?))),
            Per::Day => trunc(Unit::Day).and_then(|from| Some((from.clone(), from.checked_add(1.day()).ok()?))),
            Per::Month => trunc(Unit::Day).and_then(|day| {
                let from = day.first_of_month().ok()?;
                Some((from.clone(), from.checked_add(1.month()).ok()?))
            }),
            Per::Total => None,
        };
        match bounds {
            Some((from, until)) => Window { from: from.timestamp(), until: Some(until.timestamp()) },
            None => Window { from: Timestamp::UNIX_EPOCH, until: None },
        }
    }
}

/// How much there is: a number, or `unlimited`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limit(
    /// `None` for no limit.
    pub Option<u64>,
);

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Number(u64),
            Word(String),
        }
        match Form::deserialize(deserializer) {
            Ok(Form::Number(number)) => Ok(Limit(Some(number))),
            Ok(Form::Word(word)) if word == "unlimited" => Ok(Limit(None)),
            _ => Err(serde::de::Error::custom("a limit is a whole number, or unlimited")),
        }
    }
}

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl JsonSchema for Limit {
    fn schema_name() -> Cow<'static, str> {
        "Limit".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "How much there is: a whole number, or unlimited.",
            "anyOf": [{"type": "integer", "minimum": 0}, {"const": "unlimited"}],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_those_of_utc() {
        let at: Timestamp = "2028-02-29T23:59:59.999999Z".parse().unwrap();
        for (per, from, until) in [
            (Per::Hour, "2028-02-29T23:00:00Z", Some("2028-03-01T00:00:00Z")),
            (Per::Day, "2028-02-29T00:00:00Z", Some("2028-03-01T00:00:00Z")),
            (Per::Month, "2028-02-01T00:00:00Z", Some("2028-03-01T00:00:00Z")),
            (Per::Total, "1970-01-01T00:00:00Z", None),
        ] {
            let window = per.window(at);
            assert_eq!(window.from.to_string(), from);
            assert_eq!(window.until.map(|until| until.to_string()).as_deref(), until);
            let next = window.until.map(|until| per.window(until));
            assert!(next.is_none_or(|next| next.from == window.until.unwrap()), "a window begins where one ends");
        }
    }
}
