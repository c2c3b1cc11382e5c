//! What can be done to a record beyond changing it, and the lists below a record.

use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::state::{Books, Settlement, amount, day, id_in, money, number, plain};
use super::table::{Kind, Object, snake};
use super::{list, rules, totals, view, write};

/// `<resource>/<id>/<action>`: status and body.
pub(crate) fn act(
    books: &mut Books,
    kind: &Kind,
    method: &str,
    id: i64,
    name: &str,
    body: &Object,
) -> Outcome<Option<(u16, Value)>> {
    let Some(action) = kind.actions.get(&format!("{method} {name}")) else {
        return special(books, kind, method, id, name, body);
    };
    let old = books.get(&kind.name, id).cloned().ok_or_else(|| write::not_there(kind, "act"))?;
    let current = old.get(&action.set).cloned().unwrap_or_default();
    let done = match action.to {
        Some(to) => current == json!(to),
        None => !current.is_null(),
    };
    if let Some(code) = action.already.as_ref().filter(|_| done) {
        return Err(Fail::code(code));
    }
    let mut record = old.clone();
    record.insert(action.set.clone(), action.to.map_or_else(|| books.today(), |to| json!(to)));
    if let Some(clear) = &action.clear {
        record.insert(clear.clone(), Value::Null);
    }
    if action.set == "primary" {
        let others: Vec<i64> = books.all(&kind.name).filter_map(|other| id_in(other, "id")).collect();
        for other in others {
            if let Some(record) = books.get_mut(&kind.name, other) {
                record.insert("primary".into(), json!(0));
            }
        }
    }
    totals::complete(books, kind, &mut record);
    books.put(&kind.name, id, record.clone());
    rules::after(books, kind, Some(&old), &record);
    let answer = match action.answer.as_str() {
        "raw" => view::raw(kind, &record, false),
        "one" => json!(1),
        _ => Value::Null,
    };
    Ok(Some((action.status, answer)))
}

fn special(
    books: &mut Books,
    kind: &Kind,
    method: &str,
    id: i64,
    name: &str,
    body: &Object,
) -> Outcome<Option<(u16, Value)>> {
    let found = books.get(&kind.name, id).cloned();
    let there = || found.clone().ok_or_else(|| write::not_there(kind, "act"));
    let answer = match (kind.name.as_str(), method, name) {
        ("accounts", "POST", "activate" | "inactivate") => {
            let mut record = there()?;
            record.insert("active".into(), json!(i64::from(name == "activate")));
            books.put("accounts", id, record);
            (200, Value::Null)
        }
        ("customers" | "vendors", "PUT", "opening-balance") => {
            let mut record = there()?;
            for (name, value) in body {
                let date = name.ends_with("At").then(|| value.as_str()).flatten();
                record.insert(snake(name), date.map_or_else(|| value.clone(), |d| json!(format!("{d}T00:00:00.000Z"))));
            }
            totals::complete(books, kind, &mut record);
            books.put(&kind.name, id, record.clone());
            (200, view::show(books, kind, &record, "update", None))
        }
        ("sale-invoices", "POST", "writeoff") => {
            let mut record = there()?;
            if !record["writtenoff_at"].is_null() {
                return Err(Fail::code("SALE_INVOICE_ALREADY_WRITTEN_OFF"));
            }
            if record["delivered_at"].is_null() {
                return Err(Fail::code("SALE_INVOICE_NOT_DELIVERED"));
            }
            record.insert("writtenoff_at".into(), books.today());
            let due = record["due_amount"].clone();
            record.insert("writtenoff_amount".into(), due);
            record.insert(
                "writtenoff_expense_account_id".into(),
                body.get("expenseAccountId").cloned().unwrap_or_default(),
            );
            totals::complete(books, kind, &mut record);
            books.put("sale-invoices", id, record);
            (200, json!(1))
        }
        ("sale-invoices", "POST", "cancel-writeoff") => {
            let mut record = there()?;
            if record["writtenoff_at"].is_null() {
                return Err(Fail::code("SALE_INVOICE_NOT_WRITTEN_OFF"));
            }
            for name in ["writtenoff_at", "writtenoff_amount", "writtenoff_expense_account_id"] {
                record.insert(name.into(), Value::Null);
            }
            totals::complete(books, kind, &mut record);
            books.put("sale-invoices", id, record);
            (200, json!(1))
        }
        ("sale-invoices", "GET", "payments") => (200, payments(books, id)),
        ("bills", "GET", "payment-transactions") => (200, json!([])),
        ("payments-received", "GET", "invoices") => {
            let record = there()?;
            let ids = record["entries"].as_array().cloned().unwrap_or_default();
            let one = |row: &Value| books.get("sale-invoices", row["invoice_id"].as_i64()?);
            let kinds = books.kinds.clone();
            let raw =
                |record: &Object| kinds.get("sale-invoices").map_or(Value::Null, |kind| view::raw(kind, record, false));
            (200, ids.iter().filter_map(one).map(raw).collect())
        }
        ("credit-notes", "GET", "refunds") | ("vendor-credits", "GET", "refund") => (200, refunds(books, kind, id)),
        ("credit-notes", "POST", "refunds") | ("vendor-credits", "POST", "refund") => {
            (201, refund(books, kind, &there()?, body)?)
        }
        ("credit-notes", "POST", "apply-invoices") => (201, json!([])),
        ("credit-notes", "GET", "applied-invoices") => (200, json!([])),
        ("vendor-credits", "GET", "bills-to-apply") => {
            let vendor = there()?["vendor_id"].clone();
            let kinds = books.kinds.clone();
            let Some(bills) = kinds.get("bills") else { return Ok(None) };
            let open = |bill: &&Object| {
                bill["vendor_id"] == vendor && !bill["opened_at"].is_null() && !number(&bill["due_amount"]).is_zero()
            };
            let shown = |bill: &Object| {
                let mut raw = view::raw(bills, bill, false);
                for name in [
                    "formatted_amount",
                    "formatted_bill_date",
                    "formatted_due_amount",
                    "formatted_due_date",
                    "formatted_payment_amount",
                ] {
                    raw[name] = view::raw(bills, bill, true)[name].clone();
                }
                for name in ["amount", "amount_local", "local_amount"] {
                    raw[name] = bill["balance"].clone();
                }
                raw
            };
            (200, books.all("bills").filter(open).map(shown).collect())
        }
        ("vendor-credits", "POST", "apply-to-bills") => {
            let credit = there()?;
            let rows = body.get("entries").and_then(Value::as_array).cloned().unwrap_or_default();
            for row in &rows {
                let bill = row["billId"]
                    .as_i64()
                    .and_then(|id| books.get("bills", id))
                    .ok_or_else(|| Fail::code("BILL_ENTRIES_IDS_NOT_FOUND"))?;
                if number(&row["amount"]) > amount(bill, "due_amount") {
                    return Err(Fail::code("BILLS_HAS_NO_REMAINING_AMOUNT"));
                }
                if number(&row["amount"]) > amount(&credit, "credits_remaining") {
                    return Err(Fail::code("VENDOR_CREDIT_HAS_NO_CREDITS_REMAINING"));
                }
            }
            for row in &rows {
                let (bill, value) = (row["billId"].as_i64().unwrap_or(0), number(&row["amount"]));
                let new = books.next_id("applied bills", 1);
                rules::raise(books, "bills", bill, "credited_amount", value);
                rules::raise(books, "vendor-credits", id, "invoiced_amount", value);
                books.settlements.entry("applied").or_default().push(Settlement {
                    id: new,
                    credit: id,
                    bill,
                    amount: value,
                    row: Object::new(),
                });
            }
            (201, Value::Null)
        }
        ("vendor-credits", "GET", "applied-bills") => {
            let credit = there()?;
            let applied = books.settlements.get("applied").into_iter().flatten().filter(|s| s.credit == id);
            let shown = |s: &Settlement| {
                let bill = books.get("bills", s.bill).cloned().unwrap_or_default();
                let date = bill.get("bill_date").cloned().unwrap_or_default();
                json!({"id": s.id, "amount": plain(s.amount), "vendor_credit_id": id, "bill_id": s.bill, "created_at": null, "updated_at": null,
                    "formatted_amount": money(s.amount), "vendor_credit_number": credit["vendor_credit_number"],
                    "vendor_credit_date": credit["vendor_credit_date"], "bill_reference_no": bill.get("reference_no"),
                    "formatted_vendor_credit_date": day(&credit["vendor_credit_date"]), "formatted_bill_date": day(&date)})
            };
            (200, applied.map(shown).collect())
        }
        ("items", "GET", "invoices" | "bills" | "estimates" | "receipts") => (200, sold(books, id, name)),
        ("items", "GET", "warehouses") => (200, json!([])),
        _ => return Ok(None),
    };
    Ok(Some(answer))
}

/// The payments of an invoice.
fn payments(books: &Books, invoice: i64) -> Value {
    let Some(document) = books.get("sale-invoices", invoice) else { return json!([]) };
    let mut out = Vec::new();
    for payment in books.all("payments-received") {
        let account =
            id_in(payment, "deposit_account_id").and_then(|id| books.get("accounts", id)).cloned().unwrap_or_default();
        for row in payment["entries"].as_array().into_iter().flatten().filter(|row| row["invoice_id"] == json!(invoice))
        {
            out.push(json!({"invoice_id": invoice, "payment_receive_id": payment["id"], "payment_date": payment["payment_date"],
                "formatted_payment_date": day(&payment["payment_date"]), "payment_amount": row["payment_amount"],
                "formatted_payment_amount": money(number(&row["payment_amount"])), "currency_code": payment["currency_code"],
                "payment_number": payment["payment_receive_no"], "payment_reference_no": payment["reference_no"],
                "invoice_number": document["invoice_no"], "invoice_reference_no": document["reference_no"],
                "deposit_account_id": payment["deposit_account_id"], "deposit_account_name": account.get("name"),
                "deposit_account_slug": account.get("slug")}));
        }
    }
    Value::Array(out)
}

fn refund(books: &mut Books, kind: &Kind, credit: &Object, body: &Object) -> Outcome<Value> {
    let sales = kind.name == "credit-notes";
    let value = number(body.get("amount").unwrap_or(&Value::Null));
    if value > amount(credit, "credits_remaining") {
        return Err(Fail::code(if sales {
            "CREDIT_NOTE_HAS_NO_REMAINING_AMOUNT"
        } else {
            "VENDOR_CREDIT_HAS_NO_CREDITS_REMAINING"
        }));
    }
    let id = id_in(credit, "id").unwrap_or(0);
    let new = books.next_id(if sales { "refunds" } else { "vendor refunds" }, 1);
    let (own, account) =
        if sales { ("credit_note_id", "from_account_id") } else { ("vendor_credit_id", "deposit_account_id") };
    let given = |name: &str| body.get(name).cloned().unwrap_or_default();
    let date =
        given("date").as_str().map_or(Value::Null, |d| json!(format!("{}T00:00:00.000Z", d.get(..10).unwrap_or(d))));
    let row = json!({"amount": plain(value), "description": given("description"), "date": date, "id": new, own: id,
        "currency_code": credit["currency_code"], account: given(&super::table::camel(account)), "reference_no": given("referenceNo"),
        "exchange_rate": 1, "branch_id": null, "created_at": null, "updated_at": null});
    let kept = row.as_object().cloned().unwrap_or_default();
    rules::raise(books, &kind.name, id, "refunded_amount", value);
    let list = books.settlements.entry(if sales { "refunds" } else { "vendor refunds" }).or_default();
    list.push(Settlement { id: new, credit: id, bill: 0, amount: value, row: kept });
    Ok(row)
}

fn refunds(books: &Books, kind: &Kind, id: i64) -> Value {
    let sales = kind.name == "credit-notes";
    let Some(credit) = books.get(&kind.name, id) else { return json!([]) };
    let account = if sales { ("from_account", "from_account_id") } else { ("deposit_account", "deposit_account_id") };
    let own = if sales { "credit_note" } else { "vendor_credit" };
    let shown = |s: &Settlement| {
        let mut row = s.row.clone();
        row.insert(own.into(), view::raw(kind, credit, false));
        let target = id_in(&row, account.1).and_then(|id| books.get("accounts", id)).zip(books.kinds.get("accounts"));
        row.insert(account.0.into(), target.map_or(Value::Null, |(record, kind)| view::raw(kind, record, false)));
        row.insert("formtted_amount".into(), json!(money(s.amount)));
        row.insert("formatted_date".into(), json!(day(&row["date"])));
        Value::Object(row)
    };
    let list = books.settlements.get(if sales { "refunds" } else { "vendor refunds" });
    list.into_iter().flatten().filter(|s| s.credit == id).map(shown).collect()
}

/// Takes a settlement back: `<resource>/refunds/<id>`, `vendor-credits/applied-bills/<id>`.
pub(crate) fn undo(books: &mut Books, kind: &Kind, name: &str, id: i64) -> Outcome<Value> {
    let key = match (kind.name.as_str(), name) {
        ("credit-notes", _) => "refunds",
        (_, "refunds") => "vendor refunds",
        _ => "applied",
    };
    let list = books.settlements.entry(key).or_default();
    let at = list.iter().position(|s| s.id == id).ok_or_else(Fail::missing)?;
    let gone = list.remove(at);
    let member = if key == "applied" { "invoiced_amount" } else { "refunded_amount" };
    rules::raise(books, &kind.name, gone.credit, member, -gone.amount);
    if key == "applied" {
        rules::raise(books, "bills", gone.bill, "credited_amount", -gone.amount);
    }
    Ok(Value::Null)
}

/// The lines of documents that name an item; drafts are not shown.
fn sold(books: &Books, item: i64, what: &str) -> Value {
    let (resource, id, shown, number_of, date, party) = match what {
        "invoices" => ("sale-invoices", "invoice_id", "invoice_number", "invoice_no", "invoice_date", "customer"),
        "bills" => ("bills", "bill_id", "bill_number", "bill_number", "bill_date", "vendor"),
        "estimates" => {
            ("sale-estimates", "estimate_id", "estimate_number", "estimate_number", "estimate_date", "customer")
        }
        _ => ("sale-receipts", "receipt_id", "receip_number", "receipt_number", "receipt_date", "customer"),
    };
    let mut out = Vec::new();
    for document in books.all(resource) {
        let issued =
            ["delivered_at", "opened_at", "closed_at"].iter().any(|m| document.get(*m).is_some_and(|v| !v.is_null()));
        let contact = id_in(document, &format!("{party}_id"))
            .and_then(|id| books.get(&format!("{party}s"), id))
            .cloned()
            .unwrap_or_default();
        for row in
            document["entries"].as_array().into_iter().flatten().filter(|row| issued && row["item_id"] == json!(item))
        {
            let mut line = json!({"amount": row["amount"], "quantity": row["quantity"], "rate": row["rate"], id: document["id"],
                shown: document[number_of], "reference_number": document.get("reference_no").or_else(|| document.get("reference")),
                date: document[date], format!("formatted_{date}"): day(&document[date]),
                "formatted_amount": money(number(&row["amount"])), "formatted_rate": money(number(&row["rate"])),
                format!("{party}_display_name"): contact.get("display_name"), format!("{party}_currency_code"): contact.get("currency_code")});
            if what == "estimates" {
                line.as_object_mut().map(|line| line.remove("reference_number"));
            }
            if what == "bills" {
                line["bill_due_date"] = document["due_date"].clone();
            }
            out.push(line);
        }
    }
    Value::Array(out)
}

/// `bulk-delete` and `validate-bulk-delete`: what can go, and what cannot.
pub(crate) fn bulk(books: &mut Books, kind: &Kind, delete: bool, body: &Object) -> Value {
    let ids: Vec<i64> =
        body.get("ids").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_i64).collect();
    let can = |books: &Books, id: i64| {
        books.get(&kind.name, id).cloned().is_some_and(|record| rules::deletable(books, kind, &record).is_ok())
    };
    let (good, bad): (Vec<i64>, Vec<i64>) = ids.into_iter().partition(|id| can(books, *id));
    if delete {
        for id in good {
            let _ = write::delete(books, kind, id);
        }
        return Value::Null;
    }
    json!({"deletable_count": good.len(), "non_deletable_count": bad.len(), "deletable_ids": good, "non_deletable_ids": bad})
}

/// `contacts/{id}/activate` and `inactivate`.
pub(crate) fn contact(books: &mut Books, id: i64, on: bool) -> Outcome<Value> {
    let resource =
        ["customers", "vendors"].into_iter().find(|r| books.get(r, id).is_some()).ok_or_else(Fail::missing)?;
    let record = books.get_mut(resource, id).ok_or_else(Fail::missing)?;
    if record["active"] == json!(i64::from(on)) {
        return Err(Fail::code(if on { "CONTACT_ALREADY_ACTIVE" } else { "CONTACT_ALREADY_INACTIVE" }));
    }
    record.insert("active".into(), json!(i64::from(on)));
    Ok(if on { json!({"id": id, "activated": true}) } else { json!({"id": id, "inactivated": true}) })
}

/// `contacts/auto-complete`: everybody; `limit` is never a number to its validation.
pub(crate) fn complete(books: &Books, query: &[(String, String)]) -> Outcome<Value> {
    if let Some((_, limit)) = query.iter().find(|(name, _)| name == "limit") {
        let target: Object = query.iter().map(|(n, v)| (n.clone(), json!(v))).collect();
        let says = "limit must be a number conforming to the specified constraints";
        return Err(list::invalid(target, "limit", json!(limit), "isNumber", says));
    }
    let mut out = Vec::new();
    for resource in ["customers", "vendors"] {
        let Some(kind) = books.kinds.get(resource) else { continue };
        out.extend(books.all(resource).map(|record| view::raw(kind, record, false)));
    }
    Ok(Value::Array(out))
}
