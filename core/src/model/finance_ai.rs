//! What models of the financial domain say: sentiments, headlines, extractions, forecasts, reports, and the jobs that make them.
//!
//! Every answer tells who gave it: `source` is `model` or `statistics`, `method` names the way.

use super::FieldKind::{Bool, Date, Decimal, Enum, Instant, Integer, Json, Ref, Rows, Text, Texts};
use super::{Field, FieldKind, Model, field};

pub(super) static MODELS: &[&Model] =
    &[&SENTIMENT, &HEADLINE, &EXTRACTION, &FORECAST, &ANOMALIES, &REPORT, &ANALYSIS_JOB];

const SOURCE: FieldKind = Enum(&["model", "statistics"]);
const SOURCE_FIELD: Field = field("source", SOURCE, "Who gave the answer: a model, or a named statistic.");
const METHOD: Field = field("method", Text, "The statistic, or the version of the prompt.");
const PARAMETERS: Field = field("parameters", Json, "What the statistic was run with; empty for a model's answer.");
const MODEL: Field = field("model", Text, "The model that answered.");
const ANSWER: Field = field("answer", Text, "The model's answer as it gave it.");
const TEXT: Field = field("text", Text, "The text that was judged.");

static SENTIMENT: Model = Model {
    module: "finance_ai",
    resource: "sentiments",
    record: "Sentiment",
    doc: "Whether a text is good or bad news.",
    fields: &[
        TEXT,
        field("label", Enum(&["positive", "neutral", "negative"]), "The judgement."),
        field("label_native", Text, "The judgement in the model's own words, for example `mildly positive`."),
        field("strength", Enum(&["strong", "moderate", "mild"]), "How strong it is, where the model tells."),
        field("confidence", Decimal, "How sure, from 0 to 1; empty where it was not worked out."),
        field("confidence_method", Text, "How `confidence` was worked out."),
        SOURCE_FIELD,
        METHOD,
        MODEL,
        ANSWER,
    ],
};

static HEADLINE: Model = Model {
    module: "finance_ai",
    resource: "headlines",
    record: "Headline",
    doc: "What a headline about a commodity says of its price.",
    fields: &[
        TEXT,
        field("about_price", Bool, "It is about the price at all."),
        field("price_up", Bool, "The price goes up."),
        field("price_constant", Bool, "The price stays."),
        field("price_down", Bool, "The price goes down."),
        field("price_past", Bool, "It is about the price in the past."),
        field("price_future", Bool, "It is about the price in the future."),
        field("event_past", Bool, "It is about something else in the past."),
        field("event_future", Bool, "It is about something else in the future."),
        field("compares_assets", Bool, "It compares the commodity with something else."),
        SOURCE_FIELD,
        METHOD,
        MODEL,
        ANSWER,
    ],
};

static EXTRACTION: Model = Model {
    module: "finance_ai",
    resource: "extractions",
    record: "Extraction",
    doc: "The names that a text mentions, and how they relate.",
    fields: &[
        TEXT,
        field("entities", Rows(&ENTITY), "The names."),
        field("relations", Rows(&RELATION), "How they relate."),
        SOURCE_FIELD,
        METHOD,
        MODEL,
        ANSWER,
    ],
};

static ENTITY: Model = Model {
    module: "",
    resource: "",
    record: "ExtractedEntity",
    doc: "A name that a text mentions.",
    fields: &[
        field("name", Text, "The name, as it stands in the text."),
        field("kind", Enum(&["person", "organization", "location", "other"]), "What it names."),
        field("kind_native", Text, "The same in the model's own word."),
        field("in_text", Bool, "Whether the name does stand in the text; models invent some."),
    ],
};

static RELATION: Model = Model {
    module: "",
    resource: "",
    record: "ExtractedRelation",
    doc: "How two names of a text relate.",
    fields: &[
        field("subject", Text, "The first name."),
        field("relation", Text, "The relation, for example `chief executive officer`."),
        field("object", Text, "The second name."),
    ],
};

static FORECAST: Model = Model {
    module: "finance_ai",
    resource: "forecasts",
    record: "Forecast",
    doc: "What is expected to come: a move of a price, or the next values of a series.",
    fields: &[
        field("subject", Text, "What is forecast: a symbol, or the name of a series."),
        field("as_of", Date, "The day from which it looks ahead."),
        field("until", Date, "The last day that it speaks of."),
        field("direction", Enum(&["up", "down", "flat", "other"]), "Which way it goes."),
        field("change_percent", Decimal, "By how much, in percent; the middle where a range was given."),
        field("change_low_percent", Decimal, "The lower end of that range."),
        field("change_high_percent", Decimal, "The upper end of that range; empty where it is open."),
        field("points", Rows(&FORECAST_POINT), "The next values, in order."),
        field("prediction", Text, "The forecast in words."),
        field("analysis", Text, "Why."),
        field("positives", Texts, "What speaks for it."),
        field("concerns", Texts, "What speaks against it."),
        field("accuracy", Decimal, "What a back-test measured, from 0 to 1; empty where none was made."),
        field("currency", Text, "The currency of the values, ISO 4217."),
        PARAMETERS,
        SOURCE_FIELD,
        METHOD,
        MODEL,
        ANSWER,
    ],
};

static FORECAST_POINT: Model = Model {
    module: "",
    resource: "",
    record: "ForecastPoint",
    doc: "One value of a forecast series.",
    fields: &[
        field("date", Date, "The day, or the first day of the period."),
        field("value", Decimal, "The value that is expected."),
        field("lower", Decimal, "The lower end of what is likely."),
        field("upper", Decimal, "The upper end of what is likely."),
        field("confidence", Decimal, "How likely it lies between them, from 0 to 1."),
    ],
};

static ANOMALIES: Model = Model {
    module: "finance_ai",
    resource: "anomalies",
    record: "AnomalyScan",
    doc: "The points of a series that lie far from the others.",
    fields: &[
        field("subject", Text, "The name of the series."),
        field("as_of", Date, "The day of its last point."),
        field("anomalies", Rows(&ANOMALY), "The points that lie far out, the oldest first; empty where none does."),
        field("points_count", Integer, "How many points were looked at."),
        field("median", Decimal, "The middle of the values."),
        field("mad", Decimal, "The median of their distances from it."),
        field("mean", Decimal, "Their mean."),
        field("standard_deviation", Decimal, "Their standard deviation."),
        field("currency", Text, "The currency of the values, ISO 4217."),
        PARAMETERS,
        SOURCE_FIELD,
        METHOD,
    ],
};

static ANOMALY: Model = Model {
    module: "",
    resource: "",
    record: "Anomaly",
    doc: "One point that lies far out.",
    fields: &[
        field("date", Date, "The day of the point."),
        field("value", Decimal, "Its value."),
        field("expected", Decimal, "The value that it was measured from."),
        field("score", Decimal, "How far out it lies, in the unit of the method; negative below."),
        field("severity", Enum(&["low", "medium", "high", "critical"]), "How many thresholds it is away."),
        field("direction", Enum(&["above", "below"]), "On which side."),
    ],
};

static REPORT: Model = Model {
    module: "finance_ai",
    resource: "reports",
    record: "Report",
    doc: "A written analysis.",
    fields: &[
        field("title", Text, "The title."),
        field("kind", Text, "The kind of analysis, in the system's word."),
        field("subject", Text, "What it is about."),
        field("summary", Text, "The summary."),
        field("sections", Rows(&REPORT_SECTION), "The sections, in order."),
        field("strengths", Texts, "What is good."),
        field("weaknesses", Texts, "What is not."),
        field("opportunities", Texts, "What may become good."),
        field("threats", Texts, "What may become bad."),
        field("recommendations", Texts, "What to do."),
        field("score", Decimal, "The overall mark, as the system gives it."),
        field("tables", Json, "The figures it is made of, as the system writes them."),
        field("job_id", Ref("finance_ai.analysis_jobs"), "The job that made it."),
        SOURCE_FIELD,
        METHOD,
        MODEL,
    ],
};

static REPORT_SECTION: Model = Model {
    module: "",
    resource: "",
    record: "ReportSection",
    doc: "One section of a report.",
    fields: &[field("title", Text, "The heading."), field("body", Text, "The text.")],
};

static ANALYSIS_JOB: Model = Model {
    module: "finance_ai",
    resource: "analysis_jobs",
    record: "AnalysisJob",
    doc: "A long piece of work of an agent or a model, from its submission to its result.",
    fields: &[
        field("kind", Text, "The agent or workflow that does it."),
        field("task", Text, "What is to be done."),
        field("inputs", Json, "What it works on: tables and texts."),
        field(
            "status",
            Enum(&["queued", "running", "waiting", "succeeded", "failed", "cancelled", "other"]),
            "Its state; `waiting` is for an answer of ours.",
        ),
        field("status_native", Text, "The state in the system's own word."),
        field("progress_percent", Decimal, "How much is done, in percent."),
        field("turn", Integer, "The step it is at."),
        field("max_turns", Integer, "How many steps it may take."),
        field("summary", Text, "The result in words."),
        field("result", Json, "The result, as the system writes it."),
        field("error_code", Text, "Why it failed, in the system's word."),
        field("error_message", Text, "Why it failed, in words."),
        field("cost", Decimal, "What it cost so far, in `currency`."),
        field("currency", Text, "The currency of the cost, ISO 4217."),
        field("max_cost", Decimal, "What it may cost."),
        field("prompt_tokens", Integer, "How many tokens it read."),
        field("completion_tokens", Integer, "How many tokens it wrote."),
        field("usage", Json, "What it used, as the system writes it."),
        field("deadline_seconds", Integer, "How long it may take."),
        field("started_at", Instant, "When it began."),
        field("finished_at", Instant, "When it ended."),
        MODEL,
    ],
};
