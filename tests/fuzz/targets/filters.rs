//! Values in the filters of all dialects: one value arrives as one value, or is refused.
#![cfg_attr(fuzzing, no_main)]

use coreflow_bridge::manifest::{FilterDialect, FilterSpec};
use coreflow_bridge::protocol::{Criterion, Operator, render};
use serde_json::{Value as Json, json};

const OPERATORS: &[Operator] = &[
    Operator::Eq,
    Operator::Ne,
    Operator::Gt,
    Operator::Gte,
    Operator::Lt,
    Operator::Lte,
    Operator::In,
    Operator::Contains,
    Operator::StartsWith,
    Operator::Empty,
];
const DIALECTS: &[FilterDialect] = &[
    FilterDialect::Frappe,
    FilterDialect::Dolibarr,
    FilterDialect::Nocobase,
    FilterDialect::Twenty,
    FilterDialect::TwentyRest,
    FilterDialect::Bigcapital,
    FilterDialect::Pair,
];

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: (u8, u8, Vec<&str>)| {
    run(input);
});

/// Whether the dialect can say it.
pub(crate) fn run((dialect, operator, texts): (u8, u8, Vec<&str>)) -> bool {
    let dialect = DIALECTS[usize::from(dialect) % DIALECTS.len()];
    let operator = OPERATORS[usize::from(operator) % OPERATORS.len()];
    let values: Vec<Json> = texts.iter().map(|text| Json::from(*text)).collect();
    let criterion = Criterion { column: "name".to_owned(), operator, values: values.clone() };
    let spec = FilterSpec { dialect, param: "f".to_owned(), value_param: Some("v".to_owned()) };
    let Ok(rendered) = render(&spec, &[criterion]) else { return false };
    let [value] = values.as_slice() else { return true };
    if operator != Operator::Eq {
        return true;
    }
    match dialect {
        FilterDialect::Frappe => {
            let read: Json = serde_json::from_str(rendered[0].1.as_str().expect("a text")).expect("JSON");
            assert_eq!(read, json!([["name", "=", value]]));
        }
        FilterDialect::Dolibarr => {
            // A quote is data between the outer ones; what could end the criterion is refused.
            let text = rendered[0].1.as_str().expect("a text");
            let plain = value.as_str().expect("a text");
            assert_eq!(text, format!("(name:=:'{plain}')"));
            assert!(!plain.contains(['(', ')', '"']), "{text}");
        }
        FilterDialect::Pair => assert_eq!(rendered[1].1, *value),
        _ => {}
    }
    true
}
