//! What customers owe and what is owed to vendors, by how long it is overdue.

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::state::{Books, amount, id_in};
use super::super::table::Object;
use super::figures::{figure, slashed, total};
use super::{Asked, meta, number_format};

pub(super) fn receivable(books: &Books, asked: &Asked) -> Value {
    let open = |invoice: &&Object| {
        ["payment_amount", "writtenoff_amount", "credited_amount"]
            .iter()
            .map(|paid| amount(invoice, paid))
            .sum::<Decimal>()
            < amount(invoice, "balance")
    };
    let of = |customer: i64| -> Vec<Due> {
        let own = books.all("sale-invoices").filter(|invoice| id_in(invoice, "customer_id") == Some(customer));
        own.filter(open).filter_map(|invoice| Due::of(invoice, "invoice_date", &asked.day)).collect()
    };
    // The server looks at the day that was asked for only to tell what is overdue; for how long, it counts from today.
    summary(books, asked, ("customers", "customer_name", "customers_ids", "A/R Aging Summary"), &asked.day, of)
}

pub(super) fn payable(books: &Books, asked: &Asked) -> Value {
    let open =
        |bill: &&Object| amount(bill, "payment_amount") + amount(bill, "credited_amount") < amount(bill, "amount");
    let of = |vendor: i64| -> Vec<Due> {
        let own = books.all("bills").filter(|bill| id_in(bill, "vendor_id") == Some(vendor));
        own.filter(open).filter_map(|bill| Due::of(bill, "bill_date", &asked.day)).collect()
    };
    // Here it forgets the day, and takes today for that too.
    summary(books, asked, ("vendors", "vendor_name", "vendors_ids", "A/P Aging Summary"), &books.clock.today(), of)
}

/// A document that is not paid, a draft too.
struct Due {
    amount: Decimal,
    day: String,
}

impl Due {
    /// None of one that is younger than the day.
    fn of(document: &Object, date: &str, day: &str) -> Option<Due> {
        let at = |member: &str| document.get(member).and_then(Value::as_str).and_then(|text| text.get(..10));
        let due = Due { amount: amount(document, "due_amount"), day: at("due_date")?.to_owned() };
        (at(date)? <= day).then_some(due)
    }
}

/// A period: its days, and its bounds in days overdue.
struct Period {
    shown: Value,
    from: i64,
    to: Option<i64>,
}

fn periods(asked: &Asked) -> Vec<Period> {
    let step = i64::from(asked.days_before.clamp(1, 3_650));
    let count = i64::from(asked.periods.clamp(1, 100));
    let day = asked.day.parse::<Date>().unwrap_or_default();
    let before = |days: i64| day.checked_sub(days.days()).unwrap_or(day).to_string();
    let one = |index: i64| {
        let is_last = index + 1 == count;
        let from = if index == 0 { 0 } else { index * step + 1 };
        let to = (!is_last).then_some((index + 1) * step);
        let shown = json!({"from_period": before(index * step), "to_period": to.map(before), "before_days": from, "to_days": to});
        Period { shown, from, to }
    };
    (0..count).map(one).collect()
}

fn summary(
    books: &Books,
    asked: &Asked,
    (contacts, name, ids, sheet): (&str, &str, &str, &str),
    overdue_on: &str,
    of: impl Fn(i64) -> Vec<Due>,
) -> Value {
    let periods = periods(asked);
    let today = books.clock.today().parse::<Date>().unwrap_or_default();
    let late = |due: &Due| due.day.parse::<Date>().map_or(0, |day| i64::from((today - day).get_days()).max(0));
    let (mut current_sum, mut sums) = (Decimal::ZERO, vec![Decimal::ZERO; periods.len()]);
    let mut rows = Vec::new();
    for contact in books.all(contacts) {
        let (overdue, current): (Vec<Due>, Vec<Due>) =
            of(id_in(contact, "id").unwrap_or(0)).into_iter().partition(|due| due.day.as_str() < overdue_on);
        let current: Decimal = current.iter().map(|due| due.amount).sum();
        // As the server counts: the last day of a period is in none.
        let inside = |period: &Period, days: i64| period.from <= days && period.to.is_none_or(|to| days < to);
        let aged: Vec<Decimal> = periods
            .iter()
            .map(|period| overdue.iter().filter(|due| inside(period, late(due))).map(|due| due.amount).sum())
            .collect();
        current_sum += current;
        sums.iter_mut().zip(&aged).for_each(|(sum, one)| *sum += one);
        rows.push(json!({"current": figure(current), "aging": shown(&periods, &aged, figure),
            "total": total(books, current + aged.iter().sum::<Decimal>()), name: contact["display_name"]}));
    }
    let all = json!({"current": total(books, current_sum), "aging": shown(&periods, &sums, |sum| total(books, sum)),
        "total": total(books, current_sum + sums.iter().sum::<Decimal>())});
    let day = slashed(&asked.day);
    let query = json!({"as_date": asked.day, "aging_days_before": asked.days_before, "aging_periods": asked.periods,
        "number_format": number_format(), ids: [], "branches_ids": [], "none_zero": false});
    json!({"data": {contacts: rows, "total": all}, "columns": periods.iter().map(|period| period.shown.clone()).collect::<Vec<_>>(),
        "query": query,
        "meta": meta(books, sheet, &[("formatted_as_date", day.clone()), ("formatted_date_range", format!("As {day}"))])})
}

fn shown(periods: &[Period], sums: &[Decimal], figure: impl Fn(Decimal) -> Value) -> Vec<Value> {
    let one = |(period, sum): (&Period, &Decimal)| {
        let mut row = period.shown.clone();
        row["total"] = figure(*sum);
        row
    };
    periods.iter().zip(sums).map(one).collect()
}
