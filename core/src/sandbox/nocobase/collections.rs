//! Collections and fields: made, changed and listed while the server runs.

use serde_json::{Value, json};

use super::super::message::Request;
use super::access::Right;
use super::fail::{Fail, Outcome};
use super::list::{self, Query};
use super::schema::{Row, TYPES, Table, object, text};
use super::state::Base;

/// An action on `collections`.
pub(crate) fn act(base: &mut Base, action: &str, request: &Request, body: &Value) -> Outcome<Value> {
    let query = Query::of(request);
    let name = query.one("filterByTk").unwrap_or("").to_owned();
    match action {
        "list" => {
            let table = shelf(base, query.list("appends").iter().any(|a| a == "fields"));
            list::list(base, &table, table.rows.clone(), &query, &Right::default())
        }
        "listMeta" => Ok(json!({"data": meta(base)})),
        "get" => {
            let with_fields = query.list("appends").iter().any(|a| a == "fields");
            let found = base.tables.get(&name).filter(|t| t.listed).map(|t| about(t, with_fields));
            Ok(json!({"data": found}))
        }
        "create" => create(base, &object(body.clone())).map(|data| json!({"data": data})),
        "update" => {
            let Some(table) = base.tables.get_mut(&name).filter(|t| t.listed) else { return Ok(json!({"data": []})) };
            let mut new = object(body.clone());
            new.remove("name");
            new.remove("fields");
            table.about.append(&mut new);
            Ok(json!({"data": [table.about]}))
        }
        "destroy" => {
            let gone = base.tables.get(&name).is_some_and(|t| t.listed) && base.tables.remove(&name).is_some();
            Ok(json!({"data": i32::from(gone)}))
        }
        _ => Err(Fail::NoRoute),
    }
}

/// An action on the fields of a collection.
pub(crate) fn fields(
    base: &mut Base,
    collection: &str,
    action: &str,
    request: &Request,
    body: &Value,
) -> Outcome<Value> {
    let query = Query::of(request);
    let name = query.one("filterByTk").unwrap_or("").to_owned();
    let known = base.tables.get(collection).is_some_and(|t| t.listed);
    match action {
        "list" => {
            let rows = base.tables.get(collection).map(|t| t.fields.clone()).unwrap_or_default();
            let table = Table { rows: rows.clone(), ..loose("fields", &["name", "key", "type", "interface"]) };
            list::list(base, &table, rows, &query, &Right::default())
        }
        "get" => {
            let found = base.tables.get(collection).and_then(|t| t.field(&name));
            Ok(json!({"data": found}))
        }
        "create" if !known => Err(Fail::new(500, "Cannot read properties of null (reading 'createField')")),
        "create" => {
            let body = object(body.clone());
            if base.table(collection)?.field(text(&body, "name")).is_some() {
                let name = text(&body, "name");
                let message = format!("Field name \"{name}\" already exists in collection \"{collection}\"");
                return Err(Fail::new(400, message));
            }
            let field = declare(base, collection, &body)?;
            Ok(json!({"data": field}))
        }
        "update" => {
            let table = base.table_mut(collection)?;
            let Some(field) = table.fields.iter_mut().find(|f| text(f, "name") == name) else {
                return Ok(json!({"data": []}));
            };
            let mut new = object(body.clone());
            new.remove("name");
            field.append(&mut new);
            Ok(json!({"data": [field]}))
        }
        "destroy" => {
            let table = base.table_mut(collection)?;
            table.fields.retain(|f| text(f, "name") != name);
            for row in &mut table.rows {
                row.remove(&name);
            }
            Ok(json!({"data": true}))
        }
        _ => Err(Fail::NoRoute),
    }
}

/// A table of rows that are answered as they are.
fn loose(name: &str, columns: &[&str]) -> Table {
    let columns = columns.iter().map(|c| json!({"name": c, "type": "string"})).collect();
    let table = Table::new(json!({"name": name, "filterTargetKey": "key", "autoGenId": false}), columns);
    Table { loose: true, ..table }
}

/// The collections that are listed, as rows.
fn shelf(base: &Base, with_fields: bool) -> Table {
    let rows = base.tables.values().filter(|t| t.listed).map(|t| about(t, with_fields)).collect();
    let mut table = loose("collections", &["name", "key", "title"]);
    table.fields.push(object(json!({"name": "hidden", "type": "boolean"})));
    Table { rows, ..table }
}

fn about(table: &Table, with_fields: bool) -> Row {
    let mut row = table.about.clone();
    if with_fields {
        row.insert("fields".into(), json!(table.fields));
    }
    row
}

fn meta(base: &Base) -> Vec<Row> {
    let listed = base.tables.values().filter(|t| t.listed);
    listed
        .enumerate()
        .map(|(index, table)| {
            let mut row = about(table, true);
            for (index, field) in row["fields"].as_array_mut().into_iter().flatten().enumerate() {
                field["__sort"] = json!(index + 1);
            }
            row.append(&mut object(json!({"sort": index + 1, "from": "db2cm", "loadedFromCollectionManager": true})));
            row
        })
        .collect()
}

/// Makes a collection.
pub(crate) fn create(base: &mut Base, body: &Row) -> Outcome<Row> {
    let name = match text(body, "name") {
        "" => format!("t_{}", base.hash()),
        name => name.to_owned(),
    };
    if base.tables.contains_key(&name) {
        return Err(Fail::new(500, format!("Collection named {name} already exists")));
    }
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || "_-*$".contains(c)) {
        let message = format!("collections.name can only include A-Z, a-z, 0-9, _-*$, '{name}' is invalid");
        return Err(Fail::new(500, message));
    }
    let mut about =
        object(json!({"key": base.hash(), "name": name, "title": null, "description": null, "inherit": false,
        "hidden": false, "createdAt": false, "updatedAt": false, "createdBy": false, "updatedBy": false,
        "filterTargetKey": "id", "unavailableActions": []}));
    let mut given = body.clone();
    given.remove("fields");
    given.remove("name");
    about.append(&mut given);
    base.tables.insert(name.clone(), Table { about, listed: true, ..Table::default() });
    for field in body.get("fields").and_then(Value::as_array).into_iter().flatten() {
        declare(base, &name, &object(field.clone()))?;
    }
    Ok(about_of(base, &name))
}

fn about_of(base: &Base, name: &str) -> Row {
    base.tables.get(name).map(|t| about(t, true)).unwrap_or_default()
}

/// Adds a field, with what it needs: the column of its key, the collection between two.
fn declare(base: &mut Base, collection: &str, body: &Row) -> Outcome<Row> {
    let kind = text(body, "type").to_owned();
    if !TYPES.contains(&kind.as_str()) {
        return Err(Fail::new(500, format!("unsupported field type {kind}")));
    }
    let mut field = object(json!({"key": base.hash(), "interface": null, "collectionName": collection,
        "description": null, "parentKey": null, "reverseKey": null}));
    field.append(&mut body.clone());
    for pattern in field.get_mut("patterns").and_then(Value::as_array_mut).into_iter().flatten() {
        if pattern["type"] == "integer" {
            pattern["options"]["key"] = json!(base.random.below(65_536));
        }
    }
    let or_id = |field: &mut Row, name: &str| {
        field.entry(name).or_insert_with(|| json!("id"));
    };
    let foreign = text(&field, "foreignKey").to_owned();
    match kind.as_str() {
        "belongsTo" => {
            or_id(&mut field, "targetKey");
            column(base, collection, &foreign);
        }
        "hasMany" | "hasOne" => {
            or_id(&mut field, "targetKey");
            or_id(&mut field, "sourceKey");
            let target = text(&field, "target").to_owned();
            column(base, &target, &foreign);
        }
        "belongsToMany" => {
            or_id(&mut field, "targetKey");
            or_id(&mut field, "sourceKey");
            let through = text(&field, "through").to_owned();
            let listed = text(&field, "interface") != "attachment";
            let about = json!({"key": format!("2{}", base.random.hash()), "name": through, "title": through,
                "inherit": false, "hidden": true, "description": null, "timestamps": true, "autoGenId": false,
                "autoCreate": true, "isThrough": true, "sortable": false, "unavailableActions": []});
            base.tables.entry(through).or_insert_with(|| Table { listed, ..Table::new(about, json!([])) });
        }
        _ => {}
    }
    base.table_mut(collection)?.fields.push(field.clone());
    Ok(field)
}

fn column(base: &mut Base, collection: &str, name: &str) {
    let key = base.hash();
    let Some(table) = base.tables.get_mut(collection).filter(|t| t.field(name).is_none() && !name.is_empty()) else {
        return;
    };
    // Recorded: columns of keys stand before the fields that were asked for.
    let field = object(json!({"key": key, "name": name, "type": "bigInt", "interface": "integer",
        "description": null, "collectionName": collection, "parentKey": null, "reverseKey": null, "isForeignKey": true,
        "uiSchema": {"type": "number", "title": name, "x-component": "InputNumber", "x-read-pretty": true}}));
    table.fields.insert(0, field);
}
