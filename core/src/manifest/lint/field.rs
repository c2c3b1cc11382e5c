//! Fields: names of the model, converters that fit, words of enums, targets of references.

use indexmap::IndexMap;

use super::entity::fields_of;
use super::{Linter, list};
use crate::manifest::resolve::option_of;
use crate::manifest::{Converter, FieldMap, FieldSpec, RefTarget, Resource};
use crate::model::{Field, FieldKind, Model};

impl Linter<'_> {
    pub(super) fn fields(&mut self, trail: &[&str], model: &Model, fields: &IndexMap<String, FieldSpec>) {
        for (name, spec) in fields {
            let trail = [trail, &[name.as_str()]].concat();
            match model.slot(name) {
                Some(slot) => {
                    let map = spec.map();
                    self.field(&trail, &model.fields[slot], &map);
                    self.beside(&[&trail[..], &["write_beside"]].concat(), model, fields, &map);
                }
                None => {
                    self.report(&trail, format!("is not a field of {}; it has: {}", model.record, fields_of(model)));
                }
            }
        }
    }

    /// What a row says beside a field is a field of the same row.
    fn beside(&mut self, trail: &[&str], model: &Model, fields: &IndexMap<String, FieldSpec>, map: &FieldMap) {
        if !map.write_beside.is_empty() && !model.module.is_empty() {
            self.report(trail, "is for the fields of rows");
        }
        for (other, path) in &map.write_beside {
            if !fields.contains_key(other) {
                self.report(trail, format!("{other} is not a field of these rows here"));
            }
            self.path(trail, path, &[]);
        }
    }

    fn field(&mut self, trail: &[&str], field: &Field, map: &FieldMap) {
        self.source(trail, field, map);
        for at in map.at.iter().filter(|at| *at != "*").chain(&map.write_at) {
            self.path(trail, at, &[]);
        }
        if let Some(converter) = map.converter.filter(|converter| !fits(*converter, field.kind)) {
            let kind = kind_name(field.kind);
            let trail = [trail, &["as"]].concat();
            self.report(&trail, format!("the converter {} does not fit a field of type {kind}", name_of(converter)));
        }
        let words: &[&str] = match field.kind {
            FieldKind::Enum(words) | FieldKind::EnumList(words) => words,
            _ => &[],
        };
        // A parameter may also tell a truth value.
        let truth = |word: &str| matches!(field.kind, FieldKind::Bool) && matches!(word, "true" | "false");
        let params = map.filter_param.iter().flat_map(|param| param.table.keys()).filter(|word| !truth(word));
        let params = params.map(|word| ("filter_param", word));
        self.computed(trail, field, map);
        self.filter_params(trail, map);
        let named = map.table.values().map(|word| ("table", word)).chain(map.flags.keys().map(|word| ("flags", word)));
        for (key, word) in named.chain(params).filter(|(_, word)| !words.contains(&word.as_str())) {
            let known = list(words.iter().copied());
            self.report(&[trail, &[key]].concat(), format!("{word} is not a value of the field; it has: {known}"));
        }
        match field.kind {
            FieldKind::Rows(child) => {
                self.fields(&[trail, &["rows"]].concat(), child, &map.rows);
                self.implied(trail, child, map);
            }
            FieldKind::Ref(target) | FieldKind::Refs(target) => self.target(trail, target, map.to.as_ref()),
            _ => {}
        }
    }

    /// A reference names a variant that its target has, and names one where the target has several.
    fn target(&mut self, trail: &[&str], resource: &str, to: Option<&RefTarget>) {
        let trail = &[trail, &["to"]].concat();
        let variants: Vec<&str> = match self.manifest.resources.get(resource) {
            Some(Resource::Variants(all)) => all.variants.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        };
        let named: Vec<&str> =
            to.iter().flat_map(|to| to.variant.iter().chain(to.table.values())).map(String::as_str).collect();
        if named.is_empty() && !variants.is_empty() {
            let known = list(variants);
            self.report(trail, format!("needs `to` with the variant of {resource}: {known}"));
            return;
        }
        for variant in named.iter().filter(|variant| !variants.contains(variant)) {
            let known = list(variants.iter().copied());
            self.report(trail, format!("{variant} is not a variant of {resource}; it has: {known}"));
        }
        let Some(to) = to else { return };
        if to.variant_at.is_some() == to.table.is_empty() {
            self.report(trail, "`variant_at` and `table` belong together");
        }
        if to.same_parent && to.parent_at.is_some() {
            self.report(trail, "`same_parent` and `parent_at` exclude each other");
        }
        if to.variant_at.is_some() && (to.same_parent || to.parent_at.is_some()) {
            self.report(trail, "a target under a parent cannot have its variant told by `variant_at`");
        }
        for path in to.id_at.iter().chain(&to.parent_at).chain(&to.variant_at) {
            self.path(trail, path, &[]);
        }
    }

    /// A path: names with dots, where a segment may be one of the given holes, or the whole an option.
    pub(super) fn path(&mut self, trail: &[&str], path: &str, holes: &[&str]) {
        if let Some(option) = option_of(path) {
            return self.option(trail, option);
        }
        // The dots in the names of holes part nothing.
        let mut inside = false;
        let parts = |c: char| {
            inside = c == '{' || inside && c != '}';
            c == '.' && !inside
        };
        for segment in path.split(parts) {
            let hole = segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}'));
            let wrong = match hole {
                Some(hole) => !holes.contains(&hole),
                None => segment.is_empty() || segment.contains(['{', '}', '/']),
            };
            if wrong {
                self.report(trail, format!("{path:?} is not a path: names with dots between, or {{option.<name>}}"));
            }
        }
    }
}

pub(super) fn name_of(converter: Converter) -> String {
    serde_json::to_value(converter).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The type of a field, in words.
pub(super) fn kind_name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Integer => "integer",
        FieldKind::Decimal => "decimal",
        FieldKind::Bool => "bool",
        FieldKind::Date => "date",
        FieldKind::Instant => "instant",
        FieldKind::Enum(_) => "enum",
        FieldKind::EnumList(_) => "list of enum words",
        FieldKind::Ref(_) => "reference",
        FieldKind::Texts => "list of texts",
        FieldKind::Refs(_) => "list of references",
        FieldKind::Json => "json",
        FieldKind::Rows(_) => "rows",
    }
}

/// Whether a converter gives values of a field's type.
pub(super) fn fits(converter: Converter, kind: FieldKind) -> bool {
    match converter {
        Converter::Text | Converter::IntegerText => matches!(kind, FieldKind::Text),
        Converter::Integer => matches!(kind, FieldKind::Integer),
        Converter::Decimal | Converter::DecimalText | Converter::Micros | Converter::Cents => {
            matches!(kind, FieldKind::Decimal)
        }
        Converter::Bool | Converter::Bool01 | Converter::NotBool01 | Converter::BoolText => {
            matches!(kind, FieldKind::Bool)
        }
        Converter::Date | Converter::DateInstant | Converter::DayStart | Converter::DayEnd | Converter::EpochDate => {
            matches!(kind, FieldKind::Date)
        }
        // It cannot be read back.
        Converter::Year => false,
        Converter::Instant
        | Converter::NaiveInstant
        | Converter::NaiveSecond
        | Converter::NaiveMinute
        | Converter::EpochInstant
        | Converter::EpochMillis => matches!(kind, FieldKind::Instant),
        Converter::Enum => matches!(kind, FieldKind::Enum(_)),
        Converter::Flags => matches!(kind, FieldKind::EnumList(_)),
        Converter::Ref => matches!(kind, FieldKind::Ref(_)),
        Converter::TextList => matches!(kind, FieldKind::Texts),
        Converter::RefList => matches!(kind, FieldKind::Refs(_)),
        Converter::Json => matches!(kind, FieldKind::Json),
        Converter::Rows => matches!(kind, FieldKind::Rows(_)),
    }
}
