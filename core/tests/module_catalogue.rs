//! The catalogue: the one that is shipped fits what there is, and mistakes are told with their lines.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use coreflow_bridge::error::Code;
use coreflow_bridge::manifest::Registry;
use coreflow_bridge::model::Model;
use coreflow_bridge::module::{built_in, load};

/// The modules of the models are all sold, each by exactly the systems whose manifests have its resources.
#[test]
fn the_catalogue_names_the_systems_that_have_the_resources() {
    let catalogue = built_in().unwrap();
    let registry = Registry::default();
    for module in Model::modules() {
        let prefix = format!("{module}.");
        let has =
            |system: &String| registry.get(system).unwrap().resources.keys().any(|path| path.starts_with(&prefix));
        let wanted: Vec<String> = registry.systems().into_iter().filter(has).collect();
        assert_eq!(catalogue.modules[module].systems, wanted, "{module}");
    }
    let known: BTreeSet<String> = registry.systems().into_iter().collect();
    let named: BTreeSet<String> = catalogue.modules.values().flat_map(|module| module.systems.clone()).collect();
    assert_eq!(named, known, "every system provides something");
}

#[test]
fn no_module_of_the_models_needs_another_so_that_hosts_without_subscriptions_are_free() {
    let catalogue = built_in().unwrap();
    for module in Model::modules() {
        assert!(catalogue.modules[module].requires.is_empty() && catalogue.modules[module].conflicts.is_empty());
    }
}

fn wrong(yaml: &str) -> Vec<String> {
    let error = load("mine.yaml", yaml).unwrap_err();
    assert_eq!((error.code(), error.context("file")), (Code::ConfigInvalid, Some("mine.yaml")));
    error.message().lines().map(str::to_owned).collect()
}

const GOOD: &str = "catalogue: mine
title: Mine
tiers:
  low: {title: Low}
  high: {title: High}
modules:
  a:
    title: A
    tier: low
    events: [a.thing.happened]
  b:
    title: B
    tier: high
    requires: [a]
bundles:
  all:
    title: All
    tier: high
    modules: [a, b]
quotas:
  calls:
    title: Calls
    per: day
    limits: {low: 10, high: unlimited}
    when_exceeded: refuse
    when_unknown: allow
";

#[test]
fn mistakes_are_told_with_their_lines() {
    load("mine.yaml", GOOD).unwrap();
    for (from, to, wanted) in [
        ("tier: low\n    events", "tier: lo\n    events", "mine.yaml:9: modules > a > tier: there is no tier \"lo\""),
        ("requires: [a]", "requires: [c]", "mine.yaml:14: modules > b > requires: there is no module \"c\""),
        ("requires: [a]", "requires: [b]", "mine.yaml:14: modules > b > requires: a module cannot need itself"),
        ("requires: [a]", "conflicts: [a]", "mine.yaml:19: bundles > all > modules: a and b exclude each other"),
        ("requires: [a]", "requires: [a]\n    conflicts: [a]", "mine.yaml:11: modules > b: it needs or is both"),
        ("modules: [a, b]", "modules: [b]", "mine.yaml:19: bundles > all > modules: b needs a, which the bundle lacks"),
        (
            "tier: high\n    modules",
            "tier: low\n    modules",
            "mine.yaml:19: bundles > all > modules: b is not in the tier",
        ),
        (
            "a.thing.happened",
            "b.thing.happened",
            "mine.yaml:10: modules > a > events: \"b.thing.happened\" is not like",
        ),
        (
            "{low: 10, high: unlimited}",
            "{low: 10}",
            "mine.yaml:24: quotas > calls > limits: there is no limit for high",
        ),
        ("high: unlimited", "high: plenty", "mine.yaml:24: "),
        ("title: A\n", "title: A\n    colour: red\n", "mine.yaml:9: "),
        ("title: A\n", "title: A\n    users: {min: 3, max: 2}\n", "mine.yaml:9: modules > a > users: min is more"),
        ("  a:\n", "  A-1:\n", "mine.yaml:7: modules > A-1: use 1 to 64 characters of a-z 0-9 _"),
        ("title: Low}", "title: Low, stripe_prices: [p, p]}", "mine.yaml:4: tiers > low > stripe_prices: \"p\" stands"),
    ] {
        let yaml = GOOD.replacen(from, to, 1);
        assert_ne!(yaml, GOOD, "{from}");
        let lines = wrong(&yaml);
        assert!(lines.iter().any(|line| line.starts_with(wanted)), "{to:?}: {lines:#?}");
    }
}

#[test]
fn a_circle_is_told() {
    let yaml = "catalogue: x\ntitle: X\nmodules:\n  a: {title: A, requires: [b]}\n  b: {title: B, requires: [a]}\n";
    assert_eq!(wrong(yaml)[0], "mine.yaml:4: modules > a > requires: modules need each other in a circle");
}

#[test]
fn a_catalogue_without_modules_is_none() {
    assert_eq!(wrong("catalogue: x\ntitle: X\nmodules: {}\n"), ["mine.yaml:3: modules: there is no module"]);
}
