//! The words for sessions, facts, keys, upserts, replacements and actions: a mistake in any of them is told, with its
//! line.

#![allow(clippy::unwrap_used)]

use coreflow_bridge::error::Code;
use coreflow_bridge::manifest::load;

const WHOLE: &str = r#"
system: words
title: Words
tested: ["1"]
facts:
  api:
    get: /api
    at: /version
overlays:
  - when: {api: ">=2"}
    merge: {resources: {inventory.stock_items: {required: [part_id]}}}
auth:
  basic:
    header: Authorization
    value: "Bearer {session}"
    headers: {X-Organization: "{session.organization}"}
    login:
      post: /login
      headers: {X-Kind: basic}
      body: {who: {name: "{username}", password: "{password}"}}
      token: /token
      hold: {organization: /organization}
health: {get: /api, expect: /ok}
errors: {}
page: {kind: none}
filter: {param: filter, dialect: frappe}
sort: {param: sort}
operations:
  list: {method: GET, path: "/{type}", answer: {items: ""}}
  get: {method: GET, path: "/{type}/{id}", answer: {record: ""}}
resources:
  inventory.stock_items:
    type: stock
    id: pk
    fields: {quantity: quantity, part_id: part}
    key:
      at: pk
      form: uuid
      set: {source: "{type}"}
    operations:
      create:
        method: POST
        path: /stock
        body: {fields: true}
        answer: {record: ""}
        bulk:
          max: 50
          failure: whole
          request: {method: POST, path: /stocks, body: {fields: true, at: rows}, answer: {items: /rows}}
      upsert:
        method: POST
        path: /stock
        by: [part_id]
      update:
        method: PUT
        path: "/stock/{id}"
        prefill:
          get: "/stock/{id}"
          at: ""
          keep: {part: part.id}
          rows: {lines: {from: lines, keep: {pk: id}}}
    actions:
      remove:
        method: POST
        path: /remove
        check:
          - {at: quantity, at_least: amount, message: too much}
        body: {set: {items: [{pk: "{id}", quantity: "{input.amount}"}]}}
        input:
          amount: {doc: How much., type: decimal}
          kind: {doc: How., type: enum, to: [{at: kind, table: {"1": one}}]}
          parts: {doc: Parts., type: rows, to: [{at: parts}], fields: {part: {doc: Which., type: ref, to: [{at: pk}]}}}
        answer:
          read_back: true
          vanishes: it is gone
"#;

#[test]
fn mistakes_in_the_words_are_told_with_their_line() {
    load("test.yaml", WHOLE).unwrap();
    for (from, to, wanted) in [
        ("at: /version", "at: version", "is not a JSON pointer"),
        ("{api: \">=2\"}", "{apy: \">=2\"}", "there is no fact apy; known are: api"),
        ("{api: \">=2\"}", "{api: \"about 2\"}", "\"about 2\" is none of yes, no"),
        (
            "merge: {resources: {inventory.stock_items: {required: [part_id]}}}",
            "merge: {title: [1]}",
            "with its overlay",
        ),
        ("{required: [part_id]}", "{required: [nobody]}", "nobody is not a field of the model"),
        ("merge: {resources", "merge: {system: other, resources", "system cannot be laid over"),
        ("value: \"Bearer {session}\"", "value: \"Bearer {sesion}\"", "{sesion} cannot be filled here"),
        ("{session.organization}", "{session.company}", "{session.company} cannot be filled here"),
        ("{username}", "{user}", "{user} cannot be filled here"),
        ("token: /token", "token: token", "is not a JSON pointer"),
        ("hold: {organization: /organization}", "hold: {organization: organization}", "is not a JSON pointer"),
        ("form: uuid", "form: guid", "guid"),
        ("form: uuid", "form: text", "needs `column`, `lookup` or `scan`"),
        ("form: uuid", "form: uuid\n      column: pk", "leave out `column`, `lookup` and `scan`"),
        ("set: {source: \"{type}\"}", "set: {source: \"{kind}\"}", "{kind} cannot be filled here"),
        ("max: 50", "max: 1", "must be at least 2"),
        ("failure: whole", "failure: some", "unknown variant `some`"),
        ("body: {fields: true, at: rows}", "body: {at: rows}", "needs `body: {fields: true}`"),
        ("fields: true, at: rows}", "fields: true, set: {a: 1}}", "there is no place for `set`"),
        ("answer: {items: /rows}", "answer: {record: /rows}", "needs `answer: {items: ...}`"),
        ("answer: {items: /rows}", "answer: {items: rows}", "is not a JSON pointer"),
        ("path: /stocks", "path: \"/{kind}\"", "{kind} cannot be filled here"),
        ("by: [part_id]", "by: [part]", "part is not a field of the model"),
        ("keep: {part: part.id}", "keep: {part: /part/id}", "is not a path"),
        ("from: lines", "from: /lines", "is not a path"),
        ("{at: quantity, at_least", "{at: amount, at_least", "amount is not a field of the model"),
        ("at_least: amount", "at_least: kind", "kind is not a decimal or integer input"),
        ("{input.amount}", "{input.number}", "{input.number} cannot be filled here"),
        ("type: decimal}", "type: number}", "number is no type of an input"),
        ("table: {\"1\": one}", "as: enum", "an enum needs `to` with its `table`"),
        (", fields: {part: {doc: Which., type: ref, to: [{at: pk}]}}", "", "the type rows needs `fields`"),
        ("to: [{at: kind,", "to: [{as: enum,", "else it goes nowhere"),
        ("vanishes: it is gone", "vanishes: it is gone\n          record: \"\"", ""),
    ] {
        let at = WHOLE.find(from).unwrap_or_else(|| panic!("{from:?} is not in the text"));
        let loaded = load("test.yaml", &WHOLE.replacen(from, to, 1));
        if wanted.is_empty() {
            loaded.unwrap();
            continue;
        }
        let error = loaded.expect_err(to);
        assert_eq!(error.code(), Code::ManifestInvalid, "{to}");
        let (message, line) = (error.message(), WHOLE[..at].matches('\n').count() + 1);
        assert!(message.contains(wanted), "{to}: {message}");
        // What is missing is told where the thing begins that misses it.
        let near = |line: usize| message.contains(&format!("test.yaml:{line}:"));
        assert!((line - 3..=line).any(near), "{to}: line {line}, but: {message}");
    }
    let text = WHOLE.replacen("          read_back: true\n", "          record: \"\"\n", 1);
    assert!(load("test.yaml", &text).unwrap_err().message().contains("`vanishes` needs `read_back`"));
    let text = WHOLE.replacen("      create:\n", "      update:\n", 1).replacen(
        "      update:\n        method: PUT",
        "      get:\n        method: GET",
        1,
    );
    assert!(load("test.yaml", &text).unwrap_err().message().contains("is a word of create only"));
    let text = WHOLE.replacen("        bulk:\n", "        key_header: Key\n        bulk:\n", 1);
    assert!(load("test.yaml", &text).unwrap_err().message().contains("each is about one record"));
}
