//! The kinds of records: which fields are taken, and how they are checked.

/// How a field is checked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    /// Text of at most so many characters; 0 is any number.
    Text(usize),
    Choice(&'static [&'static str]),
    /// `YYYY-MM-DD`.
    Date,
    /// An instant, or a date.
    Moment,
    /// An id of that kind.
    Id(&'static str),
    /// A list of ids of that kind.
    Ids(&'static str),
    Flag,
    Number,
    /// Text that is cleaned.
    Html,
    Url,
    /// Anything.
    Any,
}

/// A field that a client may write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) check: Check,
    pub(crate) required: bool,
    pub(crate) blank: bool,
    pub(crate) null: bool,
}

const fn must(name: &'static str, check: Check) -> Field {
    Field { name, check, required: true, blank: false, null: false }
}

/// May be left out and be empty, not null.
const fn may(name: &'static str, check: Check) -> Field {
    Field { name, check, required: false, blank: true, null: false }
}

/// May be left out, be empty and be null.
const fn opt(name: &'static str, check: Check) -> Field {
    Field { name, check, required: false, blank: true, null: true }
}

/// A kind of record that is listed, read, written and deleted in the same way.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Its table, and its shape.
    pub(crate) name: &'static str,
    /// What it is called in errors.
    pub(crate) title: &'static str,
    pub(crate) fields: &'static [Field],
    /// Whether external id and source are looked up before a create.
    pub(crate) keyed: bool,
    /// What a create is answered with.
    pub(crate) created: u16,
}

const SOURCE: Field = opt("external_source", Check::Text(255));
const EXTERNAL: Field = opt("external_id", Check::Text(255));
const PRIORITIES: Check = Check::Choice(&["urgent", "high", "medium", "low", "none"]);
const GROUPS: Check = Check::Choice(&["backlog", "unstarted", "started", "completed", "cancelled"]);
const STATUSES: Check = Check::Choice(&["backlog", "planned", "in-progress", "paused", "completed", "cancelled"]);

pub(crate) const PROJECT: Kind = Kind {
    name: "project",
    title: "Project",
    keyed: false,
    created: 201,
    fields: &[
        must("name", Check::Text(255)),
        must("identifier", Check::Text(12)),
        may("description", Check::Text(0)),
        opt("project_lead", Check::Id("user")),
        opt("default_assignee", Check::Id("user")),
        may("module_view", Check::Flag),
        may("cycle_view", Check::Flag),
        may("issue_views_view", Check::Flag),
        may("page_view", Check::Flag),
        may("intake_view", Check::Flag),
        may("archive_in", Check::Number),
        may("close_in", Check::Number),
        may("timezone", Check::Text(255)),
        may("logo_props", Check::Any),
        SOURCE,
        EXTERNAL,
    ],
};

pub(crate) const STATE: Kind = Kind {
    name: "state",
    title: "State",
    keyed: true,
    created: 200,
    fields: &[
        must("name", Check::Text(255)),
        must("color", Check::Text(255)),
        may("description", Check::Text(0)),
        may("group", GROUPS),
        may("sequence", Check::Number),
        may("default", Check::Flag),
        SOURCE,
        EXTERNAL,
    ],
};

pub(crate) const LABEL: Kind = Kind {
    name: "label",
    title: "Label",
    keyed: true,
    created: 201,
    fields: &[
        must("name", Check::Text(255)),
        may("color", Check::Text(255)),
        may("description", Check::Text(0)),
        opt("parent", Check::Id("label")),
        may("sort_order", Check::Number),
        SOURCE,
        EXTERNAL,
    ],
};

pub(crate) const ITEM: Kind = Kind {
    name: "item",
    title: "Issue",
    keyed: true,
    created: 201,
    fields: &[
        must("name", Check::Text(255)),
        may("description_html", Check::Html),
        may("priority", PRIORITIES),
        opt("state", Check::Id("state")),
        opt("parent", Check::Id("item")),
        opt("start_date", Check::Date),
        opt("target_date", Check::Date),
        may("assignees", Check::Ids("user")),
        may("labels", Check::Ids("label")),
        opt("estimate_point", Check::Id("estimate")),
        opt("type_id", Check::Id("type")),
        opt("point", Check::Number),
        may("is_draft", Check::Flag),
        SOURCE,
        EXTERNAL,
    ],
};

pub(crate) const CYCLE: Kind = Kind {
    name: "cycle",
    title: "Cycle",
    keyed: true,
    created: 201,
    fields: &[
        must("name", Check::Text(255)),
        may("description", Check::Text(0)),
        opt("start_date", Check::Moment),
        opt("end_date", Check::Moment),
        opt("owned_by", Check::Id("user")),
        may("timezone", Check::Text(255)),
        SOURCE,
        EXTERNAL,
    ],
};

pub(crate) const MODULE: Kind = Kind {
    name: "module",
    title: "Module",
    keyed: true,
    created: 201,
    fields: &[
        must("name", Check::Text(255)),
        may("description", Check::Text(0)),
        may("status", STATUSES),
        opt("start_date", Check::Date),
        opt("target_date", Check::Date),
        opt("lead", Check::Id("user")),
        may("members", Check::Ids("user")),
        SOURCE,
        EXTERNAL,
    ],
};

pub(crate) const COMMENT: Kind = Kind {
    name: "comment",
    title: "Work item comment",
    keyed: true,
    created: 201,
    fields: &[
        may("comment_html", Check::Text(0)),
        may("access", Check::Choice(&["INTERNAL", "EXTERNAL"])),
        opt("parent", Check::Id("comment")),
        SOURCE,
        EXTERNAL,
    ],
};

pub(crate) const LINK: Kind = Kind {
    name: "link",
    title: "Link",
    keyed: false,
    created: 201,
    fields: &[opt("title", Check::Text(255)), must("url", Check::Url)],
};

pub(crate) const STICKY: Kind = Kind {
    name: "sticky",
    title: "Sticky",
    keyed: false,
    created: 201,
    fields: &[
        opt("name", Check::Text(0)),
        may("description_html", Check::Html),
        opt("color", Check::Text(255)),
        opt("background_color", Check::Text(255)),
    ],
};
