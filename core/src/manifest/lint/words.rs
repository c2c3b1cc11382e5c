//! Where a field's value comes from: one source, and words that go together.

use super::field::{fits, kind_name, name_of};
use super::{Linter, list};
use crate::manifest::resolve::option_of;
use crate::manifest::{Converter, FieldMap};
use crate::model::{Field, FieldKind};

/// The operators for which a query parameter can be named.
const OPERATORS: [&str; 9] = ["ne", "gt", "gte", "lt", "lte", "in", "contains", "starts_with", "empty"];

impl Linter<'_> {
    /// A field has one source, and words that belong to it.
    pub(super) fn source(&mut self, trail: &[&str], field: &Field, map: &FieldMap) {
        let sources = [
            ("at", map.at.is_some()),
            ("const", map.constant.is_some()),
            ("flags", !map.flags.is_empty()),
            ("join", map.join.is_some()),
            ("cases", !map.cases.is_empty()),
            ("parent", map.parent),
            ("one_row", map.one_row),
        ];
        let given: Vec<&str> = sources.iter().filter(|(_, given)| *given).map(|(name, _)| *name).collect();
        match given.as_slice() {
            [] if map.write_at.is_some() && !map.read => {}
            [] => self.report(trail, "needs one of `at`, `const`, `flags`, `join`, `cases`, `parent`, `one_row`"),
            [_] => {}
            _ => self.report(trail, format!("`{}` exclude each other", given.join("`, `"))),
        }
        let kind = kind_name(field.kind);
        if map.parent && !matches!(field.kind, FieldKind::Ref(_)) {
            self.report(&[trail, &["parent"]].concat(), format!("a parent is a reference, not a field of type {kind}"));
        }
        if map.at.as_deref() == Some("*") && !matches!(field.kind, FieldKind::Json) {
            let message = format!("`*` is all other members, as json, not a field of type {kind}");
            self.report(&[trail, &["at"]].concat(), message);
        }
        let lists = matches!(field.kind, FieldKind::Texts | FieldKind::Refs(_));
        if let Some(item) = &map.item {
            let trail = [trail, &["item"]].concat();
            if lists {
                self.path(&trail, item, &[]);
            } else {
                self.report(&trail, format!("`item` is for lists, not for a field of type {kind}"));
            }
        }
        if map.to.is_some() && !matches!(field.kind, FieldKind::Ref(_) | FieldKind::Refs(_)) {
            self.report(&[trail, &["to"]].concat(), format!("`to` is for references, not for a field of type {kind}"));
        }
        if !map.rows.is_empty() && !matches!(field.kind, FieldKind::Rows(_)) {
            self.report(&[trail, &["rows"]].concat(), format!("`rows` are not for a field of type {kind}"));
        }
        if map.row_number.is_some() && !matches!(field.kind, FieldKind::Rows(_)) {
            self.report(&[trail, &["row_number"]].concat(), format!("`row_number` is not for a field of type {kind}"));
        }
        for (path, constant) in &map.row_set {
            if let Some(option) = constant.as_str().and_then(option_of) {
                self.option(&[trail, &["row_set", path]].concat(), option);
            }
        }
        for also in &map.also {
            let trail = [trail, &["also"]].concat();
            self.path(&trail, &also.at, &[]);
            let year = also.converter == Some(Converter::Year) && matches!(field.kind, FieldKind::Date);
            if let Some(converter) = also.converter.filter(|converter| !year && !fits(*converter, field.kind)) {
                self.report(&trail, format!("{} does not fit a field of type {kind}", name_of(converter)));
            }
        }
    }

    /// What is worked out from several values.
    pub(super) fn computed(&mut self, trail: &[&str], field: &Field, map: &FieldMap) {
        if let Some(join) = &map.join {
            let trail = [trail, &["join"]].concat();
            if !matches!(field.kind, FieldKind::Text) {
                self.report(&trail, format!("joins texts, not a field of type {}", kind_name(field.kind)));
            }
            if join.of.len() < 2 {
                self.report(&trail, "needs at least two paths in `of`");
            }
            for path in &join.of {
                self.path(&trail, path, &[]);
            }
        }
        if map.cases.is_empty() {
            return;
        }
        let trail = &[trail, &["cases"]].concat();
        for (index, case) in map.cases.iter().enumerate() {
            let word = case.is.as_str();
            match field.kind {
                FieldKind::Enum(words) if !words.contains(&word) => {
                    let known = list(words.iter().copied());
                    self.report(trail, format!("{word} is not a value of the field; it has: {known}"));
                }
                FieldKind::Bool if !matches!(word, "true" | "false") => {
                    self.report(trail, format!("{word} is not true or false"));
                }
                FieldKind::Enum(_) | FieldKind::Bool | FieldKind::Text => {}
                kind => self.report(trail, format!("cases do not fit a field of type {}", kind_name(kind))),
            }
            if case.when.is_empty() && index + 1 < map.cases.len() {
                self.report(trail, format!("{word} always holds, so the cases behind it never do"));
            }
            if case.when.values().any(Vec::is_empty) {
                self.report(trail, format!("{word} never holds: a path needs at least one value"));
            }
            for path in case.when.keys() {
                self.path(trail, path, &[]);
            }
        }
        if map.write_at.is_some() && map.table.is_empty() && matches!(field.kind, FieldKind::Enum(_)) {
            self.report(trail, "`write_at` needs a `table`: the words that are written");
        }
    }

    pub(super) fn filter_params(&mut self, trail: &[&str], map: &FieldMap) {
        let Some(param) = &map.filter_param else { return };
        let trail = &[trail, &["filter_param"]].concat();
        if param.param.is_none() && param.operators.is_empty() {
            self.report(trail, "needs `param` or `operators`");
        }
        if param.param.is_none() && !param.table.is_empty() {
            self.report(trail, "`table` gives the values of `param`");
        }
        for operator in param.operators.keys().filter(|operator| !OPERATORS.contains(&operator.as_str())) {
            let known = list(OPERATORS);
            self.report(
                trail,
                format!("{operator} is no operator with a parameter; there is: {known}; equal is `param`"),
            );
        }
    }
}
