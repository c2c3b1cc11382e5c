//! A small business system over a real socket, which changes while it is read: records are inserted, updated, deleted and
//! broken between two answers, with times that are equal, coarse, and of clocks that disagree.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What changes in the system.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// A new record; one that was deleted before may come back under its id.
    Insert(u8),
    Update(u8),
    Delete(u8),
    /// The record cannot be read any more, apart from its id.
    Break(u8),
    Mend(u8),
    /// Time passes, in seconds.
    Wait(u8),
}

#[derive(Clone, Debug)]
struct Row {
    id: u64,
    name: String,
    /// As the system writes it: without a zone.
    modified: DateTime,
    broken: bool,
}

pub(super) struct System {
    rows: BTreeMap<u64, Row>,
    deleted: Vec<(u64, DateTime)>,
    now: Timestamp,
    /// In which its times are written.
    pub(super) zone: TimeZone,
    /// How much the clocks of the nodes that write disagree with the one that answers, in seconds; each write is another's.
    skews: Vec<i8>,
    writes: usize,
    /// Whether times have minutes only.
    coarse: bool,
    /// What happens behind each of the next answers.
    pub(super) script: VecDeque<Vec<Op>>,
    /// How often each record was deleted.
    pub(super) deletions: HashMap<u64, u64>,
    pub(super) requests: usize,
}

impl System {
    pub(super) fn new(skews: Vec<i8>, coarse: bool) -> Self {
        Self::at("2026-11-29T10:00:00Z", "UTC", skews, coarse)
    }

    pub(super) fn at(now: &str, zone: &str, skews: Vec<i8>, coarse: bool) -> Self {
        System {
            rows: BTreeMap::new(),
            deleted: Vec::new(),
            now: now.parse().unwrap(),
            zone: TimeZone::get(zone).unwrap(),
            skews,
            writes: 0,
            coarse,
            script: VecDeque::new(),
            deletions: HashMap::new(),
            requests: 0,
        }
    }

    fn stamp(&mut self) -> DateTime {
        self.writes += 1;
        let skew = self.skews.get(self.writes % self.skews.len().max(1)).copied().unwrap_or(0);
        let at = self.now.checked_add(SignedDuration::from_secs(skew.into())).unwrap();
        let second = at.as_second();
        let at = Timestamp::from_second(if self.coarse { second - second.rem_euclid(60) } else { second }).unwrap();
        at.to_zoned(self.zone.clone()).datetime()
    }

    pub(super) fn apply(&mut self, op: &Op) {
        let pick = |rows: &BTreeMap<u64, Row>, n: u8| rows.keys().nth(usize::from(n) % rows.len().max(1)).copied();
        match op {
            Op::Wait(seconds) => self.now = self.now.checked_add(SignedDuration::from_secs((*seconds).into())).unwrap(),
            Op::Insert(n) => {
                let id = 1 + u64::from(*n % 40);
                if !self.rows.contains_key(&id) {
                    let modified = self.stamp();
                    let name = format!("made {}", self.writes);
                    self.rows.insert(id, Row { id, name, modified, broken: false });
                }
            }
            Op::Update(n) => {
                let modified = self.stamp();
                let name = format!("changed {}", self.writes);
                if let Some(row) = pick(&self.rows, *n).and_then(|id| self.rows.get_mut(&id)) {
                    (row.name, row.modified) = (name, modified);
                }
            }
            Op::Delete(n) => {
                let at = self.stamp();
                if let Some(id) = pick(&self.rows, *n) {
                    self.rows.remove(&id);
                    self.deleted.push((id, at));
                    *self.deletions.entry(id).or_default() += 1;
                }
            }
            Op::Break(n) | Op::Mend(n) => {
                let modified = self.stamp();
                if let Some(row) = pick(&self.rows, *n).and_then(|id| self.rows.get_mut(&id)) {
                    (row.broken, row.modified) = (matches!(op, Op::Break(_)), modified);
                }
            }
        }
    }

    /// The records that can be read: id and name.
    pub(super) fn readable(&self) -> BTreeMap<u64, String> {
        let readable = self.rows.values().filter(|row| !row.broken);
        readable.map(|row| (row.id, row.name.clone())).collect()
    }

    pub(super) fn has(&self, id: u64) -> bool {
        self.rows.contains_key(&id)
    }

    /// The records, or those below a parent: the odd ones and the even ones.
    fn list(&self, parent: Option<u64>, query: &HashMap<String, String>) -> Json {
        let filters: Vec<(String, String, Json)> =
            query.get("filters").map(|text| serde_json::from_str(text).unwrap()).unwrap_or_default();
        let day = query.get("changed_after").map(|day| day.parse::<jiff::civil::Date>().unwrap());
        let there = self.rows.values().filter(|row| parent.is_none_or(|parent| row.id % 2 == parent));
        let later = there.filter(|row| day.is_none_or(|day| row.modified.date() > day));
        let mut rows: Vec<&Row> = later.filter(|row| filters.iter().all(|one| passes(row, one))).collect();
        let order = query.get("order_by").cloned().unwrap_or_default();
        let columns: Vec<(&str, bool)> =
            order.split(", ").filter_map(|one| Some((one.split_once(' ')?.0, one.ends_with("desc")))).collect();
        let order = |a: &Row, b: &Row| {
            let one = |(column, descending): &(&str, bool)| {
                let order = match *column {
                    "id" => a.id.cmp(&b.id),
                    _ => a.modified.cmp(&b.modified),
                };
                if *descending { order.reverse() } else { order }
            };
            columns.iter().map(one).find(|order| order.is_ne())
        };
        rows.sort_by(|a, b| order(a, b).unwrap_or_else(|| a.name.cmp(&b.name)));
        let number = |name: &str| query.get(name).and_then(|text| text.parse::<usize>().ok());
        let total = rows.len();
        let (mut start, size) = (number("start").unwrap_or(0), number("size").unwrap_or(usize::MAX));
        if let Some((id, modified)) = query.get("cursor").and_then(|text| text.split_once('@')) {
            // It stands where a record stood, also when that one has moved or is gone.
            let edge = (id.parse::<u64>().unwrap(), local(modified));
            let at = Row { id: edge.0, name: String::new(), modified: edge.1, broken: false };
            start = rows.iter().filter(|row| order(row, &at).unwrap_or_else(|| row.id.cmp(&edge.0)).is_le()).count();
        }
        let page: Vec<Json> = rows.iter().skip(start).take(size).map(|row| shown(row)).collect();
        let last = rows.iter().skip(start).take(size).next_back();
        let next = last.map(|row| format!("{}@{}", row.id, text(row.modified)));
        json!({"data": page, "total": total, "next": next, "more": start + page.len() < total})
    }

    fn answer(&mut self, target: &str) -> (u16, Json) {
        self.requests += 1;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query: HashMap<String, String> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let below = path.strip_prefix("/projects/").and_then(|rest| rest.split_once('/'));
        let (parent, path) = match below {
            Some((parent, path)) => (Some(parent.parse().unwrap()), path),
            None => (None, path.trim_start_matches('/')),
        };
        let told = match path {
            "items" => self.list(parent, &query),
            "deleted" => {
                let filters: Vec<(String, String, Json)> =
                    query.get("filters").map(|text| serde_json::from_str(text).unwrap()).unwrap_or_default();
                let since = filters.first().and_then(|one| one.2.as_str()).map(local);
                let later = self.deleted.iter().filter(|(_, at)| since.is_none_or(|since| *at > since));
                json!({"data": later.map(|(id, at)| json!({"id": id, "at": text(*at)})).collect::<Vec<_>>()})
            }
            _ => match path.strip_prefix("items/").and_then(|id| self.rows.get(&id.parse().ok()?)) {
                Some(row) => json!({"data": shown(row)}),
                None => return (404, json!({"message": "no such record"})),
            },
        };
        (200, told)
    }
}

fn passes(row: &Row, (column, operator, value): &(String, String, Json)) -> bool {
    let order = match column.as_str() {
        "id" => row.id.cmp(&value.as_u64().unwrap()),
        _ => row.modified.cmp(&local(value.as_str().unwrap())),
    };
    match operator.as_str() {
        ">" => order.is_gt(),
        ">=" => order.is_ge(),
        _ => panic!("the operator {operator} is not known here"),
    }
}

fn shown(row: &Row) -> Json {
    let price = if row.broken { json!({"not": "a price"}) } else { json!("1.50") };
    json!({"id": row.id, "name": row.name, "price": price, "modified": text(row.modified)})
}

/// A time without its zone.
fn text(at: DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Reads it, with or without fractions of a second.
fn local(text: &str) -> DateTime {
    text.parse().unwrap()
}

/// Serves a system; the address.
pub(super) async fn serve(system: Arc<Mutex<System>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(talk(socket, Arc::clone(&system)));
        }
    });
    url
}

async fn talk(mut socket: TcpStream, system: Arc<Mutex<System>>) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = socket.read(&mut bytes).await {
        let said = String::from_utf8_lossy(&bytes[..read]).into_owned();
        let target = said.split(' ').nth(1).unwrap_or("/").to_owned();
        let answer = {
            let mut system = system.lock().unwrap();
            let (status, body) = system.answer(&target);
            let date = httpdate::fmt_http_date(std::time::SystemTime::from(system.now));
            let script = system.script.pop_front().unwrap_or_default();
            script.iter().for_each(|op| system.apply(op));
            let body = body.to_string();
            format!(
                "HTTP/1.1 {status} X\r\ndate: {date}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        if socket.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}
