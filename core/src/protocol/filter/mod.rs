//! The unified filter, and the dialects that render it. Values are always escaped by the dialect, never pasted.

mod bigcapital;
mod dolibarr;
mod frappe;
mod nocobase;
mod twenty;
mod twenty_rest;

use serde_json::{Map, Value as Json};

use crate::error::{Error, Result};
use crate::manifest::{FilterDialect, FilterSpec, SortSpec, SortStyle};

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

    /// The operator that a filter of a field names.
    pub fn named(field: &str, name: &str) -> Result<Operator> {
        Operator::parse(name).ok_or_else(|| {
            let known = Operator::NAMES;
            Error::invalid_input(format!("{field}: there is no operator {name:.32?}; there is: {known}"))
        })
    }

    /// The name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Operator::Eq => "eq",
            Operator::Ne => "ne",
            Operator::Gt => "gt",
            Operator::Gte => "gte",
            Operator::Lt => "lt",
            Operator::Lte => "lte",
            Operator::In => "in",
            Operator::Contains => "contains",
            Operator::StartsWith => "starts_with",
            Operator::Empty => "empty",
        }
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

/// The parameters of a filter; none when there is nothing to filter.
pub fn render(spec: &FilterSpec, criteria: &[Criterion]) -> Result<Vec<(String, Json)>> {
    if criteria.is_empty() {
        return Ok(Vec::new());
    }
    let value = match spec.dialect {
        FilterDialect::Frappe => frappe::render(criteria)?.into(),
        FilterDialect::Dolibarr => dolibarr::render(criteria)?.into(),
        FilterDialect::Nocobase => nocobase::render(criteria)?,
        FilterDialect::Twenty => twenty::render(criteria)?,
        FilterDialect::TwentyRest => twenty_rest::render(criteria)?.into(),
        FilterDialect::Bigcapital => bigcapital::render(criteria)?,
        FilterDialect::Pair => return pair(spec, criteria),
        FilterDialect::None => {
            let columns: Vec<&str> = criteria.iter().map(|criterion| criterion.column.as_str()).collect();
            let message = format!("this system cannot filter by {}; filter after reading", columns.join(", "));
            return Err(Error::unsupported(message));
        }
    };
    Ok(vec![(spec.param.clone(), value)])
}

/// One equality, as two parameters.
fn pair(spec: &FilterSpec, criteria: &[Criterion]) -> Result<Vec<(String, Json)>> {
    let [Criterion { column, operator: Operator::Eq | Operator::In, values }] = criteria else {
        return Err(Error::unsupported(
            "this system filters by one equality only; ask for one, and filter the rest after reading",
        ));
    };
    match values.as_slice() {
        [value] if !value.is_null() => {
            let value_param = spec.value_param.clone().unwrap_or_default();
            Ok(vec![(spec.param.clone(), Json::from(column.as_str())), (value_param, value.clone())])
        }
        _ => Err(Error::unsupported(format!("{column} can be filtered by one value only in this system"))),
    }
}

/// The parameters of an order: columns of the manifest with whether they descend.
pub fn order(sort: &SortSpec, columns: &[(String, bool)]) -> Result<Vec<(String, Json)>> {
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(most) = sort.most.filter(|most| columns.len() > *most) {
        return Err(Error::unsupported(format!("this system sorts by at most {most} column(s)")));
    }
    let word = |descending: bool| if descending { &sort.descending } else { &sort.ascending };
    let param = |text: Json| (sort.param.clone(), text);
    let join = |texts: Vec<String>| Json::from(texts.join(&sort.separator));
    Ok(match (sort.style, &sort.direction_param) {
        (SortStyle::Words, None) => {
            let texts = columns.iter().map(|(column, descending)| format!("{column} {}", word(*descending)));
            vec![param(join(texts.collect()))]
        }
        (SortStyle::Words, Some(directions)) => vec![
            param(join(columns.iter().map(|(column, _)| column.clone()).collect())),
            (directions.clone(), join(columns.iter().map(|(_, descending)| word(*descending).clone()).collect())),
        ],
        (SortStyle::Minus, _) => {
            let texts =
                columns.iter().map(|(column, descending)| format!("{}{column}", if *descending { "-" } else { "" }));
            vec![param(join(texts.collect()))]
        }
        (SortStyle::Brackets, _) => {
            let texts = columns.iter().map(|(column, descending)| format!("{column}[{}]", word(*descending)));
            vec![param(join(texts.collect()))]
        }
        (SortStyle::Objects, _) => {
            let nest = |inner: Json, part: &str| Json::Object(Map::from_iter([(part.to_owned(), inner)]));
            let object = |(column, descending): &(String, bool)| {
                column.rsplit('.').fold(Json::from(word(*descending).as_str()), nest)
            };
            vec![param(columns.iter().map(object).collect())]
        }
    })
}
