//! The walk of `docs/add-a-system.md`: its files are written, its commands run, and what they print is what it says.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use bridge_tests::tests_folder;
use bridge_tests::upstream::Session;
use serde_json::{Value, json};

/// Two servers that exist nowhere.
fn books() -> Value {
    let customer = |id: u32, name: &str, city: &str| {
        json!({"id": id, "name": name, "email": "buero@muster.example", "address": {"city": city}, "closed": 0,
               "created": "2026-11-02T08:15:00Z", "changed": "2026-11-20T10:00:00Z", "reference": null})
    };
    let page = |number: &str, items: Value| {
        json!({"method": "GET", "path": "/v2/customers", "query": {"page": number}, "times": "always",
               "answer": {"body": {"items": items, "total": 3}}})
    };
    let refused = json!({"status": 401, "body": {"error": {"code": "KEY", "text": "unknown key"}}});
    json!({"steps": [
        {"headers": {"x-books-key": "wrong-key"}, "times": "always", "answer": refused},
        {"method": "GET", "path": "/v2/me", "times": "always", "answer": {"body": {"company": "Muster"}}},
        page("1", json!([customer(7, "Muster & Söhne", "Köln"), customer(8, "Beispiel AG", "Ulm")])),
        page("2", json!([customer(9, "Specimen Ltd", "Bath")])),
        {"method": "GET", "path": "/v2/customers/7", "times": "always", "answer": {"body": customer(7, "Muster & Söhne", "Köln")}},
        {"method": "GET", "path": "/v2/customers/*", "times": "always",
         "answer": {"status": 404, "body": {"error": {"code": "NONE", "text": "no such customer"}}}},
    ]})
}

fn orbit() -> Value {
    let made = json!({"id": "c2", "name": "Muster & Söhne", "createdAt": "2026-11-20T10:00:00Z", "updatedAt": "2026-11-20T10:00:00Z"});
    json!({"steps": [
        {"method": "GET", "path": "/health", "times": "always", "answer": {"body": {"status": "ok"}}},
        {"method": "POST", "path": "/graphql", "request": {"variables": {"id": "c1"}}, "times": "always",
         "answer": {"body": {"data": {"company": null}}}},
        {"method": "POST", "path": "/graphql", "request": {"variables": {"data": {"name": "Muster & Söhne"}}}, "times": "always",
         "answer": {"body": {"data": {"createCompany": made}}}},
    ]})
}

/// A block of the page: its language, the name behind it, and its text.
struct Block {
    language: String,
    name: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(head)) => {
                let (language, name) = head.split_once(' ').unwrap_or((head, ""));
                open = Some(Block { language: language.to_owned(), name: name.to_owned(), text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// The words of a command, with single quotes as the shell knows them.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.into_iter().skip(1).filter(|word| !word.is_empty()).collect()
}

#[test]
fn the_page_does_what_it_says() {
    let page = std::fs::read_to_string(tests_folder("../docs/add-a-system.md")).unwrap();
    let folder = std::env::temp_dir().join(format!("bridge-walk-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let start = |plan: Value| {
        let plan = serde_json::from_value(plan).unwrap();
        runtime.block_on(Session::start(plan, &tests_folder("recordings"))).unwrap()
    };
    let (books, orbit) = (start(books()), start(orbit()));
    let servers = [("https://books.acme.test", books.url()), ("https://orbit.acme.test", orbit.url())];
    let mut ran = 0;
    let mut blocks = blocks(&page).into_iter().peekable();
    while let Some(block) = blocks.next() {
        match block.language.as_str() {
            "yaml" => std::fs::write(folder.join(&block.name), &block.text).unwrap(),
            "sh" => {
                let printed = command(block.text.trim(), &folder, &servers);
                if let Some(expected) = blocks.next_if(|next| next.language == "text") {
                    assert_eq!(printed.trim_end(), expected.text.trim_end(), "{}", block.text);
                }
                ran += 1;
            }
            _ => {}
        }
    }
    assert!(ran > 8, "only {ran} commands were found");
    let recorded = std::fs::read_to_string(folder.join("recordings/001-get-v2-me-200.json")).unwrap();
    assert!(!recorded.contains("walk-key") && recorded.contains("REDACTED"), "{recorded}");
    assert!(std::fs::read_to_string(folder.join("acme_books.md")).unwrap().contains("`accounting.contacts`"));
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Runs a command in the folder; gives what it printed, with the servers' names in place of their addresses.
fn command(line: &str, folder: &Path, servers: &[(&str, &str)]) -> String {
    let files = ["acme_books.yaml", "orbit.yaml", "acme_books.md", "recordings"];
    let place = |word: String| match files.contains(&word.as_str()) {
        true => folder.join(word).display().to_string(),
        false => word,
    };
    let mut arguments: Vec<String> = words(line).into_iter().map(place).collect();
    for (name, url) in servers {
        if let Some(at) = arguments.iter().position(|word| word == name) {
            arguments[at] = (*url).to_owned();
            arguments.push("--allow-private".to_owned());
        }
    }
    if arguments[1] == "new" {
        arguments.extend(["--out".to_owned(), folder.join(format!("{}.yaml", arguments[2])).display().to_string()]);
    }
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let credential = match line.contains("books") {
        true => r#"{"type": "api_key", "key": "walk-key"}"#,
        false => r#"{"type": "bearer", "token": "walk-key"}"#,
    };
    let environment = |name: &str| (name == "COREFLOW_CREDENTIAL").then(|| credential.to_owned());
    coreflow_bridge::cli::run_in(&arguments, &environment, &mut out, &mut err);
    let mut printed = String::from_utf8(out).unwrap() + &String::from_utf8(err).unwrap();
    printed = printed.replace(&format!("{}/", folder.display()), "");
    servers.iter().fold(printed, |text, (name, url)| text.replace(url, name))
}
