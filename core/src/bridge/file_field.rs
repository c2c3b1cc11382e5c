//! The field that files hang on, where a system keeps them in the fields of its records.

use std::sync::Arc;

use super::adapter::EntityPlan;
use super::answer::Call;
use super::files::uses;
use crate::error::{Error, Result};

/// The field that the caller names, or the only one that there is; nothing where files hang on the record itself.
pub(super) async fn file_field(
    call: Call<'_>,
    record: &Arc<EntityPlan>,
    remote_id: &str,
    named: Option<&str>,
) -> Result<Option<String>> {
    if !uses(call.plan.operation("list")?, "field}") {
        return match named {
            None => Ok(None),
            Some(_) => Err(Error::invalid_input("files hang on the record itself in this system: leave field out")),
        };
    }
    let collection = record.holes(remote_id)?.parent;
    let known = call.connection.discovered(record, collection, named.as_slice(), call.deadline).await?;
    let fields = known.mapping.types().map(|types| types.files()).unwrap_or_default();
    let collection = collection.unwrap_or_default();
    match (named, fields.as_slice()) {
        (Some(name), all) if all.contains(&name) => Ok(Some(name.to_owned())),
        (None, [only]) => Ok(Some((*only).to_owned())),
        (_, []) => Err(Error::unsupported(format!("{collection:.64} has no field of files"))),
        (Some(name), all) => {
            let all = all.join(", ");
            Err(Error::invalid_input(format!("{name:.64} is no field of files; {collection:.64} has: {all}")))
        }
        (None, all) => {
            let all = all.join(", ");
            Err(Error::invalid_input(format!(
                "{collection:.64} has several fields of files: {all}; say which, as field"
            )))
        }
    }
}
