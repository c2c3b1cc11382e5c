//! Customer relations: companies, people, deals, pipelines, activities, notes, tasks, leads, users.

use super::FieldKind::{Bool, Date, Decimal, Enum, Instant, Integer, Json, Ref, Refs, Rows, Text, Texts};
use super::{Model, field};

pub(super) static MODELS: &[&Model] = &[&COMPANY, &PERSON, &DEAL, &PIPELINE, &ACTIVITY, &NOTE, &TASK, &LEAD, &USER];

static COMPANY: Model = Model {
    module: "crm",
    resource: "companies",
    record: "Company",
    doc: "An organization that one does business with, or wants to.",
    fields: &[
        field("name", Text, "The name."),
        field("website", Text, "The web address; systems may write it in another spelling of the same address."),
        field("other_websites", Texts, "More web addresses."),
        field("email", Text, "The e-mail address."),
        field("phone", Text, "The telephone number."),
        field("linkedin_url", Text, "The page on LinkedIn."),
        field("industry", Text, "The industry, in the system's word."),
        field("employees", Integer, "How many people work there."),
        field("annual_revenue", Decimal, "The revenue of a year, in `currency`."),
        field("currency", Text, "The currency of the amounts, ISO 4217."),
        field("tax_number", Text, "The tax or VAT number."),
        field("street", Text, "Street and house number."),
        field("street2", Text, "The second line of the street."),
        field("city", Text, "The town."),
        field("state", Text, "The state, province or region."),
        field("postal_code", Text, "The postal code."),
        field("country", Text, "The country, as the system writes it."),
        field("owner_id", Ref("crm.users"), "The user who looks after it."),
        field("active", Bool, "Whether it is still dealt with."),
        field("notes", Text, "Free text."),
    ],
};

static PERSON: Model = Model {
    module: "crm",
    resource: "people",
    record: "Person",
    doc: "A human being that one deals with, mostly at a company.",
    fields: &[
        field("name", Text, "The whole name."),
        field("first_name", Text, "The first name."),
        field("last_name", Text, "The last name."),
        field("job_title", Text, "What they do at the company."),
        field("email", Text, "The first e-mail address."),
        field("other_emails", Texts, "More e-mail addresses."),
        field("phone", Text, "The first telephone number, as the system keeps it."),
        field("phone_calling_code", Text, "The calling code of `phone` where the system keeps it apart, `+49`."),
        field("phone_country", Text, "The country of `phone` where the system keeps it apart, ISO 3166."),
        field("other_phones", Texts, "More telephone numbers."),
        field("linkedin_url", Text, "The page on LinkedIn."),
        field("company_id", Ref("crm.companies"), "The company."),
        field("street", Text, "Street and house number."),
        field("city", Text, "The town."),
        field("postal_code", Text, "The postal code."),
        field("country", Text, "The country, as the system writes it."),
        field("owner_id", Ref("crm.users"), "The user who looks after them."),
        field("active", Bool, "Whether they are still dealt with."),
        field("notes", Text, "Free text."),
    ],
};

static DEAL: Model = Model {
    module: "crm",
    resource: "deals",
    record: "Deal",
    doc: "A chance to sell something (an opportunity).",
    fields: &[
        field("name", Text, "What it is about."),
        field(
            "stage",
            Enum(&["new", "qualified", "meeting", "proposal", "negotiation", "won", "lost", "other"]),
            "How far it is.",
        ),
        field("stage_native", Text, "The stage in the system's own word."),
        field("pipeline_id", Ref("crm.pipelines"), "The pipeline whose stages it goes through."),
        field("amount", Decimal, "What it is worth, in `currency`."),
        field("currency", Text, "The currency of the amount, ISO 4217."),
        field("probability_percent", Decimal, "How likely it is won, in percent."),
        field("close_date", Date, "When it is, or was, to be decided."),
        field("company_id", Ref("crm.companies"), "The company."),
        field("person_id", Ref("crm.people"), "Whom one talks to."),
        field("lead_id", Ref("crm.leads"), "The lead that it came from."),
        field("owner_id", Ref("crm.users"), "The user who looks after it."),
        field("source", Text, "Where it came from, in the system's word."),
        field("lost_reason", Text, "Why it was lost."),
        field("notes", Text, "Free text."),
    ],
};

static PIPELINE: Model = Model {
    module: "crm",
    resource: "pipelines",
    record: "Pipeline",
    doc: "The stages that deals go through.",
    fields: &[
        field("name", Text, "The name."),
        field("is_default", Bool, "Whether new deals go into it."),
        field("active", Bool, "Whether it is in use."),
        field("stages", Rows(&PIPELINE_STAGE), "The stages, in order."),
    ],
};

static PIPELINE_STAGE: Model = Model {
    module: "",
    resource: "",
    record: "PipelineStage",
    doc: "One stage of a pipeline.",
    fields: &[
        field("value", Text, "The word that deals keep (their `stage_native`)."),
        field("name", Text, "What people see."),
        field(
            "stage",
            Enum(&["new", "qualified", "meeting", "proposal", "negotiation", "won", "lost", "other"]),
            "What it is among the stages of deals.",
        ),
        field("position", Decimal, "Its place: smaller comes first."),
        field("probability_percent", Decimal, "How likely a deal in it is won, in percent."),
        field("color", Text, "Its color, as the system writes it."),
    ],
};

static ACTIVITY: Model = Model {
    module: "crm",
    resource: "activities",
    record: "Activity",
    doc: "Something that happened with a customer, or is planned: a call, a meeting, a change of a record.",
    fields: &[
        field("kind", Enum(&["call", "meeting", "email", "note", "task", "change", "other"]), "What it is."),
        field("kind_native", Text, "What it is in the system's own word."),
        field("subject", Text, "What it is about, in a line."),
        field("body", Text, "What was said or done."),
        field("happened_at", Instant, "When it happens or happened."),
        field("ended_at", Instant, "When it ended."),
        field("done", Bool, "Whether it is done."),
        field("user_id", Ref("crm.users"), "Who did it, or is to do it."),
        field("company_id", Ref("crm.companies"), "The company."),
        field("person_id", Ref("crm.people"), "The person."),
        field("deal_id", Ref("crm.deals"), "The deal."),
        field("lead_id", Ref("crm.leads"), "The lead."),
        field("details", Json, "What else the system tells of it, as it writes it."),
    ],
};

static NOTE: Model = Model {
    module: "crm",
    resource: "notes",
    record: "Note",
    doc: "A text about companies, people or deals.",
    fields: &[
        field("title", Text, "The title."),
        field("body", Text, "The text: Markdown, or HTML where the system keeps HTML."),
        field("author_id", Ref("crm.users"), "Who wrote it."),
        field("company_ids", Refs("crm.companies"), "The companies it is about."),
        field("person_ids", Refs("crm.people"), "The people it is about."),
        field("deal_ids", Refs("crm.deals"), "The deals it is about."),
    ],
};

static TASK: Model = Model {
    module: "crm",
    resource: "tasks",
    record: "CrmTask",
    doc: "Something to do for a customer; the tasks of projects are `projects.tasks`.",
    fields: &[
        field("title", Text, "What is to be done."),
        field("body", Text, "More about it: Markdown, or HTML where the system keeps HTML."),
        field("status", Enum(&["todo", "in_progress", "done", "cancelled", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("priority", Enum(&["urgent", "high", "medium", "low", "none", "other"]), "How urgent it is."),
        field("due_at", Instant, "When it is due."),
        field("assignee_id", Ref("crm.users"), "Who is to do it."),
        field("company_ids", Refs("crm.companies"), "The companies it is about."),
        field("person_ids", Refs("crm.people"), "The people it is about."),
        field("deal_ids", Refs("crm.deals"), "The deals it is about."),
    ],
};

static LEAD: Model = Model {
    module: "crm",
    resource: "leads",
    record: "Lead",
    doc: "Somebody who may become a customer.",
    fields: &[
        field("name", Text, "The person's or company's name."),
        field("first_name", Text, "The person's first name."),
        field("last_name", Text, "The person's last name."),
        field("company_name", Text, "The company's name."),
        field("job_title", Text, "What the person does there."),
        field("status", Enum(&["new", "contacted", "qualified", "converted", "lost", "other"]), "Its state."),
        field("status_native", Text, "The state in the system's own word."),
        field("email", Text, "The e-mail address."),
        field("phone", Text, "The telephone number."),
        field("website", Text, "The web address."),
        field("city", Text, "The town."),
        field("country", Text, "The country, as the system writes it."),
        field("industry", Text, "The industry, in the system's word."),
        field("company_size", Text, "How many people work there, as the system writes it: a number or a range."),
        field("source", Text, "Where it came from, in the system's word."),
        field("amount", Decimal, "What it may be worth, in `currency`."),
        field("currency", Text, "The currency of the amount, ISO 4217."),
        field("owner_id", Ref("crm.users"), "The user who looks after it."),
        field("company_id", Ref("crm.companies"), "The company, where the system has it as a record."),
        field("person_id", Ref("crm.people"), "The person, where the system has them as a record."),
        field("notes", Text, "Free text."),
    ],
};

static USER: Model = Model {
    module: "crm",
    resource: "users",
    record: "CrmUser",
    doc: "A user of the customer system: who owns deals and does tasks.",
    fields: &[
        field("name", Text, "The whole name."),
        field("first_name", Text, "The first name."),
        field("last_name", Text, "The last name."),
        field("email", Text, "The e-mail address."),
        field("timezone", Text, "The zone they live in, in the system's word."),
        field("language", Text, "The language they read, in the system's word."),
        field("active", Bool, "Whether they may sign in."),
    ],
};
