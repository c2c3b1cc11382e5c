//! The unified filter, and the dialects that render it. Values are always escaped by the dialect, never pasted.

mod dolibarr;
mod frappe;

use serde_json::Value as Json;

use crate::error::Result;
use crate::manifest::{FilterDialect, SortSpec};

/// How a column is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// One of several.
    In,
    /// Holds a text.
    Contains,
    /// Begins with a text.
    StartsWith,
    /// Has no value (true) or has one (false).
    Empty,
}

impl Operator {
    /// The operator of a name in the API.
    pub fn parse(name: &str) -> Option<Operator> {
        Some(match name {
            "eq" => Operator::Eq,
            "ne" => Operator::Ne,
            "gt" => Operator::Gt,
            "gte" => Operator::Gte,
            "lt" => Operator::Lt,
            "lte" => Operator::Lte,
            "in" => Operator::In,
            "contains" => Operator::Contains,
            "starts_with" => Operator::StartsWith,
            "empty" => Operator::Empty,
            _ => return None,
        })
    }

    /// The names in the API.
    pub const NAMES: &'static str = "eq, ne, gt, gte, lt, lte, in, contains, starts_with, empty";
}

/// One comparison; all comparisons of a filter must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// The system's column, from the manifest.
    pub column: String,
    /// The comparison.
    pub operator: Operator,
    /// The values, in the system's form; several only for `in`.
    pub values: Vec<Json>,
}

/// The filter as the value of its query parameter; nothing when there is nothing to filter.
pub fn render(dialect: FilterDialect, criteria: &[Criterion]) -> Result<Option<String>> {
    if criteria.is_empty() {
        return Ok(None);
    }
    match dialect {
        FilterDialect::Frappe => frappe::render(criteria),
        FilterDialect::Dolibarr => dolibarr::render(criteria),
    }
    .map(Some)
}

/// The query parameters of an order: columns of the manifest with their directions.
pub fn order(sort: &SortSpec, columns: &[(String, bool)]) -> Vec<(String, String)> {
    let word = |descending: bool| if descending { &sort.descending } else { &sort.ascending };
    let join = |texts: Vec<String>| texts.join(&sort.separator);
    match &sort.direction_param {
        None => {
            let texts = columns.iter().map(|(column, descending)| format!("{column} {}", word(*descending)));
            vec![(sort.param.clone(), join(texts.collect()))]
        }
        Some(param) => vec![
            (sort.param.clone(), join(columns.iter().map(|(column, _)| column.clone()).collect())),
            (param.clone(), join(columns.iter().map(|(_, descending)| word(*descending).clone()).collect())),
        ],
    }
}
