//! The files that rows name.

use serde_json::Value;

use super::errors::{Fail, Outcome};
use super::schema::Object;
use super::state::{Row, Workspace};

/// A row may name a file once it is there, and no file belongs to two.
pub(crate) fn check(space: &Workspace, object: &Object, row: &Row) -> Outcome<()> {
    for id in named(object, row) {
        if !space.files.contains_key(id) {
            return Err(Fail::database(format!("File not found: {id}"), "Invalid input provided."));
        }
        let other = |old: &Row| old.get("id") != row.get("id") && named(object, old).any(|used| used == id);
        if space.rows(&object.singular).any(other) {
            let message = format!("File {id} is already associated with a permanent files field");
            return Err(Fail::database(message.clone(), &format!("{message}. Please re-upload the file.")));
        }
    }
    Ok(())
}

/// The files go with the row that names them.
pub(crate) fn forget(space: &mut Workspace, object: &Object, row: &Row) {
    for id in named(object, row) {
        space.files.remove(id);
    }
}

fn named<'r>(object: &Object, row: &'r Row) -> impl Iterator<Item = &'r str> {
    let file = (object.singular == "attachment").then(|| row.get("file")).flatten();
    file.and_then(Value::as_array).into_iter().flatten().filter_map(|file| file["fileId"].as_str())
}
