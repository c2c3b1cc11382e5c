//! The checks that every document passes: links, mandatory fields, choices, lengths; and its name.

use serde_json::{Map, Value};

use super::super::clock::utc;
use super::errors::{Fail, Outcome};
use super::schema::{Kind, Rules, words};
use super::state::{Doc, rows, text};
use super::write::Site;

impl Site {
    /// The default company: the first one.
    pub(crate) fn company(&self) -> String {
        self.documents.all("Company").next().map(|c| text(c, "name").to_owned()).unwrap_or_default()
    }

    pub(crate) fn abbr(&self, company: &str) -> String {
        self.documents.get("Company", company).map(|c| text(c, "abbr").to_owned()).unwrap_or_default()
    }

    pub(crate) fn company_currency(&self, company: &str) -> String {
        self.documents.get("Company", company).map(|c| text(c, "default_currency").to_owned()).unwrap_or_default()
    }

    /// The country of the default company.
    pub(crate) fn country(&self) -> String {
        self.documents.all("Company").next().map(|c| text(c, "country").to_owned()).unwrap_or_default()
    }

    /// A default with its placeholders filled in.
    pub(crate) fn filled(&self, default: &Value, company: &str) -> Value {
        match default {
            Value::String(s) if s.contains('{') && s != "{}" => Value::String(
                s.replace("{abbr}", &self.abbr(company))
                    .replace("{company}", company)
                    .replace("{currency}", &self.company_currency(company))
                    .replace("{today}", &self.clock.today()),
            ),
            other => other.clone(),
        }
    }

    /// The name of a new document, by the doctype's rule.
    pub(crate) fn new_name(&mut self, doctype: &str, doc: &Doc, body: &Map<String, Value>) -> Outcome<String> {
        let Some(rules) = self.schema.get(doctype).map(|m| m.rules.clone()) else { return Err(Fail::nowhere()) };
        let year = utc(self.clock.now()).year().to_string();
        let abbr = self.abbr(text(doc, "company"));
        let amended = text(doc, "amended_from");
        let name = match rules.naming.as_str() {
            "series" if !amended.is_empty() => format!("{amended}-1"),
            "series" => self.documents.next_in_series(rules.series.as_deref().unwrap_or("DOC-"), &year),
            "account" => match text(doc, "account_number") {
                "" => format!("{} - {abbr}", text(doc, "account_name").trim()),
                number => format!("{number} - {} - {abbr}", text(doc, "account_name").trim()),
            },
            "exchange" => {
                let on = |field: &str, word: &str| {
                    if super::state::int(doc, field) == 1 { word.to_owned() } else { String::new() }
                };
                let (from, to) = (text(doc, "from_currency"), text(doc, "to_currency"));
                format!(
                    "{}-{from}-{to}{}{}",
                    text(doc, "date"),
                    on("for_selling", "-Selling"),
                    on("for_buying", "-Buying")
                )
            }
            "hash" => self.random.hash(),
            "bom" => {
                let item = text(doc, "item");
                let made = (1..).map(|n| format!("BOM-{item}-{n:03}"));
                made.into_iter().find(|n| self.documents.get(doctype, n).is_none()).unwrap_or_default()
            }
            rule if rule.starts_with("joined:") => super::parties::joined_name(doc, &rule[7..]),
            rule if rule.starts_with("titled:") => format!("{} - {abbr}", text(doc, &rule[7..])),
            rule => {
                let field = rule.strip_prefix("field:").unwrap_or("name");
                let own = text(doc, field).trim().to_owned();
                match (own.is_empty(), &rules.series) {
                    (false, _) => own,
                    (true, Some(series)) => self.documents.next_in_series(series, &year),
                    (true, None) => body.get("name").and_then(Value::as_str).unwrap_or("").to_owned(),
                }
            }
        };
        if name.contains(['<', '>']) {
            return Err(Fail::bad_name());
        }
        match &rules.taken {
            Some(between) if self.documents.get(doctype, &name).is_some() => {
                let free = (1..).map(|n| format!("{name}{between}{n}"));
                Ok(free.into_iter().find(|n| self.documents.get(doctype, n).is_none()).unwrap_or(name))
            }
            _ => Ok(name),
        }
    }

    /// Every link must lead somewhere.
    pub(crate) fn check_links(&self, doctype: &str, doc: &Doc) -> Outcome<()> {
        let Some(meta) = self.schema.get(doctype) else { return Ok(()) };
        let mut broken = Vec::new();
        self.broken_links(&meta.rules, doc, "", &mut broken)?;
        for (table, rules) in &meta.rules.rows {
            for (index, row) in rows(doc, table).iter().enumerate() {
                self.broken_links(rules, row, &format!("Row #{}: ", index + 1), &mut broken)?;
            }
        }
        match broken.is_empty() {
            true => Ok(()),
            false => Err(Fail::class("LinkValidationError", format!("Could not find {}", broken.join(", ")))),
        }
    }

    fn broken_links(&self, rules: &Rules, doc: &Doc, row: &str, broken: &mut Vec<String>) -> Outcome<()> {
        let missing = |to: &str, name: &str| {
            !name.is_empty() && self.schema.get(to).is_some() && self.documents.get(to, name).is_none()
        };
        for (field, to) in &rules.party_links {
            if missing(to, text(doc, field)) {
                return Err(Fail::app(format!("{to}: {} does not exists", text(doc, field))));
            }
        }
        for (field, to) in &rules.soft_links {
            if missing(to, text(doc, field)) {
                return Err(Fail::not_found(to, text(doc, field)));
            }
        }
        let dynamic = rules.dynamic_links.iter().map(|(field, of)| (field, text(doc, of)));
        for (field, to) in rules.links.iter().map(|(f, t)| (f, t.as_str())).chain(dynamic) {
            if missing(to, text(doc, field)) {
                let label = rules.labels.get(field).cloned().unwrap_or_else(|| words(field));
                broken.push(format!("{row}{label}: {}", text(doc, field)));
            }
        }
        Ok(())
    }

    /// Mandatory fields and tables.
    pub(crate) fn check_mandatory(&self, doctype: &str, doc: &Doc) -> Outcome<()> {
        let Some(meta) = self.schema.get(doctype) else { return Ok(()) };
        let empty = |field: &String| match doc.get(field) {
            None | Some(Value::Null) => true,
            Some(Value::String(s)) => s.trim().is_empty(),
            Some(Value::Array(list)) => list.is_empty(),
            Some(_) => false,
        };
        let missing: Vec<(String, String, bool)> = meta
            .rules
            .mandatory
            .iter()
            .filter(|f| empty(f))
            .map(|f| (f.clone(), meta.label(f), meta.tables.contains_key(f)))
            .collect();
        match missing.is_empty() {
            true => Ok(()),
            false => Err(Fail::mandatory(doctype, text(doc, "name"), &missing)),
        }
    }

    /// Mandatory fields, choices, lengths, dates.
    pub(crate) fn check_values(&self, doctype: &str, doc: &Doc) -> Outcome<()> {
        self.check_mandatory(doctype, doc)?;
        let Some(meta) = self.schema.get(doctype) else { return Ok(()) };
        for (field, choices) in &meta.rules.selects {
            let value = text(doc, field);
            if !value.is_empty() && !choices.iter().any(|c| c == value) {
                let list: Vec<String> = choices.iter().map(|c| format!("\"{c}\"")).collect();
                let label = meta.label(field);
                let text = format!(" {label} cannot be \"{value}\". It should be one of {}", list.join(", "));
                return Err(Fail::validation(text));
            }
        }
        let long = ["customer_name", "supplier_name", "item_code", "item_name", "title", "account_name", "name"];
        if let Some(field) = long.iter().find(|f| text(doc, f).chars().count() > 140) {
            let (value, label) = (text(doc, field), meta.label(field));
            let name = text(doc, "name");
            let text = format!(
                "{doctype} {name}: '<strong>{label}</strong>' ({value}) will get truncated, as max characters allowed is 140"
            );
            return Err(Fail::class("CharacterLengthExceededError", text).titled("Value too big"));
        }
        for (field, _, _) in meta.fields.iter().filter(|(_, kind, _)| *kind == Kind::Date) {
            let value = text(doc, field);
            if !value.is_empty() && value.chars().take(10).collect::<String>().parse::<jiff::civil::Date>().is_err() {
                let text = format!(
                    "(1292, \"Incorrect date value: '{value}' for column `sandbox`.`tab{doctype}`.`{field}` at row 1\")"
                );
                return Err(Fail::bug("pymysql.err.OperationalError", text));
            }
        }
        Ok(())
    }
}
