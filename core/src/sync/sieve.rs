//! The filter of a list, held against records that are at hand: what the mirror serves while the system is not asked.

use std::cmp::Ordering;

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::model::{FieldKind, Model, Record};
use crate::protocol::Operator;
use crate::value::{Value, parse_date, parse_decimal, parse_instant};

/// Comparisons that must all hold.
#[derive(Debug, Default)]
pub struct Sieve {
    tests: Vec<Test>,
    /// The connection whose ids may be written without its name.
    connection: Box<str>,
}

#[derive(Debug)]
struct Test {
    place: Place,
    operator: Operator,
    /// What a value is compared with; for `empty`, one truth value.
    wanted: Vec<Value>,
    /// Whether the values are ids of records.
    ids: bool,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    CreatedAt,
    UpdatedAt,
    ExternalRef,
    Field(usize),
    /// A field of child rows; one row that passes is enough.
    Row(usize, usize),
}

impl Sieve {
    /// Reads a filter as lists take it: each entry is a value, a list of values, or an object of operators and values.
    pub fn new(model: &'static Model, wanted: &IndexMap<String, Json>, connection: &str) -> Result<Sieve> {
        let mut sieve = Sieve { tests: Vec::new(), connection: connection.into() };
        for (name, condition) in wanted {
            let mut add = |operator, value: &Json| -> Result<()> {
                sieve.tests.push(Test::new(model, name, operator, value)?);
                Ok(())
            };
            match condition {
                Json::Object(operators) => {
                    for (operator, value) in operators {
                        add(Operator::named(name, operator)?, value)?;
                    }
                }
                Json::Array(_) => add(Operator::In, condition)?,
                Json::Null => add(Operator::Empty, &Json::Bool(true))?,
                value => add(Operator::Eq, value)?,
            }
        }
        Ok(sieve)
    }

    /// Whether everything passes.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether a record passes.
    pub fn passes(&self, record: &Record) -> bool {
        self.tests.iter().all(|test| test.holds(record, &self.connection))
    }
}

impl Test {
    fn new(model: &'static Model, name: &str, operator: Operator, value: &Json) -> Result<Test> {
        let (place, kind) = place(model, name)?;
        let ids = matches!(kind, FieldKind::Ref(_) | FieldKind::Refs(_));
        let wrong = |what: &str| Error::invalid_input(format!("{name}: {} takes {what}", operator.name()));
        let one = |value: &Json| parsed(name, kind, value);
        let wanted = match operator {
            Operator::Empty => vec![Value::Bool(value.as_bool().ok_or_else(|| wrong("true or false"))?)],
            Operator::In => value.as_array().ok_or_else(|| wrong("a list"))?.iter().map(one).collect::<Result<_>>()?,
            Operator::Contains | Operator::StartsWith => {
                let text = value.as_str().filter(|text| !text.is_empty()).ok_or_else(|| wrong("text"))?;
                if !matches!(kind, FieldKind::Text | FieldKind::Texts) {
                    return Err(Error::invalid_input(format!("{name} is no text: use eq, ne or in")));
                }
                vec![Value::Text(text.to_lowercase().into())]
            }
            Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte => {
                use FieldKind::{Date, Decimal, Instant, Integer, Text};
                if !matches!(kind, Decimal | Integer | Date | Instant | Text) {
                    return Err(Error::invalid_input(format!("{name} has no order: use eq, ne or in")));
                }
                vec![one(value)?]
            }
            Operator::Eq | Operator::Ne => vec![one(value)?],
        };
        Ok(Test { place, operator, wanted, ids })
    }

    fn holds(&self, record: &Record, connection: &str) -> bool {
        let instant = |at: Option<_>| at.map_or(Value::Null, Value::Instant);
        match self.place {
            Place::CreatedAt => self.takes(&instant(record.created_at), connection),
            Place::UpdatedAt => self.takes(&instant(record.updated_at), connection),
            Place::ExternalRef => self.takes(&record.external_ref.clone().map_or(Value::Null, Value::Text), connection),
            Place::Field(slot) => self.takes(&record.values[slot], connection),
            Place::Row(rows, slot) => match &record.values[rows] {
                Value::Rows(rows) => rows.iter().any(|row| self.takes(&row[slot], connection)),
                _ => false,
            },
        }
    }

    fn takes(&self, value: &Value, connection: &str) -> bool {
        let same = |value: &Value| self.wanted.iter().any(|wanted| self.same(value, wanted, connection));
        let any = |test: &dyn Fn(&Value) -> bool| match value {
            Value::List(items) => items.iter().any(test),
            value => test(value),
        };
        let ordered = |fits: fn(Ordering) -> bool| order(value, &self.wanted[0]).is_some_and(fits);
        match self.operator {
            Operator::Eq | Operator::In => any(&same),
            Operator::Ne => !any(&same),
            Operator::Gt => ordered(Ordering::is_gt),
            Operator::Gte => ordered(Ordering::is_ge),
            Operator::Lt => ordered(Ordering::is_lt),
            Operator::Lte => ordered(Ordering::is_le),
            Operator::Contains => any(&|value| self.in_text(value, |text, part| text.contains(part))),
            Operator::StartsWith => any(&|value| self.in_text(value, |text, part| text.starts_with(part))),
            Operator::Empty => self.wanted[0] == Value::Bool(is_empty(value)),
        }
    }

    /// Systems compare parts of texts without regard to case.
    fn in_text(&self, value: &Value, fits: fn(&str, &str) -> bool) -> bool {
        let part = self.wanted[0].as_text().unwrap_or_default();
        value.as_text().is_some_and(|text| fits(&text.to_lowercase(), part))
    }

    fn same(&self, value: &Value, wanted: &Value, connection: &str) -> bool {
        let (true, Value::Text(id), Value::Text(wanted)) = (self.ids, value, wanted) else { return value == wanted };
        // `connection:remote_id` or `connection:variant:remote_id`, as lists take them: whole, or the system's own part.
        let rest = id.strip_prefix(connection).and_then(|rest| rest.strip_prefix(':'));
        let remote = rest.and_then(|rest| rest.split_once(':')).map(|(_, remote)| remote);
        [Some(&**id), rest, remote].contains(&Some(&**wanted))
    }
}

fn place(model: &'static Model, name: &str) -> Result<(Place, FieldKind)> {
    let unknown = |model: &Model, name: &str| {
        let known: Vec<&str> = model.fields.iter().map(|field| field.name).collect();
        Error::invalid_input(format!(
            "{} has no field {name:.64?} to filter by; it has: {}",
            model.record,
            known.join(", ")
        ))
    };
    match name {
        "created_at" => return Ok((Place::CreatedAt, FieldKind::Instant)),
        "updated_at" => return Ok((Place::UpdatedAt, FieldKind::Instant)),
        "external_ref" => return Ok((Place::ExternalRef, FieldKind::Text)),
        _ => {}
    }
    let (own, below) = name.split_once('.').map_or((name, None), |(own, below)| (own, Some(below)));
    let slot = model.slot(own).ok_or_else(|| unknown(model, own))?;
    match (model.fields[slot].kind, below) {
        (FieldKind::Rows(child), Some(below)) => {
            let inner = child.slot(below).ok_or_else(|| unknown(child, below))?;
            Ok((Place::Row(slot, inner), child.fields[inner].kind))
        }
        (kind, None) => Ok((Place::Field(slot), kind)),
        (_, Some(_)) => Err(unknown(model, name)),
    }
}

/// A value of a filter, as records hold it.
fn parsed(name: &str, kind: FieldKind, value: &Json) -> Result<Value> {
    let wrong = |what: &str| {
        let given: String = value.to_string().chars().take(64).collect();
        Error::invalid_input(format!("{name} must be {what}, not {given}"))
    };
    let text = |what: &str| value.as_str().ok_or_else(|| wrong(what));
    Ok(match kind {
        FieldKind::Text | FieldKind::Texts | FieldKind::Ref(_) | FieldKind::Refs(_) => {
            Value::Text(text("text")?.into())
        }
        FieldKind::Enum(words) | FieldKind::EnumList(words) => {
            let word = value.as_str().filter(|word| words.contains(word));
            Value::Text(word.ok_or_else(|| wrong(&format!("one of {}", words.join(", "))))?.into())
        }
        FieldKind::Integer => {
            let number = value.as_i64().or_else(|| value.as_str()?.parse().ok());
            Value::Int(number.ok_or_else(|| wrong("a whole number"))?)
        }
        FieldKind::Decimal => {
            let digits = match value {
                Json::Number(number) => Some(number.to_string()),
                Json::String(text) => Some(text.clone()),
                _ => None,
            };
            let number = digits.and_then(|digits| parse_decimal(&digits).ok());
            Value::Decimal(number.ok_or_else(|| wrong("a decimal of at most 28 digits, best as text like \"12.50\""))?)
        }
        FieldKind::Bool => Value::Bool(value.as_bool().ok_or_else(|| wrong("true or false"))?),
        FieldKind::Date => {
            let what = "a date like 2026-11-23";
            Value::Date(parse_date(text(what)?).map_err(|_| wrong(what))?)
        }
        FieldKind::Instant => {
            let what = "an instant like 2026-11-23T04:00:00Z";
            Value::Instant(parse_instant(text(what)?).map_err(|_| wrong(what))?)
        }
        FieldKind::Json | FieldKind::Rows(_) => {
            return Err(Error::invalid_input(format!("{name} cannot be filtered by")));
        }
    })
}

fn order(value: &Value, wanted: &Value) -> Option<Ordering> {
    match (value, wanted) {
        (Value::Int(value), Value::Int(wanted)) => Some(value.cmp(wanted)),
        (Value::Decimal(value), Value::Decimal(wanted)) => Some(value.cmp(wanted)),
        (Value::Date(value), Value::Date(wanted)) => Some(value.cmp(wanted)),
        (Value::Instant(value), Value::Instant(wanted)) => Some(value.cmp(wanted)),
        (Value::Text(value), Value::Text(wanted)) => Some(value.cmp(wanted)),
        _ => None,
    }
}

/// Systems differ in whether they keep an empty text or none: both are empty here.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Rows(rows) => rows.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn invoice() -> Record {
        let model = Model::find("accounting.invoices").unwrap();
        let text = json!({
            "id": "erp:sales:7", "remote_id": "7", "system": "erpnext", "connection": "erp", "warnings": [], "custom": {},
            "updated_at": "2026-11-20T10:00:00Z", "number": "INV-7", "status": "open", "direction": "sales",
            "contact_id": "erp:customer:C 1", "total": "100.5", "issue_date": "2026-11-19", "notes": "",
            "lines": [{"item_id": "erp:A", "quantity": "2"}, {"item_id": "erp:B", "quantity": "1"}],
        });
        Record::from_json(model, &text.to_string()).unwrap()
    }

    fn passes(filter: Json) -> Result<bool> {
        let filter = serde_json::from_value(filter).unwrap();
        Ok(Sieve::new(Model::find("accounting.invoices").unwrap(), &filter, "erp")?.passes(&invoice()))
    }

    #[test]
    fn every_operator_holds_or_does_not() {
        for (filter, holds) in [
            (json!({}), true),
            (json!({"status": "open", "direction": "sales"}), true),
            (json!({"status": "open", "direction": "purchase"}), false),
            (json!({"status": ["paid", "open"]}), true),
            (json!({"status": {"ne": "open"}}), false),
            (json!({"currency": {"ne": "EUR"}}), true),
            (json!({"total": "100.50"}), true),
            (json!({"total": 100.5}), true),
            (json!({"total": {"gt": "100.5"}}), false),
            (json!({"total": {"gte": "100.5", "lt": 101}}), true),
            (json!({"total": {"lte": "100.49"}}), false),
            (json!({"issue_date": {"gte": "2026-11-19"}}), true),
            (json!({"due_date": {"lt": "2030-01-01"}}), false),
            (json!({"updated_at": {"gt": "2026-11-20T12:00:00+02:00"}}), false),
            (json!({"number": {"contains": "nv-"}}), true),
            (json!({"number": {"starts_with": "7"}}), false),
            (json!({"due_date": null}), true),
            (json!({"notes": {"empty": true}}), true),
            (json!({"number": {"empty": false}}), true),
            (json!({"contact_id": "erp:customer:C 1"}), true),
            (json!({"contact_id": "customer:C 1"}), true),
            (json!({"contact_id": ["C 2", "C 1"]}), true),
            (json!({"contact_id": "1"}), false),
            (json!({"lines.item_id": "erp:B"}), true),
            (json!({"lines.quantity": {"gt": 2}}), false),
            (json!({"external_ref": "order-1"}), false),
        ] {
            assert_eq!(passes(filter.clone()).unwrap(), holds, "{filter}");
        }
    }

    #[test]
    fn several_values_of_a_field_pass_by_one_of_them() {
        let model = Model::find("accounting.contacts").unwrap();
        let text = json!({"id": "erp:1", "remote_id": "1", "system": "erpnext", "connection": "erp", "warnings": [],
            "custom": {}, "roles": ["customer", "supplier"]});
        let contact = Record::from_json(model, &text.to_string()).unwrap();
        for (filter, holds) in [
            (json!({"roles": "supplier"}), true),
            (json!({"roles": {"ne": "supplier"}}), false),
            (json!({"roles": {"in": []}}), false),
            (json!({"roles": {"empty": false}}), true),
        ] {
            let wanted = serde_json::from_value(filter.clone()).unwrap();
            assert_eq!(Sieve::new(model, &wanted, "erp").unwrap().passes(&contact), holds, "{filter}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_told() {
        for (filter, told) in [
            (json!({"colour": "red"}), "has no field \"colour\""),
            (json!({"status": "opened"}), "one of draft"),
            (json!({"status": {"gt": "open"}}), "has no order"),
            (json!({"total": "much"}), "a decimal"),
            (json!({"total": {"contains": "1"}}), "is no text"),
            (json!({"issue_date": "19.11.2026"}), "a date like"),
            (json!({"number": {"like": "x"}}), "no operator \"like\""),
            (json!({"number": {"in": "x"}}), "takes a list"),
            (json!({"lines": "x"}), "cannot be filtered by"),
            (json!({"lines.colour": "x"}), "has no field \"colour\""),
            (json!({"number.x": "x"}), "has no field \"number.x\""),
        ] {
            let error = passes(filter.clone()).unwrap_err().to_string();
            assert!(error.contains(told), "{filter}: {error}");
        }
    }
}
