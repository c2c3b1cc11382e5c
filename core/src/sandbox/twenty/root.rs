//! `/graphql`: the root fields of the records, which follow from the metadata.

use serde_json::{Map, Value, json};

use super::document::{Document, Field as Selected};
use super::errors::{Fail, Outcome};
use super::list;
use super::schema::{Object, capital};
use super::select;
use super::special;
use super::state::{Caller, Workspace, text};
use super::write;

/// How many root fields a document may have.
const MOST_ROOTS: usize = 20;

/// What a root field does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    List,
    Get,
    Duplicates,
    GroupBy,
    Create,
    Update,
    Delete,
    Restore,
    Destroy,
    Merge,
}

/// The object and verb behind a root field's name; `many` for the forms that take a filter or a list.
fn read<'a>(space: &'a Workspace, mutation: bool, name: &str) -> Option<(&'a Object, Verb, bool)> {
    for object in &space.schema.objects {
        let (singular, plural) = (&object.singular, &object.plural);
        if !mutation {
            let verbs = [
                (plural.clone(), Verb::List, true),
                (singular.clone(), Verb::Get, false),
                (format!("{singular}Duplicates"), Verb::Duplicates, true),
                (format!("{plural}GroupBy"), Verb::GroupBy, true),
            ];
            if let Some((_, verb, many)) = verbs.into_iter().find(|(n, ..)| n == name) {
                return Some((object, verb, many));
            }
            continue;
        }
        let verbs = [
            ("create", Verb::Create),
            ("update", Verb::Update),
            ("delete", Verb::Delete),
            ("restore", Verb::Restore),
            ("destroy", Verb::Destroy),
            ("merge", Verb::Merge),
        ];
        for (word, verb) in verbs {
            let Some(rest) = name.strip_prefix(word) else { continue };
            if rest == capital(plural) {
                return Some((object, verb, true));
            }
            if rest == capital(singular) && verb != Verb::Merge {
                return Some((object, verb, false));
            }
        }
    }
    None
}

/// Answers a document: `data` as far as it got, and `errors`.
pub(crate) fn run(
    space: &mut Workspace,
    caller: &Caller,
    document: &Document,
    meter: &mut dyn FnMut() -> Outcome<()>,
) -> Value {
    for root in &document.roots {
        let known = ["search", "__typename"].contains(&root.name.as_str()) && !document.mutation;
        if !known && read(space, document.mutation, &root.name).is_none() {
            return unknown(document.mutation, root);
        }
    }
    if document.roots.len() > MOST_ROOTS {
        let count = document.roots.len();
        return refused(&format!(
            "Query too complex - Too many root resolvers requested: {count} - Maximum allowed root resolvers: {MOST_ROOTS}"
        ));
    }
    for (n, root) in document.roots.iter().enumerate() {
        if document.roots[..n].iter().any(|other| other.name == root.name) {
            return refused(&format!("Duplicate root resolver: \"{}\"", root.name));
        }
    }
    let mut data = Map::new();
    let mut errors = Vec::new();
    for root in &document.roots {
        let answer = meter().and_then(|()| one(space, caller, document.mutation, root));
        let value = answer.unwrap_or_else(|fail| {
            errors.push(fail.graphql());
            Value::Null
        });
        data.insert(root.key().to_owned(), value);
    }
    let mut out = json!({"data": data});
    if !errors.is_empty() {
        out["errors"] = errors.into();
    }
    out
}

/// A root field that the schema does not have.
pub(crate) fn unknown(mutation: bool, root: &Selected) -> Value {
    let kind = if mutation { "Mutation" } else { "Query" };
    let message = format!("Cannot query field \"{}\" on type \"{kind}\".", root.name);
    json!({"errors": [{"message": message, "locations": [{"line": root.line, "column": root.column}]}]})
}

fn refused(message: &str) -> Value {
    json!({"data": {}, "errors": [{"message": message, "extensions": {"code": "BAD_USER_INPUT"}}]})
}

fn one(space: &mut Workspace, caller: &Caller, mutation: bool, root: &Selected) -> Outcome<Value> {
    match root.name.as_str() {
        "search" if !mutation => return Ok(select::search(space, root)),
        "__typename" if !mutation => return Ok("Query".into()),
        _ => {}
    }
    let Some((object, verb, many)) = read(space, mutation, &root.name) else { return Ok(Value::Null) };
    let object = object.clone();
    select::may_read(caller, &object.singular)?;
    if mutation && *caller == Caller::Reader {
        return Err(Fail::denied());
    }
    let args = &root.args;
    match verb {
        Verb::List => {
            let found = list::find(space, &object, args)?;
            list::connection(space, caller, &object, &found, &root.fields, false)
        }
        Verb::Get => {
            let rows = list::meeting(space, &object, args.get("filter").unwrap_or(&Value::Null))?;
            let row = rows.first().ok_or_else(Fail::not_found)?;
            select::record(space, caller, &object, row, &root.fields, false)
        }
        Verb::Duplicates => special::duplicates(space, caller, &object, root),
        Verb::GroupBy => special::group_by(space, &object, root),
        Verb::Merge => {
            let row = special::merge(space, caller, &object, args)?;
            select::record(space, caller, &object, &row, &root.fields, false)
        }
        Verb::Destroy => {
            let mut out = Vec::new();
            for id in targets(space, &object, args, many, true)? {
                let row = space.row(&object.singular, &id).cloned().ok_or_else(Fail::not_found)?;
                out.push(select::record(space, caller, &object, &row, &root.fields, false)?);
                write::destroy(space, &object, &id)?;
            }
            Ok(if many { out.into() } else { out.pop().unwrap_or(Value::Null) })
        }
        _ => {
            let ids = change(space, caller, &object, args, verb, many)?;
            let mut out = Vec::new();
            for id in ids {
                let row = space.row(&object.singular, &id).cloned().unwrap_or_default();
                out.push(select::record(space, caller, &object, &row, &root.fields, false)?);
            }
            Ok(if many { out.into() } else { out.pop().unwrap_or(Value::Null) })
        }
    }
}

/// Carries a change out; gives the ids of what was changed.
fn change(
    space: &mut Workspace,
    caller: &Caller,
    object: &Object,
    args: &Map<String, Value>,
    verb: Verb,
    many: bool,
) -> Outcome<Vec<String>> {
    let data = args.get("data").cloned().unwrap_or(Value::Null);
    if verb == Verb::Create {
        let list = if many { data.as_array().cloned().unwrap_or_default() } else { vec![data] };
        if list.len() > 200 {
            return Err(Fail::plain("TOO_MANY_RECORDS_TO_UPDATE", "Too many records to create"));
        }
        return write::create(space, caller, object, &list, args.get("upsert") == Some(&Value::Bool(true)));
    }
    let ids = targets(space, object, args, many, verb == Verb::Restore)?;
    let now = space.now();
    for id in &ids {
        match verb {
            Verb::Update => write::update(space, caller, object, id, &data, &now)?,
            _ => write::mark(space, object, id, verb == Verb::Delete, &now)?,
        }
    }
    Ok(ids)
}

/// The rows that a mutation means: one by id, or those that meet a filter. `deleted` looks at deleted ones, too.
fn targets(
    space: &Workspace,
    object: &Object,
    args: &Map<String, Value>,
    many: bool,
    deleted: bool,
) -> Outcome<Vec<String>> {
    if !many {
        let Some(id) = args.get("id").and_then(Value::as_str) else {
            return Err(Fail::plain("INVALID_QUERY_INPUT", "Missing required argument: \"id\" (UUID)"));
        };
        return Ok(vec![id.to_lowercase()]);
    }
    let mut filter = args.get("filter").cloned().unwrap_or(Value::Null);
    if deleted && !super::filters::names_deleted(&filter) {
        let any = json!({"or": [{"deletedAt": {"is": "NULL"}}, {"deletedAt": {"is": "NOT_NULL"}}]});
        filter = json!({"and": [filter, any]});
    }
    Ok(list::meeting(space, object, &filter)?.into_iter().map(|row| text(row, "id").to_owned()).collect())
}
