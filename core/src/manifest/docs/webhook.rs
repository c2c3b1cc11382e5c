//! What the system tells by itself.

use std::fmt::Write;

use super::table::Table;
use crate::manifest::{Dedupe, Manifest, Verify};
use crate::model::Change;

pub(super) fn section(out: &mut String, manifest: &Manifest) {
    out.push_str("## Webhooks\n\n");
    let Some(webhooks) = &manifest.webhooks else {
        out.push_str("The system sends none.\n\n");
        return;
    };
    let verify = match &webhooks.verify {
        Verify::Hmac(hmac) => {
            let encoding = format!("{:?}", hmac.encoding).to_lowercase();
            let window = if hmac.timestamp.is_some() { "; not older or newer than five minutes" } else { "" };
            format!("HMAC-SHA256 of `{}` in the header `{}` ({encoding}){window}", hmac.signs, hmac.header)
        }
        Verify::Stripe(named) => format!("Stripe's scheme, in the header `{}`", named.header),
        Verify::Standard(headers) => format!("Standard Webhooks, in the headers `{}-*`", headers.prefix),
        Verify::Secret(named) => format!("the secret itself, in the header `{}`", named.header),
        Verify::Endpoint(_) => "the endpoint's id alone, because nothing is signed; keep it secret".to_owned(),
    };
    let _ = writeln!(out, "- Known to be the system's own by: {verify}.");
    let dedupe = match &webhooks.dedupe {
        Dedupe::Header(named) => format!("by the header `{}`", named.header),
        Dedupe::Body(member) => format!("by `{}` in the body", member.at),
        Dedupe::Hash(_) => "by all of its body".to_owned(),
        Dedupe::None(_) => "by nothing: the system sends nothing twice".to_owned(),
    };
    let _ = writeln!(out, "- A delivery that comes again is known {dedupe}.");
    let enrich = webhooks.thin.as_ref().map_or_else(
        || "is read before the event is published, where the endpoint asks for that (`enrich`)".to_owned(),
        |why| format!("is not read before the event is published: {}", why.trim_end_matches('.')),
    );
    let _ = writeln!(out, "- The record {enrich}.");
    let how = match &webhooks.register {
        Some(register) => {
            let call = |step: &crate::manifest::RegisterCall| {
                let query: Vec<String> = step.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
                let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
                format!("`{} {}{}{query}`", step.method, manifest.base_path, step.path)
            };
            let calls: Vec<String> = register.steps.iter().map(call).collect();
            let parents = if register.parents { " for each of the parents that it is given" } else { "" };
            format!("`webhooks.register` does it{parents} ({})", calls.join(", then "))
        }
        None => "a person does it".to_owned(),
    };
    let _ = writeln!(out, "- Telling the system where to deliver: {how}.");
    webhooks.setup.iter().for_each(|line| {
        let _ = writeln!(out, "- {line}");
    });
    out.push('\n');
    let mut table = Table::new(&["In the system", "Here"]);
    for (word, things) in &webhooks.things {
        let one = |thing: &crate::manifest::Thing| match &thing.variant {
            Some(variant) => format!("`{}` ({variant})", thing.resource),
            None => format!("`{}`", thing.resource),
        };
        let here: Vec<String> = things.iter().map(one).collect();
        table.row([format!("`{word}`"), here.join(", ")]);
    }
    table.write(out);
    let told = |wanted: Change| {
        let words = webhooks.changes.iter().filter(|(_, change)| **change == wanted);
        let words: Vec<String> = words.map(|(word, _)| format!("`{word}`")).collect();
        (!words.is_empty()).then(|| format!("{} when it says {}", wanted.as_str(), words.join(", ")))
    };
    let changes: Vec<String> =
        [Change::Created, Change::Updated, Change::Deleted].into_iter().filter_map(told).collect();
    let _ = writeln!(out, "A record is {}.", changes.join("; "));
    for (name, types) in &webhooks.also {
        let _ = writeln!(out, "`{name}` tells `{}` too.", types.join("`, `"));
    }
    for gain in &webhooks.gains {
        let _ = writeln!(out, "`{}` tells `{}` too, when something comes to `{}`.", gain.name, gain.tells, gain.field);
    }
    out.push('\n');
}
