//! Errors in Frappe's v1 shape: `exc_type`, `exception`, `exc`, `_server_messages`, in the mixes that recordings show.

use serde_json::{Map, Value, json};

use super::super::message::Reply;

/// A refused request. `Box`ed parts are not worth it: errors are rare here.
#[derive(Clone, Debug)]
pub(crate) struct Fail {
    pub(crate) status: u16,
    exc_type: String,
    /// The Python class with its module.
    class: String,
    message: String,
    /// `_server_messages`: text and whether it was raised (with indicator and id) or only shown.
    messages: Vec<(String, bool)>,
    title: &'static str,
    /// Raised in the app, not in the framework: marked so by the server.
    app: bool,
    /// 404 answers carry no traceback.
    bare: bool,
    summary: Option<String>,
}

pub(crate) type Outcome<T> = Result<T, Box<Fail>>;

impl Fail {
    fn raw(status: u16, class: &str, message: impl Into<String>) -> Fail {
        let exc_type = class.rsplit('.').next().unwrap_or(class).to_owned();
        Fail {
            status,
            exc_type,
            class: class.to_owned(),
            message: message.into(),
            messages: Vec::new(),
            title: "Message",
            app: false,
            bare: false,
            summary: None,
        }
    }

    fn raised(status: u16, class: &str, message: impl Into<String>) -> Fail {
        let message = message.into();
        let mut fail = Fail::raw(status, class, message.clone());
        fail.messages.push((message, true));
        fail
    }

    /// 417 from the framework's checks.
    pub(crate) fn validation(message: impl Into<String>) -> Box<Fail> {
        Box::new(Fail::raised(417, "frappe.exceptions.ValidationError", message))
    }

    /// 417 from a document's own code.
    pub(crate) fn app(message: impl Into<String>) -> Box<Fail> {
        Fail::app_class("frappe.exceptions.ValidationError", message)
    }

    pub(crate) fn app_class(class: &str, message: impl Into<String>) -> Box<Fail> {
        let mut fail = Fail::raised(417, class, message);
        fail.app = true;
        Box::new(fail)
    }

    /// 417 of another framework class, with its message shown.
    pub(crate) fn class(class: &str, message: impl Into<String>) -> Box<Fail> {
        Box::new(Fail::raised(417, &format!("frappe.exceptions.{class}"), message))
    }

    /// 417 of a framework class without `_server_messages`.
    pub(crate) fn silent(class: &str, message: impl Into<String>) -> Box<Fail> {
        Box::new(Fail::raw(417, &format!("frappe.exceptions.{class}"), message))
    }

    /// 500: a Python error that nobody caught.
    pub(crate) fn bug(class: &str, message: impl Into<String>) -> Box<Fail> {
        Box::new(Fail::raw(500, class, message))
    }

    /// The same, with its message shown.
    pub(crate) fn raised_bug(class: &str, message: impl Into<String>) -> Box<Fail> {
        Box::new(Fail::raised(500, class, message))
    }

    pub(crate) fn app_bug(class: &str, message: impl Into<String>) -> Box<Fail> {
        let mut fail = Fail::raw(500, class, message);
        fail.app = true;
        Box::new(fail)
    }

    /// 409: a name that exists.
    pub(crate) fn duplicate(doctype: &str, name: &str) -> Box<Fail> {
        let class = "frappe.exceptions.DuplicateEntryError";
        let text =
            format!("('{doctype}', '{name}', IntegrityError(1062, \"Duplicate entry '{name}' for key 'PRIMARY'\"))");
        let mut fail = Fail::raw(409, class, text);
        fail.title = "Duplicate Name";
        fail.messages.push((format!("{doctype} <strong>{name}</strong> already exists"), false));
        Box::new(fail)
    }

    /// 417: a field that another document has already.
    pub(crate) fn not_unique(doctype: &str, name: &str, field: &str, label: &str, value: &str) -> Box<Fail> {
        let class = "frappe.exceptions.UniqueValidationError";
        let text =
            format!("('{doctype}', '{name}', IntegrityError(1062, \"Duplicate entry '{value}' for key '{field}'\"))");
        let mut fail = Fail::raw(417, class, text);
        fail.messages.push((format!("{label} must be unique"), false));
        Box::new(fail)
    }

    /// 409: a name with < or >.
    pub(crate) fn bad_name() -> Box<Fail> {
        let text = "Name cannot contain special characters like '<', '>'";
        Box::new(Fail::raised(409, "frappe.exceptions.NameError", text))
    }

    /// 417: empty mandatory fields.
    pub(crate) fn mandatory(doctype: &str, name: &str, missing: &[(String, String, bool)]) -> Box<Fail> {
        let fields: Vec<&str> = missing.iter().map(|(field, _, _)| field.as_str()).collect();
        let text = format!("[{doctype}, {name}]: {}", fields.join(", "));
        let mut fail = Fail::raw(417, "frappe.exceptions.MandatoryError", text);
        for (_, label, table) in missing {
            fail.messages.push(match table {
                true => (format!("Error: Data missing in table: {label}"), false),
                false => (format!("Error: Value missing for {doctype}: {label}"), false),
            });
        }
        Box::new(fail)
    }

    /// 404 with what was looked for.
    pub(crate) fn not_found(doctype: &str, name: &str) -> Box<Fail> {
        let mut fail = Fail::raised(404, "frappe.exceptions.DoesNotExistError", format!("{doctype} {name} not found"));
        fail.bare = true;
        Box::new(fail)
    }

    /// 404 with nothing but its type.
    pub(crate) fn nowhere() -> Box<Fail> {
        let mut fail = Fail::raw(404, "frappe.exceptions.DoesNotExistError", "");
        fail.bare = true;
        Box::new(fail)
    }

    pub(crate) fn unauthenticated() -> Box<Fail> {
        Box::new(Fail::raw(401, "frappe.exceptions.AuthenticationError", ""))
    }

    /// 403 with the messages the permission check left.
    pub(crate) fn forbidden(text: &str, shown: Option<String>, summary: Option<String>) -> Box<Fail> {
        let mut fail = Fail::raw(403, "frappe.exceptions.PermissionError", text);
        fail.messages.extend(shown.map(|s| (s, false)));
        if !text.is_empty() {
            fail.messages.push((text.to_owned(), true));
        }
        fail.summary = summary;
        Box::new(fail)
    }

    /// The same, with one more message in front.
    pub(crate) fn preceded_by(mut self: Box<Self>, message: String) -> Box<Fail> {
        self.messages.insert(0, (message, true));
        self
    }

    pub(crate) fn titled(mut self: Box<Self>, title: &'static str) -> Box<Fail> {
        self.title = title;
        self
    }

    /// The same, answered with another status.
    pub(crate) fn status(mut self: Box<Self>, status: u16) -> Box<Fail> {
        self.status = status;
        self
    }

    /// The traceback text of a failed document in `bulk_update`.
    pub(crate) fn exception(&self) -> String {
        match self.message.as_str() {
            "" => self.class.clone(),
            message => format!("{}: {message}", self.class),
        }
    }

    pub(crate) fn reply(&self) -> Reply {
        let mut body = Map::new();
        let exception = self.exception();
        if !self.bare {
            body.insert("exception".into(), json!(exception));
        }
        body.insert("exc_type".into(), json!(self.exc_type));
        if self.app {
            body.insert("_exc_source".into(), json!("erpnext (app)"));
        }
        if !self.bare {
            let trace = format!("Traceback (most recent call last):\n  [sandbox]\n{exception}\n");
            body.insert("exc".into(), json!(json!([trace]).to_string()));
        }
        if !self.messages.is_empty() {
            body.insert("_server_messages".into(), json!(self.server_messages()));
        }
        if let Some(summary) = &self.summary {
            body.insert("_error_message".into(), json!(summary));
        }
        Reply::json(self.status, Value::Object(body))
    }

    fn server_messages(&self) -> String {
        let one = |(text, raised): &(String, bool)| match raised {
            true => json!({"message": text, "title": self.title, "indicator": "red", "raise_exception": 1,
                "__frappe_exc_id": "00000000000000000000000000000000000000000000000000000000"}),
            false => json!({"message": text, "title": self.title}),
        };
        let messages: Vec<Value> = self.messages.iter().map(|m| json!(one(m).to_string())).collect();
        json!(messages).to_string()
    }
}
