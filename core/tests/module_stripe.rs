//! Stripe's subscription events, in the form of its API reference before and since the version 2025-03-31.
#![allow(clippy::unwrap_used)]

use coreflow_bridge::bridge::Bridge;
use coreflow_bridge::module::{Catalogue, FromStripe, Status, Subscription, from_stripe, load};
use coreflow_bridge::{Code, Error};
use serde_json::{Value as Json, json};

const CATALOGUE: &str = "
catalogue: sold
title: Sold by Stripe
tiers:
  starter: {title: Starter, stripe_prices: [price_1MowQULkdIwHu7ixraBm864M]}
  professional: {title: Professional, stripe_prices: [professional_monthly]}
modules:
  crm: {title: Customers}
  hr: {title: People, users: {min: 2}, stripe_prices: [hr_monthly]}
bundles:
  all: {title: All, modules: [crm, hr], stripe_prices: [all_yearly]}
";

fn catalogue() -> Catalogue {
    load("sold.yaml", CATALOGUE).unwrap()
}

/// A subscription as the API reference shows one, with the members that it has in all versions.
const SUBSCRIPTION: &str = r#"{
    "id": "sub_1MowQVLkdIwHu7ixeRlqHVzs", "object": "subscription", "application": null,
    "automatic_tax": {"enabled": false, "liability": null}, "billing_cycle_anchor": 1679609767, "cancel_at": null,
    "cancel_at_period_end": false, "canceled_at": null,
    "cancellation_details": {"comment": null, "feedback": null, "reason": null},
    "collection_method": "charge_automatically", "created": 1679609767, "currency": "usd",
    "customer": "cus_Na6dX7aXxi11N4", "days_until_due": null, "default_payment_method": null, "discounts": null,
    "ended_at": null, "latest_invoice": "in_1MowQWLkdIwHu7ixuzkSPfKd", "livemode": false,
    "items": {
        "object": "list", "has_more": false, "total_count": 1,
        "url": "/v1/subscription_items?subscription=sub_1MowQVLkdIwHu7ixeRlqHVzs",
        "data": [{
            "id": "si_Na6dzxczY5fwHx", "object": "subscription_item", "created": 1679609768, "metadata": {},
            "quantity": 1, "subscription": "sub_1MowQVLkdIwHu7ixeRlqHVzs", "current_period_start": 1679609767,
            "current_period_end": 1682288167,
            "price": {
                "id": "price_1MowQULkdIwHu7ixraBm864M", "object": "price", "active": true, "currency": "usd",
                "livemode": false, "lookup_key": null, "metadata": {}, "product": "prod_Na6dGcTsmU0I4R",
                "recurring": {"interval": "month", "interval_count": 1, "usage_type": "licensed"},
                "type": "recurring", "unit_amount": 1000
            }
        }]
    },
    "metadata": {"tenant_id": "acme"}, "pause_collection": null, "schedule": null, "start_date": 1679609767,
    "trial_end": null, "trial_start": null
}"#;

fn subscription(status: &str) -> Json {
    let mut object: Json = serde_json::from_str(SUBSCRIPTION).unwrap();
    object["status"] = json!(status);
    object
}

fn event(kind: &str, object: Json) -> String {
    json!({
        "id": "evt_1NG8Du2eZvKYlo2CUI79vXWy", "object": "event", "api_version": "2025-03-31.basil", "created": 1680000000,
        "data": {"object": object}, "livemode": false, "pending_webhooks": 1,
        "request": {"id": null, "idempotency_key": null}, "type": kind,
    })
    .to_string()
}

fn read(object: Json) -> Result<FromStripe, Error> {
    let kind = "customer.subscription.updated";
    from_stripe(&catalogue(), &event(kind, object)).map(|found| found.expect("it is about a subscription"))
}

fn changed(status: &str, set: Json) -> Subscription {
    let mut object = subscription(status);
    for (name, value) in set.as_object().unwrap() {
        object[name] = value.clone();
    }
    read(object).unwrap().change
}

fn with_price(set: Json) -> Result<Subscription, Error> {
    let mut object = subscription("active");
    for (name, value) in set.as_object().unwrap() {
        object["items"]["data"][0]["price"][name] = value.clone();
    }
    read(object).map(|found| found.change)
}

fn end(subscription: &Subscription) -> i64 {
    subscription.period_end.unwrap().as_second()
}

#[test]
fn a_paid_subscription_is_active_until_its_items_are_renewed() {
    let found = read(subscription("active")).unwrap();
    assert_eq!((found.tenant.as_deref(), found.event.as_str()), (Some("acme"), "evt_1NG8Du2eZvKYlo2CUI79vXWy"));
    let change = found.change;
    assert_eq!((change.status, change.tier.as_deref(), end(&change)), (Status::Active, Some("starter"), 1682288167));
    assert_eq!(change.as_of.unwrap().as_second(), 1680000000);
    assert_eq!(change.reference.as_deref(), Some("sub_1MowQVLkdIwHu7ixeRlqHVzs"));
    assert_eq!(change.users, None, "a quantity of 1 is no number of people");
}

#[test]
fn the_period_of_older_versions_is_the_subscriptions_own() {
    let mut object = subscription("active");
    object["current_period_end"] = json!(1690000000);
    object["items"]["data"][0].as_object_mut().unwrap().remove("current_period_end");
    assert_eq!(end(&read(object).unwrap().change), 1690000000);
}

#[test]
fn every_status_has_its_meaning() {
    let trial = changed("trialing", json!({"trial_end": 1681000000}));
    assert_eq!((trial.status, end(&trial)), (Status::Trialing, 1681000000));
    assert_eq!(changed("past_due", json!({})).status, Status::PastDue);
    for unpaid in ["unpaid", "incomplete"] {
        let unpaid = changed(unpaid, json!({}));
        assert_eq!((unpaid.status, unpaid.grace_days), (Status::PastDue, Some(0)), "nothing is given until it is paid");
    }
    let paused = changed("paused", json!({"trial_end": 1679999999}));
    assert_eq!((paused.status, end(&paused)), (Status::Trialing, 1679999999));
    let ended = changed("canceled", json!({"ended_at": 1680000001}));
    assert_eq!((ended.status, end(&ended)), (Status::Canceled, 1680000001));
    assert_eq!(changed("incomplete_expired", json!({})).status, Status::Expired);
    let error = read(subscription("frozen")).unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
}

#[test]
fn what_is_cancelled_at_the_end_of_the_period_is_given_until_then() {
    let at_end = changed("active", json!({"cancel_at_period_end": true}));
    assert_eq!((at_end.status, end(&at_end)), (Status::Canceled, 1682288167));
    let at = changed("active", json!({"cancel_at_period_end": true, "cancel_at": 1681111111}));
    assert_eq!((at.status, end(&at)), (Status::Canceled, 1681111111));
    let owed = changed("past_due", json!({"cancel_at": 1999999999}));
    assert_eq!(owed.status, Status::PastDue, "what is not paid is not given longer");
}

#[test]
fn prices_say_what_was_bought_by_id_by_lookup_key_or_by_metadata() {
    let by_key = with_price(json!({"id": "price_2", "lookup_key": "professional_monthly"})).unwrap();
    assert_eq!(by_key.tier.as_deref(), Some("professional"));
    let bundle = with_price(json!({"id": "price_2", "lookup_key": "all_yearly"})).unwrap();
    assert_eq!((bundle.bundle.as_deref(), bundle.tier), (Some("all"), None));
    let module = with_price(json!({"id": "hr_monthly", "metadata": {"coreflow_users": "quantity"}})).unwrap();
    assert_eq!((module.modules.as_slice(), module.users), (&["hr".to_owned()][..], Some(1)));
    let told = with_price(json!({"id": "x", "metadata": {"coreflow_tier": "starter", "coreflow_modules": "crm, hr"}}));
    assert_eq!(told.unwrap().modules, ["crm", "hr"]);
    let all = changed("active", json!({"metadata": {"coreflow_bundle": "all", "coreflow_users": "12"}}));
    assert_eq!((all.bundle.as_deref(), all.users), (Some("all"), Some(12)));
    let unknown = with_price(json!({"id": "price_2"})).unwrap_err();
    assert!(unknown.message().contains("price_2") && unknown.code() == Code::InvalidInput, "never guessed");
    let mut part = subscription("active");
    part["items"]["has_more"] = json!(true);
    assert_eq!(read(part).unwrap_err().code(), Code::InvalidInput);
    assert_eq!(with_price(json!({"metadata": {"coreflow_users": "many"}})).unwrap_err().code(), Code::InvalidInput);
}

#[test]
fn other_events_are_of_no_concern_and_other_texts_are_no_events() {
    let invoice = event("invoice.paid", json!({"id": "in_1", "object": "invoice"}));
    assert_eq!(from_stripe(&catalogue(), &invoice).unwrap(), None);
    for text in ["", "[]", "{}", "no", &event("customer.subscription.created", json!({"id": "sub_1"}))] {
        assert_eq!(from_stripe(&catalogue(), text).unwrap_err().code(), Code::InvalidInput, "{text}");
    }
}

#[tokio::test]
async fn events_drive_a_tenants_modules_in_any_order() {
    let config = json!({"store": ":memory:", "catalogue": {"yaml": CATALOGUE}}).to_string();
    let bridge = Bridge::open(&config).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let apply = async |kind: &str, id: &str, created: i64, status: &str| -> Json {
        let mut object = subscription(status);
        object["id"] = json!(id);
        object["items"]["data"][0]["current_period_end"] = json!(4102444800_i64);
        let mut event: Json = serde_json::from_str(&event(kind, object)).unwrap();
        event["created"] = json!(created);
        let found: Json = serde_json::from_str(&bridge.subscription_from_stripe(&event.to_string()).unwrap()).unwrap();
        assert_eq!(found["tenant"], "acme");
        serde_json::from_str(&tenant.set_subscription(&found["change"].to_string()).await.unwrap()).unwrap()
    };
    assert_eq!(apply("customer.subscription.created", "sub_1", 100, "incomplete").await["standing"], "ended");
    assert_eq!(apply("customer.subscription.updated", "sub_1", 101, "active").await["standing"], "full");
    tenant.change_modules(r#"{"activate": ["crm"]}"#).await.unwrap();
    let late = apply("customer.subscription.created", "sub_1", 100, "incomplete").await;
    assert_eq!(
        (&late["applied"], &late["standing"]),
        (&json!(false), &json!("full")),
        "what comes late changes nothing"
    );
    let other = apply("customer.subscription.deleted", "sub_0", 200, "canceled").await;
    assert_eq!((&other["applied"], &other["standing"]), (&json!(false), &json!("full")), "another one ended");
    let own = apply("customer.subscription.deleted", "sub_1", 201, "canceled").await;
    assert_eq!((&own["standing"], &own["deactivated"]), (&json!("ended"), &json!(["crm"])));
    assert_eq!(tenant.active_modules().await.unwrap(), "[]");
    assert_eq!(bridge.subscription_from_stripe(&event("invoice.paid", json!({}))).unwrap(), "null");
}
