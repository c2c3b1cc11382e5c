//! Recorded answers, decoded and classified as the bridge does it, against the golden outcomes.

use std::collections::BTreeMap;
use std::sync::Arc;

use bridge_tests::recording::Recording;
use bridge_tests::tests_folder;
use coreflow_bridge::Code;
use coreflow_bridge::manifest::Operation;
use coreflow_bridge::mapping::{Context, DecodedPage, Mapping, Typed};
use coreflow_bridge::model::{Origin, Record};
use coreflow_bridge::protocol::{Answered, classify, json_text};
use coreflow_bridge::value::Value;
use indexmap::IndexMap;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::codecs;
use super::deletions::deletions;
use super::kinds::Kind;
use super::plan::Plan;
use super::system::{Matched, Place, System};

/// Equal outcomes of one operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Group {
    /// How many recordings came to it.
    count: usize,
    /// How many records they held.
    #[serde(default, skip_serializing_if = "is_zero")]
    records: usize,
    /// The hash of all their records: any change of any value is seen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    digest: String,
    /// A recording of it.
    from: String,
    /// The first record of that recording, without its empty fields; or the error's message.
    example: Json,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// What one recording came to.
pub(crate) enum Outcome {
    Records(Vec<Record>),
    /// What a list of deletions told.
    Deletions(Vec<Json>),
    Done,
    Nothing,
    Failed(String, String),
    /// The answer has not what the operation asks for (a selection without ids, a cut body, an odd request).
    Passed,
    /// It cannot be read: a finding.
    Unreadable(String),
}

/// How many answers were looked at, per operation, and how many were passed over.
#[derive(Default)]
pub(crate) struct Looked {
    pub(crate) right: BTreeMap<String, usize>,
    pub(crate) passed: usize,
}

pub(crate) fn check(system: &System, plan: &Plan, matched: &Matched<'_>, failures: &mut Vec<String>) -> Looked {
    let mut looked = Looked::default();
    let mut found: IndexMap<String, Group> = IndexMap::new();
    for (name, (kind, recordings)) in matched {
        let reader = kind.place.map(|place| Reader::new(system, place, matched));
        for answer in answers(system, plan, kind, reader.as_ref(), recordings) {
            let (what, records, example): (String, Vec<Json>, Json) = match answer.outcome {
                Outcome::Passed => {
                    looked.passed += 1;
                    continue;
                }
                Outcome::Unreadable(why) => {
                    failures.push(format!("{} {name}: {} cannot be read: {why}", system.name, answer.from));
                    continue;
                }
                Outcome::Records(records) => {
                    let said = records.iter().map(|record| serde_json::from_str(&record.to_json()).unwrap()).collect();
                    ("records".to_owned(), said, Json::Null)
                }
                Outcome::Deletions(deletions) => ("deletions".to_owned(), deletions, Json::Null),
                Outcome::Done => ("done".to_owned(), Vec::new(), Json::Null),
                Outcome::Nothing => ("nothing".to_owned(), Vec::new(), Json::Null),
                Outcome::Failed(code, message) => (code, Vec::new(), Json::from(message)),
            };
            *looked.right.entry(kind.operation.clone()).or_default() += answer.count;
            let key = format!("{name}: {} {what}", answer.status);
            let group =
                found.entry(key).or_insert_with(|| Group { from: answer.from.clone(), example, ..Group::default() });
            group.count += answer.count;
            for record in records {
                // Fields that a model gains stay empty in what was recorded: they change nothing.
                let said = without_null(record);
                group.records += 1;
                group.digest = format!("{:016x}", fnv(&format!("{}{said}", group.digest)));
                if group.records == 1 {
                    group.example = without_empty(said);
                }
            }
        }
    }
    compare(system, found, failures);
    looked
}

/// What one recording, or all of one call on a codec, came to.
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    pub(crate) status: u16,
    pub(crate) from: String,
    pub(crate) count: usize,
}

fn answers(
    system: &System,
    plan: &Plan,
    kind: &Kind<'_>,
    reader: Option<&Reader>,
    recordings: &[&Recording],
) -> Vec<Answer> {
    if let (Some(codec), Some(reader)) = (kind.codec(), reader) {
        let calls = plan.calls.iter().filter(|asked| asked.operation == kind.name);
        return calls.map(|asked| codecs::answer(system, kind, codec, asked, recordings, reader)).collect();
    }
    let one = |recording: &&Recording| Answer {
        outcome: outcome(system, kind, reader, recording, plan.is_odd(recording)),
        status: recording.response.status,
        from: recording.name.clone(),
        count: 1,
    };
    recordings.iter().map(one).collect()
}

fn compare(system: &System, found: IndexMap<String, Group>, failures: &mut Vec<String>) {
    let file = tests_folder(&format!("fidelity/{}.golden.json", system.name));
    if std::env::var_os("FIDELITY_WRITE").is_some() {
        std::fs::write(&file, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
        return;
    }
    let golden: IndexMap<String, Group> =
        std::fs::read_to_string(&file).ok().map(|text| serde_json::from_str(&text).unwrap()).unwrap_or_default();
    for (key, group) in &found {
        match golden.get(key) {
            Some(right) if right == group => {}
            Some(right) => failures.push(format!("{} {key} differs:\n  is  {group:?}\n  was {right:?}", system.name)),
            None => failures.push(format!("{} {key} is not in the golden file ({})", system.name, group.from)),
        }
    }
    for key in golden.keys().filter(|key| !found.contains_key(*key)) {
        failures.push(format!("{} {key} is in the golden file, and did not come", system.name));
    }
}

/// What reading an entity's records takes.
pub(crate) struct Reader {
    pub(crate) mapping: Mapping,
    pub(crate) context: Context,
    id: Option<String>,
    /// For discovered records: a reader for each collection whose schema was recorded.
    collections: Option<BTreeMap<String, Reader>>,
}

impl Reader {
    fn new(system: &System, place: Place<'_>, matched: &Matched<'_>) -> Reader {
        let plain = Reader::plain(system, place, Arc::from("parent"));
        let Some(discover) = &place.entity.discover else { return plain };
        let mut schemas: BTreeMap<String, (usize, Record)> = BTreeMap::new();
        for (kind, recordings) in matched.values().filter(|(kind, _)| kind.owner == discover.from) {
            let Some(reader) = kind.place.map(|place| Reader::plain(system, place, Arc::from(""))) else { continue };
            for recording in recordings {
                let Outcome::Records(records) = outcome(system, kind, Some(&reader), recording, false) else {
                    continue;
                };
                for record in records {
                    // The fullest schema that was recorded: it was read after the last field was made.
                    let size = record.to_json().len();
                    let known = schemas.get(&*record.remote_id).map_or(0, |(size, _)| *size);
                    let tells = matches!(record.get("fields"), Value::Rows(rows) if !rows.is_empty());
                    if size > known && tells {
                        schemas.insert(record.remote_id.to_string(), (size, record));
                    }
                }
            }
        }
        let collections = schemas.into_iter().map(|(name, (_, schema))| {
            let typed = Arc::new(Typed::of(&schema, &discover.key, &discover.at));
            let entity = typed.entity(place.entity);
            let mut reader = Reader::plain(system, Place { entity: &entity, ..place }, name.as_str().into());
            reader.mapping = reader.mapping.with_types(&typed);
            (name, reader)
        });
        Reader { collections: Some(collections.collect()), ..plain }
    }

    /// The reader for a recording; nothing when the schema of its collection was not recorded.
    fn of(&self, recording: &Recording) -> Option<&Reader> {
        let Some(collections) = &self.collections else { return Some(self) };
        let path = recording.request.path.split('?').next().unwrap_or_default();
        path.split(['/', ':']).find_map(|part| collections.get(part))
    }

    fn plain(system: &System, place: Place<'_>, parent: Arc<str>) -> Reader {
        let name: Arc<str> = system.name.as_str().into();
        let model = place.model();
        let origin = Arc::new(Origin { system: Arc::clone(&name), connection: name, model, page: None });
        let parent = place.entity.nested.then_some(parent);
        Reader {
            mapping: Mapping::new(model, place.variant, place.entity),
            context: Context { origin, zone: TimeZone::UTC, raw: None, parent },
            id: place.entity.id.clone(),
            collections: None,
        }
    }

    /// Whether a list's items have ids: those of a narrower selection do not, and the bridge never asks for it.
    fn is_whole(&self, text: &str, items: &str, item: &str) -> bool {
        let Some(id) = &self.id else { return true };
        let tree: Json = serde_json::from_str(text).unwrap_or_default();
        let list = tree.pointer(items).and_then(Json::as_array).cloned().unwrap_or_default();
        let pointer = format!("{item}/{}", id.replace('.', "/"));
        list.iter().all(|one| one.pointer(&pointer).is_some_and(|id| !id.is_null()))
    }
}

fn outcome(system: &System, kind: &Kind<'_>, reader: Option<&Reader>, recording: &Recording, odd: bool) -> Outcome {
    let (manifest, response) = (&system.manifest, &recording.response);
    if odd || response.body_truncated_from.is_some() {
        return Outcome::Passed;
    }
    let body = response.text().as_bytes();
    let read =
        matches!(kind.operation.as_str(), "list" | "get" | "lookup" | "deletions" | "download") || kind.place.is_none();
    let headers = reqwest::header::HeaderMap::new();
    // What a file holds is no answer of the system's.
    let is_file = kind.operation == "download" && kind.spec.is_some_and(|spec| spec.answer.base64.is_none());
    if is_file && (200..400).contains(&response.status) {
        return Outcome::Done;
    }
    match classify(&manifest.errors, manifest.decoder, kind.judged_as(), read, response.status, &headers, body) {
        Answered::Nothing => Outcome::Nothing,
        Answered::Badly(error, _) => Outcome::Failed(error.code().to_string(), error.message().to_owned()),
        Answered::Well if kind.operation == "deletions" => deleted(kind, recording, manifest.decoder),
        Answered::Well => match (reader, kind.spec) {
            (Some(reader), Some(spec)) => match reader.of(recording) {
                Some(reader) => decoded(reader, spec, recording, manifest.decoder),
                None => Outcome::Passed,
            },
            _ => Outcome::Done,
        },
    }
}

fn deleted(kind: &Kind<'_>, recording: &Recording, decoder: coreflow_bridge::manifest::Decoder) -> Outcome {
    let text = json_text(recording.response.text().as_bytes(), decoder).map_err(|error| error.to_string());
    let (Some(place), Some(feed)) = (kind.place, kind.spec) else { return Outcome::Done };
    match text.and_then(|text| deletions(place.entity, feed, text)) {
        Ok(Some(found)) => Outcome::Deletions(found),
        Ok(None) => Outcome::Passed,
        Err(why) => Outcome::Unreadable(why),
    }
}

fn decoded(
    reader: &Reader,
    spec: &Operation,
    recording: &Recording,
    decoder: coreflow_bridge::manifest::Decoder,
) -> Outcome {
    let text = match json_text(recording.response.text().as_bytes(), decoder) {
        Ok(text) => text,
        Err(error) => return Outcome::Unreadable(error.to_string()),
    };
    let pointer = |at: &str| match at.contains('{') {
        // The holes of pointers are the first member in practice: a name that depends on the call.
        true => {
            at.split('/').map(|segment| if segment.contains('{') { "*" } else { segment }).collect::<Vec<_>>().join("/")
        }
        false => at.to_owned(),
    };
    let answer = &spec.answer;
    let page = match (&answer.items, &answer.record, answer.single) {
        (Some(items), _, false) => {
            let item = answer.item.as_deref().unwrap_or_default();
            if !reader.is_whole(text, items, item) {
                return Outcome::Passed;
            }
            reader.mapping.page(text, &pointer(items), item, &reader.context)
        }
        (Some(items), _, true) => reader.mapping.record(text, &pointer(items), &reader.context).map(one),
        (None, Some(_), _) if answer.read_back => return Outcome::Done,
        (None, Some(record), _) => reader.mapping.record(text, &pointer(record), &reader.context).map(one),
        (None, None, _) => return Outcome::Done,
    };
    match page {
        Ok(page) if page.quarantined.is_empty() => Outcome::Records(page.records),
        Ok(page) => Outcome::Unreadable(format!("{} {}", page.quarantined[0].pointer, page.quarantined[0].reason)),
        Err(error) if error.code() == Code::NotFound => {
            Outcome::Failed(error.code().to_string(), error.message().to_owned())
        }
        Err(error) => Outcome::Unreadable(error.to_string()),
    }
}

fn one(record: Record) -> DecodedPage {
    DecodedPage { records: vec![record], quarantined: Vec::new() }
}

/// The members that are not null, at every depth.
fn without_null(value: Json) -> Json {
    match value {
        Json::Object(map) => {
            let kept = map.into_iter().filter(|(_, value)| !value.is_null());
            Json::Object(kept.map(|(key, value)| (key, without_null(value))).collect::<Map<_, _>>())
        }
        Json::Array(items) => items.into_iter().map(without_null).collect(),
        other => other,
    }
}

/// The members that say something; texts of lines cut short, so that the file stays one to read.
fn without_empty(value: Json) -> Json {
    match value {
        Json::Object(map) => {
            let empty = |value: &Json| match value {
                Json::Null => true,
                Json::Array(items) => items.is_empty(),
                Json::Object(members) => members.is_empty(),
                _ => false,
            };
            let kept =
                map.into_iter().map(|(key, value)| (key, without_empty(value))).filter(|(_, value)| !empty(value));
            Json::Object(kept.collect::<Map<_, _>>())
        }
        Json::Array(items) => items.into_iter().take(2).map(without_empty).collect(),
        Json::String(text) if text.chars().count() > 80 => {
            text.chars().take(80).chain(['…']).collect::<String>().into()
        }
        other => other,
    }
}

/// FNV-1a: short, and the same everywhere.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
