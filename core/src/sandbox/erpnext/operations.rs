//! Synthetic business beside the books: leads and opportunities, quotes and orders, stock and production, projects,
//! people.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::business::date;
use super::seed::{ABBR, COMPANY, made};
use super::state::{number, text};
use super::write::Site;
use crate::error::Result;
use crate::sandbox::names;

pub(crate) fn fill(site: &mut Site, records: u32) -> Result<()> {
    let share = |percent: u32| (records * percent / 100).max(3);
    let named = |site: &Site, doctype: &str, wanted: &dyn Fn(&super::state::Doc) -> bool| -> Vec<String> {
        let all = site.documents.all(doctype).filter(|doc| wanted(doc));
        all.map(|doc| text(doc, "name").to_owned()).collect()
    };
    let customers = named(site, "Customer", &|_| true);
    let suppliers = named(site, "Supplier", &|_| true);
    let services = named(site, "Item", &|_| true);
    let pick = |site: &mut Site, list: &[String]| list[site.random.below(list.len() as u64) as usize].clone();
    leads(site, share(5))?;
    for n in 0..share(4) {
        let customer = pick(site, &customers);
        let amount = number(Decimal::new(10_000 + site.random.below(9_000_000) as i64, 2));
        let body = json!({"opportunity_from": "Customer", "party_name": customer, "transaction_date": date(site, n * 5),
            "sales_stage": if n.is_multiple_of(2) { "Prospecting" } else { "Qualification" }, "opportunity_amount": amount,
            "probability": 10 + n % 9 * 10, "expected_closing": "2026-12-31", "title": format!("Chance „{n}“ & mehr"),
            "status": turn(&["Open", "Replied", "Quotation", "Lost", "Closed"], n)});
        made(site, "Opportunity", body)?;
    }
    for n in 0..share(5) {
        let (customer, asked) = (pick(site, &customers), date(site, n * 4));
        let body = json!({"quotation_to": "Customer", "party_name": customer, "transaction_date": asked, "valid_till": "2026-12-31",
            "items": lines(site, &services), "docstatus": i32::from(!n.is_multiple_of(4))});
        made(site, "Quotation", body)?;
        let (customer, asked) = (pick(site, &customers), date(site, n * 4));
        let body = json!({"customer": customer, "transaction_date": asked, "delivery_date": "2026-12-31", "po_no": format!("0{n}/Ü"),
            "items": lines(site, &services), "docstatus": i32::from(!n.is_multiple_of(3))});
        made(site, "Sales Order", body)?;
    }
    production(site, share(4), &suppliers)?;
    people(site, share(5), &customers)
}

/// One word after another.
fn turn<'a>(words: &[&'a str], n: u32) -> &'a str {
    words[n as usize % words.len()]
}

fn leads(site: &mut Site, count: u32) -> Result<()> {
    for n in 1..=count {
        let company = if n.is_multiple_of(4) { String::new() } else { names::company(&mut site.random, n) };
        let body = json!({"first_name": format!("Kontakt {n}"), "last_name": "O'Größe", "company_name": company,
            "email_id": names::email(n), "territory": "Rest Of The World",
            "status": turn(&["Lead", "Open", "Replied", "Interested", "Do Not Contact"], n)});
        date(site, n * 3);
        made(site, "Lead", body)?;
    }
    Ok(())
}

fn lines(site: &mut Site, items: &[String]) -> Vec<Value> {
    let count = 1 + site.random.below(3);
    (0..count)
        .map(|_| {
            let code = &items[site.random.below(items.len() as u64) as usize];
            let rate = Decimal::new(100 + site.random.below(90_000) as i64, 2);
            json!({"item_code": code, "qty": 1 + site.random.below(9), "rate": number(rate)})
        })
        .collect()
}

/// Parts are bought, received and made into products.
fn production(site: &mut Site, count: u32, suppliers: &[String]) -> Result<()> {
    let stores = format!("Stores - {ABBR}");
    made(
        site,
        "Warehouse",
        json!({"warehouse_name": "Außenlager Süd", "company": COMPANY, "parent_warehouse": format!("All Warehouses - {ABBR}"),
        "city": "Bonn", "pin": "00501"}),
    )?;
    for (code, name) in [("PART-1", "Gehäuse „klein“"), ("PART-2", "Leiterplatte"), ("PROD-1", "Baugruppe Öse")] {
        made(
            site,
            "Item",
            json!({"item_code": code, "item_name": name, "item_group": "Products", "stock_uom": "Nos", "is_stock_item": 1}),
        )?;
    }
    for n in 0..count {
        let supplier = &suppliers[site.random.below(suppliers.len() as u64) as usize];
        let (ordered, rate) = (date(site, n * 4), Decimal::new(100 + site.random.below(5_000) as i64, 2));
        let body = json!({"supplier": supplier, "transaction_date": ordered, "schedule_date": "2026-12-15", "docstatus": i32::from(!n.is_multiple_of(3)),
            "items": [{"item_code": "PART-1", "qty": 10 + n, "rate": number(rate), "warehouse": stores}]});
        made(site, "Purchase Order", body)?;
        let body = json!({"stock_entry_type": "Material Receipt", "set_posting_time": 1, "posting_date": ordered, "posting_time": "08:00:00",
            "docstatus": i32::from(n == 0 || !n.is_multiple_of(4)), "items": [
                {"item_code": "PART-1", "qty": 20, "t_warehouse": stores, "basic_rate": number(rate)},
                {"item_code": "PART-2", "qty": 40, "t_warehouse": format!("Außenlager Süd - {ABBR}"), "basic_rate": 1.25}]});
        made(site, "Stock Entry", body)?;
    }
    let body = json!({"stock_entry_type": "Material Transfer", "docstatus": 1, "items": [{"item_code": "PART-2", "qty": 15,
        "s_warehouse": format!("Außenlager Süd - {ABBR}"), "t_warehouse": stores}]});
    made(site, "Stock Entry", body)?;
    let body = json!({"item": "PROD-1", "quantity": 1, "docstatus": 1,
        "items": [{"item_code": "PART-1", "qty": 1}, {"item_code": "PART-2", "qty": 2}]});
    let bom = made(site, "BOM", body)?;
    for n in 0..count {
        let body = json!({"production_item": "PROD-1", "bom_no": bom, "qty": 1 + n, "skip_transfer": 1, "source_warehouse": stores,
            "fg_warehouse": format!("Finished Goods - {ABBR}"), "docstatus": i32::from(!n.is_multiple_of(3))});
        made(site, "Work Order", body)?;
    }
    Ok(())
}

fn people(site: &mut Site, count: u32, customers: &[String]) -> Result<()> {
    for n in 1..=count {
        let joined = date(site, n * 2);
        let left = n.is_multiple_of(7);
        let body = json!({"first_name": format!("Vorname {n}"), "last_name": "Łuk-Größe", "gender": turn(&["Female", "Male", "Other"], n),
            "date_of_birth": format!("19{}-02-28", 70 + n % 30), "date_of_joining": joined, "employee_number": format!("{n:04}"),
            "designation": turn(&["Accountant", "Engineer", "Analyst"], n), "personal_email": names::email(n),
            "status": if left { "Left" } else { "Active" }, "relieving_date": if left { json!("2026-12-31") } else { Value::Null }});
        made(site, "Employee", body)?;
        let customer = &customers[site.random.below(customers.len() as u64) as usize];
        let body = json!({"project_name": format!("Umbau „Halle {n}“ & Lager"), "customer": customer, "expected_start_date": joined,
            "expected_end_date": "2026-12-31", "estimated_costing": 1000 * n, "priority": turn(&["Low", "Medium", "High"], n)});
        let project = made(site, "Project", body)?;
        for (subject, status) in [("Türen streichen", "Open"), ("課題 😀", "Working"), ("Abnahme", "Completed")] {
            let body = json!({"subject": format!("{subject} {n}"), "project": project, "status": status, "expected_time": 7.25,
                "priority": turn(&["Urgent", "High", "Medium", "Low"], n), "exp_end_date": "2026-12-15"});
            made(site, "Task", body)?;
        }
    }
    Ok(())
}
