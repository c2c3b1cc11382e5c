//! The standard objects of a new workspace, as 2.19 has them. Calendars, messages, workflows and dashboards are left
//! out: the timeline keeps their columns.

use serde_json::{Value, json};

use super::super::random::Random;
use super::schema::{Field, Object, Relation, Schema, uuid};

/// singular, plural, label, labels, system, title, fields (name, kind, label, flags).
type Row = (&'static str, &'static str, &'static str, &'static str, bool, &'static str, &'static [Def]);
/// Flags: `u` unique, `s` system, `n` not null.
type Def = (&'static str, &'static str, &'static str, &'static str);

const OBJECTS: &[Row] = &[
    (
        "timelineActivity",
        "timelineActivities",
        "Timeline Activity",
        "Timeline Activities",
        true,
        "name",
        &[
            ("happensAt", "DATE_TIME", "Creation date", "n"),
            ("name", "TEXT", "Event name", ""),
            ("properties", "RAW_JSON", "Event details", ""),
            ("linkedRecordCachedName", "TEXT", "Linked Record cached name", ""),
            ("linkedRecordId", "UUID", "Linked Record id", ""),
            ("linkedObjectMetadataId", "UUID", "Linked Object Metadata Id", ""),
        ],
    ),
    (
        "workspaceMember",
        "workspaceMembers",
        "Workspace Member",
        "Workspace Members",
        true,
        "name",
        &[
            ("name", "FULL_NAME", "Name", ""),
            ("colorScheme", "TEXT", "Color Scheme", "s"),
            ("locale", "TEXT", "Language", "s"),
            ("avatarUrl", "TEXT", "Avatar Url", ""),
            ("jobTitle", "TEXT", "Job Title", ""),
            ("userEmail", "TEXT", "User Email", "us"),
            ("calendarStartDay", "NUMBER", "Start of the week", "s"),
            ("userId", "UUID", "User Id", "s"),
            ("timeZone", "TEXT", "Time zone", "s"),
            ("dateFormat", "SELECT", "Date format", "s"),
            ("timeFormat", "SELECT", "Time format", "s"),
            ("numberFormat", "SELECT", "Number format", "s"),
        ],
    ),
    (
        "company",
        "companies",
        "Company",
        "Companies",
        false,
        "name",
        &[
            ("name", "TEXT", "Name", ""),
            ("domainName", "LINKS", "Domain Name", "u"),
            ("address", "ADDRESS", "Address", ""),
            ("linkedinLink", "LINKS", "Linkedin", ""),
            ("annualRevenue", "CURRENCY", "Annual Revenue", ""),
        ],
    ),
    (
        "person",
        "people",
        "Person",
        "People",
        false,
        "name",
        &[
            ("name", "FULL_NAME", "Name", ""),
            ("emails", "EMAILS", "Emails", "u"),
            ("linkedinLink", "LINKS", "Linkedin", ""),
            ("jobTitle", "TEXT", "Job Title", ""),
            ("phones", "PHONES", "Phones", ""),
            ("avatarUrl", "TEXT", "Avatar", "s"),
            ("avatarFile", "FILES", "Avatar File", "s"),
        ],
    ),
    (
        "opportunity",
        "opportunities",
        "Opportunity",
        "Opportunities",
        false,
        "name",
        &[
            ("name", "TEXT", "Name", ""),
            ("amount", "CURRENCY", "Amount", ""),
            ("closeDate", "DATE_TIME", "Close date", ""),
            ("stage", "SELECT", "Stage", "n"),
        ],
    ),
    (
        "note",
        "notes",
        "Note",
        "Notes",
        false,
        "title",
        &[("title", "TEXT", "Title", ""), ("bodyV2", "RICH_TEXT", "Body", "")],
    ),
    ("noteTarget", "noteTargets", "Note Target", "Note Targets", true, "id", &[]),
    (
        "task",
        "tasks",
        "Task",
        "Tasks",
        false,
        "title",
        &[
            ("title", "TEXT", "Title", ""),
            ("bodyV2", "RICH_TEXT", "Body", ""),
            ("dueAt", "DATE_TIME", "Due Date", ""),
            ("status", "SELECT", "Status", ""),
        ],
    ),
    ("taskTarget", "taskTargets", "Task Target", "Task Targets", true, "id", &[]),
    (
        "attachment",
        "attachments",
        "Attachment",
        "Attachments",
        true,
        "name",
        &[
            ("name", "TEXT", "Name", ""),
            ("file", "FILES", "File", ""),
            ("fileCategory", "SELECT", "File category", "s"),
        ],
    ),
];

/// from, field, label, to, list there, its label, whether it goes with its target.
const RELATIONS: &[(&str, &str, &str, &str, &str, &str, bool)] = &[
    ("person", "company", "Company", "company", "people", "People", false),
    (
        "company",
        "accountOwner",
        "Account Owner",
        "workspaceMember",
        "accountOwnerForCompanies",
        "Account Owner For Companies",
        false,
    ),
    ("opportunity", "company", "Company", "company", "opportunities", "Opportunities", false),
    (
        "opportunity",
        "pointOfContact",
        "Point of Contact",
        "person",
        "pointOfContactForOpportunities",
        "Point of Contact for Opportunities",
        false,
    ),
    ("opportunity", "owner", "Owner", "workspaceMember", "ownedOpportunities", "Owned opportunities", false),
    ("noteTarget", "note", "Note", "note", "noteTargets", "Note Targets", true),
    ("taskTarget", "task", "Task", "task", "taskTargets", "Task Targets", true),
    ("task", "assignee", "Assignee", "workspaceMember", "assignedTasks", "Assigned tasks", false),
    (
        "timelineActivity",
        "workspaceMember",
        "Workspace Member",
        "workspaceMember",
        "timelineActivities",
        "Events",
        false,
    ),
];

const MORPHS: &[(&str, &[&str])] = &[
    ("noteTarget", &["company", "person", "opportunity"]),
    ("taskTarget", &["company", "person", "opportunity"]),
    ("attachment", &["company", "dashboard", "note", "opportunity", "person", "task", "workflow"]),
    (
        "timelineActivity",
        &[
            "company",
            "dashboard",
            "messageCampaign",
            "messageList",
            "note",
            "opportunity",
            "person",
            "task",
            "workflow",
            "workflowVersion",
            "workflowRun",
        ],
    ),
];

const STAGES: &[(&str, &str, &str)] = &[
    ("NEW", "New", "red"),
    ("SCREENING", "Screening", "purple"),
    ("MEETING", "Meeting", "sky"),
    ("PROPOSAL", "Proposal", "turquoise"),
    ("CUSTOMER", "Customer", "yellow"),
];
const STATUSES: &[(&str, &str, &str)] =
    &[("TODO", "To do", "sky"), ("IN_PROGRESS", "In progress", "purple"), ("DONE", "Done", "green")];
const CATEGORIES: &[(&str, &str, &str)] = &[
    ("ARCHIVE", "Archive", "gray"),
    ("AUDIO", "Audio", "pink"),
    ("IMAGE", "Image", "yellow"),
    ("PRESENTATION", "Presentation", "orange"),
    ("SPREADSHEET", "Spreadsheet", "turquoise"),
    ("TEXT_DOCUMENT", "Text Document", "blue"),
    ("VIDEO", "Video", "purple"),
    ("OTHER", "Other", "gray"),
];
const FORMATS: &[(&str, &str, &str)] = &[("SYSTEM", "System", "turquoise")];

/// The schema of a new workspace.
pub(crate) fn schema(random: &mut Random, now: &str) -> Schema {
    let mut schema = Schema::default();
    for (singular, plural, label, labels, system, title, fields) in OBJECTS {
        let mut object = Object {
            id: uuid(random),
            singular: (*singular).into(),
            plural: (*plural).into(),
            label: (*label).into(),
            labels: (*labels).into(),
            description: Value::Null,
            icon: Value::Null,
            system: *system,
            active: true,
            title: (*title).into(),
            duplicates: duplicates(singular),
            fields: system_fields(random),
            created: now.into(),
        };
        let own = fields.iter().map(|def| field(random, singular, def));
        let own: Vec<Field> = own.collect();
        object.fields.extend(own);
        schema.objects.push(object);
    }
    for (from, name, label, to, list, list_label, cascade) in RELATIONS {
        let mut field = Field::new(uuid(random), name, "RELATION", label);
        field.relation = Some(Relation {
            many: false,
            target: (*to).into(),
            inverse: (*list).into(),
            join: None,
            cascade: *cascade,
        });
        schema.relate(random, from, field, to, (list, list_label));
    }
    for (from, targets) in MORPHS {
        let mut field = Field::new(uuid(random), "target", "MORPH_RELATION", "Target");
        field.settings =
            json!({"onDelete": "CASCADE", "relationType": "MANY_TO_ONE", "joinColumnName": "targetCompanyId"});
        field.morphs = targets.iter().map(|t| (*t).to_owned()).collect();
        if let Some(object) = schema.objects.iter_mut().find(|o| o.singular == *from) {
            object.fields.push(field);
        }
    }
    lists_of_morphs(random, &mut schema);
    schema
}

/// The fields that every object has.
pub(crate) fn system_fields(random: &mut Random) -> Vec<Field> {
    let actor = json!({"name": "'System'", "source": "'MANUAL'", "workspaceMemberId": null});
    let rows: [(&str, &str, &str, Value, bool); 8] = [
        ("id", "UUID", "Id", json!("uuid"), false),
        ("createdAt", "DATE_TIME", "Creation date", json!("now"), false),
        ("updatedAt", "DATE_TIME", "Last update", json!("now"), false),
        ("deletedAt", "DATE_TIME", "Deleted at", Value::Null, true),
        ("position", "POSITION", "Position", Value::Null, false),
        ("createdBy", "ACTOR", "Created by", actor.clone(), false),
        ("updatedBy", "ACTOR", "Updated by", actor, false),
        ("searchVector", "TS_VECTOR", "Search vector", Value::Null, true),
    ];
    rows.into_iter()
        .map(|(name, kind, label, default, nullable)| {
            let mut field = Field::new(uuid(random), name, kind, label);
            (field.default, field.nullable, field.system) = (default, nullable, true);
            if kind == "DATE_TIME" {
                field.settings = json!({"displayFormat": "RELATIVE"});
            }
            field
        })
        .collect()
}

fn field(random: &mut Random, object: &str, (name, kind, label, flags): &Def) -> Field {
    let mut field = Field::new(uuid(random), name, kind, label);
    (field.unique, field.system) = (flags.contains('u'), flags.contains('s'));
    field.nullable = !flags.contains('n');
    let (choices, default) = match (object, *name) {
        ("opportunity", "stage") => (STAGES, json!("'NEW'")),
        ("task", "status") => (STATUSES, json!("'TODO'")),
        ("attachment", "fileCategory") => (CATEGORIES, json!("'OTHER'")),
        ("workspaceMember", _) if *kind == "SELECT" => (FORMATS, json!("'SYSTEM'")),
        ("timelineActivity", "happensAt") => (&[] as &[_], json!("now")),
        _ => (&[] as &[_], Value::Null),
    };
    field.default = default;
    if !choices.is_empty() {
        field.options = choices.iter().enumerate().map(|(n, c)| option(random, n, c)).collect();
    }
    if ["EMAILS", "PHONES", "FILES"].contains(kind) || (*kind == "LINKS" && field.unique) {
        field.settings = json!({"maxNumberOfValues": 1});
    }
    field
}

fn option(random: &mut Random, position: usize, (value, label, color): &(&str, &str, &str)) -> Value {
    json!({"id": uuid(random), "value": value, "label": label, "color": color, "position": position})
}

fn duplicates(object: &str) -> Vec<Vec<(String, String)>> {
    let groups: &[&[(&str, &str)]] = match object {
        "company" => &[&[("name", "")], &[("domainName", "primaryLinkUrl")]],
        "person" => &[
            &[("name", "firstName"), ("name", "lastName")],
            &[("linkedinLink", "primaryLinkUrl")],
            &[("emails", "primaryEmail")],
        ],
        _ => &[],
    };
    let column = |(field, part): &(&str, &str)| ((*field).to_owned(), (*part).to_owned());
    groups.iter().map(|group| group.iter().map(column).collect()).collect()
}

/// The lists on the other side of the morph relations.
fn lists_of_morphs(random: &mut Random, schema: &mut Schema) {
    for singular in ["company", "person", "opportunity"] {
        schema.let_point(random, singular);
    }
    for (to, lists) in [
        ("note", [("attachment", "attachments"), ("timelineActivity", "timelineActivities")]),
        ("task", [("attachment", "attachments"), ("timelineActivity", "timelineActivities")]),
    ] {
        for (from, list) in lists {
            let label = if list == "attachments" { "Attachments" } else { "Timeline Activities" };
            let mut field = Field::new(uuid(random), list, "RELATION", label);
            field.settings = json!({"relationType": "ONE_TO_MANY"});
            field.relation = Some(Relation {
                many: true,
                target: from.into(),
                inverse: "target".into(),
                join: None,
                cascade: false,
            });
            if let Some(object) = schema.objects.iter_mut().find(|o| o.singular == to) {
                object.fields.push(field);
            }
        }
    }
}
