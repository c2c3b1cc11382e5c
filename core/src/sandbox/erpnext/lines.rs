//! What all documents with lines share: what a line takes from its item, whole units, words, the schedule of payment.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::state::{Doc, amount, cents, int, put_rows, rows, set, set_text, take_rows, text};
use super::write::Site;
use crate::sandbox::clock::micros_text;

/// Rows take what they lack from the item.
pub(crate) fn fill(site: &Site, doc: &mut Doc) -> Outcome<()> {
    let sold = !doc.contains_key("supplier");
    let mut items = take_rows(doc, "items");
    for row in &mut items {
        let code = text(row, "item_code").to_owned();
        let Some(item) = site.documents.get("Item", &code) else {
            match code.is_empty() {
                true => continue,
                false => return Err(Fail::not_found("Item", &code)),
            }
        };
        set_text(row, "item_code", text(item, "name"));
        let own = |row: &mut Doc, field: &str, from: &str| {
            if text(row, field).is_empty() {
                set_text(row, field, text(item, from));
            }
        };
        own(row, "item_name", "item_name");
        own(row, "description", "description");
        own(row, "item_group", "item_group");
        own(row, "stock_uom", "stock_uom");
        own(row, "uom", "stock_uom");
        let listed = amount(row, "price_list_rate");
        if amount(row, "rate").is_zero() && !listed.is_zero() {
            let left = Decimal::ONE_HUNDRED - amount(row, "discount_percentage");
            let rate = cents(listed * left / Decimal::ONE_HUNDRED);
            set(row, "rate", rate);
            set(row, "discount_amount", listed - rate);
        }
        if sold && row.get("rate").is_none_or(Value::is_null) {
            row.insert("rate".into(), item.get("standard_rate").cloned().unwrap_or(json!(0.0)));
        }
        if !item.get("weight_uom").is_none_or(Value::is_null) {
            row.insert("weight_per_unit".into(), item["weight_per_unit"].clone());
            row.insert("weight_uom".into(), item["weight_uom"].clone());
        }
        if row.get("item_tax_rate").is_none_or(Value::is_null) {
            set_text(row, "item_tax_rate", "{}");
        }
    }
    put_rows(doc, "items", items);
    Ok(())
}

/// The step to which totals in a currency are rounded; 0 means whole units.
pub(crate) fn smallest(site: &Site, currency: &str) -> Decimal {
    let found = site.documents.get("Currency", currency).map(|c| amount(c, "smallest_currency_fraction_value"));
    found.unwrap_or_default()
}

/// The total in words, in the document's currency and the company's.
pub(crate) fn words(site: &Site, doc: &mut Doc, total: Decimal) {
    let words = super::words::in_words(total, text(doc, "currency"));
    let base = cents(total * amount(doc, "conversion_rate"));
    let base_words = super::words::in_words(base, &site.company_currency(text(doc, "company")));
    set_text(doc, "in_words", words);
    set_text(doc, "base_in_words", base_words);
}

/// One instalment: all of it, on the day that the field says.
pub(crate) fn schedule(site: &mut Site, doctype: &str, doc: &mut Doc, due: &str, open: Decimal) {
    if int(doc, "is_return") == 1 {
        put_rows(doc, "payment_schedule", Vec::new());
        return;
    }
    let conversion = amount(doc, "conversion_rate");
    let stamp = micros_text(site.clock.now());
    let mut row = rows(doc, "payment_schedule").first().map(|r| (*r).clone()).unwrap_or_default();
    if text(&row, "name").is_empty() {
        set_text(&mut row, "name", site.random.hash());
        set_text(&mut row, "owner", site.user.clone());
        set_text(&mut row, "creation", stamp.clone());
        set_text(&mut row, "modified", stamp);
        set_text(&mut row, "modified_by", site.user.clone());
        row.insert("docstatus".into(), json!(0));
        row.insert("idx".into(), json!(1));
        let fields = site.schema.get("Payment Schedule").map(|m| m.fields.clone()).unwrap_or_default();
        for (field, _, default) in fields {
            row.insert(field, default);
        }
        set_text(&mut row, "parent", text(doc, "name"));
        set_text(&mut row, "parentfield", "payment_schedule");
        set_text(&mut row, "parenttype", doctype);
        set_text(&mut row, "doctype", "Payment Schedule");
    }
    row.insert("due_date".into(), doc.get(due).cloned().unwrap_or(Value::Null));
    for (field, value) in [("payment_amount", open), ("outstanding", open)] {
        set(&mut row, field, value);
        set(&mut row, &format!("base_{field}"), cents(value * conversion));
    }
    put_rows(doc, "payment_schedule", vec![row]);
}

/// Quantities in a unit that only comes whole.
pub(crate) fn whole_units(site: &Site, doc: &Doc, field: &str) -> Outcome<()> {
    for (index, row) in rows(doc, "items").iter().enumerate() {
        let (qty, unit) = (amount(row, field), text(row, "uom"));
        let whole = site.documents.get("UOM", unit).is_some_and(|uom| int(uom, "must_be_whole_number") == 1);
        if whole && !qty.fract().is_zero() {
            let class = "erpnext.utilities.transaction_base.UOMMustBeIntegerError";
            let text = format!(
                "Row {}: Quantity ({}) cannot be a fraction. To allow this, disable '<strong>Must be Whole Number</strong>' in UOM <strong>{unit}</strong>.",
                index + 1,
                qty.normalize()
            );
            return Err(Fail::app_class(class, text));
        }
    }
    Ok(())
}
