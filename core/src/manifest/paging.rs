//! Lists: paging, filters, order, field selection.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How lists are paged.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// How the next page is asked for.
    pub kind: PageKind,
    /// The parameter of the offset, page number or cursor.
    #[serde(default)]
    pub param: Option<String>,
    /// The number of the first page, for `page`.
    #[serde(default)]
    pub first: u64,
    /// The parameter of the page's size.
    #[serde(default)]
    pub size_param: Option<String>,
    /// The size when the caller names none.
    #[serde(default = "hundred")]
    pub size: u32,
    /// The largest size that the caller may ask for.
    #[serde(default = "hundred")]
    pub max_size: u32,
    /// What tells that a page is the last.
    #[serde(default)]
    pub stop: Stop,
    /// For `cursor`: JSON pointer to the next page's cursor in the answer.
    #[serde(default)]
    pub next: Option<String>,
    /// For the stop `flag`: JSON pointer to what tells that there is more. The end is null, false, 0, empty text or
    /// nothing.
    #[serde(default)]
    pub more: Option<String>,
    /// JSON pointer to the number of records of the whole list.
    #[serde(default)]
    pub total: Option<String>,
    /// Whether a list can be filtered and ordered by id, so that it is walked by the last id; else it is walked as
    /// `kind` says, and records that are sent twice are dropped.
    #[serde(default = "yes")]
    pub keyset: bool,
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// By the number of records to pass over.
    Offset,
    /// By a page number.
    Page,
    /// By what the page before told.
    Cursor,
    /// The system does not page: one answer holds everything.
    None,
}

/// What tells that a page is the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// It has fewer records than asked for.
    #[default]
    ShortPage,
    /// It has no records.
    Empty,
    /// The answer says so, at `more`.
    Flag,
    /// As many records were sent as the answer's `total` says.
    Total,
}

fn hundred() -> u32 {
    100
}

fn yes() -> bool {
    true
}

/// How filters are written.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FilterSpec {
    /// The function that renders the unified filter; it escapes every value.
    pub dialect: FilterDialect,
    /// The parameter.
    #[serde(default)]
    pub param: String,
    /// For `pair`: the parameter of the value, beside that of the column.
    #[serde(default)]
    pub value_param: Option<String>,
}

/// A filter language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilterDialect {
    /// Frappe: a JSON array of `[field, operator, value]`.
    Frappe,
    /// Dolibarr: `(t.column:operator:'value')` joined by `and`.
    Dolibarr,
    /// NocoBase: a JSON object of columns and `$` operators.
    Nocobase,
    /// Twenty: a GraphQL filter, an object of columns and operators under `and`.
    Twenty,
    /// Twenty's REST: a text, `and(column[operator]:"value",…)`.
    TwentyRest,
    /// Bigcapital: a JSON array of roles with `fieldKey`, `comparator` and `value`.
    Bigcapital,
    /// One column and one value, in a parameter each: one equality.
    Pair,
    /// None: only fields that say `filter_param` can be filtered by.
    None,
}

/// How an order is asked for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortSpec {
    /// The parameter of the columns.
    #[serde(default)]
    pub param: String,
    /// How the columns are written.
    #[serde(default)]
    pub style: SortStyle,
    /// How many columns an order may have; any number when not given.
    #[serde(default)]
    pub most: Option<usize>,
    /// Whether the id is put behind the columns, so that equal values do not change places between two pages.
    #[serde(default = "yes")]
    pub tie_break: bool,
    /// The column when the caller names no order, for systems whose own order is none.
    #[serde(default)]
    pub default: Option<String>,
    /// Whether only fields that say `sort_by` can be sorted by.
    #[serde(default)]
    pub only_named: bool,
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

/// How the columns of an order are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SortStyle {
    /// A column, a blank, and the word of its direction; or the words in `direction_param`.
    #[default]
    Words,
    /// A minus in front of a column that descends.
    Minus,
    /// A column, and the word of its direction in square brackets.
    Brackets,
    /// An array of objects: column → word. The parts of a dotted column are nested.
    Objects,
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
