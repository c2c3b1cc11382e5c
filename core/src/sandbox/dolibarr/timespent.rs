//! The time that was spent on tasks.

use serde_json::{Value, json};

use super::errors::{Fail, Outcome, Stage};
use super::kinds::{Object, plain};
use super::state::{Books, kind_of, number};

/// `POST /tasks/{id}/addtimespent`, and `PUT` of an entry: the whole of it is replaced.
pub(crate) fn keep(books: &mut Books, task: i64, entry: Option<i64>, body: &Object) -> Outcome<Value> {
    for name in ["date", "duration"] {
        if body.get(name).is_none_or(Value::is_null) {
            return Err(Fail::at(Stage::Validate, 400, format!("`{name}` is required.")));
        }
    }
    let wrong = "Invalid value specified for `date`. Expecting date and time in `YYYY-MM-DD HH:MM:SS` format";
    let moment: jiff::civil::DateTime = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", plain(&body["date"]))
        .map_err(|_| Fail::at(Stage::Validate, 400, wrong))?;
    let moment = moment.to_zoned(jiff::tz::TimeZone::UTC).map(|z| z.timestamp().as_second()).unwrap_or(0);
    let (tasks, kind) = (kind_of("tasks"), kind_of("timespent"));
    let owner = books.get(tasks, task)?.clone();
    let id = match entry {
        Some(id) => plain(&found(books, task, id)?["timespent_line_id"]).parse().unwrap_or(id),
        None => books.next_id(kind.route),
    };
    let mut line = books.shapes.of(kind).base;
    let user = body.get("user_id").map(plain).filter(|id| !id.is_empty() && id != "0").unwrap_or_else(|| "1".into());
    let text = |name: &str| body.get(name).map(plain).unwrap_or_default();
    let members = [
        ("fk_task", json!(task.to_string())),
        ("task_ref", owner["ref"].clone()),
        ("task_label", owner["label"].clone()),
        ("timespent_line_id", json!(id.to_string())),
        ("timespent_line_date", json!(moment - moment.rem_euclid(86_400))),
        ("timespent_line_datehour", json!(moment)),
        ("timespent_line_duration", json!(text("duration"))),
        ("timespent_line_fk_user", json!(user)),
        ("timespent_line_note", json!(text("note"))),
    ];
    for (name, value) in members {
        line.insert(name.into(), value);
    }
    books.put(kind, id, line);
    sum(books, task);
    // Seen: a task on which time was spent is under way.
    if let Ok(owner) = books.get_mut(tasks, task) {
        owner.insert("status".into(), json!("2"));
    }
    let what = if entry.is_some() { "updated" } else { "added" };
    Ok(json!({"success": {"code": 200, "message": format!("Time spent {what}")}}))
}

pub(crate) fn remove(books: &mut Books, task: i64, id: i64) -> Outcome<Value> {
    books.get(kind_of("tasks"), task)?;
    found(books, task, id)?;
    books.remove(kind_of("timespent"), id);
    sum(books, task);
    Ok(json!({"success": {"code": 200, "message": "Time spent deleted"}}))
}

fn found(books: &Books, task: i64, id: i64) -> Outcome<&Object> {
    let own = books.get(kind_of("timespent"), id).ok().filter(|o| plain(&o["fk_task"]) == task.to_string());
    own.ok_or_else(|| Fail::not_found("Timespent not found"))
}

fn sum(books: &mut Books, task: i64) {
    let own: rust_decimal::Decimal = lines(books, task).map(|line| number(&line["timespent_line_duration"])).sum();
    if let Ok(owner) = books.get_mut(kind_of("tasks"), task) {
        owner.insert("duration_effective".into(), json!(own.to_string()));
    }
}

fn lines(books: &Books, task: i64) -> impl Iterator<Item = &Object> {
    books.all(kind_of("timespent")).filter(move |line| plain(&line["fk_task"]) == task.to_string())
}

/// The task with its entries, as `includetimespent=2` shows it.
pub(crate) fn with_lines(books: &Books, task: i64, mut object: Object) -> Object {
    object.insert("lines".into(), lines(books, task).cloned().map(Value::Object).collect());
    object
}

/// `GET /tasks/{id}/getTimeSpent/{entry}`: the same under other names.
pub(crate) fn one(books: &Books, task: i64, id: i64) -> Outcome<Value> {
    let line = found(books, task, id)?;
    let mut out = books.shapes.get("timespententry").map(|s| s.base.clone()).unwrap_or_default();
    let whole = |name: &str| number(&line[name]).to_string().parse::<i64>().unwrap_or(0);
    for (name, value) in [
        ("id", json!(id)),
        ("fk_element", json!(task)),
        ("element_date", line["timespent_line_date"].clone()),
        ("element_datehour", line["timespent_line_datehour"].clone()),
        ("element_duration", json!(whole("timespent_line_duration"))),
        ("fk_user", json!(whole("timespent_line_fk_user"))),
        ("note_private", line["timespent_line_note"].clone()),
    ] {
        out.insert(name.into(), value);
    }
    Ok(Value::Object(out))
}
