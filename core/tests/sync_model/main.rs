//! The model of change feeds: whatever a system does while it is read, what was told adds up to what is mirrored, nothing
//! is told to be deleted that was not, and once the system is at rest the mirror is what the system has.
#![allow(clippy::unwrap_used, clippy::panic)]

mod kinds;
mod server;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use coreflow_bridge::bridge::{Bridge, Tenant};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use kinds::Kind;
use server::{Op, System, serve};

struct World {
    kind: Kind,
    system: Arc<Mutex<System>>,
    bridge: Bridge,
    tenant: Tenant,
}

async fn world(kind: Kind, system: System) -> World {
    let zone = system.zone.iana_name().unwrap().to_owned();
    let system = Arc::new(Mutex::new(system));
    let url = serve(Arc::clone(&system)).await;
    let config = json!({
        "store": ":memory:", "keyring": {"key": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
        "adapters": [{"yaml": kind.manifest(&zone)}],
    });
    let bridge = Bridge::open(&config.to_string()).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let request = json!({
        "system": "model", "instance": url, "allow_private": true, "verify": false, "credential": {"type": "none"},
    });
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(r#"{"activate": ["accounting", "projects"]}"#).await.unwrap();
    World { kind, system, bridge, tenant }
}

/// Runs all feeds; the report of each.
async fn sync_all(world: &World, options: Json, slice: u64, leave: Option<usize>) -> Vec<Json> {
    let mut reports = Vec::new();
    for place in world.kind.feeds() {
        let mut options = options.clone();
        options["where"] = place;
        reports.push(sync(world, options, slice, leave).await);
    }
    reports
}

/// Runs a feed in slices of a few pages; a slice may be dropped after so many steps, as by a caller that went away.
async fn sync(world: &World, options: Json, slice: u64, leave: Option<usize>) -> Json {
    loop {
        let mut given = json!({"mirror": true, "max_pages": slice});
        given.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
        let run = world.tenant.sync(world.kind.resource(), &given.to_string()).unwrap();
        let (mut last, mut steps) = (Json::Null, 0);
        while let Some(report) = run.next().await.unwrap() {
            last = serde_json::from_str(&report).unwrap();
            steps += 1;
            if leave == Some(steps) && last["status"] == "running" {
                break;
            }
        }
        if last["status"] == "finished" {
            return last;
        }
    }
}

async fn events(world: &World) -> Vec<Json> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let options = json!({"after": after, "limit": 1000}).to_string();
        let page: Vec<Json> = serde_json::from_str(&world.tenant.events().list(&options).await.unwrap()).unwrap();
        let Some(last) = page.last() else { return all };
        after = last["position"].as_u64().unwrap();
        let own = |one: &Json| one["event"]["type"].as_str().unwrap().starts_with(world.kind.events());
        all.extend(page.iter().filter(|one| own(one)).map(|one| one["event"].clone()));
    }
}

async fn mirror(world: &World) -> BTreeMap<u64, String> {
    let mut all = BTreeMap::new();
    for place in world.kind.feeds() {
        let mut options = json!({"limit": 7, "where": place});
        loop {
            let page = world.tenant.mirror_page(world.kind.resource(), &options.to_string()).await.unwrap();
            for record in &page.records {
                let name = record.get("name").as_text().unwrap().to_owned();
                assert!(all.insert(bare(&record.remote_id), name).is_none(), "a record comes twice");
            }
            match page.next {
                Some(next) => options["after"] = next.into(),
                None => break,
            }
        }
    }
    all
}

/// The system's own number of a record: `3`, `1/3` below a parent, with our prefix or without.
fn bare(id: &str) -> u64 {
    id.rsplit([':', '/']).next().unwrap().parse().unwrap()
}

/// What was told, added up; each deletion must have been one.
async fn told(world: &World) -> BTreeMap<u64, String> {
    let (mut state, mut deleted) = (BTreeMap::new(), HashMap::<u64, u64>::new());
    for event in events(world).await {
        let id = bare(event["data"]["id"].as_str().unwrap());
        assert_eq!(event["subject"], event["data"]["id"]);
        let name = |of: &str| event["data"][of]["name"].as_str().map(str::to_owned);
        match event["data"]["change"].as_str().unwrap() {
            "created" => assert!(state.insert(id, name("after").unwrap()).is_none(), "{id} was told twice to be new"),
            "updated" => {
                let before = state.insert(id, name("after").unwrap());
                assert_eq!(before, name("before"), "what was before is what was told before");
                assert!(before.is_some(), "{id} changed before it was there");
            }
            "deleted" => {
                assert_eq!(state.remove(&id), name("before"), "{id} was deleted as it was told");
                *deleted.entry(id).or_default() += 1;
            }
            other => panic!("{other}"),
        }
    }
    let system = world.system.lock().unwrap();
    for (id, count) in deleted {
        let really = system.deletions.get(&id).copied().unwrap_or(0);
        assert!(count <= really, "{id} was told {count} times to be deleted, and was {really} times");
    }
    state
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        4 => any::<u8>().prop_map(Op::Insert),
        4 => any::<u8>().prop_map(Op::Update),
        3 => any::<u8>().prop_map(Op::Delete),
        1 => any::<u8>().prop_map(Op::Break),
        1 => any::<u8>().prop_map(Op::Mend),
        // No time at all is usual: then the times of changes are equal.
        2 => (0_u8..90).prop_map(Op::Wait),
    ]
}

#[derive(Clone, Debug)]
struct Story {
    kind: Kind,
    /// When and where it plays.
    scene: (&'static str, &'static str),
    skews: Vec<i8>,
    coarse: bool,
    seed: Vec<u8>,
    /// What happens behind each answer, run after run.
    runs: Vec<Vec<Vec<Op>>>,
    /// What happens after all of it, between two runs.
    late: Vec<Op>,
    slice: u64,
    leave: Option<usize>,
}

fn story() -> impl Strategy<Value = Story> {
    let kinds = prop::sample::select(&Kind::ALL[..]);
    // A day as any other, the end of a day, and the night in which an hour comes twice.
    let scenes = prop_oneof![
        2 => Just(("2026-11-29T10:00:00Z", "UTC")),
        1 => Just(("2026-11-29T17:58:00Z", "Asia/Kathmandu")),
        2 => Just(("2026-10-25T00:57:00Z", "Europe/Berlin")),
    ];
    let script = prop::collection::vec(prop::collection::vec(op(), 0..4), 0..8);
    (
        kinds,
        scenes,
        prop::collection::vec(-14_i8..=14, 1..4),
        any::<bool>(),
        prop::collection::vec(any::<u8>(), 0..25),
        prop::collection::vec(script, 1..4),
        prop::collection::vec(op(), 0..6),
        1_u64..6,
        prop::option::of(1_usize..4),
    )
        .prop_map(|(kind, scene, skews, coarse, seed, runs, late, slice, leave)| Story {
            kind,
            scene,
            skews,
            coarse,
            seed,
            runs,
            late,
            slice,
            leave,
        })
}

async fn play(story: Story) {
    let (now, zone) = story.scene;
    let mut system = System::at(now, zone, story.skews.clone(), story.coarse);
    story.seed.iter().for_each(|n| system.apply(&Op::Insert(*n)));
    let world = world(story.kind, system).await;
    for script in &story.runs {
        world.system.lock().unwrap().script.extend(script.iter().cloned());
        sync_all(&world, json!({}), story.slice, story.leave).await;
        assert_eq!(told(&world).await, mirror(&world).await, "what was told adds up to the mirror");
    }
    world.system.lock().unwrap().script.clear();
    // At rest, changes alone show all that is new or was changed; what was deleted they show only where the system keeps a
    // list of it. Where pages go by position, it may be that nothing was seen surely enough yet to ask from there on.
    let reports = sync_all(&world, json!({}), 1_000, None).await;
    asked(&world, &reports, story.kind.is_steady() && !story.seed.is_empty());
    shows(&world, &reports).await;
    if !story.kind.is_steady() {
        sync_all(&world, json!({}), 1_000, None).await;
    }
    let known = !world.system.lock().unwrap().readable().is_empty();
    story.late.iter().for_each(|op| world.system.lock().unwrap().apply(op));
    let reports = sync_all(&world, json!({}), 1_000, None).await;
    asked(&world, &reports, known && story.kind.tells_changes());
    shows(&world, &reports).await;
    // Then all is read, and what was deleted is gone.
    let full = !story.kind.tells_deletions();
    sync_all(&world, json!({"full": full}), 1_000, None).await;
    let reports = sync_all(&world, json!({"full": full}), 1_000, None).await;
    shows(&world, &reports).await;
    let found = mirror(&world).await;
    {
        let system = world.system.lock().unwrap();
        let there = system.readable();
        for id in found.keys() {
            // A record that cannot be read is kept as it was, and is not taken for deleted.
            assert!(there.contains_key(id) || system.has(*id), "{id} is gone: {reports:?}");
        }
    }
    assert_eq!(told(&world).await, found);
    for report in reports {
        assert_eq!(report["complete"], true, "{report}");
        let news = ["created", "updated", "deleted", "events"].map(|count| report[count].as_u64().unwrap());
        assert_eq!(news, [0; 4], "a second look at what rests tells nothing: {report}");
    }
    world.bridge.close().await;
}

/// Whether a run asked for changes only. Below parents it does for those that have had records.
fn asked(world: &World, reports: &[Json], changes: bool) {
    if changes && world.kind.feeds().len() == 1 {
        assert_eq!(reports[0]["mode"], "changes", "{reports:?}");
    }
}

/// The mirror has every record that can be read, as it is.
async fn shows(world: &World, reports: &[Json]) {
    let found = mirror(world).await;
    for (id, name) in world.system.lock().unwrap().readable() {
        assert_eq!(found.get(&id), Some(&name), "{id} is mirrored as it is: {reports:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_mirror_is_what_the_system_has(story in story()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(story));
    }
}

/// `PROPTEST_CASES` for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(64)
}

/// A deletion moves the records behind it, an insertion fills up the count: the totals agree on every page although one
/// record was passed over. Only asking for it shows that it is there.
#[tokio::test]
async fn a_record_that_the_pages_pass_over_is_not_deleted() {
    let mut system = System::new(vec![0], false);
    (1..=12).for_each(|n| system.apply(&Op::Insert(n)));
    let world = world(Kind::Position, system).await;
    sync(&world, json!({}), 1_000, None).await;
    // Behind the first page its first record goes, and one comes at the end.
    world.system.lock().unwrap().script.push_back(vec![Op::Delete(0), Op::Insert(20)]);
    let report = sync(&world, json!({}), 1_000, None).await;
    assert_eq!((&report["parts"][0]["certificate"]["total_agreed"], &report["deleted"]), (&json!(true), &json!(0)));
    assert_eq!(report["why_not"], json!(["hidden_records"]));
    let report = sync(&world, json!({}), 1_000, None).await;
    assert_eq!((&report["complete"], &report["deleted"]), (&json!(true), &json!(1)));
    assert_eq!(mirror(&world).await, world.system.lock().unwrap().readable());
}

#[tokio::test]
async fn a_record_from_the_future_hides_nothing() {
    let mut system = System::new(vec![0, 0, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0], false);
    (1..=6).for_each(|n| system.apply(&Op::Insert(n)));
    let world = world(Kind::Feed, system).await;
    sync(&world, json!({"lookback_ms": 0}), 1_000, None).await;
    world.system.lock().unwrap().apply(&Op::Wait(10));
    world.system.lock().unwrap().apply(&Op::Update(5));
    let report = sync(&world, json!({"lookback_ms": 0}), 1_000, None).await;
    assert_eq!((&report["mode"], &report["updated"]), (&json!("changes"), &json!(1)), "{report}");
    assert_eq!(mirror(&world).await, world.system.lock().unwrap().readable());
}

#[tokio::test]
async fn what_is_deleted_in_the_hour_that_comes_twice_is_told() {
    let mut system = System::at("2026-10-25T00:58:00Z", "Europe/Berlin", vec![0], false);
    (1..=6).for_each(|n| system.apply(&Op::Insert(n)));
    let world = world(Kind::Feed, system).await;
    sync(&world, json!({}), 1_000, None).await;
    // At 02:58, and then at 02:01.
    for wait in [0, 180] {
        world.system.lock().unwrap().apply(&Op::Wait(wait));
        world.system.lock().unwrap().apply(&Op::Delete(0));
        let report = sync(&world, json!({}), 1_000, None).await;
        assert_eq!((&report["mode"], &report["deleted"]), (&json!("changes"), &json!(1)), "{report}");
    }
    // One that comes back at 02:01 is there, although its deletion at 02:58 seems to be later.
    world.system.lock().unwrap().apply(&Op::Insert(1));
    sync(&world, json!({}), 1_000, None).await;
    sync(&world, json!({}), 1_000, None).await;
    assert_eq!(mirror(&world).await, world.system.lock().unwrap().readable());
}
