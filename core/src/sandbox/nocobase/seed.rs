//! The first state: the server's own collections, its users and roles; and, when records are wanted, the collections
//! `customers` and `orders` of somebody who sells controllers.

use serde_json::{Value, json};

use super::super::{names, story};
use super::access::{Right, Who};
use super::collections;
use super::schema::{Table, object};
use super::state::Base;
use super::{LIMITED, files, write};
use crate::error::{Error, Result};

fn field(name: &str, kind: &str) -> Value {
    json!({"name": name, "type": kind})
}

fn own(base: &mut Base, listed: bool, about: Value, fields: Value) {
    let mut table = Table { listed, ..Table::new(about, fields) };
    for field in &mut table.fields {
        let key = base.hash();
        for (name, value) in [
            ("key", json!(key)),
            ("interface", Value::Null),
            ("description", Value::Null),
            ("collectionName", json!(table.about.get("name"))),
            ("parentKey", Value::Null),
            ("reverseKey", Value::Null),
        ] {
            field.entry(name).or_insert(value);
        }
    }
    base.tables.insert(table.name().to_owned(), table);
}

/// The server as it is after its installation.
pub(crate) fn install(base: &mut Base) -> Result<()> {
    base.clock.jump("2026-01-05T08:00:00Z");
    let titled = |name: &str, kind: &str, title: &str, unique: bool| {
        json!({"name": name, "type": kind, "interface": "input", "unique": unique,
            "uiSchema": {"type": "string", "title": format!("{{{{t(\"{title}\")}}}}"), "x-component": "Input"}})
    };
    let (created, updated) = (field("createdAt", "date"), field("updatedAt", "date"));
    own(
        base,
        true,
        json!({"key": "ceocxgh3tv2", "name": "roles", "title": "{{t(\"Roles\")}}", "inherit": false, "hidden": false,
            "description": "Role data", "origin": "@nocobase/plugin-acl", "dumpRules": "required",
            "migrationRules": ["overwrite", "schema-only"], "dataCategory": "system", "autoGenId": false,
            "model": "RoleModel", "filterTargetKey": "name", "titleField": "title", "sortable": true,
            "underscored": false, "from": "db2cm", "unavailableActions": []}),
        json!([
            {"name": "name", "type": "uid", "interface": "input", "prefix": "r_", "primaryKey": true,
                "uiSchema": {"type": "string", "title": "{{t(\"Role UID\")}}", "x-component": "Input"}},
            titled("title", "string", "Role name", false), field("description", "string"), field("strategy", "json"),
            {"name": "default", "type": "boolean", "defaultValue": false},
            {"name": "hidden", "type": "boolean", "defaultValue": false},
            field("allowConfigure", "boolean"), {"name": "allowNewMenu", "type": "boolean", "defaultValue": false},
            {"name": "snippets", "type": "set", "defaultValue": ["!pm", "!pm.*", "!ui.*"]},
            {"name": "allowNewMobileMenu", "type": "boolean", "defaultValue": false},
            {"name": "allowNewAiEmployee", "type": "boolean", "defaultValue": true}, created, updated,
        ]),
    );
    own(
        base,
        true,
        json!({"key": "hgiou7erxwc", "name": "users", "title": "{{t(\"Users\")}}", "inherit": false, "hidden": false,
            "description": null, "origin": "@nocobase/plugin-users", "dumpRules": {"group": "user"},
            "migrationRules": ["schema-only", "overwrite", "skip"], "dataCategory": "business", "sortable": "sort",
            "model": "UserModel", "titleField": "nickname", "createdBy": true, "updatedBy": true, "logging": true,
            "shared": true, "underscored": false, "from": "db2cm", "filterTargetKey": "id", "unavailableActions": []}),
        json!([
            {"name": "id", "type": "bigInt", "interface": "integer", "autoIncrement": true, "primaryKey": true,
                "allowNull": false, "uiSchema": {"type": "number", "title": "{{t(\"ID\")}}", "x-component": "InputNumber"}},
            titled("nickname", "string", "Nickname", false), titled("username", "string", "Username", true),
            titled("email", "string", "Email", true), titled("phone", "string", "Phone", true),
            field("password", "password"), field("passwordChangeTz", "bigInt"), field("appLang", "string"),
            {"name": "systemSettings", "type": "json", "defaultValue": {}}, created, updated,
            {"name": "roles", "type": "belongsToMany", "target": "roles", "through": "rolesUsers", "foreignKey": "userId",
                "otherKey": "roleName", "sourceKey": "id", "targetKey": "name"},
        ]),
    );
    files::install(base);
    own(base, false, json!({"name": "rolesUsers", "autoGenId": false}), json!([]));
    own(
        base,
        false,
        json!({"name": "apiKeys", "createdAt": true, "createdBy": true}),
        json!([field("name", "string"), field("roleName", "string"), field("expiresIn", "string"),
            {"name": "role", "type": "belongsTo", "target": "roles", "foreignKey": "roleName", "targetKey": "name"}]),
    );
    flows(base);
    people(base)
}

fn flows(base: &mut Base) {
    let id = json!({"name": "id", "type": "snowflakeId", "primaryKey": true});
    let stamps = |name: &str| json!({"name": name, "autoGenId": false, "createdAt": true, "updatedAt": true});
    let mut about = stamps("workflows");
    about["createdBy"] = json!(true);
    about["updatedBy"] = json!(true);
    let columns = |list: &[(&str, &str)]| list.iter().map(|(n, k)| field(n, k)).collect::<Vec<Value>>();
    let mut fields = vec![id.clone()];
    fields.extend(columns(&[
        ("key", "string"),
        ("title", "string"),
        ("enabled", "boolean"),
        ("description", "text"),
        ("type", "string"),
        ("triggerTitle", "string"),
        ("config", "json"),
        ("invalid", "boolean"),
        ("executed", "integer"),
        ("allExecuted", "integer"),
        ("current", "boolean"),
        ("sync", "boolean"),
        ("options", "json"),
    ]));
    fields.push(json!({"name": "nodes", "type": "hasMany", "target": "flow_nodes", "foreignKey": "workflowId"}));
    own(base, false, about, json!(fields));
    let mut fields = vec![id.clone(), field("key", "nanoid")];
    fields.extend(columns(&[
        ("title", "string"),
        ("type", "string"),
        ("upstreamId", "bigInt"),
        ("branchIndex", "integer"),
        ("downstreamId", "bigInt"),
        ("config", "json"),
        ("workflowId", "bigInt"),
    ]));
    own(base, false, stamps("flow_nodes"), json!(fields));
    let mut fields = vec![id.clone()];
    fields.extend(columns(&[
        ("startedAt", "date"),
        ("expiresAt", "date"),
        ("workflowId", "bigInt"),
        ("key", "string"),
        ("eventKey", "string"),
        ("context", "json"),
        ("status", "integer"),
        ("reason", "string"),
        ("dispatched", "boolean"),
        ("parentExecutionId", "bigInt"),
        ("stack", "json"),
        ("output", "json"),
        ("manually", "boolean"),
    ]));
    fields.push(json!({"name": "jobs", "type": "hasMany", "target": "jobs", "foreignKey": "executionId"}));
    own(base, false, stamps("executions"), json!(fields));
    let mut fields = vec![id];
    fields.extend(columns(&[
        ("executionId", "bigInt"),
        ("nodeId", "bigInt"),
        ("status", "integer"),
        ("result", "json"),
    ]));
    own(base, false, stamps("jobs"), json!(fields));
}

fn made(base: &mut Base, name: &str, body: Value) -> Result<Value> {
    let who = Who { user: 1, role: "root".into(), token: String::new() };
    write::create(base, name, &body, &who, &Right::default())
        .map_err(|e| Error::unexpected(format!("the sandbox's seed: {name}: {e:?}")))
}

fn people(base: &mut Base) -> Result<()> {
    for role in [
        json!({"name": "admin", "title": "{{t(\"Admin\")}}", "allowConfigure": true, "allowNewMenu": true,
            "strategy": {"actions": ["create", "view", "update", "destroy", "export", "importXlsx"]},
            "snippets": ["pm", "pm.*", "ui.*"], "allowNewMobileMenu": true}),
        json!({"name": "member", "title": "{{t(\"Member\")}}", "default": true, "allowNewMenu": true,
            "strategy": {"actions": ["view:own"]}, "allowNewMobileMenu": true}),
        json!({"name": "root", "title": "{{t(\"Root\")}}", "hidden": true, "snippets": ["pm", "pm.*", "ui.*"]}),
    ] {
        made(base, "roles", role)?;
    }
    made(
        base,
        "users",
        json!({"nickname": "Super Admin", "username": "nocobase", "email": "admin@nocobase.com", "password": "admin123",
            "roles": ["admin", "member", "root"]}),
    )?;
    made(
        base,
        "users",
        json!({"id": LIMITED, "nickname": "Limited", "username": "limited", "email": "limited@sandbox.example",
            "password": "limited", "roles": ["member"]}),
    )?;
    made(base, "apiKeys", json!({"name": "sandbox", "roleName": "root", "expiresIn": "never"}))?;
    made(base, "apiKeys", json!({"id": LIMITED, "name": "sandbox", "roleName": "member", "expiresIn": "never"}))?;
    for key in &mut base.tables.get_mut("apiKeys").into_iter().flat_map(|t| &mut t.rows) {
        if key.get("id") == Some(&json!(LIMITED)) {
            key.insert("createdById".into(), json!(LIMITED));
        }
    }
    Ok(())
}

fn input(name: &str, kind: &str, interface: &str, title: &str) -> Value {
    json!({"name": name, "type": kind, "interface": interface, "uiSchema": {"title": title, "type": "string"}})
}

/// The collections of a business, with the story's customer and order first.
pub(crate) fn business(base: &mut Base, records: u32) -> Result<()> {
    let about = |name: &str, title: &str, fields: Value| {
        object(json!({"name": name, "title": title, "template": "general", "autoGenId": true, "createdAt": true,
            "updatedAt": true, "createdBy": true, "updatedBy": true, "fields": fields}))
    };
    let unique = |mut field: Value| {
        field["unique"] = json!(true);
        field
    };
    let mut states = input("status", "string", "select", "Status");
    states["uiSchema"]["enum"] = json!([{"value": "open", "label": "Open"}, {"value": "paid", "label": "Paid"},
        {"value": "cancelled", "label": "Cancelled"}]);
    let mut channels = input("channels", "array", "multipleSelect", "Channels");
    channels["uiSchema"]["enum"] = json!([{"value": "web", "label": "Web"}, {"value": "shop", "label": "Shop"}]);
    channels["defaultValue"] = json!([]);
    let mut total = input("total", "decimal", "number", "Total");
    total["precision"] = json!(18);
    total["scale"] = json!(2);
    let mut number = unique(input("number", "string", "input", "Number"));
    number["allowNull"] = json!(false);
    let customers = about(
        "customers",
        "Customers",
        json!([
            unique(input("code", "string", "input", "Code")),
            input("name", "string", "input", "Name"),
            input("email", "string", "email", "E-mail"),
            input("site", "text", "url", "Web")
        ]),
    );
    let orders = about(
        "orders",
        "Orders",
        json!([number, input("title", "string", "input", "Title"), states, channels, total,
            input("weight", "double", "number", "Weight"), input("quantity", "integer", "integer", "Quantity"),
            input("paid", "boolean", "checkbox", "Paid"), input("ordered_on", "dateOnly", "date", "Ordered on"),
            input("shipped_at", "date", "datetime", "Shipped at"), input("notes", "text", "textarea", "Notes"),
            input("extra", "json", "json", "Extra"),
            {"name": "customer", "type": "belongsTo", "interface": "m2o", "target": "customers",
                "foreignKey": "customer_id", "targetKey": "id", "uiSchema": {"title": "Customer", "type": "object"}},
            {"name": "papers", "type": "belongsToMany", "interface": "attachment", "target": "attachments",
                "through": "t_orders_papers", "foreignKey": "f_order", "otherKey": "f_file", "targetKey": "id", "sourceKey": "id",
                "uiSchema": {"title": "Papers", "type": "array", "x-component": "Upload.Attachment"}}]),
    );
    for about in [customers, orders] {
        collections::create(base, &about).map_err(|e| Error::unexpected(format!("the sandbox's seed: {e:?}")))?;
    }
    let (code, name, price) = story::PART;
    made(
        base,
        "customers",
        json!({"code": "NORD", "name": story::CUSTOMER, "email": story::CUSTOMER_EMAIL, "site": story::CUSTOMER_SITE}),
    )?;
    made(
        base,
        "orders",
        json!({"number": "SO-0001", "title": story::DEAL, "status": "open", "channels": ["web"], "customer": 1,
            "total": format!("{}.00", price * story::QUANTITY), "weight": 12.5, "quantity": story::QUANTITY, "paid": false,
            "ordered_on": "2026-11-02", "shipped_at": "2026-11-20T08:30:00.000Z", "notes": story::PROJECT,
            "extra": {"part": code, "name": name}}),
    )?;
    let parties = (records / 4).max(3);
    for n in 2..=parties {
        let name = if n.is_multiple_of(17) { names::long(n) } else { names::company(&mut base.random, n) };
        made(base, "customers", json!({"code": format!("C{n:04}"), "name": name, "email": names::email(n)}))?;
    }
    for n in 2..=(records - records / 4).max(3) {
        let day = 1 + base.random.below(28);
        let cents = base.random.below(5_000_000);
        let status = ["open", "paid", "cancelled"][n as usize % 3];
        let shipped = (n % 2 == 0).then(|| format!("2026-{:02}-{day:02}T09:15:00.250Z", 1 + n % 11));
        let body = json!({"number": format!("SO-{n:04}"), "title": names::thing(&mut base.random, n), "status": status,
            "channels": if n % 4 == 0 { json!(["shop", "web"]) } else { json!([]) }, "paid": status == "paid",
            "total": format!("{}.{:02}", cents / 100, cents % 100), "quantity": 1 + n % 40,
            "weight": if n % 5 == 0 { Value::Null } else { json!(f64::from(n) / 4.0) }, "shipped_at": shipped,
            "ordered_on": format!("2026-{:02}-{day:02}", 1 + n % 11), "customer_id": 1 + n % parties,
            "notes": "Zeile 1\nZeile 2 & „ü“"});
        made(base, "orders", body)?;
    }
    Ok(())
}
