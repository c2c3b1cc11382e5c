//! Stripe's subscription events as changes of a subscription. Pure: nothing is asked, and the signature of the event is
//! checked before, where it comes in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::catalogue::Catalogue;
use super::subscription::{Status, Subscription};
use crate::error::{Error, Result, json_reason};

/// The names under which a subscription's metadata hold the tenant.
const TENANT: [&str; 2] = ["tenant_id", "tenantId"];

/// What an event of Stripe says of a tenant's subscription.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FromStripe {
    /// The tenant, from the metadata of the subscription.
    pub tenant: Option<String>,
    /// The event.
    pub event: String,
    /// What the subscription is now.
    pub change: Subscription,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: serde_json::Value,
}

type Metadata = BTreeMap<String, String>;

#[derive(Deserialize)]
struct Bought {
    id: String,
    status: String,
    #[serde(default)]
    metadata: Metadata,
    items: Items,
    #[serde(default)]
    cancel_at_period_end: bool,
    cancel_at: Option<i64>,
    ended_at: Option<i64>,
    trial_end: Option<i64>,
    /// Up to the version 2025-03-31 of Stripe's API; then each item has its own.
    current_period_end: Option<i64>,
}

#[derive(Deserialize)]
struct Items {
    data: Vec<Item>,
    #[serde(default)]
    has_more: bool,
}

#[derive(Deserialize)]
struct Item {
    price: Price,
    quantity: Option<u32>,
    current_period_end: Option<i64>,
}

#[derive(Deserialize)]
struct Price {
    id: String,
    lookup_key: Option<String>,
    #[serde(default)]
    metadata: Metadata,
}

/// What a tenant has now, by an event of Stripe (JSON); nothing where the event is not about a subscription.
pub fn from_stripe(catalogue: &Catalogue, event_json: &str) -> Result<Option<FromStripe>> {
    let wrong = |what: &str, error: serde_json::Error| Error::invalid_input(format!("{what}: {}", json_reason(&error)));
    let event: Event = serde_json::from_str(event_json).map_err(|error| wrong("this is no event of Stripe", error))?;
    if !event.kind.starts_with("customer.subscription.") {
        return Ok(None);
    }
    let bought: Bought = serde_json::from_value(event.data.object)
        .map_err(|error| wrong("the subscription in Stripe's event", error))?;
    let as_of = second(event.created)?;
    let mut change = sold(catalogue, &bought)?;
    change.as_of = Some(as_of);
    standing(&mut change, &bought, as_of)?;
    change.reference = Some(bought.id);
    let tenant = TENANT.iter().find_map(|name| bought.metadata.get(*name)).cloned();
    Ok(Some(FromStripe { tenant, event: event.id, change }))
}

/// Status and end, in our words.
fn standing(change: &mut Subscription, bought: &Bought, as_of: Timestamp) -> Result<()> {
    let items = bought.items.data.iter().filter_map(|item| item.current_period_end);
    // What is renewed first tells when to look again.
    let period_end = bought.current_period_end.or(items.clone().min()).map(second).transpose()?;
    let trial_end = bought.trial_end.map(second).transpose()?;
    match bought.status.as_str() {
        _ if bought.cancel_at.is_some() && matches!(bought.status.as_str(), "active" | "trialing") => {
            change.status = Status::Canceled;
            change.period_end = bought.cancel_at.map(second).transpose()?;
        }
        "active" | "trialing" if bought.cancel_at_period_end => {
            change.status = Status::Canceled;
            change.period_end = bought.current_period_end.or(items.max()).map(second).transpose()?;
        }
        "trialing" => {
            change.status = Status::Trialing;
            change.period_end = trial_end.or(period_end);
        }
        "active" => {
            change.status = Status::Active;
            change.period_end = period_end;
        }
        "past_due" => {
            change.status = Status::PastDue;
            change.period_end = period_end;
        }
        // The tries to collect it are over, or it was never paid: nothing is given until it is.
        "unpaid" | "incomplete" => {
            change.status = Status::PastDue;
            change.period_end = period_end;
            change.grace_days = Some(0);
        }
        // A trial that ended without a means to pay.
        "paused" => {
            change.status = Status::Trialing;
            change.period_end = Some(trial_end.unwrap_or(as_of).min(as_of));
        }
        "canceled" => {
            change.status = Status::Canceled;
            change.period_end = Some(bought.ended_at.map(second).transpose()?.unwrap_or(as_of));
        }
        "incomplete_expired" => change.status = Status::Expired,
        other => return Err(Error::invalid_input(format!("Stripe's status {other:.64?} is not known"))),
    }
    Ok(())
}

/// What was bought: by the prices that the catalogue names, else by metadata.
fn sold(catalogue: &Catalogue, bought: &Bought) -> Result<Subscription> {
    if bought.items.has_more {
        return Err(Error::invalid_input("the event does not hold all items; read the subscription from Stripe"));
    }
    let mut sold = Subscription::default();
    for item in &bought.items.data {
        let price = &item.price;
        let is = |known: &[String]| known.iter().any(|one| *one == price.id || Some(one) == price.lookup_key.as_ref());
        if let Some((tier, _)) = catalogue.tiers.iter().find(|(_, tier)| is(&tier.stripe_prices)) {
            sold.tier = Some(tier.clone());
        } else if let Some((bundle, _)) = catalogue.bundles.iter().find(|(_, bundle)| is(&bundle.stripe_prices)) {
            sold.bundle = Some(bundle.clone());
        } else if let Some((module, _)) = catalogue.modules.iter().find(|(_, module)| is(&module.stripe_prices)) {
            sold.modules.push(module.clone());
        }
        told(&mut sold, &price.metadata, item.quantity)?;
    }
    told(&mut sold, &bought.metadata, None)?;
    if sold.tier.is_none() && sold.bundle.is_none() && sold.modules.is_empty() {
        let prices: Vec<&str> = bought.items.data.iter().map(|item| item.price.id.as_str()).collect();
        let message = format!(
            "neither the catalogue (stripe_prices) nor metadata say what these prices are for: {}",
            prices.join(", ")
        );
        return Err(Error::invalid_input(message).with_context("subscription", bought.id.as_str()));
    }
    Ok(sold)
}

/// What metadata say.
fn told(sold: &mut Subscription, metadata: &Metadata, quantity: Option<u32>) -> Result<()> {
    if let Some(tier) = metadata.get("coreflow_tier") {
        sold.tier = Some(tier.clone());
    }
    if let Some(bundle) = metadata.get("coreflow_bundle") {
        sold.bundle = Some(bundle.clone());
    }
    for module in metadata.get("coreflow_modules").into_iter().flat_map(|text| text.split(',')).map(str::trim) {
        if !module.is_empty() && !sold.modules.iter().any(|known| known == module) {
            sold.modules.push(module.to_owned());
        }
    }
    match metadata.get("coreflow_users").map(String::as_str) {
        None => {}
        Some("quantity") => sold.users = quantity.or(sold.users),
        Some(text) => {
            let users = text.parse();
            let wrong = |_| Error::invalid_input(format!("coreflow_users is {text:.64?}, not a number or quantity"));
            sold.users = Some(users.map_err(wrong)?);
        }
    }
    Ok(())
}

fn second(seconds: i64) -> Result<Timestamp> {
    Timestamp::from_second(seconds).map_err(|_| Error::invalid_input(format!("{seconds} is not a time of Stripe")))
}
