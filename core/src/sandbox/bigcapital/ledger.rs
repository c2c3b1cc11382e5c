//! The lines of the ledger that documents show with themselves.

use serde_json::{Value, json};

use super::state::{Books, amount, id_in, plain};
use super::table::{Kind, Object};

/// What a document posted: nothing while it is a draft.
pub(crate) fn of(_books: &Books, kind: &Kind, record: &Object) -> Value {
    let zero = rust_decimal::Decimal::ZERO;
    let sum = amount(record, "amount");
    let (name, title, number, rows) = match kind.name.as_str() {
        "manual-journals" if record.get("published_at").is_none_or(Value::is_null) => return json!([]),
        "manual-journals" => {
            let rows = record.get("entries").and_then(Value::as_array).cloned().unwrap_or_default();
            let row = |row: &Value| {
                let row = row.as_object().cloned().unwrap_or_default();
                (id_in(&row, "account_id").unwrap_or(0), amount(&row, "debit"), amount(&row, "credit"))
            };
            ("Journal", "manual_journal", "journal_number", rows.iter().map(row).collect::<Vec<_>>())
        }
        "payments-received" => {
            let into = id_in(record, "deposit_account_id").unwrap_or(0);
            ("PaymentReceive", "payment_received", "payment_receive_no", vec![(into, sum, zero), (1006, zero, sum)])
        }
        _ => {
            let from = id_in(record, "payment_account_id").unwrap_or(0);
            ("BillPayment", "payment_made", "payment_number", vec![(from, zero, sum), (1008, sum, zero)])
        }
    };
    let reference = record.get("reference_no").or_else(|| record.get("reference")).cloned();
    let date = record.get("date").or_else(|| record.get("payment_date")).cloned();
    let line = |(index, (account, debit, credit)): (usize, &(i64, rust_decimal::Decimal, rust_decimal::Decimal))| {
        json!({"id": index + 1, "credit": plain(*credit), "debit": plain(*debit), "note": null, "index": index + 1, "date": date,
            "costable": null, "currency_code": record["currency_code"], "exchange_rate": 1, "transaction_type": null,
            "reference_type": name, "reference_id": record["id"], "account_id": account, "contact_type": null, "contact_id": null,
            "transaction_number": record[number], "reference_number": reference, "item_id": null, "item_quantity": null,
            "user_id": null, "index_group": null, "created_at": null, "branch_id": null, "project_id": null,
            "tax_rate_id": null, "tax_rate": null, "reference_type_formatted": format!("transaction_type.{title}"),
            "credit_local": plain(*credit), "debit_local": plain(*debit)})
    };
    rows.iter().enumerate().map(line).collect()
}
