//! Records from their canonical JSON: what `write_records` has written comes back as it was.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::{FieldKind, Model, Origin, Record};
use crate::error::{Code, Error, Result};
use crate::value::{Value, parse_date, parse_decimal, parse_instant};

type Members<'j> = HashMap<String, &'j RawValue>;

impl Record {
    /// The record that a canonical JSON text (`snake_case` keys) is of.
    pub fn from_json(model: &'static Model, json: &str) -> Result<Record> {
        let members: Members<'_> = serde_json::from_str(json).map_err(|_| damaged())?;
        let text = |name: &str| scalar::<Option<Box<str>>>(&members, name);
        let instant = |name: &str| text(name)?.map(|text| parse_instant(&text)).transpose();
        let needed = |name: &str| text(name)?.ok_or_else(damaged);
        let custom: indexmap::IndexMap<Box<str>, Box<RawValue>> = scalar(&members, "custom")?;
        Ok(Record {
            origin: Arc::new(Origin {
                system: Arc::from(needed("system")?),
                connection: Arc::from(needed("connection")?),
                model,
                page: None,
            }),
            id: needed("id")?,
            remote_id: needed("remote_id")?,
            remote_url: text("remote_url")?,
            created_at: instant("created_at")?,
            updated_at: instant("updated_at")?,
            deleted_at: instant("deleted_at")?,
            version: text("version")?,
            external_ref: text("external_ref")?,
            custom: custom.into_iter().collect(),
            warnings: scalar(&members, "warnings")?,
            raw: members.get("raw").map(|raw| (*raw).to_owned()),
            values: values(model, &members)?,
        })
    }
}

fn scalar<T: serde::de::DeserializeOwned + Default>(members: &Members<'_>, name: &str) -> Result<T> {
    members.get(name).map_or_else(|| Ok(T::default()), |raw| serde_json::from_str(raw.get()).map_err(|_| damaged()))
}

fn values(model: &Model, members: &Members<'_>) -> Result<Box<[Value]>> {
    let one =
        |field: &super::Field| members.get(field.name).map_or(Ok(Value::Null), |raw| value(field.kind, raw.get()));
    model.fields.iter().map(one).collect()
}

fn value(kind: FieldKind, json: &str) -> Result<Value> {
    if json == "null" {
        return Ok(Value::Null);
    }
    let text = || serde_json::from_str::<String>(json).map_err(|_| damaged());
    Ok(match kind {
        FieldKind::Text | FieldKind::Enum(_) | FieldKind::Ref(_) => Value::Text(text()?.into()),
        FieldKind::Integer => Value::Int(json.parse().map_err(|_| damaged())?),
        FieldKind::Decimal => Value::Decimal(parse_decimal(&text()?)?),
        FieldKind::Bool => Value::Bool(json == "true"),
        FieldKind::Date => Value::Date(parse_date(&text()?)?),
        FieldKind::Instant => Value::Instant(parse_instant(&text()?)?),
        FieldKind::Json => Value::Json(json.into()),
        FieldKind::EnumList(_) | FieldKind::Texts | FieldKind::Refs(_) => {
            let items: Vec<Box<str>> = serde_json::from_str(json).map_err(|_| damaged())?;
            Value::List(items.into_iter().map(Value::Text).collect())
        }
        FieldKind::Rows(child) => {
            let rows: Vec<Members<'_>> = serde_json::from_str(json).map_err(|_| damaged())?;
            Value::Rows(rows.iter().map(|row| values(child, row)).collect::<Result<_>>()?)
        }
    })
}

fn damaged() -> Error {
    Error::new(
        Code::StorageUnavailable,
        "a stored record is not readable; run the sync with full, so that it is read anew",
    )
    .with_retryable(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(kind: FieldKind) -> Value {
        let text = |text: &str| Value::Text(text.into());
        match kind {
            FieldKind::Text | FieldKind::Enum(_) | FieldKind::Ref(_) => text("Grün \"&\" Söhne\n"),
            FieldKind::Integer => Value::Int(-3),
            FieldKind::Decimal => Value::Decimal("100.1".parse().unwrap()),
            FieldKind::Bool => Value::Bool(true),
            FieldKind::Date => Value::Date("2026-11-23".parse().unwrap()),
            FieldKind::Instant => Value::Instant("2026-11-23T04:00:00.000001Z".parse().unwrap()),
            FieldKind::Json => Value::Json(r#"{"a_b":1.50,"c":[1e-7]}"#.into()),
            FieldKind::EnumList(_) | FieldKind::Texts | FieldKind::Refs(_) => Value::List(vec![text("a"), text("b")]),
            FieldKind::Rows(child) => Value::Rows(vec![child.fields.iter().map(|field| sample(field.kind)).collect()]),
        }
    }

    #[test]
    fn every_model_comes_back_as_it_was() {
        for model in Model::all() {
            let record = Record {
                origin: Arc::new(Origin { system: "erpnext".into(), connection: "erp".into(), model, page: None }),
                id: "erp:1".into(),
                remote_id: "1".into(),
                remote_url: Some("https://erp.test/1".into()),
                created_at: Some("2026-11-23T04:00:00Z".parse().unwrap()),
                updated_at: None,
                deleted_at: None,
                version: Some("v".into()),
                external_ref: None,
                custom: vec![("own_field".into(), RawValue::from_string("{\"in_it\":1.10}".into()).unwrap())],
                warnings: vec!["odd".into()],
                raw: None,
                values: model.fields.iter().map(|field| sample(field.kind)).collect(),
            };
            let json = record.to_json();
            let back = Record::from_json(model, &json).unwrap();
            assert_eq!(back.to_json(), json, "{}", model.path());
            assert_eq!(back.values, record.values, "{}", model.path());
            let empty = Record { values: vec![Value::Null; model.fields.len()].into(), ..record };
            assert_eq!(Record::from_json(model, &empty.to_json()).unwrap().to_json(), empty.to_json());
        }
        let model = Model::find("crm.deals").unwrap();
        assert!(Record::from_json(model, "[]").is_err() && Record::from_json(model, "{}").is_err());
    }
}
