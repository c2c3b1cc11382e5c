//! Create, update, delete: what is checked, what is filled in, what is stored how.

use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::kinds::{KINDS, Kind, Object, plain};
use super::state::{Books, bare, cents, field, id_of, midnight, money, number, rate};
use super::{document, invoice, more, plainly};

/// Fields that only the server writes.
const OWNED: [&str; 12] = [
    "id",
    "entity",
    "lines",
    "statut",
    "status",
    "paye",
    "date_creation",
    "date_modification",
    "datec",
    "tms",
    "total_ttc",
    "ref",
];

pub(crate) fn create(books: &mut Books, kind: &'static Kind, body: &Object) -> Outcome<i64> {
    for name in kind.mandatory {
        if body.get(*name).is_none_or(Value::is_null) && !(kind.route == "products" && *name == "label") {
            return Err(Fail::call(400, format!("{name} field missing")));
        }
    }
    check_text(kind, body)?;
    let stamp = books.stamp();
    let mut object = books.shapes.of(kind).base;
    apply(kind, &mut object, body, true);
    match kind.route {
        "thirdparties" => thirdparty(books, &mut object, body)?,
        "products" => product(books, kind, &mut object, body)?,
        "projects" => project(books, kind, &mut object, body)?,
        "invoices" | "supplierinvoices" => invoice::fill(books, kind, &mut object, body)?,
        _ if document::is_numbered(kind) => document::fill(books, kind, &mut object, body)?,
        _ => plainly::fill(books, kind, &mut object, body)?,
    }
    let id = books.next_id(kind.route);
    object.insert("id".into(), if kind.route == "mos" { json!(id) } else { json!(id.to_string()) });
    object.insert(kind.created.into(), json!(stamp));
    object.insert(kind.changed.into(), json!(stamp));
    if document::is_numbered(kind) {
        object.insert("ref".into(), json!(format!("(PROV{id})")));
    } else if ["contacts", "users", "agendaevents"].contains(&kind.route) {
        object.insert("ref".into(), json!(id.to_string()));
    }
    if document::has_lines(kind) {
        invoice::add_lines(books, kind, id, &mut object, body)?;
    }
    books.put(kind, id, object);
    Ok(id)
}

/// Takes over the sent properties that the object has; others are ignored without a word.
fn apply(kind: &Kind, object: &mut Object, body: &Object, fresh: bool) {
    for (name, value) in body {
        if name == "array_options" {
            extra_fields(object, value);
            continue;
        }
        let own = document::is_numbered(kind) || !["ref", "status", "statut"].contains(&name.as_str());
        let server = own && OWNED.contains(&name.as_str());
        if server || !object.contains_key(name) {
            continue;
        }
        let shown = match (name.as_str(), value) {
            (_, Value::Null) => Value::Null,
            (name, value) if more::days(kind.route).contains(&name) => {
                midnight(value).map_or(Value::Null, |s| json!(s))
            }
            (name, value) if more::moments(kind.route).contains(&name) => {
                json!(number(value).trunc().to_string().parse::<i64>().unwrap_or(0))
            }
            ("price" | "price_ttc" | "price_min" | "budget_amount" | "opp_amount", value) => money(number(value)),
            // What stands on an account is worked out.
            ("balance", _) => continue,
            ("opp_percent", value) => json!(format!("{:.2}", number(value))),
            ("fk_parent", value) if kind.route == "categories" => bare(number(value)),
            (name, value) if kind.route == "mos" && (name.starts_with("fk_") || ["qty", "status"].contains(&name)) => {
                bare(number(value))
            }
            ("tva_tx", value) => rate(number(value)),
            ("usage_task" | "usage_opportunity" | "usage_bill_time", value) => value.clone(),
            (name, value) if kind.html.contains(&name) => {
                json!(plain(value).replace("&amp;", "&").replace('&', "&amp;"))
            }
            ("phone" | "phone_mobile", value) => {
                json!(plain(value).chars().filter(|c| !c.is_whitespace()).collect::<String>())
            }
            (_, Value::Array(_) | Value::Object(_)) => continue,
            (_, value) => json!(untagged(&plain(value))),
        };
        object.insert(name.clone(), shown);
    }
    if !fresh && let Some(status) = body.get("status").filter(|_| kind.route == "projects") {
        object.insert("status".into(), json!(plain(status)));
        object.insert("statut".into(), json!(plain(status)));
    }
}

fn extra_fields(object: &mut Object, value: &Value) {
    let Value::Object(sent) = value else { return };
    let mut options = object.get("array_options").and_then(Value::as_object).cloned().unwrap_or_default();
    for (name, value) in sent {
        options.insert(name.clone(), if value.is_null() { Value::Null } else { json!(plain(value)) });
    }
    object.insert("array_options".into(), Value::Object(options));
}

/// What looks like a tag is cut out of plain fields.
fn untagged(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        match tag.split_once('>') {
            Some((inner, after)) if inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                out.push_str(before);
                rest = after;
            }
            _ => {
                out.push_str(before);
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    out.trim_end().to_owned()
}

/// Four-byte characters and long names do not fit the database.
fn check_text(kind: &Kind, body: &Object) -> Outcome<()> {
    let emoji = |text: &str| text.chars().find(|c| *c as u32 > 0xffff);
    for (name, value) in body.iter().filter(|(_, v)| v.is_string()) {
        let text = plain(value);
        if let Some(c) = emoji(&text) {
            let mut buffer = [0; 4];
            let bytes: String = c.encode_utf8(&mut buffer).bytes().map(|b| format!("\\x{b:02X}")).collect();
            let column = kind.columns.iter().find(|(_, f, _)| f == name).map_or(name.as_str(), |(c, _, _)| c);
            let detail = format!(
                "Incorrect string value: '{bytes}...' for column `dolibarr`.`llx_{}`.`{column}` at row 1",
                kind.route
            );
            return Err(Fail::detailed(500, kind.create_failed, vec![json!(detail)]));
        }
        if name == "name" && text.chars().count() > 128 {
            let detail = "Data too long for column 'nom' at row 1";
            return Err(Fail::detailed(500, kind.create_failed, vec![json!(detail)]));
        }
    }
    Ok(())
}

fn thirdparty(books: &mut Books, object: &mut Object, body: &Object) -> Outcome<()> {
    let kind = &KINDS[0];
    if plain(&object["name"]).is_empty() {
        return Err(Fail::detailed(500, kind.create_failed, vec![Value::Null, json!("ErrorBadThirdPartyName")]));
    }
    object.insert("ref".into(), object["name"].clone());
    let now = books.clock.now().as_second();
    for (field, prefix, taken) in [
        ("code_client", "CU", "ErrorCustomerCodeAlreadyUsed"),
        ("code_fournisseur", "SU", "ErrorSupplierCodeAlreadyUsed"),
    ] {
        let code = body.get(field).map(plain).unwrap_or_default();
        if code == "auto" || code == "-1" {
            let next = books.numbered(kind, field, prefix, now, 5);
            object.insert(field.into(), json!(next));
        } else if !code.is_empty() && books.all(kind).any(|o| plain(&o[field]) == code) {
            return Err(Fail::detailed(500, kind.create_failed, vec![json!(""), json!(taken)]));
        }
    }
    let country = match plain(&object["country_id"]).as_str() {
        "1" => "FR",
        "5" => "DE",
        "6" => "CH",
        "7" => "GB",
        "11" => "US",
        "41" => "AT",
        _ => "",
    };
    object.insert("country_code".into(), if country.is_empty() { Value::Null } else { json!(country) });
    plainly::prospect(object);
    Ok(())
}

fn product(books: &Books, kind: &Kind, object: &mut Object, body: &Object) -> Outcome<()> {
    let reference: String =
        plain(&body["ref"]).chars().map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    if books.all(kind).any(|o| plain(&o["ref"]) == reference) {
        return Err(Fail::detailed(500, kind.create_failed, vec![json!("ErrorProductAlreadyExists")]));
    }
    object.insert("ref".into(), json!(reference));
    if let Some(status) = body.get("status") {
        object.insert("status".into(), json!(plain(status)));
    }
    priced(object);
    Ok(())
}

/// Net and gross price, in cents.
fn priced(object: &mut Object) {
    let factor = rust_decimal::Decimal::ONE + field(object, "tva_tx") / rust_decimal::Decimal::ONE_HUNDRED;
    if plain(&object["price_base_type"]) == "TTC" {
        let gross = field(object, "price_ttc");
        object.insert("price".into(), money(cents(gross / factor)));
        object.insert("price_ttc".into(), money(cents(gross)));
    } else {
        let net = field(object, "price");
        object.insert("price_ttc".into(), money(cents(net * factor)));
        object.insert("price".into(), money(cents(net)));
    }
}

fn project(books: &Books, kind: &Kind, object: &mut Object, body: &Object) -> Outcome<()> {
    let mut reference = plain(&body["ref"]);
    if reference == "auto" {
        reference = books.numbered(kind, "ref", "PJ", books.clock.now().as_second(), 4);
    }
    if books.all(kind).any(|o| plain(&o["ref"]) == reference) {
        let detail = format!("Duplicate entry '{reference}-1' for key 'uk_projet_ref'");
        return Err(Fail::detailed(500, kind.create_failed, vec![json!(detail)]));
    }
    object.insert("ref".into(), json!(reference));
    Ok(())
}

/// A partial update. There is no lock and no check of the state.
pub(crate) fn update(books: &mut Books, kind: &'static Kind, id: i64, body: &Object) -> Outcome<Object> {
    books.get(kind, id)?;
    if kind.route == "warehouses" {
        // Seen: even administrators may not.
        return Err(Fail::call(403, "Access not allowed for login admin"));
    }
    check_text(kind, body)?;
    let stamp = books.stamp();
    let object = books.get_mut(kind, id)?;
    apply(kind, object, body, false);
    if kind.route == "products" && ["price", "price_ttc", "tva_tx"].iter().any(|f| body.contains_key(*f)) {
        priced(object);
    }
    if kind.route == "thirdparties" {
        object.insert("ref".into(), object["name"].clone());
    }
    plainly::updated(kind, object, body);
    document::updated(kind, object, body);
    if kind.route == "products" {
        // Recorded: an edit writes the units, which are texts from then on.
        let units = object.iter_mut().filter(|(name, value)| name.ends_with("_units") && value.is_number());
        units.for_each(|(_, value)| *value = json!(plain(value)));
    }
    // Seen: an edit of a supplier invoice leaves its tms as it was.
    if !["supplierinvoices", "mos"].contains(&kind.route) {
        object.insert(kind.changed.into(), json!(stamp));
    }
    Ok(object.clone())
}

pub(crate) fn delete(books: &mut Books, kind: &'static Kind, id: i64) -> Outcome<Value> {
    books.get(kind, id)?;
    let used = |of: &Kind, field: &str| books.all(of).any(|o| plain(&o[field]) == id.to_string());
    let in_lines = |of: &Kind| {
        let lines = |o: &Object| o["lines"].as_array().cloned().unwrap_or_default();
        books.all(of).any(|o| lines(o).iter().any(|l| plain(&l["fk_product"]) == id.to_string()))
    };
    match kind.route {
        "warehouses" => return Err(Fail::call(403, "Access not allowed for login admin")),
        "thirdparties" if used(&KINDS[2], "socid") || used(&KINDS[3], "socid") => {
            return Err(Fail::call(409, "Can't delete, that product is probably used"));
        }
        "products" if in_lines(&KINDS[2]) || in_lines(&KINDS[3]) => {
            return Err(Fail::call(409, "Can't delete, that product is probably used"));
        }
        "invoices" => {
            let object = books.get(kind, id)?;
            let draft = plain(&object["ref"]).starts_with("(PROV");
            let last = books.all(kind).filter(|o| !plain(&o["ref"]).starts_with("(PROV")).map(id_of).max() == Some(id);
            if !books.paid(kind.route, id).is_zero() || !(draft || last) {
                return Err(Fail::call(403, "Invoice not erasable"));
            }
        }
        _ => {}
    }
    books.remove(kind, id);
    Ok(json!({"success": {"code": 200, "message": kind.deleted}}))
}
