//! Facts and overlays.

use super::{Linter, lint, list};

impl Linter<'_> {
    pub(super) fn variations(&mut self) {
        let manifest = self.manifest;
        for (name, fact) in &manifest.facts {
            if let Some(at) = &fact.at {
                self.pointer(&["facts", name, "at"], at);
            }
        }
        for (index, overlay) in manifest.overlays.iter().enumerate() {
            let item = format!("#{index}");
            let trail = ["overlays", item.as_str()];
            for (name, conditions) in &overlay.when {
                let at = [&trail[..], &["when", name]].concat();
                if !manifest.facts.contains_key(name) {
                    let known = list(manifest.facts.keys().map(String::as_str));
                    self.report(&at, format!("there is no fact {name}; known are: {known}"));
                }
                if let Some(wrong) = conditions.wrong() {
                    self.report(&at, format!("{wrong:?} is none of yes, no, =text, >=n, >n, <=n, <n"));
                }
            }
            let touches = |name: &&str| overlay.merge.get(*name).is_some();
            if let Some(name) = ["system", "facts", "overlays"].iter().find(|name| touches(name)) {
                self.report(&[&trail[..], &["merge"]].concat(), format!("{name} cannot be laid over"));
                continue;
            }
            match manifest.overlaid([&overlay.merge]) {
                Err(error) => self.report(&[&trail[..], &["merge"]].concat(), error.message()),
                Ok(merged) => self.merged(&trail, merged),
            }
        }
    }

    /// What is wrong with the manifest when an overlay lies over it.
    fn merged(&mut self, trail: &[&str], mut merged: crate::manifest::Manifest) {
        merged.overlays.clear();
        let mut alone = self.manifest.clone();
        alone.overlays.clear();
        let before = lint(&alone, "");
        for finding in lint(&merged, "").into_iter().filter(|finding| !before.contains(finding)) {
            self.report(&[trail, &["merge"]].concat(), finding.message);
        }
    }
}
