//! Signing in and out, keys, roles and their rights, and what may be asked without any of them.

use serde_json::{Value, json};

use super::super::message::Request;
use super::access::{self, Right, Who};
use super::fail::{Fail, Outcome};
use super::list::{self, Query};
use super::schema::{Row, plain, text};
use super::state::Base;
use super::write;

/// What needs no credentials.
pub(crate) fn open(
    base: &mut Base,
    request: &Request,
    resource: &str,
    action: &str,
    body: &Value,
) -> Option<Outcome<Value>> {
    match (resource, action) {
        ("app", "getInfo") => Some(Ok(json!({"data": {"database": {"dialect": "postgres"}, "version": "2.2.15",
            "lang": "en-US", "name": "main", "theme": "default"}}))),
        ("auth", "signIn") => Some(sign_in(base, request, body)),
        ("systemSettings", "get") => Some(Ok(settings())),
        _ => None,
    }
}

fn sign_in(base: &mut Base, request: &Request, body: &Value) -> Outcome<Value> {
    let wrong = || Fail::new(401, "The username/email or password is incorrect, please re-enter");
    if request.header("x-authenticator").is_some_and(|a| a != "basic") {
        return Err(wrong());
    }
    let given = |name: &str| body.get(name).map(plain).filter(|t| !t.is_empty());
    let (account, password) = (given("account").ok_or_else(wrong)?, given("password").ok_or_else(wrong)?);
    let table = base.table("users")?;
    let fits =
        |row: &&Row| ["username", "email"].iter().any(|f| text(row, f) == account) && text(row, "password") == password;
    let user = table.rows.iter().find(fits).ok_or_else(wrong)?;
    let id = user.get("id").and_then(Value::as_i64).unwrap_or(0);
    let shown = list::plain_row(table, user);
    let number = base.sessions.entry(id).or_default();
    *number += 1;
    Ok(json!({"data": {"user": shown, "token": access::session_token(id, *number)}}))
}

fn settings() -> Value {
    let at = "2026-01-05T08:00:00.000Z";
    json!({"data": {"id": 1, "createdAt": at, "updatedAt": at, "title": "NocoBase", "showLogoOnly": null,
        "allowSignUp": true, "smsAuthEnabled": false, "logoId": 1, "enabledLanguages": ["en-US"], "appLang": "en-US",
        "options": {}, "roleMode": "default", "enableEditProfile": null, "enableChangePassword": null, "raw_title": "NocoBase",
        "logo": {"id": 1, "createdAt": at, "updatedAt": at, "title": "nocobase-logo", "filename": "logo.png",
            "extname": ".png", "size": 11186, "mimetype": "image/png", "path": "", "meta": {},
            "url": "/files/main/main/attachments/1.png", "createdById": null, "updatedById": null, "storageId": 1,
            "preview": "/files/main/main/attachments/1.png?preview=1"}}})
}

/// Actions of `auth`, `apiKeys` and of the rights of roles.
pub(crate) fn act(
    base: &mut Base,
    who: &Who,
    path: &[&str],
    resource: &str,
    action: &str,
    request: &Request,
    body: &Value,
) -> Option<Outcome<Value>> {
    Some(match (path, resource, action) {
        ([], "auth", "check") => check(base, who),
        ([], "auth", "signOut") => {
            base.blocked.insert(who.token.clone());
            Ok(json!({}))
        }
        ([], "auth" | "app", _) => Err(Fail::NoRoute),
        ([], "roles", "check") => access::check(base, who),
        ([], "apiKeys", "create") => new_key(base, who, body),
        ([], "apiKeys", "list") => own_keys(base, who, request),
        (["dataSources", source], "roles", "update") => strategy(base, who, source, request, body),
        (["roles", role], "dataSourceResources", "create") => rights(base, who, role, body),
        _ => return None,
    })
}

fn check(base: &Base, who: &Who) -> Outcome<Value> {
    let table = base.table("users")?;
    let Some(user) = access::user_row(base, who.user) else { return Err(Fail::session("NOT_EXIST_USER")) };
    let mut shown = list::plain_row(table, user);
    let relation = table.relation("roles");
    let roles = relation.map(|r| base.related(user, &r)).unwrap_or_default();
    shown["roles"] = roles
        .into_iter()
        .map(|mut row| {
            row.insert("_pivot_".into(), Value::Null);
            list::related_row(base, "roles", row, &[])
        })
        .collect();
    Ok(json!({"data": shown}))
}

/// A key for one of the roles of whoever asks. Without a role nothing is made, and the answer says 200.
fn new_key(base: &mut Base, who: &Who, body: &Value) -> Outcome<Value> {
    access::right(base, who, "apiKeys", "create")?;
    let Some(role) = body["role"]["name"].as_str() else { return Err(Fail::Nothing) };
    let expires = body.get("expiresIn").map(plain).unwrap_or_default();
    let span = expires.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if expires != "never" && span.parse::<u32>().is_err() {
        return Err(Fail::new(
            500,
            "\"expiresIn\" should be a number of seconds or string representing a timespan eg: \"1d\", \"20h\", 60",
        ));
    }
    if !access::roles(base, who.user).iter().any(|r| r == role) {
        return Err(Fail::new(400, "Role not found"));
    }
    let row = json!({"name": body.get("name"), "roleName": role, "expiresIn": expires});
    let made = write::create(base, "apiKeys", &row, who, &Right::default())?;
    Ok(json!({"data": {"token": access::key_token(made["id"].as_i64().unwrap_or(0))}}))
}

fn own_keys(base: &Base, who: &Who, request: &Request) -> Outcome<Value> {
    access::right(base, who, "apiKeys", "view")?;
    let table = base.table("apiKeys")?;
    let own = Right { own: Some(who.user), fields: None };
    list::list(base, table, table.rows.clone(), &Query::of(request), &own)
}

/// The general rights of a role.
fn strategy(base: &mut Base, who: &Who, source: &str, request: &Request, body: &Value) -> Outcome<Value> {
    access::right(base, who, "roles", "update")?;
    let role = request.param("filterByTk").unwrap_or_default();
    let id = base.hash();
    let table = base.table_mut("roles")?;
    let row = table.rows.iter_mut().find(|r| text(r, "name") == role).ok_or_else(|| Fail::new(404, "Not Found"))?;
    row.insert("strategy".into(), body["strategy"].clone());
    Ok(json!({"data": {"id": id, "roleName": role, "strategy": body["strategy"], "dataSourceKey": source}}))
}

/// The rights of a role on one collection.
fn rights(base: &mut Base, who: &Who, role: &str, body: &Value) -> Outcome<Value> {
    access::right(base, who, "roles", "update")?;
    let name = body.get("name").map(plain).unwrap_or_default();
    let id = 399_260_992_143_360_i64 + base.rights.len() as i64 * 8;
    let now = base.now();
    let mut actions = Vec::new();
    let mut allowed = std::collections::BTreeMap::new();
    for (index, action) in body["actions"].as_array().into_iter().flatten().enumerate() {
        let mut fields: Vec<String> = action["fields"].as_array().into_iter().flatten().map(plain).collect();
        fields.sort();
        allowed.insert(plain(&action["name"]), fields.clone());
        actions
            .push(json!({"id": id + 1 + index as i64, "name": action["name"], "fields": fields, "rolesResourceId": id,
            "updatedAt": now, "createdAt": now, "scopeId": null}));
    }
    base.rights.insert((role.to_owned(), name.clone()), allowed);
    Ok(json!({"data": {"id": id, "roleName": role, "name": name, "dataSourceKey": body["dataSourceKey"],
        "usingActionsConfig": body["usingActionsConfig"], "updatedAt": now, "createdAt": now, "actions": actions}}))
}

/// A new user is a member, unless it is said otherwise.
pub(crate) fn with_default_role(body: &Value) -> Value {
    let mut body = body.clone();
    if let Value::Object(user) = &mut body {
        user.entry("roles").or_insert_with(|| json!(["member"]));
    }
    body
}

/// Built-in roles stay; tokens of what goes are no good any more.
pub(crate) fn before_destroy(base: &mut Base, name: &str, query: &Query) -> Outcome<()> {
    let key = query.one("filterByTk").unwrap_or("").to_owned();
    match name {
        "roles" if ["root", "admin", "member"].contains(&key.as_str()) => Err(Fail::forbidden()),
        "apiKeys" => {
            if let Ok(id) = key.parse() {
                base.blocked.insert(access::key_token(id));
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
