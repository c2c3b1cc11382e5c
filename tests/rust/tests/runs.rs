//! The judge of the scenarios: it must fail what is wrong, or the scenarios prove nothing.
#![allow(clippy::unwrap_used)]

use bridge_tests::scenario::{Outcome, Run, Scenario, Verb};
use bridge_tests::tests_folder;
use serde_json::{Value, json};

async fn start(scenario: Value) -> Run {
    let scenario: Scenario = serde_json::from_value(scenario).unwrap();
    Run::start(scenario, &tests_folder("recordings")).await.unwrap()
}

/// Plays a runner that answers every call with the next outcome; gives the failures and the results.
async fn play(scenario: Value, outcomes: &[Outcome]) -> (Vec<String>, Value) {
    let mut run = start(scenario).await;
    for outcome in outcomes {
        assert!(run.next_call().is_some(), "the run ended before {outcome:?}");
        run.outcome(outcome.clone()).await;
    }
    assert_eq!(run.next_call(), None);
    let (failures, results) = run.end();
    (failures, serde_json::from_str(&results).unwrap())
}

fn result(value: Value) -> Outcome {
    Outcome::Result(value)
}

fn get(more: Value) -> Value {
    let mut step = json!({"call": "get", "resource": "accounting.items", "id": "x:1"});
    step.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    step
}

#[tokio::test]
async fn expectations_are_held_against_results() {
    let record = json!({"id": "x:1", "name": "A", "lines": [{"n": "1"}, {"n": "2"}]});
    for (step, outcome, fine) in [
        (json!({"expect": record}), result(record.clone()), true),
        (json!({"expect": {"id": "x:1"}}), result(record.clone()), false),
        (json!({"expect_subset": {"id": "x:1"}}), result(record.clone()), true),
        (json!({"expect_subset": {"lines": [{}, {"n": "2"}]}}), result(record.clone()), true),
        (json!({"expect_subset": {"lines": [{}]}}), result(record.clone()), false),
        (json!({"expect_subset": {"name": null}}), result(record.clone()), false),
        (json!({}), result(record.clone()), true),
        (json!({}), Outcome::Error(json!({"code": "NOT_FOUND"})), false),
        (json!({"error": {"code": "NOT_FOUND"}}), Outcome::Error(json!({"code": "NOT_FOUND", "status": 404})), true),
        (json!({"error": {"code": "NOT_FOUND"}}), Outcome::Error(json!({"code": "CONFLICT", "status": 404})), false),
        (json!({"error": {"code": "NOT_FOUND"}}), result(Value::Null), false),
    ] {
        let (failures, _) = play(json!({"title": "t", "steps": [get(step.clone())]}), &[outcome]).await;
        assert_eq!(failures.is_empty(), fine, "{step}: {failures:?}");
    }
}

#[tokio::test]
async fn what_no_upstream_answers_fails_the_scenario() {
    let scenario = json!({"title": "t", "upstreams": {"erp": {}}, "steps": [get(json!({"error": {}}))]});
    let mut run = start(scenario).await;
    let call = run.next_call().unwrap();
    assert_eq!((call.call, call.tenant.as_str()), (Verb::Get, "acme"));
    let url = url_of(&run);
    assert_eq!(reqwest::get(format!("{url}/x?y=z")).await.unwrap().status().as_u16(), 599);
    run.outcome(Outcome::Error(json!({"code": "UPSTREAM_INVALID"}))).await;
    let (failures, _) = run.end();
    assert!(failures[0].contains("upstream erp has no answer") && failures[0].contains("GET /x?y=z"), "{failures:?}");
}

fn url_of(run: &Run) -> String {
    run.fill("${upstream.erp}").unwrap()
}

#[tokio::test]
async fn the_requests_that_an_upstream_has_seen_are_counted() {
    for (count, fine) in [(1, true), (2, false)] {
        let scenario = json!({"title": "t",
            "upstreams": {"erp": {"steps": [{"answer": {"status": 204}}]}},
            "steps": [get(json!({})), {"call": "hits", "upstream": "erp", "path": "/a*", "count": count,
                "expect_subset": (0..count).map(|_| json!({"method": "GET", "path": "/a b"})).collect::<Value>()}]});
        let mut run = start(scenario).await;
        run.next_call().unwrap();
        assert_eq!(reqwest::get(format!("{}/a%20b", url_of(&run))).await.unwrap().status().as_u16(), 204);
        run.outcome(result(Value::Null)).await;
        assert_eq!(run.next_call(), None);
        assert_eq!(run.end().0.is_empty(), fine);
    }
}

#[tokio::test]
async fn connections_and_modules_come_first_and_results_are_kept() {
    let scenario = json!({"title": "t", "mask": ["at"], "upstreams": {"erp": {}},
        "connections": [{"system": "erpnext", "upstream": "erp", "credential": {"type": "api_key"}, "name": "main"}],
        "steps": [get(json!({"save": "one"})), {"call": "update", "resource": "accounting.items", "id": "${one.id}",
            "input": {"n": "${one.n}"}, "expect": {"n": "${one.n}"}}]});
    let mut run = start(scenario).await;
    let url = url_of(&run);
    let connect = run.next_call().unwrap();
    assert_eq!(connect.input["instance"], json!(url));
    assert_eq!((connect.call, &connect.input["name"]), (Verb::Connect, &json!("main")));
    run.outcome(result(json!({"instance": url}))).await;
    assert_eq!(run.next_call().unwrap().input, json!({"activate": ["accounting"]}));
    run.outcome(result(Value::Null)).await;
    run.next_call().unwrap();
    run.outcome(result(json!({"id": "x:9", "n": 7.0, "at": "now"}))).await;
    let update = run.next_call().unwrap();
    assert_eq!((update.id.as_deref(), &update.input), (Some("x:9"), &json!({"n": 7.0})));
    run.outcome(result(json!({"n": 7.0}))).await;
    let (failures, results) = run.end();
    assert_eq!(failures, Vec::<String>::new());
    let expected = [
        r#"{"step":0,"call":"connect","result":{"instance":"<erp>"}}"#,
        r#"{"step":1,"call":"change_modules","result":null}"#,
        r#"{"step":2,"call":"get","result":{"id":"x:9","n":7,"at":"<masked>"}}"#,
        r#"{"step":3,"call":"update","result":{"n":7}}"#,
    ];
    assert_eq!(results, format!("[\n{}\n]\n", expected.join(",\n")));
}

#[tokio::test(start_paused = true)]
async fn steps_that_repeat_and_steps_that_wait() {
    let steps = json!([get(json!({"repeat": 2, "expect": 1})), get(json!({"eventually_ms": 50, "expect": 2}))]);
    let scenario = json!({"title": "t", "steps": steps});
    let outcomes = [1, 1, 0, 0, 2].map(|n| result(json!(n)));
    let (failures, results) = play(scenario.clone(), &outcomes).await;
    assert_eq!(failures, Vec::<String>::new());
    assert_eq!(results.as_array().unwrap().len(), 2);
    // The second of two is wrong.
    let (failures, _) = play(scenario.clone(), &[1, 3].map(|n| result(json!(n)))).await;
    assert_eq!(failures.len(), 1);
    // It never comes.
    let mut run = start(scenario).await;
    let mut calls = 0;
    while run.next_call().is_some() {
        run.outcome(result(json!(1))).await;
        calls += 1;
    }
    assert!(calls > 2 && run.end().0[0].contains("after 50 ms still"), "{calls}");
}

#[tokio::test]
async fn a_run_that_stops_early_has_failed() {
    let run = start(json!({"title": "t", "steps": [get(json!({}))]})).await;
    assert!(run.end().0[0].contains("stopped before step 0"));
}
