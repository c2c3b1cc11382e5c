//! What is sold: bundles that are whole, quotas for every tier, prices that mean one thing.

use super::super::catalogue::Counts;
use super::super::quota::Per;
use super::super::rules::needs;
use super::{Linter, keys};

impl Linter<'_> {
    pub(super) fn bundles(&mut self) {
        for (name, bundle) in &self.catalogue.bundles {
            let trail = ["bundles", name.as_str(), "modules"];
            self.tier(&["bundles", name, "tier"], bundle.tier.as_deref());
            for module in &bundle.modules {
                if !self.known(&trail, module) {
                    continue;
                }
                let tier = self.catalogue.modules[module].tier.as_deref();
                if !self.catalogue.reaches(self.catalogue.from(bundle.tier.as_deref()), tier) {
                    self.report(&trail, format_args!("{module} is not in the tier of the bundle"));
                }
                for needed in needs(self.catalogue, module) {
                    if !bundle.modules.iter().any(|one| one == needed) {
                        self.report(&trail, format_args!("{module} needs {needed}, which the bundle lacks"));
                    }
                }
                if let Some(other) = bundle.modules.iter().find(|other| self.catalogue.conflict(module, other)) {
                    self.report(&trail, format_args!("{module} and {other} exclude each other"));
                }
            }
        }
    }

    pub(super) fn quotas(&mut self) {
        for (metric, quota) in &self.catalogue.quotas {
            for module in &quota.modules {
                self.known(&["quotas", metric, "modules"], module);
            }
            match quota.counts {
                None if !quota.modules.is_empty() => {
                    let message = "only what the bridge counts can be of modules: say counts: calls";
                    self.report(&["quotas", metric, "modules"], message);
                }
                Some(Counts::Calls) if quota.per == Per::Total => {
                    self.report(&["quotas", metric, "per"], "calls are used up: say hour, day or month");
                }
                _ => {}
            }
            for tier in quota.limits.keys() {
                self.tier(&["quotas", metric, "limits", tier], Some(tier));
            }
            let missing: Vec<&str> =
                keys(&self.catalogue.tiers).into_iter().filter(|tier| !quota.limits.contains_key(*tier)).collect();
            if !missing.is_empty() {
                self.report(
                    &["quotas", metric, "limits"],
                    format_args!("there is no limit for {}", missing.join(", ")),
                );
            }
        }
    }

    /// One price means one thing.
    pub(super) fn prices(&mut self) {
        let catalogue = self.catalogue;
        let tiers = catalogue.tiers.iter().map(|(name, tier)| ("tiers", name, &tier.stripe_prices));
        let bundles = catalogue.bundles.iter().map(|(name, bundle)| ("bundles", name, &bundle.stripe_prices));
        let modules = catalogue.modules.iter().map(|(name, module)| ("modules", name, &module.stripe_prices));
        let mut seen: Vec<&str> = Vec::new();
        for (part, name, prices) in tiers.chain(bundles).chain(modules) {
            for price in prices {
                if seen.contains(&price.as_str()) {
                    self.report(
                        &[part, name, "stripe_prices"],
                        format_args!("{price:?} stands for something else, too"),
                    );
                }
                seen.push(price);
            }
        }
    }
}
