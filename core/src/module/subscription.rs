//! What a tenant has bought, and whether it still stands.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::catalogue::Catalogue;

/// How a subscription stands with the one who bills it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Tried out, until the end of the period.
    Trialing,
    /// Paid, or not billed at all.
    #[default]
    Active,
    /// A payment failed; the days of grace run from then.
    PastDue,
    /// Ended by somebody: at the end of the period that is paid for, else at once.
    Canceled,
    /// Over.
    Expired,
}

/// What a tenant has bought.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Subscription {
    /// How it stands.
    pub status: Status,
    /// The tier; that of the bundle without it.
    pub tier: Option<String>,
    /// The bundle. Without one, everything in the tier is bought.
    pub bundle: Option<String>,
    /// Modules that were bought alone, whatever their tier.
    pub modules: Vec<String>,
    /// How many people the tenant has.
    pub users: Option<u32>,
    /// When the trial or the paid period ends.
    pub period_end: Option<Timestamp>,
    /// Days of grace; the catalogue's without it.
    pub grace_days: Option<u32>,
    /// Since when a payment is owed.
    pub past_due_since: Option<Timestamp>,
    /// As of when the one who bills says so: what is older than what is known changes nothing.
    pub as_of: Option<Timestamp>,
    /// Its name at the one who bills, for example `sub_1MowQVLkdIwHu7ixeRlqHVzs`.
    pub reference: Option<String>,
    /// The signed form, when it came as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Whether its end was noticed and told.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lapsed: bool,
}

/// Whether a subscription gives what was bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does, until then.
    Full(Option<Timestamp>),
    /// It does, though it should have been paid or renewed, until then.
    Grace(Timestamp),
    /// It does no more.
    Ended,
}

impl Subscription {
    /// How it stands at a moment.
    pub fn standing(&self, catalogue: &Catalogue, now: Timestamp) -> Standing {
        let grace = SignedDuration::from_hours(24 * i64::from(self.grace_days.unwrap_or(catalogue.grace_days)));
        // An end beyond all times is no end.
        let graced = |from: Timestamp| from.checked_add(grace).unwrap_or(Timestamp::MAX);
        let (full_until, until) = match self.status {
            Status::Trialing => (self.period_end, self.period_end),
            Status::Active => (self.period_end, self.period_end.map(graced)),
            Status::PastDue => {
                let since = self.past_due_since.or(self.as_of).unwrap_or(Timestamp::MIN);
                (Some(since), Some(graced(since)))
            }
            Status::Canceled => {
                let end = self.period_end.unwrap_or(Timestamp::MIN);
                (Some(end), Some(end))
            }
            Status::Expired => return Standing::Ended,
        };
        match (full_until, until) {
            (_, Some(until)) if now >= until => Standing::Ended,
            (Some(full), Some(until)) if now >= full => Standing::Grace(until),
            (full, _) => Standing::Full(full),
        }
    }

    /// Whether it is over for good: modules that it gave are not kept for a renewal.
    pub fn is_over(&self) -> bool {
        matches!(self.status, Status::Canceled | Status::Expired)
    }

    /// The tier that it gives: the higher one of its own and its bundle's; the lowest where neither has one.
    pub fn tier<'a>(&'a self, catalogue: &'a Catalogue) -> Option<&'a str> {
        let bundle = self.bundle.as_ref().and_then(|name| catalogue.bundles.get(name));
        let tiers = [self.tier.as_deref(), bundle.and_then(|bundle| bundle.tier.as_deref())];
        let highest = tiers.into_iter().flatten().max_by_key(|tier| catalogue.rank(tier));
        catalogue.from(highest)
    }

    /// Whether a module was bought.
    pub fn covers(&self, catalogue: &Catalogue, module: &str) -> bool {
        if self.modules.iter().any(|name| name == module) {
            return true;
        }
        match &self.bundle {
            Some(name) => {
                let bundle = catalogue.bundles.get(name);
                bundle.is_some_and(|bundle| bundle.modules.iter().any(|name| name == module))
            }
            None if self.modules.is_empty() || self.tier.is_some() => {
                let known = catalogue.modules.get(module);
                known.is_some_and(|known| catalogue.reaches(self.tier.as_deref(), known.tier.as_deref()))
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::built_in;
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_end_is_an_end() {
        let catalogue = built_in().unwrap();
        let end = at("2026-12-01T00:00:00Z");
        let one = |status, period_end: Option<Timestamp>| Subscription { status, period_end, ..Default::default() };
        let before = at("2026-11-30T23:59:59Z");
        let week_later = at("2026-12-08T00:00:00Z");
        for (subscription, now, wanted) in [
            (one(Status::Active, None), end, Standing::Full(None)),
            (one(Status::Active, Some(end)), before, Standing::Full(Some(end))),
            (one(Status::Active, Some(end)), end, Standing::Grace(week_later)),
            (one(Status::Active, Some(end)), week_later, Standing::Ended),
            (one(Status::Trialing, Some(end)), before, Standing::Full(Some(end))),
            (one(Status::Trialing, Some(end)), end, Standing::Ended),
            (one(Status::Canceled, Some(end)), before, Standing::Full(Some(end))),
            (one(Status::Canceled, Some(end)), end, Standing::Ended),
            (one(Status::Canceled, None), before, Standing::Ended),
            (one(Status::Expired, Some(end)), before, Standing::Ended),
            (one(Status::PastDue, Some(at("2027-01-01T00:00:00Z"))), before, Standing::Ended),
        ] {
            assert_eq!(subscription.standing(&catalogue, now), wanted, "{subscription:?} at {now}");
        }
        let mut owed = one(Status::PastDue, Some(at("2027-01-01T00:00:00Z")));
        owed.past_due_since = Some(end);
        assert_eq!(owed.standing(&catalogue, end), Standing::Grace(week_later), "grace runs from the failed payment");
        assert_eq!(owed.standing(&catalogue, week_later), Standing::Ended, "not from the end of the next period");
        owed.grace_days = Some(0);
        assert_eq!(owed.standing(&catalogue, end), Standing::Ended);
    }

    #[test]
    fn a_bundle_a_tier_or_single_modules_are_bought() {
        let catalogue = built_in().unwrap();
        let covered = |subscription: &Subscription| -> Vec<String> {
            let names = catalogue.modules.keys().filter(|name| subscription.covers(&catalogue, name));
            names.cloned().collect()
        };
        let bundle = Subscription { bundle: Some("starter".into()), ..Default::default() };
        assert_eq!(covered(&bundle), ["crm", "accounting"]);
        let more = Subscription { modules: vec!["workspace".into()], ..bundle };
        assert_eq!(covered(&more), ["crm", "accounting", "workspace"]);
        let alone = Subscription { modules: vec!["hr".into()], ..Default::default() };
        assert_eq!(covered(&alone), ["hr"]);
        let tier = Subscription { tier: Some("starter".into()), ..Default::default() };
        assert!(tier.covers(&catalogue, "inventory") && !tier.covers(&catalogue, "workspace"));
        let ultimate = Subscription { tier: Some("ultimate".into()), ..Default::default() };
        assert_eq!(covered(&ultimate).len(), catalogue.modules.len());
        let nothing = Subscription::default();
        assert_eq!(covered(&nothing), Vec::<String>::new(), "no tier has no module that needs one");
    }
}
