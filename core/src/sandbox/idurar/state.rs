//! One installation: its documents, its administrator, the sessions that are open.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::clock::Clock;
use super::kinds::{KINDS, Kind, Object, instant};

/// A database with the server in front of it. Two of them stand behind one address: of 4.1.0 and of the newest tree.
pub(crate) struct Installation {
    /// 4.1.0, which still has quotes, taxes and payment modes.
    pub(crate) former: bool,
    pub(crate) admin: Object,
    pub(crate) password: &'static str,
    docs: BTreeMap<&'static str, Vec<Object>>,
    pub(crate) clock: Clock,
    next: u32,
    /// Tokens that are good; and how many were ever given.
    pub(crate) sessions: BTreeSet<String>,
    pub(crate) issued: u32,
}

/// How much of a document's references is shown.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum View {
    /// Lists and single reads: who made it, by name.
    Named,
    /// Everything else: who made it, by id.
    Plain,
}

impl Installation {
    pub(crate) fn new(former: bool) -> Installation {
        let mut this = Installation {
            former,
            admin: Object::new(),
            password: "admin123",
            docs: BTreeMap::new(),
            clock: Clock::new(),
            next: 0,
            sessions: BTreeSet::new(),
            issued: 0,
        };
        let (id, created) = (this.new_id(), this.now());
        let email = if former { "admin@demo.com" } else { "admin@admin.com" };
        let admin = json!({"_id": id, "removed": false, "enabled": true, "email": email, "name": "IDURAR",
            "surname": "Admin", "role": "owner", "created": created, "__v": 0});
        if let Value::Object(admin) = admin {
            this.admin = admin;
        }
        this
    }

    pub(crate) fn kind(&self, entity: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|k| k.entity == entity && (self.former || !k.former))
    }

    pub(crate) fn now(&mut self) -> String {
        instant(self.clock.tick())
    }

    /// The time in seconds, five bytes of the process, a counter: as the database's own ids.
    pub(crate) fn new_id(&mut self) -> String {
        self.next += 1;
        let process: u64 = if self.former { 0x03_1fd8_7dcf } else { 0x3f_a0ec_c62e };
        format!("{:08x}{process:010x}{:06x}", self.clock.now().as_second() as u32, self.next)
    }

    pub(crate) fn all(&self, entity: &str) -> &[Object] {
        self.docs.get(entity).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn find(&self, entity: &str, id: &Value) -> Option<&Object> {
        self.all(entity).iter().find(|d| &d["_id"] == id)
    }

    /// A document that was not deleted.
    pub(crate) fn alive(&self, entity: &str, id: &Value) -> Option<&Object> {
        self.find(entity, id).filter(|d| d["removed"] == json!(false))
    }

    pub(crate) fn change(&mut self, entity: &str, id: &Value) -> Option<&mut Object> {
        self.docs.get_mut(entity)?.iter_mut().find(|d| &d["_id"] == id)
    }

    pub(crate) fn insert(&mut self, kind: &Kind, doc: Object) {
        if let Some(known) = KINDS.iter().find(|k| k.entity == kind.entity) {
            self.docs.entry(known.entity).or_default().push(doc);
        }
    }

    /// Every other document of a kind loses its place as the default.
    pub(crate) fn no_default(&mut self, entity: &str, but: &Value) {
        for doc in self.docs.get_mut(entity).into_iter().flatten().filter(|d| &d["_id"] != but) {
            doc.insert("isDefault".into(), json!(false));
        }
    }

    /// A document with its references filled in.
    pub(crate) fn view(&self, entity: &str, doc: &Object, view: View) -> Value {
        let mut out = doc.clone();
        let fill = |out: &mut Object, name: &str, other: &str| {
            if let Some(id) = doc.get(name) {
                let found = self.find(other, id).map_or(Value::Null, |d| self.view(other, d, View::Plain));
                out.insert(name.to_owned(), found);
            }
        };
        match entity {
            "invoice" | "quote" => {
                fill(&mut out, "client", "client");
                if view == View::Named {
                    out.insert("createdBy".into(), json!({"name": self.admin["name"], "_id": self.admin["_id"]}));
                }
            }
            "payment" => {
                fill(&mut out, "client", "client");
                fill(&mut out, "invoice", "invoice");
                fill(&mut out, "paymentMode", "paymentmode");
                out.insert("createdBy".into(), Value::Object(self.admin.clone()));
            }
            _ => {}
        }
        Value::Object(out)
    }

    /// A setting's value as a number is raised by one.
    pub(crate) fn count_up(&mut self, key: &str) {
        let id = self.all("setting").iter().find(|s| s["settingKey"] == json!(key)).map(|s| s["_id"].clone());
        if let Some(doc) = id.and_then(|id| self.change("setting", &id)) {
            let next = doc["settingValue"].as_i64().unwrap_or(0) + 1;
            doc.insert("settingValue".into(), json!(next));
        }
    }
}
