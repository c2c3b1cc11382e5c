//! What a registration is to be: its events, its parent, and the texts that it is made of.

use serde_json::{Value as Json, json};

use crate::error::{Error, Result};
use crate::manifest::{Per, Registering, Webhooks as Deliveries};
use crate::sync::digest;

/// What a system may know of an endpoint's id: enough to tell one's registrations from another's.
const SHOWN: usize = 12;

/// An event of the system.
#[derive(Clone, Debug)]
struct Wish {
    name: String,
    thing: String,
    change: String,
}

/// One registration that is to be there.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    wishes: Vec<Wish>,
    pub(super) parent: Option<String>,
    /// The system's code for the change.
    code: Option<Json>,
}

/// What all registrations of an endpoint share.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) url: String,
    pub(super) label: String,
    pub(super) endpoint: String,
}

impl Shared {
    /// What the system may know of an endpoint's id.
    pub(super) fn mark(id: &str) -> String {
        id.get(..SHOWN).unwrap_or(id).to_owned()
    }
}

impl Wanted {
    /// The registrations for the events that are asked for, below each of the parents.
    pub(super) fn all(
        deliveries: &Deliveries,
        registering: &Registering,
        only: Option<&[String]>,
        parents: &[Option<String>],
    ) -> Result<Vec<Wanted>> {
        let wishes = wishes(deliveries, registering, only)?;
        let sets: Vec<Vec<Wish>> = match registering.per {
            Per::All => vec![wishes],
            Per::Event => wishes.into_iter().map(|wish| vec![wish]).collect(),
        };
        let one = |parent: &Option<String>, wishes: Vec<Wish>| {
            let change = wishes.first().map(|wish| wish.change.as_str()).unwrap_or_default();
            Wanted { code: registering.codes.get(change).cloned(), parent: parent.clone(), wishes }
        };
        Ok(parents.iter().flat_map(|parent| sets.iter().map(move |set| one(parent, set.clone()))).collect())
    }

    /// What tells this registration from another one. The secret is not in it; who changes it forgets what was told.
    pub(super) fn print(&self, registering: &Registering, shared: &Shared) -> String {
        let bodies = registering.steps.iter().map(|step| {
            let body = step.body.as_ref().map(|body| self.filled(body, shared, &|_| None));
            json!([step.method, step.path, step.query, body])
        });
        let all = json!([self.parent, bodies.collect::<Vec<_>>()]).to_string();
        digest(all.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A constant with its known holes filled, `more` beside those of the registration; other braces are the system's own.
    pub(super) fn filled(&self, constant: &Json, shared: &Shared, more: &dyn Fn(&str) -> Option<String>) -> Json {
        match constant {
            Json::String(text) if text == "{events}" => self.wishes.iter().map(|wish| wish.name.as_str()).collect(),
            Json::String(text) => match (text.as_str(), &self.code) {
                ("{event.code}", Some(code)) => code.clone(),
                _ => text_filled(text, &|name| self.value(name, shared).or_else(|| more(name))).into(),
            },
            Json::Array(items) => items.iter().map(|item| self.filled(item, shared, more)).collect(),
            Json::Object(members) => {
                let filled = |(name, member): (&String, &Json)| (name.clone(), self.filled(member, shared, more));
                Json::Object(members.iter().map(filled).collect())
            }
            other => other.clone(),
        }
    }

    fn value(&self, name: &str, shared: &Shared) -> Option<String> {
        let first = self.wishes.first();
        match name {
            "url" => Some(shared.url.clone()),
            "label" => Some(shared.label.clone()),
            "endpoint" => Some(shared.endpoint.clone()),
            "parent" => self.parent.clone(),
            "events.joined" => Some(self.wishes.iter().map(|wish| wish.name.as_str()).collect::<Vec<_>>().join(",")),
            "event" => first.map(|wish| wish.name.clone()),
            "event.thing" => first.map(|wish| wish.thing.clone()),
            "event.change" => first.map(|wish| wish.change.clone()),
            _ => None,
        }
    }
}

/// The events that are asked for.
fn wishes(how: &Deliveries, registering: &Registering, only: Option<&[String]>) -> Result<Vec<Wish>> {
    let known = || how.things.values().flatten().map(|thing| thing.resource.as_str());
    if let Some(wrong) = only.unwrap_or_default().iter().find(|wanted| !known().any(|resource| resource == **wanted)) {
        let mut names: Vec<&str> = known().collect();
        names.sort_unstable();
        names.dedup();
        return Err(Error::invalid_input(format!(
            "{wrong:.64?} is not told by webhooks; told are: {}",
            names.join(", ")
        )));
    }
    let wanted = |resource: &String| only.is_none_or(|only| only.contains(resource));
    let things = how.things.iter().filter(|(_, things)| things.iter().any(|thing| wanted(&thing.resource)));
    let each = things.flat_map(|(thing, _)| registering.changes.iter().map(move |change| (thing, change)));
    let one = |(thing, change): (&String, &String)| Wish {
        name: format!("{thing}{}{change}", how.separator),
        thing: thing.clone(),
        change: change.clone(),
    };
    Ok(each.map(one).collect())
}

fn text_filled(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let hole = rest.find('}').and_then(|close| Some((close, value(rest.get(1..close)?)?)));
        match hole {
            Some((close, text)) => {
                out.push_str(&text);
                rest = &rest[close + 1..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
