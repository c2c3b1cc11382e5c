//! Lists: paging, filters, order, field selection.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How lists are paged.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// How the next page is asked for.
    pub kind: PageKind,
    /// The query parameter of the offset or page number.
    #[serde(default)]
    pub param: Option<String>,
    /// The number of the first page, for `page`.
    #[serde(default)]
    pub first: u64,
    /// The query parameter of the page's size.
    pub size_param: String,
    /// The size when the caller names none.
    pub size: u32,
    /// The largest size that the caller may ask for.
    pub max_size: u32,
    /// What tells that a page is the last.
    pub stop: Stop,
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// By the number of records to pass over.
    Offset,
    /// By a page number.
    Page,
    /// The system does not page: one answer holds everything.
    None,
}

/// What tells that a page is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// It has fewer records than asked for.
    ShortPage,
    /// It has no records.
    Empty,
}

/// How filters are written.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FilterSpec {
    /// The function that renders the unified filter; it escapes every value.
    pub dialect: FilterDialect,
    /// The query parameter.
    pub param: String,
}

/// A filter language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilterDialect {
    /// Frappe: a JSON array of `[field, operator, value]`.
    Frappe,
    /// Dolibarr: `(t.column:operator:'value')` joined by `and`.
    Dolibarr,
}

/// How an order is asked for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortSpec {
    /// The query parameter of the columns.
    pub param: String,
    /// The query parameter of the directions, where they are apart; else each column is followed by its direction.
    #[serde(default)]
    pub direction_param: Option<String>,
    /// What stands between two columns.
    #[serde(default = "comma")]
    pub separator: String,
    /// The word for ascending.
    #[serde(default = "asc")]
    pub ascending: String,
    /// The word for descending.
    #[serde(default = "desc")]
    pub descending: String,
}

fn comma() -> String {
    ",".to_owned()
}

fn asc() -> String {
    "asc".to_owned()
}

fn desc() -> String {
    "desc".to_owned()
}

/// How fields are selected.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SelectSpec {
    /// The query parameter.
    pub param: String,
    /// How the names are written.
    pub style: SelectStyle,
}

/// How selected names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SelectStyle {
    /// A JSON array of texts.
    JsonArray,
    /// Names with commas between.
    Comma,
}
