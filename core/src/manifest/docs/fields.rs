//! The fields of a resource: what they are in the system, and how well they fit.

use indexmap::IndexMap;

use super::table::Table;
use crate::manifest::{Converter, FieldMap, FieldSpec};
use crate::model::{FieldKind, Model};

/// How well a field of the model fits what the system has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// The system has it as it is.
    Native,
    /// It is worked out from something else, or always the same.
    Derived,
    /// The system may change what was written.
    Lossy,
    /// The system does not have it, or it is not mapped.
    Unsupported,
}

impl Quality {
    /// The quality of a field; `None` for one that the manifest does not map.
    pub fn of(map: Option<&FieldMap>) -> Quality {
        match map {
            None => Quality::Unsupported,
            Some(map) if map.lossy => Quality::Lossy,
            Some(map) if map.derived || map.computed() || map.constant.is_some() || !map.flags.is_empty() => {
                Quality::Derived
            }
            Some(_) => Quality::Native,
        }
    }

    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Quality::Native => "native",
            Quality::Derived => "derived",
            Quality::Lossy => "lossy",
            Quality::Unsupported => "unsupported",
        }
    }
}

/// The table of a model's fields, then those of its child rows.
pub(super) fn tables(out: &mut String, model: &Model, fields: &IndexMap<String, FieldSpec>, rows: bool) {
    let head = ["Field", "In the system", "Quality", "Read", "Write", "Filter and sort"];
    let mut table = Table::new(if rows { &head[..5] } else { &head });
    for field in model.fields {
        let map = fields.get(field.name).map(FieldSpec::map);
        let map = map.as_ref();
        let name = format!("`{}`", field.name);
        let quality = Quality::of(map).as_str().to_owned();
        let Some(map) = map else {
            let none = || "-".to_owned();
            if rows {
                table.row([name, none(), quality, none(), none()]);
            } else {
                table.row([name, none(), quality, none(), none(), none()]);
            }
            continue;
        };
        let (place, read, write) = (place(map), read(map), write(map).to_owned());
        if rows {
            table.row([name, place, quality, read, write]);
        } else {
            let filter = if matches!(field.kind, FieldKind::Json) { "no".to_owned() } else { filter(map) };
            table.row([name, place, quality, read, write, filter]);
        }
    }
    table.write(out);
    for field in model.fields {
        if let (FieldKind::Rows(child), Some(spec)) = (field.kind, fields.get(field.name)) {
            out.push_str(&format!("The rows of `{}`:\n\n", field.name));
            tables(out, child, &spec.map().rows, true);
        }
    }
}

fn place(map: &FieldMap) -> String {
    if let Some(constant) = &map.constant {
        return format!("always {constant}");
    }
    if !map.flags.is_empty() {
        let flags: Vec<String> = map.flags.values().map(|flag| format!("`{}`", flag.at)).collect();
        return flags.join(", ");
    }
    if map.parent {
        return "the parent's id".to_owned();
    }
    let paths = |paths: &mut dyn Iterator<Item = &String>| {
        let mut names: Vec<String> = Vec::new();
        paths.map(|path| format!("`{path}`")).for_each(|name| {
            if !names.contains(&name) {
                names.push(name);
            }
        });
        names.join(", ")
    };
    let worked_out = match &map.join {
        Some(join) => Some(format!("{}, joined", paths(&mut join.of.iter()))),
        None if map.cases.is_empty() => None,
        None => {
            let from = paths(&mut map.cases.iter().flat_map(|case| case.when.keys()));
            Some(format!("worked out from {from}"))
        }
    };
    if let Some(text) = worked_out {
        return match &map.write_at {
            Some(write_at) => format!("{text}; written as `{write_at}`"),
            None => text,
        };
    }
    let at = match map.at.as_deref() {
        None => return map.write_at.as_ref().map(|at| format!("`{at}`")).unwrap_or_default(),
        Some("*") => return "all members that stand for no other field".to_owned(),
        Some(at) => at,
    };
    let beside = map.write_beside.iter().map(|(other, path)| format!(", beside `{other}` written as `{path}`"));
    match &map.write_at {
        Some(write_at) => format!("`{at}`, written as `{write_at}`"),
        None => format!("`{at}`{}", beside.collect::<String>()),
    }
}

fn read(map: &FieldMap) -> String {
    if !map.read {
        return "no".to_owned();
    }
    let lists = if map.listed { "yes" } else { "get, or list with include" };
    match &map.when {
        Some(when) if when.is.is_empty() => {
            format!("{lists}; not while `{}` is {}", when.at, when.is_not.join(" or "))
        }
        Some(when) => format!("{lists}; only while `{}` is {}", when.at, when.is.join(" or ")),
        None => lists.to_owned(),
    }
}

fn write(map: &FieldMap) -> &'static str {
    match map {
        FieldMap { constant: Some(_), .. } | FieldMap { write: false, .. } => "no",
        FieldMap { parent: true, .. } => "create only",
        FieldMap { create_only: true, .. } => "create only",
        _ => "yes",
    }
}

fn filter(map: &FieldMap) -> String {
    let rows = map.converter == Some(Converter::Rows) || !map.rows.is_empty();
    if let Some(param) = &map.filter_param {
        let words: Vec<&str> = param.table.keys().map(String::as_str).collect();
        let mut ways = Vec::new();
        if param.param.is_some() {
            ways.push(if words.is_empty() { "equal".to_owned() } else { format!("equal: {}", words.join(", ")) });
        }
        ways.extend(param.operators.keys().map(|operator| format!("`{operator}`")));
        return ways.join(", ");
    }
    let column = map.column.as_deref().or(map.at.as_deref());
    match column.filter(|_| map.filter && map.constant.is_none() && !rows) {
        Some(column) => format!("yes, `{column}`"),
        None if map.constant.is_some() => "by the variant".to_owned(),
        None => "no".to_owned(),
    }
}
