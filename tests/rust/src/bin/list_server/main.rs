//! `list-server [--records <n>] [--zone <name>]`: a fast server that speaks ERPNext's list API over synthetic sales
//! invoices, for benchmarks. Prints `{"url": ...}` and serves until its standard input ends.
//!
//! Pages are rendered once per list of fields and kept, so that what is measured is the client.

mod invoice;
mod query;

use std::collections::HashMap;
use std::convert::Infallible;
use std::io::{Read, Write};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use bridge_tests::Result;
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use query::ListQuery;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};

struct Site {
    records: usize,
    zone: String,
    pages: Mutex<HashMap<ListQuery, Bytes>>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut site = Site { records: 100_000, zone: "UTC".to_owned(), pages: Mutex::default() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--records" => site.records = value.parse()?,
            "--zone" => site.zone = value,
            other => return Err(format!("{other}: there are only --records and --zone").into()),
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    println!("{}", json!({"url": format!("http://{}", listener.local_addr()?)}));
    std::io::stdout().flush()?;
    let site = Arc::new(site);
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, Arc::clone(&site)));
        }
    });
    // The program that started this one holds the other end: when it ends, so does this.
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

async fn serve(stream: TcpStream, site: Arc<Site>) {
    let answer = |request: Request<Incoming>| {
        let (status, body) = site.answer(request.uri().path(), request.uri().query().unwrap_or_default());
        let response = Response::builder().status(status).header("Content-Type", "application/json");
        async move { Ok::<_, Infallible>(response.body(Full::new(body)).unwrap_or_default()) }
    };
    // A client that goes away is no matter.
    let _ = stream.set_nodelay(true);
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer)).await;
}

impl Site {
    fn answer(&self, path: &str, query: &str) -> (u16, Bytes) {
        match path {
            "/api/method/frappe.client.get_time_zone" => ok(&json!({"message": {"time_zone": self.zone}})),
            "/api/method/frappe.auth.get_logged_user" => ok(&json!({"message": "Administrator"})),
            "/api/method/frappe.utils.change_log.get_versions" => {
                ok(&json!({"message": {"erpnext": {"title": "ERPNext", "version": "15.90.0"}}}))
            }
            "/api/resource/Sales%20Invoice" => match ListQuery::parse(query) {
                Ok(query) => (200, self.page(query)),
                Err(error) => (417, wrong(&error.to_string())),
            },
            _ => (404, wrong("Not Found")),
        }
    }

    fn page(&self, query: ListQuery) -> Bytes {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let render = || {
            let start = query.after.as_deref().map_or(query.start, invoice::position_after);
            let mut out = b"{\"data\":[".to_vec();
            for index in start..self.records.min(start + query.length) {
                if index > start {
                    out.push(b',');
                }
                invoice::write(&mut out, index, &query.fields);
            }
            out.extend_from_slice(b"]}");
            Bytes::from(out)
        };
        if let Some(page) = pages.get(&query) {
            return page.clone();
        }
        let page = render();
        pages.insert(query, page.clone());
        page
    }
}

fn ok(value: &serde_json::Value) -> (u16, Bytes) {
    (200, value.to_string().into())
}

fn wrong(message: &str) -> Bytes {
    json!({"exception": format!("frappe.exceptions.ValidationError: {message}"), "exc_type": "ValidationError"})
        .to_string()
        .into()
}
