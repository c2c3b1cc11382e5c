//! A filter's value arrives as exactly one value, whatever it holds: ten thousand hostile texts through every dialect,
//! read back by a small parser of that dialect. Refusing a text that the dialect cannot say is right, changing it is not.
#![allow(clippy::unwrap_used)]

use coreflow_bridge::manifest::{FilterDialect, FilterSpec};
use coreflow_bridge::protocol::{Criterion, Operator, render};
use serde_json::{Value as Json, json};
use url::Url;

const TEXTS: usize = 10_000;

/// Pieces that end, open or escape something in one of the dialects, and a few that are merely awkward.
const PIECES: &[&str] = &[
    "'",
    "\"",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "$",
    "%",
    "_",
    "__",
    ",",
    ":",
    ";",
    "&",
    "=",
    "?",
    "#",
    "+",
    "/",
    "//",
    "..",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{7f}",
    " or 1=1 --",
    " and ",
    "or",
    "UNION SELECT",
    "*/",
    "/*",
    "$user.id",
    "{{$user.id}}",
    "'):(t.rowid:>:'0",
    "\"}, {\"",
    "Müller",
    "株式会社",
    "😀",
    "\u{202e}",
    "null",
    "true",
    "0",
    "-1",
    "1e9",
    "a",
    " ",
    "<b>",
    "%27",
    "%2527",
    "\\u0027",
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn text(&mut self) -> String {
        (0..1 + self.below(6)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

fn spec(dialect: FilterDialect) -> FilterSpec {
    FilterSpec { dialect, param: "filter".into(), value_param: Some("equal".into()) }
}

/// Sends every text through a dialect and the query of a URL, and reads it back.
fn holds(dialect: FilterDialect, operator: Operator, read: impl Fn(&[(String, String)]) -> String) {
    let mut random = Random(dialect as u64 + 7);
    let mut refused = 0;
    for _ in 0..TEXTS {
        let text = random.text();
        let criterion = Criterion { column: "name".into(), operator, values: vec![text.as_str().into()] };
        let Ok(params) = render(&spec(dialect), &[criterion]) else {
            refused += 1;
            continue;
        };
        let mut url = Url::parse("https://system.example/list").unwrap();
        let plain = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        url.query_pairs_mut().extend_pairs(params.iter().map(|(name, value)| (name, plain(value))));
        let url = Url::parse(url.as_str()).unwrap();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        assert_eq!(pairs.len(), params.len(), "{text:?} made more parameters: {url}");
        assert_eq!(read(&pairs), text, "through {dialect:?}: {pairs:?}");
    }
    // Only three dialects have texts that they cannot say.
    let may = matches!(dialect, FilterDialect::Dolibarr | FilterDialect::Nocobase | FilterDialect::TwentyRest);
    assert!(may || refused == 0, "{dialect:?} refused {refused}");
    assert!(refused < TEXTS * 9 / 10, "{dialect:?} refused nearly all: {refused}");
}

fn parsed(pairs: &[(String, String)]) -> Json {
    serde_json::from_str(&pairs[0].1).unwrap()
}

#[test]
fn frappe() {
    holds(FilterDialect::Frappe, Operator::Eq, |pairs| {
        let tree = parsed(pairs);
        let value = tree[0][2].as_str().unwrap().to_owned();
        assert_eq!(tree, json!([["name", "=", value]]));
        value
    });
}

#[test]
fn nocobase() {
    holds(FilterDialect::Nocobase, Operator::Eq, |pairs| {
        let tree = parsed(pairs);
        let value = tree["$and"][0]["name"]["$eq"].as_str().unwrap().to_owned();
        assert_eq!(tree, json!({"$and": [{"name": {"$eq": value}}]}));
        value
    });
}

#[test]
fn twenty() {
    holds(FilterDialect::Twenty, Operator::Eq, |pairs| {
        let tree = parsed(pairs);
        let value = tree["and"][0]["name"]["eq"].as_str().unwrap().to_owned();
        assert_eq!(tree, json!({"and": [{"name": {"eq": value}}]}));
        value
    });
    // A text search: what stands between the outer wildcards, with its escapes undone, is the text.
    holds(FilterDialect::Twenty, Operator::Contains, |pairs| {
        let pattern = parsed(pairs)["and"][0]["name"]["ilike"].as_str().unwrap().to_owned();
        unescaped(pattern.strip_prefix('%').and_then(|rest| rest.strip_suffix('%')).unwrap())
    });
}

/// The text of a LIKE pattern in which no wildcard is left.
fn unescaped(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(chars.next().unwrap()),
            '%' | '_' => panic!("a wildcard is left in {pattern:?}"),
            c => out.push(c),
        }
    }
    out
}

#[test]
fn twenty_rest() {
    for (operator, name) in [(Operator::Eq, "eq"), (Operator::In, "eq"), (Operator::Contains, "ilike")] {
        holds(FilterDialect::TwentyRest, operator, |pairs| {
            let terms = rest_terms(&pairs[0].1);
            assert_eq!(terms.len(), 1, "{:?}", pairs[0].1);
            let value = terms[0].strip_prefix(&format!("name[{name}]:")).unwrap();
            assert!(
                !value.contains(['\n', '\r', '\u{2028}', '\u{2029}']),
                "its patterns end at a line break: {value:?}"
            );
            let value = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap();
            match operator {
                Operator::Contains => {
                    unescaped(value.strip_prefix('%').and_then(|rest| rest.strip_suffix('%')).unwrap())
                }
                _ => value.to_owned(),
            }
        });
    }
    // Two hostile values in one filter: each comes out as itself, or the filter is refused.
    let mut random = Random(11);
    let mut refused = 0;
    for _ in 0..TEXTS {
        let texts = [random.text(), random.text()];
        let criterion = |(at, text): (usize, &String)| Criterion {
            column: format!("c{at}"),
            operator: Operator::Ne,
            values: vec![text.as_str().into()],
        };
        let criteria: Vec<Criterion> = texts.iter().enumerate().map(criterion).collect();
        let Ok(params) = render(&spec(FilterDialect::TwentyRest), &criteria) else {
            refused += 1;
            continue;
        };
        let mut terms = rest_terms(params[0].1.as_str().unwrap());
        terms.sort();
        assert_eq!(terms, [format!("c0[neq]:\"{}\"", texts[0]), format!("c1[neq]:\"{}\"", texts[1])]);
    }
    assert!(refused < TEXTS * 9 / 10, "refused nearly all: {refused}");
}

/// Twenty's own grammar (`parseFilterContent`) for what stands in `and(…)`: a parenthesis counts wherever it stands, a
/// bracket of either side and each kind of quote switch a flag of their own, and a comma ends a term at depth 1 while no
/// flag is on. What stands outside of the parentheses is dropped.
fn rest_terms(text: &str) -> Vec<String> {
    let text = text.strip_prefix("and").unwrap();
    assert!(text.starts_with('(') && text.ends_with(')'), "{text:?}");
    let (mut terms, mut term, mut depth, mut flags) = (Vec::new(), String::new(), 0_i32, [false; 3]);
    for c in text.chars() {
        let mut keeps = depth >= 1;
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                keeps = depth >= 1;
            }
            '[' | ']' => flags[0] = !flags[0],
            '"' => flags[1] = !flags[1],
            '\'' => flags[2] = !flags[2],
            ',' if depth == 1 && flags == [false; 3] => {
                terms.push(std::mem::take(&mut term));
                keeps = false;
            }
            _ => {}
        }
        if keeps {
            term.push(c);
        }
    }
    assert_eq!(depth, 0, "it answers 400: {text:?}");
    terms.push(term);
    terms
}

#[test]
fn bigcapital() {
    holds(FilterDialect::Bigcapital, Operator::Eq, |pairs| {
        let tree = parsed(pairs);
        let value = tree[0]["value"].as_str().unwrap().to_owned();
        assert_eq!(tree, json!([{"fieldKey": "name", "comparator": "equals", "value": value, "condition": "and"}]));
        value
    });
}

#[test]
fn pair() {
    holds(FilterDialect::Pair, Operator::Eq, |pairs| {
        assert_eq!((pairs.len(), pairs[0].1.as_str()), (2, "name"));
        pairs[1].1.clone()
    });
}

#[test]
fn dolibarr() {
    holds(FilterDialect::Dolibarr, Operator::Eq, |pairs| {
        let terms = sqlfilters(&pairs[0].1);
        assert_eq!(terms.len(), 1, "{:?}", pairs[0].1);
        let (column, operator, value) = &terms[0];
        assert_eq!((column.as_str(), operator.as_str()), ("name", "="));
        value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap().to_owned()
    });
}

/// Dolibarr's own grammar (`forgeSQLFromUniversalSearchCriteria`): terms are what `\(([^()]+)\)` finds, and what is left
/// may only be and, or, blanks and parentheses. A term is split at its first two colons.
fn sqlfilters(text: &str) -> Vec<(String, String, String)> {
    let (mut terms, mut rest, mut left) = (Vec::new(), text, String::new());
    while let Some(open) = rest.find('(') {
        left.push_str(&rest[..open]);
        let close = rest[open..].find([')']).map(|at| open + at).unwrap();
        let inner = &rest[open + 1..close];
        assert!(!inner.contains('('), "{text:?}");
        let mut parts = inner.splitn(3, ':').map(str::to_owned);
        terms.push((parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap()));
        rest = &rest[close + 1..];
    }
    left.push_str(rest);
    assert!(left.trim().is_empty(), "text outside of the terms: {left:?}");
    terms
}

#[test]
fn a_system_without_filters_says_so() {
    let criterion = Criterion { column: "name".into(), operator: Operator::Eq, values: vec!["x".into()] };
    assert!(render(&spec(FilterDialect::None), std::slice::from_ref(&criterion)).is_err());
    assert!(render(&spec(FilterDialect::None), &[]).unwrap().is_empty());
    assert!(render(&spec(FilterDialect::Pair), &[criterion.clone(), criterion]).is_err());
}
