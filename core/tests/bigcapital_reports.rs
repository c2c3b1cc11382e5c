//! Reports of the sandbox's books: they agree with its documents, and move with them.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used)]

use coreflow_bridge::Code;
use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::sandbox::{Sandbox, SandboxConfig};
use rust_decimal::Decimal;
use rust_decimal::prelude::RoundingStrategy;
use serde_json::{Value as Json, json};

async fn setup() -> (Sandbox, Bridge, Tenant) {
    let config = SandboxConfig { systems: vec!["bigcapital".into()], ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let at = &sandbox.describe()["bigcapital"];
    let request =
        json!({"system": "bigcapital", "instance": at["url"], "credential": at["credential"], "allow_private": true});
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
    (sandbox, bridge, tenant)
}

async fn all(tenant: &Tenant, resource: &str, wanted: Json) -> coreflow_bridge::Result<Vec<Json>> {
    let listing = tenant.list(resource, &json!({ "where": wanted }).to_string())?;
    let mut records = Vec::new();
    while let Some(page) = listing.next_page().await? {
        let page: Json = serde_json::from_str(&page.to_json()).unwrap();
        assert_eq!(page["quarantined"], json!([]), "{resource}");
        records.extend(page["records"].as_array().unwrap().iter().cloned());
    }
    Ok(records)
}

async fn report(tenant: &Tenant, wanted: Json) -> Json {
    let mut found = all(tenant, "accounting.reports", wanted).await.unwrap();
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn decimal(value: &Json) -> Decimal {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned).parse().unwrap()
}

/// As the ledger's columns keep it.
fn kept(value: &Json) -> Decimal {
    decimal(value).round_dp_with_strategy(3, RoundingStrategy::MidpointAwayFromZero)
}

/// The amount of the row with that id, wherever it stands.
fn amount(rows: &Json, id: &Json) -> Option<Decimal> {
    rows.as_array()?.iter().find_map(|row| match row["id"] == *id {
        true => Some(decimal(&row["total"]["amount"])),
        false => amount(&row["children"], id),
    })
}

const YEAR: (&str, &str) = ("2026-01-01", "2026-12-31");

fn of_the_year(kind: &str) -> Json {
    json!({"kind": kind, "start_date": YEAR.0, "end_date": YEAR.1})
}

#[tokio::test]
async fn statements_agree_with_each_other_and_with_the_documents() {
    let (_sandbox, _bridge, tenant) = setup().await;
    let trial = report(&tenant, of_the_year("trial_balance")).await;
    let sheet = report(&tenant, of_the_year("balance_sheet")).await;
    let earned = report(&tenant, of_the_year("profit_and_loss")).await;
    assert_eq!((&sheet["title"], &sheet["currency"]), (&json!("Balance Sheet Statement"), &json!("USD")));

    let invoices = all(&tenant, "accounting.invoices", json!({"direction": "sales"})).await.unwrap();
    let posted: Vec<&Json> = invoices.iter().filter(|invoice| invoice["status"] != "draft").collect();
    assert!(posted.len() > 10 && posted.len() < invoices.len());
    let owed: Decimal = posted.iter().map(|invoice| kept(&invoice["amount_due"])).sum();
    let receivable = trial["figures"].as_array().unwrap().iter().find(|row| row["id"] == 1006).unwrap();
    assert_eq!(decimal(&receivable["balance"]), owed);
    assert_eq!(amount(&sheet["figures"], &json!(1006)), Some(owed));
    let income = amount(&earned["figures"], &json!("INCOME")).unwrap();
    assert_eq!(income, posted.iter().map(|invoice| kept(&invoice["subtotal"])).sum::<Decimal>());

    // The server owes its own books the tax that comes on top of a price: it is posted, and nobody owes it.
    let tax = trial["figures"].as_array().unwrap().iter().find(|row| row["id"] == 1013).unwrap();
    assert!(decimal(&tax["credit"]) > Decimal::ZERO);
    assert_eq!(decimal(&trial["totals"]["balance"]), -decimal(&tax["credit"]));
    let net = amount(&earned["figures"], &json!("NET_INCOME")).unwrap();
    assert_eq!(amount(&sheet["figures"], &json!("NET_INCOME")), Some(net));
    let side = |id: &str| amount(&sheet["figures"], &json!(id)).unwrap();
    assert_eq!(side("ASSETS") - side("LIABILITY_EQUITY"), decimal(&trial["totals"]["balance"]));
}

#[tokio::test]
async fn agings_and_balances_move_with_an_invoice() {
    let (_sandbox, _bridge, tenant) = setup().await;
    let aging = json!({"kind": "receivables_aging", "end_date": "2026-11-23"});
    let balances = json!({"kind": "customer_balances", "end_date": "2026-11-23"});
    let total = |report: &Json, at: &str| decimal(report["totals"].pointer(at).unwrap());
    let aged = total(&report(&tenant, aging.clone()).await, "/total/amount");
    let owed = total(&report(&tenant, balances.clone()).await, "/total/amount");
    assert!(aged > Decimal::ZERO && owed > Decimal::ZERO);

    let customer = all(&tenant, "accounting.contacts", json!({"roles": "customer"})).await.unwrap().remove(0);
    let items = all(&tenant, "accounting.items", json!({})).await.unwrap();
    let item = items.iter().find(|item| item["sold"] == true).unwrap();
    let lines = json!([{"item_id": item["id"], "quantity": 2, "unit_price": "50.25"}]);
    let input = json!({"direction": "sales", "contact_id": customer["id"], "issue_date": "2026-11-20", "due_date": "2026-12-20", "lines": lines});
    let made = tenant.create("accounting.invoices", &input.to_string(), "").await.unwrap();
    let id = serde_json::from_str::<Json>(&made.to_json()).unwrap()["id"].as_str().unwrap().to_owned();
    // The ledger knows what is issued; the server's aging counts drafts as well.
    assert_eq!(total(&report(&tenant, balances.clone()).await, "/total/amount"), owed);
    let more: Decimal = "100.50".parse().unwrap();
    assert_eq!(total(&report(&tenant, aging).await, "/total/amount"), aged + more);
    tenant.action("accounting.invoices", &id, "deliver", "", "").await.unwrap();
    assert_eq!(total(&report(&tenant, balances).await, "/total/amount"), owed + more);
    let early = report(&tenant, json!({"kind": "customer_balances", "end_date": "2025-12-31"})).await;
    assert_eq!((&early["figures"], total(&early, "/total/amount")), (&json!([]), Decimal::ZERO));
}

#[tokio::test]
async fn what_is_owed_to_suppliers_is_aged_too() {
    let (_sandbox, _bridge, tenant) = setup().await;
    let aging = report(&tenant, json!({"kind": "payables_aging", "end_date": "2026-11-23"})).await;
    let vendors = aging["figures"].as_array().unwrap();
    assert_eq!(vendors.len(), 1);
    let row = &vendors[0];
    let periods: Decimal =
        row["aging"].as_array().unwrap().iter().map(|period| decimal(&period["total"]["amount"])).sum();
    assert_eq!(row["aging"].as_array().unwrap().len(), 3);
    assert_eq!(decimal(&row["total"]["amount"]), periods + decimal(&row["current"]["amount"]));
    let owed = report(&tenant, json!({"kind": "supplier_balances", "end_date": "2026-11-23"})).await;
    assert_eq!(owed["figures"][0]["vendor_name"], row["vendor_name"]);
}

#[tokio::test]
async fn what_the_sandbox_does_not_carry_is_refused_by_name() {
    let (_sandbox, _bridge, tenant) = setup().await;
    for (kind, name) in [("cash_flow", "cashflow-statement"), ("stock_value", "inventory-valuation")] {
        let error = all(&tenant, "accounting.reports", json!({"kind": kind, "end_date": YEAR.1})).await.unwrap_err();
        assert_eq!(error.code(), Code::Unsupported, "{error}");
        assert_eq!(error.message(), format!("the sandbox does not carry the report {name}"));
    }
}
