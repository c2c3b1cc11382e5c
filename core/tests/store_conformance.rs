//! What every store engine must do alike. The suite knows only the trait; each engine runs all of it.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::sync::Arc;

use coreflow_bridge::id::{ConnectionName, TenantId};
use coreflow_bridge::secret::{KeyringConfig, Sealer};
use coreflow_bridge::store::{
    Activation, ConnectionRow, Count, Counted, Leased, Link, LinkEnd, LinkFilter, ModuleChange, ModuleState, NewEvent,
    NewWrite, Store, SyncChange, SyncId, SyncItem, WriteFilter, WriteId, WriteStage, WriteState, open_sqlite,
};
use coreflow_bridge::{Code, Error};

type Shared = Arc<dyn Store>;

fn tenant(id: &str) -> TenantId {
    TenantId::new(id).unwrap()
}

fn name(id: &str) -> ConnectionName {
    ConnectionName::new(id).unwrap()
}

fn row(id: &str, revision: u64) -> ConnectionRow {
    ConnectionRow {
        name: name(id),
        system: "erpnext".into(),
        instance: format!("https://{id}.test"),
        options: serde_json::json!({"company": "Grün & Söhne", "revision": revision}).to_string().into(),
        credential: vec![0, 255, revision as u8],
        revision,
        created_at: "2026-11-23T10:00:00.000001Z".parse().unwrap(),
    }
}

fn write_id(tenant_id: &str, key: &str) -> WriteId {
    WriteId {
        tenant: tenant(tenant_id),
        connection: name("erp"),
        operation: "accounting.invoices.create".into(),
        key: key.into(),
    }
}

fn entered(fingerprint: &str) -> NewWrite {
    NewWrite {
        fingerprint: fingerprint.into(),
        keyed: true,
        sent: false,
        due: "2999-01-01T00:00:00Z".parse().unwrap(),
        trace: "{}".into(),
        input: None,
        forget_before: jiff::Timestamp::MIN,
    }
}

fn active(module: &str, provider: Option<&str>) -> Activation {
    Activation { module: module.into(), provider: provider.map(Into::into) }
}

fn new_attempt(state: WriteState) -> u64 {
    match state {
        WriteState::New { attempt } => attempt,
        other => panic!("{other:?} is not new"),
    }
}

async fn connections_are_kept_per_tenant(store: Shared) {
    let (acme, other) = (tenant("acme"), tenant("other"));
    assert_eq!(store.connection(&acme, &name("erp")).await.unwrap(), None);
    store.put_connection(&acme, row("erp", 1)).await.unwrap();
    store.put_connection(&acme, row("a-second", 1)).await.unwrap();
    assert_eq!(store.connection(&acme, &name("erp")).await.unwrap(), Some(row("erp", 1)));
    assert_eq!(store.connections(&acme).await.unwrap(), [row("a-second", 1), row("erp", 1)]);
    assert_eq!(store.connection(&other, &name("erp")).await.unwrap(), None);
    assert_eq!(store.connections(&other).await.unwrap(), []);
    assert!(!store.delete_connection(&other, &name("erp")).await.unwrap());
    assert!(store.delete_connection(&acme, &name("erp")).await.unwrap());
    assert!(!store.delete_connection(&acme, &name("erp")).await.unwrap());
    assert_eq!(store.connections(&acme).await.unwrap(), [row("a-second", 1)]);
}

fn link(id: &str, from: &str, to: &str, kind: &str, second: u8) -> Link {
    let end = |id: &str| LinkEnd { resource: "crm.deals".into(), id: id.into() };
    let created_at = format!("2026-11-23T10:00:{second:02}.000001Z").parse().unwrap();
    Link { id: id.into(), from: end(from), to: end(to), kind: kind.into(), created_at }
}

async fn links_are_kept_per_tenant_and_found_from_both_ends(store: Shared) {
    let (acme, other) = (tenant("acme"), tenant("other"));
    let (first, second) = (link("1", "a:1", "b:1", "invoice", 2), link("2", "a:1", "b:2", "project", 1));
    assert_eq!(store.put_link(&acme, first.clone()).await.unwrap(), first);
    store.put_link(&acme, second.clone()).await.unwrap();
    let again = link("1", "a:1", "b:1", "invoice", 9);
    assert_eq!(store.put_link(&acme, again).await.unwrap(), first, "the one that was there stays");
    let found = |filter: LinkFilter| store.links(&acme, filter);
    let all = || LinkFilter::default();
    assert_eq!(found(all()).await.unwrap(), [second.clone(), first.clone()], "oldest first");
    assert_eq!(found(LinkFilter { from: Some(first.from.clone()), ..all() }).await.unwrap().len(), 2);
    assert_eq!(found(LinkFilter { to: Some(first.to.clone()), ..all() }).await.unwrap(), std::slice::from_ref(&first));
    assert_eq!(
        found(LinkFilter { kind: Some("project".into()), ..all() }).await.unwrap(),
        std::slice::from_ref(&second)
    );
    let elsewhere = LinkEnd { resource: "crm.leads".into(), ..first.from.clone() };
    assert_eq!(found(LinkFilter { from: Some(elsewhere), ..all() }).await.unwrap(), []);
    assert_eq!(store.links(&other, all()).await.unwrap(), []);
    assert!(!store.delete_link(&other, "1").await.unwrap());
    assert!(store.delete_link(&acme, "1").await.unwrap());
    assert!(!store.delete_link(&acme, "1").await.unwrap());
    assert_eq!(found(all()).await.unwrap(), [second]);
}

async fn a_revision_is_never_given_twice(store: Shared) {
    let acme = tenant("acme");
    assert_eq!(store.connection_revision(&acme, &name("erp")).await.unwrap(), 0);
    store.put_connection(&acme, row("erp", 1)).await.unwrap();
    for revision in [0, 1, 3] {
        let error = store.put_connection(&acme, row("erp", revision)).await.unwrap_err();
        assert_eq!(error.code(), Code::Conflict);
    }
    assert_eq!(store.connection(&acme, &name("erp")).await.unwrap(), Some(row("erp", 1)));
    let mut changed = row("erp", 2);
    changed.created_at = "2027-01-01T00:00:00Z".parse().unwrap();
    store.put_connection(&acme, changed).await.unwrap();
    assert_eq!(store.connection(&acme, &name("erp")).await.unwrap(), Some(row("erp", 2)), "created_at stays");
    store.delete_connection(&acme, &name("erp")).await.unwrap();
    assert_eq!(store.connection_revision(&acme, &name("erp")).await.unwrap(), 2);
    assert_eq!(store.put_connection(&acme, row("erp", 1)).await.unwrap_err().code(), Code::Conflict);
    store.put_connection(&acme, row("erp", 3)).await.unwrap();
}

async fn of_two_changes_at_once_one_wins(store: Shared) {
    let acme = tenant("acme");
    let all = (0..50).map(|_| store.put_connection(&acme, row("erp", 1)));
    let results = futures::future::join_all(all).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.iter().filter_map(|result| result.as_ref().err()).all(|error| error.code() == Code::Conflict));
}

async fn modules_change_in_one_step(store: Shared) {
    let acme = tenant("acme");
    store.put_connection(&acme, row("erp", 1)).await.unwrap();
    let change = |activate: &[&str], deactivate: &[&str], providers: &[(&str, Option<&str>)]| {
        let wanted = ModuleChange {
            activate: activate.iter().map(|&text| text.into()).collect(),
            deactivate: deactivate.iter().map(|&text| text.into()).collect(),
            providers: providers.iter().map(|&(key, value)| (key.into(), value.map(Into::into))).collect(),
            ..ModuleChange::default()
        };
        let changed = store.change_modules(&acme, wanted.into());
        async move { changed.await.map(|state| state.active) }
    };
    let after = change(&["crm", "accounting"], &["hr"], &[("accounting", Some("erp"))]).await.unwrap();
    assert_eq!(after, [active("accounting", Some("erp")), active("crm", None)]);
    let again = change(&["accounting"], &[], &[]).await.unwrap();
    assert_eq!(again, after, "activating again keeps the provider");
    for (activate, deactivate, providers) in [
        (&["hr"][..], &["hr"][..], &[][..]),
        (&["hr"], &["crm"], &[("projects", Some("erp"))]),
        (&["hr"], &["crm"], &[("hr", Some("missing"))]),
        (&["hr"], &["accounting"], &[("accounting", Some("erp"))]),
    ] {
        let error = change(activate, deactivate, providers).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput);
        assert_eq!(store.modules(&acme).await.unwrap().active, after, "a refused change leaves no trace");
    }
    assert_eq!(store.modules(&tenant("other")).await.unwrap().active, []);
    let taken_back = change(&[], &[], &[("accounting", None)]).await.unwrap();
    assert_eq!(taken_back, [active("accounting", None), active("crm", None)]);
    change(&[], &["crm"], &[("accounting", Some("erp"))]).await.unwrap();
    store.delete_connection(&acme, &name("erp")).await.unwrap();
    assert_eq!(store.modules(&acme).await.unwrap().active, [active("accounting", None)]);
}

async fn every_change_of_modules_is_seen_by_the_next_and_counted(store: Shared) {
    let acme = tenant("acme");
    let seen = |store: &Shared| {
        let store = Arc::clone(store);
        let acme = acme.clone();
        async move {
            // Reads what is there and adds one: with a lost update, some would be missing.
            let decide = |state: &ModuleState| {
                let module = format!("m{:03}", state.active.len());
                Ok(ModuleChange { activate: vec![module], ..Default::default() })
            };
            store.change_modules(&acme, Box::new(decide)).await.unwrap()
        }
    };
    let states = futures::future::join_all((0..100).map(|_| seen(&store))).await;
    let revisions: std::collections::BTreeSet<u64> = states.iter().map(|state| state.revision).collect();
    assert_eq!(revisions, (1..=100).collect(), "each change has its own revision");
    assert_eq!(store.modules(&acme).await.unwrap().active.len(), 100);
    let same = store.change_modules(&acme, ModuleChange::default().into()).await.unwrap();
    assert_eq!(same.revision, 100, "what changes nothing is not counted");
    let refused = store.change_modules(&acme, Box::new(|_| Err(Error::new(Code::Conflict, "no")))).await;
    assert_eq!(refused.unwrap_err().code(), Code::Conflict);
    assert_eq!(store.modules(&tenant("other")).await.unwrap(), ModuleState::default());
}

async fn a_subscription_is_kept_beside_the_modules(store: Shared) {
    let acme = tenant("acme");
    let put = |subscription| ModuleChange { subscription: Some(subscription), ..Default::default() };
    let plan = serde_json::json!({"tier": "starter", "Grün": 1});
    let after = store.change_modules(&acme, put(Some(plan.clone())).into()).await.unwrap();
    assert_eq!((after.revision, after.subscription), (1, Some(plan.clone())));
    let activated = ModuleChange { activate: vec!["crm".into()], ..Default::default() };
    let after = store.change_modules(&acme, activated.into()).await.unwrap();
    assert_eq!((after.revision, after.subscription), (2, Some(plan)), "it stays when modules change");
    let after = store.change_modules(&acme, put(None).into()).await.unwrap();
    assert_eq!((after.subscription, after.active), (None, vec![active("crm", None)]));
    store.put_connection(&acme, row("erp", 1)).await.unwrap();
    let provided = ModuleChange { providers: [("crm".into(), Some("erp".into()))].into(), ..Default::default() };
    assert_eq!(store.change_modules(&acme, provided.into()).await.unwrap().revision, 4);
    store.delete_connection(&acme, &name("erp")).await.unwrap();
    assert_eq!(store.modules(&acme).await.unwrap().revision, 5, "a plan that stood on the provider does no more");
}

async fn counts_never_pass_their_limit(store: Shared) {
    let acme = tenant("acme");
    let count =
        |metric: &str, day: &str| Count { metric: metric.into(), since: format!("{day}T00:00:00Z").parse().unwrap() };
    let today = || count("calls", "2026-11-29");
    let all = (0..100).map(|_| store.count(&acme, today(), 2, Some(99)));
    let results: Vec<Counted> = futures::future::join_all(all).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(results.iter().filter(|counted| counted.added).count(), 49, "98 of 99, and 2 more are too much");
    let counts = vec![today(), count("calls", "2026-11-28"), count("other", "2026-11-29")];
    assert_eq!(store.counts(&acme, counts).await.unwrap(), [98, 0, 0]);
    assert_eq!(store.counts(&tenant("other"), vec![today()]).await.unwrap(), [0]);
    assert_eq!(store.count(&acme, today(), -100, Some(1)).await.unwrap(), Counted { used: 0, added: true });
    assert_eq!(store.count(&acme, today(), i64::MAX, None).await.unwrap().used, i64::MAX as u64);
    assert_eq!(store.count(&acme, today(), 1, None).await.unwrap_err().code(), Code::InvalidInput);
    // A window that began more than 400 days before a new one is forgotten.
    store.count(&acme, count("calls", "2028-01-04"), 1, None).await.unwrap();
    assert_eq!(store.counts(&acme, vec![today()]).await.unwrap(), [0]);
}

async fn a_write_is_made_once(store: Shared) {
    let id = write_id("acme", "order-1");
    let attempt = new_attempt(store.begin_write(&id, entered("f1")).await.unwrap());
    let pending = |sent| move |state: &WriteState| matches!(state, WriteState::Pending { attempt: a, sent: s, .. } if (*a, *s) == (attempt, sent));
    assert!(pending(false)(&store.begin_write(&id, entered("f1")).await.unwrap()));
    store.mark_sent(&id, attempt).await.unwrap();
    assert!(pending(true)(&store.begin_write(&id, entered("f1")).await.unwrap()));
    assert_eq!(store.begin_write(&id, entered("f2")).await.unwrap_err().code(), Code::Conflict);
    store.finish_write(&id, attempt, "INV-1").await.unwrap();
    store.finish_write(&id, attempt, "INV-1").await.unwrap();
    let done = WriteState::Done { remote_id: "INV-1".into() };
    assert_eq!(store.begin_write(&id, entered("f1")).await.unwrap(), done);
    for result in [
        store.begin_write(&id, entered("f2")).await.map(|_| ()),
        store.finish_write(&id, attempt, "INV-2").await,
        store.abandon_write(&id, attempt).await,
    ] {
        assert_eq!(result.unwrap_err().code(), Code::Conflict);
    }
    assert_eq!(store.mark_sent(&id, attempt).await.unwrap_err().code(), Code::StaleLease);
    assert_eq!(store.begin_write(&id, entered("f1")).await.unwrap(), done);
    let elsewhere = WriteId { operation: "accounting.payments.create".into(), ..id.clone() };
    for id in [elsewhere, write_id("other", "order-1"), write_id("acme", "order-2")] {
        new_attempt(store.begin_write(&id, entered("f1")).await.unwrap());
    }
}

async fn an_abandoned_attempt_can_do_nothing_more(store: Shared) {
    let id = write_id("acme", "order-1");
    let first = new_attempt(store.begin_write(&id, entered("f1")).await.unwrap());
    store.abandon_write(&id, first).await.unwrap();
    store.abandon_write(&id, first).await.unwrap();
    assert_eq!(store.mark_sent(&id, first).await.unwrap_err().code(), Code::StaleLease);
    let second = new_attempt(store.begin_write(&id, entered("f2")).await.unwrap());
    assert_ne!(first, second);
    assert_eq!(store.mark_sent(&id, first).await.unwrap_err().code(), Code::StaleLease);
    assert_eq!(store.finish_write(&id, first, "INV-1").await.unwrap_err().code(), Code::StaleLease);
    store.abandon_write(&id, first).await.unwrap();
    store.mark_sent(&id, second).await.unwrap();
    let foreign = write_id("other", "order-1");
    assert_eq!(store.finish_write(&foreign, second, "INV-1").await.unwrap_err().code(), Code::StaleLease);
    store.finish_write(&id, second, "INV-1").await.unwrap();
}

async fn the_ledger_tells_how_far_a_write_has_come(store: Shared) {
    let acme = tenant("acme");
    let stages = |filter: WriteFilter| {
        let (store, acme) = (Arc::clone(&store), acme.clone());
        async move {
            let rows = store.writes(&acme, WriteFilter { limit: 9, ..filter }).await.unwrap();
            rows.into_iter().map(|row| (row.id.key, row.stage)).collect::<Vec<_>>()
        }
    };
    let past = jiff::Timestamp::UNIX_EPOCH;
    let mut begun = Vec::new();
    for (key, write) in [
        ("intent", entered("f")),
        ("sent", NewWrite { sent: true, ..entered("f") }),
        ("died", NewWrite { sent: true, due: past, trace: "{\"a\":1}".into(), input: Some(vec![7]), ..entered("f") }),
        ("done", NewWrite { sent: true, ..entered("f") }),
        ("ours", NewWrite { sent: true, keyed: false, ..entered("f") }),
        ("never", NewWrite { due: past, ..entered("f") }),
    ] {
        begun.push((
            write_id("acme", key),
            new_attempt(store.begin_write(&write_id("acme", key), write).await.unwrap()),
        ));
    }
    new_attempt(store.begin_write(&write_id("other", "foreign"), entered("f")).await.unwrap());
    store.finish_write(&begun[3].0, begun[3].1, "INV-1").await.unwrap();
    // What nobody asks for again goes when it is known.
    store.finish_write(&begun[4].0, begun[4].1, "INV-2").await.unwrap();
    let all = [
        ("never".to_owned(), WriteStage::Intent),
        ("done".into(), WriteStage::Known),
        ("died".into(), WriteStage::Unknown),
        ("sent".into(), WriteStage::Sent),
        ("intent".into(), WriteStage::Intent),
    ];
    assert_eq!(stages(WriteFilter::default()).await, all);
    for stage in WriteStage::ALL {
        let wanted: Vec<_> = all.iter().filter(|(_, of)| *of == stage).cloned().collect();
        assert_eq!(stages(WriteFilter { stage: Some(stage), ..Default::default() }).await, wanted);
    }
    for filter in [
        WriteFilter { connection: Some("none".into()), ..Default::default() },
        WriteFilter { operation: Some("none".into()), ..Default::default() },
        WriteFilter { key: Some("foreign".into()), ..Default::default() },
    ] {
        assert_eq!(stages(filter).await, []);
    }
    let died =
        store.writes(&acme, WriteFilter { key: Some("died".into()), limit: 1, ..Default::default() }).await.unwrap();
    assert_eq!((died[0].trace.as_str(), died[0].input.as_deref(), died[0].due), ("{\"a\":1}", Some(&[7][..]), past));
    // A call that ends without an answer; the second time, and of what is known, it is nothing.
    for index in [1, 1, 3] {
        store.lapse_write(&begun[index].0, begun[index].1).await.unwrap();
    }
    // Each due write is taken once, until it is looked at again.
    let due = |before| {
        let store = Arc::clone(&store);
        async move {
            let mut keys: Vec<_> =
                store.due_writes(before, 9).await.unwrap().into_iter().map(|row| row.id.key).collect();
            keys.sort();
            keys
        }
    };
    assert_eq!(store.due_writes(past, 1).await.unwrap().len(), 1);
    assert_eq!(due(past).await.len(), 2);
    assert_eq!(due(past).await, [""; 0]);
    assert_eq!(due(jiff::Timestamp::MAX).await, ["died", "never", "sent"]);
    assert_eq!(store.forget_writes(past).await.unwrap(), 0);
    assert_eq!(store.forget_writes(jiff::Timestamp::MAX).await.unwrap(), 1);
    assert_eq!(stages(WriteFilter { stage: Some(WriteStage::Known), ..Default::default() }).await, []);
}

async fn a_known_outcome_is_forgotten_on_the_way_when_it_is_old(store: Shared) {
    let id = write_id("acme", "order-1");
    let attempt = new_attempt(store.begin_write(&id, entered("f1")).await.unwrap());
    store.finish_write(&id, attempt, "INV-1").await.unwrap();
    new_attempt(store.begin_write(&write_id("acme", "order-2"), entered("f1")).await.unwrap());
    assert!(matches!(store.begin_write(&id, entered("f1")).await.unwrap(), WriteState::Done { .. }));
    let later = NewWrite { forget_before: jiff::Timestamp::MAX, ..entered("f1") };
    new_attempt(store.begin_write(&write_id("other", "order-3"), later).await.unwrap());
    new_attempt(store.begin_write(&id, entered("f1")).await.unwrap());
}

async fn of_many_begins_one_is_new(store: Shared) {
    let id = write_id("acme", "order-1");
    let states = futures::future::join_all((0..100).map(|_| store.begin_write(&id, entered("f1")))).await;
    let new = states.iter().filter(|state| matches!(state, Ok(WriteState::New { .. }))).count();
    let pending = states.iter().filter(|state| matches!(state, Ok(WriteState::Pending { sent: false, .. }))).count();
    assert_eq!((new, pending), (1, 99));
}

/// Refused jobs share commits with accepted ones; each accepted one must be there, and nothing of a refused one.
async fn a_refused_change_does_not_harm_its_neighbours(store: Shared) {
    let acme = tenant("acme");
    let jobs = (0..300).map(|number: u64| {
        let store = Arc::clone(&store);
        let acme = acme.clone();
        async move {
            let (module, refused) = (format!("m{number:03}"), number.is_multiple_of(3));
            let providers = BTreeMap::from_iter(refused.then(|| (module.clone(), Some("missing".to_owned()))));
            let change = ModuleChange { activate: vec![module], providers, ..Default::default() };
            assert_eq!(store.change_modules(&acme, change.into()).await.is_err(), refused);
        }
    });
    futures::future::join_all(jobs).await;
    let expected: Vec<_> = (0..300).filter(|n| n % 3 != 0).map(|n| active(&format!("m{n:03}"), None)).collect();
    assert_eq!(store.modules(&acme).await.unwrap().active, expected);
}

async fn a_dropped_future_leaves_a_whole_change(store: Shared) {
    let acme = tenant("acme");
    for number in 1..=50 {
        let change = ModuleChange {
            activate: vec![format!("a{number}"), format!("b{number}")],
            deactivate: vec![format!("a{}", number - 1), format!("b{}", number - 1)],
            ..Default::default()
        };
        drop(store.change_modules(&acme, change.into()));
    }
    // Changes are made in the order of the calls, so an answered one comes after all that were dropped.
    store.change_modules(&acme, ModuleChange::default().into()).await.unwrap();
    assert_eq!(store.modules(&acme).await.unwrap().active, [active("a50", None), active("b50", None)]);
}

async fn after_close_every_call_says_closed(store: Shared) {
    let acme = tenant("acme");
    let id = write_id("acme", "order-1");
    let queued = store.begin_write(&id, entered("f1"));
    store.close().await;
    assert!(matches!(queued.await, Ok(WriteState::New { attempt: 1 })), "what was queued is finished");
    store.close().await;
    let errors = [
        store.connection(&acme, &name("erp")).await.unwrap_err(),
        store.put_connection(&acme, row("erp", 1)).await.unwrap_err(),
        store.key_samples().await.unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.code() == Code::Closed), "{errors:?}");
}

async fn one_data_key_wins(store: Shared) {
    let acme = tenant("acme");
    assert!(store.key_samples().await.unwrap().is_empty());
    // Two sealers with the same keyring stand for two processes.
    let config = KeyringConfig {
        key: Some(coreflow_bridge::secret::Secret::new(format!("k1:{}=", "A".repeat(43)))),
        ..Default::default()
    };
    let mut sealers = Vec::new();
    for _ in 0..2 {
        sealers.push(Sealer::start(config.clone(), ":memory:", store.clone()).await.unwrap());
    }
    let (connection, plain) = (name("erp"), b"canary".as_slice());
    let [a, b] = [&sealers[0], &sealers[1]].map(|sealer| sealer.seal(&acme, &connection, "credential", 1, plain));
    let (a, b) = futures::future::join(a, b).await;
    for sealed in [a.unwrap(), b.unwrap()] {
        for sealer in &sealers {
            let opened = sealer.open(&acme, &connection, "credential", 1, &sealed).await.unwrap();
            assert_eq!(&**opened, plain);
        }
    }
    let samples = store.key_samples().await.unwrap();
    assert_eq!(samples.len(), 1);
    assert_eq!((samples[0].0.as_str(), samples[0].1.keyring_id()), ("acme", "k1"));
    assert_eq!(store.tenant_key(&acme).await.unwrap(), Some(samples[0].1.clone()));
    assert_eq!(store.tenant_key(&tenant("other")).await.unwrap(), None);
}

fn feed(tenant_id: &str, connection: &str, scope: &str) -> SyncId {
    SyncId {
        tenant: tenant(tenant_id),
        connection: name(connection),
        resource: "crm.deals".into(),
        scope: scope.into(),
    }
}

fn second(at: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_800_000_000 + at).unwrap()
}

fn item(id: &str, part: &str, generation: u64) -> SyncItem {
    SyncItem {
        id: id.into(),
        part: part.into(),
        digest: vec![0, 255, generation as u8],
        generation,
        updated_at: (generation > 1).then(|| second(-5)),
        read_at: second(1),
        sealed: (generation > 1).then(|| vec![1, 0, 2]),
        sealed_in: generation,
    }
}

async fn lease(store: &Shared, id: &SyncId, owner: &str, now: i64, until: i64) -> Leased {
    store.lease_sync(id, owner, second(now), second(until)).await.unwrap()
}

fn fence(leased: Leased) -> u64 {
    match leased {
        Leased::Yours { fence, .. } => fence,
        theirs @ Leased::Theirs { .. } => panic!("{theirs:?}"),
    }
}

fn change(state: &str, put: Vec<SyncItem>, until: Option<i64>) -> SyncChange {
    SyncChange { state: state.into(), put, until: until.map(second), ..SyncChange::default() }
}

async fn a_sync_is_run_by_one_at_a_time(store: Shared) {
    let (deals, other) = (feed("acme", "crm", ""), feed("acme", "crm", "7"));
    let first = lease(&store, &deals, "a", 0, 10).await;
    let Leased::Yours { fence: one, number, state: None } = first else { panic!("{first:?}") };
    assert_eq!(lease(&store, &deals, "b", 9, 20).await, Leased::Theirs { owner: "a".into(), until: second(10) });
    let scoped = fence(lease(&store, &other, "b", 0, 10).await);
    store.commit_sync(&other, scoped, change("of 7", vec![], Some(15)), second(1)).await.unwrap();
    store.commit_sync(&deals, one, change("one", vec![], Some(30)), second(9)).await.unwrap();
    assert_eq!(lease(&store, &deals, "b", 29, 60).await, Leased::Theirs { owner: "a".into(), until: second(30) });
    // Renewing changes nothing but the lease, and never shortens it.
    store.renew_sync(&deals, one, second(40)).await.unwrap();
    store.renew_sync(&deals, one, second(35)).await.unwrap();
    assert_eq!(lease(&store, &deals, "b", 39, 60).await, Leased::Theirs { owner: "a".into(), until: second(40) });
    let taken = lease(&store, &deals, "b", 40, 60).await;
    let Leased::Yours { fence: two, number: same, state } = taken else { panic!("{taken:?}") };
    assert!(two > one && same == number && state.as_deref() == Some("one"));
    // The one who stood still changes nothing, also not by giving his lease back.
    let late = change("late", vec![item("crm:1", "", 1)], Some(90));
    assert_eq!(store.commit_sync(&deals, one, late, second(41)).await.unwrap_err().code(), Code::StaleLease);
    assert_eq!(store.renew_sync(&deals, one, second(90)).await.unwrap_err().code(), Code::StaleLease);
    assert_eq!(store.clear_sync(&deals, one).await.unwrap_err().code(), Code::StaleLease);
    store.release_sync(&deals, one, None).await.unwrap();
    assert_eq!(store.sync_count(&deals).await.unwrap(), 0);
    assert_eq!(lease(&store, &deals, "c", 41, 60).await, Leased::Theirs { owner: "b".into(), until: second(60) });
    assert_eq!(store.forget_sync(&deals, second(59)).await.unwrap_err().code(), Code::Conflict);
    store.release_sync(&deals, two, Some(second(70))).await.unwrap();
    assert_eq!(
        store.commit_sync(&deals, two, change("x", vec![], None), second(50)).await.unwrap_err().code(),
        Code::StaleLease
    );
    assert_eq!(store.renew_sync(&deals, two, second(90)).await.unwrap_err().code(), Code::StaleLease);
    let row = store.sync(&deals).await.unwrap().unwrap();
    assert_eq!((row.state.as_str(), row.runner, row.due_at), ("one", None, Some(second(70))));
    assert!(
        store.forget_sync(&deals, second(59)).await.unwrap() && !store.forget_sync(&deals, second(59)).await.unwrap()
    );
    let anew = lease(&store, &deals, "a", 60, 70).await;
    assert!(
        matches!(anew, Leased::Yours { number: new, state: None, .. } if new > number),
        "numbers are never given twice"
    );
}

async fn a_step_of_a_sync_is_whole(store: Shared) {
    let deals = feed("acme", "crm", "");
    let held = fence(lease(&store, &deals, "a", 0, 10).await);
    let event = |id: &str| NewEvent {
        tenant: Some(tenant("acme")),
        source: "urn:test".into(),
        id: id.into(),
        kind: "crm.deal.created".into(),
        subject: Some("crm:1".into()),
        time: second(0),
        data: None,
        attributes: None,
    };
    let items = vec![item("crm:1", "", 1), item("crm:2", "", 2), item("crm:3", "x", 1)];
    let step = SyncChange { events: vec![event("1")], ..change("one", items.clone(), Some(20)) };
    store.commit_sync(&deals, held, step, second(1)).await.unwrap();
    let ids = |items: Vec<SyncItem>| items.into_iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(store.sync_items(&deals, vec!["crm:2".into(), "crm:9".into()]).await.unwrap(), [items[1].clone()]);
    assert_eq!(ids(store.unseen(&deals, "", 2, "", 9).await.unwrap()), ["crm:1"]);
    assert_eq!(ids(store.unseen(&deals, "", 3, "crm:1", 9).await.unwrap()), ["crm:2"]);
    assert_eq!(ids(store.unseen(&deals, "x", 2, "", 9).await.unwrap()), ["crm:3"]);
    assert_eq!(ids(store.sync_page(&deals, "crm:1", 1).await.unwrap()), ["crm:2"]);
    // With a step that is refused, nothing of it is there.
    let stale = SyncChange { events: vec![event("2")], remove: vec!["crm:1".into()], ..change("no", vec![], None) };
    assert!(store.commit_sync(&deals, held + 1, stale, second(2)).await.is_err());
    assert_eq!(store.events(None, 0, 9).await.unwrap().len(), 1);
    assert_eq!(store.sync_count(&deals).await.unwrap(), 3);
    let step = SyncChange { remove: vec!["crm:1".into()], ..change("two", vec![item("crm:2", "x", 3)], Some(20)) };
    store.commit_sync(&deals, held, step, second(3)).await.unwrap();
    assert_eq!(store.sync_page(&deals, "", 9).await.unwrap(), [item("crm:2", "x", 3), items[2].clone()]);
    store.clear_sync(&deals, held).await.unwrap();
    let row = store.sync(&deals).await.unwrap().unwrap();
    assert_eq!((row.state.as_str(), store.sync_count(&deals).await.unwrap()), ("", 0));
}

async fn syncs_are_a_tenants_own_and_go_with_their_connection(store: Shared) {
    let (acme, other) = (tenant("acme"), tenant("other"));
    let feeds = [feed("acme", "crm", ""), feed("acme", "erp", ""), feed("other", "crm", "")];
    for (number, id) in feeds.iter().enumerate() {
        let held = fence(lease(&store, id, "a", 0, 10).await);
        let due =
            SyncChange { due_at: Some(second(20 - number as i64)), ..change("s", vec![item("crm:1", "", 1)], None) };
        store.commit_sync(id, held, due, second(1)).await.unwrap();
    }
    let ids = |rows: Vec<coreflow_bridge::store::SyncRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(store.syncs(&acme).await.unwrap()), feeds[..2]);
    assert_eq!(ids(store.syncs(&other).await.unwrap()), feeds[2..]);
    assert_eq!(ids(store.due_syncs(second(19), 9).await.unwrap()), [feeds[2].clone(), feeds[1].clone()]);
    lease(&store, &feeds[2], "b", 19, 30).await;
    assert_eq!(ids(store.due_syncs(second(20), 9).await.unwrap()), [feeds[1].clone(), feeds[0].clone()]);
    assert_eq!(ids(store.due_syncs(second(30), 1).await.unwrap()), [feeds[2].clone()]);
    store.put_connection(&acme, row("crm", 1)).await.unwrap();
    assert!(store.delete_connection(&acme, &name("crm")).await.unwrap());
    assert_eq!(ids(store.syncs(&acme).await.unwrap()), feeds[1..2]);
    assert_eq!(store.sync_count(&feeds[0]).await.unwrap(), 0);
    assert_eq!(store.sync_count(&feeds[2]).await.unwrap(), 1);
}

macro_rules! conformance {
    ($($case:ident)*) => {
        mod sqlite_file { $(
            #[tokio::test]
            async fn $case() {
                let directory = tempfile::tempdir().unwrap();
                super::$case(super::open_sqlite(directory.path().join("bridge.db")).await.unwrap()).await;
            }
        )* }
        mod sqlite_memory { $(
            #[tokio::test]
            async fn $case() {
                super::$case(super::open_sqlite(":memory:").await.unwrap()).await;
            }
        )* }
    };
}

conformance! {
    connections_are_kept_per_tenant
    links_are_kept_per_tenant_and_found_from_both_ends
    a_revision_is_never_given_twice
    of_two_changes_at_once_one_wins
    modules_change_in_one_step
    every_change_of_modules_is_seen_by_the_next_and_counted
    a_subscription_is_kept_beside_the_modules
    counts_never_pass_their_limit
    a_write_is_made_once
    the_ledger_tells_how_far_a_write_has_come
    a_known_outcome_is_forgotten_on_the_way_when_it_is_old
    an_abandoned_attempt_can_do_nothing_more
    of_many_begins_one_is_new
    a_refused_change_does_not_harm_its_neighbours
    a_dropped_future_leaves_a_whole_change
    after_close_every_call_says_closed
    one_data_key_wins
    a_sync_is_run_by_one_at_a_time
    a_step_of_a_sync_is_whole
    syncs_are_a_tenants_own_and_go_with_their_connection
}
