//! What follows from a change of modules: the rules, the order of the steps, what is said and suggested.
#![allow(clippy::unwrap_used)]

use coreflow_bridge::error::Code;
use coreflow_bridge::module::{
    Catalogue, Change, Entitled, Known, Plan, Rule, Status, Subscription, Turn, built_in, plan, validate,
};

fn words(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn change(activate: &[&str], deactivate: &[&str]) -> Change {
    Change { activate: words(activate), deactivate: words(deactivate), ..Change::default() }
}

fn cascade(activate: &[&str], deactivate: &[&str]) -> Change {
    Change { cascade: true, ..change(activate, deactivate) }
}

fn bought(subscription: Subscription) -> Entitled {
    Entitled::By(Box::new(subscription))
}

fn planned(catalogue: &Catalogue, entitled: &Entitled, activated: &[&str], change: &Change) -> Plan {
    let now = "2026-11-29T12:00:00Z".parse().unwrap();
    let systems = vec!["erpnext", "twenty", "plane", "inventree"];
    plan(&Known { catalogue, entitled, activated: activated.to_vec(), systems, revision: 7, now }, change)
}

fn by_activation(activated: &[&str], change: &Change) -> Plan {
    planned(&built_in().unwrap(), &Entitled::ByActivation, activated, change)
}

fn steps(plan: &Plan) -> Vec<(Turn, &str, Option<&str>)> {
    plan.steps.iter().map(|step| (step.action, step.module.as_str(), step.because.as_deref())).collect()
}

fn broken(plan: &Plan) -> Vec<(&str, Rule, Option<&str>)> {
    let errors = plan.report.errors.iter();
    errors.map(|finding| (finding.module.as_str(), finding.rule, finding.other.as_deref())).collect()
}

#[test]
fn the_first_activation_keeps_the_rules_too() {
    let plan = by_activation(&[], &change(&["marketing"], &[]));
    assert_eq!(broken(&plan), [("marketing", Rule::Requires, Some("crm"))]);
    assert!(!plan.report.valid);
    let error = plan.check().unwrap_err();
    assert_eq!((error.code(), error.context("required_module")), (Code::Conflict, Some("crm")));
}

#[test]
fn a_suggestion_names_the_missing_dependency_not_the_module_itself() {
    let plan = by_activation(&[], &change(&["hvac_industry"], &[]));
    let advice: Vec<_> = plan.report.suggestions.iter().map(|one| (one.action, one.module.as_str())).collect();
    assert_eq!(advice, [("activate", "crm"), ("activate", "projects")]);
    assert!(plan.report.suggestions.iter().all(|one| one.because.as_deref() == Some("hvac_industry")));
}

#[test]
fn an_inactive_module_is_no_dependent() {
    // Marketing needs crm and is not active: nothing keeps crm.
    let plan = by_activation(&["crm"], &change(&[], &["crm"]));
    assert_eq!(broken(&plan), []);
    // Marketing was activated, but the subscription has it no more: it is not active, either.
    let entitled = bought(Subscription { bundle: Some("starter".into()), ..Subscription::default() });
    let plan = planned(&built_in().unwrap(), &entitled, &["crm", "marketing"], &change(&[], &["crm"]));
    assert_eq!(broken(&plan), []);
}

#[test]
fn an_active_dependent_keeps_what_it_needs() {
    let plan = by_activation(&["crm", "marketing"], &change(&[], &["crm"]));
    assert_eq!(broken(&plan), [("crm", Rule::Dependent, Some("marketing"))]);
    assert_eq!(plan.check().unwrap_err().code(), Code::Conflict);
    assert_eq!(plan.report.suggestions[0].module, "marketing");
    let both = by_activation(&["crm", "marketing"], &change(&[], &["crm", "marketing"]));
    both.check().unwrap();
    assert_eq!(steps(&both), [(Turn::Deactivate, "marketing", None), (Turn::Deactivate, "crm", None)]);
}

#[test]
fn who_needs_others_comes_last_and_goes_first_whatever_the_order_of_the_list() {
    let all = ["healthcare_industry", "hvac_industry", "crm", "projects", "hr"];
    let plan = by_activation(&[], &change(&all, &[]));
    plan.check().unwrap();
    let order: Vec<&str> = plan.steps.iter().map(|step| step.module.as_str()).collect();
    assert_eq!(order, ["crm", "projects", "hr", "healthcare_industry", "hvac_industry"]);
    let plan = by_activation(&all, &change(&[], &["crm", "hr", "healthcare_industry", "projects", "hvac_industry"]));
    plan.check().unwrap();
    let order: Vec<&str> = plan.steps.iter().map(|step| step.module.as_str()).collect();
    assert_eq!(order, ["healthcare_industry", "hvac_industry", "crm", "hr", "projects"]);
}

#[test]
fn a_cascade_brings_what_is_needed_and_says_for_whose_sake() {
    let plan = by_activation(&["crm"], &cascade(&["hvac_industry"], &[]));
    plan.check().unwrap();
    let wanted = [(Turn::Activate, "projects", Some("hvac_industry")), (Turn::Activate, "hvac_industry", None)];
    assert_eq!(steps(&plan), wanted);
    assert_eq!(plan.active, ["crm", "hvac_industry", "projects"]);
    assert_eq!(plan.revision, 7);
    let plan = by_activation(&["crm", "accounting", "marketing", "legal_industry"], &cascade(&[], &["crm"]));
    plan.check().unwrap();
    assert_eq!(plan.active, ["accounting"]);
    assert_eq!(plan.steps.last().unwrap().module, "crm");
    let plan = by_activation(&["crm"], &cascade(&["marketing"], &["crm"]));
    assert_eq!(broken(&plan), [("marketing", Rule::Requires, Some("crm"))], "a cascade undoes nothing that was said");
}

#[test]
fn what_is_so_already_is_told_and_done_once() {
    let plan = by_activation(&["crm"], &change(&["crm", "hr", "hr"], &["projects"]));
    plan.check().unwrap();
    assert_eq!(steps(&plan), [(Turn::Activate, "hr", None)]);
    let told: Vec<&str> = plan.report.warnings.iter().map(|one| one.module.as_str()).collect();
    assert_eq!(told, ["crm", "projects"]);
}

#[test]
fn unknown_and_contradictory_modules_are_the_callers_mistake() {
    for (change, module) in [(change(&["sales"], &[]), "sales"), (change(&[], &["sales"]), "sales")] {
        let error = by_activation(&[], &change).check().unwrap_err();
        assert_eq!((error.code(), error.context("module")), (Code::InvalidInput, Some(module)));
    }
    let error = by_activation(&["crm"], &change(&["crm"], &["crm"])).check().unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
}

#[test]
fn what_is_not_bought_cannot_be_activated_and_the_way_up_is_told() {
    let catalogue = built_in().unwrap();
    let starter = bought(Subscription { tier: Some("starter".into()), users: Some(1), ..Subscription::default() });
    let error = planned(&catalogue, &starter, &[], &change(&["workspace"], &[])).check().unwrap_err();
    assert_eq!((error.code(), error.context("why")), (Code::ModuleInactive, Some("tier")));
    assert_eq!(
        (error.context("required_module"), error.context("required_tier")),
        (Some("workspace"), Some("enterprise"))
    );
    let bundle = bought(Subscription { bundle: Some("starter".into()), ..Subscription::default() });
    let error = planned(&catalogue, &bundle, &[], &change(&["projects"], &[])).check().unwrap_err();
    assert_eq!((error.context("why"), error.context("required_bundle")), (Some("not_subscribed"), Some("growth")));
    let over =
        bought(Subscription { status: Status::Canceled, tier: Some("ultimate".into()), ..Subscription::default() });
    let error = planned(&catalogue, &over, &[], &change(&["crm"], &[])).check().unwrap_err();
    assert_eq!(error.context("why"), Some("subscription_ended"));
    let plan = planned(&catalogue, &starter, &[], &change(&["hr"], &[]));
    assert_eq!(broken(&plan), [("hr", Rule::Users, None)], "hr is for two users and more");
    assert_eq!(plan.check().unwrap_err().code(), Code::QuotaExceeded);
}

#[test]
fn a_module_without_a_connected_system_is_allowed_and_told() {
    let plan = by_activation(&[], &change(&["finance_ai", "crm"], &[]));
    plan.check().unwrap();
    let told: Vec<_> = plan.report.warnings.iter().map(|one| (one.module.as_str(), one.rule)).collect();
    assert_eq!(told, [("finance_ai", Rule::NoSystem)]);
    assert_eq!(plan.report.suggestions[0].action, "connect");
}

const SMALL: &str = "
catalogue: small
title: Small
tiers: {one: {title: One}, two: {title: Two}}
modules:
  a: {title: A, conflicts: [b]}
  b: {title: B}
  c: {title: C, requires: [a], tier: two}
";

#[test]
fn conflicts_hold_for_both_sides() {
    let catalogue = coreflow_bridge::module::load("small.yaml", SMALL).unwrap();
    for (active, new) in [("a", "b"), ("b", "a")] {
        let plan = planned(&catalogue, &Entitled::ByActivation, &[active], &change(&[new], &[]));
        assert_eq!(broken(&plan), [(new, Rule::Conflicts, Some(active))]);
        let swap = planned(&catalogue, &Entitled::ByActivation, &[active], &change(&[new], &[active]));
        swap.check().unwrap();
    }
    let both = planned(&catalogue, &Entitled::ByActivation, &[], &change(&["a", "b"], &[]));
    assert_eq!(broken(&both), [("a", Rule::Conflicts, Some("b"))], "told once");
}

#[test]
fn a_set_is_validated_as_a_whole() {
    let catalogue = built_in().unwrap();
    let now = "2026-11-29T12:00:00Z".parse().unwrap();
    let report = |names: &[&str]| validate(&catalogue, &Entitled::ByActivation, &words(names), now);
    assert!(report(&["crm", "marketing"]).valid);
    let wrong = report(&["marketing", "nothing", "marketing"]);
    let rules: Vec<Rule> = wrong.errors.iter().map(|one| one.rule).collect();
    assert_eq!((wrong.valid, rules), (false, vec![Rule::Unknown, Rule::Requires]));
    assert_eq!(wrong.suggestions[0].module, "crm");
    assert_eq!(wrong.warnings[0].rule, Rule::Already);
}
