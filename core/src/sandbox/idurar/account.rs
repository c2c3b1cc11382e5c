//! Who may ask: the login, its tokens, the administrator's own page.

use serde_json::{Value, json};

use super::fail::{Fail, Outcome};
use super::kinds::Object;
use super::read::{Answer, done};
use super::state::Installation;

/// Opens a session at the installation whose administrator this is.
pub(crate) fn login(all: &mut [Installation], body: &Object) -> Outcome<Answer> {
    check(body)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let email = text("email").to_lowercase();
    let found = all.iter_mut().find(|i| i.admin["email"] == json!(email));
    let here = found.ok_or_else(|| Fail::new(404, "No account with this email has been registered."))?;
    if text("password") != here.password {
        return Err(Fail::new(403, "Invalid credentials."));
    }
    here.issued += 1;
    let token = format!("sandbox.{}.{}", if here.former { "former" } else { "head" }, here.issued);
    here.sessions.insert(token.clone());
    let remember = body.get("remember") == Some(&json!(true));
    let admin = &here.admin;
    let result = json!({"_id": admin["_id"], "name": admin["name"], "surname": admin["surname"], "role": admin["role"],
        "email": admin["email"], "token": token, "maxAge": if remember { json!(365) } else { Value::Null }});
    Ok(done(result, "Successfully login user"))
}

fn check(body: &Object) -> Outcome<()> {
    let fault = |name: &str, kind: &str, says: &str, context: Value| {
        let message = format!("\"{name}\" {says}");
        let detail = json!({"message": message, "path": [name], "type": kind, "context": context});
        let fail = Fail::new(409, "Invalid/Missing credentials.").put("errorMessage", json!(message));
        Err(fail.put("error", json!({"_original": body, "details": [detail]})))
    };
    for name in ["email", "password"] {
        match body.get(name).and_then(Value::as_str) {
            None => return fault(name, "any.required", "is required", json!({"label": name, "key": name})),
            Some("") => {
                let context = json!({"label": name, "value": "", "key": name});
                return fault(name, "string.empty", "is not allowed to be empty", context);
            }
            Some(text) if name == "email" && !text.contains('@') => {
                let context = json!({"value": text, "invalids": [text], "label": name, "key": name});
                return fault(name, "string.email", "must be a valid email", context);
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// The token behind the first space of the header; the word before it is not looked at.
pub(crate) fn token(header: Option<&str>) -> Outcome<String> {
    let token = header.and_then(|h| h.split(' ').nth(1)).filter(|t| !t.is_empty());
    token.map(str::to_owned).ok_or_else(|| Fail::token(401, "No authentication token, authorization denied."))
}

/// The installation at which the token was given and still is good.
pub(crate) fn place(all: &[Installation], token: &str) -> Outcome<usize> {
    if let Some(at) = all.iter().position(|i| i.sessions.contains(token)) {
        return Ok(at);
    }
    let ours = token.strip_prefix("sandbox.").and_then(|rest| rest.split_once('.'));
    match ours.filter(|(place, count)| ["former", "head"].contains(place) && count.parse::<u32>().is_ok()) {
        Some(_) => Err(Fail::token(401, "User is already logout try to login, authorization denied.")),
        None if token.split('.').count() == 3 => Err(Fail::token(500, "invalid signature")),
        None => Err(Fail::token(500, "invalid token")),
    }
}

/// `admin/...`: reading one, and changing oneself.
pub(crate) fn admin(here: &mut Installation, method: &str, parts: &[&str], body: &Object) -> Outcome<Answer> {
    let shown = |here: &Installation| {
        let names = ["_id", "enabled", "email", "name", "surname", "role"];
        let kept = names.iter().map(|n| ((*n).to_owned(), here.admin[*n].clone()));
        Value::Object(kept.collect())
    };
    match (method, parts) {
        ("GET", ["read", id]) if here.admin["_id"] == json!(id) => Ok(done(shown(here), "we found this document ")),
        ("GET", ["read", _]) => Err(Fail::not_found()),
        ("PATCH", ["profile", "update"]) => {
            for name in ["name", "surname", "email"] {
                if let Some(value) = body.get(name) {
                    here.admin.insert(name.into(), value.clone());
                }
            }
            let mut result = shown(here);
            result["token"] = json!(here.sessions.iter().next());
            let id = here.admin["_id"].as_str().unwrap_or_default().to_owned();
            Ok(done(result, format!("we update this profile by this id: {id}")))
        }
        ("PATCH", ["profile", "password"]) => {
            let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
            if text("password").len() < 8 {
                let body = json!({"msg": "The password needs to be at least 8 characters long."});
                return Err(Fail::raw(400, body));
            }
            if text("password") != text("passwordCheck") {
                return Err(Fail::raw(400, json!({"msg": "Enter the same password twice for verification."})));
            }
            Err(Fail::new(403, "you couldn't update demo password"))
        }
        _ => Err(Fail::no_route()),
    }
}
