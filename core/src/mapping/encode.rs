//! Writing records: the caller's input, checked against the model, → the body of a create or update.

use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};

use super::compile::{Mapping, REST};
use super::path::{set_dotted, set_path};
use super::write::{self, Writing};
use crate::error::{Error, Result};
use crate::manifest::FieldMap;
use crate::model::{FieldKind, Model};
use crate::value::parse_decimal;

/// What the body is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A new record.
    Create,
    /// Some fields of a record.
    Update,
}

impl Mapping {
    /// The system's members for an input. `custom` holds the tenant's extra fields by their names; `native` holds
    /// members of the system that the model does not have, sent as they are.
    pub fn encode(
        &self,
        input: &Map<String, Json>,
        mode: Mode,
        connection: &str,
        zone: &TimeZone,
    ) -> Result<Map<String, Json>> {
        let writing = Writing { connection, zone };
        let mut body = Map::new();
        for (name, value) in input {
            match name.as_str() {
                "custom" => self.write_custom(value, &mut body)?,
                "native" => {
                    let members = value.as_object().ok_or_else(|| Error::invalid_input("native must be an object"))?;
                    body.extend(members.clone());
                }
                _ => self.write_field(name, value, mode, &writing, &mut body)?,
            }
        }
        self.check_balance(input)?;
        Ok(body)
    }

    fn write_field(
        &self,
        name: &str,
        value: &Json,
        mode: Mode,
        writing: &Writing<'_>,
        body: &mut Map<String, Json>,
    ) -> Result<()> {
        let slot = self.model.slot(name).ok_or_else(|| unknown_field(self.model, name, ""))?;
        let field = &self.model.fields[slot];
        let Some(map) = self.fields.get(name) else {
            return Err(Error::unsupported(format!("the system has no {name} for {}", self.model.path())));
        };
        if let Some(constant) = &map.constant {
            // Said again is fine: a record may be sent back as it was read.
            if constant == value {
                return Ok(());
            }
            let message = format!("{name} is always {constant} here, not {}", write::excerpt(value));
            return Err(Error::invalid_input(message));
        }
        // The parent stands in the path, not in the body.
        if map.parent && mode == Mode::Create {
            return Ok(());
        }
        if !map.write || map.parent {
            return Err(Error::invalid_input(format!("{name} cannot be written: the system computes it")));
        }
        if map.create_only && mode == Mode::Update {
            return Err(Error::invalid_input(format!("{name} can be set only when the record is made")));
        }
        if !map.flags.is_empty() {
            return write_flags(name, map, field.kind, value, mode, body);
        }
        if map.at.as_deref() == Some(REST) && map.write_at.is_none() {
            return self.write_rest(name, value, mode, body);
        }
        let FieldKind::Rows(child) = field.kind else { return write::put(field, map, value, writing, body) };
        if value.is_null() {
            return Ok(());
        }
        let native = write::rows(child, map, value, name, writing)?;
        if map.one_row {
            let [Json::Object(row)] = native.as_array().map(Vec::as_slice).unwrap_or_default() else {
                return Err(Error::invalid_input(format!("{name} must be exactly one row in this system")));
            };
            body.extend(row.clone());
        } else if let Some(path) = map.write_at.as_deref().or(map.at.as_deref()) {
            set_dotted(body, path, native);
        }
        Ok(())
    }

    /// Members of the system that nothing else writes, each under its own name.
    fn write_rest(&self, name: &str, value: &Json, mode: Mode, body: &mut Map<String, Json>) -> Result<()> {
        if value.is_null() {
            return Ok(());
        }
        let members = value.as_object().ok_or_else(|| Error::invalid_input(format!("{name} must be an object")))?;
        if let Some(typed) = &self.typed {
            body.extend(typed.write(members, mode)?);
            return Ok(());
        }
        for (member, value) in members {
            self.check_free(name, member)?;
            body.insert(member.clone(), value.clone());
        }
        Ok(())
    }

    /// A member that a field of the model stands for is written by that field, which checks it.
    fn check_free(&self, place: &str, member: &str) -> Result<()> {
        if !self.rows.root.keys().any(|known| known == member) {
            return Ok(());
        }
        let at = |map: &FieldMap| map.at.as_deref().and_then(|at| at.split('.').next()) == Some(member);
        let field = self.fields.iter().find(|(_, map)| at(map)).map(|(name, _)| format!(" as {name}"));
        Err(Error::invalid_input(format!(
            "{place}: {member} is not an extra field; say it{}",
            field.unwrap_or_default()
        )))
    }

    fn write_custom(&self, value: &Json, body: &mut Map<String, Json>) -> Result<()> {
        let members = value.as_object().ok_or_else(|| Error::invalid_input("custom must be an object"))?;
        let Some((at, prefix)) = self.custom() else {
            if members.is_empty() {
                return Ok(());
            }
            return Err(Error::unsupported(format!("{} has no custom fields in this system", self.model.path())));
        };
        for (name, value) in members {
            let member = format!("{prefix}{name}");
            if prefix.is_empty() && at.is_none() {
                self.check_free("custom", &member)?;
            }
            let path = at.into_iter().chain([member.as_str()]).map(Into::into).collect::<Vec<_>>();
            set_path(body, &path, value.clone());
        }
        Ok(())
    }

    /// Debits equal credits, before anything leaves: systems store unbalanced drafts without a word.
    fn check_balance(&self, input: &Map<String, Json>) -> Result<()> {
        let Some(lines) = input.get("lines").and_then(Json::as_array).filter(|_| self.model.record == "JournalEntry")
        else {
            return Ok(());
        };
        let sum = |side: &str| -> Result<Decimal> {
            let amounts = lines.iter().filter_map(|line| line.get(side)).filter(|amount| !amount.is_null());
            let mut total = Decimal::ZERO;
            for amount in amounts {
                let text = amount.as_str().map_or_else(|| amount.to_string(), str::to_owned);
                total = total
                    .checked_add(parse_decimal(&text)?)
                    .ok_or_else(|| Error::invalid_input("the lines' sum is too large"))?;
            }
            Ok(total)
        };
        let (debit, credit) = (sum("debit")?, sum("credit")?);
        if debit == credit {
            return Ok(());
        }
        Err(Error::invalid_input(format!(
            "the entry is not balanced: debits {debit}, credits {credit}, difference {}",
            debit - credit
        )))
    }
}

fn write_flags(
    name: &str,
    map: &FieldMap,
    kind: FieldKind,
    value: &Json,
    mode: Mode,
    body: &mut Map<String, Json>,
) -> Result<()> {
    let FieldKind::EnumList(words) = kind else { return Ok(()) };
    let wrong = || Error::invalid_input(format!("{name} must be a list of: {}", words.join(", ")));
    let given = value.as_array().ok_or_else(wrong)?;
    if !given.iter().all(|word| word.as_str().is_some_and(|word| words.contains(&word))) {
        return Err(wrong());
    }
    for (word, source) in &map.flags {
        let holds = given.iter().any(|item| item.as_str() == Some(word));
        set_dotted(body, &source.at, if holds { source.set.clone() } else { source.clear.clone() });
        if holds && mode == Mode::Create {
            for (path, constant) in &source.on_create {
                // What the input says itself comes later, or stands there already.
                if !body.contains_key(path) {
                    set_dotted(body, path, constant.clone());
                }
            }
        }
    }
    Ok(())
}

/// The error for a field that the model does not have, with the nearest name.
pub(super) fn unknown_field(model: &Model, name: &str, place: &str) -> Error {
    let known = model.fields.iter().map(|field| field.name);
    let near = known.clone().min_by_key(|known| distance(known, name)).filter(|known| distance(known, name) <= 3);
    let hint = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
    let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
    Error::invalid_input(format!(
        "{place}{} has no field {name:.64?}.{hint} It has: {}",
        model.record,
        known.collect::<Vec<_>>().join(", ")
    ))
}

/// The edit distance of two names.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
