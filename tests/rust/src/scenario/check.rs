//! Whether an outcome is what a step expects.

use serde_json::Value;

use super::format::Step;
use super::run::Outcome;
use crate::upstream::difference::{compare, contains};

/// Why the outcome is not what the step expects, or nothing.
pub(super) fn check(step: &Step, outcome: &Outcome) -> Option<String> {
    match (outcome, &step.error) {
        (Outcome::Error(error), Some(expected)) => subset(error, expected, "error"),
        (Outcome::Error(error), None) => Some(format!("expected a result, got the error {error:#}")),
        (Outcome::Result(result), Some(expected)) => Some(format!("expected the error {expected}, got {result:#}")),
        (Outcome::Result(result), None) => match (&step.expect, &step.expect_subset) {
            (Some(expected), _) => exact(result, expected),
            (None, Some(expected)) => subset(result, expected, "result"),
            (None, None) => None,
        },
    }
}

fn exact(result: &Value, expected: &Value) -> Option<String> {
    let mut differences = Vec::new();
    compare("result", result, expected, &mut differences);
    let lines = differences.iter().map(|one| format!("  {}: expected {}, got {}", one.at, one.recorded, one.sent));
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| format!("the result differs:\n{}\nthe whole result:\n{result:#}", lines.join("\n")))
}

fn subset(value: &Value, expected: &Value, what: &str) -> Option<String> {
    (!contains(value, expected)).then(|| format!("the {what} does not contain\n{expected:#}\nit is\n{value:#}"))
}
