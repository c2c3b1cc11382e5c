//! Objects and fields as the metadata API shows them.

use serde_json::{Map, Value, json};

use super::schema::{Field, Object, Schema, capital};

/// The type behind a root field, for messages about what it does not have.
pub(crate) fn kind(root: &str) -> &'static str {
    match root {
        "objects" => "ObjectConnection",
        "fields" => "FieldConnection",
        "object" | "createOneObject" | "updateOneObject" => "Object",
        "createOneField" | "updateOneField" | "deleteOneField" => "Field",
        "currentWorkspace" => "Workspace",
        "currentUser" => "User",
        "apiKeys" => "ApiKey",
        "createFileUpload" | "completeFileUpload" => "File",
        _ => "Webhook",
    }
}

/// An object with its fields, as GraphQL gives it.
pub(crate) fn object_json(schema: &Schema, object: &Object) -> Value {
    let column = |(field, part): &(String, String)| format!("{field}{}", capital(part));
    let duplicates: Vec<Vec<String>> = object.duplicates.iter().map(|g| g.iter().map(column).collect()).collect();
    json!({
        "id": object.id, "nameSingular": object.singular, "namePlural": object.plural, "labelSingular": object.label,
        "labelPlural": object.labels, "description": object.description, "icon": object.icon,
        "isSystem": object.system, "isActive": object.active, "isRemote": false,
        "labelIdentifierFieldMetadataId": object.title_id(),
        "duplicateCriteria": if duplicates.is_empty() { Value::Null } else { json!(duplicates) },
        "createdAt": object.created, "updatedAt": object.created,
        "fieldsList": object.fields.iter().map(|f| field_json(schema, object, f)).collect::<Vec<_>>(),
    })
}

/// A field, as GraphQL gives it.
pub(crate) fn field_json(schema: &Schema, object: &Object, field: &Field) -> Value {
    let target = |name: &str| {
        let id = schema.object(name).map(|o| o.id.clone());
        json!({"id": id, "nameSingular": name})
    };
    let back = |object: &str, name: &str| {
        let id = schema.object(object).and_then(|o| o.field(name)).map(|f| f.id.clone());
        json!({"id": id, "name": name})
    };
    let relation = field.relation.as_ref().map(|r| {
        json!({
            "type": if r.many { "ONE_TO_MANY" } else { "MANY_TO_ONE" },
            "targetObjectMetadata": target(&r.target), "targetFieldMetadata": back(&r.target, &r.inverse),
            "sourceFieldMetadata": {"id": field.id, "name": field.name},
        })
    });
    let morphs: Vec<Value> = field
        .morphs
        .iter()
        .map(|to| {
            let list = if object.singular == "timelineActivity" { "timelineActivities" } else { &object.plural };
            json!({
                "type": "MANY_TO_ONE", "targetObjectMetadata": target(to), "targetFieldMetadata": back(to, list),
                "sourceFieldMetadata": {"id": field.id, "name": field.name},
            })
        })
        .collect();
    json!({
        "id": field.id, "name": field.name, "type": field.kind, "label": field.label, "description": null, "icon": null,
        "isNullable": field.nullable, "isUnique": field.unique, "isSystem": field.system, "isActive": field.active,
        "defaultValue": field.default, "options": field.options, "settings": field.settings, "relation": relation,
        "morphRelations": if morphs.is_empty() { Value::Null } else { json!(morphs) },
    })
}

/// A field as the REST twin gives it: what is null is left out.
pub(crate) fn field_rest(object: &Object, field: &Field, workspace: &str, application: &str) -> Value {
    let mut out = Map::new();
    let all = json!({
        "id": field.id, "universalIdentifier": field.id, "applicationId": application, "type": field.kind,
        "name": field.name, "label": field.label, "description": field.label, "icon": "IconTag",
        "isActive": field.active, "isSystem": field.system, "isUIEditable": !field.system,
        "isUIReadOnly": field.system, "isNullable": field.nullable, "isUnique": field.unique,
        "defaultValue": field.default, "options": field.options, "settings": field.settings,
        "workspaceId": workspace, "objectMetadataId": object.id, "isLabelSyncedWithName": false,
        "createdAt": object.created, "updatedAt": object.created,
    });
    for (key, value) in all.as_object().into_iter().flatten().filter(|(_, v)| !v.is_null()) {
        out.insert(key.clone(), value.clone());
    }
    Value::Object(out)
}

/// An object as the REST twin gives it, with its fields.
pub(crate) fn object_rest(object: &Object, workspace: &str, application: &str) -> Value {
    json!({
        "id": object.id, "universalIdentifier": object.id, "applicationId": application,
        "nameSingular": object.singular, "namePlural": object.plural, "labelSingular": object.label,
        "labelPlural": object.labels, "description": object.description, "icon": object.icon, "isRemote": false,
        "isActive": object.active, "isSystem": object.system, "isUIEditable": true, "isUICreatable": !object.system,
        "isUIReadOnly": false, "isSearchable": !object.system, "isLabelSyncedWithName": false,
        "workspaceId": workspace, "labelIdentifierFieldMetadataId": object.title_id(),
        "createdAt": object.created, "updatedAt": object.created,
        "fields": object.fields.iter().map(|f| field_rest(object, f, workspace, application)).collect::<Vec<_>>(),
    })
}
