//! Names: how they are written, and whether there is what they stand for.

use super::{Linter, keys};

impl Linter<'_> {
    pub(super) fn name(&mut self, trail: &[&str], name: &str) {
        let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(1..=64).contains(&name.len()) || !name.chars().all(fine) {
            self.report(trail, "use 1 to 64 characters of a-z 0-9 _");
        }
    }

    pub(super) fn tier(&mut self, trail: &[&str], tier: Option<&str>) {
        if let Some(tier) = tier.filter(|tier| self.catalogue.rank(tier).is_none()) {
            let known: Vec<&str> = keys(&self.catalogue.tiers);
            self.report(trail, format_args!("there is no tier {tier:?}; there is: {}", known.join(", ")));
        }
    }

    pub(super) fn known(&mut self, trail: &[&str], module: &str) -> bool {
        let known = self.catalogue.modules.contains_key(module);
        if !known {
            self.report(trail, format_args!("there is no module {module:?}"));
        }
        known
    }
}
