//! The kinds of systems that the model plays with.

use serde_json::{Value as Json, json};

/// How a system pages, tells changes and tells deletions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// By ids and by times of changes; deletions only by reading all.
    Keyset,
    /// The same, with a list of deletions.
    Feed,
    /// By position, with a total; changes only by reading all.
    Position,
    /// By position, the last change first.
    Descending,
    /// By cursors that stand at a record, in the order asked for.
    Cursor,
    /// By position; changes by the day before a parameter.
    Param,
    /// By ids; changes only by reading all and dropping what is older.
    ClientFilter,
    /// By ids and by times of changes, below a parent.
    Parents,
}

impl Kind {
    pub(super) const ALL: [Kind; 8] = [
        Kind::Keyset,
        Kind::Feed,
        Kind::Position,
        Kind::Descending,
        Kind::Cursor,
        Kind::Param,
        Kind::ClientFilter,
        Kind::Parents,
    ];

    /// Whether changes can be asked for.
    pub(super) fn tells_changes(self) -> bool {
        !matches!(self, Kind::Position | Kind::ClientFilter)
    }

    /// Whether changes can be asked for from the first run on: its pages have not moved while they were read.
    pub(super) fn is_steady(self) -> bool {
        matches!(self, Kind::Keyset | Kind::Feed | Kind::Cursor | Kind::Parents)
    }

    /// Whether deletions are found without reading all.
    pub(super) fn tells_deletions(self) -> bool {
        self == Kind::Feed
    }

    pub(super) fn resource(self) -> &'static str {
        if self == Kind::Parents { "projects.tasks" } else { "accounting.items" }
    }

    /// What the events of its records are called.
    pub(super) fn events(self) -> &'static str {
        if self == Kind::Parents { "projects.task." } else { "accounting.item." }
    }

    /// The parents, each a feed of its own; one feed without a parent elsewhere.
    pub(super) fn feeds(self) -> Vec<Json> {
        match self {
            Kind::Parents => vec![json!({"project_id": "0"}), json!({"project_id": "1"})],
            _ => vec![json!({})],
        }
    }

    pub(super) fn manifest(self, zone: &str) -> String {
        let since = match self {
            Kind::Keyset | Kind::Feed | Kind::Cursor | Kind::Parents => "{kind: watermark}",
            Kind::Position => "{kind: none}",
            Kind::Descending => "{kind: descending}",
            Kind::Param => "{kind: param, param: {param: changed_after, as: date}}",
            Kind::ClientFilter => "{kind: client_filter}",
        };
        let page = match self {
            Kind::Cursor => "kind: cursor, param: cursor, next: /next, more: /more, stop: flag",
            Kind::Position | Kind::Descending | Kind::Param => {
                "kind: offset, param: start, total: /total, keyset: false"
            }
            _ => "kind: offset, param: start, total: /total",
        };
        let deleted = match self {
            Kind::Feed => {
                "{by: feed, id: id, at: {at: at, as: naive_instant}, paged: false, \
                 feed: {method: GET, path: /deleted, answer: {items: /data}}}"
            }
            _ => "{by: sweep}",
        };
        let (resource, below, place, fields) = match self {
            Kind::Parents => {
                let fields = "project_id: {parent: true}, name: name, progress_percent: {at: price, as: decimal}";
                (
                    self.resource(),
                    "parent: project_id\n    nested: true\n    id_integer: true",
                    "/projects/{parent}/items",
                    fields,
                )
            }
            _ => (self.resource(), "id_integer: true", "/items", "name: name, sales_price: {at: price, as: decimal}"),
        };
        format!(
            r#"
system: model
title: Model
tested: ["1"]
auth: {{none: {{}}}}
zone: {{default: {zone}}}
health: {{get: /items, expect: /data}}
errors: {{message: [{{at: /message}}], rules: [{{status: [404], then: not_found}}]}}
page: {{{page}, size_param: size, size: 4, max_size: 50}}
filter: {{param: filters, dialect: frappe}}
sort: {{param: order_by, separator: ", "}}
resources:
  {resource}:
    type: items
    id: id
    {below}
    updated_at: {{at: modified, as: naive_instant}}
    fields: {{{fields}}}
    since: {since}
    deleted: {deleted}
    operations:
      list: {{method: GET, path: "{place}", answer: {{items: /data}}}}
      get: {{method: GET, path: "{place}/{{id}}", answer: {{record: /data}}}}
"#
        )
    }
}
