//! What the services check beyond the form of a request, and what a document does to others.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::state::{Books, amount, id_in, stored};
use super::table::{Kind, Object, camel, convert};
use super::{totals, view};

/// Checks of the body alone, before anything is looked up.
pub(crate) fn before(books: &Books, kind: &Kind, old: Option<&Object>, body: &Object) -> Outcome<()> {
    if body.keys().any(|name| name.ends_with("Zipcode")) {
        return Err(Fail::crash());
    }
    let branchless = ["inventory-adjustments", "expenses"].contains(&kind.name.as_str());
    if branchless && books.features.contains("branches") && body.get("branchId").is_none_or(Value::is_null) {
        return Err(Fail::code("BRANCH_ID_REQUIRED"));
    }
    match kind.name.as_str() {
        "bills" if body.get("billNumber").is_none_or(Value::is_null) => {
            references(books, kind, old, &convert_body(body))?;
            Err(Fail::crash())
        }
        _ => Ok(()),
    }
}

fn convert_body(body: &Object) -> Object {
    convert(&Value::Object(body.clone()), super::table::snake).as_object().cloned().unwrap_or_default()
}

fn lines<'a>(record: &'a Object, at: &str) -> Vec<&'a Object> {
    record.get(at).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).collect()
}

fn account_type<'a>(books: &'a Books, record: &Object, column: &str) -> Option<&'a str> {
    books.get("accounts", id_in(record, column)?)?.get("account_type")?.as_str()
}

const CURRENT: [&str; 4] = ["bank", "cash", "other-current-asset", "fixed-asset"];

/// Checks against the rest of the books. The record is as it would be stored.
pub(crate) fn references(books: &Books, kind: &Kind, old: Option<&Object>, record: &Object) -> Outcome<()> {
    for rule in &kind.refs {
        let mut parts = rule.split(' ');
        let (column, resource) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let gone = record.get(column).is_some_and(|v| !v.is_null())
            && id_in(record, column).and_then(|id| books.get(resource, id)).is_none();
        if gone {
            return Err(parts.nth(1).map_or_else(Fail::missing, Fail::code));
        }
    }
    let is = |name: &str, value: i64| record.get(name) == Some(&json!(value));
    match kind.name.as_str() {
        "accounts" => account(books, old, record),
        "items" => {
            if old.is_some_and(|old| (old["type"] == json!("inventory")) != (record["type"] == json!("inventory"))) {
                return Err(Fail::code("ITEM_CANNOT_CHANGE_INVENTORY_TYPE"));
            }
            match account_type(books, record, "sell_account_id") {
                None if is("sellable", 1) => Err(Fail::said(
                    "INCOME_ACCOUNT_REQUIRED_WITH_SELLABLE_ITEM",
                    "Income account is require with sellable item.",
                )),
                Some(kind) if !["income", "other-income"].contains(&kind) => Err(Fail::code("SELL_ACCOUNT_NOT_INCOME")),
                _ => Ok(()),
            }
        }
        "sale-invoices" | "credit-notes" | "vendor-credits" | "sale-estimates" | "sale-receipts" | "bills" => {
            let rows = lines(record, "entries");
            let item = |row: &&Object| id_in(row, "item_id").and_then(|id| books.get("items", id));
            if rows.iter().any(|row| item(row).is_none()) {
                return Err(Fail::code("ITEMS_NOT_FOUND"));
            }
            if kind.name == "bills" && rows.iter().filter_map(item).any(|item| item["purchasable"] != json!(1)) {
                return Err(Fail::code("NOT_PURCHASE_ABLE_ITEMS"));
            }
            let landed = |row: &&Object| row.get("landed_cost").is_some_and(|v| *v == json!(true) || *v == json!(1));
            if kind.name == "bills"
                && rows
                    .iter()
                    .any(|row| landed(row) && item(row).is_some_and(|item| item["type"] != json!("inventory")))
            {
                return Err(Fail::code("LANDED_COST_ENTRIES_SHOULD_BE_INVENTORY_ITEMS"));
            }
            if kind.name == "sale-receipts"
                && !account_type(books, record, "deposit_account_id").is_some_and(|t| CURRENT.contains(&t))
            {
                return Err(Fail::code("DEPOSIT_ACCOUNT_NOT_CURRENT_ASSET"));
            }
            Ok(())
        }
        "payments-received" => payment(
            books,
            record,
            "deposit_account_id",
            "DEPOSIT_ACCOUNT_INVALID_TYPE",
            ("sale-invoices", "invoice_id", "customer_id"),
            old,
        ),
        "bill-payments" => payment(
            books,
            record,
            "payment_account_id",
            "PAYMENT_ACCOUNT_NOT_CURRENT_ASSET_TYPE",
            ("bills", "bill_id", "vendor_id"),
            old,
        ),
        "manual-journals" => journal(books, record),
        "expenses" => expense(books, record),
        "inventory-adjustments" => {
            let item = lines(record, "entries")
                .first()
                .and_then(|row| id_in(row, "item_id"))
                .and_then(|id| books.get("items", id));
            match item {
                None => Err(Fail::missing()),
                Some(item) if item["type"] != json!("inventory") => Err(Fail::code("ITEM_SHOULD_BE_INVENTORY_TYPE")),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

fn account(books: &Books, old: Option<&Object>, record: &Object) -> Outcome<()> {
    let known = books.masters.account_types.iter().any(|t| t.get("key") == record.get("account_type"));
    if !known {
        return Err(Fail::code("account_type_not_found"));
    }
    if old.is_some_and(|old| old["account_type"] != record["account_type"]) {
        return Err(Fail::code("account_type_not_allowed_to_changed"));
    }
    match id_in(record, "parent_account_id").map(|id| books.get("accounts", id)) {
        Some(None) => Err(Fail::code("parent_account_not_found")),
        Some(Some(parent)) if parent["account_type"] != record["account_type"] => {
            Err(Fail::code("parent_has_different_type"))
        }
        _ => Ok(()),
    }
}

fn payment(
    books: &Books,
    record: &Object,
    account: &str,
    wrong: &str,
    (target, column, party): (&str, &str, &str),
    old: Option<&Object>,
) -> Outcome<()> {
    let invoices = target == "sale-invoices";
    let unknown = if invoices { "INVOICES_IDS_NOT_FOUND" } else { "BILL_ENTRIES_IDS_NOT_FOUND" };
    if !account_type(books, record, account).is_some_and(|t| CURRENT.contains(&t)) {
        return Err(Fail::code(wrong));
    }
    let rows = lines(record, "entries");
    if rows.is_empty() {
        return Err(Fail::code(unknown));
    }
    let mut drafts = Vec::new();
    for row in &rows {
        let Some(document) = id_in(row, column).and_then(|id| books.get(target, id)) else {
            return Err(Fail::code(unknown));
        };
        if document[party] != record[party] {
            return Err(Fail::code(unknown));
        }
        let opened = document.get(if invoices { "delivered_at" } else { "opened_at" }).is_some_and(|v| !v.is_null());
        if !opened {
            drafts.extend(books.kinds.get(target).map(|kind| convert(&view::raw(kind, document, false), camel)));
            continue;
        }
        let before: Decimal = old.map_or(Decimal::ZERO, |old| {
            lines(old, "entries")
                .iter()
                .filter(|o| o.get(column) == row.get(column))
                .map(|o| amount(o, "payment_amount"))
                .sum()
        });
        if amount(row, "payment_amount") > amount(document, "due_amount") + before {
            return Err(Fail::code(if invoices { "INVALID_PAYMENT_AMOUNT" } else { "INVALID_BILL_PAYMENT_AMOUNT" }));
        }
    }
    match (drafts.is_empty(), invoices) {
        (true, _) => Ok(()),
        (_, true) => Err(Fail::Service(
            400,
            "INVOICES_NOT_DELIVERED_YET".into(),
            None,
            Some(json!({"notDeliveredInvoices": drafts})),
        )),
        (_, false) => Err(Fail::code("BILLS_NOT_OPENED_YET")),
    }
}

fn journal(books: &Books, record: &Object) -> Outcome<()> {
    if record.get("journal_number").is_none_or(Value::is_null) {
        return Err(Fail::code("MANUAL_JOURNAL_NO_REQUIRED"));
    }
    let rows = lines(record, "entries");
    let sum = |side: &str| rows.iter().map(|row| amount(row, side)).sum::<Decimal>();
    // Sums are compared with two decimals: a thousandth is nothing.
    let (debit, credit) = (sum("debit").round_dp(2), sum("credit").round_dp(2));
    if debit.is_zero() || credit.is_zero() {
        return Err(Fail::code("credit_debit_not_equal_zero"));
    }
    if debit != credit {
        return Err(Fail::code("credit_debit_not_equal"));
    }
    if rows.iter().any(|row| account_type(books, row, "account_id").is_none()) {
        return Err(Fail::code("accounts_ids_not_found"));
    }
    let lonely: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| {
            account_type(books, row, "account_id") == Some("accounts-receivable") && id_in(row, "contact_id").is_none()
        })
        .map(|(index, _)| index + 1)
        .collect();
    if lonely.is_empty() {
        return Ok(());
    }
    let payload = json!([{"accountSlug": "accounts-receivable", "contactType": "customer", "indexes": lonely}]);
    Err(Fail::Service(400, "ENTRIES_SHOULD_ASSIGN_WITH_CONTACT".into(), None, Some(payload)))
}

fn expense(books: &Books, record: &Object) -> Outcome<()> {
    let rows = lines(record, "categories");
    if rows.iter().map(|row| amount(row, "amount")).sum::<Decimal>().is_zero() {
        return Err(Fail::code("total_amount_equals_zero"));
    }
    let types: Vec<Option<&str>> = rows.iter().map(|row| account_type(books, row, "expense_account_id")).collect();
    if types.iter().any(Option::is_none) {
        return Err(Fail::code("some_expenses_not_found"));
    }
    if !account_type(books, record, "payment_account_id").is_some_and(|t| CURRENT.contains(&t)) {
        return Err(Fail::code("payment_account_has_invalid_type"));
    }
    if types.iter().flatten().any(|t| !t.contains("expense") && !t.contains("cost")) {
        return Err(Fail::code("expenses_account_has_invalid_type"));
    }
    Ok(())
}

/// Whether any document names the record in that member, itself or in its lines.
fn used(books: &Books, member: &str, id: i64) -> bool {
    let names = |record: &Object| id_in(record, member) == Some(id);
    books.kinds.values().filter(|kind| kind.name != "items" && kind.name != "item-categories").any(|kind| {
        let at = kind.line.as_ref().map_or("entries", |line| line.at.as_str());
        books.all(&kind.name).any(|record| names(record) || lines(record, at).into_iter().any(names))
    })
}

/// What must not be deleted, and what deleting it crashes.
pub(crate) fn deletable(books: &Books, kind: &Kind, record: &Object) -> Outcome<()> {
    let id = id_in(record, "id").unwrap_or(0);
    let paid = !amount(record, "payment_amount").is_zero();
    let refuse = |code: &str, text: &str| Err(Fail::Service(409, code.into(), Some(text.into()), None));
    match kind.name.as_str() {
        "accounts" if record["predefined"] == json!(1) => Err(Fail::code("account_predefined")),
        "accounts"
            if [
                "deposit_account_id",
                "payment_account_id",
                "account_id",
                "expense_account_id",
                "cashflow_account_id",
            ]
            .iter()
            .any(|m| used(books, m, id)) =>
        {
            refuse("account_has_associated_transactions", "Entity has relations")
        }
        "items" if used(books, "item_id", id) => refuse("ITEM_HAS_ASSOCIATED_TRANSACTINS", "Entity has relations"),
        "customers" if used(books, "customer_id", id) => Err(Fail::crash()),
        "vendors" if used(books, "vendor_id", id) => {
            refuse("VENDOR_HAS_TRANSACTIONS", "Vendor has associated transactions")
        }
        "sale-invoices" if paid => Err(Fail::code("INVOICE_HAS_ASSOCIATED_PAYMENT_ENTRIES")),
        "bills" if paid => Err(Fail::code("BILL_HAS_ASSOCIATED_PAYMENT_ENTRIES")),
        _ => Ok(()),
    }
}

/// What a stored, changed or deleted (empty `new`) document does to other records.
pub(crate) fn after(books: &mut Books, kind: &Kind, old: Option<&Object>, new: &Object) {
    match kind.name.as_str() {
        "payments-received" => settle(books, old, new, "sale-invoices", "invoice_id"),
        "bill-payments" => settle(books, old, new, "bills", "bill_id"),
        "bills" | "inventory-adjustments" | "sale-invoices" => {
            for (record, sign) in [(old, -Decimal::ONE), (Some(new), Decimal::ONE)] {
                let Some(record) = record else { continue };
                move_stock(books, kind, record, sign);
            }
        }
        _ => {}
    }
    for (record, resource, column) in [(new, "customers", "customer_id"), (new, "vendors", "vendor_id")] {
        if let Some(id) = id_in(old.unwrap_or(record), column) {
            balance(books, resource, id);
        }
    }
}

/// Moves the quantity on hand as an open document does.
pub(crate) fn move_stock(books: &mut Books, kind: &Kind, record: &Object, sign: Decimal) {
    let has = |name: &str| record.get(name).is_some_and(|v| !v.is_null());
    let direction = match kind.name.as_str() {
        "bills" if has("opened_at") => Decimal::ONE,
        "sale-invoices" if has("delivered_at") => -Decimal::ONE,
        "inventory-adjustments" if has("published_at") && record["type"] == json!("increment") => Decimal::ONE,
        "inventory-adjustments" if has("published_at") => -Decimal::ONE,
        _ => return,
    };
    for row in lines(record, "entries") {
        let change = amount(row, "quantity") * direction * sign;
        let Some(item) = id_in(row, "item_id").and_then(|id| books.get_mut("items", id)) else { continue };
        if item["type"] == json!("inventory") {
            let now = amount(item, "quantity_on_hand") + change;
            item.insert("quantity_on_hand".into(), stored(now));
        }
    }
}

fn settle(books: &mut Books, old: Option<&Object>, new: &Object, resource: &str, column: &str) {
    for (record, sign) in [(old, -Decimal::ONE), (Some(new), Decimal::ONE)] {
        let Some(record) = record else { continue };
        for row in lines(record, "entries") {
            let Some(id) = id_in(row, column) else { continue };
            raise(books, resource, id, "payment_amount", amount(row, "payment_amount") * sign);
        }
    }
}

/// Adds to a sum of a document and completes it anew.
pub(crate) fn raise(books: &mut Books, resource: &str, id: i64, member: &str, by: Decimal) {
    let Some(mut record) = books.get(resource, id).cloned() else { return };
    let sum = amount(&record, member) + by;
    record.insert(member.to_owned(), stored(sum));
    let kinds = books.kinds.clone();
    if let Some(kind) = kinds.get(resource) {
        totals::complete(books, kind, &mut record);
    }
    books.put(resource, id, record);
}

/// What a contact owes or is owed, from its open documents.
fn balance(books: &mut Books, resource: &str, id: i64) {
    let (documents, column, date) = match resource {
        "customers" => ("sale-invoices", "customer_id", "delivered_at"),
        _ => ("bills", "vendor_id", "opened_at"),
    };
    let open = |d: &&Object| id_in(d, column) == Some(id) && d.get(date).is_some_and(|v| !v.is_null());
    let sum: Decimal =
        books.all(documents).filter(open).map(|d| amount(d, "balance") - amount(d, "payment_amount")).sum();
    let kinds = books.kinds.clone();
    let Some((mut contact, kind)) = books.get(resource, id).cloned().zip(kinds.get(resource)) else { return };
    contact.insert("balance".into(), stored(sum));
    totals::complete(books, kind, &mut contact);
    books.put(resource, id, contact);
}
