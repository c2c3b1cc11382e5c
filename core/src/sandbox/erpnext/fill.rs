//! The rules of the tables that fill fields in and hold them together: fetched and joined fields, states, order of
//! dates, addresses, what must be unique.

use serde_json::Value;

use super::errors::{Fail, Outcome};
use super::schema::{Dates, Rules, words};
use super::state::{Doc, int, put_rows, set_text, take_rows, text};
use super::write::Site;

impl Site {
    /// Before links are checked: what comes from other documents and other fields.
    pub(crate) fn fill(&self, doctype: &str, doc: &mut Doc) {
        let Some(meta) = self.schema.get(doctype) else { return };
        self.fetch(&meta.rules, doc);
        for (table, rules) in meta.rules.rows.iter().filter(|(_, rules)| !rules.fetch.is_empty()) {
            let mut list = take_rows(doc, table);
            list.iter_mut().for_each(|row| self.fetch(rules, row));
            put_rows(doc, table, list);
        }
        for (field, parts) in &meta.rules.joined {
            let parts: Vec<&str> = parts.iter().map(|part| text(doc, part).trim()).filter(|p| !p.is_empty()).collect();
            if !parts.is_empty() {
                let joined = parts.join(" ");
                set_text(doc, field, joined);
            }
        }
    }

    fn fetch(&self, rules: &Rules, doc: &mut Doc) {
        for (field, from) in &rules.fetch {
            let Some((link, source)) = from.split_once('.') else { continue };
            if doc.get(field).is_some_and(|v| !v.is_null() && v.as_str() != Some("")) {
                continue;
            }
            let fixed = [&rules.links, &rules.party_links, &rules.soft_links];
            let to = fixed.iter().find_map(|links| links.get(link)).map(String::as_str);
            let to = to.or_else(|| rules.dynamic_links.get(link).map(|of| text(doc, of)));
            let found = to.and_then(|to| self.documents.get(to, text(doc, link)));
            if let Some(value) = found.and_then(|found| found.get(source)) {
                doc.insert(field.clone(), value.clone());
            }
        }
    }

    /// With a name and rows in place: states, what must be given, dates in their order, addresses.
    pub(crate) fn hold(&self, doctype: &str, doc: &mut Doc) -> Outcome<()> {
        let Some(rules) = self.schema.get(doctype).map(|m| &m.rules) else { return Ok(()) };
        if let Some(status) = rules.statuses.get(int(doc, "docstatus") as usize) {
            set_text(doc, "status", status);
        }
        if let Some((_, says)) = rules.needs.iter().find(|(field, _)| doc.get(field).is_none_or(empty)) {
            return Err(Fail::app(says));
        }
        if let Some(dates) = rules.dates.iter().find(|dates| reversed(dates, doc)) {
            return Err(match &dates.says {
                Some(says) => Fail::app(says),
                None => {
                    let label = |field: &String| rules.labels.get(field).cloned().unwrap_or_else(|| words(field));
                    let (then, first) = (label(&dates.then), label(&dates.first));
                    let says = format!("<strong>{then}</strong> must be after <strong>{first}</strong>");
                    Fail::app_class("frappe.exceptions.InvalidDates", says)
                }
            });
        }
        let wrong = |field: &&String| !text(doc, field).is_empty() && !is_email(text(doc, field));
        match rules.emails.iter().find(wrong) {
            Some(field) => {
                let says = format!("{} is not a valid Email Address", text(doc, field));
                Err(match rules.framework {
                    true => Fail::class("InvalidEmailAddressError", says),
                    false => Fail::app_class("frappe.exceptions.InvalidEmailAddressError", says),
                })
            }
            None => Ok(()),
        }
    }

    /// Fields that another document has already.
    pub(crate) fn check_unique(&self, doctype: &str, doc: &Doc) -> Outcome<()> {
        let Some(meta) = self.schema.get(doctype) else { return Ok(()) };
        for field in &meta.rules.unique {
            let (own, value) = (text(doc, "name"), text(doc, field));
            let taken = |other: &Doc| text(other, field) == value && text(other, "name") != own;
            if !value.is_empty() && self.documents.all(doctype).any(taken) {
                return Err(Fail::not_unique(doctype, own, field, &meta.label(field), value));
            }
        }
        Ok(())
    }
}

fn empty(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

fn reversed(dates: &Dates, doc: &Doc) -> bool {
    let (first, then) = (text(doc, &dates.first), text(doc, &dates.then));
    !first.is_empty() && !then.is_empty() && then.get(..10) < first.get(..10)
}

fn is_email(address: &str) -> bool {
    let outside = |c: char| c.is_whitespace() || c == '<' || c == '>' || c == ',';
    match address.split_once('@') {
        Some((name, host)) => {
            !name.is_empty() && !address.contains(outside) && host.contains('.') && !host.contains('@')
        }
        None => false,
    }
}

#[test]
fn addresses_are_told_from_other_words() {
    assert!(is_email("aenne+test@acme.example"));
    assert!(["keine mail", "a@b", "@b.example", "a@b@c.example", "a b@c.example"].iter().all(|a| !is_email(a)));
}
