//! From an operation of the manifest and the values of one call to the request that is sent.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::{Map, Value as Json};

use super::adapter::EntityPlan;
use super::connection::Connection;
use super::exchange::{Holes, Outgoing, Wanted, method};
use crate::error::{Error, Result};
use crate::manifest::{Effect, FileBody, FileForm, Operation, Params, Reach, Wrap};
use crate::mapping::set_path;
use crate::protocol::{File, told_url};

/// The values of one call.
pub(super) struct Sending<'a> {
    /// The operation's name, for errors and rules.
    pub(super) name: &'a str,
    pub(super) operation: &'a Operation,
    pub(super) effect: Effect,
    pub(super) holes: Holes<'a>,
    /// The mapped fields of the input, or the document that an action begins with.
    pub(super) fields: Map<String, Json>,
    /// In place of the fields: those of several records.
    pub(super) rows: Option<Vec<Json>>,
    /// What is laid over all else: path → value, for the inputs of an action.
    pub(super) over: Vec<(String, Json)>,
    /// The parameters of paging, filter, order and selection.
    pub(super) params: Vec<(String, Json)>,
    /// Members that a GraphQL selection asks for beside the map's.
    pub(super) more: &'a [String],
    /// The file of an upload.
    pub(super) file: Option<&'a File>,
}

impl<'a> Sending<'a> {
    pub(super) fn new(name: &'a str, operation: &'a Operation, effect: Effect, holes: Holes<'a>) -> Self {
        Sending {
            name,
            operation,
            effect,
            holes,
            fields: Map::new(),
            rows: None,
            over: Vec::new(),
            params: Vec::new(),
            more: &[],
            file: None,
        }
    }
}

impl Connection {
    /// The request of an operation.
    pub(super) fn prepare(&self, plan: &EntityPlan, sending: Sending<'_>) -> Result<Outgoing> {
        let Sending { name, operation, effect, holes, fields, mut rows, over, params, more, file } = sending;
        let mut url = match operation.told {
            None => self.url(plan, &operation.path, &operation.query, holes)?,
            Some(reach) => {
                let told = operation.path.fill(|name| holes.value(name).or_else(|| self.hole(plan, name)));
                told_url(&self.base, &told.unwrap_or_default(), reach)?
            }
        };
        let spec = operation.body.as_ref();
        let mut body = Map::new();
        let carries = !over.is_empty() || operation.prefill.is_some();
        match spec.and_then(|spec| spec.at.as_deref()) {
            None => body = fields,
            Some(at) => {
                let fields = rows.take().map_or(Json::Object(fields), Json::Array);
                put(&mut body, &self.place(plan, at, holes), fields);
            }
        }
        for (path, constant) in spec.into_iter().flat_map(|spec| &spec.set) {
            match self.fill(plan, constant, holes) {
                Some(Json::Object(members)) if path == "*" => body.extend(members),
                Some(value) => put(&mut body, &self.place(plan, path, holes), value),
                None => {}
            }
        }
        for (path, value) in over {
            put(&mut body, &self.place(plan, &path, holes), value);
        }
        let in_body = operation.params == Params::Body && !params.is_empty();
        match operation.params {
            Params::Body => params.into_iter().for_each(|(path, value)| {
                let path: Vec<String> = path.split('.').map(str::to_owned).collect();
                put(&mut body, &path, value);
            }),
            Params::Query => {
                let text = |(name, value): (String, Json)| (name, text(&value));
                let pairs: Vec<(String, String)> = params.into_iter().map(text).collect();
                if !pairs.is_empty() {
                    url.query_pairs_mut().extend_pairs(pairs);
                }
            }
        }
        if let Some(document) = &operation.graphql {
            let document = match more.iter().find(|name| !is_name(name)) {
                None => plan.document(document, name == "list", more),
                Some(name) => return Err(Error::invalid_input(format!("{name:.64?} is not the name of a field"))),
            };
            body.insert("query".to_owned(), document.into());
            body.entry("variables").or_insert_with(|| Json::Object(Map::new()));
        }
        let sends = spec.is_some() || carries || in_body || operation.graphql.is_some();
        let body = match (spec.and_then(|spec| spec.file.as_ref()), file) {
            (Some(form), Some(file)) => Some(self.with_file(plan, body, form, file, holes)),
            _ => {
                let body = match (rows, spec.and_then(|spec| spec.wrap)) {
                    (Some(rows), _) => Json::Array(rows),
                    (None, Some(Wrap::List)) => Json::Array(vec![Json::Object(body)]),
                    (None, None) => Json::Object(body),
                };
                sends.then(|| (Cow::Borrowed("application/json"), Bytes::from(body.to_string())))
            }
        };
        Ok(Outgoing {
            operation: name.to_owned(),
            model: Some(plan.mapping.model),
            effect,
            method: method(&operation.method)?,
            url,
            headers: Vec::new(),
            body,
            elsewhere: operation.told == Some(Reach::Elsewhere),
            wanted: Wanted::Said,
        })
    }

    /// The body of an upload, and its media type.
    fn with_file(
        &self,
        plan: &EntityPlan,
        mut members: Map<String, Json>,
        body: &FileBody,
        file: &File,
        holes: Holes<'_>,
    ) -> (Cow<'static, str>, Bytes) {
        match body.form {
            FileForm::Base64 => {
                put(&mut members, &self.place(plan, &body.at, holes), File::MARK.into());
                (Cow::Borrowed("application/json"), file.json(&Json::Object(members)))
            }
            FileForm::Part => {
                let (kind, form) = file.multipart(&members, &body.at);
                (Cow::Owned(kind), form)
            }
            FileForm::Whole => {
                let value = |name: &str| holes.value(name).or_else(|| self.hole(plan, name));
                let wanted = body.content_type.as_ref().and_then(|wanted| wanted.fill(value));
                (Cow::Owned(wanted.unwrap_or_else(|| file.content_type().to_owned())), file.data().clone())
            }
        }
    }

    /// A path in a body, with the holes of its segments filled. A value with a dot stays one segment.
    fn place(&self, plan: &EntityPlan, path: &str, holes: Holes<'_>) -> Vec<String> {
        let filled = |segment: &str| match segment.contains('{') {
            true => match self.fill(plan, &Json::from(segment), holes) {
                Some(value) => text(&value),
                None => segment.to_owned(),
            },
            false => segment.to_owned(),
        };
        // The dots in the names of holes part nothing.
        let mut segments: Vec<String> = Vec::new();
        for part in path.split('.') {
            match segments.last_mut().filter(|last| last.matches('{').count() > last.matches('}').count()) {
                Some(open) => {
                    open.push('.');
                    open.push_str(part);
                }
                None => segments.push(part.to_owned()),
            }
        }
        segments.iter().map(|segment| filled(segment)).collect()
    }

    /// A JSON pointer of the manifest, with its holes filled.
    pub(super) fn pointer(&self, plan: &EntityPlan, pointer: &str, holes: Holes<'_>) -> String {
        if !pointer.contains('{') {
            return pointer.to_owned();
        }
        let filled = self.fill(plan, &Json::from(pointer), holes);
        filled.and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_else(|| pointer.to_owned())
    }
}

fn put(body: &mut Map<String, Json>, path: &[String], value: Json) {
    let path: Vec<_> = path.iter().map(|segment| segment.as_str().into()).collect();
    set_path(body, &path, value);
}

/// A value as a query parameter.
fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A name of GraphQL.
fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && text.starts_with(|c: char| !c.is_ascii_digit())
}
