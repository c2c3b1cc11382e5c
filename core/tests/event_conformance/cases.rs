//! The cases.

use coreflow_bridge::Code;
use coreflow_bridge::store::{
    Claim, DEAD_LETTER_DROPPED, DeadLetter, DeadLetterFilter, Delivery, GroupSpec, LogLimits, ModuleChange, NewEvent,
    Outcome, Settled, Start, Step,
};

pub(super) use super::model::a_random_run_agrees_with_the_model;
use super::support::*;

fn all() -> DeadLetterFilter {
    DeadLetterFilter::default()
}

/// So many events, of whichever tenant.
fn whole(max_events: u64) -> LogLimits {
    LogLimits { max_events, max_tenant_events: Some(max_events), ..LogLimits::default() }
}

async fn opened(engine: &impl Engine) -> Shared {
    let log = engine.open(LogLimits::default()).await;
    open(&log, spec("g")).await;
    log
}

pub(super) async fn positions_grow_and_a_name_is_one_event(engine: &impl Engine) {
    let log = opened(engine).await;
    let first = append(&log, &[event("1", "a"), event("2", "a"), event("1", "b")]).await;
    assert!(first[0].position < first[1].position);
    assert_eq!((first[2].position, first[2].duplicate), (first[0].position, true), "the same name is the same event");
    let elsewhere = NewEvent { source: "urn:other".into(), ..event("1", "a") };
    let of_other = NewEvent { tenant: Some(tenant("other")), ..event("1", "a") };
    let of_host = NewEvent { tenant: None, ..event("1", "a") };
    let more = append(&log, &[elsewhere, of_other.clone(), of_host, event("2", "a")]).await;
    assert_eq!(more.iter().map(|one| one.duplicate).collect::<Vec<_>>(), [false, false, false, true]);
    assert!(more[0].position > first[1].position);
    let kept = log.events(Some(&tenant("other")), 0, 10).await.unwrap();
    assert_eq!((kept.len(), &kept[0].event), (1, &of_other), "every attribute is kept as it was");
    assert_eq!(log.events(None, first[0].position, 2).await.unwrap().len(), 2);
}

pub(super) async fn all_or_none_are_appended(engine: &impl Engine) {
    let log = engine.open(whole(3)).await;
    open(&log, spec("g")).await;
    append(&log, &[event("1", "a")]).await;
    let events: Vec<NewEvent> = (2..6).map(|id| event(&id.to_string(), "a")).collect();
    assert_eq!(log.append(events, at(0)).await.unwrap_err().code(), Code::Backpressure);
    assert_eq!(log.events(None, 0, 10).await.unwrap().len(), 1);
    append(&log, &[event("2", "a"), event("3", "a")]).await;
}

pub(super) async fn a_key_is_delivered_in_order_and_keys_do_not_wait_for_each_other(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("a1", "a"), event("a2", "a"), event("b1", "b"), event("c1", ""), event("a3", "a")]).await;
    append(&log, &[event("c2", ""), NewEvent { tenant: Some(tenant("other")), ..event("a1", "a") }]).await;
    let first = claim(&log, "g", 10, 0).await;
    assert_eq!(ids(&first), ["a1", "b1", "c1", "a1"], "one of each key; another tenant's subject is another key");
    assert_eq!(claim(&log, "g", 10, 1).await.deliveries, [], "those behind wait");
    settle(&log, "g", &first.deliveries[0], nack(5), 2).await.unwrap();
    ack(&log, "g", &first.deliveries[2]).await;
    let next = claim(&log, "g", 10, 3).await;
    assert_eq!(ids(&next), ["c2"], "a2 waits while a1 waits");
    assert_eq!(next.due, Some(at(5)));
    let again = claim(&log, "g", 10, 5).await;
    assert_eq!(ids(&again), ["a1"]);
    assert_eq!(again.deliveries[0].attempt, 2);
    ack(&log, "g", &again.deliveries[0]).await;
    assert_eq!(drain(&log, "g", 6).await, ["a2", "a3"]);
}

pub(super) async fn a_lease_that_ended_is_refused(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("1", "a")]).await;
    let old = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    assert_eq!(claim(&log, "g", 1, 9).await.deliveries, []);
    settle(&log, "g", &old, Outcome::Extend { until: at(20) }, 9).await.unwrap();
    assert_eq!(claim(&log, "g", 1, 19).await.deliveries, [], "an extended lease holds");
    let new = claim(&log, "g", 1, 20).await.deliveries.remove(0);
    assert!(new.fence > old.fence);
    assert_eq!(new.attempt, 2);
    for outcome in [Outcome::Ack, nack(0), Outcome::Release, Outcome::Extend { until: at(99) }] {
        let refused = settle(&log, "g", &old, outcome, 21).await.unwrap_err();
        assert_eq!(refused.code(), Code::StaleLease);
    }
    ack(&log, "g", &new).await;
    let twice = settle(&log, "g", &new, Outcome::Ack, 22).await.unwrap_err();
    assert_eq!(twice.code(), Code::StaleLease, "it is settled");
    assert_eq!(drain(&log, "g", 99).await, [""; 0]);
}

pub(super) async fn a_released_attempt_does_not_count(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("1", "a")]).await;
    for _ in 0..4 * ATTEMPTS {
        let one = claim(&log, "g", 1, 0).await.deliveries.remove(0);
        assert_eq!(one.attempt, 1);
        settle(&log, "g", &one, Outcome::Release, 0).await.unwrap();
    }
    assert_eq!(drain(&log, "g", 0).await, ["1"]);
}

/// Lets an event fail until it is a dead letter.
async fn fail(log: &Shared, one: Delivery) {
    let (mut one, id) = (one.clone(), one.event.event.id);
    for attempt in 1..=ATTEMPTS {
        assert_eq!((one.attempt, one.event.event.id.as_str()), (attempt, id.as_str()));
        let settled = settle(log, "g", &one, nack(0), 0).await.unwrap();
        assert_eq!(settled, if attempt == ATTEMPTS { Settled::Dead } else { Settled::Done });
        if attempt < ATTEMPTS {
            one = claim(log, "g", 1, 0).await.deliveries.remove(0);
        }
    }
}

pub(super) async fn a_poison_event_becomes_a_dead_letter_and_its_key_goes_on(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("a1", "a"), event("a2", "a"), event("b1", "b")]).await;
    let first = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    let logged = first.event.clone();
    fail(&log, first).await;
    assert_eq!(drain(&log, "g", 0).await, ["a2", "b1"]);
    let dead = log.dead_letters(all()).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!((&dead[0].event, dead[0].attempts, dead[0].error.as_str()), (&logged, ATTEMPTS, "it broke"));
    assert_eq!((dead[0].group.as_str(), dead[0].replaying), ("g", false));
}

pub(super) async fn a_dead_letter_is_replayed_once_and_dropped_for_good(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("a1", "a"), event("a2", "a"), event("b1", "b")]).await;
    fail(&log, claim(&log, "g", 1, 0).await.deliveries.remove(0)).await;
    assert_eq!(drain(&log, "g", 0).await, ["a2", "b1"]);
    let letter = log.dead_letters(all()).await.unwrap().remove(0);
    let of = |group: &str, of: &str| DeadLetterFilter {
        group: Some(group.into()),
        tenant: Some(tenant(of)),
        ids: Some(vec![letter.id]),
        ..all()
    };
    assert_eq!(replay(&log, of("g", "other")).await, 0, "it is acme's");
    assert_eq!(replay(&log, of("none", "acme")).await, 0);
    // Its key is busy: it waits for its turn.
    append(&log, &[event("a3", "a"), event("a4", "a")]).await;
    let busy = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    assert_eq!(replay(&log, of("g", "acme")).await, 1);
    assert_eq!(replay(&log, of("g", "acme")).await, 0, "it is on its way");
    assert!(log.dead_letters(all()).await.unwrap()[0].replaying);
    ack(&log, "g", &busy).await;
    let mut order = drain(&log, "g", 0).await;
    order.sort();
    assert_eq!(order, ["a1", "a4"], "again, and the later ones of its key once");
    assert_eq!(log.dead_letters(all()).await.unwrap(), []);
    // Failing again makes it a dead letter again.
    append(&log, &[event("c1", "c")]).await;
    fail(&log, claim(&log, "g", 1, 0).await.deliveries.remove(0)).await;
    replay(&log, all()).await;
    fail(&log, claim(&log, "g", 1, 0).await.deliveries.remove(0)).await;
    let dead = log.dead_letters(all()).await.unwrap();
    assert_eq!((dead.len(), dead[0].attempts), (1, 2 * ATTEMPTS));
    assert_eq!(log.drop_dead_letters(all()).await.unwrap(), 1);
    assert_eq!(replay(&log, all()).await, 0);
    assert_eq!(drain(&log, "g", 0).await, [""; 0]);
}

pub(super) async fn an_event_whose_consumers_die_is_given_up_in_the_end(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("1", "a"), event("2", "a")]).await;
    let mut deliveries = 0;
    let mut second = 0;
    loop {
        let claimed = claim(&log, "g", 1, second).await;
        if claimed.deliveries[0].event.event.id == "2" {
            break;
        }
        deliveries += 1;
        second += 10;
    }
    assert_eq!(deliveries, 3 * ATTEMPTS, "a lost lease counts less than a failure: it may never have been tried");
    assert!(log.dead_letters(all()).await.unwrap()[0].error.contains("without an answer"));
}

pub(super) async fn a_group_begins_where_it_was_told(engine: &impl Engine) {
    let log = engine.open(LogLimits::default()).await;
    for n in 1..=4 {
        log.append(vec![event(&n.to_string(), "a")], at(n)).await.unwrap();
    }
    let position = log.events(None, 0, 10).await.unwrap()[1].position;
    let groups = [
        ("now", Start::Now, &[][..]),
        ("beginning", Start::Beginning, &["1", "2", "3", "4"]),
        ("time", Start::Time(at(3)), &["3", "4"]),
        ("later", Start::Time(at(9)), &[]),
        ("position", Start::Position(position), &["2", "3", "4"]),
        ("beyond", Start::Position(u64::MAX), &[]),
    ];
    for (name, start, _) in groups {
        log.open_group(spec(name), start).await.unwrap();
        // Opening it again changes nothing of where it stands.
        log.open_group(spec(name), Start::Position(position + 1)).await.unwrap();
    }
    append(&log, &[event("5", "a")]).await;
    for (name, _, sees) in groups {
        assert_eq!(drain(&log, name, 0).await, [sees, &["5"]].concat(), "{name}");
    }
    append(&log, &[event("6", "a")]).await;
    for (name, ..) in groups {
        assert_eq!(drain(&log, name, 0).await, ["6"], "and then {name} follows");
    }
    let claim = Claim { group: "nobody".into(), max: 1, now: at(0), until: at(1), gate: gate() };
    assert_eq!(log.claim(claim).await.unwrap_err().code(), Code::NotFound);
}

pub(super) async fn a_rewound_group_sees_everything_again(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("1", "a"), event("2", "a"), event("3", "b")]).await;
    assert_eq!(drain(&log, "g", 0).await, ["1", "3", "2"]);
    append(&log, &[event("4", "a")]).await;
    let out = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    log.rewind("g", Start::Beginning).await.unwrap();
    assert_eq!(settle(&log, "g", &out, Outcome::Ack, 0).await.unwrap_err().code(), Code::StaleLease);
    assert_eq!(drain(&log, "g", 0).await, ["1", "3", "2", "4"]);
    assert_eq!(log.rewind("none", Start::Now).await.unwrap_err().code(), Code::NotFound);
    assert!(log.drop_group("g").await.unwrap());
    assert!(!log.drop_group("g").await.unwrap());
}

pub(super) async fn types_tenants_and_modules_decide_what_is_seen(engine: &impl Engine) {
    let log = engine.open(LogLimits::default()).await;
    let (acme, other) = (tenant("acme"), tenant("other"));
    let mut of_type = spec("types");
    of_type.types = patterns(&["crm.deal.*", "hr.leave.requested"]);
    let mut of_tenant = spec("tenant");
    of_tenant.tenant = Some(other.clone());
    let mut with_modules = spec("modules");
    with_modules.requires = vec!["crm".into(), "projects".into()];
    for spec in [of_type, of_tenant, with_modules] {
        open(&log, spec).await;
    }
    let kind = |id: &str, kind: &str| NewEvent { kind: kind.into(), ..event(id, id) };
    append(&log, &[kind("1", "crm.deal.won"), kind("2", "crm.lead.created"), kind("3", "hr.leave.requested")]).await;
    append(
        &log,
        &[NewEvent { tenant: Some(other.clone()), ..event("4", "x") }, NewEvent { tenant: None, ..event("5", "x") }],
    )
    .await;
    assert_eq!(drain(&log, "types", 0).await, ["1", "3", "4", "5"]);
    assert_eq!(drain(&log, "tenant", 0).await, ["4"]);
    assert_eq!(drain(&log, "modules", 0).await, [""; 0]);
    let activate = |modules: &[&str]| ModuleChange {
        activate: modules.iter().map(|module| (*module).into()).collect(),
        ..ModuleChange::default()
    };
    log.change_modules(&acme, activate(&["crm"]).into()).await.unwrap();
    log.change_modules(&other, activate(&["crm", "projects"]).into()).await.unwrap();
    append(&log, &[event("6", "y"), NewEvent { tenant: Some(other.clone()), ..event("7", "y") }]).await;
    append(&log, &[NewEvent { tenant: Some(other.clone()), ..event("8", "z") }]).await;
    let out = claim(&log, "modules", 9, 0).await;
    assert_eq!(ids(&out), ["7", "8"]);
    // What fails while the modules go away is not delivered again.
    settle(&log, "modules", &out.deliveries[0], nack(1), 0).await.unwrap();
    let deactivate = ModuleChange { deactivate: vec!["crm".into()], ..ModuleChange::default() };
    log.change_modules(&other, deactivate.into()).await.unwrap();
    assert_eq!(claim(&log, "modules", 9, 2).await.deliveries, []);
    ack(&log, "modules", &out.deliveries[1]).await;
    log.change_modules(&other, activate(&["crm"]).into()).await.unwrap();
    append(&log, &[NewEvent { tenant: Some(other), ..event("9", "y") }]).await;
    assert_eq!(drain(&log, "modules", 3).await, ["9"]);
}

pub(super) async fn a_full_log_refuses_and_loses_nothing(engine: &impl Engine) {
    let log = engine.open(whole(50)).await;
    let mut published = 0;
    // Nobody consumes: the oldest leave.
    for n in 0..80 {
        append(&log, &[event(&format!("early-{n}"), "a")]).await;
    }
    let kept = log.events(None, 0, 1000).await.unwrap();
    assert!(kept.len() <= 50 && kept.last().unwrap().event.id == "early-79");
    log.open_group(spec("g"), Start::Now).await.unwrap();
    let refused = loop {
        match log.append(vec![event(&published.to_string(), "a")], at(0)).await {
            Ok(_) => published += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((refused.code(), refused.retryable(), published), (Code::Backpressure, true, 50));
    let again = log.append(vec![event("0", "a")], at(0)).await.unwrap();
    assert!(again[0].duplicate, "what is there needs no room");
    // An unsettled event holds its place, also when later ones are done.
    let out = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    assert_eq!(log.append(vec![event("next", "b")], at(0)).await.unwrap_err().code(), Code::Backpressure);
    ack(&log, "g", &out).await;
    append(&log, &[event("next", "b")]).await;
    let mut seen = drain(&log, "g", 0).await;
    seen.retain(|id| id != "next");
    assert_eq!(seen, (1..50).map(|n| n.to_string()).collect::<Vec<_>>());
    let bytes = engine.open(LogLimits { max_bytes: 1, ..LogLimits::default() }).await;
    log.open_group(spec("late"), Start::Now).await.unwrap();
    bytes.open_group(spec("late"), Start::Now).await.unwrap();
    assert_eq!(bytes.append(vec![event("big", "a")], at(0)).await.unwrap_err().code(), Code::Backpressure);
}

pub(super) async fn old_events_leave_when_every_group_is_done(engine: &impl Engine) {
    let log = engine.open(LogLimits { max_age_days: 1, ..LogLimits::default() }).await;
    open(&log, spec("g")).await;
    append(&log, &[event("1", "a"), event("2", "a")]).await;
    let later = 3 * 86_400;
    log.append(vec![event("3", "a")], at(later)).await.unwrap();
    assert_eq!(log.events(None, 0, 9).await.unwrap().len(), 3, "the group has not seen them");
    assert_eq!(drain(&log, "g", later).await, ["1", "2", "3"]);
    log.append(vec![event("4", "a")], at(later + 1)).await.unwrap();
    let kept: Vec<String> = log.events(None, 0, 9).await.unwrap().into_iter().map(|one| one.event.id).collect();
    assert_eq!(kept, ["3", "4"]);
    let before = log.events(None, 0, 1).await.unwrap()[0].position;
    log.append(vec![event("1", "a")], at(later + 2)).await.unwrap();
    assert!(log.events(None, before + 1, 9).await.unwrap().iter().any(|one| one.event.id == "1"), "positions go on");
}

pub(super) async fn a_change_of_modules_and_its_events_are_one(engine: &impl Engine) {
    let log = opened(engine).await;
    let change = |module: &str, provider: Option<&str>, id: &str| ModuleChange {
        activate: vec![module.into()],
        providers: provider.map(|name| (module.into(), Some(name.into()))).into_iter().collect(),
        events: vec![event(id, "m")],
        ..ModuleChange::default()
    };
    log.change_modules(&tenant("acme"), change("crm", None, "kept").into()).await.unwrap();
    let refused = log.change_modules(&tenant("acme"), change("hr", Some("none"), "lost").into()).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidInput);
    assert_eq!(drain(&log, "g", 0).await, ["kept"]);
    let full = engine.open(LogLimits { max_events: 0, ..LogLimits::default() }).await;
    open(&full, spec("g")).await;
    let refused = full.change_modules(&tenant("acme"), change("hr", None, "full").into()).await.unwrap_err();
    assert_eq!(refused.code(), Code::Backpressure);
    let active = full.modules(&tenant("acme")).await.unwrap().active;
    assert!(!active.iter().any(|one| one.module == "hr"), "no change without its event");
}

pub(super) async fn groups_tell_how_they_stand(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("1", "a"), event("2", "b"), event("3", "c")]).await;
    claim(&log, "g", 2, 0).await;
    let group = log.groups().await.unwrap().remove(0);
    assert_eq!((group.spec, group.behind, group.open, group.dead), (spec("g"), 1, 2, 0));
}

pub(super) async fn what_was_appended_and_leased_outlives_the_store(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("1", "a"), event("2", "b"), event("3", "a")]).await;
    let out = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    log.close().await;
    let log = engine.open(LogLimits::default()).await;
    assert_eq!(ids(&claim(&log, "g", 9, 1).await), ["2"]);
    ack(&log, "g", &out).await;
    let mut rest = drain(&log, "g", 20).await;
    rest.sort();
    assert_eq!(rest, ["2", "3"]);
}

pub(super) async fn looking_wakes_nobody(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("1", "a")]).await;
    assert_eq!(drain(&log, "g", 0).await, ["1"]);
    let mut commits = log.commits();
    commits.mark_unchanged();
    let foreign = log.foreign_commits().await.unwrap();
    claim(&log, "g", 9, 0).await;
    log.groups().await.unwrap();
    assert_eq!(log.foreign_commits().await.unwrap(), foreign);
    assert!(!commits.has_changed().unwrap(), "or those who wait would wake each other for ever");
    append(&log, &[event("2", "a")]).await;
    assert!(commits.has_changed().unwrap());
}

pub(super) async fn stores_on_one_place_share_a_group(engine: &impl Engine) {
    let (one, two) = (opened(engine).await, engine.open(LogLimits::default()).await);
    let before = two.foreign_commits().await.unwrap();
    append(&one, &[event("1", "a"), event("2", "b")]).await;
    assert_ne!(two.foreign_commits().await.unwrap(), before, "it is noticed");
    let first = claim(&one, "g", 1, 0).await;
    let second = claim(&two, "g", 9, 0).await;
    assert_eq!((ids(&first), ids(&second)), (vec!["1"], vec!["2"]));
    assert!(second.deliveries[0].fence > first.deliveries[0].fence);
    let mut commits = one.commits();
    commits.mark_unchanged();
    append(&one, &[event("3", "c")]).await;
    assert!(commits.has_changed().unwrap(), "and at once in the same process");
}

async fn begin(log: &Shared, one: &Delivery, name: &str, second: i64) -> Step {
    log.begin_step("g", one.fence, name, at(second)).await.unwrap()
}

pub(super) async fn a_step_is_remembered_until_its_event_is_settled(engine: &impl Engine) {
    let log = opened(engine).await;
    let other = spec("h");
    open(&log, other).await;
    append(&log, &[event("1", "a"), event("2", "b")]).await;
    let mut both = claim(&log, "g", 2, 0).await.deliveries;
    let (second, first) = (both.remove(1), both.remove(0));
    assert_eq!(begin(&log, &first, "project", 50).await, Step::default());
    log.finish_step("g", first.fence, "project", r#"{"id":1.10}"#.into()).await.unwrap();
    assert_eq!(begin(&log, &first, "invoice", 5).await, Step::default());
    assert_eq!(begin(&log, &second, "project", 5).await, Step::default(), "another event");
    let elsewhere = claim(&log, "h", 1, 0).await.deliveries.remove(0);
    let there = log.begin_step("h", elsewhere.fence, "project", at(5)).await.unwrap();
    assert_eq!(there, Step::default(), "another group");
    assert_eq!(ids(&claim(&log, "g", 2, 49).await), ["2"], "a step prolongs the lease, and never shortens it");
    let again = claim(&log, "g", 2, 50).await.deliveries.remove(0);
    let done = Step { begun: true, result: Some(r#"{"id":1.10}"#.into()) };
    assert_eq!(begin(&log, &again, "project", 60).await, done);
    assert_eq!(begin(&log, &again, "invoice", 60).await, Step { begun: true, result: None });
    settle(&log, "g", &again, nack(60), 51).await.unwrap();
    let again = claim(&log, "g", 2, 60).await.deliveries.into_iter().find(|one| one.event == again.event).unwrap();
    assert_eq!(begin(&log, &again, "project", 70).await, done, "a failure forgets nothing");
    ack(&log, "g", &again).await;
    log.rewind("g", Start::Beginning).await.unwrap();
    let anew = claim(&log, "g", 2, 70).await.deliveries;
    for one in &anew {
        let may_be = Step { begun: true, result: None };
        assert_eq!(begin(&log, one, "project", 80).await, may_be, "who begins anew may have done it, and looks");
        ack(&log, "g", one).await;
    }
    append(&log, &[event("3", "a")]).await;
    let fresh = claim(&log, "g", 1, 80).await.deliveries.remove(0);
    assert_eq!(begin(&log, &fresh, "project", 80).await, Step::default(), "what came later was not handled before");
}

pub(super) async fn a_lease_that_ended_begins_no_step(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("1", "a")]).await;
    let old = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    begin(&log, &old, "project", 5).await;
    let new = claim(&log, "g", 1, 10).await.deliveries.remove(0);
    assert_eq!(log.begin_step("g", old.fence, "invoice", at(99)).await.unwrap_err().code(), Code::StaleLease);
    let late = log.finish_step("g", old.fence, "project", "1".into()).await.unwrap_err();
    assert_eq!(late.code(), Code::StaleLease);
    assert_eq!(begin(&log, &new, "project", 20).await, Step { begun: true, result: None });
    assert_eq!(begin(&log, &new, "invoice", 20).await, Step::default());
    ack(&log, "g", &new).await;
    assert_eq!(log.begin_step("g", new.fence, "invoice", at(99)).await.unwrap_err().code(), Code::StaleLease);
}

pub(super) async fn an_event_of_a_closed_module_waits_as_a_dead_letter(engine: &impl Engine) {
    let log = opened(engine).await;
    let module = async |on: bool| {
        let named = vec!["inventory".to_owned()];
        let (activate, deactivate) = if on { (named, Vec::new()) } else { (Vec::new(), named) };
        let change = ModuleChange { activate, deactivate, ..ModuleChange::default() };
        log.change_modules(&tenant("acme"), change.into()).await.unwrap();
    };
    let stock = |id: &str, subject: &str| NewEvent { kind: "stock.low".into(), ..event(id, subject) };
    let letters = async || {
        let letters = log.dead_letters(all()).await.unwrap();
        let told = |one: &DeadLetter| (one.event.event.id.clone(), one.attempts, one.error.contains("inventory"));
        letters.iter().map(told).collect::<Vec<_>>()
    };
    module(true).await;
    append(&log, &[stock("1", "a"), stock("2", "a"), stock("3", "b"), event("4", "a")]).await;
    let out = claim(&log, "g", 2, 0).await;
    assert_eq!(ids(&out), ["1", "3"]);
    module(false).await;
    // What is under way is settled; what is behind it, was to come again or is new does not come, and is not lost.
    ack(&log, "g", &out.deliveries[0]).await;
    settle(&log, "g", &out.deliveries[1], nack(0), 0).await.unwrap();
    append(&log, &[stock("5", "c"), NewEvent { tenant: None, ..stock("6", "d") }]).await;
    assert_eq!(drain(&log, "g", 0).await, ["4", "6"], "the others go on");
    let mut kept = letters().await;
    kept.sort();
    assert_eq!(kept, [("2".into(), 0, true), ("3".into(), 1, true), ("5".into(), 0, true)]);
    assert_eq!(log.groups().await.unwrap()[0].open, 0, "nothing holds the log up");
    let replayed = log.replay_dead_letters(all(), gate()).await.unwrap();
    assert_eq!((replayed.count, replayed.closed.as_deref()), (0, Some("inventory")));
    // Closed again between the question and the delivery: they are what they were.
    module(true).await;
    assert_eq!(replay(&log, all()).await, 3);
    module(false).await;
    assert_eq!(drain(&log, "g", 0).await, [""; 0]);
    assert_eq!(letters().await.len(), 3);
    assert!(log.dead_letters(all()).await.unwrap().iter().all(|letter| !letter.replaying));
    module(true).await;
    assert_eq!(replay(&log, all()).await, 3);
    let mut again = drain(&log, "g", 0).await;
    again.sort();
    assert_eq!(again, ["2", "3", "5"]);
    assert_eq!(letters().await, []);
}

pub(super) async fn dead_letters_keep_their_steps(engine: &impl Engine) {
    let log = opened(engine).await;
    append(&log, &[event("1", "a")]).await;
    let one = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    begin(&log, &one, "project", 1).await;
    log.finish_step("g", one.fence, "project", "7".into()).await.unwrap();
    fail(&log, one).await;
    log.rewind("g", Start::Now).await.unwrap();
    assert_eq!(replay(&log, all()).await, 1);
    let again = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    assert_eq!(begin(&log, &again, "project", 1).await, Step { begun: true, result: Some("7".into()) });
    fail(&log, again).await;
    assert_eq!(log.drop_dead_letters(all()).await.unwrap(), 1);
    log.rewind("g", Start::Beginning).await.unwrap();
    let anew = claim(&log, "g", 1, 0).await.deliveries.remove(0);
    assert_eq!(begin(&log, &anew, "project", 1).await, Step { begun: true, result: None });
}

/// The ids of the events that tell of dropped dead letters, and why they were.
async fn told(log: &Shared) -> Vec<(String, String)> {
    let events = log.events(None, 0, 1_000).await.unwrap();
    let told = events.into_iter().filter(|one| one.event.kind == DEAD_LETTER_DROPPED);
    told.map(|one| {
        assert_eq!(one.event.tenant, Some(tenant("acme")));
        let data: serde_json::Value = serde_json::from_str(one.event.data.as_deref().unwrap()).unwrap();
        assert_eq!(
            (&data["group"], &data["error"], &data["event"]["type"]),
            (&"g".into(), &"it broke".into(), &"crm.deal.won".into())
        );
        (data["event"]["id"].as_str().unwrap().to_owned(), data["because"].as_str().unwrap().to_owned())
    })
    .collect()
}

pub(super) async fn too_many_dead_letters_leave_with_an_event(engine: &impl Engine) {
    let limits = LogLimits { max_dead_letters: 2, ..whole(6) };
    let log = engine.open(limits).await;
    open(&log, GroupSpec { types: patterns(&["crm.*"]), ..spec("g") }).await;
    // A group that is behind fills the log: what is told of dropped letters has room all the same.
    open(&log, spec("behind")).await;
    let events: Vec<NewEvent> = (1..=6).map(|id| event(&id.to_string(), &id.to_string())).collect();
    append(&log, &events).await;
    for _ in 0..2 {
        fail(&log, claim(&log, "g", 1, 0).await.deliveries.remove(0)).await;
    }
    assert_eq!(told(&log).await, []);
    assert_eq!(replay(&log, DeadLetterFilter { ids: Some(vec![1]), ..all() }).await, 1);
    assert_eq!(ids(&claim(&log, "g", 1, 0).await), ["1"]);
    for _ in 0..3 {
        fail(&log, claim(&log, "g", 1, 0).await.deliveries.remove(0)).await;
    }
    let because = |id: &str| (id.to_owned(), "count".to_owned());
    assert_eq!(told(&log).await, ["2", "3", "4"].map(because), "what is asked for again is not dropped");
    let left = log.dead_letters(all()).await.unwrap();
    assert_eq!(left.iter().map(|one| one.event.event.id.as_str()).collect::<Vec<_>>(), ["1", "5"]);
    assert_eq!(log.groups().await.unwrap().iter().find(|group| group.spec.name == "g").unwrap().dead, 1);
    assert_eq!(log.append(vec![event("7", "a")], at(0)).await.unwrap_err().code(), Code::Backpressure);
}

pub(super) async fn dead_letters_that_are_too_old_leave_with_an_event(engine: &impl Engine) {
    let log = engine.open(LogLimits { max_dead_letter_age_days: 1, ..LogLimits::default() }).await;
    open(&log, spec("g")).await;
    append(&log, &[event("1", "a")]).await;
    fail(&log, claim(&log, "g", 1, 0).await.deliveries.remove(0)).await;
    log.append(vec![event("2", "a")], at(86_399)).await.unwrap();
    assert_eq!((told(&log).await, log.dead_letters(all()).await.unwrap().len()), (vec![], 1));
    log.append(vec![event("3", "a")], at(86_401)).await.unwrap();
    assert_eq!(told(&log).await, [("1".to_owned(), "age".to_owned())]);
    assert_eq!(log.dead_letters(all()).await.unwrap(), []);
    // The event that tells of it comes to the group like any other; where it becomes a dead letter, nothing tells of that.
    assert_eq!(drain(&log, "g", 86_402).await.len(), 3);
}
