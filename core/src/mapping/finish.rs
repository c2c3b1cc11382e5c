//! Fields that depend on several members, or on none: filled once a record's members are read.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::compile::Context;
use super::decode::{Capture, Draft, RowDecoder};
use super::read::Reader;
use super::typed::Typed;
use crate::manifest::When;
use crate::model::Model;
use crate::value::{Value, parse_decimal};

/// What is done once all members are read.
#[derive(Debug)]
pub(super) enum Finish {
    Constant(usize, Value),
    /// The id of the parent, which the system does not send.
    Parent(usize, Option<Box<str>>),
    /// The words whose captured text is one of theirs.
    Flags(usize, Vec<(Value, Capture, Vec<Box<str>>)>),
    /// Empty unless another member is one of these, and none of those.
    When(usize, Capture, When),
    /// A reference whose variant another member tells.
    Ref(usize, Capture, Capture, HashMap<String, String>),
    /// References to records under a parent, that of another member or the record's own; the slot holds bare ids.
    Under(usize, Option<Capture>, Option<Box<str>>),
    /// The texts that are not empty, with the text between.
    Join(usize, Vec<Capture>, Box<str>),
    /// The value of the first case that holds.
    Cases(usize, Vec<CaseOf>),
    /// One child row, made of members of the record itself.
    Row(usize, &'static Model, Vec<(usize, Capture, Reader)>),
    /// All members that nothing else reads, by their types where those are known.
    Rest(usize, Option<Arc<Typed>>),
    /// Rows that follow from other values, before those that were sent.
    Implied(usize, Vec<ImpliedRows>),
}

/// A row that is there when something holds.
#[derive(Debug)]
pub(super) struct ImpliedRows {
    pub(super) when: Vec<(Capture, Vec<String>)>,
    pub(super) row: Box<[Value]>,
    /// The slot by which a sent row is known to be the same.
    pub(super) by: usize,
}

/// A case: its value, and what must hold for it.
#[derive(Debug)]
pub(super) struct CaseOf {
    pub(super) is: Value,
    pub(super) when: Vec<(Capture, Vec<String>)>,
}

impl RowDecoder {
    /// Fills the fields that depend on several members.
    pub(super) fn complete(&self, draft: &mut Draft, context: &Context) {
        for finish in &self.finish {
            match finish {
                Finish::Constant(slot, value) => draft.values[*slot] = value.clone(),
                Finish::Parent(slot, variant) => {
                    let parent = context.parent.as_ref();
                    let id = parent.map(|parent| Value::Text(context.id(variant.as_deref(), parent)));
                    draft.values[*slot] = id.unwrap_or_default();
                }
                Finish::Flags(slot, words) => {
                    let holds = |capture: &Capture, yes: &[Box<str>]| {
                        draft.captures[*capture].as_ref().is_some_and(|text| yes.contains(text))
                    };
                    let list = words.iter().filter(|(_, capture, yes)| holds(capture, yes));
                    draft.values[*slot] = Value::List(list.map(|(word, ..)| word.clone()).collect());
                }
                Finish::When(slot, capture, when) => {
                    let text = draft.captures[*capture].as_deref();
                    let wanted = when.is.is_empty() || holds(text, &when.is);
                    if !wanted || holds(text, &when.is_not) {
                        draft.values[*slot] = Value::Null;
                    }
                }
                Finish::Ref(slot, id, word, table) => {
                    let variant = draft.captures[*word].as_deref().and_then(|word| table.get(word));
                    if let Some(id) = &draft.captures[*id] {
                        draft.values[*slot] = Value::Text(context.id(variant.map(String::as_str), id));
                    }
                }
                Finish::Under(slot, capture, variant) => {
                    let parent = match capture {
                        Some(capture) => draft.captures[*capture].as_deref(),
                        None => context.parent.as_deref(),
                    };
                    let bare = std::mem::take(&mut draft.values[*slot]);
                    match under(bare, parent, variant.as_deref(), context) {
                        Some(value) => draft.values[*slot] = value,
                        None => {
                            let name = self.model.fields[*slot].name;
                            let reason = format!("{name}: the parent of the reference is not told");
                            draft.fault.get_or_insert_with(|| (String::new(), reason));
                        }
                    }
                }
                Finish::Join(slot, captures, with) => {
                    let texts: Vec<&str> =
                        captures.iter().filter_map(|capture| draft.captures[*capture].as_deref()).collect();
                    if !texts.is_empty() {
                        draft.values[*slot] = Value::Text(texts.join(with).into());
                    }
                }
                Finish::Cases(slot, cases) => {
                    let all = |case: &&CaseOf| {
                        case.when.iter().all(|(capture, wanted)| holds(draft.captures[*capture].as_deref(), wanted))
                    };
                    draft.values[*slot] = cases.iter().find(all).map(|case| case.is.clone()).unwrap_or_default();
                }
                Finish::Rest(slot, typed) => match object(&draft.custom, typed.as_deref()) {
                    Ok(text) => draft.values[*slot] = Value::Json(text),
                    Err(fault) => drop(draft.fault.get_or_insert(fault)),
                },
                Finish::Implied(slot, implied) => {
                    let captures = &draft.captures;
                    let Value::Rows(sent) = &draft.values[*slot] else { continue };
                    let there = |one: &&ImpliedRows| {
                        let mut when = one.when.iter();
                        when.all(|(capture, wanted)| holds(captures[*capture].as_deref(), wanted))
                            && !sent.iter().any(|row| row[one.by] == one.row[one.by])
                    };
                    let rows = implied.iter().filter(there).map(|one| one.row.clone());
                    draft.values[*slot] = Value::Rows(rows.chain(sent.iter().cloned()).collect());
                }
                Finish::Row(slot, child, cells) => {
                    let mut row = vec![Value::Null; child.fields.len()];
                    for (cell, capture, reader) in cells {
                        let raw = draft.captures[*capture].as_deref().unwrap_or("null");
                        match reader.read(raw, context) {
                            Ok(value) => row[*cell] = value,
                            Err(reason) => {
                                let name = child.fields[*cell].name;
                                draft.fault.get_or_insert_with(|| (name.to_owned(), reason));
                            }
                        }
                    }
                    draft.values[*slot] = Value::Rows(vec![row.into()]);
                }
            }
        }
        if self.finish.iter().any(|finish| matches!(finish, Finish::Rest(..))) {
            draft.custom.clear();
        }
    }
}

/// Whether a text is one of those wanted: `""` is no text, `"*"` any.
fn holds(text: Option<&str>, wanted: &[String]) -> bool {
    match text {
        None => wanted.iter().any(String::is_empty),
        Some(text) => wanted.iter().any(|wanted| wanted == "*" || same(wanted, text)),
    }
}

/// Whether two texts are equal, as numbers where both are.
fn same(a: &str, b: &str) -> bool {
    a == b || parse_decimal(a).is_ok_and(|a| parse_decimal(b).is_ok_and(|b| a == b))
}

/// The ids of records under a parent; nothing where there is an id but no parent.
fn under(bare: Value, parent: Option<&str>, variant: Option<&str>, context: &Context) -> Option<Value> {
    match bare {
        Value::Text(id) => Some(Value::Text(context.id(variant, &[parent?, "/", &*id].concat()))),
        Value::List(ids) => {
            let ids = ids.into_iter().map(|id| under(id, parent, variant, context));
            ids.collect::<Option<Vec<Value>>>().map(Value::List)
        }
        other => Some(other),
    }
}

/// The JSON object of members, in their one form; else the member that has none, and why.
fn object(members: &[(Box<str>, Box<RawValue>)], typed: Option<&Typed>) -> Result<Box<str>, (String, String)> {
    let mut text = String::from("{");
    for (name, value) in members {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&serde_json::Value::from(&**name).to_string());
        text.push(':');
        match typed {
            Some(typed) => text.push_str(&typed.read(name, value.get()).map_err(|why| (name.to_string(), why))?),
            None => text.push_str(value.get()),
        }
    }
    text.push('}');
    Ok(text.into())
}
