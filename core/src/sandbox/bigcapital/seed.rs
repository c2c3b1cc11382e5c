//! What an organisation starts with, the story that all fakes know, and synthetic records around it.

use serde_json::{Value, json};

use super::super::{names, story};
use super::errors::{Fail, Outcome};
use super::state::{Books, id_in};
use super::table::{Kind, Object, convert, snake};
use super::{totals, write};
use crate::error::{Error, Result};

/// The chart of accounts, currencies and tax rates of a new organisation.
pub(crate) fn masters(books: &mut Books, name: &str, currency: &str) {
    let (kinds, masters) = (books.kinds.clone(), books.masters.clone());
    let organization = json!({"name": name, "industry": "Technology", "location": "GB", "language": "en", "timezone": "Europe/London",
        "address": null, "base_currency": currency, "date_format": "MM/DD/YYYY", "fiscal_year": "january", "tax_number": null,
        "primary_color": null, "logo_key": null});
    books.organization = organization.as_object().cloned().unwrap_or_default();
    let blank = |kind: &Kind| -> Object {
        let mut record: Object = kind.keys.split(' ').map(|key| (key.to_owned(), Value::Null)).collect();
        record.extend(kind.defaults.clone());
        record
    };
    let put = |books: &mut Books, resource: &str, values: Value| {
        let Some((kind, values)) = kinds.get(resource).zip(values.as_object()) else { return };
        let mut record = blank(kind);
        record.extend(values.clone());
        let id = books.new_id(kind);
        record.insert("id".into(), json!(id));
        totals::complete(books, kind, &mut record);
        books.put(resource, id, record);
    };
    for (_, name, code, kind, predefined, system) in &masters.accounts {
        let slug = name.to_lowercase().replace(['(', ')', '&'], "").replace(' ', "-");
        put(
            books,
            "accounts",
            json!({"name": name, "slug": slug, "code": code, "description": "", "active": 1, "index": 1,
            "predefined": predefined, "is_system_account": system, "account_type": kind, "currency_code": currency,
            "seeded_at": "2026-11-23T00:00:00.000Z"}),
        );
    }
    for (_, name, code, sign) in &masters.currencies {
        put(
            books,
            "currencies",
            json!({"currency_name": name, "currency_code": code, "currency_sign": sign,
            "is_base_currency": code == currency}),
        );
    }
    for (name, code) in [
        ("Tax Exempt", "TAX-EXEMPT"),
        ("Tax on Purchases", "TAX-PURCHASES"),
        ("Tax on Sales", "TAX-SALES"),
        ("Sales Tax on Imports", "TAX-IMPORTS"),
    ] {
        put(books, "tax-rates", json!({"name": name, "code": code, "rate": 0, "active": 1, "description": ""}));
    }
}

/// The story, and about as many records as asked for.
pub(crate) fn fill(books: &mut Books, records: u32) -> Result<()> {
    let make = |books: &mut Books, resource: &str, body: Value| -> Result<i64> {
        let kinds = books.kinds.clone();
        let failed = |why: String| Error::unexpected(format!("the sandbox cannot seed {resource}: {why}"));
        let (kind, body) =
            kinds.get(resource).zip(body.as_object()).ok_or_else(|| failed("no such resource".into()))?;
        write::save(books, kind, None, body).map_err(|fail| failed(format!("{fail:?}")))?;
        let newest = books.all(resource).next_back().and_then(|record| id_in(record, "id"));
        newest.ok_or_else(|| failed("nothing was stored".into()))
    };
    let (code, part, price) = story::PART;
    let contact = json!({"customerType": "business", "displayName": story::CUSTOMER, "companyName": story::CUSTOMER, "currencyCode": "USD",
        "email": story::CUSTOMER_EMAIL, "website": story::CUSTOMER_SITE, "firstName": story::PERSON.0, "lastName": story::PERSON.1});
    let customer = make(books, "customers", contact)?;
    let item = make(
        books,
        "items",
        json!({"name": part, "code": code, "type": "inventory", "sellable": true, "purchasable": true,
        "sellPrice": price, "costPrice": 120, "sellAccountId": 1025, "costAccountId": 1019, "inventoryAccountId": 1007}),
    )?;
    make(
        books,
        "inventory-adjustments",
        json!({"date": "2026-11-01", "type": "increment", "adjustmentAccountId": 1019, "reason": "Opening stock",
        "itemId": item, "quantity": story::IN_STOCK + story::QUANTITY, "cost": 120, "publish": true}),
    )?;
    make(
        books,
        "sale-invoices",
        json!({"customerId": customer, "invoiceDate": "2026-11-16", "dueDate": "2026-12-16", "delivered": true,
        "invoiceNo": "INV-NORDLICHT-1", "referenceNo": story::DEAL, "entries": [
            {"index": 1, "itemId": item, "rate": price, "quantity": story::QUANTITY, "description": part}]}),
    )?;
    let tax = make(books, "tax-rates", json!({"name": "VAT 19", "code": "VAT-19", "rate": 19}))?;
    let vendor = make(books, "vendors", json!({"displayName": "Lieferant Beispiel KG", "currencyCode": "USD"}))?;
    let mut random = books.random.clone();
    let rest = records.saturating_sub(6);
    let (mut customers, mut items) = (vec![customer], vec![item]);
    for number in 1..=rest {
        let day = format!("2026-{:02}-{:02}", 1 + random.below(10), 1 + random.below(28));
        let due = format!("{}-28", &day[..7]);
        let price = json!(random.below(90_000) as f64 / 100.0 + 1.0);
        let (customer, item) = (
            customers[random.below(customers.len() as u64) as usize],
            // The part of the story stays in stock.
            items[(1 + random.below(items.len() as u64) as usize).min(items.len() - 1)],
        );
        let line = json!([{"index": 1, "itemId": item, "rate": price, "quantity": 1 + random.below(9)}]);
        match number % 10 {
            0..=2 => {
                let name = if number % 40 == 0 { names::long(number) } else { names::company(&mut random, number) };
                let body = json!({"customerType": "business", "displayName": name, "currencyCode": "USD", "email": names::email(number)});
                customers.push(make(books, "customers", body)?);
            }
            3 => {
                let body = json!({"name": names::thing(&mut random, number), "code": format!("S-{number:04}"), "type": "service",
                    "sellable": true, "sellPrice": price, "sellAccountId": 1025, "purchasable": true, "costPrice": 1, "costAccountId": 1019});
                items.push(make(books, "items", body)?);
            }
            4 => {
                let body = json!({"vendorId": vendor, "billDate": day, "dueDate": due, "billNumber": format!("B-{number:04}"), "open": number % 20 != 4, "entries": line});
                make(books, "bills", body)?;
            }
            5 => {
                let body = json!({"date": day, "journalNumber": format!("J-{number:04}"), "journalType": "Journal", "publish": true,
                    "entries": [{"index": 1, "accountId": 1024, "debit": price, "credit": 0}, {"index": 2, "accountId": 1014, "debit": 0, "credit": price}]});
                make(books, "manual-journals", body)?;
            }
            6 if number % 20 == 6 => {
                let body = json!({"customerId": customer, "estimateDate": day, "expirationDate": due, "estimateNumber": format!("E-{number:04}"), "delivered": number % 40 == 6, "entries": line});
                make(books, "sale-estimates", body)?;
            }
            6 => {
                let body = json!({"paymentDate": day, "paymentAccountId": 1000, "publish": true, "referenceNo": format!("X-{number:04}"),
                    "categories": [{"index": 1, "expenseAccountId": 1024, "amount": price}]});
                make(books, "expenses", body)?;
            }
            _ => {
                let taxed = if number % 30 == 7 { json!(tax) } else { Value::Null };
                let line = json!([{"index": 1, "itemId": item, "rate": price, "quantity": 1 + random.below(9), "taxRateId": taxed}]);
                let body = json!({"customerId": customer, "invoiceDate": day, "dueDate": due, "delivered": number % 7 != 0, "invoiceNo": format!("S-{number:05}"), "entries": line});
                make(books, "sale-invoices", body)?;
            }
        }
    }
    books.random = random;
    Ok(())
}

/// `organization/current`.
pub(crate) fn organization(books: &Books, second: bool) -> Value {
    let id = if second { 2 } else { 1 };
    let mut metadata = Object::new();
    metadata.insert("id".into(), json!(id));
    metadata.insert("tenant_id".into(), json!(id));
    metadata.extend(books.organization.clone());
    let at = "2026-11-23T03:04:04.000Z";
    let subscription = json!({"id": id, "slug": "main", "active": true, "inactive": false, "ended": false, "canceled": false,
        "status": "active", "plan_id": 1, "tenant_id": id, "starts_at": at, "ends_at": null, "canceled_at": null, "created_at": null,
        "updated_at": null, "lemon_subscription_id": null, "trial_ends_at": null, "payment_status": null, "on_trial": false,
        "is_payment_failed": false, "is_payment_succeed": false});
    json!({"id": id, "subscriptions": [subscription], "metadata": metadata,
        "organization_id": if second { "3b2ozl6ptmwsql94c" } else { "3b2ozl201mwsoky7d" }, "under_maintenance_since": null,
        "initialized_at": at, "seeded_at": at, "built_at": at, "build_job_id": null, "database_batch": null, "upgrade_job_id": null,
        "created_at": null, "updated_at": null, "is_ready": true, "is_build_running": false, "is_upgrade_running": false})
}

/// `PUT organization`.
pub(crate) fn rename(books: &mut Books, body: &Object) -> Outcome<Value> {
    let months = "january,february,march,april,may,june,july,august,september,october,november,december";
    let kind = Kind {
        rules: vec![
            "timezone? isIn:Europe/London,Europe/Berlin,America/New_York,UTC".into(),
            format!("fiscalYear? isIn:{months}"),
            "dateFormat? isIn:MM/DD/YY,DD/MM/YY,YY/MM/DD,MM/DD/YYYY,MM/DD/yyyy,DD/MM/yyyy,yyyy/MM/DD,dd.MM.yyyy".into(),
            "baseCurrency? isISO4217CurrencyCode".into(),
        ],
        ..Kind::default()
    };
    super::check::body(&kind, "PUT", body)?;
    for (name, value) in body {
        books.organization.insert(snake(name), convert(value, snake));
    }
    Ok(json!({"code": 200, "message": "Organization information has been updated successfully."}))
}

/// Turns on warehouses or branches: once, and with a first one.
pub(crate) fn feature(books: &mut Books, kind: &Kind) -> Outcome<(u16, Value)> {
    let (name, first) = match kind.name.as_str() {
        "warehouses" => ("warehouses", json!({"name": "Primary Warehouse", "code": "10001", "primary": true})),
        _ => ("branches", json!({"name": "Head Branch", "code": "10001", "primary": true})),
    };
    if !books.features.insert(name) {
        return Err(Fail::code(if name == "warehouses" {
            "MUTLI_WAREHOUSES_ALREADY_ACTIVATED"
        } else {
            "MUTLI_BRANCHES_ALREADY_ACTIVATED"
        }));
    }
    write::save(books, kind, None, first.as_object().unwrap_or(&Object::new()))?;
    let said = json!({"code": 200, "message": "The branches activated successfully."});
    Ok((201, if name == "warehouses" { Value::Null } else { said }))
}

/// `currencies/{code}`: a delete; a read answers the inside of the query that nobody ran, found or not.
pub(crate) fn currency(books: &mut Books, method: &str, code: &str) -> Outcome<(u16, Value)> {
    if method == "GET" {
        let step = |name: &str, args: Value| json!({"name": name, "opt": {}, "args": args, "adder_hook_name": null, "parent_operation": null, "child_operations": []});
        return Ok((
            200,
            json!({"_operations": [step("where", json!(["currencyCode", code])), step("first", json!([]))]}),
        ));
    }
    if books.organization.get("base_currency") == Some(&json!(code)) {
        return Err(Fail::code("CANNOT_DELETE_BASE_CURRENCY"));
    }
    let id = books
        .all("currencies")
        .find(|record| record["currency_code"] == json!(code))
        .and_then(|record| id_in(record, "id"));
    match id.and_then(|id| books.remove("currencies", id)) {
        Some(_) => Ok((200, Value::Null)),
        None => Err(Fail::missing()),
    }
}
