//! Who may come in: sign-in and tokens, API keys, and the organisation a request is for.

use serde_json::{Value, json};

use super::super::message::Request;
use super::check;
use super::errors::{Fail, Outcome};
use super::table::{Kind, Object};

/// The API key of the first organisation.
const KEY: &str = "bc_sandbox0000000000000000000000000000000000000000000000000000000000000000000000000000000000000001";
/// The API key of the second organisation, which has no records: this build knows no roles.
const OTHER_KEY: &str =
    "bc_sandbox0000000000000000000000000000000000000000000000000000000000000000000000000000000000000002";
const USER: (&str, &str) = ("admin@example.com", "Admin-Test-1");
const ORGANIZATION: &str = "3b2ozl201mwsoky7d";
const OTHER: &str = "3b2ozl6ptmwsql94c";

/// How it is connected to. Nobody has few rights here; the second credential opens another organisation.
pub(crate) fn access() -> Value {
    json!({
        "credential": {"type": "bearer", "token": KEY},
        "limited": {"type": "bearer", "token": OTHER_KEY},
        "login": {"type": "basic", "username": USER.0, "password": USER.1},
    })
}

/// An API key that was made.
struct Made {
    key: String,
    name: Value,
    revoked: bool,
}

/// Keys and sessions.
pub(crate) struct Door {
    keys: Vec<Made>,
    tokens: Vec<(String, i64)>,
    /// Addresses that signed up; each has an organisation that was never built.
    users: Vec<String>,
}

impl Door {
    pub(crate) fn new() -> Door {
        let first = |key: &str, name: &str| Made { key: key.to_owned(), name: json!(name), revoked: false };
        Door { keys: vec![first(KEY, "rec"), first(OTHER_KEY, "other")], tokens: Vec::new(), users: Vec::new() }
    }

    /// Routes that ask nobody who they are.
    pub(crate) fn open(&mut self, method: &str, parts: &[&str], body: &Object) -> Outcome<Option<(u16, Value)>> {
        let word = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
        let answer = match (method, parts) {
            ("GET", ["auth", "meta"]) => (200, json!({"signup_disabled": false})),
            ("GET", ["system_db"]) => (200, json!({"status": "ok"})),
            ("POST", ["auth", "signin"]) => {
                let (email, password) = (word("email"), word("password"));
                let other = self.users.iter().position(|user| *user == email).map(|at| at as i64);
                if (email.as_str(), password.as_str()) != USER && other.is_none() {
                    return Err(Fail::Raw(
                        401,
                        json!({"statusCode": 401, "error": "Unauthorized", "message": format!("Invalid email or password for {email}"),
                            "code": "INVALID_DETAILS"}),
                    ));
                }
                let token = format!("sandbox.jwt.{}", self.tokens.len() + 1);
                self.tokens.push((token.clone(), other.map_or(1, |at| at + 2)));
                let organization = if other.is_some() { OTHER } else { ORGANIZATION };
                let user = other.map_or(1, |at| at + 6);
                (
                    201,
                    json!({"access_token": token, "organization_id": organization, "tenant_id": other.map_or(1, |_| 2), "user_id": user}),
                )
            }
            ("POST", ["auth", "signup"]) => {
                let rules = [
                    "firstName! isString isNotEmpty",
                    "lastName! isString isNotEmpty",
                    "email! isEmail",
                    "password! isString isNotEmpty",
                ];
                let kind = Kind { rules: rules.map(str::to_owned).to_vec(), ..Kind::default() };
                check::body(&kind, "PUT", body)?;
                if word("email") == USER.0 || self.users.contains(&word("email")) {
                    return Err(Fail::said("EMAIL_EXISTS", "The given email address is already signed-up"));
                }
                self.users.push(word("email"));
                (201, json!({"user_id": self.users.len() + 5, "tenant_id": 2, "organization_id": OTHER}))
            }
            _ => return Ok(None),
        };
        Ok(Some(answer))
    }

    /// Whether a request is for the second organisation. An API key is of one organisation; a token goes to any that the
    /// header names: this build does not ask whether the user is a member.
    pub(crate) fn enter(&self, request: &Request) -> Outcome<bool> {
        let bearer = request.header("authorization").and_then(|h| h.strip_prefix("Bearer ")).unwrap_or("");
        if bearer.to_ascii_lowercase().starts_with("bc_") {
            return match self.keys.iter().find(|made| made.key == bearer && !made.revoked) {
                Some(made) => Ok(made.key == OTHER_KEY),
                None => Err(Fail::unauthorized()),
            };
        }
        if !self.tokens.iter().any(|(token, _)| token == bearer) {
            return Err(Fail::unauthorized());
        }
        match request.header("organization-id") {
            None => Err(Fail::Http(401, "Unauthorized", "Organization ID is required.".into())),
            Some(ORGANIZATION) => Ok(false),
            Some(OTHER) if self.users.is_empty() => Ok(true),
            Some(OTHER) => Err(Fail::Raw(
                401,
                json!({"statusCode": 400, "error": "Bad Request", "message": "Tenant database is not migrated with application schema yet.",
                    "errors": [{"type": "TENANT.DATABASE.NOT.INITALIZED"}]}),
            )),
            Some(_) => {
                Err(Fail::Raw(401, json!({"message": "Tenant not found.", "errors": [{"type": "TENANT.NOT.FOUND"}]})))
            }
        }
    }

    /// The routes of API keys. They are shown in full to whoever may read.
    pub(crate) fn inside(&mut self, method: &str, parts: &[&str], body: &Object) -> Outcome<Option<(u16, Value)>> {
        let answer = match (method, parts) {
            ("POST", ["api-keys", "generate"]) => {
                let key = format!("bc_made{:0>92}", self.keys.len());
                self.keys.push(Made {
                    key: key.clone(),
                    name: body.get("name").cloned().unwrap_or_default(),
                    revoked: false,
                });
                (201, json!({"key": key, "id": self.keys.len()}))
            }
            ("GET", ["api-keys"]) => {
                let shown = |(index, made): (usize, &Made)| {
                    json!({"id": index + 1, "key": made.key, "name": made.name, "revoked": made.revoked,
                        "token": format!("{}...", &made.key[..8]), "user_id": 1, "expires_at": null,
                        "revoked_at": null, "created_at": "2026-11-23T09:00:00.000Z", "updated_at": null})
                };
                (200, self.keys.iter().enumerate().map(shown).collect())
            }
            ("PUT", ["api-keys", id, "revoke"]) => {
                if let Some(made) = id.parse::<usize>().ok().and_then(|n| self.keys.get_mut(n.wrapping_sub(1))) {
                    made.revoked = true;
                }
                (200, json!({"id": id, "revoked": true}))
            }
            _ => return Ok(None),
        };
        Ok(Some(answer))
    }
}
