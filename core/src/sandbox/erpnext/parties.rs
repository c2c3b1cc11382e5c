//! Addresses and contacts of customers, suppliers and leads, and what documents take from them.

use serde_json::Value;

use super::state::{Doc, int, put_rows, rows, set_text, take_rows, text};
use super::write::Site;

/// A customer's, supplier's or lead's name in words.
pub(crate) fn name(party: &Doc) -> &str {
    let own = ["customer_name", "supplier_name", "company_name", "lead_name"];
    own.iter().map(|field| text(party, field)).find(|name| !name.is_empty()).unwrap_or("")
}

/// Rows that link show the title of what they lead to.
pub(crate) fn prepare_links(site: &Site, doc: &mut Doc) {
    let mut links = take_rows(doc, "links");
    for row in &mut links {
        let title = site.documents.get(text(row, "link_doctype"), text(row, "link_name")).map(name);
        if let Some(title) = title.map(str::to_owned) {
            set_text(row, "link_title", title);
        }
    }
    put_rows(doc, "links", links);
}

pub(crate) fn prepare_address(site: &Site, doc: &mut Doc) {
    prepare_links(site, doc);
    for (field, value) in [("address_type", "Billing".to_owned()), ("country", site.country())] {
        if text(doc, field).is_empty() {
            set_text(doc, field, value);
        }
    }
    if text(doc, "address_title").is_empty() {
        let title = rows(doc, "links").first().map(|row| text(row, "link_name").to_owned());
        set_text(doc, "address_title", title.unwrap_or_default());
    }
}

/// The contact's own telephone and address are those that are marked in its tables.
pub(crate) fn prepare_contact(site: &Site, doc: &mut Doc) {
    prepare_links(site, doc);
    for (field, table, column, mark) in [
        ("email_id", "email_ids", "email_id", "is_primary"),
        ("phone", "phone_nos", "phone", "is_primary_phone"),
        ("mobile_no", "phone_nos", "phone", "is_primary_mobile_no"),
    ] {
        let marked =
            rows(doc, table).into_iter().find(|row| int(row, mark) == 1).map(|row| text(row, column).to_owned());
        set_text(doc, field, marked.unwrap_or_default());
    }
    if !text(doc, "email_id").is_empty() && text(doc, "image").is_empty() {
        set_text(doc, "image", "");
    }
}

/// A document takes the address of its party, when it names none itself.
pub(crate) fn fill_address(site: &Site, doc: &mut Doc, doctype: &str, party: &str) {
    let of = |address: &&Doc| {
        int(address, "disabled") == 0
            && rows(address, "links")
                .iter()
                .any(|r| text(r, "link_doctype") == doctype && text(r, "link_name") == party)
    };
    let all: Vec<&Doc> = site.documents.all("Address").filter(of).collect();
    let main = all.iter().rev().find(|a| int(a, "is_primary_address") == 1).or(all.first());
    let shipping = all.iter().find(|a| int(a, "is_shipping_address") == 1 || text(a, "address_type") == "Shipping");
    let shipping = shipping.filter(|_| doctype == "Customer");
    let billing = if doctype == "Customer" { "customer_address" } else { "supplier_address" };
    for (address, field, shown) in
        [(main, billing, "address_display"), (shipping, "shipping_address_name", "shipping_address")]
    {
        if let Some(address) = address.filter(|_| doc.get(field).is_some_and(Value::is_null)) {
            set_text(doc, field, text(address, "name"));
            set_text(doc, shown, display(address));
        }
    }
}

/// As the country's template prints it; most countries have the common one.
fn display(address: &Doc) -> String {
    let part = |field: &str| text(address, field).to_owned();
    let lines = |parts: &[String], end: &str| {
        parts.iter().filter(|p| !p.is_empty()).map(|p| format!("{p}{end}")).collect::<String>()
    };
    if text(address, "country") == "Germany" {
        let head = lines(&[part("address_line1"), part("address_line2")], "<br>\n");
        return format!("{head}{} {}<br>\nGERMANY", part("pincode"), part("city").to_uppercase());
    }
    let street = lines(&[part("address_line1")], "<br>\n") + &lines(&[part("address_line2")], "<br>");
    let place = lines(&[part("city")], "<br>\n") + &lines(&[part("state"), part("pincode")], "<br>");
    format!("{street}{place}{}<br>\n<br>\n", part("country"))
}

/// What goes with a party that is deleted: addresses and contacts that were its alone.
pub(crate) fn followers(site: &Site, doctype: &str, name: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for by in ["Address", "Contact"] {
        let alone = |doc: &&Doc| {
            let links = rows(doc, "links");
            !links.is_empty()
                && links.iter().all(|r| text(r, "link_doctype") == doctype && text(r, "link_name") == name)
        };
        all.extend(site.documents.all(by).filter(alone).map(|doc| (by.to_owned(), text(doc, "name").to_owned())));
    }
    all
}

/// The name that a contact or an address gets, before it is made free.
pub(crate) fn joined_name(doc: &Doc, rule: &str) -> String {
    let part = |field: &str| match field {
        "links" => rows(doc, "links").first().map(|row| text(row, "link_name").to_owned()).unwrap_or_default(),
        field => text(doc, field).trim().to_owned(),
    };
    let parts = rule.split('-').map(part).filter(|p| !p.is_empty());
    parts.collect::<Vec<_>>().join("-")
}
