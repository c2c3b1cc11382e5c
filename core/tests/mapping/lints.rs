//! Wrong combinations are told with their line.

use coreflow_bridge::manifest::{FieldSpec, load};

use super::{YAML, manifest};

#[test]
fn wrong_combinations_are_told_with_their_line() {
    for (from, to, wanted) in [
        ("{join: {of: [a, b], with: \", \"}}", "{join: {of: [a], with: \", \"}}", "at least two paths"),
        ("{join: {of: [a, b], with: \", \"}}", "{at: a, join: {of: [a, b], with: \", \"}}", "exclude each other"),
        ("{at: cents, as: cents}", "{join: {of: [a, b], with: \"\"}}", "joins texts, not a field of type decimal"),
        ("{at: cents, as: cents}", "{cases: [{is: \"1\"}]}", "cases do not fit a field of type decimal"),
        ("{kind: line}", "{kind: \"{option.gone}\"}", "there is no option gone"),
        ("{description: noted}", "{gone: noted}", "gone is not a field of these rows"),
        (
            "{at: bill, as: bool_text}",
            "{at: bill, as: bool_text, write_beside: {name: x}}",
            "is for the fields of rows",
        ),
        ("is: cancelled, when: {gone", "is: gone, when: {gone", "gone is not a value of the field"),
        ("is: started, when: {percent: [\"50\"]}", "is: started", "the cases behind it never do"),
        ("percent: [\"50\"]", "percent: []", "started never holds"),
        ("table: {CLOSED: completed, DROPPED: cancelled, \"7\": started}", "lossy: true", "needs a `table`"),
        ("{is: true, when: {published", "{is: maybe, when: {published", "maybe is not true or false"),
        ("project_id: {parent: true}", "number: {parent: true}", "a parent is a reference"),
        ("to: {parent_at: project}", "to: {parent_at: project, same_parent: true}", "exclude each other"),
        ("as: ref_list, item: user.id", "as: text_list, item: user.id", "text_list does not fit"),
        ("as: micros", "as: micros, item: x", "`item` is for lists"),
        ("as: micros", "as: micros, to: {id_at: x}", "`to` is for references"),
        ("{at: bill, as: bool_text}", "{at: bill, as: cents}", "cents does not fit a field of type bool"),
        ("{at: start, as: date_instant,", "{at: start, as: year,", "year does not fit a field of type date"),
        ("{at: year, as: year}", "{at: year, as: micros}", "micros does not fit"),
        ("{at: closed, as: epoch_instant}", "{at: \"*\", as: epoch_instant}", "`*` is all other members"),
        ("operators: {gte: due_after", "operators: {since: due_after", "since is no operator with a parameter"),
        ("{operators: {gte: due_after, lt: due_before}}", "{table: {}}", "needs `param` or `operators`"),
        ("{at: emails.more}", "{write: false}", "needs one of `at`"),
    ] {
        let at = YAML.find(from).unwrap_or_else(|| panic!("{from:?} is not in the manifest"));
        let line = YAML[..at].matches('\n').count() + 1;
        let error = load("acme.yaml", &YAML.replacen(from, to, 1)).expect_err(to);
        let found = error.message().lines().find(|finding| finding.contains(wanted));
        let found = found.unwrap_or_else(|| panic!("{to}: {}", error.message()));
        let told: usize = found.split(':').nth(1).unwrap().parse().unwrap();
        // Of a case in a list, the line of the list is told.
        assert!(line.saturating_sub(7) <= told && told <= line, "{to}: line {line}, but: {found}");
    }
}

#[test]
fn what_is_worked_out_is_derived_and_written_only_where_that_is_said() {
    let manifest = manifest();
    let (_, entity) = manifest.resources["projects.tasks"].entities().remove(0);
    let map = |name: &str| FieldSpec::map(&entity.fields[name]);
    assert!(map("name").derived && map("name").write && !map("name").filter);
    assert!(map("description").derived && !map("description").write);
    assert!(map("status").derived && map("status").write && !map("status").filter);
    assert!(!map("start_date").derived && map("start_date").filter);
}
