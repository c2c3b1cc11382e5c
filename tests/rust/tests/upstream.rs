//! The upstream itself: a recording answers its own request, a stranger gets a diff, and faults reach the wire.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use bridge_tests::control::{Control, Folders};
use bridge_tests::recording::{self, Recording};
use bridge_tests::upstream::{NO_ANSWER, Plan, Session};
use serde_json::{Value, json};

fn archives() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../recordings")
}

fn plan(value: Value) -> Plan {
    serde_json::from_value(value).unwrap()
}

async fn send(client: &reqwest::Client, base: &str, one: &Recording) -> (u16, String) {
    let method = one.request.method.parse().unwrap();
    let mut request = client.request(method, format!("{base}{}", one.request.path));
    for (name, value) in &one.request.headers {
        request = request.header(name, value);
    }
    let body = one.request.body.as_ref().map(|body| body.get().to_owned()).or(one.request.body_raw.clone());
    let answer = request.body(body.unwrap_or_default()).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Every recording, sent as it was recorded in the order of the recording, is answered as it was.
async fn answers_itself(system: &str, base: &str) {
    let all = recording::load(&archives().join(format!("{system}.ndjson.gz"))).unwrap();
    let fit = |one: &&Recording| one.webhook.is_none() && one.response.body_truncated_from.is_none();
    let all: Vec<&Recording> = all.iter().filter(fit).collect();
    let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let session = Session::start(plan(json!({"system": system, "recordings": names})), &archives()).await.unwrap();
    let base = format!("{}{base}", session.url());
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for one in &all {
        let (status, text) = send(&client, &base, one).await;
        assert_eq!(status, one.response.status, "{}: {text}", one.name);
        assert_eq!(text, one.response.text(), "{}", one.name);
    }
    assert_eq!(session.misses(), Vec::<Value>::new());
}

#[tokio::test]
async fn erpnext_answers_itself() {
    answers_itself("erpnext", "").await;
}

#[tokio::test]
async fn dolibarr_answers_itself() {
    answers_itself("dolibarr", "/api/index.php").await;
}

#[tokio::test]
async fn a_stranger_gets_the_nearest_recording_and_the_differences() {
    let plan = plan(json!({"system": "erpnext", "recordings": ["106-customers-create", "117"]}));
    let session = Session::start(plan, &archives()).await.unwrap();
    let url = format!("{}/api/resource/Customer", session.url());
    let answer = reqwest::Client::new().post(url).body(json!({"customer_name": "X"}).to_string()).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), NO_ANSWER);
    let miss: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(miss["nearest"]["recording"], "106-customers-create");
    let differences = miss["nearest"]["differences"].as_array().unwrap();
    let name = differences.iter().find(|one| one["at"] == "body.customer_name").unwrap();
    assert_eq!(name["sent"], "X");
    assert!(differences.iter().any(|one| one["at"] == "header.authorization"));
    assert_eq!(session.misses(), vec![miss]);
}

#[tokio::test]
async fn fewer_fields_are_cut_from_what_was_recorded() {
    let plan = plan(json!({"system": "erpnext", "recordings": ["109-customers-list-page1"],
        "project": {"query": "fields", "rows": "data"}}));
    let session = Session::start(plan, &archives()).await.unwrap();
    let all = recording::load(&archives().join("erpnext.ndjson.gz")).unwrap();
    let mut one = all.into_iter().find(|one| one.name == "109-customers-list-page1").unwrap();
    let path = one.request.path.clone();
    let (start, rest) = path.split_once("fields=").unwrap();
    let rest = rest.split_once('&').map_or("", |(_, rest)| rest);
    one.request.path = format!("{start}fields=%5B%22name%22%5D&{rest}");
    let client = reqwest::Client::new();
    let (status, text) = send(&client, session.url(), &one).await;
    assert_eq!(status, 200, "{text}");
    let rows: Value = serde_json::from_str(&text).unwrap();
    for row in rows["data"].as_array().unwrap() {
        assert_eq!(row.as_object().unwrap().keys().collect::<Vec<_>>(), ["name"]);
    }
    one.request.path = format!("{start}fields=%5B%22no_such_field%22%5D&{rest}");
    assert_eq!(send(&client, session.url(), &one).await.0, NO_ANSWER);
}

#[tokio::test]
async fn a_script_answers_in_its_order_and_counts() {
    let plan = plan(json!({"steps": [
        {"method": "GET", "path": "/a*", "times": 2, "answer": {"status": 503, "headers": {"retry-after": "1"}}},
        {"method": "GET", "times": "always", "answer": {"body": {"n": 1.5}, "repeat": 2, "gzip": true}},
        {"method": "POST", "request": {"x": {"y": 1}}, "answer": {"body_raw": "<p>"}}
    ]}));
    let session = Session::start(plan, &archives()).await.unwrap();
    let client = reqwest::Client::new();
    let mut seen = Vec::new();
    for _ in 0..4 {
        let answer = client.get(format!("{}/a/b?c=d", session.url())).send().await.unwrap();
        seen.push((answer.status().as_u16(), answer.text().await.unwrap()));
    }
    let (gone, body) = ((503, String::new()), (200, r#"{"n":1.5}{"n":1.5}"#.to_owned()));
    assert_eq!(seen, [gone.clone(), gone, body.clone(), body]);
    let post = client.post(session.url()).body(json!({"x": {"y": 1, "z": 2}}).to_string()).send().await.unwrap();
    assert_eq!(post.text().await.unwrap(), "<p>");
    assert_eq!(client.post(session.url()).send().await.unwrap().status().as_u16(), NO_ANSWER);
    assert_eq!(session.hits().len(), 6);
    assert_eq!(session.hits()[4].by.as_deref(), Some("step 2"));
}

#[tokio::test]
async fn faults_reach_the_wire() {
    let plan = plan(json!({"steps": [
        {"answer": {"fault": "lose_answer"}},
        {"answer": {"fault": "reset"}},
        {"answer": {"fault": "truncate", "body": {"text": "0123456789"}}},
        {"answer": {"body_raw": "0123456789", "chunk": {"bytes": 3, "every_ms": 1}}}
    ]}));
    let session = Session::start(plan, &archives()).await.unwrap();
    let client = reqwest::Client::new();
    let chain = |error: reqwest::Error| {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            text += &format!(": {error}");
            cause = error.source();
        }
        text
    };
    // POST, because the client itself repeats a GET on a connection that was closed while idle.
    let lost = chain(client.post(session.url()).body("1").send().await.unwrap_err());
    assert!(lost.contains("closed before message completed"), "{lost}");
    let reset = chain(client.post(session.url()).body("2").send().await.unwrap_err());
    assert!(reset.to_lowercase().contains("reset"), "{reset}");
    let answer = client.post(session.url()).body("3").send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    assert!(answer.text().await.is_err());
    assert_eq!(client.post(session.url()).body("4").send().await.unwrap().text().await.unwrap(), "0123456789");
    assert_eq!(session.hits().iter().map(|hit| hit.request.body.clone()).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[tokio::test]
async fn a_port_where_nobody_listens() {
    let session = Session::start(plan(json!({"down": true})), &archives()).await.unwrap();
    assert!(reqwest::get(session.url()).await.unwrap_err().is_connect());
}

#[tokio::test]
async fn the_control_port_makes_sessions() {
    let control = Control::start(Folders::default()).await.unwrap();
    let client = reqwest::Client::new();
    let ask = |method: &'static str, path: String, body: Value| {
        let request = client.request(method.parse().unwrap(), format!("{}/__control__/{path}", control.url()));
        async move {
            let answer = request.body(body.to_string()).send().await.unwrap();
            (answer.status().as_u16(), serde_json::from_str::<Value>(&answer.text().await.unwrap()).unwrap())
        }
    };
    let (_, made) = ask("POST", "load".into(), json!({"steps": [{"answer": {"status": 204}}]})).await;
    let (url, name) = (made["url"].as_str().unwrap(), made["session"].as_str().unwrap());
    assert_eq!(client.get(url).send().await.unwrap().status().as_u16(), 204);
    assert_eq!(client.get(url).send().await.unwrap().status().as_u16(), NO_ANSWER);
    let (_, hits) = ask("GET", format!("hits?session={name}"), Value::Null).await;
    assert_eq!((hits["hits"][0]["by"].as_str(), hits["hits"][1]["status"].as_u64()), (Some("step 0"), Some(599)));
    let (_, misses) = ask("GET", format!("misses?session={name}"), Value::Null).await;
    assert_eq!(misses["misses"].as_array().unwrap().len(), 1);
    assert_eq!(ask("POST", format!("close?session={name}"), Value::Null).await.0, 200);
    assert!(client.get(url).send().await.is_err());
    assert_eq!(ask("POST", "load".into(), json!({"stepz": []})).await.0, 400);
    assert_eq!(ask("POST", "load".into(), json!({"system": "erpnext", "recordings": ["nope"]})).await.0, 400);
}

/// A runner in another language, played by hand.
#[tokio::test]
async fn the_control_port_leads_a_runner_through_a_scenario() {
    let results = std::env::temp_dir().join(format!("bridge-tests-{}", std::process::id()));
    let control = Control::start(Folders { results: results.clone(), ..Folders::default() }).await.unwrap();
    let client = reqwest::Client::new();
    let ask = |method: &'static str, path: String, body: Value| {
        let request = client.request(method.parse().unwrap(), format!("{}/__control__/{path}", control.url()));
        async move {
            let answer = request.body(body.to_string()).send().await.unwrap();
            serde_json::from_str::<Value>(&answer.text().await.unwrap()).unwrap()
        }
    };
    let all = ask("GET", "scenarios?runner=hand".into(), Value::Null).await;
    assert!(all.as_array().unwrap().iter().any(|one| one["name"] == "tenancy/closed"), "{all}");
    let closed = json!({"error": {"code": "CLOSED", "retryable": false}});
    for (last, fine) in [(&closed, true), (&json!({"result": []}), false)] {
        let started = ask("POST", "run?runner=hand&scenario=tenancy%2Fclosed".into(), Value::Null).await;
        assert_eq!(
            (&started["bridge"]["store"], &started["call"]["call"]),
            (&json!(":memory:"), &json!("connections"))
        );
        let outcome = format!("outcome?run={}", started["run"].as_str().unwrap());
        for made in [&json!({"result": []}), &json!({"result": null}), &json!({"result": null}), &closed] {
            let next = ask("POST", outcome.clone(), made.clone()).await;
            assert!(next["call"].is_object(), "{next}");
        }
        let end = ask("POST", outcome, last.clone()).await;
        assert_eq!((end["call"].is_null(), end["failures"].as_array().unwrap().is_empty()), (true, fine), "{end}");
        assert!(results.join("hand/tenancy/closed.json").is_file());
    }
    std::fs::remove_dir_all(results).unwrap();
}
