//! Checks a body field by field, as the serializers do: all wrong fields are told at once.

use serde_json::{Map, Value, json};

use super::desk::{Desk, Object};
use super::errors::{Fail, Outcome};
use super::html;
use super::kinds::{Check, Field, Kind};

/// The fields of a body that the kind knows, checked. Others are ignored without a word.
pub(crate) fn body(desk: &Desk, kind: &Kind, project: &str, body: &Object, partial: bool) -> Outcome<Object> {
    let (mut good, mut wrong) = (Object::new(), Map::new());
    for field in kind.fields {
        match body.get(field.name) {
            None if field.required && !partial => {
                wrong.insert(field.name.into(), json!(["This field is required."]));
            }
            None => {}
            Some(value) => match one(desk, field, project, value) {
                Ok(value) => drop(good.insert(field.name.into(), value)),
                Err(Wrong::Here(reason)) => drop(wrong.insert(field.name.into(), reason)),
                Err(Wrong::All(fail)) => return Err(fail),
            },
        }
    }
    if wrong.is_empty() { Ok(good) } else { Err(Fail::new(400, Value::Object(wrong))) }
}

enum Wrong {
    Here(Value),
    All(Fail),
}

fn one(desk: &Desk, field: &Field, project: &str, value: &Value) -> Result<Value, Wrong> {
    let wrong = |text: String| Err(Wrong::Here(json!([text])));
    if value.is_null() {
        return if field.null { Ok(Value::Null) } else { wrong("This field may not be null.".into()) };
    }
    let text = value.as_str();
    match field.check {
        Check::Any => Ok(value.clone()),
        Check::Flag if value.is_boolean() => Ok(value.clone()),
        Check::Flag => wrong("Must be a valid boolean.".into()),
        Check::Number if value.is_number() => Ok(value.clone()),
        Check::Number => wrong("A valid integer is required.".into()),
        Check::Text(most) => match text {
            None if value.is_number() => Ok(json!(value.to_string())),
            None => wrong("Not a valid string.".into()),
            Some("") if !field.blank => wrong("This field may not be blank.".into()),
            Some(text) if most > 0 && text.chars().count() > most => {
                wrong(format!("Ensure this field has no more than {most} characters."))
            }
            Some(text) => Ok(json!(text.trim())),
        },
        Check::Html => html::clean(text.unwrap_or("")).map(Value::from).map_err(Wrong::All),
        Check::Choice(known) => match text.filter(|text| known.contains(text)) {
            Some(text) => Ok(json!(text)),
            None => wrong(format!("\"{}\" is not a valid choice.", plain(value))),
        },
        Check::Date => match text.and_then(|text| text.parse::<jiff::civil::Date>().ok()) {
            Some(date) => Ok(json!(date.to_string())),
            None => wrong("Date has wrong format. Use one of these formats instead: YYYY-MM-DD.".into()),
        },
        Check::Moment => match text.filter(|text| text.get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())) {
            Some(text) => Ok(json!(text)),
            None => wrong("Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].".into()),
        },
        Check::Url => match text {
            Some(text) if text.starts_with("http://") || text.starts_with("https://") => Ok(json!(text)),
            _ => wrong("Invalid URL format.".into()),
        },
        Check::Id(kind) => match known(desk, kind, project, value) {
            Ok(()) => Ok(value.clone()),
            Err(reason) => wrong(reason),
        },
        Check::Ids(kind) => ids(desk, kind, project, value),
    }
}

fn ids(desk: &Desk, kind: &str, project: &str, value: &Value) -> Result<Value, Wrong> {
    let Value::Array(list) = value else {
        return Err(Wrong::Here(json!([format!("Expected a list of items but got type \"{}\".", kind_of(value))])));
    };
    let wrong: Map<String, Value> = list
        .iter()
        .enumerate()
        .filter_map(|(index, id)| {
            known(desk, kind, project, id).err().map(|reason| (index.to_string(), json!([reason])))
        })
        .collect();
    if !wrong.is_empty() {
        return Err(Wrong::Here(Value::Object(wrong)));
    }
    // Somebody who is no member of the project is dropped without a word.
    let stays =
        |id: &&Value| kind != "user" || desk.role(project, id.as_str().unwrap_or("")).is_some_and(|role| role >= 15);
    Ok(Value::Array(list.iter().filter(stays).cloned().collect()))
}

/// Whether an id stands for a record of the kind, in the same project where it has one.
fn known(desk: &Desk, kind: &str, project: &str, id: &Value) -> Result<(), String> {
    let text = plain(id);
    if !uuid(&text) {
        return Err(format!("“{text}” is not a valid UUID."));
    }
    let found = match kind {
        "user" => desk.user(&text).is_some(),
        _ => desk.find(kind, &text).is_some_and(|object| super::desk::text(object, "project") == project),
    };
    if found { Ok(()) } else { Err(format!("Invalid pk \"{text}\" - object does not exist.")) }
}

/// Whether a text has the form of a UUID.
pub(crate) fn uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(at, c)| match at {
            8 | 13 | 18 | 23 => c == '-',
            _ => c.is_ascii_hexdigit(),
        })
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "str",
        Value::Object(_) => "dict",
        Value::Number(_) => "int",
        _ => "bool",
    }
}
