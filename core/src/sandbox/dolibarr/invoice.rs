//! Invoices of both sides: lines, totals, numbers, states.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::kinds::{KINDS, Kind, Object, plain, shown};
use super::state::{Books, bare, cents, field, id_of, midnight, money, number, rate};
use super::stock;

/// What a new invoice takes from the body and from defaults.
pub(crate) fn fill(books: &mut Books, kind: &Kind, object: &mut Object, body: &Object) -> Outcome<()> {
    let party = plain(&body["socid"]);
    if !books.all(&KINDS[0]).any(|o| plain(&o["id"]) == party) {
        let table = if kind.route == "invoices" { "facture" } else { "facture_fourn" };
        let detail = format!(
            "Cannot add or update a child row: a foreign key constraint fails (`dolibarr`.`llx_{table}`, CONSTRAINT `fk_{table}_fk_soc` FOREIGN KEY (`fk_soc`) REFERENCES `llx_societe` (`rowid`))"
        );
        return Err(Fail::detailed(500, kind.create_failed, vec![json!(detail)]));
    }
    if kind.route == "supplierinvoices" {
        let reference = body.get("ref_supplier").map(plain).unwrap_or_default();
        if reference.is_empty()
            || books.all(kind).any(|o| plain(&o["socid"]) == party && plain(&o["ref_supplier"]) == reference)
        {
            return Err(Fail::detailed(500, kind.create_failed, vec![json!("ErrorRefAlreadyExists")]));
        }
        object.insert("type".into(), bare(body.get("type").map(number).unwrap_or_default()));
    }
    let today = books.clock.now().as_second();
    let date = match body.get("date") {
        None | Some(Value::Null) => today - today.rem_euclid(86_400),
        Some(sent) => midnight(sent).ok_or_else(|| {
            let detail = format!(
                "Incorrect date value: 'Bad value {} for date' for column `dolibarr`.`llx_facture`.`datef` at row 1",
                plain(sent)
            );
            Fail::detailed(500, kind.create_failed, vec![json!(detail)])
        })?,
    };
    object.insert("date".into(), json!(date));
    if kind.route == "invoices" && body.get("date_lim_reglement").is_none_or(Value::is_null) {
        let days = match plain(&object["cond_reglement_id"]).as_str() {
            "2" => 30,
            "4" => 60,
            _ => 0,
        };
        object.insert("date_lim_reglement".into(), json!(date + days * 86_400));
    }
    let foreign = body.get("multicurrency_tx").map(number).filter(|tx| !tx.is_zero());
    object.insert("multicurrency_tx".into(), money(foreign.unwrap_or(Decimal::ONE)));
    if plain(&object["multicurrency_code"]).is_empty() {
        object.insert("multicurrency_code".into(), json!("EUR"));
    }
    Ok(())
}

/// The lines that came with the invoice.
pub(crate) fn add_lines(
    books: &mut Books,
    kind: &'static Kind,
    id: i64,
    object: &mut Object,
    body: &Object,
) -> Outcome<()> {
    let mut lines = Vec::new();
    for sent in body.get("lines").and_then(Value::as_array).cloned().unwrap_or_default() {
        let Value::Object(sent) = sent else { continue };
        lines.push(Value::Object(new_line(books, kind, id, &sent, object, false)?));
    }
    object.insert("lines".into(), Value::Array(lines));
    total(object);
    Ok(())
}

/// A line. Inside a POST of a bill it is `desc` and `subprice`; on the lines route `description` and `pu_ht`.
fn new_line(
    books: &mut Books,
    kind: &'static Kind,
    id: i64,
    sent: &Object,
    parent: &Object,
    by_route: bool,
) -> Outcome<Object> {
    let supplier = kind.route == "supplierinvoices";
    let order = matches!(kind.route, "proposals" | "orders" | "supplierorders");
    let text = |name: &str| sent.get(name).map(plain).unwrap_or_default();
    let (desc, price) = match supplier && by_route {
        true => (text("description"), sent.get("pu_ht")),
        false => (text("desc"), sent.get("subprice")),
    };
    let product = text("fk_product");
    let known = books.all(&KINDS[1]).find(|o| plain(&o["id"]) == product).cloned();
    // Seen: orders and proposals keep the number of a product that is not there.
    if (!order && !product.is_empty() && product != "0" && known.is_none()) || desc.chars().any(|c| c as u32 > 0xffff) {
        return Err(Fail::Noisy { status: 500, message: kind.create_failed.to_owned() });
    }
    let mut line = books.shapes.of(kind).line;
    let (counter, owner) = match kind.route {
        "supplierinvoices" => ("supplierlines", "fk_facture_fourn"),
        "proposals" => ("proposallines", "fk_propal"),
        "orders" => ("orderlines", "fk_commande"),
        "supplierorders" => ("supplierorderlines", "fk_commande"),
        _ => ("lines", "fk_facture"),
    };
    let line_id = books.next_id(counter);
    for (name, value) in [("id", json!(line_id.to_string())), (owner, json!(id.to_string()))] {
        line.insert(name.into(), value);
    }
    if line.contains_key("rowid") || !(supplier || order) {
        line.insert("rowid".into(), json!(line_id.to_string()));
    }
    let html = desc.replace("&amp;", "&").replace('&', "&amp;");
    line.insert("desc".into(), json!(html));
    line.insert("description".into(), json!(html));
    if let Some(product) = known {
        line.insert("fk_product".into(), product["id"].clone());
        for (to, from) in [
            ("ref", "ref"),
            ("product_ref", "ref"),
            ("product_label", "label"),
            ("libelle", "label"),
            ("fk_product_type", "type"),
        ] {
            if (!supplier || to.starts_with("product")) && (!order || line.contains_key(to)) {
                line.insert(to.into(), product[from].clone());
            }
        }
    }
    set_line(&mut line, sent, price, parent);
    Ok(line)
}

fn set_line(line: &mut Object, sent: &Object, price: Option<&Value>, parent: &Object) {
    let get = |name: &str, line: &Object| sent.get(name).map(number).unwrap_or_else(|| field(line, name));
    let (qty, tax, discount) = (get("qty", line), get("tva_tx", line), get("remise_percent", line));
    let price = price.map(number).unwrap_or_else(|| field(line, "subprice"));
    let raw = qty * price * (Decimal::ONE_HUNDRED - discount) / Decimal::ONE_HUNDRED;
    let net = cents(raw);
    let gross = cents(raw * (Decimal::ONE_HUNDRED + tax) / Decimal::ONE_HUNDRED);
    let foreign = field(parent, "multicurrency_tx");
    line.insert("qty".into(), json!(qty.normalize().to_string()));
    line.insert("tva_tx".into(), rate(tax));
    line.insert("remise_percent".into(), json!(discount.normalize().to_string()));
    line.insert("subprice".into(), money(price));
    line.insert("multicurrency_subprice".into(), money(price * foreign));
    if line.contains_key("pu_ht") {
        line.insert("pu_ht".into(), money(price));
    }
    if line.contains_key("pu_ttc") {
        line.insert("pu_ttc".into(), money(price * (Decimal::ONE_HUNDRED + tax) / Decimal::ONE_HUNDRED));
    }
    if let Some(kind) = sent.get("product_type") {
        line.insert("product_type".into(), json!(plain(kind)));
    }
    for (name, value) in [("total_ht", net), ("total_tva", gross - net), ("total_ttc", gross)] {
        line.insert(name.into(), money(value));
        line.insert(format!("multicurrency_{name}"), money(cents(value * foreign)));
    }
}

/// The sums over the lines.
fn total(object: &mut Object) {
    let lines = object["lines"].as_array().cloned().unwrap_or_default();
    for name in ["total_ht", "total_tva", "total_ttc"] {
        for name in [name.to_owned(), format!("multicurrency_{name}")] {
            let sum: Decimal = lines.iter().map(|l| number(&l[&name])).sum();
            object.insert(name, money(sum));
        }
    }
    if object.contains_key("total") {
        object.insert("total".into(), object["total_ttc"].clone());
    }
}

/// What is computed when an invoice is read: what was paid, what remains, where to pay.
pub(crate) fn with_balance(books: &Books, kind: &Kind, object: &Object) -> Object {
    let mut out = shown(object);
    if kind.route == "products" {
        return stock::with_stock(books, out, false);
    }
    if kind.route != "invoices" {
        return out;
    }
    let paid = books.paid(kind.route, id_of(object));
    out.insert("totalpaid".into(), bare(paid));
    out.insert("sumpayed".into(), if paid.is_zero() { Value::Null } else { money(paid) });
    let rest = (field(object, "total_ttc") - paid).normalize();
    out.insert("remaintopay".into(), json!(rest.to_string()));
    let reference = plain(&object["ref"]).replace('(', "%28").replace(')', "%29");
    let url = format!("http://127.0.0.1/public/payment/newpayment.php?source=invoice&ref={reference}");
    out.insert("online_payment_url".into(), json!(url));
    out
}

fn set_status(object: &mut Object, status: &str, paid: &str, stamp: i64, changed: &str) {
    for name in ["status", "statut", "fk_statut"] {
        if object.contains_key(name) {
            object.insert(name.into(), json!(status));
        }
    }
    object.insert("paye".into(), json!(paid));
    if object.contains_key("paid") {
        object.insert("paid".into(), json!(paid));
    }
    object.insert(changed.into(), json!(stamp));
}

/// `validate`, `settodraft`, `settopaid`, `settounpaid`. A state it has already is 304.
pub(crate) fn change_state(
    books: &mut Books,
    kind: &'static Kind,
    id: i64,
    action: &str,
    body: &Object,
) -> Outcome<()> {
    let object = books.get(kind, id)?.clone();
    let status = plain(&object["status"]);
    let stamp = books.stamp();
    let today = stamp - stamp.rem_euclid(86_400);
    let number = match (action, status.as_str()) {
        ("validate", "0") if object["lines"].as_array().is_none_or(Vec::is_empty) => {
            let text = format!(
                "Error when validating Invoice: Object {} must have lines to be validated.",
                plain(&object["ref"])
            );
            return Err(Fail::call(500, text));
        }
        ("validate", "0") if plain(&object["ref"]).starts_with("(PROV") => {
            let prefix = match (kind.route, plain(&object["type"]).as_str()) {
                ("invoices", "2") => "IC",
                ("invoices", _) => "IN",
                (_, "2") => "SA",
                _ => "SI",
            };
            Some(books.numbered(kind, "ref", prefix, object["date"].as_i64().unwrap_or(today), 4))
        }
        ("validate", "0") | ("settodraft", "1" | "2") | ("settopaid", "1") | ("settounpaid", "2" | "3") => None,
        _ => return Err(Fail::Unchanged),
    };
    let object = books.get_mut(kind, id)?;
    match action {
        "validate" => {
            if let Some(number) = number {
                object.insert("ref".into(), json!(number));
            }
            set_status(object, "1", "0", stamp, kind.changed);
            if kind.route == "invoices" {
                object.insert("date_validation".into(), json!(today));
                object.insert("user_validation_id".into(), json!("1"));
                object.insert("fk_user_valid".into(), json!("1"));
            }
        }
        "settodraft" => set_status(object, "0", "0", stamp, kind.changed),
        "settopaid" => {
            let code = body.get("close_code").map(plain).unwrap_or_default();
            set_status(object, "2", if code.is_empty() { "1" } else { "0" }, stamp, kind.changed);
            if !code.is_empty() {
                object.insert("close_code".into(), json!(code));
                object.insert("close_note".into(), json!(body.get("close_note").map(plain).unwrap_or_default()));
            }
        }
        _ => {
            set_status(object, "1", "0", stamp, kind.changed);
            object.insert("close_code".into(), Value::Null);
            object.insert("close_note".into(), Value::Null);
        }
    }
    Ok(())
}

/// Closes an invoice that is paid in full.
pub(crate) fn close(books: &mut Books, kind: &'static Kind, id: i64) {
    let stamp = books.stamp();
    let paid = books.paid(kind.route, id);
    let Ok(object) = books.get_mut(kind, id) else { return };
    object.insert(kind.changed.into(), json!(stamp));
    if paid >= field(object, "total_ttc") && plain(&object["status"]) != "2" {
        set_status(object, "2", "1", stamp, kind.changed);
    }
}

/// The lines routes.
pub(crate) fn lines(
    books: &mut Books,
    kind: &'static Kind,
    id: i64,
    method: &str,
    line: Option<i64>,
    body: &Object,
) -> Outcome<Value> {
    let parent = books.get(kind, id)?.clone();
    let draft = plain(&parent["status"]) == "0";
    let stamp = books.stamp();
    let mut list = parent["lines"].as_array().cloned().unwrap_or_default();
    let own = |l: &Value| line.is_some_and(|n| plain(&l["id"]) == n.to_string());
    let mut made = None;
    match (method, line) {
        ("GET", None) => return Ok(Value::Array(list)),
        ("POST", None) => {
            if !draft {
                return Err(Fail::call(400, "Unable to insert the new line. Check your inputs. "));
            }
            let new = new_line(books, kind, id, body, &parent, true)?;
            made = Some(plain(&new["id"]).parse::<i64>().unwrap_or(0));
            list.push(Value::Object(new));
        }
        ("PUT", Some(_)) => {
            let price = if kind.route == "supplierinvoices" { body.get("pu_ht") } else { body.get("subprice") };
            for found in list.iter_mut().filter(|l| own(l)).filter_map(Value::as_object_mut) {
                if let Some(desc) = body.get("desc").or(body.get("description")) {
                    found.insert("desc".into(), json!(plain(desc)));
                    found.insert("description".into(), json!(plain(desc)));
                }
                set_line(found, body, price, &parent);
            }
        }
        ("DELETE", Some(_)) => list.retain(|l| !own(l)),
        _ => return Err(Fail::no_route()),
    }
    let object = books.get_mut(kind, id)?;
    object.insert("lines".into(), Value::Array(list));
    total(object);
    object.insert(kind.changed.into(), json!(stamp));
    let object = with_balance(books, kind, books.get(kind, id)?);
    Ok(match (made, method) {
        (Some(id), _) => json!(id),
        (None, "DELETE") if kind.route == "supplierinvoices" => {
            json!({"success": {"code": 200, "message": format!("line {} deleted", line.unwrap_or(0))}})
        }
        (None, "DELETE") => Value::Object(object),
        _ => Value::Object(books.shapes.of(kind).view("line", kind, &object)),
    })
}
