//! The story's part in ERPNext: the customer, its lead and opportunity, quote, order and invoice; the parts that are
//! made for it and the work order that does; the project, its tasks, and the employee who leads it.

use serde_json::json;

use super::seed::{ABBR, COMPANY, made};
use super::write::Site;
use crate::error::Result;
use crate::sandbox::story;

pub(crate) fn fill(site: &mut Site) -> Result<()> {
    let on = |site: &mut Site, day: &str| site.clock.jump(&format!("{day}T09:00:00Z"));
    let at = |warehouse: &str| format!("{warehouse} - {ABBR}");
    on(site, "2026-11-20");
    let body = json!({"customer_name": story::CUSTOMER, "customer_type": "Company", "customer_group": "Commercial",
        "territory": "Rest Of The World", "default_currency": "EUR", "website": story::CUSTOMER_SITE});
    let customer = made(site, "Customer", body)?;
    let customer_link = json!([{"link_doctype": "Customer", "link_name": customer}]);
    let body = json!({"address_title": customer, "address_type": "Billing", "address_line1": "Beispielweg 7", "pincode": "24103", "city": "Kiel",
        "country": "Germany", "is_primary_address": 1, "links": customer_link});
    made(site, "Address", body)?;
    let (first, last) = story::PERSON;
    let body = json!({"first_name": first, "last_name": last, "company_name": story::CUSTOMER, "email_id": story::PERSON_EMAIL,
        "status": "Converted", "territory": "Rest Of The World", "website": story::CUSTOMER_SITE});
    made(site, "Lead", body)?;
    let body = json!({"opportunity_from": "Customer", "party_name": customer, "title": story::DEAL, "opportunity_amount": story::DEAL_AMOUNT,
        "currency": "EUR", "conversion_rate": 0.8567, "sales_stage": "Negotiation/Review", "probability": 90,
        "expected_closing": "2026-12-18", "status": "Quotation"});
    let opportunity = made(site, "Opportunity", body)?;

    let (code, name, price) = story::PART;
    let board = format!("{code}-B");
    for (code, name) in [(code, name), (board.as_str(), "Board of the controller")] {
        let body = json!({"item_code": code, "item_name": name, "item_group": "Products", "stock_uom": "Nos", "is_stock_item": 1,
            "standard_rate": if code == board { 0 } else { price }});
        made(site, "Item", body)?;
    }
    let body = json!({"stock_entry_type": "Material Receipt", "docstatus": 1, "items": [
        {"item_code": code, "qty": story::IN_STOCK, "t_warehouse": at("Stores"), "basic_rate": 118.5},
        {"item_code": board, "qty": 60, "t_warehouse": at("Stores"), "basic_rate": 61.25}]});
    made(site, "Stock Entry", body)?;
    let body = json!({"item": code, "quantity": 1, "docstatus": 1, "items": [{"item_code": board, "qty": 1}]});
    let bom = made(site, "BOM", body)?;

    on(site, "2026-11-21");
    let lines = json!([{"item_code": code, "qty": story::QUANTITY, "rate": price, "warehouse": at("Stores")}]);
    let body = json!({"quotation_to": "Customer", "party_name": customer, "opportunity": opportunity, "valid_till": "2026-12-18",
        "currency": "EUR", "conversion_rate": 0.8567, "items": lines, "docstatus": 1});
    let quotation = made(site, "Quotation", body)?;
    let mut ordered = lines.clone();
    ordered[0]["prevdoc_docname"] = json!(quotation);
    let body = json!({"customer": customer, "delivery_date": "2026-12-11", "po_no": "NL-4711", "currency": "EUR", "conversion_rate": 0.8567,
        "items": ordered, "docstatus": 1});
    let order = made(site, "Sales Order", body)?;
    let body = json!({"production_item": code, "bom_no": bom, "qty": 10, "skip_transfer": 1, "source_warehouse": at("Stores"),
        "fg_warehouse": at("Finished Goods"), "docstatus": 1});
    made(site, "Work Order", body)?;
    let mut billed = lines;
    billed[0]["sales_order"] = json!(order);
    let body = json!({"customer": customer, "company": COMPANY, "currency": "EUR", "conversion_rate": 0.8567, "debit_to": at("Debitoren EUR"),
        "due_date": "2026-12-21", "po_no": "NL-4711", "items": billed, "docstatus": 1});
    made(site, "Sales Invoice", body)?;

    on(site, "2026-11-22");
    let body = json!({"first_name": "Robin", "last_name": "Probe", "gender": "Other", "date_of_birth": "1990-02-28", "date_of_joining": "2026-02-02",
        "designation": "Project Manager", "employee_number": "0900", "company_email": "robin.probe@acme.example"});
    made(site, "Employee", body)?;
    let body = json!({"project_name": story::PROJECT, "customer": customer, "sales_order": order, "expected_start_date": "2026-11-23",
        "expected_end_date": "2026-12-18", "estimated_costing": 4200, "priority": "High"});
    let project = made(site, "Project", body)?;
    for (subject, status) in [(story::TASK, "Working"), ("Install on site", "Open"), ("Sign the plan", "Completed")] {
        let body = json!({"subject": subject, "project": project, "status": status, "exp_start_date": "2026-11-23",
            "exp_end_date": "2026-12-11", "expected_time": 8});
        made(site, "Task", body)?;
    }
    Ok(())
}
