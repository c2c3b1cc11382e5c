//! Changing the metadata: custom objects and fields.

use serde_json::{Value, json};

use super::document::Field as Selected;
use super::errors::{Fail, Outcome};
use super::metashow::{field_json, object_json};
use super::schema::{Field, Object, Relation};
use super::standard::system_fields;
use super::state::Workspace;

const TYPES: [&str; 25] = [
    "ACTOR",
    "ADDRESS",
    "ARRAY",
    "BOOLEAN",
    "CURRENCY",
    "DATE",
    "DATE_TIME",
    "EMAILS",
    "FILES",
    "FULL_NAME",
    "LINKS",
    "MORPH_RELATION",
    "MULTI_SELECT",
    "NUMBER",
    "NUMERIC",
    "PHONES",
    "POSITION",
    "RATING",
    "RAW_JSON",
    "RELATION",
    "RICH_TEXT",
    "SELECT",
    "TEXT",
    "TS_VECTOR",
    "UUID",
];

/// A type that the enumeration does not have is refused before anything is resolved, and with a 400.
pub(crate) fn wrong_enum(root: &Selected) -> Option<Value> {
    let kind = root.args.get("input")?.pointer("/field/type")?.as_str()?;
    (!TYPES.contains(&kind)).then(|| {
        let message = format!("Value \"{kind}\" does not exist in \"FieldMetadataType\" enum.");
        let extensions =
            json!({"http": {"status": 400}, "code": "BAD_USER_INPUT", "userFriendlyMessage": "An error occurred."});
        json!({"errors": [{"message": message, "extensions": extensions}]})
    })
}

/// One line of a refusal.
fn refusal(kind: &str, about: Value, errors: &[(&str, &str)]) -> Value {
    let list: Vec<Value> = errors
        .iter()
        .map(|(code, message)| json!({"code": code, "message": message, "userFriendlyMessage": message}))
        .collect();
    json!({"status": "fail", "type": "create", "metadataName": kind, "errors": list, "flatEntityMinimalInformation": about})
}

/// An object that is refused brings down all that would have been made with it: fields, views, indexes.
fn object_refused(space: &mut Workspace, singular: &str, plural: &str, own: Value) -> Fail {
    let id = space.uuid();
    let field = json!({"universalIdentifier": space.uuid(), "name": "name", "objectMetadataUniversalIdentifier": id});
    let no_object = [("OBJECT_METADATA_NOT_FOUND", "Object metadata not found")];
    let mut first = refusal("fieldMetadata", field, &no_object);
    first["errors"][0]["userFriendlyMessage"] = "Field to create related object not found".into();
    let mut about = own;
    about["flatEntityMinimalInformation"] =
        json!({"universalIdentifier": id, "namePlural": plural, "nameSingular": singular});
    let view = space.uuid();
    let in_view = json!({
        "universalIdentifier": space.uuid(), "viewUniversalIdentifier": view, "fieldMetadataUniversalIdentifier": id,
    });
    let index = json!({"universalIdentifier": space.uuid(), "name": "IDX_name"});
    let search = json!({"universalIdentifier": space.uuid(), "objectMetadataUniversalIdentifier": id});
    let missing = [("INVALID_VIEW_DATA", "Object metadata not found")];
    let errors = json!({
        "fieldMetadata": vec![first; 17],
        "objectMetadata": [about],
        "view": vec![refusal("view", json!({"universalIdentifier": view}), &missing); 2],
        "viewField": vec![refusal("viewField", in_view, &[("INVALID_VIEW_DATA", "Field metadata not found"), ("INVALID_VIEW_DATA", "View not found")]); 9],
        "index": vec![refusal("index", index, &[("INDEX_OBJECT_NOT_FOUND", "Could not find index related object metadata")]); 5],
        "searchFieldMetadata": [refusal("searchFieldMetadata", search, &[("FIELD_METADATA_NOT_FOUND", "Field metadata not found")])],
    });
    let summary = "Validation failed for 17 fieldMetadata, 1 objectMetadata, 2 views, 9 viewFields, 5 indices, 1 searchFieldMetadata";
    Fail::metadata("object", "Many validation errors", summary, errors)
}

/// `createOneObject`: with the system fields and a name.
pub(crate) fn create_object(space: &mut Workspace, input: &Value) -> Outcome<Value> {
    let word = |key: &str| input[key].as_str().unwrap_or_default().to_owned();
    let (singular, plural) = (word("nameSingular"), word("namePlural"));
    let good = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let invalid = "Name is not valid: it must start with lowercase letter and contain only alphanumeric letters";
    if let Some(bad) = [&singular, &plural].into_iter().find(|name| !good(name)) {
        let mut own = refusal("objectMetadata", Value::Null, &[("INVALID_OBJECT_INPUT", invalid)]);
        own["errors"][0]["value"] = bad.as_str().into();
        return Err(object_refused(space, &singular, &plural, own));
    }
    let taken = |o: &Object| o.singular == singular || o.plural == plural;
    if space.schema.objects.iter().any(taken) {
        let own = refusal("objectMetadata", Value::Null, &[("OBJECT_ALREADY_EXISTS", "Object already exists")]);
        return Err(object_refused(space, &singular, &plural, own));
    }
    let mut fields = system_fields(&mut space.random);
    fields.insert(4, Field::new(space.uuid(), "name", "TEXT", "Name"));
    let object = Object {
        id: space.uuid(),
        singular: singular.clone(),
        plural,
        label: word("labelSingular"),
        labels: word("labelPlural"),
        description: input["description"].clone(),
        icon: input["icon"].clone(),
        system: false,
        active: true,
        title: "name".into(),
        duplicates: Vec::new(),
        fields,
        created: space.now(),
    };
    space.schema.objects.push(object);
    let Workspace { schema, random, .. } = space;
    schema.let_point(random, &singular);
    Ok(space.schema.object(&singular).map_or(Value::Null, |o| object_json(&space.schema, o)))
}

/// `updateOneObject`.
pub(crate) fn update_object(space: &mut Workspace, input: &Value) -> Outcome<Value> {
    let id = input["id"].as_str().unwrap_or_default();
    let missing =
        || Fail::missing(format!("Unable to find ObjectMetadataEntity with id: {id}"), None, "An error occurred.");
    let object = space.schema.by_id_mut(id).ok_or_else(missing)?;
    let update = &input["update"];
    for (key, place) in [("labelSingular", &mut object.label), ("labelPlural", &mut object.labels)] {
        if let Some(text) = update[key].as_str() {
            *place = text.to_owned();
        }
    }
    if let Some(active) = update["isActive"].as_bool() {
        object.active = active;
    }
    let singular = object.singular.clone();
    Ok(space.schema.object(&singular).map_or(Value::Null, |o| object_json(&space.schema, o)))
}

fn field_refused(space: &mut Workspace, object: &str, name: &str, error: Value) -> Fail {
    let id = space.uuid();
    let mut own = refusal(
        "fieldMetadata",
        json!({"universalIdentifier": id, "name": name, "objectMetadataUniversalIdentifier": object}),
        &[],
    );
    own["errors"] = json!([error]);
    let in_view = json!({
        "universalIdentifier": space.uuid(), "viewUniversalIdentifier": space.uuid(), "fieldMetadataUniversalIdentifier": id,
    });
    let view = refusal("viewField", in_view, &[("INVALID_VIEW_DATA", "Field metadata not found")]);
    let summary = "Validation failed for 1 fieldMetadata, 2 viewFields";
    let errors = json!({"fieldMetadata": [own], "viewField": [view.clone(), view]});
    Fail::metadata("fields", "Many validation errors", summary, errors)
}

/// `createOneField`.
pub(crate) fn create_field(space: &mut Workspace, input: &Value) -> Outcome<Value> {
    let word = |key: &str| input[key].as_str().unwrap_or_default().to_owned();
    let (name, kind, of) = (word("name"), word("type"), word("objectMetadataId"));
    let Some(object) = space.schema.objects.iter().find(|o| o.id == of).cloned() else {
        let message = format!("Unable to find ObjectMetadataEntity with id: {of}");
        return Err(Fail::missing(message, None, "An error occurred."));
    };
    if kind == "NUMERIC" {
        let error = json!({
            "code": "INVALID_FIELD_INPUT", "value": kind,
            "message": "Field type NUMERIC is not supported for field creation. Use NUMBER instead.",
            "userFriendlyMessage": "Field type NUMERIC is not supported. Use Number instead.",
        });
        return Err(field_refused(space, &of, &name, error));
    }
    if object.field(&name).is_some() {
        let message = format!("Name \"{name}\" is not available as it is already used by another field");
        let error = json!({"code": "NOT_AVAILABLE", "value": name, "message": message, "userFriendlyMessage": message});
        return Err(field_refused(space, &of, &name, error));
    }
    let mut field = Field::new(space.uuid(), &name, &kind, &word("label"));
    field.unique = input["isUnique"].as_bool().unwrap_or(false);
    field.default = input["defaultValue"].clone();
    field.settings = input["settings"].clone();
    let rating = || (1..=5).map(|n| json!({"label": n.to_string(), "value": format!("RATING_{n}"), "position": n - 1}));
    let mut options: Vec<Value> = input["options"].as_array().cloned().unwrap_or_default();
    if kind == "RATING" {
        options = rating().collect();
    }
    for option in &mut options {
        option["id"] = space.uuid().into();
    }
    if !options.is_empty() {
        field.options = options.into();
    }
    if kind == "RELATION" {
        let how = &input["relationCreationPayload"];
        let target = how["targetObjectMetadataId"].as_str().unwrap_or_default();
        let Some(target) = space.schema.objects.iter().find(|o| o.id == target).map(|o| o.singular.clone()) else {
            let message = format!("Unable to find ObjectMetadataEntity with id: {target}");
            return Err(Fail::missing(message, None, "An error occurred."));
        };
        let label = how["targetFieldLabel"].as_str().unwrap_or(&object.labels).to_owned();
        let inverse = object.plural.clone();
        field.relation = Some(Relation {
            many: false,
            target: target.clone(),
            inverse: inverse.clone(),
            join: None,
            cascade: false,
        });
        let Workspace { schema, random, .. } = space;
        schema.relate(random, &object.singular, field, &target, (&inverse, &label));
    } else if let Some(object) = space.schema.by_id_mut(&of) {
        object.fields.push(field);
    }
    let object = space.schema.object(&object.singular);
    let made = object.and_then(|o| o.field(&name).map(|f| field_json(&space.schema, o, f)));
    Ok(made.unwrap_or(Value::Null))
}

fn place(space: &Workspace, input: &Value) -> Outcome<(usize, usize)> {
    let id = input["id"].as_str().unwrap_or_default();
    let missing =
        || Fail::missing(format!("Unable to find FieldMetadataEntity with id: {id}"), None, "An error occurred.");
    space.schema.place(id).ok_or_else(missing)
}

/// `updateOneField`: a deactivated field is still read and written.
pub(crate) fn update_field(space: &mut Workspace, input: &Value) -> Outcome<Value> {
    let (object, at) = place(space, input)?;
    let field = &mut space.schema.objects[object].fields[at];
    if let Some(label) = input["update"]["label"].as_str() {
        field.label = label.to_owned();
    }
    if let Some(active) = input["update"]["isActive"].as_bool() {
        field.active = active;
    }
    let object = &space.schema.objects[object];
    Ok(field_json(&space.schema, object, &object.fields[at]))
}

/// `deleteOneField`: its values are gone, and it reads null.
pub(crate) fn delete_field(space: &mut Workspace, input: &Value) -> Outcome<Value> {
    let (n, at) = place(space, input)?;
    let object = &space.schema.objects[n];
    let shown = field_json(&space.schema, object, &object.fields[at]);
    let (object, name) = (object.singular.clone(), object.fields[at].name.clone());
    space.schema.objects[n].fields.remove(at);
    space.forget(&object, &name);
    Ok(shown)
}
