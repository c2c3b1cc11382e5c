//! Discovered fields: the resource that tells them, the field that holds them, and rows that are implied.

use super::{Linter, list};
use crate::manifest::{Discover, Entity, FieldMap};
use crate::model::{FieldKind, Model};

impl Linter<'_> {
    /// Records whose fields a collection tells.
    pub(super) fn discover(&mut self, trail: &[&str], model: &Model, entity: &Entity, discover: &Discover) {
        let at = |word| [trail, &["discover", word]].concat();
        let tells = Model::find(&discover.from).is_some_and(|from| from.slot("fields").is_some());
        if !tells || !self.manifest.resources.contains_key(&discover.from) {
            self.report(
                &at("from"),
                format!("{} is not a resource of this system whose model has fields", discover.from),
            );
        }
        let map = entity.fields.get(&discover.at).map(|spec| spec.map());
        let json = model.fields.iter().any(|f| f.name == discover.at && matches!(f.kind, FieldKind::Json));
        if !json || map.is_none_or(|map| map.at.as_deref() != Some("*")) {
            self.report(&at("at"), format!("{} must be a json field that stands at `*`", discover.at));
        }
        if !entity.nested {
            self.report(
                &[trail, &["discover"]].concat(),
                "records are discovered under their collection: say `nested`",
            );
        }
    }

    /// Rows that the system does not send.
    pub(super) fn implied(&mut self, trail: &[&str], child: &Model, map: &FieldMap) {
        let trail = [trail, &["implied"]].concat();
        for one in &map.implied {
            for name in one.row.keys().filter(|name| child.slot(name).is_none()) {
                let known = list(child.fields.iter().map(|field| field.name));
                self.report(&trail, format!("{name} is not a field of {}; it has: {known}", child.record));
            }
            for path in one.when.keys() {
                self.path(&trail, path, &[]);
            }
        }
    }
}
