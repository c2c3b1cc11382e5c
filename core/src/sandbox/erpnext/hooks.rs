//! Which doctype does what, and when. The work is in the files named after the doctypes.

use super::errors::Outcome;
use super::state::Doc;
use super::write::Site;
use super::{invoice, journal, masters, payment};

impl Site {
    /// Before links are checked: defaults that come from other documents.
    pub(crate) fn prepare(&mut self, doctype: &str, doc: &mut Doc) -> Outcome<()> {
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => invoice::prepare(self, doctype, doc),
            "Payment Entry" => payment::prepare(self, doc),
            "Account" => masters::prepare_account(self, doc),
            "Item" => masters::prepare_item(doc),
            _ => Ok(()),
        }
    }

    /// With a name and rows in place: totals and the doctype's own rules.
    pub(crate) fn validate(&mut self, doctype: &str, doc: &mut Doc) -> Outcome<()> {
        self.escape_html(doctype, doc);
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => invoice::validate(self, doctype, doc),
            "Payment Entry" => payment::validate(self, doc),
            "Journal Entry" => journal::validate(self, doc),
            "Account" => masters::validate_account(self, doc),
            "Company" => masters::validate_company(self, doc),
            _ => Ok(()),
        }
    }

    pub(crate) fn before_submit(&mut self, doctype: &str, doc: &Doc) -> Outcome<()> {
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => invoice::before_submit(self, doc),
            "Payment Entry" => payment::before_submit(self, doc),
            "Journal Entry" => journal::before_submit(self, doc),
            _ => Ok(()),
        }
    }

    pub(crate) fn on_submit(&mut self, doctype: &str, name: &str) {
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => invoice::on_submit(self, doctype, name),
            "Payment Entry" => payment::on_submit(self, name),
            "Journal Entry" => journal::on_submit(self, name),
            _ => {}
        }
    }

    pub(crate) fn before_cancel(&mut self, doctype: &str, doc: &Doc) -> Outcome<()> {
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => invoice::before_cancel(self, doctype, doc),
            _ => Ok(()),
        }
    }

    pub(crate) fn on_cancel(&mut self, doctype: &str, name: &str) {
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => invoice::on_cancel(self, doctype, name),
            "Payment Entry" => payment::on_cancel(self, name),
            "Journal Entry" => journal::on_cancel(self, name),
            _ => {}
        }
    }

    pub(crate) fn after_insert(&mut self, doctype: &str, doc: &mut Doc) {
        match doctype {
            "Account" => masters::renumber(self),
            "Company" => masters::open_company(self, doc),
            _ => return,
        }
        if let Some(stored) = self.documents.get(doctype, super::list::name(doc)) {
            *doc = stored.clone();
        }
    }

    /// What the create call answers when it also submits: the document as it was before the ledger wrote to it.
    pub(crate) fn submitted_at_create(&mut self, doctype: &str, mut doc: Doc) -> Doc {
        doc.insert("docstatus".into(), serde_json::json!(1));
        if doctype.ends_with("Invoice") {
            invoice::unsettled(&mut doc);
        } else if doctype == "Payment Entry" {
            super::state::set_text(&mut doc, "status", "Submitted");
        }
        doc
    }

    /// Editor fields keep HTML, so a bare ampersand is stored escaped.
    fn escape_html(&self, doctype: &str, doc: &mut Doc) {
        let Some(rules) = self.schema.get(doctype).map(|m| &m.rules) else { return };
        let escape = |doc: &mut Doc, fields: &[String]| {
            for field in fields {
                let value = super::state::text(doc, field);
                if value.contains('&') {
                    let escaped = value.replace("&amp;", "&").replace('&', "&amp;");
                    super::state::set_text(doc, field, escaped);
                }
            }
        };
        escape(doc, &rules.html);
        for (table, inner) in rules.rows.iter().filter(|(_, r)| !r.html.is_empty()) {
            let mut list = super::state::take_rows(doc, table);
            list.iter_mut().for_each(|row| escape(row, &inner.html));
            super::state::put_rows(doc, table, list);
        }
    }
}
