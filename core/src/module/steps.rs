//! How a change is thought through: what comes along, in which order, what stands against it.

use jiff::Timestamp;

use super::catalogue::Catalogue;
use super::entitlement::Entitled;
use super::plan::{Change, Plan, Step, Turn};
use super::report::{Report, Rule};
use super::rules::{needs, unknown};

/// What a plan stands on.
pub struct Known<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// What governs the tenant's modules.
    pub entitled: &'a Entitled,
    /// The modules that were activated, whether they may be used or not.
    pub activated: Vec<&'a str>,
    /// The systems that are connected.
    pub systems: Vec<&'a str>,
    /// The revision.
    pub revision: u64,
    /// The moment.
    pub now: Timestamp,
}

/// Thinks a change through. It never fails: what stands against it is in the plan.
pub fn plan(known: &Known<'_>, change: &Change) -> Plan {
    let Known { catalogue, entitled, now, .. } = *known;
    let mut report = Report::default();
    // A module that may not be used is not active: nothing can stand on it, and it stands against nothing.
    let usable = |name: &&&str| entitled.permits(catalogue, name, now).is_ok();
    let active: Vec<&str> = known.activated.iter().filter(usable).copied().collect();
    let (mut on, mut off): (Vec<Entry<'_>>, Vec<Entry<'_>>) = (Vec::new(), Vec::new());
    for name in &change.activate {
        if !catalogue.modules.contains_key(name) {
            report.error(name, Rule::Unknown, None, unknown(catalogue, name));
        } else if change.deactivate.contains(name) {
            let message = format!("the module {name:?} is both to be activated and to be deactivated");
            report.error(name, Rule::Conflicts, Some(name), message);
        } else if active.contains(&name.as_str()) {
            report.warn(name, Rule::Already, format!("{name} is active already"));
        } else if !on.iter().any(|entry| entry.module == name) {
            on.push(Entry { module: name, because: None });
        }
    }
    for name in &change.deactivate {
        if known.activated.contains(&name.as_str()) {
            if !off.iter().any(|entry| entry.module == name) {
                off.push(Entry { module: name, because: None });
            }
        } else if catalogue.modules.contains_key(name) {
            report.warn(name, Rule::Already, format!("{name} is not active"));
        } else {
            report.error(name, Rule::Unknown, None, unknown(catalogue, name));
        }
    }
    if change.cascade {
        bring_needed(catalogue, &active, &off, &mut on);
        bring_dependents(catalogue, &active, &on, &mut off);
    }
    let stays = |name: &&str| !off.iter().any(|entry| entry.module == *name);
    let mut set: Vec<&str> = active.iter().copied().filter(stays).collect();
    for gone in &off {
        let on_it = set.iter().filter(|name| requires(catalogue, name, gone.module));
        for dependent in on_it.collect::<Vec<_>>() {
            let gone = gone.module;
            let message = format!("{gone} cannot be deactivated: {dependent} is active and needs it");
            report.error(gone, Rule::Dependent, Some(dependent), message);
            report.suggest("deactivate", dependent, Some(gone), format!("deactivate {dependent}, which needs {gone}"));
        }
    }
    let mut new: Vec<&str> = on.iter().map(|entry| entry.module).collect();
    new.sort_by_key(|name| depth(catalogue, name));
    set.extend(&new);
    report.hold(catalogue, entitled, &set, &new, now);
    unserved(known, &new, &mut report);
    // Who needs others goes first and comes last.
    off.sort_by_key(|entry| std::cmp::Reverse(depth(catalogue, entry.module)));
    on.sort_by_key(|entry| depth(catalogue, entry.module));
    let steps = off.iter().map(|entry| entry.step(Turn::Deactivate));
    let steps = steps.chain(on.iter().map(|entry| entry.step(Turn::Activate))).collect();
    set.sort_unstable();
    Plan {
        revision: known.revision,
        change: change.clone(),
        steps,
        active: set.into_iter().map(str::to_owned).collect(),
        report: report.close(),
    }
}

struct Entry<'a> {
    module: &'a str,
    because: Option<&'a str>,
}

impl Entry<'_> {
    fn step(&self, action: Turn) -> Step {
        Step { module: self.module.to_owned(), action, because: self.because.map(str::to_owned) }
    }
}

fn requires(catalogue: &Catalogue, module: &str, needed: &str) -> bool {
    catalogue.modules.get(module).is_some_and(|module| module.requires.iter().any(|name| name == needed))
}

/// How many modules stand below one.
fn depth(catalogue: &Catalogue, module: &str) -> usize {
    needs(catalogue, module).len()
}

/// Adds what the new modules need.
fn bring_needed<'a>(catalogue: &'a Catalogue, active: &[&str], off: &[Entry<'_>], on: &mut Vec<Entry<'a>>) {
    let mut next = 0;
    while let Some(because) = on.get(next).map(|entry| entry.module) {
        next += 1;
        let Some((because, module)) = catalogue.modules.get_key_value(because) else { continue };
        for needed in &module.requires {
            let there = active.contains(&needed.as_str()) || on.iter().any(|entry| entry.module == needed);
            if !there && !off.iter().any(|entry| entry.module == needed) {
                on.push(Entry { module: needed, because: Some(because) });
            }
        }
    }
}

/// Adds what needs the modules that go.
fn bring_dependents<'a>(catalogue: &Catalogue, active: &[&'a str], on: &[Entry<'_>], off: &mut Vec<Entry<'a>>) {
    let mut next = 0;
    while let Some(because) = off.get(next).map(|entry| entry.module) {
        next += 1;
        for &name in active.iter().filter(|name| requires(catalogue, name, because)) {
            if !off.iter().any(|entry| entry.module == name) && !on.iter().any(|entry| entry.module == name) {
                off.push(Entry { module: name, because: Some(because) });
            }
        }
    }
}

/// Tells of modules that come from systems of which none is connected.
fn unserved(known: &Known<'_>, new: &[&str], report: &mut Report) {
    for name in new {
        let Some(module) = known.catalogue.modules.get(*name) else { continue };
        let served = module.systems.iter().any(|system| known.systems.contains(&system.as_str()));
        if !module.systems.is_empty() && !served {
            let systems = module.systems.join(", ");
            report.warn(name, Rule::NoSystem, format!("no connected system provides {name}"));
            report.suggest("connect", name, None, format!("connect one of {systems} for {name}"));
        }
    }
}
