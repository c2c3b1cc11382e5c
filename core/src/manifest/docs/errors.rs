//! How the system's failures are told.

use super::table::Table;
use crate::manifest::{ErrorRule, Manifest, Outcome};

pub(super) fn section(out: &mut String, manifest: &Manifest) {
    out.push_str("## Errors\n\nThe first rule that fits counts; behind them stands what HTTP says of the status.\n\n");
    let mut table = Table::new(&["Status", "On", "When", "Means", "Surely undone"]);
    for rule in &manifest.errors.rules {
        let status: Vec<String> = rule.status.iter().map(u16::to_string).collect();
        let undone = if rule.rolled_back { "yes" } else { "" };
        table.row([status.join(", "), rule.on.join(", "), when(rule), means(rule), undone.to_owned()]);
    }
    table.write(out);
}

fn when(rule: &ErrorRule) -> String {
    let body = rule.body.iter().map(|(at, texts)| format!("`{at}` is {}", texts.join(" or ")));
    let contains = rule.contains.iter().map(|text| format!("the body has `{text}`"));
    body.chain(contains).collect::<Vec<_>>().join("; ")
}

fn means(rule: &ErrorRule) -> String {
    let word = match rule.then {
        Outcome::Ok => "success",
        Outcome::Empty => "an empty list",
        Outcome::InvalidInput => "`INVALID_INPUT`",
        Outcome::Unauthenticated => "`UNAUTHENTICATED`",
        Outcome::PermissionDenied => "`PERMISSION_DENIED`",
        Outcome::NotFound => "`NOT_FOUND`",
        Outcome::AlreadyExists => "`ALREADY_EXISTS`",
        Outcome::Conflict => "`CONFLICT`",
        Outcome::RateLimited => "`RATE_LIMITED`",
        Outcome::Unsupported => "`UNSUPPORTED`",
        Outcome::Unavailable => "`UNAVAILABLE`",
        Outcome::UpstreamInvalid => "`UPSTREAM_INVALID`",
    };
    match rule.retryable {
        Some(false) => format!("{word}, not to be repeated"),
        _ => word.to_owned(),
    }
}
