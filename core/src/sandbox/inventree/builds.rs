//! Bills of materials and build orders.

use serde_json::{Map, Value, json};

use super::errors::{Fail, Outcome, no_object};
use super::stock;
use super::store::{Row, Store, amount, at, flag, int, number, round, text};
use super::view;
use crate::sandbox::message::Reply;

/// A line of a bill of materials: never its own assembly, whole numbers of trackable parts.
pub(crate) fn check_line(store: &Store, row: &mut Row) -> Outcome<()> {
    let part = |name: &str| int(row, name).and_then(|pk| store.find("part", pk));
    if let (Some(assembly), Some(sub)) = (part("part"), part("sub_part")) {
        let told = |part: &Row| format!("{} - {}", view::full_name(part), text(part, "description"));
        if int(assembly, "pk") == int(sub, "pk") {
            let said = format!("Part '{}' cannot be used in BOM for '{}' (recursive)", told(sub), told(assembly));
            return Err(Fail::field("sub_part", said));
        }
        if flag(sub, "trackable") && number(row, "quantity").fract() != 0.0 {
            return Err(Fail::field("quantity", "Quantity must be integer value for trackable parts"));
        }
    }
    row.entry("validated").or_insert(json!(false));
    Ok(())
}

/// `part/{id}/bom-copy/`: the lines of another bill.
pub(crate) fn copy(store: &mut Store, pk: i64, sent: &Row) -> Outcome<Reply> {
    let lines: Vec<Row> = store.those("bom", "part", int(sent, "part").unwrap_or_default()).cloned().collect();
    for mut line in lines {
        line.remove("pk");
        line.insert("part".into(), json!(pk));
        store.add("bom", line);
    }
    Ok(Reply::json(201, Value::Object(sent.clone())))
}

/// One line of a build for each line of the bill.
pub(crate) fn make_lines(store: &mut Store, build: i64) {
    let Some(order) = store.find("build", build).cloned() else { return };
    let bill: Vec<Row> = store.those("bom", "part", int(&order, "part").unwrap_or_default()).cloned().collect();
    for line in bill {
        let row = json!({"build": build, "bom_item": at(&line, "pk"), "quantity": round(number(&line, "quantity") * number(&order, "quantity"), 5),
            "consumed": 0.0, "part": at(&line, "sub_part"), "build_reference": at(&order, "reference"), "reference": at(&line, "reference"),
            "consumable": at(&line, "consumable"), "optional": at(&line, "optional"), "testable": false, "trackable": false,
            "inherited": at(&line, "inherited"), "allow_variants": at(&line, "allow_variants")});
        if let Value::Object(row) = row {
            store.add("build_line", row);
        }
    }
}

fn state(store: &mut Store, pk: i64, status: i64) {
    store.set("build", pk, "status", json!(status));
    store.set("build", pk, "status_custom_key", json!(status));
}

pub(crate) fn act(store: &mut Store, pk: i64, action: &str, sent: &Row) -> Outcome<Reply> {
    let Some(build) = store.find("build", pk).cloned() else { return Err(Fail::missing("Build")) };
    let status = int(&build, "status").unwrap_or(10);
    let echo = |defaults: Value| {
        let mut echo = defaults;
        for (name, value) in sent {
            echo[name] = value.clone();
        }
        Ok(Reply::json(201, echo))
    };
    match action {
        "issue" | "hold" => {
            match (action, status) {
                ("issue", 10 | 25) => state(store, pk, 20),
                ("hold", 10 | 20) => state(store, pk, 25),
                _ => {}
            }
            Ok(Reply::json(201, json!({})))
        }
        "cancel" => {
            state(store, pk, 30);
            let today = store.today();
            store.set("build", pk, "completion_date", today);
            echo(json!({"remove_allocated_stock": false, "remove_incomplete_outputs": false}))
        }
        "create-output" => output(store, pk, &build, sent),
        "allocate" => allocate(store, sent),
        "auto-allocate" => echo(
            json!({"location": null, "exclude_location": null, "interchangeable": false, "substitutes": true, "optional_items": false}),
        ),
        "unallocate" => {
            let gone: Vec<i64> = store.those("build_item", "build", pk).filter_map(|row| int(row, "pk")).collect();
            gone.into_iter().for_each(|pk| store.delete("build_item", pk));
            echo(json!({"build_line": null, "output": null}))
        }
        "complete" => complete(store, pk, &build, sent),
        "scrap-outputs" => {
            for item in outputs(sent) {
                store.set("stock", item, "status", json!(65));
                store.set("stock", item, "is_building", json!(false));
                store.set("stock", item, "location", sent.get("location").cloned().unwrap_or_default());
            }
            let outputs = at(sent, "outputs");
            let shown = outputs.as_array().into_iter().flatten();
            let shown: Vec<Value> = shown.map(|one| json!({"output": one["output"], "quantity": format!("{:.5}", amount(&one["quantity"]).unwrap_or_default())})).collect();
            echo(json!({})).map(|mut reply| {
                if let crate::sandbox::message::Body::Json(body) = &mut reply.body {
                    body["outputs"] = json!(shown);
                }
                reply
            })
        }
        "delete-outputs" => {
            let gone = outputs(sent);
            gone.iter().for_each(|item| store.delete("stock", *item));
            Ok(Reply::json(201, json!({"outputs": gone.iter().map(|_| json!({"output": null})).collect::<Vec<_>>()})))
        }
        "consume" => consume(store, sent),
        "finish" => finish(store, pk, &build, sent),
        _ => Err(Fail::detail(404, "Not found.")),
    }
}

fn outputs(sent: &Row) -> Vec<i64> {
    sent.get("outputs")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|one| one["output"].as_i64())
        .collect()
}

fn output(store: &mut Store, pk: i64, build: &Row, sent: &Row) -> Outcome<Reply> {
    let quantity = sent.get("quantity").and_then(amount).unwrap_or_default();
    let mut wanted = Row::new();
    for (name, value) in [
        ("part", at(build, "part")),
        ("quantity", json!(quantity)),
        ("batch", sent.get("batch_code").cloned().unwrap_or(json!(""))),
        ("serial_numbers", sent.get("serial_numbers").cloned().unwrap_or_default()),
        ("location", sent.get("location").cloned().unwrap_or_default()),
    ] {
        wanted.insert(name.into(), value);
    }
    let made = stock::create(store, &wanted).map_err(|mut fail| {
        // Here the count is told of the serial numbers alone.
        if let Value::Object(body) = &mut fail.body
            && body.contains_key("serial_numbers")
        {
            body.remove("quantity");
        }
        fail
    })?;
    let mut pks = Vec::new();
    if let crate::sandbox::message::Body::Json(Value::Array(items)) = &made.body {
        pks.extend(items.iter().filter_map(|item| item["pk"].as_i64()));
    }
    for item in &pks {
        store.set("stock", *item, "build", json!(pk));
        store.set("stock", *item, "is_building", json!(true));
    }
    Ok(Reply::json(201, stock::shown(store, &pks, stock::DETAILED)))
}

fn refused(items: &[Value], wrong: impl Fn(&Value) -> Value) -> Outcome<()> {
    let wrong: Vec<Value> = items.iter().map(wrong).collect();
    let any = wrong.iter().any(|wrong| wrong.as_object().is_some_and(|wrong| !wrong.is_empty()));
    if any { Err(Fail { status: 400, body: json!({"items": wrong}) }) } else { Ok(()) }
}

fn allocate(store: &mut Store, sent: &Row) -> Outcome<Reply> {
    let items = sent.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    refused(&items, |item| {
        let line = item["build_line"].as_i64().and_then(|pk| store.find("build_line", pk));
        let Some(stock) = item["stock_item"].as_i64().and_then(|pk| store.find("stock", pk)).filter(|_| line.is_some())
        else {
            let name = if line.is_none() { "build_line" } else { "stock_item" };
            return Value::Object(Map::from_iter([(name.to_owned(), json!([no_object(&item[name])]))]));
        };
        let free = number(stock, "quantity") - view::allocated_item(store, int(stock, "pk").unwrap_or_default());
        match amount(&item["quantity"]) {
            Some(asked) if asked > free => json!({"quantity": [format!("Available quantity ({free}) exceeded")]}),
            _ => json!({}),
        }
    })?;
    let mut echo = Vec::new();
    for item in &items {
        let line = item["build_line"].as_i64().and_then(|pk| store.find("build_line", pk)).cloned().unwrap_or_default();
        let stock = item["stock_item"].as_i64().and_then(|pk| store.find("stock", pk)).cloned().unwrap_or_default();
        let asked = amount(&item["quantity"]).unwrap_or_default();
        let row = json!({"build": at(&line, "build"), "build_line": at(&line, "pk"), "install_into": null, "stock_item": at(&stock, "pk"),
            "quantity": asked, "location": at(&stock, "location"), "bom_reference": at(&line, "reference")});
        if let Value::Object(row) = row {
            store.add("build_item", row);
        }
        echo.push(json!({"build_line": item["build_line"], "stock_item": item["stock_item"], "quantity": format!("{asked:.5}"), "output": null}));
    }
    Ok(Reply::json(201, json!({"items": echo})))
}

fn complete(store: &mut Store, pk: i64, build: &Row, sent: &Row) -> Outcome<Reply> {
    let outputs = outputs(sent);
    if outputs.iter().any(|item| store.find("stock", *item).is_none_or(|row| !flag(row, "is_building"))) {
        let said = json!({"output": ["This build output has already been completed"]});
        return Err(Fail {
            status: 400,
            body: json!({"outputs": outputs.iter().map(|_| said.clone()).collect::<Vec<_>>()}),
        });
    }
    let mut made = number(build, "completed");
    for item in outputs {
        made += store.find("stock", item).map_or(0.0, |row| number(row, "quantity"));
        store.set("stock", item, "is_building", json!(false));
        store.set("stock", item, "location", sent.get("location").cloned().unwrap_or_default());
        store.track(item, 55, "Build order output completed", text(sent, "notes"), json!({"buildorder": pk}));
    }
    store.set("build", pk, "completed", json!(made as i64));
    Ok(Reply::json(201, Value::Object(sent.clone())))
}

fn consume(store: &mut Store, sent: &Row) -> Outcome<Reply> {
    let list = |name: &str| sent.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let (items, lines) = (list("items"), list("lines"));
    if items.is_empty() && lines.is_empty() {
        return Err(Fail::whole("At least one item or line must be provided"));
    }
    let mut taken: Vec<(i64, f64)> = items
        .iter()
        .filter_map(|item| Some((item["build_item"].as_i64()?, amount(&item["quantity"]).unwrap_or(0.0))))
        .collect();
    for line in lines.iter().filter_map(|line| line["build_line"].as_i64()) {
        taken.extend(
            store
                .those("build_item", "build_line", line)
                .filter_map(|row| Some((int(row, "pk")?, number(row, "quantity")))),
        );
    }
    for (pk, quantity) in taken {
        let Some(row) = store.find("build_item", pk).cloned() else { continue };
        let (line, item) = (int(&row, "build_line").unwrap_or_default(), int(&row, "stock_item").unwrap_or_default());
        let consumed = store.find("build_line", line).map_or(0.0, |row| number(row, "consumed"));
        store.set("build_line", line, "consumed", json!(round(consumed + quantity, 5)));
        let there = store.find("stock", item).map_or(0.0, |row| number(row, "quantity"));
        store.track(item, 57, "Consumed by build order", text(sent, "notes"), json!({"removed": quantity}));
        stock::put(store, item, round(there - quantity, 5));
        match number(&row, "quantity") - quantity {
            rest if rest > 0.0 => store.set("build_item", pk, "quantity", json!(rest)),
            _ => store.delete("build_item", pk),
        }
    }
    let mut echo = sent.clone();
    if !items.is_empty() {
        let shown = items.iter().map(|item| json!({"build_item": item["build_item"], "quantity": format!("{:.5}", amount(&item["quantity"]).unwrap_or(0.0))}));
        echo.insert("items".into(), shown.collect());
    }
    Ok(Reply::json(201, Value::Object(echo)))
}

fn finish(store: &mut Store, pk: i64, build: &Row, sent: &Row) -> Outcome<Reply> {
    let mut wrong = Map::new();
    let short = store.those("build_line", "build", pk).any(|line| {
        let here = store.those("build_item", "build_line", int(line, "pk").unwrap_or_default());
        here.map(|row| number(row, "quantity")).sum::<f64>() + number(line, "consumed") < number(line, "quantity")
    });
    if short && !flag(sent, "accept_unallocated") {
        wrong.insert("accept_unallocated".into(), json!(["Required stock has not been fully allocated"]));
    }
    if number(build, "completed") < number(build, "quantity") && !flag(sent, "accept_incomplete") {
        wrong.insert("accept_incomplete".into(), json!(["Required build quantity has not been completed"]));
    }
    if !wrong.is_empty() {
        return Err(Fail::fields(wrong));
    }
    state(store, pk, 40);
    let today = store.today();
    store.set("build", pk, "completion_date", today);
    Ok(Reply::json(201, Value::Object(sent.clone())))
}
