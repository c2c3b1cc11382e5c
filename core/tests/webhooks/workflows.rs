//! A registration of several calls: NocoBase's workflows. The requests are held against recorded ones, call by call.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex};

use coreflow_bridge::Code;
use coreflow_bridge::bridge::Tenant;
use serde_json::{Value as Json, json};

use crate::intake::read;
use crate::recorded::archive;
use crate::registration::{Asked, Server, connected};

const CREATED: [&str; 3] =
    ["289-workflow-create-created", "292-workflow-create-updated", "295-workflow-create-deleted"];

static RECORDED: LazyLock<Vec<Json>> = LazyLock::new(|| archive("nocobase"));

fn recorded(name: &str) -> &'static Json {
    RECORDED.iter().find(|one| one["name"] == name).unwrap()
}

/// What NocoBase keeps: titles by number.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<(String, bool)>>>);

impl Kept {
    /// Answers as the recorded server did, with what was made listed; `breaks` says of a call that it fails, and how.
    fn answer(&self, asked: &Asked, breaks: impl Fn(&Asked, usize) -> Option<(u16, String)>) -> (u16, String) {
        let mut kept = self.0.lock().unwrap();
        let path = asked.path.strip_prefix("/api").unwrap();
        let is = |what: &str| path.starts_with(what);
        let number = || path.rsplit_once("filterByTk=").unwrap().1.parse::<usize>().unwrap();
        if is("/collections:list") {
            return (200, recorded("428-bridge-collection-rec-customers")["response"]["body"].to_string());
        }
        let failed = breaks(asked, kept.len());
        if is("/workflows:create") && failed.as_ref().is_none_or(|(status, _)| *status == 200) {
            kept.push((asked.body["title"].as_str().unwrap().to_owned(), true));
        }
        if let Some(failed) = failed {
            return failed;
        }
        let body = match path {
            _ if is("/workflows:list") => {
                let rows = kept.iter().enumerate().filter(|(_, (_, there))| *there);
                let rows = rows.map(|(id, (title, _))| json!({"id": id, "title": title, "enabled": true}));
                json!({"data": rows.collect::<Vec<_>>()})
            }
            _ if is("/workflows:create") => {
                let mut body = recorded(CREATED[0])["response"]["body"].clone();
                body["data"]["id"] = json!(kept.len() - 1);
                body
            }
            _ if is("/workflows:destroy") => {
                kept[number()].1 = false;
                recorded("322-workflow-destroy")["response"]["body"].clone()
            }
            _ if path.ends_with("/nodes:create") => recorded("290-workflow-node-created")["response"]["body"].clone(),
            _ => recorded("291-workflow-enable-created")["response"]["body"].clone(),
        };
        (200, body.to_string())
    }

    fn there(&self) -> usize {
        self.0.lock().unwrap().iter().filter(|(_, there)| *there).count()
    }
}

async fn nocobase(
    breaks: impl Fn(&Asked, usize) -> Option<(u16, String)> + Send + 'static,
) -> (Server, Kept, Tenant, String) {
    let kept = Kept::default();
    let server = {
        let kept = kept.clone();
        Server::start(move |_, asked| kept.answer(asked, &breaks))
    };
    let credential = json!({"type": "bearer", "token": "t"});
    let (tenant, id) = connected(&server, "nocobase", credential, &["workspace"]).await;
    (server, kept, tenant, id)
}

fn request(id: &str) -> String {
    json!({"url": format!("https://app.test/{id}"), "parents": ["nocobase:rec_customers"]}).to_string()
}

/// The paths of all members.
fn shape(at: &str, value: &Json, out: &mut BTreeSet<String>) {
    match value {
        Json::Object(members) => members.iter().for_each(|(name, member)| shape(&format!("{at}.{name}"), member, out)),
        Json::Array(items) => items.iter().for_each(|item| shape(&format!("{at}[]"), item, out)),
        _ => drop(out.insert(at.to_owned())),
    }
}

#[tokio::test]
async fn nocobase_is_told_by_the_recorded_calls() {
    let (server, kept, tenant, id) = nocobase(|_, _| None).await;
    let told = read(tenant.webhooks().register(&id, &request(&id)).await.unwrap());
    assert_eq!((&told["registered"], &told["url"]), (&json!(3), &json!(format!("https://app.test/{id}"))));
    let asked: Vec<Asked> = server.asked().into_iter().filter(|one| one.method == "POST").collect();
    assert_eq!(asked.len(), 9, "three calls per kind of change");
    let names = [
        [CREATED[0], "290-workflow-node-created", "291-workflow-enable-created"],
        [CREATED[1], "293-workflow-node-updated", "294-workflow-enable-updated"],
        [CREATED[2], "296-workflow-node-deleted", "297-workflow-enable-deleted"],
    ];
    for (number, (calls, names)) in asked.chunks(3).zip(names).enumerate() {
        for (call, name) in calls.iter().zip(names) {
            let sent = recorded(name)["request"].clone();
            let id = recorded(names[0])["response"]["body"]["data"]["id"].to_string();
            let path = sent["path"].as_str().unwrap().replace(&id, &number.to_string());
            assert_eq!(call.path, format!("/api{path}"));
            let (mut ours, mut theirs) = (BTreeSet::new(), BTreeSet::new());
            shape("", &call.body, &mut ours);
            shape("", &sent["body"], &mut theirs);
            // What the recorder asked for beside, and the collection that our deliveries name.
            theirs.retain(|at| at != ".config.appends[]" && !at.starts_with(".config.params[]"));
            ours.remove(".config.data.collection");
            assert_eq!(ours, theirs, "{name}");
            for member in ["type", "sync", "enabled"] {
                assert_eq!(call.body[member], sent["body"][member], "{name} {member}");
            }
            assert_eq!(call.body["config"]["mode"], sent["body"]["config"]["mode"], "{name}");
        }
        let word = ["created", "updated", "deleted"][number];
        let title = calls[0].body["title"].as_str().unwrap();
        assert!(title.ends_with(&format!(": rec_customers {word} ({})", &id[..12])), "{title}");
        let node = &calls[1].body["config"];
        assert_eq!(node["url"], format!("https://app.test/{id}"));
        assert_eq!(node["headers"][0]["name"], "X-Webhook-Secret");
        assert!(node["headers"][0]["value"].as_str().unwrap().len() >= 64);
        let data =
            json!({"event": format!("record.{word}"), "collection": "rec_customers", "data": "{{$context.data}}"});
        assert_eq!(node["data"], data);
    }

    // Once more: all are there, so one list is all that is asked.
    let before = server.asked().len();
    tenant.webhooks().register(&id, &request(&id)).await.unwrap();
    let again: Vec<Asked> = server.asked().split_off(before);
    assert!(again.len() == 1 && again[0].path.starts_with("/api/workflows:list"), "{again:?}");
    // With another secret they are made anew, and then the old ones are ended.
    tenant.webhooks().rotate(&id, "{}").await.unwrap();
    let told = read(tenant.webhooks().register(&id, &request(&id)).await.unwrap());
    assert_eq!((kept.there(), &told["registered"]), (3, &json!(3)));
    assert_eq!(kept.0.lock().unwrap().len(), 6);
    let told = read(tenant.webhooks().unregister(&id).await.unwrap());
    assert_eq!((kept.there(), &told["registered"], &told["url"]), (0, &json!(0), &Json::Null));
}

/// Whichever call fails, and whether or not its answer came: nothing is left, there or here.
#[tokio::test]
async fn a_half_done_registration_is_undone() {
    let refused = || Some((403, r#"{"errors":[{"message":"No permissions"}]}"#.to_owned()));
    type Fails = fn(&Asked, usize) -> bool;
    let cases: [(&str, Fails); 4] = [
        ("the second workflow", |asked, made| asked.path.contains("workflows:create") && made == 1),
        ("the second node", |asked, made| asked.path.contains("nodes:create") && made == 2),
        ("switching on", |asked, _| asked.path.contains("workflows:update")),
        ("an answer without an id", |asked, made| asked.path.contains("workflows:create") && made == 2),
    ];
    for (name, fails) in cases {
        let lost = name.ends_with("id");
        let answer = move || if lost { Some((200, "{}".to_owned())) } else { refused() };
        let (server, kept, tenant, id) = nocobase(move |asked, made| fails(asked, made).then(answer).flatten()).await;
        let error = tenant.webhooks().register(&id, &request(&id)).await.unwrap_err();
        let expected = if lost { Code::UpstreamInvalid } else { Code::PermissionDenied };
        assert_eq!(error.code(), expected, "{name}: {error}");
        assert_eq!(kept.there(), 0, "{name}");
        let told = read(tenant.webhooks().list().await.unwrap());
        assert_eq!((&told[0]["registered"], &told[0]["url"]), (&json!(0), &Json::Null), "{name}");
        drop(server);
    }
}

#[cfg(feature = "sandbox")]
#[tokio::test]
async fn what_a_broken_call_left_is_ended_and_what_is_anothers_stays() {
    use crate::sandboxed::Setup;

    let setup = Setup::of("nocobase").await;
    let post = async |path: &str, query: Json, body: Json| {
        let request = json!({"method": "POST", "path": path, "query": query, "body": body}).to_string();
        read(setup.tenant.request("nocobase", &request).await.unwrap())["body"]["data"].clone()
    };
    let titles = async || {
        let request = json!({"method": "GET", "path": "/workflows:list", "query": {"pageSize": "100"}}).to_string();
        let rows = read(setup.tenant.request("nocobase", &request).await.unwrap())["body"]["data"].clone();
        let one = |row: &Json| (row["id"].to_string(), row["title"].as_str().unwrap().to_owned());
        rows.as_array().unwrap().iter().map(one).collect::<Vec<_>>()
    };
    let fields = json!([{"name": "name", "type": "string", "interface": "input"}]);
    for name in ["hooked", "other"] {
        post("/collections:create", json!({}), json!({"name": name, "fields": fields})).await;
    }
    let flow =
        |title: &str| json!({"title": title, "type": "collection", "config": {"collection": "hooked", "mode": 1}});
    let mark = format!("({})", &setup.endpoint[..12]);
    // A person's own, one that a killed process left, and a copy of one.
    post("/workflows:create", json!({}), flow("Own")).await;
    post("/workflows:create", json!({}), flow(&format!("left {mark}"))).await;
    post("/workflows:create", json!({}), flow(&format!("left {mark} copy"))).await;
    let url = format!("https://app.test/{}", setup.endpoint);
    let register = async |parents: &[&str]| {
        let request = json!({"url": url, "parents": parents}).to_string();
        read(setup.tenant.webhooks().register(&setup.endpoint, &request).await.unwrap())["registered"].clone()
    };
    assert_eq!(register(&["hooked", "nocobase:other"]).await, 6);
    let first = titles().await;
    assert_eq!(first.len(), 8, "{first:?}");
    assert!(first.iter().all(|(_, title)| *title != format!("left {mark}")), "{first:?}");
    // One is switched off by hand: only that one is made anew. A collection that is not named any more is not told.
    let (off, _) = first.iter().find(|(_, title)| title.contains("hooked created")).unwrap();
    post("/workflows:update", json!({"filterByTk": off}), json!({"enabled": false})).await;
    assert_eq!(register(&["hooked"]).await, 3);
    let second = titles().await;
    let same = second.iter().filter(|one| first.contains(one)).count();
    assert_eq!((second.len(), same), (5, 4), "{second:?}");

    let row = post("/hooked:create", json!({}), json!({"name": "Wörkflow 🚀"})).await["id"].clone();
    post("/other:create", json!({}), json!({"name": "silent"})).await;
    post("/hooked:update", json!({"filterByTk": row.to_string()}), json!({"name": "neu"})).await;
    post("/hooked:destroy", json!({"filterByTk": row.to_string()}), json!({})).await;
    let sent = setup.sent(0);
    assert_eq!(setup.hand_on(&sent).await, [200; 3]);
    let subject = format!("nocobase:hooked/{row}");
    let kinds = ["created", "updated", "deleted"].map(|word| (format!("workspace.record.{word}"), subject.clone()));
    assert_eq!(setup.told().await, kinds);
    setup.tenant.webhooks().unregister(&setup.endpoint).await.unwrap();
    let left: Vec<String> = titles().await.into_iter().map(|(_, title)| title).collect();
    assert_eq!(left, ["Own".to_owned(), format!("left {mark} copy")]);
}
