//! Insert, update and delete as Frappe does them, in its order of checks. What a doctype does itself is in the
//! files named after it (`invoice.rs`, `payment.rs`, ...).

use serde_json::{Map, Value, json};

use super::super::clock::{Clock, micros_text};
use super::super::fold::fold;
use super::super::random::Random;
use super::errors::{Fail, Outcome};
use super::schema::{Schema, cast};
use super::state::{Doc, Documents, int, put_rows, rows, set_text, take_rows, text};

/// The site: everything that has state.
pub(crate) struct Site {
    pub(crate) schema: Schema,
    pub(crate) documents: Documents,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) user: String,
    /// The bytes of files, by their address.
    pub(crate) files: std::collections::BTreeMap<String, Vec<u8>>,
}

const OWNED: [&str; 7] = ["name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"];

impl Site {
    /// Makes a document: defaults, the doctype's own fields, name, checks; with `docstatus` 1 it is submitted too.
    pub(crate) fn insert(&mut self, doctype: &str, body: &Map<String, Value>) -> Outcome<Doc> {
        let marks = self.documents.series_marks();
        let result = self.try_insert(doctype, body);
        if result.is_err() {
            // A refused insert is rolled back, and its number with it.
            self.documents.reset_series(marks);
        }
        result
    }

    fn try_insert(&mut self, doctype: &str, body: &Map<String, Value>) -> Outcome<Doc> {
        let stamp = micros_text(self.clock.tick());
        let mut doc = self.fresh(doctype, body, &stamp)?;
        let docstatus = body.get("docstatus").map(super::state::decimal).unwrap_or_default();
        self.prepare(doctype, &mut doc)?;
        self.check_links(doctype, &doc)?;
        let name = self.new_name(doctype, &doc, body)?;
        set_text(&mut doc, "name", name.clone());
        for field in self.table_fields(doctype) {
            self.adopt_rows(doctype, &mut doc, &field, &stamp)?;
        }
        self.validate(doctype, &mut doc)?;
        self.check_values(doctype, &doc)?;
        if self.documents.get(doctype, &name).is_some() {
            return Err(Fail::duplicate(doctype, &name));
        }
        self.check_unique(doctype, &doc)?;
        if docstatus == 1.into() {
            self.before_submit(doctype, &doc)?;
        }
        self.documents.put(doctype, doc.clone());
        self.after_insert(doctype, &mut doc);
        if docstatus == 1.into() {
            let answer = self.submitted_at_create(doctype, doc.clone());
            self.set_docstatus(doctype, &name, 1);
            self.on_submit(doctype, &name);
            return Ok(answer);
        }
        Ok(doc)
    }

    /// A document that is not stored: defaults, fields, rows.
    pub(crate) fn draft(&mut self, doctype: &str, body: &Map<String, Value>, stamp: &str) -> Outcome<Doc> {
        let mut doc = self.fresh(doctype, body, stamp)?;
        for field in self.table_fields(doctype) {
            self.adopt_rows(doctype, &mut doc, &field, stamp)?;
        }
        Ok(doc)
    }

    /// A document with defaults and the known fields of the body. Unknown fields are dropped silently.
    fn fresh(&mut self, doctype: &str, body: &Map<String, Value>, stamp: &str) -> Outcome<Doc> {
        let meta = self.schema.get(doctype).ok_or_else(|| Fail::not_found("DocType", doctype))?;
        let mut doc = Doc::new();
        set_text(&mut doc, "name", "");
        for (field, value) in [("owner", &self.user), ("creation", &stamp.to_owned()), ("modified", &stamp.to_owned())]
        {
            set_text(&mut doc, field, value.clone());
        }
        set_text(&mut doc, "modified_by", self.user.clone());
        doc.insert("docstatus".into(), json!(0));
        doc.insert("idx".into(), json!(0));
        let company = body.get("company").and_then(Value::as_str).map(str::to_owned).unwrap_or_else(|| self.company());
        for (field, kind, default) in &meta.fields {
            let value = match body.get(field) {
                Some(Value::Null) | None => self.filled(default, &company),
                Some(given) => cast(*kind, given),
            };
            doc.insert(field.clone(), value);
        }
        for table in meta.tables.keys() {
            let rows = body.get(table).filter(|v| v.is_array()).cloned().unwrap_or_else(|| json!([]));
            doc.insert(table.clone(), rows);
        }
        Ok(doc)
    }

    /// Gives rows their defaults, names and parents, as `set_parent_in_children` does.
    fn adopt_rows(&mut self, doctype: &str, doc: &mut Doc, field: &str, stamp: &str) -> Outcome<()> {
        let Some(of) = self.schema.get(doctype).and_then(|m| m.tables.get(field).cloned()).flatten() else {
            return Ok(());
        };
        let (parent, company, docstatus) =
            (text(doc, "name").to_owned(), text(doc, "company").to_owned(), doc["docstatus"].clone());
        let given = take_rows(doc, field);
        let mut adopted = Vec::new();
        for (index, row) in given.into_iter().enumerate() {
            let mut fresh = Doc::new();
            let known = text(&row, "name").to_owned();
            set_text(&mut fresh, "name", if known.is_empty() { self.random.hash() } else { known });
            let made = |key: &str, fallback: &str| match text(&row, key) {
                "" => fallback.to_owned(),
                kept => kept.to_owned(),
            };
            set_text(&mut fresh, "owner", self.user.clone());
            set_text(&mut fresh, "creation", made("creation", stamp));
            set_text(&mut fresh, "modified", stamp);
            set_text(&mut fresh, "modified_by", self.user.clone());
            fresh.insert("docstatus".into(), docstatus.clone());
            fresh.insert("idx".into(), json!(index + 1));
            let meta = self.schema.get(&of).ok_or_else(|| Fail::not_found("DocType", &of))?;
            for (field, kind, default) in &meta.fields {
                let value = match row.get(field) {
                    Some(Value::Null) | None => self.filled(default, &company),
                    Some(given) => cast(*kind, given),
                };
                fresh.insert(field.clone(), value);
            }
            set_text(&mut fresh, "parent", parent.clone());
            set_text(&mut fresh, "parentfield", field);
            set_text(&mut fresh, "parenttype", doctype);
            set_text(&mut fresh, "doctype", of.clone());
            adopted.push(fresh);
        }
        put_rows(doc, field, adopted);
        Ok(())
    }

    /// Puts rows of the system's own making into a table.
    pub(crate) fn generated(&mut self, doctype: &str, doc: &mut Doc, field: &str, list: Vec<Doc>) -> Outcome<()> {
        let known: Vec<String> = rows(doc, field).iter().map(|row| text(row, "name").to_owned()).collect();
        let mut list = list;
        for (row, name) in list.iter_mut().zip(known) {
            set_text(row, "name", name);
        }
        put_rows(doc, field, list);
        let stamp = text(doc, "modified").to_owned();
        self.adopt_rows(doctype, doc, field, &stamp)
    }

    /// Changes a document: partial, tables replaced whole, with the state rules of submitted and cancelled ones.
    pub(crate) fn update(&mut self, doctype: &str, name: &str, body: &Map<String, Value>) -> Outcome<Doc> {
        let old = self.documents.get(doctype, name).ok_or_else(|| Fail::not_found(doctype, name))?.clone();
        let name = text(&old, "name").to_owned();
        let stamp = micros_text(self.clock.tick());
        self.check_latest(&old, body, &stamp)?;
        let before = int(&old, "docstatus");
        let after = body.get("docstatus").map_or(before, |_| int(body, "docstatus"));
        check_transition(before, after)?;
        let mut doc = old.clone();
        set_text(&mut doc, "modified", stamp.clone());
        set_text(&mut doc, "modified_by", self.user.clone());
        doc.insert("docstatus".into(), json!(after));
        self.apply(doctype, &mut doc, body);
        if before == 1 {
            self.check_mandatory(doctype, &doc)?;
            self.check_frozen(doctype, &old, &doc)?;
            if after == 2 {
                self.before_cancel(doctype, &doc)?;
            }
            self.touch_rows(doctype, &mut doc, &stamp, after);
            self.documents.put(doctype, doc);
            if after == 2 {
                self.on_cancel(doctype, &name);
            }
        } else {
            self.prepare(doctype, &mut doc)?;
            self.check_links(doctype, &doc)?;
            for field in self.table_fields(doctype) {
                self.adopt_rows(doctype, &mut doc, &field, &stamp)?;
            }
            self.validate(doctype, &mut doc)?;
            self.check_values(doctype, &doc)?;
            self.check_unique(doctype, &doc)?;
            if after == 1 {
                self.before_submit(doctype, &doc)?;
            }
            self.documents.put(doctype, doc.clone());
            match after {
                1 => self.on_submit(doctype, &name),
                _ => self.after_update(doctype, &doc),
            }
        }
        self.documents.get(doctype, &name).cloned().ok_or_else(|| Fail::not_found(doctype, &name))
    }

    fn apply(&mut self, doctype: &str, doc: &mut Doc, body: &Map<String, Value>) {
        let Some(meta) = self.schema.get(doctype) else { return };
        for (field, value) in body {
            if OWNED.contains(&field.as_str()) {
                continue;
            }
            if meta.tables.contains_key(field) {
                if value.is_array() {
                    doc.insert(field.clone(), value.clone());
                }
            } else if let Some(kind) = meta.kind(field) {
                doc.insert(field.clone(), cast(kind, value));
            }
        }
    }

    fn check_latest(&self, old: &Doc, body: &Map<String, Value>, stamp: &str) -> Outcome<()> {
        match body.get("modified").and_then(Value::as_str) {
            Some(sent) if sent != text(old, "modified") => Err(Fail::class(
                "TimestampMismatchError",
                format!(
                    "Error: Document has been modified after you have opened it ({}, {stamp}). Please refresh to get the latest document.",
                    text(old, "modified")
                ),
            )),
            _ => Ok(()),
        }
    }

    /// What a submitted document lets pass: fields marked so. Everything else must be as it was.
    fn check_frozen(&self, doctype: &str, old: &Doc, new: &Doc) -> Outcome<()> {
        let Some(meta) = self.schema.get(doctype) else { return Ok(()) };
        for (field, _, _) in &meta.fields {
            let (was, is) = (&old[field], &new[field]);
            let same = was == is || (was.is_null() && is.as_str() == Some(""));
            if !same && !meta.rules.allow_on_submit.contains(field) {
                let text = format!(
                    " Not allowed to change <strong>{}</strong> after submission from <strong>{}</strong> to <strong>{}</strong>",
                    meta.label(field),
                    super::filters::plain(was),
                    super::filters::plain(is)
                );
                return Err(Fail::class("UpdateAfterSubmitError", text).titled("Cannot Update After Submit"));
            }
        }
        for (table, of) in &meta.tables {
            if of.is_some() && rows(old, table).len() != rows(new, table).len() {
                let text = format!(" Not allowed to change <strong>{}</strong> after submission", meta.label(table));
                return Err(Fail::class("UpdateAfterSubmitError", text).titled("Cannot Update After Submit"));
            }
        }
        Ok(())
    }

    fn touch_rows(&mut self, doctype: &str, doc: &mut Doc, stamp: &str, docstatus: i64) {
        for field in self.table_fields(doctype) {
            let mut list = take_rows(doc, &field);
            for row in &mut list {
                set_text(row, "modified", stamp);
                row.insert("docstatus".into(), json!(docstatus));
            }
            put_rows(doc, &field, list);
        }
    }

    /// Deletes a document; it stays readable as a Deleted Document.
    pub(crate) fn delete(&mut self, doctype: &str, name: &str) -> Outcome<()> {
        let doc = self.documents.get(doctype, name).ok_or_else(Fail::nowhere)?.clone();
        let name = text(&doc, "name").to_owned();
        if int(&doc, "docstatus") == 1 {
            return Err(Fail::validation(format!(
                "{doctype} {name}: Submitted Record cannot be deleted. You must <a href='https://docs.erpnext.com//docs/user/manual/en/setting-up/articles/delete-submitted-document' target='_blank'> Cancel </a> it first."
            )));
        }
        if let Some(tree) = self.schema.get(doctype).and_then(|m| m.rules.tree.clone())
            && self.documents.all(doctype).any(|d| fold(text(d, &tree)) == fold(&name))
        {
            return Err(match self.schema.get(doctype).and_then(|m| m.rules.has_children.clone()) {
                Some(says) => Fail::app(says),
                None => {
                    let text = format!("Cannot delete {name} as it has child nodes");
                    Fail::app_class("frappe.utils.nestedset.NestedSetChildExistsError", text)
                }
            });
        }
        if let Some((by, by_name)) = self.linked_from(doctype, &doc) {
            let linked = Self::linked_text(doctype, &name, &by, &by_name);
            return Err(match self.schema.get(doctype).is_some_and(|m| m.rules.disableable) {
                true => {
                    Fail::class("LinkExistsError", format!("You can disable this {doctype} instead of deleting it."))
                        .preceded_by(linked)
                }
                false => Fail::class("LinkExistsError", linked),
            });
        }
        for (of, name) in super::parties::followers(self, doctype, &name) {
            self.delete(&of, &name)?;
        }
        self.documents.remove(doctype, &name);
        let gone = json!({
            "deleted_name": name,
            "deleted_doctype": doctype,
            "data": serde_json::to_string_pretty(&doc).unwrap_or_default(),
        });
        if let Value::Object(gone) = gone {
            self.insert("Deleted Document", &gone)?;
        }
        Ok(())
    }

    pub(crate) fn linked_text(doctype: &str, name: &str, by: &str, by_name: &str) -> String {
        format!(
            "Cannot delete or cancel because {doctype} <a href=\"/app/Form/{doctype}/{name}\">{name}</a> is linked with {by} <a href=\"/app/Form/{by}/{by_name}\">{by_name}</a> "
        )
    }

    /// A document (not cancelled) that points to this one; for a cancelled one its ledger entries do.
    pub(crate) fn linked_from(&self, doctype: &str, doc: &Doc) -> Option<(String, String)> {
        let alive = self.linking(doctype, doc, |other| int(other, "docstatus") < 2);
        let ledger = int(doc, "docstatus") == 2 && ["Invoice", "Entry"].iter().any(|end| doctype.ends_with(end));
        // Attendance keeps its leave, even once both are cancelled.
        let leave = (doctype == "Leave Application").then(|| self.linking(doctype, doc, |_| true)).flatten();
        alive.or(leave).or_else(|| ledger.then(|| ("GL Entry".to_owned(), "sandbox".to_owned())))
    }

    /// A document cannot be cancelled while a submitted one points to it.
    pub(crate) fn not_linked(&self, doctype: &str, doc: &Doc) -> Outcome<()> {
        match self.linking(doctype, doc, |other| int(other, "docstatus") == 1) {
            Some((by, by_name)) => {
                Err(Fail::class("LinkExistsError", Self::linked_text(doctype, text(doc, "name"), &by, &by_name)))
            }
            None => Ok(()),
        }
    }

    fn linking(&self, doctype: &str, doc: &Doc, counts: impl Fn(&Doc) -> bool) -> Option<(String, String)> {
        let name = fold(text(doc, "name"));
        let own = |by: &str, other: &Doc| by == doctype && fold(text(other, "name")) == name;
        for by in self.schema.names() {
            let Some(meta) = self.schema.get(by).filter(|meta| !meta.rules.follows) else { continue };
            let hit = |other: &&Doc| !own(by, other) && counts(other) && points_to(&meta.rules, other, doctype, &name);
            if let Some(other) = self.documents.all(by).find(hit) {
                return Some((by.to_owned(), text(other, "name").to_owned()));
            }
        }
        None
    }

    fn set_docstatus(&mut self, doctype: &str, name: &str, docstatus: i64) {
        let Some(mut doc) = self.documents.get(doctype, name).cloned() else { return };
        doc.insert("docstatus".into(), json!(docstatus));
        let stamp = text(&doc, "modified").to_owned();
        self.touch_rows(doctype, &mut doc, &stamp, docstatus);
        self.documents.put(doctype, doc);
    }

    /// The table fields whose rows are known.
    pub(crate) fn table_fields(&self, doctype: &str) -> Vec<String> {
        let tables = self.schema.get(doctype).map(|m| &m.tables);
        tables.map(|t| t.iter().filter(|(_, of)| of.is_some()).map(|(f, _)| f.clone()).collect()).unwrap_or_default()
    }
}

fn check_transition(before: i64, after: i64) -> Outcome<()> {
    let word = |s: i64| ["0 (Draft)", "1 (Submitted)", "2 (Cancelled)"].get(s as usize).copied().unwrap_or("?");
    match (before, after) {
        (2, _) => Err(Fail::silent("ValidationError", "Cannot edit cancelled document")),
        (0, 0 | 1) | (1, 1 | 2) => Ok(()),
        _ => Err(Fail::silent(
            "DocstatusTransitionError",
            format!("Cannot change docstatus from {} to {}", word(before), word(after)),
        )),
    }
}

/// Whether a document, or one of its rows, links to the named one.
fn points_to(rules: &super::schema::Rules, doc: &Doc, doctype: &str, name: &str) -> bool {
    let is = |field: &String| fold(text(doc, field)) == *name;
    let fixed = [&rules.links, &rules.party_links, &rules.soft_links];
    fixed.iter().any(|links| links.iter().any(|(field, to)| to == doctype && is(field)))
        || rules.dynamic_links.iter().any(|(field, of)| text(doc, of) == doctype && is(field))
        || rules
            .rows
            .iter()
            .any(|(table, inner)| rows(doc, table).iter().any(|row| points_to(inner, row, doctype, name)))
}
