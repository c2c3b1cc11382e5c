//! Which doctype does what, and when. The work is in the files named after the doctypes.

use super::errors::Outcome;
use super::state::Doc;
use super::write::Site;
use super::{build, claims, invoice, journal, leaves, masters, orders, parties, payment, people, stock, webhooks};

impl Site {
    /// Before links are checked: defaults that come from other documents.
    pub(crate) fn prepare(&mut self, doctype: &str, doc: &mut Doc) -> Outcome<()> {
        self.fill(doctype, doc);
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => invoice::prepare(self, doctype, doc),
            "Payment Entry" => payment::prepare(self, doc),
            "Account" => masters::prepare_account(self, doc),
            "Item" => masters::prepare_item(doc),
            "Quotation" | "Sales Order" | "Purchase Order" => orders::prepare(self, doctype, doc),
            "Warehouse" => masters::prepare_warehouse(doc),
            "Stock Entry" => stock::prepare(self, doc),
            "BOM" => build::prepare_bom(self, doc),
            "Expense Claim" => claims::prepare(self, doc),
            _ => {
                match doctype {
                    "Address" => parties::prepare_address(self, doc),
                    "Contact" => parties::prepare_contact(self, doc),
                    "Lead" => people::prepare_lead(doc),
                    "Opportunity" => people::prepare_opportunity(self, doc),
                    "Project" => people::prepare_project(self, doc),
                    "User" => people::prepare_user(self, doc),
                    "Leave Application" => leaves::prepare(self, doc),
                    _ => {}
                }
                Ok(())
            }
        }
    }

    /// With a name and rows in place: totals and the doctype's own rules.
    pub(crate) fn validate(&mut self, doctype: &str, doc: &mut Doc) -> Outcome<()> {
        self.escape_html(doctype, doc);
        if doctype == "Employee" {
            people::validate_employee(self, doc)?;
        }
        self.hold(doctype, doc)?;
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => invoice::validate(self, doctype, doc),
            "Payment Entry" => payment::validate(self, doc),
            "Journal Entry" => journal::validate(self, doc),
            "Account" => masters::validate_account(self, doc),
            "Company" => masters::validate_company(self, doc),
            "Quotation" | "Sales Order" | "Purchase Order" => orders::validate(self, doctype, doc),
            "Stock Entry" => stock::validate(self, doc),
            "BOM" => build::validate_bom(self, doc),
            "Work Order" => build::validate_work_order(self, doc),
            "Lead" => people::validate_lead(self, doc),
            "Task" => people::validate_task(self, doc),
            "Webhook" => webhooks::validate(doc),
            "Leave Application" => leaves::validate(self, doc),
            "Expense Claim" => claims::validate(doc),
            "Opportunity" => {
                people::validate_opportunity(doc);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn before_submit(&mut self, doctype: &str, doc: &Doc) -> Outcome<()> {
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => invoice::before_submit(self, doc),
            "Payment Entry" => payment::before_submit(self, doc),
            "Journal Entry" => journal::before_submit(self, doc),
            "Stock Entry" => stock::before_submit(self, doc),
            "Leave Application" => leaves::before_submit(doc),
            "Expense Claim" => claims::before_submit(doc),
            _ => Ok(()),
        }
    }

    pub(crate) fn on_submit(&mut self, doctype: &str, name: &str) {
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => {
                invoice::on_submit(self, doctype, name);
                orders::billed(self, doctype, name);
            }
            "Quotation" | "Sales Order" | "Purchase Order" => orders::on_submit(self, doctype, name),
            "Stock Entry" => stock::on_submit(self, name),
            "Work Order" => build::on_submit(self, name),
            "Payment Entry" => payment::on_submit(self, name),
            "Journal Entry" => journal::on_submit(self, name),
            "Leave Application" => leaves::on_submit(self, name),
            _ => {}
        }
    }

    /// After a change that was no submit and no cancel.
    pub(crate) fn after_update(&mut self, doctype: &str, doc: &Doc) {
        match doctype {
            "Task" => people::after_task(self, super::state::text(doc, "project")),
            "Bin" => {
                let name = super::list::name(doc).to_owned();
                if let Some(bin) = self.documents.get_mut("Bin", &name) {
                    stock::project(bin);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn before_cancel(&mut self, doctype: &str, doc: &Doc) -> Outcome<()> {
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => invoice::before_cancel(self, doctype, doc),
            "Quotation" | "Sales Order" | "Purchase Order" => orders::before_cancel(self, doctype, doc),
            "Stock Entry" => stock::before_cancel(self, doc),
            "BOM" | "Work Order" => self.not_linked(doctype, doc),
            _ => Ok(()),
        }
    }

    pub(crate) fn on_cancel(&mut self, doctype: &str, name: &str) {
        match doctype {
            "Sales Invoice" | "Purchase Invoice" => {
                invoice::on_cancel(self, doctype, name);
                orders::billed(self, doctype, name);
            }
            "Quotation" | "Sales Order" | "Purchase Order" => orders::on_cancel(self, doctype, name),
            "Stock Entry" => stock::on_cancel(self, name),
            "Work Order" => build::on_cancel(self, name),
            "Payment Entry" => payment::on_cancel(self, name),
            "Journal Entry" => journal::on_cancel(self, name),
            "Leave Application" => leaves::on_cancel(self, name),
            "Expense Claim" => claims::on_cancel(self, name),
            _ => {}
        }
    }

    pub(crate) fn after_insert(&mut self, doctype: &str, doc: &mut Doc) {
        if self.schema.get(doctype).is_some_and(|m| m.rules.tree.is_some()) {
            masters::renumber(self, doctype);
        }
        match doctype {
            "Company" => masters::open_company(self, doc),
            "Custom Field" => masters::after_custom_field(self, doc),
            "Opportunity" => people::after_opportunity(self, doc),
            "Task" => people::after_task(self, super::state::text(doc, "project")),
            _ => {}
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
