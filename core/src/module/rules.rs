//! Which modules can be active together, for whom.

use jiff::Timestamp;

use super::catalogue::Catalogue;
use super::entitlement::Entitled;
use super::hint::{Hint, Why};
use super::report::{Finding, Report, Rule};

impl Report {
    fn not_bought(&mut self, hint: Hint) {
        if matches!(hint.why, Why::Tier | Why::NotSubscribed) {
            let what = match (&hint.required_tier, &hint.required_bundle) {
                (Some(tier), _) => format!("upgrade to the tier {tier}"),
                (None, Some(bundle)) => format!("change to the bundle {bundle}"),
                (None, None) => "add it to the subscription".to_owned(),
            };
            self.suggest("upgrade", &hint.module, None, format!("{what} for {}", hint.module));
        }
        self.errors.push(Finding {
            required_tier: hint.required_tier.clone(),
            required_bundle: hint.required_bundle.clone(),
            hint: Some(hint.clone()),
            ..Self::finding(&hint.module, Rule::Entitlement, None, hint.message())
        });
    }

    /// Holds the new modules of a set against the rules; `set` holds them, too.
    pub(super) fn hold(
        &mut self,
        catalogue: &Catalogue,
        entitled: &Entitled,
        set: &[&str],
        new: &[&str],
        now: Timestamp,
    ) {
        for name in new {
            let Some(module) = catalogue.modules.get(*name) else { continue };
            for needed in module.requires.iter().filter(|needed| !set.contains(&needed.as_str())) {
                self.error(name, Rule::Requires, Some(needed), format!("{name} needs {needed}, which is not active"));
                self.suggest("activate", needed, Some(name), format!("activate {needed}, which {name} needs"));
            }
            for other in set.iter().filter(|other| *other != name && catalogue.conflict(name, other)) {
                // Of two new ones, the first tells.
                if new.iter().position(|one| one == other) < new.iter().position(|one| one == name)
                    && new.contains(other)
                {
                    continue;
                }
                self.error(name, Rule::Conflicts, Some(other), format!("{name} and {other} exclude each other"));
                self.suggest("deactivate", other, Some(name), format!("deactivate {other}, which excludes {name}"));
            }
            if let Err(hint) = entitled.permits(catalogue, name, now) {
                self.not_bought(hint);
            }
            if let Some(users) = entitled.subscription().and_then(|subscription| subscription.users) {
                let wrong = match (module.users.min, module.users.max) {
                    (Some(min), _) if users < min => {
                        Some(format!("{name} is for {min} users and more, not for {users}"))
                    }
                    (_, Some(max)) if users > max => Some(format!("{name} is for up to {max} users, not for {users}")),
                    _ => None,
                };
                if let Some(message) = wrong {
                    self.error(name, Rule::Users, None, message);
                }
            }
        }
    }
}

/// Whether modules can be active together, for a tenant: what is unknown, missing, excluded, not bought.
pub fn validate(catalogue: &Catalogue, entitled: &Entitled, modules: &[String], now: Timestamp) -> Report {
    let mut report = Report::default();
    let mut set: Vec<&str> = Vec::new();
    for name in modules {
        match catalogue.modules.contains_key(name) {
            false => report.error(name, Rule::Unknown, None, unknown(catalogue, name)),
            true if set.contains(&name.as_str()) => {
                report.warn(name, Rule::Already, format!("{name} is named twice"));
            }
            true => set.push(name),
        }
    }
    report.hold(catalogue, entitled, &set, &set, now);
    report.close()
}

pub(super) fn unknown(catalogue: &Catalogue, name: &str) -> String {
    format!("there is no module {name:.64?}; there is: {}", catalogue.known())
}

/// All that a module needs, directly or not; itself only where modules need each other in a circle.
pub(super) fn needs<'c>(catalogue: &'c Catalogue, module: &str) -> Vec<&'c str> {
    let mut found: Vec<&str> = Vec::new();
    let mut open: Vec<&str> = vec![module];
    while let Some(next) = open.pop() {
        let Some((_, module)) = catalogue.modules.get_key_value(next) else { continue };
        for needed in &module.requires {
            if let Some((needed, _)) = catalogue.modules.get_key_value(needed.as_str())
                && !found.contains(&needed.as_str())
            {
                found.push(needed);
                open.push(needed);
            }
        }
    }
    found
}
