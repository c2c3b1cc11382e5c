//! The models: which members a document has, what is required, how values are cast.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::money;

pub(crate) type Object = Map<String, Value>;

/// How a value becomes what the database keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cast {
    Text,
    Number,
    Bool,
    Date,
    Id,
    Any,
}

/// One member.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) cast: Cast,
    pub(crate) required: bool,
    /// The words that are allowed when a document is made.
    pub(crate) words: &'static [&'static str],
}

/// One model.
pub(crate) struct Kind {
    /// The name in addresses.
    pub(crate) entity: &'static str,
    /// The name in messages.
    pub(crate) model: &'static str,
    /// Only in the tree of 4.1.0.
    pub(crate) former: bool,
    pub(crate) columns: &'static [Column],
}

const fn col(name: &'static str, cast: Cast) -> Column {
    Column { name, cast, required: false, words: &[] }
}

const fn req(name: &'static str, cast: Cast) -> Column {
    Column { name, cast, required: true, words: &[] }
}

const fn word(name: &'static str, words: &'static [&'static str]) -> Column {
    Column { name, cast: Cast::Text, required: false, words }
}

const INVOICE_WORDS: &[&str] = &["draft", "pending", "sent", "refunded", "cancelled", "on hold"];
const QUOTE_WORDS: &[&str] = &["draft", "pending", "sent", "accepted", "declined", "cancelled", "on hold"];

pub(crate) static KINDS: &[Kind] = &[
    Kind {
        entity: "client",
        model: "Client",
        former: false,
        columns: &[
            req("name", Cast::Text),
            col("phone", Cast::Text),
            col("country", Cast::Text),
            col("address", Cast::Text),
            col("email", Cast::Text),
            col("enabled", Cast::Bool),
            col("createdBy", Cast::Id),
            col("assigned", Cast::Id),
            col("created", Cast::Date),
            col("updated", Cast::Date),
        ],
    },
    Kind {
        entity: "invoice",
        model: "Invoice",
        former: false,
        columns: &[
            req("number", Cast::Number),
            req("year", Cast::Number),
            req("date", Cast::Date),
            req("expiredDate", Cast::Date),
            req("client", Cast::Id),
            req("taxRate", Cast::Number),
            col("notes", Cast::Text),
            word("status", INVOICE_WORDS),
        ],
    },
    Kind {
        entity: "payment",
        model: "Payment",
        former: false,
        columns: &[
            req("number", Cast::Number),
            req("client", Cast::Id),
            req("invoice", Cast::Id),
            req("amount", Cast::Number),
            col("date", Cast::Date),
            col("currency", Cast::Text),
            col("ref", Cast::Text),
            col("description", Cast::Text),
            col("paymentMode", Cast::Id),
        ],
    },
    Kind {
        entity: "quote",
        model: "Quote",
        former: true,
        columns: &[
            req("number", Cast::Number),
            req("year", Cast::Number),
            req("date", Cast::Date),
            req("expiredDate", Cast::Date),
            req("client", Cast::Id),
            col("taxRate", Cast::Number),
            col("discount", Cast::Number),
            col("currency", Cast::Text),
            col("notes", Cast::Text),
            word("status", QUOTE_WORDS),
        ],
    },
    Kind {
        entity: "taxes",
        model: "Taxes",
        former: true,
        columns: &[
            req("taxName", Cast::Text),
            req("taxValue", Cast::Number),
            col("isDefault", Cast::Bool),
            col("enabled", Cast::Bool),
        ],
    },
    Kind {
        entity: "paymentmode",
        model: "PaymentMode",
        former: true,
        columns: &[
            req("name", Cast::Text),
            req("description", Cast::Text),
            col("ref", Cast::Text),
            col("isDefault", Cast::Bool),
            col("enabled", Cast::Bool),
        ],
    },
    Kind {
        entity: "setting",
        model: "Setting",
        former: false,
        columns: &[
            req("settingKey", Cast::Text),
            req("settingCategory", Cast::Text),
            col("settingValue", Cast::Any),
            col("valueType", Cast::Text),
            col("isPrivate", Cast::Bool),
            col("isCoreSetting", Cast::Bool),
        ],
    },
];

impl Kind {
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// The members of a body that the model knows, cast; and what is wrong with them. `whole` also asks for what is
    /// required and for the words that are allowed: changes are not asked for either.
    pub(crate) fn read(&self, body: &Object, whole: bool) -> Result<Object, Object> {
        let (mut out, mut errors) = (Object::new(), Object::new());
        for column in self.columns {
            let given = body.get(column.name);
            let empty = given.is_none_or(|v| v.is_null() || v.as_str() == Some(""));
            if column.required && empty && (whole || (given.is_some() && self.entity == "client")) {
                errors.insert(column.name.into(), required(column.name, given, !whole));
                continue;
            }
            let Some(given) = given else { continue };
            match cast(column.cast, column.name, given, "because of \"BSONError\"") {
                Ok(value) => {
                    let text = value.as_str().unwrap_or_default();
                    if whole && !column.words.is_empty() && !column.words.contains(&text) {
                        errors.insert(column.name.into(), no_word(column, text));
                    }
                    out.insert(column.name.into(), value);
                }
                Err(error) => drop(errors.insert(column.name.into(), error)),
            }
        }
        if errors.is_empty() { Ok(out) } else { Err(errors) }
    }
}

/// A value as the database keeps it, or the error of a cast that fails. `why` ends the sentence about ids.
pub(crate) fn cast(cast: Cast, path: &str, value: &Value, why: &str) -> Result<Value, Value> {
    let (found, name) = match (cast, value) {
        (Cast::Any, _) | (_, Value::Null) => return Ok(value.clone()),
        (Cast::Text, Value::String(_)) | (Cast::Bool, Value::Bool(_)) => return Ok(value.clone()),
        (Cast::Text, Value::Number(_) | Value::Bool(_)) => return Ok(json!(value.to_string())),
        (Cast::Text, _) => (None, "string"),
        (Cast::Number, _) => (money::parse(value).map(money::number), "Number"),
        (Cast::Bool, Value::String(text)) => (text.parse::<bool>().ok().map(Value::Bool), "Boolean"),
        (Cast::Bool, _) => (None, "Boolean"),
        (Cast::Date, _) => (date(value).map(|at| json!(at)), "date"),
        (Cast::Id, Value::Object(inner)) => (inner.get("_id").filter(|id| is_id(id)).cloned(), "ObjectId"),
        (Cast::Id, _) => (Some(value.clone()).filter(is_id), "ObjectId"),
    };
    found.ok_or_else(|| {
        let (shown, kind) = match value {
            Value::String(text) => (format!("\"{text}\""), "string"),
            Value::Array(_) => (value.to_string(), "Array"),
            Value::Object(_) => (inspect(value), "Object"),
            _ => (value.to_string(), "number"),
        };
        let quoted = if kind == "string" { shown.clone() } else { format!("\"{shown}\"") };
        let tail = if name == "ObjectId" { format!(" {why}") } else { String::new() };
        let reason = match name {
            "ObjectId" => json!({}),
            "Number" => json!({"generatedMessage": true, "code": "ERR_ASSERTION", "actual": false, "expected": true, "operator": "=="}),
            _ => Value::Null,
        };
        json!({"stringValue": quoted, "valueType": kind, "kind": name, "value": value, "path": path, "reason": reason,
            "name": "CastError", "message": format!("Cast to {name} failed for value {quoted} (type {kind}) at path \"{path}\"{tail}")})
    })
}

/// An instant as the server writes it; of ISO 8601 text, or of milliseconds.
pub(crate) fn date(value: &Value) -> Option<String> {
    let at = match value {
        Value::Number(n) => Timestamp::from_millisecond(n.as_i64()?).ok()?,
        Value::String(text) => match text.parse::<jiff::civil::Date>() {
            Ok(day) if text.len() == 10 => day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp(),
            _ => text.parse().ok()?,
        },
        _ => return None,
    };
    Some(instant(at))
}

pub(crate) fn instant(at: Timestamp) -> String {
    super::super::clock::utc(at).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// Twenty-four hexadecimal digits.
pub(crate) fn is_id(value: &Value) -> bool {
    value.as_str().is_some_and(|s| s.len() == 24 && s.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn inspect(value: &Value) -> String {
    let Value::Object(map) = value else { return value.to_string() };
    let list: Vec<String> = map.iter().map(|(k, v)| format!("{k}: {v}")).collect();
    format!("{{ {} }}", list.join(", "))
}

fn required(path: &str, given: Option<&Value>, update: bool) -> Value {
    let message = format!("Path `{path}` is required.");
    let mut properties = json!({"message": message, "type": "required", "path": path});
    let mut error = json!({"name": "ValidatorError", "message": message, "kind": "required", "path": path});
    if update {
        properties["fullPath"] = json!(path);
    }
    if let Some(value) = given {
        properties["value"] = value.clone();
        error["value"] = value.clone();
    }
    error["properties"] = properties;
    error
}

fn no_word(column: &Column, value: &str) -> Value {
    let message = format!("`{value}` is not a valid enum value for path `{}`.", column.name);
    json!({"name": "ValidatorError", "message": message, "kind": "enum", "path": column.name, "value": value,
        "properties": {"message": message, "type": "enum", "enumValues": column.words, "path": column.name, "value": value}})
}
