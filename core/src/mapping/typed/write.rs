//! Writing and filtering: what a caller says of a discovered field, checked against its type, → the system's JSON.

use jiff::civil::Time;
use serde_json::{Map, Number, Value as Json};

use super::read::SAFE;
use super::{Kind, Typed, TypedField};
use crate::error::Result;
use crate::mapping::Mode;
use crate::value::{parse_date, parse_decimal, parse_instant, parse_local};

impl Typed {
    /// The members that are sent for the values of a record.
    pub fn write(&self, values: &Map<String, Json>, mode: Mode) -> Result<Map<String, Json>> {
        let mut body = Map::new();
        for (name, value) in values {
            let field = self.field(name)?;
            if **name == *self.key && mode == Mode::Update {
                let what =
                    "the key of a record cannot be changed; leave it out (the system would write to another record)";
                return Err(self.wrong(name, what));
            }
            if field.read_only || field.kind == Kind::Computed {
                return Err(self.wrong(name, "the system makes this value itself; leave it out"));
            }
            // A reference is kept in its column; where that is no field, the reference stands for it.
            let column = field.foreign_key.as_deref().filter(|column| !self.fields.contains_key(*column));
            let member = column.filter(|_| field.kind == Kind::Reference).unwrap_or(name);
            body.insert(member.to_owned(), self.value(name, field, value)?);
        }
        // A create needs all of them; a change may only not empty them.
        let lacks = |name: &str, field: &TypedField| {
            let concerned = mode == Mode::Create || values.contains_key(name);
            field.required && concerned && *name != *self.key && values.get(name).is_none_or(Json::is_null)
        };
        let fields = self.fields.iter().map(|(name, field)| (&**name, field));
        let missing: Vec<&str> = fields.filter(|(name, field)| lacks(name, field)).map(|(name, _)| name).collect();
        match missing.as_slice() {
            [] => Ok(body),
            missing => Err(self.wrong(&missing.join(", "), &format!("{} needs a value", self.collection))),
        }
    }

    fn value(&self, name: &str, field: &TypedField, value: &Json) -> Result<Json> {
        let must = |what: &str| {
            let shown: String = value.to_string().chars().take(60).collect();
            self.wrong(name, &format!("must be {what}, not {shown}"))
        };
        if value.is_null() {
            return Ok(Json::Null);
        }
        let text = |what: &str| value.as_str().ok_or_else(|| must(what));
        let known = |option: &str| field.options.is_empty() || field.options.iter().any(|known| **known == *option);
        Ok(match field.kind {
            Kind::Text | Kind::Secret => Json::from(text("text")?),
            Kind::Choice => {
                let option = value.as_str().filter(|option| known(option));
                Json::from(option.ok_or_else(|| must(&one_of(field)))?)
            }
            Kind::Choices => {
                let all = value.as_array().filter(|list| list.iter().all(|item| item.as_str().is_some_and(known)));
                Json::from(all.ok_or_else(|| must(&format!("a list of {}", one_of(field))))?.clone())
            }
            Kind::Integer => {
                let number = match value {
                    Json::Number(number) => number.as_i64(),
                    Json::String(text) => text.parse::<i64>().ok(),
                    _ => None,
                };
                let number = number.ok_or_else(|| must("a whole number"))?;
                // Larger numbers would lose digits on the way.
                if number.unsigned_abs() > SAFE.unsigned_abs() { number.to_string().into() } else { number.into() }
            }
            Kind::Decimal => {
                let what = "a decimal of at most 28 digits, best as text like \"12.50\"";
                let number = numeral(value).and_then(|text| parse_decimal(&text).ok());
                Json::from(number.ok_or_else(|| must(what))?.to_string())
            }
            Kind::Float => {
                let number = numeral(value).filter(|text| text.parse::<f64>().is_ok_and(f64::is_finite));
                let number = number.and_then(|text| text.parse::<Number>().ok());
                Json::Number(number.ok_or_else(|| must("a number"))?)
            }
            Kind::Bool => Json::from(value.as_bool().ok_or_else(|| must("true or false"))?),
            Kind::Date => {
                let what = "a date like 2026-11-23";
                Json::from(parse_date(text(what)?).map_err(|_| must(what))?.to_string())
            }
            Kind::Time => {
                let what = "a time like 23:59:00";
                Json::from(text(what)?.parse::<Time>().map_err(|_| must(what))?.to_string())
            }
            Kind::Instant => {
                let what = "an instant with its zone, like 2026-11-23T09:00:00Z";
                Json::from(parse_instant(text(what)?).map_err(|_| must(what))?.to_string())
            }
            Kind::LocalTime => {
                let what = "a date and time without a zone, like 2026-11-23T09:00:00";
                let at = parse_local(text(what)?).ok_or_else(|| must(what))?;
                Json::from(at.strftime("%Y-%m-%d %H:%M:%S").to_string())
            }
            Kind::List => Json::from(value.as_array().ok_or_else(|| must("a list"))?.clone()),
            Kind::Reference => match value {
                Json::String(_) | Json::Number(_) => value.clone(),
                _ => return Err(must(&format!("the key of a record of {}", target(field)))),
            },
            Kind::References => {
                let keys = value.as_array().filter(|list| list.iter().all(|k| k.is_string() || k.is_number()));
                Json::from(keys.ok_or_else(|| must(&format!("a list of keys of {}", target(field))))?.clone())
            }
            Kind::File => return Err(self.wrong(name, "files cannot be written here; use the system's own upload")),
            Kind::Json | Kind::Computed | Kind::Other => value.clone(),
        })
    }

    /// The value of a comparison. `ordered` is for greater and less, `part` for texts that hold or begin with it.
    pub fn comparable(&self, name: &str, value: &Json, ordered: bool, part: bool) -> Result<Json> {
        let field = self.field(name)?;
        self.searchable(name)?;
        let in_order = !matches!(field.kind, Kind::Bool | Kind::Choice | Kind::Reference);
        if ordered && !in_order {
            return Err(self.wrong(name, "it has no order: use eq, ne or in"));
        }
        if part && !matches!(field.kind, Kind::Text | Kind::Choice) {
            return Err(self.wrong(name, "contains and starts_with are for text"));
        }
        match field.kind {
            // A filter may look for an option that is no longer offered.
            Kind::Choice => self.value(name, &TypedField { options: Vec::new(), ..field.clone() }, value),
            _ => self.value(name, field, value),
        }
    }

    /// Refuses an upsert that holds a key by which the record is not found: a change of it would reach another record.
    /// Where the system finds it by all `unique` values that are sent, these are the fields that `by` must name.
    pub fn found_by(&self, values: Option<&Json>, by: &[String], unique: bool) -> Result<()> {
        let is_given = |name: &str| values.and_then(|values| values.get(name)).is_some_and(|value| !value.is_null());
        let is_named = |name: &str| by.iter().any(|given| **given == *name);
        if values.is_some_and(|values| values.get(&*self.key).is_some()) && !is_named(&self.key) {
            return Err(self.wrong(&self.key, "an upsert may hold the key only where the record is found by it"));
        }
        if !unique {
            return Ok(());
        }
        for name in by.iter().filter(|name| ***name != *self.key) {
            let field = self.field(name)?;
            if !field.unique {
                return Err(self.wrong(name, "the record is found by its key or by unique fields, and this one is not"));
            }
            if matches!(field.kind, Kind::Json | Kind::Reference | Kind::References | Kind::List | Kind::Choices) {
                return Err(self.wrong(name, "the record is not found by a value that has parts, nor by a reference"));
            }
        }
        let other = self.fields.iter().find(|(name, field)| field.unique && is_given(name) && !is_named(name));
        match other {
            Some((name, _)) => Err(self.wrong(
                name,
                "the system finds the record by every unique value that is sent: name it in by, or leave it out",
            )),
            None => Ok(()),
        }
    }

    /// Refuses fields that cannot be looked for.
    pub fn searchable(&self, name: &str) -> Result<()> {
        let field = self.field(name)?;
        match (field.kind, &field.foreign_key) {
            // The column itself, in systems that do not list it among the fields.
            (Kind::Reference, Some(key)) if **key == *name => Ok(()),
            (Kind::Reference, Some(key)) => {
                Err(self.wrong(name, &format!("look for the key that it keeps: {}.{key}", self.at)))
            }
            (
                Kind::Choices
                | Kind::List
                | Kind::Json
                | Kind::Reference
                | Kind::References
                | Kind::File
                | Kind::Secret,
                _,
            ) => Err(self.wrong(name, "only empty can be asked of it, and it has no order")),
            _ => Ok(()),
        }
    }

    /// Refuses fields of which it cannot be asked whether they are empty.
    pub fn maybe_empty(&self, name: &str) -> Result<()> {
        match self.field(name)?.kind {
            Kind::Secret | Kind::Reference | Kind::References | Kind::File => self.searchable(name),
            _ => Ok(()),
        }
    }
}

fn numeral(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn one_of(field: &TypedField) -> String {
    match field.options.as_slice() {
        [] => "text".to_owned(),
        options => format!("one of {}", options.join(", ")),
    }
}

fn target(field: &TypedField) -> &str {
    field.target.as_deref().unwrap_or("the other collection")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use serde_json::json;

    fn sent(values: Json, mode: Mode) -> std::result::Result<Json, String> {
        let Json::Object(values) = values else { panic!("values are an object") };
        sample().write(&values, mode).map(Json::Object).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn values_are_sent_as_the_system_keeps_them() {
        let sent = sent(
            json!({"number": "A", "total": 12.5, "weight": "12.5", "quantity": "9007199254740993", "status": "open",
                "tags": ["paid"], "at": "2026-12-31T23:59:59.999+01:00", "local": "2027-01-31T23:59:59", "paid": null,
                "day": "2028-02-29", "clock": "23:59:59", "customer": 1, "id": 7}),
            Mode::Create,
        );
        assert_eq!(
            sent,
            Ok(
                json!({"number": "A", "total": "12.5", "weight": 12.5, "quantity": "9007199254740993", "status": "open",
                "tags": ["paid"], "at": "2026-12-31T22:59:59.999Z", "local": "2027-01-31 23:59:59", "paid": null,
                "day": "2028-02-29", "clock": "23:59:59", "customer_id": 1, "id": 7})
            )
        );
    }

    #[test]
    fn what_would_be_lost_is_refused() {
        for (values, part) in [
            (json!({"nosuch": 1}), "orders has no such field"),
            (json!({"weight": "viel"}), "must be a number, not \"viel\""),
            (json!({"total": "1,5"}), "must be a decimal"),
            (json!({"quantity": 1.5}), "must be a whole number"),
            (json!({"paid": "ja"}), "must be true or false"),
            (json!({"day": "2027-02-30"}), "must be a date"),
            (json!({"at": "31.12.2027"}), "must be an instant"),
            (json!({"at": "2027-12-31T00:00:00"}), "must be an instant"),
            (json!({"status": "nosuch"}), "must be one of open, paid"),
            (json!({"tags": ["nosuch"]}), "must be a list of one of open, paid"),
            (json!({"sum": 1}), "leave it out"),
            (json!({"created": "2026-11-23T09:00:00Z"}), "leave it out"),
            (json!({"customer": {"name": "new"}}), "must be the key of a record of customers"),
            (json!({"id": 2}), "cannot be changed"),
            (json!({"number": null}), "needs a value"),
        ] {
            let error = sent(values.clone(), Mode::Update).unwrap_err();
            assert!(error.starts_with("values.") && error.contains(part), "{values}: {error}");
        }
        assert!(sent(json!({"total": "1"}), Mode::Create).unwrap_err().contains("number"));
        assert!(sent(json!({"total": "1"}), Mode::Update).is_ok());
    }

    #[test]
    fn filters_are_typed_as_well() {
        let typed = sample();
        let filter = |name: &str, value: Json, ordered, part| typed.comparable(name, &value, ordered, part);
        assert_eq!(filter("weight", json!("3"), true, false).ok(), Some(json!(3)));
        assert_eq!(filter("status", json!("old option"), false, false).ok(), Some(json!("old option")));
        assert!(filter("weight", json!("viel"), true, false).is_err());
        assert!(filter("paid", json!(true), true, false).is_err());
        assert!(filter("total", json!("1"), false, true).is_err());
        assert!(filter("nosuch", json!(1), false, false).is_err());
        let error = filter("customer", json!(1), false, false).unwrap_err();
        assert!(error.message().contains("values.customer_id"));
        assert_eq!(filter("customer_id", json!("c-1"), false, false).unwrap(), "c-1");
        assert!(filter("customer_id", json!("c-1"), true, false).is_err() && typed.maybe_empty("customer_id").is_ok());
        assert!(typed.maybe_empty("tags").is_ok() && typed.searchable("tags").is_err());
        let by = |name: &str| typed.found_by(Some(&json!({"id": 1, "number": "A"})), &[name.to_owned()], false);
        assert!(by("number").is_err() && by("id").is_ok());
    }

    #[test]
    fn an_upsert_by_unique_values_names_them_all() {
        let mut typed = sample();
        for name in ["number", "extra"] {
            typed.fields.get_mut(name).unwrap().unique = true;
        }
        let values = json!({"number": "A", "title": "x", "total": "1"});
        let by = |values: &Json, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            typed.found_by(Some(values), &names, true).map_err(|error| error.message().to_owned())
        };
        assert!(by(&values, &["number"]).is_ok());
        assert!(by(&json!({"id": "7", "number": "A"}), &["id", "number"]).is_ok());
        assert!(by(&json!({"id": "7", "number": "A"}), &["id"]).unwrap_err().contains("every unique value"));
        assert!(by(&values, &["total"]).unwrap_err().contains("this one is not"));
        assert!(by(&json!({"number": "A", "extra": {"a": 1}}), &["number", "extra"]).unwrap_err().contains("parts"));
        assert!(
            by(&json!({"number": "A", "extra": {"a": 1}}), &["number"]).unwrap_err().contains("every unique value")
        );
        assert!(by(&json!({"number": null, "id": "7"}), &["id"]).is_ok());
    }
}
