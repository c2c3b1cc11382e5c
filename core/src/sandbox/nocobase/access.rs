//! Who asks, and what they may do.

use serde_json::{Value, json};

use super::super::message::Request;
use super::fail::{Fail, Outcome};
use super::schema::{Row, plain, text};
use super::state::Base;

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub(crate) user: i64,
    pub(crate) role: String,
    pub(crate) token: String,
}

/// What somebody may do with a collection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Right {
    /// Only rows that this user made.
    pub(crate) own: Option<i64>,
    /// Only these fields.
    pub(crate) fields: Option<Vec<String>>,
}

impl Right {
    pub(crate) fn sees(&self, row: &Row) -> bool {
        self.own.is_none_or(|user| row.get("createdById").is_some_and(|v| plain(v) == user.to_string()))
    }

    pub(crate) fn shows(&self, field: &str) -> bool {
        const ALWAYS: [&str; 4] = ["id", "createdAt", "updatedAt", "createdById"];
        self.fields.as_ref().is_none_or(|fields| ALWAYS.contains(&field) || fields.iter().any(|f| f == field))
    }
}

/// The token of a user's session.
pub(crate) fn session_token(user: i64, number: u32) -> String {
    format!("nocobase.session.{user}.{number}")
}

/// The token of an API key.
pub(crate) fn key_token(id: i64) -> String {
    match id {
        1 => super::KEY.to_owned(),
        super::LIMITED => super::LIMITED_KEY.to_owned(),
        id => format!("nocobase.key.{id}"),
    }
}

/// The user behind a request. The header `X-Role` counts for sessions only: a key acts in its own role.
pub(crate) fn authenticate(base: &Base, request: &Request) -> Outcome<Who> {
    let bearer = request.header("authorization").and_then(|h| h.strip_prefix("Bearer ")).map(str::to_owned);
    let token = bearer.or_else(|| request.param("token")).filter(|t| !t.is_empty());
    let token = token.ok_or_else(|| Fail::session("EMPTY_TOKEN"))?;
    if base.blocked.contains(&token) {
        return Err(Fail::session("BLOCKED_TOKEN"));
    }
    let keys = base.table("apiKeys")?.rows.iter();
    let of = |k: &&Row| k.get("id").and_then(Value::as_i64).map(key_token).as_ref() == Some(&token);
    let key = keys.rev().find(of);
    if let Some(key) = key {
        let user = key.get("createdById").and_then(Value::as_i64).unwrap_or(0);
        let role = text(key, "roleName").to_owned();
        if user_row(base, user).is_none() {
            return Err(Fail::session("NOT_EXIST_USER"));
        }
        return match roles(base, user).contains(&role) {
            true => Ok(Who { user, role, token }),
            false => Err(Fail::session("ROLE_NOT_FOUND_FOR_USER")),
        };
    }
    let mut parts = token.strip_prefix("nocobase.session.").unwrap_or("").split('.').map(str::parse::<i64>);
    let (Some(Ok(user)), Some(Ok(number)), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Fail::session("INVALID_TOKEN"));
    };
    if number < 1 || number > i64::from(base.sessions.get(&user).copied().unwrap_or(0)) {
        return Err(Fail::session("INVALID_TOKEN"));
    }
    if user_row(base, user).is_none() {
        return Err(Fail::session("NOT_EXIST_USER"));
    }
    if number <= i64::from(base.outdated.get(&user).copied().unwrap_or(0)) {
        let message = "User password changed, please signin again.".to_owned();
        return Err(Fail::Error { status: 401, message, code: Some("INVALID_TOKEN") });
    }
    let own = roles(base, user);
    let role = match request.header("x-role") {
        Some(role) if own.iter().any(|r| r == role) => role.to_owned(),
        Some(_) => return Err(Fail::session("ROLE_NOT_FOUND_FOR_USER")),
        None if own.iter().any(|r| r == "root") => "root".to_owned(),
        None => own.first().cloned().unwrap_or_default(),
    };
    Ok(Who { user, role, token })
}

pub(crate) fn user_row(base: &Base, user: i64) -> Option<&Row> {
    base.table("users").ok()?.rows.iter().find(|u| u.get("id").and_then(Value::as_i64) == Some(user))
}

/// The names of a user's roles.
pub(crate) fn roles(base: &Base, user: i64) -> Vec<String> {
    let Ok(joins) = base.table("rolesUsers") else { return Vec::new() };
    let own = joins.rows.iter().filter(|j| j.get("userId").is_some_and(|v| plain(v) == user.to_string()));
    own.map(|j| text(j, "roleName").to_owned()).collect()
}

/// What somebody may do; `action` is `view`, `create`, `update` or `destroy`.
pub(crate) fn right(base: &Base, who: &Who, collection: &str, action: &str) -> Outcome<Right> {
    if ["root", "admin"].contains(&who.role.as_str()) {
        return Ok(Right::default());
    }
    const OF_ADMINS: &[&str] =
        &["roles", "apiKeys", "workflows", "flow_nodes", "executions", "jobs", "rolesUsers", "attachments"];
    if OF_ADMINS.contains(&collection) || collection == "users" && action != "view" {
        return Err(Fail::forbidden());
    }
    if let Some(rights) = base.rights.get(&(who.role.clone(), collection.to_owned())) {
        let fields = rights.get(action).ok_or_else(Fail::forbidden)?;
        return Ok(Right { own: None, fields: Some(fields.clone()) });
    }
    let roles = base.table("roles")?;
    let role = roles.rows.iter().find(|r| text(r, "name") == who.role);
    let actions = role.and_then(|r| r.get("strategy")).and_then(|s| s.get("actions")).cloned().unwrap_or(json!([]));
    let actions: Vec<&str> = actions.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if actions.contains(&action) {
        return Ok(Right::default());
    }
    match actions.contains(&format!("{action}:own").as_str()) {
        true => Ok(Right { own: Some(who.user), fields: None }),
        false => Err(Fail::forbidden()),
    }
}

/// `roles:check`.
pub(crate) fn check(base: &Base, who: &Who) -> Outcome<Value> {
    let roles_of = roles(base, who.user);
    let all = ["root", "admin"].contains(&who.role.as_str());
    let row = base.table("roles")?.rows.iter().find(|r| text(r, "name") == who.role).cloned().unwrap_or_default();
    let mut actions = Row::new();
    let mut resources = Vec::new();
    for ((role, collection), rights) in &base.rights {
        if *role == who.role {
            resources.push(collection.clone());
            for (action, fields) in rights {
                let what = if action == "view" {
                    json!({"appends": [], "fields": fields})
                } else {
                    json!({"whitelist": fields})
                };
                actions.insert(format!("{collection}:{action}"), what);
            }
        }
    }
    Ok(json!({"data": {
        "roles": roles_of, "role": who.role, "roleMode": "default", "strategy": row.get("strategy"),
        "snippets": row.get("snippets"), "actions": actions, "resources": resources,
        "availableActions": ["create", "view", "update", "destroy", "export", "importXlsx", "trigger", "triggerNew"],
        "actionAlias": {"create": "create", "get": "view", "list": "view", "query": "view", "update": "update",
            "move": "update", "destroy": "destroy", "export": "export", "exportAttachments": "export"},
        "allowAll": all, "allowConfigure": all, "allowMenuItemIds": [], "allowAnonymous": false,
        "uiButtonSchemasBlacklist": []}, "meta": {"dataSources": {}}}))
}
