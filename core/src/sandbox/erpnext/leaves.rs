//! Leave applications of the app Frappe HR, as recorded: the days, the balance of an allocation, what overlaps, and the
//! attendance that an approval makes. Holidays, which no recording shows, are not kept.

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::list::name;
use super::state::{Doc, amount, int, set, set_text, text};
use super::write::Site;

const LEAVE: &str = "Leave Application";

pub(crate) fn prepare(site: &Site, doc: &mut Doc) {
    let employee = site.documents.get("Employee", text(doc, "employee")).map(|found| text(found, "employee_name"));
    if let Some(employee) = employee.map(str::to_owned) {
        set_text(doc, "employee_name", employee);
    }
}

pub(crate) fn validate(site: &Site, doc: &mut Doc) -> Outcome<()> {
    let (Some(from), Some(to)) = (day(doc, "from_date"), day(doc, "to_date")) else { return Ok(()) };
    if to < from {
        return Err(Fail::app("To date cannot be before from date"));
    }
    let Some(kind) = site.documents.get("Leave Type", text(doc, "leave_type")).cloned() else { return Ok(()) };
    let days = days(doc, from, to);
    set(doc, "total_leave_days", days);
    if int(&kind, "is_lwp") == 0 {
        let Some(allocation) = allocation(site, doc, from).or_else(|| allocation(site, doc, to)) else {
            return Err(Fail::app("Application period cannot be outside leave allocation period"));
        };
        let balance = amount(allocation, "total_leaves_allocated") - taken(site, doc);
        set(doc, "leave_balance", balance);
        if text(doc, "status") != "Rejected" && (balance < days || balance.is_zero()) {
            let class = "hrms.hr.doctype.leave_application.leave_application.InsufficientLeaveBalanceError";
            let says = format!("Insufficient leave balance for Leave Type <strong>{}</strong>", name(&kind));
            return Err(Fail::app_class(class, says).titled("Insufficient Balance"));
        }
    }
    overlap(site, doc, from, to)?;
    let most = int(&kind, "max_continuous_days_allowed");
    if most > 0 && days > Decimal::from(most) {
        let says = format!("Leave of type {} cannot be longer than {most}.", link("leave-type", name(&kind)));
        return Err(Fail::app(says).titled("Maximum Consecutive Leaves Exceeded"));
    }
    if int(doc, "half_day") == 1 && from == to {
        set_text(doc, "half_day_date", from.to_string());
    }
    Ok(())
}

/// The days of a leave. A half day of several days counts only with its date.
fn days(doc: &Doc, from: Date, to: Date) -> Decimal {
    let all = Decimal::from(from.until(to).map_or(0, |span| span.get_days()) + 1);
    let half = int(doc, "half_day") == 1 && (from == to || day(doc, "half_day_date").is_some());
    if half { all - Decimal::new(5, 1) } else { all }
}

fn allocation<'s>(site: &'s Site, doc: &Doc, on: Date) -> Option<&'s Doc> {
    site.documents.all("Leave Allocation").find(|one| {
        let is = |field: &str| text(one, field) == text(doc, field);
        let within = day(one, "from_date").is_some_and(|at| at <= on) && day(one, "to_date").is_some_and(|at| on <= at);
        int(one, "docstatus") == 1 && is("employee") && is("leave_type") && within
    })
}

/// The days of the leaves that were approved before.
fn taken(site: &Site, doc: &Doc) -> Decimal {
    let others = site.documents.all(LEAVE).filter(|other| {
        let is = |field: &str| text(other, field) == text(doc, field);
        int(other, "docstatus") == 1 && text(other, "status") == "Approved" && is("employee") && is("leave_type")
    });
    others.filter(|other| name(other) != name(doc)).map(|other| amount(other, "total_leave_days")).sum()
}

fn overlap(site: &Site, doc: &Doc, from: Date, to: Date) -> Outcome<()> {
    let meets = |other: &&Doc| {
        let open = int(other, "docstatus") < 2 && ["Open", "Approved"].contains(&text(other, "status"));
        let both =
            day(other, "to_date").is_some_and(|at| at >= from) && day(other, "from_date").is_some_and(|at| at <= to);
        open && both && text(other, "employee") == text(doc, "employee") && name(other) != name(doc)
    };
    let Some(other) = site.documents.all(LEAVE).find(meets) else { return Ok(()) };
    let at = |field: &str| day(other, field).map(|at| at.strftime("%d-%m-%Y").to_string()).unwrap_or_default();
    let says = format!(
        "Employee {} has already applied for {} between {} and {} : {}",
        text(doc, "employee"),
        text(other, "leave_type"),
        at("from_date"),
        at("to_date"),
        link("leave-application", name(other))
    );
    Err(Fail::app_class("hrms.hr.doctype.leave_application.leave_application.OverlapError", says))
}

/// No recording shows it; read in the source.
pub(crate) fn before_submit(doc: &Doc) -> Outcome<()> {
    match text(doc, "status") {
        "Open" | "Cancelled" => {
            Err(Fail::app("Only Leave Applications with status 'Approved' and 'Rejected' can be submitted"))
        }
        _ => Ok(()),
    }
}

/// An approval marks each day in the attendance.
pub(crate) fn on_submit(site: &mut Site, leave: &str) {
    let Some(doc) = site.documents.get(LEAVE, leave).cloned() else { return };
    let (Some(from), Some(to)) = (day(&doc, "from_date"), day(&doc, "to_date")) else { return };
    if text(&doc, "status") != "Approved" {
        return;
    }
    for at in from.series(1.day()).take_while(|at| *at <= to) {
        let half = day(&doc, "half_day_date") == Some(at);
        let body = json!({"employee": doc["employee"], "employee_name": doc["employee_name"], "company": doc["company"],
            "leave_type": doc["leave_type"], "leave_application": leave, "attendance_date": at.to_string(),
            "status": if half { "Half Day" } else { "On Leave" }, "docstatus": 1});
        if let Value::Object(body) = body {
            // The server ignores what is wrong with it, too.
            drop(site.insert("Attendance", &body));
        }
    }
}

pub(crate) fn on_cancel(site: &mut Site, leave: &str) {
    if let Some(doc) = site.documents.get_mut(LEAVE, leave) {
        set_text(doc, "status", "Cancelled");
    }
    let of = |doc: &&Doc| text(doc, "leave_application") == leave;
    let marks: Vec<String> = site.documents.all("Attendance").filter(of).map(|doc| name(doc).to_owned()).collect();
    for mark in marks {
        if let Some(doc) = site.documents.get_mut("Attendance", &mark) {
            doc.insert("docstatus".into(), json!(2));
        }
    }
}

fn day(doc: &Doc, field: &str) -> Option<Date> {
    text(doc, field).get(..10)?.parse().ok()
}

/// A link to a form of the desk.
pub(crate) fn link(form: &str, to: &str) -> String {
    format!("<a href=\"/app/{form}/{}\">{to}</a>", to.replace(' ', "%20"))
}
