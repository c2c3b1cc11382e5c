//! Payments of both sides, as with the multi-currency module on (the recorded installation): only
//! `paymentsdistributed` looks at what is still open; the payment routes of one invoice pay its whole total every time.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::{Fail, Outcome, Stage};
use super::invoice;
use super::kinds::{KINDS, Kind, Object, plain};
use super::state::{Books, Payment, cents, field, money, number, sql_time, yymm};

fn required(body: &Object, names: &[&str]) -> Outcome<()> {
    match names.iter().find(|n| body.get(**n).is_none_or(Value::is_null)) {
        Some(name) => Err(Fail::at(Stage::Validate, 400, format!("`{name}` is required."))),
        None => Ok(()),
    }
}

fn store(books: &mut Books, kind: &'static Kind, body: &Object, mode: &str, parts: Vec<(i64, Decimal)>) -> i64 {
    let supplier = kind.route == "supplierinvoices";
    let id = books.next_id(if supplier { "supplierpayments" } else { "payments" });
    let bank_line = books.next_id("banklines");
    let date = body.get("datepaye").map(number).and_then(|d| d.trunc().to_string().parse().ok()).unwrap_or(0);
    let prefix = if supplier { "SPAY" } else { "PAY" };
    let types = books.shapes.payment_types.as_array().cloned().unwrap_or_default();
    let wanted = body.get(mode).map(plain).unwrap_or_default();
    let code = types.iter().find(|t| plain(&t["id"]) == wanted).map(|t| plain(&t["code"])).unwrap_or_default();
    let payment = Payment {
        id,
        reference: format!("{prefix}{}-{id:04}", yymm(date)),
        date,
        mode: code,
        number: body.get("num_payment").map(plain).unwrap_or_default(),
        bank_line,
        parts: parts.clone(),
    };
    books.payments.entry(kind.route).or_default().push(payment);
    for (invoice, _) in parts {
        invoice::close(books, kind, invoice);
    }
    id
}

/// `POST /invoices/paymentsdistributed`.
pub(crate) fn distributed(books: &mut Books, body: &Object) -> Outcome<Value> {
    let kind = &KINDS[2];
    required(body, &["arrayofamounts", "datepaye", "paymentid", "closepaidinvoices", "accountid"])?;
    let mut parts = Vec::new();
    for (key, amounts) in body["arrayofamounts"].as_object().cloned().unwrap_or_default() {
        let id: i64 = key.parse().unwrap_or(0);
        let object = books.get(kind, id).map_err(|_| Fail::not_found(format!("Invoice ID {key} not found")))?;
        let (amount, foreign) = (plain(&amounts["amount"]), plain(&amounts["multicurrency_amount"]));
        if !amount.is_empty() && !foreign.is_empty() {
            let text = format!("Payment in both currency {key} ( amount: {amount}, multicurrency_amount: {foreign})");
            return Err(Fail::call(400, text));
        }
        let rest = field(object, "total_ttc") - books.paid(kind.route, id);
        let value = match (amount.as_str(), foreign.as_str()) {
            ("remain", _) | (_, "remain") => rest,
            ("", foreign) => {
                let rate = field(object, "multicurrency_tx");
                let rate = if rate.is_zero() { Decimal::ONE } else { rate };
                cents(number(&json!(foreign)) / rate)
            }
            (amount, _) => cents(number(&json!(amount))),
        };
        if value > rest && value > Decimal::ZERO {
            let rest = rest.normalize();
            let text =
                format!("Payment amount on invoice ID {key} ({amount}{foreign}) is higher than remain to pay ({rest})");
            return Err(Fail::call(400, text));
        }
        parts.push((id, value));
    }
    if parts.iter().all(|(_, value)| value.is_zero()) {
        return Err(Fail::call(400, "Payment error : TotalAmountEmpty"));
    }
    Ok(json!(store(books, kind, body, "paymentid", parts)))
}

/// `POST /invoices/{id}/payments` and `POST /supplierinvoices/{id}/payments`.
pub(crate) fn whole(books: &mut Books, kind: &'static Kind, id: i64, body: &Object) -> Outcome<Value> {
    let mode = if kind.route == "invoices" { "paymentid" } else { "payment_mode_id" };
    required(body, &["datepaye", mode, "closepaidinvoices", "accountid"])?;
    let object = books.get(kind, id).map_err(|_| Fail::not_found("Invoice not found"))?;
    let total = field(object, "total_ttc");
    Ok(json!(store(books, kind, body, mode, vec![(id, total)])))
}

/// The payments of one invoice.
pub(crate) fn list(books: &Books, kind: &Kind, id: i64) -> Outcome<Value> {
    books.get(kind, id).map_err(|_| Fail::not_found("Invoice not found"))?;
    let own = |p: &&Payment| p.parts.iter().any(|(of, _)| *of == id);
    let show = |p: &Payment| {
        let amount: Decimal = p.parts.iter().filter(|(of, _)| *of == id).map(|(_, a)| *a).sum();
        let mut out = json!({"amount": money(amount), "type": p.mode, "typeline": "payment", "date": sql_time(p.date),
            "num": p.number, "ref": p.reference, "fk_bank_line": p.bank_line.to_string()});
        if kind.route == "invoices" {
            out["ref_ext"] = json!("");
        }
        out
    };
    Ok(Value::Array(books.payments.get(kind.route).into_iter().flatten().filter(own).map(show).collect()))
}

/// `PUT /invoices/payments/{id}`: only the number can be changed.
pub(crate) fn renumber(books: &mut Books, id: i64, body: &Object) -> Outcome<Value> {
    let payments = books.payments.entry("invoices").or_default();
    let payment = payments.iter_mut().find(|p| p.id == id).ok_or_else(|| Fail::not_found("Payment not found"))?;
    payment.number = body.get("num_payment").map(plain).unwrap_or_default();
    Ok(json!({"success": {"code": 200, "message": "Payment updated"}}))
}
