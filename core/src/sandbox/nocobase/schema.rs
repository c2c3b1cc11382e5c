//! Collections and their fields: what a row may hold, and how rows hang together.

use serde_json::{Map, Value, json};

/// A row, a field or a collection's own properties.
pub(crate) type Row = Map<String, Value>;

/// The storage types that a field can be created with.
pub(crate) const TYPES: &[&str] = &[
    "array",
    "belongsTo",
    "belongsToArray",
    "belongsToMany",
    "bigInt",
    "blob",
    "boolean",
    "context",
    "date",
    "dateOnly",
    "datetime",
    "datetimeNoTz",
    "datetimeTz",
    "decimal",
    "double",
    "float",
    "formula",
    "hasMany",
    "hasOne",
    "integer",
    "json",
    "jsonb",
    "nanoid",
    "password",
    "radio",
    "real",
    "sequence",
    "set",
    "snowflakeId",
    "sort",
    "string",
    "text",
    "time",
    "uid",
    "unixTimestamp",
    "uuid",
    "virtual",
];

/// One collection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// `name`, `title`, `filterTargetKey` and the like, as `collections:get` answers.
    pub(crate) about: Row,
    /// The declared fields, in the order of their declaration.
    pub(crate) fields: Vec<Row>,
    pub(crate) rows: Vec<Row>,
    /// The last number that a row got, also for creates that failed on a unique value.
    pub(crate) last: i64,
    /// The counter of a sequence field.
    pub(crate) sequence: i64,
    /// Whether `collections:list` shows it.
    pub(crate) listed: bool,
    /// Rows are answered as they are, whatever members they have: collections and fields themselves.
    pub(crate) loose: bool,
}

/// A column of a collection.
#[derive(Clone, Debug)]
pub(crate) struct Column<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: &'a str,
    /// The declared field; nothing for those that every collection may have.
    pub(crate) field: Option<&'a Row>,
}

/// How one collection points to another.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub(crate) kind: String,
    pub(crate) target: String,
    pub(crate) foreign: String,
    pub(crate) source_key: String,
    pub(crate) target_key: String,
    pub(crate) through: String,
    pub(crate) other: String,
}

impl Relation {
    pub(crate) fn many(&self) -> bool {
        matches!(self.kind.as_str(), "hasMany" | "belongsToMany")
    }
}

/// A text member, or nothing.
pub(crate) fn text<'a>(row: &'a Row, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or("")
}

/// A truth value; absent is false.
pub(crate) fn flag(row: &Row, name: &str) -> bool {
    row.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// The members of an object.
pub(crate) fn object(value: Value) -> Row {
    match value {
        Value::Object(map) => map,
        _ => Row::new(),
    }
}

/// A scalar as the text that keys are compared by.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn related(kind: &str) -> bool {
    matches!(kind, "belongsTo" | "hasMany" | "hasOne" | "belongsToMany" | "belongsToArray")
}

/// The title that messages use: that of the field, where it has one, without its translation marks.
pub(crate) fn label(field: &Row) -> String {
    let title = field.get("uiSchema").and_then(|s| s.get("title")).and_then(Value::as_str).unwrap_or("");
    let inner = title.strip_prefix("{{t(\"").and_then(|t| t.strip_suffix("\")}}")).unwrap_or(title);
    if inner.is_empty() { text(field, "name").to_owned() } else { inner.to_owned() }
}

impl Table {
    pub(crate) fn new(about: Value, fields: Value) -> Table {
        let fields = match fields {
            Value::Array(list) => list.into_iter().map(object).collect(),
            _ => Vec::new(),
        };
        Table { about: object(about), fields, ..Table::default() }
    }

    pub(crate) fn name(&self) -> &str {
        text(&self.about, "name")
    }

    /// The name of the key field.
    pub(crate) fn key(&self) -> &str {
        let key = text(&self.about, "filterTargetKey");
        if key.is_empty() { "id" } else { key }
    }

    pub(crate) fn field(&self, name: &str) -> Option<&Row> {
        self.fields.iter().find(|f| text(f, "name") == name)
    }

    /// All columns, declared or not, in the order in which the server names them to its database.
    pub(crate) fn columns(&self) -> Vec<Column<'_>> {
        let mut columns = Vec::new();
        let on = |name: &str| self.about.get(name).is_some_and(|v| v != &json!(false));
        if (on("autoGenId") || !self.about.contains_key("autoGenId"))
            && self.field("id").is_none()
            && self.key() == "id"
        {
            columns.push(Column { name: "id", kind: "bigInt", field: None });
        }
        for (name, kind, switch) in [
            ("createdAt", "date", "createdAt"),
            ("updatedAt", "date", "updatedAt"),
            ("createdById", "bigInt", "createdBy"),
            ("updatedById", "bigInt", "updatedBy"),
        ] {
            if (on(switch) || on("timestamps") && kind == "date") && self.field(name).is_none() {
                columns.push(Column { name, kind, field: None });
            }
        }
        for field in &self.fields {
            if !related(text(field, "type")) {
                columns.push(Column { name: text(field, "name"), kind: text(field, "type"), field: Some(field) });
            }
        }
        columns
    }

    /// Whether answers show a column.
    pub(crate) fn shows(column: &Column<'_>) -> bool {
        !matches!(column.kind, "password" | "sort") && !column.field.is_some_and(|f| flag(f, "hidden"))
    }

    /// The relation of a name; those to the users who made and changed a row need not be declared.
    pub(crate) fn relation(&self, name: &str) -> Option<Relation> {
        if let Some(field) = self.field(name).filter(|f| related(text(f, "type"))) {
            let or_id = |member: &str| match text(field, member) {
                "" => "id".to_owned(),
                key => key.to_owned(),
            };
            return Some(Relation {
                kind: text(field, "type").to_owned(),
                target: text(field, "target").to_owned(),
                foreign: text(field, "foreignKey").to_owned(),
                source_key: or_id("sourceKey"),
                target_key: or_id("targetKey"),
                through: text(field, "through").to_owned(),
                other: text(field, "otherKey").to_owned(),
            });
        }
        (["createdBy", "updatedBy"].contains(&name) && flag(&self.about, name)).then(|| Relation {
            kind: "belongsTo".into(),
            target: "users".into(),
            foreign: format!("{name}Id"),
            source_key: "id".into(),
            target_key: "id".into(),
            through: String::new(),
            other: String::new(),
        })
    }

    /// The names of the declared relations.
    pub(crate) fn relations(&self) -> Vec<String> {
        self.fields.iter().filter(|f| related(text(f, "type"))).map(|f| text(f, "name").to_owned()).collect()
    }

    pub(crate) fn find(&self, key: &Value) -> Option<usize> {
        let (name, wanted) = (self.key(), plain(key));
        self.rows.iter().position(|row| row.get(name).is_some_and(|v| plain(v) == wanted))
    }
}
