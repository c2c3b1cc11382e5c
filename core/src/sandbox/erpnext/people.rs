//! Leads and opportunities, projects and their tasks, employees, users: what they do beyond their tables.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::parties;
use super::state::{Doc, amount, cents, int, put_rows, rows, set, set_text, take_rows, text};
use super::write::Site;
use crate::sandbox::clock::micros_text;

pub(crate) fn prepare_lead(doc: &mut Doc) {
    let company = text(doc, "company_name").to_owned();
    if text(doc, "lead_name").is_empty() {
        set_text(doc, "lead_name", company.clone());
    }
    let title = if company.is_empty() { text(doc, "lead_name").to_owned() } else { company };
    set_text(doc, "title", title);
    // The contact that the server makes of a lead writes the telephone number back as a mobile one.
    if !text(doc, "name").is_empty() && text(doc, "mobile_no").is_empty() && !text(doc, "phone").is_empty() {
        let phone = text(doc, "phone").to_owned();
        set_text(doc, "mobile_no", phone);
    }
    if !text(doc, "email_id").is_empty() && text(doc, "image").is_empty() {
        set_text(doc, "image", "");
    }
}

pub(crate) fn validate_lead(site: &Site, doc: &Doc) -> Outcome<()> {
    if text(doc, "lead_name").is_empty() {
        return Err(Fail::app("A Lead requires either a person's name or an organization's name"));
    }
    let (own, email) = (text(doc, "name"), text(doc, "email_id"));
    let same = |other: &&Doc| !email.is_empty() && text(other, "email_id") == email && text(other, "name") != own;
    match site.documents.all("Lead").find(same) {
        Some(other) => {
            let name = text(other, "name");
            let says = format!(
                "Email Address must be unique, it is already used in <strong><a href=\"/app/lead/{name}\">{name}</a></strong>"
            );
            Err(Fail::app_class("frappe.exceptions.DuplicateEntryError", says).status(409))
        }
        None => Ok(()),
    }
}

pub(crate) fn prepare_opportunity(site: &Site, doc: &mut Doc) {
    if text(doc, "transaction_date").is_empty() {
        let today = site.clock.today();
        set_text(doc, "transaction_date", today);
    }
    let party = site.documents.get(text(doc, "opportunity_from"), text(doc, "party_name"));
    if let Some(name) = party.map(parties::name).map(str::to_owned) {
        if text(doc, "title").is_empty() {
            set_text(doc, "title", name.clone());
        }
        set_text(doc, "customer_name", name);
    }
}

pub(crate) fn validate_opportunity(doc: &mut Doc) {
    let conversion = amount(doc, "conversion_rate");
    let mut items = take_rows(doc, "items");
    let mut total = Decimal::ZERO;
    for row in &mut items {
        let rate = amount(row, "rate");
        let value = cents(rate * amount(row, "qty"));
        total += value;
        set(row, "amount", value);
        set(row, "base_rate", cents(rate * conversion));
        set(row, "base_amount", cents(value * conversion));
    }
    put_rows(doc, "items", items);
    set(doc, "total", total);
    set(doc, "base_total", cents(total * conversion));
}

/// A lead of which an opportunity was made is one no longer.
pub(crate) fn after_opportunity(site: &mut Site, doc: &Doc) {
    if text(doc, "opportunity_from") != "Lead" {
        return;
    }
    let stamp = micros_text(site.clock.tick());
    if let Some(lead) = site.documents.get_mut("Lead", text(doc, "party_name")) {
        set_text(lead, "status", "Opportunity");
        set_text(lead, "modified", stamp);
    }
}

pub(crate) fn validate_task(site: &mut Site, doc: &mut Doc) -> Outcome<()> {
    if amount(doc, "progress") > Decimal::ONE_HUNDRED {
        return Err(Fail::app("Progress % for a task cannot be more than 100."));
    }
    if text(doc, "status") == "Completed" {
        set(doc, "progress", Decimal::ONE_HUNDRED);
        if text(doc, "completed_on").is_empty() {
            let today = site.clock.today();
            set_text(doc, "completed_on", today);
        }
    }
    let others: String = rows(doc, "depends_on").iter().map(|row| format!("{},", text(row, "task"))).collect();
    set_text(doc, "depends_on_tasks", others);
    Ok(())
}

/// A project that counts its tasks is as far as they are.
pub(crate) fn after_task(site: &mut Site, project: &str) {
    let tasks: Vec<&Doc> = site.documents.all("Task").filter(|task| text(task, "project") == project).collect();
    let done = tasks.iter().filter(|task| ["Completed", "Cancelled"].contains(&text(task, "status"))).count();
    let share = match tasks.len() {
        0 => Decimal::ZERO,
        all => cents(Decimal::from(done) * Decimal::ONE_HUNDRED / Decimal::from(all)),
    };
    let Some(doc) = site.documents.get_mut("Project", project) else { return };
    if text(doc, "percent_complete_method") == "Task Completion" {
        set(doc, "percent_complete", share);
    }
}

pub(crate) fn prepare_project(site: &Site, doc: &mut Doc) {
    // Times of the progress mails: the server takes the moment for a default.
    let now = micros_text(site.clock.now());
    for field in ["from_time", "to_time", "first_email", "second_email", "daily_time_to_send", "weekly_time_to_send"] {
        if text(doc, field).is_empty() {
            set_text(doc, field, now.get(11..).unwrap_or_default());
        }
    }
}

pub(crate) fn validate_employee(site: &Site, doc: &mut Doc) -> Outcome<()> {
    let own = text(doc, "name").to_owned();
    set_text(doc, "employee", own);
    if !["Active", "Inactive", "Suspended", "Left"].contains(&text(doc, "status")) {
        return Err(Fail::app("Status must be one of 'Active', 'Inactive', 'Suspended' or 'Left'"));
    }
    if text(doc, "date_of_birth") > site.clock.today().as_str() {
        return Err(Fail::app("Date of Birth cannot be greater than today."));
    }
    match text(doc, "status") == "Left" && text(doc, "relieving_date").is_empty() {
        true => Err(Fail::app("Please enter relieving date.")),
        false => Ok(()),
    }
}

pub(crate) fn prepare_user(site: &mut Site, doc: &mut Doc) {
    let email = text(doc, "email").trim().to_lowercase();
    set_text(doc, "email", email.clone());
    if text(doc, "username").is_empty() {
        let first = text(doc, "first_name").to_lowercase().replace([' ', '-'], "_");
        set_text(doc, "username", first);
    }
    let taken = |user: &Doc| text(user, "username") == text(doc, "username") && text(user, "name") != email;
    if site.documents.all("User").any(taken) {
        doc.insert("username".into(), Value::Null);
    }
    let desk =
        |row: &&Doc| site.documents.get("Role", text(row, "role")).is_some_and(|role| int(role, "desk_access") == 1);
    let kind = if rows(doc, "roles").iter().any(desk) { "System User" } else { "Website User" };
    set_text(doc, "user_type", kind);
    if rows(doc, "social_logins").is_empty() {
        let own = json!({"provider": "frappe", "userid": site.random.hash()});
        put_rows(doc, "social_logins", own.as_object().cloned().into_iter().collect());
    }
    // Kept elsewhere, and never shown again.
    doc.insert("new_password".into(), Value::String(String::new()));
}
