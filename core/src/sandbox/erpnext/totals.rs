//! The arithmetic of an invoice: lines, discount, taxes, rounding; all in decimals, rounded half to even.

use rust_decimal::Decimal;
use rust_decimal::prelude::RoundingStrategy;
use serde_json::{Map, Value, json};

use super::state::{Doc, amount, cents, int, number, put_rows, set, set_text, take_rows, text};

/// Fills every computed amount. `step` is the currency's smallest fraction (0 rounds to whole units).
pub(crate) fn calculate(doc: &mut Doc, step: Decimal) {
    let mut items = take_rows(doc, "items");
    let mut taxes = take_rows(doc, "taxes");
    let conversion = match amount(doc, "conversion_rate") {
        rate if rate.is_zero() => Decimal::ONE,
        rate => rate,
    };
    let included: Decimal =
        taxes.iter().filter(|t| int(t, "included_in_print_rate") == 1).map(|t| amount(t, "rate")).sum();
    for row in &mut items {
        line(row, included);
    }
    let sum = |items: &[Doc], field: &str| items.iter().map(|r| amount(r, field)).sum::<Decimal>();
    let total = sum(&items, "amount");
    let mut net = sum(&items, "net_amount");
    tax_rows(&mut items, &mut taxes, net);
    let discount = discount(doc, net, net + charged(&taxes));
    if !discount.is_zero() {
        let on_net = text(doc, "apply_discount_on") == "Net Total";
        let actual: Decimal =
            taxes.iter().filter(|t| text(t, "charge_type") == "Actual").map(|t| amount(t, "tax_amount")).sum();
        let base = if on_net { net } else { net + charged(&taxes) - actual };
        spread(&mut items, discount, base, on_net.then(|| net - discount));
        net = sum(&items, "net_amount");
        tax_rows(&mut items, &mut taxes, net);
    }
    for row in &mut items {
        for field in ["price_list_rate", "rate", "amount", "net_rate", "net_amount"] {
            let value = cents(amount(row, field) * conversion);
            set(row, &format!("base_{field}"), value);
        }
    }
    for tax in &mut taxes {
        for field in ["tax_amount", "total", "tax_amount_after_discount_amount"] {
            let value = cents(amount(tax, field) * conversion);
            set(tax, &format!("base_{field}"), value);
        }
    }
    let tax_total = charged(&taxes);
    let grand = cents(net + tax_total);
    let rounded = if int(doc, "disable_rounded_total") == 1 { Decimal::ZERO } else { round_to(grand, step) };
    set(doc, "total_qty", sum(&items, "qty"));
    set(doc, "total_net_weight", sum(&items, "total_weight"));
    let adjustment = if rounded.is_zero() { Decimal::ZERO } else { cents(rounded - grand) };
    for (field, value) in [
        ("total", total),
        ("net_total", net),
        ("total_taxes_and_charges", tax_total),
        ("grand_total", grand),
        ("rounding_adjustment", adjustment),
        ("rounded_total", rounded),
        ("discount_amount", discount),
    ] {
        set(doc, field, value);
        set(doc, &format!("base_{field}"), cents(value * conversion));
    }
    if doc.contains_key("supplier") {
        set(doc, "tax_withholding_net_total", net);
        set(doc, "base_tax_withholding_net_total", cents(net * conversion));
        let deducted: Decimal = taxes.iter().filter(|t| deducts(t)).map(|t| amount(t, "tax_amount")).sum();
        for (field, value) in
            [("taxes_and_charges_added", tax_total + deducted), ("taxes_and_charges_deducted", deducted)]
        {
            known(doc, field, value);
            known(doc, &format!("base_{field}"), cents(value * conversion));
        }
    } else {
        known(doc, "amount_eligible_for_commission", net);
    }
    match taxes.is_empty() {
        true => doc.insert("other_charges_calculation".into(), Value::Null),
        false => doc.insert("other_charges_calculation".into(), json!("<div class=\"tax-break-up\"></div>")),
    };
    put_rows(doc, "items", items);
    put_rows(doc, "taxes", taxes);
}

/// Sets a field that not every doctype with lines has.
fn known(doc: &mut Doc, field: &str, value: Decimal) {
    if doc.contains_key(field) {
        set(doc, field, value);
    }
}

/// One line: rate in cents, amount, and net of taxes that are in the price.
fn line(row: &mut Doc, included: Decimal) {
    let (qty, rate) = (amount(row, "qty"), cents(amount(row, "rate")));
    let value = cents(qty * rate);
    let net = if included.is_zero() {
        value
    } else {
        cents(value * Decimal::ONE_HUNDRED / (Decimal::ONE_HUNDRED + included))
    };
    set(row, "qty", qty);
    set(row, "rate", rate);
    set(row, "amount", value);
    set(row, "stock_qty", qty * amount(row, "conversion_factor"));
    set(row, "stock_uom_rate", rate);
    set(row, "net_amount", net);
    set(row, "net_rate", if qty.is_zero() { rate } else { cents(net / qty) });
    set(row, "distributed_discount_amount", Decimal::ZERO);
    let weight = amount(row, "weight_per_unit") * qty;
    set(row, "total_weight", weight);
}

/// The tax rows in order, each on what stands before it.
fn tax_rows(items: &mut [Doc], taxes: &mut [Doc], net: Decimal) {
    let qty: Decimal = items.iter().map(|r| amount(r, "qty")).sum();
    let mut running = net;
    let mut done: Vec<(Decimal, Decimal)> = Vec::new();
    for tax in taxes.iter_mut() {
        let rate = amount(tax, "rate");
        let before = |tax: &Doc| {
            text(tax, "row_id")
                .parse::<usize>()
                .ok()
                .and_then(|n| n.checked_sub(1))
                .and_then(|n| done.get(n).copied())
                .unwrap_or_default()
        };
        let value = match text(tax, "charge_type") {
            "Actual" => amount(tax, "tax_amount"),
            "On Previous Row Amount" => before(tax).0 * rate / Decimal::ONE_HUNDRED,
            "On Previous Row Total" => before(tax).1 * rate / Decimal::ONE_HUNDRED,
            "On Item Quantity" => qty * rate,
            _ => net * rate / Decimal::ONE_HUNDRED,
        };
        let value = cents(value);
        running += if deducts(tax) { -value } else { value };
        done.push((value, running));
        set(tax, "tax_amount", value);
        set(tax, "tax_amount_after_discount_amount", value);
        set(tax, "total", cents(running));
        let mut detail = Map::new();
        for row in items.iter() {
            let share = if net.is_zero() { Decimal::ZERO } else { value * amount(row, "net_amount") / net };
            detail.insert(text(row, "item_code").to_owned(), json!([number(rate), number(share)]));
        }
        set_text(tax, "item_wise_tax_detail", Value::Object(detail).to_string());
    }
}

fn deducts(tax: &Doc) -> bool {
    text(tax, "add_deduct_tax") == "Deduct"
}

fn charged(taxes: &[Doc]) -> Decimal {
    taxes.iter().map(|t| if deducts(t) { -amount(t, "tax_amount") } else { amount(t, "tax_amount") }).sum()
}

fn discount(doc: &Doc, net: Decimal, grand: Decimal) -> Decimal {
    let percent = amount(doc, "additional_discount_percentage");
    match percent.is_zero() {
        true => amount(doc, "discount_amount"),
        false => {
            let base = if text(doc, "apply_discount_on") == "Net Total" { net } else { grand };
            cents(base * percent / Decimal::ONE_HUNDRED)
        }
    }
}

/// Takes the discount off the lines in proportion; with a known net total the last line takes the rest.
fn spread(items: &mut [Doc], discount: Decimal, base: Decimal, goal: Option<Decimal>) {
    if base.is_zero() {
        return;
    }
    let mut sum = Decimal::ZERO;
    let last = items.len().saturating_sub(1);
    for (index, row) in items.iter_mut().enumerate() {
        let net = amount(row, "net_amount");
        let part = cents(discount * net / base);
        let mut left = net - part;
        if let Some(goal) = goal.filter(|_| index == last) {
            left = goal - sum;
        }
        sum += left;
        set(row, "distributed_discount_amount", net - left);
        set(row, "net_amount", left);
        let qty = amount(row, "qty");
        set(row, "net_rate", if qty.is_zero() { left } else { cents(left / qty) });
    }
}

fn round_to(value: Decimal, step: Decimal) -> Decimal {
    match step.is_zero() {
        true => value.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven),
        false => cents((value / step).round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven) * step),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn invoice(body: Value, step: &str) -> Doc {
        let Value::Object(mut doc) = body else { panic!("an invoice is an object") };
        doc.insert("conversion_rate".into(), json!(1.0));
        calculate(&mut doc, step.parse().unwrap());
        doc
    }

    #[test]
    fn a_recorded_draft_comes_out_to_the_penny() {
        // Recorded: qty 7 at 33.335 (stored 33.34, in EUR), 19 % on net.
        let doc = invoice(
            json!({"items": [{"qty": 7, "rate": 33.335}], "taxes": [{"charge_type": "On Net Total", "rate": 20}]}),
            "0.01",
        );
        assert_eq!(doc["net_total"], json!(233.38));
        assert_eq!(doc["grand_total"], json!(280.06));
        assert_eq!(doc["rounded_total"], json!(280.06));
    }

    #[test]
    fn halves_go_to_the_even_cent_and_pounds_round_whole() {
        // Recorded: 1.5 x 99.999, 12 x 0.005, 20 % on net: 150 + 0 + 30.
        let doc = invoice(
            json!({"items": [{"qty": 1.5, "rate": 99.999}, {"qty": 12, "rate": 0.005}],
                   "taxes": [{"charge_type": "On Net Total", "rate": 20}]}),
            "0",
        );
        assert_eq!((&doc["total"], &doc["grand_total"]), (&json!(150.0), &json!(180.0)));
        let doc = invoice(json!({"items": [{"qty": 3, "rate": 12.5}], "taxes": []}), "0");
        assert_eq!((&doc["grand_total"], &doc["rounded_total"]), (&json!(37.5), &json!(38.0)));
    }

    #[test]
    fn a_discount_on_net_is_spread_over_the_lines() {
        // Recorded: total 306.18, discount 10.01 on the net total.
        let doc = invoice(
            json!({"items": [{"qty": 1.5, "rate": 123.457}, {"qty": 3, "rate": 0.333}, {"qty": 1000, "rate": 0.125}],
                   "taxes": [], "discount_amount": 10.01, "apply_discount_on": "Net Total"}),
            "0",
        );
        assert_eq!((&doc["total"], &doc["net_total"]), (&json!(306.18), &json!(296.17)));
        assert_eq!(doc["items"][0]["net_amount"], json!(179.14));
        // The lines add up to the net total, whatever each was rounded to.
        let lines = doc["items"].as_array().unwrap();
        let sum: Decimal = lines.iter().map(|l| super::super::state::decimal(&l["net_amount"])).sum();
        assert_eq!(sum, "296.17".parse().unwrap());
    }

    #[test]
    fn taxes_may_stand_on_taxes() {
        let doc = invoice(
            json!({"items": [{"qty": 1, "rate": 100}], "taxes": [
                {"charge_type": "On Net Total", "rate": 10},
                {"charge_type": "On Previous Row Amount", "row_id": "1", "rate": 50},
                {"charge_type": "On Previous Row Total", "row_id": "2", "rate": 10},
                {"charge_type": "Actual", "tax_amount": 4.9}]}),
            "0.01",
        );
        assert_eq!(doc["grand_total"], json!(131.4));
    }
}
