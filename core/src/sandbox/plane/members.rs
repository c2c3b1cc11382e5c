//! Users, members and invitations. Lists of members are bare arrays, and show neither role nor id of a membership.

use serde_json::{Value, json};

use super::desk::{Desk, Object, person, text};
use super::errors::{Fail, Outcome, nothing};
use super::projects;
use super::records::Call;
use crate::sandbox::message::Reply;

pub(crate) fn me(desk: &Desk, user: &str) -> Outcome<Reply> {
    Ok(Reply::json(200, json!(desk.user(user).map(person))))
}

/// Everybody of the workspace, with roles; the youngest member comes first.
pub(crate) fn workspace(desk: &Desk) -> Outcome<Reply> {
    let order = [1, 2, 3, 0];
    let shown = order.iter().filter_map(|at| desk.users.get(*at)).map(|user| {
        let mut shown = person(user);
        shown.insert("role".into(), json!(user.role));
        Value::Object(shown)
    });
    Ok(Reply::json(200, shown.collect()))
}

/// Also those who were taken out.
pub(crate) fn project(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let rows = desk.those("project_member", "project", &call.route.project).rev();
    let shown = rows.filter_map(|row| desk.user(text(row, "member"))).map(|user| Value::Object(person(user)));
    Ok(Reply::json(200, shown.collect()))
}

pub(crate) fn add(desk: &mut Desk, call: &Call<'_>) -> Outcome<Reply> {
    let Some(member) = call.body.get("member").and_then(Value::as_str) else {
        return Err(Fail::new(400, json!({"member": ["This field is required."]})));
    };
    if desk.user(member).is_none() {
        let said = format!("Invalid pk \"{member}\" - object does not exist.");
        return Err(Fail::new(400, json!({"member": [said]})));
    }
    if desk.those("project_member", "project", &call.route.project).any(|row| text(row, "member") == member) {
        return Err(Fail::payload());
    }
    let role = call.body.get("role").and_then(Value::as_i64).unwrap_or(5);
    let row = projects::join(desk, &call.route.project, member, role);
    Ok(Reply::json(201, json!(brief(&row))))
}

fn brief(row: &Object) -> Object {
    let mut row = row.clone();
    row.retain(|name, _| ["id", "member", "role"].contains(&name.as_str()));
    row
}

pub(crate) fn one(desk: &mut Desk, call: &Call<'_>, method: &str) -> Outcome<Reply> {
    let row = desk.get_mut("project_member", &call.route.id)?;
    match method {
        "PATCH" => {
            if let Some(role) = call.body.get("role").filter(|role| role.is_number()) {
                row.insert("role".into(), role.clone());
            }
            Ok(Reply::json(200, json!(brief(row))))
        }
        "DELETE" => {
            row.insert("gone".into(), json!(true));
            Ok(nothing())
        }
        _ => {
            let member = text(row, "member").to_owned();
            Ok(Reply::json(200, json!(desk.user(&member).map(person))))
        }
    }
}

pub(crate) fn invitations(desk: &Desk) -> Outcome<Reply> {
    Ok(Reply::json(200, json!(desk.all("invitation").collect::<Vec<_>>())))
}

pub(crate) fn invite(desk: &mut Desk, call: &Call<'_>) -> Outcome<Reply> {
    let email = call.body.get("email").and_then(Value::as_str).unwrap_or("");
    if !email.is_ascii() || email.matches('@').count() != 1 {
        return Err(Fail::new(400, json!({"email": ["Invalid email address"]})));
    }
    let email = email.to_owned();
    let mut row = desk.fresh("invitation", call.user, None);
    row.insert("email".into(), json!(email));
    row.insert("role".into(), call.body.get("role").cloned().unwrap_or(json!(15)));
    desk.add("invitation", row.clone());
    Ok(Reply::json(201, json!(row)))
}

pub(crate) fn invitation(desk: &mut Desk, call: &Call<'_>, method: &str) -> Outcome<Reply> {
    let row = desk.get_mut("invitation", &call.route.id)?;
    match method {
        "DELETE" => {
            desk.drop_where("invitation", |row| text(row, "id") == call.route.id);
            Ok(nothing())
        }
        "PATCH" => {
            row.extend(call.body.get("role").map(|role| ("role".to_owned(), role.clone())));
            Ok(Reply::json(200, json!(row)))
        }
        _ => Ok(Reply::json(200, json!(row))),
    }
}
